"""Evidence behind an answer: who adds, withdraws, reads and judges it, and what it may weigh (13, 45)."""

import errno
import os
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.models import Evidence
from assessments.permissions import can_read_evidence
from assessments.selectors.evidence import counted, evidence_by_question, packet_evidence
from assessments.services.evidence import evidence_judge, evidence_withdraw
from nsss_gender.audit.models import Event
from nsss_gender.files import store
from tests.assessments.factories import fresh, hand_out, make_scene
from tests.assessments.papers import evidence_make, upload
from tests.files.samples import pdf, png
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return make_scene("in_progress")


def submitted(scene, **fields):
    """Evidence that a packet names, under review."""
    row = evidence_make(scene.assessment, scene.focal, **fields)
    scene.clear()
    scene.submit()
    scene.claim()
    return fresh(row)


def wrong(scene, **fields):
    with pytest.raises(ValidationError) as refused:
        evidence_make(scene.assessment, scene.focal, **fields)
    assert not Evidence.objects.exists()
    return {name: [str(t) for t in texts] for name, texts in refused.value.message_dict.items()}


class TestAdding:
    @pytest.mark.parametrize("kind", ["file", "link", "statement"])
    def test_each_kind_is_added_and_noted_without_its_words(self, scene, kind):
        row = evidence_make(scene.assessment, scene.focal, kind=kind)
        assert [row.kind, row.title, row.question.code] == [kind, "Project document", "Q8"]
        event = Event.objects.filter(action="evidence added").get()
        assert event.changes["kind"] == [None, kind]
        assert "Project document" not in str(event.changes)

    def test_a_document_is_kept_under_its_digest(self, scene):
        row = evidence_make(scene.assessment, scene.focal)
        with store.opened(row.sha256) as file:
            assert file.read() == pdf()
        assert (row.size, row.media_type, row.file_name) == (
            len(pdf()),
            "application/pdf",
            "demo.pdf",
        )

    def test_the_same_form_twice_adds_once(self, scene):
        key = uuid.uuid4()
        rows = [evidence_make(scene.assessment, scene.focal, key=key) for _ in range(2)]
        assert rows[0] == rows[1]
        assert Evidence.objects.count() == 1
        with pytest.raises(PermissionDenied):
            evidence_make(scene.assessment, scene.focal, "Q11", key=key)

    def test_it_voids_a_clearance(self, scene):
        scene.clear()
        evidence_make(scene.assessment, scene.focal)
        assert scene.submission.status == "in_progress"

    def test_everything_that_is_missing_is_said_at_once(self, scene):
        assert wrong(scene, kind="link", title=" ", url="") == {
            "title": ["Give it a name by which it can be found."],
            "url": ["Write something here."],
        }
        assert wrong(scene, upload=None) == {"file": ["Choose a file."]}
        assert wrong(scene, kind="statement", statement=" ") == {
            "statement": ["Write something here."]
        }

    @pytest.mark.parametrize(
        "url",
        [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,<script>",
            "file:///etc/passwd",
            "ftp://example.org/a",
            "//example.org/a",
            "example.org",
            "http://",
            "https://bank.example@evil.example/",
            "http://a b.example/",
            "vbscript:x",
        ],
    )
    def test_only_web_addresses_are_links(self, scene, url):
        assert wrong(scene, kind="link", url=url) == {
            "url": ["Enter a web address that begins with http:// or https://."]
        }

    def test_who_may_add(self, scene):
        hand_out(scene.assessment, scene.contributor, scene.focal)
        assert evidence_make(scene.assessment, scene.contributor).created_by == scene.contributor
        for who in ("stranger", "reviewer", "administrator", "nobody"):
            with pytest.raises(PermissionDenied):
                evidence_make(scene.assessment, scene.people[who])

    def test_only_while_the_question_is_open(self):
        scene = make_scene("returned", judgements={"Q8": "no"})
        assert evidence_make(scene.assessment, scene.focal, "Q8").question.code == "Q8"
        with pytest.raises(PermissionDenied):
            evidence_make(scene.assessment, scene.focal, "Q11")
        with pytest.raises(PermissionDenied):
            evidence_make(make_scene("submitted").assessment, scene.focal)


