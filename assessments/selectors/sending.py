"""What the pages around clearance and submission read."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessments.deadlines import Standing
from assessments.enums import Judgement, Stance, SubmissionStatus
from assessments.models import (
    Answer,
    AnswerVersion,
    Assessment,
    Clearance,
    ClearanceScan,
    Evidence,
    Packet,
    Submission,
)
from assessments.permissions import Block, can_read_report, latest_packet, submission_blocks
from assessments.selectors.contradictions import contradictions_by_assessment, contradictions_url
from assessments.selectors.ministry import deadline
from assessments.selectors.places import block_url
from assessments.sheet import Sheet
from nsss_gender.accounts.models import User, localized
from nsss_gender.language.numbers import number

Sheets = Mapping[uuid.UUID, Sheet]
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


def block_groups(submission: Submission, sheets: Sheets | None = None) -> list[BlockGroup]:
    """What is missing as (address of the place, message): of the report as a whole first, then by
    programme in the order of the pages."""
    questionnaire = submission.round.questionnaire.schema()
    found = submission_blocks(submission, sheets=sheets)
    blocks = sorted(found, key=lambda block: _owner(block) is not None)
    groups = groupby(blocks, key=_owner)
    return [
        BlockGroup(
            assessment,
            tuple((block_url(one, questionnaire, submission.pk), one.message) for one in group),
        )
        for assessment, group in groups
    ]


def _owner(block: Block) -> Assessment | None:
    return block.assessment if block.area in {"answers", "citations"} else None


def submitting(submission: Submission) -> str:
    """The arrow that sends this report."""
    return "resubmit" if submission.status == SubmissionStatus.RETURNED else "submit"


def now_standing(submission: Submission) -> Standing:
    return deadline(submission, timezone.now())


def received_standing(packet: Packet) -> Standing:
    """Whether the report of a packet came on time: by its first receipt, as on every list (35); what was asked
    for again is not late by that."""
    first = packet.created_at
    if packet.number > 1:
        first = packet.submission.packets.values_list("created_at", flat=True).get(number=1)
    return deadline(packet.submission, first)


@dataclass(frozen=True)
class Received:
    """One programme of a packet, under the name of that day."""

    name: str
    code: str
    not_assessed: str


def received(packet: Packet) -> list[Received]:
    """The programmes of a packet, in the order of the register."""
    return [
        Received(
            localized(entry["programme"]["name_en"], entry["programme"]["name_bn"]),
            entry["programme"]["code"],
            entry["not_assessed"],
        )
        for entry in packet.assessments.values()
    ]


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


# ── Worth a look: beside what is missing, and never in the way (16) ─────────────────────────────


@dataclass(frozen=True)
class Caution:
    """Something to look at before sending; it blocks nothing."""

    message: str
    url: str
    assessment: Assessment | None = None


def cautions(submission: Submission, sheets: Sheets) -> list[Caution]:
    """What a careful reader would look at once more, in a fixed number of queries."""
    return [
        *_handed_out(submission),
        *_unlooked(submission, sheets),
        *_kept(submission),
        *_contradicting(submission, sheets),
        *_unsupported(submission, sheets),
        *_dissenting(submission),
    ]


def _handed_out(submission: Submission) -> Iterator[Caution]:
    rows = submission.assessments.listed().filter(hand_outs__ended_at=None, hand_outs__isnull=False)
    for row in rows.distinct().select_related("programme"):
        url = reverse("assessments:assessment", args=[row.pk])
        yield Caution(_("It is still in a colleague's hands."), url, row)


def _unlooked(submission: Submission, sheets: Sheets) -> Iterator[Caution]:
    """What colleagues wrote and the focal point has not looked at, by programme; it blocks nothing (19)."""
    waiting = [key for key, sheet in sheets.items() if sheet.unlooked]
    rows = submission.assessments.listed().filter(pk__in=waiting).select_related("programme")
    for row in rows:
        sheet = sheets[row.pk]
        count = sum(bool(sheet.unlooked_at(one)) for one in sheet.questionnaire.questions)
        text = ngettext(
            "%(count)s answer of a colleague is not yet looked at.",
            "%(count)s answers of colleagues are not yet looked at.",
            count,
        )
        words = text % {"count": number(count, get_language() or "en")}
        yield Caution(words, reverse("assessments:adopt", args=[row.pk]), row)


def unlooked_count(submission: Submission) -> int:
    """How many answers of the report wait for the focal point's look; one query."""
    rows = Answer.objects.unlooked().filter(assessment__submission=submission)
    return rows.filter(assessment__left_out=False).count()


