"""Who may read the register and who may write in it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import Ministry, User
from nsss_gender.accounts.permissions import Verdict, can_manage_register, no, yes
from programmes.enums import JobKind, JobState, ProgrammeState
from programmes.models import Budget, Coverage, Programme, RegisterJob

MOST_JOBS = 3


def can_view_register(user: User) -> Verdict:
    """Everybody with a seat: the register holds no answers."""
    if not user.seats:
        return no(
            _(
                "The register is open to people with a seat. You hold none now; ask an administrator."
            )
        )
    return yes(user.seats[0])


def programme_block(programme: Programme) -> str:
    """Why nothing new can happen to a programme now: it has ended. Empty where it can."""
    if programme.state_on(timezone.localdate()) == ProgrammeState.ENDED:
        return _("This programme has ended. Reopen it first, if it was ended by mistake.")
    return ""


def can_change_programme(user: User, programme: Programme) -> Verdict:
    """Whether ``programme`` can be renamed, moved, merged, split or closed now (1)."""
    verdict = can_manage_register(user)
    if verdict and (reason := programme_block(programme)):
        return no(reason, verdict.seat)
    return verdict


def can_confirm_programme(user: User, programme: Programme) -> Verdict:
    """Whether ``programme`` waits for a keeper's confirmation (101)."""
    verdict = can_change_programme(user, programme)
    if verdict and not programme.proposed:
        return no(_("This programme is confirmed already."), verdict.seat)
    return verdict


def can_reopen_programme(user: User, programme: Programme) -> Verdict:
    """Whether ``programme`` has an end that can be taken back."""
    verdict = can_manage_register(user)
    if verdict and not programme.ended_on:
        return no(_("This programme has not ended."), verdict.seat)
    return verdict


def can_record_coverage(user: User, programme: Programme) -> Verdict:
    """A focal point of a ministry that leads or shares the programme today, or a keeper of the register."""
    if keeper := can_manage_register(user):
        return keeper
    today = timezone.localdate()
    ministries = {
        link.ministry_id for link in programme.ministry_links.all() if link.holds_on(today)
    }
    for seat in user.seats_with(Permission.FILL):
        if seat.ministry_id in ministries:
            return yes(seat)
    return no(_("Figures of a programme are entered by the ministries that run it."))


def can_change_figure(user: User, figure: Coverage | Budget) -> Verdict:
    """Whether a row of figures can be corrected or withdrawn now."""
    verdict = can_record_coverage(user, figure.programme)
    if verdict and figure.withdrawn_at:
        return no(_("This row was withdrawn. Enter a new one instead."), verdict.seat)
    return verdict


def can_change_ministry(user: User, ministry: Ministry) -> Verdict:
    """Whether ``ministry`` can be renamed or ended now (75)."""
    verdict = can_manage_register(user)
    if verdict and ministry.closed_on:
        return no(_("This ministry has ended. Reopen it first, if it was ended by mistake."), verdict.seat)  # fmt: skip
    return verdict


def can_reopen_ministry(user: User, ministry: Ministry) -> Verdict:
    """Whether ``ministry`` has an end that can be taken back."""
    verdict = can_manage_register(user)
    if verdict and not ministry.closed_on:
        return no(_("This ministry has not ended."), verdict.seat)
    return verdict


def can_bring(user: User) -> Verdict:
    """Whether the user may bring a file or ask for one now; a few at a time, so that all get theirs."""
    verdict = can_manage_register(user)
    busy = RegisterJob.objects.filter(asked_by=user, state__in=RegisterJob.BUSY)
    if verdict and busy.count() >= MOST_JOBS:
        return no(
            _("Three files are being worked on for you. Wait until one is done."), verdict.seat
        )
    return verdict


def can_map(user: User, job: RegisterJob) -> Verdict:
    """Whether the user may say now what unknown words of the file stand for."""
    verdict = _own_import(user, job)
    if verdict and job.state not in {JobState.MAPPING, JobState.PREVIEW}:
        return no(_("The words of this file can be mapped once it has been read."), verdict.seat)
    return verdict


def can_write(user: User, job: RegisterJob) -> Verdict:
    """Whether the user may have the preview written now."""
    verdict = _own_import(user, job)
    if not verdict:
        return verdict
    if job.state != JobState.PREVIEW:
        return no(_("Only a preview that nobody has written yet can be written."), verdict.seat)
    if job.expired:
        return no(_("This preview is older than seven days. Bring the file again."), verdict.seat)
    if not (job.counts.get("add") or job.counts.get("change")):
        if job.counts.get("invalid"):
            return no(
                _(
                    "No row brings anything new. Mend the rows that cannot be read, and bring the file again."
                ),
                verdict.seat,
            )
        return no(
            _("The file says what the register says already. There is nothing to write."),
            verdict.seat,
        )
    return verdict


def can_stop(user: User, job: RegisterJob) -> Verdict:
    """Whether the user may stop the job now: any keeper of the register, until it is finished."""
    verdict = can_manage_register(user)
    if verdict and job.state not in RegisterJob.OPEN:
        return no(_("This file is finished. There is nothing to stop."), verdict.seat)
    return verdict


def can_take(user: User, job: RegisterJob) -> Verdict:
    """Whether the user may take the made file away now."""
    verdict = can_manage_register(user)
    if verdict and (job.kind != JobKind.EXPORT or job.state != JobState.DONE):
        return no(_("This file is not ready."), verdict.seat)
    if verdict and job.expired:
        return no(_("This file is no longer kept. Ask for it again."), verdict.seat)
    return verdict


def _own_import(user: User, job: RegisterJob) -> Verdict:
    verdict = can_manage_register(user)
    if verdict and job.asked_by_id != user.pk:
        return no(_("Only the person who brought this file can go on with it."), verdict.seat)
    if verdict and job.kind != JobKind.IMPORT:
        return no(_("This is not an import."), verdict.seat)
    return verdict
