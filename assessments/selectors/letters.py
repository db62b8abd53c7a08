"""Letters of a round, put together for one ministry in one language: for page and file (107)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.enums import LetterKind
from assessments.models import LETTERS, Letter, Letterhead, Round, RoundLetter, RoundMinistry
from nsss_gender.accounts.models import Ministry
from nsss_gender.language import dates
from nsss_gender.language.bangla_calendar import eras
from nsss_gender.language.numbers import digits

LANGUAGES = ("bn", "en")
# The official wording of both lines, while nobody has typed a letterhead.
OFFICIAL = {
    "en": ("Government of the People's Republic of Bangladesh", "Cabinet Division"),
    "bn": ("গণপ্রজাতন্ত্রী বাংলাদেশ সরকার", "মন্ত্রিপরিষদ বিভাগ"),
}
# What a text may say and each ministry's letter fills in.
PLACES = ("{ministry}", "{round}", "{deadline}")


@dataclass(frozen=True)
class Written:
    """Every part of one letter, as it is printed: all texts are in ``language``.

    ``dates`` are the Bangla date and that of the common era, empty where none was typed.
    ``lacking`` names what has to be typed before it can go out.
    """

    language: str
    ministry: Ministry
    letterhead: tuple[str, ...]
    memo_label: str
    memo_number: str
    date_label: str
    dates: tuple[str, ...]
    subject_label: str
    subject: str
    body: tuple[str, ...]
    signature: tuple[str, ...]
    addressee: tuple[str, ...]
    copies_label: str
    copies: tuple[str, ...]
    lacking: tuple[str, ...]


def letterhead_row() -> Letterhead | None:
    """The letterhead that was typed; None before. One query."""
    return Letterhead.objects.first()


def letterhead(language: str) -> tuple[str, ...]:
    """The lines above every letter and document in "en" or "bn"; one query."""
    row = letterhead_row()
    typed = _lines(_text(row.lines_en, row.lines_bn, language)) if row else ()
    return typed or OFFICIAL[language]


def letter_of(round_: Round, kind: LetterKind = LetterKind.CALL) -> RoundLetter | None:
    """What was typed for the round; None before anything was saved. One query."""
    return LETTERS[kind].objects.filter(round=round_).select_related("round").first()


def call_letter(round_: Round, ministry: Ministry, language: str) -> Written | None:
    """The round's call letter to ``ministry`` in "en" or "bn"; None where nothing was typed yet."""
    typed = letter_of(round_)
    return letter(typed, ministry, language) if typed else None


def letter(typed: RoundLetter, ministry: Ministry, language: str) -> Written:
    """The call letter in one language; a text typed in the other one only stands in for it."""
    with override(language):
        due = dates.moment(typed.round.deadline_at, language)
        values = dict(zip(PLACES, (str(ministry), str(typed.round), due), strict=True))
        return written(typed, ministry, language, values)


def written(
    typed: Letter,
    ministry: Ministry,
    language: str,
    values: Mapping[str, str],
    copies: tuple[str, ...] = (),
) -> Written:
    """A letter with its places filled in and ``copies`` before those that were typed; one query for
    the common letterhead, where the letter has none of its own. Call it in the language."""
    filled = _filler(values)
    own = _lines(_text(typed.letterhead_en, typed.letterhead_bn, language))
    return Written(
        language=language,
        ministry=ministry,
        letterhead=own or letterhead(language),
        memo_label=_("Memo number"),
        memo_number=digits(typed.memo_number, language),
        date_label=_("Date"),
        dates=eras(typed.dated_on, language) if typed.dated_on else (),
        subject_label=_("Subject"),
        subject=filled(_text(typed.subject_en, typed.subject_bn, language)),
        body=_lines(filled(_text(typed.body_en, typed.body_bn, language))),
        signature=_signature(typed, language),
        addressee=_addressee(ministry),
        copies_label=_("Copy for information"),
        copies=(*copies, *_lines(filled(_text(typed.copies_en, typed.copies_bn, language)))),
        lacking=tuple(_lacking(typed, language)),
    )


def _filler(values: Mapping[str, str]) -> Callable[[str], str]:
    """Puts the names of one letter into a text; anything else between braces stays as it was typed."""
    known = re.compile("|".join(map(re.escape, values)))
    return lambda text: known.sub(lambda found: values[found[0]], text)


def _text(english: str, bangla: str, language: str) -> str:
    return (bangla or english) if language == "bn" else (english or bangla)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _signature(typed: Letter, language: str) -> tuple[str, ...]:
    name = _text(typed.signatory, typed.signatory_bn, language)
    post = _text(typed.signatory_post, typed.signatory_post_bn, language)
    return tuple(line for line in (name, post, typed.contact) if line)


def _addressee(ministry: Ministry) -> tuple[str, ...]:
    """Head of the ministry, the ministry; a division names its ministry below."""
    head = _("Senior Secretary/Secretary")
    return tuple(line for line in (head, str(ministry), ministry.parent_name) if line)


def _lacking(typed: Letter, language: str) -> list[str]:
    texts = {
        _("memo number"): typed.memo_number,
        _("date"): typed.dated_on,
        _("subject"): _text(typed.subject_en, typed.subject_bn, language),
        _("text"): _text(typed.body_en, typed.body_bn, language),
        _("name of who signs"): _text(typed.signatory, typed.signatory_bn, language),
    }
    return [name for name, text in texts.items() if not text]


def addressees(round_: Round) -> QuerySet[RoundMinistry]:
    """To whom the letter goes: every ministry of which something is expected, in official order."""
    rows = round_.expectations.exclude(expected="none").select_related("ministry")
    return rows.order_by("ministry__order", "ministry__code")
