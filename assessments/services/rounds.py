"""Setting up and opening a round (product.md section 2.1)."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import Expected, RoundKind
from assessments.models import Assessment, Questionnaire, Round, RoundMinistry, Submission
from assessments.permissions import can_edit_round
from nsss_gender.accounts.models import Ministry, User
from nsss_gender.accounts.permissions import can_manage_rounds
from nsss_gender.audit.services import record
from programmes.selectors import programme_leads

EDITED = ("title_en", "title_bn", "questionnaire_id", "deadline_at", "consultation_minimum")
COPIED = ("kind", "strategy_en", "strategy_bn", "strategy_end_fy")


def round_create(
    *,
    key: uuid.UUID,
    titles: tuple[str, str],
    questionnaire: Questionnaire,
    deadline_at: dt.datetime,
    consultation_minimum: int,
    kind: str = RoundKind.REAL,
    by: User,
) -> Round:
    """Create a round with the usual expectations; ``key`` makes a repeated post harmless.

    Every ministry with a programme of its own is expected to report, an implementing one without
    any to confirm nil, a cross-cutting one nothing (mapping of the register).
    """
    fields = _fields(titles, questionnaire, deadline_at, consultation_minimum)
    return _create(key, {"kind": kind, **fields}, {}, by)


def round_clone(
    *,
    source: Round,
    key: uuid.UUID,
    titles: tuple[str, str],
    questionnaire: Questionnaire,
    deadline_at: dt.datetime,
    consultation_minimum: int,
    by: User,
) -> Round:
    """Create a round like an earlier one, with its expected list (78).

    A ministry that the earlier round did not know gets what is usual.
    """
    fields = _fields(titles, questionnaire, deadline_at, consultation_minimum)
    copied = {name: getattr(source, name) for name in COPIED}
    known = {row.ministry_id: (row.expected, row.reason) for row in source.expectations.all()}
    return _create(key, copied | fields, known, by, source)


def _fields(
    titles: tuple[str, str], questionnaire: Questionnaire, deadline_at: dt.datetime, minimum: int
) -> dict[str, object]:
    return {
        "title_en": titles[0],
        "title_bn": titles[1],
        "questionnaire_id": questionnaire.pk,
        "deadline_at": deadline_at,
        "consultation_minimum": minimum,
    }


def _create(
    key: uuid.UUID,
    fields: dict[str, object],
    known: Mapping[uuid.UUID, tuple[str, str]],
    by: User,
    source: Round | None = None,
) -> Round:
    seat = can_manage_rounds(by).require()
    with transaction.atomic():
        given = fields | {"created_by": by}
        round_, created = Round.objects.get_or_create(id=key, defaults=given)
        if created:
            _expect(round_, known)
            record(
                "round created",
                stream=f"round:{round_.pk}",
                target=f"round:{round_.pk}",
                by=by,
                seat=seat,
                reason=f"copied from round:{source.pk}" if source else "",
                changes={"deadline_at": [None, round_.deadline_at.isoformat()]},
            )
    return round_


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


def round_edit(
    *,
    round_: Round,
    base: str,
    titles: tuple[str, str],
    questionnaire: Questionnaire,
    deadline_at: dt.datetime,
    consultation_minimum: int,
    by: User,
) -> Round:
    """Change a round that is not open yet; ``base`` is its mark when the page was read.

    Raises ValidationError where somebody changed it in the meantime, PermissionDenied once it is open.
    """
    fields = _fields(titles, questionnaire, deadline_at, consultation_minimum)
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


def round_open(*, round_: Round, by: User) -> Round:
    """Open the round: one submission for each expected ministry, one assessment for each programme.

    Opening twice changes nothing.
    """
    seat = can_manage_rounds(by).require()
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round_.pk)
        if locked.is_open:
            return locked
        locked.opened_at, locked.opened_by = timezone.now(), by
        locked.save(update_fields=["opened_at", "opened_by"])
        expected = locked.expectations.exclude(expected=Expected.NONE).select_related("ministry")
        reports_create(locked, [row.ministry for row in expected])
        record(
            "round opened",
            stream=f"round:{locked.pk}",
            target=f"round:{locked.pk}",
            by=by,
            seat=seat,
            changes={"opened_at": [None, locked.opened_at.isoformat()]},
        )
    return locked


def reports_create(round_: Round, ministries: Iterable[Ministry]) -> None:
    """Give each ministry its report with the programmes that it leads today."""
    submissions = {row.pk: Submission(round=round_, ministry=row) for row in ministries}
    Submission.objects.bulk_create(submissions.values())
    Assessment.objects.bulk_create(
        Assessment(submission=submissions[ministry], programme_id=programme)
        for programme, ministry in programme_leads().items()
        if ministry in submissions
    )
