"""How pages write what the register holds: other people's words, unknown figures, doubtful facts."""

import datetime as dt
import uuid
from collections.abc import Iterable
from decimal import Decimal
from functools import cache, lru_cache

from django import template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from nsss_gender.accounts.enums import Grade
from nsss_gender.language.templatetags.language import digits, num, textlang
from programmes.enums import ProgrammeState
from programmes.models import Coverage, Programme
from programmes.selectors import Listed

register = template.Library()

NOBODY = uuid.UUID(int=0)
LISTING_HEADS = (
    gettext_noop("Code"),
    gettext_noop("Lead ministry"),
    gettext_noop("Cluster"),
    gettext_noop("Life-cycle stages"),
)
ROW = '<tr><th scope="row"><a href="{}">{}</a>{}</th>'
STATES = {ProgrammeState.ENDED: "neutral", ProgrammeState.PROPOSED: "attention"}
TONES = {Grade.OFFICIAL: "ok", Grade.PARTNER: "info", Grade.BACKGROUND: "attention"}


@register.simple_tag
def said(text: object) -> SafeString | str:
    """A text of the register as it stands: marked when it is in the other language, else its digits ours."""
    if text is None or text == "":
        return "–"
    mark = textlang(text)
    return format_html("<span {}>{}</span>", mark, text) if mark else digits(text)


@register.simple_tag
def said_list(texts: Iterable[object], otherwise: str = "") -> SafeString | str:
    """Several texts in one line, each marked with its language; ``otherwise`` when there are none."""
    return format_html_join("; ", "{}", ((said(text),) for text in texts)) or otherwise


@register.simple_tag
def listing(rows: Iterable[Listed]) -> SafeString:
    """The rows of the list of programmes; written here, because fifty rows of a template cost three times the page."""
    heads = (escape(gettext(head)).replace("{", "").replace("}", "") for head in LISTING_HEADS)
    row = ROW + "".join(f'<td data-label="{head}">{{}}</td>' for head in heads) + "</tr>"
    row = row.replace(">{}</td>", '><span class="code" lang="en">{}</span></td>', 1)
    today, address = timezone.localdate(), reverse("programmes:detail", args=[NOBODY])
    start, end = address.split(str(NOBODY))
    spoken = cache(said)  # the same few ministries, clusters and stages stand in every row
    joined = cache(said_list)
    lines = []
    for found in rows:
        programme = found.programme
        name, marks = said(programme), _marks(programme, today)
        lead, cluster = spoken(found.lead), spoken(found.cluster)
        stages = joined(tuple(found.stages))
        address = f"{start}{programme.pk}{end}"
        code = programme.code
        lines.append(format_html(row, address, name, marks, code, lead, cluster, stages))
    return SafeString("".join(lines))


@register.simple_tag
def listed_field(field: BoundField) -> SafeString:
    """A list of the filter as ``_field.html`` shows it, without its template; one with a mistake by that template."""
    if field.errors:
        return SafeString(render_to_string("components/_field.html", {"field": field}))
    return format_html(
        '<div class="field"><label class="form-label" for="{}">{}</label>{}</div>',
        field.id_for_label,
        field.label,
        field.as_widget(attrs={"class": "form-select"}),
    )


def _marks(programme: Programme, today: dt.date) -> SafeString | str:
    """What a reader of the list has to know: ended, proposed, unsure."""
    marks = [state_tag(state)] if (state := programme.state_on(today)) in STATES else []
    if programme.to_be_confirmed and state != ProgrammeState.PROPOSED:
        marks.append(unsure())
    return format_html_join("", " {}", ((mark,) for mark in marks)) if marks else ""


def state_tag(state: ProgrammeState) -> SafeString:
    """The tag of a state other than running."""
    return _tag(STATES[state], str(state.label))


@register.simple_tag
def state_mark(programme: Programme) -> SafeString | str:
    """The tag of a programme that is proposed or has ended; nothing for one that runs."""
    state = programme.state_on(timezone.localdate())
    return _tag(STATES[state], str(state.label)) if state in STATES else ""


@register.filter
def place(name: object, url: str) -> dict[str, object]:
    """A page to lead back to, as ``_crumbs.html`` takes it."""
    return {"name": name, "url": url}


@register.simple_tag
def sex_bar(rows: Iterable[Coverage]) -> SafeString | str:
    """A bar of women, men and hijra in the newest row that gives women and men; the table below holds the figures."""
    row = next((row for row in rows if row.women is not None and row.men is not None), None)
    known = [row.women or 0, row.men or 0, row.hijra or 0] if row else []
    if row is None or not sum(known):
        return ""
    names = (gettext("Women"), gettext("Men"), gettext("Hijra"))
    shares = [Decimal(100 * part) / sum(known) for part in known]
    said_shares = "; ".join(
        f"{name} {num(share.quantize(Decimal(1)))} %"
        for name, share in zip(names, shares, strict=True)
        if share
    )
    caption = f"{digits(row.period)}: {said_shares}" if row.period else said_shares
    starts = [sum(shares[:place], Decimal(0)) for place in range(len(shares))]
    bars = format_html_join(
        "",
        '<rect class="bar-{}" x="{}" y="0" width="{}" height="10"></rect>',
        (
            (number, f"{start:.2f}", f"{share:.2f}")
            for number, (start, share) in enumerate(zip(starts, shares, strict=True), 1)
        ),
    )
    return format_html(
        '<figure class="share-bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img"'
        ' aria-label="{}">{}</svg><figcaption>{}</figcaption></figure>',
        caption,
        bars,
        caption,
    )


@register.simple_tag
def figure(value: int | None) -> SafeString | str:
    """A number; one that is not known is a dash with a word for those who listen."""
    if value is not None:
        return num(value)
    return format_html(
        '<span aria-hidden="true">–</span><span class="visually-hidden">{}</span>',
        gettext("not known"),
    )


@register.simple_tag
def graded(grade: str) -> SafeString:
    """The tag that says how sure a fact is."""
    known = Grade(grade)
    return _tag(TONES[known], str(known.label))


@register.simple_tag
def unsure() -> SafeString:
    """The tag of a fact that nobody has confirmed."""
    return _tag(TONES[Grade.BACKGROUND], str(Grade.BACKGROUND.label))


@lru_cache(maxsize=64)
def _tag(tone: str, word: str) -> SafeString:
    """The status tag, made once for each of the few words that pages repeat."""
    component = render_to_string("components/_status_tag.html", {"tone": tone, "word": word})
    return SafeString(component.strip())
