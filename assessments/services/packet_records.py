"""Freezing a decision about a packet: everything said until then, with the names of that day (28)."""

from typing import Any

from django.db.models import Max
from django.utils import timezone

from assessments.models import RECORDED, Packet, PacketRecord, Submission
from assessments.selectors.records import comments_content, marks_content, person_content
from assessments.services.packets import ministry_content, round_content
from nsss_gender.accounts.models import Seat, User
from nsss_gender.audit.services import canonical, text_digest

FORMAT = 1


def packet_record_write(
    submission: Submission, transition: str, *, by: User, seat: Seat, reason: str = ""
) -> PacketRecord | None:
    """Freeze what was decided about the last packet of a locked report; None where nothing is to be.

    Called in the transaction of the move, after its state was set: a first submission has no packet
    yet, a second one closes the record of the packet before it.
    """
    packet = submission.packets.order_by("-number").first()
    if packet is None or transition not in RECORDED:
        return None
    earlier = PacketRecord.objects.filter(packet__submission=submission)
    last = earlier.order_by("-number").first()
    number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
    now = timezone.now()
    content = _content(submission, packet) | {
        "number": number,
        "previous": last.sha256 if last else "",
        "transition": transition,
        "at": now.isoformat(),
        "by": _actor(by, seat),
        "reason": reason,
    }
    text = canonical(content).decode()
    row = PacketRecord(
        packet=packet,
        number=number,
        transition=transition,
        content=text,
        sha256=text_digest(text),
        created_at=now,
        created_by=by,
    )
    row.save()
    return row


def _content(submission: Submission, packet: Packet) -> dict[str, Any]:
    now = timezone.localdate()
    reviewer = submission.reviewer.holder if submission.reviewer else None
    return {
        "format": FORMAT,
        "submission": str(submission.pk),
        "packet": {"number": packet.number, "sha256": packet.sha256},
        "round": round_content(submission),
        "ministry": ministry_content(submission.ministry, now),
        "status": submission.status,
        "reviewer": person_content(reviewer),
        "recommendation": submission.recommendation,
        "comments": comments_content(submission),
        **marks_content(packet),
    }


def _actor(by: User, seat: Seat) -> dict[str, Any]:
    """Who decided, in which seat; the names are those of the day."""
    place = ministry_content(seat.ministry, timezone.localdate()) if seat.ministry else None
    acting = seat.on_behalf
    said = {"reason": acting.reason, "memo_number": acting.memo_number} if acting else None
    return {
        **(person_content(by) or {}),
        "seat": str(seat.pk),
        "role": seat.role,
        "post": seat.post,
        "ministry": place,
        "on_behalf": said,
    }
