"""Answers that nobody typed at their place: they stand, wait to be confirmed, and block the clearance."""

import uuid

import pytest
from django.urls import reverse

from assessments.enums import Origin
from assessments.models import Answer, AnswerVersion
from assessments.models.answer import draft_sheet
from assessments.permissions import submission_blocks
from assessments.services.answers import Brought, Draft, Saved, answers_save
from nsss_gender.audit.models import Event
from tests.assessments.factories import Scene, answers_fill, fresh, make_scene
from tests.assessments.factories import answers_save as save_on_top
from tests.people import signed_in

pytestmark = pytest.mark.django_db

VOICE = ("Q7.1", "Q7.2", "Q7.3", "Q7.4")


def save(scene: Scene, code: str = "Q8", *, token: uuid.UUID | None = None, **draft) -> Saved:
    """One save of one question; ``draft`` is the Draft's own fields."""
    drafts = {code: Draft(**draft)}
    return answers_save(
        assessment=fresh(scene.assessment),
        drafts=drafts,
        token=token or uuid.uuid4(),
        by=scene.focal,
    )[code]


def bring(scene: Scene, code: str = "Q8", origin: str = Origin.SHORT_FORM, base: int = 0, **values):
    values = values or {"judgement": "no"}
    return save(scene, code, base=base, values=values, brought=Brought(origin))


def stands(scene: Scene, code: str = "Q8") -> tuple[str, str, bool]:
    given = draft_sheet(fresh(scene.assessment))[code]
    return given.judgement, given.origin, given.to_confirm


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def test_a_brought_answer_stands_and_waits(scene):
    bring(scene)
    assert stands(scene) == ("no", "short_form", True)


def test_the_tick_confirms_with_a_new_version_and_keeps_the_origin(scene):
    bring(scene)
    saved = save(scene, base=1, values={"judgement": "no"}, confirmed=True)
    assert (saved.written, saved.head.number) == (True, 2)
    assert stands(scene) == ("no", "short_form", False)


def test_the_tick_twice_writes_once(scene):
    bring(scene)
    token = uuid.uuid4()
    for _ in range(2):
        save(scene, token=token, base=1, values={"judgement": "no"}, confirmed=True)
    assert AnswerVersion.objects.count() == 2


def test_saving_without_the_tick_leaves_it_waiting(scene):
    bring(scene)
    saved = save(scene, base=1, values={"judgement": "no"})
    assert (saved.written, stands(scene)) == (False, ("no", "short_form", True))


def test_a_change_confirms_it_and_is_typed(scene):
    bring(scene)
    save(scene, base=1, values={"judgement": "yes"})
    assert stands(scene) == ("yes", "typed", False)


def test_completing_it_confirms_it_and_leaves_its_origin(scene):
    bring(scene)
    save(scene, base=1, values={"judgement": "no", "feasibility": "now"})
    assert stands(scene) == ("no", "short_form", False)


def test_a_rewritten_copy_is_typed(scene):
    bring(scene, origin=Origin.COPIED, judgement="no", text="theirs")
    save(scene, base=1, values={"judgement": "no", "text": "ours"})
    assert stands(scene) == ("no", "typed", False)


def test_the_tick_on_an_answer_that_moved_on_does_not_confirm(scene):
    bring(scene)
    bring(scene, base=1, judgement="yes")
    save(scene, base=1, values={"judgement": "no"}, confirmed=True)
    assert stands(scene) == ("yes", "short_form", True)


def test_words_merged_into_an_unseen_answer_do_not_confirm_it(scene):
    bring(scene)
    save(scene, base=0, values={"judgement": "", "text": "typed meanwhile"})
    assert stands(scene) == ("no", "short_form", True)
    assert draft_sheet(fresh(scene.assessment))["Q8"].text == "typed meanwhile"


def test_a_brought_judgement_merges_beside_typed_words(scene):
    save(scene, base=0, values={"judgement": "yes", "text": "typed"})
    bring(scene, base=1, judgement="no")
    given = draft_sheet(fresh(scene.assessment))["Q8"]
    assert (given.judgement, given.text, given.to_confirm) == ("no", "typed", True)


def test_a_brought_answer_that_clashes_with_a_typed_one_leaves_the_typed_standing(scene):
    save(scene, base=0, values={"judgement": "yes"})
    saved = bring(scene, base=0, judgement="no")
    assert saved.clashes == ("judgement",)
    assert stands(scene) == ("yes", "typed", False)


def test_the_log_knows_the_origin(scene):
    bring(scene)
    event = Event.objects.filter(action="answers saved").get()
    said = event.changes["Q8"]
    assert (said["origin"], said["to_confirm"]) == ("short_form", True)


def test_it_blocks_the_clearance_until_it_is_confirmed(scene):
    scene.fill()
    bring(scene, base=1, judgement="yes", text="brought")
    messages = [block.message for block in submission_blocks(scene.submission)]
    assert messages == ["Q8 Social norms: Confirm this answer: it came from the short form."]
    save(scene, base=2, values={}, confirmed=True)
    assert submission_blocks(scene.submission) == ()


