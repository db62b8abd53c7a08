"""Reading the register's files: what they say, and every complaint at once."""

from decimal import Decimal
from pathlib import Path

import pytest

from programmes.schema.register import RegisterReader
from programmes.schema.rows import ProgrammeRow, Register
from programmes.schema.tables import RegisterError
from tests.programmes.factories import REGISTER, copied_register, edit

ALL_STAGES = ("early_childhood", "school_age", "working_age", "old_age", "disability")


@pytest.fixture(scope="module")
def register() -> Register:
    return RegisterReader(REGISTER).read()


def programme(register: Register, code: str) -> ProgrammeRow:
    return next(row for row in register.programmes if row.code == code)


def complaints(folder: Path) -> tuple[str, ...]:
    with pytest.raises(RegisterError) as caught:
        RegisterReader(folder).read()
    return caught.value.complaints


def test_the_real_register_is_whole(register: Register) -> None:
    assert len(register.ministries) == 41
    assert len(register.programmes) == 70
    assert len(register.clusters) == len(register.stages) == 5


@pytest.mark.parametrize(
    ("code", "stages", "note"),
    [
        ("P009", ALL_STAGES, ""),  # all ages
        ("P055", ("early_childhood",), "from pregnancy"),
        ("P023", ("early_childhood",), "from pregnancy"),
        ("P002", ("working_age", "old_age"), ""),
        ("P020", ("school_age", "working_age", "old_age", "disability"), ""),
    ],
)
def test_life_cycle_wordings_are_mapped(
    register: Register, code: str, stages: tuple[str, ...], note: str
) -> None:
    row = programme(register, code)
    assert (row.stages, row.values["stage_note"]) == (stages, note)


@pytest.mark.parametrize(
    ("code", "groups"),
    [
        ("P001", ()),  # "men 65+, women 62+" is not a programme for women
        ("P002", ("women", "vulnerable_women", "widows")),
        ("P004", ("students", "persons_with_disability")),
        ("P005", ("hijra",)),
        ("P007", ("dalits", "disadvantaged")),
        ("P008", ("tea_garden",)),
        ("P010", ("orphans",)),
        ("P014", ("urban_poor",)),
        ("P051", ("freedom_fighters",)),
        ("P067", ("youth", "informal_workers")),
        ("P070", ("garment_workers",)),
    ],
)
def test_groups_are_found_by_their_words(
    register: Register, code: str, groups: tuple[str, ...]
) -> None:
    row = programme(register, code)
    assert row.groups == groups
    assert row.values["target_note"]


@pytest.mark.parametrize(
    ("code", "start", "fiscal_year"),
    [
        ("P001", "1997-98", "1997-98"),
        ("P023", "2022-23 (merger)", "2022-23"),
        ("P033", "2008 (calendar)", ""),  # a calendar year is two fiscal years: not converted
        ("P059", "2020 (May) - 2024 (April)", ""),
        ("P021", "2023 (January; VGD earlier)", ""),
        ("P003", "", ""),
    ],
)
def test_only_fiscal_years_become_fiscal_years(
    register: Register, code: str, start: str, fiscal_year: str
) -> None:
    values = programme(register, code).values
    assert (values["start"], values["start_fy"]) == (start, fiscal_year)


@pytest.mark.parametrize(
    ("code", "unit", "women", "not_disaggregated"),
    [
        ("P002", "persons", 2_900_000, None),  # women 100% (by design), persons
        ("P023", "persons", 1_655_280, None),  # women 100% (recipients), mothers
        ("P001", "persons", None, 6_100_000),
        ("P049", "persons", None, 535_000),  # "4.81 lakh of 5.35 lakh female": nothing reckoned
        ("P076", "persons", None, 2_000_000),  # "about 50% female"
        ("P037", "households", None, 10_000_000),
        ("P053", "houses", None, 30_000),
        ("P064", "other", None, 303_176),
        ("P027", "persons", None, None),  # women by design, no figure
    ],
)
def test_women_are_counted_only_where_the_source_says_so(
    register: Register, code: str, unit: str, women: int | None, not_disaggregated: int | None
) -> None:
    row = programme(register, code).coverage
    assert row is not None
    assert (row.unit, row.women, row.not_disaggregated) == (unit, women, not_disaggregated)


def test_what_is_blank_stays_blank(register: Register) -> None:
    row = programme(register, "P013")
    assert (row.coverage, row.budget) == (None, None)


def test_budgets_are_exact_and_keep_their_period(register: Register) -> None:
    first, total = programme(register, "P001").budget, programme(register, "P053").budget
    assert first is not None
    assert total is not None
    assert (first.crore_taka, first.fiscal_year) == (Decimal("4791.31"), "2025-26")
    assert (total.period, total.fiscal_year) == ("project total", "")


