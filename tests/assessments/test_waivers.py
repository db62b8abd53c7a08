"""Fewer consultations than the round asks for, and dissents that nobody overlooks (capability 21)."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from assessments.enums import Stance
from assessments.models import ConsultationWaiver
from assessments.permissions import can_waive, submission_blocks
from assessments.selectors.consulted import consulted_in
from assessments.services.consulting import waiver_record, waiver_withdraw
from assessments.services.packets import draft_content
from assessments.services.reports import consultation_withdraw
from nsss_gender.audit.models import Event
from tests.assessments.factories import Scene, consultation_add, fresh, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db

WHY = "The flood closed the roads until March."


@pytest.fixture
def scene() -> Scene:
    """A report in which nobody is consulted yet."""
    scene = make_scene("in_progress")
    consultation_withdraw(consultation=scene.submission.consultations.get(), by=scene.focal)
    return scene


def waive(scene: Scene, by: Any = None, **fields: Any) -> ConsultationWaiver:
    given = {"key": uuid.uuid4(), "reason": WHY} | fields
    return waiver_record(submission=scene.submission, by=by or scene.focal, **given)


def kinds(scene: Scene) -> set[str]:
    return {block.area for block in submission_blocks(fresh(scene.submission))}


def events(action: str) -> list[str]:
    return list(Event.objects.filter(action=action).values_list("reason", flat=True))


def test_a_waiver_unblocks_the_clearance_and_is_in_the_packet(scene):
    assert kinds(scene) == {"consultation"}
    waive(scene, memo_number="41.00-17")
    assert kinds(scene) == set()
    scene.clear()
    packet = scene.submit()
    said = packet.data["waiver"]
    assert (said["reason"], said["memo_number"], said["by"]) == (WHY, "41.00-17", str(scene.focal))
    assert events("consultation waived") == [WHY]


def test_the_same_post_records_once(scene):
    key = uuid.uuid4()
    assert waive(scene, key=key) == waive(scene, key=key)
    assert (ConsultationWaiver.objects.count(), len(events("consultation waived"))) == (1, 1)


def test_a_waiver_needs_a_reason(scene):
    with pytest.raises(ValidationError) as wrong:
        waive(scene, reason="  ")
    assert wrong.value.message_dict == {"reason": ["Give a reason."]}


def test_one_waiver_stands(scene):
    waive(scene)
    with pytest.raises(PermissionDenied, match="recorded already"):
        waive(scene)


def test_a_waiver_that_is_taken_back_blocks_again_and_stays_readable(scene):
    row = waive(scene)
    waiver_withdraw(waiver=row, by=scene.focal)
    waiver_withdraw(waiver=row, by=scene.focal)
    assert kinds(scene) == {"consultation"}
    assert "waiver" not in draft_content(scene.submission)
    assert events("consultation waiver withdrawn") == [WHY]
    assert ConsultationWaiver.objects.get().withdrawn_by == scene.focal


def test_enough_consultations_take_it_back(scene):
    waive(scene)
    consultation_add(scene.submission, scene.focal)
    assert ConsultationWaiver.objects.get().withdrawn_by == scene.focal
    assert kinds(scene) == set()


def test_while_too_few_are_recorded_it_stands():
    scene = make_scene("in_progress")
    scene.round.consultation_minimum = 3
    scene.round.save(update_fields=["consultation_minimum"])
    waive(scene)
    consultation_add(scene.submission, scene.focal)
    assert ConsultationWaiver.objects.get().withdrawn_at is None


@pytest.mark.parametrize(
    ("who", "state", "reason"),
    [
        ("focal", "in_progress", "As many consultations are recorded as the round asks for."),
        ("contributor", "in_progress", "Only the ministry's gender focal point can do this."),
        ("stranger", "in_progress", "Only the ministry's gender focal point can do this."),
        ("reviewer", "in_progress", "Only the ministry's gender focal point can do this."),
        ("focal", "submitted", "The report is locked: it is “Submitted”."),
    ],
)
def test_who_may_waive(who, state, reason):
    scene = make_scene(state)
    verdict = can_waive(getattr(scene, who), scene.submission)
    assert (bool(verdict), verdict.reason) == (False, reason)


def test_only_the_focal_point_takes_it_back(scene):
    row = waive(scene)
    with pytest.raises(PermissionDenied):
        waiver_withdraw(waiver=row, by=scene.contributor)


# ── The page ────────────────────────────────────────────────────────────────────────────────────


def page(scene: Scene, **data: Any) -> Any:
    url = reverse("assessments:consultations", args=[scene.submission.pk])
    browser = signed_in(scene.focal)
    return browser.post(url, data) if data else browser.get(url)


def test_the_reason_is_recorded_on_the_page_and_taken_back_there(scene):
    sent = {"waiver-key": str(uuid.uuid4()), "waiver-reason": WHY, "waiver-memo_number": "17"}
    assert page(scene, **sent).status_code == 302
    html = page(scene).content.decode()
    assert WHY in html
    assert 'name="waiver-reason"' not in html
    row = ConsultationWaiver.objects.get()
    signed_in(scene.focal).post(reverse("assessments:unwaive", args=[row.pk]))
    assert "Taken back: why there were fewer consultations" in page(scene).content.decode()


def test_without_a_reason_the_page_says_so_at_its_place(scene):
    answer = page(scene, **{"waiver-key": str(uuid.uuid4()), "waiver-reason": ""})
    html = answer.content.decode()
    assert (answer.status_code, 'href="#id_waiver-reason"' in html) == (422, True)


def test_where_enough_are_recorded_nothing_is_offered():
    assert 'name="waiver-reason"' not in page(make_scene("in_progress")).content.decode()


def test_for_a_stranger_there_is_no_waiver(scene):
    row = waive(scene)
    url = reverse("assessments:unwaive", args=[row.pk])
    assert signed_in(scene.stranger).post(url).status_code == 404
    assert ConsultationWaiver.objects.get().withdrawn_at is None


# ── What readers see first ──────────────────────────────────────────────────────────────────────


def sent_with_a_dissent() -> Scene:
    scene = make_scene("in_progress")
    scene.round.consultation_minimum = 3
    scene.round.save(update_fields=["consultation_minimum"])
    said = "The allowance does not reach the char women."
    consultation_add(
        scene.submission, scene.focal, stance=Stance.DISSENT, who="Char women", said=said
    )
    waive(scene)
    scene.clear()
    scene.submit()
    return scene


@pytest.mark.parametrize("name", ["read", "read_assessment", "decision"])
def test_a_dissent_and_a_waiver_stand_at_the_top_of_what_is_read(name):
    scene = sent_with_a_dissent()
    who = scene.approver if name == "decision" else scene.reviewer
    key = scene.assessment.pk if name == "read_assessment" else scene.submission.pk
    html = signed_in(who).get(reverse(f"assessments:{name}", args=[key])).content.decode()
    first = html.index("<h2")  # before any other part of the page
    for words in ("Char women", "The allowance does not reach the char women.", WHY):
        assert html.index(words) < html.index("<h2", first + 1) or html.index(words) < first


def test_dissents_are_told_with_who_and_what():
    scene = sent_with_a_dissent()
    found = consulted_in(scene.packet.data)
    assert [(row.who, row.said) for row in found.dissents] == [
        ("Char women", "The allowance does not reach the char women.")
    ]
    assert found.waived is not None
    assert found.waived.reason == WHY


def test_a_report_without_either_says_nothing():
    assert not consulted_in(make_scene("submitted").packet.data)
