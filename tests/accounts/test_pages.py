"""The pages of this room: who may open them, what they do, what they cost."""

import uuid
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nsss_gender.accounts import services
from nsss_gender.accounts.enums import Role, SeatKind
from nsss_gender.accounts.models import Invitation, Seat, User
from nsss_gender.accounts.urls import urlpatterns
from nsss_gender.audit.models import Event
from tests.people import (
    browser,
    every_role,
    make_ministry,
    make_person,
    make_seat,
    make_user,
    signed_in,
)

pytestmark = pytest.mark.django_db

EVERYBODY = {
    "home",
    "profile",
    "session_list",
    "sessions_end_others",
    "kept",
    "kept_discard",
    "acting_end",
}
OWN = {"seat_list", "session_end", "seat_switch", "acting"}  # acting: while one acts for a ministry
PUBLIC = {"invitation_accept"}
POST_ONLY = {
    "session_end",
    "sessions_end_others",
    "kept_discard",
    "seat_switch",
    "acting_end",
    "person_sessions_end",
    "person_session_end",
    "invitation_withdraw",
}
NAMES = {str(pattern.name) for pattern in urlpatterns}
ADMINISTRATORS = NAMES - EVERYBODY - OWN - PUBLIC


@pytest.fixture
def alice() -> User:
    return make_user("alice", Role.ADMINISTRATOR)


@pytest.fixture
def bob() -> User:
    return make_user("bob", Role.FOCAL_POINT)


def address(name: str, person: User, seat: Seat) -> str:
    """The address of a page about ``person`` or ``seat``."""
    given = {"pk": seat.pk if name.startswith("seat") else person.pk, "session": 1, "token": "x"}
    if name in {"session_end"}:
        given["pk"] = 1
    pattern = next(p for p in urlpatterns if p.name == name).pattern
    kwargs = {key: given[key] for key in pattern.converters}
    return reverse(f"accounts:{name}", kwargs=kwargs)


@pytest.mark.parametrize("name", sorted(ADMINISTRATORS))
def test_only_administrators_open_the_pages_about_people(name, bob):
    people = every_role()
    where = address(name, bob, bob.seats[0])
    for role, user in people.items():
        client = signed_in(user)
        get, post = client.get(where).status_code, client.post(where).status_code
        if role == "administrator" and name == "person_reactivate":
            assert (get, post) == (403, 403)  # the person is active
        elif role == "administrator":
            assert 403 not in (get, post)
            assert get == (405 if name in POST_ONLY else 200)
        else:
            assert 200 not in (get, post)
            assert {get, post} <= {403, 405}
    anonymous = signed_in(make_person("charlie")).get(where).status_code
    assert anonymous in {403, 405}


@pytest.mark.parametrize("name", sorted(EVERYBODY | OWN | ADMINISTRATORS))
def test_nobody_opens_them_without_signing_in(name, bob, client):
    where = address(name, bob, bob.seats[0])
    assert client.get(where).url == f"/accounts/login/?next={where}"
    assert client.post(where).url == "/accounts/login/"
    assert client.post(where, {"x": "typed"}).status_code == 401


@pytest.mark.parametrize("name", sorted(ADMINISTRATORS))
def test_what_does_not_exist_is_not_found(name, alice):
    pattern = next(p for p in urlpatterns if p.name == name).pattern
    if "pk" not in pattern.converters:
        return
    kwargs = {"pk": uuid.uuid4(), "session": 1}
    where = reverse(f"accounts:{name}", kwargs={key: kwargs[key] for key in pattern.converters})
    assert signed_in(alice).post(where).status_code == 404


@pytest.mark.parametrize("name", sorted(EVERYBODY | OWN | ADMINISTRATORS | PUBLIC))
def test_no_post_without_a_token(name, alice, bob):
    strict = browser(enforce_csrf_checks=True)
    strict.force_login(alice)
    for headers in ({}, {"HTTP_ORIGIN": "https://evil.example"}):
        response = strict.post(address(name, bob, bob.seats[0]), {"reason": "x"}, **headers)
        assert response.status_code == 403
    assert Event.objects.count() == 0


def test_a_refusal_says_why(bob):
    page = signed_in(bob).get("/people/")
    assert "None of your seats allows this." in page.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_the_first_page_leads_somewhere(role):
    response = signed_in(make_user("bob", role)).get("/", follow=True)
    assert response.status_code == 200
    assert response.redirect_chain


def test_without_a_seat_the_first_page_says_whom_to_ask(alice):
    seat = alice.seats[0]
    services.seat_update(by=alice, seat=seat, office={"phone": "02-9555555"})
    text = signed_in(make_person("charlie")).get("/").content.decode()
    assert "Alice" in text
    assert "02-9555555" in text


