"""An answer as it is read, and the words in it that changed, written here: nineteen questions of a
template cost several times the page."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from assessments.selectors.question_view import PartView, QuestionView
from assessments.selectors.shown import FieldShown
from assessments.wording import ADDED, REMOVED, Run
from nsss_gender.language.templatetags.language import active, textlang

register = template.Library()

HIDDEN = '<span class="visually-hidden" lang="{}">{}</span>'


@register.simple_tag
def marked(runs: Iterable[Run]) -> SafeString:
    """A text with what was struck and what was written; screen readers hear it in words (27)."""
    rows = tuple(runs)
    text = format_html_join("", "{}", ((_run(run),) for run in rows))
    return format_html("<span {}>{}</span>", textlang("".join(run.text for run in rows)), text)


def _run(run: Run) -> SafeString | str:
    if run.kind == REMOVED:
        return format_html("<del>{}{}{}</del>", _heard(gettext("[removed:")), run.text, _heard("]"))
    if run.kind == ADDED:
        return format_html("<ins>{}{}{}</ins>", _heard(gettext("[added:")), run.text, _heard("]"))
    return run.text


def _heard(text: str) -> SafeString:
    return format_html(HIDDEN, active(), f"{text} " if text != "]" else "] ")


@register.simple_tag
def answer_read(view: QuestionView) -> SafeString:
    """What was answered: the judgement, the named parts, the other fields, with what changed."""
    return format_html("{}{}{}", _word(view), _parts(view.parts), _fields(view))


@register.simple_tag
def answer_side(view: QuestionView, side: str) -> SafeString:
    """One side of a comparison: "old" with the words that were struck, "new" with those written."""
    drop = ADDED if side == "old" else REMOVED
    shown = replace(
        view,
        fields=[row for row in map(_one_side(drop), view.fields) if row.value or row.runs],
        parts=[_part_side(part, drop) for part in view.parts],
        word_runs=_kept(view.word_runs, drop),
        judgement="" if view.word_runs else view.judgement,
        rests=False,
    )
    return answer_read(shown)


def _one_side(drop: str) -> Callable[[FieldShown], FieldShown]:
    def shown(row: FieldShown) -> FieldShown:
        return replace(row, value="", runs=_kept(row.runs, drop)) if row.runs else row

    return shown


def _part_side(part: PartView, drop: str) -> PartView:
    """The part as one side says it."""
    return replace(
        part,
        word="" if part.word_runs else part.word,
        word_runs=_kept(part.word_runs, drop),
        note="" if part.note_runs else part.note,
        note_runs=_kept(part.note_runs, drop),
    )


def _kept(runs: Iterable[Run], drop: str) -> tuple[Run, ...]:
    return tuple(run for run in runs if run.kind != drop)


def _said(text: str, runs: Iterable[Run] = ()) -> SafeString:
    """Somebody's words, marked with their language, and with what changed in them."""
    return marked(runs) if runs else format_html("<span {}>{}</span>", textlang(text), text)


def _word(view: QuestionView) -> SafeString:
    if not (view.word or view.word_runs):
        return SafeString("")
    said = marked(view.word_runs) if view.word_runs else view.word
    rests = gettext("The level rests on this answer.") if view.rests else ""
    return format_html(
        '<p><strong>{}</strong> <span class="muted small">{}</span></p>', said, rests
    )


def _parts(parts: Iterable[PartView]) -> SafeString:
    rows = format_html_join(
        "",
        '<li><span class="code">{}</span> {} <strong>{}</strong>{}</li>',
        ((part.code, part.text, _part_word(part), _note(part)) for part in parts),
    )
    return format_html("<ul>{}</ul>", rows) if rows else SafeString("")


def _part_word(part: PartView) -> SafeString | str:
    return marked(part.word_runs) if part.word_runs else part.word or gettext("not answered")


def _note(part: PartView) -> SafeString | str:
    if not (part.note or part.note_runs):
        return ""
    return format_html(" ({})", _said(part.note, part.note_runs))


def _fields(view: QuestionView) -> SafeString:
    rows = format_html_join("", "{}", ((row,) for row in _rows(view.fields)))
    if rows:
        return format_html('<dl class="summary-list">{}</dl>', rows)
    if view.parts or view.word:
        return SafeString("")
    return format_html('<p class="muted">{}</p>', gettext("Nothing was written."))


def _rows(fields: Iterable[FieldShown]) -> Iterator[SafeString]:
    for field in fields:
        value = _said(field.value, field.runs) if field.typed or field.runs else field.value
        yield format_html(
            '<div class="summary-row"><dt>{}</dt><dd>{}</dd></div>', field.label, value
        )
