"""The letters of a round to one ministry, on paper (107)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.enums import RoundKind
from assessments.models import Round
from assessments.selectors import reminders
from assessments.selectors.letters import Written, call_letter
from nsss_gender.accounts.models import Ministry
from reports.documents import Block, Cell, Document, Listing, Note, Paragraph, Signature

DOTS = "\u2026" * 5  # where nothing was typed yet: memo numbers are never made up


def document(round_: Round, ministry: Ministry, lang: str) -> Document:
    """The call letter in one language. Raises ValueError where nothing was typed yet."""
    letter = call_letter(round_, ministry, lang)
    if letter is None:
        raise ValueError(f"No call letter of {round_.pk}")
    return _document("call_letter", f"CALL-{ministry.code}", round_, letter)


def reminder(round_: Round, ministry: Ministry, lang: str) -> Document:
    """The reminder in one language. Raises ValueError where nothing is expected of the ministry."""
    found = reminders.reminded(round_, ministry)
    if found is None:
        raise ValueError(f"Nothing is expected of {ministry.pk}")
    letter = reminders.reminder(round_, found, lang)
    return _document("reminder", f"REMINDER-{ministry.code}", round_, letter)


def _document(kind: str, code: str, round_: Round, letter: Written) -> Document:
    with override(letter.language):
        return Document(
            kind=kind,
            title=letter.subject or _("Letter"),
            lang=letter.language,
            letterhead=letter.letterhead,
            facts=(
                (letter.memo_label, Cell(letter.memo_number or DOTS)),
                (letter.date_label, Cell("\n".join(letter.dates) or DOTS)),
            ),
            code=code,
            mark=_("PRACTICE") if round_.kind == RoundKind.PRACTICE else "",
            cover=False,
            contents=False,
            layout="letter",
            blocks=tuple(_blocks(letter)),
        )


def _blocks(letter: Written) -> Iterator[Block]:
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
