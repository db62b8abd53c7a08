"""Who may draft, refresh, read and take away a plan, and why not."""

from django.utils.translation import gettext as _

from assessments.enums import RoundKind
from assessments.models import Assessment, CallLetter, Packet, Round, Submission
from assessments.permissions import (
    can_read_draft,
    can_read_ledger,
    can_read_letter,
    can_read_packet,
    can_read_report,
    can_read_return,
)
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import Ministry, Seat, User
from nsss_gender.accounts.permissions import Verdict, can, no, yes
from programmes.models import Cluster
from reports.enums import ExportKind, ExportState, PlanStatus, RowOrigin
from reports.models import ActionItem, ActionPlan, Export, PlanEntry, Subject, taking_part

MOST_AT_ONCE = 3
EDITABLE = frozenset({PlanStatus.DRAFTING, PlanStatus.REVISED})


def can_draft(user: User) -> Verdict:
    """Whether the user may draft plans at all."""
    verdict = can(user, Permission.DRAFT_PLAN)
    if verdict:
        return verdict
    return no(_("Only a reviewer of the Cabinet Division drafts the plan."))


def can_start(user: User, round_: Round) -> Verdict:
    """Whether the user may start the plan of this round."""
    verdict = can_draft(user)
    if verdict and round_.kind != RoundKind.REAL:
        return no(_("A practice round never gets a plan."), verdict.seat)
    if verdict and not round_.is_open:
        return no(_("The round is not open yet."), verdict.seat)
    return verdict


def can_refresh(user: User, plan: ActionPlan) -> Verdict:
    """Whether the user may take the latest settled answers into the draft now."""
    verdict = can_draft(user)
    if verdict and plan.status not in EDITABLE:
        state = PlanStatus(plan.status).label
        return no(
            _("Rows change only while the plan is drafted or revised: it is “%(state)s”.")
            % {"state": state},
            verdict.seat,
        )
    return verdict


def can_write_text(user: User, plan: ActionPlan) -> Verdict:
    """Whether the user may write the strategy text now (106)."""
    verdict = can_draft(user)
    if verdict and plan.status not in EDITABLE:
        state = PlanStatus(plan.status).label
        return no(
            _("The text changes only while the plan is drafted or revised: it is “%(state)s”.")
            % {"state": state},
            verdict.seat,
        )
    return verdict


def can_read_texts(user: User) -> Verdict:
    """Whether the user may read the earlier texts of part A: others read it as it stands."""
    verdict = can(user, Permission.READ_PLAN)
    return verdict or no(_("Earlier texts of the strategy are for the Cabinet Division."))


def can_read_plan(user: User, plan: ActionPlan) -> Verdict:
    """Whether the user may read the national draft."""
    verdict = can(user, Permission.READ_PLAN)
    if verdict:
        return verdict
    if plan.status == PlanStatus.DRAFTING or not taking_part(user):
        return no(_("This draft has not been circulated yet."))
    return yes(user.seats[0])


def can_read_chapter(user: User, plan: ActionPlan, ministry: Ministry) -> Verdict:
    """Whether the user may read the chapter of this ministry."""
    seat = _own_seat(user, ministry)
    return yes(seat) if seat else can_read_plan(user, plan)


def can_read_cluster(user: User, plan: ActionPlan, cluster: Cluster) -> Verdict:
    """Whether the user may read the chapter of this cluster: its coordinator also while it is drafted."""
    seat = _coordinating(user, cluster)
    return yes(seat) if seat else can_read_plan(user, plan)


def can_read_answer(user: User, item: ActionItem) -> Verdict:
    """Whether the user may see the answer behind a row: other ministries see rows only (11)."""
    seat = _own_seat(user, item.ministry) if item.ministry else None
    return yes(seat) if seat else can(user, Permission.READ_PLAN)


def can_analyse(
    user: User,
    *,
    ministry: Ministry | None = None,
    cluster: Cluster | None = None,
) -> Verdict:
    """Whether the user may see what the programmes of the nation, a ministry or a cluster say together:
    the ministry itself, the coordinator of the cluster, and the Cabinet Division."""
    seat = _coordinating(user, cluster) if cluster else None
    return yes(seat) if seat else can_read_levels(user, ministry)


def can_read_levels(user: User, ministry: Ministry | None = None) -> Verdict:
    """Whether the user may see points and level of each programme: other ministries, coordinators too, see
    rows, not levels, even when the plan is circulated (11; product.md section 5)."""
    seat = _own_seat(user, ministry) if ministry else None
    verdict = yes(seat) if seat else can(user, Permission.READ_PLAN)
    if verdict:
        return verdict
    return no(
        _(
            "Levels, points and answers are shown to the ministry itself and to the Cabinet Division; "
            "the coordinator of a cluster sees those of the cluster together."
        )
    )


def can_read_profile(user: User, entry: PlanEntry) -> Verdict:
    """Whether the user may read the profile of a programme, which shows its answers and its level."""
    return can_read_levels(user, entry.ministry)


