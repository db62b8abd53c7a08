"""Made files are kept for thirty days, then let go and asked for again; what another row needs stays (reliability 34, 38)."""

import datetime as dt
import io
import os
import time
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from nsss_gender.files import store
from nsss_gender.files.keeping import let_go, needed
from reports import tasks
from reports.enums import ExportState
from reports.exports.pdf import Printed
from reports.models import ActionPlan, Export, PrintedPart, Subject
from reports.services.exports import Wanted, export_again, export_ask
from reports.services.plans import plan_refresh, plan_start
from reports.services.printed import KeptParts
from tests.assessments.factories import Scene, fresh, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db

KEPT = dt.timedelta(days=30, minutes=1)


@pytest.fixture
def scene() -> Scene:
    found = make_scene("accepted", judgements={"Q8": "no"})
    plan_refresh(plan=plan_start(round_=found.round, by=found.reviewer), by=found.reviewer)
    return found


def made(scene: Scene) -> Export:
    """A finished workbook of the national draft."""
    export = export_ask(
        key=uuid.uuid4(),
        of=Subject.of_plan(ActionPlan.objects.get()),
        wanted=Wanted("xlsx", "en"),
        by=scene.reviewer,
    )
    assert tasks.make_export.call(str(export.pk)) == "done"
    return fresh(export)


def old(export: Export) -> None:
    """The same file as it is after thirty days, on the disk as well."""
    Export.objects.filter(pk=export.pk).update(finished_at=timezone.now() - KEPT)
    aged(export.file_digest)


def aged(digest: str) -> None:
    """A file that was kept two hours ago."""
    then = time.time() - 7200
    os.utime(store.path(digest), (then, then))


class TestExports:
    def test_a_file_is_kept_for_thirty_days(self, scene: Scene) -> None:
        export = made(scene)
        assert export.kept_until - export.finished_at == dt.timedelta(days=30)
        aged(export.file_digest)
        tasks.sweep()
        assert fresh(export).state == ExportState.DONE
        assert export.path.exists()

    def test_then_it_goes_and_its_row_says_so(self, scene: Scene) -> None:
        export = made(scene)
        old(export)
        call_command("sweep_exports")
        assert fresh(export).state == ExportState.EXPIRED
        assert not export.path.exists()
        assert fresh(export).file_digest == export.file_digest  # the record of what was handed out

    def test_the_same_content_of_a_newer_row_stays(self, scene: Scene) -> None:
        export, newer = made(scene), made(scene)
        assert export.file_digest == newer.file_digest
        old(export)
        tasks.sweep()
        assert fresh(export).state == ExportState.EXPIRED
        assert newer.path.exists()

    def test_a_worker_that_died_between_closing_and_letting_go_is_made_up_for(
        self, scene: Scene
    ) -> None:
        export = made(scene)
        old(export)
        Export.objects.filter(pk=export.pk).update(state=ExportState.EXPIRED)
        tasks.sweep()
        assert not export.path.exists()

    def test_it_is_refused_before_the_sweep_as_well(self, scene: Scene) -> None:
        export = made(scene)
        old(export)
        client = signed_in(scene.reviewer)
        answer = client.get(reverse("reports:export_file", args=[export.pk]))
        assert answer.status_code == 403
        assert "no longer kept" in answer.content.decode()
        assert (
            "Download"
            not in client.get(reverse("reports:export", args=[export.pk])).content.decode()
        )


class TestAgain:
    def test_one_click_asks_for_the_same_file(self, scene: Scene) -> None:
        export = made(scene)
        old(export)
        tasks.sweep()
        client, key = signed_in(scene.reviewer), uuid.uuid4()
        assert (
            "Ask again" in client.get(reverse("reports:export", args=[export.pk])).content.decode()
        )
        for _click in range(2):
            answer = client.post(reverse("reports:export_again", args=[export.pk]), {"key": key})
            assert answer["Location"] == reverse("reports:export", args=[key])
        again = Export.objects.get(pk=key)
        assert (again.kind, again.format, again.language) == ("plan", "xlsx", "en")
        assert Export.objects.count() == 2
        assert tasks.make_export.call(str(key)) == "done"

    def test_a_damaged_form_is_shown_again(self, scene: Scene) -> None:
        export = made(scene)
        old(export)
        answer = signed_in(scene.reviewer).post(
            reverse("reports:export_again", args=[export.pk]), {"key": "x"}
        )
        assert answer.status_code == 422
        assert Export.objects.count() == 1

    def test_a_kept_file_is_not_made_twice(self, scene: Scene) -> None:
        with pytest.raises(PermissionDenied, match="still kept"):
            export_again(key=uuid.uuid4(), export=made(scene), by=scene.reviewer)

    def test_who_lost_the_right_cannot_ask_again(self, scene: Scene) -> None:
        export = made(scene)
        old(export)
        scene.reviewer.seats[0].holdings.update(until=timezone.now())
        with pytest.raises(PermissionDenied):
            export_again(key=uuid.uuid4(), export=export, by=fresh(scene.reviewer))

    def test_a_stranger_finds_nothing(self, scene: Scene) -> None:
        export = made(scene)
        old(export)
        answer = signed_in(scene.approver).post(
            reverse("reports:export_again", args=[export.pk]), {"key": uuid.uuid4()}
        )
        assert answer.status_code == 404


class TestParts:
    def test_a_part_that_nobody_used_leaves_the_shelf(self) -> None:
        shelf = KeptParts()
        for key, content in (("a" * 64, b"%PDF one"), ("b" * 64, b"%PDF two")):
            shelf.keep(key, Printed(content, {}, 1))
        one = PrintedPart.objects.get(pk="a" * 64)
        PrintedPart.objects.filter(pk=one.pk).update(used_at=timezone.now() - KEPT)
        aged(one.file_digest)
        tasks.sweep()
        assert list(PrintedPart.objects.values_list("pk", flat=True)) == ["b" * 64]
        assert not store.path(one.file_digest).exists()


class TestLettingGo:
    def test_a_file_that_was_kept_just_now_stays_for_its_row(self) -> None:
        kept = store.keep(io.BytesIO(b"its row is not written yet"))
        assert not needed(kept.sha256)
        assert let_go([kept.sha256]) == 0
        assert store.path(kept.sha256).exists()

    def test_a_file_that_is_kept_again_counts_as_kept_just_now(self) -> None:
        kept = store.keep(io.BytesIO(b"again"))
        aged(kept.sha256)
        store.keep(io.BytesIO(b"again"))
        assert let_go([kept.sha256]) == 0

    def test_what_is_not_there_is_no_fault(self) -> None:
        assert let_go(["", "a" * 64]) == 0


class TestLimit:
    def test_a_file_that_takes_too_long_is_ended_and_says_so(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tasks, "MOST", -1.0)
        export = export_ask(
            key=uuid.uuid4(),
            of=Subject.of_plan(ActionPlan.objects.get()),
            wanted=Wanted("xlsx", "en"),
            by=scene.reviewer,
        )
        assert tasks.make_export.call(str(export.pk)) == "failed"
        assert "more than thirty minutes" in fresh(export).problem
