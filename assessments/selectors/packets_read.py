"""Which packet is read, and which one the Cabinet Division last decided on (capability 27).

A packet that the ministry recalled was never claimed, so nobody has read it: what changed is marked
against the packet before it, and without one everything is still to be read.
"""

from assessments.models import Packet, Submission
from nsss_gender.audit.models import Event


def packets_read(submission: Submission) -> tuple[Packet, Packet | None]:
    """The last packet, and the one that was returned before it; one query, one or two more after a
    return. Raises Packet.DoesNotExist where nothing was submitted."""
    rows = submission.packets.order_by("-number")[:2]
    if not rows:
        raise Packet.DoesNotExist
    last, *earlier = rows
    if not earlier:
        return last, None
    recalls = list(
        Event.objects.filter(stream=submission.stream, action="submission recall").values_list(
            "at", flat=True
        )
    )
    if not recalls:
        return last, earlier[0]
    later = last.created_at
    for packet in submission.packets.filter(number__lt=last.number).order_by("-number"):
        if not any(packet.created_at <= at <= later for at in recalls):
            return last, packet
        later = packet.created_at
    return last, None
