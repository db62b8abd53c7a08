"""The rows of the queue, written here: fifty rows of a template cost several times the page."""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from assessments.selectors.division import Row
from nsss_gender.language.templatetags.language import moment, num, textlang

register = template.Library()

LINE = (
    '<tr><th scope="row"><a href="{}">{}</a>{}</th><td data-label="%s">{}</td>'
    '<td data-label="%s">{}</td><td data-label="%s">{} {}</td><td data-label="%s">{}</td>'
    '<td data-label="%s"><a href="{}">{}<span class="visually-hidden">: {}</span></a></td></tr>'
)


@register.simple_tag
def queue_rows(rows: Iterable[Row]) -> SafeString:
    """One line for each report: ministry, state, days waiting, received, whose it is, the next click."""
    heads = (
        gettext("State"),
        gettext("Waiting"),
        gettext("Submitted"),
        gettext("With"),
        pgettext("step", "Next"),
    )
    line = LINE % tuple(escape(head).replace("{", "").replace("}", "") for head in heads)
    return SafeString("".join(_line(line, row) for row in rows))  # each was escaped by format_html


def _line(line: str, row: Row) -> SafeString:
    report = row.submission
    ministry = _said(str(report.ministry))
    return format_html(
        line,
        reverse("assessments:read", args=[report.pk]),
        ministry,
        format_html(" {}", _tag("info", report.named)) if report.number else "",
        _tag(row.tone, row.word),
        _waiting(row),
        moment(report.submitted_at),
        _late(row.standing.working_days) if row.standing.late else "",
        _holder(row),
        row.url,
        row.action,
        ministry,
    )


def _said(text: str) -> SafeString:
    """Somebody's words, marked with their language."""
    return format_html("<span {}>{}</span>", textlang(text), text)


def _tag(tone: str, word: str) -> SafeString:
    return format_html('<span class="tag tag-{}">{}</span>', tone, word)


def _waiting(row: Row) -> str:
    if not row.waits:
        return "–"
    return ngettext("%(total)s day", "%(total)s days", row.days) % {"total": num(row.days)}


def _late(days: int) -> SafeString:
    text = ngettext("Late by %(total)s working day", "Late by %(total)s working days", days)
    return _tag("problem", text % {"total": num(days)})


def _holder(row: Row) -> SafeString | str:
    if row.holder:
        return _said(str(row.holder))
    return gettext("vacant seat") if row.submission.reviewer_id else gettext("nobody yet")
