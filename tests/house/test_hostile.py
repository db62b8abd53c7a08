"""Hostile input on every page of the map: nothing becomes markup or SQL, nothing breaks (law 7; reliability 22, 23, 28)."""

from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.test import Client

from assessments.services.contributions import Gone
from tests.assessments.factories import STATES, Scene
from tests.house.conftest import Stage
from tests.house.forms import Form
from tests.house.forms import Page as Shown
from tests.house.test_pages import READING, SHOWN, address, visitor
from tests.pages import PAGES, Page
from tests.people import signed_in
from tests.reports.payloads import MARKUP

pytestmark = pytest.mark.django_db

MORE_MARKUP = (
    "<details open ontoggle=alert(1)>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "\u202e<script>alert(1)</script>\u202c",
    "\u202bعربي<img src=x onerror=alert(1)>\u202c",
    "<scr\u0000ipt>alert(1)</scr\u0000ipt>".replace("\u0000", ""),
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "<a href=data:text/html;base64,PHNjcmlwdD4=>x</a>",
    "<form action=javascript:alert(1)><button>x",
    "<button formaction=javascript:alert(1)>x",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "{{ request.user }}{% debug %}",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
)
# One text of them all; a short field takes those that fit.
EVERYTHING = "\n".join(
    text.format(port=9) if "{port}" in text else text for text in (*MARKUP, *MORE_MARKUP)
)
INJECTIONS = (
    "'",
    "' OR '1'='1",
    "'; DROP TABLE programmes_programme;--",
    '" OR ""="',
    "1) OR (1=1",
    "0 UNION SELECT password FROM accounts_user",
    "%' OR 1=1 --",
    "\\' OR 1=1 --",
    "১' OR '১'='১",
    "name_en) FROM accounts_user --",
    "-id__gt",
    "password__startswith",
    "%00",
    "{{7*7}}",
    "../../etc/passwd",
    "-1",
    "99999999999999999999",
    "\x00",
)


def test_there_are_enough_payloads():
    assert len({*MARKUP, *MORE_MARKUP}) >= 40


# ── Stored markup (22) ──────────────────────────────────────────────────────────────────────────


class Executable(HTMLParser):
    """What a browser would run or fetch that is not ours: empty on a sound page."""

    OURS = ("/static/", "data:image/")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += [f"{tag} {name}" for name in given if name.startswith("on")]
        if tag in {"style", "iframe", "object", "embed", "base", "math", "animate"}:
            self.found.append(tag)
        if tag == "script" and not given.get("src", "").startswith(self.OURS):
            self.found.append("script")
        if tag == "meta" and "http-equiv" in given:
            self.found.append("meta")
        if tag == "img" and not given.get("src", "").startswith(self.OURS):
            self.found.append("img")
        for name in ("href", "action", "formaction", "src", "xlink:href"):
            scheme = "".join(given.get(name, "").split()).lower().partition(":")[0]
            if scheme in {"javascript", "vbscript"} or given.get(name, "").startswith("data:text"):
                self.found.append(f"{tag} {name}")


def executable(html: str) -> list[str]:
    reader = Executable()
    reader.feed(html)
    return reader.found


def test_the_reader_sees_what_would_run():
    """The check itself can fail: each of these is found when it is not escaped."""
    unseen = [
        text
        for text in (
            "<script>alert(1)</script>",
            "<p onclick=alert(1)>",
            "<a href=' javascript:x'>",
        )
        if not executable(text)
    ]
    assert unseen == []


def poison(client: Client, url: str) -> int:
    """Send every form of a page with hostile text wherever one types; returns how many were sent."""
    answer: Any = client.get(url)
    if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
        return 0
    page, sent = Shown.of(answer.content.decode(), url), 0
    for form in page.posts:
        if form.typed:
            answer = client.post(form.action, form.filled(EVERYTHING))
            assert answer.status_code < 500, form.action
            assert answer.status_code != 200 or executable(answer.content.decode()) == []
            sent += 1
    return sent


def pages_in(state: str) -> list[Page]:
    """The pages of a state of the report, without the doors and the ways out."""
    out = ("account_", "mfa_", "language:", "health", "accounts:person_", "accounts:seat_")
    return [p for p in SHOWN if p.state == state and not p.name.startswith(out)]


