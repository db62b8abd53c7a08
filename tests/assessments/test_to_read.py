"""What is to be read of a packet, against which packet, and what was looked at (capability 27)."""

import uuid

import pytest
from django.urls import reverse

from assessments.models import Examined, ReviewComment
from assessments.selectors.division import submitted
from assessments.selectors.packets_read import packets_read
from assessments.selectors.reading import Reading, reading, sheet_in
from assessments.selectors.reading_programme import AssessmentReading, assessment_reading
from assessments.selectors.to_read import Progress
from assessments.services import examined, reports, reviews, submissions
from tests.assessments import factories
from tests.assessments.factories import Scene, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def resubmit(scene: Scene, text: str = "") -> None:
    """Answer every point, write ``text`` in Q8, and send the report again."""
    for comment in ReviewComment.objects.unresolved().filter(kind="must_fix"):
        factories.reply(comment, scene.focal, text="Done.")
    if text:
        factories.answers_save(scene.assessment, {"Q8": {"text": text}}, by=scene.focal)
    scene.clear()
    scene.submit()


def recall(scene: Scene) -> None:
    submissions.submission_recall(submission=scene.submission, reason="A slip.", by=scene.focal)


def numbers(scene: Scene) -> tuple[int, int]:
    last, before = packets_read(scene.submission)
    return last.number, before.number if before else 0


def programme(scene: Scene, person: str = "reviewer", place: int = 0) -> AssessmentReading:
    found = assessment_reading(scene.people[person], scene.assessments[place])
    assert found is not None
    return found


def report(scene: Scene) -> Reading:
    return reading(scene.reviewer, submitted(scene.reviewer).get(pk=scene.submission.pk))


def to_read(found: AssessmentReading) -> list[str]:
    return [row.code for row in found.questions if row.to_read]


def mark(scene: Scene, code: str, place: int = 0) -> None:
    examined.examined_mark(
        assessment=scene.assessments[place], code=code, key=uuid.uuid4(), by=scene.reviewer
    )


# ── Against which packet ────────────────────────────────────────────────────────────────────────


def test_a_first_packet_is_compared_with_nothing():
    assert numbers(make_scene("submitted")) == (1, 0)


def test_a_packet_that_was_recalled_was_read_by_nobody():
    scene = make_scene("submitted")
    recall(scene)
    resubmit(scene)
    assert numbers(scene) == (2, 0)
    scene.claim()
    found = programme(scene)
    assert found.before is None
    assert not found.folded
    assert found.progress.all


def test_after_a_return_and_a_recall_the_returned_packet_is_the_last_look():
    scene = make_scene("under_review")
    scene.comment("Q9", kind="question", text="Which trades?")
    scene.send_return()
    resubmit(scene, "First wording.")
    assert numbers(scene) == (2, 1)
    recall(scene)
    factories.answers_save(scene.assessment, {"Q9": {"text": "Sewing."}}, by=scene.focal)
    resubmit(scene)
    assert numbers(scene) == (3, 1)
    assert to_read(programme(scene)) == ["Q8", "Q9"]  # both sendings together


def test_each_return_moves_the_last_look():
    scene = make_scene("returned")
    for number in (2, 3):
        resubmit(scene, f"Wording {number}.")
        assert numbers(scene) == (number, number - 1)
        scene.claim()
        scene.send_return()


def test_a_programme_that_was_not_in_the_packet_before_is_read_whole():
    scene = make_scene("under_review", programmes=2)
    first, second = scene.assessments
    packet, _before = packets_read(scene.submission)
    held = packet.data
    held["assessments"] = [row for row in held["assessments"] if row["id"] == str(first.pk)]
    packet.__dict__["data"] = held
    assert sheet_in(packet, first) is not None
    assert sheet_in(packet, second) is None


# ── What is to be read ──────────────────────────────────────────────────────────────────────────


