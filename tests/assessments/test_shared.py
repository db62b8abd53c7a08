"""Shared programmes: what a partner reads and says, and where it is seen (capability 103; law 2)."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment, BesideVersion, PartnerStatement
from assessments.permissions import can_read_shared, can_state
from nsss_gender.accounts.enums import Role
from nsss_gender.audit.models import Event
from programmes.models import ProgrammeMinistry
from tests.assessments.factories import STATES, Scene, fresh, hand_out, make_scene
from tests.assessments.lists import claim_say, partner_add, statement
from tests.people import make_ministry, make_user, signed_in

pytestmark = pytest.mark.django_db

OPEN = {"not_started", "in_progress", "returned"}


def shared_scene(state: str = "in_progress", **fields: object) -> Scene:
    """The second ministry (of ``stranger``) shares the first programme of the first."""
    scene = make_scene(state, **fields)  # type: ignore[arg-type]  # the fields of make_scene
    partner_add(scene.programmes[0], scene.other_ministry)
    return scene


def url(scene: Scene, name: str = "shared") -> str:
    return reverse(f"assessments:{name}", args=[scene.assessment.pk])


# ── Who ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("state", STATES)
def test_a_partner_writes_while_the_lead_can(state: str):
    scene = shared_scene(state)
    assert can_read_shared(scene.stranger, scene.assessment).allowed
    assert can_state(scene.stranger, scene.assessment).allowed is (state in OPEN)
    if state in OPEN:
        statement(scene.assessment, scene.stranger)
        assert scene.submission.status == state
        return
    with pytest.raises(PermissionDenied, match="nothing is added"):
        statement(scene.assessment, scene.stranger)
    assert PartnerStatement.objects.count() == 0


@pytest.mark.parametrize(
    "person",
    ["focal", "contributor", "reviewer", "approver", "coordinator", "administrator", "observer"],
)
def test_nobody_else_reads_by_it(person: str):
    scene = shared_scene()
    hand_out(scene.assessment, scene.contributor, scene.focal)
    assert can_read_shared(scene.people[person], scene.assessment).allowed is False
    assert signed_in(scene.people[person]).get(url(scene)).status_code == 404


def test_a_contributor_of_the_partner_and_a_third_ministry_find_nothing():
    scene = shared_scene()
    helper = make_user("shared-helper", Role.CONTRIBUTOR, scene.other_ministry)
    third = make_user("shared-third", Role.FOCAL_POINT, make_ministry(role_in_nsss="social"))
    for person in (helper, third):
        assert signed_in(person).get(url(scene)).status_code == 404
        with pytest.raises(PermissionDenied):
            statement(scene.assessment, person)


def test_a_partner_reads_the_shared_one_and_nothing_else():
    scene = shared_scene("returned", programmes=2)
    browser = signed_in(scene.stranger)
    page = browser.get(url(scene))
    assert page.status_code == 200
    assert "Say which practices are meant." not in page.content.decode()  # the reviewer's comment
    other = scene.assessments[1]
    assert browser.get(reverse("assessments:shared", args=[other.pk])).status_code == 404
    answer = scene.assessment.answers.get(question__code="Q8")
    for name, pk in [
        ("report", scene.submission.pk),
        ("programmes", scene.submission.pk),
        ("points", scene.submission.pk),
        ("check", scene.submission.pk),
        ("read", scene.submission.pk),
        ("receipt", scene.packet.pk),
        ("assessment", scene.assessment.pk),
        ("score", scene.assessment.pk),
        ("claim_make", scene.assessment.pk),
        ("read_assessment", scene.assessment.pk),
        ("answer_history", answer.pk),
    ]:
        assert browser.get(reverse(f"assessments:{name}", args=[pk])).status_code == 404, name


def test_a_share_that_ended_or_a_programme_off_the_list_is_gone():
    scene = shared_scene()
    claim_say(scene.assessment, scene.focal, "ended")
    assert signed_in(scene.stranger).get(url(scene)).status_code == 404
    claim_say(scene.assessment, scene.focal, "ours")
    assert signed_in(scene.stranger).get(url(scene)).status_code == 200
    links = ProgrammeMinistry.objects.filter(ministry=scene.other_ministry, part="partner")
    links.update(valid_to=timezone.localdate())
    assert signed_in(scene.stranger).get(url(scene)).status_code == 404


# ── What ────────────────────────────────────────────────────────────────────────────────────────


def test_the_word_is_kept_and_recorded():
    scene = shared_scene()
    said = {"Q8": {"judgement": "no", "text": "Not in our hospitals."}}
    done = statement(scene.assessment, scene.stranger, component="Hospitals", answers=said)
    row = fresh(done.statement)
    assert (row.number, row.component, row.stance, row.values()["answers"]) == (
        1,
        "Hospitals",
        "concur",
        said,
    )
    event = Event.objects.latest("pk")
    assert (event.action, event.stream) == ("partner stated", scene.submission.stream)
    assert BesideVersion.objects.get(target=row.target).kept is False


def test_the_same_post_twice_is_one_word():
    scene = shared_scene()
    key = uuid.uuid4()
    for _ in range(2):
        done = statement(scene.assessment, scene.stranger, key=key)
        assert done.clashed is False
    row = PartnerStatement.objects.get()
    assert (row.number, BesideVersion.objects.filter(target=row.target).count()) == (1, 1)


def test_of_two_words_from_one_start_both_are_kept():
    scene = shared_scene()
    statement(scene.assessment, scene.stranger, component="First")
    statement(scene.assessment, scene.stranger, base=1, component="Second")
    for _ in range(2):
        done = statement(scene.assessment, scene.stranger, base=1, component="Third")
        assert done.clashed is True
    assert PartnerStatement.objects.get().component == "Second"
    kept = BesideVersion.objects.get(kept=True)
    assert (kept.values["component"], kept.base, kept.number) == ("Third", 1, 3)


def test_dissent_needs_its_words():
    scene = shared_scene()
    with pytest.raises(ValidationError) as refusal:
        statement(scene.assessment, scene.stranger, stance="dissent", said="  ")
    assert list(refusal.value.message_dict) == ["said"]
    for wrong in ({"stance": "maybe"}, {"answers": {"Q99": {"judgement": "yes"}}}):
        with pytest.raises(ValidationError):
            statement(scene.assessment, scene.stranger, **wrong)
    assert PartnerStatement.objects.count() == 0


def test_a_packet_holds_who_spoke_and_who_did_not_and_the_score_is_the_lead_s():
    scene = shared_scene(judgements="yes")
    silent = make_ministry(role_in_nsss="social")
    partner_add(scene.programmes[0], silent)
    statement(scene.assessment, scene.stranger, answers={"Q8": {"judgement": "no", "text": ""}})
    scene.clear()
    packet = scene.submit()
    (spoke,) = packet.data["partners"]
    assert (spoke["ministry"]["code"], spoke["stance"]) == (scene.other_ministry.code, "concur")
    (quiet,) = packet.data["partners_silent"]
    assert quiet["ministry"]["code"] == silent.code
    assert packet.scores.get().current == 7
    assert Assessment.objects.filter(programme=scene.programmes[0]).count() == 1


# ── Where it is seen ────────────────────────────────────────────────────────────────────────────


def test_the_partner_finds_it_first_thing_and_says_its_word():
    scene = shared_scene()
    browser = signed_in(scene.stranger)
    for page in (
        reverse("assessments:report", args=[scene.other.pk]),
        reverse("assessments:programmes", args=[scene.other.pk]),
    ):
        assert url(scene) in browser.get(page).content.decode()
    answer = browser.post(
        url(scene), {"key": uuid.uuid4(), "base": 0, "stance": "concur", "text-Q8": "Ours differs."}
    )
    assert (answer.status_code, answer["Location"]) == (302, url(scene))
    lead = signed_in(scene.focal)
    overview = lead.get(reverse("assessments:assessment", args=[scene.assessment.pk]))
    assert "Ours differs." in overview.content.decode()
    section = lead.get(
        reverse("assessments:section", args=[scene.assessment.pk, _section(scene, "Q8")])
    )
    assert "Ours differs." in section.content.decode()


def _section(scene: Scene, code: str) -> str:
    sections = scene.round.questionnaire.schema().sections
    return next(s.code for s in sections if code in {q.code for q in s.questions})


def test_silence_warns_the_lead_and_blocks_nothing():
    scene = shared_scene()
    check = signed_in(scene.focal).get(reverse("assessments:check", args=[scene.submission.pk]))
    page = check.content.decode()
    assert "Partners that said nothing yet" in page
    assert "Nothing is missing." in page
    statement(scene.assessment, scene.stranger)
    check = signed_in(scene.focal).get(reverse("assessments:check", args=[scene.submission.pk]))
    assert "Partners that said nothing yet" not in check.content.decode()


def test_the_reviewer_reads_it_in_the_packet():
    scene = shared_scene("in_progress")
    statement(scene.assessment, scene.stranger, stance="dissent", said="We count otherwise.")
    scene.clear()
    scene.submit()
    page = signed_in(scene.reviewer).get(url(scene, "read_assessment")).content.decode()
    for told in ("We count otherwise.", "Dissents"):
        assert told in page


def test_mistakes_stand_at_their_places_and_a_clash_shows_both():
    scene = shared_scene()
    browser = signed_in(scene.stranger)
    start = {"key": uuid.uuid4(), "base": 0}
    answer = browser.post(url(scene), {**start, "stance": "dissent", "component": "Kept words"})
    page = answer.content.decode()
    assert (answer.status_code, 'id="id_said_error"' in page, "Kept words" in page) == (
        422,
        True,
        True,
    )
    statement(scene.assessment, scene.stranger, component="Standing words")
    answer = browser.post(url(scene), {**start, "component": "Typed words"})
    page = answer.content.decode()
    assert answer.status_code == 409
    for told in ("Standing words", "Typed words", 'name="base" value="1"'):
        assert told in page


def test_a_locked_report_says_why():
    scene = shared_scene("submitted")
    browser = signed_in(scene.stranger)
    assert "nothing is added to it now" in browser.get(url(scene)).content.decode()
    assert browser.post(url(scene), {"key": uuid.uuid4(), "base": 0}).status_code == 403
