"""The folder of register files → one ``Register``, or a ``RegisterError`` with every complaint."""

import re
from collections import defaultdict
from pathlib import Path

from nsss_gender.accounts.enums import Grade, MinistryKind
from nsss_gender.language.text import fold
from programmes.enums import CoverageUnit, MinistryPart
from programmes.schema.mapping import BACKGROUND_MARK, COLUMNS, NO_CLUSTER, Mapping, Words
from programmes.schema.rows import (
    AgencyRow,
    BudgetRow,
    CoverageRow,
    LinkRow,
    MinistryRow,
    ProgrammeRow,
    Register,
    TermRow,
)
from programmes.schema.tables import RegisterError, Row, read, unique

TERM_COLUMNS = ("code", "name_en", "name_bn", "name_bn_status", "aliases")
MINISTRY_COLUMNS = (
    "id",
    "name_en",
    "name_bn",
    "parent_ministry_en",
    "acronym",
    "kind",
    "role_in_nsss",
    "clusters",
    "cluster_coordinator_of",
    "membership_certainty",
    "source_membership",
    "source_name_bn",
    "notes",
)
PROGRAMME_COLUMNS = (
    "id",
    "name_en",
    "name_bn",
    "name_bn_status",
    "acronym",
    "ministry_en",
    "implementing_agency",
    "start_fy",
    "lifecycle_stages",
    "target_groups",
    "cluster",
    "cluster_basis",
    "transfer_type",
    "budget_crore_bdt",
    "budget_fy",
    "beneficiaries",
    "beneficiaries_unit",
    "beneficiaries_fy",
    "women_men_split",
    "benefit_rate",
    "existing_gender_features",
    "source",
    "evidence_grade",
    "notes",
)
FILES: dict[str, tuple[str, ...]] = {
    "mapping.csv": COLUMNS,
    "clusters.csv": TERM_COLUMNS,
    "lifecycle_stages.csv": TERM_COLUMNS,
    "target_groups.csv": (*TERM_COLUMNS, "keywords", "unless"),
    "agencies.csv": ("name_en", "name_bn", "aliases"),
    "ministries.csv": MINISTRY_COLUMNS,
    "programmes.csv": PROGRAMME_COLUMNS,
    "programme_links.csv": ("programme", "ministry", "part", "valid_from", "valid_to", "source"),
}

SEEN = "seen in source"
INFERRED = "inferred"
CERTAINTIES = {
    "verified": Grade.OFFICIAL.value,
    "partly verified": Grade.PARTNER.value,
    "background": Grade.BACKGROUND.value,
}
GRADES = {grade: grade for grade in Grade.values}
KINDS = {kind: kind for kind in MinistryKind.values}
PARTS = {part: part for part in MinistryPart.values}
UNITS = {
    "persons": CoverageUnit.PERSONS.value,
    "persons employed": CoverageUnit.PERSONS.value,
    "women": CoverageUnit.PERSONS.value,
    "mothers": CoverageUnit.PERSONS.value,
    "children": CoverageUnit.PERSONS.value,
    "students": CoverageUnit.PERSONS.value,
    "households": CoverageUnit.HOUSEHOLDS.value,
    "families": CoverageUnit.HOUSEHOLDS.value,
    "houses": CoverageUnit.HOUSES.value,
}
# Only here does a single number say how many women there are; "students" or "about 50%" never do.
WOMEN_UNITS = frozenset({"persons", "women", "mothers"})
ALL_WOMEN = "women 100%"
# "2022-23 (merger)" is a fiscal year with a remark; "2008 (calendar)" is not a fiscal year.
FISCAL_START = re.compile(r"(\d{4}-\d{2})(?: \(.*\))?")


