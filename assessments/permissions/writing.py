"""Who may write in a draft: the ministry's focal point, and a colleague to whom it was handed."""

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext as _

from assessments.enums import AssessmentStatus, SubmissionStatus
from assessments.models import Assessment, HandOut, Submission
from assessments.permissions.blocks import opened_codes
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import Seat, User
from nsss_gender.accounts.permissions import Verdict, no, yes


def ministry_seat(user: User, submission: Submission, permission: Permission) -> Seat | None:
    """The user's seat in the submission's ministry that carries ``permission``."""
    for seat in user.seats_with(permission):
        if seat.ministry_id == submission.ministry_id:
            return seat
    return None


def writing_seat(user: User, assessment: Assessment) -> Seat | None:
    """The seat in which the user may write in this assessment, whatever its state."""
    seat = ministry_seat(user, assessment.submission, Permission.FILL)
    if seat:
        return seat
    handed = set(assessment.hand_outs.running().values_list("seat_id", flat=True))
    return next((s for s in user.seats_with(Permission.CONTRIBUTE) if s.pk in handed), None)


def can_read_draft(user: User, assessment: Assessment) -> Verdict:
    """The draft's answers are the ministry's own; the Cabinet Division reads packets (11)."""
    seat = writing_seat(user, assessment)
    return yes(seat) if seat else no(_("A draft can be read only in its own ministry."))


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
    submission = assessment.submission
    seat = writing_seat(user, assessment)
    if seat is None:
        return no(_("This programme was not handed to you."))
    verdict = _writable(assessment, seat)
    if not verdict:
        return verdict
    if submission.editing_status == SubmissionStatus.RETURNED:
        return _named(assessment, set(codes), _opened(assessment), seat)
    return verdict


def can_autosave(user: User, assessment: Assessment, codes: Iterable[str]) -> Verdict:
    """As ``can_edit``, but never where a save would void a clearance: that is asked for first (14).

    ``codes`` are the questions that would change; where none does, nothing is voided.
    """
    wanted = set(codes)
    verdict = can_edit(user, assessment, wanted)
    if verdict and wanted and assessment.submission.status == SubmissionStatus.CLEARED:
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
    seat = writing_seat(user, assessment)
    if seat is None:
        return dict.fromkeys(codes, can_edit(user, assessment).reason)
    verdict = _writable(assessment, seat)
    if not verdict:
        return dict.fromkeys(codes, verdict.reason)
    if assessment.submission.editing_status != SubmissionStatus.RETURNED:
        return {}
    opened = _opened(assessment)
    verdicts = {code: _named(assessment, {code}, opened, seat) for code in codes}
    return {code: verdict.reason for code, verdict in verdicts.items() if not verdict}


def can_read_grid(user: User, submission: Submission) -> Verdict:
    """The grid of drafts: the focal point sees every programme, a colleague those in hand."""
    seat = ministry_seat(user, submission, Permission.FILL)
    if seat:
        return yes(seat)
    running = HandOut.objects.running().filter(assessment__submission=submission)
    handed = set(running.values_list("seat_id", flat=True))
    for seat in user.seats_with(Permission.CONTRIBUTE):
        if seat.pk in handed:
            return yes(seat)
    return no(_("A draft can be read only in its own ministry."))


def closed_cells(
    user: User, submission: Submission, assessments: Iterable[Assessment], codes: Iterable[str]
) -> dict[tuple[uuid.UUID, str], str]:
    """Which questions of which assessments may not be changed now, each with the reason.

    The assessments are those that ``user`` may write in (``can_read_grid`` and what it shows); the
    number of queries does not depend on how many they are.
    """
    verdict = can_read_grid(user, submission)
    if verdict.seat and verdict:
        verdict = _open(submission, verdict.seat)
    wanted = [(row, code) for row in assessments for code in codes]
    if not verdict:
        return {(row.pk, code): verdict.reason for row, code in wanted}
    if submission.editing_status != SubmissionStatus.RETURNED or verdict.seat is None:
        return {}
    opened: dict[uuid.UUID, set[str]] = {}
    for key, code in opened_codes(submission):
        opened.setdefault(key, set()).add(code)
    verdicts = {
        (row.pk, code): _named(row, {code}, opened.get(row.pk, set()), verdict.seat)
        for row, code in wanted
    }
    return {cell: named.reason for cell, named in verdicts.items() if not named}


def can_cite(user: User, assessment: Assessment) -> Verdict:
    """Whether the commitments that a programme carries out may be ticked now (100).

    In a returned report, too: the documents themselves are open then, and a line may have gone.
    """
    seat = writing_seat(user, assessment)
    if seat is None:
        return no(_("This programme was not handed to you."))
    verdict = _writable(assessment, seat)
    if verdict and assessment.status == AssessmentStatus.SETTLED:
        return no(_("This programme is settled and stays locked."), seat)
    return verdict


def can_explain(user: User, assessment: Assessment) -> Verdict:
    """Whether contradictions of a programme may be explained now (17): wherever commitments may be
    ticked, in a returned report, too, because an explanation changes no answer."""
    return can_cite(user, assessment)


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
    seat = ministry_seat(user, assessment.submission, Permission.HAND_OUT)
    if seat is None:
        return no(_("Only the ministry's gender focal point can hand out work."))
    return _open(assessment.submission, seat)
