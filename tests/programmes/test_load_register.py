"""Loading the register: whole or not at all, twice without effect, dated, recorded."""

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Ministry, MinistryName
from nsss_gender.audit.models import Event
from nsss_gender.audit.services import log_breaks
from programmes.models import (
    Agency,
    Cluster,
    Coverage,
    Programme,
    ProgrammeMinistry,
    ProgrammeName,
    TargetGroup,
)
from programmes.selectors import ministries_expected
from programmes.services.loading import register_load
from programmes.services.register import term_save
from tests.people import make_user
from tests.programmes.factories import REGISTER, copied_register, edit

pytestmark = pytest.mark.django_db

CREATED = [
    "cluster: 5 created, 0 changed, 0 unchanged, 0 kept",
    "stage: 5 created, 0 changed, 0 unchanged, 0 kept",
    "group: 27 created, 0 changed, 0 unchanged, 0 kept",
    "agency: 37 created, 0 changed, 0 unchanged, 0 kept",
    "ministry: 41 created, 0 changed, 0 unchanged, 0 kept",
    "programme: 70 created, 0 changed, 0 unchanged, 0 kept",
]


def load(folder: Path = REGISTER) -> list[str]:
    return register_load(by=None, folder=folder).lines()


def rows_of_everything() -> list[int]:
    models = (Ministry, MinistryName, Cluster, Agency, Programme, ProgrammeName, Coverage, Event)
    return [model._default_manager.count() for model in models]


def test_the_command_says_what_it_did() -> None:
    out = StringIO()
    call_command("load_register", stdout=out)
    assert out.getvalue().splitlines() == CREATED


def test_a_second_load_changes_nothing() -> None:
    assert load() == CREATED
    before = rows_of_everything()
    again = load()
    assert [line.split(", ")[2] for line in again] == [
        f"{n} unchanged" for n in (5, 5, 27, 37, 41, 70)
    ]
    assert rows_of_everything() == before


def test_the_log_holds_every_row_and_verifies() -> None:
    load()
    events = Event.objects.filter(stream="register")
    assert events.filter(action="programme.loaded").count() == 70
    assert events.filter(action="ministry.loaded").count() == 41
    assert log_breaks() == []


def test_what_is_loaded_is_what_the_files_say() -> None:
    load()
    programme = Programme.objects.get(code="P002")
    coverage = programme.coverages.get()
    assert (coverage.women, coverage.not_disaggregated, coverage.grade) == (2_900_000, None, "A")
    assert coverage.split_note == "women 100% (by design)"
    assert not programme.cluster_confirmed
    assert programme.name_bn_confirmed
    assert [stage.code for stage in programme.stages.all()] == ["working_age", "old_age"]
    assert str(programme.agency) == "Department of Social Services (DSS)"
    cluster = Cluster.objects.get(code="food_security_disaster")
    assert cluster.coordinator is not None
    assert (cluster.coordinator.code, cluster.coordinator_grade) == ("M18", "C")
    assert "indigenous" in TargetGroup.objects.get(code="small_ethnic").aliases.splitlines()
    assert (
        Agency.objects.filter(name_en__startswith="Palli Karma").count() == 1
    )  # PKSF is its alias


def test_a_programme_that_moved_shows_who_led_when() -> None:
    load()
    programme = Programme.objects.get(code="P002")
    days = [dt.date(2003, 6, 30), dt.date(2003, 7, 1), dt.date(2010, 6, 30), dt.date(2010, 7, 1)]
    assert [str(programme.lead_on(day)) for day in days] == [
        "Ministry of Social Welfare",
        "Ministry of Women and Children Affairs",
        "Ministry of Women and Children Affairs",
        "Ministry of Social Welfare",
    ]


def test_who_is_expected_to_report() -> None:
    load()
    expected = set(ministries_expected().values_list("code", flat=True))
    assert len(expected) == 30
    assert {"M19", "M20", "M33", "M41"}.isdisjoint(expected)  # cross-cutting only
    assert "M11" in expected  # cross-cutting, and in two clusters


def test_a_bad_file_writes_nothing(tmp_path: Path) -> None:
    folder = copied_register(tmp_path / "register")
    edit(folder, "programmes.csv", lambda rows: rows[69].update(cluster="Nowhere"))
    with pytest.raises(CommandError, match=r"programmes.csv, row 71: unknown cluster 'Nowhere'"):
        call_command("load_register", dir=str(folder))
    assert rows_of_everything() == [0] * 8


