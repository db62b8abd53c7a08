"""Load the demonstration: ``manage.py load_demo``, after the register and the questionnaire."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from assessments.models import Questionnaire
from nsss_gender.accounts.models import Ministry
from programmes.models import Programme
from reports.management.demo.people import ADMINISTRATOR, DEMO_PASSWORD, FIXED, OTHERS
from reports.management.demo.story import round_id, tell
from reports.models import ActionPlan


class Command(BaseCommand):
    """Loads people, a round, reports in every state and a plan, all or nothing; again changes nothing."""

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
        first = [*(account.username for account in FIXED), ADMINISTRATOR]
        self.stdout.write("\n  Sign in as one of: " + ", ".join(first))
        others = ", ".join(account.username for account in OTHERS)
        self.stdout.write(f"  or as who files another report: {others}")
        self.stdout.write(f"  Password: {DEMO_PASSWORD}\n")


def _load(questionnaire: Questionnaire) -> bool:
    """Whether there was anything to load; what people did in the demonstration is left alone."""
    if ActionPlan.objects.filter(round=round_id()).exists():
        return False
    tell(questionnaire)
    return True
