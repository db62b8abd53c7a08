"""The rows of the queue, written here: fifty rows of a template cost several times the page."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from assessments.models import Submission
from assessments.selectors.division import NO_ID, Row
from assessments.selectors.queue import Asked
from assessments.selectors.workload import Load
from nsss_gender.language.templatetags.language import moment, num, textlang

register = template.Library()

LINE = (
    '<tr><th scope="row"><a href="{read}">{ministry}</a>{which}</th><td data-label="%s">{state}</td>'
    '<td data-label="%s">{waiting}</td><td data-label="%s">{submitted} {late}</td><td data-label="%s">{holder}</td>'
    '<td data-label="%s"><a href="{url}">{action}<span class="visually-hidden">: {ministry}</span></a></td>{tick}</tr>'
)
TICK = (
    '<td class="no-print" data-label="{label}"><input type="checkbox" class="form-check-input" name="report" '
    'value="{pk}" aria-label="{label}: {name}"></td>'
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
    return SafeString(
        "".join(_Lines(list(rows), gives=gives).bodies())
    )  # every part is escaped there


class _Lines:
    """The lines of one list. Words and tags are found once: fifty lines ask for them again and again.

    Every part put into a line is escaped by ``escape`` or ``format_html``.
    """

    def __init__(self, rows: list[Row], *, gives: bool) -> None:
        self.rows, self.gives = rows, gives
        self.rounds = len({row.submission.round_id for row in rows}) > 1
        heads = (
            gettext("State"),
            gettext("Waiting"),
            gettext("Submitted"),
            gettext("With"),
            pgettext("step", "Next"),
        )
        self.line = LINE % tuple(plain(head) for head in heads)
        self.give = plain(gettext("Give"))
        self.tags: dict[tuple[str, str], str] = {}
        self.said: dict[str, str] = {}
        self.read = reverse("assessments:read", args=[NO_ID])

    def bodies(self) -> Iterator[str]:
        """What waits on the reader, then the others; without a heading where nothing waits on the reader."""
        grouped = any(row.mine for row in self.rows)
        for mine, group in groupby(self.rows, lambda row: row.mine):
            yield "<tbody>"
            if grouped:
                title = gettext("Waits on you") if mine else gettext("All others")
                yield format_html(GROUP, 7 if self.gives else 6, title)
            yield from map(self.one, group)
            yield "</tbody>"

    def one(self, row: Row) -> str:
        """One report."""
        report, standing = row.submission, row.standing
        return self.line.format(
            read=self.read.replace(NO_ID, str(report.pk)),
            ministry=self.words(str(report.ministry)),
            which=self.which(report),
            state=self.state(row),
            waiting=escape(_days(row.days)) if row.waits else "–",
            submitted=escape(moment(report.submitted_at)),
            late=self.tag("problem", _late(standing.working_days)) if standing.late else "",
            holder=self.holder(row),
            url=escape(row.url),
            action=escape(row.action),
            tick=self.tick(report) if self.gives else "",
        )

    def words(self, text: str) -> str:
        """Somebody's words, marked with their language."""
        if text not in self.said:
            self.said[text] = format_html("<span {}>{}</span>", textlang(text), text)
        return self.said[text]

    def tag(self, tone: str, word: str) -> str:
        """A tag of a state."""
        key = (tone, word)
        if key not in self.tags:
            self.tags[key] = format_html('<span class="tag tag-{}">{}</span>', tone, word)
        return self.tags[key]

    def which(self, report: Submission) -> str:
        """Which report of the ministry: a supplement; the round, where the list holds several."""
        named = f" {self.tag('info', report.named)}" if report.number else ""
        if not self.rounds:
            return named
        return f'{named} <span class="muted small">{self.words(str(report.round))}</span>'

    def tick(self, report: Submission) -> str:
        """The box that gives the report to a colleague, where that can be done."""
        if report.status not in GIVEN_AWAY:
            return f'<td class="no-print" data-label="{self.give}">–</td>'
        return TICK.format(label=self.give, pk=report.pk, name=escape(str(report.ministry)))

    def state(self, row: Row) -> str:
        """The state; of a report that came in again what it answers; how much of it is settled."""
        told, shown = row.beside, self.tag(row.tone, row.word)
        if row.waits and told.packets > 1:
            shown += f" {self.tag('info', _again(told.answered))}"
        if told.programmes and row.waits:
            settled = gettext("%(settled)s of %(all)s programmes settled") % {
                "settled": num(told.settled),
                "all": num(told.programmes),
            }
            shown += f'<br><span class="muted small">{escape(settled)}</span>'
        return shown

    def holder(self, row: Row) -> str:
        """Who reads it, or whose turn it is to claim it."""
        report = row.submission
        if row.holder and report.reviewer_id:
            return self.words(str(row.holder))
        if row.holder:
            given = escape(gettext("to claim"))
            return f'{self.words(str(row.holder))} <span class="muted small">({given})</span>'
        vacant = report.reviewer_id or report.assigned_to_id
        return escape(gettext("vacant seat") if vacant else gettext("nobody yet"))


def _again(answered: int) -> str:
    words = ngettext("Answers to %(total)s remark", "Answers to %(total)s remarks", answered)
    return words % {"total": num(answered)}


def _days(days: int) -> str:
    if not days:
        return gettext("since today")
    said = ngettext("%(total)s working day", "%(total)s working days", days)
    return said % {"total": num(days)}


def _late(days: int) -> str:
    text = ngettext("Late by %(total)s working day", "Late by %(total)s working days", days)
    return text % {"total": num(days)}


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
        format_html("<span {}>{}</span>", textlang(load.name), load.name),
        load.reports * 100 // most,
        num(load.reports),
        num(load.to_claim),
        num(load.programmes),
        num(load.points),
        _days(load.days) if load.oldest else "–",
    )
