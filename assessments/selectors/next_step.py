"""The one next click of a report: what the ministry does now."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.enums import SubmissionStatus
from assessments.selectors.ministry import Report

EDITING = frozenset(
    {SubmissionStatus.NOT_STARTED, SubmissionStatus.IN_PROGRESS, SubmissionStatus.RETURNED}
)


@dataclass(frozen=True)
class NextStep:
    """A click with its reason."""

    label: str
    why: str
    url: str


def next_step(report: Report) -> NextStep | None:
    """What to do now; None when the report is out of the ministry's hands without a packet."""
    status = report.submission.status
    if status in EDITING:
        return next(step for ask in EDITING_STEPS if (step := ask(report)))
    if status == SubmissionStatus.CLEARED:
        return NextStep(
            _("Submit the report"),
            _("It is cleared. Saved is not submitted."),
            _url("submit", report),
        )
    if report.packet:
        url = reverse("assessments:receipt", args=[report.packet.pk])
        return NextStep(_("Open the receipt"), _("The report is with the Cabinet Division."), url)
    return None


def _url(name: str, report: Report) -> str:
    return reverse(f"assessments:{name}", args=[report.submission.pk])


def _points(report: Report) -> NextStep | None:
    if not report.points_open:
        return None
    why = _("The Cabinet Division returned the report with points to answer.")
    return NextStep(_("Answer the points"), why, _url("points", report))


def _list(report: Report) -> NextStep | None:
    if report.submission.list_confirmed_at or report.nil:
        return None
    why = _("First see that the list holds all your programmes and no others.")
    return NextStep(_("Confirm the list"), why, _url("programmes", report))


def _nil(report: Report) -> NextStep | None:
    if not report.nil:
        return None
    why = _("Your ministry has no programme in the register: a cleared sentence is enough.")
    return NextStep(_("File a nil report"), why, _url("clear", report))


def _answers(report: Report) -> NextStep | None:
    if report.first_open is None:
        return None
    assessment, cell = report.first_open
    why = f"{assessment.programme}: {cell.title}"
    return NextStep(_("Go on with the answers"), why, cell.url)


def _strategy(report: Report) -> NextStep | None:
    if not report.blocks_in("strategy"):
        return None
    why = _("State what your ministry has of its own.")
    return NextStep(_("Own gender strategy and action plan"), why, _url("strategy", report))


def _consultation(report: Report) -> NextStep | None:
    if not report.blocks_in("consultation"):
        return None
    why = _("Say who was asked and what they said.")
    return NextStep(_("Record a consultation"), why, _url("consultations", report))


def _check(report: Report) -> NextStep | None:
    if not report.blocks:
        return None
    return NextStep(_("Check the report"), _("Something is still missing."), _url("check", report))


def _clear(report: Report) -> NextStep | None:
    why = _("Nothing is missing: have the report cleared and record the clearance.")
    return NextStep(_("Record the clearance"), why, _url("clear", report))


EDITING_STEPS: tuple[Callable[[Report], NextStep | None], ...] = (
    _nil,
    _points,
    _list,
    _answers,
    _strategy,
    _consultation,
    _check,
    _clear,
)
