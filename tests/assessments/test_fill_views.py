"""Filling in: sections, saving, clashes, history, score, who may and who may not."""

import re
import uuid

import pytest
from django.urls import reverse

from assessments.models import Answer, AnswerVersion
from assessments.services import submissions
from tests.assessments.factories import answers_fill, answers_save, hand_out, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db

FOLLOW_UP = {"missing": "", "text": "", "detail": "", "reason": ""}


def section_url(assessment, section="norms"):
    return reverse("assessments:section", args=[assessment.pk, section])


def q8(token=None, base=0, **fields):
    """What the form of the section on norms posts."""
    typed = {"judgement": "partly", **FOLLOW_UP, **fields}
    return {
        "token": str(token or uuid.uuid4()),
        "Q8-base": str(base),
        **{f"Q8-{name}": value for name, value in typed.items()},
    }


def head(assessment, code="Q8"):
    return Answer.objects.get(assessment=assessment, question__code=code).head


def hidden(page, name):
    """The value of a hidden field of the page."""
    return re.findall(rf'name="{re.escape(name)}" value="([^"]*)"', page)[0]


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────


def test_the_task_list_shows_every_section_with_its_state():
    scene = make_scene()
    page = signed_in(scene.focal).get(reverse("assessments:assessment", args=[scene.assessment.pk]))
    assert [cell.state for cell in page.context["row"].cells] == ["todo"] * 11


@pytest.mark.parametrize(
    "section",
    [
        "identification",
        "people",
        "graduation",
        "empowerment",
        "voice",
        "norms",
        "training",
        "data",
        "indicators",
        "partners",
        "overall",
    ],
)
def test_every_section_opens_empty_and_answered(section):
    scene = make_scene("in_progress")
    browser = signed_in(scene.focal)
    page = browser.get(section_url(scene.assessment, section))
    assert page.status_code == 200
    for view in page.context["questions"]:
        assert f'id="{view.own.anchor}"' in page.content.decode()
    fresh = make_scene()
    assert signed_in(fresh.focal).get(section_url(fresh.assessment, section)).status_code == 200


def test_an_unknown_section_is_not_found():
    scene = make_scene()
    assert signed_in(scene.focal).get(section_url(scene.assessment, "nowhere")).status_code == 404


def test_the_form_asks_in_both_languages():
    scene = make_scene()
    browser = signed_in(scene.focal)
    page = browser.get(section_url(scene.assessment), headers={"accept-language": "bn"})
    assert "সামাজিক" in page.content.decode()


def test_what_the_register_knows_is_suggested_until_there_is_an_answer():
    scene = make_scene()
    scene.programmes[0].start_fy = "1997-98"
    scene.programmes[0].save()
    browser = signed_in(scene.focal)
    page = browser.get(section_url(scene.assessment, "identification"))
    assert 'value="1997-98"' in page.content.decode()
    assert "From the register, to be confirmed" in page.content.decode()
    assert not Answer.objects.exists()
    answers_save(scene.assessment, {"Q3.start": {"text": "1998-99"}}, by=scene.focal)
    page = browser.get(section_url(scene.assessment, "identification"))
    assert 'value="1998-99"' in page.content.decode()
    assert "From the register, to be confirmed" not in page.content.decode()


# ── Saving ──────────────────────────────────────────────────────────────────────────────────────


def test_a_save_keeps_every_field_and_leads_back_or_on():
    scene = make_scene()
    browser = signed_in(scene.focal)
    typed = q8(missing="Only one district.", feasibility="now", detail="ড", reason="=1+1")
    answer = browser.post(section_url(scene.assessment), typed)
    assert (answer.status_code, answer["Location"]) == (302, section_url(scene.assessment))
    version = head(scene.assessment)
    kept = (version.judgement, version.missing, version.feasibility, version.detail, version.reason)
    assert kept == ("partly", "Only one district.", "now", "ড", "=1+1")
    assert (version.by, version.channel) == (scene.focal, "page")
    on = browser.post(section_url(scene.assessment), {**q8(base=1, missing="Two."), "next": "1"})
    assert on["Location"] == section_url(scene.assessment, "training")


def test_after_the_last_section_it_leads_to_the_task_list():
    scene = make_scene()
    typed = {"token": str(uuid.uuid4()), "Q1-base": "0", "Q1-text": "Far.", "next": "1"}
    answer = signed_in(scene.focal).post(section_url(scene.assessment, "overall"), typed)
    assert answer["Location"] == reverse("assessments:assessment", args=[scene.assessment.pk])


