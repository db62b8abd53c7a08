"""Saving answers with compare-and-set (architecture decision 1; law 1).

A save says for each question which version it started from. Different fields merge; where both
sides changed the same field, the head stands, the other text is stored as *kept*, and both are
shown. The same post again changes nothing.

What nobody typed here (copied, filled at once, from the short form) arrives *to be confirmed*: it
stands, and blocks the clearance until somebody ticks it as right or changes it.
"""

import uuid
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments import merge
from assessments.enums import Channel, Feasibility, Judgement, Origin
from assessments.models import Answer, AnswerVersion, Assessment, Question, Submission
from assessments.models.questionnaire import questions_of
from assessments.permissions import can_autosave, can_edit
from assessments.services.submissions import submission_touch
from assessments.sheet import EMPTY, WHOLE, Given
from nsss_gender.accounts.models import Seat, User
from nsss_gender.accounts.permissions import refuse
from nsss_gender.audit.services import digest, record
from nsss_gender.language.text import normalise

TEXTS = frozenset({"text", "missing", "detail", "reason"})
# Of whoever wrote the head only the name is said.
NOT_ASKED = tuple(
    f"head__by__{field.name}"
    for field in User._meta.concrete_fields
    if field.name not in {"id", "name", "username"}
)
CODES = {"judgement": ("", *Judgement.values), "feasibility": ("", *Feasibility.values)}


@dataclass(frozen=True)
class Brought:
    """Where an answer came from that nobody typed at its own place."""

    origin: str
    copied_from: AnswerVersion | None = None
    to_confirm: bool = True


@dataclass(frozen=True)
class Draft:
    """What one form says about one question: the head number it started from, and its fields.

    ``confirmed``: the person ticked that the answer they saw is right.
    """

    base: int
    values: Mapping[str, Any]
    confirmed: bool = False
    brought: Brought | None = None


@dataclass(frozen=True)
class Saved:
    """What became of one question. ``clashes`` names the fields in which both sides differ;
    then ``head`` stands and ``mine`` was kept."""

    code: str
    head: Given
    mine: Given | None = None
    clashes: tuple[str, ...] = ()
    written: bool = False


@dataclass(frozen=True)
class _Writer:
    """Who writes in this save, in which seat, through which door, under which form token."""

    by: User
    seat: Seat
    channel: str
    token: uuid.UUID


@dataclass(frozen=True)
class _Said:
    """One version to write; ``digest`` tells one wording of the form from another."""

    values: Mapping[str, Any]
    base: int
    digest: str
    source: "_Source"
    kept: bool = False


@dataclass(frozen=True)
class _Source:
    """How the version came to stand there."""

    origin: str = Origin.TYPED
    to_confirm: bool = False
    copied_from_id: uuid.UUID | None = None


def answers_save(
    *,
    assessment: Assessment,
    drafts: Mapping[str, Draft],
    token: uuid.UUID,
    by: User,
    channel: str = Channel.PAGE,
) -> dict[str, Saved]:
    """Save what a form says about the questions and parts ``drafts`` (by code).

    ``token`` is issued with the form: posting it twice writes once. Raises PermissionDenied where
    the questions may not be changed (through the channel AUTOSAVE also where that would void a
    clearance), ValidationError for an unknown code, field or base.
    """
    with transaction.atomic():
        submission = _locked(assessment)
        assessment = submission.assessments.get(pk=assessment.pk)
        assessment.submission = submission
        questions = _questions(submission, drafts)
        for code, draft in drafts.items():
            _check(questions[code], draft.values)
        heads = _answers(assessment, questions)
        changed = {
            code: draft
            for code, draft in drafts.items()
            if _differs(heads.get(code), draft) or _confirms(heads.get(code), draft)
        }
        opened = {_item_code(questions[code]) for code in changed}
        can_save = can_autosave if channel == Channel.AUTOSAVE else can_edit
        seat = can_save(by, assessment, opened).require()
        writer = _Writer(by, seat, channel, token)
        saved = {
            code: _save(assessment, questions[code], heads.get(code), draft, writer)
            for code, draft in drafts.items()
        }
        _note(submission, assessment, saved, writer)
    return saved


def answer_restore(*, version: AnswerVersion, token: uuid.UUID, by: User) -> Saved:
    """Bring an earlier or kept text back as a new version (capability 87); not one that was redacted."""
    if version.redacted_at:
        refuse(_("This text was taken out of the history: there is nothing to bring back."))
    answer = version.answer
    code = answer.question.code
    base = answer.head.number if answer.head else 0
    draft = Draft(base=base, values=version.given().values())
    return answers_save(assessment=answer.assessment, drafts={code: draft}, token=token, by=by)[
        code
    ]


