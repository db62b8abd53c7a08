"""Setting up and opening a round (product.md section 2.1)."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import Expected, RoundKind
from assessments.models import Assessment, Questionnaire, Round, RoundMinistry, Submission
from nsss_gender.accounts.models import Ministry, User
from nsss_gender.accounts.permissions import can_manage_rounds, refuse
from nsss_gender.audit.services import record
from nsss_gender.language.text import normalise
from programmes.selectors import programme_leads


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
    seat = can_manage_rounds(by).require()
    with transaction.atomic():
        round_, created = Round.objects.get_or_create(
            id=key,
            defaults={
                "kind": kind,
                "title_en": titles[0],
                "title_bn": titles[1],
                "questionnaire": questionnaire,
                "deadline_at": deadline_at,
                "consultation_minimum": consultation_minimum,
                "created_by": by,
            },
        )
        if created:
            _expect(round_)
            record(
                "round created",
                stream=f"round:{round_.pk}",
                target=f"round:{round_.pk}",
                by=by,
                seat=seat,
                changes={"deadline_at": [None, deadline_at.isoformat()]},
            )
    return round_


def _expect(round_: Round) -> None:
    leads = set(programme_leads().values())
    rows = []
    for ministry in Ministry.objects.all():
        expected, reason = _expectation(ministry, has_programmes=ministry.pk in leads)
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


def expectation_set(
    *, round_: Round, ministry: Ministry, expected: str, reason: str, by: User
) -> RoundMinistry:
    """Change what is expected of one ministry, before the round is opened.

    Raises ValidationError where nothing is expected and no reason says why.
    """
    seat = can_manage_rounds(by).require()
    if expected not in Expected.values:
        raise ValidationError({"expected": _("Choose one of the answers shown.")})
    if expected == Expected.NONE and not reason.strip():
        raise ValidationError({"reason": _("Say why nothing is expected of this ministry.")})
    with transaction.atomic():
        round_ = Round.objects.select_for_update().get(pk=round_.pk)
        row = RoundMinistry.objects.select_for_update().get(round=round_, ministry=ministry)
        if round_.is_open:
            refuse(_("The round is already open."))
        old, row.expected, row.reason = row.expected, expected, normalise(reason).strip()
        row.save(update_fields=["expected", "reason"])
        record(
            "expectation changed",
            stream=f"round:{round_.pk}",
            target=f"ministry:{ministry.pk}",
            by=by,
            seat=seat,
            reason=reason,
            changes={"expected": [old, expected]},
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
        _submissions_create(locked)
        record(
            "round opened",
            stream=f"round:{locked.pk}",
            target=f"round:{locked.pk}",
            by=by,
            seat=seat,
            changes={"opened_at": [None, locked.opened_at.isoformat()]},
        )
    return locked


def _submissions_create(round_: Round) -> None:
    expected = round_.expectations.exclude(expected=Expected.NONE).select_related("ministry")
    submissions = {
        row.ministry_id: Submission(round=round_, ministry=row.ministry) for row in expected
    }
    Submission.objects.bulk_create(submissions.values())
    leads = programme_leads()
    Assessment.objects.bulk_create(
        Assessment(submission=submissions[ministry], programme_id=programme)
        for programme, ministry in leads.items()
        if ministry in submissions
    )
