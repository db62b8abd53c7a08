"""The forms with which a file is asked for."""

import uuid
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.enums import ExportFormat

FIGURES = (ExportFormat.PDF, ExportFormat.XLSX)  # what is read and reckoned with, never edited
PAPER = (ExportFormat.PDF, ExportFormat.DOCX)  # what is signed, sent, or filled in
LANGUAGES = [("en", _("English")), ("bn", _("Bangla"))]


class ExportForm(forms.Form):
    """Which file, in which language. ``key`` is issued with the form: posting twice asks once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    ministry = forms.UUIDField(widget=forms.HiddenInput, required=False)
    cluster = forms.SlugField(widget=forms.HiddenInput, required=False)
    format = forms.ChoiceField(
        label=_("Kind of file"),
        choices=ExportFormat.choices,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language of the file"), choices=LANGUAGES, widget=forms.RadioSelect
    )

    @classmethod
    def fresh(cls, *, language: str, ministry: uuid.UUID | None = None, cluster: str = "") -> Self:
        """A form with a new key, in the language of the page; of the whole plan or of a chapter."""
        start: dict[str, Any] = {
            "key": uuid.uuid4(),
            "ministry": ministry,
            "cluster": cluster,
            "format": ExportFormat.PDF,
            "language": language,
        }
        return cls(initial=start)


class FiguresForm(ExportForm):
    """The same for a sheet of figures, which has no Word file."""

    format = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[(one.value, one.label) for one in FIGURES],
        widget=forms.RadioSelect,
    )


class PaperForm(forms.Form):
    """As which file, and in which language, something is wanted on paper. ``key`` as in ``ExportForm``."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    format = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[(one.value, one.label) for one in PAPER],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language of the print"), choices=LANGUAGES, widget=forms.RadioSelect
    )

    @classmethod
    def fresh(cls, language: str) -> "PaperForm":
        """A form with a new key, in the language of the page."""
        start = {"key": uuid.uuid4(), "format": ExportFormat.PDF, "language": language}
        return cls(initial=start)


class SentForm(PaperForm):
    """The same for what is read as well as reckoned with: a report as it was sent."""

    format = forms.ChoiceField(
        label=_("Kind of file"), choices=ExportFormat.choices, widget=forms.RadioSelect
    )


class AgainForm(forms.Form):
    """The same file once more; ``key`` as in ``ExportForm``."""

    key = forms.UUIDField(widget=forms.HiddenInput)
