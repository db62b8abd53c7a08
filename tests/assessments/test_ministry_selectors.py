"""The grid, the next click, hand-outs, and a score as a reader sees it."""

import datetime as dt

import pytest

from assessments.models import Answer
from assessments.models.answer import draft_sheet
from assessments.schema import load
from assessments.selectors import handed, history, ministry, moves, sending
from assessments.selectors.listing import set_aside
from assessments.selectors.next_step import next_step
from assessments.selectors.score import score_view
from assessments.selectors.shown import fields_shown, options, suggestion
from assessments.services.listing import list_confirm
from assessments.services.reports import not_assessed_set
from assessments.sheet import Given, Sheet
from assessments.workflow import SUBMISSION
from programmes.models import LifecycleStage
from tests.assessments.factories import (
    answers_fill,
    answers_save,
    consultation_add,
    hand_out,
    make_scene,
    questionnaire_text,
    strategies_save,
)

SCHEMA = load(questionnaire_text())


def sheet(**judgements):
    """A sheet of judged items; "no/now" gives judgement and feasibility, parts follow."""
    given = {}
    for code, said in judgements.items():
        judgement, _slash, feasibility = said.partition("/")
        question = SCHEMA.question(code)
        own = "" if question.parts else judgement
        given[code] = Given(judgement=own, feasibility=feasibility, reason="Because.")
        for index, part in enumerate(question.parts):
            partly = "no" if index else "yes"
            given[part.code] = Given(judgement=partly if judgement == "partly" else judgement)
    return Sheet(SCHEMA, given)


def link(section, code):
    return f"/{section}#{code}"


ALL = ("Q5", "Q6a", "Q6b", "Q7", "Q8", "Q9", "Q10", "Q11")


def test_a_score_names_the_answer_each_condition_rests_on():
    view = score_view(sheet(**dict.fromkeys(ALL, "yes")), link)
    assert view.current == view.of == 7
    assert (view.top, view.level.label) == (True, "Transformative")
    condition = view.levels[2].conditions[1]
    assert [answer.code for answer in condition.answers] == ["Q7", "Q9"]
    assert (
        condition.text == "“Social capital and voice” or “Training” is answered “yes” or “partly”."
    )
    assert condition.answers[0].url == "/voice#Q7"
    assert (view.changes, view.blocked) == ((), ())


def test_a_score_gives_all_smallest_ways_to_the_next_level():
    view = score_view(sheet(**dict.fromkeys(ALL, "no/now")), link)
    assert view.level.number == 1
    assert [[answer.code for answer in chosen] for chosen in view.changes] == [
        [code] for code in ALL[1:]
    ]
    assert view.ceiling.number == 4


def test_a_level_out_of_reach_names_what_is_in_the_way_with_its_reason():
    answers = dict.fromkeys(ALL, "yes") | {"Q7": "no/not_possible"}
    view = score_view(sheet(**answers), link)
    assert [(answer.code, answer.reason) for answer in view.blocked] == [("Q7", "Because.")]
    assert view.blocked[0].feasibility == "Not possible"
    assert view.constraints == view.blocked
    assert view.ceiling.number == view.level.number == 3


def test_an_open_draft_says_which_answers_are_missing():
    view = score_view(sheet(Q8="yes"), link)
    assert [answer.code for answer in view.unanswered] == [c for c in ALL if c != "Q8"]
    assert view.graduation.word == "not answered"
    assert view.of == 1


def test_the_reason_why_points_and_level_differ_is_said():
    low = score_view(
        sheet(Q6b="yes", Q7="partly", Q10="partly", Q6a="no", Q8="no", Q9="no", Q11="no"), link
    )
    assert "less than half of the points" in low.why
    high = score_view(sheet(**{code: "yes" for code in ALL if code != "Q8"}, Q8="no/later"), link)
    assert "at least one of them is missing" in high.why


# ── The grid ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_a_section_is_complete_begun_or_not_begun():
    scene = make_scene()
    answers_save(scene.assessment, {"Q8": {"judgement": "partly"}}, by=scene.focal)
    answers_save(scene.assessment, {"Q5": {"judgement": "yes"}}, by=scene.focal)
    row = ministry.report(scene.submission).rows[0]
    states = {cell.section.code: (cell.state, cell.missing) for cell in row.cells}
    assert states["norms"] == ("begun", 2)
    assert states["graduation"] == ("done", 0)
    assert states["voice"] == ("todo", 4)
    assert (row.done, row.required) == (1, 17)


@pytest.mark.django_db
def test_a_programme_not_assessed_counts_as_nothing_missing():
    scene = make_scene()
    not_assessed_set(assessment=scene.assessment, reason="It ended.", by=scene.focal)
    report = ministry.report(scene.submission)
    assert {cell.state for cell in report.rows[0].cells} == {"not_assessed"}
    assert {block.area for block in report.blocks} == {"strategy", "consultation"}
    assert [row.assessment.pk for row in set_aside(scene.submission)["unassessed"]] == [
        scene.assessment.pk
    ]


