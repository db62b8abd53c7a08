"""The rows of the queue, written here: fifty rows of a template cost several times the page."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from assessments.models import Submission
from assessments.selectors.division import Row
from assessments.selectors.queue import Asked
from assessments.selectors.workload import Load
from nsss_gender.language.templatetags.language import moment, num, textlang

register = template.Library()

LINE = (
    '<tr><th scope="row"><a href="{}">{}</a>{}</th><td data-label="%s">{}</td>'
    '<td data-label="%s">{}</td><td data-label="%s">{} {}</td><td data-label="%s">{}</td>'
    '<td data-label="%s"><a href="{}">{}<span class="visually-hidden">: {}</span></a></td>{}</tr>'
)
TICK = (
    '<td class="no-print" data-label="{}"><input type="checkbox" class="form-check-input" name="report" value="{}" '
    'aria-label="{}"></td>'
)
GROUP = '<tr class="group"><th scope="rowgroup" colspan="{}">{}</th></tr>'
LOAD = (
    '<tr><th scope="row"><a href="?{}">{}</a></th><td class="drawn" aria-hidden="true"><svg class="bar" '
    'viewBox="0 0 100 10" width="100%" height="16" preserveAspectRatio="none"><rect class="track" width="100" '
    'height="10"/><rect class="shade-middle" width="{}" height="10"/></svg></td>'
)
GIVEN_AWAY = frozenset({"submitted", "under_review"})


def plain(text: str) -> str:
    """Our own words inside a format: without braces, and safe in an attribute."""
    return escape(text).replace("{", "").replace("}", "")


@register.simple_tag
def queue_rows(rows: Iterable[Row], *, gives: bool) -> SafeString:
    """Two bodies: what waits on the reader, and the others. Each line: ministry, state, days waiting,
    received, whose it is, the next click; ``gives``: a box to tick."""
    heads = (
        gettext("State"),
        gettext("Waiting"),
        gettext("Submitted"),
        gettext("With"),
        pgettext("step", "Next"),
    )
    line = LINE % tuple(plain(head) for head in heads)
    # each part was escaped by format_html
    return SafeString("".join(_bodies(rows, line, gives=gives)))


def _bodies(rows: Iterable[Row], line: str, *, gives: bool) -> Iterator[str]:
    listed = list(rows)
    grouped = any(row.mine for row in listed)
    rounds = len({row.submission.round_id for row in listed}) > 1
    for mine, group in groupby(listed, lambda row: row.mine):
        yield "<tbody>"
        if grouped:
            title = gettext("Waits on you") if mine else gettext("All others")
            yield format_html(GROUP, 7 if gives else 6, title)
        yield from (_line(line, row, gives=gives, rounds=rounds) for row in group)
        yield "</tbody>"


def _line(line: str, row: Row, *, gives: bool, rounds: bool) -> SafeString:
    report = row.submission
    ministry = _said(str(report.ministry))
    return format_html(
        line,
        reverse("assessments:read", args=[report.pk]),
        ministry,
        _which(report, rounds=rounds),
        _state(row),
        _waiting(row),
        moment(report.submitted_at),
        _late(row.standing.working_days) if row.standing.late else "",
        _holder(row),
        row.url,
        row.action,
        ministry,
        _tick(row) if gives else "",
    )


def _which(report: Submission, *, rounds: bool) -> SafeString:
    """Which report of the ministry: a supplement; the round, where the list holds several."""
    named = format_html(" {}", _tag("info", report.named)) if report.number else ""
    told = format_html(' <span class="muted small">{}</span>', _said(str(report.round)))
    return format_html("{}{}", named, told if rounds else "")


def _tick(row: Row) -> SafeString:
    report = row.submission
    label = gettext("Give")
    if report.status not in GIVEN_AWAY:
        return format_html('<td class="no-print" data-label="{}">–</td>', label)
    return format_html(TICK, label, report.pk, f"{label}: {report.ministry}")


def _said(text: str) -> SafeString:
    """Somebody's words, marked with their language."""
    return format_html("<span {}>{}</span>", textlang(text), text)


def _tag(tone: str, word: str) -> SafeString:
    return format_html('<span class="tag tag-{}">{}</span>', tone, word)


def _state(row: Row) -> SafeString:
    """The state; of a report that came in again what it answers; how much of it is settled."""
    told = row.beside
    again = ""
    if row.waits and told.packets > 1:
        words = ngettext(
            "Answers to %(total)s remark", "Answers to %(total)s remarks", told.answered
        )
        again = format_html(" {}", _tag("info", words % {"total": num(told.answered)}))
    if not (told.programmes and row.waits):
        return format_html("{}{}", _tag(row.tone, row.word), again)
    settled = gettext("%(settled)s of %(all)s programmes settled") % {
        "settled": num(told.settled),
        "all": num(told.programmes),
    }
    return format_html(
        '{}{}<br><span class="muted small">{}</span>', _tag(row.tone, row.word), again, settled
    )


def _waiting(row: Row) -> str:
    return _days(row.days) if row.waits else "–"


def _days(days: int) -> str:
    if not days:
        return gettext("since today")
    said = ngettext("%(total)s working day", "%(total)s working days", days)
    return said % {"total": num(days)}


def _late(days: int) -> SafeString:
    text = ngettext("Late by %(total)s working day", "Late by %(total)s working days", days)
    return _tag("problem", text % {"total": num(days)})


def _holder(row: Row) -> SafeString | str:
    report = row.submission
    if row.holder and not report.reviewer_id:
        given = gettext("to claim")
        return format_html(
            '{} <span class="muted small">({})</span>', _said(str(row.holder)), given
        )
    if row.holder:
        return _said(str(row.holder))
    vacant = report.reviewer_id or report.assigned_to_id
    return gettext("vacant seat") if vacant else gettext("nobody yet")


@register.simple_tag
def workload_rows(loads: Sequence[Load], asked: Asked) -> SafeString:
    """One line for each reviewer: a bar of the reports under review, and the figures."""
    most = max((load.reports for load in loads), default=0) or 1
    heads = (
        pgettext("reports", "Under review"),
        gettext("To claim"),
        gettext("Programmes"),
        gettext("Points open"),
        pgettext("report", "Oldest"),
    )
    cells = "".join(f'<td class="num" data-label="{plain(head)}">{{}}</td>' for head in heads)
    return SafeString("".join(_load(load, asked, most, cells) for load in loads))  # escaped below


def _load(load: Load, asked: Asked, most: int, cells: str) -> SafeString:
    return format_html(
        LOAD + cells + "</tr>",
        asked.query(reviewer=str(load.seat.pk)),
        _said(load.name),
        load.reports * 100 // most,
        num(load.reports),
        num(load.to_claim),
        num(load.programmes),
        num(load.points),
        _days(load.days) if load.oldest else "–",
    )
