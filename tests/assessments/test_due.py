"""The deadline in force, on the calendar that the administrators keep: the same on every page (33, 34)."""

import datetime as dt

import pytest
from django.utils import timezone

from assessments.deadlines import DHAKA, in_force
from assessments.models import Extension, ReviewComment, Round, Submission
from assessments.selectors import division, due, ministry, sending
from assessments.selectors.reading import reading
from reports.selectors.board import board
from tests.assessments import factories
from tests.assessments.factories import fresh, make_holiday, make_round, make_scene
from tests.assessments.test_review_views import text, url
from tests.people import signed_in

pytestmark = pytest.mark.django_db

FIRST = dt.datetime(2019, 2, 14, 17, 0, tzinfo=DHAKA)


def february(day, hour=17):
    return dt.datetime(2019, 2, day, hour, 0, tzinfo=DHAKA)


def extend(scene, until, ministry=None, state="granted"):
    """A line of the ledger as it stands after its decision."""
    decided = {} if state == "asked" else {"decided_at": FIRST, "decided_by": scene.reviewer}
    return Extension.objects.create(
        round=scene.round,
        ministry=ministry,
        until_at=until,
        state=state,
        reason="Floods.",
        asked_by=scene.focal,
        asked_in=scene.focal.seats[0],
        **decided,
    )


@pytest.mark.parametrize(
    ("granted", "counts"),
    [
        ((), february(14)),
        ((february(20),), february(20)),
        ((february(20), february(18)), february(20)),
        ((february(10),), february(14)),  # a line can never take time away
    ],
)
def test_the_latest_moment_counts(granted, counts):
    assert in_force(FIRST, granted) == counts


@pytest.mark.parametrize(
    ("lines", "own", "others"),
    [
        ([], 14, 14),
        ([(18, "own", "granted")], 18, 14),
        ([(18, "own", "asked")], 14, 14),
        ([(18, "own", "refused")], 14, 14),
        ([(20, "all", "granted")], 20, 20),
        ([(24, "own", "granted"), (20, "all", "granted")], 24, 20),
        ([(18, "own", "granted"), (20, "all", "granted")], 20, 20),
        ([(18, "own", "granted"), (25, "own", "refused")], 18, 14),
    ],
)
def test_whose_deadline_a_line_moves(lines, own, others):
    scene = make_scene(deadline_at=FIRST)
    for day, whose, state in lines:
        extend(scene, february(day), scene.ministry if whose == "own" else None, state)
    dues = due.dues([scene.submission, scene.other])
    assert dues.at(scene.round, scene.ministry.pk) == february(own)
    assert dues.at(scene.round, scene.other_ministry.pk) == february(others)
    assert dues.of(scene.submission).in_force == february(own)
    assert fresh(scene.round).deadline_at == FIRST


@pytest.mark.parametrize(
    ("holidays", "late_by"),
    [
        ((), 4),  # from Thursday 14 to Wednesday 20: Sunday to Wednesday
        ((17,), 3),
        ((17, 18), 2),
        ((15, 16), 4),  # a public holiday on a weekly one is not counted twice
        ((14,), 4),  # the day of the deadline itself is never counted
        ((20,), 3),
    ],
)
def test_lateness_leaves_out_public_holidays(holidays, late_by):
    scene = make_scene(deadline_at=FIRST)
    for day in holidays:
        make_holiday(dt.date(2019, 2, day), f"Day {day}")
    standing = ministry.deadline(scene.submission, february(20, 10))
    assert (standing.late, standing.working_days) == (True, late_by)


def test_every_page_reckons_with_the_same_deadline_and_calendar():
    scene = make_scene("under_review")
    came = scene.packet.created_at
    Round.objects.filter(pk=scene.round.pk).update(deadline_at=came - dt.timedelta(days=40))
    extend(scene, came - dt.timedelta(days=20), scene.ministry)
    loaded = division.submitted(scene.reviewer).get(pk=scene.submission.pk)
    before = standings(scene, loaded)
    assert {(one.due, one.late) for one in before} == {(came - dt.timedelta(days=20), True)}
    assert len({one.working_days for one in before}) == 1
    day = timezone.localdate(came)
    worked = next(d for n in range(1, 8) if (d := day - dt.timedelta(n)).weekday() not in {4, 5})
    make_holiday(worked)
    after = standings(scene, loaded)
    assert {one.working_days for one in after} == {before[0].working_days - 1}


