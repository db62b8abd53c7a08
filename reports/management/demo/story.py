"""How far each ministry has come in the demonstration, step by step through the services."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from assessments.deadlines import DHAKA, Calendar
from assessments.enums import (
    CommentKind,
    ConsultedKind,
    Feasibility,
    Judgement,
    Stance,
    StrategyKind,
    StrategyState,
)
from assessments.models import Assessment, Commitment, Questionnaire, Round, Submission
from assessments.models.clearance import printed_code
from assessments.services import listing, reports, reviews, rounds, submissions
from assessments.services.citations import citations_save
from assessments.services.packets import draft_digest
from nsss_gender.accounts.models import User
from reports.management.demo.answers import PATTERNS, answers_fill
from reports.management.demo.people import key
from reports.models import ActionPlan
from reports.services.plans import plan_refresh, plan_start

TITLES = ("Demo round", "নমুনা পর্ব")
DAYS = 14
FIVE = dt.time(17)
ENDED = "Demo text: the programme was merged into the Mother and Child Benefit Programme."
MERGED = "P025"


@dataclass(frozen=True)
class Story:
    """The round and the people of the demonstration."""

    round: Round
    people: Mapping[str, User]

    def submission(self, ministry: str) -> Submission:
        """A ministry's report, as it stands now."""
        rows = Submission.objects.select_related("round__questionnaire", "ministry")
        return rows.get(round=self.round, ministry__code=ministry, number=0)

    def assessments(self, ministry: str) -> list[Assessment]:
        """The programmes of a ministry's report, by their codes, as they stand now."""
        rows = Assessment.objects.filter(submission=self.submission(ministry))
        return list(
            rows.select_related(
                "programme", "submission__round__questionnaire", "submission__ministry"
            )
            .prefetch_related("programme__stages", "programme__groups")
            .order_by("programme__code")
        )


def round_load(questionnaire: Questionnaire, people: Mapping[str, User]) -> Round:
    """The open demo round; its deadline is a working day about two weeks from now, at 17:00."""
    by = people["administrator"]
    day = Calendar().next_working_day(timezone.localdate() + dt.timedelta(days=DAYS))
    made = rounds.round_create(
        key=key("round"),
        titles=TITLES,
        questionnaire=questionnaire,
        deadline_at=dt.datetime.combine(day, FIVE, tzinfo=DHAKA),
        consultation_minimum=1,
        by=by,
    )
    return rounds.round_open(round_=made, by=by)


def tell(story: Story) -> None:
    """One ministry accepted, one returned, one submitted, one at work; and the plan drafted."""
    _accepted(story, "M02", "focal-mowca")
    _returned(story, "M07", "focal-lgd")
    _submitted(story, "M18", "focal-mofood")
    _at_work(story, "M01", "focal-mosw", "contributor-mosw")
    plan_load(story)


def plan_load(story: Story) -> ActionPlan:
    """The plan of the round with the rows of everything that is settled."""
    reviewer = story.people["reviewer"]
    plan = plan_start(round_=story.round, by=reviewer)
    plan_refresh(plan=plan, by=reviewer)
    return plan


def _accepted(story: Story, ministry: str, focal: str) -> None:
    _submitted(story, ministry, focal)
    reviewer = story.people["reviewer"]
    submissions.submission_claim(submission=story.submission(ministry), by=reviewer)
    for assessment in story.assessments(ministry):
        if not assessment.not_assessed:
            reviews.assessment_settle(assessment=assessment, by=reviewer)
    submissions.submission_recommend(
        submission=story.submission(ministry),
        recommendation="Demo text: complete and consistent; it can be accepted.",
        by=reviewer,
    )
    submissions.submission_accept(
        submission=story.submission(ministry), by=story.people["approver"]
    )


