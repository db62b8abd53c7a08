"""The ledger of extensions: requests that wait, and the lines that somebody may read (34)."""

from django.db.models import Q, QuerySet

from assessments.enums import ExtensionState
from assessments.models import Extension, Round, Submission
from assessments.permissions import can_read_ledger
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import User

SHOWN, LEDGERS = 10, 3


def lines() -> QuerySet[Extension]:
    """Every line with all that is printed of it."""
    return Extension.objects.select_related(
        "round__questionnaire", "ministry", "asked_by", "decided_by"
    )


def ledger(user: User, round_: Round) -> QuerySet[Extension]:
    """The lines of a round, the newest first: all of them for the Cabinet Division and administrators,
    for a ministry its own and those for all."""
    found = lines().filter(round=round_).order_by("-asked_at")
    if can_read_ledger(user):
        return found
    own = [seat.ministry_id for seat in user.seats_with(Permission.FILL)]
    return found.filter(Q(ministry__in=own) | Q(ministry=None))


def round_lines(round_: Round) -> list[Extension]:
    """Every line of a round, the newest first; one query."""
    return list(lines().filter(round=round_).order_by("-asked_at"))


def own_lines(submission: Submission) -> QuerySet[Extension]:
    """The lines that concern one report, the newest first."""
    concerned = Q(ministry=submission.ministry_id) | Q(ministry=None)
    return lines().filter(concerned, round=submission.round_id).order_by("-asked_at")


def requests() -> list[Extension]:
    """The requests that wait for a decision, the oldest first; one query."""
    waiting = Extension.objects.filter(state=ExtensionState.ASKED).order_by("asked_at")
    waiting = waiting.select_related("ministry").only(
        "until_at", "ministry__name_en", "ministry__name_bn"
    )
    return list(waiting[:SHOWN])
