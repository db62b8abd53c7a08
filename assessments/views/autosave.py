"""Saving by itself: one answer at a time, through the service of the Save button (14, 15, 18, 84)."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Protocol

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments import merge
from assessments.enums import Channel
from assessments.forms.autosave import AutosaveForm, part_bases
from assessments.models import Assessment
from assessments.models.answer import draft_sheet
from assessments.models.questionnaire import schema_of
from assessments.schema import Part, Question
from assessments.selectors import history
from assessments.selectors.places import prefix
from assessments.selectors.shown import FieldShown, Options, fields_shown, options
from assessments.services.answers import Draft, Saved, answers_save
from assessments.services.bringing import Cell, short_cell_save
from assessments.services.explanations import Explained
from assessments.sheet import EMPTY, Given
from assessments.views.doors import person, written_or_404
from nsss_gender.accounts.models import User
from nsss_gender.language.dates import clock


@require_POST
@login_required
def autosave(request: HttpRequest, pk: uuid.UUID, code: str) -> JsonResponse:
    """Save the changed fields of one answer and say what became of them, for the page's script."""
    assessment = written_or_404(request, pk)
    question, asked = _asked_or_404(assessment, code)
    form = AutosaveForm(request.POST, asked=asked, options=_options(assessment, asked))

    def save() -> dict[str, Any]:
        rows = _save(assessment, code, form, part_bases(request.POST, question), person(request))
        return _told_all(request, assessment, (question, asked), form, rows)

    return answered(request, form, save)


class Sent(Protocol):
    """A form of the page's script."""

    def is_valid(self) -> bool: ...
    def complaint(self) -> str: ...
    @property
    def typist(self) -> Any: ...


def answered(request: HttpRequest, form: Sent, save: Callable[[], dict[str, Any]]) -> JsonResponse:
    """What ``save`` says of a form that is right and this person's own; else why nothing is saved."""
    if not form.is_valid():
        return _refused(form.complaint(), HTTPStatus.UNPROCESSABLE_ENTITY)
    if form.typist != request.user.pk:
        return _refused(_("Somebody else is signed in here now."), HTTPStatus.UNAUTHORIZED)
    try:
        return JsonResponse(save())
    except ValidationError as error:
        return _refused(" ".join(error.messages), HTTPStatus.UNPROCESSABLE_ENTITY)
    except PermissionDenied as refusal:
        return _refused(str(refusal), HTTPStatus.FORBIDDEN)


def _refused(reason: str, status: HTTPStatus) -> JsonResponse:
    return JsonResponse({"said": reason}, status=status)


def _told_all(
    request: HttpRequest,
    assessment: Assessment,
    place: tuple[Question, Question | Part],
    form: AutosaveForm,
    rows: dict[str, Saved],
) -> dict[str, Any]:
    """What the script is told of one save."""
    question, asked = place
    saved = rows.pop(asked.code)
    told = _told(saved, _changed(assessment, saved, form), person(request))
    told["parts"] = {part: row.head.number for part, row in rows.items()}
    if saved.clashes:
        told["clash"] = _clash(asked, saved, _options(assessment, asked), short=form.short)
    if question.parts and (saved.written or rows):
        told |= _around(assessment, question)
    return told


def _asked_or_404(assessment: Assessment, code: str) -> tuple[Question, Question | Part]:
    """The question and what is answered: itself, or one of its named parts. Raises Http404."""
    for question in schema_of(assessment.submission.round.questionnaire_id).questions:
        answers: tuple[Question | Part, ...] = (question, *question.parts)
        for asked in answers:
            if asked.code == code:
                return question, asked
    raise Http404


def _options(assessment: Assessment, asked: Question | Part) -> Options:
    if isinstance(asked, Part):
        return ()
    partners = asked.kind == "partners"  # nobody else's list asks who answers
    return options(asked, leave_out=assessment.submission.ministry.code if partners else "")


def _save(
    assessment: Assessment, code: str, form: AutosaveForm, parts: Mapping[str, int], by: User
) -> dict[str, Saved]:
    """The answer, and with a confirmed question its parts, by code."""
    values = form.values()
    if form.short:
        cell = Cell(assessment.pk, code, form.base, judgement=values["judgement"])
        one = short_cell_save(submission=assessment.submission, cell=cell, token=form.token, by=by)
        return {code: one}
    drafts = {code: Draft(form.base, values, confirmed=form.confirmed)}
    if form.confirmed:
        drafts |= {part: Draft(base, {}, confirmed=True) for part, base in parts.items()}
    return answers_save(
        assessment=assessment, drafts=drafts, token=form.token, by=by, channel=Channel.AUTOSAVE
    )


