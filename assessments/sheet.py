"""The answers of one assessment, read once: from the draft's rows or from a packet (pure).

A Sheet knows which judgement counts for an item (derived from its named parts, or overridden with
a reason), what is still missing before submission, and the score. Product.md sections 4 and 5.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Protocol

from assessments import scoring
from assessments.schema import Part, Question, Questionnaire

# Kinds that are answered by choosing; the others, judged ones apart, by writing.
CHOSEN = frozenset({"identification", "choice", "choices", "partners"})
ANSWER_FIELDS = ("judgement", "text", "missing", "feasibility", "detail", "reason", "choices")
# Origins that bring a bare judgement of an item; it stays theirs while the rest of it is typed.
WHOLE = frozenset({"short_form", "filled"})


@dataclass(frozen=True)
class Given:
    """What one answer version says. ``version`` is its id, ``number`` its place in the answer;
    ``on_behalf``: somebody of the Cabinet Division entered it for the ministry."""

    judgement: str = ""
    text: str = ""
    missing: str = ""
    feasibility: str = ""
    detail: str = ""
    reason: str = ""
    choices: tuple[str, ...] = ()
    number: int = 0
    version: str = ""
    by: str = ""
    at: str = ""
    origin: str = "typed"
    to_confirm: bool = False
    on_behalf: bool = False

    def values(self) -> dict[str, Any]:
        """The answer's own fields, without who, when and which version."""
        return {name: getattr(self, name) for name in ANSWER_FIELDS}

    def as_dict(self) -> dict[str, Any]:
        """For a packet. Only an answer entered for the ministry says so: digests of others stay (79)."""
        told = {**asdict(self), "choices": list(self.choices)}
        if not self.on_behalf:
            del told["on_behalf"]
        return told

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Given":
        return cls(**{**data, "choices": tuple(data.get("choices", ()))})


EMPTY = Given()
# Judgements that leave something to be done, so that they ask whether it is possible.
GAPS = frozenset({"no", "partly"})


class Proposed(Protocol):
    """Another answer that a reviewer proposes."""

    @property
    def proposed(self) -> str: ...

    @property
    def proposed_feasibility(self) -> str: ...


@dataclass(frozen=True)
class Gap:
    """A required thing that is not there yet: question code, field, and which rule asks for it."""

    question: str
    field: str
    rule: str


