"""The reading pages: a form on demand, marks, one question across programmes, points opened again."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Examined, ReviewComment
from assessments.services import reports, reviews
from tests.assessments import factories
from tests.assessments.factories import fresh, make_scene
from tests.assessments.papers import evidence_make
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def page_of(name, *args):
    return reverse(f"assessments:{name}", args=args)


def text(answer):
    """The visible words of a page, on one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def data(**fields):
    given = {"key": uuid.uuid4(), "code": "Q8", "kind": "question", "text": "No activity is shown."}
    return given | fields


def test_one_form_is_shown_where_it_was_asked_for():
    scene = make_scene("under_review")
    client, page = signed_in(scene.reviewer), page_of("read_assessment", scene.assessment.pk)
    for query, forms in (({}, 0), ({"comment": "Q8"}, 1), ({"comment": "Q99"}, 0)):
        html = client.get(page, query).content.decode()
        assert html.count('id="comment-form"') == forms
    for person in ("second_reviewer", "approver"):
        html = signed_in(scene.people[person]).get(page, {"comment": "Q8"}).content.decode()
        assert 'id="comment-form"' not in html
        assert 'id="acts"' not in html


def test_a_proposal_is_made_and_shown_beside_the_answer():
    scene = make_scene("under_review")
    client, page = signed_in(scene.reviewer), page_of("comment_add", scene.assessment.pk)
    posted = data(proposed="no", proposed_feasibility="with_modification")
    for _ in range(2):
        assert client.post(page, posted).status_code == 302
    assert ReviewComment.objects.get().proposed_words == "No, with modification"
    words = text(client.get(page_of("read_assessment", scene.assessment.pk)))
    assert "The ministry's answer Yes Proposed answer No, with modification" in words.replace(
        "&#x27;", "'"
    )
    assert "Another answer is proposed" in words


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"proposed": "no"}, "Say whether it is possible"),
        ({"proposed": "yes"}, "This is the ministry"),
        ({"proposed": "perhaps"}, "Choose one of the answers shown."),
    ],
)
@pytest.mark.parametrize("origin", ["", "?from=question"])
def test_a_faulty_proposal_is_shown_again_where_it_was_typed(origin, fields, complaint):
    scene = make_scene("under_review")
    page = page_of("comment_add", scene.assessment.pk) + origin
    answer = signed_in(scene.reviewer).post(page, data(**fields))
    assert answer.status_code == 422
    assert complaint in text(answer)
    assert "No activity is shown." in answer.content.decode()
    assert not ReviewComment.objects.exists()


def test_the_ministry_reads_the_proposal_and_replies_to_it():
    scene = make_scene("under_review")
    comment = scene.comment(
        proposed="no", proposed_feasibility="now", text="No activity was shown."
    )
    scene.send_return()
    client = signed_in(scene.focal)
    page = client.get(page_of("points", scene.submission.pk))
    assert "Proposed answer: No, now (your answer as it was submitted: Yes)" in text(page)
    values = [value for value, _label in page.context["points"][0][1].fields["outcome"].choices]
    assert values == ["agreed", "differs"]
    prefix = f"reply-{comment.pk}"
    kept = {f"{prefix}-outcome": "differs", f"{prefix}-text": ""}
    answer = client.post(page_of("reply", comment.pk), kept)
    assert answer.status_code == 422
    assert "Say why you keep your own answer." in text(answer)
    agreed = {f"{prefix}-outcome": "agreed", f"{prefix}-text": ""}
    assert client.post(page_of("reply", comment.pk), agreed).status_code == 302
    head = scene.assessment.answers.get(question__code="Q8").head
    assert (head.judgement, head.origin) == ("no", "agreed")


def test_a_mark_is_set_and_taken_back_at_its_place():
    scene = make_scene("under_review")
    client = signed_in(scene.reviewer)
    posted = {"key": uuid.uuid4(), "code": "Q8"}
    page = page_of("read_assessment", scene.assessment.pk)
    for _ in range(2):
        answer = client.post(page_of("examined_mark", scene.assessment.pk) + "?order=form", posted)
        assert answer.url == f"{page}?order=form#Q9"  # at the next one to read
    assert Examined.objects.filter(undone_at=None).count() == 1
    read = text(client.get(page_of("read", scene.submission.pk)))
    assert "1 of 8 examined" in read
    origin = "?from=question"
    answer = client.post(page_of("examined_undo", scene.assessment.pk) + origin, posted)
    question = page_of("read_question", scene.submission.pk, "Q8")
    assert answer.url == f"{question}#programme-{scene.assessment.pk}"
    assert not Examined.objects.filter(undone_at=None).exists()


