"""What the pages around clearance and submission read."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone

from assessments.deadlines import Standing
from assessments.enums import SubmissionStatus
from assessments.models import Assessment, Clearance, Packet, Submission
from assessments.permissions import Block, can_read_report, latest_packet, submission_blocks
from assessments.selectors.ministry import deadline
from assessments.selectors.places import block_url
from nsss_gender.accounts.models import User

LONG, MANY = 5, 3  # items of a group; groups of a page


@dataclass(frozen=True)
class BlockGroup:
    """What is missing in one programme, or in the report as a whole (``assessment`` None)."""

    assessment: Assessment | None
    items: tuple[tuple[str, str], ...]

    @property
    def long(self) -> bool:
        """Whether the list is better folded when there are many of them."""
        return len(self.items) > LONG


def block_groups(submission: Submission) -> list[BlockGroup]:
    """What is missing as (address of the place, message): of the report as a whole first, then by
    programme in the order of the pages."""
    questionnaire = submission.round.questionnaire.schema()
    blocks = sorted(submission_blocks(submission), key=lambda block: _owner(block) is not None)
    groups = groupby(blocks, key=_owner)
    return [
        BlockGroup(
            assessment,
            tuple((block_url(one, questionnaire, submission.pk), one.message) for one in group),
        )
        for assessment, group in groups
    ]


def _owner(block: Block) -> Assessment | None:
    return block.assessment if block.area == "answers" else None


def submitting(submission: Submission) -> str:
    """The arrow that sends this report."""
    return "resubmit" if submission.status == SubmissionStatus.RETURNED else "submit"


def now_standing(submission: Submission) -> Standing:
    return deadline(submission, timezone.now())


def received_standing(packet: Packet) -> Standing:
    """Whether a packet came on time."""
    return deadline(packet.submission, packet.created_at)


def packets() -> QuerySet[Packet]:
    return Packet.objects.select_related(
        "submission__round__questionnaire", "submission__ministry", "checkpoint", "created_by"
    )


def is_latest(packet: Packet) -> bool:
    return latest_packet(packet.submission) == packet


def is_own(user: User, submission: Submission) -> bool:
    """Whether the report is the user's own ministry's."""
    return bool(can_read_report(user, submission))


@dataclass(frozen=True)
class Sent:
    """What goes out with the next submission."""

    assessed: int
    unassessed: tuple[Assessment, ...]
    clearance: Clearance | None


def what_is_sent(submission: Submission) -> Sent:
    """How many programmes are assessed, which are not, and under which clearance."""
    rows = list(submission.assessments.listed().select_related("programme"))
    unassessed = tuple(row for row in rows if row.not_assessed)
    clearances = submission.clearances.order_by("-created_at")
    clearance = clearances.filter(voided_at=None).first()
    return Sent(len(rows) - len(unassessed), unassessed, clearance)
