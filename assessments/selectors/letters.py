"""The call letter, put together for one ministry in one language: for its page and for its file (107)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.models import CallLetter, Round, RoundMinistry
from nsss_gender.accounts.models import Ministry
from nsss_gender.language import dates
from nsss_gender.language.bangla_calendar import eras
from nsss_gender.language.numbers import digits

LANGUAGES = ("bn", "en")
# What the body may say and each ministry's letter fills in.
PLACES = ("{ministry}", "{round}", "{deadline}")


@dataclass(frozen=True)
class Letter:
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


def letter_of(round_: Round) -> CallLetter | None:
    """What was typed for the round; None before anything was saved. One query."""
    return CallLetter.objects.filter(round=round_).select_related("round").first()


def call_letter(round_: Round, ministry: Ministry, language: str) -> Letter | None:
    """The round's letter to ``ministry`` in "en" or "bn"; None where nothing was typed yet. One query."""
    typed = letter_of(round_)
    return letter(typed, ministry, language) if typed else None


def letter(typed: CallLetter, ministry: Ministry, language: str) -> Letter:
    """The letter in one language; a text that was typed in the other one only stands in for it."""
    with override(language):
        filled = _filler(typed.round, ministry, language)
        return Letter(
            language=language,
            ministry=ministry,
            letterhead=_lines(_text(typed.letterhead_en, typed.letterhead_bn, language)),
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
            copies=_lines(filled(_text(typed.copies_en, typed.copies_bn, language))),
            lacking=tuple(_lacking(typed, language)),
        )


def _filler(round_: Round, ministry: Ministry, language: str) -> Callable[[str], str]:
    """Puts the names of one letter into a text; anything else between braces stays as it was typed."""
    due = dates.moment(round_.deadline_at, language)
    values = dict(zip(PLACES, (str(ministry), str(round_), due), strict=True))
    known = re.compile("|".join(map(re.escape, PLACES)))
    return lambda text: known.sub(lambda found: values[found[0]], text)


def _text(english: str, bangla: str, language: str) -> str:
    return (bangla or english) if language == "bn" else (english or bangla)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _signature(typed: CallLetter, language: str) -> tuple[str, ...]:
    name = _text(typed.signatory, typed.signatory_bn, language)
    post = _text(typed.signatory_post, typed.signatory_post_bn, language)
    return tuple(line for line in (name, post, typed.contact) if line)


def _addressee(ministry: Ministry) -> tuple[str, ...]:
    """Head of the ministry, the ministry; a division names its ministry below."""
    head = _("Senior Secretary/Secretary")
    return tuple(line for line in (head, str(ministry), ministry.parent_name) if line)


def _lacking(typed: CallLetter, language: str) -> list[str]:
    texts = {
        _("memo number"): typed.memo_number,
        _("date"): typed.dated_on,
        _("letterhead"): _text(typed.letterhead_en, typed.letterhead_bn, language),
        _("subject"): _text(typed.subject_en, typed.subject_bn, language),
        _("text"): _text(typed.body_en, typed.body_bn, language),
        _("name of who signs"): _text(typed.signatory, typed.signatory_bn, language),
    }
    return [name for name, text in texts.items() if not text]


def addressees(round_: Round) -> QuerySet[RoundMinistry]:
    """To whom the letter goes: every ministry of which something is expected, in official order."""
    rows = round_.expectations.exclude(expected="none").select_related("ministry")
    return rows.order_by("ministry__order", "ministry__code")
