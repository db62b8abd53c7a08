"""Handing work to colleagues who have a seat: a programme, a section or a question (capability 19)."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Assessment, HandOut, Question, Submission
from assessments.permissions import can_hand_out
from assessments.services.beside import Writer
from assessments.services.locking import report_locked
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Seat, User
from nsss_gender.audit.services import record
from nsss_gender.language.text import normalise


@dataclass(frozen=True)
class Part:
    """What of a programme is handed out, by code: a section, a question, or (both empty) all of it."""

    section: str = ""
    question: str = ""

    def __str__(self) -> str:
        """As the log names it; empty for the whole programme."""
        return self.question or (f"section:{self.section}" if self.section else "")


WHOLE = Part()


@dataclass(frozen=True)
class Terms:
    """To whom, until when, with which words."""

    seat: Seat
    due_on: dt.date
    note: str


@dataclass(frozen=True)
class _What:
    """A part, with the row of its question where it is one."""

    part: Part
    question: Question | None


def hand_out(
    *,
    assessment: Assessment,
    key: uuid.UUID,
    seat: Seat,
    due_on: dt.date,
    note: str,
    by: User,
    part: Part = WHOLE,
) -> HandOut:
    """Hand a programme, or a part of it, to a colleague's seat in the same ministry.

    ``key`` makes a repeated post harmless. Raises PermissionDenied, and ValidationError where the
    seat is not a colleague's, the part is unknown, or they have it already.
    """
    terms = Terms(seat, due_on, note)
    with transaction.atomic():
        locked = report_locked(assessment.submission)
        writer = Writer(by, can_hand_out(by, assessment).require(), locked)
        _check_seat(seat, locked)
        what = _What(part, _question(locked, part))
        if _has(assessment, seat, what, key):
            raise ValidationError({"seat": _("This is already with this colleague.")})
        return _hand_out(assessment, key, terms, what, writer)[0]


def question_hand_out(
    *, submission: Submission, code: str, picked: Collection[uuid.UUID], key: uuid.UUID,
    terms: Terms, by: User,
) -> int:  # fmt: skip
    """Hand one question of several programmes to a colleague; gives how many they now have newly.

    Where they have it already nothing changes. ``picked`` are assessments of the report: another one
    raises ValidationError, as does a question that there is not.
    """
    part = Part(question=code)
    with transaction.atomic():
        locked = report_locked(submission)
        rows = list(locked.assessments.listed().filter(pk__in=picked).select_related("programme"))
        if len(rows) != len(set(picked)) or not rows:
            raise ValidationError(_("This form is from another report. Reload the page."))
        for row in rows:
            row.submission = locked
        writer = Writer(by, can_hand_out(by, rows[0]).require(), locked)
        _check_seat(terms.seat, locked)
        what = _What(part, _question(locked, part))
        keys = {row.pk: uuid.uuid5(key, str(row.pk)) for row in rows}
        new = [row for row in rows if not _has(row, terms.seat, what, keys[row.pk])]
        return sum(_hand_out(row, keys[row.pk], terms, what, writer)[1] for row in new)


def hand_out_end(*, hand_out: HandOut, by: User) -> None:
    """Take back what was handed out. What the colleague wrote stays."""
    with transaction.atomic():
        row = (
            HandOut.objects.select_for_update(of=("self",))
            .select_related("question")
            .get(pk=hand_out.pk)
        )
        mine = can_hand_out(by, hand_out.assessment).require()
        if row.ended_at:
            return
        row.ended_at, row.ended_by = timezone.now(), by
        row.save(update_fields=["ended_at", "ended_by"])
        part = Part(row.section, row.question.code if row.question else "")
        record(
            "part taken back" if str(part) else "programme taken back",
            stream=hand_out.assessment.submission.stream,
            target=f"assessment:{row.assessment_id}",
            by=by,
            seat=mine,
            changes={"seat": [str(row.seat_id), None], **_named(part, ended=True)},
        )


def _check_seat(seat: Seat, submission: Submission) -> None:
    own = seat.role == Role.CONTRIBUTOR and seat.ministry_id == submission.ministry_id
    if not own or seat.ended_at:
        raise ValidationError({"seat": _("Choose a contributor of your own ministry.")})


def _question(submission: Submission, part: Part) -> Question | None:
    """The question's row; raises ValidationError for a section or question that there is not."""
    questionnaire = submission.round.questionnaire
    sections = {row.code for row in questionnaire.schema().sections}
    found = None
    if part.question:
        rows = Question.objects.filter(questionnaire=questionnaire, parent=None)
        found = rows.select_related("section").filter(code=part.question).first()
    if (part.question and found is None) or (part.section and part.section not in sections):
        raise ValidationError({"part": _("Choose one of the parts shown.")})
    return found


def _has(assessment: Assessment, seat: Seat, what: _What, key: uuid.UUID) -> bool:
    """Whether the colleague has this part already, by itself or within a wider one; the post that
    handed it out may come again."""
    running = assessment.hand_outs.running().filter(seat=seat).exclude(pk=key)
    wider = {"", what.part.section}
    if what.question is not None:
        wider = {"", what.question.section.code}
        if running.filter(question=what.question).exists():
            return True
    return running.filter(question=None, section__in=wider).exists()


def _hand_out(
    assessment: Assessment, key: uuid.UUID, terms: Terms, what: _What, writer: Writer
) -> tuple[HandOut, bool]:
    """The hand-out, and whether it is new."""
    row, created = HandOut.objects.get_or_create(
        id=key,
        defaults={
            "assessment": assessment,
            "seat": terms.seat,
            "section": what.part.section,
            "question": what.question,
            "due_on": terms.due_on,
            "note": normalise(terms.note),
            "created_by": writer.by,
        },
    )
    if created:
        record(
            "part handed out" if str(what.part) else "programme handed out",
            stream=writer.submission.stream,
            target=f"assessment:{assessment.pk}",
            by=writer.by,
            seat=writer.seat,
            changes={
                "seat": [None, str(terms.seat.pk)],
                "due_on": [None, terms.due_on.isoformat()],
                **_named(what.part),
            },
        )
    return row, created


def _named(part: Part, *, ended: bool = False) -> dict[str, list[str | None]]:
    if not str(part):
        return {}
    return {"part": [str(part), None] if ended else [None, str(part)]}
