"""The list of programmes as a packet holds it: what the ministry says of each (101).

Without the state of a claim: what an administrator decides later must not void a clearance.
"""

from typing import Any

from assessments.enums import ClaimKind
from assessments.models import ListClaim, Submission
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