def _kept(submission: Submission) -> Iterator[Caution]:
    """Texts that lost a clash, where nothing was saved since that could have taken them over."""
    rows = AnswerVersion.objects.filter(
        kept=True,
        answer__assessment__submission=submission,
        answer__assessment__left_out=False,
        number=F("answer__last_number"),
    ).select_related("answer__question", "answer__assessment__programme")
    for row in rows:
        url = reverse("assessments:answer_history", args=[row.answer_id])
        code = row.answer.question.code.partition(".")[0]
        text = _("%(code)s: a second text was kept beside the one that stands.") % {"code": code}
        yield Caution(text, url, row.answer.assessment)


def _contradicting(submission: Submission, sheets: Sheets) -> Iterator[Caution]:
    """Answers that do not fit together and were not explained, by programme (17)."""
    rows = list(
        submission.assessments.listed().filter(not_assessed_reason="").select_related("programme")
    )
    for row in rows:
        row.submission = submission
    found = contradictions_by_assessment(rows, sheets)
    for row in rows:
        for shown in found[row.pk]:
            if shown.open:
                text = _("%(name)s. Mend an answer, or say why both are right.")
                yield Caution(text % {"name": shown.name}, contradictions_url(row, shown.code), row)


def _unsupported(submission: Submission, sheets: Sheets) -> Iterator[Caution]:
    """How many judged answers say yes and rest on no evidence; evidence is never required (13)."""
    rows = (
        submission.assessments.listed().filter(not_assessed_reason="").values_list("pk", flat=True)
    )
    behind = Evidence.objects.filter(assessment__in=rows, withdrawn_at=None)
    named = set(behind.values_list("assessment_id", "question__code"))
    count = sum(
        sheets[key].judgement(question) == Judgement.YES and (key, question.code) not in named
        for key in rows
        if key in sheets
        for question in sheets[key].questionnaire.judged
    )
    if count:
        text = ngettext(
            "%(count)s answer “yes” names no evidence. It is not required, and it helps.",
            "%(count)s answers “yes” name no evidence. It is not required, and it helps.",
            count,
        ) % {"count": number(count, get_language() or "en")}
        yield Caution(text, reverse("assessments:report", args=[submission.pk]))


def _dissenting(submission: Submission) -> Iterator[Caution]:
    rows = submission.consultations.filter(withdrawn_at=None, stance=Stance.DISSENT)
    url = reverse("assessments:consultations", args=[submission.pk])
    for row in rows:
        yield Caution(_("%(who)s dissents: it is printed with the report.") % {"who": row.who}, url)


# ── Clearances and their scans ──────────────────────────────────────────────────────────────────


def clearances(user: User) -> QuerySet[Clearance]:
    """The clearances of the reports that the user may know of."""
    visible = Submission.objects.visible_to(user).values("pk")
    return Clearance.objects.filter(submission__in=visible).select_related(
        "submission__round", "submission__ministry"
    )


def scans(user: User) -> QuerySet[ClearanceScan]:
    """The scans of these; whether the file may be fetched is asked beside."""
    visible = Submission.objects.visible_to(user).values("pk")
    return ClearanceScan.objects.filter(clearance__submission__in=visible).select_related(
        "clearance__submission__ministry"
    )
