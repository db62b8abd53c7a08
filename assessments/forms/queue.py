"""The filter of the queue, and giving reports to a colleague (39)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assessments.selectors.queue import Queue
from assessments.selectors.workload import Load
from nsss_gender.accounts.models import Seat
from nsss_gender.language.fields import ChoiceField, PlainSelect, TextField
from nsss_gender.language.templatetags.language import num

LISTED: dict[str, Any] = {"required": False, "widget": PlainSelect}


class QueueForm(forms.Form):
    """Shows what is asked for; the selector has already left out what is unknown."""

    state = forms.CharField(widget=forms.HiddenInput, required=False)
    reviewer = forms.ChoiceField(label=_("Whose reports"), **LISTED)
    ministry = forms.ChoiceField(label=_("Ministry or division"), **LISTED)
    cluster = forms.ChoiceField(label=_("Cluster"), **LISTED)
    late = forms.BooleanField(label=_("Only what came in late"), required=False)

    def __init__(self, queue: Queue) -> None:
        asked = vars(queue.asked) | {"late": bool(queue.asked.late)}
        super().__init__(initial=asked)
        fields: Any = self.fields
        fields["reviewer"].choices = queue.whose.choices
        fields["ministry"].choices = [("", _("All")), *queue.ministries]
        fields["cluster"].choices = [("", _("All")), *queue.clusters]


class GiveReportsForm(forms.Form):
    """To whom, and why: the colleague reads the reason."""

    use_required_attribute = False

    to = ChoiceField(
        label=_("To whom"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose another reviewer.")},
    )
    reason = TextField(
        label=_("Reason"),
        help_text=_("Such as a transfer, leave, or too much on one desk. Your colleague reads it."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, loads: Sequence[Load]) -> None:
        super().__init__(data)
        self.seats = {str(load.seat.pk): load.seat for load in loads}
        field: Any = self.fields["to"]
        field.choices = [(str(load.seat.pk), _with_load(load)) for load in loads]

    @property
    def seat(self) -> Seat:
        """The chosen seat of a valid form."""
        return self.seats[self.cleaned_data["to"]]


def _with_load(load: Load) -> str:
    """A colleague, and what is on the desk already."""
    has = ngettext("%(total)s report", "%(total)s reports", load.reports)
    return gettext("%(name)s: %(has)s under review") % {
        "name": load.name,
        "has": has % {"total": num(load.reports)},
    }
