"""Who reads what supports an answer: those who may read the answer, nobody else (law 2)."""

from django.utils.translation import gettext as _

from assessments.models import Evidence, StrategyFile
from assessments.models.packet import Packet
from assessments.permissions.reading import can_read_packet
from assessments.permissions.reviewing import can_review
from assessments.permissions.writing import can_edit, can_read_draft, can_read_report
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import Verdict, no


def can_read_evidence(user: User, evidence: Evidence) -> Verdict:
    """The ministry's own people by the draft; others only what the last packet names (13)."""
    assessment = evidence.assessment
    own = can_read_draft(user, assessment)
    if own:
        return own
    verdict = can_read_packet(user, assessment.submission, assessment)
    if verdict and not _named(evidence):
        return no(_("This evidence was not submitted."), verdict.seat)
    return verdict


def can_withdraw_evidence(user: User, evidence: Evidence) -> Verdict:
    """Whoever may change the answer may withdraw what supports it."""
    verdict = can_edit(user, evidence.assessment, [evidence.question.code])
    if verdict and evidence.withdrawn_at:
        return no(_("This is withdrawn already."), verdict.seat)
    return verdict


def can_judge_evidence(user: User, evidence: Evidence) -> Verdict:
    """The reviewer who holds the report says whether submitted evidence could be verified (13)."""
    verdict = can_review(user, evidence.assessment.submission)
    if verdict and not _named(evidence):
        return no(_("This evidence was not submitted."), verdict.seat)
    return verdict


def can_read_strategy_file(user: User, file: StrategyFile) -> Verdict:
    """A document of the ministry's own: its focal point by the draft, others by the last packet."""
    submission = file.strategy.submission
    own = can_read_report(user, submission)
    if own:
        return own
    verdict = can_read_packet(user, submission)
    packet = Packet.objects.filter(submission=submission).order_by("-number").first()
    rows = packet.data["strategies"] if packet else ()
    named = {item["id"] for row in rows for item in row.get("files", ())}
    if verdict and str(file.pk) not in named:
        return no(_("This document was not submitted."), verdict.seat)
    return verdict


def _named(evidence: Evidence) -> bool:
    """Whether the last packet names it."""
    packets = Packet.objects.filter(submission=evidence.assessment.submission_id)
    packet = packets.order_by("-number").first()
    entry = packet.assessments.get(str(evidence.assessment_id)) if packet else None
    rows = (entry or {}).get("evidence", {}).get(evidence.question.code, ())
    return str(evidence.pk) in {row["id"] for row in rows}