@pytest.mark.parametrize("fields", [{"key": "x", "code": "Q8"}, {"code": "Q8"}, {"code": "Q99"}])
def test_a_forged_mark_changes_nothing(fields):
    scene = make_scene("under_review")
    posted = {"key": uuid.uuid4()} | fields if "Q99" in fields.values() else fields
    page = page_of("examined_mark", scene.assessment.pk)
    assert signed_in(scene.reviewer).post(page, posted).status_code == 302
    assert not Examined.objects.exists()


# ── One question across programmes ──────────────────────────────────────────────────────────────


def test_one_question_is_read_across_all_programmes():
    scene = make_scene(programmes=3)
    scene.fill()
    factories.answers_save(
        scene.assessments[1], {"Q8": {"text": "Court-yard meetings."}}, by=scene.focal
    )
    reports.not_assessed_set(assessment=scene.assessments[2], reason="Too new.", by=scene.focal)
    scene.clear()
    scene.submit()
    scene.claim()
    reviews.assessment_settle(assessment=scene.assessments[0], by=scene.reviewer)
    page = signed_in(scene.reviewer).get(page_of("read_question", scene.submission.pk, "Q8"))
    view = page.context["reading"]
    assert [entry.assessment for entry in view.entries] == scene.assessments
    assert [entry.settled for entry in view.entries] == [True, False, False]
    assert (view.previous.code, view.following.code) == ("Q7", "Q9")
    words = text(page)
    assert "Court-yard meetings." in words
    assert "Too new." in words


def test_the_first_and_the_last_question_have_one_neighbour():
    scene = make_scene("under_review")
    client = signed_in(scene.reviewer)
    codes = [q.code for q in scene.round.questionnaire.schema().questions]
    first = client.get(page_of("read_question", scene.submission.pk, codes[0])).context["reading"]
    last = client.get(page_of("read_question", scene.submission.pk, codes[-1])).context["reading"]
    assert (first.previous, first.following.code) == (None, codes[1])
    assert (last.previous.code, last.following) == (codes[-2], None)


@pytest.mark.parametrize("code", ["Q99", "Q7.1", "x"])
def test_an_unknown_question_is_not_there(code):
    scene = make_scene("under_review")
    page = page_of("read_question", scene.submission.pk, code)
    assert signed_in(scene.reviewer).get(page).status_code == 404


def test_a_comment_from_there_leads_back_there():
    scene = make_scene("under_review")
    client, question = (
        signed_in(scene.reviewer),
        page_of("read_question", scene.submission.pk, "Q8"),
    )
    page = client.get(question, {"comment": scene.assessment.pk}).content.decode()
    assert page.count('id="comment-form"') == 1
    posted = data()
    url = page_of("comment_add", scene.assessment.pk) + "?from=question"
    assert client.post(url, posted).url == f"{question}#comment-{posted['key']}"


def test_one_question_costs_the_same_for_one_programme_and_for_three():
    needed = []
    for programmes in (1, 3):
        scene = make_scene("under_review", programmes=programmes)
        scene.comment()
        client = signed_in(scene.reviewer)
        page = page_of("read_question", scene.submission.pk, "Q4.stages")
        client.get(page)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(page).status_code == 200
        needed.append(len(caught))
    assert needed[0] == needed[1] <= 12


# ── Open again ──────────────────────────────────────────────────────────────────────────────────


def test_a_resolved_point_is_opened_again_with_a_reason():
    scene = make_scene("under_review")
    comment = scene.comment()
    reviews.comment_resolve(comment=comment, by=scene.reviewer)
    client, page = signed_in(scene.reviewer), page_of("comment_reopen", comment.pk)
    assert client.get(page).status_code == 200
    assert client.post(page, {"reason": " "}).status_code == 422
    for _ in range(2):
        assert client.post(page, {"reason": "Too early."}).status_code == 302
    assert fresh(comment).resolved_at is None


def test_opening_again_in_the_wrong_state_says_why():
    scene = make_scene("under_review")
    comment = scene.comment(kind="suggestion")
    scene.recommend()
    page = page_of("comment_reopen", comment.pk)
    assert "Recommended" in text(signed_in(scene.reviewer).get(page))
    assert signed_in(scene.reviewer).post(page, {"reason": "r"}).status_code == 403
    assert signed_in(scene.stranger).post(page, {"reason": "r"}).status_code == 404


# ── Threads ──────────────────────────────────────────────────────────────────────────────────────────


