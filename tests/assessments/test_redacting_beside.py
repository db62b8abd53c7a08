"""Taking a personal text out of what stands beside the answers (87; ADR 7), and bringing one back (17)."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from assessments.models import BesideVersion, Commitment, Explanation, OwnStrategy
from assessments.models.kept import Kept, kept_explanation, kept_statement, kept_strategy
from assessments.services.redacting_beside import TAKEN_OUT, beside_redact
from assessments.services.reports import strategy_save
from nsss_gender.audit.frozen import FrozenError
from nsss_gender.audit.models import Event
from nsss_gender.audit.services import log_breaks
from tests.assessments.doubts import contradict, explain, explanation
from tests.assessments.factories import Scene, answers_fill, fresh, make_scene
from tests.assessments.lists import statement
from tests.assessments.test_shared import shared_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db
SECRET = "Rahima, 01700 000000, is ill."  # invented


@pytest.fixture
def scene() -> Scene:
    """An explanation whose second version holds what should never have been typed."""
    scene = make_scene("in_progress")
    explain(scene, text="The actions begin next year.")
    explain(scene, base=1, text=SECRET)
    explain(scene, base=2, text="They began in July.")
    return scene


def kept(scene: Scene) -> Kept:
    return kept_explanation(explanation(scene))


def version(target: str, number: int) -> BesideVersion:
    return BesideVersion.objects.get(target=target, number=number)


def redact(scene: Scene, *numbers: int, by: Any = None, what: Kept | None = None, **fields: Any):
    what = what or kept(scene)
    rows = [version(what.target, number).pk for number in numbers]
    given = {"reason": "A name and an illness."} | fields
    return beside_redact(kept=what, versions=rows, by=by or scene.focal, **given)


def test_the_text_goes_and_who_when_and_why_stay(scene):
    assert redact(scene, 2) == [2]
    row = version(kept(scene).target, 2)
    assert (row.values, row.redacted_by) == ({"text": ""}, scene.focal)
    assert row.redaction_reason == "A name and an illness."
    event = Event.objects.get(action="text beside redacted")
    assert (event.changes, event.reason) == ({"versions": [2]}, "A name and an illness.")
    assert SECRET not in str(list(Event.objects.values_list("changes", flat=True)))
    assert log_breaks() == []


def test_the_same_again_changes_nothing(scene):
    assert (redact(scene, 2), redact(scene, 2)) == ([2], [])
    assert Event.objects.filter(action="text beside redacted").count() == 1


def test_what_stands_stays(scene):
    with pytest.raises(PermissionDenied, match="It stands now"):
        redact(scene, 3)


def test_what_was_submitted_stays():
    scene = make_scene("in_progress")
    contradict(scene)
    explain(scene, base=2, text=SECRET)
    answers_fill(scene.assessment, scene.focal, {"Q6a": "yes", "Q6b": "no"})
    scene.clear()
    scene.submit()
    with pytest.raises(PermissionDenied, match="It was submitted"):
        redact(scene, 4)
    assert redact(scene, 1, 3) == [1, 3]


@pytest.mark.parametrize(
    ("numbers", "reason", "field"), [((), "Why.", "versions"), ((2,), " ", "reason")]
)
def test_a_version_and_a_reason_are_needed(scene, numbers, reason, field):
    with pytest.raises(ValidationError) as wrong:
        redact(scene, *numbers, reason=reason)
    assert set(wrong.value.message_dict) == {field}


@pytest.mark.parametrize("who", ["contributor", "stranger", "reviewer", "administrator"])
def test_only_the_focal_point_takes_it_out(scene, who):
    with pytest.raises(PermissionDenied, match="gender focal point"):
        redact(scene, 2, by=getattr(scene, who))


def test_a_version_of_another_text_is_not_touched(scene):
    other = version(kept(scene).target, 2)
    strategy = scene.submission.strategies.all()[0]
    with pytest.raises(ValidationError):
        beside_redact(
            kept=kept_strategy(strategy), versions=[other.pk], reason="Why.", by=scene.focal
        )


def test_the_frozen_rows_have_no_other_door(scene):
    with pytest.raises(FrozenError):
        BesideVersion.objects.filter(target=kept(scene).target).update(values={})


# ── Own strategy ────────────────────────────────────────────────────────────────────────────────


def strategy(scene: Scene, commitments: str, base: int) -> OwnStrategy:
    row = scene.submission.strategies.all()[0]
    values = {"state": "exists", "title": "Strategy", "reference": "", "commitments": commitments}
    return strategy_save(
        submission=scene.submission, kind=row.kind, base=base, values=values, by=scene.focal
    )


def test_lines_of_a_document_go_where_no_other_version_holds_them(scene):
    row = strategy(scene, f"Equal pay\n{SECRET}", base=1)
    strategy(scene, "Equal pay\nSafe roads", base=row.number)
    assert redact(scene, 2, what=kept_strategy(fresh(row))) == [2]
    said = version(row.target, 2).values
    assert (said["state"], said["title"], said["commitments"]) == ("exists", "", "")
    lines = set(Commitment.objects.filter(strategy=row).values_list("text", flat=True))
    assert lines == {"Equal pay", "Safe roads", TAKEN_OUT}


def test_a_document_that_was_taken_out_is_not_brought_back(scene):
    row = strategy(scene, SECRET, base=1)
    strategy(scene, "Safe roads", base=row.number)
    redact(scene, 2, what=kept_strategy(fresh(row)))
    key = version(row.target, 2).pk
    answer = signed_in(scene.focal).post(reverse("assessments:strategy_restore", args=[key]))
    assert answer.status_code == 404
    html = signed_in(scene.focal).get(reverse("assessments:strategy_history", args=[row.pk]))
    assert "The text was taken out" in html.content.decode()


# ── A partner's word ────────────────────────────────────────────────────────────────────────────


def test_a_partner_takes_its_own_word_out_and_the_lead_does_not():
    scene = shared_scene()
    answers = {"Q8": {"judgement": "no", "text": SECRET}}
    first = statement(scene.assessment, scene.stranger, said=SECRET, answers=answers)
    statement(scene.assessment, scene.stranger, base=1, said="It reaches two districts.")
    what = kept_statement(first.statement)
    with pytest.raises(PermissionDenied):
        redact(scene, 1, what=what)
    assert redact(scene, 1, what=what, by=scene.stranger) == [1]
    said = version(what.target, 1).values
    assert (said["said"], said["answers"]) == ("", {"Q8": {"judgement": "no", "text": ""}})


# ── The page ────────────────────────────────────────────────────────────────────────────────────


def url(scene: Scene) -> str:
    return reverse("assessments:beside_redact", args=["explanation", explanation(scene).pk])


def test_the_page_shows_the_texts_and_takes_one_out(scene):
    browser, key = signed_in(scene.focal), version(kept(scene).target, 2).pk
    html = browser.get(url(scene)).content.decode()
    assert (SECRET in html, "It stands now" in html) == (True, True)
    answer = browser.post(url(scene), {"versions": [str(key)], "reason": "A name."})
    assert answer.status_code == 302
    html = browser.get(answer.url).content.decode()
    assert SECRET not in html


def test_a_page_without_a_choice_or_a_reason_says_both(scene):
    answer = signed_in(scene.focal).post(url(scene), {})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert ("Choose at least one text." in html, "Give a reason." in html) == (True, True)


@pytest.mark.parametrize(
    ("who", "status"), [("contributor", 404), ("stranger", 404), ("administrator", 404)]
)
def test_for_others_there_is_no_such_page(scene, who, status):
    assert signed_in(getattr(scene, who)).get(url(scene)).status_code == status


def test_an_unknown_kind_is_not_found(scene):
    address = reverse("assessments:beside_redact", args=["nothing", uuid.uuid4()])
    assert signed_in(scene.focal).get(address).status_code == 404


# ── Bringing an explanation back ────────────────────────────────────────────────────────────────


def bring(scene: Scene, number: int, by: Any = None) -> Any:
    key = version(kept(scene).target, number).pk
    address = reverse("assessments:explanation_restore", args=[key])
    return signed_in(by or scene.focal).post(address)


def test_an_earlier_explanation_comes_back_as_a_new_version():
    scene = make_scene("in_progress")
    contradict(scene)
    page = reverse("assessments:contradictions", args=[scene.assessment.pk])
    assert "Bring this text back" in signed_in(scene.focal).get(page).content.decode()
    assert bring(scene, 1).status_code == 302
    said = Explanation.objects.get(assessment=scene.assessment)
    assert (said.text, said.number) == ("The guideline is new.", 4)


def test_one_that_was_taken_out_does_not(scene):
    redact(scene, 2)
    assert bring(scene, 2).status_code == 404
    assert explanation(scene).text == "They began in July."


def test_a_stranger_brings_nothing_back(scene):
    assert bring(scene, 1, by=scene.stranger).status_code == 404
    assert explanation(scene).number == 3
