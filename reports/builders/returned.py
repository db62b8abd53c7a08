"""The return letter on paper: what was typed, and its annex of points as the record froze them (28, 107)."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.enums import RoundKind
from assessments.models import Packet
from assessments.selectors.return_letter import Programme, Returned, lacking_note, returned
from nsss_gender.language.numbers import digits
from reports.builders import parts
from reports.builders.letter import DOTS
from reports.documents import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Kind,
    Listing,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Signature,
    Table,
)


def document(packet: Packet, lang: str) -> Document:
    """The letter in one language. Raises ValueError where the packet was never returned."""
    letter = returned(packet.submission, packet.number, lang, unsent=False)
    if letter is None or letter.record is None:
        raise ValueError(f"Packet {packet.pk} was never returned")
    with override(lang):
        return _document(letter, packet, lang)


def _document(letter: Returned, packet: Packet, lang: str) -> Document:
    written, submission = letter.written, packet.submission
    number = digits(str(packet.number), lang)
    return Document(
        kind="return_letter",
        title=written.subject or _("Letter"),
        lang=lang,
        letterhead=written.letterhead,
        facts=(
            (written.memo_label, Cell(written.memo_number or DOTS)),
            (written.date_label, Cell("\n".join(written.dates) or DOTS)),
        ),
        code=f"RETURN-{submission.ministry.code}-{packet.code}",
        mark=_("PRACTICE") if submission.round.kind == RoundKind.PRACTICE else "",
        cover=False,
        contents=False,
        layout="letter",
        blocks=(
            *_body(letter),
            PageBreak(),
            Heading(1, _("Annex: what is to be revised"), numbered=False),
            Paragraph(f"{_('Packet')} {number}, {packet.code}"),
            *parts.acted_said(packet),
            *_annex(letter.programmes),
            *_carried(letter),
        ),
    )


def _body(letter: Returned) -> Iterator[Block]:
    written = letter.written
    if lacking := lacking_note(letter):
        yield Note("draft", lacking)
    if letter.undone:
        yield Note("warning", _("This return was undone."))
    for line in written.body:
        yield Paragraph(line)
    yield Signature(written.signature or (DOTS,))
    yield Paragraph("\n".join(written.addressee))
    if written.copies:
        yield Paragraph(f"{written.copies_label}:")
        yield Listing(tuple(Paragraph(line) for line in written.copies), ordered=True)


def _carried(letter: Returned) -> Iterator[Block]:
    if letter.carried:
        yield Heading(1, _("Still open from an earlier packet"), numbered=False)
        yield from _annex(letter.carried)


def _annex(programmes: Sequence[Programme]) -> Iterator[Block]:
    if not programmes:
        yield Paragraph(_("There is no comment on this packet."))
    for programme in programmes:
        yield points_table(programme)


def points_table(programme: Programme) -> Table:
    """The points of one programme."""
    columns = (
        Column("code", _("Code"), Kind.CODE, 8),
        Column("question", _("Question"), width=22),
        Column("kind", _("Kind"), width=12),
        Column("said", _("What the Cabinet Division says"), width=48),
    )
    rows = tuple(
        Row(
            (
                Cell(point.code.partition(".")[0]),
                Cell(point.label),
                Cell(said.kind),
                Cell(said.whole),
            ),
            key=str(said.data["id"]),
        )
        for point in programme.points
        for said in point.said
    )
    return Table(f"{programme.name} ({programme.code})", "", columns, rows)
