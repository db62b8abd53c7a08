"""What stands above and below an answer that is read: where it stands, who wrote it, the buttons. Written
here for the same reason as the answer itself."""

from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from assessments.models import Assessment, Packet
from assessments.selectors.places import short_code
from assessments.selectors.question_view import QuestionView
from nsss_gender.accounts.permissions import Verdict
from nsss_gender.language.templatetags.language import moment, num, textlang

register = template.Library()

BUTTON = (
    '<button type="submit" form="acts" formaction="{}?{}" name="code" value="{}" class="btn btn-sm {}">'
    '{}<span class="visually-hidden">: {}</span></button> '
)
LINK = (
    '<a class="btn btn-sm {}" href="?{}&amp;comment={}#comment-form">{}'
    '<span class="visually-hidden">: {}</span></a>'
)
MAIN, BESIDE = "btn-outline-primary", "btn-outline-secondary"


@register.simple_tag
def reading_tags(view: QuestionView, *, shows_comments: bool, folds: bool = False) -> SafeString:
    """Where the question stands, and whether the answer changed; nothing for a plain reader."""
    tags = []
    if shows_comments:
        tags.append(_tag(view.tone, str(view.state.label)))
    if view.changed:
        tags.append(_tag("attention", gettext("Changed")))
    elif folds and not view.to_read:
        tags.append(_tag("neutral", gettext("Unchanged")))
    return format_html("<p>{}</p>", SafeString(" ".join(tags))) if tags else SafeString("")


def _tag(tone: str, word: str) -> SafeString:
    return format_html('<span class="tag tag-{}">{}</span>', tone, word)


@register.simple_tag
def answer_by(view: QuestionView, assessment: Assessment, before: Packet | None) -> SafeString:
    """Which version it is, who wrote it, for whom; and the way to the earlier packet beside it."""
    said = []
    if view.given.number:
        version = gettext("Version %(number)s") % {"number": num(view.given.number)}
        by = view.given.by
        said.append(format_html("{}, <span {}>{}</span>", version, textlang(by), by))
    if view.given.number and view.given.on_behalf:
        said.append(format_html("<strong>{}</strong>", gettext("entered for the ministry")))
    if view.changed and before:
        said.append(_beside(view, assessment, before))
    if not said:
        return SafeString("")
    return format_html('<p class="muted small">{}</p>', SafeString(" · ".join(said)))


def _beside(view: QuestionView, assessment: Assessment, before: Packet) -> SafeString:
    words = gettext("Side by side with packet %(before)s") % {"before": num(before.number)}
    return format_html(
        '<a class="no-print" href="{}?old={}#{}">{}<span class="visually-hidden">: {}</span></a>',
        reverse("assessments:read_compare", args=[assessment.pk]),
        before.pk,
        view.anchor,
        words,
        short_code(view.code),
    )


@register.simple_tag
def reading_mark(view: QuestionView) -> SafeString:
    """Who looked at it, and when."""
    if view.mark is None:
        return SafeString("")
    by = view.mark.by
    return format_html(
        '<p class="muted small">{} <span {}>{}</span>, {}</p>',
        gettext("Looked at by"),
        textlang(by),
        by,
        moment(view.mark.at),
    )


@register.simple_tag
def reading_buttons(
    view: QuestionView,
    assessment: Assessment,
    *,
    query: str,
    at: str | UUID,
    commenting: Verdict,
    drafting: Verdict | None,
) -> SafeString:
    """The buttons of the reviewer, or of technical support; nothing for who only reads. ``at`` is the
    value of ``?comment=`` that opens the form here."""
    if commenting.allowed:
        comment = (
            gettext("Comment, or propose another answer")
            if view.judged
            else pgettext("do", "Comment")
        )
        link = _link(view, query, at, comment, BESIDE)
        return format_html('<div class="actions">{}{}</div>', _mark(view, assessment, query), link)
    if drafting and drafting.allowed:
        link = _link(view, query, at, gettext("Draft a comment"), MAIN)
        return format_html('<div class="actions">{}</div>', link)
    return SafeString("")


def _mark(view: QuestionView, assessment: Assessment, query: str) -> SafeString:
    """The button that marks the answer, or takes the mark back; nothing while a point is open."""
    if view.mark:
        name, style, words = "examined_undo", BESIDE, gettext("Take my mark back")
    elif view.markable:
        name, style, words = "examined_mark", MAIN, gettext("I looked at it: agreed")
    else:
        return SafeString("")
    url = reverse(f"assessments:{name}", args=[assessment.pk])
    return format_html(BUTTON, url, query, view.code, style, words, short_code(view.code))


def _link(view: QuestionView, query: str, at: str | UUID, words: str, style: str) -> SafeString:
    return format_html(LINK, style, query, at, words, short_code(view.code))
