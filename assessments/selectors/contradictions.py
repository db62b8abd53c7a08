"""Contradictions of drafts and of packets, with what the ministry says to them (capability 17)."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import get_language

from assessments.contradictions import Facts, Found, contradictions
from assessments.models import Assessment, BesideVersion, Consultation, Evidence, Explanation
from assessments.schema import Contradiction, Question, Questionnaire
from assessments.selectors.places import prefix, section_of, section_url
from assessments.sheet import Sheet
from nsss_gender.accounts.models import User
from programmes.models import Coverage

Sheets = Mapping[uuid.UUID, Sheet]
ByAssessment = dict[uuid.UUID, list["Shown"]]


@dataclass(frozen=True)
class Place:
    """One of the answers that a contradiction lies between: its question, and where it stands."""

    code: str
    label: str
    url: str = ""

    @property
    def anchor(self) -> str:
        return prefix(self.code)


@dataclass(frozen=True)
class Shown:
    """A contradiction in words, the places it lies between, and what the ministry says to it."""

    rule: Contradiction
    places: tuple[Place, ...]
    explanation: str = ""
    number: int = 0
    row: Explanation | None = None

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def anchor(self) -> str:
        return f"rule-{self.rule.code}"

    @property
    def name(self) -> str:
        return self.rule.name.in_language(get_language() or "en")

    @property
    def text(self) -> str:
        return self.rule.text.in_language(get_language() or "en")

    @property
    def open(self) -> bool:
        """Whether nobody has explained it."""
        return not self.explanation

    @property
    def questions(self) -> frozenset[str]:
        return frozenset(place.code for place in self.places)


def contradictions_of(
    assessment: Assessment, sheet: Sheet, *, evidenced: Collection[str] | None = None
) -> list[Shown]:
    """The contradictions of one draft, the open ones first; three queries at most.

    ``evidenced``: the questions with evidence, where the page has read them already.
    """
    known = None if evidenced is None else {assessment.pk: frozenset(evidenced)}
    return contradictions_by_assessment([assessment], {assessment.pk: sheet}, evidenced=known)[
        assessment.pk
    ]


def contradictions_by_assessment(
    assessments: Sequence[Assessment],
    sheets: Sheets,
    *,
    evidenced: Mapping[uuid.UUID, frozenset[str]] | None = None,
) -> ByAssessment:
    """The same for many drafts of one report, by assessment; as many queries as for one."""
    facts = _facts(assessments, _evidenced(assessments) if evidenced is None else evidenced)
    found = {
        row: contradictions(sheets[row.pk], facts[row.pk])
        for row in assessments
        if row.pk in sheets and not row.not_assessed
    }
    said = _said([row for row, there in found.items() if there])
    shown: ByAssessment = {row.pk: [] for row in assessments}
    for row, there in found.items():
        schema = sheets[row.pk].questionnaire
        both = [_shown(row, one, schema, said.get((row.pk, one.code))) for one in there]
        shown[row.pk] = sorted(both, key=lambda one: not one.open)
    return shown


def _said(assessments: Sequence[Assessment]) -> dict[tuple[uuid.UUID, str], Explanation]:
    """What was said to the contradictions of these, by assessment and rule; no query for none."""
    if not assessments:
        return {}
    rows = Explanation.objects.filter(assessment__in=assessments).select_related("by")
    return {(row.assessment_id, row.rule): row for row in rows}


def contradictions_content(
    assessments: Sequence[Assessment],
    sheets: Sheets,
    evidence: Mapping[uuid.UUID, Collection[str]],
) -> dict[uuid.UUID, list[dict[str, Any]]]:
    """What a packet holds of them: rule, the questions it lies between, explanation.

    ``evidence`` are the questions with evidence by assessment, which a packet has read already.
    """
    evidenced = {key: frozenset(codes) for key, codes in evidence.items()}
    found = contradictions_by_assessment(assessments, sheets, evidenced=evidenced)
    return {
        key: [
            {
                "rule": row.code,
                "questions": sorted(row.questions),
                "explanation": row.explanation,
            }
            for row in sorted(rows, key=lambda row: row.code)
        ]
        for key, rows in found.items()
    }


def contradictions_read(entry: Mapping[str, Any], schema: Questionnaire) -> list[Shown]:
    """The contradictions that one assessment's ``entry`` in a packet holds, the open ones first."""
    rules = {rule.code: rule for rule in schema.contradictions}
    labels = {question.code: question for question in schema.questions}
    shown = [
        Shown(
            rules[row["rule"]],
            tuple(_named(labels[code]) for code in row["questions"]),
            row["explanation"],
        )
        for row in entry.get("contradictions", ())
    ]
    return sorted(shown, key=lambda row: not row.open)


