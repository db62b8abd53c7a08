"""The summary that nobody has to ask for: every Sunday morning, in both languages, for each open round (38)."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from assessments.deadlines import DHAKA
from assessments.enums import RoundKind
from assessments.models import Round
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import SeatHolding
from nsss_gender.audit.services import record
from reports.enums import ExportFormat
from reports.models import Export, Subject
from reports.services.exports import Wanted, file_name

SUNDAY, MORNING = 6, dt.time(6, 0)
SPACE = uuid.UUID("6c1f4d0e-4a52-5a70-9f5b-2f6f0c0b7d11")
LANGUAGES = ("bn", "en")


def last_sunday(now: dt.datetime) -> dt.datetime:
    """The Sunday morning in Dhaka that was last: its summary is made then, or as soon as a worker is there."""
    local = now.astimezone(DHAKA)
    day = local.date() - dt.timedelta(days=(local.weekday() - SUNDAY) % 7)
    due = dt.datetime.combine(day, MORNING, tzinfo=DHAKA)
    return due if due <= now else due - dt.timedelta(days=7)


def weekly_ask(*, now: dt.datetime | None = None) -> int:
    """Ask for what the last Sunday owes and nobody asked for yet; returns how many files were asked for.

    Each is asked for once, whoever looks and however often: its key names round, Sunday and language. It is asked for in the
    seat of the approver; where nobody sits there, nothing is made.
    """
    due = last_sunday(now or timezone.now())
    wanted = list(_wanted(due))
    known = set(
        Export.objects.filter(pk__in=[key for key, *_ in wanted]).values_list("pk", flat=True)
    )
    lacking = [one for one in wanted if one[0] not in known]
    held = _approver() if lacking else None
    return sum(_ask(*one, held) for one in lacking) if held else 0


def _wanted(due: dt.datetime) -> Iterator[tuple[uuid.UUID, Round, str]]:
    """One file for each open round and language, of rounds that had opened by then and are not over."""
    rounds = Round.objects.filter(kind=RoundKind.REAL, opened_at__lte=due)
    for round_ in rounds.exclude(pk__in=_over()).order_by("opened_at"):
        for language in LANGUAGES:
            yield uuid.uuid5(SPACE, f"{round_.pk} {due:%Y-%m-%d} {language}"), round_, language


def _over() -> list[uuid.UUID]:
    """The rounds after which another one opened: only the last one has weeks to sum up."""
    rounds = Round.objects.filter(kind=RoundKind.REAL, opened_at__isnull=False)
    return list(rounds.order_by("-opened_at").values_list("pk", flat=True)[1:])


def _approver() -> SeatHolding | None:
    """Who sits in the first approver's seat."""
    held = SeatHolding.objects.open().filter(seat__role=Role.APPROVER, user__is_active=True)
    return held.select_related("user", "seat").order_by("seat__created_at", "pk").first()


def _ask(key: uuid.UUID, round_: Round, language: str, held: SeatHolding) -> int:
    subject, wanted = Subject.of_week(round_), Wanted(ExportFormat.PDF, language)
    with transaction.atomic():
        row, made = Export.objects.get_or_create(
            id=key,
            defaults={
                "format": wanted.format,
                "language": language,
                **subject.fields(),
                "asked_by": held.user,
                "asked_in": held.seat,
                "file_name": file_name(subject, wanted),
            },
        )
        if made:
            record(
                "export asked",
                stream=subject.stream,
                target=f"export:{row.pk}",
                by=None,
                reason="every Sunday morning",
                changes={"kind": row.kind, "format": row.format, "language": language},
            )
    return int(made)
