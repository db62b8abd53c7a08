"""What happened last, in words: the notices of a seat (36)."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from assessments.models import Notice
from nsss_gender.accounts.models import Seat

LAST_MOVES = 5

MOVES = {
    "open": gettext_lazy("The report was begun."),
    "nil": gettext_lazy("A nil report was cleared."),
    "clear": gettext_lazy("The report was cleared."),
    "void_clearance": gettext_lazy("The clearance was voided by an edit."),
    "submit": gettext_lazy("The report was submitted."),
    "resubmit": gettext_lazy("The report was submitted again."),
    "recall": gettext_lazy("The report was recalled."),
    "claim": gettext_lazy("A reviewer has taken up the report."),
    "hand_over": gettext_lazy("Another reviewer has taken over the report."),
    "assign": gettext_lazy("A report was given to you: claim it and read it."),
    "return": gettext_lazy("The report was returned for revision."),
    "undo_return": gettext_lazy("The return was undone: the report is under review again."),
    "recommend": gettext_lazy("The report was recommended for acceptance."),
    "send_back": gettext_lazy("The approver sent the report back to the reviewer."),
    "accept": gettext_lazy("The report was accepted."),
    "undo_accept": gettext_lazy("The acceptance was undone."),
    "extension_granted": gettext_lazy("More time was granted: your deadline has moved."),
    "extension_refused": gettext_lazy("Your request for more time was refused."),
    "extension_given": gettext_lazy(
        "The Cabinet Division gave more time: your deadline has moved."
    ),
    "round_opened": gettext_lazy("The round was opened: your report can be begun."),
    "acted_for": gettext_lazy(
        "The Cabinet Division enters for you what your ministry sent on paper."
    ),
    "claim_accepted": gettext_lazy("What you said of a programme was accepted."),
    "claim_declined": gettext_lazy("What you said of a programme was declined: look at your list."),
    "lead_decided": gettext_lazy("It was decided which ministry leads a programme."),
    "lead_gained": gettext_lazy("A programme came on your list, with answers to confirm."),
    "proposal_confirmed": gettext_lazy("A programme that you proposed was confirmed."),
    "proposal_merged": gettext_lazy("A programme that you proposed was merged into another one."),
    "reminder": gettext_lazy("Reminder: the report has not come in yet."),
    "reminder_late": gettext_lazy("The deadline has passed and the report has not come in."),
    "officer_told": gettext_lazy(
        "Your supervising officer is told that the report has not come in."
    ),
    "hand_out_due": gettext_lazy("What was handed out is due soon."),
    "hand_out_late": gettext_lazy("What was handed out is overdue."),
    "link_due": gettext_lazy("A link for a contribution ends soon; nothing has come by it yet."),
    "link_late": gettext_lazy("A link for a contribution has ended; nothing came by it."),
}


@dataclass(frozen=True)
class Move:
    """One notice, in words."""

    text: str
    reason: str
    at: dt.datetime


def last_moves(seat: Seat | None) -> list[Move]:
    """The last notices of a seat, the newest first."""
    if seat is None:
        return []
    rows = Notice.objects.filter(seat=seat)[:LAST_MOVES]
    return [Move(str(MOVES[row.transition]), row.reason, row.created_at) for row in rows]
