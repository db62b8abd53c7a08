# ruff: noqa: RUF001  # Bangla digits are what is tested
"""Pages of the register: what they show, to whom, at what price."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nsss_gender.accounts.enums import Grade, Role
from programmes.models import Budget, Coverage, LifecycleStage, Programme, TargetGroup
from tests.people import every_role, make_ministry, make_user, signed_in
from tests.programmes.factories import make_programme

pytestmark = pytest.mark.django_db

LIST = reverse("programmes:list")


def detail(programme: Programme) -> str:
    return reverse("programmes:detail", args=[programme.pk])


@pytest.fixture
def reader() -> Client:
    return signed_in(make_user("reader", Role.OBSERVER))


def full_programme(**fields: Any) -> Programme:
    """A programme with a row of everything."""
    programme = make_programme(**fields)
    stage, _ = LifecycleStage.objects.get_or_create(code="old_age", defaults={"name_en": "Old age"})
    group, _ = TargetGroup.objects.get_or_create(code="women", defaults={"name_en": "Women"})
    programme.stages.add(stage)
    programme.groups.add(group)
    Coverage.objects.create(
        programme=programme, period="2025-26", women=2_900_000, grade=Grade.OFFICIAL
    )
    Budget.objects.create(
        programme=programme, period="2025-26", crore_taka=Decimal("4791.31"), grade=Grade.PARTNER
    )
    return programme


def test_the_list_shows_programmes(reader: Client) -> None:
    programme = full_programme(name_en="Old Age Allowance")
    page = reader.get(LIST)
    assert page.status_code == 200
    assert detail(programme) in page.content.decode()
    assert "Old Age Allowance" in page.content.decode()


def test_the_page_shows_figures_units_and_grades(reader: Client) -> None:
    programme = full_programme(
        grade=Grade.BACKGROUND, name_bn_confirmed=False, start="2008 (calendar)"
    )
    text = reader.get(detail(programme)).content.decode()
    for shown in ("29,00,000", "4,791.31", "(in crore taka)", "2008 (calendar)"):
        assert shown in text
    assert text.count("To be confirmed") == 4  # notice, Bangla name, cluster, source
    assert "not known" in text  # men are not known, which is not nothing


def test_the_page_in_bangla_has_bangla_names_and_digits(reader: Client) -> None:
    programme = full_programme(name_bn="বয়স্ক ভাতা")
    reader.cookies["language"] = "bn"
    text = reader.get(detail(programme), headers={"accept-language": "bn"}).content.decode()
    assert "বয়স্ক ভাতা" in text
    assert "২৯,০০,০০০" in text
    assert "৪,৭৯১.৩১" in text


def test_everybody_with_a_seat_may_read() -> None:
    programme = full_programme()
    for role, user in every_role().items():
        client = signed_in(user)
        for address in (LIST, detail(programme)):
            assert client.get(address).status_code == 200, (role, address)


def test_without_a_seat_the_page_says_why_not() -> None:
    client = signed_in(make_user("stranger"))
    for address in (LIST, detail(full_programme())):
        page = client.get(address)
        assert page.status_code == 403
        assert "open to people with a seat" in page.content.decode()


def test_nobody_signed_in_is_sent_to_sign_in(client: Client) -> None:
    for address in (LIST, detail(full_programme())):
        page = client.get(address)
        assert page.status_code == 302
        assert page["Location"].startswith(reverse("account_login"))


def test_nothing_is_posted_here(reader: Client) -> None:
    assert reader.post(LIST).status_code == 405
    assert reader.post(detail(full_programme())).status_code == 405


def test_a_programme_that_is_not_there_is_not_found(reader: Client) -> None:
    assert reader.get(reverse("programmes:detail", args=[uuid.uuid4()])).status_code == 404


def test_fifty_programmes_a_page_and_filters_stay(reader: Client) -> None:
    ministry = make_ministry()
    for number in range(51):
        make_programme(ministry, code=f"Y{number:03}")
    first = reader.get(LIST, {"q": "programme", "ministry": ministry.code})
    assert len(first.context["page"].object_list) == 50
    assert f"?q=programme&amp;ministry={ministry.code}&amp;page=2" in first.content.decode()
    second = reader.get(LIST, {"q": "programme", "page": "2"})
    assert [row.code for row in second.context["page"]] == ["Y050"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"cluster": "forged"}, "Choose one from the list."),
        ({"ministry": "' OR 1=1 --"}, "Choose one from the list."),
        ({"q": "x" * 201}, "200"),
        ({"q": "nul\0"}, "q_error"),
    ],
)
def test_what_cannot_be_understood_is_named_and_does_not_filter(
    reader: Client, query: dict[str, str], message: str
) -> None:
    make_programme()
    page = reader.get(LIST, query)
    assert page.status_code == 200
    assert message in page.content.decode()
    assert "error-summary" in page.content.decode()
    assert len(page.context["page"].object_list) == 1


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "two", "১"])
def test_a_page_number_out_of_reach_gives_a_page(reader: Client, page: str) -> None:
    make_programme()
    assert reader.get(LIST, {"page": page}).status_code == 200


def test_nothing_found_says_what_to_do(reader: Client) -> None:
    assert "The register is empty." in reader.get(LIST).content.decode()
    make_programme()
    assert "Nothing in the register matches." in reader.get(LIST, {"q": "zzz"}).content.decode()


def test_typed_markup_stays_text(reader: Client) -> None:
    programme = full_programme(name_en="<script>alert(1)</script>", note="<b>bold</b>")
    for address in (LIST, detail(programme), f"{LIST}?q=<script>"):
        text = reader.get(address).content.decode()
        assert "<script>alert" not in text
        assert "<b>bold" not in text
        assert 'value="<script>' not in text


def test_one_row_and_three_rows_cost_the_same(
    reader: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    programme = full_programme()
    costs = []
    for address in (LIST, detail(programme)):
        reader.get(address)  # sessions and languages are settled
        with django_assert_max_num_queries(12) as one:
            reader.get(address)
        costs.append(len(one))
    for year in ("2023-24", "2024-25"):
        full_programme()
        Coverage.objects.create(programme=programme, period=year, women=1, grade="A")
        Budget.objects.create(programme=programme, period=year, crore_taka=1, grade="A")
    again = []
    for address in (LIST, detail(programme)):
        with django_assert_max_num_queries(12) as three:
            reader.get(address)
        again.append(len(three))
    assert again == costs
    assert min(costs) > 5  # they were counted


def test_the_administration_mends_words_through_the_service() -> None:
    group = TargetGroup.objects.create(code="bede", name_en="Bede")
    address = reverse("admin:programmes_targetgroup_change", args=[group.pk])
    keeper = signed_in(make_user("keeper", Role.ADMINISTRATOR))
    fields = {"order": "1", "name_en": "Bede", "name_bn": "বেদে জনগোষ্ঠী", "aliases": ""}
    assert keeper.post(address, fields).status_code == 302
    group.refresh_from_db()
    assert group.name_bn == "বেদে জনগোষ্ঠী"
    programme = make_programme()
    looked = reverse("admin:programmes_programme_change", args=[programme.pk])
    assert keeper.get(looked).status_code == 200
    assert keeper.post(looked, {"name_en": "Changed"}).status_code == 403
    assert signed_in(make_user("focal", Role.FOCAL_POINT)).get(address).status_code in {302, 403}
