"""The field through which a file comes in: it says what is taken, and checks that it is that."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazystr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nsss_gender.files.kinds import Kind, labels, recognised
from nsss_gender.files.uploads import Upload, clean_name, megabytes


class UploadField(forms.FileField):
    """A file of one of the given kinds and of at most ``most`` bytes; gives an Upload or None."""

    widget: Any = forms.FileInput
    default_error_messages = {
        "required": gettext_lazy("Choose a file."),
        "missing": gettext_lazy("Choose a file."),
        "invalid": gettext_lazy("The file did not arrive. Choose it again."),
        "large": gettext_lazy(
            "This file has %(size)s MB; at most %(most)s MB fit. Make it smaller."
        ),
    }

    def __init__(self, *, kinds: Sequence[Kind], most: int | None = None, **kwargs: Any) -> None:
        self.kinds, self._most = kinds, most
        kwargs.setdefault("help_text", lazystr(_Limits(self)))
        super().__init__(allow_empty_file=True, **kwargs)

    @property
    def most(self) -> int:
        """The most bytes that one file may have."""
        return self._most or settings.UPLOAD_FILE_MOST

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What the browser offers to choose from, and what our script warns of before sending."""
        endings = [f".{ending}" for kind in self.kinds for ending in kind.extensions]
        return {
            **super().widget_attrs(widget),
            "accept": ",".join(endings),
            "data-most": self.most,
            "data-too-large": _("This file is too large. %(limits)s") % {"limits": _Limits(self)},
        }

    def to_python(self, data: Any) -> Any:
        """The recognised file, or a sentence about what is wrong with it."""
        if data in self.empty_values:
            return None
        if not isinstance(data, UploadedFile):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if (data.size or 0) > self.most:
            figures = {"size": megabytes(data.size or 0), "most": megabytes(self.most)}
            raise ValidationError(self.error_messages["large"], code="large", params=figures)
        name = clean_name(data.name or "")
        kind = recognised(data, name=name, declared=data.content_type or "", allowed=self.kinds)
        return Upload(data, kind, name)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Django's own, without its clearing of earlier files: these stay until withdrawn."""
        return super().clean(data, None)


class _Limits:
    """What may be attached, in one sentence, said in the language of the page that shows it."""

    def __init__(self, field: UploadField) -> None:
        self.field = field

    def __str__(self) -> str:
        words = {"kinds": labels(self.field.kinds), "most": megabytes(self.field.most)}
        return _("%(kinds)s, at most %(most)s MB.") % words
