"""What supports an answer: a document, a link or a statement (capability 13)."""

import uuid
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.enums import EvidenceKind
from assessments.forms.fill import HIDDEN_MESSAGES
from nsss_gender.files import kinds
from nsss_gender.files.fields import UploadField
from nsss_gender.language.fields import ChoiceField, TextField, Words

BELONGS = {"file": EvidenceKind.FILE, "url": EvidenceKind.LINK, "statement": EvidenceKind.STATEMENT}


class EvidenceForm(forms.Form):
    """One more piece of evidence; ``key`` makes a repeated post harmless."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES)
    kind = ChoiceField(
        label=_("What do you add?"), choices=EvidenceKind.choices, widget=forms.RadioSelect
    )
    title = TextField(
        label=_("Its name"),
        max_length=300,
        help_text=_("By which a reader finds it, such as “Project document, second revision”."),
    )
    file = UploadField(label=_("File"), kinds=kinds.EVIDENCE, required=False)
    page = TextField(
        label=_("Page or paragraph"), max_length=60, required=False, help_text=_("Such as “12–14”.")
    )
    url = TextField(
        label=_("Web address"),
        max_length=500,
        required=False,
        help_text=_("Begins with http:// or https://. We store it; we do not open it."),
    )
    statement = Words(label=_("Statement"))

    def __init__(
        self,
        data: Any = None,
        files: MultiValueDict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial={"key": uuid.uuid4()})
        self.fields["url"].widget.attrs["inputmode"] = "url"

    def values(self) -> dict[str, Any]:
        """What ``services.evidence.Support`` takes; call on a valid form."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        upload = data.pop("file")
        return {**data, "upload": upload}

    def clean(self) -> dict[str, Any]:
        """Refuse what belongs to another kind: it would be lost without a word."""
        chosen = self.cleaned_data.get("kind")
        for name, kind in BELONGS.items():
            if chosen and chosen != kind and self.cleaned_data.get(name):
                words = {"field": self.fields[name].label, "kind": kind.label}
                text = gettext("You filled in “%(field)s”. Choose “%(kind)s”, or empty it.")
                self.add_error("kind", text % words)
        return self.cleaned_data

    def told(self, wrong: dict[str, list[str]]) -> None:
        """Hang the complaints of the service at their fields."""
        for name, texts in wrong.items():
            for text in texts:
                self.add_error(name, text)

    def again(self) -> None:
        """A browser forgets a chosen file when the page comes back: say so at its place."""
        if self.files.get("file") and "file" not in self.errors:
            self.add_error("file", gettext("Choose the file again: the page had to come back."))
