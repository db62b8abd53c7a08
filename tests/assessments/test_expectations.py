"""The expected list: free before the opening, with a reason and its effects after it (102)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from assessments.models import RoundMinistry, Submission
from assessments.services.expectations import Wanted, expectation_set, expectations_save
from assessments.services.rounds import round_open
from nsss_gender.accounts.enums import Role
from nsss_gender.audit.models import Event
from tests.assessments.factories import (
    hand_out,
    make_programme,
    make_round,
    make_scene,
)
from tests.assessments.test_review_views import queries, text
from tests.people import every_role, make_ministry, make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(db):
    return make_user("keeper", Role.ADMINISTRATOR)


def line(round_, ministry):
    return round_.expectations.get(ministry=ministry)


def set_to(scene, expected, reason="It was agreed by telephone.", ministry=None):
    return expectation_set(
        round_=scene.round,
        ministry=ministry or scene.ministry,
        expected=expected,
        reason=reason,
        by=scene.administrator,
    )


# ── One line ────────────────────────────────────────────────────────────────────────────────────


def test_before_the_opening_a_line_is_changed_with_a_trace(keeper):
    ministry = make_ministry()
    make_programme(ministry)
    round_ = make_round(keeper, opened=False)
    for _ in range(2):
        expectation_set(
            round_=round_, ministry=ministry, expected="none", reason="It moved.", by=keeper
        )
    event = Event.objects.get(action="expectation changed")
    assert (event.changes, event.reason) == ({"expected": ["report", "none"]}, "It moved.")
    round_open(round_=round_, by=keeper)
    assert not Submission.objects.exists()


def test_after_the_opening_asking_for_a_report_makes_it_with_its_programmes(keeper):
    ministry = make_ministry()
    make_programme(ministry)
    make_programme(ministry)
    round_ = make_round(keeper, opened=False)
    expectation_set(round_=round_, ministry=ministry, expected="none", reason="Moved.", by=keeper)
    round_open(round_=round_, by=keeper)
    for _ in range(2):
        expectation_set(
            round_=round_, ministry=ministry, expected="report", reason="It came back.", by=keeper
        )
    report = Submission.objects.get(round=round_, ministry=ministry)
    assert (report.status, report.assessments.count()) == ("not_started", 2)
    event = Event.objects.filter(action="expectation changed").latest("pk")
    assert event.changes == {
        "expected": ["none", "report"],
        "submission": [None, str(report.pk)],
    }
    assert event.reason == "It came back."


def test_a_report_that_was_not_begun_is_taken_back(keeper):
    scene = make_scene()
    key = str(scene.submission.pk)
    set_to(scene, "none")
    assert not Submission.objects.filter(round=scene.round, ministry=scene.ministry).exists()
    assert Submission.objects.filter(pk=scene.other.pk).exists()
    event = Event.objects.filter(action="expectation changed").latest("pk")
    assert event.changes == {"expected": ["report", "none"], "submission": [key, None]}
    set_to(scene, "nil", "They ask to confirm nil.")
    assert scene.submission.status == "not_started"


@pytest.mark.parametrize("state", ["in_progress", "cleared", "submitted", "returned", "accepted"])
def test_a_begun_report_stays_expected(state):
    scene = make_scene(state)
    with pytest.raises(PermissionDenied):
        set_to(scene, "none")
    assert scene.submission.status == state
    assert line(scene.round, scene.ministry).expected == "report"


def test_a_report_on_which_something_hangs_stays_expected():
    scene = make_scene()
    hand_out(scene.assessment, scene.contributor, scene.focal)
    with pytest.raises(ValidationError):
        set_to(scene, "none")
    assert scene.submission.assessments.count() == 1
    assert line(scene.round, scene.ministry).expected == "report"


def test_nil_and_report_change_places_without_touching_the_report():
    scene = make_scene("in_progress")
    key = scene.submission.pk
    set_to(scene, "nil")
    assert (scene.submission.pk, scene.submission.status) == (key, "in_progress")
    assert line(scene.round, scene.ministry).expected == "nil"


@pytest.mark.parametrize(
    ("opened", "value", "reason", "field"),
    [
        (False, "none", "", "reason"),
        (False, "none", "  ", "reason"),
        (False, "perhaps", "x", "expected"),
        (True, "none", " ", "reason"),
        (True, "nil", "", "reason"),
        (True, "perhaps", "x", "expected"),
    ],
)
def test_a_faulty_expectation_is_refused(keeper, opened, value, reason, field):
    ministry = make_ministry()
    round_ = make_round(keeper, opened=opened)
    with pytest.raises(ValidationError) as refusal:
        expectation_set(round_=round_, ministry=ministry, expected=value, reason=reason, by=keeper)
    assert set(refusal.value.message_dict) == {field}
    assert line(round_, ministry).expected == "nil"


# ── Many lines ──────────────────────────────────────────────────────────────────────────────────


def wanted(row, expected, reason=""):
    return {row.ministry_id: Wanted(row.mark, expected, reason)}


def test_many_lines_at_once_and_only_the_changed_ones(keeper):
    rows = [make_ministry() for _ in range(3)]
    round_ = make_round(keeper, opened=False)
    first, second, third = (line(round_, row) for row in rows)
    many = {
        **wanted(first, "none", "Merged."),
        **wanted(second, "report"),
        **wanted(third, third.expected, third.reason),
    }
    for _ in range(2):
        assert expectations_save(round_=round_, wanted=many, by=keeper) == []
    assert [line(round_, row).expected for row in rows] == ["none", "report", "nil"]
    assert Event.objects.filter(action="expectation changed").count() == 2


def test_a_line_that_somebody_else_changed_is_given_back_and_nothing_is_written(keeper):
    one, two = make_ministry(), make_ministry()
    round_ = make_round(keeper, opened=False)
    many = {**wanted(line(round_, one), "report"), **wanted(line(round_, two), "report")}
    expectation_set(round_=round_, ministry=one, expected="none", reason="Moved.", by=keeper)
    clashes = expectations_save(round_=round_, wanted=many, by=keeper)
    assert [row.ministry for row in clashes] == [one]
    assert [line(round_, row).expected for row in (one, two)] == ["none", "nil"]


def test_a_colleagues_line_stays_where_i_typed_nothing(keeper):
    ministry = make_ministry()
    round_ = make_round(keeper, opened=False)
    row = line(round_, ministry)
    untouched = wanted(row, row.expected, row.reason)
    expectation_set(round_=round_, ministry=ministry, expected="none", reason="Moved.", by=keeper)
    assert expectations_save(round_=round_, wanted=untouched, by=keeper) == []
    assert line(round_, ministry).expected == "none"


def test_only_administrators_change_the_list():
    people = every_role()
    keeper = people.pop("administrator")
    round_ = make_round(keeper, opened=False)
    row = RoundMinistry.objects.all()[0]
    events = Event.objects.count()
    for user in people.values():
        with pytest.raises(PermissionDenied):
            expectation_set(
                round_=round_, ministry=row.ministry, expected="none", reason="r", by=user
            )
        with pytest.raises(PermissionDenied):
            expectations_save(round_=round_, wanted=wanted(row, "none", "r"), by=user)
    assert Event.objects.count() == events


def test_the_whole_list_is_closed_once_the_round_is_open(keeper):
    make_ministry()
    round_ = make_round(keeper)
    with pytest.raises(PermissionDenied):
        expectations_save(round_=round_, wanted={}, by=keeper)


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────


def posted(round_, **changes):
    """The whole list as a browser posts it; ``changes`` by the ministry's code."""
    data = {}
    for row in round_.expectations.select_related("ministry"):
        given = {"base": row.mark, "expected": row.expected, "reason": row.reason}
        given |= changes.get(row.ministry.code, {})
        data |= {f"{row.ministry.code}-{name}": value for name, value in given.items()}
    return data


