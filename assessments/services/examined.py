"""The reviewer's marks "I looked at it"; what nobody marked is never called agreed (32)."""

import uuid
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Assessment, Examined, Packet, Question
from assessments.permissions import can_comment, latest_packet
from assessments.services.reviews import assessment_locked
from nsss_gender.accounts.models import Seat, User
from nsss_gender.audit.services import record


def examined_mark(*, assessment: Assessment, code: str, key: uuid.UUID, by: User) -> Examined:
    """Say that the answer to ``code`` in the last packet was looked at and is agreed to."""
    return examined_mark_all(assessment=assessment, codes=[code], key=key, by=by)[0]


def examined_mark_all(
    *, assessment: Assessment, codes: Sequence[str], key: uuid.UUID, by: User
) -> list[Examined]:
    """Say so of several answers at once, all or none.

    One form serves all questions of a page: ``key`` and the code together make a repeated post
    harmless, also after the mark was undone. Raises ValidationError for an unknown question.
    """
    with transaction.atomic():
        locked = assessment_locked(assessment)
        seat = can_comment(by, locked).require()
        return [_mark(locked, code, key, by=by, seat=seat) for code in codes]


def _mark(assessment: Assessment, code: str, key: uuid.UUID, *, by: User, seat: Seat) -> Examined:
    packet, question = _place(assessment, code)
    pk = uuid.uuid5(key, f"{assessment.pk}:{code}")
    marks = Examined.objects.filter(packet=packet, assessment=assessment, question=question)
    known = marks.filter(pk=pk).first() or marks.filter(undone_at=None).first()
    if known:
        return known
    mark = Examined.objects.create(
        id=pk, packet=packet, assessment=assessment, question=question, by=by, seat=seat
    )
    record(
        "answer examined",
        stream=assessment.submission.stream,
        target=f"assessment:{assessment.pk}",
        by=by,
        seat=seat,
        changes={"question": code, "packet": packet.number},
    )
    return mark


def examined_undo(*, assessment: Assessment, code: str, by: User) -> None:
    """Take the mark back, whichever packet it was made on."""
    with transaction.atomic():
        locked = assessment_locked(assessment)
        seat = can_comment(by, locked).require()
        marks = Examined.objects.filter(
            assessment=locked, question__code=code, question__parent=None, undone_at=None
        )
        if not marks.update(undone_at=timezone.now(), undone_by=by):
            return
        record(
            "examination undone",
            stream=locked.submission.stream,
            target=f"assessment:{locked.pk}",
            by=by,
            seat=seat,
            changes={"question": code},
        )


def _place(assessment: Assessment, code: str) -> tuple[Packet, Question]:
    packet = latest_packet(assessment.submission)
    question = Question.objects.filter(
        questionnaire=assessment.submission.round.questionnaire, code=code, parent=None
    ).first()
    entry = packet.assessments.get(str(assessment.pk)) if packet else None
    if packet is None or question is None or entry is None or entry["not_assessed"]:
        raise ValidationError({"code": _("Choose a question of the questionnaire.")})
    return packet, question