def _locked(assessment: Assessment) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",))
    return rows.select_related("round").get(pk=assessment.submission_id)


def _questions(submission: Submission, drafts: Mapping[str, Draft]) -> dict[str, Question]:
    found = questions_of(submission.round.questionnaire_id)
    unknown = sorted(set(drafts) - set(found))
    if unknown:
        raise ValidationError(_("Unknown question: %(codes)s.") % {"codes": ", ".join(unknown)})
    return {code: found[code] for code in drafts}


def _answers(assessment: Assessment, questions: Mapping[str, Question]) -> dict[str, Answer]:
    """The answers that are there already, by code, each with its head."""
    by_key = {question.pk: question for question in questions.values()}
    rows = Answer.objects.filter(assessment=assessment, question__in=by_key)
    found = rows.select_related("head", "head__by").order_by().defer(*NOT_ASKED)
    return {by_key[row.question_id].code: row for row in found}


def _item_code(question: Question) -> str:
    return question.parent.code if question.parent else question.code


def _differs(answer: Answer | None, draft: Draft) -> bool:
    head = _head(answer).values()
    return any(not merge.same(head[name], value) for name, value in draft.values.items())


def _confirms(answer: Answer | None, draft: Draft) -> bool:
    """Whether somebody says "this is right" of exactly the unconfirmed answer that stands."""
    head = _head(answer)
    return draft.confirmed and head.to_confirm and draft.base == head.number


def _head(answer: Answer | None) -> Given:
    return answer.head.given() if answer and answer.head else EMPTY


def _save(
    assessment: Assessment, question: Question, answer: Answer | None, draft: Draft, writer: _Writer
) -> Saved:
    head = _head(answer)
    if draft.base == head.number and not _differs(answer, draft):
        if answer is None or not _confirms(answer, draft):
            return Saved(question.code, head)
        _confirm(answer, draft, writer)
        return Saved(question.code, _head(answer), written=True)
    mine = _cleaned(draft.values)
    base = head if draft.base == head.number else _base(answer, draft.base)
    # An untouched field of the form equals its base: only what was changed counts as mine.
    merged = merge.merge(base.values(), head.values(), {**base.values(), **mine})
    said = digest([draft.base, mine])
    # What a post has written stands above its base: seen from the base nothing can be a replay.
    before = _replayed(answer, writer, said) if answer and draft.base != head.number else None
    if before and before.kept and merged.clashes:
        return Saved(question.code, head, _as_given(mine), merged.clashes)
    if before or not _differs(answer, draft):
        return Saved(question.code, head)
    if answer is None:
        answer = Answer.objects.create(assessment=assessment, question=question)
    kept = bool(merged.clashes) and _keep(answer, draft, {**base.values(), **mine}, said, writer)
    written = not _equal(merged.values, head.values())
    if written:
        source = _source(draft, answer, merged.values)
        _write(answer, _Said(merged.values, draft.base, said, source), writer)
    return Saved(
        question.code,
        _head(answer),
        _as_given(mine) if merged.clashes else None,
        merged.clashes,
        written=written or kept,
    )


def _keep(
    answer: Answer, draft: Draft, values: Mapping[str, Any], said: str, writer: _Writer
) -> bool:
    """Store the words that lost a clash beside the head; False where this person's very words from
    the same version are there already: the page saved them by itself, and then the button came."""
    rows = answer.versions.filter(kept=True, base=draft.base, by=writer.by)
    if any(_equal(row.given().values(), values) for row in rows):
        return False
    _write(answer, _Said(values, draft.base, said, _source(draft), kept=True), writer)
    return True


def _confirm(answer: Answer, draft: Draft, writer: _Writer) -> None:
    """The same words as a new version that is confirmed; where they came from stays known."""
    head = _head(answer)
    source = replace(_as_it_stands(answer), to_confirm=False)
    said = digest([draft.base, "confirmed"])
    _write(answer, _Said(head.values(), draft.base, said, source), writer)


def _source(
    draft: Draft, answer: Answer | None = None, values: Mapping[str, Any] | None = None
) -> _Source:
    """Where a new version comes from, ``values`` being what it will say.

    A change made with the unconfirmed answer in sight confirms it; one that only merged into it
    does not. What the short form or a filling said of an item stays theirs while it stands.
    """
    if draft.brought:
        copied = draft.brought.copied_from
        return _Source(
            draft.brought.origin, draft.brought.to_confirm, copied.pk if copied else None
        )
    if answer is None or answer.head is None or values is None:
        return _Source()
    standing, seen = _as_it_stands(answer), draft.base == answer.head.number
    if standing.to_confirm and not seen:
        return standing
    judged = bool(values.get("judgement")) and values["judgement"] == answer.head.judgement
    if judged and standing.origin in WHOLE:
        return replace(standing, to_confirm=False)
    return _Source()


