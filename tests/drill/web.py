"""A browser for drills and the bench: one connection that stays open, cookies, the fields of a form."""

import http.client
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

TIMEOUT = 30
# A form holds no field of these kinds; a box or a circle counts only when it is ticked.
NO_FIELD = frozenset({"submit", "button", "reset", "file", "image"})
TICKED = frozenset({"radio", "checkbox"})
Fields = dict[str, list[str]]


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    location: str
    body: str

    @property
    def saved(self) -> bool:
        """Whether the server has acknowledged a post: only a redirect says so."""
        return self.status == http.client.FOUND


@dataclass
class Browser:
    """One person at one site. ``headers`` go with every request."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    line: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, fields: Mapping[str, Any]) -> Answer:
        """Post a form. Raises OSError or HTTPException when the connection breaks: outcome unknown."""
        return self._ask("POST", path, urlencode(fields, doseq=True).encode())

    def form(self, path: str) -> Fields:
        """The fields of the page's forms, as they would be posted untouched."""
        page = self.get(path)
        if page.status != http.client.OK:
            raise AssertionError(f"{path} answered {page.status}: {page.body[:300]}")
        return form_fields(page.body)

    def close(self) -> None:
        if self.line:
            self.line.close()
        self.line = None

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Answer:
        if self.line is None:
            self.line = http.client.HTTPConnection(self.address, timeout=TIMEOUT)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Accept-Language": "en", **self.headers}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.line.request(method, path, body, headers)
            response = self.line.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        self._remember(response)
        if response.will_close:
            self.close()
        return Answer(response.status, response.headers.get("Location", ""), text)

    def _remember(self, response: http.client.HTTPResponse) -> None:
        for header in response.headers.get_all("Set-Cookie") or ():
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value


@contextmanager
def browser(address: str, session: str, **options: Any) -> Iterator[Browser]:
    """A browser that holds the session ``session``; closed at the end."""
    opened = Browser(address, {"sessionid": session}, **options)
    try:
        yield opened
    finally:
        opened.close()


class _Forms(HTMLParser):
    """Collects what a browser would post."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self.open = ""  # the textarea or the select that is being read
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        name = own.get("name") or ""
        if tag in {"textarea", "select"}:
            self.open, self.text = name, []
        elif tag == "option" and self.open and "selected" in own:
            self.fields.setdefault(self.open, []).append(own.get("value") or "")
        elif tag == "input" and name and _posted(own):
            self.fields.setdefault(name, []).append(own.get("value") or "")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.open:
            # A browser drops the line break after the opening tag.
            self.fields[self.open] = ["".join(self.text).removeprefix("\n")]
        if tag in {"textarea", "select"}:
            self.open = ""


def _posted(own: Mapping[str, str | None]) -> bool:
    kind = own.get("type") or "text"
    return kind not in NO_FIELD and (kind not in TICKED or "checked" in own)


def form_fields(page: str) -> Fields:
    """The fields of all forms on ``page``, hidden ones included, each name with its values once."""
    found = _Forms()
    found.feed(page)
    return {name: list(dict.fromkeys(values)) for name, values in found.fields.items()}