def test_people_are_searched_and_filtered(alice, bob):
    ministry = bob.seats[0].ministry
    client = signed_in(alice)
    for query, expected in (
        ({}, {"alice", "bob"}),
        ({"q": "BOB"}, {"bob"}),
        ({"q": "bob@"}, {"bob"}),
        ({"ministry": ministry.code}, {"bob"}),
        ({"role": "administrator"}, {"alice"}),
        ({"role": "administrator", "ministry": ministry.code}, set()),
        ({"q": "%"}, set()),
    ):
        page = client.get("/people/", query)
        assert {person.username for person in page.context["page"].object_list} == expected


@pytest.mark.parametrize("where", ["/people/", "/seats/", "/people/invitations/", "/log/"])
def test_lists_cost_the_same_for_one_row_and_for_many(alice, where, django_assert_num_queries):
    client = signed_in(alice)

    def fill(number: int) -> None:
        seat = make_seat(make_person(f"p{number}"), Role.FOCAL_POINT, make_ministry())
        make_seat(seat.holder, Role.OBSERVER)
        services.invitation_create(
            by=alice, seat=seat, name="x", email=f"guest{number}@example.org"
        )

    fill(0)
    client.get(where)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(where)
    for number in range(1, 8):
        fill(number)
    with CaptureQueriesContext(connection) as many:
        client.get(where)
    assert len(many) == len(one) <= 12


def test_inviting_opens_a_seat_and_shows_the_link_once(alice, client):
    admin = signed_in(alice)
    ministry = make_ministry()
    form = admin.get("/people/invite/").context["form"]
    data = {
        "name": "Dora",
        "email": "dora@example.org",
        "role": "focal_point",
        "ministry": ministry.pk,
        "kind": "primary",
        "post": "Deputy Secretary",
        "pk": form["pk"].value(),
        "invitation": form["invitation"].value(),
    }
    page = admin.post("/people/invite/", data)
    link = page.context["link"]
    assert link in unescape(page.content.decode())
    again = admin.post("/people/invite/", data)
    assert again.context["link"] == ""
    assert (Seat.objects.filter(ministry=ministry).count(), Invitation.objects.count()) == (1, 1)
    where = link[link.index("/invitation/") :]
    assert client.get(where).status_code == 200
    answer = {"name": "Dora", "phone": "", "username": "dora", "password": "seven blue umbrellas"}
    assert client.post(where, answer | {"password": "nsss"}).status_code == 200
    assert client.post(where, answer).url == "/accounts/login/"
    assert client.get(where).status_code == 404
    dora = User.objects.get(username="dora")
    assert [str(seat.post) for seat in dora.seats] == ["Deputy Secretary"]


def test_a_bad_invitation_leaves_no_seat_behind(alice, bob):
    form = signed_in(alice).get("/people/invite/").context["form"]
    before = Seat.objects.count()
    data = {"name": "x", "email": bob.email, "role": "observer", "kind": "primary", "post": ""}
    data |= {"pk": form["pk"].value(), "invitation": form["invitation"].value()}
    page = signed_in(alice).post("/people/invite/", data)
    assert "already has an account" in page.content.decode()
    assert Seat.objects.count() == before


def test_a_person_page_shows_and_saves(alice, bob):
    client = signed_in(alice)
    where = f"/people/{bob.pk}/"
    assert client.get(where).status_code == 200
    data = {"name": "রবিউল", "email": "new@example.org", "phone": "", "language": "bn"}
    assert client.post(where, data).status_code == 302
    assert User.objects.get(pk=bob.pk).name == "রবিউল"
    page = client.post(where, data | {"email": "alice@example.org"})
    assert page.status_code == 200
    assert page.context["form"].errors


def test_nobody_gives_themselves_more_by_adding_fields(bob):
    client = signed_in(bob)
    data = {"name": "Bob", "phone": "", "language": "en"}
    extra = {"is_active": "", "username": "root", "email": "x@example.org", "is_superuser": "on"}
    client.post("/account/", data | extra)
    after = User.objects.get(pk=bob.pk)
    assert (after.username, after.email, after.is_superuser, after.is_active) == (
        "bob",
        "bob@example.org",
        False,
        True,
    )


def test_delicate_steps_ask_why_and_then_happen(alice, bob):
    client, seat = signed_in(alice), bob.seats[0]
    charlie = make_person("charlie")
    where = f"/seats/{seat.pk}/hand-over/"
    page = client.post(where, {"user": charlie.pk})
    assert list(page.context["form"].errors) == ["reason"], page.content.decode()
    assert client.post(where, {"user": charlie.pk, "reason": "transfer"}).status_code == 302
    assert client.get(where).status_code == 200
    assert client.post(f"/seats/{seat.pk}/vacate/", {"reason": "left"}).status_code == 302
    grant = {"seat": seat.pk, "reason": "back"}
    assert client.post(f"/people/{bob.pk}/seat/", grant).status_code == 302
    assert client.post(f"/people/{bob.pk}/deactivate/", {"reason": "x"}).status_code == 302
    assert client.get(f"/people/{bob.pk}/deactivate/").status_code == 403
    assert client.post(f"/people/{bob.pk}/reactivate/", {"reason": "x"}).status_code == 302
    assert client.post(f"/seats/{seat.pk}/end/", {"reason": "over"}).status_code == 302
    assert client.get(f"/seats/{seat.pk}/").status_code == 200
    assert client.post(f"/seats/{seat.pk}/end/", {"reason": "again"}).status_code == 403


