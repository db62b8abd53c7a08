"""The reviewer's pages: what they show, whom they refuse, and that a double click is harmless."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import ReviewComment
from assessments.services import reports, reviews, submissions
from tests.assessments import factories
from tests.assessments.factories import fresh, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db

CENTRAL = {"reviewer", "second_reviewer", "technical_support", "approver"}


def url(name, row):
    return reverse(f"assessments:{name}", args=[row.pk])


def get(scene, person, name, row=None, **query):
    page = url(name, row) if row else reverse(f"assessments:{name}")
    return signed_in(scene.people[person]).get(page, query)


def post(scene, person, name, row, **data):
    return signed_in(scene.people[person]).post(url(name, row), data)


def text(answer):
    """The visible words of a page, on one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


# ── Queue ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("person", sorted(CENTRAL))
def test_the_cabinet_division_opens_the_queue(person):
    scene = make_scene("submitted")
    answer = get(scene, person, "queue")
    assert answer.status_code == 200
    assert str(scene.ministry) in text(answer)


def test_the_queue_is_refused_to_everybody_else_with_a_reason():
    scene = make_scene("submitted")
    for person in sorted(set(scene.people) - CENTRAL):
        answer = get(scene, person, "queue")
        assert answer.status_code == 403, person
        assert "None of your seats allows this." in text(answer)


def test_a_draft_shows_state_and_percent_but_no_answer():
    scene = make_scene("in_progress")
    factories.answers_save(scene.assessment, {"Q1": {"text": "a private draft"}}, by=scene.focal)
    answer = get(scene, "reviewer", "queue")
    assert "reports are not yet received" in text(answer)
    assert "a private draft" not in text(answer)
    assert get(scene, "reviewer", "read", scene.submission).status_code == 404
    assert get(scene, "reviewer", "read_assessment", scene.assessment).status_code == 404


def queries(client, page):
    """The statements that a page needs for somebody who is already at work."""
    client.get(page)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(page).status_code == 200
    return [row["sql"] for row in caught]


def test_the_queue_costs_the_same_for_one_report_and_for_three():
    scene = make_scene("under_review")
    client, page = signed_in(scene.reviewer), reverse("assessments:queue")
    one = queries(client, page)
    for _ in range(2):
        make_scene("under_review")
        make_scene("in_progress")
    assert len(queries(client, page)) == len(one) <= 12, one


def test_a_report_costs_the_same_for_one_programme_and_for_three():
    one, three = make_scene("under_review"), make_scene("under_review", programmes=3)
    needed = [
        queries(signed_in(scene.reviewer), url("read", scene.submission)) for scene in (one, three)
    ]
    assert len(needed[0]) == len(needed[1]) <= 12, needed[0]


@pytest.mark.parametrize(
    ("state", "tab"),
    [
        ("submitted", "open"),
        ("under_review", "open"),
        ("returned", "returned"),
        ("recommended", "recommended"),
        ("accepted", "accepted"),
    ],
)
def test_each_state_has_its_place_in_the_queue(state, tab):
    scene = make_scene(state)
    for name in ("open", "returned", "recommended", "accepted"):
        found = get(scene, "reviewer", "queue", state=name).context["rows"]
        assert [row.submission for row in found] == ([scene.submission] if name == tab else [])
    everything = get(scene, "reviewer", "queue", state="all").context["rows"]
    assert [row.submission for row in everything] == [scene.submission]


def test_the_queue_shows_the_longest_waiting_first_and_the_holder():
    first, second = make_scene("under_review"), make_scene("submitted")
    rows = get(second, "reviewer", "queue").context["rows"]
    assert [row.submission for row in rows] == [first.submission, second.submission]
    assert [row.holder for row in rows] == [first.reviewer, None]


def test_a_late_report_says_by_how_many_working_days():
    scene = make_scene("submitted", days=-20)
    assert "Late by" in text(get(scene, "reviewer", "queue"))