def test_of_a_first_packet_every_answer_is_to_be_read():
    scene = make_scene("under_review")
    found = programme(scene)
    written = [row.code for row in found.questions if row.touched]
    assert to_read(found) == written
    assert found.progress == Progress(len(written), len(written), 0)


def test_after_a_return_what_changed_and_what_an_open_point_is_about():
    scene = make_scene("under_review")
    mark(scene, "Q10")
    scene.comment("Q8")
    question = scene.comment("Q9", kind="question", text="Which trades?")
    scene.comment("Q11", kind="suggestion", text="One more.")
    scene.send_return()
    resubmit(scene, "Court-yard meetings.")
    scene.claim()
    found = programme(scene)
    assert to_read(found) == ["Q8", "Q9", "Q11"]
    assert (found.progress.to_read, found.progress.looked) == (3, 0)
    reviews.comment_resolve(comment=question, by=scene.reviewer)
    assert [row.code for row in programme(scene).questions if row.to_read and row.looked] == ["Q9"]


@pytest.mark.parametrize("act", ["mark", "comment", "settle"])
def test_an_answer_was_looked_at_when_the_reviewer_said_so(act):
    scene = make_scene("under_review")
    assert programme(scene).progress.looked == 0
    if act == "mark":
        mark(scene, "Q8")
    elif act == "comment":
        scene.comment("Q8", kind="suggestion")
    else:
        reviews.assessment_settle(assessment=scene.assessment, by=scene.reviewer)
    looked = [row.code for row in programme(scene).questions if row.to_read and row.looked]
    assert looked == (to_read(programme(scene)) if act == "settle" else ["Q8"])


def test_an_answer_written_after_it_was_looked_at_is_to_be_read_again():
    scene = make_scene("under_review")
    mark(scene, "Q8")
    scene.comment("Q9")
    scene.send_return()
    factories.answers_save(scene.assessment, {"Q9": {"text": "Sewing."}}, by=scene.focal)
    resubmit(scene)
    scene.claim()
    found = programme(scene)
    assert to_read(found) == ["Q9"]
    assert found.progress.looked == 0


def test_the_report_counts_as_its_programmes_do():
    scene = make_scene("under_review", programmes=3)
    mark(scene, "Q8", place=1)
    scene.send_return()
    resubmit(scene, "Court-yard meetings.")
    scene.claim()
    found = report(scene)
    pages = [programme(scene, place=place).progress for place in range(3)]
    assert [row.progress for row in found.assessed] == pages
    assert found.progress == sum(pages, Progress())
    assert (found.progress.to_read, found.progress.left) == (1, 1)


def test_a_reason_for_not_assessing_that_was_written_anew_is_marked():
    scene = make_scene(programmes=2)
    scene.fill()
    left_out = scene.assessments[1]
    reports.not_assessed_set(assessment=left_out, reason="Too small to ask.", by=scene.focal)
    scene.clear()
    scene.submit()
    scene.claim()
    factories.comment(left_out, scene.reviewer, "Q2", text="It is not small.")
    scene.send_return()
    reports.not_assessed_set(assessment=left_out, reason="Too young to ask.", by=scene.focal)
    resubmit(scene)
    runs = [(run.kind, run.text) for run in programme(scene, place=1).reason_runs]
    assert runs == [
        ("same", "Too "),
        ("removed", "small"),
        ("added", "young"),
        ("same", " to ask."),
    ]
    assert [row.reason_runs != () for row in report(scene).rows] == [False, True]
    page = reverse("assessments:read", args=[scene.submission.pk])
    assert "<del>" in signed_in(scene.reviewer).get(page).content.decode()


# ── The way through ─────────────────────────────────────────────────────────────────────────────


