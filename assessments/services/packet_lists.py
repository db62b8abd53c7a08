"""The list of programmes and its partners as a packet holds them (101, 103).

Without the state of a claim: what an administrator decides later must not void a clearance.
"""

from typing import Any

from assessments.enums import ClaimKind
from assessments.models import ListClaim, PartnerStatement, Submission
from assessments.selectors.shared import silent_partners
from nsss_gender.accounts.models import Ministry
from programmes.models import Programme


def listing_content(submission: Submission) -> list[dict[str, Any]]:
    """Every claim that counts, "ours" apart, by programme; left-out programmes by name."""
    claims = ListClaim.objects.holding().exclude(kind=ClaimKind.OURS)
    rows = (
        claims.filter(assessment__submission=submission, ministry=submission.ministry)
        .select_related("assessment__programme", "other_ministry", "other_programme")
        .prefetch_related("partners")
        .order_by("assessment__programme__code", "created_at")
    )
    return [_claim(row) for row in rows]


def partners_content(submission: Submission) -> list[dict[str, Any]]:
    """What partner ministries said of the shared programmes; beside the answers, never scored (103)."""
    rows = PartnerStatement.objects.filter(
        assessment__submission=submission, assessment__left_out=False
    )
    rows = rows.select_related("ministry", "assessment__programme").prefetch_related(
        "answers__question"
    )
    return [
        {
            "assessment": str(row.assessment_id),
            "ministry": _named(row.ministry),
            "number": row.number,
            **row.values(),
        }
        for row in rows.order_by("assessment__programme__code", "ministry__order")
    ]


def partners_silent(submission: Submission) -> list[dict[str, Any]]:
    """The partners of today that said nothing; named in a packet beside what a clearance is of."""
    return [
        {"assessment": str(assessment.pk), "ministry": _named(ministry)}
        for assessment, ministry in silent_partners(submission)
    ]


def proposed_programmes(submission: Submission) -> list[str]:
    """The assessments of programmes that an administrator has not confirmed yet (101).

    Beside what a clearance is of, so that a confirmation in the register does not void it.
    """
    rows = submission.assessments.listed().filter(programme__proposed=True)
    return [str(key) for key in rows.order_by("programme__code").values_list("pk", flat=True)]


def _claim(row: ListClaim) -> dict[str, Any]:
    return {
        "assessment": str(row.assessment_id),
        "programme": _named(row.assessment.programme),
        "left_out": row.assessment.left_out,
        "kind": row.kind,
        "other_ministry": _named(row.other_ministry),
        "other_programme": _named(row.other_programme),
        "partners": [_named(ministry) for ministry in row.partners.all()],
        "day": row.day.isoformat() if row.day else "",
        "name_en": row.name_en,
        "name_bn": row.name_bn,
        "note": row.note,
    }


def _named(row: Ministry | Programme | None) -> dict[str, str] | None:
    return {"code": row.code, "name_en": row.name_en, "name_bn": row.name_bn} if row else None