def test_what_happened_is_told_in_words():
    scene = make_scene("submitted")
    submissions.submission_recall(
        submission=scene.submission, reason="A table was wrong.", by=scene.focal
    )
    words = text(get(scene, "reviewer", "queue"))
    assert "The report was recalled." in words
    assert "A table was wrong." in words


# ── Reading a report ────────────────────────────────────────────────────────────────────────────

READERS = {
    "submitted": CENTRAL | {"coordinator"},
    "accepted": CENTRAL | {"coordinator", "observer"},
}


@pytest.mark.parametrize("state", READERS)
def test_who_reads_a_submitted_report(state):
    scene = make_scene(state)
    for person in scene.people:
        for name, row in (("read", scene.submission), ("read_assessment", scene.assessment)):
            answer = get(scene, person, name, row)
            if person in READERS[state]:
                assert answer.status_code == 200, (person, name)
            elif person == "focal":
                assert answer.status_code == 403
                assert "Our report" in text(answer)
            else:
                assert answer.status_code == 404, (person, name)


def test_a_reader_sees_the_packet_and_never_the_draft():
    scene = make_scene("under_review")
    scene.comment("Q8")
    scene.send_return()
    values = {"Q8": {"judgement": "no", "feasibility": "later", "detail": "changed in the draft"}}
    factories.answers_save(scene.assessment, values, by=scene.focal)
    scene.programmes[0].name_en = "Renamed afterwards"
    scene.programmes[0].save()
    words = text(get(scene, "reviewer", "read_assessment", scene.assessment))
    assert "changed in the draft" not in words
    assert "Renamed afterwards" not in text(get(scene, "reviewer", "read", scene.submission))


def test_a_coordinator_reads_only_programmes_of_the_cluster_and_no_comment_or_level():
    scene = make_scene("under_review", programmes=2)
    scene.comment(text="between us and the ministry")
    second = scene.programmes[1]
    second.cluster = None
    second.save()
    answer = get(scene, "coordinator", "read", scene.submission)
    assert [row.assessment for row in answer.context["reading"].rows] == scene.assessments[:1]
    words = text(answer) + text(get(scene, "coordinator", "read_assessment", scene.assessment))
    assert "between us" not in words
    assert "Level" not in words
    other = get(scene, "coordinator", "read_assessment", scene.assessments[1])
    assert other.status_code == 404


def test_the_report_shows_points_comments_and_papers():
    scene = make_scene("under_review", judgements={"Q8": "partly", "Q11": "na"})
    scene.comment()
    scene.comment("Q9", kind="suggestion")
    words = text(get(scene, "reviewer", "read", scene.submission))
    assert "5½ of 6 (1 n/a)" in words
    assert "0 of 1 settled" in words
    for shown in (
        "Rahima Khatun",
        "41.00.0000.012.18.001.19-17",
        "12/02/2019",
        "Widows of two unions",
        "None exists",
        scene.packet.code,
    ):
        assert shown in words
    row = get(scene, "reviewer", "read", scene.submission).context["reading"].rows[0]
    assert (row.comments, row.must_fix, row.word) == (2, 1, "Points open")


def test_a_programme_that_is_not_assessed_is_listed_by_name():
    scene = make_scene(programmes=2)
    reports.not_assessed_set(
        assessment=scene.assessments[1], reason="It ended in June.", by=scene.focal
    )
    scene.bring("submitted")
    assert "It ended in June." in text(get(scene, "reviewer", "read", scene.submission))
    page = get(scene, "reviewer", "read_assessment", scene.assessments[1])
    assert "It ended in June." in text(page)


def test_a_nil_report_can_be_read():
    scene = make_scene(programmes=0)
    factories.clear(scene.submission, scene.focal, nil_statement="We run no programme.")
    scene.submit()
    assert "We run no programme." in text(get(scene, "reviewer", "read", scene.submission))


def test_a_move_that_is_refused_says_why_at_its_button():
    scene = make_scene("under_review")
    words = text(get(scene, "reviewer", "read", scene.submission))
    assert "A return needs at least one must-fix comment." in words
    assert "Settle every programme first." in words
    assert f"This report is with {scene.reviewer}." in text(
        get(scene, "second_reviewer", "read", scene.submission)
    )


