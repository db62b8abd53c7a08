"""Check, clear, submit, receipt, recall: one happy path, strangers, wrong states, double clicks."""

import uuid

import pytest
from django.urls import reverse

from assessments.enums import SubmissionStatus
from assessments.models import Clearance, Packet, Submission
from assessments.models.clearance import printed_code
from assessments.services.answers import Draft
from assessments.services.answers import answers_save as save
from assessments.services.packets import draft_digest
from nsss_gender.accounts.enums import Role
from nsss_gender.audit.services import record
from programmes.models import LifecycleStage, TargetGroup
from tests.assessments.factories import (
    answers_save,
    consultation_add,
    fresh,
    hand_out,
    make_round,
    make_scene,
    reply,
)
from tests.people import make_user, signed_in

pytestmark = pytest.mark.django_db

CLEARANCE = {
    "name": "Rahima Khatun",
    "post": "Joint Secretary",
    "memo_number": "৪১.০০.০০০০.০১২.১৮.০০১.১৯-১৭",  # noqa: RUF001 - Bangla digits are meant
    "cleared_on": "১২/০২/২০১৯",
}


def signed(scene, **fields):
    """What a focal point types off the signed print of the draft that stands now."""
    return CLEARANCE | {"code": printed_code(draft_digest(scene.submission))} | fields


def url(name, row):
    return reverse(f"assessments:{name}", args=[row.pk])


# ── Check ───────────────────────────────────────────────────────────────────────────────────────


def test_the_check_page_links_every_gap_to_its_very_field():
    scene = make_scene("in_progress")
    assessment = scene.assessment
    answers_save(
        assessment, {"Q8": {"judgement": "partly"}, "Q7.2": {"judgement": ""}}, by=scene.focal
    )
    browser = signed_in(scene.focal)
    page = browser.get(url("check", scene.submission))
    links = [place for group in page.context["groups"] for place, _message in group.items]
    section = reverse("assessments:section", args=[assessment.pk, "norms"])
    voice = reverse("assessments:section", args=[assessment.pk, "voice"])
    assert links == [
        f"{voice}#id_Q7_2-judgement_0",
        f"{section}#id_Q8-missing",
        f"{section}#id_Q8-feasibility_0",
    ]
    for link in links:
        address, _hash, anchor = link.partition("#")
        assert f'id="{anchor}"' in browser.get(address).content.decode()


def test_every_gap_of_an_empty_form_leads_to_a_field_that_exists():
    scene = make_scene()
    for term in (LifecycleStage, TargetGroup):
        term.objects.create(code="old", name_en="Old age", name_bn="বার্ধক্য")
    browser = signed_in(scene.focal)
    page = browser.get(url("check", scene.submission))
    for group in page.context["groups"]:
        for link, _message in group.items:
            address, _hash, anchor = link.partition("#")
            found = browser.get(address)
            assert found.status_code == 200
            assert not anchor or f'id="{anchor}"' in found.content.decode(), link


def test_the_check_page_groups_by_programme_and_names_the_unassessed():
    scene = make_scene(programmes=2)
    first, second = scene.assessments
    browser = signed_in(scene.focal)
    browser.post(url("not_assessed", second), {"reason": "It ended in 2017."})
    page = browser.get(url("check", scene.submission))
    owners = [group.assessment for group in page.context["groups"]]
    assert owners == [None, first]
    assert "It ended in 2017." in page.content.decode()


def test_the_check_page_says_when_nothing_is_missing():
    scene = make_scene("in_progress")
    page = signed_in(scene.focal).get(url("check", scene.submission)).content.decode()
    assert "Nothing is missing." in page
    assert url("clear", scene.submission) in page


# ── Clear ───────────────────────────────────────────────────────────────────────────────────────


def test_a_clearance_is_of_the_draft_that_stands():
    scene = make_scene("in_progress")
    browser, address = signed_in(scene.focal), url("clear", scene.submission)
    for _ in range(2):
        answer = browser.post(address, signed(scene))
        assert answer["Location"] == url("submit", scene.submission)
    clearance = Clearance.objects.get()
    assert clearance.memo_number == CLEARANCE["memo_number"]
    page = browser.get(url("submit", scene.submission)).content.decode()
    assert clearance.code in page


