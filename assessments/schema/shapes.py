"""What a questionnaire is made of: frozen dataclasses, and their way into JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

KINDS = (
    "identification", "text", "fiscal_year", "choice", "choices", "judged", "partners", "narrative",
)  # fmt: skip
SOURCES = ("stages", "groups", "approaches", "functions")
ROW_KINDS = ("include_now", "redesign", "strengthen_now", "strengthen_by_redesign", "prepare")
CYCLE_STAGES = ("planning", "implementation", "monitoring", "evaluation")
STEP_OBJECTIVES = (1, 2, 3, 4)

# A form page is one section; more fields than this make it slow to draw and to read.
MAX_FIELDS = 20
JUDGED_FIELDS = 6  # judgement, text, missing, feasibility, detail, reason
PART_FIELDS = 2  # judgement, reason


class Plain:
    """Gives a dataclass its JSON form, which the readers below accept again without loss."""

    def as_dict(self) -> dict[str, object]:
        """Return the fields that hold something, in the shape the file has."""
        return {name: _plain(value) for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Text(Plain):
    """One text in both languages."""

    en: str
    bn: str

    def in_language(self, language: str) -> str:
        """Return the Bangla text for "bn" or "bn-bd", the English one for everything else."""
        return self.bn if language.startswith("bn") else self.en


@dataclass(frozen=True)
class Guideline(Plain):
    """The place in the source document a question comes from, and how to name it."""

    record: str
    name: Text
    item: int = 0


@dataclass(frozen=True)
class Option(Plain):
    """One answer to choose."""

    code: str
    text: Text


@dataclass(frozen=True)
class Part(Plain):
    """A named part of a judged question in the detailed form."""

    code: str
    text: Text
    help: Text
    na_when_one_sex: bool = False


@dataclass(frozen=True)
class Question(Plain):
    """One question. `added` marks what is not the source's: the follow-up of a judged question,
    the whole of any other. `gender` says where the difference of sex and gender matters in it."""

    code: str
    kind: str
    guideline: Guideline
    label: Text
    text: Text
    added: bool = False
    required: bool = False
    scored: bool = False
    help: Text | None = None
    partly: Text | None = None
    example: Text | None = None
    gender: Text | None = None
    follow_up: Text | None = None
    missing: Text | None = None
    parts: tuple[Part, ...] = ()
    options: tuple[Option, ...] = ()
    source: str = ""
    gap: Text | None = None
    actions: Mapping[str, Text] = field(default_factory=dict, hash=False)
    indicator: Text | None = None
    cycle_stage: str = ""
    step_objective: int = 0

    @property
    def judged(self) -> bool:
        """Say whether it is answered with yes, partly, no or not applicable."""
        return self.kind == "judged"

    @property
    def field_count(self) -> int:
        """Return how many fields it puts on a form page."""
        return JUDGED_FIELDS + PART_FIELDS * len(self.parts) if self.judged else 1


@dataclass(frozen=True)
class Section(Plain):
    """One form page of questions."""

    code: str
    title: Text
    intro: Text
    questions: tuple[Question, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its questions."""
        return tuple(question.code for question in self.questions)

    @property
    def answer_codes(self) -> tuple[str, ...]:
        """The codes of its questions and of their named parts."""
        parts = (part.code for question in self.questions for part in question.parts)
        return (*self.codes, *parts)


# What a condition can ask, of answers and of what stands beside them.
ANSWER_TESTS = (
    "judged", "feasible", "chosen", "not_chosen", "only_chosen", "empty", "evidenced",
    "differs", "before", "ends_early",
)  # fmt: skip
AMONG_TESTS = ("judged", "feasible", "chosen", "not_chosen", "only_chosen", "evidenced")
FACT_TEST = "fact"
FACTS = (
    "split", "no_split", "women_reached", "men_reached", "one_sex_reached", "no_woman_consulted",
)  # fmt: skip


@dataclass(frozen=True)
class Condition(Plain):
    """One thing that must hold for a contradiction: ``test`` ``of`` these codes, ``among`` those words.

    Of several codes one is enough, except for facts (all) and "before" (the first before the second).
    """

    test: str
    of: tuple[str, ...]
    among: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contradiction(Plain):
    """Answers that do not fit together when every condition of ``when`` holds; it warns, never blocks."""

    code: str
    name: Text
    text: Text
    when: tuple[Condition, ...]


@dataclass(frozen=True)
class Questionnaire(Plain):
    """One version, complete."""

    version: str
    title: Text
    source: Text
    sections: tuple[Section, ...]
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return every question in the order of the file."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def judged(self) -> tuple[Question, ...]:
        """Return every judged question, graduation included."""
        return tuple(question for question in self.questions if question.judged)

    @property
    def items(self) -> tuple[Question, ...]:
        """Return the judged questions that score, in scoring order."""
        return tuple(question for question in self.judged if question.scored)

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the code of every question, each followed by the codes of its parts."""
        return tuple(_codes(self.sections))

    def question(self, code: str) -> Question:
        """Return the question with this code; KeyError with the code if there is none."""
        return {question.code: question for question in self.questions}[code]

    def part(self, code: str) -> Part:
        """Return the part with this code; KeyError with the code if there is none."""
        return {part.code: part for question in self.questions for part in question.parts}[code]


def _codes(sections: Sequence[Section]) -> Iterator[str]:
    for section in sections:
        for question in section.questions:
            yield question.code
            yield from (part.code for part in question.parts)


def _plain(value: object) -> object:
    if isinstance(value, Plain):
        return value.as_dict()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value
