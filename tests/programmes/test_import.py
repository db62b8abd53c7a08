"""A file becomes a preview and a preview the register: all of it or nothing, and never twice (1, 91, 92)."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Ministry, User
from nsss_gender.audit.models import Event
from nsss_gender.audit.services import log_breaks
from programmes.enums import JobState, RowOutcome
from programmes.models import (
    Agency,
    Cluster,
    LifecycleStage,
    Programme,
    ProgrammeMinistry,
    ProgrammeName,
    RegisterJob,
    RegisterJobRow,
    TargetGroup,
)
from programmes.schema.lexicon import loose
from programmes.services.jobs import import_confirm, job_stop, words_map
from programmes.services.working import jobs_sweep
from tests.people import make_ministry, make_user
from tests.programmes.books import HEADS, SOURCE, book, brought, previewed, untidy, worked
from tests.programmes.factories import make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper() -> User:
    return make_user("keeper", Role.ADMINISTRATOR)


@pytest.fixture
def welfare() -> Ministry:
    words = {"name_bn": "সমাজকল্যাণ মন্ত্রণালয়", "acronym": "MoWT", "code": "M01"}
    return make_ministry("Ministry of Welfare of Tests", **words)


@pytest.fixture
def words() -> None:
    Cluster.objects.create(
        code="social_allowance", name_en="Social Allowance", aliases="Social Allowance Cluster"
    )
    stages = ("School age", "Working age", "Old age", "Disability")
    for order, name in enumerate(stages, 1):
        code = name.casefold().replace(" ", "_")
        LifecycleStage.objects.create(code=code, name_en=name, order=order)
    TargetGroup.objects.create(code="widows", name_en="Widows", name_bn="বিধবা")


def rows(job: RegisterJob) -> dict[int, RegisterJobRow]:
    return {row.position: row for row in job.rows.all()}


def written(job: RegisterJob, *, leave_out: bool = False) -> RegisterJob:
    import_confirm(job=job, leave_out=leave_out, by=job.asked_by)
    assert worked(job) == "done", job.problem
    return job


def everything() -> list[Any]:
    models = (Programme, ProgrammeName, ProgrammeMinistry, Agency, TargetGroup, Event)
    through = (Programme.stages.through, Programme.groups.through)
    return [list(model._default_manager.order_by("pk").values()) for model in (*models, *through)]


class TestUntidy:
    def test_what_people_bring_is_read(self, keeper: User, welfare: Ministry, words: None) -> None:
        old_age = make_programme(
            welfare, code="P001", name_en="Old Age Allowance", name_bn="বয়স্ক ভাতা"
        )
        job = previewed(untidy(), keeper)
        assert job.state == JobState.PREVIEW
        found = rows(job)
        assert {number: row.outcome for number, row in found.items()} == {
            7: RowOutcome.CHANGE,
            8: RowOutcome.ADD,
            9: RowOutcome.ADD,
            13: RowOutcome.ADD,
        }
        assert found[7].programme == old_age
        assert found[7].changes == {"stages": [[], ["old_age"]], "start_fy": ["", "1997-98"]}
        widow = found[8].values
        assert widow == {
            "name_en": "Widow Allowance of tests",
            "lead": "M01",
            "cluster": "social_allowance",
            "stages": ["working_age", "old_age"],
            "start": "1998-99",
            "start_fy": "1998-99",
        }
        assert found[9].values["stages"] == ["school_age", "working_age", "old_age", "disability"]
        assert found[9].values["start_fy"] == "2001-02"
        assert found[13].values["lead"] == "M01"
        assert job.mapping["sheet"] == "তালিকা"
        assert job.mapping["header"] == 5
        assert job.mapping["left_out"] == [6, 10]
        assert Programme.objects.count() == 1

    def test_and_written(self, keeper: User, welfare: Ministry, words: None) -> None:
        old_age = make_programme(
            welfare, code="P001", name_en="Old Age Allowance", name_bn="বয়স্ক ভাতা"
        )
        written(previewed(untidy(), keeper))
        old_age.refresh_from_db()
        assert (old_age.start_fy, old_age.number) == ("1997-98", 2)
        assert [stage.code for stage in old_age.stages.all()] == ["old_age"]
        codes = list(Programme.objects.values_list("code", flat=True))
        assert codes == ["P001", "P002", "P003", "P004"]
        widow = Programme.objects.get(code="P002")
        assert widow.lead_on(timezone.localdate()) == welfare
        assert (widow.source, widow.grade, widow.number) == (SOURCE, "B", 1)
        assert widow.names.get().name_en == "Widow Allowance of tests"
        assert "widow allowance" in widow.search_key
        events = Event.objects.filter(action="programme.imported").order_by("sequence")
        assert [event.target for event in events[:2]] == [
            f"programme:{old_age.pk}",
            f"programme:{widow.pk}",
        ]
        assert events[0].reason == SOURCE
        assert events[0].by == str(keeper.pk)
        assert log_breaks() == []

    def test_a_second_time_it_changes_nothing(
        self, keeper: User, welfare: Ministry, words: None
    ) -> None:
        make_programme(welfare, code="P001", name_en="Old Age Allowance", name_bn="বয়স্ক ভাতা")
        written(previewed(untidy(), keeper))
        before = everything()
        again = previewed(untidy(), keeper)
        assert [row.errors for row in again.rows.all() if row.errors] == []
        assert again.counts == {"add": 0, "change": 0, "same": 4, "invalid": 0}
        with pytest.raises(PermissionDenied, match="nothing to write"):
            import_confirm(job=again, leave_out=False, by=keeper)
        events = before[5] + list(Event.objects.filter(target=f"job:{again.pk}").values())
        assert everything() == [*before[:5], events, *before[6:]]

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (book([]), "no text"),
            (book([["Dear Sir,"], ["please find the list."]]), "names its columns"),
            (b"PK\x03\x04 torn", "cannot be read"),
        ],
    )
    def test_what_holds_no_table_is_said(self, keeper: User, content: bytes, said: str) -> None:
        job = brought(content, keeper)
        assert worked(job) == "failed"
        assert job.state == JobState.FAILED
        assert said in job.problem


class TestMistakes:
    def test_all_at_once_with_their_cells(
        self, keeper: User, welfare: Ministry, words: None
    ) -> None:
        make_programme(welfare, code="P001", name_en="One")
        content = book(
            [
                HEADS,
                ["P001", "One", "MoWT", "Social Allowance", "1998"],
                ["no code", "Two", "MoWT", "Social Allowance", "#REF!"],
                [None, None, "MoWT", "Social Allowance", None],
                ["P009", "x" * 301, None, None, "2018-20"],
                ["P010", "Ten", "MoWT", None, None],
                ["p ০১০", "Ten again", "MoWT", None, None],
                ["P011", "ONE", "MoWT", None, None],
            ]
        )
        job = previewed(content, keeper)
        found = {(error["cell"], error["code"]) for row in job.rows.all() for error in row.errors}
        assert found == {
            ("E2", "year"),
            ("A3", "code"),
            ("B4", "name"),
            ("B5", "long"),
            ("C5", "lead"),
            ("E5", "year"),
            ("A7", "twice"),
            ("A8", "taken"),
        }
        assert job.counts == {"add": 1, "change": 0, "same": 0, "invalid": 6}

    def test_the_rest_is_written_only_when_asked(self, keeper: User, welfare: Ministry) -> None:
        content = book([HEADS, ["P010", "Ten", "MoWT"], ["P011", "Eleven", None]])
        job = previewed(content, keeper)
        with pytest.raises(ValidationError, match="left out"):
            import_confirm(job=job, leave_out=False, by=keeper)
        written(job, leave_out=True)
        assert list(Programme.objects.values_list("code", flat=True)) == ["P010"]


class TestWords:
    CONTENT = book(
        [
            (*HEADS, "Implementing agency", "Target groups", "Weather"),
            ["P001", "One", "Welfare Office", "Allowances", None, "Department of Tests", "Widows; Fishers", "fine"],
            ["P002", "Two", "MoWT", None, None, "Department of Tests", "Sailors", "wet"],
        ]
    )  # fmt: skip

    def test_each_is_asked_once_and_kept(
        self, keeper: User, welfare: Ministry, words: None
    ) -> None:
        job = previewed(self.CONTENT, keeper)
        assert job.state == JobState.MAPPING
        asked = job.mapping["unknown"]
        assert {
            kind: {one["word"]: one["times"] for one in words.values()}
            for kind, words in asked.items()
        } == {
            "heading": {"Weather": 1},
            "ministry": {"Welfare Office": 1},
            "cluster": {"Allowances": 1},
            "agency": {"Department of Tests": 2},
            "group": {"Fishers": 1, "Sailors": 1},
        }
        chosen = {
            "heading": {"weather": "note"},
            "ministry": {loose("Welfare Office"): "M01"},
            "cluster": {"allowances": "social_allowance"},
            "agency": {loose("Department of Tests"): "+"},
            "group": {"fishers": "+", "sailors": "-"},
        }
        words_map(job=job, chosen=chosen, by=keeper)
        assert worked(job) == "done"
        assert job.state == JobState.PREVIEW, job.mapping["unknown"]
        assert job.counts["add"] == 2
        written(job)
        one = Programme.objects.get(code="P001")
        assert str(one.agency) == "Department of Tests"
        assert [group.code for group in one.groups.all()] == ["widows", "fishers"]
        assert one.note == "fine"
        assert Programme.objects.get(code="P002").groups.count() == 0
        assert Agency.objects.count() == 1
        again = previewed(self.CONTENT, keeper)
        assert set(again.mapping["unknown"]) == {"heading", "ministry", "cluster", "group"}

    def test_a_word_nobody_wants_to_map_leaves_its_rows_unread(
        self, keeper: User, welfare: Ministry
    ) -> None:
        job = previewed(book([HEADS, ["P001", "One", "Nowhere"]]), keeper)
        words_map(job=job, chosen={"ministry": {"nowhere": "?"}}, by=keeper)
        assert worked(job) == "done"
        assert job.state == JobState.PREVIEW
        assert job.counts["invalid"] == 1
        with pytest.raises(PermissionDenied, match="Mend the rows"):
            import_confirm(job=job, leave_out=True, by=keeper)


class TestDated:
    def test_a_changed_name_and_lead_close_the_old_rows(
        self, keeper: User, welfare: Ministry
    ) -> None:
        other = make_ministry("Ministry of Others of Tests", code="M02")
        programme = make_programme(other, code="P001", name_en="Old name", name_bn="")
        written(previewed(book([HEADS, ["P001", "New name", "MoWT"]]), keeper))
        today = timezone.localdate()
        yesterday = today - dt.timedelta(days=1)
        programme = Programme.objects.get(pk=programme.pk)
        assert programme.name_en == "New name"
        assert [programme.name_on(day).name_en for day in (yesterday, today)] == [
            "Old name",
            "New name",
        ]
        assert [programme.lead_on(day) for day in (yesterday, today)] == [other, welfare]
        assert programme.names.get(valid_to=None).source == SOURCE
        written(previewed(book([HEADS, ["P001", "Newer name", "MoWT"]]), keeper))
        assert [name.name_en for name in programme.names.order_by("pk")] == [
            "Old name",
            "Newer name",
        ]

    def test_an_old_name_finds_its_programme_and_renames_nothing(
        self, keeper: User, welfare: Ministry
    ) -> None:
        programme = make_programme(welfare, code="P001", name_en="Vulnerable Women of tests")
        programme.names.update(valid_to=timezone.localdate())
        programme.names.create(name_en="Programme in force", valid_from=timezone.localdate())
        Programme.objects.update(name_en="Programme in force")
        job = previewed(book([HEADS[1:3], ["vulnerable WOMEN of  tests", "MoWT"]]), keeper)
        assert job.counts == {"add": 0, "change": 0, "same": 1, "invalid": 0}


class TestStale:
    def test_a_change_since_the_preview_stops_everything(
        self, keeper: User, welfare: Ministry
    ) -> None:
        make_programme(welfare, code="P001", name_en="One")
        programme = make_programme(welfare, code="P002", name_en="Two")
        content = book(
            [HEADS, ["P001", "One A", "MoWT"], ["P002", "Two A", "MoWT"], ["P003", "Three", "MoWT"]]
        )
        job = previewed(content, keeper)
        Programme.objects.filter(pk=programme.pk).update(number=2)
        make_programme(welfare, code="P003", name_en="Somebody else's")
        import_confirm(job=job, leave_out=False, by=keeper)
        before = everything()[:5]
        assert worked(job) == "stale"
        assert (job.state, job.counts["stale"]) == (JobState.FAILED, [3, 4])
        assert "nothing was written" in job.problem
        assert everything()[:5] == before

    def test_who_lost_the_seat_writes_nothing(self, keeper: User, welfare: Ministry) -> None:
        job = previewed(book([HEADS, ["P001", "One", "MoWT"]]), keeper)
        import_confirm(job=job, leave_out=False, by=keeper)
        keeper.seats[0].holdings.update(until=timezone.now())
        assert worked(job) == "not waiting"
        assert job.state == JobState.FAILED
        assert Programme.objects.count() == 0


class CrashError(Exception):
    """The statement that fails."""


@pytest.mark.django_db(transaction=True)
def test_a_crash_at_any_statement_leaves_nothing(
    keeper: User, welfare: Ministry, words: None
) -> None:
    from programmes.services.writing import register_write  # noqa: PLC0415

    make_programme(welfare, code="P001", name_en="One")
    content = book(
        [
            (*HEADS, "Functions", "Life-cycle stages"),
            ["P001", "One A", "MoWT", None, None, "Protective", "Old age"],
            ["P002", "Two", "MoWT", "Social Allowance", None, "Promotive", "School age"],
        ]
    )
    job = previewed(content, keeper)
    import_confirm(job=job, leave_out=False, by=keeper)
    RegisterJob.objects.update(heartbeat_at=timezone.now())
    job.refresh_from_db()
    before = everything()
    crashes = 0
    while True:
        left = [crashes]

        def crash(execute: Any, sql: str, *rest: Any, left: list[int] = left) -> Any:
            left[0] -= 1
            if left[0] < 0 and not sql.startswith(("BEGIN", "ROLLBACK", "SAVEPOINT", "RELEASE")):
                raise CrashError
            return execute(sql, *rest)

        try:
            with connection.execute_wrapper(crash):
                register_write(job=job)
        except CrashError:
            assert everything() == before
            crashes += 1
        else:
            break
    assert crashes > 20
    assert Programme.objects.get(code="P001").name_en == "One A"


class TestJobs:
    def test_the_same_key_asks_once(self, keeper: User) -> None:
        job = brought(book([HEADS]), keeper)
        assert brought(book([HEADS]), keeper, key=job.pk) == job
        with pytest.raises(PermissionDenied):
            brought(book([HEADS]), make_user("other", Role.ADMINISTRATOR), key=job.pk)

    def test_three_at_a_time(self, keeper: User) -> None:
        for _time in range(3):
            brought(book([HEADS]), keeper)
        with pytest.raises(PermissionDenied, match="Three files"):
            brought(book([HEADS]), keeper)

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
    def test_nobody_else_brings_a_file(self, role: Role) -> None:
        with pytest.raises(PermissionDenied):
            brought(book([HEADS]), make_user("somebody", role))

    def test_only_who_brought_it_goes_on_with_it(self, keeper: User, welfare: Ministry) -> None:
        job = previewed(book([HEADS, ["P001", "One", "MoWT"]]), keeper)
        other = make_user("other", Role.ADMINISTRATOR)
        for act in (
            lambda: import_confirm(job=job, leave_out=False, by=other),
            lambda: words_map(job=job, chosen={}, by=other),
        ):
            with pytest.raises(PermissionDenied, match="Only the person who brought"):
                act()

    def test_pressed_twice_it_is_written_once(self, keeper: User, welfare: Ministry) -> None:
        job = previewed(book([HEADS, ["P001", "One", "MoWT"]]), keeper)
        import_confirm(job=job, leave_out=False, by=keeper)
        import_confirm(job=job, leave_out=False, by=keeper)
        assert worked(job) == "done"
        assert worked(job) == "not waiting"
        import_confirm(job=job, leave_out=False, by=keeper)
        assert Programme.objects.count() == 1
        assert Event.objects.filter(action="import confirmed").count() == 1

    def test_a_waiting_job_stops_at_once(self, keeper: User) -> None:
        job = brought(book([HEADS]), keeper)
        job_stop(job=job, by=keeper)
        assert worked(job) == "not waiting"
        assert job.state == JobState.CANCELLED

    def test_a_job_at_work_stops_at_the_next_beat_and_writes_nothing(
        self, keeper: User, welfare: Ministry
    ) -> None:
        from programmes.services.working import Stopped, job_begin  # noqa: PLC0415
        from programmes.services.writing import register_write  # noqa: PLC0415

        job = previewed(book([HEADS, ["P001", "One", "MoWT"]]), keeper)
        import_confirm(job=job, leave_out=False, by=keeper)
        begun = job_begin(pk=job.pk)
        job_stop(job=job, by=keeper)
        with pytest.raises(Stopped):
            register_write(job=begun)
        assert Programme.objects.count() == 0

    def test_a_silent_job_is_taken_over_and_the_old_worker_writes_nothing(
        self, keeper: User, welfare: Ministry
    ) -> None:
        from programmes.services.working import Stopped, job_begin  # noqa: PLC0415
        from programmes.services.writing import register_write  # noqa: PLC0415

        job = previewed(book([HEADS, ["P001", "One", "MoWT"]]), keeper)
        import_confirm(job=job, leave_out=False, by=keeper)
        old = job_begin(pk=job.pk)
        RegisterJob.objects.update(heartbeat_at=timezone.now() - dt.timedelta(minutes=2))
        assert jobs_sweep() == 1
        assert worked(job) == "done"
        with pytest.raises(Stopped):
            register_write(job=old)
        assert Programme.objects.count() == 1

    def test_three_silences_end_it(self, keeper: User) -> None:
        job = brought(book([HEADS]), keeper)
        for _time in range(3):
            RegisterJob.objects.update(heartbeat_at=timezone.now() - dt.timedelta(minutes=2))
            jobs_sweep()
        job.refresh_from_db()
        assert job.state == JobState.FAILED
        assert "three times" in job.problem

    def test_a_preview_of_seven_days_is_dropped(
        self, keeper: User, welfare: Ministry, time_machine: Any
    ) -> None:
        job = previewed(book([HEADS, ["P001", "One", "MoWT"]]), keeper)
        time_machine.move_to(timezone.now() + dt.timedelta(days=8))
        with pytest.raises(PermissionDenied, match="seven days"):
            import_confirm(job=job, leave_out=False, by=keeper)
        jobs_sweep()
        job.refresh_from_db()
        assert job.state == JobState.CANCELLED
        time_machine.move_to(timezone.now() + dt.timedelta(days=8))
        jobs_sweep()
        assert not job.rows.exists()

    def test_a_fault_is_told_in_plain_words(
        self, keeper: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        from programmes.resources import reading  # noqa: PLC0415

        def broken(*_args: Any) -> None:
            raise OSError("secret-path")

        monkeypatch.setattr(reading, "read", broken)
        job = brought(book([HEADS]), keeper)
        assert worked(job) == "failed"
        assert "could not be done" in job.problem
        assert "secret-path" not in job.problem
        assert "OSError" in caplog.text


def test_the_timer_hands_on_what_a_dead_worker_left(keeper: User, capsys: Any) -> None:
    brought(book([HEADS]), keeper)
    RegisterJob.objects.update(heartbeat_at=timezone.now() - dt.timedelta(minutes=2))
    call_command("sweep_register")
    assert capsys.readouterr().out == "2 queued or closed\n"  # it waits again, and it is queued