def _returned(story: Story, ministry: str, focal: str) -> None:
    """The first programme with a point to mend, the others settled; then returned."""
    _submitted(story, ministry, focal)
    reviewer = story.people["reviewer"]
    submissions.submission_claim(submission=story.submission(ministry), by=reviewer)
    first, *others = story.assessments(ministry)
    reviews.comment_add(
        assessment=first,
        key=key(f"comment {ministry}"),
        remark=reviews.Remark(
            code="Q8",
            kind=CommentKind.MUST_FIX,
            text="Demo text: please say which practices are meant and who was asked.",
        ),
        by=reviewer,
    )
    reviews.comment_add(
        assessment=first,
        key=key(f"proposal {ministry}"),
        remark=reviews.Remark(
            code="Q6a",
            kind=CommentKind.SUGGESTION,
            text="Demo text: the project document names empowerment as one aim among others.",
            proposed=Judgement.PARTLY,
            proposed_feasibility=Feasibility.NOW,
        ),
        by=reviewer,
    )
    for assessment in others:
        reviews.assessment_settle(assessment=assessment, by=reviewer)
    submissions.submission_return(
        submission=story.submission(ministry),
        reason="Demo text: one point in one programme; the rest is settled.",
        by=reviewer,
    )


def _submitted(story: Story, ministry: str, focal: str) -> None:
    by = story.people[focal]
    listing.list_confirm(submission=story.submission(ministry), by=by)
    _answered(story, ministry, by)
    for kind in StrategyKind.values:
        _strategy(story.submission(ministry), kind, by)
    for place, assessment in enumerate(story.assessments(ministry)):
        _cited(assessment, by, covered=place % 2 == 0)
    _consulted(story.submission(ministry), by)
    signed = submissions.Signed(
        name="Demo Joint Secretary",
        post="Demo post: Joint Secretary",
        memo_number=f"DEMO-{ministry}-01",
        cleared_on=timezone.localdate(),
        code=printed_code(draft_digest(story.submission(ministry))),
    )
    submissions.submission_clear(submission=story.submission(ministry), signed=signed, by=by)
    submissions.submission_submit(submission=story.submission(ministry), by=by)


def _answered(story: Story, ministry: str, by: User) -> None:
    for place, assessment in enumerate(story.assessments(ministry)):
        if assessment.programme.code == MERGED:
            reports.not_assessed_set(assessment=assessment, reason=ENDED, by=by)
        else:
            answers_fill(assessment, PATTERNS[place % len(PATTERNS)], by)


def _strategy(submission: Submission, kind: str, by: User) -> None:
    own = kind == StrategyKind.GENDER_STRATEGY
    values = {
        "state": StrategyState.EXISTS if own else StrategyState.NONE,
        "title": "Demo text: gender strategy of the ministry" if own else "",
        "reference": "DEMO-STRATEGY-01" if own else "",
        "commitments": "Demo text: half of all new supervisors are women" if own else "",
    }
    reports.strategy_save(submission=submission, kind=kind, base=0, values=values, by=by)


def _cited(assessment: Assessment, by: User, *, covered: bool) -> None:
    """Every second programme carries out the demo commitment; the others say "not covered"."""
    listed = Commitment.objects.filter(strategy__submission=assessment.submission_id)
    keys = set(listed.values_list("pk", flat=True)) if covered else set()
    citations_save(assessment=assessment, seen=(), cited=keys, not_covered=not keys, by=by)


def _consulted(submission: Submission, by: User) -> None:
    values = {
        "kind": ConsultedKind.BENEFICIARIES,
        "who": "Demo text: women and men of two unions",
        "held_on": timezone.localdate() - dt.timedelta(days=3),
        "women": 14,
        "men": 6,
        "said": "Demo text: meetings should be held where children can come along.",
        "stance": Stance.CONCUR,
    }
    name = key(f"consultation {submission.ministry.code}")
    reports.consultation_add(submission=submission, key=name, values=values, by=by)


def _at_work(story: Story, ministry: str, focal: str, colleague: str) -> None:
    """One programme filled in, one handed to a colleague, nothing submitted."""
    by = story.people[focal]
    first, second, *_others = story.assessments(ministry)
    answers_fill(first, PATTERNS[0], by)
    reports.hand_out(
        assessment=second,
        key=key(f"hand out {ministry}"),
        seat=story.people[colleague].seats[0],
        due_on=timezone.localdate() + dt.timedelta(days=7),
        note="Demo text: please fill in the questions on training and data.",
        by=by,
    )
