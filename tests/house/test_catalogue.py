"""The Bangla catalogue: complete, nothing lost in translation, and Bangla throughout."""

import ast
import importlib
import inspect
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import override

from nsss_gender.accounts.adapter import AccountAdapter, SecondFactorAdapter
from nsss_gender.language import foreign

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale" / "bn" / "LC_MESSAGES" / "django.po"
SOURCES = ("nsss_gender", "programmes", "assessments", "reports", "templates", "static")

LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) (".*")')
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}|</?[a-z][^>]*>")
BANGLA = re.compile(r"[\u0985-\u09b9\u09dc-\u09e1]")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9+]*(?:-[A-Za-z0-9]+)*")
# Words that stay Latin in Bangla text (product.md section 3 and the glossary), and question codes.
KEPT = re.compile(
    r"NSSS|CMC|GED|SSPS|ILO|STEP|PDF|Excel|Word|SHA-256|G2P|iBAS\+\+|TOTP|MIS|QR|CSV|ZIP|JSON|UTF-8|https?|Q\d+[a-z]?"
)
# Translations that are nothing but a code or a sign.
NO_LETTER: frozenset[str] = frozenset({"PDF", "Excel", "Word", "SHA-256"})

# Where the sentences of nsss_gender/language/foreign.py come from.
FOREIGN = (
    *("django.forms.fields", "django.forms.forms", "django.forms.models"),
    *("django.core.validators", "django.db.models.fields", "django.db.models.base"),
    *("django.contrib.auth.models", "django.contrib.auth.password_validation"),
    *("allauth.account.adapter", "allauth.account.forms", "allauth.mfa.adapter"),
)


@dataclass
class Entry:
    """One entry of a catalogue: its keywords as they stand there, and its flags."""

    words: dict[str, str] = field(default_factory=dict)
    flags: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.words.get("msgctxt", ""), self.words["msgid"]

    @property
    def sources(self) -> list[str]:
        return [self.words[name] for name in ("msgid", "msgid_plural") if name in self.words]

    @property
    def translations(self) -> list[str]:
        return [text for name, text in self.words.items() if name.startswith("msgstr")]


def entries(path: Path) -> Iterator[Entry]:
    """The entries of a catalogue, without its head and without what is commented out."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        entry, name = Entry(), ""
        for line in block.splitlines():
            if line.startswith("#,"):
                entry.flags += line
            elif found := LINE.fullmatch(line):
                name = found[1]
                entry.words[name] = ast.literal_eval(found[2])
            elif line.startswith('"'):
                entry.words[name] += ast.literal_eval(line)
        if entry.words.get("msgid"):
            yield entry


ENTRIES = list(entries(CATALOGUE))
KNOWN = {entry.key for entry in ENTRIES}


def _bare(text: str) -> str:
    return PLACEHOLDER.sub(" ", text)


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


# ── The entries ─────────────────────────────────────────────────────────────────────────────────


def test_every_entry_is_translated_and_none_is_guessed():
    assert len(ENTRIES) > 1000, "the catalogue was not read"
    assert [entry.key for entry in ENTRIES if not all(entry.translations)] == []
    assert [entry.key for entry in ENTRIES if "fuzzy" in entry.flags] == []


def test_plurals_have_both_forms():
    wrong = [entry.key for entry in ENTRIES if len(entry.sources) != len(entry.translations)]
    assert wrong == []


def test_no_placeholder_and_no_tag_is_lost():
    wrong = []
    for entry in ENTRIES:
        # Every form may stand for either source: ours name the figure in both.
        wanted = [sorted(set(PLACEHOLDER.findall(source))) for source in entry.sources]
        given = [sorted(set(PLACEHOLDER.findall(text))) for text in entry.translations]
        wrong += [(entry.key, one) for one in given if one not in wanted]
    assert wrong == []


def test_spaces_and_breaks_at_the_edges_are_kept():
    wrong = [
        entry.key
        for entry in ENTRIES
        for text in entry.translations
        if _edges(text) != _edges(entry.sources[-1])
    ]
    assert wrong == []


def test_every_translation_is_bangla():
    wrong = [
        (entry.key, text)
        for entry in ENTRIES
        for text in entry.translations
        if text not in NO_LETTER and not BANGLA.search(_bare(text)) and _bare(text).strip(" –:")
    ]
    assert wrong == []


def test_latin_words_are_only_those_that_stay_latin():
    wrong = [
        (word, text)
        for entry in ENTRIES
        for text in entry.translations
        for word in LATIN.findall(_bare(text))
        if not KEPT.fullmatch(word)
    ]
    assert wrong == []


def test_translations_write_bangla_digits_and_are_normalised():
    texts = [text for entry in ENTRIES for text in entry.translations]
    assert [text for text in texts if re.search(r"[0-9]", KEPT.sub("", _bare(text)))] == []
    assert [text for text in texts if text != unicodedata.normalize("NFC", text)] == []


# ── What the catalogue must hold ────────────────────────────────────────────────────────────────


def test_it_holds_every_text_of_the_code(tmp_path: Path):
    for name in SOURCES:
        skipped = shutil.ignore_patterns("__pycache__", "migrations", "*.pyc")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=skipped)
    shutil.copy(ROOT / "manage.py", tmp_path)
    (tmp_path / "locale" / "bn" / "LC_MESSAGES").mkdir(parents=True)
    command = (sys.executable, "manage.py", "makemessages", "--locale", "bn", "--no-location")
    environment = {**os.environ, "NSSS_ENV": "development", "NSSS_DOTENV": ""}
    environment["DJANGO_SETTINGS_MODULE"] = "nsss_gender.settings"
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    collected = list(entries(tmp_path / "locale" / "bn" / "LC_MESSAGES" / "django.po"))
    assert len(collected) > 1000, "nothing was collected"
    assert [entry.key for entry in collected if entry.key not in KNOWN] == [], "run: make messages"


def _missing(texts: Iterator[str]) -> list[str]:
    return sorted({text for text in texts if ("", text) not in KNOWN})


@pytest.mark.parametrize("adapter", [AccountAdapter, SecondFactorAdapter])
def test_it_holds_what_the_sign_in_library_says(
    adapter: type[AccountAdapter] | type[SecondFactorAdapter],
):
    with override("en"):
        assert _missing(str(text) for text in adapter.error_messages.values()) == []


@pytest.mark.parametrize(
    "kind",
    [
        *(forms.CharField, forms.EmailField, forms.UUIDField, forms.ChoiceField),
        *(forms.MultipleChoiceField, forms.ModelChoiceField, forms.BooleanField, forms.FileField),
    ],
)
def test_it_holds_what_a_form_field_says(kind: type[forms.Field]):
    messages = {
        name: message
        for parent in kind.__mro__
        for name, message in getattr(parent, "default_error_messages", {}).items()
        if name != "max_length"  # its words depend on a number
    }
    with override("en"):
        assert _missing(str(message) for message in messages.values()) == []


def test_it_holds_the_rules_for_passwords():
    with override("bn"):
        assert [text for text in password_validators_help_texts() if not BANGLA.search(text)] == []


# ── The sentences of others ─────────────────────────────────────────────────────────────────────


def _literals(module: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(inspect.getsource(importlib.import_module(module)))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_sentence_of_others_is_listed_that_they_no_longer_say():
    theirs = {text for module in FOREIGN for text in _literals(module)}
    ours = {
        node.value
        for node in ast.walk(ast.parse(inspect.getsource(foreign)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    variables = {"limit_value", "max", "min_length"}
    assert {text for text in ours - theirs - variables if text != foreign.__doc__} == set()
