"""Which packet is read, and which one the Cabinet Division last decided on (capability 27).

A packet that the ministry recalled was never claimed, so nobody has read it: what changed is marked
against the packet before it, and without one everything is still to be read.
"""

from assessments.models import Packet, Submission
from nsss_gender.audit.models import Event


def packets_read(submission: Submission) -> tuple[Packet, Packet | None]:
    """The last packet, and the one that was returned before it; one query, two more after a recall. Raises Packet.DoesNotExist where nothing was submitted."""
    rows = submission.packets.order_by("-number")[:2]
    if not rows:
        raise Packet.DoesNotExist
    last, *earlier = rows
    if not earlier:
        return last, None
    recalled = submission.recalled_at  # the last time that it was
    if recalled is None or recalled < earlier[0].created_at:
        return last, earlier[0]
    return last, _returned_before(submission, last)


def _returned_before(submission: Submission, last: Packet) -> Packet | None:
    events = Event.objects.filter(stream=submission.stream, action="submission recall")
    recalls = list(events.values_list("at", flat=True))
    later = last.created_at
    for packet in submission.packets.filter(number__lt=last.number).order_by("-number"):
        if not any(packet.created_at <= at <= later for at in recalls):
            return packet
        later = packet.created_at
    return None
