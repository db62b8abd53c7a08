"""The board of a round: who is where, on page, paper and in Excel, and never an answer (33-35, 38)."""

import datetime as dt
import re
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from assessments.models import Extension, Milestone, RoundMinistry, Submission
from assessments.selectors.contacts import Contact
from assessments.services import submissions
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Seat
from reports.builders import board as builder
from reports.enums import ExportKind
from reports.exports import faces, page, pdf, xlsx
from reports.models import Export, Subject
from reports.permissions import can_read, can_read_board
from reports.selectors.board import board, newest
from reports.services import exports
from reports.tasks import make_export
from tests.assessments import factories
from tests.assessments.factories import make_round, make_scene
from tests.assessments.test_review_views import queries, text
from tests.people import make_ministry, make_person, make_seat, signed_in

pytestmark = pytest.mark.django_db

READING = {"reviewer", "second_reviewer", "technical_support", "approver", "administrator"}


def line(scene, ministry=None):
    """The scene's first ministry on its board, or another one."""
    wanted = ministry or scene.ministry
    return next(one for one in board(scene.round).lines if one.ministry == wanted)


def counted(scene):
    """The counts of the board by their keys."""
    table = builder.counts(board(scene.round))
    return {row.key: row.cells[1].value for row in table.rows}


def where(scene):
    return reverse("reports:board", args=[scene.round.pk])


# ── Permissions ─────────────────────────────────────────────────────────────────────────────────


def test_who_reads_the_board_and_takes_it_away():
    scene = make_scene()
    of = Subject.of_board(scene.round)
    assert {name for name, user in scene.people.items() if can_read_board(user)} == READING
    assert {name for name, user in scene.people.items() if can_read(user, of)} == READING


@pytest.mark.parametrize("person", ["focal", "stranger", "contributor", "coordinator", "observer"])
def test_everybody_else_is_refused_with_the_reason(person):
    scene = make_scene()
    client = signed_in(scene.people[person])
    for address in (where(scene), reverse("reports:board_now")):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "The board is for the Cabinet Division and for administrators." in text(answer)
    with pytest.raises(PermissionDenied):
        ask(scene, scene.people[person])


# ── Where a report stands ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("state", "sign", "keys"),
    [
        ("not_started", "○ Not started", {"out"}),
        ("in_progress", "◔ In progress", {"out"}),
        ("cleared", "◕ Cleared", {"out"}),
        ("submitted", "● Submitted", {"received", "on_time", "review"}),
        ("under_review", "▶ Under review", {"received", "on_time", "review"}),
        ("returned", "↩ Returned", {"received", "on_time", "returned"}),
        ("recommended", "◆ Recommended", {"received", "on_time", "recommended"}),
        ("accepted", "✓ Accepted", {"received", "on_time", "accepted"}),
    ],
)
def test_each_state_has_a_sign_a_word_and_its_counts(state, sign, keys):
    scene = make_scene(state)
    RoundMinistry.objects.filter(round=scene.round).exclude(ministry=scene.ministry).update(
        expected="none", reason="Not in this test."
    )
    assert builder.state(line(scene)) == sign
    counts = counted(scene)
    assert {key for key, number in counts.items() if number} == keys | {"expected"}
    assert counts["expected"] == counts["received"] + counts["out"]


def test_a_late_report_is_late_by_working_days_and_an_absent_one_overdue():
    scene = make_scene("submitted", days=-8)
    came, missing = line(scene), line(scene, scene.other_ministry)
    assert (came.received, came.late, came.overdue) == (True, True, False)
    assert (missing.out, missing.late, missing.overdue) == (True, True, True)
    assert (builder.punctual(came), builder.punctual(missing)) == ("! late", "! overdue")
    assert came.standing.working_days == missing.standing.working_days == working_days(8)
    assert counted(scene)["overdue"] == counted(scene)["late"] + counted(scene)["out"] - 1


def working_days(days):
    """Reckoned by hand: the days after the deadline that are neither Friday nor Saturday."""
    today = timezone.localdate()
    return sum((today - dt.timedelta(n)).weekday() not in {4, 5} for n in range(days))


def test_lateness_is_that_of_the_first_receipt():
    scene = make_scene("returned")
    scene.round.deadline_at = scene.packet.created_at + dt.timedelta(seconds=1)
    scene.round.save()
    assert not line(scene).late