def _as_it_stands(answer: Answer) -> _Source:
    head = answer.head
    return _Source(head.origin, head.to_confirm, head.copied_from_id) if head else _Source()


def _equal(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(merge.same(one[name], other[name]) for name in one)


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """Texts in NFC, so that a comparison never fails on the encoding of a letter."""
    return {name: normalise(value) if name in TEXTS else value for name, value in values.items()}


def _check(question: Question, values: Mapping[str, Any]) -> None:
    """Raise ValidationError for a field that no answer has, or a value that no form offers."""
    unknown = set(values) - set(merge.FIELDS)
    if unknown:
        raise ValidationError(
            _("Unknown field: %(names)s.") % {"names": ", ".join(sorted(unknown))}
        )
    for name, value in values.items():
        if not _offered(question, name, value):
            raise ValidationError(
                _("%(code)s: choose one of the answers shown.") % {"code": question.code}
            )


def _offered(question: Question, name: str, value: Any) -> bool:
    if name in TEXTS:
        return isinstance(value, str)
    if name in CODES:
        return value in CODES[name]
    return offered({option["code"] for option in question.content.get("options", ())}, value)


def offered(options: Set[str], value: Any) -> bool:
    """Whether a question with these options (none: a list of the register) takes the choices."""
    return isinstance(value, list | tuple) and all(
        isinstance(choice, str) and (not options or choice in options) for choice in value
    )


def _base(answer: Answer | None, number: int) -> Given:
    """The version the writer started from. Raises ValidationError for one that never was."""
    if number == 0:
        return EMPTY
    version = answer.versions.filter(number=number).first() if answer else None
    if version is None:
        raise ValidationError(
            _("This form is from another version of the report. Reload the page.")
        )
    return version.given()


def _as_given(values: Mapping[str, Any]) -> Given:
    return Given(**{**values, "choices": tuple(values.get("choices") or ())})


def _version_id(writer: _Writer, answer: Answer, said: str, *, kept: bool) -> uuid.UUID:
    """The same form with the same words gives the same id; with other words (the browser's back
    button brings an old form again) another one, so that nothing typed is taken for a replay."""
    return uuid.uuid5(writer.token, f"{answer.pk}:{'kept' if kept else 'head'}:{said}")


def _replayed(answer: Answer, writer: _Writer, said: str) -> AnswerVersion | None:
    """What this very post wrote before, the kept text first; None when it is new."""
    ids = [_version_id(writer, answer, said, kept=kept) for kept in (True, False)]
    return answer.versions.filter(pk__in=ids).order_by("-kept").first()


def _write(answer: Answer, what: _Said, writer: _Writer) -> None:
    version = AnswerVersion(
        id=_version_id(writer, answer, what.digest, kept=what.kept),
        answer=answer,
        number=answer.last_number + 1,
        base=what.base,
        kept=what.kept,
        channel=writer.channel,
        by=writer.by,
        seat=writer.seat,
        on_behalf=writer.seat.on_behalf,
        origin=what.source.origin,
        to_confirm=what.source.to_confirm,
        copied_from_id=what.source.copied_from_id,
        **{**what.values, "choices": list(what.values.get("choices") or ())},
    )
    version.save()
    answer.last_number = version.number
    if not what.kept:
        answer.head = version
    answer.save(update_fields=["last_number", "head"])


def _note(
    submission: Submission, assessment: Assessment, saved: Mapping[str, Saved], writer: _Writer
) -> None:
    """One audit event for the save: version numbers and digests, never the words."""
    written = {code: row for code, row in saved.items() if row.written}
    if not written:
        return
    submission_touch(submission, by=writer.by)
    record(
        "answers saved",
        stream=submission.stream,
        target=f"assessment:{assessment.pk}",
        by=writer.by,
        seat=writer.seat,
        changes={
            code: {
                "version": row.head.number,
                "digest": digest(row.head.values()),
                "kept": bool(row.clashes),
                **_provenance(row.head),
            }
            for code, row in written.items()
        },
    )


def _provenance(head: Given) -> dict[str, Any]:
    """What the event says of an answer that nobody typed at its own place."""
    if head.origin == Origin.TYPED:
        return {}
    return {"origin": head.origin, "to_confirm": head.to_confirm}
