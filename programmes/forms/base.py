"""What the forms of the register share: a page that was overtaken, a day with its source and reason, likeness."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nsss_gender.language.fields import DateField, TextField
from programmes.models import Programme
from programmes.selectors import similar_programmes

OVERTAKEN = _(
    "Somebody has changed this since you opened the page. What stands now is shown; what you typed is"
    " still in the fields. Look at both, then save again."
)
NOT_LISTED = {"required": _("Choose one from the list."), "invalid_choice": _("Choose one from the list.")}  # fmt: skip


class Numbered(forms.Form):
    """A form that knows the number of what it changes (law 1): who was overtaken sees both and decides.

    After a clash ``is_stale`` is true, ``standing`` holds (label, what stands now), and sending again
    is meant for the number that stands now.
    """

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        """``number``: of the row as it stands now; 0 for a new row."""
        super().__init__(*args, **kwargs)
        self.number = number
        self.fields["base"].initial = number
        self.standing: list[tuple[str, str]] = []

    @property
    def is_stale(self) -> bool:
        """Whether somebody else was faster."""
        return self.has_error("__all__", "stale")

    def settled(self, cleaned: dict[str, Any]) -> bool:
        """Whether what is asked for holds already: a page sent twice."""
        return False

    def differing(self, cleaned: dict[str, Any]) -> list[tuple[str, str]]:
        """What stands now where it differs from what was typed."""
        return []

    def clean(self) -> dict[str, Any]:
        """Compare the number that the page was made from with the one that stands."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("base") != self.number and not self.settled(cleaned):
            self.add_error(None, forms.ValidationError(str(OVERTAKEN), code="stale"))
            self.standing = self.differing(cleaned)
            self.data = with_value(self.data, "base", str(self.number))
        return cleaned


class ReasonForm(forms.Form):
    """Why something is done; the reason is kept in the log."""

    reason = TextField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The reason is kept in the log."),
    )


class DatedForm(ReasonForm):
    """From which day, on whose word, and why."""

    day = DateField(
        label=_("From which day"),
        help_text=_("Day/month/year, such as 01/07/2020. A day to come cannot be entered."),
    )
    source = TextField(
        label=_("Source"),
        max_length=500,
        help_text=_("The gazette, circular or letter that says so, with its number and date."),
    )


class Likeness(forms.Form):
    """Names that may be those of a programme in the register: listed, and let through with a tick (1)."""

    another = forms.BooleanField(
        label=_("It is another programme than those listed"), required=False
    )
    leaving_out: Programme | None = None
    similar: list[Programme]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.similar = []
        if not self.is_bound:
            self.fields.pop("another")

    def compare(self, cleaned: dict[str, Any], held: Iterable[str] = ()) -> None:
        """Look for programmes with such names, unless the names are those ``held`` already."""
        names = [cleaned.get("name_en", ""), cleaned.get("name_bn", "")]
        if any(names) and names != list(held):
            own = self.leaving_out.pk if self.leaving_out else None
            self.similar = similar_programmes(*names, leaving_out=own)
        if not self.similar:
            self.fields.pop("another", None)
        elif not cleaned.get("another"):
            message = _("Look at the programmes with similar names below. Is it one of them?")
            self.add_error("another", forms.ValidationError(str(message), code="similar"))


def with_value(data: Any, name: str, value: str) -> Any:
    """What was sent, with one value put right (Any: Django's stubs know no QueryDict here)."""
    copied = data.copy()
    copied[name] = value
    return copied


def shown(value: Any) -> str:
    """A stored value in words: for the list of what stands now."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value)) or "–"
    return str(value) if value not in (None, "") or isinstance(value, Model) else "–"
