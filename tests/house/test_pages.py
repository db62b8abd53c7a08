"""Everything that the table in tests/pages.py drives without a browser."""

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser as Parser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tinyhtml5.parser import HTMLParser

from nsss_gender.audit.models import Event
from tests.assessments.factories import Scene
from tests.house.conftest import Stage
from tests.pages import PAGES, PEOPLE, Page
from tests.people import signed_in

pytestmark = pytest.mark.django_db

READING = [page for page in PAGES if not page.post]
SHOWN = [p for p in READING if p.ok and not (p.redirects or p.file or p.name == "health")]
# Namespaces whose addresses are Django's own, behind their own tests.
FOREIGN = {"admin"}
LATIN = re.compile(r"[A-Za-z]{2,}")
# Words that stay Latin in Bangla text (glossary and product.md section 3).
ALLOWED = re.compile(
    r"^(NSSS|CMC|GED|SSPS|ILO|STEP|PDF|Excel|Word|SHA(-256)?|G2P|iBAS|TOTP|MIS|HTTP|POST|GET|CSV|PNG|JPEG|docx|xlsx|UTF|https?|WCAG|CSS|HTML|QR"
    r"|DEMO|English|Q\d.*|[MP]\d+|[A-F0-9-]{4,}|[a-f0-9]{8,}|[a-z0-9.@_-]+@[a-z0-9.-]+)$"
)


def address(page: Page, scene: Scene) -> str:
    return reverse(page.name, kwargs=page.args(scene))


def visitor(page: Page, scene: Scene) -> Client:
    """A browser of the first person who may open the page."""
    return Client() if page.anonymous else signed_in(scene.people[page.ok.split()[0]])


_SEEN: dict[int, Any] = {}


def seen(page: Page, stage: Stage) -> Any:
    """The page as its first visitor gets it; looked at once for all the tests that only read it."""
    if id(page) not in _SEEN:
        scene = stage(page)
        _SEEN[id(page)] = visitor(page, scene).get(address(page, scene))
    return _SEEN[id(page)]


def ask(client: Client, page: Page, url: str) -> Any:
    return client.post(url, dict(page.data)) if page.post else client.get(url)


# ── The map ─────────────────────────────────────────────────────────────────────────────────────


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from names(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"


def test_every_address_is_on_the_map():
    known = {name for name in names(get_resolver()) if name.split(":")[0] not in FOREIGN}
    assert known - {page.name for page in PAGES} == set()


def test_no_row_names_an_address_that_is_gone():
    assert {page.name for page in PAGES} - set(names(get_resolver())) == set()


# ── Access (law 2; reliability 1, 2) ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("entry", PAGES, ids=str)
def test_access(entry: Page, stage: Stage):
    scene = stage(entry)
    url = address(entry, scene)
    wrong = {}
    for person in (*(p for p in PEOPLE if not entry.may(p)), *(p for p in PEOPLE if entry.may(p))):
        before = Event.objects.count()
        answer = ask(signed_in(scene.people[person]), entry, url)
        if entry.may(person):
            if answer.status_code in {403, 404, 405, 500}:
                wrong[person] = (answer.status_code, "allowed")
        elif person in entry.out.split():
            assert answer.status_code in {302, 401}
        elif answer.status_code != entry.refused(person) or Event.objects.count() != before:
            wrong[person] = (answer.status_code, entry.refused(person))
    assert wrong == {}


@pytest.mark.parametrize("entry", [p for p in PAGES if not p.public], ids=str)
def test_without_a_sign_in_every_page_leads_to_it(entry: Page, stage: Stage):
    scene = stage(entry)
    url = address(entry, scene)
    answer = ask(Client(), entry, url)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("entry", [p for p in PAGES if p.post], ids=str)
def test_a_post_page_refuses_to_be_read(entry: Page, stage: Stage):
    scene = stage(entry)
    person = entry.ok.split()[0]
    assert signed_in(scene.people[person]).get(address(entry, scene)).status_code == 405


@pytest.mark.parametrize("entry", [p for p in PAGES if p.ok], ids=str)
def test_a_post_without_a_token_changes_nothing(entry: Page, stage: Stage):
    scene = stage(entry)
    url = address(entry, scene)
    before = Event.objects.count()
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.people[entry.ok.split()[0]])
    answer = client.post(url, {"x": "1"})
    assert answer.status_code in {403, 405}
    assert Event.objects.count() == before


# ── What every answer carries (reliability 17, 18, 21) ──────────────────────────────────────────


