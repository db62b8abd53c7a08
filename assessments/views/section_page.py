"""What the page of one section shows: its forms, the read-only questions, clashes and comments."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from assessments.enums import SubmissionStatus
from assessments.forms.fill import AnswerForm, SectionForm
from assessments.models import Assessment, Contribution, Evidence, ReviewComment
from assessments.permissions import closed_questions
from assessments.schema import Part, Question, Section
from assessments.selectors.bijoy import has_bijoy
from assessments.selectors.contradictions import Shown, contradictions_of
from assessments.selectors.evidence import EvidenceCount, counted, evidence_by_question
from assessments.selectors.history import Head, draft
from assessments.selectors.links import waiting_at
from assessments.selectors.places import prefix
from assessments.selectors.points import comments_beside
from assessments.selectors.shared import Beside, beside, statements
from assessments.selectors.shown import (
    FieldShown,
    Options,
    asks_for_people,
    fields_shown,
    options,
    register_entry,
    suggestion,
)
from assessments.services.answers import Saved
from assessments.sheet import Given
from nsss_gender.accounts.models import User
from programmes.models import Programme, ProgrammeMinistry

MANY = 10  # more choices than this stand in columns


@dataclass(frozen=True)
class Clash:
    """What stands now where somebody else changed the same field."""

    by: str
    at: dt.datetime
    fields: Sequence[FieldShown]


@dataclass(frozen=True)
class AskedView:
    """A question or one of its parts with its form, its standing answer and its clash."""

    asked: Question | Part
    form: AnswerForm | None
    shown: Sequence[FieldShown]
    clash: Clash | None
    head: Head | None
    suggested: bool

    many: bool = False

    @property
    def anchor(self) -> str:
        return prefix(self.asked.code)


@dataclass(frozen=True)
class QuestionView:
    """A question of the page with its parts."""

    own: AskedView
    parts: Sequence[AskedView]
    derived: str
    overridden: bool
    closed: str
    comments: Sequence[ReviewComment]
    origin: str = ""
    source: Programme | None = None
    undivided: bool = False
    disputed: bool = False
    partners: Sequence[Beside] = ()
    evidence: Sequence[Evidence] = ()
    doubts: Sequence[Shown] = ()
    bijoy: Sequence[Head] = ()
    unlooked: Given | None = None
    proposals: Sequence[Contribution] = ()

    @property
    def evidence_count(self) -> EvidenceCount:
        return counted(self.evidence)


class SectionPage:
    """One section of one assessment as ``user`` may see and change it now."""

    def __init__(self, user: User, assessment: Assessment, section: Section) -> None:
        self.assessment, self.section = assessment, section
        self.sheet, self.heads = draft(assessment)
        codes = [question.code for question in section.questions]
        self.closed = closed_questions(user, assessment, codes)
        own = assessment.submission.ministry.code
        self.options = {q.code: options(q, leave_out=own) for q in section.questions}
        self.programme = self._programme()
        self.suggested = self._suggested()
        self.clashes: Mapping[str, Saved] = {}

    @property
    def assessment_url(self) -> str:
        return reverse("assessments:assessment", args=[self.assessment.pk])

    @property
    def saves_itself(self) -> bool:
        """Whether the script may save: never where a save voids a clearance, which is asked for first."""
        return self.assessment.submission.status != SubmissionStatus.CLEARED

    @property
    def asks_for_people(self) -> bool:
        return asks_for_people(self.section)

    @property
    def asks_judgement(self) -> bool:
        return any(question.judged for question in self.section.questions)

    @property
    def links(self) -> list[ProgrammeMinistry]:
        """The ministries that run the programme today."""
        today = timezone.localdate()
        rows = self.programme.ministry_links.all() if self.programme else []
        return [link for link in rows if link.holds_on(today)]

    @property
    def unlooked(self) -> int:
        """How many questions of the page wait for the focal point's look."""
        return sum(bool(self.sheet.unlooked_at(question)) for question in self.section.questions)

    @property
    def everything_closed(self) -> str:
        """The reason when no question of the page is open; else empty."""
        reasons = [self.closed.get(question.code, "") for question in self.section.questions]
        return reasons[0] if all(reasons) else ""

    def form(self, data: QueryDict | None = None) -> SectionForm:
        """The forms of the open questions, empty of typing or bound to what was posted."""
        return SectionForm(
            data,
            section=self.section,
            sheet=self.sheet,
            options=self.options,
            closed=self.closed,
            suggested=self.suggested,
        )

    def clash_form(self, saved: Mapping[str, Saved]) -> SectionForm:
        """The forms after a clash: what was typed where both sides changed the same field, what
        stands everywhere else, and the standing version as the new start."""
        self.clashes = {code: row for code, row in saved.items() if row.clashes}
        given = {code: _to_show(row) for code, row in saved.items()}
        self.sheet = replace(self.sheet, given={**self.sheet.given, **given})
        self.suggested = {}
        return self.form()

    def questions(self, form: SectionForm) -> list[QuestionView]:
        """Every question of the section in order."""
        codes = [question.code for question in self.section.questions]
        comments = comments_beside(self.assessment, codes)
        proposals = waiting_at(self.assessment)
        partners = beside(statements(self.assessment)) if self.asks_judgement else {}
        evidence = evidence_by_question(self.assessment) if self.asks_judgement else {}
        doubts = contradictions_of(
            self.assessment, self.sheet, evidenced=evidence if self.asks_judgement else None
        )
        return [
            QuestionView(
                own=self._asked(question, form),
                parts=[self._asked(part, form) for part in question.parts],
                derived=self.sheet.derived(question) if question.parts else "",
                overridden=self.sheet.overridden(question),
                closed=self.closed.get(question.code, ""),
                comments=comments.get(question.code, []),
                partners=partners.get(question.code, []),
                undivided=self.sheet.undivided(question),
                disputed=self.sheet.disputed(question),
                evidence=evidence.get(question.code, ()),
                doubts=[row for row in doubts if question.code in row.questions],
                bijoy=self._bijoy(question),
                unlooked=self._unlooked(question),
                proposals=proposals.get(question.code, ()),
                **self._origin(question),
            )
            for question in self.section.questions
        ]

    def _origin(self, question: Question) -> dict[str, Any]:
        """Where an answer to be confirmed came from; nothing where none is."""
        code = self.sheet.unconfirmed(question)
        if not code or self.sheet.disputed(question):
            return {}  # a disputed question says by itself what is to be done
        head = self.heads.get(code)
        return {"origin": self.sheet[code].origin, "source": head.source if head else None}

    def _unlooked(self, question: Question) -> Given | None:
        """What a colleague wrote here and the focal point has not looked at yet (19)."""
        code = self.sheet.unlooked_at(question)
        return self.sheet[code] if code else None

    def _bijoy(self, question: Question) -> list[Head]:
        """The saved answers to an open question and its parts that look like Bijoy text."""
        if question.code in self.closed:
            return []
        codes = (question.code, *(part.code for part in question.parts))
        return [self.heads[code] for code in codes if has_bijoy(self.sheet[code])]

    def _asked(self, asked: Question | Part, form: SectionForm) -> AskedView:
        choices = self.options.get(asked.code, ())
        return AskedView(
            asked=asked,
            form=form.forms.get(asked.code),
            shown=fields_shown(asked, self.sheet[asked.code], choices),
            clash=self._clash(asked, choices),
            head=self.heads.get(asked.code),
            suggested=asked.code in self.suggested,
            many=len(choices) > MANY,
        )

    def _clash(self, asked: Question | Part, choices: Options) -> Clash | None:
        saved = self.clashes.get(asked.code)
        if saved is None:
            return None
        head = saved.head
        fields = fields_shown(asked, head, choices, saved.clashes)
        return Clash(head.by, dt.datetime.fromisoformat(head.at), fields)

    def _programme(self) -> Programme | None:
        """The register's entry, where the section asks about it."""
        asks = any(
            question.kind in {"identification", "fiscal_year"} or question.source
            for question in self.section.questions
        )
        return register_entry(self.assessment.programme_id, self.section) if asks else None

    def _suggested(self) -> dict[str, dict[str, object]]:
        """What the register suggests for the open questions that have no answer yet."""
        if self.programme is None:
            return {}
        found = {
            question.code: suggestion(question, self.programme)
            for question in self.section.questions
            if question.code not in self.closed and not self._answered(question)
        }
        return {code: values for code, values in found.items() if values}

    def _answered(self, question: Question) -> bool:
        return self.sheet[question.code].number > 0


def _to_show(row: Saved) -> Given:
    if row.mine is None:
        return row.head
    mine = {name: getattr(row.mine, name) for name in row.clashes}
    return replace(row.head, **mine)
