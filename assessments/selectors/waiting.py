"""What waits on a person now, by the seats they hold, the earliest due first (36)."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.deadlines import Standing, end_of, standing
from assessments.enums import (
    ContributionState,
    ExtensionState,
    MailState,
    RoundKind,
    SubmissionStatus,
)
from assessments.models import Contribution, Extension, HandOut, ListClaim, Mail, Submission
from assessments.selectors.due import Dues, dues
from assessments.selectors.places import section_url
from assessments.selectors.reminding import OUT
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import User

S = SubmissionStatus
MOST = 50  # of each kind: nobody works from a longer list
TO_DO = {
    S.NOT_STARTED: gettext_lazy("Begin the report"),
    S.IN_PROGRESS: gettext_lazy("Go on with the report"),
    S.CLEARED: gettext_lazy("Submit the report: it is cleared, saved is not submitted"),
    S.RETURNED: gettext_lazy("Answer the points of the return"),
}


@dataclass(frozen=True)
class Todo:
    """One thing to do: of what, on which page, until when or since when it waits.

    ``total`` is how many of the kind wait, where they stand as one line.
    """

    text: str
    url: str
    of: object = ""
    standing: Standing | None = None
    since: dt.datetime | None = None
    total: int = 0


def todos(user: User) -> list[Todo]:
    """Everything that waits on the user; late and early due things before what has no date."""
    found = [todo for ask in ASKED for todo in ask(user)]
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(
        found, key=lambda todo: (todo.standing.due if todo.standing else far, todo.since or far)
    )


def _reports(user: User) -> Iterator[Todo]:
    """The reports of the own ministry that have not come in."""
    seats = [seat.ministry_id for seat in user.seats_with(Permission.FILL)]
    if not seats:
        return
    rows = Submission.objects.filter(
        ministry__in=seats, status__in=OUT, round__opened_at__isnull=False
    ).select_related("round", "ministry")
    found = list(rows.order_by("-round__opened_at", "number")[:MOST])
    known, now = dues(found), timezone.now()
    for row in found:
        page = "points" if row.status == S.RETURNED else "report"
        yield Todo(
            text=str(TO_DO[S(row.status)]),
            url=reverse(f"assessments:{page}", args=[row.pk]),
            of=row.round if not row.number else row,
            standing=None if row.number else known.standing(row, now),
        )


def _proposals(user: User) -> Iterator[Todo]:
    """What came by links and nobody has looked at, one line a report."""
    seats = [seat.ministry_id for seat in user.seats_with(Permission.FILL)]
    if not seats:
        return
    rows = Contribution.objects.filter(
        state=ContributionState.WAITING,
        link__assessment__submission__ministry__in=seats,
        link__assessment__submission__status__in=OUT,
    )
    counted = rows.order_by().values_list("link__assessment__submission")
    for report, total, since in counted.annotate(Count("pk"), Min("at")):
        yield Todo(
            text=_("Look at what came by links"),
            url=reverse("assessments:links", args=[report]),
            since=since,
            total=total,
        )


def _handed(user: User) -> Iterator[Todo]:
    """What colleagues handed to a contributor."""
    seats = [seat.pk for seat in user.seats_with(Permission.CONTRIBUTE)]
    if not seats:
        return
    rows = HandOut.objects.running().filter(
        seat__in=seats,
        assessment__submission__status__in=OUT,
        assessment__submission__round__opened_at__isnull=False,
    )
    rows = rows.select_related(
        "assessment__programme", "assessment__submission__round", "question__section"
    )
    found = list(rows.order_by("due_on", "created_at")[:MOST])
    known: Dues = dues(row.assessment.submission for row in found)
    for row in found:
        yield Todo(
            text=_("Write what was handed to you"),
            url=_place(row),
            of=row.assessment.programme,
            standing=standing(end_of(row.due_on), known.calendar, timezone.now()),
        )


def _place(row: HandOut) -> str:
    """Where exactly a hand-out is written."""
    if row.section:
        return section_url(row.assessment, row.section)
    if row.question:
        return section_url(row.assessment, row.question.section.code, row.question.code)
    return reverse("assessments:assessment", args=[row.assessment_id])


def _overdue(user: User) -> Iterator[Todo]:
    """For the focal point: what colleagues have kept too long, one line a report."""
    ministries = [seat.ministry_id for seat in user.seats_with(Permission.FILL)]
    if not ministries:
        return
    late = HandOut.objects.running().filter(
        due_on__lt=timezone.localdate(),
        assessment__submission__ministry__in=ministries,
        assessment__submission__status__in=OUT,
    )
    counted = late.order_by().values_list("assessment__submission").annotate(Count("pk"))
    for report, total in counted:
        yield Todo(
            text=_("What colleagues have in hand is overdue"),
            url=reverse("assessments:grid", args=[report]),
            total=total,
        )


def _reading(user: User) -> Iterator[Todo]:
    """The reviewer's own reports, and those that nobody has taken up."""
    seats = [seat.pk for seat in user.seats_with(Permission.REVIEW)]
    if not seats:
        return
    given = Submission.objects.filter(assigned_to__in=seats, status=S.SUBMITTED)
    for row in given.select_related("ministry").order_by("submitted_at")[:MOST]:
        yield Todo(
            text=_("Take up the report that was given to you"),
            url=reverse("assessments:read", args=[row.pk]),
            of=row.ministry,
            since=row.submitted_at,
        )
    mine = Submission.objects.filter(reviewer__in=seats, status=S.UNDER_REVIEW)
    for row in mine.select_related("ministry").order_by("submitted_at")[:MOST]:
        yield Todo(
            text=_("Read the report"),
            url=reverse("assessments:read", args=[row.pk]),
            of=row.ministry,
            since=row.submitted_at,
        )
    free = Submission.objects.filter(status=S.SUBMITTED, assigned_to=None).aggregate(
        total=Count("pk"), since=Min("submitted_at")
    )
    if free["total"]:
        yield Todo(
            text=_("Reports that nobody has taken up"),
            url=reverse("assessments:queue"),
            since=free["since"],
            total=free["total"],
        )


