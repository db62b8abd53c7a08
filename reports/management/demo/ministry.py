"""What the ministries do in the demonstration, each act through the services that people use."""

import datetime as dt

from django.utils import timezone

from assessments.enums import (
    CommentKind,
    ConsultedKind,
    EvidenceKind,
    ReplyOutcome,
    Stance,
    StrategyKind,
)
from assessments.enums import StrategyState as State
from assessments.models import Answer, Assessment, Commitment, ReviewComment, Submission
from assessments.models.answer import draft_sheet
from assessments.models.clearance import printed_code
from assessments.selectors.contradictions import contradictions_of
from assessments.services import listing, reports, submissions
from assessments.services.answers import Draft, answers_save
from assessments.services.citations import citations_save
from assessments.services.consulting import waiver_record
from assessments.services.evidence import Support, evidence_add
from assessments.services.explanations import explanation_save
from assessments.services.packets import draft_digest
from assessments.services.partners import statement_save
from assessments.services.replies import reply_save
from assessments.services.supplements import Chosen, supplement_open
from nsss_gender.accounts.models import User
from reports.management.demo.answers import MISSING, answers_fill
from reports.management.demo.people import key
from reports.management.demo.scene import Scene

ENDED = "Demo text: the programme was merged into the Mother and Child Benefit Programme."
MERGED = "P025"
REPLY = "Demo text: the department was asked again, and this is its answer."
SAID_ANEW = (
    "Demo text: how it stands with “Social norms” in this programme: courtyard meetings on early "
    "marriage and dowry were begun in four unions; women and men were asked in March."
)
DISSENT = "Demo text: the offices are too far away for the women of the chars."
DISSENTING, WAIVED = ("M22",), ("M11",)  # whom the consulted oppose; who consulted nobody
EXPLAINED = 2  # of so many programmes of each ministry one contradiction is explained
HALF = 4  # so many of the eight judged items are answered where a programme is half done
NOT_BEGUN = 2  # of every three programmes the last one


def begun(scene: Scene, ministry: str) -> None:
    """The list of programmes is confirmed; nothing is answered yet."""
    listing.list_confirm(submission=scene.submission(ministry), by=scene.focal(ministry))


def part_filled(scene: Scene, ministry: str) -> None:
    """Every third programme is done, every third one half, and the others not begun."""
    begun(scene, ministry)
    for place, assessment in enumerate(scene.assessments(ministry)):
        if place % 3 != NOT_BEGUN:
            answers_fill(assessment, scene.focal(ministry), most=(None, HALF)[place % 3])


def filled(scene: Scene, ministry: str) -> None:
    """Everything that a clearance asks for, and evidence behind the first programme."""
    by = scene.focal(ministry)
    begun(scene, ministry)
    for assessment in scene.assessments(ministry):
        if assessment.programme.code == MERGED:
            reports.not_assessed_set(assessment=assessment, reason=ENDED, by=by)
        else:
            answers_fill(assessment, by)
    for kind in StrategyKind.values:
        _strategy(scene.submission(ministry), kind, by)
    for place, assessment in enumerate(scene.assessments(ministry)):
        _cited(assessment, by, covered=place % 2 == 0)
    _proved(scene.assessments(ministry)[0], by)
    for assessment in scene.assessments(ministry)[:EXPLAINED]:
        _explained(assessment, by)
    if ministry in WAIVED:
        _waived(scene.submission(ministry), by)
    else:
        _consulted(scene.submission(ministry), by)


def cleared(scene: Scene, ministry: str) -> None:
    """The authority has signed exactly this draft."""
    submission = scene.submission(ministry)
    signed = submissions.Signed(
        name="Demo Joint Secretary",
        post="Demo post: Joint Secretary",
        memo_number=f"DEMO-{ministry}-{submission.packets.count() + 1:02}",
        cleared_on=timezone.localdate(),
        code=printed_code(draft_digest(submission)),
    )
    submissions.submission_clear(submission=submission, signed=signed, by=scene.focal(ministry))


def sent(scene: Scene, ministry: str) -> None:
    """Signed and submitted on the same day."""
    cleared(scene, ministry)
    submissions.submission_submit(submission=scene.submission(ministry), by=scene.focal(ministry))


def sent_nil(scene: Scene, ministry: str) -> None:
    """A nil report: the ministry runs no programme of social security."""
    signed = submissions.Signed(
        name="Demo Joint Secretary",
        post="Demo post: Joint Secretary",
        memo_number=f"DEMO-{ministry}-NIL",
        cleared_on=timezone.localdate(),
        nil_statement="Demo text: the ministry runs no social-security programme of its own.",
    )
    by = scene.focal(ministry)
    submissions.submission_clear(submission=scene.submission(ministry), signed=signed, by=by)
    submissions.submission_submit(submission=scene.submission(ministry), by=by)


