"""Our programmes: what a ministry says of each programme on its list (capability 101)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import ClaimKind, ClaimState
from assessments.models import Assessment, ListClaim, Submission
from assessments.models.listing import claim_lacks
from assessments.permissions import can_claim, can_fill
from assessments.services.locking import assessment_locked, report_locked
from assessments.services.submissions import submission_touch
from nsss_gender.accounts.models import Seat, User
from nsss_gender.accounts.permissions import refuse
from nsss_gender.audit.services import record
from nsss_gender.language.text import normalise
from programmes.models import ProgrammeMinistry

FIELDS = ("other_ministry", "other_programme", "day", "name_en", "name_bn", "note")
# kind → the fields that belong to it; what was typed elsewhere is not kept
BELONGS: dict[str, frozenset[str]] = {
    ClaimKind.OURS: frozenset(),
    ClaimKind.NOT_OURS: frozenset({"other_ministry"}),
    ClaimKind.ENDED: frozenset({"day"}),
    ClaimKind.RENAMED: frozenset({"day", "name_en", "name_bn"}),
    ClaimKind.MERGED: frozenset({"day", "other_programme"}),
    ClaimKind.SHARED: frozenset({"partners"}),
    ClaimKind.LEAD: frozenset(),
}


@dataclass(frozen=True)
class Said:
    """What a form says: its id, the claim it was shown (None: none), the kind and the fields."""

    key: uuid.UUID
    base: uuid.UUID | None
    kind: str
    values: Mapping[str, Any]


def claim_make(*, assessment: Assessment, said: Said, by: User) -> ListClaim:
    """Say what a programme on the own list is; the claim before is withdrawn by it.

    The same form again changes nothing. Raises ValidationError by field where something lacks, and
    for the whole where a colleague said something else in between; PermissionDenied with the reason.
    """
    with transaction.atomic():
        locked = report_locked(assessment.submission)
        row = assessment_locked(assessment, locked)
        claims = list(row.claims.filter(ministry=locked.ministry).select_for_update())
        if again := next((claim for claim in claims if claim.pk == said.key), None):
            return again
        seat = can_claim(by, row, claims).require()
        _check(said, row, claims)
        before = claims_standing(claims)
        if before:
            _close(before, ClaimState.WITHDRAWN)
        submission_touch(locked, by=by)
        claim = _write(row, said, by=by, seat=seat)
        left_out_set(row, left_out=claim.leaves)
        _note("programme claimed", claim, before=before, seat=seat, by=by)
    return claim


def claims_standing(claims: list[ListClaim]) -> ListClaim | None:
    """The one that waits or is noted."""
    return next((claim for claim in claims if claim.is_open), None)


def _check(said: Said, row: Assessment, claims: list[ListClaim]) -> None:
    if said.kind not in BELONGS or said.kind == ClaimKind.LEAD:
        raise ValidationError({"kind": _("Choose one of the answers shown.")})
    lacks = claim_lacks(said.kind, said.values)
    own = row.submission.ministry
    other = said.values.get("other_programme")
    if said.kind == ClaimKind.MERGED and other and other.pk == row.programme_id:
        lacks["other_programme"] = _(
            "A programme cannot go into itself. Give the other one's code."
        )
    if said.kind == ClaimKind.NOT_OURS and said.values.get("other_ministry") == own:
        lacks["other_ministry"] = _("This is your own ministry. Choose the one that runs it.")
    if lacks:
        raise ValidationError(dict(lacks))
    standing = claims_standing(claims)
    if (standing.pk if standing else None) != said.base:
        raise ValidationError(
            _("A colleague changed this in the meantime. Their words stand above; yours are below.")
        )


def _write(row: Assessment, said: Said, *, by: User, seat: Seat) -> ListClaim:
    belongs = BELONGS[said.kind] | {"note"}
    given = {name: said.values.get(name) for name in FIELDS if name in belongs}
    texts = {name: normalise(text) for name, text in given.items() if isinstance(text, str)}
    claim = ListClaim.objects.create(
        id=said.key,
        assessment=row,
        ministry=row.submission.ministry,
        kind=said.kind,
        state=_first_state(row, said),
        created_by=by,
        seat=seat,
        **{**given, **texts},
    )
    if "partners" in belongs:
        claim.partners.set(said.values["partners"])
    return claim


def _first_state(row: Assessment, said: Said) -> str:
    """Noted where the register already says the same; else it waits for a decision."""
    if said.kind == ClaimKind.OURS:
        return ClaimState.NOTED
    if said.kind == ClaimKind.SHARED:
        links = ProgrammeMinistry.objects.filter(programme=row.programme_id, valid_to=None)
        known = set(links.values_list("ministry_id", flat=True))
        if {ministry.pk for ministry in said.values["partners"]} <= known:
            return ClaimState.NOTED
    return ClaimState.STANDING


def _close(claim: ListClaim, state: str) -> None:
    claim.state = state
    claim.save(update_fields=["state"])


def left_out_set(row: Assessment, *, left_out: bool) -> None:
    """Whether the programme counts in the report; nothing else of the assessment changes."""
    if row.left_out != left_out:
        row.left_out = left_out
        row.save(update_fields=["left_out"])


def _note(action: str, claim: ListClaim, *, before: ListClaim | None, seat: Seat, by: User) -> None:
    withdrawn = claim.state == ClaimState.WITHDRAWN
    record(
        action,
        stream=claim.assessment.submission.stream,
        target=f"assessment:{claim.assessment_id}",
        by=by,
        seat=seat,
        reason=claim.note,
        changes={
            "claim": [str(before.pk) if before else None, None if withdrawn else str(claim.pk)],
            "kind": [before.kind if before else None, None if withdrawn else claim.kind],
            "left_out": [bool(before and before.leaves), not withdrawn and claim.leaves],
        },
    )


def claim_withdraw(*, claim: ListClaim, by: User) -> None:
    """Take back what was said: the programme is on the list again, to be confirmed.

    Twice changes nothing.
    """
    with transaction.atomic():
        locked = report_locked(claim.assessment.submission)
        assessment = assessment_locked(claim.assessment, locked)
        row = ListClaim.objects.select_for_update().get(pk=claim.pk)
        row.assessment = assessment
        if row.state == ClaimState.WITHDRAWN:
            return
        seat = can_claim(by, assessment, [row]).require()
        if row.ministry_id != locked.ministry_id or not row.is_open:
            refuse(_("This is decided and can no longer be taken back."))
        _close(row, ClaimState.WITHDRAWN)
        left_out_set(assessment, left_out=False)
        submission_touch(locked, by=by)
        list_reopen(locked)
        _note("programme claim withdrawn", row, before=row, seat=seat, by=by)


def list_reopen(submission: Submission) -> None:
    """A row of a confirmed list is open again: the list must be confirmed again."""
    submission.list_confirmed_at = submission.list_confirmed_by = None
    submission.save(update_fields=["list_confirmed_at", "list_confirmed_by"])


def list_confirm(*, submission: Submission, by: User) -> Submission:
    """Confirm the list: of every programme of which nothing was said it is said that it is ours."""
    with transaction.atomic():
        locked = report_locked(submission)
        seat = can_fill(by, locked).require()
        submission_touch(locked, by=by)
        said = ListClaim.objects.holding().filter(ministry=locked.ministry)
        rest = locked.assessments.exclude(pk__in=said.values("assessment"))
        ListClaim.objects.bulk_create(
            ListClaim(
                assessment=row,
                ministry=locked.ministry,
                kind=ClaimKind.OURS,
                state=ClaimState.NOTED,
                created_by=by,
                seat=seat,
            )
            for row in rest
        )
        locked.list_confirmed_at, locked.list_confirmed_by = timezone.now(), by
        locked.save(update_fields=["list_confirmed_at", "list_confirmed_by"])
        programmes = list(locked.assessments.listed().values_list("programme__code", flat=True))
        record(
            "programme list confirmed",
            stream=locked.stream,
            target=f"submission:{locked.pk}",
            by=by,
            seat=seat,
            changes={"programmes": [None, programmes]},
        )
    return locked