def test_an_extension_is_the_deadline_of_its_ministry_alone():
    scene = make_scene(days=-1)
    until = timezone.now() + dt.timedelta(days=3)
    Extension.objects.create(
        round=scene.round,
        ministry=scene.ministry,
        state="granted",
        until_at=until,
        reason="Flood.",
        asked_by=scene.focal,
        asked_in=scene.focal.seats[0],
        decided_at=timezone.now(),
        decided_by=scene.reviewer,
    )
    own, other = line(scene), line(scene, scene.other_ministry)
    assert (own.due, own.extended, own.late) == (until, True, False)
    assert (other.due, other.extended, other.late) == (scene.round.deadline_at, False, True)
    assert [mark.known for mark in board(scene.round).marks] == [
        "deadline",
        "opened",
        "last_extension",
    ]


def test_a_percentage_stands_only_where_nothing_was_received():
    scene = make_scene(programmes=2)
    factories.answers_fill(scene.assessments[0], scene.focal)
    assert line(scene).percent == 50
    assert line(make_scene("submitted")).percent is None
    assert line(make_scene(programmes=0)).percent is None


def test_a_recalled_report_stays_received():
    scene = make_scene("submitted")
    submissions.submission_recall(submission=scene.submission, reason="r", by=scene.focal)
    assert (line(scene).received, line(scene).percent) == (True, None)


def test_of_whom_nothing_is_expected_is_named_with_the_reason():
    scene = make_scene()
    RoundMinistry.objects.filter(round=scene.round, ministry=scene.other_ministry).update(
        expected="none", reason="Merged into another division."
    )
    found = board(scene.round)
    assert scene.other_ministry not in [one.ministry for one in found.wanted]
    assert found.excused() == {"Merged into another division.": [scene.other_ministry.name_en]}


# ── By cluster ──────────────────────────────────────────────────────────────────────────────────


def test_a_ministry_counts_in_every_cluster_with_the_programmes_of_that_cluster():
    scene = make_scene("not_started", programmes=2)
    second = factories.make_cluster("second")
    programme = scene.programmes[0]
    programme.cluster = second
    programme.save()
    found = {
        share.name: (len(lines), share.assessed, share.not_assessed)
        for share, lines in board(scene.round).clusters()
    }
    assert found == {scene.cluster.name_en: (1, 1, 0), second.name_en: (1, 1, 0), "": (1, 1, 0)}


# ── Whom to ring ────────────────────────────────────────────────────────────────────────────────


def test_the_seat_says_whom_to_ring():
    scene = make_scene()
    Seat.objects.filter(ministry=scene.ministry, role=Role.FOCAL_POINT).update(
        phone="01700-000001",
        supervisor_name="Demo Joint Secretary",
        supervisor_phone="01700-000002",
    )
    assert line(scene).contact == Contact(
        name=scene.focal.name,
        phone="01700-000001",
        seen=None,
        officer="Demo Joint Secretary",
        officer_phone="01700-000002",
    )
    signed_in(scene.focal).get("/")
    assert line(scene).contact.seen == timezone.localdate()


def test_a_vacant_seat_gives_way_to_the_alternate_and_to_nobody():
    scene = make_scene()
    seat = Seat.objects.get(ministry=scene.ministry, role=Role.FOCAL_POINT)
    seat.holdings.update(until=timezone.now())
    assert line(scene).contact.name is None
    make_seat(make_person("alternate"), Role.FOCAL_POINT, scene.ministry)
    assert line(scene).contact.name == "Alternate"


# ── The timeline ────────────────────────────────────────────────────────────────────────────────


def test_the_timeline_is_in_order_of_days_and_ends_with_what_is_not_fixed():
    scene = make_scene()
    today = timezone.localdate()
    for day, name in ((None, "Meeting"), (today, "Workshop"), (today + dt.timedelta(30), "Draft")):
        Milestone.objects.create(round=scene.round, day=day, name_en=name)
    table = builder.timeline(board(scene.round))
    assert [(row.cells[1].value, row.cells[2].value) for row in table.rows] == [
        ("The round opened", "▶ today"),
        ("Workshop", "▶ today"),
        ("Deadline of the reports", "○ to come"),
        ("Draft", "○ to come"),
        ("Meeting", "○ planned"),
    ]


# ── Page ────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_shows_the_figures_of_the_document_and_no_answer():
    scene = make_scene()
    factories.answers_save(scene.assessment, {"Q1": {"text": "a private draft"}}, by=scene.focal)
    answer = signed_in(scene.administrator).get(where(scene))
    shown = faces.page_cells(answer.content.decode())
    document = builder.build(scene.round, "en")
    expected = {one.address for one in document.cells()}
    assert set(shown) >= {address for address in expected if not address.startswith("f")}
    assert shown[address_of(document, scene.ministry.code, "state")] == "◔ In progress"
    assert "a private draft" not in text(answer)


