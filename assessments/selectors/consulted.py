"""What a reader must see first of those who were asked: who dissents, and why too few were asked (21).

Read from a packet; the same words stand on every page about it and in print.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessments.enums import ConsultedKind, PartnerStance, Stance
from assessments.models import Assessment, Packet
from nsss_gender.accounts.models import localized


@dataclass(frozen=True)
class Dissent:
    """Who dissents, as what, and in which words; ``programme`` is its id where it is a partner's."""

    who: str
    role: str
    said: str
    on: dt.date | None = None
    programme: str = ""


@dataclass(frozen=True)
class Waived:
    """Why there are fewer consultations than the round asks for, and who said so when."""

    reason: str
    memo_number: str
    by: str
    at: dt.datetime


@dataclass(frozen=True)
class Consulted:
    dissents: Sequence[Dissent] = ()
    waived: Waived | None = None

    def __bool__(self) -> bool:
        return bool(self.dissents or self.waived)


def consulted(packet: Packet, assessment: Assessment | None = None) -> Consulted:
    """The dissents of a packet and its waiver; of partners only those of ``assessment`` where given."""
    return consulted_in(packet.data, str(assessment.pk) if assessment else "")


def consulted_in(content: Mapping[str, Any], programme: str = "") -> Consulted:
    """The same of what a packet or the print of a draft holds."""
    given = content.get("waiver")
    waived = None
    if given:
        at = dt.datetime.fromisoformat(given["at"])
        waived = Waived(given["reason"], given["memo_number"], given["by"], at)
    return Consulted([*_dissents(content), *_partners(content, programme)], waived)


def _dissents(content: Mapping[str, Any]) -> Iterator[Dissent]:
    for row in content["consultations"]:
        if row["stance"] == Stance.DISSENT:
            on = dt.date.fromisoformat(row["held_on"])
            yield Dissent(row["who"], str(ConsultedKind(row["kind"]).label), row["said"], on)


def _partners(content: Mapping[str, Any], programme: str) -> Iterator[Dissent]:
    for row in content.get("partners", ()):
        own = programme in {"", row["assessment"]}
        if own and row["stance"] == PartnerStance.DISSENT:
            who = localized(row["ministry"]["name_en"], row["ministry"]["name_bn"])
            yield Dissent(
                who, _("Partner of a shared programme"), row["said"], programme=row["assessment"]
            )
