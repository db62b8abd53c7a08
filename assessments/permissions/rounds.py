"""Who sets up a round, moves its deadline and writes its letter, and when (33, 34, 78, 102, 107)."""

from django.utils.translation import gettext as _

from assessments.enums import Expected, ExtensionState, SubmissionStatus
from assessments.models import Extension, Round, RoundLetter, RoundMinistry, Submission
from assessments.permissions.writing import ministry_seat
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import Ministry, User
from nsss_gender.accounts.permissions import Verdict, can, can_manage_rounds, no, yes


def can_edit_round(user: User, round_: Round) -> Verdict:
    """Titles, questionnaire and deadline are free until the opening; then only extensions move it."""
    verdict = can_manage_rounds(user)
    if verdict and round_.is_open:
        return no(_("The round is open. Its deadline moves only by an extension."), verdict.seat)
    return verdict


def can_expect(user: User, row: RoundMinistry, expected: str) -> Verdict:
    """Whether ``expected`` may be asked of the ministry now; a begun report stays expected."""
    verdict = can_manage_rounds(user)
    dropped = row.round.is_open and expected == Expected.NONE and row.expected != Expected.NONE
    if verdict and dropped and begun(row):
        return no(_("The ministry has begun its report: it stays expected."), verdict.seat)
    return verdict


def begun(row: RoundMinistry) -> bool:
    """Whether the ministry has begun its report in this round."""
    reports = Submission.objects.filter(round=row.round_id, ministry=row.ministry_id)
    return reports.exclude(status=SubmissionStatus.NOT_STARTED).exists()


# ── Extensions ──────────────────────────────────────────────────────────────────────────────────


def can_extend(user: User) -> Verdict:
    """Whether the user may give more time, or refuse it."""
    return can(user, Permission.EXTEND)


def can_extend_round(user: User, round_: Round) -> Verdict:
    """The deadline of a round that is not open is simply edited."""
    verdict = can_extend(user)
    if verdict and not round_.is_open:
        return no(_("The round is not open yet."), verdict.seat)
    return verdict


def can_decide_extension(user: User, extension: Extension) -> Verdict:
    """A request is decided once."""
    verdict = can_extend(user)
    if verdict and extension.state != ExtensionState.ASKED:
        state = ExtensionState(extension.state).label
        return no(
            _("This request is already decided: “%(state)s”.") % {"state": state}, verdict.seat
        )
    if verdict and extension.asked_by_id == user.pk:
        return no(_("You asked for it yourself: another person must decide."), verdict.seat)
    return verdict


def can_ask_extension(user: User, submission: Submission) -> Verdict:
    """The focal point asks while the report is still the ministry's to send, one request at a time."""
    seat = ministry_seat(user, submission, Permission.FILL)
    if seat is None:
        return no(_("Only the ministry's gender focal point can do this."))
    if not submission.round.is_open:
        return no(_("The round is not open yet."), seat)
    if not submission.editable:
        state = SubmissionStatus(submission.status).label
        return no(_("The report is locked: it is “%(state)s”.") % {"state": state}, seat)
    asked = Extension.objects.filter(
        round=submission.round_id, ministry=submission.ministry_id, state=ExtensionState.ASKED
    )
    if asked.exists():
        return no(_("Your request waits for the Cabinet Division's decision."), seat)
    return yes(seat)


def can_read_ledger(user: User) -> Verdict:
    """Whether the user reads every line of a ledger: the Cabinet Division and administrators."""
    division = can(user, Permission.READ_SUBMITTED)
    return division if division else can_manage_rounds(user)


def can_read_own_lines(user: User) -> Verdict:
    """A ministry's focal point reads its own lines, and those for all."""
    return can(user, Permission.FILL)


# ── Call letter ─────────────────────────────────────────────────────────────────────────────────


def can_write_letter(user: User) -> Verdict:
    return can(user, Permission.WRITE_LETTER)


def can_read_letter(user: User, letter: RoundLetter, ministry: Ministry) -> Verdict:
    """The division and administrators always; a ministry its own, issued, once the round is open."""
    verdict = can_read_ledger(user)
    if verdict:
        return verdict
    for seat in user.seats_with(Permission.FILL):
        if seat.ministry_id == ministry.pk:
            sent = letter.issued and letter.round.is_open
            return yes(seat) if sent else no(_("The call letter has not been issued yet."), seat)
    return no(_("Only the ministry to which it is addressed can read this letter."))
