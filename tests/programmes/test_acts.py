"""Rename, move, share, merge, split, close, reopen: who may, from which day, what stays (1, 75)."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from nsss_gender.accounts.enums import Role
from nsss_gender.audit.models import Event
from nsss_gender.audit.services import log_breaks
from programmes import services
from programmes.enums import EndKind, ProgrammeState
from programmes.models import Programme, Succession
from programmes.selectors import (
    Search,
    ministry_programmes,
    newest_first,
    programme_leads,
    programme_list,
)
from tests.people import make_ministry, make_user
from tests.programmes.factories import make_programme

pytestmark = pytest.mark.django_db

DAY = dt.date(2020, 7, 1)
WHY = {"reason": "As the gazette says.", "source": "Gazette 12"}


@pytest.fixture
def keeper():
    return make_user("keeper", Role.ADMINISTRATOR)


def part(name, ministry):
    return services.PartOf(uuid.uuid4(), name, "", ministry)


def acts(programme, other, ministry, day=DAY, reason=WHY["reason"]):
    """Every act upon ``programme`` as (name, call with the person who asks)."""
    dated = {"programme": programme, "day": day, "reason": reason, "source": ""}
    return {
        "rename": lambda by: services.programme_rename(**dated, names=("New", "নতুন"), by=by),
        "move": lambda by: services.programme_move(**dated, ministry=ministry, by=by),
        "partner": lambda by: services.partner_add(**dated, ministry=ministry, by=by),
        "partner_end": lambda by: services.partner_end(
            programme=programme, ministry=ministry, day=day, reason=reason, by=by
        ),
        "merge": lambda by: services.programme_merge(**dated, into=other, by=by),
        "split": lambda by: services.programme_split(
            **dated, parts=[part("One", ministry), part("Two", ministry)], by=by
        ),
        "end": lambda by: services.programme_end(**dated, by=by),
        "reopen": lambda by: services.programme_reopen(programme=programme, reason=reason, by=by),
    }


ACTS = list(acts(None, None, None))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_a_keeper_acts(role):
    programme, other, ministry = make_programme(), make_programme(), make_ministry()
    person = make_user("other", role, ministry)
    for call in acts(programme, other, ministry).values():
        with pytest.raises(PermissionDenied):
            call(person)
    assert not Event.objects.exists()
    assert Programme.objects.count() == 2


@pytest.mark.parametrize("name", [name for name in ACTS if name not in {"end", "reopen"}])
def test_an_ended_programme_only_reopens(name, keeper):
    programme, other, ministry = make_programme(), make_programme(), make_ministry()
    every = acts(programme, other, ministry)
    every["end"](keeper)
    every["end"](keeper)  # sent twice
    before = Event.objects.count()
    assert before == 1
    with pytest.raises(PermissionDenied, match="Reopen it first"):
        every[name](keeper)
    every["reopen"](keeper)
    assert Event.objects.count() == before + 1


@pytest.mark.parametrize("name", [name for name in ACTS if name not in {"reopen", "partner_end"}])
def test_a_day_that_has_not_come_is_refused_with_the_reason(name, keeper, today):
    programme, other, ministry = make_programme(), make_programme(), make_ministry()
    tomorrow = today + dt.timedelta(days=1)
    with pytest.raises(ValidationError, match="has not come yet"):
        acts(programme, other, ministry, day=tomorrow)[name](keeper)
    assert not Event.objects.exists()
    assert Programme.objects.count() == 2


@pytest.mark.parametrize("name", ACTS)
def test_a_reason_is_demanded(name, keeper):
    programme, other, ministry = make_programme(), make_programme(), make_ministry()
    every = acts(programme, other, ministry, reason=" ")
    if name == "reopen":
        acts(programme, other, ministry)["end"](keeper)
    before = Event.objects.count()
    with pytest.raises(ValidationError, match="Say why"):
        every[name](keeper)
    assert Event.objects.count() == before


def test_a_new_name_holds_from_its_day_and_the_old_one_is_still_found(keeper):
    programme = make_programme(name_en="Vulnerable Group Development", name_bn="ভিজিডি")
    renamed = services.programme_rename(
        programme=programme, names=(" Vulnerable Women Benefit ", "ভিডব্লিউবি"), day=DAY,
        by=keeper, **WHY,
    )  # fmt: skip
    assert (renamed.name_en, renamed.number) == ("Vulnerable Women Benefit", 2)
    assert renamed.name_on(DAY - dt.timedelta(days=1)).name_en == "Vulnerable Group Development"
    assert renamed.name_on(DAY).name_en == "Vulnerable Women Benefit"
    for words in ("group development", "women benefit", "ভিজিডি"):
        assert list(programme_list(Search(words=words))) == [programme]
    event = Event.objects.get()
    assert (event.action, event.reason) == ("programme.renamed", WHY["reason"])
    assert event.changes["name"] == [
        ["Vulnerable Group Development", "ভিজিডি"],
        ["Vulnerable Women Benefit", "ভিডব্লিউবি"],
    ]
    services.programme_rename(  # sent twice
        programme=programme, names=("Vulnerable Women Benefit", "ভিডব্লিউবি"), day=DAY, by=keeper, **WHY
    )  # fmt: skip
    assert Event.objects.count() == 1
    with pytest.raises(ValidationError, match="01/07/2020"):
        services.programme_rename(
            programme=programme, names=("Earlier", ""), day=DAY - dt.timedelta(days=1), by=keeper, **WHY
        )  # fmt: skip
    services.programme_rename(
        programme=programme, names=("Women Benefit", ""), day=DAY, by=keeper, **WHY
    )
    assert [name.name_en for name in newest_first(programme.names.all())] == [
        "Women Benefit",
        "Vulnerable Group Development",
    ]


def test_a_programme_moves_on_a_day_and_its_partner_may_become_its_lead(keeper):
    old, new = make_ministry(), make_ministry(acronym="NEWM")
    programme = make_programme(old)
    services.partner_add(
        programme=programme, ministry=new, day=dt.date(2019, 7, 1), by=keeper, **WHY
    )
    moved = services.programme_move(programme=programme, ministry=new, day=DAY, by=keeper, **WHY)
    before = DAY - dt.timedelta(days=1)
    assert (moved.lead_on(before), moved.lead_on(DAY)) == (old, new)
    assert list(ministry_programmes(old, before)) == [programme]
    assert list(ministry_programmes(old, DAY)) == []
    assert (
        list(ministry_programmes(new, before)) == list(ministry_programmes(new, DAY)) == [programme]
    )
    assert programme_leads() == {programme.pk: new.pk}
    assert list(programme_list(Search(words="newm"))) == [programme]
    services.programme_move(programme=programme, ministry=new, day=DAY, by=keeper, **WHY)
    assert Event.objects.count() == 2
    with pytest.raises(ValidationError, match="leads the programme"):
        services.partner_add(programme=programme, ministry=new, day=DAY, by=keeper, **WHY)


def test_a_partner_joins_and_leaves(keeper, today):
    programme, partner = make_programme(), make_ministry()
    for _turn in range(2):
        services.partner_add(programme=programme, ministry=partner, day=DAY, by=keeper, **WHY)
    assert list(ministry_programmes(partner, today)) == [programme]
    for _turn in range(2):
        services.partner_end(
            programme=programme, ministry=partner, day=today, reason="It left.", by=keeper
        )
    assert list(ministry_programmes(partner, today)) == []
    assert list(ministry_programmes(partner, DAY)) == [programme]
    assert [event.action for event in Event.objects.order_by("sequence")] == [
        "programme.partner_added",
        "programme.partner_ended",
    ]


def test_a_closed_ministry_takes_no_programme(keeper):
    closed = make_ministry(closed_on=DAY)
    for act in (services.programme_move, services.partner_add):
        with pytest.raises(ValidationError, match="no longer exists"):
            act(programme=make_programme(), ministry=closed, day=DAY, by=keeper, **WHY)


def test_a_merged_programme_ends_and_names_its_successor(keeper, today):
    programme, other = make_programme(proposed=True), make_programme()
    for _turn in range(2):
        merged = services.programme_merge(
            programme=programme, into=other, day=DAY, by=keeper, **WHY
        )
    assert (merged.end_kind, merged.ended_on, merged.proposed) == (EndKind.MERGED, DAY, False)
    assert merged.state_on(DAY - dt.timedelta(days=1)) == ProgrammeState.RUNNING
    assert merged.state_on(today) == ProgrammeState.ENDED
    assert [row.successor for row in merged.successions.all()] == [other]
    assert programme.pk not in programme_leads()
    assert list(programme_list()) == [other]
    assert set(programme_list(Search(state="all"))) == {programme, other}
    assert list(programme_list(Search(state="ended"))) == [programme]
    assert Event.objects.count() == 1
    reopened = services.programme_reopen(programme=programme, reason="A slip.", by=keeper)
    assert (reopened.ended_on, reopened.end_kind) == (None, "")
    assert not Succession.objects.exists()


def test_a_programme_goes_over_only_into_another_that_runs(keeper):
    programme, ended = make_programme(), make_programme(ended_on=DAY, end_kind=EndKind.CLOSED)
    for into, message in ((programme, "into itself"), (ended, "has ended")):
        with pytest.raises(ValidationError, match=message):
            services.programme_merge(programme=programme, into=into, day=DAY, by=keeper, **WHY)
    programme.refresh_from_db()
    assert programme.ended_on is None


def test_a_split_makes_programmes_with_the_facts_of_the_whole(keeper):
    whole, second = make_programme(), make_ministry()
    lead = whole.ministry_links.get().ministry
    parts = [part("Stipend, primary", lead), part("Stipend, secondary", second)]
    for _turn in range(2):
        made = services.programme_split(programme=whole, parts=parts, day=DAY, by=keeper, **WHY)
    assert [row.name_en for row in made] == ["Stipend, primary", "Stipend, secondary"]
    assert [row.code for row in made] == ["P001", "P002"]
    assert {row.cluster for row in made} == {whole.cluster}
    assert [row.lead_on(DAY) for row in made] == [lead, second]
    assert [row.lead_on(DAY - dt.timedelta(days=1)) for row in made] == [None, None]
    whole.refresh_from_db()
    assert whole.end_kind == EndKind.SPLIT
    assert [row.successor for row in whole.successions.all()] == made
    assert Event.objects.count() == 3
    with pytest.raises(ValidationError, match="at least two"):
        services.programme_split(
            programme=make_programme(), parts=parts[:1], day=DAY, by=keeper, **WHY
        )


def test_a_caller_that_asked_its_own_permission_acts_in_its_seat():
    reviewer = make_user("reviewer", Role.REVIEWER)
    programme, ministry = make_programme(), make_ministry()
    seat = reviewer.seats[0]
    services.programme_move(
        programme=programme, ministry=ministry, day=DAY, by=reviewer, seat=seat, **WHY
    )
    services.programme_end(programme=programme, day=DAY, by=reviewer, seat=seat, **WHY)
    with pytest.raises(PermissionDenied, match="Reopen it first"):
        services.programme_move(
            programme=programme, ministry=make_ministry(), day=DAY, by=reviewer, seat=seat, **WHY
        )
    assert {event.seat for event in Event.objects.all()} == {str(seat.pk)}
    assert log_breaks() == []
