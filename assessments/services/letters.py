"""Letters and letterhead: typed with compare-and-set; the log keeps each version (107)."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from assessments.enums import LetterKind
from assessments.models import LETTERS, Letterhead, Round, RoundLetter
from assessments.permissions import can_write_letter
from nsss_gender.accounts.models import Seat, User
from nsss_gender.audit.services import record
from nsss_gender.language.text import normalise

FIELDS = (
    "memo_number",
    "dated_on",
    "letterhead_en",
    "letterhead_bn",
    "subject_en",
    "subject_bn",
    "body_en",
    "body_bn",
    "signatory",
    "signatory_bn",
    "signatory_post",
    "signatory_post_bn",
    "contact",
    "copies_en",
    "copies_bn",
)
Value = str | dt.date | None


HEAD_FIELDS = ("lines_en", "lines_bn")
SAVED = {
    LetterKind.CALL: "call letter saved",
    LetterKind.REMINDER: "reminder letter saved",
}


def letter_save(
    *,
    round_: Round,
    base: int,
    values: Mapping[str, Value],
    by: User,
    kind: LetterKind = LetterKind.CALL,
) -> RoundLetter | None:
    """Save the letter on top of version ``base`` (0: none yet). None where somebody saved in between:
    nothing is written then. The same text again changes nothing."""
    seat = can_write_letter(by).require()
    given = {name: cleaned(values[name]) for name in FIELDS}
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round_.pk)
        row = LETTERS[kind].objects.select_for_update().filter(round=locked).first()
        old = {name: getattr(row, name) if row else empty(name) for name in FIELDS}
        if row and old == given:
            return row
        if base != (row.number if row else 0):
            return None
        row, _made = LETTERS[kind].objects.update_or_create(
            round=locked, defaults={**given, "number": base + 1}
        )
        stream = f"round:{locked.pk}"
        _record(
            SAVED[kind], stream, f"{kind}-letter:{row.pk}", (by, seat), changes_of(old, given, base)
        )
    return row


def letterhead_save(*, base: int, values: Mapping[str, str], by: User) -> Letterhead | None:
    """Save the common letterhead on top of version ``base``; the same rules as for a letter."""
    seat = can_write_letter(by).require()
    given = {name: cleaned(values[name]) for name in HEAD_FIELDS}
    with transaction.atomic():
        row, _made = Letterhead.objects.select_for_update().get_or_create(
            id=Letterhead.ONLY, defaults={"number": 0}
        )
        old = {name: getattr(row, name) for name in HEAD_FIELDS}
        if row.number and old == given:
            return row
        if base != row.number:
            return None
        row.lines_en, row.lines_bn = str(given["lines_en"]), str(given["lines_bn"])
        row.number = base + 1
        row.save()
        _record(
            "letterhead saved", "letterhead", "letterhead", (by, seat), changes_of(old, given, base)
        )
    return row


def _record(
    action: str,
    stream: str,
    target: str,
    who: tuple[User, Seat],
    changes: dict[str, list[Value | int]],
) -> None:
    record(action, stream=stream, target=target, by=who[0], seat=who[1], changes=changes)


def changes_of(
    old: Mapping[str, Value], given: Mapping[str, Value], base: int
) -> dict[str, list[Value | int]]:
    """What an event keeps of a saved letter: number and every field that differs, old and new."""
    changes: dict[str, list[Value | int]] = {"number": [base, base + 1]}
    for name in given:
        if old[name] != given[name]:
            changes[name] = [old[name], given[name]]
    return changes


def cleaned(value: Value) -> Value:
    """A typed value as it is stored."""
    return normalise(value).strip() if isinstance(value, str) else value


def empty(name: str) -> Value:
    """What a field holds before anything is typed."""
    return None if name == "dated_on" else ""
