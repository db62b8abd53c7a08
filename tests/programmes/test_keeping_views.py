# ruff: noqa: RUF001  # Bangla digits are what is tested
"""Pages on which the register is kept: one happy path each, mistakes, clashes, strangers (1 to 6, 75)."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from nsss_gender.accounts.enums import Role
from nsss_gender.audit.models import Event
from programmes.enums import MinistryPart
from programmes.models import Agency, Budget, Coverage, Programme, ProgrammeMinistry, TargetGroup
from tests.people import make_ministry, make_seat, make_user, signed_in
from tests.programmes.factories import make_programme

pytestmark = pytest.mark.django_db

WHY = {"day": "০১/০৭/২০২০", "source": "Gazette 12", "reason": "As the gazette says."}


@pytest.fixture
def keeper() -> Any:
    return signed_in(make_user("keeper", Role.ADMINISTRATOR))


def at(name: str, *args: Any) -> str:
    return reverse(f"programmes:{name}", args=args)


def facts(programme: Programme | None = None, **given: Any) -> dict[str, Any]:
    """What the page of the facts sends."""
    fields = {"name_en": "Rest Houses", "name_bn": "বিশ্রামাগার", "grade": "A", "source": "Gazette"}
    if programme:
        fields |= {"name_en": programme.name_en, "name_bn": programme.name_bn}
        fields |= {"base": str(programme.number), "cluster": str(programme.cluster_id)}
    return fields | given


# ── Add and correct ─────────────────────────────────────────────────────────────────────────────


def test_a_programme_is_added_and_a_second_click_adds_none(keeper):
    ministry, key = make_ministry(), str(uuid.uuid4())
    sent = facts(key=key, ministry=str(ministry.pk), code="P007", start_fy="২০১৮-১৯", functions=["promotive"])  # fmt: skip
    for _turn in range(2):
        answer = keeper.post(at("add"), sent)
        assert (answer.status_code, answer["Location"]) == (302, at("detail", key))
    made = Programme.objects.get()
    assert (made.code, made.start_fy, made.functions.get().function) == ("P007", "2018-19", "promotive")  # fmt: skip
    assert keeper.get(at("add")).context["form"]["code"].value() == "P008"


def test_a_similar_name_asks_for_a_tick(keeper):
    there = make_programme(name_en="Old Age Allowance", name_bn="বয়স্ক ভাতা")
    sent = facts(key=str(uuid.uuid4()), ministry=str(make_ministry().pk), name_en="Old-age allowances", name_bn="")  # fmt: skip
    page = keeper.post(at("add"), sent)
    assert page.status_code == 422
    assert page.context["form"].similar == [there]
    assert at("detail", there.pk) in page.content.decode()
    assert 'value="Old-age allowances"' in page.content.decode()
    assert keeper.post(at("add"), {**sent, "another": "on"}).status_code == 302
    assert Programme.objects.count() == 2


def test_all_mistakes_stand_at_their_place_and_the_text_stays(keeper):
    sent = facts(name_en="", start_fy="2018-20", key=str(uuid.uuid4()), note="typed")
    page = keeper.post(at("add"), sent)
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"name_en", "start_fy", "ministry"}
    assert "typed" in page.content.decode()
    assert not Programme.objects.exists()


def test_who_was_overtaken_sees_both_and_decides(keeper):
    programme = make_programme(benefit_rate="Tk 500")
    first, second = facts(programme, benefit_rate="Tk 600"), facts(programme, benefit_rate="Tk 650")
    assert keeper.post(at("edit", programme.pk), first).status_code == 302
    assert keeper.post(at("edit", programme.pk), first).status_code == 302  # sent twice
    page = keeper.post(at("edit", programme.pk), second)
    assert page.status_code == 409
    text = page.content.decode()
    assert page.context["form"].standing == [("Rate", "Tk 600")]
    assert "Tk 600" in text
    assert 'value="Tk 650"' in text
    assert keeper.post(at("edit", programme.pk), {**second, "base": "2"}).status_code == 302
    programme.refresh_from_db()
    assert (programme.benefit_rate, programme.number) == ("Tk 650", 3)
    assert Event.objects.count() == 2


# ── What happens on a day ───────────────────────────────────────────────────────────────────────


def test_each_act_has_its_page(keeper):
    lead, other = make_ministry(), make_ministry()
    programme, into = make_programme(lead), make_programme(code="P050")
    number = iter(range(1, 10))

    def act(name: str, *args: Any, **given: Any) -> int:
        sent = {**WHY, "base": str(next(number)), **given}
        return keeper.post(at(name, programme.pk, *args), sent).status_code

    assert act("rename", name_en="Quite Another", name_bn="") == 302
    assert act("partner_add", ministry=str(other.pk)) == 302
    assert act("partner_end", other.pk, day="02/07/2020") == 302
    assert act("move", ministry=str(other.pk), day="03/07/2020") == 302
    assert act("merge", into="p০৫০") == 302
    programme.refresh_from_db()
    assert programme.name_en == "Quite Another"
    assert programme.successions.get().successor == into
    assert keeper.get(at("rename", programme.pk)).status_code == 403
    assert act("reopen") == 302
    number = iter([7, 7])
    parts = {"name_en_1": "One of them", "ministry_1": lead.pk, "name_en_2": "Two", "ministry_2": other.pk}  # fmt: skip
    assert act("split", key=str(uuid.uuid4()), **parts) == 302
    assert programme.successions.count() == 2
    close = {**WHY, "base": str(into.number)}
    for _turn in range(2):  # a double click
        assert keeper.post(at("close", into.pk), close).status_code == 302
    assert Event.objects.filter(action="programme.closed").count() == 1
    history = keeper.get(at("history", programme.pk)).content.decode()
    for shown in ("programme.renamed", "Quite Another", "As the gazette says.", "01/07/2020"):
        assert shown in history


def test_what_is_missing_or_to_come_is_said_at_its_field(keeper):
    programme = make_programme()
    page = keeper.post(
        at("merge", programme.pk), {"base": "1", "into": "P999", "day": "01/07/2199"}
    )
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"into", "source", "reason"}
    sent = {**WHY, "day": "01/07/2199", "base": "1", "into": make_programme().code}
    page = keeper.post(at("merge", programme.pk), sent)
    assert page.status_code == 422
    assert "has not come yet" in str(page.context["form"].errors["day"])
    split = keeper.post(at("split", programme.pk), {**WHY, "base": "1", "key": str(uuid.uuid4()), "name_en_3": "Only"})  # fmt: skip
    assert split.status_code == 422
    assert {"name_en_1", "ministry_1", "name_en_2", "ministry_2", "ministry_3"} <= set(split.context["form"].errors)  # fmt: skip
    assert not Event.objects.exists()


def test_an_act_after_a_colleagues_shows_what_stands(keeper):
    programme = make_programme()
    keeper.post(at("rename", programme.pk), {**WHY, "base": "1", "name_en": "First", "name_bn": ""})
    page = keeper.post(at("rename", programme.pk), {**WHY, "base": "1", "name_en": "Second", "name_bn": ""})  # fmt: skip
    assert page.status_code == 409
    assert ("Name in English", "First") in page.context["form"].standing
    programme.refresh_from_db()
    assert programme.name_en == "First"


def test_a_proposed_programme_is_confirmed(keeper):
    programme = make_programme(proposed=True)
    assert keeper.post(at("confirm", programme.pk)).status_code == 302
    assert keeper.post(at("confirm", programme.pk)).status_code == 403
    programme.refresh_from_db()
    assert programme.proposed is False


# ── Figures (reliability 3) ─────────────────────────────────────────────────────────────────────


def test_a_ministry_enters_its_figures_and_nothing_else(today):
    lead = make_ministry()
    programme, other = make_programme(lead, grade="C"), make_programme(code="X900")
    focal = signed_in(make_user("focal", Role.FOCAL_POINT, lead))
    sent = {
        "key": str(uuid.uuid4()), "base": "0", "fiscal_year": "২০১৮-১৯", "unit": "persons",
        "women": "১,২৫,০০০", "men": "75,000", "source": "MIS, p. 4",
    }  # fmt: skip
    forged = {
        "grade": "C", "programme": str(other.pk), "number": "9", "withdrawn_at": "2020-01-01",
        "name_en": "Forged", "lead": str(lead.pk), "proposed": "on", "code": "P666",
    }  # fmt: skip
    before = Programme.objects.order_by("code").values()
    held = [dict(row) for row in before]
    for _turn in range(2):
        assert focal.post(at("coverage_add", programme.pk), sent | forged).status_code == 302
    row = Coverage.objects.get()
    assert (row.programme, row.women, row.men, row.hijra) == (programme, 125_000, 75_000, None)
    assert (row.grade, row.number, row.withdrawn_at, row.period) == ("A", 1, None, "2018-19")
    assert [dict(row) for row in Programme.objects.order_by("code").values()] == held
    for name in ("edit", "rename", "move", "merge", "split", "close"):
        assert focal.post(at(name, programme.pk), forged | WHY).status_code == 403
    assert [dict(row) for row in Programme.objects.order_by("code").values()] == held
    page = focal.get(at("detail", programme.pk)).content.decode()
    for shown in ("1,25,000", "75,000", "2,00,000", "Women 62 %; Men 38 %", "MIS, p. 4"):
        assert shown in page


def test_figures_are_corrected_withdrawn_and_never_overwritten(keeper):
    programme = make_programme()
    row = Budget.objects.create(programme=programme, period="2018-19", fiscal_year="2018-19", crore_taka=5, grade="A")  # fmt: skip
    sent = {"base": "1", "key": str(uuid.uuid4()), "fiscal_year": "2018-19", "crore_taka": "৪,৭৯১.৩১", "women_percent": "50", "source": "Budget", "grade": "B"}  # fmt: skip
    assert keeper.post(at("budget_edit", row.pk), sent).status_code == 302
    page = keeper.post(at("budget_edit", row.pk), {**sent, "crore_taka": "5,000"})
    assert page.status_code == 409
    assert page.context["form"].standing == [("Amount in crore taka", "4791.31")]
    wrong = keeper.post(at("budget_edit", row.pk), {**sent, "women_percent": "101", "crore_taka": "-1"})  # fmt: skip
    assert wrong.status_code == 422
    assert {"women_percent", "crore_taka"} <= set(wrong.context["form"].errors)
    assert keeper.post(at("budget_withdraw", row.pk), {"reason": "Twice."}).status_code == 302
    assert "4,791.31" not in keeper.get(at("detail", programme.pk)).content.decode()
    assert keeper.get(at("budget_edit", row.pk)).status_code == 403


def test_a_row_of_people_says_something(keeper):
    sent = {"key": str(uuid.uuid4()), "base": "0", "fiscal_year": "2018-19", "unit": "persons", "source": "x", "grade": "A"}  # fmt: skip
    page = keeper.post(at("coverage_add", make_programme().pk), sent)
    assert page.status_code == 422
    assert "at least one figure" in page.content.decode()


def test_charlie_of_another_ministry_enters_nothing():
    programme = make_programme()
    row = Coverage.objects.create(programme=programme, period="2018-19", women=1, grade="A")
    charlie = signed_in(make_user("charlie", Role.FOCAL_POINT))
    for address in (
        at("coverage_add", programme.pk), at("coverage_edit", row.pk), at("coverage_withdraw", row.pk),
        at("budget_add", programme.pk),
    ):  # fmt: skip
        assert charlie.get(address).status_code == 403
        assert charlie.post(address, {"women": "9", "reason": "x"}).status_code == 403
    assert (
        "coverage" not in charlie.get(at("detail", programme.pk)).content.decode().split("<main")[0]
    )
    assert not Event.objects.exists()


def test_a_partner_enters_figures_too():
    programme, partner = make_programme(), make_ministry()
    ProgrammeMinistry.objects.create(programme=programme, ministry=partner, part=MinistryPart.PARTNER)  # fmt: skip
    bob = signed_in(make_user("bob", Role.FOCAL_POINT, partner))
    assert bob.get(at("coverage_add", programme.pk)).status_code == 200


# ── Lists and ministries ────────────────────────────────────────────────────────────────────────


def test_words_are_added_changed_and_found(keeper):
    programme = make_programme()
    sent = {"name_en": "Bede people", "name_bn": "বেদে", "aliases": "gypsies", "order": "৫"}
    assert keeper.post(at("word_add", "groups"), sent).status_code == 302
    group = TargetGroup.objects.get()
    assert (group.code, group.order) == ("bede_people", 5)
    again = keeper.post(at("word_add", "groups"), sent)
    assert again.status_code == 422
    programme.groups.add(group)
    change = keeper.get(at("word_edit", "groups", group.pk)).context["form"]["seen"].value()
    sent |= {"seen": change, "aliases": "river nomads"}
    assert keeper.post(at("word_edit", "groups", group.pk), sent).status_code == 302
    stale = keeper.post(at("word_edit", "groups", group.pk), {**sent, "aliases": "others"})
    assert stale.status_code == 409
    assert stale.context["form"].standing == [("Other wordings", "river nomads")]
    found = keeper.get(at("list"), {"q": "river nomads"}).context["rows"]
    assert [row.programme for row in found] == [programme]
    assert keeper.get(at("words", "nothing")).status_code == 404


def test_an_agency_is_added_and_changed(keeper):
    assert keeper.post(at("word_add", "agencies"), {"name_en": "Department of Rest"}).status_code == 302  # fmt: skip
    agency = Agency.objects.get()
    seen = keeper.get(at("agency_edit", agency.pk)).context["form"]["seen"].value()
    sent = {"seen": seen, "name_en": "Department of Rest", "name_bn": "বিশ্রাম অধিদপ্তর"}
    assert keeper.post(at("agency_edit", agency.pk), sent).status_code == 302
    agency.refresh_from_db()
    assert agency.name_bn == "বিশ্রাম অধিদপ্তর"


def test_ministries_are_added_renamed_and_ended(keeper):
    ministry = make_ministry("Ministry of Relief")
    focal = make_user("focal", Role.FOCAL_POINT, ministry)
    programme = make_programme(ministry)
    key = str(uuid.uuid4())
    new = {"key": key, "name_en": "Ministry of Disasters", "name_bn": "", "kind": "ministry", "order": "7", "grade": "A"}  # fmt: skip
    for _turn in range(2):
        assert keeper.post(at("ministry_add"), new).status_code == 302
    renamed = {**WHY, "name_en": "Ministry of Much Relief", "name_bn": "ত্রাণ মন্ত্রণালয়"}
    for _turn in range(2):
        assert keeper.post(at("ministry_rename", ministry.pk), renamed).status_code == 302
    ended = {**WHY, "day": "01/07/2021", "successors": [key]}
    for _turn in range(2):
        assert keeper.post(at("ministry_close", ministry.pk), ended).status_code == 302
    page = keeper.get(at("ministry", ministry.pk))
    assert page.context["seats"] == [focal.seats[0]]
    text = page.content.decode()
    for shown in ("Ministry of Relief", "Ministry of Much Relief", "Seats to be handed on", "Gazette 12"):  # fmt: skip
        assert shown in text
    assert programme.ministry_links.get(valid_to=None).ministry_id == uuid.UUID(key)
    assert "Seats to be handed on" not in signed_in(focal).get(at("ministry", ministry.pk)).content.decode()  # fmt: skip
    assert (
        keeper.post(at("ministry_rename", ministry.pk), {**WHY, "name_en": "Z"}).status_code == 403
    )
    assert keeper.post(at("ministry_reopen", ministry.pk), WHY).status_code == 302


def test_somebody_with_two_seats_acts_in_the_one_that_may():
    person = make_user("double", Role.OBSERVER)
    keeper = make_seat(person, Role.ADMINISTRATOR)
    programme = make_programme()
    sent = {**WHY, "base": "1", "name_en": "Wholly New", "name_bn": ""}
    assert signed_in(person).post(at("rename", programme.pk), sent).status_code == 302
    assert Event.objects.get().seat == str(keeper.pk)
