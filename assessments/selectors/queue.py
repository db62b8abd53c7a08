"""The queue of the Cabinet Division: what is asked for, the reports it finds, and how many there are (39)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessments.deadlines import Calendar
from assessments.enums import ExtensionState, SubmissionStatus
from assessments.models import Assessment, Extension, Submission
from assessments.permissions import can_pass_on
from assessments.selectors.division import submitted
from assessments.selectors.workload import Load, Whose, whose, workload
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import Ministry, User, localized
from nsss_gender.accounts.permissions import Verdict
from programmes.models import Cluster

S = SubmissionStatus
OPEN = "open"
MOST = 100  # reports given away at once
# filter of the queue → its name and the states it shows
TABS: dict[str, tuple[Any, tuple[str, ...]]] = {
    OPEN: (gettext_lazy("To review"), (S.SUBMITTED, S.UNDER_REVIEW)),
    "returned": (
        gettext_lazy("With the ministry again"),
        (S.RETURNED, S.IN_PROGRESS, S.CLEARED),
    ),
    "recommended": (gettext_lazy("Recommended"), (S.RECOMMENDED,)),
    "accepted": (gettext_lazy("Accepted"), (S.ACCEPTED,)),
    "all": (pgettext_lazy("reports", "All"), tuple(S.values)),
}
# What a line shows and what its standing is reckoned from: a report has thrice as many columns.
SHOWN = (
    *("number", "status", "reviewer", "assigned_to", "submitted_at", "recommended_at"),
    *("round__title_en", "round__title_bn", "round__deadline_at"),
    *("ministry__name_en", "ministry__name_bn"),
)
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a tab, and "" where a filter is open."""

    state: str = OPEN
    reviewer: str = ""
    cluster: str = ""
    ministry: str = ""
    late: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Asked":
        """Read an address; an unknown tab is the first one."""
        said = {name: str(given.get(name, "")) for name in asdict(cls())}
        said["state"] = said["state"] if said["state"] in TABS else OPEN
        return cls(**said)

    def query(self, **changes: str) -> str:
        """The address that asks for the same, with some of it changed."""
        return urlencode({key: value for key, value in (asdict(self) | changes).items() if value})

    @property
    def narrowed(self) -> bool:
        """Whether anything but the tab is asked for."""
        return bool(self.reviewer or self.cluster or self.ministry or self.late)


@dataclass(frozen=True)
class Tab:
    """One filter of a list, as the tabs component takes it."""

    url: str
    label: str
    current: bool
    count: int


@dataclass(frozen=True)
class Queue:
    """The queue that one address asks for: read once, for the list, its counts and its choices.

    Something unknown in the address filters nothing, and ``asked`` no longer says it.
    """

    user: User
    asked: Asked
    whose: Whose
    clusters: Choices
    counted: Sequence[tuple[str, str, str, str, int]]  # state, ministry's code and names, reports

    @cached_property
    def ministries(self) -> Choices:
        """The ministries with a report in the list, in official order, whichever of them is chosen."""
        return [*{row[1]: localized(row[2], row[3]) for row in self.counted}.items()]

    @property
    def tabs(self) -> list[Tab]:
        """The tabs with their counts under the other filters, which stay in their addresses."""
        page, ministry = reverse("assessments:queue"), self.asked.ministry
        states: dict[str, int] = {}
        for state, code, _en, _bn, number in self.counted:
            if ministry in {"", code}:
                states[state] = states.get(state, 0) + number
        return [
            Tab(
                url=f"{page}?{self.asked.query(state=name)}",
                label=str(label),
                current=name == self.asked.state,
                count=sum(states.get(state, 0) for state in shown),
            )
            for name, (label, shown) in TABS.items()
        ]

    @property
    def count(self) -> int:
        """How many reports the list holds."""
        return next(tab.count for tab in self.tabs if tab.current)

    def reports(self) -> QuerySet[Submission]:
        """The reports: what waits on the user first, then the longest waiting. Who holds the reviewers'
        seats is known from the workload."""
        asked = Q(status__in=TABS[self.asked.state][1])
        if self.asked.ministry:
            asked &= Q(ministry__code=self.asked.ministry)
        found = _narrowed(submitted(self.user), self.user, self.asked, self.whose).filter(asked)
        bare = found.select_related(None).select_related("round", "ministry").only(*SHOWN)
        return bare.prefetch_related(None).order_by(_own(self.user), "submitted_at", "pk")


