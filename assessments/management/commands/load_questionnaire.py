"""Publish a questionnaire file: ``manage.py load_questionnaire fixtures/questionnaires/2019.1.yaml``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from assessments.schema import SchemaError
from assessments.services.questionnaires import questionnaire_publish


class Command(BaseCommand):
    help = "Publish a questionnaire file into rows that never change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = options["file"].read_text(encoding="utf-8")
            questionnaire, created = questionnaire_publish(text=text, by=None)
        except SchemaError as error:
            raise CommandError("\n".join(error.complaints)) from error
        except (OSError, ValidationError) as error:
            raise CommandError(str(error)) from error
        verb = "published" if created else "unchanged"
        self.stdout.write(f"{questionnaire.version}: {verb}")
