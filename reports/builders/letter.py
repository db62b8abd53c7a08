"""The call letter of a round to one ministry, on paper (107)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.enums import RoundKind
from assessments.models import Round
from assessments.selectors.letters import Letter, call_letter
from nsss_gender.accounts.models import Ministry
from reports.documents import Block, Cell, Document, Listing, Note, Paragraph, Signature

DOTS = "\u2026" * 5  # where nothing was typed yet: memo numbers are never made up


def document(round_: Round, ministry: Ministry, lang: str) -> Document:
    """The letter in one language. Raises ValueError where nothing was typed yet."""
    letter = call_letter(round_, ministry, lang)
    if letter is None:
        raise ValueError(f"No call letter of {round_.pk}")
    with override(lang):
        return Document(
            kind="call_letter",
            title=letter.subject or _("Call letter"),
            lang=lang,
            letterhead=letter.letterhead,
            facts=(
                (letter.memo_label, Cell(letter.memo_number or DOTS)),
                (letter.date_label, Cell("\n".join(letter.dates) or DOTS)),
            ),
            code=f"CALL-{ministry.code}",
            mark=_("PRACTICE") if round_.kind == RoundKind.PRACTICE else "",
            cover=False,
            contents=False,
            blocks=tuple(_blocks(letter)),
        )


def _blocks(letter: Letter) -> Iterator[Block]:
    if letter.lacking:
        missing = ", ".join(letter.lacking)
        yield Note("draft", _("Still to be typed in: %(missing)s.") % {"missing": missing})
    for line in letter.body:
        yield Paragraph(line)
    yield Signature(letter.signature or (DOTS,))
    yield Paragraph("\n".join(letter.addressee))
    if letter.copies:
        yield Paragraph(f"{letter.copies_label}:")
        yield Listing(tuple(Paragraph(line) for line in letter.copies), ordered=True)
