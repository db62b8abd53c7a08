"""One question of a packet as it is read, beside what an earlier packet said."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from assessments.enums import Feasibility, Judgement, QuestionState, answer_words
from assessments.models import CommentDraft, Examined, ReviewComment
from assessments.schema import Part, Question, Section
from assessments.selectors.compared import changes, differs, fields_compared
from assessments.selectors.contradictions import Shown
from assessments.selectors.evidence import EvidenceCount, PacketEvidence
from assessments.selectors.evidence import counted as counted_evidence
from assessments.selectors.places import prefix
from assessments.selectors.question_states import STATE_TONES
from assessments.selectors.shown import FieldShown, Options, fields_shown, options, register_words
from assessments.sheet import ANSWER_FIELDS, GAPS, Given, Sheet
from assessments.wording import Run

# judgements that can meet a condition of a level
MEETING = (Judgement.YES, Judgement.PARTLY)
# list of the register → its words, read once a page
Known = dict[str, Options]


@dataclass(frozen=True)
class PartView:
    """A named part: what it asks and what was answered; the runs say what changed."""

    code: str
    text: str
    word: str
    note: str
    word_runs: tuple[Run, ...] = ()
    note_runs: tuple[Run, ...] = ()


@dataclass
class QuestionView:
    """One question of a packet with everything that stands beside it.

    ``form`` is hung on by the view where the user may comment, with the draft it begins from. ``changed``: since the packet that was
    last decided on; then the runs of fields, parts and word say how. ``to_read``: it belongs to what is
    read this time; ``looked``: somebody did (selectors.to_read).
    """

    code: str
    label: str
    text: str
    section: str
    judgement: str
    fields: list[FieldShown]
    parts: list[PartView]
    given: Given
    rests: bool
    kind: str = ""
    touched: bool = True
    state: QuestionState = QuestionState.NOT_EXAMINED
    mark: Examined | None = None
    changed: bool = False
    word_runs: tuple[Run, ...] = ()
    to_read: bool = True
    looked: bool = False
    comments: list[ReviewComment] = field(default_factory=list)
    withdrawn: list[ReviewComment] = field(default_factory=list)
    drafts: list[CommentDraft] = field(default_factory=list)
    drafted: CommentDraft | None = None
    form: Any = None
    evidence: list[PacketEvidence] = field(default_factory=list)
    doubts: list[Shown] = field(default_factory=list)

    @property
    def evidence_count(self) -> EvidenceCount:
        return counted_evidence(shown.row for shown in self.evidence)

    @property
    def anchor(self) -> str:
        return prefix(self.code)

    @property
    def tone(self) -> str:
        """The tone of the tag that says where the question stands."""
        return STATE_TONES[self.state]

    @property
    def markable(self) -> bool:
        """Whether "I looked at it" says something: nothing is open at the question."""
        return self.state not in {QuestionState.OPEN, QuestionState.PROPOSED}

    @property
    def judged(self) -> bool:
        return self.kind == "judged"

    @property
    def na(self) -> bool:
        return self.judgement == Judgement.NA

    @property
    def word(self) -> str:
        """The judgement that counts, in words."""
        return _word(self.judgement)

    @property
    def words(self) -> str:
        """The judgement with its feasibility, in words."""
        return answer_words(
            self.judgement, self.given.feasibility if self.judgement in GAPS else ""
        )

    @property
    def unsupported(self) -> bool:
        """A "yes" for which nothing is shown."""
        return self.judgement == Judgement.YES and not self.evidence

    @property
    def contradicted(self) -> bool:
        """Whether it does not fit together with something else, and nobody explained it."""
        return any(row.open for row in self.doubts)

    @property
    def explained(self) -> bool:
        """Whether it does not fit together, and the ministry says why."""
        return bool(self.doubts)

    @property
    def doubtful(self) -> bool:
        """Not applicable, or not possible: what a first reading looks at first."""
        gap = self.judgement in GAPS
        return self.na or (gap and self.given.feasibility == Feasibility.NOT_POSSIBLE)


def question_views(
    sheet: Sheet,
    old: Sheet | None,
    comments: Mapping[str, list[ReviewComment]],
    known: Known,
    only: Collection[str] | None = None,
) -> Iterator[QuestionView]:
    """The questions of a sheet (``only`` these codes) beside those of ``old``.

    ``known`` keeps the lists of the register that were read.
    """
    score = sheet.score
    rests = {
        code
        for condition in score.conditions
        if condition.met and condition.level <= score.level
        for code in condition.rests_on
    }
    for section in sheet.questionnaire.sections:
        for question in section.questions:
            if only is not None and question.code not in only:
                continue
            view = _question(sheet, old, section, question, known)
            view.rests = question.code in rests and view.judgement in MEETING
            said = comments.get(question.code, [])
            view.comments = [row for row in said if row.withdrawn_at is None]
            view.withdrawn = [row for row in said if row.withdrawn_at]
            yield view


def _question(
    sheet: Sheet, old: Sheet | None, section: Section, question: Question, known: Known
) -> QuestionView:
    language = get_language() or "en"
    before = old if old and differs(sheet, old, question) else None
    judgement = sheet.judgement(question) if question.judged else ""
    return QuestionView(
        code=question.code,
        label=question.label.in_language(language),
        text=question.text.in_language(language),
        section=section.title.in_language(language),
        judgement=judgement,
        fields=_fields(sheet, before, question, known),
        parts=[_part(sheet, before, part) for part in question.parts],
        given=sheet[question.code],
        rests=False,
        kind=question.kind,
        touched=sheet.touched(question),
        changed=before is not None,
        word_runs=_word_runs(before, question, judgement),
    )


def _word_runs(old: Sheet | None, question: Question, judgement: str) -> tuple[Run, ...]:
    if old is None or not question.judged:
        return ()
    return changes("judgement", _word(old.judgement(question)), _word(judgement))


def _fields(sheet: Sheet, old: Sheet | None, question: Question, known: Known) -> list[FieldShown]:
    given, before = sheet[question.code], old[question.code] if old else None
    plain = question.judged and not question.parts  # then the page shows the judgement by itself
    names = [name for name in ANSWER_FIELDS if name != "judgement" or not plain]
    chosen = given.choices or (before and before.choices)
    choices = _options(question, known) if chosen else ()
    if before is None:
        return fields_shown(question, given, choices, names)
    return fields_compared(question, given, before, choices, names)


def _options(question: Question, known: Known) -> Options:
    source = "partners" if question.kind == "partners" else question.source
    if source not in {"stages", "groups", "partners"}:
        return options(question)
    if source not in known:
        known.update(register_words())
    return known[source]


def _word(judgement: str) -> str:
    return str(Judgement(judgement).label) if judgement else ""


def _part(sheet: Sheet, old: Sheet | None, part: Part) -> PartView:
    word, note = _word(sheet.part_judgement(part)), sheet[part.code].reason
    before = (_word(old.part_judgement(part)), old[part.code].reason) if old else (word, note)
    return PartView(
        code=part.code,
        text=part.text.in_language(get_language() or "en"),
        word=word,
        note=note,
        word_runs=changes("judgement", before[0], word),
        note_runs=changes("reason", before[1], note),
    )