def _changed(assessment: Assessment, saved: Saved, form: AutosaveForm) -> dict[str, Any]:
    """What a colleague changed since the page's version and apart from a clash, by control."""
    head = saved.head.values()
    alone = saved.head.number in {form.base, form.base + saved.written}
    if alone and not saved.clashes:
        return {}
    base = history.version_given(assessment, saved.code, form.base)
    seen = {**base.values(), **form.values()}
    names = [n for n in form.fields if n not in saved.clashes and not merge.same(head[n], seen[n])]
    return {_control(saved.code, name): head[name] for name in names}


def _control(code: str, field: str) -> str:
    return f"{prefix(code)}-{field}"


def _told(saved: Saved, changed: dict[str, Any], user: User) -> dict[str, Any]:
    """The number that stands now, and what is said beside the answer."""
    head = saved.head
    return {
        "number": head.number,
        "said": _sentence(saved, changed, user),
        "changed": changed,
        "clashes": {_control(saved.code, name): head.values()[name] for name in saved.clashes},
        "unconfirmed": head.to_confirm,
    }


def _sentence(saved: Saved, changed: dict[str, Any], user: User) -> str:
    head = saved.head
    words = {"name": head.by, "time": _time(head)}
    if saved.clashes:
        return _("%(name)s changed the same thing at %(time)s. Both texts are kept.") % words
    if head.by != str(user) and changed:
        return _("%(name)s changed this at %(time)s") % words
    if head.by != str(user):
        return _("Saved at %(time)s by %(name)s") % words
    if changed:
        return _("Saved at %(time)s by you, together with what a colleague changed") % words
    return _("Saved at %(time)s by you") % words


def _time(head: Given) -> str:
    return clock(dt.datetime.fromisoformat(head.at), get_language() or "en") if head.at else ""


def _clash(asked: Question | Part, saved: Saved, choices: Options, *, short: bool) -> str:
    """Both texts and the choice between them, as a piece of the page; a cell of the short form holds the
    answer and nothing else."""
    head, mine = saved.head, saved.mine or EMPTY
    both = [list(fields_shown(asked, said, choices, saved.clashes)) for said in (head, mine)]
    if short:
        both = [[replace(field, label=_("Answer")) for field in fields] for fields in both]
    theirs, own = both
    context = {"by": head.by, "time": _time(head), "theirs": theirs, "mine": own}
    return render_to_string("assessments/_clash_choice.html", context)


def _around(assessment: Assessment, question: Question) -> dict[str, Any]:
    """What the named parts give together now, and what is still to be said about it."""
    sheet = draft_sheet(assessment)
    view = {
        "derived": sheet.derived(question),
        "overridden": sheet.overridden(question),
        "disputed": sheet.disputed(question),
        "undivided": sheet.undivided(question),
    }
    return {
        "derived": render_to_string("assessments/_derived.html", {"question": view}),
        "disputed": sheet.disputed(question),
        "unconfirmed": bool(sheet.unconfirmed(question)),
    }


def explanation_told(said: Explained, typed: str, user: User) -> dict[str, Any]:
    """What became of an explanation, in the same words."""
    row = said.explanation
    if row is None:
        return {"number": 0, "said": _("Nothing is written here."), "changed": {}, "clashes": {}}
    words = {"name": str(row.by), "time": clock(row.at, get_language() or "en")}
    told = {"number": row.number, "said": _("Saved at %(time)s by you") % words}
    if row.by != user:
        told["said"] = _("Saved at %(time)s by %(name)s") % words
    if not said.clashed:
        return {**told, "changed": {}, "clashes": {}}
    label = _("Why both are right")
    context = {
        "by": words["name"],
        "time": words["time"],
        "theirs": [FieldShown("text", label, row.text, typed=True)] if row.text else [],
        "mine": [FieldShown("text", label, typed, typed=True)] if typed else [],
    }
    return {
        **told,
        "said": _("%(name)s changed the same thing at %(time)s. Both texts are kept.") % words,
        "changed": {},
        "clashes": {f"{row.rule}-text": row.text},
        "clash": render_to_string("assessments/_clash_choice.html", context),
    }
