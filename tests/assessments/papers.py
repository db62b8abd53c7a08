"""Evidence and the ministry's own documents, for tests."""

import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.models import (
    Assessment,
    Clearance,
    ClearanceScan,
    ConsultationWaiver,
    Evidence,
    OwnStrategy,
    Submission,
)
from assessments.services.consulting import waiver_record
from assessments.services.evidence import Support, evidence_add
from assessments.services.reports import consultation_withdraw, strategy_save
from assessments.services.scans import scan_attach
from nsss_gender.accounts.models import User
from nsss_gender.files import kinds
from nsss_gender.files.uploads import Upload
from tests.assessments.factories import Scene, fresh
from tests.files.samples import pdf


def upload(content: bytes | None = None, name: str = "demo.pdf") -> Upload:
    """A recognised PDF that came in under ``name``."""
    return Upload(SimpleUploadedFile(name, pdf() if content is None else content), kinds.PDF, name)


def evidence_make(
    assessment: Assessment, by: User, code: str = "Q8", *, kind: str = "file", **fields: Any
) -> Evidence:
    """A document, a link or a statement behind one answer."""
    things: dict[str, dict[str, Any]] = {
        "file": {"upload": upload()},
        "link": {"url": "https://example.org/report"},
        "statement": {"statement": "Seen on the field visit."},
    }
    given = {"title": "Project document", **things[kind]}
    key = fields.pop("key", None) or uuid.uuid4()
    support = Support(kind=kind, **(given | fields))
    return evidence_add(assessment=fresh(assessment), code=code, key=key, support=support, by=by)


def scan_make(clearance: Clearance, by: User, **fields: Any) -> ClearanceScan:
    """A scan of the signed print of a clearance."""
    key = fields.pop("key", None) or uuid.uuid4()
    found = upload(name="signed.pdf")
    return scan_attach(clearance=fresh(clearance), key=key, upload=found, by=by)


def strategy_make(submission: Submission, by: User, text: str = "Half are women.") -> OwnStrategy:
    """The ministry's own gender strategy with its commitments, whatever stood there before."""
    there = OwnStrategy.objects.filter(submission=submission, kind="gender_strategy").first()
    values = {"state": "exists", "title": "Strategy", "reference": "", "commitments": text}
    return strategy_save(
        submission=submission,
        kind="gender_strategy",
        base=there.number if there else 0,
        values=values,
        by=by,
    )


def waiver_make(scene: Scene) -> ConsultationWaiver:
    """Why nobody is consulted, in a report whose only consultation is withdrawn."""
    consultation_withdraw(consultation=scene.submission.consultations.get(), by=scene.focal)
    return waiver_record(
        submission=scene.submission, key=uuid.uuid4(), reason="The flood.", by=scene.focal
    )