def test_reading_goes_on_at_the_next_answer_and_then_at_the_next_programme():
    scene = make_scene("under_review", programmes=2)
    scene.comment("Q8")
    factories.comment(scene.assessments[1], scene.reviewer, "Q9")
    scene.send_return()
    resubmit(scene, "Court-yard meetings.")
    scene.claim()
    client, first, second = signed_in(scene.reviewer), *scene.assessments
    way = reverse("assessments:read_next", args=[scene.submission.pk])
    pages = [reverse("assessments:read_assessment", args=[row.pk]) for row in (first, second)]
    assert client.get(way).url == pages[0]
    assert client.get(pages[0]).context["following"].code == "Q8"
    assert client.get(way, {"after": first.pk}).url == pages[1]
    assert client.get(way, {"after": second.pk}).url == pages[0]
    assert client.get(way, {"after": "x"}).url == pages[0]
    for comment in ReviewComment.objects.unresolved():
        reviews.comment_resolve(comment=comment, by=scene.reviewer)
    answer = client.get(way, follow=True)
    assert answer.request["PATH_INFO"] == reverse("assessments:read", args=[scene.submission.pk])
    assert "Every answer that is to be read was looked at." in answer.content.decode()


def test_the_facts_of_a_group_are_marked_together_and_judged_answers_one_by_one():
    scene = make_scene("under_review")
    client = signed_in(scene.reviewer)
    page = reverse("assessments:read_assessment", args=[scene.assessment.pk])
    groups = client.get(page, {"order": "form"}).context["groups"]
    facts = [code for group in groups for code in group.facts]
    judged = [row.code for row in programme(scene).questions if row.judged]
    assert set(facts).isdisjoint(judged)
    assert len(groups[0].facts) > 1
    url = reverse("assessments:examined_mark", args=[scene.assessment.pk])
    posted = {"code": ",".join(groups[0].facts), "key": uuid.uuid4()}
    for _ in range(2):
        assert client.post(f"{url}?order=form", posted).status_code == 302
    marks = Examined.objects.values_list("question__code", flat=True)
    assert sorted(marks) == sorted(groups[0].facts)
    forged = {"code": f"{facts[-1]},Q99", "key": uuid.uuid4()}
    client.post(url, forged)
    assert Examined.objects.count() == len(groups[0].facts)  # all or none


def test_a_mark_leads_to_the_end_when_nothing_is_left():
    scene = make_scene("under_review")
    codes = to_read(programme(scene))
    for code in codes[:-1]:
        mark(scene, code)
    url = reverse("assessments:examined_mark", args=[scene.assessment.pk])
    posted = {"code": codes[-1], "key": uuid.uuid4()}
    answer = signed_in(scene.reviewer).post(f"{url}?order=form&all=1", posted)
    page = reverse("assessments:read_assessment", args=[scene.assessment.pk])
    assert answer.url == f"{page}?order=form&all=1#read-end"


def test_one_question_across_programmes_folds_as_the_programmes_do():
    scene = make_scene("under_review", programmes=2)
    scene.send_return()
    resubmit(scene, "Court-yard meetings.")
    scene.claim()
    page = reverse("assessments:read_question", args=[scene.submission.pk, "Q8"])
    found = signed_in(scene.reviewer).get(page).context["reading"]
    assert [entry.folded for entry in found.entries] == [False, True]
    pages = [programme(scene, place=place) for place in range(2)]
    assert [entry.folded for entry in found.entries] == [
        "Q8" in [row.code for row in view.folded] for view in pages
    ]
    assert found.progress == Progress(2, 1, 0)
    plain = signed_in(scene.coordinator).get(page).context["reading"]
    assert not any(entry.folded for entry in plain.entries)


def test_who_does_not_review_reads_everything_unfolded():
    scene = make_scene("returned")
    resubmit(scene, "Court-yard meetings.")
    found = programme(scene, "coordinator")
    assert not found.folded
    assert [row.code for row in found.questions if row.changed] == ["Q8"]
    page = reverse("assessments:read_assessment", args=[scene.assessment.pk])
    html = signed_in(scene.coordinator).get(page).content.decode()
    assert "answers to read" not in html
    assert "Court-yard meetings." in html
