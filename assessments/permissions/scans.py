"""Who attaches the scan of a signed print, and who fetches it (capability 22)."""

from django.utils.translation import gettext as _

from assessments.enums import SubmissionStatus
from assessments.models import Clearance, ClearanceScan
from assessments.permissions.reading import can_read_packet
from assessments.permissions.reviewing import latest_packet
from assessments.permissions.writing import can_read_report, ministry_seat
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import Verdict, no, yes

MOST_SCANS = 20


def can_attach_scan(user: User, clearance: Clearance) -> Verdict:
    """Whether the focal point may attach a scan now: to the clearance that holds, until acceptance."""
    submission = clearance.submission
    seat = ministry_seat(user, submission, Permission.FILL)
    if seat is None:
        return no(_("Only the ministry's gender focal point can do this."))
    if clearance.voided_at:
        return no(_("This clearance was voided by an edit: its print no longer holds."), seat)
    if submission.status == SubmissionStatus.ACCEPTED:
        return no(_("The report is accepted: nothing is added to it now."), seat)
    if clearance.scans.count() >= MOST_SCANS:
        return no(_("Twenty files are attached: put further pages into one file."), seat)
    return yes(seat)


def can_fetch_scan(user: User, scan: ClearanceScan) -> Verdict:
    """The ministry's own, and readers of the packet where the packet names it."""
    submission = scan.clearance.submission
    own = can_read_report(user, submission)
    if own:
        return own
    reader = can_read_packet(user, submission)
    packet = latest_packet(submission) if reader else None
    clearance = (packet.data["clearance"] if packet else None) or {}
    named = {row["id"] for row in clearance.get("scans", ())}
    if reader and str(scan.pk) not in named:
        return no(_("This scan is not part of what was submitted."), reader.seat)
    return reader
