"""Our programmes: what may be said by whom and when, and what it changes (capability 101, 102)."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from assessments.enums import ClaimKind
from assessments.models import ListClaim
from assessments.permissions import can_edit, submission_blocks
from assessments.services import listing, submissions
from nsss_gender.audit.models import Event
from nsss_gender.language.numbers import digits
from tests.assessments.factories import STATES, Scene, answers_fill, clear, fresh, make_scene
from tests.assessments.lists import DAY, claim_say, standing
from tests.people import signed_in

pytestmark = pytest.mark.django_db

EDITING = {"not_started", "in_progress", "cleared"}
# kind → whether the programme leaves the list, and the state it gets at once
KINDS = {
    "ours": (False, "noted"),
    "not_ours": (True, "standing"),
    "ended": (True, "standing"),
    "renamed": (False, "standing"),
    "merged": (True, "standing"),
    "shared": (False, "standing"),
}


def words(scene: Scene) -> dict[str, object]:
    """Every field that any kind needs."""
    return {
        "other_ministry": scene.other_ministry,
        "other_programme": scene.programmes[1],
        "name_en": "A new name",
        "name_bn": "নতুন নাম",
        "partners": [scene.other_ministry],
    }


@pytest.mark.parametrize("kind", KINDS)
def test_what_each_kind_does(kind: str):
    scene = make_scene(programmes=2)
    claim = claim_say(scene.assessment, scene.focal, kind, **words(scene))
    assert (scene.assessment.left_out, claim.state) == KINDS[kind]
    event = Event.objects.latest("pk")
    assert (event.action, event.target) == (
        "programme claimed",
        f"assessment:{scene.assessment.pk}",
    )
    assert event.changes["kind"] == [None, kind]


def test_only_the_fields_of_the_kind_are_kept():
    scene = make_scene(programmes=2)
    claim = claim_say(scene.assessment, scene.focal, "ended", **words(scene))
    assert (claim.day, claim.other_ministry, claim.other_programme, claim.name_en) == (
        DAY,
        None,
        None,
        "",
    )
    assert claim.partners.count() == 0


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    "person", ["focal", "contributor", "stranger", "reviewer", "administrator", "coordinator"]
)
def test_who_may_say_it_when(state: str, person: str):
    scene = make_scene(state, programmes=2)
    events = Event.objects.count()
    if person == "focal" and state in EDITING:
        claim_say(scene.assessment, scene.people[person], "ended")
        assert scene.submission.status == "in_progress"
        return
    with pytest.raises(PermissionDenied):
        claim_say(scene.assessment, scene.people[person], "ended")
    assert (scene.assessment.left_out, Event.objects.count()) == (False, events)


@pytest.mark.parametrize(
    ("kind", "gone", "field"),
    [
        ("not_ours", "other_ministry", "other_ministry"),
        ("ended", "day", "day"),
        ("renamed", "name_en", "name_en"),
        ("renamed", "name_bn", "name_bn"),
        ("renamed", "day", "day"),
        ("merged", "other_programme", "other_programme"),
        ("merged", "day", "day"),
        ("shared", "partners", "partners"),
    ],
)
def test_what_a_kind_needs(kind: str, gone: str, field: str):
    scene = make_scene(programmes=2)
    with pytest.raises(ValidationError) as refusal:
        claim_say(scene.assessment, scene.focal, kind, **(words(scene) | {gone: None}))
    assert list(refusal.value.message_dict) == [field]
    assert ListClaim.objects.count() == 0


def test_a_day_to_come_a_merger_into_itself_and_a_lead_of_one_s_own_are_refused():
    scene = make_scene(programmes=2)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    for kind, values, field in [
        ("ended", {"day": tomorrow}, "day"),
        ("merged", {"other_programme": scene.assessment.programme}, "other_programme"),
        ("not_ours", {"other_ministry": scene.ministry}, "other_ministry"),
        ("lead", {}, "kind"),
    ]:
        with pytest.raises(ValidationError) as refusal:
            claim_say(scene.assessment, scene.focal, kind, **values)
        assert list(refusal.value.message_dict) == [field]


def test_the_same_form_twice_says_it_once():
    scene = make_scene()
    key = uuid.uuid4()
    for _ in range(2):
        claim_say(scene.assessment, scene.focal, "ended", key=key, base=None)
    assert ListClaim.objects.count() == 1
    assert Event.objects.filter(action="programme claimed").count() == 1


def test_a_new_word_withdraws_the_one_before():
    scene = make_scene()
    first = claim_say(scene.assessment, scene.focal, "ended")
    second = claim_say(scene.assessment, scene.focal, "ours")
    assert (fresh(first).state, fresh(second).state) == ("withdrawn", "noted")
    assert scene.assessment.left_out is False


def test_a_colleague_s_word_in_between_is_not_overwritten():
    scene = make_scene()
    first = claim_say(scene.assessment, scene.focal, "ended")
    said = listing.Said(uuid.uuid4(), None, ClaimKind.OURS, {})
    with pytest.raises(ValidationError, match="A colleague"):
        listing.claim_make(assessment=scene.assessment, said=said, by=scene.focal)
    assert standing(scene.assessment) == first


def test_what_is_taken_back_is_on_the_list_again_and_the_list_is_open():
    scene = make_scene(programmes=2)
    claim = claim_say(scene.assessment, scene.focal, "ended")
    listing.list_confirm(submission=scene.submission, by=scene.focal)
    for _ in range(2):
        listing.claim_withdraw(claim=claim, by=scene.focal)
    assert scene.assessment.left_out is False
    assert (scene.submission.list_confirmed_at, scene.submission.list_confirmed_by) == (None, None)
    assert Event.objects.filter(action="programme claim withdrawn").count() == 1


def test_another_ministry_takes_nothing_back():
    scene = make_scene()
    claim = claim_say(scene.assessment, scene.focal, "ended")
    with pytest.raises(PermissionDenied):
        listing.claim_withdraw(claim=claim, by=scene.stranger)
    assert fresh(claim).state == "standing"


def test_a_decided_one_is_not_said_again():
    scene = make_scene(programmes=2)
    claim = claim_say(scene.assessment, scene.focal, "ended")
    ListClaim.objects.filter(pk=claim.pk).update(
        state="accepted", decided_at=timezone.now(), decided_by=scene.administrator
    )
    with pytest.raises(PermissionDenied, match="stands in the register"):
        claim_say(scene.assessment, scene.focal, "ours")


def test_confirming_says_ours_of_the_rest_only():
    scene = make_scene(programmes=3)
    claim_say(scene.assessment, scene.focal, "ended")
    listing.list_confirm(submission=scene.submission, by=scene.focal)
    listing.list_confirm(submission=scene.submission, by=scene.focal)
    kinds = ListClaim.objects.order_by("assessment__programme__code").values_list("kind", "state")
    assert list(kinds) == [("ended", "standing"), ("ours", "noted"), ("ours", "noted")]


# ── What leaves the list blocks nothing; its answers stay ───────────────────────────────────────


def test_a_programme_off_the_list_blocks_nothing_and_is_named_in_the_packet():
    scene = make_scene("in_progress", programmes=2)
    off = scene.assessments[1]
    scene_blank = make_scene(programmes=2)
    assert {block.assessment for block in submission_blocks(scene_blank.submission)} != {None}
    claim_say(off, scene.focal, "not_ours", other_ministry=scene.other_ministry, note="Moved.")
    scene.clear()
    content = scene.submit().data
    assert [entry["id"] for entry in content["assessments"]] == [str(scene.assessments[0].pk)]
    (entry,) = content["listing"]
    assert (entry["programme"]["code"], entry["left_out"], entry["kind"], entry["note"]) == (
        off.programme.code,
        True,
        "not_ours",
        "Moved.",
    )
    assert entry["other_ministry"]["code"] == scene.other_ministry.code
    assert fresh(off).answers.count() > 0


def test_nothing_is_written_in_a_programme_off_the_list():
    scene = make_scene("in_progress", programmes=2)
    claim_say(scene.assessment, scene.focal, "ended")
    verdict = can_edit(scene.focal, scene.assessment)
    assert (verdict.allowed, "put it back first" in verdict.reason) == (False, True)
    claim_say(scene.assessment, scene.focal, "ours")
    answers_fill(scene.assessment, scene.focal, "no")


def test_when_every_programme_is_not_ours_a_nil_report_is_filed():
    scene = make_scene(programmes=2)
    for assessment in scene.assessments:
        claim_say(assessment, scene.focal, "not_ours", other_ministry=scene.other_ministry)
    assert (scene.submission.is_nil, submission_blocks(scene.submission)) == (True, ())
    clear(scene.submission, scene.focal, nil_statement="We run no programme.")
    packet = submissions.submission_submit(submission=scene.submission, by=scene.focal)
    assert (packet.data["assessments"], len(packet.data["listing"])) == ([], 2)
    assert packet.data["nil_statement"] == "We run no programme."


# ── The pages ───────────────────────────────────────────────────────────────────────────────────


def url(name: str, pk: object) -> str:
    return reverse(f"assessments:{name}", args=[pk])


def posted(kind: str, **values: object) -> dict[str, object]:
    return {"key": uuid.uuid4(), "base": "", "kind": kind, **values}


def test_the_page_says_one_programme_and_goes_back_to_the_list():
    scene = make_scene(programmes=2)
    browser = signed_in(scene.focal)
    answer = browser.post(
        url("claim_make", scene.assessment.pk),
        posted(
            "renamed",
            day=digits("01/07/2018", "bn"),
            name_en="New",
            name_bn="নতুন",
            note="By gazette.",
        ),
    )
    assert (answer.status_code, answer["Location"]) == (
        302,
        url("programmes", scene.submission.pk),
    )
    page = browser.get(answer["Location"]).content.decode()
    for told in ("Renamed", "01/07/2018", "New", "নতুন", "By gazette.", "Waits for a decision"):
        assert told in page


def test_all_mistakes_stand_at_their_places_and_the_words_stay():
    scene = make_scene()
    answer = signed_in(scene.focal).post(
        url("claim_make", scene.assessment.pk),
        posted("merged", day="31/31/2018", other_programme="P999", note="Kept words"),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for told in ('id="id_day_error"', 'id="id_other_programme_error"', "Kept words", "P999"):
        assert told in page
    assert ListClaim.objects.count() == 0


def test_a_clash_shows_both_words():
    scene = make_scene()
    claim_say(scene.assessment, scene.focal, "ended", note="First words")
    browser = signed_in(scene.focal)
    address = url("claim_make", scene.assessment.pk)
    answer = browser.post(address, posted("ours", note="Second words"))
    page = answer.content.decode()
    assert answer.status_code == 409
    for told in ("First words", "Second words"):
        assert told in page
    now = standing(scene.assessment)
    assert now
    assert f'value="{now.pk}"' in page


def test_a_stranger_finds_nothing():
    scene = make_scene()
    claim = claim_say(scene.assessment, scene.focal, "ended")
    browser = signed_in(scene.stranger)
    assert browser.get(url("programmes", scene.submission.pk)).status_code == 404
    assert browser.get(url("claim_make", scene.assessment.pk)).status_code == 404
    assert browser.post(url("claim_withdraw", claim.pk)).status_code == 404
    assert fresh(claim).state == "standing"


def test_a_locked_report_says_why():
    scene = make_scene("submitted")
    browser = signed_in(scene.focal)
    page = browser.get(url("programmes", scene.submission.pk)).content.decode()
    assert "The report is locked" in page
    answer = browser.post(url("claim_make", scene.assessment.pk), posted("ours"))
    assert answer.status_code == 403


def test_twenty_programmes_a_page():
    scene = make_scene(programmes=21)
    page = signed_in(scene.focal).get(url("programmes", scene.submission.pk)).content.decode()
    assert page.count("Say what it is") == 20
    assert "21 programmes of the register" in page
