"""Who may write in a draft: the ministry's focal point, and a colleague what was handed to them (19)."""

import uuid
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.enums import AssessmentStatus, SubmissionStatus
from assessments.models import Assessment, HandOut, Submission
from assessments.permissions.acted import sits_for
from assessments.permissions.blocks import opened_codes
from assessments.permissions.handing import Scope, handed_scopes
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import Seat, User
from nsss_gender.accounts.permissions import Verdict, no, yes

NOT_IN_HAND = gettext_lazy("This question was not handed to you: you can read it.")


def ministry_seat(user: User, submission: Submission, permission: Permission) -> Seat | None:
    """The user's seat in the submission's ministry that carries ``permission``."""
    for seat in user.seats_with(permission):
        if sits_for(seat, submission):
            return seat
    return None


def writing_scope(user: User, assessment: Assessment) -> Scope | None:
    """What the user may write in this assessment, and in which seat, whatever its state."""
    seat = ministry_seat(user, assessment.submission, Permission.FILL)
    if seat:
        return Scope(seat)
    if not user.seats_with(Permission.CONTRIBUTE):
        return None
    rows = list(assessment.hand_outs.running().select_related("question"))
    for row in rows:
        row.assessment = assessment
    return handed_scopes(user, rows).get(assessment.pk)


def can_read_draft(user: User, assessment: Assessment) -> Verdict:
    """The draft's answers are the ministry's own; the Cabinet Division reads packets (11).

    A colleague reads the whole programme of which a part was handed to them: one answer is written
    in sight of the others.
    """
    scope = writing_scope(user, assessment)
    return yes(scope.seat) if scope else no(_("A draft can be read only in its own ministry."))


def can_read_report(user: User, submission: Submission) -> Verdict:
    """The report as a whole, drafts included, is for the ministry's own focal point."""
    seat = ministry_seat(user, submission, Permission.FILL)
    if seat is None:
        return no(_("Only the ministry's gender focal point can open the whole report."))
    return yes(seat)


def can_fill(user: User, submission: Submission) -> Verdict:
    """Whether the focal point may edit the report as a whole (strategy, consultation, list)."""
    seat = ministry_seat(user, submission, Permission.FILL)
    if seat is None:
        return no(_("Only the ministry's gender focal point can do this."))
    if submission.is_nil:
        # A ministry without programmes has nothing to edit: only its nil report to clear.
        return no(_("Your list is empty: a nil report is all that is needed."), seat)
    return _open(submission, seat)


def can_edit(user: User, assessment: Assessment, codes: Iterable[str] = ()) -> Verdict:
    """Whether the answers to the questions ``codes`` may be changed now; no codes: any of them.

    In a returned report only the questions that the return named are open (26).
    """
    wanted, scope = set(codes), writing_scope(user, assessment)
    if scope is None:
        return no(_("This programme was not handed to you."))
    verdict = _writable(assessment, scope.seat)
    if not verdict:
        return verdict
    if not scope.covers(wanted):
        return no(str(NOT_IN_HAND), scope.seat)
    if assessment.submission.editing_status == SubmissionStatus.RETURNED:
        return _named(assessment, wanted, scope.within(_opened(assessment)), scope.seat)
    return verdict


def can_autosave(user: User, assessment: Assessment, codes: Iterable[str]) -> Verdict:
    """As ``can_edit``, but never where a save would void a clearance: that is asked for first (14).

    ``codes`` are the questions that would change; where none does, nothing is voided.
    """
    wanted = set(codes)
    verdict = can_edit(user, assessment, wanted)
    return _unvoided(verdict, assessment.submission) if wanted else verdict


def _unvoided(verdict: Verdict, submission: Submission) -> Verdict:
    """The verdict, but no where an edit would void a clearance."""
    if verdict and submission.status == SubmissionStatus.CLEARED:
        return no(
            _(
                "The report is cleared. A change voids the clearance, so nothing is saved by itself: "
                "press “Save” if you want the change."
            ),
            verdict.seat,
        )
    return verdict


def closed_questions(user: User, assessment: Assessment, codes: Iterable[str]) -> dict[str, str]:
    """Which of the questions ``codes`` may not be changed now, each with the reason."""
    scope = writing_scope(user, assessment)
    if scope is None:
        return dict.fromkeys(codes, can_edit(user, assessment).reason)
    verdict = _writable(assessment, scope.seat)
    if not verdict:
        return dict.fromkeys(codes, verdict.reason)
    returned = assessment.submission.editing_status == SubmissionStatus.RETURNED
    opened = _opened(assessment) if returned else None
    reasons = {code: _closed(assessment, code, scope, opened) for code in codes}
    return {code: reason for code, reason in reasons.items() if reason}


def can_write_section(user: User, assessment: Assessment, codes: Collection[str]) -> Verdict:
    """Whether the user may change at least one of the questions ``codes`` of a section now (85)."""
    closed = closed_questions(user, assessment, codes)
    if len(closed) == len(codes):
        return no(next(iter(closed.values()), ""))
    scope = writing_scope(user, assessment)
    return yes(scope.seat) if scope else no(_("This programme was not handed to you."))


def _closed(assessment: Assessment, code: str, scope: Scope, opened: set[str] | None) -> str:
    """Why one question of a writable draft is closed; ``opened`` is what a return named, if it did."""
    if not scope.covers({code}):
        return str(NOT_IN_HAND)
    if opened is None:
        return ""
    verdict = _named(assessment, {code}, opened, scope.seat)
    return "" if verdict else verdict.reason


