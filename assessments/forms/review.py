"""What a reviewer writes: comments, a return, a recommendation, a hand-over, a reason."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import CommentKind, Feasibility, Judgement
from assessments.selectors.places import prefix
from assessments.sheet import GAPS
from nsss_gender.accounts.models import Seat
from nsss_gender.language.fields import ChoiceField, TextField

LONGEST = 5_000
KIND_HELP = _(
    "A must-fix returns the report; a question wants a reply; a suggestion leaves the choice to the ministry."
)


class Words(TextField):
    """A text of some length. The server, not the browser, says when it is too long."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, **kwargs)
        self.widget.attrs["rows"] = 3

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No maxlength: the browser would cut a pasted text without a word."""
        return {}


class CommentForm(forms.Form):
    """A comment on one question. ``na``: the answer is "not applicable" and can be refused;
    ``judged``: another answer can be proposed, with the comment as its reason (32)."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput)
    code = forms.CharField(widget=forms.HiddenInput, max_length=20)
    kind = ChoiceField(
        label=_("Kind"), choices=CommentKind.choices, widget=forms.RadioSelect, help_text=KIND_HELP
    )
    text = Words(label=_("Comment"))
    refuses_na = forms.BooleanField(
        label=_("“Not applicable” is not accepted here"), required=False
    )
    proposed = ChoiceField(
        label=_("Propose another answer"),
        choices=[("", _("No proposal")), *Judgement.choices],
        widget=forms.RadioSelect,
        required=False,
        help_text=_(
            "The ministry agrees to it, or keeps its own answer with a reason. Your comment is the reason of the proposal."
        ),
    )
    proposed_feasibility = ChoiceField(
        label=_("Is it possible?"),
        choices=[("", _("Choose one")), *Feasibility.choices],
        required=False,
        help_text=_("Needed when you propose “no” or “partly”."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        code: str,
        na: bool,
        judged: bool,
        said: Mapping[str, Any] | None = None,
    ) -> None:
        """``said`` is what the form begins with: a draft that is changed before it is taken over."""
        start = {"key": uuid.uuid4(), "code": code, "kind": "", **(said or {})}
        super().__init__(data, auto_id=f"id_{prefix(code)}_%s", initial=start)
        if not na:
            del self.fields["refuses_na"]
        if not judged:
            del self.fields["proposed"], self.fields["proposed_feasibility"]

    def clean(self) -> dict[str, Any]:
        """Only a must-fix can refuse an answer; a proposed gap says whether it can be closed."""
        cleaned: dict[str, Any] = super().clean() or {}
        kind = cleaned.get("kind")
        if cleaned.get("refuses_na") and kind and kind != CommentKind.MUST_FIX:
            self.add_error("kind", _("Choose “must fix”: only that can refuse “not applicable”."))
        if cleaned.get("proposed") not in GAPS:
            cleaned["proposed_feasibility"] = ""
        elif not cleaned.get("proposed_feasibility"):
            self.add_error(
                "proposed_feasibility",
                _("Say whether it is possible: you propose “no” or “partly”."),
            )
        return cleaned

    def said(self) -> dict[str, Any]:
        """What the comment says, without the key of its form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class ReasonForm(forms.Form):
    """Why a move is taken."""

    use_required_attribute = False

    reason = Words(label=_("Reason"))


class ReturnForm(ReasonForm):
    """The overall note of a return."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Overall note to the ministry")
        self.fields["reason"].help_text = _(
            "It opens the return. The comments on the questions are sent with it."
        )


class ReopenForm(ReasonForm):
    """Why a resolved point is open again."""

    reason = Words(label=_("Reason"), help_text=_("It is kept in the log with your name."))


class RecommendForm(forms.Form):
    """What the reviewer tells the approver."""

    use_required_attribute = False

    recommendation = Words(
        label=_("Recommendation"),
        help_text=_("What you checked, what stays weak, and why it can be accepted."),
    )


class HandOverForm(ReasonForm):
    """Another reviewer's seat, and why."""

    field_order = ("to", "reason")

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {str(seat.pk): seat for seat in seats}
        choices = [(key, f"{seat.holder} ({seat})") for key, seat in self.seats.items()]
        self.fields["to"] = ChoiceField(
            label=_("To whom"), choices=[("", _("Choose one")), *choices]
        )
        self.order_fields(self.field_order)

    @property
    def seat(self) -> Seat:
        """The chosen seat of a valid form."""
        return self.seats[self.cleaned_data["to"]]
