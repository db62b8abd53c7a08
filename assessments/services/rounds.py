"""Setting up and opening a round (product.md section 2.1)."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import NotRequired, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.enums import Counting, Expected, LetterKind, RoundKind
from assessments.models import (
    LETTERS,
    Assessment,
    Milestone,
    Questionnaire,
    Round,
    RoundMinistry,
    Submission,
)
from assessments.models.round import local_day
from assessments.notifications import told_opening
from assessments.permissions import can_edit_round
from assessments.selectors.opening import opening_mark
from assessments.services.letters import FIELDS as LETTER_FIELDS
from nsss_gender.accounts.models import Ministry, User
from nsss_gender.accounts.permissions import can_manage_rounds
from nsss_gender.audit.services import record
from programmes.selectors import programme_leads

EDITED = (
    "title_en",
    "title_bn",
    "questionnaire_id",
    "deadline_at",
    "consultation_minimum",
    "short_form_due_at",
    "reminders_count_in",
)
CHANGED = gettext_lazy(
    "What opening would do has changed since you looked. Look at it again, then open the round."
)
OF_ONE_LETTER = ("memo_number", "dated_on")
COPIED = ("kind", "strategy_en", "strategy_bn", "strategy_end_fy")


class Wished(TypedDict):
    """What an administrator says of a round; a short form without a day has the round's deadline."""

    titles: tuple[str, str]
    questionnaire: Questionnaire
    deadline_at: dt.datetime
    consultation_minimum: int
    short_form_due_at: NotRequired[dt.datetime | None]
    reminders_count_in: NotRequired[str]


def round_create(
    *, key: uuid.UUID, by: User, kind: str = RoundKind.REAL, **wished: Unpack[Wished]
) -> Round:
    """Create a round with the usual expectations; ``key`` makes a repeated post harmless.

    Every ministry with a programme of its own is expected to report, an implementing one without
    any to confirm nil, a cross-cutting one nothing (mapping of the register).
    """
    return _create(key, {"kind": kind, **_fields(wished)}, by)


def round_clone(*, source: Round, key: uuid.UUID, by: User, **wished: Unpack[Wished]) -> Round:
    """Create a round like an earlier one, with its expected list, milestones and letters (78).

    A ministry that the earlier round did not know gets what is usual. Milestones move by as many days
    as the deadline; letters keep their texts, never a memo number or a date.
    """
    copied = {name: getattr(source, name) for name in COPIED}
    return _create(key, copied | _fields(wished), by, source)


def _fields(wished: Wished) -> dict[str, object]:
    return {
        "title_en": wished["titles"][0],
        "title_bn": wished["titles"][1],
        "questionnaire_id": wished["questionnaire"].pk,
        "deadline_at": wished["deadline_at"],
        "consultation_minimum": wished["consultation_minimum"],
        "short_form_due_at": wished.get("short_form_due_at"),
        "reminders_count_in": wished.get("reminders_count_in", Counting.WORKING),
    }


def _create(
    key: uuid.UUID, fields: dict[str, object], by: User, source: Round | None = None
) -> Round:
    seat = can_manage_rounds(by).require()
    with transaction.atomic():
        given = fields | {"created_by": by}
        round_, created = Round.objects.get_or_create(id=key, defaults=given)
        if created:
            _expect(round_, _known(source))
            copied = _copied(round_, source) if source else {}
            record(
                "round created",
                stream=f"round:{round_.pk}",
                target=f"round:{round_.pk}",
                by=by,
                seat=seat,
                reason=f"copied from round:{source.pk}" if source else "",
                changes={"deadline_at": [None, round_.deadline_at.isoformat()], **copied},
            )
    return round_


def _known(source: Round | None) -> dict[uuid.UUID, tuple[str, str]]:
    rows = source.expectations.all() if source else ()
    return {row.ministry_id: (row.expected, row.reason) for row in rows}


def _copied(round_: Round, source: Round) -> dict[str, list[object]]:
    """Copy milestones and letters; out: what the log says of it."""
    days = local_day(round_.deadline_at) - local_day(source.deadline_at)
    milestones = Milestone.objects.bulk_create(
        Milestone(
            round=round_,
            day=row.day + days if row.day else None,
            **{name: getattr(row, name) for name in ("name_en", "name_bn", "note")},
        )
        for row in source.milestones.all()
    )
    letters = [kind for kind in LETTERS if _letter_copied(round_, source, kind)]
    return {
        "milestones": [None, len(milestones)],
        "moved_by_days": [None, days.days],
        "letters": [None, [str(kind) for kind in letters]],
    }


