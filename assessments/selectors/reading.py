"""What a reader of submitted work sees: the last packet, never the draft's rows (decision 11)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from assessments.deadlines import Standing
from assessments.enums import (
    AssessmentStatus,
    CommentKind,
    ConsultedKind,
    Level,
    Stance,
    StrategyKind,
    StrategyState,
)
from assessments.models import Assessment, Packet, ReviewComment, Submission
from assessments.permissions import can_read_comments, can_read_level
from assessments.selectors.compared import reason_runs
from assessments.selectors.consulted import Consulted, consulted
from assessments.selectors.division import ASSESSMENT_TONES, TONES, holders
from assessments.selectors.drafted import drafts_waiting
from assessments.selectors.due import dues
from assessments.selectors.evidence import EvidenceCount, counted, packets_evidence
from assessments.selectors.packets_read import packets_read
from assessments.selectors.question_states import (
    Marks,
    Opposed,
    Tally,
    by_question,
    marks_of,
    opposed,
    tally,
)
from assessments.selectors.to_read import Progress, progress
from assessments.sheet import Sheet
from assessments.wording import Run
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import User


@dataclass(frozen=True)
class Named:
    """A name of that day, as the packet holds it."""

    name_en: str
    name_bn: str

    def __str__(self) -> str:
        return self.name_bn if self.name_bn and get_language() == "bn" else self.name_en


@dataclass(frozen=True)
class Figures:
    """The score of one programme as the packet froze it (law 5)."""

    current: Decimal
    of: int
    na: int
    level: int


@dataclass(frozen=True)
class ProgrammeRow:
    """One programme of a packet, with what the reviewer did about it."""

    assessment: Assessment
    code: str
    name: Named
    not_assessed: str
    reason_runs: tuple[Run, ...]
    score: Figures | None
    comments: int
    must_fix: int
    tally: Tally
    progress: Progress
    evidence: EvidenceCount
    drafts: int
    differing: tuple[Opposed, ...] = ()
    contradicted: int = 0

    @property
    def key(self) -> str:
        """What the packet calls it."""
        return str(self.assessment.pk)

    @property
    def word(self) -> str:
        return str(AssessmentStatus(self.assessment.status).label)

    @property
    def tone(self) -> str:
        return ASSESSMENT_TONES[self.assessment.status]

    @property
    def level(self) -> str:
        return str(Level(self.score.level).label) if self.score else ""


@dataclass(frozen=True)
class Reading:
    """A submitted report as a whole: ``earlier`` is the packet that was decided on before, ``points``
    is what is open."""

    submission: Submission
    packet: Packet
    earlier: Packet | None
    points: list[ReviewComment]
    ministry: Named
    rows: tuple[ProgrammeRow, ...]
    standing: Standing
    shows_comments: bool
    shows_level: bool

    @property
    def tone(self) -> str:
        return TONES[self.submission.status]

    @property
    def assessed(self) -> list[ProgrammeRow]:
        return [row for row in self.rows if not row.not_assessed]

    @property
    def left_out(self) -> list[ProgrammeRow]:
        return [row for row in self.rows if row.not_assessed]

    @property
    def questions(self) -> list[tuple[str, str]]:
        """Code and label of every question, to read one across all programmes."""
        language = get_language() or "en"
        schema = self.submission.round.questionnaire.schema()
        return [(row.code, row.label.in_language(language)) for row in schema.questions]

    @property
    def differing(self) -> list[tuple[ProgrammeRow, Opposed]]:
        """The questions on which the ministry keeps its own answer against a proposed one."""
        if not self.shows_comments:
            return []
        return [(row, found) for row in self.assessed for found in row.differing]

    @property
    def not_examined(self) -> int:
        """How many judged answers of the report nobody marked."""
        return sum(row.tally.not_examined for row in self.assessed)

    @property
    def judged(self) -> int:
        return sum(row.tally.of for row in self.assessed)

    @property
    def progress(self) -> Progress:
        """How many answers of the report are to be read this time, and how many were looked at."""
        return sum((row.progress for row in self.assessed), Progress())

    def next_row(self, after: str = "") -> ProgrammeRow | None:
        """The first programme with something left to read after the one with the key ``after``, then
        from the beginning."""
        rows, keys = self.assessed, [row.key for row in self.assessed]
        start = keys.index(after) + 1 if after in keys else 0
        return next((row for row in rows[start:] + rows[:start] if row.progress.left), None)

    @property
    def drafts(self) -> int:
        """How many drafts of technical support wait for the reviewer."""
        return sum(row.drafts for row in self.rows)

    @property
    def settled(self) -> int:
        return sum(row.assessment.status == AssessmentStatus.SETTLED for row in self.assessed)

    @property
    def proposed(self) -> frozenset[str]:
        """The assessments of programmes that were only proposed on that day."""
        return frozenset(self.packet.data.get("proposed", ()))

    @property
    def listing(self) -> list[dict[str, Any]]:
        """What the ministry said of programmes on its list, in words; for those who read the whole."""
        if not self.shows_level:
            return []
        return [said_of(entry) for entry in self.packet.data.get("listing", ())]

    @property
    def clearance(self) -> dict[str, Any] | None:
        """Name, post, memo number and date of the clearance; None without one."""
        data = self.packet.data["clearance"]
        return {**data, "on": dt.date.fromisoformat(data["cleared_on"])} if data else None

    @property
    def consultations(self) -> list[dict[str, Any]]:
        """Who was consulted, in words."""
        return [
            {
                **row,
                "kind": ConsultedKind(row["kind"]).label,
                "stance": Stance(row["stance"]).label,
                "on": dt.date.fromisoformat(row["held_on"]),
            }
            for row in self.packet.data["consultations"]
        ]

    @property
    def consulted(self) -> Consulted:
        """Who dissents, and why too few were asked: the first thing that a reader sees (21)."""
        return consulted(self.packet)

    @property
    def strategies(self) -> list[dict[str, Any]]:
        """The ministry's own documents, in words."""
        return [
            {
                **row,
                "kind": StrategyKind(row["kind"]).label,
                "state": StrategyState(row["state"]).label,
                "commitments": row["commitments"].splitlines(),
            }
            for row in self.packet.data["strategies"]
        ]


