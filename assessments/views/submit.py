"""Check, clear, submit, receipt, recall."""

import datetime as dt
import uuid
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.enums import SubmissionStatus
from assessments.forms.submit import ClearanceForm, ReasonForm
from assessments.models import Submission
from assessments.models.answer import draft_sheets
from assessments.models.clearance import printed_code
from assessments.permissions import can_fill, can_move, can_read_comments, clearing_arrow
from assessments.selectors import ministry, sending
from assessments.selectors.listing import set_aside
from assessments.selectors.shared import silent_partners
from assessments.selectors.versions import prints
from assessments.services.packets import draft_digest
from assessments.services.submissions import (
    Signed,
    submission_clear,
    submission_recall,
    submission_submit,
)
from assessments.views.doors import person, report_or_404

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def check(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Everything that is still missing, each with a link to its very place."""
    submission = report_or_404(request, pk)
    sheets = draft_sheets(submission)
    groups = sending.block_groups(submission, sheets)
    context = {
        "submission": submission,
        "groups": groups,
        "cautions": sending.cautions(submission, sheets) if submission.editable else [],
        "many": len(groups) > sending.MANY,
        **set_aside(submission),
        "silent": silent_partners(submission),
        "standing": sending.now_standing(submission),
        "verdict": can_fill(person(request), submission),
    }
    return render(request, "assessments/report_check.html", context)


@require_http_methods(FORM_METHODS)
@login_required
def clear(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record the authority's clearance of exactly the draft that was printed and signed."""
    submission = report_or_404(request, pk)
    if submission.status == SubmissionStatus.CLEARED:
        return redirect("assessments:submit", submission.pk)
    nil = submission.is_nil
    verdict = can_move(person(request), submission, clearing_arrow(submission, nil=nil))
    form = ClearanceForm(request.POST or None, nil=nil)
    if request.method == "POST":
        verdict.require()
        if form.is_valid() and _cleared(request, submission, form):
            messages.success(
                request, _("The clearance is recorded. The report is not submitted yet.")
            )
            return redirect("assessments:submit", submission.pk)
    context = {
        "submission": submission,
        "form": form,
        "verdict": verdict,
        "nil": nil,
        "version": None if nil else Version.now(submission),
        "unlooked": 0 if nil else sending.unlooked_count(submission),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "assessments/report_clear.html", context, status=status)


@dataclass(frozen=True)
class Version:
    """The draft as it stands: its code, when this very version was printed, or when an older one was."""

    code: str
    printed_at: dt.datetime | None
    older: dt.datetime | None

    @classmethod
    def now(cls, submission: Submission) -> "Version":
        """The version that would be cleared now."""
        code, printed = printed_code(draft_digest(submission)), prints(submission)
        return cls(code, printed.get(code), next(iter(printed.values()), None))


def _cleared(request: HttpRequest, submission: Submission, form: ClearanceForm) -> bool:
    """Whether it was recorded; a print of another version is said at the field of its code."""
    try:
        signed = Signed(**form.cleaned_data)
        submission_clear(submission=submission, signed=signed, by=person(request))
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


@require_http_methods(FORM_METHODS)
@login_required
def submit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm, then freeze the draft into a packet and send it."""
    submission = report_or_404(request, pk)
    if request.method == "POST":
        packet = submission_submit(submission=submission, by=person(request))
        messages.success(request, _("Submitted. This is your receipt."))
        return redirect("assessments:receipt", packet.pk)
    context = {
        "submission": submission,
        "sent": sending.what_is_sent(submission),
        "standing": sending.now_standing(submission),
        "verdict": can_move(person(request), submission, sending.submitting(submission)),
    }
    return render(request, "assessments/report_submit.html", context)


@require_safe
@login_required
def receipt(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What was received, when, and by which numbers it can be checked."""
    visible = ministry.reports_visible(person(request)).values("pk")
    packet = get_object_or_404(sending.packets(), pk=pk, submission__in=visible)
    context = {
        "packet": packet,
        "submission": packet.submission,
        "clearance": packet.data["clearance"],
        "standing": sending.received_standing(packet),
        "programmes": sending.received(packet),
        "recall": can_move(person(request), packet.submission, "recall"),
        "latest": sending.is_latest(packet),
        "own": sending.is_own(person(request), packet.submission),
        "central": can_read_comments(person(request)),
    }
    return render(request, "assessments/packet_receipt.html", context)


@require_http_methods(FORM_METHODS)
@login_required
def recall(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a submitted report back, with a reason, while no reviewer has claimed it."""
    submission = report_or_404(request, pk)
    verdict = can_move(person(request), submission, "recall")
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        verdict.require()
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            submission_recall(submission=submission, reason=reason, by=person(request))
            messages.success(request, _("The report is recalled. It is not submitted now."))
            return redirect("assessments:report", submission.pk)
    context: dict[str, object] = {"submission": submission, "form": form, "verdict": verdict}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "assessments/report_recall.html", context, status=status)
