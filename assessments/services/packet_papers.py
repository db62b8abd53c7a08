"""Evidence and own documents as a packet names them: enough to find a file and to prove it (13, 100)."""

import uuid
from typing import Any

from assessments.models import Citation, Evidence, OwnStrategy, Submission

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


def citations_content(submission: Submission) -> dict[uuid.UUID, list[str]]:
    """The standing commitments that every assessment cites (100)."""
    rows = Citation.objects.filter(
        assessment__submission=submission, commitment__withdrawn_at=None
    ).order_by("commitment__strategy__kind", "commitment__position")
    found: dict[uuid.UUID, list[str]] = {}
    for assessment, commitment in rows.values_list("assessment_id", "commitment_id"):
        found.setdefault(assessment, []).append(str(commitment))
    return found


def strategies_content(submission: Submission) -> list[dict[str, Any]]:
    """The ministry's own documents with their commitments and files, each by its id (100)."""
    rows = submission.strategies.prefetch_related("listed", "files")
    return [_strategy(row) for row in rows]


def _strategy(row: OwnStrategy) -> dict[str, Any]:
    fields = ("kind", "state", "title", "reference", "commitments")
    return {
        **{name: getattr(row, name) for name in fields},
        "listed": [
            {"id": str(line.pk), "text": line.text}
            for line in row.listed.all()
            if line.withdrawn_at is None
        ],
        "files": [
            {
                "id": str(file.pk),
                "name": file.file_name,
                "media_type": file.media_type,
                "sha256": file.sha256,
                "size": file.size,
            }
            for file in row.files.all()
            if file.withdrawn_at is None
        ],
    }


def _evidence(row: Evidence) -> dict[str, Any]:
    fields = ("kind", "title", "page", "url", "statement", "sha256", "size", "media_type")
    return {
        "id": str(row.pk),
        **{name: getattr(row, name) for name in fields},
        "name": row.file_name,
    }
