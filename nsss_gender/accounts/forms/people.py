"""Forms about people and seats. They check the shape; what is allowed, the services know."""

import uuid
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nsss_gender.accounts.enums import MINISTRY_ROLES, Role, SeatKind
from nsss_gender.accounts.models import Ministry, Seat, User
from nsss_gender.language.fields import DateField, TextField

EMPTY = [("", _("All"))]


class ReasonForm(forms.Form):
    """Why something is done; the reason is kept in the log."""

    reason = TextField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The reason is kept in the log."),
    )


class MemoForm(forms.Form):
    """The memo number of the paper that a ministry sent."""

    memo_number = TextField(
        label=_("Memo number of the paper"),
        max_length=100,
        help_text=_("As it is written on the paper. It cannot be changed afterwards."),
    )


class SearchForm(forms.Form):
    """The filter of the list of people."""

    q = TextField(label=_("Name, user name or e-mail address"), required=False, max_length=100)
    ministry = forms.ChoiceField(label=_("Ministry"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[*EMPTY, *Role.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(ministry.code, str(ministry)) for ministry in Ministry.objects.all()]
        self.fields["ministry"] = forms.ChoiceField(
            label=_("Ministry"), required=False, choices=[*EMPTY, *names]
        )


class SeatSearchForm(SearchForm):
    """The filter of the list of seats."""

    vacant = forms.BooleanField(label=_("Only vacant seats"), required=False)
    field_order = ("q", "ministry", "role", "vacant")


class SeatForm(forms.ModelForm[Seat]):
    """The office data of a seat: they stay when the person goes."""

    class Meta:
        model = Seat
        fields = (
            "post",
            "phone",
            "mail",
            "supervisor_name",
            "supervisor_post",
            "supervisor_phone",
            "supervisor_mail",
        )


class PlaceForm(forms.Form):
    """Which seat to open: role, ministry, kind. The hidden id makes a second post harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    ministry = forms.ModelChoiceField(
        label=_("Ministry"),
        queryset=Ministry.objects.all(),
        required=False,
        empty_label=_("None (Cabinet Division or outside)"),
        help_text=_("Needed for focal points, contributors and cluster coordinators."),
    )
    kind = forms.ChoiceField(
        label=_("Kind of seat"), choices=SeatKind.choices, initial=SeatKind.PRIMARY
    )
    post = TextField(label=_("Post"), required=False, max_length=150)

    def clean(self) -> dict[str, Any]:
        """A role that belongs to a ministry needs one."""
        data = super().clean() or {}
        if data.get("role") in MINISTRY_ROLES and not data.get("ministry"):
            self.add_error("ministry", _("Choose the ministry of this seat."))
        return data

    @property
    def place(self) -> dict[str, Any]:
        """What the service that opens the seat wants to know."""
        data = self.cleaned_data
        return {
            "pk": data["pk"],
            "role": Role(data["role"]),
            "ministry": data["ministry"],
            "kind": SeatKind(data["kind"]),
            "office": {"post": data["post"]},
        }


class GuestForm(forms.Form):
    """Who is invited into a seat."""

    invitation = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    name = TextField(label=_("Full name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)


class InviteForm(GuestForm, PlaceForm):
    """A new seat and who is invited into it."""

    field_order = ("name", "email", "role", "ministry", "kind", "post", "pk", "invitation")


class HolderForm(ReasonForm):
    """Who takes a seat over, and why."""

    user = forms.ModelChoiceField(
        label=_("Who sits here from now on"), queryset=User.objects.filter(is_active=True)
    )
    field_order = ("user", "reason")


class GrantForm(ReasonForm):
    """A vacant seat for somebody who has an account."""

    seat = forms.ModelChoiceField(label=_("Vacant seat"), queryset=Seat.objects.none())
    field_order = ("seat", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vacant = Seat.objects.vacant().select_related("ministry")
        self.fields["seat"] = forms.ModelChoiceField(label=_("Vacant seat"), queryset=vacant)
        self.order_fields(self.field_order)


class ProfileForm(forms.ModelForm[User]):
    """What a person may write about themselves."""

    class Meta:
        model = User
        fields: tuple[str, ...] = ("name", "phone", "language", "mail_choice")
        labels = {
            "language": _("Language of letters and mail"),
            "mail_choice": _("How messages reach you"),
        }
        help_texts = {
            "mail_choice": _(
                "Every message also stands under “Waiting on me”, whatever you choose."
            ),
        }
        widgets = {"mail_choice": forms.RadioSelect}


class PersonForm(ProfileForm):
    """What an administrator may write about a person."""

    class Meta(ProfileForm.Meta):
        fields = ("name", "email", "phone", "language")


class AcceptForm(forms.Form):
    """The account that an accepted invitation becomes."""

    name = TextField(label=_("Full name"), max_length=150)
    phone = TextField(label=_("Phone"), required=False, max_length=40)
    username = TextField(
        label=_("User name"),
        max_length=150,
        help_text=_("Letters, digits and . + - _ only. You sign in with it."),
        widget=forms.TextInput({"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())


class LogForm(forms.Form):
    """The filter of the log."""

    stream = TextField(
        label=_("Stream or object"),
        required=False,
        max_length=120,
        help_text=_("Such as seat: or user:"),
    )
    person = TextField(label=_("Person"), required=False, max_length=100)
    action = TextField(label=_("Action begins with"), required=False, max_length=60)
    first_day = DateField(label=pgettext_lazy("period", "From"), required=False)
    last_day = DateField(label=pgettext_lazy("period", "To"), required=False)