def _can_read_programme(user: User, plan: ActionPlan, assessment: Assessment) -> Verdict:
    entries = plan.entries.select_related("ministry")
    entry = entries.filter(assessment=assessment).first()
    return (
        can_read_profile(user, entry) if entry else no(_("The plan does not hold this programme."))
    )


def can_print(user: User, submission: Submission, assessment: Assessment | None) -> Verdict:
    """Whether the user may have the draft on paper: the whole report, or one programme of it."""
    return can_read_draft(user, assessment) if assessment else can_read_report(user, submission)


def can_read_receipt(user: User, submission: Submission) -> Verdict:
    """The receipt is for the ministry, and for those who read the packet."""
    own = can_read_report(user, submission)
    return own or can_read_packet(user, submission)


def can_read_sent(user: User, packet: Packet, subject: Subject) -> Verdict:
    """A packet with what was said about it, and its return letter: for the ministry and the Cabinet
    Division (28)."""
    verdict = can_read_return(user, packet.submission)
    if (
        verdict
        and subject.kind == ExportKind.RETURN_LETTER
        and not packet.records.filter(transition="return").exists()
    ):
        return no(_("This packet was not returned."), verdict.seat)
    if verdict and subject.assessment and str(subject.assessment.pk) not in packet.assessments:
        return no(_("This programme is not in the packet."), verdict.seat)
    return verdict


def can_read_form(user: User, round_: Round) -> Verdict:
    """The empty form is no secret: everybody with a seat takes it along once the round is open."""
    if not user.seats:
        return no(_("You have no seat yet: an administrator gives you one."))
    if not round_.is_open and not can(user, Permission.MANAGE_ROUNDS):
        return no(_("The round is not open yet."), user.seats[0])
    return yes(user.seats[0])


def can_have_letter(user: User, round_: Round, ministry: Ministry) -> Verdict:
    """Whether the user may have the call letter to this ministry on paper."""
    typed = CallLetter.objects.filter(round=round_).select_related("round").first()
    if typed is None:
        return no(_("No call letter was written yet."))
    return can_read_letter(user, typed, ministry)


def can_read_board(user: User) -> Verdict:
    """The board names states and people, no answers: for the Cabinet Division and administrators."""
    verdict = can_read_ledger(user)
    if verdict:
        return verdict
    return no(_("The board is for the Cabinet Division and for administrators."))


def can_read(user: User, subject: Subject) -> Verdict:
    """Whether the user may read what a file of this is made of."""
    match subject:
        case Subject(plan=ActionPlan() as plan):
            return _can_read_draft(user, plan, subject)
        case Subject(submission=Submission() as submission):
            return _can_read_of_report(user, subject, submission)
        case Subject(round=Round() as round_):
            return _can_read_of_round(user, subject, round_)
        case Subject(seat=Seat() as seat):
            return can_read_briefing(user, seat)
    return no(_("There is no such file."))


def can_read_briefing(user: User, seat: Seat) -> Verdict:
    """The briefing of a seat is for whoever sits in it, not for who acts in it for the ministry (76)."""
    held = next((own for own in user.own_seats if own.pk == seat.pk), None)
    return yes(held) if held else no(_("Only whoever sits in this seat reads its briefing."))


def _can_read_of_report(user: User, subject: Subject, submission: Submission) -> Verdict:
    if subject.kind == ExportKind.RECEIPT:
        return can_read_receipt(user, submission)
    if subject.packet:
        return can_read_sent(user, subject.packet, subject)
    return can_print(user, submission, subject.assessment)


def _can_read_of_round(user: User, subject: Subject, round_: Round) -> Verdict:
    if subject.kind in {ExportKind.BOARD, ExportKind.WEEKLY}:
        return can_read_board(user)
    if subject.kind in {ExportKind.REMINDER, ExportKind.LEDGER}:
        return can_read_ledger(user)
    if subject.ministry:
        return can_have_letter(user, round_, subject.ministry)
    return can_read_form(user, round_)


def _can_read_draft(user: User, plan: ActionPlan, subject: Subject) -> Verdict:
    """Whether the user may read the plan, a chapter of it, or the profile of a programme."""
    if subject.assessment:
        return _can_read_programme(user, plan, subject.assessment)
    if subject.ministry:
        return can_read_chapter(user, plan, subject.ministry)
    if subject.cluster:
        return can_read_cluster(user, plan, subject.cluster)
    return can_read_plan(user, plan)


def can_export(user: User, subject: Subject) -> Verdict:
    """Whether the user may have a file made of it now; a few at a time, so that all get theirs."""
    verdict = can_read(user, subject)
    if not verdict:
        return verdict
    busy = [ExportState.WAITING, ExportState.RUNNING]
    if Export.objects.filter(asked_by=user, state__in=busy).count() >= MOST_AT_ONCE:
        return no(
            _("Three files are already being made for you. Wait until one of them is ready."),
            verdict.seat,
        )
    return verdict


