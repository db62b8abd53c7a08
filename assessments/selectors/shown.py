"""How an answer is shown: the label of each field, and its value in words."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Manager, Prefetch, Value
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.enums import Feasibility, Judgement
from assessments.schema import Part, Question, Section
from assessments.sheet import ANSWER_FIELDS, Given
from assessments.wording import Run
from nsss_gender.accounts.models import Ministry, localized
from nsss_gender.language.numbers import digits
from programmes.enums import Approach, Function
from programmes.models import LifecycleStage, Programme, ProgrammeMinistry, TargetGroup
from programmes.selectors import coverages_standing

CONFIRMED, TO_CORRECT, NO_PARTNER = "confirmed", "to_correct", "none"
IDENTIFIED = (
    (CONFIRMED, _("Yes, the register is right")),
    (TO_CORRECT, _("No, I propose a correction")),
)

LABELS = {
    "judgement": _("Answer"),
    "text": _("In your own words"),
    "missing": _("What is missing"),
    "feasibility": _("Is it possible?"),
    "detail": _("What would have to change or come first, and who decides"),
    "reason": _("Reason"),
    "choices": _("Answer"),
}
OVERRIDE = _("Your answer as a whole, if it differs from the parts")
PART_NOTE = _("Note on this part")

Options = Sequence[tuple[str, str]]


def options(question: Question, *, leave_out: str = "") -> Options:
    """What can be chosen for a question: its own options, or a list of the register.

    ``leave_out`` is the code of the ministry that answers: it is not its own partner.
    """
    if question.kind == "identification":
        return [(code, str(label)) for code, label in IDENTIFIED]
    if question.kind == "partners":
        ministries = [(row.code, str(row)) for row in Ministry.objects.exclude(code=leave_out)]
        return [(NO_PARTNER, str(_("No other ministry or agency"))), *ministries]
    if question.source:
        return _from_register(question.source)
    language = get_language() or "en"
    return [(option.code, option.text.in_language(language)) for option in question.options]


def _from_register(source: str) -> Options:
    if source == "stages":
        return [(row.code, str(row)) for row in LifecycleStage.objects.all()]
    if source == "groups":
        return [(row.code, str(row)) for row in TargetGroup.objects.all()]
    choices = Approach.choices if source == "approaches" else Function.choices
    return [(code, str(label)) for code, label in choices]


def register_words() -> dict[str, Options]:
    """The words of every list of the register by source ("stages", "groups", "partners"): one query,
    for pages that only read what was chosen."""
    fields = ("list_of", "code", "name_en", "name_bn")
    lists: dict[str, Manager[Any]] = {
        "stages": LifecycleStage.objects,
        "groups": TargetGroup.objects,
        "partners": Ministry.objects,
    }
    first, *others = (
        rows.annotate(list_of=Value(source)).order_by().values_list(*fields)
        for source, rows in lists.items()
    )
    found: dict[str, list[tuple[str, str]]] = {source: [] for source in lists}
    for source, code, name_en, name_bn in first.union(*others, all=True):
        found[source].append((code, localized(name_en, name_bn)))
    found["partners"].insert(0, (NO_PARTNER, str(_("No other ministry or agency"))))
    return dict(found)


def register_entry(programme_id: uuid.UUID, section: Section) -> Programme:
    """The programme as the register holds it, with what is shown beside ``section``: earlier names
    where it asks about identification, people reached where it asks about them."""
    links = ProgrammeMinistry.objects.select_related("ministry")
    rows = Programme.objects.select_related("cluster", "agency").prefetch_related(
        "stages",
        "groups",
        Prefetch("ministry_links", links),
        coverages_standing() if asks_for_people(section) else "names",
    )
    return rows.get(pk=programme_id)


def asks_for_people(section: Section) -> bool:
    """Whether a section asks whom the programme reaches."""
    return any(question.source == "groups" for question in section.questions)


def suggestion(question: Question, programme: Programme) -> dict[str, object]:
    """What the register suggests as a first answer; nothing where it knows nothing.

    Reads ``stages`` and ``groups``: prefetch them.
    """
    if question.source == "stages":
        return _chosen(programme.stages.all())
    if question.source == "groups":
        return _chosen(programme.groups.all())
    if question.kind == "fiscal_year":
        year = programme.end_fy if question.code.endswith(".end") else programme.start_fy
        return {"text": year} if year else {}
    return {}


def _chosen(rows: Iterable[LifecycleStage] | Iterable[TargetGroup]) -> dict[str, object]:
    codes = [row.code for row in rows]
    return {"choices": codes} if codes else {}


@dataclass(frozen=True)
class FieldShown:
    """One field of an answer in words; ``typed`` texts keep their own language. Compared with an
    earlier answer, ``runs`` say which words changed; empty where none did."""

    name: str
    label: str
    value: str
    typed: bool
    runs: tuple[Run, ...] = ()


def fields_shown(
    asked: Question | Part, given: Given, choices: Options, names: Sequence[str] = ANSWER_FIELDS
) -> list[FieldShown]:
    """The fields ``names`` of an answer that hold something, in the order of the form."""
    return list(_shown(asked, given, dict(choices), names))


def _shown(
    asked: Question | Part, given: Given, words: Mapping[str, str], names: Sequence[str]
) -> Iterator[FieldShown]:
    for name in ANSWER_FIELDS:
        if name in names and (value := value_shown(given, name, words)):
            if name == "text" and _is_year(asked):
                year = digits(value, get_language() or "en")
                yield FieldShown(name, str(LABELS["choices"]), year, typed=False)
                continue
            typed = name not in {"judgement", "feasibility", "choices"}
            yield FieldShown(name, label(asked, name), value, typed)


def _is_year(asked: Question | Part) -> bool:
    """Whether the text of the answer is a fiscal year, not somebody's words."""
    return isinstance(asked, Question) and asked.kind == "fiscal_year"


def value_shown(given: Given, name: str, words: Mapping[str, str]) -> str:
    """The value of one field in words; empty when it holds nothing."""
    if name == "judgement":
        return str(Judgement(given.judgement).label) if given.judgement else ""
    if name == "feasibility":
        return str(Feasibility(given.feasibility).label) if given.feasibility else ""
    if name == "choices":
        return "; ".join(words.get(code, code) for code in given.choices)
    return str(getattr(given, name))


def label(asked: Question | Part, name: str) -> str:
    """The label of a field: the question's own wording where it has one."""
    language = get_language() or "en"
    if isinstance(asked, Part):
        return str(PART_NOTE if name == "reason" else LABELS[name])
    if name == "missing" and asked.missing:
        return asked.missing.in_language(language)
    if name == "feasibility" and asked.follow_up:
        return asked.follow_up.in_language(language)
    if name == "judgement" and asked.parts:
        return str(OVERRIDE)
    return str(LABELS[name])