def test_an_incomplete_section_can_be_saved():
    scene = make_scene()
    answer = signed_in(scene.focal).post(section_url(scene.assessment), q8(judgement=""))
    assert answer.status_code == 302


def test_a_double_post_writes_once():
    scene = make_scene()
    browser, typed = signed_in(scene.focal), q8(missing="Once.")
    for _ in range(2):
        assert browser.post(section_url(scene.assessment), typed).status_code == 302
    assert AnswerVersion.objects.count() == 1


def test_the_browser_s_back_button_loses_no_words():
    """The old form comes again with its old token: other words are not a replay."""
    scene, token = make_scene(), uuid.uuid4()
    browser = signed_in(scene.focal)
    browser.post(section_url(scene.assessment), q8(token, missing="First."))
    answer = browser.post(section_url(scene.assessment), q8(token, missing="Second."))
    assert answer.status_code == 409
    assert "First." in answer.content.decode()
    assert "Second." in answer.content.decode()
    texts = set(AnswerVersion.objects.values_list("missing", "kept"))
    assert texts == {("First.", False), ("Second.", True)}


def test_parts_give_the_item_and_an_override_is_told_apart():
    scene = make_scene()
    browser = signed_in(scene.focal)
    typed = {"token": str(uuid.uuid4()), "Q9-base": "0", "Q9-judgement": ""}
    page = browser.get(section_url(scene.assessment, "training"))
    parts = [part.asked.code for part in page.context["questions"][0].parts]
    for number, code in enumerate(parts):
        typed[f"{code.replace('.', '_')}-base"] = "0"
        typed[f"{code.replace('.', '_')}-judgement"] = "no" if number else "yes"
    browser.post(section_url(scene.assessment, "training"), typed)
    page = browser.get(section_url(scene.assessment, "training"))
    assert (page.context["questions"][0].derived, page.context["questions"][0].overridden) == (
        "partly",
        False,
    )
    override = {"token": str(uuid.uuid4()), "Q9-base": "0", "Q9-judgement": "no"}
    again = {name: value for name, value in typed.items() if "_" in name}
    again = {name: "1" if name.endswith("-base") else value for name, value in again.items()}
    browser.post(section_url(scene.assessment, "training"), {**again, **override})
    page = browser.get(section_url(scene.assessment, "training"))
    assert page.context["questions"][0].overridden


# ── Mistakes ────────────────────────────────────────────────────────────────────────────────────