def test_comments_stand_as_a_thread_and_what_is_dealt_with_is_folded():
    scene = make_scene("under_review")
    slip = scene.comment(kind="suggestion", text="A slip of the pen.")
    reviews.comment_withdraw(comment=slip, by=scene.reviewer)
    first = scene.comment(text="Which practices?")
    scene.send_return()
    scene.answer_points()
    scene.submit()
    scene.claim()
    second = scene.comment(kind="question", text="Since when?")
    reviews.comment_resolve(comment=first, by=scene.reviewer)
    page = page_of("read_assessment", scene.assessment.pk)
    html = signed_in(scene.reviewer).get(page).content.decode()
    thread = html[html.index('<ol class="thread"') :]
    thread = thread[: thread.index("</ol>")]
    assert [thread.index(f'id="comment-{row.pk}"') for row in (first, second)] == sorted(
        thread.index(f'id="comment-{row.pk}"') for row in (first, second)
    )
    folded = re.findall(r"<details.*?</details>", thread, re.DOTALL)
    assert len(folded) == 2
    assert "Which practices?" in folded[0]
    assert "Done." in folded[0]  # the ministry's reply below it
    assert "A slip of the pen." in folded[1]
    assert "Since when?" not in "".join(folded)
    assert "A slip of the pen." not in signed_in(scene.coordinator).get(page).content.decode()
    letter = page_of("return_letter", scene.submission.pk)
    assert "A slip of the pen." not in signed_in(scene.focal).get(letter).content.decode()


# ── Not assessed ────────────────────────────────────────────────────────────────────────────────


def test_not_assessed_can_be_challenged_on_its_page():
    scene = make_scene(programmes=2)
    scene.fill()
    reports.not_assessed_set(assessment=scene.assessment, reason="Too small.", by=scene.focal)
    scene.clear()
    scene.submit()
    scene.claim()
    client, page = signed_in(scene.reviewer), page_of("read_assessment", scene.assessment.pk)
    assert client.get(page, {"comment": "Q2"}).content.decode().count('id="comment-form"') == 1
    posted = data(code="Q2", kind="must_fix", text="It is not small.")
    assert client.post(page_of("comment_add", scene.assessment.pk), posted).status_code == 302
    assert ReviewComment.objects.get().on_not_assessed
    refused = client.post(page_of("comment_add", scene.assessment.pk), data())
    assert refused.status_code == 422


# ── Evidence ────────────────────────────────────────────────────────────────────────────────────


def with_evidence():
    """Under review, with one document behind Q8."""
    scene = make_scene("in_progress")
    found = evidence_make(scene.assessment, scene.focal)
    scene.clear()
    scene.submit()
    scene.claim()
    return scene, found


def test_a_first_reading_asks_for_evidence_of_a_yes():
    scene, _found = with_evidence()
    page = page_of("read_assessment", scene.assessment.pk)
    groups = signed_in(scene.reviewer).get(page, {"order": "first"}).context["groups"]
    codes = {group.title: [view.code for view in group.questions] for group in groups}
    assert codes["“Yes” without evidence"] == ["Q6a", "Q6b", "Q7", "Q10", "Q11"]
    assert "Q9" in codes["Answers that do not fit together"]  # before all others (17)
    assert "Q8" in codes["Answers the level rests on"]
    shown = [code for found in codes.values() for code in found]
    assert len(shown) == len(set(shown))


def test_the_reviewer_says_whether_evidence_was_verified():
    scene, found = with_evidence()
    client, page = signed_in(scene.reviewer), page_of("evidence_judge", found.pk)
    back = page_of("read_assessment", scene.assessment.pk) + f"?order=first#evidence-{found.pk}"
    for words, count in (("Verified", 1), ("", 0)):
        verdict = "verified" if words else ""
        for _ in range(2):  # the button beside it sends nothing else
            assert client.post(f"{page}?order=first", {"verdict": verdict}).url == back
        question = client.get(page_of("read_question", scene.submission.pk, "Q8"))
        entry = question.context["reading"].entries[0]
        assert (entry.question.evidence_count.claimed, entry.question.evidence_count.verified) == (
            1,
            count,
        )
        assert "Project document" in text(question)


@pytest.mark.parametrize(
    ("posted", "complaint"),
    [
        ({"verdict": "not_verified", "note": " "}, "Say why it could not be verified."),
        ({"verdict": "perhaps", "note": "typed words"}, "Choose one of the answers shown."),
    ],
)
def test_a_faulty_finding_is_shown_again(posted, complaint):
    scene, found = with_evidence()
    answer = signed_in(scene.reviewer).post(page_of("evidence_judge", found.pk), posted)
    assert answer.status_code == 422
    assert complaint in text(answer)
    assert fresh(found).verdict == ""


def test_a_finding_is_the_holding_reviewers():
    scene, found = with_evidence()
    inside = {"second_reviewer", "technical_support", "approver", "focal", "coordinator"}
    for person in set(scene.people) - {"reviewer"}:
        page = page_of("evidence_judge", found.pk)
        answer = signed_in(scene.people[person]).post(page, {"verdict": "verified", "note": ""})
        assert answer.status_code == (403 if person in inside else 404), person
    assert fresh(found).verdict == ""
