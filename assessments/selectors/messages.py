"""The messages of a person's seats, in words, with the page to which each leads (36).

A message belongs to the seat: a successor sees what the former holder was told.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Assessment, ContributionLink, HandOut, Notice
from assessments.selectors.moves import MOVES
from assessments.selectors.reminded import OF_A_DEADLINE
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import User

# Where a message leads in the ministry's pages; every other one leads to the report itself.
POINTS = frozenset({"return"})
MORE_TIME = frozenset({"extension_granted", "extension_refused", "extension_given"})
ON_THE_LIST = frozenset(
    {
        "claim_accepted",
        "claim_declined",
        "lead_decided",
        "lead_gained",
        "proposal_confirmed",
        "proposal_merged",
    }
)
LINKS = frozenset({"link_due", "link_late"})
DECIDING = frozenset({"recommend"})


@dataclass(frozen=True)
class Message:
    """One message. ``due``: the deadline it tells of; ``about``: the programme it is of, where it is
    of one alone."""

    notice: Notice
    text: str
    url: str
    due: dt.datetime | None
    about: Assessment | None

    @property
    def unread(self) -> bool:
        return self.notice.read_at is None


def notices_of(user: User) -> QuerySet[Notice]:
    """What the user's seats were told, unread first, then the newest first."""
    seats = [seat.pk for seat in user.own_seats]
    rows = Notice.objects.filter(seat__in=seats).select_related(
        "seat__ministry", "submission__ministry", "submission__round", "read_by"
    )
    read = Case(When(read_at=None, then=0), default=1)
    return rows.order_by(read, "-created_at", "pk")


def messages(notices: Iterable[Notice]) -> list[Message]:
    """The notices in words; at most two queries, however many they are."""
    rows = list(notices)
    about = _programmes(rows)
    return [_message(row, about.get(row.pk)) for row in rows]


def _message(row: Notice, about: Assessment | None) -> Message:
    text = str(MOVES.get(row.transition) or _("There is news about the report."))
    return Message(row, text, _url(row, about), _due(row), about)


def _due(row: Notice) -> dt.datetime | None:
    """The deadline that a reminder's key names."""
    if row.transition not in OF_A_DEADLINE or not row.key:
        return None
    moment = row.key.split(":")[3]
    return dt.datetime.strptime(moment, "%Y%m%dT%H%MZ").replace(tzinfo=dt.UTC)


def _programmes(rows: Iterable[Notice]) -> Mapping[uuid.UUID, Assessment]:
    """The programme that a message about a hand-out or a link is of."""
    found: dict[uuid.UUID, Assessment] = {}
    for kind, model in (("hand_out", HandOut), ("link", ContributionLink)):
        keys = {
            row.pk: uuid.UUID(row.key.split(":")[1])
            for row in rows
            if row.key and row.key.startswith(f"{kind}:")
        }
        if keys:
            known = model._default_manager.select_related("assessment__programme")
            of = known.in_bulk(set(keys.values()))
            found |= {pk: of[key].assessment for pk, key in keys.items() if key in of}
    return found


def _url(row: Notice, about: Assessment | None) -> str:
    role, report = Role(row.seat.role), [row.submission_id]
    if role == Role.CONTRIBUTOR:
        return reverse("assessments:handed_to_me")
    if role != Role.FOCAL_POINT:
        name = "decision" if row.transition in DECIDING else "read"
        return reverse(f"assessments:{name}", args=report)
    if about and not row.transition.startswith("link"):
        return reverse("assessments:hand_out", args=[about.pk])
    pages = {
        "points": POINTS,
        "links": LINKS,
        "extension_ask": MORE_TIME,
        "programmes": ON_THE_LIST,
    }
    name = next((page for page, words in pages.items() if row.transition in words), "report")
    return reverse(f"assessments:{name}", args=report)