@pytest.mark.parametrize("person", ["technical_support", "approver"])
def test_readers_of_the_cabinet_division_get_no_buttons(person):
    scene = make_scene("under_review")
    for name, row in (("read", scene.submission), ("read_assessment", scene.assessment)):
        page = get(scene, person, name, row).content.decode()
        assert "/claim/" not in page
        assert "/settle/" not in page
        assert "/comment/" not in page


# ── Reading one programme ───────────────────────────────────────────────────────────────────────


def test_one_programme_costs_at_most_twelve_queries():
    scene = make_scene("under_review", programmes=3)
    for code in ("Q8", "Q9", "Q11"):
        scene.comment(code)
    for person in ("reviewer", "second_reviewer", "approver"):
        needed = queries(signed_in(scene.people[person]), url("read_assessment", scene.assessment))
        assert len(needed) <= 12, needed


def test_a_first_reading_begins_with_what_is_doubtful():
    scene = make_scene("under_review", judgements={"Q8": "na", "Q11": "no"})
    page = get(scene, "reviewer", "read_assessment", scene.assessment, order="first")
    groups = {group.title: [q.code for q in group.questions] for group in page.context["groups"]}
    assert groups["Not applicable, and not possible"] == ["Q8"]
    assert "Q6b" in groups["“Yes” without evidence"]
    assert "Q1" in groups["The rest"]
    assert sum(map(len, groups.values())) == len(page.context["reading"].questions)


def returned_and_resubmitted():
    """A second packet in which only Q8 differs."""
    scene = make_scene("returned")
    factories.reply(ReviewComment.objects.get(), scene.focal, text="We added it.")
    values = {"Q8": {"judgement": "partly", "missing": "men", "feasibility": "now"}}
    factories.answers_save(scene.assessment, values, by=scene.focal)
    scene.clear()
    scene.submit()
    scene.claim()
    return scene


def test_what_changed_since_the_last_packet_is_marked_and_the_rest_folded():
    scene = returned_and_resubmitted()
    page = get(scene, "reviewer", "read_assessment", scene.assessment)
    questions = {row.code: row for row in page.context["reading"].questions}
    assert [code for code, row in questions.items() if row.changed] == ["Q8"]
    assert [(run.kind, run.text) for run in questions["Q8"].word_runs] == [
        ("removed", "Yes"),
        ("added", "Partly"),
    ]
    assert [row.code for row in page.context["reading"].folded] == [
        code for code in questions if code != "Q8"
    ]
    assert [row.code for group in page.context["groups"] for row in group.questions] == ["Q8"]
    html = page.content.decode()
    assert re.search(r"<del>.*?Yes.*?</del> ?<ins>.*?Partly.*?</ins>", html)
    words = text(page)
    assert "We added it." in words
    written = [row.code for row in questions.values() if row.touched]
    assert f"1 of {len(written)} answers to read" in words
    whole = get(scene, "reviewer", "read_assessment", scene.assessment, all="1")
    shown = [row.code for group in whole.context["groups"] for row in group.questions]
    assert shown == list(questions)


# ── Comments ────────────────────────────────────────────────────────────────────────────────────


def comment_data(**fields):
    given = {"key": uuid.uuid4(), "code": "Q8", "kind": "must_fix", "text": "Which practices?"}
    return given | fields


def test_a_comment_is_saved_once_however_often_it_is_posted():
    scene = make_scene("under_review")
    data = comment_data()
    for _ in range(2):
        answer = post(scene, "reviewer", "comment_add", scene.assessment, **data)
        assert answer.status_code == 302
        assert answer.url.endswith(f"#comment-{data['key']}")
    assert ReviewComment.objects.get().text == "Which practices?"
    assert scene.assessment.status == "points_open"


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"text": ""}, "Write something here."),
        ({"text": "x" * 5_001}, "Shorten this text"),
        ({"kind": ""}, "Choose one of the answers."),
        ({"kind": "order"}, "Choose one of the answers shown."),
        ({"key": "no key"}, "valid UUID"),
    ],
)
def test_a_faulty_comment_is_shown_again_with_what_was_typed(fields, complaint):
    scene = make_scene("under_review")
    data = comment_data(text="typed words") | fields
    answer = post(scene, "reviewer", "comment_add", scene.assessment, **data)
    assert answer.status_code == 422
    assert complaint in text(answer)
    assert data["text"] in answer.content.decode()
    assert not ReviewComment.objects.exists()