def test_a_packet_holds_the_origin(scene):
    scene.fill()
    bring(scene, base=1, judgement="yes", text="brought")
    save(scene, base=2, values={}, confirmed=True)
    scene.clear()
    packet = scene.submit()
    answers = packet.assessments[str(scene.assessment.pk)]["answers"]
    assert (answers["Q8"]["origin"], answers["Q8"]["to_confirm"]) == ("short_form", False)
    assert answers["Q6a"]["origin"] == "typed"


# ── The page of a section ───────────────────────────────────────────────────────────────────────


def url(scene: Scene, section: str = "norms") -> str:
    return reverse("assessments:section", args=[scene.assessment.pk, section])


def form(scene: Scene, section: str, **changes: str) -> dict[str, str]:
    """What the page's form would post, with changes ("Q8-judgement" written ``Q8__judgement``)."""
    page = signed_in(scene.focal).get(url(scene, section))
    posted = {"token": str(uuid.uuid4())}
    for one in page.context["form"].forms.values():
        posted |= {
            one.add_prefix(name): str(one[name].value() or "")
            for name in one.fields
            if name not in {"confirm", "which"}
        } | {one.add_prefix("base"): str(one["base"].value())}
    return posted | {name.replace("__", "-"): value for name, value in changes.items()}


def test_the_page_says_where_it_came_from_and_a_tick_confirms(scene):
    bring(scene)
    page = signed_in(scene.focal).get(url(scene)).content.decode()
    assert page.count("data-unconfirmed") == 1
    assert 'id="id_Q8-confirm"' in page
    answer = signed_in(scene.focal).post(url(scene), form(scene, "norms", Q8__confirm="on"))
    assert answer.status_code == 302
    assert stands(scene) == ("no", "short_form", False)
    assert "data-unconfirmed" not in signed_in(scene.focal).get(url(scene)).content.decode()


def test_one_button_confirms_all_of_the_page(scene):
    for code in ("Q6a", "Q6b"):
        bring(scene, code)
    page = signed_in(scene.focal).get(url(scene, "empowerment")).content.decode()
    assert 'name="confirm_all"' in page
    posted = form(scene, "empowerment", confirm_all="1")
    signed_in(scene.focal).post(url(scene, "empowerment"), posted)
    assert [stands(scene, code)[2] for code in ("Q6a", "Q6b")] == [False, False]


def test_the_page_without_a_waiting_answer_has_neither_tick_nor_button(scene):
    page = signed_in(scene.focal).get(url(scene, "empowerment")).content.decode()
    assert ('-confirm"' in page, "confirm_all" in page) == (False, False)


def disputed(scene: Scene) -> None:
    parts = {code: {"judgement": "yes"} for code in VOICE}
    save_on_top(scene.assessment, parts, by=scene.focal)
    bring(scene, "Q7")


def whole(scene: Scene) -> str:
    sheet = draft_sheet(fresh(scene.assessment))
    return sheet.judgement(sheet.questionnaire.question("Q7"))


def test_the_page_asks_which_stands_and_the_parts_may(scene):
    disputed(scene)
    page = signed_in(scene.focal).get(url(scene, "voice")).content.decode()
    assert page.count("data-which") == 1
    assert "The parts together say “Yes”. The answer to the whole says “No”" in page
    signed_in(scene.focal).post(url(scene, "voice"), form(scene, "voice", Q7__which="parts"))
    assert whole(scene) == "yes"
    versions = Answer.objects.get(question__code="Q7").versions
    assert sorted(versions.values_list("judgement", flat=True)) == ["", "no"]


def test_the_whole_may_stand_with_a_reason(scene):
    disputed(scene)
    typed = form(scene, "voice", Q7__which="whole", Q7__reason="On paper only.")
    signed_in(scene.focal).post(url(scene, "voice"), typed)
    sheet = draft_sheet(fresh(scene.assessment))
    rules = [gap.rule for gap in sheet.gaps if gap.question.startswith("Q7")]
    assert (whole(scene), rules) == ("no", ["feasibility"])


def test_an_undecided_dispute_is_saved_and_stays_a_gap(scene):
    disputed(scene)
    answer = signed_in(scene.focal).post(url(scene, "voice"), form(scene, "voice"))
    assert (answer.status_code, whole(scene)) == (302, "no")
    rules = [gap.rule for gap in draft_sheet(fresh(scene.assessment)).gaps]
    assert rules.count("which") == 1


def test_a_locked_page_shows_it_without_a_tick():
    scene = make_scene()
    answers_fill(scene.assessment, scene.focal)
    bring(scene, base=1, judgement="yes", text="brought")
    submission = scene.submission
    type(submission).objects.filter(pk=submission.pk).update(status="submitted")
    page = signed_in(scene.focal).get(url(scene)).content.decode()
    assert ("data-unconfirmed" in page, "-confirm" in page) == (True, False)


def test_the_history_tells_where_each_version_came_from(scene):
    bring(scene)
    answer = Answer.objects.get(question__code="Q8")
    page = signed_in(scene.focal).get(reverse("assessments:answer_history", args=[answer.pk]))
    assert "from the short form · to be confirmed" in page.content.decode()
