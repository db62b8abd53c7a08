"""From the file, or from its JSON form, to the dataclasses."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import yaml

from assessments.schema.checks import (
    check_choices,
    check_judged,
    check_not_judged,
    check_section,
    check_whole,
    repeated,
)
from assessments.schema.contradicting import check_contradictions, contradiction
from assessments.schema.entry import Entry, SchemaError, name_of
from assessments.schema.shapes import (
    CYCLE_STAGES,
    KINDS,
    ROW_KINDS,
    SOURCES,
    Guideline,
    Option,
    Part,
    Question,
    Questionnaire,
    Section,
    Text,
)

QUESTION_CODE = re.compile(r"Q\d{1,2}[a-z]?(\.[a-z_]+)?")
NAME_CODE = re.compile(r"[a-z][a-z_]*")


@lru_cache(maxsize=4)  # pure and slow (a tenth of a second): the same text is read once a process
def load(text: str) -> Questionnaire:
    """Read a questionnaire file; SchemaError with every complaint if it cannot be used."""
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        raw = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that does not exist
        raise SchemaError([f"not YAML: {error}"]) from error
    return questionnaire_from_dict(raw, complaints=_twice(tree))


def questionnaire_from_dict(raw: object, complaints: Sequence[str] = ()) -> Questionnaire:
    """Rebuild a questionnaire from its JSON form; complaints already known are added to."""
    entry = Entry(raw, "the file", list(complaints))
    entry.expect(Questionnaire)
    questionnaire = Questionnaire(
        version=entry.word("version"),
        title=entry.text("title"),
        source=entry.text("source"),
        sections=tuple(_section(child) for child in entry.children("sections")),
        contradictions=tuple(contradiction(child) for child in entry.children("contradictions")),
    )
    check_whole(questionnaire, entry)
    check_contradictions(questionnaire, entry)
    entry.finish()
    return questionnaire


def question_from_dict(raw: object) -> Question:
    """Rebuild one question from its JSON form; SchemaError with every complaint if it is broken."""
    entry = Entry(raw, name_of(raw, "the question"), [])
    question = _question(entry)
    entry.finish()
    return question


def _section(entry: Entry) -> Section:
    entry.expect(Section)
    section = Section(
        code=entry.code(NAME_CODE),
        title=entry.text("title"),
        intro=entry.text("intro"),
        questions=tuple(_question(child) for child in entry.children("questions")),
    )
    check_section(section, entry)
    return section


def _question(entry: Entry) -> Question:
    entry.expect(Question)
    question = Question(
        code=entry.code(QUESTION_CODE),
        kind=entry.word("kind", allowed=KINDS),
        guideline=_guideline(entry.child("guideline")),
        label=entry.text("label"),
        text=entry.text("text"),
        added=entry.flag("added"),
        required=entry.flag("required"),
        scored=entry.flag("scored"),
        help=entry.optional_text("help"),
        partly=entry.optional_text("partly"),
        example=entry.optional_text("example"),
        gender=entry.optional_text("gender"),
        follow_up=entry.optional_text("follow_up"),
        missing=entry.optional_text("missing"),
        gap=entry.optional_text("gap"),
        indicator=entry.optional_text("indicator"),
        parts=tuple(_part(child) for child in entry.children("parts")),
        options=tuple(_option(child) for child in entry.children("options")),
        source=entry.word("source", allowed=SOURCES, optional=True),
        actions=_actions(entry.child("actions")),
        cycle_stage=entry.word("cycle_stage", allowed=CYCLE_STAGES, optional=True),
        step_objective=entry.number("step_objective"),
    )
    check_choices(question, entry)
    if question.judged:
        check_judged(question, entry)
    else:
        check_not_judged(question, entry)
    return question


def _guideline(entry: Entry) -> Guideline:
    entry.expect(Guideline)
    return Guideline(entry.word("record"), entry.text("name"), entry.number("item"))


def _part(entry: Entry) -> Part:
    entry.expect(Part)
    return Part(
        code=entry.word("code"),
        text=entry.text("text"),
        help=entry.text("help"),
        na_when_one_sex=entry.flag("na_when_one_sex"),
    )


def _option(entry: Entry) -> Option:
    entry.expect(Option)
    return Option(entry.code(NAME_CODE), entry.text("text"))


def _actions(entry: Entry) -> dict[str, Text]:
    if entry.raw is None:
        return {}
    if not isinstance(entry.raw, Mapping):
        entry.complain("expected keys with values")
    for key in entry.content:
        if key not in ROW_KINDS:
            entry.complain(f"unknown kind of row “{key}”")
    return {kind: entry.text(kind) for kind in ROW_KINDS if kind in entry.content}


def _twice(tree: yaml.Node | None) -> list[str]:
    """Name every key written twice in one mapping: YAML itself would silently keep the last."""
    complaints, waiting, seen = [], [tree], set()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, yaml.CollectionNode) or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            line = node.start_mark.line + 1
            keys = [str(key.value) for key, _ in node.value]
            complaints += [f"line {line}: “{key}” is there twice" for key in repeated(keys)]
            waiting += [value for _, value in node.value]
        else:
            waiting += node.value
    return complaints
