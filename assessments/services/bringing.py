"""Answers brought to many places in one act: filled at once, copied, from the short form (8, 108).

One act is one transaction. What is brought arrives to be confirmed. A filling or a copy never touches
what somebody wrote unless the person saw it and ticked "replace"; the short form saves with
compare-and-set as every form does. A place that is refused is named with its reason; the rest is done.
The same post again changes nothing.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import merge
from assessments.enums import Channel, Judgement, Origin
from assessments.models import AnswerVersion, Assessment, Submission
from assessments.models.answer import sheets_of
from assessments.permissions import can_edit, can_read_draft, closed_cells
from assessments.schema import Question
from assessments.services.answers import Brought, Draft, Saved, answers_save
from assessments.services.locking import report_locked
from assessments.sheet import EMPTY, Sheet
from nsss_gender.accounts.models import User

CHANGED = gettext_lazy("It was changed in the meantime: look at it again.")


@dataclass(frozen=True)
class Cell:
    """One place: the head number the person saw there, and whether what stands may be replaced.

    ``judgement`` is what the short form says there; a filling has one answer for all places.
    """

    assessment_id: uuid.UUID
    code: str
    base: int
    replace: bool = False
    judgement: str = ""


@dataclass(frozen=True)
class Refused:
    """A place that was left as it was, and why."""

    assessment: Assessment
    code: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """What became of an act: how many places hold the answer now, and which were refused."""

    done: int
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class _Act:
    """What an act reads under the lock of the report."""

    submission: Submission
    rows: Mapping[uuid.UUID, Assessment]
    sheets: Mapping[uuid.UUID, Sheet]
    closed: Mapping[tuple[uuid.UUID, str], str]
    token: uuid.UUID
    by: User
    channel: str = Channel.PAGE

    def question(self, code: str) -> Question:
        return self.submission.round.questionnaire.schema().question(code)

    def save(self, row: Assessment, drafts: Mapping[str, Draft]) -> dict[str, Saved]:
        return answers_save(
            assessment=row, drafts=drafts, token=self.token, by=self.by, channel=self.channel
        )


def answers_fill(
    *,
    submission: Submission,
    cells: Sequence[Cell],
    values: Mapping[str, Any],
    token: uuid.UUID,
    by: User,
) -> Outcome:
    """Give the places ``cells`` the same answer: one question of several programmes, or several
    questions of one.

    A field that ``values`` leaves empty is left as it stands. Raises ValidationError where there is no
    answer to give or a place is not of this report.
    """
    given = {name: value for name, value in values.items() if value}
    if not given:
        raise ValidationError(_("Give an answer to fill in."))
    with transaction.atomic():
        act = _act(submission, cells, token, by)
        refusals = {cell: _fill_refusal(act, cell, given) for cell in cells}
        for row in act.rows.values():
            drafts = {
                cell.code: Draft(cell.base, given, brought=Brought(Origin.FILLED))
                for cell, refusal in refusals.items()
                if cell.assessment_id == row.pk
                and not refusal
                and not _holds(act.sheets[row.pk], cell.code, given)
            }
            if drafts:
                act.save(row, drafts)
    return _outcome(act, refusals)


def short_form_save(
    *, submission: Submission, cells: Sequence[Cell], token: uuid.UUID, by: User
) -> Outcome:
    """Save what the short form says of judged items, one judgement for each place.

    A judgement arrives to be confirmed; taking one away leaves the question open. Where a colleague
    answered in the meantime, theirs stands, this one is kept, and the place is named.
    """
    with transaction.atomic():
        act = _act(submission, cells, token, by)
        refusals = {cell: _short_refusal(act, cell) for cell in cells}
        for row in act.rows.values():
            own = {c.code: c for c in cells if c.assessment_id == row.pk and not refusals[c]}
            if own:
                saved = act.save(row, {code: _short_draft(cell) for code, cell in own.items()})
                refusals |= {own[code]: _clash(one) for code, one in saved.items() if one.clashes}
    return _outcome(act, refusals)


def short_cell_save(*, submission: Submission, cell: Cell, token: uuid.UUID, by: User) -> Saved:
    """One cell of the short form that saves by itself, as ``short_form_save`` saves it, but never where
    that would void a clearance.

    Raises ValidationError with the reason where the place is refused, PermissionDenied as
    ``answers_save``.
    """
    with transaction.atomic():
        act = replace(_act(submission, [cell], token, by), channel=Channel.AUTOSAVE)
        refusal = _short_refusal(act, cell)
        if refusal:
            raise ValidationError(refusal)
        return act.save(act.rows[cell.assessment_id], {cell.code: _short_draft(cell)})[cell.code]


def answer_copy(
    *,
    assessment: Assessment,
    code: str,
    source: Assessment,
    bases: Mapping[str, int],
    replace: bool,
    token: uuid.UUID,
    by: User,
) -> int:
    """Copy the answer to question ``code``, parts and texts included, from another of the ministry's
    programmes; gives how many versions were written (0 when the same post comes again).

    ``bases`` are the head numbers that the person saw, by code. Raises PermissionDenied where the
    person may not read the source or change the question, ValidationError where there is nothing to
    copy, or something stands there that was not to be replaced or was changed in the meantime.
    """
    with transaction.atomic():
        cells = [Cell(assessment.pk, code, bases.get(code, 0), replace), Cell(source.pk, code, 0)]
        act = _act(assessment.submission, cells, token, by)
        target = act.rows[assessment.pk]
        can_read_draft(by, act.rows[source.pk]).require()
        can_edit(by, target, [code]).require()
        heads = _heads(act.rows[source.pk], act.question(code))
        drafts = {
            one: Draft(
                bases.get(one, 0), version.given().values(), brought=Brought(Origin.COPIED, version)
            )
            for one, version in heads.items()
        }
        if not drafts or source.pk == assessment.pk:
            raise ValidationError(_("There is nothing to copy: choose another programme."))
        sheet = act.sheets[target.pk]
        if all(_holds(sheet, one, draft.values) for one, draft in drafts.items()):
            return 0
        _check_copy(act, sheet, cells[0], bases)
        return sum(row.written for row in act.save(target, drafts).values())


def _check_copy(act: _Act, sheet: Sheet, cell: Cell, bases: Mapping[str, int]) -> None:
    """Raise ValidationError where the copy would overwrite what the person has not seen."""
    question = act.question(cell.code)
    if any(sheet[one].number != bases.get(one, 0) for one in _codes(question)):
        raise ValidationError(CHANGED)
    if sheet.touched(question) and not cell.replace:
        raise ValidationError(_("It already has an answer: tick “replace” to change it."))


def _heads(source: Assessment, question: Question) -> dict[str, AnswerVersion]:
    rows = source.answers.filter(question__code__in=_codes(question), head__isnull=False)
    found = {row.question.code: row.head for row in rows.select_related("head__by", "question")}
    return {
        code: head
        for code, head in found.items()
        if head and head.given().values() != EMPTY.values()
    }


def _act(submission: Submission, cells: Iterable[Cell], token: uuid.UUID, by: User) -> _Act:
    """Lock the report and read what the places hold. Raises ValidationError for a foreign place."""
    locked = report_locked(submission)
    wanted, codes = {cell.assessment_id for cell in cells}, {cell.code for cell in cells}
    found = locked.assessments.visible_to(by).filter(pk__in=wanted).select_related("programme")
    assessments = {row.pk: row for row in found}
    known = {question.code for question in locked.round.questionnaire.schema().questions}
    if wanted - set(assessments) or codes - known:
        raise ValidationError(
            _("This form is from another version of the report. Reload the page.")
        )
    for row in assessments.values():
        row.submission = locked
    closed = closed_cells(by, locked, assessments.values(), codes)
    return _Act(locked, assessments, sheets_of(locked, assessments.values()), closed, token, by)


def _fill_refusal(act: _Act, cell: Cell, given: Mapping[str, Any]) -> str:
    """Why a place is not filled; empty where it is, or where it holds the answer already."""
    sheet, question = act.sheets[cell.assessment_id], act.question(cell.code)
    refusal = _barred(act, cell)
    if refusal or _holds(sheet, cell.code, given):
        return refusal
    if sheet[cell.code].number != cell.base:
        return str(CHANGED)
    if sheet.touched(question) and not cell.replace:
        return _("It already has an answer: tick “replace” to change it.")
    return ""


def _short_refusal(act: _Act, cell: Cell) -> str:
    sheet, question = act.sheets[cell.assessment_id], act.question(cell.code)
    if not question.judged or cell.judgement not in ("", *Judgement.values):
        return _("Choose one of the answers shown.")
    if not cell.judgement and not sheet[cell.code].judgement and sheet.derived(question):
        return _("Its named parts give this answer: change them in the detailed form.")
    return _barred(act, cell)


def _barred(act: _Act, cell: Cell) -> str:
    if act.rows[cell.assessment_id].not_assessed:
        return _("The programme is marked “not assessed”.")
    return act.closed.get((cell.assessment_id, cell.code), "")


def _short_draft(cell: Cell) -> Draft:
    """An answer that is taken away is nothing to confirm."""
    brought = Brought(Origin.SHORT_FORM) if cell.judgement else None
    return Draft(cell.base, {"judgement": cell.judgement}, brought=brought)


def _clash(saved: Saved) -> str:
    words = Judgement(saved.head.judgement).label if saved.head.judgement else _("no answer")
    return _("A colleague answered “%(answer)s” in the meantime. Yours is in its history.") % {
        "answer": words
    }


def _holds(sheet: Sheet, code: str, values: Mapping[str, Any]) -> bool:
    """Whether the values stand there already, as after the same post."""
    head = sheet[code].values()
    return all(merge.same(head[name], value) for name, value in values.items() if name in head)


def _codes(question: Question) -> tuple[str, ...]:
    return (question.code, *(part.code for part in question.parts))


def _outcome(act: _Act, refusals: Mapping[Cell, str]) -> Outcome:
    """The places in the order of the form."""
    refused = tuple(
        Refused(act.rows[cell.assessment_id], cell.code, reason)
        for cell, reason in refusals.items()
        if reason
    )
    return Outcome(len(refusals) - len(refused), refused)
