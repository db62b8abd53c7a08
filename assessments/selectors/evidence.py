"""What supports the answers: of a draft, and as a packet names it; claimed and verified apart (13, 45)."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from assessments.enums import EvidenceKind, EvidenceVerdict
from assessments.models import Assessment, Evidence
from nsss_gender.accounts.models import User


@dataclass(frozen=True)
class EvidenceCount:
    """Two numbers that are never added: what was claimed, and what of it was verified."""

    claimed: int
    verified: int


@dataclass(frozen=True)
class PacketEvidence:
    """One piece of evidence as a packet froze it, with what the reviewer found since."""

    row: Evidence
    entry: Mapping[str, Any]

    @property
    def pk(self) -> uuid.UUID:
        return self.row.pk

    @property
    def kind(self) -> str:
        return str(self.entry["kind"])

    @property
    def word(self) -> str:
        """The kind in words."""
        return str(EvidenceKind(self.kind).label)

    @property
    def title(self) -> str:
        return str(self.entry["title"])

    @property
    def page(self) -> str:
        return str(self.entry["page"])

    @property
    def url(self) -> str:
        return str(self.entry["url"])

    @property
    def statement(self) -> str:
        return str(self.entry["statement"])

    @property
    def file_name(self) -> str:
        return str(self.entry["name"])

    @property
    def kilobytes(self) -> int:
        """The size of the file, rounded up."""
        return -(-int(self.entry["size"]) // 1024)


def counted(rows: Iterable[Evidence]) -> EvidenceCount:
    """Claimed and verified of the rows that are not withdrawn."""
    standing = [row for row in rows if row.withdrawn_at is None]
    verified = [row for row in standing if row.verdict == EvidenceVerdict.VERIFIED]
    return EvidenceCount(len(standing), len(verified))


def evidence_rows(assessment: Assessment) -> QuerySet[Evidence]:
    """All evidence of an assessment's draft, withdrawn too, in the order of the form."""
    return assessment.evidence.select_related(
        "question", "created_by", "withdrawn_by", "verdict_by"
    )


def evidence_by_question(assessment: Assessment) -> dict[str, list[Evidence]]:
    """The draft's standing evidence by question code; one query."""
    found: dict[str, list[Evidence]] = {}
    for row in evidence_rows(assessment).filter(withdrawn_at=None):
        found.setdefault(row.question.code, []).append(row)
    return found


def packet_evidence(entry: Mapping[str, Any]) -> dict[str, list[PacketEvidence]]:
    """The evidence that one assessment's ``entry`` in a packet names, by question code; one query."""
    return packets_evidence([entry])[0]


def packets_evidence(
    entries: Sequence[Mapping[str, Any]],
) -> list[dict[str, list[PacketEvidence]]]:
    """The same for several assessments, still in one query (none where nothing is named)."""
    named = [entry.get("evidence", {}) for entry in entries]
    keys = [item["id"] for by_code in named for items in by_code.values() for item in items]
    rows = Evidence.objects.filter(pk__in=keys).select_related("question", "verdict_by")
    standing = {str(row.pk): row for row in rows} if keys else {}
    return [
        {
            code: [PacketEvidence(standing[item["id"]], item) for item in items]
            for code, items in by_code.items()
        }
        for by_code in named
    ]


def evidence_visible(user: User) -> QuerySet[Evidence]:
    """Evidence of assessments that the user may know of; whether to read it is asked beside."""
    visible = Assessment.objects.visible_to(user).values("pk")
    return Evidence.objects.filter(assessment__in=visible).select_related(
        "question",
        "assessment__programme",
        "assessment__submission__round__questionnaire",
        "assessment__submission__ministry",
    )
