"""Files made by the worker: done, failed, cancelled, taken over after a silence, never twice (decision 9)."""

import datetime as dt
import hashlib
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from nsss_gender.audit.models import Event
from reports import tasks
from reports.enums import ExportState
from reports.exports import pdf, xlsx
from reports.models import ActionPlan, Export, Subject
from reports.services import making
from reports.services.exports import Wanted, export_ask, export_cancel
from reports.services.plans import plan_refresh, plan_start
from tests.assessments.factories import Scene, fresh, make_scene

pytestmark = pytest.mark.django_db

PDF = Wanted("pdf", "en")
XLSX = Wanted("xlsx", "bn")


@pytest.fixture
def scene() -> Scene:
    found = make_scene("accepted", judgements={"Q8": "no"})
    plan_refresh(plan=plan_start(round_=found.round, by=found.reviewer), by=found.reviewer)
    return found


def asked(scene: Scene, wanted: Wanted = XLSX, **fields: Any) -> Export:
    of = Subject.of_plan(ActionPlan.objects.get(), fields.pop("ministry", None))
    given = {"key": uuid.uuid4(), "of": of, "by": scene.reviewer}
    return export_ask(wanted=wanted, **(given | fields))


def made(export: Export) -> str:
    return str(tasks.make_export.call(str(export.pk)))


class TestAsking:
    def test_the_same_key_asks_once(self, scene: Scene) -> None:
        key = uuid.uuid4()
        assert asked(scene, key=key) == asked(scene, key=key)
        assert Export.objects.count() == 1
        assert Event.objects.filter(action="export asked").count() == 1

    def test_a_key_of_somebody_else_is_refused(self, scene: Scene) -> None:
        export = asked(scene)
        with pytest.raises(PermissionDenied):
            asked(scene, key=export.pk, by=scene.approver)

    def test_three_at_a_time(self, scene: Scene) -> None:
        exports = [asked(scene) for _ in range(3)]
        with pytest.raises(PermissionDenied, match="Three files"):
            asked(scene)
        made(exports[0])
        assert asked(scene).state == ExportState.WAITING

    @pytest.mark.parametrize("who", ["focal", "administrator", "observer", "nobody"])
    def test_only_who_reads_the_draft_gets_it_as_a_file(self, scene: Scene, who: str) -> None:
        with pytest.raises(PermissionDenied):
            asked(scene, by=scene.people[who])

    def test_the_focal_point_gets_the_own_chapter(self, scene: Scene) -> None:
        assert asked(scene, by=scene.focal, ministry=scene.ministry).kind == "chapter"
        with pytest.raises(PermissionDenied):
            asked(scene, by=scene.stranger, ministry=scene.ministry)