def test_a_clearance_with_mistakes_says_all_of_them():
    scene = make_scene("in_progress")
    typed = {"name": "Rahima Khatun", "cleared_on": "32/13/2019"}
    answer = signed_in(scene.focal).post(url("clear", scene.submission), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    for field in ("code", "post", "memo_number", "cleared_on"):
        assert f'href="#id_{field}"' in page
    assert "Rahima Khatun" in page
    assert not Clearance.objects.exists()


def refused(scene, code):
    """What is said at the field of the code."""
    answer = signed_in(scene.focal).post(url("clear", scene.submission), signed(scene, code=code))
    assert answer.status_code == 422
    assert not Clearance.objects.filter(voided_at=None).exists()
    return answer.context["form"].errors["code"]


def test_a_code_nobody_printed_is_refused():
    scene = make_scene("in_progress")
    now = printed_code(draft_digest(scene.submission))
    (said,) = refused(scene, "0123456789AB")
    assert said.startswith("No print of this report has this code.")
    assert said.endswith(f"the version saved now has the code {now}.")
    assert refused(scene, "12") == ["The code has twelve signs: digits and the letters A to F."]


def test_the_print_of_an_earlier_version_is_refused_and_named():
    scene = make_scene("in_progress")
    old = draft_digest(scene.submission)
    record(
        "export made",
        stream=scene.submission.stream,
        target="export:1",
        by=scene.focal,
        changes={"version": [None, old]},
    )
    page = signed_in(scene.focal).get(url("clear", scene.submission)).content.decode()
    assert "It was last printed on" in page
    answers_save(scene.assessment, {"Q8": {"text": "Said more."}}, by=scene.focal)
    page = signed_in(scene.focal).get(url("clear", scene.submission)).content.decode()
    assert "is of an earlier version: print it again." in page
    (said,) = refused(scene, printed_code(old))
    assert said.startswith("This is the code of the print of ")
    assert printed_code(draft_digest(scene.submission)) in said


def test_the_version_of_a_voided_clearance_is_refused_and_named():
    scene = make_scene("cleared")
    old = Clearance.objects.get().code
    answers_save(scene.assessment, {"Q8": {"text": "Said more."}}, by=scene.focal)
    (said,) = refused(scene, old)
    assert said.startswith("This is the code of the version cleared on ")


def test_a_code_is_read_however_it_is_typed():
    scene = make_scene("in_progress")
    code = printed_code(draft_digest(scene.submission))
    bangla = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
    typed = f" {code[:6].lower()}-{code[6:].translate(bangla)} "
    signed_in(scene.focal).post(url("clear", scene.submission), signed(scene, code=typed))
    assert Clearance.objects.get().code == code


def test_the_check_page_says_what_is_worth_a_look_and_blocks_nothing():
    scene = make_scene("in_progress")
    hand_out(scene.assessment, scene.contributor, scene.focal)
    consultation_add(scene.submission, scene.focal, who="A women's group", stance="dissent")
    page = signed_in(scene.focal).get(url("check", scene.submission))
    assert [one.message for one in page.context["cautions"]] == [
        "It is still in a colleague's hands.",
        "On an equal basis, but every group is of women. Mend an answer, or say why both are right.",
        "A way out of old age. Mend an answer, or say why both are right.",
        "Substantial training, but not promotive. Mend an answer, or say why both are right.",
        "8 answers “yes” name no evidence. It is not required, and it helps.",
        "A women's group dissents: it is printed with the report.",
    ]
    assert page.context["groups"] == []
    assert url("clear", scene.submission) in page.content.decode()


def test_a_second_text_that_was_kept_is_worth_a_look():
    scene = make_scene("in_progress")
    for text in ("Mine.", "Yours."):
        draft = {"Q8": Draft(base=1, values={"text": text})}
        save(assessment=fresh(scene.assessment), drafts=draft, token=uuid.uuid4(), by=scene.focal)
    page = signed_in(scene.focal).get(url("check", scene.submission))
    assert page.context["cautions"][0].message == (
        "Q8: a second text was kept beside the one that stands."
    )


def test_saved_is_not_submitted_stands_on_every_page_until_the_receipt():
    scene = make_scene("in_progress")
    pages = ("check", "clear", "strategy", "consultations", "submit")
    browser, said = signed_in(scene.focal), "Saved is not submitted."
    for name in pages:
        assert browser.get(url(name, scene.submission)).content.decode().count(said) == 1, name
    scene.clear()
    scene.submit()
    for name in pages:
        assert said not in browser.get(url(name, scene.submission)).content.decode(), name


def test_an_incomplete_report_cannot_be_cleared_and_the_page_says_why():
    scene = make_scene()
    hand_over = signed_in(scene.focal)
    answers_save(scene.assessment, {"Q8": {"judgement": "yes"}}, by=scene.focal)
    page = hand_over.get(url("clear", scene.submission)).content.decode()
    assert "Something is still missing" in page
    assert hand_over.post(url("clear", scene.submission), signed(scene)).status_code == 403
    assert not Clearance.objects.exists()


def test_a_ministry_without_programmes_files_a_nil_report():
    scene = make_scene()
    focal = make_user("nil", Role.FOCAL_POINT)
    make_round(scene.administrator)
    submission = Submission.objects.get(ministry=focal.seats[0].ministry)
    browser = signed_in(focal)
    without = browser.post(url("clear", submission), CLEARANCE)
    assert without.status_code == 422
    typed = CLEARANCE | {"nil_statement": "Our ministry runs no such programme."}
    assert browser.post(url("clear", submission), typed).status_code == 302
    assert browser.get(url("submit", submission)).status_code == 200
    browser.post(url("submit", submission))
    assert Packet.objects.get().data["nil_statement"] == typed["nil_statement"]
    receipt = browser.get(url("receipt", Packet.objects.get())).content.decode()
    assert typed["nil_statement"] in receipt


# ── Submit, receipt ─────────────────────────────────────────────────────────────────────────────


def test_submitting_twice_gives_one_packet_and_a_receipt():
    scene = make_scene("cleared")
    browser = signed_in(scene.focal)
    for _ in range(2):
        answer = browser.post(url("submit", scene.submission))
        assert answer["Location"] == url("receipt", scene.packet)
    packet = Packet.objects.get()
    page = browser.get(url("receipt", packet)).content.decode()
    for shown in (packet.sha256, packet.code, packet.checkpoint.code, "On time", "Rahima Khatun"):
        assert shown in page


def test_a_late_report_says_so_on_its_receipt():
    scene = make_scene("submitted", days=-30)
    page = signed_in(scene.focal).get(url("receipt", scene.packet)).content.decode()
    assert "Late by" in page


def test_a_draft_that_is_not_cleared_is_not_sent():
    scene = make_scene("in_progress")
    browser = signed_in(scene.focal)
    page = browser.get(url("submit", scene.submission)).content.decode()
    assert "disabled" in page
    assert browser.post(url("submit", scene.submission)).status_code == 403
    assert not Packet.objects.exists()


def test_a_get_submits_nothing():
    scene = make_scene("cleared")
    assert signed_in(scene.focal).get(url("submit", scene.submission)).status_code == 200
    assert scene.submission.status == SubmissionStatus.CLEARED


def test_a_returned_report_goes_out_again_after_the_replies():
    scene = make_scene("returned")
    browser = signed_in(scene.focal)
    assert browser.post(url("submit", scene.submission)).status_code == 403
    reply(scene.packet.comments.get(), scene.focal, text="Done.")
    assert browser.post(url("submit", scene.submission)).status_code == 302
    assert scene.packet.number == 2


# ── Recall ──────────────────────────────────────────────────────────────────────────────────────


def test_a_recall_needs_a_reason_and_no_reviewer():
    scene = make_scene("submitted")
    browser, address = signed_in(scene.focal), url("recall", scene.submission)
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"reason": " "}).status_code == 422
    assert browser.post(address, {"reason": "A page is missing."}).status_code == 302
    assert scene.submission.status == SubmissionStatus.IN_PROGRESS
    receipt = browser.get(url("receipt", scene.packet)).content.decode()
    assert "the report is not submitted now" in receipt


