"""Supplements: opened once at a time from an accepted report, on the same path; the report never changes."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.urls import reverse

from assessments.enums import Origin, SubmissionStatus
from assessments.models import Answer, Assessment, Submission
from assessments.permissions import can_move, can_supplement, submission_blocks
from assessments.selectors import division
from assessments.selectors.supplements import correctable, late
from assessments.services.packets import draft_digest
from assessments.services.supplements import Chosen, supplement_open
from nsss_gender.audit.models import Event
from tests.assessments.factories import (
    STATES,
    Scene,
    answers_fill,
    answers_save,
    fresh,
    make_programme,
    make_scene,
)
from tests.assessments.supplements import WHY, accepted, assessment_of, opened, sent, settled
from tests.people import signed_in

pytestmark = pytest.mark.django_db
MIXED = {"Q5": "partly", "Q6a": "no", "Q7": "partly", "Q8": "no", "Q10": "partly", "Q11": "na"}


@pytest.fixture
def scene() -> Scene:
    return make_scene("accepted", programmes=2, judgements=MIXED)


class TestWhoAndWhen:
    @pytest.mark.parametrize("state", STATES)
    def test_only_an_accepted_report_gets_one(self, state: str) -> None:
        found = make_scene(state)
        verdict = can_supplement(found.focal, found.submission)
        assert bool(verdict) == (state == "accepted")
        if state != "accepted":
            assert verdict.reason == "The report is not accepted yet: change the report itself."

    def test_only_the_ministrys_focal_point_opens_it(self, scene: Scene) -> None:
        may = {
            name for name, user in scene.people.items() if can_supplement(user, scene.submission)
        }
        assert may == {"focal"}

    def test_one_at_a_time(self, scene: Scene) -> None:
        first = opened(scene, scene.programmes[:1])
        verdict = can_supplement(scene.focal, scene.submission)
        assert verdict.reason == "Supplement 1 is still open. One is finished before the next."
        with pytest.raises(PermissionDenied):
            opened(scene, scene.programmes[1:])
        accepted(scene, first)
        second = opened(scene, scene.programmes[:1])
        assert (first.number, second.number) == (1, 2)

    def test_a_supplement_has_none_of_its_own(self, scene: Scene) -> None:
        row = opened(scene, scene.programmes[:1])
        accepted(scene, row)
        assert not can_supplement(scene.focal, fresh(row))

    def test_an_acceptance_with_a_supplement_is_not_undone(self, scene: Scene) -> None:
        assert can_move(scene.approver, scene.submission, "undo_accept")
        opened(scene, scene.programmes[:1])
        verdict = can_move(scene.approver, scene.submission, "undo_accept")
        assert verdict.reason == "A supplement to it was already opened."


class TestOpening:
    def test_accepted_answers_arrive_confirmed_and_carried(self, scene: Scene) -> None:
        source = scene.assessment
        row = opened(scene, [source.programme])
        target = assessment_of(row, source.programme)
        heads = {
            one.question.code: one.head for one in target.answers.select_related("head", "question")
        }
        before = {
            one.question.code: one.head for one in source.answers.select_related("head", "question")
        }
        assert heads.keys() == before.keys()
        for code, head in heads.items():
            old = before[code]
            assert head
            assert old
            assert head.given().values() == old.given().values()
            assert (head.origin, head.to_confirm) == (Origin.CARRIED, False)
            assert head.copied_from_id == old.pk

    def test_it_lacks_nothing_and_can_be_cleared_at_once(self, scene: Scene) -> None:
        row = opened(scene, scene.programmes)
        assert (row.status, row.number) == (SubmissionStatus.IN_PROGRESS, 1)
        assert submission_blocks(fresh(row)) == ()
        assert row.strategies.count() == scene.submission.strategies.count() == 2
        assert row.consultations.count() == scene.submission.consultations.count() == 1

    def test_a_late_programme_starts_empty(self, scene: Scene) -> None:
        new = make_programme(scene.ministry)
        assert list(late(scene.submission).values()) == [new]
        row = opened(scene, late=[new])
        assert Answer.objects.filter(assessment__submission=row).count() == 0
        assert {block.area for block in submission_blocks(fresh(row))} == {"answers"}

    def test_the_same_form_twice_opens_one(self, scene: Scene) -> None:
        key, chosen = uuid.uuid4(), Chosen(WHY, {scene.programmes[0].pk})
        rows = [
            supplement_open(submission=scene.submission, key=key, chosen=chosen, by=scene.focal)
            for _ in range(2)
        ]
        assert rows[0] == rows[1]
        assert Submission.objects.filter(number=1).count() == 1
        assert Event.objects.filter(action="supplement opened").count() == 1

    def test_all_complaints_at_once(self, scene: Scene) -> None:
        with pytest.raises(ValidationError) as caught:
            supplement_open(
                submission=scene.submission, key=uuid.uuid4(), chosen=Chosen(" "), by=scene.focal
            )
        assert set(caught.value.message_dict) == {"reason", "corrections"}

    def test_anothers_programme_is_refused(self, scene: Scene) -> None:
        other = scene.other.assessments.get().programme
        for fields in ({"corrections": [other]}, {"late": [other]}):
            with pytest.raises(ValidationError):
                opened(scene, **fields)

    def test_a_second_supplement_starts_from_the_first(self, scene: Scene) -> None:
        programme = scene.programmes[0]
        first = opened(scene, [programme])
        values = {"Q8": {"judgement": "yes"}}
        answers_save(assessment_of(first, programme), values, by=scene.focal)
        accepted(scene, first)
        assert correctable(scene.submission)[programme.pk].submission == first
        second = assessment_of(opened(scene, [programme]), programme)
        head = second.answers.get(question__code="Q8").head
        assert head
        assert head.judgement == "yes"


class TestThePath:
    def test_the_accepted_report_never_changes(self, scene: Scene) -> None:
        packet, digest = scene.packet.content, draft_digest(scene.submission)
        programme = scene.programmes[0]
        row = opened(scene, [programme])
        answers_save(assessment_of(row, programme), {"Q8": {"judgement": "yes"}}, by=scene.focal)
        accepted(scene, row)
        assert fresh(row).status == SubmissionStatus.ACCEPTED
        assert scene.packet.content == packet
        assert scene.submission.packets.count() == 1
        assert draft_digest(scene.submission) == digest
        assert scene.submission.status == SubmissionStatus.ACCEPTED

    def test_its_packet_says_which_supplement_it_is(self, scene: Scene) -> None:
        row = opened(scene, scene.programmes[:1])
        sent(scene, row)
        packet = row.packets.get()
        assert packet.data["supplement"] == {"number": 1, "reason": WHY}
        assert len(packet.assessments) == 1
        assert "supplement" not in scene.packet.data

    def test_no_deadline_holds_for_it(self) -> None:
        found = make_scene("accepted", days=-3)
        row = opened(found, found.programmes)
        sent(found, row)
        rows = {
            one.submission.number: one
            for one in division.rows(found.reviewer, division.submitted(found.reviewer))
        }
        assert (rows[0].standing.late, rows[1].standing.late) == (True, False)

    def test_it_is_not_among_the_expected_reports(self, scene: Scene) -> None:
        before = division.still_out()
        opened(scene, scene.programmes)
        assert division.still_out() == before


def page(scene: Scene, who: str, name: str, row: Submission | Assessment) -> HttpResponse:
    return signed_in(scene.people[who]).get(reverse(f"assessments:{name}", args=[row.pk]))


class TestPages:
    def post(self, scene: Scene, who: str = "focal", **fields: Any) -> HttpResponse:
        address = reverse("assessments:supplement_new", args=[scene.submission.pk])
        return signed_in(scene.people[who]).post(address, {"key": uuid.uuid4()} | fields)

    def test_opened_on_the_page(self, scene: Scene) -> None:
        assert (
            "Open a supplement" in page(scene, "focal", "report", scene.submission).content.decode()
        )
        programme = scene.programmes[0]
        answer = self.post(scene, reason=WHY, corrections=[str(programme.pk)])
        row = Submission.objects.get(number=1)
        assert answer["Location"] == reverse("assessments:report", args=[row.pk])
        shown = page(scene, "focal", "report", row).content.decode()
        assert "Supplement 1 to the accepted report" in shown
        assert WHY in shown
        report = page(scene, "focal", "report", scene.submission).content.decode()
        assert reverse("assessments:report", args=[row.pk]) in report
        assert "Supplement 1 is still open." in report

    def test_mistakes_are_said_and_typing_kept(self, scene: Scene) -> None:
        answer = self.post(scene, reason=WHY)
        assert answer.status_code == 422
        assert "Choose at least one programme." in answer.content.decode()
        assert WHY in answer.content.decode()
        assert Submission.objects.filter(number=1).count() == 0

    def test_a_stranger_finds_nothing(self, scene: Scene) -> None:
        assert page(scene, "stranger", "supplement_new", scene.submission).status_code == 404
        answer = self.post(scene, "stranger", reason=WHY)
        assert answer.status_code == 404

    def test_before_acceptance_the_page_says_why_not(self) -> None:
        found = make_scene("submitted")
        shown = page(found, "focal", "supplement_new", found.submission).content.decode()
        assert "The report is not accepted yet: change the report itself." in shown
        programme = str(found.programmes[0].pk)
        assert self.post(found, reason=WHY, corrections=[programme]).status_code == 422

    @pytest.mark.parametrize(
        "name", ["report", "check", "clear", "strategy", "consultations", "programmes"]
    )
    def test_every_page_of_it_names_it(self, scene: Scene, name: str) -> None:
        row = opened(scene, scene.programmes[:1])
        shown = page(scene, "focal", name, row).content.decode()
        assert "Supplement 1" in shown
        assert "working days left" not in shown

    def test_readers_see_that_it_is_one(self, scene: Scene) -> None:
        row = opened(scene, scene.programmes[:1])
        settled(scene, row)
        for who, name in (("reviewer", "read"), ("approver", "decision")):
            shown = page(scene, who, name, row).content.decode()
            assert "Supplement 1" in shown
            assert WHY in shown
        queue = signed_in(scene.reviewer).get(reverse("assessments:queue")).content.decode()
        assert queue.count("Supplement 1") == 1

    def test_accepted_work_names_it(self, scene: Scene) -> None:
        new = make_programme(scene.ministry, cluster=scene.cluster)
        row = opened(scene, late=[new])
        answers_fill(assessment_of(row, new), scene.focal)
        accepted(scene, row)
        shown = signed_in(scene.observer).get(reverse("assessments:accepted")).content.decode()
        assert shown.count("Supplement 1") == 1
        receipt = page(scene, "focal", "receipt", row.packets.get()).content.decode()
        assert WHY in receipt
        assert "On time" not in receipt