def _deciding(user: User) -> Iterator[Todo]:
    """What was recommended for acceptance."""
    if not user.seats_with(Permission.ACCEPT):
        return
    rows = Submission.objects.filter(status=S.RECOMMENDED).select_related("ministry")
    for row in rows.order_by("recommended_at")[:MOST]:
        yield Todo(
            text=_("Decide on the report"),
            url=reverse("assessments:decision", args=[row.pk]),
            of=row.ministry,
            since=row.recommended_at,
        )


def _extensions(user: User) -> Iterator[Todo]:
    """Requests for more time that wait for a decision."""
    if not user.seats_with(Permission.EXTEND):
        return
    rows = Extension.objects.filter(state=ExtensionState.ASKED).exclude(
        round__kind=RoundKind.PRACTICE
    )
    for row in rows.select_related("ministry").order_by("asked_at")[:MOST]:
        yield Todo(
            text=_("Decide on more time"),
            url=reverse("assessments:extension", args=[row.pk]),
            of=row.ministry or "",
            since=row.asked_at,
        )


def _lists(user: User) -> Iterator[Todo]:
    """What ministries said of their lists and the register's keeper has not decided."""
    if not user.seats_with(Permission.MANAGE_REGISTER):
        return
    waiting = ListClaim.objects.waiting().aggregate(total=Count("pk"), since=Min("created_at"))
    if waiting["total"]:
        yield Todo(
            text=_("What ministries said of their programmes"),
            url=reverse("assessments:list_claims"),
            since=waiting["since"],
            total=waiting["total"],
        )


def _mails(user: User) -> Iterator[Todo]:
    """Mails that could not be sent: somebody is to be rung."""
    asked = user.seats_with(Permission.REVIEW) or user.seats_with(Permission.MANAGE_PEOPLE)
    if not asked:
        return
    failed = Mail.objects.filter(state=MailState.FAILED).aggregate(
        total=Count("pk"), since=Min("created_at")
    )
    if failed["total"]:
        yield Todo(
            text=_("Mails that could not be sent"),
            url=reverse("assessments:mails"),
            since=failed["since"],
            total=failed["total"],
        )


ASKED: tuple[Callable[[User], Iterator[Todo]], ...] = (
    _reports,
    _proposals,
    _handed,
    _overdue,
    _reading,
    _deciding,
    _extensions,
    _lists,
    _mails,
)