def can_read_grid(user: User, submission: Submission) -> Verdict:
    """The grid of drafts: the focal point sees every programme, a colleague those in hand."""
    seat = ministry_seat(user, submission, Permission.FILL)
    if seat:
        return yes(seat)
    for scope in _scopes(user, submission).values():
        return yes(scope.seat)
    return no(_("A draft can be read only in its own ministry."))


def _scopes(user: User, submission: Submission) -> dict[uuid.UUID, Scope]:
    """What a colleague may write in each programme in hand; one query."""
    rows = HandOut.objects.running().filter(
        assessment__submission=submission, seat__in=user.seats_with(Permission.CONTRIBUTE)
    )
    found = list(rows.select_related("question", "assessment"))
    for row in found:
        row.assessment.submission = submission
    return handed_scopes(user, found)


def closed_cells(
    user: User, submission: Submission, assessments: Iterable[Assessment], codes: Iterable[str]
) -> dict[tuple[uuid.UUID, str], str]:
    """Which questions of which assessments may not be changed now, each with the reason.

    The number of queries does not depend on how many assessments there are.
    """
    wanted = [(row, code) for row in assessments for code in codes]
    seat = ministry_seat(user, submission, Permission.FILL)
    scopes = {} if seat else _scopes(user, submission)
    seats = [seat] if seat else [scope.seat for scope in scopes.values()]
    refused = no(_("A draft can be read only in its own ministry."))
    verdict = _open(submission, seats[0]) if seats else refused
    if not verdict:
        return {(row.pk, code): verdict.reason for row, code in wanted}
    whole = Scope(seat) if seat else None
    returned = submission.editing_status == SubmissionStatus.RETURNED
    opened = _opened_by_assessment(submission) if returned else None
    found = {
        (row.pk, code): _cell(row, code, whole or scopes.get(row.pk), opened)
        for row, code in wanted
    }
    return {cell: reason for cell, reason in found.items() if reason}


def _cell(
    row: Assessment, code: str, scope: Scope | None, opened: dict[uuid.UUID, set[str]] | None
) -> str:
    if scope is None:
        return _("This programme was not handed to you.")
    return _closed(row, code, scope, None if opened is None else opened.get(row.pk, set()))


def _opened_by_assessment(submission: Submission) -> dict[uuid.UUID, set[str]]:
    opened: dict[uuid.UUID, set[str]] = {}
    for key, code in opened_codes(submission):
        opened.setdefault(key, set()).add(code)
    return opened


def can_cite(user: User, assessment: Assessment) -> Verdict:
    """Whether the commitments that a programme carries out may be ticked now (100).

    In a returned report, too: the documents themselves are open then, and a line may have gone.
    """
    scope = writing_scope(user, assessment)
    if scope is None:
        return no(_("This programme was not handed to you."))
    if not scope.whole:
        return no(
            _("Only a part of this programme was handed to you: you can read this."), scope.seat
        )
    verdict = _writable(assessment, scope.seat)
    if verdict and assessment.status == AssessmentStatus.SETTLED:
        return no(_("This programme is settled and stays locked."), scope.seat)
    return verdict


def can_explain(user: User, assessment: Assessment) -> Verdict:
    """Whether contradictions of a programme may be explained now (17): wherever commitments may be
    ticked, in a returned report, too, because an explanation changes no answer."""
    return can_cite(user, assessment)


def can_explain_itself(user: User, assessment: Assessment) -> Verdict:
    """The same for a page that saves by itself: never where that would void a clearance (14)."""
    return _unvoided(can_explain(user, assessment), assessment.submission)


def _open(submission: Submission, seat: Seat) -> Verdict:
    if not submission.round.is_open:
        return no(_("The round is not open yet."), seat)
    if not submission.editable:
        state = SubmissionStatus(submission.status).label
        return no(_("The report is locked: it is “%(state)s”.") % {"state": state}, seat)
    return yes(seat)


def _writable(assessment: Assessment, seat: Seat) -> Verdict:
    verdict = _open(assessment.submission, seat)
    if verdict and assessment.left_out:
        return no(
            _("This programme is left off your list. Its answers are kept; put it back first."),
            seat,
        )
    return verdict


def _opened(assessment: Assessment) -> set[str]:
    return {code for key, code in opened_codes(assessment.submission) if key == assessment.pk}


def _named(assessment: Assessment, codes: set[str], opened: set[str], seat: Seat) -> Verdict:
    if assessment.status == AssessmentStatus.SETTLED:
        return no(_("This programme is settled and stays locked."), seat)
    if not opened or codes - opened:
        return no(_("Only the questions named in the return are open."), seat)
    return yes(seat)


def can_hand_out(user: User, assessment: Assessment) -> Verdict:
    """Whether work on a programme may be handed to others, or taken back, now."""
    return can_hand_out_in(user, assessment.submission)


def can_hand_out_in(user: User, submission: Submission) -> Verdict:
    """The same for a report as a whole."""
    seat = ministry_seat(user, submission, Permission.HAND_OUT)
    if seat is None:
        return no(_("Only the ministry's gender focal point can hand out work."))
    return _open(submission, seat)


def can_adopt(user: User, submission: Submission) -> Verdict:
    """Whether what colleagues wrote may be marked as looked at now (19). It changes no answer, so it
    voids no clearance, and a question that a return left closed can be looked at as well."""
    seat = ministry_seat(user, submission, Permission.FILL)
    if seat is None:
        return no(_("Only the ministry's gender focal point adopts what colleagues wrote."))
    return _open(submission, seat)
