"""How pages write what the register holds: other people's words, unknown figures, doubtful facts."""

from collections.abc import Iterable

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from nsss_gender.accounts.enums import Grade
from nsss_gender.language.templatetags.language import digits, num, textlang

register = template.Library()

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


def _tag(tone: str, word: str) -> SafeString:
    component = render_to_string("components/_status_tag.html", {"tone": tone, "word": word})
    return SafeString(component.strip())