class RegisterReader:
    """Reads the files of one folder in the order in which they need each other."""

    def __init__(self, folder: Path) -> None:
        """Read every file; raises RegisterError when one of them cannot be read as a table."""
        self.complaints: list[str] = []
        self.tables = {
            name: read(folder / name, columns, self.complaints) for name, columns in FILES.items()
        }
        self._stop_at_complaints()

    def read(self) -> Register:
        """The register; raises RegisterError with every complaint, and never only the first."""
        clusters, stages = self.terms("clusters.csv"), self.terms("lifecycle_stages.csv")
        self.groups = self.terms("target_groups.csv")
        self.mapping = Mapping(
            stages=Words(stages), clusters=Words(clusters), groups=Words(self.groups)
        ).learn(self.tables["mapping.csv"])
        agencies = self.agencies()
        ministries = self.ministries()
        self.links = self.extra_links({ministry.code for ministry in ministries})
        self.ministry_code = {fold(str(row.values["name_en"])): row.code for row in ministries}
        programmes = self.programmes()
        self._stop_at_complaints()
        return Register(clusters, stages, self.groups, agencies, ministries, programmes)

    def _stop_at_complaints(self) -> None:
        if self.complaints:
            raise RegisterError(self.complaints)

    def terms(self, name: str) -> tuple[TermRow, ...]:
        """The terms of one file, in its order."""
        rows = self.tables[name]
        unique(rows, "code")
        return tuple(
            TermRow(
                code=row.needed("code"),
                order=order,
                name_en=row.needed("name_en"),
                name_bn=row.text("name_bn"),
                confirmed=row.text("name_bn_status") == SEEN,
                aliases=row.parts("aliases"),
                keywords=tuple(map(fold, row.parts("keywords"))),
                unless=tuple(map(fold, row.parts("unless"))),
            )
            for order, row in enumerate(rows, start=1)
        )

    def agencies(self) -> tuple[AgencyRow, ...]:
        """The agencies of which more is known than their name in the programme file."""
        rows = self.tables["agencies.csv"]
        unique(rows, "name_en")
        found = tuple(
            AgencyRow(row.needed("name_en"), row.text("name_bn"), row.parts("aliases"))
            for row in rows
        )
        self.agency_name = {
            fold(word): row.name_en for row in found for word in (row.name_en, *row.aliases)
        }
        return found

    def ministries(self) -> tuple[MinistryRow, ...]:
        """The ministries; the order of the file is the official order."""
        rows = self.tables["ministries.csv"]
        unique(rows, "id")
        unique(rows, "name_en")
        return tuple(self.ministry(order, row) for order, row in enumerate(rows, start=1))

    def ministry(self, order: int, row: Row) -> MinistryRow:
        """One ministry; a cluster without the background mark comes from the official pages."""
        return MinistryRow(
            code=row.needed("id"),
            order=order,
            values={
                "name_en": row.needed("name_en"),
                "name_bn": row.text("name_bn"),
                "acronym": row.text("acronym"),
                "kind": row.one_of("kind", KINDS) or "",
                "parent_name": row.text("parent_ministry_en"),
                "role_in_nsss": row.text("role_in_nsss"),
                "grade": row.one_of("membership_certainty", CERTAINTIES) or "",
                "source": row.text("source_membership"),
                "note": row.text("notes"),
            },
            name_source=row.text("source_name_bn"),
            clusters=self.graded_clusters(row, "clusters"),
            coordinates=self.graded_clusters(row, "cluster_coordinator_of"),
        )

    def graded_clusters(self, row: Row, column: str) -> tuple[tuple[str, str], ...]:
        """Each cluster of a cell with grade C where the data mark it as background, else A."""
        found = []
        for part in row.parts(column):
            name = part.removesuffix(BACKGROUND_MARK).strip()
            code = self.mapping.cluster(name)
            if code is None:
                row.complain(f"unknown cluster {name!r}")
            elif code != NO_CLUSTER:
                found.append(
                    (code, Grade.OFFICIAL.value if name == part else Grade.BACKGROUND.value)
                )
        return tuple(found)

    def extra_links(self, known: set[str]) -> dict[str, tuple[LinkRow, ...]]:
        """Dated and partner ministries, by programme: what one column in the programme file cannot say."""
        found: dict[str, list[LinkRow]] = defaultdict(list)
        for row in self.tables["programme_links.csv"]:
            if row.text("ministry") not in known:
                row.complain(f"unknown ministry {row.text('ministry')!r}")
            link = LinkRow(
                ministry=row.text("ministry"),
                part=row.one_of("part", PARTS) or "",
                valid_from=row.date("valid_from"),
                valid_to=row.date("valid_to"),
                source=row.text("source"),
            )
            if link.valid_from and link.valid_to and link.valid_from >= link.valid_to:
                row.complain("valid_to is not after valid_from")
            found[row.needed("programme")].append(link)
        return {code: tuple(links) for code, links in found.items()}

    def programmes(self) -> tuple[ProgrammeRow, ...]:
        """The programmes; a link to a programme that is not among them is a complaint."""
        rows = self.tables["programmes.csv"]
        unique(rows, "id")
        for code in sorted(self.links.keys() - {row.text("id") for row in rows}):
            self.complaints.append(f"programme_links.csv: unknown programme {code!r}")
        return tuple(self.programme(row) for row in rows)

    def programme(self, row: Row) -> ProgrammeRow:
        """One programme with the mapping applied."""
        stages, stage_note, extra_groups = self.stages(row)
        cluster = self.mapping.cluster(row.needed("cluster"))
        if cluster in (None, NO_CLUSTER):
            row.complain(f"unknown cluster {row.text('cluster')!r}")
        agency = row.text("implementing_agency")
        return ProgrammeRow(
            code=row.needed("id"),
            values=self.programme_values(row) | {"stage_note": stage_note},
            agency=self.agency_name.get(fold(agency), agency),
            cluster=cluster or "",
            stages=stages,
            groups=self.target_groups(row, extra_groups),
            links=self.programme_links(row),
            coverage=self.coverage(row),
            budget=self.budget(row),
        )

    def programme_values(self, row: Row) -> dict[str, str | bool]:
        """The fields that are taken over as they stand."""
        start = row.text("start_fy")
        match = FISCAL_START.fullmatch(start)
        return {
            "name_en": row.needed("name_en"),
            "name_bn": row.text("name_bn"),
            "name_bn_confirmed": row.text("name_bn_status") == SEEN,
            "acronym": row.text("acronym"),
            "cluster_confirmed": not row.text("cluster_basis").startswith(INFERRED),
            "target_note": row.text("target_groups"),
            "transfer_type": row.text("transfer_type"),
            "benefit_rate": row.text("benefit_rate"),
            "gender_features": row.text("existing_gender_features"),
            "start": start,
            "start_fy": row.fiscal_year(match[1]) if match else "",
            "grade": row.one_of("evidence_grade", GRADES) or "",
            "source": row.text("source"),
            "note": row.text("notes"),
        }

    def stages(self, row: Row) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
        """The stages' codes in life's order, the notes that are kept, the groups that come with them."""
        codes: set[str] = set()
        notes: list[str] = []
        groups: list[str] = []
        for part in row.parts("lifecycle_stages"):
            meaning = self.mapping.stage(part)
            if meaning is None:
                row.complain(f"unknown life-cycle stage {part!r}")
                continue
            codes.update(meaning.codes)
            notes += [meaning.note] if meaning.note else []
            groups += [meaning.group] if meaning.group else []
        ordered = tuple(code for code in self.mapping.stages.codes if code in codes)
        return ordered, "; ".join(notes), tuple(groups)

    def target_groups(self, row: Row, extra: tuple[str, ...]) -> tuple[str, ...]:
        """The groups that the programme's name or its target wording names, and those of its stages."""
        said = fold(f"{row.text('name_en')} ; {row.text('target_groups')}")
        return tuple(
            group.code for group in self.groups if group.code in extra or group.is_named_in(said)
        )

    def programme_links(self, row: Row) -> tuple[LinkRow, ...]:
        """The lead of the programme file, unless dated rows say the same with dates; and the partners."""
        lead = self.ministry_code.get(fold(row.needed("ministry_en")), "")
        if not lead:
            row.complain(f"unknown ministry {row.text('ministry_en')!r}")
        extra = self.links.get(row.text("id"), ())
        dated = [link for link in extra if link.part == MinistryPart.LEAD]
        current = [link.ministry for link in dated if link.valid_to is None]
        if dated and current != [lead]:
            row.complain("programme_links.csv names another lead ministry for today")
        first = (
            ()
            if dated
            else (LinkRow(lead, MinistryPart.LEAD.value, None, None, row.text("source")),)
        )
        return (*first, *extra)

    def coverage(self, row: Row) -> CoverageRow | None:
        """The figure of the row, as women only where the source says that all are women."""
        number, split = row.whole("beneficiaries"), row.text("women_men_split")
        if number is None and not split:
            return None
        unit = row.text("beneficiaries_unit")
        only_women = split.startswith(ALL_WOMEN) and unit in WOMEN_UNITS
        period = row.text("beneficiaries_fy")
        return CoverageRow(
            period=period,
            fiscal_year=row.fiscal_year(period),
            unit=UNITS.get(unit, CoverageUnit.OTHER.value) if unit else CoverageUnit.PERSONS.value,
            unit_note=unit,
            women=number if only_women else None,
            not_disaggregated=None if only_women else number,
            split_note=split,
        )

    def budget(self, row: Row) -> BudgetRow | None:
        """The amount of the row in crore taka, where there is one."""
        amount, period = row.amount("budget_crore_bdt"), row.text("budget_fy")
        if amount is None:
            return None
        return BudgetRow(period, row.fiscal_year(row.needed("budget_fy")), amount)
