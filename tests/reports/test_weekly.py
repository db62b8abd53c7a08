"""The week in one page: figures now and a week ago, who makes it, and the ledger as a file (34, 38)."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from assessments.deadlines import DHAKA
from assessments.models import Submission
from assessments.services import extensions
from nsss_gender.audit.models import Event
from reports.builders import ledger, weekly
from reports.enums import ExportKind, ExportState
from reports.exports import docx, faces, page, pdf, xlsx
from reports.models import Export, Subject
from reports.permissions import can_fetch, can_read
from reports.selectors.weekly import weekly as week_of
from reports.services import exports
from reports.services.weekly import last_sunday, weekly_ask
from reports.tasks import make_export, sweep
from tests.assessments.factories import extension_ask, make_round, make_scene
from tests.assessments.test_review_views import text
from tests.people import signed_in

pytestmark = pytest.mark.django_db

READING = {"reviewer", "second_reviewer", "technical_support", "approver", "administrator"}
# A Sunday in Dhaka, eight in the morning; 1 July 2029 is a Sunday.
SUNDAY = dt.datetime(2029, 7, 1, 8, tzinfo=DHAKA)


def figures(scene):
    """Now and a week ago, by count."""
    table = weekly.figures(week_of(scene.round))
    return {row.key: (row.cells[1].value, row.cells[2].value) for row in table.rows}


def told_week_by_week(state="submitted"):
    """A scene whose report was filled two weeks ago and came in today."""
    start = timezone.now() - dt.timedelta(days=14)
    with time_machine.travel(start, tick=True):
        scene = make_scene("cleared", days=30)
    scene.submit()
    if state == "under_review":
        scene.claim()
    return scene


# ── Figures ─────────────────────────────────────────────────────────────────────────────────────


def test_what_came_this_week_was_out_a_week_ago():
    scene = told_week_by_week()
    expected = scene.round.expectations.exclude(expected="none").count()
    found = figures(scene)
    assert found["expected"] == (expected, expected)
    assert found["received"] == (1, 0)
    assert found["on_time"] == (1, 0)
    assert found["out"] == (expected - 1, expected)
    assert found["review"] == (1, 0)
    week = week_of(scene.round)
    assert [line.ministry for line in week.came] == [scene.ministry]


def test_the_state_of_a_week_ago_is_read_from_the_log():
    then = timezone.now() - dt.timedelta(days=8)
    with time_machine.travel(then, tick=True):
        scene = make_scene("under_review")
    scene.recommend()
    assert figures(scene)["review"] == (0, 1)
    assert figures(scene)["recommended"] == (1, 0)
    scene.accept()
    assert figures(scene)["accepted"] == (1, 0)
    assert figures(scene)["received"] == (1, 1)


def test_a_deadline_that_was_moved_later_was_over_a_week_ago():
    start = timezone.now() - dt.timedelta(days=20)
    with time_machine.travel(start, tick=True):
        scene = make_scene("in_progress", days=3)
    overdue = figures(scene)["overdue"][0]
    extensions.extension_give(
        key=uuid.uuid4(),
        round_=scene.round,
        ministry=scene.ministry,
        until=timezone.now() + dt.timedelta(days=9),
        reason="A flood.",
        by=scene.approver,
    )
    assert figures(scene)["overdue"] == (overdue - 1, overdue)


def test_a_round_of_this_week_has_no_week_before():
    scene = make_scene("submitted")
    assert {before for _now, before in figures(scene).values()} == {0}


def test_three_lines_in_words():
    scene = told_week_by_week()
    expected = scene.round.expectations.exclude(expected="none").count()
    came, late, waiting = weekly.words(week_of(scene.round))
    assert (
        came == f"1 of {expected} expected reports have come in, 1 of them this week; 0 came late."
    )
    assert late == f"{expected - 1} reports have not come in; none is overdue."
    assert waiting.startswith("Decisions that wait: 0.")


def test_what_waits_for_a_decision():
    scene = make_scene("recommended")
    extension_ask(scene, by=scene.stranger)
    moment = timezone.now() - dt.timedelta(days=7)
    Submission.objects.filter(pk=scene.submission.pk).update(recommended_at=moment)
    scene.round.extensions.update(asked_at=moment)
    rows = weekly.decisions(week_of(scene.round)).rows
    assert [[cell.value for cell in row.cells][0::3] for row in rows] == [
        [str(scene.ministry), 5],
        [str(scene.other_ministry), 5],
    ]


@pytest.mark.parametrize("language", ["en", "bn"])
def test_four_faces_of_one_page(language):
    scene = told_week_by_week("under_review")
    document = weekly.build(scene.round, language)
    printed = pdf.draw(document)
    assert printed.pages == 1
    faces.check_faces(document, page.render(document), printed.cells, xlsx.render(document))
    assert docx.render(document)[:2] == b"PK"


# ── Who may, and who makes it ───────────────────────────────────────────────────────────────────


def test_who_reads_summary_and_ledger():
    scene = make_scene()
    for subject in (Subject.of_week(scene.round), Subject.of_ledger(scene.round)):
        readers = {name for name, user in scene.people.items() if can_read(user, subject)}
        assert readers == READING
    for name in ("weekly", "ledger"):
        address = reverse(f"reports:{name}", args=[scene.round.pk])
        assert signed_in(scene.stranger).get(address).status_code == 403
        closed = make_round(scene.administrator, opened=False)
        address = reverse(f"reports:{name}", args=[closed.pk])
        assert signed_in(scene.reviewer).get(address).status_code == 404


@pytest.mark.parametrize(
    ("moment", "sunday"),
    [
        (SUNDAY, dt.datetime(2029, 7, 1, 6, tzinfo=DHAKA)),
        (dt.datetime(2029, 7, 1, 5, 59, tzinfo=DHAKA), dt.datetime(2029, 6, 24, 6, tzinfo=DHAKA)),
        (dt.datetime(2029, 7, 7, 23, tzinfo=DHAKA), dt.datetime(2029, 7, 1, 6, tzinfo=DHAKA)),
    ],
)
def test_the_last_sunday_morning(moment, sunday):
    assert last_sunday(moment) == sunday


def test_every_sunday_both_languages_once_whoever_looks():
    with time_machine.travel(SUNDAY - dt.timedelta(days=3), tick=False):
        scene = make_scene()
    with time_machine.travel(SUNDAY, tick=False):
        assert weekly_ask() == 2
        assert weekly_ask() == 0
        sweep()
    rows = Export.objects.filter(kind=ExportKind.WEEKLY)
    assert sorted(row.language for row in rows) == ["bn", "en"]
    assert {row.asked_by for row in rows} == {scene.approver}
    event = Event.objects.filter(action="export asked").first()
    assert (event.by, event.reason) == ("", "every Sunday morning")
    with time_machine.travel(SUNDAY + dt.timedelta(days=7), tick=False):
        assert weekly_ask() == 2


def test_nothing_is_made_for_a_round_that_is_not_open_nor_before_its_first_sunday():
    with time_machine.travel(SUNDAY, tick=False):
        scene = make_scene()
        assert weekly_ask() == 0
        make_round(scene.administrator, opened=False)
    with time_machine.travel(SUNDAY + dt.timedelta(days=7), tick=False):
        scene.approver.seats[0].holdings.update(until=timezone.now())
        assert weekly_ask() == 0  # nobody sits in the approver's seat


def test_the_command_asks_for_a_given_day(capsys):
    with time_machine.travel(SUNDAY - dt.timedelta(days=3), tick=False):
        make_scene()
        call_command("make_weekly", today=SUNDAY.date())
        call_command("make_weekly", today=SUNDAY.date())
    assert capsys.readouterr().out.split("\n")[:2] == ["2 asked for", "0 asked for"]


def test_the_worker_makes_it_and_the_whole_division_fetches_it():
    with time_machine.travel(SUNDAY - dt.timedelta(days=3), tick=True):
        scene = make_scene()
    with time_machine.travel(SUNDAY, tick=True):
        weekly_ask()
        for row in Export.objects.all():
            assert make_export.func(str(row.pk)) == "done"
        row = Export.objects.get(language="en")
        assert row.state == ExportState.DONE
        allowed = {name for name, user in scene.people.items() if can_fetch(user, row)}
        assert allowed == READING
        address = reverse("reports:export_file", args=[row.pk])
        assert signed_in(scene.reviewer).get(address).status_code == 200
        assert signed_in(scene.stranger).get(address).status_code == 404
        shown = text(
            signed_in(scene.reviewer).get(reverse("reports:weekly", args=[scene.round.pk]))
        )
        assert "Files of this and earlier weeks" in shown
        mine = signed_in(scene.reviewer).get(reverse("reports:exports")).context["page"]
        assert list(mine) == []  # not among what this person asked for


def test_a_reviewer_asks_for_it_at_any_time():
    scene = make_scene()
    address = reverse("reports:weekly", args=[scene.round.pk])
    data = {"key": uuid.uuid4(), "format": "xlsx", "language": "bn"}
    client = signed_in(scene.reviewer)
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 302
    (row,) = Export.objects.all()
    assert (row.kind, row.format, row.asked_by) == (ExportKind.WEEKLY, "xlsx", scene.reviewer)
    assert client.post(address, {"key": "x"}).status_code == 422


# ── The ledger ──────────────────────────────────────────────────────────────────────────────────


def test_the_ledger_holds_every_line_with_who_decided_and_why():
    scene = make_scene()
    line = extension_ask(scene)
    extensions.extension_decide(
        extension=line, granted=False, until=line.until_at, note="Too late.", by=scene.approver
    )
    document = ledger.build(scene.round, "en")
    ((_number, table),) = document.tables()
    (row,) = table.rows
    said = dict(zip([one.key for one in table.columns], row.cells, strict=True))
    assert said["ministry"].value == str(scene.ministry)
    assert said["reason"].value == "The field offices need another week."
    assert (said["state"].value, said["note"].value) == ("Refused", "Too late.")
    assert said["decided_by"].value == str(scene.approver)
    key, wanted = uuid.uuid4(), exports.Wanted(format="pdf", language="bn")
    of = Subject.of_ledger(scene.round)
    exports.export_ask(key=key, of=of, wanted=wanted, by=scene.reviewer)
    assert make_export.func(str(key)) == "done"
