"""More time: who asks, who decides, what moves and what stays on record (34)."""

import datetime as dt
import gzip
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from assessments.deadlines import DHAKA
from assessments.models import Extension, Notice, Round
from assessments.permissions import (
    can_ask_extension,
    can_decide_extension,
    can_extend_round,
    can_read_ledger,
)
from assessments.selectors import division, due, ministry
from assessments.services.extensions import extension_ask, extension_decide, extension_give
from nsss_gender.audit.models import Event
from tests.assessments import factories
from tests.assessments.factories import fresh, make_holiday, make_round, make_scene
from tests.assessments.many import reports_add
from tests.assessments.test_review_views import queries, text, url
from tests.people import make_ministry, signed_in

pytestmark = pytest.mark.django_db

DIVISION = {"reviewer", "second_reviewer", "approver"}


def later(days=30):
    return timezone.now() + dt.timedelta(days=days)


def ask(scene, days=30, **fields):
    given = {"key": uuid.uuid4(), "until": later(days), "reason": "Floods.", "by": scene.focal}
    return extension_ask(submission=scene.submission, **(given | fields))


def decide(scene, extension, *, granted=True, by=None, **fields):
    given = {"until": extension.until_at, "note": "" if granted else "Too long."}
    return extension_decide(
        extension=extension, granted=granted, by=by or scene.reviewer, **(given | fields)
    )


def give(scene, days=30, whose=None, **fields):
    given = {"key": uuid.uuid4(), "until": later(days), "reason": "Floods.", "by": scene.approver}
    return extension_give(round_=scene.round, ministry=whose, **(given | fields))


def in_force(scene, submission=None):
    submission = submission or scene.submission
    return due.dues([submission]).of(submission).in_force


# ── Permissions: a truth table ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        ("not_started", True),
        ("in_progress", True),
        ("cleared", True),
        ("submitted", False),
        ("under_review", False),
        ("returned", True),
        ("recommended", False),
        ("accepted", False),
    ],
)
def test_a_ministry_asks_while_the_report_is_its_own(state, allowed):
    scene = make_scene(state)
    verdicts = {
        name: bool(can_ask_extension(user, scene.submission)) for name, user in scene.people.items()
    }
    assert {name for name, yes in verdicts.items() if yes} == ({"focal"} if allowed else set())


def test_who_decides_and_who_reads_the_whole_ledger():
    scene = make_scene()
    asked = ask(scene)
    people = scene.people.items()
    deciding = {name for name, user in people if can_decide_extension(user, asked)}
    giving = {name for name, user in people if can_extend_round(user, scene.round)}
    reading = {name for name, user in people if can_read_ledger(user)}
    assert (deciding, giving) == (DIVISION, DIVISION)
    assert reading == DIVISION | {"technical_support", "administrator"}
    refused = decide(scene, asked, granted=False)
    assert not any(can_decide_extension(user, refused) for _name, user in people)


def test_a_round_that_is_not_open_is_edited_not_extended():
    scene = make_scene()
    round_ = make_round(scene.administrator, opened=False)
    assert not can_extend_round(scene.reviewer, round_)
    with pytest.raises(PermissionDenied):
        extension_give(
            key=uuid.uuid4(),
            round_=round_,
            ministry=None,
            until=later(),
            reason="r",
            by=scene.reviewer,
        )


# ── Services ────────────────────────────────────────────────────────────────────────────────────


def test_a_request_is_made_once_and_moves_nothing():
    scene = make_scene()
    key, until = uuid.uuid4(), later()
    for _ in range(2):
        ask(scene, key=key, until=until)
    assert Extension.objects.get().state == "asked"
    assert in_force(scene) == scene.round.deadline_at
    assert due.dues([scene.submission]).of(scene.submission).asked == until
    event = Event.objects.get(action="extension asked")
    assert (event.reason, event.stream) == ("Floods.", f"round:{scene.round.pk}")
    with pytest.raises(PermissionDenied):
        ask(scene)  # a second one while the first waits
    assert Extension.objects.count() == 1


def test_a_granted_request_moves_the_deadline_of_that_ministry_only():
    scene = make_scene()
    asked = ask(scene)
    decide(scene, asked)
    assert in_force(scene) == asked.until_at
    assert in_force(scene, scene.other) == scene.round.deadline_at
    assert fresh(scene.round).deadline_at == scene.round.deadline_at
    event = Event.objects.get(action="extension granted")
    assert event.changes == {"state": ["asked", "granted"]}
    ask(scene, days=60)  # the next request is free again


def test_a_request_is_granted_until_another_day():
    scene = make_scene()
    asked, until = ask(scene), later(20)
    decide(scene, asked, until=until, note="Five days less.")
    assert in_force(scene) == until
    assert set(Event.objects.get(action="extension granted").changes) == {"state", "until_at"}


def test_a_refused_request_moves_nothing_and_says_why():
    scene = make_scene()
    asked = ask(scene)
    with pytest.raises(ValidationError) as refusal:
        decide(scene, asked, granted=False, note=" ")
    assert set(refusal.value.message_dict) == {"note"}
    decide(scene, asked, granted=False)
    assert in_force(scene) == scene.round.deadline_at
    assert (fresh(asked).state, fresh(asked).decision_note) == ("refused", "Too long.")