def can_cancel(user: User, export: Export) -> Verdict:
    """Whether the user may stop the making of this file."""
    if export.asked_by_id != user.pk:
        return no(_("Only the person who asked for this file can cancel it."))
    if not export.busy:
        return no(_("This file is no longer being made."))
    return Verdict(allowed=True, seat=user.seats[0] if user.seats else None)


def can_ask_again(user: User, export: Export) -> Verdict:
    """Whether the user may have the same file made once more."""
    if export.asked_by_id != user.pk:
        return no(_("Only the person who asked for this file can ask for it again."))
    if not export.ended:
        return no(_("This file is still being made, or still kept."))
    return can_export(user, export.subject)


def can_fetch(user: User, export: Export) -> Verdict:
    """Whether the user may still take the finished file away: what it holds must still be theirs."""
    if export.asked_by_id != user.pk and export.kind != ExportKind.WEEKLY:
        return no(_("Only the person who asked for this file can fetch it."))
    verdict = can_read(user, export.subject)
    if verdict and export.expired:
        return no(_("This file is no longer kept. Ask for it again."), verdict.seat)
    if verdict and export.state != ExportState.DONE:
        return no(_("This file is not ready."), verdict.seat)
    return verdict


def _coordinating(user: User, cluster: Cluster) -> Seat | None:
    """The seat of the cluster's coordinator."""
    seats = user.seats_with(Permission.READ_CLUSTER)
    found = (seat for seat in seats if seat.ministry_id == cluster.coordinator_id)
    return next((seat for seat in found if seat.ministry_id), None)


def _own_seat(user: User, ministry: Ministry) -> Seat | None:
    """The focal point's seat in the ministry."""
    seats = user.seats_with(Permission.FILL)
    return next((seat for seat in seats if seat.ministry_id == ministry.pk), None)


# ── Rows ────────────────────────────────────────────────────────────────────────────────────────


def can_edit_row(user: User, item: ActionItem) -> Verdict:
    """Whether the user may change the fields of this row now (decision 6): while the plan is drafted those
    whose row it is and the reviewer, after circulation the reviewer alone."""
    if can_draft(user):
        return can_refresh(user, item.plan)
    seat = _row_seat(user, item)
    if seat is None:
        return no(_("The focal point of the lead ministry and the reviewer write this row."))
    if item.plan.status != PlanStatus.DRAFTING:
        return no(
            _(
                "The plan is no longer drafted: from circulation on, only the reviewer changes rows."
            ),
            seat,
        )
    return yes(seat)


def can_decide_row(user: User, item: ActionItem) -> Verdict:
    """Whether the user may keep, merge or drop the row, and set its priority, now."""
    if can_draft(user):
        return can_refresh(user, item.plan)
    return no(
        _("The reviewer of the Cabinet Division decides what happens with a row."),
        _row_seat(user, item),
    )


def can_add_row(user: User, item: ActionItem) -> Verdict:
    """Whether the user may add this institutional row now (105): the ministry's focal point for the ministry
    while the plan is drafted, the coordinator or the reviewer for a cluster, the reviewer for the Division.

    ``item`` is not saved yet: plan, origin, and the ministry or cluster.
    """
    drafter, seat = can_draft(user), _row_seat(user, item)
    if item.origin != RowOrigin.MINISTRY and drafter:
        return can_refresh(user, item.plan)
    if seat is None:
        reasons = {
            RowOrigin.MINISTRY: _("The focal point of the ministry writes its institutional rows."),
            RowOrigin.CLUSTER: _("The coordinator of the cluster and the reviewer write its rows."),
            RowOrigin.CABINET: _("The reviewer writes the rows of the Cabinet Division."),
        }
        return no(reasons[RowOrigin(item.origin)], drafter.seat)
    if item.plan.status != PlanStatus.DRAFTING:
        return no(
            _(
                "The plan is no longer drafted: from circulation on, only the reviewer changes rows."
            ),
            seat,
        )
    return yes(seat)


def can_read_references(user: User) -> Verdict:
    """The pick list of policies is no secret: everybody with a seat reads it."""
    return yes(user.seats[0]) if user.seats else no(_("None of your seats allows this."))


def can_read_history(user: User, item: ActionItem) -> Verdict:
    """Whether the user may read the earlier texts of this row: others see the row as it stands."""
    seat = _row_seat(user, item)
    if seat:
        return yes(seat)
    verdict = can(user, Permission.READ_PLAN)
    return verdict or no(_("Earlier texts are for those whose row it is and the Cabinet Division."))


def _row_seat(user: User, item: ActionItem) -> Seat | None:
    """The seat of those whose row it is: the ministry's focal point, or the cluster's coordinator."""
    if item.ministry:
        return _own_seat(user, item.ministry)
    return _coordinating(user, item.cluster) if item.cluster else None