def standings(scene, loaded):
    """Where the report stands on the queue, the reading page, the receipt and in the ministry."""
    (row,) = division.rows(scene.reviewer, [loaded])
    packet = sending.packets().get(pk=scene.packet.pk)
    return [
        row.standing,
        reading(scene.reviewer, loaded).standing,
        sending.received_standing(packet),
        ministry.deadline(scene.submission, scene.packet.created_at),
    ]


def test_what_is_missing_shows_the_extended_deadline():
    scene = make_scene(deadline_at=FIRST)
    extend(scene, february(20), scene.ministry)
    found = {line.ministry: line.due for line in board(scene.round).lines}
    assert found[scene.ministry] == february(20)
    assert found[scene.other_ministry] == FIRST


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_one_query_for_its_deadlines(number, django_assert_num_queries):
    scene = make_scene(deadline_at=FIRST)
    for _ in range(number - 1):
        extend(scene, february(20), scene.ministry)
        make_round(scene.administrator)
    reports = list(Submission.objects.select_related("round"))
    with django_assert_num_queries(1):
        dues = due.dues(reports)
        for report in reports:
            dues.standing(report, timezone.now())


@pytest.mark.parametrize(
    ("moment", "weekly", "public"),
    [
        (dt.datetime(2019, 2, 14, 17, 59, tzinfo=dt.UTC), None, None),
        (dt.datetime(2019, 2, 14, 18, 1, tzinfo=dt.UTC), "friday", None),
        (dt.datetime(2019, 2, 16, 6, 0, tzinfo=dt.UTC), "saturday", None),
        (dt.datetime(2019, 2, 21, 6, 0, tzinfo=dt.UTC), "", "Mother Language Day"),
    ],
)
def test_a_bad_day_is_seen_on_dhakas_calendar(moment, weekly, public):
    make_holiday(dt.date(2019, 2, 21), "Mother Language Day")
    warning = due.day_warning(moment.astimezone(DHAKA).date())
    if weekly is None:
        assert warning is None
        return
    assert warning.weekly == weekly
    assert (warning.public and warning.public.name_en) == public
    assert warning.next_working_day == dt.date(2019, 2, 24 if public else 17)


def test_a_public_holiday_on_a_friday_names_both():
    make_holiday(dt.date(2019, 2, 15), "A Friday")
    warning = due.day_warning(dt.date(2019, 2, 15))
    assert (warning.weekly, str(warning.public)) == ("friday", "A Friday")


# ── The short form, and the countdown (33) ──────────────────────────────────────────────────────


def with_short_form(scene, days):
    scene.round.short_form_due_at = timezone.now() + dt.timedelta(days=days)
    scene.round.save()
    return scene


def test_the_countdown_names_report_and_short_form():
    scene = with_short_form(make_scene("in_progress", days=14), -7)
    found = due.countdown(scene.submission)
    assert (found.report.late, found.report.working_days) == (False, 10)
    assert (found.short_form.late, found.short_form.working_days) == (True, 5)
    assert due.countdown(make_scene("in_progress").submission).short_form is None
    assert due.countdown(make_scene("submitted").submission) is None


@pytest.mark.parametrize("name", ["grid", "short_form", "report"])
def test_the_pages_of_filling_count_down_in_words(name):
    scene = with_short_form(make_scene("in_progress", days=14), 7)
    page = text(signed_in(scene.focal).get(url(name, scene.submission)))
    assert "10 working days left until" in page
    assert "5 working days left until" in page


def test_what_was_asked_for_again_is_not_late_by_that():
    scene = make_scene("returned", days=14)
    first = scene.packet
    factories.reply(ReviewComment.objects.get(), scene.focal)
    scene.submit()
    again = scene.packet
    assert (first.number, again.number) == (1, 2)
    scene.round.deadline_at = first.created_at + dt.timedelta(microseconds=1)
    scene.round.save()
    assert not sending.received_standing(fresh(again)).late
    assert not sending.received_standing(fresh(first)).late
    scene.round.deadline_at = first.created_at - dt.timedelta(days=7)
    scene.round.save()
    assert sending.received_standing(fresh(again)).working_days == 5