def test_a_request_is_decided_once():
    scene = make_scene()
    asked = ask(scene)
    decide(scene, asked, granted=False)
    with pytest.raises(PermissionDenied):
        decide(scene, asked, by=scene.approver)
    assert fresh(asked).state == "refused"


def test_time_is_given_to_all_or_to_one_and_never_taken():
    scene = make_scene()
    give(scene, days=40, whose=scene.ministry)
    everybody = give(scene, days=30)
    assert in_force(scene, scene.other) == everybody.until_at
    assert in_force(scene) > everybody.until_at
    for days in (20, 30):
        with pytest.raises(ValidationError) as refusal:
            give(scene, days=days, whose=scene.ministry)
        assert set(refusal.value.message_dict) == {"deadline_on"}
    assert Extension.objects.count() == 2


def test_an_extension_lies_in_the_future():
    scene = make_scene()
    Round.objects.filter(pk=scene.round.pk).update(deadline_at=later(-20))
    for act in (lambda: ask(scene, days=-10), lambda: give(scene, days=-10)):
        with pytest.raises(ValidationError):
            act()
    assert not Extension.objects.exists()


def test_a_reason_is_always_given():
    scene = make_scene()
    for act in (lambda: ask(scene, reason=" "), lambda: give(scene, reason=" ")):
        with pytest.raises(ValidationError):
            act()
    assert not Extension.objects.exists()


def test_strangers_and_colleagues_neither_ask_nor_decide():
    scene = make_scene()
    asked = ask(scene)
    events = Event.objects.count()
    for name, user in scene.people.items():
        if name not in DIVISION:
            with pytest.raises(PermissionDenied):
                decide(scene, asked, by=user)
            with pytest.raises(PermissionDenied):
                give(scene, by=user)
        if name != "focal":
            with pytest.raises(PermissionDenied):
                ask(scene, by=user)
    assert (fresh(asked).state, Event.objects.count()) == ("asked", events)


def test_late_work_is_on_time_after_a_granted_extension():
    scene = make_scene()
    Round.objects.filter(pk=scene.round.pk).update(deadline_at=later(-10))
    assert ministry.deadline(scene.submission, timezone.now()).late
    decide(scene, ask(scene, days=5))
    scene.bring("submitted")
    (row,) = division.rows(scene.reviewer, division.submitted(scene.reviewer))
    assert not row.standing.late


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────


def a_working_day(days=30):
    """A day in the future that is no Friday and no Saturday."""
    day = timezone.localdate() + dt.timedelta(days=days)
    while day.weekday() in {4, 5}:
        day += dt.timedelta(days=1)
    return day


def typed(day=None, **fields):
    day = day or a_working_day()
    given = {
        "key": str(uuid.uuid4()),
        "deadline_on": f"{day:%d/%m/%Y}",
        "deadline_time": "17:00",
        "reason": "The field offices were flooded.",
    }
    return given | fields


def test_a_ministry_asks_on_its_page_and_sees_the_decision():
    scene = make_scene("in_progress")
    client, page = signed_in(scene.focal), url("extension_ask", scene.submission)
    assert page in client.get(url("report", scene.submission)).content.decode()
    data = typed()
    for _ in range(2):
        assert client.post(page, data).status_code == 302
    assert "waits for the Cabinet Division" in text(client.get(page))
    assert "has not decided yet" in text(client.get(url("report", scene.submission)))
    asked = Extension.objects.get()
    decide(scene, asked, note="Granted once.")
    words = text(client.get(url("report", scene.submission)))
    assert "The first deadline was" in words
    assert "Granted once." in text(client.get(page))
    day = asked.until_at.astimezone(DHAKA)
    assert f"{day:%d/%m/%Y}" in words


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"deadline_on": "01/01/2019"}, "Choose a moment after the deadline in force."),
        ({"deadline_on": "31/02/2030"}, "Enter a date that exists"),
        ({"deadline_time": "25:00"}, "Enter a time of day"),
        ({"reason": ""}, "Write something here."),
    ],
)
def test_a_faulty_request_is_shown_again(fields, complaint):
    scene = make_scene()
    page = url("extension_ask", scene.submission)
    answer = signed_in(scene.focal).post(page, typed(**fields))
    assert answer.status_code == 422
    assert complaint in text(answer)
    assert not Extension.objects.exists()


def test_a_holiday_is_asked_about_there_too():
    scene = make_scene()
    client, day = signed_in(scene.focal), a_working_day()
    make_holiday(day, "Flood Day")
    page = url("extension_ask", scene.submission)
    answer = client.post(page, typed(day))
    assert answer.status_code == 422
    assert "is a public holiday: Flood Day." in text(answer)
    assert client.post(page, typed(day, keep_day="on")).status_code == 302


