"""The page: a document as a fragment of HTML, for templates that extend the base page."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from reports.documents import Block, Document
from reports.exports.shown import show


def render(document: Document) -> SafeString:
    """The document as an `<article>` whose title is an h2; everything typed is escaped."""
    with override(document.lang):
        return render_to_string("reports/document.html", {"shown": show(document)})


def fragment(blocks: tuple[Block, ...], lang: str) -> SafeString:
    """Some blocks alone, without title, code and digest; everything typed is escaped."""
    with override(lang):
        shown = show(Document("fragment", "", lang, blocks, ""))
        return render_to_string("reports/blocks.html", {"shown": shown})