@pytest.mark.parametrize("entry", SHOWN, ids=str)
def test_headers(entry: Page, stage: Stage):
    answer = seen(entry, stage)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"]
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    if not entry.public:
        assert "no-store" in answer["Cache-Control"]


# ── Cost (law 10; reliability 52, 60) ───────────────────────────────────────────────────────────


def cost(page: Page, programmes: int, stage: Stage) -> int:
    scene = stage(page, programmes)
    client = visitor(page, scene)
    url = address(page, scene)
    client.get(url)  # what is read once per process, or once per session
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("entry", SHOWN, ids=str)
def test_one_row_and_three_rows_cost_the_same(entry: Page, stage: Stage):
    one, three = cost(entry, 1, stage), cost(entry, 3, stage)
    assert one == three
    assert three <= entry.queries


@pytest.mark.parametrize("entry", SHOWN, ids=str)
def test_first_load_is_light(entry: Page, stage: Stage):
    """Within 100 kB compressed and 8 requests, fonts included."""
    html = seen(entry, stage).content
    files = {
        found.decode()
        for found in re.findall(rb'(?:href|src)="(/static/[^"]+\.(?:css|js|woff2|svg|png))"', html)
    }
    for file in [one for one in files if one.endswith(".js")]:
        files |= imported(file)
    weight = len(gzip.compress(html))
    for file in files:
        weight += len(gzip.compress(_static(file)))
    assert len(files) + 1 <= 8
    assert weight <= 100_000


def imported(script: str) -> set[str]:
    """The modules that a script needs before it begins, and those that they need."""
    names = re.findall(rb'^import [^;]*"\./([^"]+)";', _static(script), re.MULTILINE)
    found = {f"{script.rpartition('/')[0]}/{name.decode()}" for name in names}
    return found.union(*(imported(one) for one in found))


def _static(url: str) -> bytes:
    found = finders.find(url.removeprefix(settings.STATIC_URL))
    assert isinstance(found, str)
    return Path(found).read_bytes()


# ── Markup ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("entry", SHOWN, ids=str)
def test_markup_is_sound(entry: Page, stage: Stage):
    html = seen(entry, stage).content.decode()
    parser = HTMLParser()
    parser.parse(html)
    assert parser.errors == []
    found = Reader.of(html)
    assert sorted(i for i in set(found.ids) if found.ids.count(i) > 1) == []
    assert sorted(set(found.refers) - set(found.ids)) == []
    assert found.headings == 1
    assert found.inline == []


class Reader(Parser):
    """Ids, references to ids, first-level headings, inline script and style of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.refers: list[str] = []
        self.headings = 0
        self.inline: list[str] = []

    @classmethod
    def of(cls, html: str) -> "Reader":
        reader = cls()
        reader.feed(html)
        return reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            self.refers += given.get(name, "").split()
        if given.get("href", "").startswith("#") and len(given["href"]) > 1:
            self.refers.append(given["href"][1:])
        self.headings += tag == "h1"
        if tag == "style" or "style" in given or any(n.startswith("on") for n in given):
            self.inline.append(tag)
        if tag == "script" and "src" not in given:
            self.inline.append(tag)


# ── Language (law 9) ────────────────────────────────────────────────────────────────────────────


class Words(Parser):
    """The Latin words of a Bangla page that stand outside elements marked lang="en"."""

    SILENT = frozenset({"script", "style", "code", "textarea"})
    VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[bool] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        silent = bool(self.stack and self.stack[-1])
        if given.get("lang"):
            silent = given["lang"] != "bn"
        hidden = silent or tag in self.SILENT
        if not hidden:
            for name in ("title", "aria-label", "placeholder", "alt"):
                self.read(given.get(name) or "")
        if tag not in self.VOID:
            self.stack.append(hidden)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID and self.stack:
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        if not (self.stack and self.stack[-1]):
            self.read(data)

    def read(self, text: str) -> None:
        for word in re.findall(r"[A-Za-z0-9@._-]+", text):
            if LATIN.search(word) and not ALLOWED.match(word.strip("._-")):
                self.found.append(word)


@pytest.mark.parametrize("entry", SHOWN, ids=str)
def test_a_bangla_page_is_in_bangla(entry: Page, stage: Stage):
    scene = stage(entry)
    client = visitor(entry, scene)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "bn"
    html = client.get(address(entry, scene)).content.decode()
    assert '<html lang="bn"' in html
    words = Words()
    words.feed(html)
    people = {word for user in scene.people.values() for word in user.name.split()}
    assert sorted(set(words.found) - people) == []
