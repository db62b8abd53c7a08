"""Versions of what is typed beside the answers: every text is kept, one that lost a clash as well (law 1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from assessments.models import BesideVersion, Submission
from nsss_gender.accounts.models import Seat, User


@dataclass(frozen=True)
class Writer:
    """Who writes, in which seat, in which locked report."""

    by: User
    seat: Seat
    submission: Submission


def beside_write(
    target: str, values: Mapping[str, Any], *, base: int, writer: Writer, kept: bool = False
) -> int:
    """Store what was typed as the next version of ``target``; returns its number."""
    rows = BesideVersion.objects.filter(target=target)
    number = int(rows.aggregate(last=Max("number"))["last"] or 0) + 1
    BesideVersion(
        submission=writer.submission,
        target=target,
        number=number,
        base=base,
        kept=kept,
        values=dict(values),
        by=writer.by,
        seat=writer.seat,
        on_behalf=writer.seat.on_behalf,
    ).save()
    return number


def beside_keep(target: str, values: Mapping[str, Any], *, base: int, writer: Writer) -> bool:
    """Keep a text that lost a clash, once; returns whether it was not kept before."""
    rows = BesideVersion.objects.filter(target=target, kept=True, base=base)
    if any(old.values == values for old in rows):
        return False
    beside_write(target, values, base=base, writer=writer, kept=True)
    return True