def queue(user: User, asked: Asked, calendar: Calendar) -> Queue:
    """Everything about the queue but its rows, in three queries."""
    found = whose(asked.reviewer, calendar)
    clusters = [(row.code, str(row)) for row in Cluster.objects.order_by("order", "code")]
    known = Asked(**asdict(asked) | {"reviewer": found.chosen})
    if known.cluster not in dict(clusters):
        known = Asked(**asdict(known) | {"cluster": ""})
    counted = _counted(user, known, found)
    if known.ministry and known.ministry not in {row[1] for row in counted}:
        # none of its reports are in this list: that is said, and the choice stays
        row = Ministry.objects.filter(code=known.ministry).first()
        known = Asked(**asdict(known) | {"ministry": row.code if row else ""})
        counted += [(known.state, row.code, row.name_en, row.name_bn, 0)] if row else []
    return Queue(user, known, found, clusters, counted)


def _counted(user: User, asked: Asked, found: Whose) -> list[Any]:
    known = Submission.objects.visible_to(user).order_by().values("pk")
    sent = Submission.objects.filter(pk__in=known, packets__number=1)
    sent = sent.annotate(first_at=F("packets__created_at"))
    names = [f"ministry__{name}" for name in ("code", "name_en", "name_bn", "order")]
    counted = _narrowed(sent, user, asked, found).order_by("ministry__order", "ministry__code")
    rows = counted.values_list("status", *names).annotate(Count("pk"))
    return [(state, code, en, bn, number) for state, code, en, bn, _order, number in rows]


def _narrowed(
    rows: QuerySet[Submission], user: User, asked: Asked, found: Whose
) -> QuerySet[Submission]:
    """Reviewer, cluster and lateness; ``first_at`` is annotated."""
    wanted = found.reports(user)
    if asked.cluster:
        of_cluster = Assessment.objects.listed().filter(programme__cluster__code=asked.cluster)
        wanted &= Q(pk__in=of_cluster.values("submission"))
    return rows.filter(wanted, _late()) if asked.late else rows.filter(wanted)


def _late() -> Q:
    """The report first came in after every deadline that held for it; a supplement is never late (35)."""
    granted = Extension.objects.filter(
        Q(ministry=None) | Q(ministry=OuterRef("ministry")),
        round=OuterRef("round"),
        state=ExtensionState.GRANTED,
        until_at__gte=OuterRef("first_at"),
    )
    return Q(~Exists(granted), number=0, first_at__gt=F("round__deadline_at"))


def _own(user: User) -> Case:
    """0 for what waits on the user, 1 for everything else."""
    mine = [seat.pk for seat in user.seats_with(Permission.REVIEW)]
    whens = [
        When(status=S.UNDER_REVIEW, reviewer__in=mine, then=Value(0)),
        When(status=S.SUBMITTED, assigned_to__in=mine, then=Value(0)),
    ]
    if user.seats_with(Permission.ACCEPT):
        whens.append(When(status=S.RECOMMENDED, then=Value(0)))
    return Case(*whens, default=Value(1))


# ── Giving reports to a colleague ───────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Given:
    """One report that somebody wants to give away, and whether they may."""

    submission: Submission
    verdict: Verdict


def to_give(user: User, asked: Sequence[str]) -> list[Given]:
    """The asked reports that the user may know of, at most a page of them; what is no report is left out."""
    keys = [key for key in asked[:MOST] if _is_key(key)]
    found = submitted(user).filter(pk__in=keys)
    return [Given(row, can_pass_on(user, row)) for row in found]


def _is_key(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def reviewers() -> list[Load]:
    """The reviewers' seats in which somebody sits, with what each has already; one query."""
    return [load for load in workload() if load.holder and not load.seat.ended_at]