def reading(user: User, submission: Submission) -> Reading:
    """The last packet of a report loaded with ``submitted`` as ``user`` may read it.

    A fixed number of queries, whatever the number of programmes.
    """
    packet, earlier = packets_read(submission)
    comments = list(
        ReviewComment.objects.standing()
        .filter(packet__submission=submission)
        .select_related("assessment__programme", "question", "reply")
    )
    points = [row for row in comments if not row.resolved_at]
    submission.must_fix_open = any(row.kind == CommentKind.MUST_FIX for row in points)
    return Reading(
        submission=submission,
        packet=packet,
        earlier=earlier,
        points=points,
        ministry=named(packet.data["ministry"]),
        rows=tuple(_rows(user, submission, (packet, earlier), comments)),
        standing=dues([submission]).standing(submission, vars(submission)["first_at"]),
        shows_comments=bool(can_read_comments(user)),
        shows_level=bool(can_read_level(user, submission)),
    )


def said_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    """One entry of a packet's list with the names of that day."""
    both = {name: entry[name] for name in ("other_ministry", "other_programme")}
    return {
        **entry,
        **{name: named(data) if data else None for name, data in both.items()},
        "programme": named(entry["programme"]),
        "partners": [named(data) for data in entry["partners"]],
        "on": dt.date.fromisoformat(entry["day"]) if entry["day"] else None,
    }


def partners_of(packet: Packet, assessment: Assessment) -> list[dict[str, Any]]:
    """What partners said of one programme in the packet, the silent ones last."""
    own = [
        row
        for name in ("partners", "partners_silent")
        for row in packet.data.get(name, ())
        if row["assessment"] == str(assessment.pk)
    ]
    spoken = {row["ministry"]["code"] for row in own if "stance" in row}
    rows = [row for row in own if "stance" in row or row["ministry"]["code"] not in spoken]
    return [{**row, "ministry": named(row["ministry"])} for row in rows]


