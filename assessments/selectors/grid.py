"""What the pages for many programmes read: the grid of programmes × questions, and the places that
an answer can be brought to (capabilities 8, 19, 108). The number of queries is fixed."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from assessments.enums import SubmissionStatus
from assessments.models import Assessment, HandOut, Submission
from assessments.models.answer import sheets_of
from assessments.permissions import can_read_report, closed_cells, handed_codes
from assessments.schema import Question, Questionnaire, Text
from assessments.selectors.hands import Hands, hands, holders, in_hand
from assessments.selectors.places import prefix, section_of, section_url, short_code
from assessments.selectors.points import comments_open
from assessments.selectors.shown import FieldShown, Options, fields_shown
from assessments.sheet import Sheet
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import Seat, User

PAGE_SIZE = 20

# what a cell says → its short word; the legend explains the words
WORDS = {
    "yes": pgettext_lazy("judgement", "Yes"),
    "partly": pgettext_lazy("judgement", "Partly"),
    "no": pgettext_lazy("judgement", "No"),
    "na": pgettext_lazy("grid", "N/A"),
    "answered": pgettext_lazy("grid", "Given"),
    "begun": pgettext_lazy("grid", "Begun"),
    "": pgettext_lazy("grid", "Open"),
}


@dataclass(frozen=True)
class Mark:
    """A sign in a cell; its word stands beside it for those who hear the page, and in the legend."""

    sign: str
    word: object


CONFIRM = Mark("?", gettext_lazy("to be confirmed"))
LACKS = Mark("!", gettext_lazy("something required is missing"))
COMMENT = Mark("*", gettext_lazy("a point of the Cabinet Division to answer"))
UNLOOKED = Mark("~", gettext_lazy("not yet looked at"))
HELD = Mark("»", gettext_lazy("in a colleague's hands"))
MARKS = (CONFIRM, LACKS, COMMENT, UNLOOKED, HELD)


@dataclass(frozen=True)
class Column:
    """A column: a judged question, or all questions of one number (Q3, Q4)."""

    code: str
    title: Text
    questions: tuple[Question, ...]
    section: str

    @property
    def anchor(self) -> str:
        return prefix(self.questions[0].code)

    @property
    def judged(self) -> bool:
        return self.questions[0].judged


@dataclass(frozen=True)
class GridCell:
    """What stands in one place, with its marks and its address."""

    code: str
    url: str
    state: str
    word: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class GridRow:
    """One programme of the grid, and in whose hands it is."""

    assessment: Assessment
    cells: tuple[GridCell, ...]
    hands: Sequence[Hands]
    fillable: bool


@dataclass(frozen=True)
class Grid:
    """One page of the grid."""

    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    page: "Page[Assessment]"
    holders: Sequence[Seat]
    held_by: Seat | None

    @cached_property
    def marks(self) -> list[Mark]:
        """The marks of this page with their words, for the legend."""
        seen = {mark for row in self.rows for cell in row.cells for mark in cell.marks}
        return [mark for mark in MARKS if mark in seen]


def own_assessments(user: User, submission: Submission) -> "QuerySet[Assessment]":
    """The programmes of the report that ``user`` writes in: all for the focal point, for a
    colleague those in hand."""
    rows = Assessment.objects.filter(submission=submission).listed()
    if not can_read_report(user, submission):
        seats = [seat.pk for seat in user.seats_with(Permission.CONTRIBUTE)]
        running = HandOut.objects.running().filter(seat__in=seats)
        rows = rows.filter(pk__in=running.values("assessment"))
    return rows.select_related("programme__cluster").order_by("programme__code")


def own_page(user: User, submission: Submission, number: str | None) -> "Page[Assessment]":
    """Twenty of them, each knowing its report."""
    page = Paginator(own_assessments(user, submission), PAGE_SIZE).get_page(number)
    page.object_list = list(page.object_list)
    for row in page.object_list:
        row.submission = submission
    return page


def grid(user: User, submission: Submission, number: str | None, held_by: str = "") -> Grid:
    """One page of the grid, as ``user`` may see it.

    ``held_by`` (the key of a seat) leaves what that colleague has in hand; an unknown one leaves all.
    """
    in_hands = in_hand(submission)
    seats = holders(one for rows in in_hands.values() for one in rows)
    seat = next((one for one in seats if str(one.pk) == held_by), None)
    rows = own_assessments(user, submission)
    if seat:
        rows = rows.filter(pk__in=HandOut.objects.running().filter(seat=seat).values("assessment"))
    page = Paginator(rows, PAGE_SIZE).get_page(number)
    assessments = list(page.object_list)
    for row in assessments:
        row.submission = submission
    sheets = sheets_of(submission, assessments)
    commented = {(row.assessment_id, row.question.code) for row in comments_open(submission)}
    found = columns(submission.round.questionnaire.schema())
    return Grid(
        found,
        tuple(
            _row(row, sheets[row.pk], found, commented, in_hands.get(row.pk, ()))
            for row in assessments
        ),
        page,
        seats,
        seat,
    )


def columns(questionnaire: Questionnaire) -> tuple[Column, ...]:
    """The judged questions one by one, the others by their number, in questionnaire order."""
    found: dict[str, Column] = {}
    for section in questionnaire.sections:
        for question in section.questions:
            code = question.code if question.judged else short_code(question.code)
            known = found.get(code)
            questions = (*known.questions, question) if known else (question,)
            title = section.title if len(questions) > 1 else question.label
            found[code] = Column(code, title, questions, section.code)
    return tuple(found.values())


def _row(
    assessment: Assessment,
    sheet: Sheet,
    found: Sequence[Column],
    commented: set[tuple[uuid.UUID, str]],
    running: Sequence[HandOut],
) -> GridRow:
    lacking = _lacking(sheet)
    unlooked = {one.code for one in sheet.questionnaire.questions if sheet.unlooked_at(one)}
    parts = [handed_codes(one, sheet.questionnaire) or frozenset[str]() for one in running]
    handed = frozenset[str]().union(*parts)
    sections = {column.section: section_url(assessment, column.section) for column in found}
    cells = []
    for column in found:
        codes = {question.code for question in column.questions}
        marks = (
            *([CONFIRM] if any(sheet.unconfirmed(q) for q in column.questions) else []),
            *([LACKS] if codes & lacking else []),
            *([COMMENT] if any((assessment.pk, code) in commented for code in codes) else []),
            *([UNLOOKED] if codes & unlooked else []),
            *([HELD] if codes & handed else []),
        )
        state = cell_state(sheet, column)
        url = f"{sections[column.section]}#{column.anchor}"
        cells.append(GridCell(column.code, url, state, str(WORDS[state]), marks))
    open_ = any(not sheet.touched(question) for question in sheet.questionnaire.judged)
    return GridRow(assessment, tuple(cells), hands(running, sheet.questionnaire), open_)


def _lacking(sheet: Sheet) -> set[str]:
    """The questions that have an answer but not all that it requires."""
    gaps = [gap for gap in sheet.gaps if gap.rule not in {"answer", "confirm"}]
    return {gap.question for gap in gaps}


def cell_state(sheet: Sheet, column: Column) -> str:
    """The judgement that counts; for other questions whether they are answered."""
    if column.judged:
        question = column.questions[0]
        return sheet.judgement(question) or ("begun" if sheet.touched(question) else "")
    touched = [question for question in column.questions if sheet.touched(question)]
    if not touched:
        return ""
    required = [question for question in column.questions if question.required]
    return "answered" if all(question in touched for question in required) else "begun"


# ── Places that an answer can be brought to ─────────────────────────────────────────────────────


@dataclass(frozen=True)
class Place:
    """One question of one programme: what stands there, and why nothing may be brought there."""

    assessment: Assessment
    question: Question
    shown: Sequence[FieldShown]
    base: int
    closed: str

    @property
    def question_name(self) -> str:
        """The question as a list names it: "Q8 Social norms"."""
        return f"{self.question.code} {self.question.label.in_language(get_language() or 'en')}"

    @property
    def key(self) -> str:
        """The name of the place in a form."""
        return f"{self.assessment.pk}:{self.question.code}"


def places_of_question(
    user: User,
    submission: Submission,
    page: Iterable[Assessment],
    question: Question,
    chosen: Options,
) -> list[Place]:
    """The same question of several programmes."""
    rows = list(page)
    sheets = sheets_of(submission, rows)
    closed = closed_cells(user, submission, rows, [question.code])
    return [_place(row, question, sheets[row.pk], closed, chosen) for row in rows]


def places_of_programme(user: User, assessment: Assessment) -> list[Place]:
    """The judged questions of one programme."""
    submission = assessment.submission
    questions = submission.round.questionnaire.schema().judged
    sheet = sheets_of(submission, [assessment])[assessment.pk]
    closed = closed_cells(user, submission, [assessment], [row.code for row in questions])
    return [_place(assessment, question, sheet, closed, ()) for question in questions]


def _place(
    assessment: Assessment,
    question: Question,
    sheet: Sheet,
    closed: Mapping[tuple[uuid.UUID, str], str],
    chosen: Options,
) -> Place:
    reason = closed.get((assessment.pk, question.code), "")
    if assessment.not_assessed:
        reason = _("The programme is marked “not assessed”.")
    shown = answer_shown(sheet, question, chosen)
    return Place(assessment, question, shown, sheet[question.code].number, reason)


def answer_shown(sheet: Sheet, question: Question, chosen: Options) -> list[FieldShown]:
    """What stands at a question, its parts after it."""
    found = fields_shown(question, sheet[question.code], chosen)
    for part in question.parts:
        for field in fields_shown(part, sheet[part.code], ()):
            found.append(
                FieldShown(field.name, f"{part.code} · {field.label}", field.value, field.typed)
            )
    return found


@dataclass(frozen=True)
class Source:
    """Another programme of ours with its answer to the question."""

    assessment: Assessment
    shown: Sequence[FieldShown]


def sources(
    page: Iterable[Assessment], assessment: Assessment, question: Question, chosen: Options
) -> list[Source]:
    """Those of a page of programmes that have an answer to ``question``, its own left out."""
    rows = [row for row in page if row.pk != assessment.pk]
    sheets = sheets_of(assessment.submission, [assessment, *rows])
    return [
        Source(row, answer_shown(sheets[row.pk], question, chosen))
        for row in rows
        if sheets[row.pk].touched(question)
    ]


def earlier_report(submission: Submission) -> Submission | None:
    """The ministry's newest accepted report of an earlier round of the same kind."""
    round_ = submission.round
    if round_.opened_at is None:
        return None
    rows = Submission.objects.current().filter(
        ministry=submission.ministry_id,
        status=SubmissionStatus.ACCEPTED,
        round__kind=round_.kind,
        round__opened_at__lt=round_.opened_at,
    )
    return rows.select_related("round").order_by("-round__opened_at").first()


def codes_of(question: Question) -> tuple[str, ...]:
    """The codes of a question and its parts."""
    return (question.code, *(part.code for part in question.parts))


def question_of(questionnaire: Questionnaire, code: str) -> Question | None:
    """The question with this code; None for an unknown one."""
    return next((one for one in questionnaire.questions if one.code == code), None)


def place_url(assessment: Assessment, question: Question) -> str:
    """The address of a question in the detailed form."""
    questionnaire = assessment.submission.round.questionnaire.schema()
    section = section_of(questionnaire, question.code)
    return section_url(assessment, section.code, question.code)