def test_a_comment_on_a_forged_question_changes_nothing():
    scene = make_scene("under_review")
    data = comment_data(code="Q99")
    answer = post(scene, "reviewer", "comment_add", scene.assessment, **data)
    assert answer.status_code == 302
    assert not ReviewComment.objects.exists()


def test_not_applicable_can_be_refused_only_with_a_must_fix():
    scene = make_scene("under_review", judgements={"Q8": "na"})
    for code, offered in (("Q8", 1), ("Q9", 0)):
        page = get(scene, "reviewer", "read_assessment", scene.assessment, comment=code)
        assert page.content.decode().count('name="refuses_na"') == offered
    data = comment_data(kind="suggestion", refuses_na="on")
    assert post(scene, "reviewer", "comment_add", scene.assessment, **data).status_code == 422
    data["kind"] = "must_fix"
    assert post(scene, "reviewer", "comment_add", scene.assessment, **data).status_code == 302
    assert ReviewComment.objects.get().refuses_na
    assert "must-fix" in text(get(scene, "reviewer", "read_assessment", scene.assessment))


def test_a_comment_is_resolved_or_withdrawn():
    scene = make_scene("under_review")
    first, second = scene.comment("Q8"), scene.comment("Q9")
    assert post(scene, "reviewer", "comment_resolve", first).status_code == 302
    assert post(scene, "reviewer", "comment_withdraw", second).status_code == 302
    assert fresh(first).resolved_by == scene.reviewer
    assert fresh(second).withdrawn_by == scene.reviewer
    words = text(get(scene, "reviewer", "read_assessment", scene.assessment))
    assert "Resolved" in words


def test_comments_are_the_holding_reviewers():
    scene = make_scene("under_review")
    comment = scene.comment()
    for person in scene.people:
        answers = [
            post(scene, person, "comment_resolve", comment),
            post(scene, person, "comment_withdraw", comment),
            post(scene, person, "comment_add", scene.assessment, **comment_data()),
            post(scene, person, "settle", scene.assessment),
        ]
        if person == "reviewer":
            continue
        inside = CENTRAL | {"focal", "coordinator"}
        wanted = 403 if person in inside else 404
        assert {answer.status_code for answer in answers} == {wanted}, person
    assert ReviewComment.objects.count() <= 2


def test_settling_and_its_refusal():
    scene = make_scene("under_review")
    comment = scene.comment()
    answer = post(scene, "reviewer", "settle", scene.assessment)
    assert answer.status_code == 403
    assert "Resolve or withdraw" in text(answer)
    assert "Resolve or withdraw" in text(
        get(scene, "reviewer", "read_assessment", scene.assessment)
    )
    reviews.comment_resolve(comment=comment, by=scene.reviewer)
    for _ in range(2):
        assert post(scene, "reviewer", "settle", scene.assessment).status_code == 302
    assert scene.assessment.status == "settled"


# ── The moves ───────────────────────────────────────────────────────────────────────────────────


def seat_of(user):
    return str(user.seats[0].pk)


MOVES = {
    "claim": ("submitted", "under_review", {}),
    "review_hand_over": ("under_review", "under_review", {"reason": "On leave."}),
    "return": ("under_review", "returned", {"reason": "Please look at Q8."}),
    "undo_return": ("returned", "under_review", {"reason": "Sent too early."}),
    "recommend": ("under_review", "recommended", {"recommendation": "It is complete."}),
}


