"""``manage.py create_administrator``: the first way in; there is no default account (12)."""

import getpass
import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from nsss_gender.accounts.services import administrator_create


class Command(BaseCommand):
    help = "Make an account with an administrator's seat. Asks for the password, or reads it from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who the administrator is."""
        parser.add_argument("--username", required=True)
        parser.add_argument("--name", required=True, help="full name")
        parser.add_argument("--email", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account, or say what is wrong with the data."""
        try:
            user = administrator_create(
                username=options["username"],
                name=options["name"],
                email=options["email"],
                password=self._password(),
            )
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"{user.username} can sign in and has an administrator's seat.")

    def _password(self) -> str:
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\n")
        typed = getpass.getpass("Password: ")
        if typed != getpass.getpass("The same password again: "):
            raise CommandError("The two passwords differ.")
        return typed