def recalled(scene: Scene, ministry: str) -> None:
    submissions.submission_recall(
        submission=scene.submission(ministry),
        reason="Demo text: one programme still lacks the answer of the department.",
        by=scene.focal(ministry),
    )


def answered(scene: Scene, ministry: str) -> None:
    """Every comment has its reply: the first proposed answer is agreed to, the next one not."""
    by = scene.focal(ministry)
    outcomes = iter((ReplyOutcome.AGREED, ReplyOutcome.DIFFERS))
    for comment in scene.comments(ministry):
        outcome = next(outcomes) if comment.proposed else ReplyOutcome.ADDRESSED
        reply_save(comment=comment, base=0, outcome=outcome, text=REPLY, by=by)
        if outcome == ReplyOutcome.AGREED:
            _written(comment, {"missing": MISSING[0]}, by)
        elif comment.kind == CommentKind.MUST_FIX:
            _written(comment, {"text": SAID_ANEW}, by)


def _written(comment: ReviewComment, values: dict[str, str], by: User) -> None:
    """Who agrees to "partly" still says what is missing; who has to mend a text writes it anew."""
    code = comment.question.code
    answer = Answer.objects.get(assessment=comment.assessment, question=comment.question)
    draft = Draft(base=answer.last_number, values=values)
    token = key(f"completed {comment.pk}")
    answers_save(assessment=comment.assessment, drafts={code: draft}, token=token, by=by)


def dissented(scene: Scene, ministry: str) -> None:
    """A partner says that it sees its shared programmes another way than the lead."""
    by = scene.focal(ministry)
    for assessment in Assessment.objects.shared_with(by).select_related(
        "programme", "submission__round__questionnaire"
    ):
        values = {
            "component": "Demo text: the part for returned migrants.",
            "stance": "dissent",
            "said": "Demo text: in our part women were asked first; the answer to Q8 is too low.",
            "answers": {"Q8": {"judgement": "yes", "text": "Demo text: groups of women meet."}},
        }
        name = key(f"statement {ministry} {assessment.programme.code}")
        statement_save(assessment=assessment, key=name, base=0, values=values, by=by)


def supplemented(scene: Scene, ministry: str) -> None:
    """A figure of an accepted report is corrected in a supplement, which is being written."""
    chosen = Chosen(
        reason="Demo text: the number of women trained was counted again.",
        corrections={scene.assessments(ministry)[0].programme_id},
    )
    supplement_open(
        submission=scene.submission(ministry),
        key=key(f"supplement {ministry}"),
        chosen=chosen,
        by=scene.focal(ministry),
    )


def _strategy(submission: Submission, kind: str, by: User) -> None:
    own = kind == StrategyKind.GENDER_STRATEGY
    values = {
        "state": State.EXISTS if own else State.NONE,
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


def _proved(assessment: Assessment, by: User) -> None:
    """A link behind one answer and a statement behind another."""
    link = Support(
        EvidenceKind.LINK,
        title="Demo text: guideline of the programme",
        page="12",
        url="https://demo.example/guideline",
    )
    told = Support(
        EvidenceKind.STATEMENT,
        title="Demo text: note of the department",
        statement="Demo text: the department confirms that the training was held.",
    )
    for code, support in (("Q6b", link), ("Q9", told)):
        name = key(f"evidence {assessment.programme.code} {code}")
        evidence_add(assessment=assessment, code=code, key=name, support=support, by=by)


def _explained(assessment: Assessment, by: User) -> None:
    """Why the first contradiction of a programme is none; the others stay open."""
    for found in contradictions_of(assessment, draft_sheet(assessment))[:1]:
        text = "Demo text: both are right, because the guideline changed in the middle of the year."
        explanation_save(assessment=assessment, rule=found.code, base=0, text=text, by=by)


def _waived(submission: Submission, by: User) -> None:
    waiver_record(
        submission=submission,
        key=key(f"waiver {submission.ministry.code}"),
        reason="Demo text: the flood closed the roads; the consultation follows next quarter.",
        memo_number="DEMO-WAIVER-01",
        by=by,
    )


def _consulted(submission: Submission, by: User) -> None:
    opposed = submission.ministry.code in DISSENTING
    values = {
        "kind": ConsultedKind.BENEFICIARIES,
        "who": "Demo text: women and men of two unions",
        "held_on": timezone.localdate() - dt.timedelta(days=3),
        "women": 14,
        "men": 6,
        "said": DISSENT
        if opposed
        else "Demo text: meetings should be held where children can come.",
        "stance": Stance.DISSENT if opposed else Stance.CONCUR,
    }
    name = key(f"consultation {submission.ministry.code}")
    reports.consultation_add(submission=submission, key=name, values=values, by=by)
