"""Load the demonstration: ``manage.py load_demo``, after the register and the questionnaire."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from assessments.models import Questionnaire
from nsss_gender.accounts.models import Ministry
from programmes.models import Programme
from reports.management.demo.people import ACCOUNTS, ADMINISTRATOR, DEMO_PASSWORD, people_load
from reports.management.demo.story import Story, round_load, tell
from reports.models import ActionPlan


class Command(BaseCommand):
    """Loads people, a round, four reports and a plan, all or nothing; again changes nothing."""

    help = "Load invented people and answers. Refused unless NSSS_DEMO=1."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say who can sign in with which password."""
        if not settings.NSSS_DEMO:
            raise CommandError(
                "The demonstration has a published password: it is loaded only with NSSS_DEMO=1."
            )
        questionnaire = Questionnaire.objects.order_by("-published_at").first()
        if questionnaire is None or not Programme.objects.exists():
            raise CommandError("Run load_register and load_questionnaire first.")
        try:
            with transaction.atomic():
                loaded = _load(questionnaire)
        except (ValidationError, Ministry.DoesNotExist) as error:
            raise CommandError(f"Nothing was loaded: {error}") from error
        self.stdout.write("loaded" if loaded else "unchanged: it was loaded before")
        self._told()

    def _told(self) -> None:
        names = [*(account.username for account in ACCOUNTS), ADMINISTRATOR]
        self.stdout.write("\n  Sign in as one of: " + ", ".join(names))
        self.stdout.write(f"  Password: {DEMO_PASSWORD}\n")


def _load(questionnaire: Questionnaire) -> bool:
    """Whether there was anything to load; what people did in the demonstration is left alone."""
    people = people_load()
    round_ = round_load(questionnaire, people)
    if ActionPlan.objects.filter(round=round_).exists():
        return False
    tell(Story(round_, people))
    return True
