"""Drafts of technical support: none is sent, counted or printed before a reviewer takes it over."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from assessments.enums import DraftState
from assessments.models import CommentDraft, ReviewComment
from assessments.permissions import can_draft_comment, can_move, can_settle, reviewed_by
from assessments.selectors.reading_programme import assessment_reading
from assessments.services import drafted
from assessments.services.reviews import Remark
from nsss_gender.accounts.enums import Role
from nsss_gender.audit.models import Event
from tests.assessments.factories import draft_make, fresh, make_scene
from tests.people import make_seat, signed_in

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def url(name, *args, query=""):
    return reverse(f"assessments:{name}", args=args) + query


# ── Who, and when ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        ("in_progress", False),
        ("submitted", True),
        ("under_review", True),
        ("returned", False),
        ("recommended", False),
        ("accepted", False),
    ],
)
def test_technical_support_drafts_while_the_report_is_with_the_cabinet_division(state, allowed):
    scene = make_scene(state)
    may = {name for name, user in scene.people.items() if can_draft_comment(user, scene.submission)}
    assert may == ({"technical_support"} if allowed else set())


def test_only_the_holding_reviewer_takes_over_or_drops():
    scene = make_scene("under_review")
    draft = draft_make(scene)
    for person in set(scene.people) - {"reviewer"}:
        with pytest.raises(PermissionDenied):
            drafted.draft_take(draft=draft, by=scene.people[person])
        if person != "technical_support":
            with pytest.raises(PermissionDenied):
                drafted.draft_drop(draft=draft, by=scene.people[person])
    assert fresh(draft).state == DraftState.WAITING


# ── Nothing happens by itself ───────────────────────────────────────────────────────────────────


def test_a_draft_opens_nothing_and_blocks_nothing():
    scene = make_scene("under_review")
    draft_make(scene, kind="must_fix")
    assert scene.assessment.status == "unread"
    assert can_settle(scene.reviewer, scene.assessment)
    assert not can_move(scene.reviewer, scene.submission, "return")  # no must-fix is there
    assert not ReviewComment.objects.exists()


def test_a_draft_does_not_travel_with_a_return():
    scene = make_scene("under_review")
    draft_make(scene, code="Q9", text="Only a draft: which trades?")
    page = signed_in(scene.reviewer).get(url("return", scene.submission.pk))
    assert "1 draft of technical support waits for you: it is not sent." in text(page)
    scene.send_return()
    client = signed_in(scene.focal)
    for page in (
        url("points", scene.submission.pk),
        url("return_letter", scene.submission.pk),
        url("section", scene.assessment.pk, "training"),
    ):
        answer = client.get(page)
        assert answer.status_code == 200
        assert "Only a draft" not in text(answer)
    assert CommentDraft.objects.get().state == DraftState.WAITING


# ── Taking over, dropping, withdrawing ──────────────────────────────────────────────────────────


def test_taken_over_it_is_the_reviewers_comment_once():
    scene = make_scene("under_review")
    draft = draft_make(scene, kind="must_fix", proposed="no", proposed_feasibility="now")
    comments = {drafted.draft_take(draft=fresh(draft), by=scene.reviewer) for _ in range(2)}
    (comment,) = comments
    assert (comment.by, comment.kind, comment.text) == (scene.reviewer, "must_fix", draft.text)
    assert comment.proposed_words == "No, now"
    assert scene.assessment.status == "points_open"
    assert (fresh(draft).state, fresh(draft).comment) == (DraftState.TAKEN, comment)
    actions = Event.objects.filter(stream=scene.submission.stream).values_list("action", flat=True)
    assert list(actions).count("comment draft taken over") == 1
    assert list(actions).count("comment added") == 1


def test_a_draft_can_be_changed_before_it_is_taken_over():
    scene = make_scene("under_review")
    draft = draft_make(scene)
    client = signed_in(scene.reviewer)
    query = f"?comment=Q8&draft={draft.pk}"
    form = client.get(url("read_assessment", scene.assessment.pk, query=query))
    assert f'action="{url("draft_take", draft.pk)}' in text(form)
    assert "Who was asked?</textarea>" in text(form)
    posted = {"key": uuid.uuid4(), "code": "Q8", "kind": "suggestion", "text": " "}
    wrong = client.post(url("draft_take", draft.pk), posted)
    assert wrong.status_code == 422
    assert f'action="{url("draft_take", draft.pk)}' in text(wrong)
    posted["text"] = "Name those who were asked."
    assert client.post(url("draft_take", draft.pk), posted).status_code == 302
    comment = ReviewComment.objects.get()
    assert (comment.text, comment.kind, comment.draft) == (posted["text"], "suggestion", draft)
    assert fresh(draft).text == "Who was asked?"


def test_one_click_takes_it_over_and_another_one_drops_it():
    scene = make_scene("under_review")
    client = signed_in(scene.reviewer)
    page = url("read_assessment", scene.assessment.pk)
    taken, dropped = draft_make(scene), draft_make(scene, code="Q9")
    answer = client.post(url("draft_take", taken.pk, query="?order=form"))
    assert answer.url == f"{page}?order=form#comment-{ReviewComment.objects.get().pk}"
    for _ in range(2):
        assert client.post(url("draft_drop", dropped.pk)).status_code == 302
    assert fresh(dropped).state == DraftState.DROPPED
    assert ReviewComment.objects.count() == 1
    view = assessment_reading(scene.reviewer, scene.assessment)
    assert view is not None
    assert view.drafts == 0
    with pytest.raises(PermissionDenied):
        drafted.draft_take(draft=fresh(dropped), by=scene.reviewer)


def test_what_was_taken_over_is_not_dropped_any_more():
    scene = make_scene("under_review")
    draft = draft_make(scene)
    drafted.draft_take(draft=draft, by=scene.reviewer)
    for person in (scene.reviewer, scene.technical_support):
        with pytest.raises(PermissionDenied, match="Taken over"):
            drafted.draft_drop(draft=fresh(draft), by=person)


def test_who_drafted_it_may_withdraw_it():
    scene = make_scene("submitted")
    draft = draft_make(scene)
    client = signed_in(scene.technical_support)
    assert "Draft of technical support, not sent" in text(
        client.get(url("read_assessment", scene.assessment.pk))
    )
    assert client.post(url("draft_drop", draft.pk)).status_code == 302
    assert fresh(draft).state == DraftState.WITHDRAWN


def test_a_draft_that_proposes_what_the_ministry_answers_by_now_says_so():
    scene = make_scene("under_review", judgements={"Q8": "no"})
    with pytest.raises(ValidationError, match="answer already"):
        draft_make(scene, proposed="no", proposed_feasibility="now")


# ── The form, and who reads it ──────────────────────────────────────────────────────────────────


def test_technical_support_drafts_at_the_question():
    scene = make_scene("under_review")
    client, page = signed_in(scene.technical_support), url("read_assessment", scene.assessment.pk)
    form = text(client.get(page, {"comment": "Q8"}))
    assert f'action="{url("draft_add", scene.assessment.pk)}' in form
    assert "Save the draft" in form
    posted = {"key": uuid.uuid4(), "code": "Q8", "kind": "question", "text": ""}
    assert client.post(url("draft_add", scene.assessment.pk), posted).status_code == 422
    posted["text"] = "Who was asked?"
    for _ in range(2):
        assert client.post(url("draft_add", scene.assessment.pk), posted).status_code == 302
    assert CommentDraft.objects.get().by == scene.technical_support
    posted |= {"key": uuid.uuid4(), "code": "Q99"}
    assert client.post(url("draft_add", scene.assessment.pk), posted).status_code == 302
    assert CommentDraft.objects.count() == 1


def test_drafts_are_for_those_who_read_the_comments():
    scene = make_scene("under_review")
    draft_make(scene, text="Only a draft.")
    page = url("read_assessment", scene.assessment.pk)
    for person in ("reviewer", "second_reviewer", "technical_support", "approver"):
        assert "Only a draft." in text(signed_in(scene.people[person]).get(page)), person
    assert "Only a draft." not in text(signed_in(scene.coordinator).get(page))
    assert signed_in(scene.stranger).get(page).status_code == 404
    question = url("read_question", scene.submission.pk, "Q8")
    assert "Only a draft." in text(signed_in(scene.reviewer).get(question))
    assert "1 draft waits" in text(signed_in(scene.reviewer).get(url("read", scene.submission.pk)))


def test_a_draft_on_an_unchanged_answer_is_not_folded_away():
    scene = make_scene("returned")
    scene.answer_points()
    scene.submit()
    scene.claim()
    draft_make(scene, code="Q9")
    view = assessment_reading(scene.reviewer, scene.assessment)
    assert view is not None
    assert "Q9" not in [row.code for row in view.folded]
    shown = [row.code for group in view.groups("form") for row in group.questions]
    assert shown == ["Q8", "Q9"]
    assert view.progress.to_read == 1


def test_the_key_of_a_form_belongs_to_one_programme():
    scene = make_scene("under_review", programmes=2)
    draft = draft_make(scene)
    with pytest.raises(PermissionDenied):
        drafted.draft_add(
            assessment=scene.assessments[1],
            key=draft.pk,
            remark=Remark(code="Q8", kind="question", text="Who?"),
            by=scene.technical_support,
        )


def test_who_drafted_a_comment_does_not_accept_the_report():
    scene = make_scene("under_review")
    draft_make(scene)
    make_seat(scene.technical_support, Role.APPROVER)
    assert reviewed_by(fresh(scene.technical_support), scene.submission)
    assert not reviewed_by(scene.approver, scene.submission)
