"""The environment, read strictly: every complaint is kept and all are told at once."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

ON, OFF = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})


class Environment:
    """Reads variables by name (``NAME``, or ``NAME_FILE`` holding a path) and remembers what is wrong."""

    def __init__(self, dotenv: Path) -> None:
        self.names: set[str] = {"NSSS_DOTENV"}
        self.complaints: list[str] = []
        self._env = environ.FileAwareEnv()
        if dotenv.is_file():
            self._env.read_env(dotenv)

    def text(self, name: str, default: str) -> str:
        """The value without blanks at its ends; an empty value counts as not given."""
        self.names.add(name)
        value: str = self._env.str(name, default=default)
        return value.strip() or default

    def needed(self, name: str, default: str = "") -> str:
        """The value; without one and without a default, a complaint."""
        value = self.text(name, default)
        if not value:
            self.complaints.append(f"{name} is missing.")
        return value

    def one_of(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """One of a few words, or the default and a complaint."""
        word = self.text(name, default)
        if word in choices:
            return word
        self.complaints.append(f"{name} must be one of {', '.join(choices)}, not {word!r}.")
        return default

    def flag(self, name: str) -> bool:
        """A switch, off by default; a word that is neither yes nor no is a complaint, not a silent no."""
        word = self.text(name, "0").lower()
        if word not in ON | OFF:
            self.complaints.append(f"{name} must be 1 or 0, not {word!r}.")
        return word in ON

    def whole(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number within its bounds, or the default and a complaint."""
        word = self.text(name, str(default))
        if word.isascii() and word.isdigit() and least <= int(word) <= most:
            return int(word)
        self.complaints.append(
            f"{name} must be a whole number from {least} to {most}, not {word!r}."
        )
        return default

    def words(self, name: str, default: str = "") -> list[str]:
        """A list with commas between its words."""
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def database(self, name: str, default: str = "") -> dict[str, Any]:
        """Django's connection for an address such as ``postgres://user:password@host/name``."""
        address = self.needed(name, default)
        connection: dict[str, Any] = self._env.db_url_config(address or "sqlite://:memory:")
        return connection

    def mail(self, name: str, default: str = "") -> dict[str, Any]:
        """Django's ``EMAIL_*`` settings for an address such as ``smtp+tls://user:password@host:587``."""
        address = self.needed(name, default)
        settings: dict[str, Any] = self._env.email_url_config(address or "dummymail://")
        return settings

    def refuse(self, reasons: Mapping[str, bool]) -> None:
        """Adds each sentence whose condition is true."""
        self.complaints += [sentence for sentence, unsafe in reasons.items() if unsafe]

    def settle(self) -> None:
        """The last call: misspelt names are complaints too; stops the start if there is any."""
        given = {name for name in os.environ if name.startswith("NSSS_")}
        known = ", ".join(sorted(name for name in self.names if name.startswith("NSSS_")))
        for name in sorted(given):
            if name not in self.names and name.removesuffix("_FILE") not in self.names:
                self.complaints.append(f"{name} is not a setting; the known names are {known}.")
        if self.complaints:
            lines = "\n- ".join(["The settings were refused.", *self.complaints])
            raise ImproperlyConfigured(lines)
