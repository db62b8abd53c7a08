# ruff: noqa: RUF001  # Bangla digits and look-alike signs are what is tested
"""Form fields that take either digits and say how to mend a mistake."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from nsss_gender.language import fields


def complaint(field, typed):
    with pytest.raises(ValidationError) as refusal:
        field.clean(typed)
    return refusal.value.messages


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (fields.IntegerField(), "১,২৫,০০০", 125000),
        (fields.IntegerField(), "125000", 125000),
        (fields.IntegerField(required=False), "", None),
        (fields.DecimalField(decimal_places=2), "৪,৭৯১.৩১", Decimal("4791.31")),
        (fields.DecimalField(), "2½", Decimal("2.5")),
        (fields.DateField(), "১৫/০২/২০১৯", dt.date(2019, 2, 15)),
        (fields.DateField(), dt.date(2019, 2, 15), dt.date(2019, 2, 15)),
        (fields.DateField(required=False), "", None),
        (fields.FiscalYearField(), "২০১৮-২০১৯", "2018-19"),
        (fields.FiscalYearField(required=False), "", ""),
        (fields.TextField(), "  মন্ত্রণাল\u09df ", "মন্ত্রণাল\u09af\u09bc"),
        (fields.TextField(required=False), "", ""),
        (fields.TextField(required=False, empty_value=None), "", None),
    ],
)
def test_what_can_be_read_is_read(field, typed, value):
    cleaned = field.clean(typed)
    assert cleaned == value
    assert type(cleaned) is type(value)


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        (fields.IntegerField(), "", "Enter a whole number."),
        (fields.IntegerField(), "many", "Enter a whole number in digits, such as 1,25,000."),
        (fields.IntegerField(), "12.5", "Enter a whole number, without a decimal point or a half."),
        (fields.IntegerField(), "2½", "Enter a whole number, without a decimal point or a half."),
        (
            fields.IntegerField(),
            "1234567890",
            "This number is too long. Check it for digits typed twice.",
        ),
        (fields.IntegerField(min_value=0), "-1", "Enter 0 or more."),
        (fields.IntegerField(max_value=125000), "125001", "Enter 1,25,000 or less."),
        (fields.DecimalField(), "", "Enter a number."),
        (fields.DecimalField(), "12,5", "Enter a number in digits, such as 1,25,000 or 12.5."),
        (
            fields.DecimalField(decimal_places=2),
            "1.234",
            "Use at most 2 digits after the decimal point.",
        ),
        (fields.DateField(), "", "Enter a date."),
        (
            fields.DateField(),
            "31/02/2019",
            "Enter a date that exists, as day/month/year, such as 15/02/2019.",
        ),
        (fields.FiscalYearField(), "", "Enter a fiscal year."),
        (
            fields.FiscalYearField(),
            "2018-20",
            "Enter a fiscal year as two years that follow each other, such as 2018-19.",
        ),
        (fields.TextField(), "  ", "Write something here."),
        (
            fields.TextField(max_length=3),
            "abcd",
            "Shorten this text: it has 4 characters, at most 3 fit.",
        ),
        (fields.TextField(), "half \ud800", "Part of this text cannot be read. Type it again."),
        (fields.TextField(), "nul \x00", "Null characters are not allowed."),
        (fields.ChoiceField(choices=[("a", "A")]), "", "Choose one of the answers."),
        (fields.ChoiceField(choices=[("a", "A")]), "b", "Choose one of the answers shown."),
        (fields.ChoicesField(choices=[("a", "A")]), [], "Choose at least one of the answers."),
        (fields.ChoicesField(choices=[("a", "A")]), ["b"], "Choose only from the answers shown."),
    ],
)
def test_a_mistake_is_answered_by_how_to_mend_it(field, typed, message):
    assert complaint(field, typed) == [message]


def test_limits_are_written_in_the_digits_of_the_page():
    with override("bn"):
        (message,) = complaint(fields.IntegerField(max_value=125000), "125001")
    assert "১,২৫,০০০" in message


class Sample(forms.Form):
    """A field of each kind that has its own box."""

    women = fields.IntegerField()
    amount = fields.DecimalField()
    date = fields.DateField()
    year = fields.FiscalYearField()


STORED = {
    "women": 1234567,
    "amount": Decimal("12.50"),
    "date": dt.date(2019, 2, 5),
    "year": "2018-19",
}


def shown(form):
    return [field.field.widget.format_value(field.value()) for field in form]


def test_stored_values_are_shown_in_the_digits_of_the_page():
    assert shown(Sample(initial=STORED)) == ["12,34,567", "12.50", "05/02/2019", "2018-19"]
    with override("bn"):
        assert shown(Sample(initial=STORED)) == ["১২,৩৪,৫৬৭", "১২.৫০", "০৫/০২/২০১৯", "২০১৮-১৯"]


def test_a_stored_value_posted_back_as_it_was_shown_is_no_change():
    for language in ("en", "bn"):
        with override(language):
            posted = dict(zip(Sample.base_fields, shown(Sample(initial=STORED)), strict=True))
            form = Sample(posted, initial=STORED)
            assert form.is_valid()
            assert form.cleaned_data == STORED
            assert form.changed_data == []


def test_what_was_typed_wrongly_is_shown_as_it_was_typed():
    typed = {"women": "১২,৫", "amount": "many", "date": "31/02/2019", "year": "2018"}
    assert shown(Sample(typed)) == list(typed.values())


def test_numbers_and_dates_are_text_boxes_so_that_bangla_digits_can_be_typed():
    html = str(Sample())
    assert html.count('type="text"') == 4
    assert 'inputmode="numeric"' in html
    assert 'inputmode="decimal"' in html
