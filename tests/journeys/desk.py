"""One person's browser: their page, their language, and what the browser complained about."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override, pgettext
from playwright.sync_api import Browser, Error, Locator, Page, Request, Response, expect

from nsss_gender.accounts.models import User
from tests.people import PASSWORD, signed_in

# Milliseconds for one thing to happen: much for a person, little for two cores that run two browsers and two servers.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)
# An answer of 4xx to a page is the product's own word; Chromium repeats it in its console. A journey
# may also take the connection away.
EXPECTED = re.compile(r"a status of (401|403|404|409|410|422)|ERR_INTERNET_DISCONNECTED")


@dataclass
class Desk:
    """What a person sees and does. ``faults`` holds every complaint of the browser."""

    page: Page
    base: str
    language: str
    javascript: bool
    faults: list[str] = field(default_factory=list)
    asked: set[Request] = field(default_factory=set)  # requests without an answer yet

    def watch(self) -> None:
        """Note errors of the console (the policy's among them), of scripts and of the server, and every
        request to another machine."""
        self.page.on("console", lambda said: self._heard(said.type, said.text))
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        self.page.on("requestfinished", self._done)
        self.page.on("requestfailed", self._done)

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error" and not EXPECTED.search(text):
            self.faults.append(f"console at {self.page.url}: {text}")

    def _asked(self, request: Request) -> None:
        self.asked.add(request)
        if not request.url.startswith((f"{self.base}/", "data:", "blob:")):
            self.faults.append(f"request to {request.url}")

    def _done(self, request: Request) -> None:
        self.asked.discard(request)

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} at {response.url}")

    def close(self) -> None:
        """Leave when every answer is there: a request that is still at work would write into the next test's
        database."""
        for _ in range(PATIENCE // 50):
            if not self.asked or self.page.is_closed():
                break
            self.page.wait_for_timeout(50)
        self.page.context.set_offline(True)  # nor does what a page says on leaving
        self.page.context.close()

    # Words and places

    def t(self, text: str, context: str = "") -> str:
        """The product's words in the language of this person."""
        with override(self.language):
            return pgettext(context, text) if context else gettext(text)

    def words(self, en: str, bn: str) -> str:
        """What this person types or reads: their own words, or a name that is data."""
        return bn if self.language == "bn" else en

    def open(self, name: str, *args: Any, query: str = "") -> Response:
        """Go to an address of the product. Out: its answer."""
        return self.visit(reverse(name, args=args) + query)

    def visit(self, path: str) -> Response:
        answer = self.page.goto(f"{self.base}{path}")
        assert answer is not None
        return answer

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.base)

    # What people do

    def button(self, text: str, *, inside: Locator | None = None) -> Locator:
        """The button with these words (a hidden rest may say which of several it is)."""
        place = inside or self.page.locator("main")
        return place.get_by_role("button", name=_named(self.t(text)))

    def press(self, text: str, *, inside: Locator | None = None) -> None:
        """Send the button's form, and wait for the page that answers."""
        self.go(self.button(text, inside=inside).first)

    def go(self, click: Locator) -> None:
        """Click what leads to another page, and wait until that page is there: whoever reads at once would
        read the page that is being left, or half of the new one."""
        with self.page.expect_navigation():
            click.click()

    def link(self, text: str, *, inside: Locator | None = None, context: str = "") -> Locator:
        place = inside or self.page.locator("main")
        return place.get_by_role("link", name=_named(self.t(text, context)))

    def follow(self, text: str, *, inside: Locator | None = None, context: str = "") -> None:
        self.go(self.link(text, inside=inside, context=context).first)

    def sees(self, text: str) -> None:
        """The words, in this person's language, stand on the page."""
        expect(self.page.locator("body")).to_contain_text(self.t(text))

    def heading(self, text: str) -> None:
        expect(self.page.locator("h1")).to_have_text(self.t(text))

    def sign_in(self, user: User) -> None:
        """Through the form, as everybody does."""
        self.open("account_login")
        self.page.locator("#id_login").fill(user.username)
        self.page.locator("#id_password").fill(PASSWORD)
        self.press("Sign in")
        expect(self.page.locator(".account-who")).to_contain_text(str(user))

    def choose_language(self, name: str) -> None:
        self.go(self.page.locator(".languages").get_by_role("button", name=name))
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)

    def fetch(self, click: Locator, folder: Path) -> Path:
        """Download what the link leads to. Out: the file."""
        with self.page.expect_download() as waiting:
            click.click()
        file = folder / waiting.value.suggested_filename
        waiting.value.save_as(file)
        return file


def until(page: Page, expression: str, wanted: Any = True, *, timeout: int = PATIENCE) -> None:
    """Wait until the script's value is the wanted one, whatever page comes and goes meanwhile.

    ``page.wait_for_function`` cannot do this here: it needs ``eval``, which the product's policy forbids.
    """
    found = None
    for _ in range(timeout // 50):
        try:
            found = page.evaluate(expression)
        except Error as gone:
            if "context" not in gone.message:  # neither destroyed under us nor missing
                raise
        if found == wanted:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{expression} was {found!r}, not {wanted!r}, after {timeout} ms")


def _named(text: str) -> re.Pattern[str]:
    return re.compile(rf"^{re.escape(text)}($|\s*[:–])")


def open_desk(
    browser: Browser,
    base: str,
    person: User | None = None,
    *,
    language: str = "en",
    javascript: bool = True,
    width: int = 1280,
) -> Desk:
    """A browser of its own; with a ``person`` it is signed in already."""
    context = browser.new_context(
        java_script_enabled=javascript,
        viewport={"width": width, "height": 900},
        accept_downloads=True,
        locale="en-GB",
    )
    cookies = {settings.LANGUAGE_COOKIE_NAME: language}
    if person is not None:
        session = signed_in(person).cookies[settings.SESSION_COOKIE_NAME]
        cookies[settings.SESSION_COOKIE_NAME] = session.value
    context.add_cookies(
        [{"name": name, "value": value, "url": base} for name, value in cookies.items()]
    )
    context.set_default_timeout(PATIENCE)
    desk = Desk(context.new_page(), base, language, javascript)
    desk.watch()
    return desk