def test_all_mistakes_come_at_once_and_nothing_is_half_written():
    scene = make_scene()
    typed = q8(judgement="perhaps", missing="x" * 10_001, detail="Kept.")
    answer = signed_in(scene.focal).post(section_url(scene.assessment), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert not AnswerVersion.objects.exists()
    assert 'href="#id_Q8-judgement_0"' in page
    assert 'href="#id_Q8-missing"' in page
    assert "10,001" in page
    assert "Kept." in page


def test_a_wrong_fiscal_year_is_said_at_its_place_and_stays_typed():
    scene = make_scene()
    typed = {
        "token": str(uuid.uuid4()),
        "Q2-base": "0",
        "Q2-choices": "confirmed",
        **{f"Q3_{name}-base": "0" for name in ("start", "end", "continues")},
        "Q3_start-text": "২০১৮-২১",
    }
    answer = signed_in(scene.focal).post(section_url(scene.assessment, "identification"), typed)
    assert answer.status_code == 422
    assert 'value="২০১৮-২১"' in answer.content.decode()


@pytest.mark.parametrize("base", ["", "x", "-1", "7", "9" * 30])
def test_a_base_that_never_was_is_refused_without_an_accident(base):
    scene = make_scene()
    answer = signed_in(scene.focal).post(section_url(scene.assessment), q8(base=base))
    assert answer.status_code == 422
    assert "Reload the page." in answer.content.decode()


def test_a_form_without_its_token_is_refused():
    scene = make_scene()
    typed = q8() | {"token": "forged"}
    answer = signed_in(scene.focal).post(section_url(scene.assessment), typed)
    assert answer.status_code == 422


# ── Two writers ─────────────────────────────────────────────────────────────────────────────────


def test_a_clash_shows_both_texts_and_saving_again_decides():
    scene = make_scene()
    hand_out(scene.assessment, scene.contributor, scene.focal)
    signed_in(scene.contributor).post(section_url(scene.assessment), q8(missing="Theirs."))
    browser = signed_in(scene.focal)
    answer = browser.post(section_url(scene.assessment), q8(missing="Mine."))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "What stands now" in page
    assert str(scene.contributor) in page
    assert "Theirs." in page
    assert re.search(r"<textarea[^>]*Q8-missing[^>]*>\s*Mine\.", page)
    assert head(scene.assessment).missing == "Theirs."
    typed = q8(hidden(page, "token"), hidden(page, "Q8-base"), missing="Both of us.")
    assert browser.post(section_url(scene.assessment), typed).status_code == 302
    assert head(scene.assessment).missing == "Both of us."
    kept = AnswerVersion.objects.filter(kept=True)
    assert [version.missing for version in kept] == ["Mine."]


def test_the_same_clashing_post_twice_keeps_the_text_once_and_says_so_again():
    scene = make_scene()
    answers_save(scene.assessment, {"Q8": {"judgement": "no"}}, by=scene.focal)
    browser, typed = signed_in(scene.focal), q8(judgement="yes")
    for _ in range(2):
        assert browser.post(section_url(scene.assessment), typed).status_code == 409
    assert AnswerVersion.objects.filter(kept=True).count() == 1


def test_different_fields_merge_without_a_question():
    scene = make_scene()
    answers_save(scene.assessment, {"Q8": {"judgement": "no"}}, by=scene.focal)
    answers_save(scene.assessment, {"Q8": {"detail": "Theirs."}}, by=scene.focal)
    typed = q8(base=1, judgement="no", missing="Mine.")
    assert signed_in(scene.focal).post(section_url(scene.assessment), typed).status_code == 302
    assert (head(scene.assessment).detail, head(scene.assessment).missing) == ("Theirs.", "Mine.")


# ── States and people ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("state", ["submitted", "under_review", "recommended", "accepted"])
def test_a_locked_report_is_read_only_with_the_reason(state):
    scene = make_scene(state)
    browser = signed_in(scene.focal)
    page = browser.get(section_url(scene.assessment)).content.decode()
    assert "Q8-judgement" not in page
    assert "The report is locked" in page
    answer = browser.post(section_url(scene.assessment), q8())
    assert answer.status_code == 403
    assert "The report is locked" in answer.content.decode()


def test_a_return_opens_only_the_named_question():
    scene = make_scene("returned")
    browser = signed_in(scene.focal)
    page = browser.get(section_url(scene.assessment)).content.decode()
    assert "Q8-judgement" in page
    assert "Say which practices are meant." in page
    other = browser.get(section_url(scene.assessment, "graduation")).content.decode()
    assert "Q5-judgement" not in other
    assert "Only the questions named in the return are open." in other
    base = head(scene.assessment).number
    typed = q8(base=base, judgement="yes", text="Child marriage.")
    assert browser.post(section_url(scene.assessment), typed).status_code == 302


def test_a_closed_question_that_is_posted_anyway_changes_nothing():
    scene = make_scene("returned")
    typed = {"token": str(uuid.uuid4()), "Q5-base": "1", "Q5-judgement": "no"}
    answer = signed_in(scene.focal).post(section_url(scene.assessment, "graduation"), typed)
    assert answer.status_code == 403
    assert head(scene.assessment, "Q5").judgement == "yes"


def test_before_an_edit_of_a_cleared_report_the_page_warns():
    scene = make_scene("cleared")
    browser = signed_in(scene.focal)
    page = browser.get(section_url(scene.assessment)).content.decode()
    assert "voids the clearance" in page
    base = head(scene.assessment).number
    browser.post(section_url(scene.assessment), q8(base=base, judgement="no"))
    assert scene.submission.status == "in_progress"


def test_strangers_reviewers_and_idle_colleagues_stay_outside():
    scene = make_scene("in_progress")
    addresses = [
        section_url(scene.assessment),
        reverse("assessments:assessment", args=[scene.assessment.pk]),
        reverse("assessments:score", args=[scene.assessment.pk]),
        reverse("assessments:not_assessed", args=[scene.assessment.pk]),
        reverse("assessments:answer_history", args=[head(scene.assessment).answer_id]),
    ]
    for person in (scene.stranger, scene.reviewer, scene.contributor, scene.administrator):
        for address in addresses:
            assert signed_in(person).get(address).status_code == 404, (person, address)
    assert signed_in(scene.stranger).post(addresses[0], q8()).status_code == 404


def test_a_reviewer_may_not_read_the_draft_of_what_was_submitted():
    scene = make_scene("submitted")
    answer = signed_in(scene.reviewer).get(section_url(scene.assessment))
    assert answer.status_code == 403


def test_a_contributor_writes_in_what_was_handed_out_and_nowhere_else():
    scene = make_scene(programmes=2)
    hand_out(scene.assessments[0], scene.contributor, scene.focal)
    browser = signed_in(scene.contributor)
    assert browser.post(section_url(scene.assessments[0]), q8()).status_code == 302
    assert browser.post(section_url(scene.assessments[1]), q8()).status_code == 404


# ── Not assessed, score, history ────────────────────────────────────────────────────────────────


def test_not_assessed_needs_a_reason_and_can_be_taken_back():
    scene = make_scene()
    address = reverse("assessments:not_assessed", args=[scene.assessment.pk])
    browser = signed_in(scene.focal)
    assert browser.post(address, {"reason": " "}).status_code == 422
    assert browser.post(address, {"reason": "It ended."}).status_code == 302
    assert scene.assessment.not_assessed_reason == "It ended."
    assert "It ended." in browser.get(address).content.decode()
    assert browser.post(address, {"reason": "It ended.", "again": "1"}).status_code == 302
    assert scene.assessment.not_assessed_reason == ""


def test_a_contributor_cannot_mark_a_programme_not_assessed():
    scene = make_scene()
    hand_out(scene.assessment, scene.contributor, scene.focal)
    address = reverse("assessments:not_assessed", args=[scene.assessment.pk])
    answer = signed_in(scene.contributor).post(address, {"reason": "No."})
    assert answer.status_code == 403
    assert scene.assessment.not_assessed_reason == ""


def test_the_score_shows_points_level_conditions_and_the_way_up():
    scene = make_scene()
    answers_fill(scene.assessment, scene.focal, {"Q8": "no", "Q7": "partly", "Q11": "na"})
    page = signed_in(scene.focal).get(reverse("assessments:score", args=[scene.assessment.pk]))
    text = " ".join(page.content.decode().split())
    assert "4½ of 6 (1 n/a)" in text
    assert "Level 3: Responsive" in text
    assert "is not reachable now" in text
    assert "Rule version 2019.1" in text
    assert f"{section_url(scene.assessment)}#Q8" in text


def test_the_score_of_an_empty_draft_says_what_is_missing():
    scene = make_scene()
    page = signed_in(scene.focal).get(reverse("assessments:score", args=[scene.assessment.pk]))
    assert "0 of 0 (0 n/a)" in page.content.decode()
    assert "8 answers are still missing" in page.content.decode()


def test_history_shows_every_version_and_brings_one_back():
    scene = make_scene()
    for text in ("First.", "Second."):
        answers_save(scene.assessment, {"Q8": {"text": text}}, by=scene.focal)
    browser = signed_in(scene.focal)
    version = head(scene.assessment)
    address = reverse("assessments:answer_history", args=[version.answer_id])
    page = browser.get(address).content.decode()
    assert "First." in page
    assert "Second." in page
    first = version.answer.versions.get(number=1)
    restore = reverse("assessments:answer_restore", args=[first.pk])
    token = {"token": hidden(page, "token")}
    for _ in range(2):
        assert browser.post(restore, token)["Location"] == address
    assert head(scene.assessment).text == "First."
    assert version.answer.versions.count() == 3


def test_nothing_is_brought_back_in_a_locked_report_or_by_a_stranger():
    scene = make_scene("submitted")
    version = head(scene.assessment)
    restore = reverse("assessments:answer_restore", args=[version.pk])
    token = {"token": str(uuid.uuid4())}
    assert signed_in(scene.stranger).post(restore, token).status_code == 404
    submissions.submission_recall(submission=scene.submission, reason="A mistake.", by=scene.focal)
    assert signed_in(scene.focal).post(restore, {"token": "x"}).status_code == 302
    assert version.answer.versions.count() == 1


def test_typed_text_never_becomes_markup():
    scene = make_scene()
    words = "<script>alert(1)</script>"
    answers_save(scene.assessment, {"Q8": {"text": words, "missing": words}}, by=scene.focal)
    browser = signed_in(scene.focal)
    history = reverse("assessments:answer_history", args=[head(scene.assessment).answer_id])
    for address in (section_url(scene.assessment), history):
        assert words not in browser.get(address).content.decode()


def test_a_section_costs_a_fixed_number_of_queries(django_assert_max_num_queries):
    scene = make_scene("in_progress", programmes=2)
    browser = signed_in(scene.focal)
    for section, most in (("people", 16), ("voice", 9), ("norms", 9)):
        address = section_url(scene.assessment, section)
        browser.get(address)
        with django_assert_max_num_queries(most):
            browser.get(address)
