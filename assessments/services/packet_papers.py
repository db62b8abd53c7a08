"""Evidence as a packet names it: enough to find the file and to prove that it is the same (13)."""

import uuid
from typing import Any

from assessments.models import Evidence, Submission

# assessment → question code → what supports the answer
ByQuestion = dict[str, list[dict[str, Any]]]


def evidence_content(submission: Submission) -> dict[uuid.UUID, ByQuestion]:
    """The standing evidence of every assessment, by question; without what a reviewer found."""
    rows = Evidence.objects.filter(assessment__submission=submission, withdrawn_at=None)
    found: dict[uuid.UUID, ByQuestion] = {}
    for row in rows.select_related("question").order_by("question__position", "created_at", "pk"):
        by_question = found.setdefault(row.assessment_id, {})
        by_question.setdefault(row.question.code, []).append(_evidence(row))
    return found


def _evidence(row: Evidence) -> dict[str, Any]:
    fields = ("kind", "title", "page", "url", "statement", "sha256", "size", "media_type")
    return {
        "id": str(row.pk),
        **{name: getattr(row, name) for name in fields},
        "name": row.file_name,
    }