def named(data: Mapping[str, Any]) -> Named:
    return Named(data["name_en"], data["name_bn"])


def _rows(
    user: User,
    submission: Submission,
    packets: tuple[Packet, Packet | None],
    standing_comments: list[ReviewComment],
) -> Iterator[ProgrammeRow]:
    comments = by_question(standing_comments)
    marks, held = marks_of(submission), packets[0].assessments
    drafts = drafts_waiting(submission) if can_read_comments(user) else Counter[Any]()
    rows = [row for row in readable(user, submission) if str(row.pk) in held]  # else taken in later
    evidence = packets_evidence([held[str(row.pk)] for row in rows])
    for assessment, found in zip(rows, evidence, strict=True):
        count = counted(shown.row for named_here in found.values() for shown in named_here)
        beside = _Beside(
            comments.get(assessment.pk, {}),
            marks.get(assessment.pk, {}),
            count,
            drafts[assessment.pk],
        )
        yield _row(packets, assessment, beside)


def sheet_in(packet: Packet | None, assessment: Assessment) -> Sheet | None:
    """What a packet says of the assessment; None where it does not hold it."""
    if packet is None or str(assessment.pk) not in packet.assessments:
        return None
    return packet.sheet(assessment.pk, assessment.submission.round.questionnaire.schema())


@dataclass(frozen=True)
class _Beside:
    """What stands beside the answers of one programme."""

    comments: Mapping[str, list[ReviewComment]]
    marks: Marks
    evidence: EvidenceCount
    drafts: int


def _row(
    packets: tuple[Packet, Packet | None],
    assessment: Assessment,
    beside: _Beside,
) -> ProgrammeRow:
    packet, before = packets
    entry = packet.assessments[str(assessment.pk)]
    sheet = packet.sheet(assessment.pk, assessment.submission.round.questionnaire.schema())
    comments, marks, place = beside.comments, beside.marks, (packet, assessment)
    found = [row for rows in comments.values() for row in rows]
    return ProgrammeRow(
        assessment=assessment,
        code=entry["programme"]["code"],
        name=named(entry["programme"]),
        not_assessed=entry["not_assessed"],
        reason_runs=reason_runs(packet, before, assessment),
        score=_figures(entry["score"]),
        comments=len(found),
        must_fix=sum(row.kind == CommentKind.MUST_FIX and not row.resolved_at for row in found),
        tally=tally(sheet, comments, marks),
        progress=Progress()
        if entry["not_assessed"]
        else progress(sheet, sheet_in(before, assessment), place, comments, marks),
        evidence=beside.evidence,
        drafts=beside.drafts,
        differing=tuple(opposed(sheet, comments)),
        contradicted=sum(not held["explanation"] for held in entry.get("contradictions", ())),
    )


def _figures(held: Mapping[str, Any] | None) -> Figures | None:
    if held is None:
        return None
    return Figures(Decimal(held["current"]), held["of"], held["na"], held["level"])


def readable(user: User, submission: Submission) -> list[Assessment]:
    """The assessments of a report that the user may read: a coordinator's only those of the cluster."""
    found = list(
        Assessment.objects.visible_to(user)
        .filter(submission=submission)
        .select_related("programme__cluster")
    )
    for row in found:
        row.submission = submission  # with its questionnaire, which is read already
    if can_read_level(user, submission):
        return found
    leads = {seat.ministry_id for seat in user.seats_with(Permission.READ_CLUSTER)}
    return [
        row
        for row in found
        if row.programme.cluster and row.programme.cluster.coordinator_id in leads
    ]


def assessments(user: User) -> QuerySet[Assessment]:
    """The assessments the user may know of, with their report."""
    return (
        Assessment.objects.visible_to(user)
        .select_related(
            "programme__cluster",
            "submission__round__questionnaire",
            "submission__ministry",
            "submission__reviewer",
        )
        .prefetch_related(holders("submission__reviewer"))
    )
