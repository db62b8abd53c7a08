"""The call letter's text: one for a round, with compare-and-set; the log keeps each version (107)."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from assessments.models import CallLetter, Round
from assessments.permissions import can_write_letter
from nsss_gender.accounts.models import User
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


def letter_save(
    *, round_: Round, base: int, values: Mapping[str, Value], by: User
) -> CallLetter | None:
    """Save the letter on top of version ``base`` (0: none yet). None where somebody saved in between:
    nothing is written then. The same text again changes nothing."""
    seat = can_write_letter(by).require()
    given = {name: _clean(values[name]) for name in FIELDS}
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round_.pk)
        row = CallLetter.objects.select_for_update().filter(round=locked).first()
        old = {name: getattr(row, name) if row else _empty(name) for name in FIELDS}
        if row and old == given:
            return row
        if base != (row.number if row else 0):
            return None
        row, _made = CallLetter.objects.update_or_create(
            round=locked, defaults={**given, "number": base + 1}
        )
        record(
            "call letter saved",
            stream=f"round:{locked.pk}",
            target=f"call-letter:{row.pk}",
            by=by,
            seat=seat,
            changes={
                "number": [base, base + 1],
                **{name: [old[name], given[name]] for name in FIELDS if old[name] != given[name]},
            },
        )
    return row


def _clean(value: Value) -> Value:
    return normalise(value).strip() if isinstance(value, str) else value


def _empty(name: str) -> Value:
    return None if name == "dated_on" else ""
