"""An answer beside an earlier one: every field of either, with the words that changed (27)."""

from assessments.models import Assessment, Packet
from assessments.schema import Part, Question
from assessments.selectors.shown import FieldShown, Options, fields_shown
from assessments.sheet import ANSWER_FIELDS, Given, Sheet
from assessments.wording import Run, replaced, word_changes
from nsss_gender.language.text import normalise

# What is chosen from a list of few is replaced as a whole; everything else is compared word by word.
CHOSEN = frozenset({"judgement", "feasibility"})


def fields_compared(
    question: Question | Part, given: Given, old: Given, choices: Options, names: list[str]
) -> list[FieldShown]:
    """The fields that either answer holds, in the order of the form; a field that was emptied has no
    value and only removed words."""
    now = {row.name: row for row in fields_shown(question, given, choices, names)}
    then = {row.name: row for row in fields_shown(question, old, choices, names)}
    found = []
    for name in ANSWER_FIELDS:
        row = now.get(name) or then.get(name)
        if row is not None:
            before, after = (side[name].value if name in side else "" for side in (then, now))
            runs = changes(name, before, after)
            found.append(FieldShown(name, row.label, after, row.typed, runs))
    return found


def changes(name: str, before: str, after: str) -> tuple[Run, ...]:
    """The words that changed in one field; nothing where they are the same."""
    one, other = normalise(before), normalise(after)
    if one == other:
        return ()
    return replaced(one, other) if name in CHOSEN else word_changes(one, other)


def changed(sheet: Sheet, old: Sheet) -> list[str]:
    """The codes of the questions that the two sheets answer differently, parts included."""
    return [row.code for row in sheet.questionnaire.questions if differs(sheet, old, row)]


def differs(sheet: Sheet, old: Sheet, question: Question) -> bool:
    """Whether the two sheets answer one question, or one of its parts, differently."""
    codes = (question.code, *(part.code for part in question.parts))
    return any(not _same(sheet[code], old[code]) for code in codes)


def _same(one: Given, other: Given) -> bool:
    """A version never changes, so that one and the same needs no look at its fields."""
    return bool(one.version and one.version == other.version) or one.values() == other.values()


def reason_runs(packet: Packet, before: Packet | None, assessment: Assessment) -> tuple[Run, ...]:
    """The words that changed in the reason why a programme was not assessed; nothing where it was
    assessed in one of the two, or the reason is the same."""
    key = str(assessment.pk)
    entries = (before.assessments.get(key) if before else None, packet.assessments[key])
    old, new = (entry["not_assessed"] if entry else "" for entry in entries)
    return changes("reason", old, new) if old and new else ()
