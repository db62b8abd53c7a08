"""Form fields that take either digits and say how to mend what they cannot read."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nsss_gender.language import dates, numbers
from nsss_gender.language.text import normalise

LONGEST = 10_000


def _language() -> str:
    return (get_language() or "en").partition("-")[0]


class Box(forms.TextInput):
    """A short text box, in which either digits can be typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "class": "narrow", **(attrs or {})})

    def _as_typed(self, value: Any) -> str | None:
        """What was typed, exactly as it was typed."""
        typed: str | None = super().format_value(value)
        return typed


class NumberInput(Box):
    """A box for a number."""

    def format_value(self, value: Any) -> str | None:
        """A stored number in the digits of the page; what was typed, exactly as it was typed."""
        if isinstance(value, int | Decimal):
            return numbers.number(value, _language())
        return self._as_typed(value)


class DateInput(Box):
    """A box for a date, day first."""

    def format_value(self, value: Any) -> str | None:
        """A stored date as dd/mm/yyyy in the digits of the page; what was typed as it was typed."""
        if isinstance(value, dt.date):
            return dates.day(value, _language())
        return self._as_typed(value)


class FiscalYearInput(Box):
    """A box for a fiscal year."""

    def format_value(self, value: Any) -> str | None:
        """A stored "2018-19" in the digits of the page; what was typed as it was typed."""
        try:
            return numbers.digits(dates.FiscalYear.parse(str(value)).label, _language())
        except ValueError:
            return self._as_typed(value)


class PlainSelect(forms.Select):
    """A list to choose from, written without a template for each option: a filter has a hundred of them."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The same HTML as Django's own list without groups."""
        chosen = set(self.format_value(value) or [""])
        marks = flatatt({"name": name, **self.attrs, **(attrs or {})})
        options = "".join(
            f'<option value="{escape(key)}"{" selected" if str(key) in chosen else ""}>{escape(label)}</option>'
            for key, label in self.choices
        )
        return SafeString(f"<select{marks}>{options}</select>")


class PlainLimits(forms.Field):
    """A field whose messages about limits write their figures as the page writes numbers."""

    def run_validators(self, value: Any) -> None:
        """Run them; in the messages that are ours, figures get the grouping and digits of the page."""
        try:
            super().run_validators(value)
        except ValidationError as refusal:
            for error in refusal.error_list:
                if error.code in self.error_messages:
                    error.params = {
                        name: _written(figure) for name, figure in (error.params or {}).items()
                    }
            raise


class DecimalField(PlainLimits):
    """A number, in either digits, with or without grouping; gives a Decimal or None."""

    widget: Any = NumberInput
    inputmode = "decimal"
    default_error_messages = {
        "required": _("Enter a number."),
        "invalid": _("Enter a number in digits, such as 1,25,000 or 12.5."),
        "places": _("Use at most %(places)s digits after the decimal point."),
        "digits": _("This number is too long. Check it for digits typed twice."),
        "min_value": _("Enter %(limit_value)s or more."),
        "max_value": _("Enter %(limit_value)s or less."),
    }

    def __init__(
        self,
        *,
        min_value: Decimal | int | None = None,
        max_value: Decimal | int | None = None,
        max_digits: int = 18,
        decimal_places: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.max_digits, self.decimal_places = max_digits, decimal_places
        super().__init__(**kwargs)
        if min_value is not None:
            self.validators.append(MinValueValidator(min_value))
        if max_value is not None:
            self.validators.append(MaxValueValidator(max_value))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The keyboard that a phone shows."""
        return {"inputmode": self.inputmode}

    def prepare_value(self, value: Any) -> Any:
        """Stored decimals without the zeros that only the column put there: 12.50 stays, 12.00 is 12."""
        return (
            int(value)
            if isinstance(value, Decimal) and value == value.to_integral_value()
            else value
        )

    def to_python(self, value: Any) -> Decimal | int | None:
        """The number in what was typed, or a message that says how to write it."""
        if value in self.empty_values:
            return None
        try:
            exact = numbers.parse_number(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        return self._sized(exact)

    def _sized(self, exact: Decimal) -> Decimal | int:
        places = max(-int(exact.as_tuple().exponent), 0)
        if self.decimal_places is not None and places > self.decimal_places:
            allowed = numbers.number(self.decimal_places, _language())
            raise ValidationError(
                self.error_messages["places"], code="places", params={"places": allowed}
            )
        if exact.adjusted() + 1 > self.max_digits - (self.decimal_places or 0):
            raise ValidationError(self.error_messages["digits"], code="digits")
        return exact


class IntegerField(DecimalField):
    """A whole number, in either digits; gives an int or None."""

    inputmode = "numeric"
    default_error_messages = {
        "required": _("Enter a whole number."),
        "invalid": _("Enter a whole number in digits, such as 1,25,000."),
        "places": _("Enter a whole number, without a decimal point or a half."),
    }

    def __init__(self, *, max_digits: int = 9, **kwargs: Any) -> None:
        super().__init__(max_digits=max_digits, decimal_places=0, **kwargs)

    def _sized(self, exact: Decimal) -> int:
        return int(super()._sized(exact))


class DateField(forms.Field):
    """A date, day first, in either digits; gives a date or None."""

    widget: Any = DateInput
    default_error_messages = {
        "required": _("Enter a date."),
        "invalid": _("Enter a date that exists, as day/month/year, such as 15/02/2019."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        """The date in what was typed, or a message that says how to write it."""
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return value
        try:
            return dates.parse_date(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class FiscalYearField(forms.Field):
    """A fiscal year in either digits; gives "2018-19" in ASCII digits, or ""."""

    widget: Any = FiscalYearInput
    default_error_messages = {
        "required": _("Enter a fiscal year."),
        "invalid": _("Enter a fiscal year as two years that follow each other, such as 2018-19."),
    }

    def to_python(self, value: Any) -> str:
        """The label in what was typed, or a message that says how to write it."""
        if value in self.empty_values:
            return ""
        try:
            return dates.FiscalYear.parse(str(value)).label
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class TextField(forms.CharField, PlainLimits):
    """Typed text in NFC, so that equal words compare equal whatever keyboard made them."""

    default_error_messages = {
        "required": _("Write something here."),
        "max_length": _(
            "Shorten this text: it has %(show_value)s characters, at most %(limit_value)s fit."
        ),
        "unreadable": _("Part of this text cannot be read. Type it again."),
    }

    def to_python(self, value: Any) -> Any:
        """The normalised text; what no database can hold (half of a sign) is refused."""
        text = super().to_python(value)
        if not isinstance(text, str):
            return text
        try:
            text.encode()
        except UnicodeEncodeError:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable") from None
        return normalise(text)


class Words(TextField):
    """A long text. No maxlength in the browser: it would cut a pasted text without a word."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, required=False, **kwargs)
        self.widget.attrs["rows"] = 4

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Nothing: see above."""
        return {}


class ChoiceField(forms.ChoiceField):
    """One of several answers."""

    default_error_messages = {
        "required": _("Choose one of the answers."),
        "invalid_choice": _("Choose one of the answers shown."),
    }


class ChoicesField(forms.MultipleChoiceField):
    """Any number of answers."""

    default_error_messages = {
        "required": _("Choose at least one of the answers."),
        "invalid_choice": _("Choose only from the answers shown."),
        "invalid_list": _("Choose only from the answers shown."),
    }


def _written(figure: Any) -> Any:
    """A figure as the page writes numbers; anything else as it is."""
    return numbers.number(figure, _language()) if isinstance(figure, int | Decimal) else figure