def address_of(document, row, column):
    """The address of a cell in the table of the ministries."""
    number, table = document.tables()[3]
    rows, columns = [one.key for one in table.rows], [one.key for one in table.columns]
    return f"t{number}.{rows.index(row) + 1}.{columns.index(column) + 1}"


def test_a_count_leaves_its_ministries_alone():
    scene = make_scene("submitted")
    client = signed_in(scene.reviewer)
    rows = {
        only: re.findall(r'<th scope="row"[^>]*><a [^>]*>(Ministry of Tests \d+)</a></th>', html)
        for only in ("received", "accepted", "nonsense")
        for html in [client.get(where(scene), {"show": only}).content.decode()]
    }
    assert rows["received"] == [scene.ministry.name_en]
    assert rows["accepted"] == []
    assert len(rows["nonsense"]) == len(board(scene.round).wanted)


def test_a_round_that_is_not_open_has_no_board():
    scene = make_scene(opened=False)
    client = signed_in(scene.reviewer)
    assert client.get(where(scene)).status_code == 404
    assert newest() is None
    assert "No round is open." in text(client.get(reverse("reports:board_now")))


def test_the_real_round_is_shown_first():
    scene = make_scene()
    practice = make_round(scene.administrator)
    practice.kind = "practice"
    practice.save()
    assert newest() == scene.round


def test_it_costs_the_same_for_two_ministries_and_for_many():
    scene = make_scene("returned")
    client = signed_in(scene.reviewer)
    before = len(queries(client, where(scene)))
    for _ in range(3):
        make_scene("submitted", programmes=2)
    later = make_round(scene.administrator)
    after = len(queries(client, reverse("reports:board", args=[later.pk])))
    assert before == after


# ── Files ───────────────────────────────────────────────────────────────────────────────────────


def ask(scene, by, format_="pdf"):
    wanted = exports.Wanted(format=format_, language="bn")
    return exports.export_ask(
        key=uuid.uuid4(), of=Subject.of_board(scene.round), wanted=wanted, by=by
    )


def test_the_page_asks_for_a_file_once_and_a_faulty_wish_is_shown_again():
    scene = make_scene()
    client, key = signed_in(scene.approver), uuid.uuid4()
    data = {"key": str(key), "format": "xlsx", "language": "bn"}
    for _ in range(2):
        answer = client.post(where(scene), data)
        assert answer["Location"] == reverse("reports:export", args=[key])
    assert Export.objects.get().kind == ExportKind.BOARD
    assert client.post(where(scene), data | {"format": "doc"}).status_code == 422


@pytest.mark.parametrize("format_", ["pdf", "xlsx"])
def test_the_worker_makes_it_and_all_faces_agree(format_):
    scene = make_scene("returned")
    export = ask(scene, scene.reviewer, format_)
    make_export.func(str(export.pk))
    export.refresh_from_db()
    assert (export.state, export.problem) == ("done", "")
    back = signed_in(scene.reviewer).get(reverse("reports:export", args=[export.pk]))
    assert where(scene) in back.content.decode()


@pytest.mark.parametrize("lang", ["en", "bn"])
def test_forty_ministries_lie_on_one_sheet_with_every_figure_of_the_workbook(lang):
    scene = make_scene("returned")
    name = "Ministry of Expatriates' Welfare and Overseas Employment"
    for number in range(38):
        ministry = make_ministry(name, name_bn="প্রবাসী কল্যাণ ও বৈদেশিক কর্মসংস্থান মন্ত্রণালয়")
        person = make_person(f"officer-{number}", name="Muhammad Abdur Rahman Chowdhury")
        make_seat(
            person,
            Role.FOCAL_POINT,
            ministry,
            phone="+880 1700-000001",
            supervisor_name="Begum Demo Rokeya Sakhawat Hossain",
            supervisor_phone="+880 1700-000002",
        )
        factories.make_programme(ministry, cluster=scene.cluster)
    round_ = make_round(scene.administrator)
    for day in range(5):
        Milestone.objects.create(
            round=round_, day=dt.date(2026, 12, 1 + day), name_en=f"Consultation workshop {day}"
        )
    assert Submission.objects.filter(round=round_).count() >= 40
    document = builder.build(round_, lang)
    printed = pdf.draw(document)
    assert printed.pages == 1
    assert pdf.unprintable(document) == ()
    faces.check_faces(document, page.render(document), printed.cells, xlsx.render(document))
