"""What the register knows by name: its words, its ministries and its programmes, read in few statements."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import override

from nsss_gender.accounts.enums import Grade
from nsss_gender.accounts.models import Ministry, MinistryName, MinistrySuccession
from programmes.enums import Approach, Function, MinistryPart
from programmes.models import (
    Agency,
    Cluster,
    LifecycleStage,
    Programme,
    ProgrammeFunction,
    ProgrammeMinistry,
    ProgrammeName,
    TargetGroup,
)
from programmes.schema.facts import FIELDS, LISTS, Facts
from programmes.schema.lexicon import Names, loose

Words = list[tuple[str, str, str]]  # code, English, Bangla
CHOICES: dict[str, Any] = {"approach": Approach, "function": Function, "grade": Grade}
ALL_STAGES = "*"
_ALL_AGES = ("all ages", "all stages", "all", "সকল বয়স", "সব বয়স", "সকল ধাপ")
_LINKED = LISTS | {"lead", "agency", "cluster"}
_PLAIN = tuple(name for name in (*FIELDS, "number") if name not in _LINKED)


@dataclass
class Vocabulary:
    """The lists that a cell may name, by kind: ministry, cluster, stage, group, agency, approach, …"""

    names: dict[str, Names] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)

    def said(self, kind: str, code: str, language: str) -> str:
        """A code in the words of the language; a code that is gone as it is."""
        return self._said[language].get((kind, code), code)

    @cached_property
    def _said(self) -> dict[str, dict[tuple[str, str], str]]:
        def table(choose: Callable[[str, str], str]) -> dict[tuple[str, str], str]:
            return {
                (kind, code): choose(english, bangla)
                for kind, rows in self.words.items()
                for code, english, bangla in rows
            }

        return {"en": table(lambda en, bn: en or bn), "bn": table(lambda en, bn: bn or en)}


def vocabulary() -> Vocabulary:
    """All lists; eight statements."""
    found = Vocabulary()
    for kind, model in (("cluster", Cluster), ("stage", LifecycleStage), ("group", TargetGroup)):
        rows = list(model._default_manager.values_list("code", "name_en", "name_bn", "aliases"))
        found.words[kind] = [row[:3] for row in rows]
        entries = [(row[0], (row[0], *row[1:3], *row[3].splitlines())) for row in rows]
        if kind == "stage":
            entries.append((ALL_STAGES, _ALL_AGES))
        found.names[kind] = Names(entries)
    agencies = list(Agency.objects.values_list("name_en", "name_bn", "aliases"))
    found.words["agency"] = [(english, english, bangla) for english, bangla, _other in agencies]
    found.names["agency"] = Names(
        (english, (english, bangla, *other.splitlines())) for english, bangla, other in agencies
    )
    _ministries(found)
    for kind, choices in CHOICES.items():
        found.words[kind] = _choices(choices)
        found.names[kind] = Names((row[0], row) for row in found.words[kind])
    return found


def labels(kinds: Iterable[str]) -> Vocabulary:
    """Only what codes of these kinds are called, one statement each: for a page that shows them."""
    found = Vocabulary()
    terms = {
        "cluster": Cluster,
        "stage": LifecycleStage,
        "group": TargetGroup,
        "ministry": Ministry,
    }
    for kind in set(kinds):
        if kind in CHOICES:
            found.words[kind] = _choices(CHOICES[kind])
        elif kind == "agency":
            rows = Agency.objects.exclude(name_bn="").values_list("name_en", "name_bn")
            found.words[kind] = [(english, english, bangla) for english, bangla in rows]
        else:
            model: Any = terms[kind]
            found.words[kind] = list(
                model._default_manager.values_list("code", "name_en", "name_bn")
            )
    return found


def _ministries(found: Vocabulary) -> None:
    """By any name it has or had; a closed one leads to its successor where there is only one."""
    names: dict[Any, set[str]] = defaultdict(set)
    for owner, english, bangla in MinistryName.objects.values_list(
        "ministry_id", "name_en", "name_bn"
    ):
        names[owner] |= {english, bangla}
    rows = list(Ministry.objects.all())
    heirs: dict[Any, list[Any]] = defaultdict(list)
    for old, new in MinistrySuccession.objects.values_list("predecessor_id", "successor_id"):
        heirs[old].append(new)
    codes = {row.pk: row.code for row in rows}
    entries = []
    for row in rows:
        own = {row.code, row.name_en, row.name_bn, row.acronym, *row.aliases.splitlines()}
        code = row.code
        if row.closed_on:
            code = codes[heirs[row.pk][0]] if len(heirs[row.pk]) == 1 else ""
        if code:
            entries.append((code, own | names[row.pk]))
    found.words["ministry"] = [
        (row.code, row.name_en, row.name_bn) for row in rows if not row.closed_on
    ]
    found.names["ministry"] = Names(_together(entries))


def _together(entries: Iterable[tuple[str, set[str]]]) -> list[tuple[str, set[str]]]:
    """One entry for each code, so that a predecessor's names are not two owners' names."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, names in entries:
        found[code] |= names
    return list(found.items())


