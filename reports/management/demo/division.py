"""What the Cabinet Division does in the demonstration, each act through the services that people use."""

from assessments.enums import CommentKind, EvidenceVerdict, Feasibility, Judgement
from assessments.models import Assessment, Evidence
from assessments.services import reviews, submissions
from assessments.services.drafted import draft_add
from assessments.services.evidence import evidence_judge
from reports.management.demo.people import key
from reports.management.demo.scene import Scene

UNCLEAR = reviews.Remark(
    code="Q8",
    kind=CommentKind.MUST_FIX,
    text="Demo text: please say which practices are meant and who was asked.",
)
HALF_WAY = reviews.Remark(
    code="Q6a",
    kind=CommentKind.SUGGESTION,
    text="Demo text: the project document names empowerment as one aim among others.",
    proposed=Judgement.PARTLY,
    proposed_feasibility=Feasibility.NOW,
)
WHO_COUNTS = reviews.Remark(
    code="Q10",
    kind=CommentKind.QUESTION,
    text="Demo text: which office counts women and men, and how often?",
)
# Technical support drafts; the reviewer has not decided on it yet.
DRAFTED = reviews.Remark(
    code="Q9",
    kind=CommentKind.QUESTION,
    text="Demo text: which trades were taught, and how many women finished?",
)
FINDINGS = (
    (EvidenceVerdict.VERIFIED, ""),
    (EvidenceVerdict.NOT_VERIFIED, "Demo text: the note does not name the training."),
)


def claimed(scene: Scene, ministry: str) -> None:
    submissions.submission_claim(submission=scene.submission(ministry), by=scene.reviewer)


def commented(scene: Scene, ministry: str) -> None:
    """Points in the first three programmes, if there are as many; the others are settled."""
    remarks = ((UNCLEAR, HALF_WAY), (HALF_WAY,), (WHO_COUNTS,))
    rows = scene.assessments(ministry)
    for place, (assessment, said) in enumerate(zip(rows, remarks, strict=False)):
        for remark in said:
            name = key(f"comment {ministry} {place} {remark.code}")
            reviews.comment_add(assessment=assessment, key=name, remark=remark, by=scene.reviewer)
    for assessment in rows[len(remarks) :]:
        _settled(scene, assessment)


def drafted(scene: Scene, ministry: str) -> None:
    """Technical support drafts a question on the first programme."""
    draft_add(
        assessment=scene.assessments(ministry)[0],
        key=key(f"draft {ministry}"),
        remark=DRAFTED,
        by=scene.people["technical-support"],
    )


def returned(scene: Scene, ministry: str) -> None:
    submissions.submission_return(
        submission=scene.submission(ministry),
        reason="Demo text: a few points; what is settled stays as it is.",
        by=scene.reviewer,
    )


def recommended(scene: Scene, ministry: str) -> None:
    """Every point is resolved, the evidence judged and every programme settled."""
    for comment in scene.comments(ministry):
        reviews.comment_resolve(comment=comment, by=scene.reviewer)
    _judged(scene, ministry)
    for assessment in scene.assessments(ministry):
        _settled(scene, assessment)
    submissions.submission_recommend(
        submission=scene.submission(ministry),
        recommendation="Demo text: complete and consistent; it can be accepted.",
        by=scene.reviewer,
    )


def accepted(scene: Scene, ministry: str) -> None:
    submissions.submission_accept(submission=scene.submission(ministry), by=scene.approver)


def taken(scene: Scene, ministry: str) -> None:
    """Read, recommended and accepted without a point."""
    claimed(scene, ministry)
    recommended(scene, ministry)
    accepted(scene, ministry)


def _settled(scene: Scene, assessment: Assessment) -> None:
    if not assessment.not_assessed:
        reviews.assessment_settle(assessment=assessment, by=scene.reviewer)


def _judged(scene: Scene, ministry: str) -> None:
    """One piece of evidence is verified, the other one could not be."""
    rows = Evidence.objects.filter(
        assessment__submission=scene.submission(ministry), withdrawn_at=None
    )
    ordered = rows.select_related("assessment__submission", "question").order_by("question__code")
    for place, evidence in enumerate(ordered):
        verdict, note = FINDINGS[place % len(FINDINGS)]
        evidence_judge(evidence=evidence, verdict=verdict, note=note, by=scene.reviewer)