@pytest.mark.django_db
def test_a_return_marks_the_section_with_the_point():
    scene = make_scene("returned")
    report = ministry.report(scene.submission)
    marked = [cell.section.code for cell in report.rows[0].cells if cell.state == "points"]
    assert (marked, report.points_open) == (["norms"], 1)


@pytest.mark.django_db
def test_the_next_click_goes_through_the_work_in_order():
    scene = make_scene()

    def click():
        step = next_step(ministry.report(scene.submission))
        return step.label if step else ""

    assert click() == "Confirm the list"
    list_confirm(submission=scene.submission, by=scene.focal)
    assert click() == "Go on with the answers"
    answers_fill(scene.assessment, scene.focal)
    assert click() == "Own gender strategy and action plan"
    strategies_save(scene.submission, scene.focal)
    assert click() == "Record a consultation"
    consultation_add(scene.submission, scene.focal)
    assert click() == "Record the clearance"
    scene.clear()
    assert click() == "Submit the report"


@pytest.mark.django_db
def test_every_move_that_somebody_is_told_of_has_its_words():
    decided = {"claim_accepted", "claim_declined", "lead_decided", "lead_gained"}
    decided |= {"proposal_confirmed", "proposal_merged"}
    decided |= {"extension_granted", "extension_refused", "extension_given"}
    decided |= {"assign", "acted_for", "round_opened"}
    decided |= {"reminder", "reminder_late", "officer_told"}
    decided |= {"hand_out_due", "hand_out_late", "link_due", "link_late"}
    assert {row.name for row in SUBMISSION} | decided == set(moves.MOVES)


@pytest.mark.django_db
def test_days_left_do_not_count_the_weekly_holidays():
    submission = make_scene().submission
    submission.round.deadline_at = dt.datetime(2019, 2, 14, 17, tzinfo=dt.UTC)
    standing = ministry.deadline(submission, dt.datetime(2019, 2, 7, 6, tzinfo=dt.UTC))
    assert (standing.late, standing.working_days) == (False, 5)


@pytest.mark.django_db
def test_handed_out_work_is_listed_with_its_state():
    scene = make_scene(programmes=2)
    for assessment in scene.assessments:
        hand_out(assessment, scene.contributor, scene.focal)
    found = handed.handed_states(handed.handed_to(scene.contributor))
    assert [item.next_url.rsplit("/", 2)[1] for item in found] == ["identification"] * 2
    assert handed.handed_to(scene.stranger) == []


# ── Words ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_an_answer_is_shown_in_words_with_the_question_s_own_labels():
    question = SCHEMA.question("Q8")
    given = Given(judgement="no", feasibility="later", missing="Money.")
    shown = [(row.label, row.value, row.typed) for row in fields_shown(question, given, ())]
    assert question.missing
    assert question.follow_up
    assert shown == [
        ("Answer", "No", False),
        (question.missing.en, "Money.", True),
        (question.follow_up.en, "Later", False),
    ]


@pytest.mark.django_db
def test_the_register_offers_its_lists_and_suggests_its_facts():
    scene = make_scene()
    old = LifecycleStage.objects.get(code="old_age")
    programme = scene.programmes[0]
    programme.stages.add(old)
    programme.start_fy = "1997-98"
    assert options(SCHEMA.question("Q4.stages")) == [("old_age", "Old age")]
    assert suggestion(SCHEMA.question("Q4.stages"), programme) == {"choices": ["old_age"]}
    assert suggestion(SCHEMA.question("Q3.start"), programme) == {"text": "1997-98"}
    assert suggestion(SCHEMA.question("Q3.end"), programme) == {}
    assert suggestion(SCHEMA.question("Q4.approach"), programme) == {}
    codes = [code for code, _name in options(SCHEMA.question("Q12"), leave_out=scene.ministry.code)]
    assert scene.ministry.code not in codes
    assert scene.other_ministry.code in codes


@pytest.mark.django_db
def test_history_lists_versions_newest_first():
    scene = make_scene()
    for text in ("One.", "Two."):
        answers_save(scene.assessment, {"Q8": {"text": text}}, by=scene.focal)
    answer = Answer.objects.get(question__code="Q8")
    views = history.versions(answer, SCHEMA)
    assert [(view.version.number, view.stands) for view in views] == [(2, True), (1, False)]
    assert draft_sheet(scene.assessment)["Q8"].text == "Two."
    assert history.asked(SCHEMA, "Q7.1").code == "Q7.1"
    assert history.asked(SCHEMA, "Q3.start").code == "Q3.start"


@pytest.mark.django_db
def test_blocks_are_grouped_by_programme():
    scene = make_scene(programmes=2)
    groups = sending.block_groups(scene.submission)
    assert [group.assessment for group in groups] == [None, *scene.assessments]
    assert sending.submitting(scene.submission) == "submit"
