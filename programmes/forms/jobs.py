"""The forms of import and export: bring a file, say what its words mean, have it written, ask for one."""

import difflib
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from nsss_gender.accounts.enums import Grade
from nsss_gender.files.fields import UploadField
from nsss_gender.files.kinds import TABLES, XLSX
from nsss_gender.files.uploads import Upload
from nsss_gender.language.fields import ChoiceField, TextField
from nsss_gender.language.templatetags.language import textlang
from programmes.builders.known import Vocabulary
from programmes.builders.preview import column_choices, list_title, stands
from programmes.schema.bounds import TooLargeError, text_fits, workbook_fits
from programmes.schema.facts import NEW
from programmes.schema.lexicon import loose
from programmes.schema.wishes import EMPTY, HEADING, UNREAD

MOST = 5 * 2**20
ALIKE = 0.85
ADDABLE = frozenset({"agency", "group"})
TOO_LARGE = {
    "rows": _("The file has more than 20,000 rows. Bring it in parts."),
    "texts": _("The file holds more texts than a register has. Bring only the sheet of programmes."),
    "bytes": _("The file is too large once unpacked. Bring only the sheet of programmes."),
}  # fmt: skip


class ImportForm(forms.Form):
    """A file and what it is. ``key`` is issued with the form: posting twice brings it once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    file = UploadField(label=_("File"), kinds=TABLES, most=MOST)
    source = TextField(
        label=_("What is this file?"),
        max_length=300,
        help_text=_(
            "Who made it and when, such as “List of the Ministry of Social Welfare, January 2019”. "
            "It is recorded with every change."
        ),
    )
    grade = ChoiceField(
        label=_("How sure is it?"),
        choices=Grade.choices,
        widget=forms.RadioSelect,
        initial=Grade.BACKGROUND,
        help_text=_("Said of each programme that is added, unless the file has a column for it."),
    )

    def clean_file(self) -> Upload:
        """The file, not larger than a register can be once it is unpacked (31)."""
        upload: Upload = self.cleaned_data["file"]
        fits = workbook_fits if upload.kind == XLSX else text_fits
        try:
            fits(upload.file)
        except TooLargeError as refusal:
            raise forms.ValidationError(TOO_LARGE[refusal.what], code=refusal.what) from None
        return upload


class ExportForm(forms.Form):
    """Which file, in which language. ``key`` is issued with the form: posting twice asks once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    format = ChoiceField(
        label=_("Kind of file"),
        choices=[("xlsx", _("Excel (xlsx)")), ("csv", _("CSV"))],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    language = ChoiceField(
        label=_("Language of the file"),
        choices=[("en", _("English")), ("bn", _("Bangla"))],
        widget=forms.RadioSelect,
    )


class ConfirmForm(forms.Form):
    """Whether rows that cannot be read are left out."""

    leave_out = forms.BooleanField(
        label=_("Leave out the rows that cannot be read"), required=False
    )


class WordsForm(forms.Form):
    """One list for each word that nobody knows: what it stands for."""

    def __init__(
        self,
        *args: Any,
        unknown: Mapping[str, Mapping[str, Mapping[str, Any]]],
        words: Vocabulary,
        language: str,
        **kwargs: Any,
    ) -> None:
        """``unknown``: {kind: {loose word: {"word", "where", "times"}}}, as the job holds it."""
        super().__init__(*args, **kwargs)
        self.places: dict[str, tuple[str, str]] = {}
        self.language = language
        for kind, found in unknown.items():
            options = self._options(kind, words)
            for key, one in found.items():
                name = f"{kind}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
                self.places[name] = (kind, key)
                self.fields[name] = ChoiceField(
                    label=format_html("<span {}>{}</span>", textlang(one["word"]), one["word"]),
                    choices=options,
                    initial=self._likely(kind, key, options),
                    help_text=stands(kind, one, language),
                    error_messages={"required": _("Choose what this stands for.")},
                )

    @property
    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The lists by what they are about, each with a heading."""
        for kind in dict.fromkeys(kind for kind, _key in self.places.values()):
            names = [name for name, (own, _key) in self.places.items() if own == kind]
            yield list_title(kind, self.language), [self[name] for name in names]

    @property
    def chosen(self) -> dict[str, dict[str, str]]:
        """{kind: {loose word: choice}}, once the form is valid."""
        found: dict[str, dict[str, str]] = {}
        for name, (kind, key) in self.places.items():
            found.setdefault(kind, {})[key] = self.cleaned_data[name]
        return found

    def _options(self, kind: str, words: Vocabulary) -> list[tuple[str, Any]]:
        if kind == HEADING:
            return [
                ("", _("Choose…")),
                (EMPTY, _("Leave this column out")),
                *column_choices(self.language),
            ]
        known = [(row[0], words.said(kind, row[0], self.language)) for row in words.words[kind]]
        add = [(NEW, _("Add it to the list"))] if kind in ADDABLE else []
        return [
            ("", _("Choose…")),
            *add,
            (EMPTY, _("Leave empty")),
            (UNREAD, _("Do not read these rows")),
            *known,
        ]

    def _likely(self, kind: str, key: str, options: list[tuple[str, Any]]) -> str:
        """The meaning whose name is nearly the same; a person checks it."""
        if kind == HEADING:
            return EMPTY
        names = {
            loose(str(label)): code
            for code, label in options
            if code not in {"", NEW, EMPTY, UNREAD}
        }
        near = difflib.get_close_matches(key, names, n=1, cutoff=ALIKE)
        return str(names[near[0]]) if near else NEW if kind == "agency" else ""
