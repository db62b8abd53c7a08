"""What goes on paper: the report to sign, the receipt, the empty form; each on a page, as a PDF and as a Word file."""

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from assessments.selectors.records import intact
from nsss_gender.accounts.models import Ministry, User
from reports import selectors
from reports.builders import blank, letter, receipt, report, returned
from reports.builders import packet as sent
from reports.documents import Document
from reports.exports import page
from reports.forms import PaperForm, SentForm
from reports.models import Subject
from reports.permissions import can_export, can_read
from reports.views.asking import file_asked
from reports.views.plans import language

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@login_required
def report_paper(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The report as it stands now, to print and sign; ``?programme=`` one programme of it."""
    user = cast("User", request.user)
    submission = get_object_or_404(selectors.reports(user), pk=pk)
    programme = request.GET.get("programme")
    assessment = selectors.programme_or_404(submission, programme) if programme else None
    subject = Subject.of_report(submission, assessment)
    can_read(user, subject).require()
    draft = report.read(submission)
    context = {
        "submission": submission,
        "draft": draft,
        "assessment": assessment,
        "programmes": () if assessment else selectors.programmes(submission),
    }
    return _paper(request, subject, report.document(draft, assessment, language()), context)


@get_or_post
@login_required
def receipt_paper(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The receipt of a packet, to print and file."""
    user = cast("User", request.user)
    packet = get_object_or_404(selectors.packets(user), pk=pk)
    subject = Subject.of_packet(packet)
    can_read(user, subject).require()
    return _paper(request, subject, receipt.document(packet, language()), {"packet": packet})


@get_or_post
@login_required
def return_paper(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The letter about the last return of a packet, to print and send."""
    user = cast("User", request.user)
    packet = get_object_or_404(selectors.packets(user), pk=pk)
    subject = Subject.of_return(packet)
    can_read(user, subject).require()
    return _paper(request, subject, returned.document(packet, language()), {"packet": packet})


@get_or_post
@login_required
def packet(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A packet as it was sent, with what was decided; ``?programme=`` its answers in one programme."""
    user = cast("User", request.user)
    found = get_object_or_404(selectors.packets(user), pk=pk)
    asked = request.GET.get("programme")
    assessment = selectors.programme_or_404(found.submission, asked) if asked else None
    subject = Subject.of_sent(found, assessment)
    can_read(user, subject).require()
    document = sent.document(found, assessment, language(), brief=assessment is None)
    context = {
        "packet": found,
        "assessment": assessment,
        "programmes": () if assessment else selectors.sent_programmes(found),
        "packets": selectors.other_packets(found),
        "intact": intact(found),
    }
    return _paper(request, subject, document, context, SentForm)


@get_or_post
@login_required
def blank_paper(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The empty form of a round's questionnaire, for the pen."""
    user = cast("User", request.user)
    round_ = get_object_or_404(selectors.rounds(), pk=pk)
    subject = Subject.of_round(round_)
    can_read(user, subject).require()
    return _paper(request, subject, blank.document(round_, language()), {"round": round_})


@get_or_post
@login_required
def letter_paper(request: HttpRequest, pk: uuid.UUID, ministry: uuid.UUID) -> HttpResponse:
    """The call letter to one ministry, to print and send."""
    user = cast("User", request.user)
    round_ = get_object_or_404(selectors.lettered(ministry), pk=pk)
    addressee = get_object_or_404(Ministry, pk=ministry)
    subject = Subject.of_letter(round_, addressee)
    can_read(user, subject).require()
    document = letter.document(round_, addressee, language())
    return _paper(request, subject, document, {"round": round_})


@get_or_post
@login_required
def reminder_paper(request: HttpRequest, pk: uuid.UUID, ministry: uuid.UUID) -> HttpResponse:
    """The reminder to one ministry, to print and send."""
    user = cast("User", request.user)
    round_ = get_object_or_404(selectors.reminded(ministry), pk=pk)
    addressee = get_object_or_404(Ministry, pk=ministry)
    subject = Subject.of_reminder(round_, addressee)
    can_read(user, subject).require()
    document = letter.reminder(round_, addressee, language())
    return _paper(request, subject, document, {"round": round_})


def _paper(
    request: HttpRequest,
    subject: Subject,
    document: Document,
    context: Mapping[str, Any],
    kind: type[PaperForm] = PaperForm,
) -> HttpResponse:
    """Show the document with the form that asks for its file, or ask for it."""
    user = cast("User", request.user)
    form = kind(request.POST) if request.method == "POST" else kind.fresh(language())
    if form.is_bound and form.is_valid():
        return file_asked(request, subject, form)
    shown = {
        "form": form,
        "subject": subject,
        "document": page.render(document),
        "title": document.title,
        "export": can_export(user, subject),
        **context,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "reports/paper.html", shown, status=status)
