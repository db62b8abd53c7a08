"""The answers of the round before come along, to be confirmed (capability 7)."""

import uuid
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assessments.models import AnswerVersion, Submission
from assessments.models.answer import draft_sheet
from assessments.services.carrying import answers_carry
from tests.assessments.factories import Scene, answers_save, make_round, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    """A second round after one in which the ministry's report was accepted."""
    first = make_scene("accepted", programmes=2, judgements={"Q8": "no", "Q10": "partly"})
    return replace(first, round=make_round(first.administrator, titles=("Second", "দ্বিতীয়")))


def carry(scene: Scene, token: uuid.UUID | None = None) -> int:
    return answers_carry(submission=scene.submission, token=token or uuid.uuid4(), by=scene.focal)


def test_everything_comes_and_waits(scene):
    earlier = Submission.objects.get(status="accepted")
    count = carry(scene)
    assert count == AnswerVersion.objects.filter(answer__assessment__submission=earlier).count()
    sheet = draft_sheet(scene.assessment)
    assert (sheet["Q8"].judgement, sheet["Q8"].origin, sheet["Q8"].to_confirm) == (
        "no",
        "carried",
        True,
    )
    assert sheet.items()["Q10"].judgement == "partly"
    assert {gap.rule for gap in sheet.gaps} == {"confirm"}
    before = draft_sheet(earlier.assessments.get(programme=scene.assessment.programme))
    assert {code: one.values() for code, one in before.given.items()} == {
        code: one.values() for code, one in sheet.given.items()
    }


def test_each_knows_the_version_it_came_from(scene):
    carry(scene)
    version = AnswerVersion.objects.get(
        answer__assessment=scene.assessment, answer__question__code="Q8"
    )
    assert version.copied_from.answer.assessment.submission.status == "accepted"


def test_what_was_written_here_is_left_alone(scene):
    answers_save(scene.assessment, {"Q8": {"judgement": "yes", "text": "New."}}, by=scene.focal)
    carry(scene)
    stands = draft_sheet(scene.assessment)["Q8"]
    assert (stands.judgement, stands.text, stands.origin) == ("yes", "New.", "typed")


def test_a_second_time_brings_nothing(scene):
    token = uuid.uuid4()
    assert carry(scene, token) > 0
    versions = AnswerVersion.objects.count()
    assert [carry(scene, token), carry(scene)] == [0, 0]
    assert AnswerVersion.objects.count() == versions


def test_without_an_accepted_report_nothing_comes():
    scene = make_scene("submitted")
    second = replace(scene, round=make_round(scene.administrator))
    assert carry(second) == 0


@pytest.mark.parametrize("person", ["stranger", "contributor", "reviewer", "administrator"])
def test_only_the_focal_point_brings_them(scene, person):
    with pytest.raises(PermissionDenied):
        answers_carry(submission=scene.submission, token=uuid.uuid4(), by=scene.people[person])


def test_the_grid_offers_it_and_a_click_does_it(scene):
    browser = signed_in(scene.focal)
    grid = reverse("assessments:grid", args=[scene.submission.pk])
    page = browser.get(grid).content.decode()
    assert "Answers of the earlier round" in page
    url = reverse("assessments:carry", args=[scene.submission.pk])
    answer = browser.post(url, {"token": str(uuid.uuid4())})
    assert (answer.status_code, answer["Location"]) == (302, grid)
    assert draft_sheet(scene.assessment)["Q8"].origin == "carried"
    assert browser.post(url, {"token": "x"}).status_code == 302


def test_the_score_names_what_is_counted_and_not_confirmed(scene):
    carry(scene)
    page = signed_in(scene.focal).get(reverse("assessments:score", args=[scene.assessment.pk]))
    codes = [answer.code for answer in page.context["score"].unconfirmed]
    assert codes == ["Q5", "Q6a", "Q6b", "Q7", "Q8", "Q9", "Q10", "Q11"]
    assert "8 answers are counted and still to be confirmed." in page.content.decode()


def test_the_check_page_leads_to_the_very_tick(scene):
    carry(scene)
    browser = signed_in(scene.focal)
    check = browser.get(reverse("assessments:check", args=[scene.submission.pk])).content.decode()
    url = reverse("assessments:section", args=[scene.assessment.pk, "norms"])
    assert f'href="{url}#id_Q8-confirm"' in check
    page = browser.get(url).content.decode()
    assert 'id="id_Q8-confirm"' in page
    assert ("From an earlier report." in page, "Copied from" in page) == (True, False)