def explanation_versions(shown: Iterable[Shown]) -> dict[str, list[BesideVersion]]:
    """What was said before, or is kept beside, by rule code, the newest first; one query."""
    rows = {row.row.target: row for row in shown if row.row}
    found: dict[str, list[BesideVersion]] = {}
    versions = BesideVersion.objects.filter(target__in=rows).select_related("by", "redacted_by")
    for version in versions.order_by("-number"):
        row = rows[version.target]
        if version.number != row.number:
            found.setdefault(row.code, []).append(version)
    return found


def explanation_version(user: User, pk: uuid.UUID) -> tuple[BesideVersion, Explanation] | None:
    """An earlier explanation in a draft that the user may know of, with the one that stands; None for
    others, and for one that was taken out."""
    rows = BesideVersion.objects.filter(target__startswith="explanation:", redacted_at=None)
    version = rows.filter(pk=pk).first()
    if version is None:
        return None
    found = Explanation.objects.filter(
        pk=version.target.partition(":")[2], assessment__in=Assessment.objects.visible_to(user)
    )
    row = found.select_related("assessment__submission__round__questionnaire").first()
    return (version, row) if row else None


def contradictions_url(assessment: Assessment, code: str = "") -> str:
    """The page on which contradictions are explained, at the one of rule ``code``."""
    url = reverse("assessments:contradictions", args=[assessment.pk])
    return f"{url}#rule-{code}" if code else url


def _shown(
    assessment: Assessment, found: Found, schema: Questionnaire, row: Explanation | None
) -> Shown:
    questions = dict.fromkeys(_question(schema, code) for code in found.codes)
    places = tuple(
        _named(
            question, section_url(assessment, section_of(schema, question.code).code, question.code)
        )
        for question in questions
    )
    return Shown(found.rule, places, row.text if row else "", row.number if row else 0, row)


def _question(schema: Questionnaire, code: str) -> Question:
    """The question with this code, or the one whose part it is."""
    section = section_of(schema, code)
    return next(
        question
        for question in section.questions
        if code == question.code or code in {part.code for part in question.parts}
    )


def _named(question: Question, url: str = "") -> Place:
    return Place(question.code, question.label.in_language(get_language() or "en"), url)


# ── What stands beside the answers ──────────────────────────────────────────────────────────────


def _facts(
    assessments: Sequence[Assessment], evidenced: Mapping[uuid.UUID, frozenset[str]]
) -> dict[uuid.UUID, Facts]:
    """The facts of each assessment; one query, all of the report's round and register."""
    standing = Coverage.objects.filter(programme=OuterRef("programme"), withdrawn_at=None)
    consulted = Consultation.objects.filter(submission=OuterRef("submission"), withdrawn_at=None)
    rows = Assessment.objects.filter(pk__in=[row.pk for row in assessments]).annotate(
        split=Exists(standing.filter(Q(women__isnull=False) | Q(men__isnull=False))),
        total=Exists(standing.filter(not_disaggregated__gt=0)),
        women=Exists(standing.filter(women__gt=0)),
        men=Exists(standing.filter(men__gt=0)),
        no_women=Exists(standing.filter(women=0)),
        no_men=Exists(standing.filter(men=0)),
        counted=Exists(consulted.filter(women__isnull=False)),
        women_asked=Exists(consulted.filter(women__gt=0)),
    )
    names = ("split", "total", "women", "men", "no_women", "no_men", "counted", "women_asked")
    found: dict[uuid.UUID, Facts] = {}
    for key, start, end, *flags in rows.values_list(
        "pk", "programme__start_fy", "submission__round__strategy_end_fy", *names
    ):
        found[key] = Facts(
            holding=_holding(**dict(zip(names, flags, strict=True))),
            evidenced=evidenced.get(key, frozenset()),
            register={"Q3.start": start},
            strategy_end=end,
        )
    return found


def _holding(**there: bool) -> frozenset[str]:
    """The named facts (``schema.FACTS``) that hold. What is blank is unknown, never zero."""
    one_sex = (there["women"] and not there["men"] and there["no_men"]) or (
        there["men"] and not there["women"] and there["no_women"]
    )
    holds = {
        "split": there["split"],
        "no_split": there["total"] and not there["split"],
        "women_reached": there["women"],
        "men_reached": there["men"],
        "one_sex_reached": one_sex,
        "no_woman_consulted": there["counted"] and not there["women_asked"],
    }
    return frozenset(name for name, there_is in holds.items() if there_is)


def _evidenced(assessments: Sequence[Assessment]) -> dict[uuid.UUID, frozenset[str]]:
    rows = Evidence.objects.filter(assessment__in=assessments, withdrawn_at=None)
    found: dict[uuid.UUID, set[str]] = {}
    for key, code in rows.values_list("assessment_id", "question__code"):
        found.setdefault(key, set()).add(code)
    return {key: frozenset(codes) for key, codes in found.items()}
