"""Comments drafted by technical support, and what the reviewer does with them (product.md section 1)."""

import uuid
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import CommentKind, DraftState
from assessments.models import Assessment, CommentDraft, ReviewComment
from assessments.permissions import can_comment, can_draft_comment, can_withdraw_draft
from assessments.services.reviews import (
    Remark,
    assessment_locked,
    comment_add,
    remark_check,
    remark_place,
)
from nsss_gender.accounts.models import Seat, User
from nsss_gender.accounts.permissions import refuse
from nsss_gender.audit.services import record, text_digest
from nsss_gender.language.text import normalise


def draft_add(*, assessment: Assessment, key: uuid.UUID, remark: Remark, by: User) -> CommentDraft:
    """Draft a comment; ``key`` makes a repeated post harmless. Nothing opens and nobody is told.

    Raises ValidationError for what the form does not offer.
    """
    with transaction.atomic():
        locked = assessment_locked(assessment)
        seat = can_draft_comment(by, locked.submission).require()
        known = CommentDraft.objects.filter(pk=key).first()
        if known:
            if known.assessment_id != locked.pk:
                refuse(_("This form belongs to another report. Reload the page."))
            return known
        packet, question = remark_place(locked, remark.code)
        remark_check(packet, locked, remark)
        fields = asdict(remark) | {
            "text": normalise(remark.text),
            "refuses_na": remark.refuses_na and remark.kind == CommentKind.MUST_FIX,
        }
        del fields["code"]
        draft = CommentDraft.objects.create(
            id=key, packet=packet, assessment=locked, question=question, by=by, seat=seat, **fields
        )
        _record(draft, "comment drafted", by=by, seat=seat)
    return draft


def draft_take(*, draft: CommentDraft, by: User, remark: Remark | None = None) -> ReviewComment:
    """Make the draft the reviewer's own comment, as it stands or as ``remark`` changes it.

    Once only: what was taken over gives the same comment again. Raises ValidationError where the
    ministry answers by now what the draft proposes.
    """
    with transaction.atomic():
        locked = assessment_locked(draft.assessment)
        seat = can_comment(by, locked).require()
        row = CommentDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if row.comment:
            return row.comment
        _refuse_decided(row)
        said = remark or remark_of(row)
        comment = comment_add(
            assessment=locked, key=uuid.uuid5(row.pk, "taken"), remark=said, by=by
        )
        _decide(row, DraftState.TAKEN, by=by, comment=comment)
        _record(row, "comment draft taken over", by=by, seat=seat)
    return comment


def draft_drop(*, draft: CommentDraft, by: User) -> None:
    """Drop a draft as the reviewer, or withdraw one's own."""
    with transaction.atomic():
        locked = assessment_locked(draft.assessment)
        row = CommentDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        row.assessment = locked
        own = can_withdraw_draft(by, row)
        seat = (own if own else can_comment(by, locked)).require()
        state = DraftState.WITHDRAWN if own else DraftState.DROPPED
        if row.state in {DraftState.WITHDRAWN, DraftState.DROPPED}:
            return
        _refuse_decided(row)
        _decide(row, state, by=by)
        _record(row, f"comment draft {state}", by=by, seat=seat)


def remark_of(draft: CommentDraft) -> Remark:
    """What the draft says, as a comment would."""
    return Remark(
        code=draft.question.code,
        kind=draft.kind,
        text=draft.text,
        refuses_na=draft.refuses_na,
        proposed=draft.proposed,
        proposed_feasibility=draft.proposed_feasibility,
    )


def _refuse_decided(draft: CommentDraft) -> None:
    if draft.state != DraftState.WAITING:
        refuse(_("This draft is “%(state)s” already.") % {"state": draft.get_state_display()})


def _decide(
    draft: CommentDraft, state: DraftState, *, by: User, comment: ReviewComment | None = None
) -> None:
    draft.state, draft.decided_at, draft.decided_by = state, timezone.now(), by
    draft.comment = comment
    draft.save(update_fields=["state", "decided_at", "decided_by", "comment"])


def _record(draft: CommentDraft, action: str, *, by: User, seat: Seat) -> None:
    record(
        action,
        stream=draft.assessment.submission.stream,
        target=f"comment-draft:{draft.pk}",
        by=by,
        seat=seat,
        changes={
            "question": draft.question.code,
            "kind": draft.kind,
            "proposed": [draft.proposed, draft.proposed_feasibility],
            "digest": text_digest(draft.text),
            "comment": str(draft.comment_id or ""),
        },
    )
