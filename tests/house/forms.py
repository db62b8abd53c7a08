"""The forms of a page as a browser would send them, filled in by kind of field with a given text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

# What a person would type where only one kind of thing fits.
DAY, NUMBER, YEAR, MOMENT = "03/02/2019", "1", "2018-19", "23:59"


@dataclass
class Control:
    """One field of a form; ``options`` are the values that can be chosen."""

    name: str
    kind: str
    value: str = ""
    most: int = 0
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """One form: where it goes, how, and its fields in order."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    @property
    def typed(self) -> list[Control]:
        """The fields in which somebody types freely."""
        return [one for one in self.controls if one.kind in {"text", "search", "textarea", "url"}]

    def filled(self, text: str) -> dict[str, str | list[str]]:
        """The fields with ``text`` wherever one types, the first choice wherever one chooses."""
        return {one.name: _value(one, text) for one in self.controls if one.name}


def _value(one: Control, text: str) -> str | list[str]:
    if one.kind == "hidden":
        return one.value
    if one.options:
        return next((value for value in one.options if value), "")
    if one.kind in {"date", "time", "number"}:
        return {"date": DAY, "time": MOMENT, "number": NUMBER}[one.kind]
    if any(word in one.name for word in ("held_on", "date", "_on", "day")):
        return DAY
    return text[: one.most] if one.most else text


class Page(HTMLParser):
    """Forms and query parameters of a page."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.forms: list[Form] = []
        self.parameters: set[str] = set()
        self._select: Control | None = None

    @classmethod
    def of(cls, html: str, url: str) -> "Page":
        page = cls(url)
        page.feed(html)
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self.url, given.get("action", ""))
            self.forms.append(Form(action, given.get("method", "get").lower()))
        elif tag == "a":
            self.parameters |= {
                name for name, _ in parse_qsl(urlsplit(given.get("href", "")).query)
            }
        elif self.forms:
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        name, most = given.get("name", ""), int(given.get("maxlength") or 0)
        if tag == "option" and self._select is not None:
            self._select.options.append(given.get("value", ""))
        elif tag in {"textarea", "select"} and name:
            one = Control(name, tag, most=most)
            self._select = one if tag == "select" else None
            self.forms[-1].controls.append(one)
        elif tag == "input" and name:
            self._input(name, most, given)

    def _input(self, name: str, most: int, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        choice = kind in {"radio", "checkbox"}
        known = next((one for one in self.forms[-1].controls if one.name == name), None)
        if choice and known:
            known.options.append(given.get("value", "on"))
            return
        options = [given.get("value", "on")] if choice else []
        self.forms[-1].controls.append(Control(name, kind, given.get("value", ""), most, options))

    @property
    def posts(self) -> Iterator[Form]:
        """The forms that change something, without the language switch and the sign-out."""
        for form in self.forms:
            ours = not any(way in form.action for way in ("/language/", "/logout/"))
            if form.method == "post" and ours and form.controls:
                yield form

    @property
    def asked(self) -> set[str]:
        """Every parameter by which the page can be narrowed, sorted or paged."""
        names = {one.name for form in self.forms if form.method == "get" for one in form.controls}
        return names | self.parameters | {"page"}