@pytest.mark.parametrize("state", STATES)
def test_hostile_text_runs_nowhere(state: str, stage: Stage):
    """Every text field of every page of this state is filled with it; every role looks everywhere."""
    rows = pages_in(state)
    if not rows:
        pytest.skip("no page of the map is looked at in this state")
    scene = stage(rows[0])
    sent = sum(poison(visitor(row, scene), url) for row, url in _addresses(rows, scene))
    wrong: dict[str, list[str]] = {}
    for row, url in _addresses(rows, scene):
        for person in row.ok.split():
            answer = signed_in(scene.people[person]).get(url, follow=True)
            if found := executable(answer.content.decode()):
                wrong[f"{row} {person}"] = found
    assert wrong == {}
    assert sent or state not in {"in_progress", "under_review"}


def _addresses(rows: list[Page], scene: Scene) -> Iterator[tuple[Page, str]]:
    """The pages with their addresses, as far as the scene still has what they show."""
    for row in rows:
        # A form before may have moved the scene on, so that a page has nothing to show any more.
        with suppress(AttributeError, ObjectDoesNotExist, PermissionDenied, Gone):
            yield row, address(row, scene)


# ── SQL (23) ────────────────────────────────────────────────────────────────────────────────────


def sizes() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in {"accounts", "programmes", "assessments", "reports", "audit"}
    }


@pytest.mark.parametrize("entry", SHOWN, ids=str)
def test_no_parameter_becomes_sql(entry: Page, stage: Stage):
    scene = stage(entry)
    url, client = address(entry, scene), visitor(entry, scene)
    page = Shown.of(client.get(url).content.decode(), url)
    before, wrong = sizes(), {}
    for name in sorted(page.asked):
        for text in INJECTIONS:
            answer = client.get(f"{url}?{urlencode({name: text})}")
            if answer.status_code not in {200, 302, 400, 404, 422}:
                wrong[f"{name}={text}"] = answer.status_code
    assert wrong == {}
    assert sizes() == before


# ── Nonsense (28) ───────────────────────────────────────────────────────────────────────────────

LONG = "ক" * 700_000  # over two megabytes: more than a form may carry
SURROGATE = "%ED%A0%80"


def forms_of(entry: Page, scene: Scene, client: Client) -> list[Form]:
    url = address(entry, scene)
    if entry.post:
        return [Form(url, "post")]
    return list(Shown.of(client.get(url).content.decode(), url).posts)


@pytest.mark.parametrize("entry", [p for p in PAGES if p.ok and (p.post or p in READING)], ids=str)
def test_nonsense_never_breaks_a_form(entry: Page, stage: Stage):
    if entry.file or entry.redirects or entry.name == "health":
        pytest.skip("no form")
    scene = stage(entry)
    client = visitor(entry, scene)
    client.raise_request_exception = False
    wrong = []
    for form in forms_of(entry, scene, client):
        for label, body in nonsense(form):
            answer = client.post(
                form.action, body, content_type="application/x-www-form-urlencoded"
            )
            if answer.status_code >= 500:
                wrong.append((form.action, label, answer.status_code))
    assert wrong == []


def nonsense(form: Form) -> Iterator[tuple[str, str]]:
    """Bodies that no browser would send from this form."""
    names = [one.name for one in form.controls if one.name != "csrfmiddlewaretoken"] or ["text"]
    kept = {one.name: one.value for one in form.controls if one.kind == "hidden"}
    yield "nothing", ""
    for label, text in {
        "nul": "a\x00b",
        "wrong type": "[]{}",
        "huge number": "9" * 400,
        "negative": "-1",
        "bidi": "\u202eabc\ufeff",
        "astral": "\U0001f469\u200d\U0001f33e",
        "date": "31/02/2019",
    }.items():
        yield label, urlencode(dict.fromkeys(names, text))
        yield f"{label}, hidden kept", urlencode({**dict.fromkeys(names, text), **kept})
    yield "lone surrogate", "&".join(f"{name}={SURROGATE}" for name in names)
    yield "twice", "&".join(f"{name}=x&{name}=y" for name in names)
    yield "too long", urlencode({names[0]: LONG})
    yield "ten thousand fields", "&".join(f"f{number}=1" for number in range(10_000))