def ready(name):
    state, target, data = MOVES[name]
    scene = make_scene(state)
    if name == "return":
        scene.comment()
    if name == "recommend":
        scene.settle()
    if name == "review_hand_over":
        data = data | {"to": seat_of(scene.second_reviewer)}
    return scene, target, data


@pytest.mark.parametrize("name", MOVES)
def test_a_move_and_the_same_post_again(name):
    scene, target, data = ready(name)
    for _ in range(2):
        answer = post(scene, "reviewer", name, scene.submission, **data)
        assert (answer.status_code, answer.url) == (302, url("read", scene.submission))
        assert scene.submission.status == target
    if name == "review_hand_over":
        assert scene.submission.reviewer == scene.second_reviewer.seats[0]


@pytest.mark.parametrize("name", MOVES)
def test_a_move_is_refused_to_all_others(name):
    scene, _target, data = ready(name)
    before = scene.submission.status
    for person in set(scene.people) - {"reviewer", "second_reviewer"}:
        answer = post(scene, person, name, scene.submission, **data)
        inside = CENTRAL | {"focal", "coordinator"}
        assert answer.status_code == (403 if person in inside else 404), person
    assert scene.submission.status == before


@pytest.mark.parametrize("name", [name for name in MOVES if name != "claim"])
def test_a_move_without_its_text_is_shown_again(name):
    scene, _target, data = ready(name)
    before = scene.submission.status
    assert get(scene, "reviewer", name, scene.submission).status_code == 200
    empty = dict.fromkeys(data, " ")
    answer = post(scene, "reviewer", name, scene.submission, **empty)
    assert answer.status_code == 422
    assert "There is a problem" in text(answer)
    assert scene.submission.status == before


@pytest.mark.parametrize("name", [name for name in MOVES if name != "claim"])
def test_a_move_in_the_wrong_state_says_why(name):
    scene = make_scene("submitted")
    data = MOVES[name][2] | {"to": seat_of(scene.second_reviewer)}
    answer = post(scene, "reviewer", name, scene.submission, **data)
    assert answer.status_code == 403
    assert "This cannot be done while the report is “Submitted”." in text(answer)
    page = get(scene, "reviewer", name, scene.submission)
    assert page.status_code == 200
    assert "This cannot be done" in text(page)


def test_the_return_page_lists_what_opens():
    scene = make_scene("under_review", programmes=2)
    scene.comment("Q8", text="Which practices?")
    factories.comment(scene.assessments[1], scene.reviewer, "Q9", kind="suggestion", text="nice")
    reviews.assessment_settle(assessment=scene.assessments[1], by=scene.reviewer)
    page = get(scene, "reviewer", "return", scene.submission)
    assert [point.question.code for point in page.context["points"]] == ["Q8"]
    assert "Which practices?" in text(page)


def test_a_hand_over_to_a_forged_seat_is_refused():
    scene = make_scene("under_review")
    for seat in (seat_of(scene.approver), str(uuid.uuid4()), "x"):
        data = {"to": seat, "reason": "r"}
        answer = post(scene, "reviewer", "review_hand_over", scene.submission, **data)
        assert answer.status_code == 422
    assert scene.submission.reviewer == scene.reviewer.seats[0]


@pytest.mark.parametrize("name", ["claim", "settle", "comment_add"])
def test_what_only_writes_takes_no_get(name):
    scene = make_scene("submitted")
    row = scene.submission if name == "claim" else scene.assessment
    assert get(scene, "reviewer", name, row).status_code == 405


def test_typed_text_never_becomes_markup():
    scene = make_scene("under_review")
    scene.comment(text="<script>alert(1)</script>")
    page = get(scene, "reviewer", "read_assessment", scene.assessment).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("name", ["queue", "read", "read_assessment", "return"])
def test_nobody_reads_without_signing_in(client, name):
    scene = make_scene("under_review")
    row = {"queue": None, "read_assessment": scene.assessment}.get(name, scene.submission)
    answer = client.get(url(name, row) if row else reverse("assessments:queue"))
    assert answer.status_code == 302
    assert "login" in answer.url