class TestLimits:
    def test_a_programme_has_its_limit_and_withdrawing_makes_room(self, scene, settings):
        settings.UPLOAD_ASSESSMENT_MOST = len(pdf()) + 10
        first = evidence_make(scene.assessment, scene.focal)
        with pytest.raises(ValidationError) as full:
            evidence_make(scene.assessment, scene.focal, upload=upload(pdf(b"other")))
        assert "of one programme may have" in full.value.message_dict["file"][0]
        evidence_withdraw(evidence=first, by=scene.focal)
        second = evidence_make(scene.assessment, scene.focal, upload=upload(pdf(b"other")))
        assert evidence_by_question(scene.assessment) == {"Q8": [second]}

    def test_a_person_has_a_limit_that_withdrawing_does_not_lift(self, scene, settings):
        settings.UPLOAD_USER_MOST = len(pdf()) + 10
        evidence_withdraw(evidence=evidence_make(scene.assessment, scene.focal), by=scene.focal)
        with pytest.raises(ValidationError) as full:
            evidence_make(scene.assessment, scene.focal)
        assert "the most for one person" in full.value.message_dict["file"][0]
        hand_out(scene.assessment, scene.contributor, scene.focal)
        theirs = evidence_make(scene.assessment, scene.contributor)
        assert evidence_by_question(scene.assessment) == {"Q8": [theirs]}

    def test_a_full_disk_is_said_at_the_field_and_loses_nothing(self, scene, monkeypatch):
        earlier = evidence_make(scene.assessment, scene.focal)

        def full(handle):
            raise OSError(errno.ENOSPC, "no room")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(ValidationError) as refused:
            evidence_make(scene.assessment, scene.focal, upload=upload(pdf(b"later")))
        assert "There is no room left" in refused.value.message_dict["file"][0]
        assert list(Evidence.objects.all()) == [earlier]
        with store.opened(earlier.sha256) as file:
            assert file.read() == pdf()


class TestWithdrawing:
    def test_it_leaves_the_count_and_stays(self, scene):
        row = evidence_make(scene.assessment, scene.focal)
        for _ in range(2):
            evidence_withdraw(evidence=row, by=scene.focal)
        assert fresh(row).withdrawn_by == scene.focal
        assert evidence_by_question(scene.assessment) == {}
        assert Event.objects.filter(action="evidence withdrawn").count() == 1

    @pytest.mark.parametrize("who", ["stranger", "reviewer", "contributor"])
    def test_not_by_others(self, scene, who):
        row = evidence_make(scene.assessment, scene.focal)
        with pytest.raises(PermissionDenied):
            evidence_withdraw(evidence=row, by=scene.people[who])

    def test_not_after_submission(self, scene):
        row = submitted(scene)
        with pytest.raises(PermissionDenied):
            evidence_withdraw(evidence=row, by=scene.focal)


class TestPacket:
    def test_it_names_the_standing_evidence_by_question(self, scene):
        evidence_withdraw(
            evidence=evidence_make(scene.assessment, scene.focal, "Q11"), by=scene.focal
        )
        row = submitted(scene)
        (entry,) = scene.packet.assessments.values()
        assert entry["evidence"] == {
            "Q8": [
                {
                    "id": str(row.pk),
                    "kind": "file",
                    "title": "Project document",
                    "page": "",
                    "url": "",
                    "statement": "",
                    "sha256": row.sha256,
                    "size": len(pdf()),
                    "media_type": "application/pdf",
                    "name": "demo.pdf",
                }
            ]
        }

    def test_claimed_and_verified_are_two_numbers(self, scene):
        evidence_make(scene.assessment, scene.focal, kind="link")
        row = submitted(scene)
        evidence_judge(evidence=row, verdict="verified", note="", by=scene.reviewer)
        shown = packet_evidence(scene.packet.assessments[str(scene.assessment.pk)])["Q8"]
        count = counted(item.row for item in shown)
        assert (count.claimed, count.verified) == (2, 1)


class TestReading:
    READERS = ("focal", "reviewer", "technical_support", "approver", "coordinator")
    STRANGERS = ("stranger", "administrator", "observer", "nobody", "contributor")

    def _may(self, scene, row):
        rows = [fresh(row)]
        return {who for who in scene.people if can_read_evidence(scene.people[who], rows[0])}

    def test_a_draft_is_the_ministrys_own(self, scene):
        row = evidence_make(scene.assessment, scene.focal)
        assert self._may(scene, row) == {"focal"}
        hand_out(scene.assessment, scene.contributor, scene.focal)
        assert self._may(scene, row) == {"focal", "contributor"}

    def test_what_was_submitted_is_read_by_the_readers_of_the_packet(self, scene):
        row = submitted(scene)
        assert self._may(scene, row) == {*self.READERS, "second_reviewer"}
        for who in self.READERS:
            answer = signed_in(scene.people[who]).get(self._file(row))
            assert (answer.status_code, answer.content) == (200, pdf())
            assert answer["Content-Disposition"].startswith(
                f'attachment; filename="{scene.programmes[0].code}-Q8-'
            )
            assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
            assert answer["Cache-Control"] == "no-store, private"
        for who in self.STRANGERS:
            assert signed_in(scene.people[who]).get(self._file(row)).status_code == 404

    def test_what_the_packet_does_not_name_stays_the_ministrys_own(self):
        scene = make_scene("returned", judgements={"Q8": "no"})
        row = evidence_make(scene.assessment, scene.focal)
        assert self._may(scene, row) == {"focal"}

    def test_an_observer_reads_it_once_it_is_accepted(self, scene):
        row = submitted(scene)
        scene.recommend()
        scene.accept()
        assert "observer" in self._may(scene, row)

    def _file(self, row):
        return reverse("assessments:evidence_file", args=[row.pk])

    def test_a_link_has_no_file(self, scene):
        row = evidence_make(scene.assessment, scene.focal, kind="link")
        assert signed_in(scene.focal).get(self._file(row)).status_code == 404


