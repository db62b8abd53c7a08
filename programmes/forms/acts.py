"""Forms of what happens to a programme on a day: a new name, another ministry, an end (1)."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nsss_gender.accounts.models import Ministry
from nsss_gender.language.fields import PlainSelect, TextField
from nsss_gender.language.numbers import digits, to_ascii
from nsss_gender.language.templatetags.language import active
from programmes.enums import EndKind, MinistryPart
from programmes.forms.base import NOT_LISTED, DatedForm, Likeness, Numbered, shown
from programmes.models import Programme
from programmes.selectors import ministries_standing

PARTS = 4
FEWEST = 2


class ActForm(DatedForm, Numbered):
    """An act upon a programme. ``programme``: as it stands now."""

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, number=programme.number, **kwargs)
        self.programme = programme

    def clean(self) -> dict[str, Any]:
        """What the service takes: everything but the number."""
        cleaned = super().clean()
        cleaned.pop("base", None)
        return cleaned

    def differing(self, cleaned: dict[str, Any]) -> list[tuple[str, str]]:
        """The names and the lead, which every act is about."""
        leads = [
            link.ministry for link in self.programme.ministry_links.all()
            if link.valid_to is None and link.part == MinistryPart.LEAD
        ]  # fmt: skip
        return [
            (gettext("Name in English"), self.programme.name_en),
            (gettext("Name in Bangla"), shown(self.programme.name_bn)),
            (gettext("Lead ministry"), shown(leads)),
        ]


class RenameForm(Likeness, ActForm):
    """A new name, compared with those of other programmes."""

    name_en = TextField(label=_("New name in English"), max_length=300)
    name_bn = TextField(label=_("New name in Bangla"), max_length=300, required=False)
    field_order = ["name_en", "name_bn", "another", "day", "source", "reason"]

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        names = {"name_en": programme.name_en, "name_bn": programme.name_bn}
        super().__init__(*args, programme=programme, initial=names, **kwargs)
        self.leaving_out = programme

    def settled(self, cleaned: dict[str, Any]) -> bool:
        """It is called so already."""
        typed = (cleaned.get("name_en"), cleaned.get("name_bn"))
        return typed == (self.programme.name_en, self.programme.name_bn)

    def clean(self) -> dict[str, Any]:
        """Names as a pair, as the service takes them."""
        cleaned = super().clean()
        self.compare(cleaned, (self.programme.name_en, self.programme.name_bn))
        cleaned.pop("another", None)
        cleaned["names"] = (cleaned.pop("name_en", ""), cleaned.pop("name_bn", ""))
        return cleaned


class MinistryForm(ActForm):
    """A ministry that leads or shares the programme from a day on."""

    ministry = forms.ModelChoiceField(
        label=_("Ministry or division"),
        queryset=Ministry.objects.none(),
        widget=PlainSelect,
        error_messages=NOT_LISTED,
        empty_label=_("Choose"),
    )
    field_order = ["ministry", "day", "source", "reason"]
    part = MinistryPart.LEAD

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ministry"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells mypy what is declared above
        field.queryset = ministries_standing()

    def settled(self, cleaned: dict[str, Any]) -> bool:
        """The ministry has that part already."""
        held = self.programme.ministry_links.all()
        return any(
            link.ministry == cleaned.get("ministry") and link.part == self.part
            for link in held
            if link.valid_to is None
        )


class PartnerForm(MinistryForm):
    """A ministry that shares the programme."""

    part = MinistryPart.PARTNER


class PartnerEndForm(ActForm):
    """A partner that leaves."""

    field_order = ["day", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("source")


class MergeForm(ActForm):
    """The programme into which this one goes."""

    into = TextField(
        label=_("Code of the programme it goes over into"),
        max_length=12,
        widget=forms.TextInput({"class": "narrow", "autocomplete": "off"}),
        help_text=_("The code stands in the list of the register, after the name."),
    )
    field_order = ["into", "day", "source", "reason"]

    def clean_into(self) -> Programme:
        """The programme with the typed code, in either digits."""
        code = to_ascii(self.cleaned_data["into"]).strip()
        found = Programme.objects.filter(code__iexact=code).first()
        if found is None:
            message = _("No programme has the code %(code)s. Look it up in the register.")
            raise forms.ValidationError(str(message) % {"code": digits(code, active())})
        return found

    def settled(self, cleaned: dict[str, Any]) -> bool:
        """It went there already."""
        into = cleaned.get("into")
        return any(row.successor == into for row in self.programme.successions.all())


class CloseForm(ActForm):
    """The first day on which it no longer runs."""

    field_order = ["day", "source", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = _("First day on which it no longer runs")

    def settled(self, cleaned: dict[str, Any]) -> bool:
        """It ended so already."""
        ended = (self.programme.end_kind, self.programme.ended_on)
        return ended == (EndKind.CLOSED, cleaned.get("day"))


class SplitForm(ActForm):
    """Two to four programmes that this one becomes."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ministries = ministries_standing()
        for place in range(1, PARTS + 1):
            needed = place <= FEWEST
            number = digits(str(place), active())
            for name, field in self._part(number, ministries, needed=needed).items():
                self.fields[f"{name}_{place}"] = field
        self.order_fields([*(n for n in self.fields if n[-1].isdigit()), "day", "source", "reason"])

    def settled(self, cleaned: dict[str, Any]) -> bool:
        """It was split already."""
        return self.programme.end_kind == EndKind.SPLIT

    def clean(self) -> dict[str, Any]:
        """What the service takes: ``key`` and ``parts`` (key, English, Bangla, ministry)."""
        cleaned = super().clean()
        key, parts = cleaned.pop("key", None), []
        for place in range(1, PARTS + 1):
            name_en, name_bn, ministry = (
                cleaned.pop(f"{name}_{place}", None) for name in ("name_en", "name_bn", "ministry")
            )
            if (name_en or name_bn) and not ministry and f"ministry_{place}" not in self.errors:
                self.add_error(f"ministry_{place}", NOT_LISTED["required"])
            if key and ministry and (name_en or name_bn):
                parts.append((uuid.uuid5(key, str(place)), name_en, name_bn, ministry))
        cleaned["parts"] = parts
        return cleaned

    @staticmethod
    def _part(number: str, ministries: Any, *, needed: bool) -> dict[str, forms.Field]:
        said = {"number": number}
        return {
            "name_en": TextField(
                label=gettext("Programme %(number)s: name in English") % said,
                max_length=300,
                required=needed,
            ),
            "name_bn": TextField(
                label=gettext("Programme %(number)s: name in Bangla") % said,
                max_length=300,
                required=False,
            ),
            "ministry": forms.ModelChoiceField(
                label=gettext("Programme %(number)s: lead ministry") % said,
                queryset=ministries,
                required=needed,
                widget=PlainSelect,
                error_messages=NOT_LISTED,
                empty_label=gettext("Choose"),
            ),
        }
