"""The Word file: real headings, tables with repeated heads, lists, fields; the same words and figures as every face.

What is typed goes in as text and becomes no field, no link and no markup. The same document gives the same bytes.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx.document import Document as WordDocument

from reports.documents import Document
from reports.exports import docx_styles
from reports.exports.docx_blocks import Blocks
from reports.exports.docx_pages import Pages, mark_of
from reports.exports.docx_xml import LOCALES, Element, field, link, p, run
from reports.exports.shown import Shown, show

Progress = Callable[[int, int], None]

_STAMP = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the day zip files count from; the document's own is in its properties
_NO_DAY = date(2000, 1, 1)


def render(document: Document, progress: Progress | None = None) -> bytes:
    """The Word file of a document. `progress(done, rows)` may raise to stop it."""
    with override(document.lang):
        word = docx.Document()
        docx_styles.dress(word, document.lang, document.layout)
        _named(word, document)
        _filled(word, show(document), progress)
        return _same_bytes(word)


def _named(word: WordDocument, document: Document) -> None:
    """The properties of the file: title, language, code, and the document's own day as that of the file."""
    properties = word.core_properties
    properties.title = document.title[:255]
    properties.subject = document.subtitle[:255]
    properties.author = document.letterhead[-1][:255] if document.letterhead else ""
    properties.last_modified_by = ""
    properties.keywords = ""
    properties.comments = ""
    properties.identifier = document.code[:255]
    properties.language = LOCALES[document.lang]
    properties.revision = 1
    day = datetime.combine(document.dated or _NO_DAY, time(), UTC)
    properties.created = properties.modified = day


def _filled(word: WordDocument, shown: Shown, progress: Progress | None) -> None:
    body, pages = word.element.body, Pages(word, shown)
    for child in list(body):
        body.remove(child)
    blocks = Blocks(word, shown.document, pages, progress)
    every = [block for section in shown.sections for block in section.blocks]
    blocks.total = sum(len(one.rows or one.bars) for one in every)
    body.extend(_front(shown, blocks))
    blocks.broken, wide = shown.document.cover, False
    for section in shown.sections:
        if section.wide != wide:
            body[-1].get_or_add_pPr().append(pages.section(wide=wide))
            wide = section.wide
        blocks.wide = wide
        for block in section.blocks:
            body.extend(blocks.of(block))
    body.append(pages.section(wide=wide))


def _front(shown: Shown, blocks: Blocks) -> Iterator[Element]:
    """What stands before the first heading: letterhead, title, facts, and the contents."""
    document = shown.document
    for line in shown.letterhead:
        yield p("Letterhead", blocks.text(line))
    if document.mark:
        yield p("Mark", run(document.mark))
    if document.layout == "letter":
        yield from blocks.letter_facts(shown.facts)
        yield p("LetterTitle", run(f"{_('Subject')}: {document.title}"))
        return
    yield p("Title", run(document.title), before=2800 if document.cover else 0)
    if document.subtitle:
        yield p("Subtitle", run(document.subtitle))
    if shown.facts:
        yield from blocks.facts(shown.facts)
    if document.cover:
        yield from _seal(shown)
    if document.contents and shown.contents:
        yield from _contents(shown)


def _seal(shown: Shown) -> Iterator[Element]:
    name = shown.document.named or _("Code of this document")
    for label, value in ((name, shown.document.code), (_("Digest (SHA-256)"), shown.digest)):
        yield p("Entry", run(f"{label}  "), run(value, style="Code"))


def _contents(shown: Shown) -> Iterator[Element]:
    """A field with its entries ready, each a link: it is whole without asking Word to reckon anything."""
    document, last = shown.document, len(shown.contents)
    yield p("Contents", run(_("Contents")), break_before=document.cover)
    code = rf'TOC \o "1-{document.depth}" \n \h \z'
    begin = field(code)
    for place, entry in enumerate(shown.contents, 1):
        words = f"{entry.number} {entry.texts[0].text}".strip()
        linked = link(mark_of(entry.anchor), run(words, entry.texts[0].lang, of=document.lang))
        yield p(
            f"TOC{entry.level}",
            *(begin[:-1] if place == 1 else ()),
            linked,
            *(begin[-1:] if place == last else ()),
        )


def _same_bytes(word: WordDocument) -> bytes:
    """The file with the clock of this machine taken out of it."""
    written, steady = BytesIO(), BytesIO()
    word.save(written)
    with ZipFile(written) as source, ZipFile(steady, "w", ZIP_DEFLATED) as target:
        for name in sorted(
            source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)
        ):
            info = ZipInfo(name, _STAMP)
            info.compress_type = ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return steady.getvalue()