def _letter_copied(round_: Round, source: Round, kind: LetterKind) -> bool:
    """Copy the typed text of a letter; a memo number and a date belong to one letter alone."""
    model = LETTERS[kind]
    typed = model.objects.filter(round=source).first()
    if typed:
        fields = {name: getattr(typed, name) for name in LETTER_FIELDS if name not in OF_ONE_LETTER}
        model.objects.create(round=round_, **fields)
    return typed is not None


def _expect(round_: Round, known: Mapping[uuid.UUID, tuple[str, str]]) -> None:
    with_programmes = set(programme_leads().values())
    rows = []
    for ministry in Ministry.objects.exclude(closed_on__lte=timezone.localdate()):
        usual = _expectation(ministry, has_programmes=ministry.pk in with_programmes)
        expected, reason = known.get(ministry.pk, usual)
        rows.append(
            RoundMinistry(round=round_, ministry=ministry, expected=expected, reason=reason)
        )
    RoundMinistry.objects.bulk_create(rows)


def _expectation(ministry: Ministry, *, has_programmes: bool) -> tuple[str, str]:
    if has_programmes:
        return Expected.REPORT, ""
    if "cross-cutting" in ministry.role_in_nsss or "authority" in ministry.role_in_nsss:
        return Expected.NONE, "Cross-cutting role: no programme of its own in the register."
    return Expected.NIL, ""


def round_edit(*, round_: Round, base: str, by: User, **wished: Unpack[Wished]) -> Round:
    """Change a round that is not open yet; ``base`` is its mark when the page was read.

    Raises ValidationError where somebody changed it in the meantime, PermissionDenied once it is open.
    """
    fields = _fields(wished)
    with transaction.atomic():
        row = Round.objects.select_for_update().get(pk=round_.pk)
        seat = can_edit_round(by, row).require()
        old = {name: getattr(row, name) for name in EDITED}
        if old == fields:
            return row
        if base != row.mark:
            raise ValidationError(
                _("Somebody changed this round in the meantime. Open it again, then save.")
            )
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(update_fields=EDITED)
        record(
            "round changed",
            stream=f"round:{row.pk}",
            target=f"round:{row.pk}",
            by=by,
            seat=seat,
            changes={n: [str(old[n]), str(fields[n])] for n in EDITED if old[n] != fields[n]},
        )
    return row


def round_open(*, round_: Round, by: User, seen: str | None = None) -> Round:
    """Open the round: one submission for each expected ministry, one assessment for each programme,
    one notice for each focal point.

    ``seen`` is the mark of what the dry run showed; a page gives it always. Raises ValidationError
    where opening would do something else by now. Opening twice changes nothing.
    """
    seat = can_manage_rounds(by).require()
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round_.pk)
        if locked.is_open:
            return locked
        if seen is not None and seen != opening_mark(locked):
            raise ValidationError(CHANGED)
        locked.opened_at, locked.opened_by = timezone.now(), by
        locked.save(update_fields=["opened_at", "opened_by"])
        expected = locked.expectations.exclude(expected=Expected.NONE).select_related("ministry")
        told = told_opening(reports_create(locked, [row.ministry for row in expected]))
        record(
            "round opened",
            stream=f"round:{locked.pk}",
            target=f"round:{locked.pk}",
            by=by,
            seat=seat,
            changes={
                "opened_at": [None, locked.opened_at.isoformat()],
                "notices": [None, len(told)],
            },
        )
    return locked


def reports_create(round_: Round, ministries: Iterable[Ministry]) -> list[Submission]:
    """Give each ministry its report with the programmes that it leads today; returns the reports."""
    submissions = {row.pk: Submission(round=round_, ministry=row) for row in ministries}
    made = Submission.objects.bulk_create(submissions.values())
    Assessment.objects.bulk_create(
        Assessment(submission=submissions[ministry], programme_id=programme)
        for programme, ministry in programme_leads().items()
        if ministry in submissions
    )
    return made
