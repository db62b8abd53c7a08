"""What is wrong with a round before it is opened, each with the page that mends it (78)."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Milestone, Questionnaire, Round
from assessments.models.round import local_day
from assessments.selectors.due import DayWarning, day_warning
from assessments.selectors.opening import Opening, Told
from nsss_gender.accounts.models import Ministry
from nsss_gender.audit.models import Event
from programmes.models import Programme

Named = tuple[Any, str]  # what it is of, and the page that mends it ("" for none)


@dataclass(frozen=True)
class Check:
    """One thing to look at. ``grave``: the round would hardly work; ``day``: a day that is not worked."""

    text: str
    grave: bool = False
    rows: tuple[Named, ...] = ()
    url: str = ""
    label: str = ""
    day: DayWarning | None = None


def checks(found: Opening) -> list[Check]:
    """Everything that is wrong, the grave things first; five queries."""
    round_ = found.round
    told = [
        *_days(round_),
        *_expected(found),
        *_people(found),
        *_programmes(found),
        *_papers(round_),
    ]
    return sorted(told, key=lambda one: not one.grave)


# ── The round itself ────────────────────────────────────────────────────────────────────────────


def _days(round_: Round) -> Iterator[Check]:
    edit = reverse("assessments:round_edit", args=[round_.pk])
    label = _("Change title, questionnaire or deadline")
    if round_.deadline_at <= timezone.now():
        yield Check(_("The deadline is in the past."), grave=True, url=edit, label=label)
    warning = day_warning(local_day(round_.deadline_at))
    if warning:
        yield Check(
            _("The deadline falls on a day that is not worked."), day=warning, url=edit, label=label
        )
    short = round_.short_form_due_at
    if short and short > round_.deadline_at:
        yield Check(_("The short form is due after the whole report."), url=edit, label=label)
    other = _overlapping(round_)
    if other:
        rows = [(row, reverse("assessments:round", args=[row.pk])) for row in other]
        yield Check(_("Another round is open until after today:"), rows=tuple(rows))


def _overlapping(round_: Round) -> list[Round]:
    rows = Round.objects.filter(opened_at__isnull=False, deadline_at__gt=timezone.now())
    return list(rows.filter(kind=round_.kind).exclude(pk=round_.pk))


def _papers(round_: Round) -> Iterator[Check]:
    newest = Questionnaire.objects.order_by("-published_at").values("pk")[:1]
    looked = Event.objects.filter(stream=f"round:{round_.pk}", action="milestones saved")
    facts = Round.objects.filter(pk=round_.pk).values_list(
        "call_letter__memo_number",
        Subquery(newest),
        Exists(looked),
        Exists(Milestone.objects.filter(round=OuterRef("pk"))),
    )
    memo, questionnaire, seen, planned = facts.get()
    if not memo:
        yield Check(
            _("The call letter has no memo number yet. You can also write it after the opening."),
            url=reverse("assessments:round_letter", args=[round_.pk]),
            label=_("Call letter"),
        )
    if questionnaire != round_.questionnaire_id:
        yield Check(
            _("A newer questionnaire is published."),
            url=reverse("assessments:round_edit", args=[round_.pk]),
            label=_("Change title, questionnaire or deadline"),
        )
    if planned and not seen:
        yield Check(
            _(
                "The milestones were moved with the deadline when the round was copied: look at them once."
            ),
            url=reverse("assessments:milestones", args=[round_.pk]),
            label=_("Milestones"),
        )


# ── Who is asked ────────────────────────────────────────────────────────────────────────────────


def _expected(found: Opening) -> Iterator[Check]:
    listed = reverse("assessments:round_expected_list", args=[found.round.pk])
    if not found.asked:
        yield Check(
            _("Nothing is expected of any ministry: opening would make no report."),
            grave=True,
            url=listed,
            label=_("Change the whole list"),
        )


def _people(found: Opening) -> Iterator[Check]:
    seated = {one.seat.ministry_id for one in found.told}
    sitting = {one.seat.ministry_id for one in found.told if one.person}
    new = reverse("accounts:seat_new")
    yield from _ministries(
        _("Ministries without a focal point’s seat"),
        ((row, new) for key, row in found.asked.items() if key not in seated),
    )
    vacant = [one for one in found.told if one.seat.ministry_id not in sitting]
    yield from _ministries(
        _("Ministries whose focal point’s seat is vacant"),
        ((found.asked[key], _seat(first)) for key, first in _firsts(vacant).items()),
    )
    held = _firsts([one for one in found.told if one.person])
    yield from _ministries(
        _("Focal points without an e-mail address: no mail reaches them"),
        ((found.asked[key], _seat(one)) for key, one in held.items() if not one.address),
    )
    yield from _ministries(
        _("Focal points without a telephone number"),
        ((found.asked[key], _seat(one)) for key, one in held.items() if not one.phone),
    )
    yield from _ministries(
        _("Ministries without a Bangla name"),
        (
            (row, reverse("programmes:ministry", args=[row.pk]))
            for row in found.asked.values()
            if not row.name_bn
        ),
    )


def _firsts(told: Iterable[Told]) -> dict[uuid.UUID, Told]:
    """The first seat of each ministry, the primary one where it is among them."""
    firsts: dict[uuid.UUID, Told] = {}
    for one in told:
        if one.seat.ministry_id:
            firsts.setdefault(one.seat.ministry_id, one)
    return firsts


def _seat(one: Told) -> str:
    return reverse("accounts:seat", args=[one.seat.pk])


def _ministries(text: str, rows: Iterable[tuple[Ministry, str]]) -> Iterator[Check]:
    listed = tuple(rows)
    if listed:
        yield Check(text, rows=listed)


# ── What is asked about ─────────────────────────────────────────────────────────────────────────


def _programmes(found: Opening) -> Iterator[Check]:
    leads, asked = found.leads, found.asked
    unled = [row for row in found.running if row.pk not in leads]
    unasked = [row for row in found.running if row.pk in leads and leads[row.pk] not in asked]
    named = (
        (_("Programmes that no ministry leads: nobody is asked about them"), unled),
        (
            _("Programmes of ministries of which nothing is expected: nobody is asked about them"),
            unasked,
        ),
        (
            _("Programmes without a cluster: the plan has no chapter for them"),
            [row for row in found.running if row.cluster_id is None],
        ),
        (
            _("Programmes without a Bangla name"),
            [row for row in found.running if not row.name_bn],
        ),
    )
    for text, rows in named:
        if rows:
            yield Check(text, rows=tuple(_programme(row) for row in rows))


def _programme(row: Programme) -> Named:
    return row, reverse("programmes:detail", args=[row.pk])