class TestJudging:
    def test_a_finding_and_its_change_are_noted(self, scene):
        row = submitted(scene)
        evidence_judge(evidence=row, verdict="verified", note="", by=scene.reviewer)
        evidence_judge(evidence=row, verdict="not_verified", note="No page 12.", by=scene.reviewer)
        row = fresh(row)
        assert (row.verdict, row.verdict_note, row.verdict_by) == (
            "not_verified",
            "No page 12.",
            scene.reviewer,
        )
        events = Event.objects.filter(action="evidence judged").order_by("pk")
        assert [event.changes["verdict"] for event in events] == [
            ["", "verified"],
            ["verified", "not_verified"],
        ]
        evidence_judge(evidence=row, verdict="", note="", by=scene.reviewer)
        assert fresh(row).verdict_by is None

    def test_not_verified_needs_its_reason(self, scene):
        with pytest.raises(ValidationError) as refused:
            evidence_judge(
                evidence=submitted(scene), verdict="not_verified", note=" ", by=scene.reviewer
            )
        assert refused.value.message_dict == {"note": ["Say why it could not be verified."]}

    @pytest.mark.parametrize("who", ["focal", "approver", "second_reviewer", "stranger"])
    def test_only_the_reviewer_who_holds_it(self, scene, who):
        row = submitted(scene)
        with pytest.raises(PermissionDenied):
            evidence_judge(evidence=row, verdict="verified", note="", by=scene.people[who])


class TestPage:
    def _url(self, scene, code="Q8"):
        return reverse("assessments:evidence", args=[scene.assessment.pk, code])

    def _typed(self, **fields):
        given = {"key": str(uuid.uuid4()), "kind": "file", "title": "Project document"}
        return given | {"file": SimpleUploadedFile("a.pdf", pdf(), "application/pdf")} | fields

    def test_added_seen_and_withdrawn(self, scene):
        browser = signed_in(scene.focal)
        answer = browser.post(self._url(scene), self._typed(page="১২–১৪"))
        assert answer["Location"] == self._url(scene)
        page = browser.get(self._url(scene)).content.decode()
        assert "1 claimed, 0 verified" in page
        row = Evidence.objects.get()
        browser.post(reverse("assessments:evidence_withdraw", args=[row.pk]))
        assert "Withdrawn" in browser.get(self._url(scene)).content.decode()

    def test_all_mistakes_stand_at_their_place_and_typed_text_is_kept(self, scene):
        fake = SimpleUploadedFile("a.pdf", png(), "application/pdf")
        typed = self._typed(title="", page="page 7", file=fake)
        answer = signed_in(scene.focal).post(self._url(scene), typed)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "its content is something else or is damaged" in page
        assert "page 7" in page
        assert not Evidence.objects.exists()

    def test_a_good_file_beside_a_mistake_must_be_chosen_again(self, scene):
        answer = signed_in(scene.focal).post(self._url(scene), self._typed(title=""))
        assert "Choose the file again" in answer.content.decode()

    def test_what_belongs_to_another_kind_is_not_dropped_silently(self, scene):
        typed = self._typed(kind="link", url="https://example.org/")
        answer = signed_in(scene.focal).post(self._url(scene), typed)
        assert answer.status_code == 422
        assert "You filled in “File”." in answer.content.decode()

    def test_a_quota_is_said_at_the_file(self, scene, settings):
        settings.UPLOAD_ASSESSMENT_MOST = 10
        answer = signed_in(scene.focal).post(self._url(scene), self._typed())
        assert answer.status_code == 422
        assert "The files of one programme may have" in answer.content.decode()

    def test_a_link_is_text_that_gives_nothing_away(self, scene):
        evidence_make(scene.assessment, scene.focal, kind="link")
        page = signed_in(scene.focal).get(self._url(scene)).content.decode()
        assert 'href="https://example.org/report" rel="noopener noreferrer nofollow"' in page

    @pytest.mark.parametrize("code", ["Q2", "Q7.1", "Q99"])
    def test_only_judged_questions_have_evidence(self, scene, code):
        assert signed_in(scene.focal).get(self._url(scene, code)).status_code == 404

    def test_a_locked_report_shows_it_and_refuses_more(self, scene):
        submitted(scene)
        browser = signed_in(scene.focal)
        page = browser.get(self._url(scene))
        assert page.status_code == 200
        assert 'name="title"' not in page.content.decode()
        assert browser.post(self._url(scene), self._typed()).status_code == 403

    def test_the_section_and_the_reading_page_show_it(self, scene):
        row = evidence_make(scene.assessment, scene.focal)
        place = reverse("assessments:section", args=[scene.assessment.pk, "norms"])
        assert f"/evidence/{row.pk}/file/" in signed_in(scene.focal).get(place).content.decode()
        scene.clear()
        scene.submit()
        reading = reverse("assessments:read_assessment", args=[scene.assessment.pk])
        page = signed_in(scene.reviewer).get(reading).content.decode()
        assert f"/evidence/{row.pk}/file/" in page
        assert "1 claimed, 0 verified" in page