def test_an_administrator_who_takes_a_seat_stays_signed_in(alice):
    client = signed_in(alice)
    vacant = make_seat(None, Role.OBSERVER)
    client.post(f"/people/{alice.pk}/seat/", {"seat": vacant.pk, "reason": "holiday cover"})
    assert client.get("/people/").status_code == 200


def test_a_seat_page_saves_office_data(alice, bob):
    seat = bob.seats[0]
    client = signed_in(alice)
    data = {"post": "উপসচিব", "mail": "not an address"}
    assert client.post(f"/seats/{seat.pk}/", data).context["form"].errors
    assert client.post(f"/seats/{seat.pk}/", data | {"mail": ""}).status_code == 302
    assert Seat.objects.get(pk=seat.pk).post == "উপসচিব"


def test_a_vacant_seat_is_opened_and_found(alice):
    client = signed_in(alice)
    form = client.get("/seats/new/").context["form"]
    data = {"pk": form["pk"].value(), "role": "focal_point", "kind": "primary", "post": ""}
    assert client.post("/seats/new/", data).context["form"].errors
    data["ministry"] = make_ministry().pk
    for _ in range(2):
        assert client.post("/seats/new/", data).status_code == 302
    page = client.get("/seats/", {"vacant": "on"})
    assert [seat.kind for seat in page.context["page"].object_list] == [SeatKind.PRIMARY]


def test_the_log_is_shown_filtered_and_exported(alice, bob):
    services.user_update(by=alice, user=bob, person={"name": "=Bob()"})
    client = signed_in(alice)
    page = client.get("/log/", {"stream": f"user:{bob.pk}"})
    assert "=Bob()" in unescape(page.content.decode())
    assert len(page.context["rows"]) == 1
    assert client.get("/log/", {"first_day": "৩১/০২/২০২৬"}).context["form"].errors
    file = client.get("/log/csv/")
    text = b"".join(file.streaming_content).decode()
    assert "attachment" in file["Content-Disposition"]
    assert "no-store" in file["Cache-Control"]
    assert "name: Bob → =Bob()" in text


def test_the_log_is_verified_from_its_page(alice, bob):
    services.user_update(by=alice, user=bob, person={"name": "Robert"})
    client = signed_in(alice)
    assert "The log verifies." not in client.get("/log/verify/").content.decode()
    assert "The log verifies." in client.post("/log/verify/").content.decode()


def test_looking_changes_nothing(alice, bob):
    client = signed_in(alice)
    for name in sorted(ADMINISTRATORS | EVERYBODY | {"seat_list"}):
        client.get(address(name, bob, bob.seats[0]))
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    "value", ["\x00", "x" * 100_000, "\ud800", "১২", "<script>alert(1)</script>"]
)
def test_odd_input_is_answered_plainly(alice, bob, value):
    client = signed_in(alice)
    text = value.encode(errors="replace").decode()
    for where in (f"/people/{bob.pk}/", f"/seats/{bob.seats[0].pk}/", "/people/invite/"):
        fields = dict.fromkeys(("name", "email", "post", "role", "pk", "kind", "reason"), text)
        response = client.post(where, fields)
        assert response.status_code in {200, 302}
        assert "<script>alert" not in response.content.decode()
    for query in ({"q": text}, {"page": text}, {"stream": text, "first_day": text}):
        assert client.get("/people/", query).status_code == 200
        assert client.get("/log/", query).status_code == 200


@pytest.mark.parametrize("language", ["en", "bn"])
def test_pages_open_in_both_languages(alice, bob, language):
    client = signed_in(alice)
    client.cookies["language"] = language
    for name in sorted((ADMINISTRATORS | EVERYBODY | {"seat_list"}) - POST_ONLY):
        response = client.get(address(name, bob, bob.seats[0]))
        assert response.status_code in {200, 302} or name == "person_reactivate", name


def test_the_menu_shows_what_the_seats_open(alice):
    labels = [str(item["label"]) for item in signed_in(alice).get("/people/").context["nav_items"]]
    assert {"People", "Log"} <= set(labels)
    current = [
        item for item in signed_in(alice).get("/people/").context["nav_items"] if item["current"]
    ]
    assert [str(item["label"]) for item in current] == ["People"]


def test_the_administration_is_for_administrators_and_read_only(alice, bob):
    client = signed_in(alice)
    for model in ("accounts/user", "accounts/seat", "audit/event", "accounts/ministry"):
        assert client.get(f"/administration/{model}/").status_code == 200
        assert client.get(f"/administration/{model}/add/").status_code == 403
    where = f"/administration/accounts/user/{bob.pk}/change/"
    assert client.get(where).status_code == 200
    assert client.post(where, {"name": "x"}).status_code == 403
    assert signed_in(bob).get("/administration/", follow=True).status_code == 403
