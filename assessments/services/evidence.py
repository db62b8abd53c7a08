"""Evidence behind an answer: added, withdrawn, judged. It is never required (capability 13)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import EvidenceKind, EvidenceVerdict
from assessments.models import Assessment, Evidence
from assessments.permissions import can_edit, can_judge_evidence, can_withdraw_evidence
from assessments.services.reviews import assessment_locked
from assessments.services.room import assessment_room, person_room, upload_kept
from assessments.services.submissions import submission_touch
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import refuse
from nsss_gender.audit.services import record, text_digest
from nsss_gender.files.uploads import Upload
from nsss_gender.language.text import normalise

SCHEMES = ("http", "https")
NEEDED = {EvidenceKind.LINK: "url", EvidenceKind.STATEMENT: "statement"}


@dataclass(frozen=True)
class Support:
    """What a form says of one piece of evidence; ``upload`` for a document only."""

    kind: str
    title: str
    page: str = ""
    url: str = ""
    statement: str = ""
    upload: Upload | None = None


def evidence_add(
    *, assessment: Assessment, code: str, key: uuid.UUID, support: Support, by: User
) -> Evidence:
    """Put a document, a link or a statement behind the answer to the question ``code``.

    ``key`` makes a repeated post harmless. Raises ValidationError by field for what is missing, for
    a full quota and a full disk; PermissionDenied where the question may not be changed now.
    """
    can_edit(by, assessment, [code]).require()
    said = _said(support)
    if support.upload:
        assessment_room(assessment, support.upload.size)
        person_room(by, support.upload.size)
        said |= upload_kept(support.upload)
    with transaction.atomic():
        locked = assessment_locked(assessment)
        seat = can_edit(by, locked, [code]).require()
        question = locked.submission.round.questionnaire.questions.get(code=code, parent=None)
        owned = {"assessment": locked, "question": question, "created_by": by, "seat": seat}
        row, created = Evidence.objects.get_or_create(id=key, defaults={**said, **owned})
        if (row.assessment_id, row.question_id) != (locked.pk, question.pk):
            refuse(_("This form belongs to another report. Reload the page."))
        if created:
            assessment_room(locked, 0)
            submission_touch(locked.submission, by=by)
            record(
                "evidence added",
                stream=locked.submission.stream,
                target=f"evidence:{row.pk}",
                by=by,
                seat=seat,
                changes={
                    "question": [None, code],
                    "kind": [None, row.kind],
                    "file": [None, row.sha256],
                    "digest": text_digest("\n".join((row.title, row.url, row.statement))),
                },
            )
    return row


def evidence_withdraw(*, evidence: Evidence, by: User) -> None:
    """Take evidence back; it stays in the history, because a packet may name it."""
    with transaction.atomic():
        locked = assessment_locked(evidence.assessment)
        row = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
        if row.withdrawn_at:
            return
        row.assessment = locked
        seat = can_withdraw_evidence(by, row).require()
        row.withdrawn_at, row.withdrawn_by = timezone.now(), by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        submission_touch(locked.submission, by=by)
        record(
            "evidence withdrawn",
            stream=locked.submission.stream,
            target=f"evidence:{row.pk}",
            by=by,
            seat=seat,
        )


def evidence_judge(*, evidence: Evidence, verdict: str, note: str, by: User) -> Evidence:
    """The reviewer's finding: verified, or could not be verified and why (capability 13).

    An empty verdict takes it back. Raises ValidationError for an unknown verdict and where the
    reason is missing. Saying the same again changes nothing.
    """
    note = normalise(note).strip() if verdict else ""
    if verdict not in {"", *EvidenceVerdict.values}:
        raise ValidationError({"verdict": _("Choose one of the answers shown.")})
    if verdict == EvidenceVerdict.NOT_VERIFIED and not note:
        raise ValidationError({"note": _("Say why it could not be verified.")})
    with transaction.atomic():
        locked = assessment_locked(evidence.assessment)
        row = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
        row.assessment = locked
        seat = can_judge_evidence(by, row).require()
        old = row.verdict
        if (row.verdict, row.verdict_note) == (verdict, note):
            return row
        row.verdict, row.verdict_note = verdict, note
        row.verdict_at, row.verdict_by = (timezone.now(), by) if verdict else (None, None)
        row.save(update_fields=["verdict", "verdict_note", "verdict_at", "verdict_by"])
        record(
            "evidence judged",
            stream=locked.submission.stream,
            target=f"evidence:{row.pk}",
            by=by,
            seat=seat,
            changes={"verdict": [old, verdict], "note": text_digest(note)},
        )
    return row


def _said(support: Support) -> dict[str, Any]:
    """The columns that were typed, checked. Raises ValidationError by field."""
    texts = {
        name: normalise(getattr(support, name)).strip()
        for name in ("title", "page", "url", "statement")
    }
    wrong = _wrong(support, texts)
    if wrong:
        raise ValidationError(wrong)
    return {"kind": support.kind, **texts}


def _wrong(support: Support, texts: Mapping[str, str]) -> dict[str, str]:
    if support.kind not in EvidenceKind.values:
        return {"kind": _("Choose one of the answers.")}
    wrong = {} if texts["title"] else {"title": _("Give it a name by which it can be found.")}
    if support.kind == EvidenceKind.FILE and support.upload is None:
        wrong["file"] = _("Choose a file.")
    needed = NEEDED.get(EvidenceKind(support.kind))
    if needed and not texts[needed]:
        wrong[needed] = _("Write something here.")
    elif needed == "url" and not is_link(texts["url"]):
        wrong["url"] = _("Enter a web address that begins with http:// or https://.")
    return wrong


def is_link(text: str) -> bool:
    """Whether the text is a web address that people may follow; it is never fetched by us."""
    try:
        URLValidator(schemes=SCHEMES)(text)
    except ValidationError:
        return False
    return "@" not in text.partition("//")[2].partition("/")[0]