def test_what_the_database_would_refuse_is_named_before_anything_is_written(tmp_path: Path) -> None:
    folder = copied_register(tmp_path / "register")

    def spoil(rows: list[dict[str, str]]) -> None:
        rows[0]["name_en"] = "x" * 301
        rows[1]["budget_crore_bdt"] = "1" * 20

    edit(folder, "programmes.csv", spoil)
    with pytest.raises(CommandError) as caught:
        call_command("load_register", dir=str(folder))
    assert "2 things to mend" in str(caught.value)
    assert "P001: name_en:" in str(caught.value)
    assert "P002: crore_taka:" in str(caught.value)
    assert rows_of_everything() == [0] * 8


def test_a_new_name_closes_the_old_one(tmp_path: Path, today: dt.date) -> None:
    load()
    folder = copied_register(tmp_path / "register")

    def rename(rows: list[dict[str, str]]) -> None:
        rows[0]["name_en"] = "Senior Citizens' Allowance"
        for row in rows:
            if row["ministry_en"] == "Ministry of Cultural Affairs":
                row["ministry_en"] = "Ministry of Culture"

    edit(folder, "programmes.csv", rename)
    edit(folder, "ministries.csv", lambda rows: rows[2].update(name_en="Ministry of Culture"))
    lines = load(folder)
    assert lines[-2:] == [
        "ministry: 0 created, 1 changed, 40 unchanged, 0 kept",
        "programme: 0 created, 1 changed, 69 unchanged, 0 kept",
    ]
    programme = Programme.objects.get(code="P001")
    names = programme.names.order_by("pk").values_list("name_en", "valid_from", "valid_to")
    assert list(names) == [
        ("Old Age Allowance", None, today),
        ("Senior Citizens' Allowance", today, None),
    ]
    yesterday = programme.name_on(today - dt.timedelta(days=1))
    assert str(yesterday) == "Old Age Allowance"
    assert MinistryName.objects.filter(ministry__code="M03").count() == 2
    load()  # named back on the same day: the last name of the day stands
    assert programme.names.count() == 2


def test_a_programme_that_the_file_moves_changes_hands_today(
    tmp_path: Path, today: dt.date
) -> None:
    load()
    folder = copied_register(tmp_path / "register")
    edit(folder, "programmes.csv", lambda rows: rows[0].update(ministry_en="Ministry of Food"))
    load(folder)
    links = ProgrammeMinistry.objects.filter(programme__code="P001").order_by("pk")
    assert list(links.values_list("ministry__code", "valid_from", "valid_to")) == [
        ("M01", None, today),
        ("M18", today, None),
    ]
    assert load(folder)[-1] == "programme: 0 created, 0 changed, 70 unchanged, 0 kept"


def test_changed_figures_groups_and_clusters_are_recorded(tmp_path: Path) -> None:
    load()
    folder = copied_register(tmp_path / "register")

    def change(rows: list[dict[str, str]]) -> None:
        rows[0].update(
            beneficiaries="6200000", target_groups="freedom fighters", lifecycle_stages="all ages"
        )

    edit(folder, "programmes.csv", change)
    edit(folder, "ministries.csv", lambda rows: rows[3].update(clusters="Social Insurance"))
    load(folder)
    changes = Event.objects.filter(action="programme.loaded").latest("sequence").changes
    assert changes["coverage 2025-26 not_disaggregated"] == [6_100_000, 6_200_000]
    assert changes["groups"] == [None, ["freedom_fighters"]]
    assert changes["stages"][0] == ["old_age"]
    ministry = Ministry.objects.get(code="M04")
    assert [member.cluster.code for member in ministry.memberships.all()] == ["social_insurance"]


def test_what_a_person_has_edited_is_left_alone() -> None:
    load()
    keeper = make_user("keeper", Role.ADMINISTRATOR)
    group = TargetGroup.objects.get(code="dalits")
    group.name_bn = "দলিত"
    term_save(by=keeper, term=group)
    assert load()[2] == "group: 0 created, 0 changed, 26 unchanged, 1 kept"
    group.refresh_from_db()
    assert group.name_bn == "দলিত"


def test_a_person_loads_only_with_a_seat_that_keeps_the_register() -> None:
    with pytest.raises(PermissionDenied):
        register_load(by=make_user("focal", Role.FOCAL_POINT), folder=REGISTER)
    assert Programme.objects.count() == 0
    keeper = make_user("keeper", Role.ADMINISTRATOR)
    assert register_load(by=keeper, folder=REGISTER).counts["programme"]["created"] == 70
    assert register_load(by=keeper, folder=REGISTER).counts["programme"]["unchanged"] == 70
    assert set(Event.objects.values_list("by", flat=True)) == {str(keeper.pk)}