def test_a_request_stands_beside_the_queue_and_is_decided_there():
    scene = make_scene()
    asked = ask(scene)
    client = signed_in(scene.approver)
    page = reverse("assessments:extension", args=[asked.pk])
    assert page in client.get(reverse("assessments:queue")).content.decode()
    assert "Floods." in text(client.get(page))
    answer = client.post(page, typed(decision="refuse", note=""))
    assert answer.status_code == 422
    assert "Say why the request is refused." in text(answer)
    data = typed(decision="grant", note="")
    for _ in range(2):
        answer = client.post(page, data)
        assert (answer.status_code, answer.url) == (302, url("extensions", scene.round))
    assert fresh(asked).state == "granted"
    other = signed_in(scene.reviewer).post(page, typed(decision="refuse", note="No."))
    assert other.status_code == 403
    assert "already decided" in text(other)


def test_a_refusal_needs_no_day():
    scene = make_scene()
    asked = ask(scene)
    data = {"decision": "refuse", "deadline_on": "", "deadline_time": "", "note": "Too long."}
    page = reverse("assessments:extension", args=[asked.pk])
    assert signed_in(scene.reviewer).post(page, data).status_code == 302
    assert (fresh(asked).state, fresh(asked).until_at) == ("refused", asked.until_at)


def test_the_division_gives_time_on_its_own_page():
    scene = make_scene()
    client, page = signed_in(scene.reviewer), url("round_extend", scene.round)
    data = typed(ministry=str(scene.ministry.pk))
    for _ in range(2):
        assert client.post(page, data).url == url("extensions", scene.round)
    assert Extension.objects.get().ministry == scene.ministry
    assert client.post(page, typed(a_working_day(40))).status_code == 302
    assert Extension.objects.filter(ministry=None).count() == 1
    foreign = client.post(page, typed(ministry=str(uuid.uuid4())))
    assert foreign.status_code == 422


def test_a_ministry_reads_its_own_lines_and_those_for_all():
    scene = make_scene()
    ask(scene, reason="Our own flood.")
    factories.extension_ask(scene, by=scene.stranger)
    give(scene, reason="For everybody.")
    page = url("extensions", scene.round)
    words = {name: text(signed_in(scene.people[name]).get(page)) for name in ("focal", "stranger")}
    assert ("Our own flood." in words["focal"], "Our own flood." in words["stranger"]) == (
        True,
        False,
    )
    assert all("For everybody." in one for one in words.values())
    for name in ("reviewer", "administrator"):
        whole = text(signed_in(scene.people[name]).get(page))
        assert "Our own flood." in whole
        assert "The field offices need another week." in whole
    for name in ("contributor", "observer", "nobody"):
        assert signed_in(scene.people[name]).get(page).status_code == 403


def test_the_ledger_and_the_queue_cost_the_same_for_one_line_and_for_sixty():
    scene = make_scene()
    pages = (url("extensions", scene.round), reverse("assessments:queue"))
    client = signed_in(scene.reviewer)
    ask(scene)
    before = [len(queries(client, page)) for page in pages]
    for number in range(60):
        give(scene, days=31 + number)
    assert [len(queries(client, page)) for page in pages] == before
    assert max(before) <= 12
    assert "Page 1 of 2" in text(client.get(pages[0]))


# ── A thousand reports (reliability 52) ─────────────────────────────────────────────────────────


def test_a_queue_of_a_thousand_costs_what_a_queue_of_one_costs():
    scene = make_scene("submitted")
    client, page = signed_in(scene.reviewer), reverse("assessments:queue")
    one = queries(client, page)
    ministries = [make_ministry() for _ in range(37)]
    reports_add(ministries, 27, scene.focal, "submitted")
    for number in range(20):
        give(scene, days=31 + number)
    answer = client.get(page)
    assert len(queries(client, page)) == len(one) <= 12
    assert answer.context["page"].paginator.count == 1_000
    assert len(answer.context["rows"]) == 50
    assert len(gzip.compress(answer.content)) < 100_000
    assert "Page 1 of 20" in text(answer)
    last = text(client.get(page, {"page": 20}))
    assert str(scene.ministry) in last


# ── Told ────────────────────────────────────────────────────────────────────────────────────────


def told(scene):
    """Who was told of what, as (seat's holder, what, reason)."""
    rows = Notice.objects.filter(transition__startswith="extension").order_by("created_at")
    return [(row.seat.holder, row.transition, row.reason) for row in rows]


def test_the_ministry_that_asked_is_told_of_the_decision_and_nobody_else():
    scene = make_scene("in_progress")
    decide(scene, ask(scene), note="Until then.")
    decide(scene, ask(scene, days=60), granted=False)
    assert told(scene) == [
        (scene.focal, "extension_granted", "Until then."),
        (scene.focal, "extension_refused", "Too long."),
    ]
    shown = text(signed_in(scene.focal).get(url("report", scene.submission)))
    assert "More time was granted: your deadline has moved." in shown


def test_all_focal_points_are_told_of_time_for_all_once():
    scene = make_scene("in_progress")
    key = uuid.uuid4()
    for _ in range(2):
        give(scene, key=key)
    assert {(who, what) for who, what, _reason in told(scene)} == {
        (scene.focal, "extension_given"),
        (scene.stranger, "extension_given"),
    }
    assert len(told(scene)) == 2
