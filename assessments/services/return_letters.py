"""What is typed of a return letter, with compare-and-set; the log keeps each version (28, 107)."""

from collections.abc import Mapping

from django.db import transaction

from assessments.models import PacketRecord, ReturnLetter
from assessments.permissions import can_write_return
from assessments.services.letters import FIELDS, Value, changes_of, cleaned, empty
from nsss_gender.accounts.models import User
from nsss_gender.audit.services import record as audit


def return_letter_save(
    *, record: PacketRecord, base: int, values: Mapping[str, Value], by: User
) -> ReturnLetter | None:
    """Save memo number, date, texts and names on top of version ``base`` (0: none yet).

    None where somebody saved in between: nothing is written then. The points of the return are not
    part of it: they are those of the record and never change.
    """
    seat = can_write_return(by).require()
    given = {name: cleaned(values[name]) for name in FIELDS}
    with transaction.atomic():
        locked = PacketRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
        row = ReturnLetter.objects.select_for_update(of=("self",)).filter(record=locked).first()
        old = {name: getattr(row, name) if row else empty(name) for name in FIELDS}
        if row and old == given:
            return row
        if base != (row.number if row else 0):
            return None
        row, _made = ReturnLetter.objects.update_or_create(
            record=locked, defaults={**given, "number": base + 1}
        )
        audit(
            "return letter saved",
            stream=record.packet.submission.stream,
            target=f"return-letter:{row.pk}",
            by=by,
            seat=seat,
            changes=changes_of(old, given, base),
        )
    return row