def test_the_whole_list_is_changed_on_one_page(keeper):
    one, two = make_ministry("Ministry of One"), make_ministry()
    round_ = make_round(keeper, opened=False)
    page = reverse("assessments:round_expected_list", args=[round_.pk])
    client = signed_in(keeper)
    words = text(client.get(page))
    assert "Ministry of One" in words
    both = {one.code: {"expected": "none", "reason": ""}, two.code: {"expected": "perhaps"}}
    answer = client.post(page, posted(round_, **both))
    assert answer.status_code == 422
    assert "Ministry of One – Say why nothing is expected" in text(answer)
    assert f"{two} – Choose one of the answers shown." in text(answer)
    assert line(round_, one).expected == "nil"
    good = {one.code: {"expected": "none", "reason": "It was merged."}}
    assert client.post(page, posted(round_, **good)).status_code == 302
    assert (line(round_, one).expected, line(round_, two).expected) == ("none", "nil")


def test_a_clash_on_the_page_is_named_and_saving_again_keeps_mine(keeper):
    ministry = make_ministry()
    round_ = make_round(keeper, opened=False)
    page = reverse("assessments:round_expected_list", args=[round_.pk])
    data = posted(round_, **{ministry.code: {"expected": "report"}})
    expectation_set(round_=round_, ministry=ministry, expected="none", reason="Moved.", by=keeper)
    client = signed_in(keeper)
    answer = client.post(page, data)
    assert answer.status_code == 422
    assert "Somebody set this to “Not expected” in the meantime." in text(answer)
    data[f"{ministry.code}-base"] = line(round_, ministry).mark
    assert line(round_, ministry).mark in answer.content.decode()
    assert client.post(page, data).status_code == 302
    assert line(round_, ministry).expected == "report"


def test_one_line_is_changed_on_its_page_before_and_after_the_opening():
    scene = make_scene()
    client = signed_in(scene.administrator)
    page = reverse("assessments:round_expect", args=[scene.round.pk, scene.ministry.pk])
    answer = client.post(page, {"expected": "nil", "reason": ""})
    assert answer.status_code == 422
    assert "say why this changes" in text(answer)
    assert client.post(page, {"expected": "none", "reason": "Merged."}).status_code == 302
    assert not Submission.objects.filter(ministry=scene.ministry).exists()
    assert client.post(page, {"expected": "report", "reason": "Not merged."}).status_code == 302
    assert scene.submission.assessments.count() == 1


def test_a_begun_report_is_refused_on_the_page_with_the_reason():
    scene = make_scene("in_progress")
    client = signed_in(scene.administrator)
    page = reverse("assessments:round_expect", args=[scene.round.pk, scene.ministry.pk])
    answer = client.post(page, {"expected": "none", "reason": "Merged."})
    assert answer.status_code == 403
    assert "The ministry has begun its report: it stays expected." in text(answer)


def test_the_list_costs_the_same_for_two_ministries_and_for_twenty(keeper):
    round_ = make_round(keeper, opened=False)
    make_ministry()
    client = signed_in(keeper)
    small = make_round(keeper, opened=False)
    before = len(queries(client, reverse("assessments:round_expected_list", args=[small.pk])))
    for _ in range(20):
        make_ministry()
    large = make_round(keeper, opened=False)
    after = queries(client, reverse("assessments:round_expected_list", args=[large.pk]))
    assert len(after) == before <= 12
    assert round_.expectations.count() == 0
