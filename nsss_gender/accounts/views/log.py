"""The log, for administrators: who did what and when. Answers appear only as version and digest."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from nsss_gender.accounts.forms.people import LogForm
from nsss_gender.accounts.permissions import can_read_audit
from nsss_gender.accounts.views.asking import me, paged
from nsss_gender.audit import selectors
from nsss_gender.audit.exports import csv_lines
from nsss_gender.audit.services import log_breaks


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """The events that match the filter, newest first."""
    can_read_audit(me(request)).require()
    form = LogForm(request.GET or None)
    search = _search(form)
    page = paged(request, selectors.events(search))
    rows = [(event, selectors.change_rows(event)) for event in page.object_list]
    context = {"form": form, "page": page, "rows": rows, "narrowed": search != selectors.Search()}
    return render(request, "audit/event_list.html", context)


@require_safe
def audit_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same events as a CSV file in which no cell is a formula."""
    can_read_audit(me(request)).require()
    events = selectors.events(_search(LogForm(request.GET or None)))
    day = timezone.localdate().isoformat()
    return StreamingHttpResponse(
        csv_lines(events.iterator()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="log-{day}.csv"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def audit_verify(request: HttpRequest) -> HttpResponse:
    """The checkpoints, and the result of recomputing every hash."""
    can_read_audit(me(request)).require()
    context = {"page": paged(request, selectors.checkpoints()), "checked": request.method == "POST"}
    if context["checked"]:
        context["breaks"] = log_breaks()
    return render(request, "audit/verify.html", context)


def _search(form: LogForm) -> selectors.Search:
    valid = form.is_bound and form.is_valid()
    return selectors.Search(**form.cleaned_data) if valid else selectors.Search()
