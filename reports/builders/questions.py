"""The questions of a form as blocks: answered in words, or left for the pen. Call in the document's language."""

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.enums import Feasibility, Judgement
from assessments.schema import Part, Question, Text
from assessments.selectors.shown import LABELS, Options, fields_shown, label, options
from assessments.sheet import CHOSEN, EMPTY, Sheet
from reports.documents import Cell, Entry, Form

# How many ruled lines a text needs; more choices than this are written, not ticked.
LINES = {"text": 3, "missing": 2, "detail": 2, "reason": 2}
TICKABLE = 30
JUDGED = ("judgement", "text", "missing", "feasibility", "detail", "reason")


def words(choices: type[Judgement] | type[Feasibility]) -> tuple[str, ...]:
    return tuple(str(choice.label) for choice in choices)


class Questions:
    """Makes the blocks of one document; a list of the register is read once for all programmes."""

    def __init__(self, ministry: str = "") -> None:
        self.ministry = ministry
        self.known: dict[str, Options] = {}

    def choices(self, question: Question) -> Options:
        """What can be chosen for a question; nothing where there is nothing to choose."""
        if question.kind not in CHOSEN:
            return ()
        if question.code not in self.known:
            self.known[question.code] = options(question, leave_out=self.ministry)
        return self.known[question.code]

    # ── Answered ────────────────────────────────────────────────────────────────────────────────

    def answered(self, question: Question, sheet: Sheet) -> Form:
        """A question as it stands: answers in words, what is still missing as an empty line."""
        missing = {gap.field for gap in sheet.gaps if gap.question == question.code}
        entries = [*self._parts(question, sheet), *self._own(question, sheet, missing)]
        if _acted(question, sheet):
            entries.append(
                Entry(_("Entered by"), Cell(_("The Cabinet Division, for the ministry")))
            )
        return Form(_title(question), tuple(entries), _in_language(question.text))

    def _own(self, question: Question, sheet: Sheet, missing: set[str]) -> Iterator[Entry]:
        given = sheet[question.code]
        if question.judged:
            yield self._judgement(question, sheet)
        for field in fields_shown(question, given, self.choices(question)):
            if field.name != "judgement":
                yield Entry(field.label, Cell(field.value, lang="" if field.typed else _tongue()))
        for name in JUDGED if question.judged else ("choices", "text"):
            if name in missing and name != "judgement":
                yield self._blank(question, name)
        if not question.judged and not missing and given.values() == EMPTY.values():
            yield Entry(str(LABELS["choices"]), Cell(None, missing=_("No answer")))
        if given.to_confirm:
            yield Entry(_("State"), Cell(_("to be confirmed")))

    def _judgement(self, question: Question, sheet: Sheet) -> Entry:
        """The answer that counts; with parts it is that of the question as a whole."""
        named = _("Answer to the question as a whole") if question.parts else _("Answer")
        judgement = sheet.judgement(question)
        if judgement:
            return Entry(named, Cell(str(Judgement(judgement).label)))
        return Entry(named, choices=words(Judgement))

    def _parts(self, question: Question, sheet: Sheet) -> Iterator[Entry]:
        for part in question.parts:
            judgement = sheet.part_judgement(part)
            asked = f"{part.code} {_in_language(part.text)}"
            if not judgement:
                yield Entry(asked, choices=_part_words())
                continue
            yield Entry(asked, Cell(str(Judgement(judgement).label)))
            if note := sheet[part.code].reason:
                yield Entry(f"{part.code} – {label(part, 'reason')}", Cell(note))

    # ── Empty ───────────────────────────────────────────────────────────────────────────────────

    def empty(self, question: Question) -> Form:
        """A question with room for every part of an answer."""
        if question.judged:
            entries = [*self._empty_parts(question), *self._empty_judged(question)]
        else:
            entries = [self._blank(question, "choices" if self.choices(question) else "text")]
        return Form(_title(question), tuple(entries), _in_language(question.text))

    def _empty_parts(self, question: Question) -> Iterator[Entry]:
        for part in question.parts:
            yield Entry(f"{part.code} {_in_language(part.text)}", choices=_part_words())

    def _empty_judged(self, question: Question) -> Iterator[Entry]:
        if not question.parts:
            yield Entry(_("Answer"), choices=words(Judgement))
        for name in JUDGED[1:]:
            yield self._blank(question, name)

    def _blank(self, question: Question | Part, name: str) -> Entry:
        """An empty line for one field of an answer."""
        if name == "feasibility":
            return Entry(label(question, name), choices=words(Feasibility))
        if name == "choices" and isinstance(question, Question):
            choices = tuple(word for _code, word in self.choices(question))
            if 0 < len(choices) <= TICKABLE:
                return Entry(label(question, name), choices=choices)
        if question_of_year(question):
            return Entry(_("Fiscal year, such as 2018-19"))
        return Entry(label(question, name), lines=LINES.get(name, 2))


def question_of_year(question: Question | Part) -> bool:
    return isinstance(question, Question) and question.kind == "fiscal_year"


def _acted(question: Question, sheet: Sheet) -> bool:
    """Whether the answer or a part of it was entered for the ministry (79)."""
    codes = (question.code, *(part.code for part in question.parts))
    return any(sheet[code].on_behalf for code in codes)


def _title(question: Question) -> str:
    return f"{question.code.partition('.')[0]} {_in_language(question.label)}"


def _part_words() -> tuple[str, ...]:
    """A part is answered with yes, no or not applicable."""
    return tuple(str(one.label) for one in (Judgement.YES, Judgement.NO, Judgement.NA))


def _tongue() -> str:
    return get_language() or "en"


def _in_language(text: Text) -> str:
    return text.in_language(_tongue())