@dataclass(frozen=True)
class Sheet:
    """``unlooked``: codes of what a colleague wrote and the focal point has not looked at (19); only
    a draft has any."""

    questionnaire: Questionnaire
    given: Mapping[str, Given] = field(default_factory=dict)
    unlooked: frozenset[str] = frozenset()

    def __getitem__(self, code: str) -> Given:
        return self.given.get(code, EMPTY)

    @cached_property
    def one_sex(self) -> bool:
        """For women only or men only: sex-disaggregated data then do not apply by design."""
        return "one_sex" in self["Q4.approach"].choices

    def part_judgement(self, part: Part) -> str:
        if part.na_when_one_sex and self.one_sex:
            return "na"
        return self[part.code].judgement

    def derived(self, question: Question) -> str:
        """The judgement that the named parts give; empty while a part is unanswered."""
        return scoring.derive([self.part_judgement(part) for part in question.parts])

    def undivided(self, question: Question) -> bool:
        """Whether an answer that was brought here (from the short form, filled at once, copied)
        stands for an item of which no part is answered: both forms share one set of answers (8)."""
        given = self[question.code]
        untouched = not any(self[part.code].judgement for part in question.parts)
        brought = bool(given.judgement) and given.origin != "typed"
        return bool(question.parts) and brought and untouched

    def overridden(self, question: Question) -> bool:
        """Whether the ministry judges the item differently from its parts."""
        stated = self[question.code].judgement
        if not (question.parts and stated) or self.undivided(question):
            return False
        return stated != self.derived(question)

    def disputed(self, question: Question) -> bool:
        """Whether the parts and an answer brought for the whole item disagree, and nobody has said
        which stands: emptying the whole answer, or giving it a reason, settles it."""
        given = self[question.code]
        open_ = bool(self.derived(question)) and not given.reason.strip()
        return open_ and given.origin != "typed" and self.overridden(question)

    def unconfirmed(self, question: Question) -> str:
        """The code of the first answer, to a question or its parts, that nobody confirmed yet."""
        codes = (question.code, *(part.code for part in question.parts))
        return next((code for code in codes if self[code].to_confirm), "")

    def unlooked_at(self, question: Question) -> str:
        """The code of the first answer, to a question or its parts, that the focal point has not
        looked at yet."""
        codes = (question.code, *(part.code for part in question.parts))
        return next((code for code in codes if code in self.unlooked), "")

    def touched(self, question: Question) -> bool:
        """Whether a question or one of its parts has anything in it."""
        codes = (question.code, *(part.code for part in question.parts))
        return any(self[code].values() != EMPTY.values() for code in codes)

    def judgement(self, question: Question) -> str:
        """The judgement that counts for an item; empty when unanswered."""
        stated = self[question.code].judgement
        if not question.parts or self.undivided(question):
            return stated
        derived = self.derived(question)
        return (stated or derived) if derived else ""

    def items(self) -> dict[str, scoring.ItemAnswer]:
        """Each judged item's answer as the scoring rules read it."""
        return {
            question.code: scoring.ItemAnswer(
                self.judgement(question), self[question.code].feasibility
            )
            for question in self.questionnaire.judged
        }

    @cached_property
    def score(self) -> scoring.Score:
        return scoring.score(self.items())

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Everything that is required and missing, in questionnaire order."""
        return tuple(gap for question in self._questions() for gap in self._question_gaps(question))

    @property
    def complete(self) -> bool:
        return not self.gaps

    @property
    def answered(self) -> int:
        """How many judged items have a judgement."""
        return sum(1 for question in self.questionnaire.judged if self.judgement(question))

    @property
    def started(self) -> bool:
        return any(given.values() != EMPTY.values() for given in self.given.values())

    def _questions(self) -> Iterator[Question]:
        for section in self.questionnaire.sections:
            yield from section.questions

    def _question_gaps(self, question: Question) -> Iterator[Gap]:
        if question.kind == "judged":
            yield from self._judged_gaps(question)
        elif question.required and self[question.code].values() == EMPTY.values():
            yield Gap(question.code, "choices" if question.kind in CHOSEN else "text", "answer")
        if self.unconfirmed(question) and not self.disputed(question):
            yield Gap(question.code, "confirm", "confirm")

    def _judged_gaps(self, question: Question) -> Iterator[Gap]:
        given, judgement = self[question.code], self.judgement(question)
        if not judgement:
            yield from self._unanswered(question)
            return
        if self.disputed(question):
            yield Gap(question.code, "which", "which")
        elif self.overridden(question) and not given.reason.strip():
            yield Gap(question.code, "reason", "override")
        if judgement == "na" and not given.reason.strip() and not self._na_by_design(question):
            yield Gap(question.code, "reason", "na")
        if judgement == "partly" and not given.missing.strip():
            yield Gap(question.code, "missing", "missing")
        if judgement in {"no", "partly"}:
            yield from self._feasibility_gaps(question, given)

    def _feasibility_gaps(self, question: Question, given: Given) -> Iterator[Gap]:
        if not given.feasibility:
            yield Gap(question.code, "feasibility", "feasibility")
        elif given.feasibility == "not_possible" and not given.reason.strip():
            yield Gap(question.code, "reason", "not_possible")

    def _unanswered(self, question: Question) -> Iterator[Gap]:
        open_parts = [part for part in question.parts if not self.part_judgement(part)]
        if not open_parts:
            yield Gap(question.code, "judgement", "answer")
        for part in open_parts:
            yield Gap(part.code, "judgement", "answer")

    def _na_by_design(self, question: Question) -> bool:
        return bool(question.parts) and all(
            part.na_when_one_sex and self.one_sex for part in question.parts
        )


def same_as_proposed(sheet: Sheet, question: Question, proposal: Proposed) -> bool:
    """Whether the answer that counts is the proposed one, feasibility included where it is asked."""
    if sheet.judgement(question) != proposal.proposed:
        return False
    given = sheet[question.code]
    return proposal.proposed not in GAPS or given.feasibility == proposal.proposed_feasibility