def test_ministries_keep_official_order_grades_and_marks(register: Register) -> None:
    by_code = {row.code: row for row in register.ministries}
    assert [row.order for row in register.ministries] == list(range(1, 42))
    assert by_code["M02"].clusters == (
        ("social_allowance", "A"),
        ("labour_livelihood", "A"),
        ("food_security_disaster", "C"),
        ("human_development", "C"),
    )
    assert by_code["M13"].coordinates == (("labour_livelihood", "A"),)
    assert by_code["M18"].coordinates == (("food_security_disaster", "C"),)
    assert by_code["M19"].clusters == ()  # cross-cutting is no cluster
    assert [by_code[code].values["grade"] for code in ("M01", "M18", "M21")] == ["A", "B", "C"]


def test_partners_and_dated_leads_come_from_the_data_only(register: Register) -> None:
    links = {
        row.code: [(link.ministry, link.part) for link in row.links] for row in register.programmes
    }
    assert links["P067"] == [("M10", "lead"), ("M12", "partner")]
    assert links["P002"] == [("M01", "lead"), ("M02", "lead"), ("M01", "lead")]
    assert sum(len(found) for found in links.values()) == 73


def test_every_complaint_comes_at_once_with_its_row(tmp_path: Path) -> None:
    folder = copied_register(tmp_path / "register")

    def spoil(rows: list[dict[str, str]]) -> None:
        rows[0]["ministry_en"] = "Ministry of Nothing"
        rows[1]["cluster"] = "No Such Cluster"
        rows[2]["lifecycle_stages"] = "middle age; old age"
        rows[3]["beneficiaries"] = "many"
        rows[4]["beneficiaries"] = "-5"
        rows[5]["evidence_grade"] = "Z"
        rows[6]["name_en"] = ""
        rows[8]["id"] = rows[7]["id"]
        rows[7]["beneficiaries"] = "1.5"

    edit(folder, "programmes.csv", spoil)
    edit(folder, "ministries.csv", lambda rows: rows[0].update(clusters="Unheard Of"))
    assert complaints(folder) == (
        "ministries.csv, row 2: unknown cluster 'Unheard Of'",
        "programmes.csv, row 10: id 'P009' stands twice",
        "programmes.csv, row 2: unknown ministry 'Ministry of Nothing'",
        "programmes.csv, row 3: unknown cluster 'No Such Cluster'",
        "programmes.csv, row 4: unknown life-cycle stage 'middle age'",
        "programmes.csv, row 5: beneficiaries 'many' is not a number",
        "programmes.csv, row 6: beneficiaries '-5' is negative",
        "programmes.csv, row 7: evidence_grade 'Z' is not one of A, B, C",
        "programmes.csv, row 8: name_en is empty",
        "programmes.csv, row 9: beneficiaries '1.5' is not a whole number",
    )


def test_links_must_fit_the_programmes(tmp_path: Path) -> None:
    folder = copied_register(tmp_path / "register")

    def spoil(rows: list[dict[str, str]]) -> None:
        rows[0].update(valid_from="2010-07-01", valid_to="2003-07-01")
        rows[2]["ministry"] = "M13"
        rows[3].update(programme="P999", ministry="M99", part="helper", valid_from="yesterday")

    edit(folder, "programme_links.csv", spoil)
    assert complaints(folder) == (
        "programme_links.csv, row 2: valid_to is not after valid_from",
        "programme_links.csv, row 5: unknown ministry 'M99'",
        "programme_links.csv, row 5: part 'helper' is not one of lead, partner",
        "programme_links.csv, row 5: valid_from 'yesterday' is not a date",
        "programme_links.csv: unknown programme 'P999'",
        "programmes.csv, row 3: programme_links.csv names another lead ministry for today",
    )


def test_files_that_are_no_tables_are_named(tmp_path: Path) -> None:
    folder = copied_register(tmp_path / "register")
    (folder / "clusters.csv").unlink()
    (folder / "agencies.csv").write_bytes(b"\xff\xfe\x00")
    (folder / "mapping.csv").write_text("field,in_data\nx,y\n", encoding="utf-8")
    (folder / "lifecycle_stages.csv").write_text("", encoding="utf-8")
    header = "programme,ministry,part,valid_from,valid_to,source\n"
    (folder / "programme_links.csv").write_text(header + "P001,M01\n", encoding="utf-8")
    (folder / "ministries.csv").write_text(header + "\0", encoding="utf-8")
    found = complaints(folder)
    assert [text.partition(":")[0] for text in found] == [
        "mapping.csv",
        "clusters.csv",
        "lifecycle_stages.csv",
        "agencies.csv",
        "ministries.csv",
        "programme_links.csv, row 2",
    ]
    assert str(tmp_path) not in "".join(found)


def test_a_rule_to_an_unknown_word_is_a_complaint(tmp_path: Path) -> None:
    folder = copied_register(tmp_path / "register")
    edit(folder, "mapping.csv", lambda rows: rows[1].update(in_product="infancy"))
    assert complaints(folder)[0] == "mapping.csv, row 3: unknown lifecycle_stages 'infancy'"


def test_texts_become_nfc(tmp_path: Path) -> None:
    folder = copied_register(tmp_path / "register")
    edit(folder, "programmes.csv", lambda rows: rows[0].update(name_bn="ব\u09df\u09b8্ক"))
    row = programme(RegisterReader(folder).read(), "P001")
    assert row.values["name_bn"] == "ব\u09af\u09bc\u09b8্ক"