def _choices(choices: Any) -> Words:
    labels: list[list[str]] = []
    for language in ("en", "bn"):
        with override(language):
            labels.append([str(one.label) for one in choices])
    return list(zip(choices.values, *labels, strict=True))


@dataclass
class Known:
    """The programmes as they stand: by code, and by every name they have or had."""

    facts: dict[str, Facts]
    names: Names

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """The code as the register writes it, by its loose form."""
        return {loose(code): code for code in self.facts}


def known(chosen: QuerySet[Programme] | None = None) -> Known:
    """All programmes, or the chosen ones, in seven statements whatever their number."""
    facts, pks = _facts(chosen)
    names: dict[str, set[str]] = defaultdict(set)
    for owner, english, bangla in ProgrammeName.objects.values_list(
        "programme_id", "name_en", "name_bn"
    ):
        if owner in pks:
            names[pks[owner].code] |= {english, bangla}
    for one in facts.values():
        names[one.code] |= {one.name_en, one.name_bn}
    return Known(facts, Names(names.items(), asides=False))


def _facts(chosen: QuerySet[Programme] | None) -> tuple[dict[str, Facts], dict[Any, Facts]]:
    rows = Programme.objects.all() if chosen is None else chosen
    pks: dict[Any, Facts] = {}
    for row in rows.values("pk", *_PLAIN, "cluster__code", "agency__name_en"):
        own: dict[str, Any] = {name: row[name] for name in _PLAIN}
        own |= {"cluster": row["cluster__code"] or "", "agency": row["agency__name_en"] or ""}
        pks[row["pk"]] = Facts(pk=str(row["pk"]), **own)
    _lists(pks)
    return {one.code: one for one in pks.values()}, pks


def _lists(pks: Mapping[Any, Facts]) -> None:
    """Stages, groups, functions and ministries of the programmes."""
    sources: tuple[tuple[str, Iterable[tuple[Any, str]]], ...] = (
        ("stages", _pairs(Programme.stages.through, "lifecyclestage")),
        ("groups", _pairs(Programme.groups.through, "targetgroup")),
        ("functions", ProgrammeFunction.objects.values_list("programme_id", "function")),
        ("partners", _links(MinistryPart.PARTNER)),
    )
    for name, pairs in sources:
        found: dict[Any, list[str]] = defaultdict(list)
        for owner, code in pairs:
            found[owner].append(code)
        for owner, codes in found.items():
            if owner in pks:
                setattr(pks[owner], name, tuple(codes))
    for owner, code in _links(MinistryPart.LEAD):
        if owner in pks:
            pks[owner].lead = code


def _pairs(through: Any, word: str) -> Iterable[tuple[Any, str]]:
    rows = through._default_manager.order_by(f"{word}__order", f"{word}__code")
    found: Iterable[tuple[Any, str]] = rows.values_list("programme_id", f"{word}__code")
    return found


def _links(part: MinistryPart) -> Iterable[tuple[Any, str]]:
    current = ProgrammeMinistry.objects.filter(Q(valid_to=None), part=part)
    return current.order_by("ministry__order").values_list("programme_id", "ministry__code")
