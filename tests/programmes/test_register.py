"""Single writes to the register: who may, what is recorded."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from nsss_gender.accounts.enums import Role
from nsss_gender.audit.models import Event
from programmes.enums import MinistryPart
from programmes.models import Agency, Budget, Coverage, ProgrammeMinistry, TargetGroup
from programmes.selectors import Search, programme_list, programme_whole
from programmes.services.register import (
    agency_save,
    budget_save,
    coverage_save,
    figure_withdraw,
    term_save,
)
from tests.people import make_ministry, make_user
from tests.programmes.factories import make_programme

pytestmark = pytest.mark.django_db


def test_a_keeper_adds_and_mends_a_word() -> None:
    keeper = make_user("keeper", Role.ADMINISTRATOR)
    term = term_save(by=keeper, term=TargetGroup(code="bede", name_en=" Bede ", name_bn="বেদে"))
    term.name_bn = "বেদে সম্প্রদা\u09df"
    term_save(by=keeper, term=term)
    term_save(by=keeper, term=term)  # nothing new: nothing recorded
    first, second = Event.objects.filter(stream="register").order_by("sequence")
    assert (first.action, second.action) == ("group.added", "group.edited")
    assert second.changes == {"name_bn": ["বেদে", "বেদে সম্প্রদা\u09af\u09bc"]}
    assert first.changes["name_en"] == [None, "Bede"]
    assert second.by == str(keeper.pk)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_others_do_not_touch_the_words(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        term_save(by=make_user("other", role), term=TargetGroup(code="bede", name_en="Bede"))
    assert not TargetGroup.objects.exists()
    assert not Event.objects.exists()


def test_ministries_of_a_programme_enter_its_figures() -> None:
    lead, partner = make_ministry(), make_ministry()
    programme = make_programme(lead)
    ProgrammeMinistry.objects.create(
        programme=programme, ministry=partner, part=MinistryPart.PARTNER
    )
    for number, ministry in enumerate((lead, partner)):
        user = make_user(f"focal-{number}", Role.FOCAL_POINT, ministry)
        row = Coverage(programme=programme, period=f"201{number}", women=5, grade="A")
        coverage_save(by=user, coverage=row)
    assert programme.coverages.count() == 2
    event = Event.objects.latest("sequence")
    assert (event.action, event.changes["women"]) == ("coverage.added", [None, 5])


def test_a_foreign_ministry_and_a_contributor_do_not() -> None:
    programme = make_programme()
    row = Coverage(programme=programme, period="2018-19", women=5, grade="A")
    lead = programme.ministry_links.get().ministry
    for user in (
        make_user("foreign", Role.FOCAL_POINT),
        make_user("helper", Role.CONTRIBUTOR, lead),
        make_user("nobody"),
    ):
        with pytest.raises(PermissionDenied, match="entered by the ministries that run it"):
            coverage_save(by=user, coverage=row)
    assert not Coverage.objects.exists()


def test_a_row_that_says_nothing_is_refused() -> None:
    keeper = make_user("keeper", Role.ADMINISTRATOR)
    row = Coverage(programme=make_programme(), period="2018-19", grade="A")
    with pytest.raises(ValidationError, match="at least one figure"):
        coverage_save(by=keeper, coverage=row)
    row.split_note = "women by design"
    coverage_save(by=keeper, coverage=row)
    assert Coverage.objects.count() == 1


def test_an_agency_is_renamed_and_its_programmes_are_found() -> None:
    keeper = make_user("keeper", Role.ADMINISTRATOR)
    agency = Agency.objects.create(name_en="Department of Rest")
    programme = make_programme(agency=agency)
    agency.name_en, agency.aliases = "Department of Quiet", "DOQ"
    for _turn in range(2):
        agency_save(by=keeper, agency=agency)
    assert list(programme_list(Search(words="quiet doq"))) == [programme]
    assert list(programme_list(Search(words="rest"))) == []
    assert Event.objects.get().action == "agency.edited"


def test_figures_are_corrected_by_number_and_withdrawn_with_a_reason() -> None:
    lead = make_ministry()
    programme, focal = make_programme(lead), make_user("focal", Role.FOCAL_POINT, lead)
    row = Budget(programme=programme, period="2018-19", fiscal_year="2018-19", crore_taka=5, grade="A")  # fmt: skip
    for _turn in range(2):  # sent twice
        row = budget_save(by=focal, budget=row)
    row.crore_taka = 6
    assert budget_save(by=focal, budget=row, base=1).number == 2
    row.crore_taka = 7
    with pytest.raises(ValidationError, match="Somebody has changed this"):
        budget_save(by=focal, budget=row, base=1)
    with pytest.raises(ValidationError, match="Say why"):
        figure_withdraw(by=focal, figure=row, reason=" ")
    for _turn in range(2):
        figure_withdraw(by=focal, figure=row, reason="Counted twice.")
    with pytest.raises(PermissionDenied, match="was withdrawn"):
        budget_save(by=focal, budget=row, base=3)
    assert list(programme_whole().get(pk=programme.pk).budgets.all()) == []
    held = Budget.objects.get()
    assert (held.crore_taka, held.number, held.withdrawn_by) == (6, 3, focal)
    assert [event.action for event in Event.objects.order_by("sequence")] == [
        "budget.added",
        "budget.edited",
        "budget.withdrawn",
    ]


def test_a_foreign_ministry_touches_no_figure() -> None:
    stranger = make_user("stranger", Role.FOCAL_POINT)
    row = Budget.objects.create(programme=make_programme(), period="2018-19", crore_taka=5, grade="A")  # fmt: skip
    with pytest.raises(PermissionDenied):
        budget_save(by=stranger, budget=row, base=1)
    with pytest.raises(PermissionDenied):
        figure_withdraw(by=stranger, figure=row, reason="No.")
    assert not Event.objects.exists()