def test_a_claimed_report_cannot_be_recalled_and_the_receipt_says_why():
    scene = make_scene("under_review")
    browser = signed_in(scene.focal)
    assert "Recall is not possible" in browser.get(url("receipt", scene.packet)).content.decode()
    answer = browser.post(url("recall", scene.submission), {"reason": "Too late."})
    assert answer.status_code == 403


# ── People ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["check", "clear", "submit", "recall"])
def test_strangers_find_nothing_and_others_are_refused(name):
    scene = make_scene("submitted")
    hand_out_scene = make_scene("in_progress")
    hand_out(hand_out_scene.assessment, hand_out_scene.contributor, hand_out_scene.focal)
    address = url(name, scene.submission)
    assert signed_in(scene.stranger).get(address).status_code == 404
    assert signed_in(scene.stranger).post(address).status_code in {404, 405}
    assert signed_in(scene.reviewer).get(address).status_code == 403
    handed = signed_in(hand_out_scene.contributor)
    assert handed.get(url(name, hand_out_scene.submission)).status_code == 403
    if name != "check":
        assert handed.post(url(name, hand_out_scene.submission)).status_code == 403


def test_a_receipt_is_not_for_strangers():
    scene = make_scene("submitted")
    assert signed_in(scene.stranger).get(url("receipt", scene.packet)).status_code == 404
    assert signed_in(scene.reviewer).get(url("receipt", scene.packet)).status_code == 200