class TestMaking:
    def test_a_workbook(self, scene: Scene) -> None:
        export = asked(scene)
        assert made(export) == "done"
        export = fresh(export)
        assert (export.state, export.percent, export.attempts) == (ExportState.DONE, 100, 1)
        content = export.path.read_bytes()
        assert content.startswith(b"PK")
        assert hashlib.sha256(content).hexdigest() == export.file_digest
        assert export.size == len(content)
        assert export.digest == tasks.build(export.subject, export.language)[0].digest()
        assert Event.objects.filter(action="export made").count() == 1

    def test_a_pdf_of_a_chapter(self, scene: Scene) -> None:
        export = asked(scene, PDF, by=scene.focal, ministry=scene.ministry)
        assert made(export) == "done"
        assert fresh(export).path.read_bytes().startswith(b"%PDF")

    @pytest.mark.django_db(transaction=True)  # the worker closes its connection
    def test_the_worker_makes_what_was_queued(self, scene: Scene) -> None:
        export = asked(scene)
        assert tasks.queue_waiting() == 1
        assert tasks.queue_waiting() == 0
        call_command("db_worker", batch=True, interval=0, worker_id="test", startup_delay=False)
        assert fresh(export).state == ExportState.DONE

    def test_making_twice_makes_once(self, scene: Scene) -> None:
        export = asked(scene)
        assert made(export) == "done"
        assert made(export) == "not waiting"
        assert fresh(export).attempts == 1

    def test_a_fault_is_told_in_plain_words(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def broken(*_args: object) -> bytes:
            raise OSError("disk secret-path is full")

        monkeypatch.setattr(xlsx, "render", broken)
        export = asked(scene)
        assert made(export) == "failed"
        export = fresh(export)
        assert export.state == ExportState.FAILED
        assert "could not be made" in export.problem
        assert "secret-path" not in export.problem
        assert "OSError" in caplog.text

    def test_a_file_whose_figures_differ_does_not_leave(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        draw = pdf.draw

        def forged(document: Any, progress: Any = None) -> pdf.Printed:
            printed = draw(document, progress)
            cells = dict(printed.cells)
            cells[next(one for one in cells if one.startswith("t"))] = "4711"
            return pdf.Printed(printed.content, cells, printed.pages)

        monkeypatch.setattr(pdf, "draw", forged)
        export = asked(scene, PDF, ministry=scene.ministry)
        assert made(export) == "failed"
        export = fresh(export)
        assert "did not agree" in export.problem
        assert not export.file_digest

    def test_who_lost_the_seat_gets_no_file(self, scene: Scene) -> None:
        export = asked(scene)
        seat = scene.reviewer.seats[0]
        seat.holdings.update(until=timezone.now())
        assert made(export) == "not waiting"
        assert fresh(export).state == ExportState.FAILED


class TestCancelling:
    def test_while_it_waits(self, scene: Scene) -> None:
        export = asked(scene)
        export_cancel(export=export, by=scene.reviewer)
        assert fresh(export).state == ExportState.CANCELLED
        assert made(export) == "not waiting"

    def test_while_it_is_being_made(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
        export = asked(scene)
        build = tasks.build

        def meanwhile(subject: Subject, language: str) -> Any:
            export_cancel(export=export, by=scene.reviewer)
            return build(subject, language)

        monkeypatch.setattr(tasks, "build", meanwhile)
        assert made(export) == "stopped"
        assert fresh(export).state == ExportState.CANCELLED

    def test_a_finished_file_cannot_be_cancelled(self, scene: Scene) -> None:
        export = asked(scene)
        made(export)
        with pytest.raises(PermissionDenied):
            export_cancel(export=export, by=scene.reviewer)

    def test_not_by_somebody_else(self, scene: Scene) -> None:
        with pytest.raises(PermissionDenied):
            export_cancel(export=asked(scene), by=scene.approver)


class TestSweeping:
    def _dead(self, export: Export, attempts: int = 1) -> None:
        """A row as a killed worker leaves it."""
        Export.objects.filter(pk=export.pk).update(
            state=ExportState.RUNNING,
            attempts=attempts,
            heartbeat_at=timezone.now() - dt.timedelta(seconds=61),
        )

    def test_a_silent_row_is_queued_again(self, scene: Scene) -> None:
        export = asked(scene)
        self._dead(export)
        assert tasks.sweep() == 2
        assert fresh(export).state == ExportState.WAITING
        assert DBTaskResult.objects.count() == 1
        assert made(export) == "done"
        assert fresh(export).attempts == 2

    def test_a_beating_row_is_left_alone(self, scene: Scene) -> None:
        export = asked(scene)
        Export.objects.filter(pk=export.pk).update(
            state=ExportState.RUNNING, attempts=1, heartbeat_at=timezone.now()
        )
        assert making.exports_sweep() == 0

    def test_three_attempts_are_enough(self, scene: Scene) -> None:
        export = asked(scene)
        self._dead(export, attempts=3)
        making.exports_sweep()
        export = fresh(export)
        assert export.state == ExportState.FAILED
        assert "three times" in export.problem

    def test_the_old_worker_cannot_write_into_a_row_taken_over(self, scene: Scene) -> None:
        export = asked(scene)
        old = making.export_begin(pk=export.pk)
        assert old
        self._dead(export)
        making.exports_sweep()
        assert making.export_begin(pk=export.pk)
        with pytest.raises(making.Stopped):
            making.export_beat(export=old, done=1, total=2)
        with pytest.raises(making.Stopped):
            making.export_done(export=old, made=making.Made("d", "f", 1))
        assert fresh(export).state == ExportState.RUNNING

    def test_a_row_whose_task_was_lost_is_queued_again(self, scene: Scene) -> None:
        export = asked(scene)
        tasks.queue_waiting()
        DBTaskResult.objects.all().delete()
        call_command("sweep_exports")
        assert DBTaskResult.objects.count() == 1
        assert made(export) == "done"
