# ruff: noqa: RUF001  # Bangla digits and look-alike signs are what is tested
"""The filters of the templates, in both languages."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils.translation import override

MIDNIGHT = dt.datetime(2019, 2, 14, 18, 5, tzinfo=dt.UTC)


def rendered(source, language="en", **context):
    with override(language):
        return Template("{% load language components %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "value", "english", "bangla"),
    [
        ("{{ v|num }}", 1234567, "12,34,567", "১২,৩৪,৫৬৭"),
        ("{{ v|num }}", "1234567.50", "12,34,567.50", "১২,৩৪,৫৬৭.৫০"),
        ("{{ v|num:1 }}", Decimal("33.333"), "33.3", "৩৩.৩"),
        ("{{ v|num }}", 0, "0", "০"),
        ("{{ v|num }}", None, "", ""),
        ("{{ v|num }}", "", "", ""),
        ("{{ v|num }}", "many", "", ""),
        ("{{ v|num }}", Decimal("NaN"), "", ""),
        ("{{ v|points }}", Decimal("2.5"), "2½", "২½"),
        ("{{ v|points }}", None, "", ""),
        ("{{ v|digits }}", "2018-19", "2018-19", "২০১৮-১৯"),
        ("{{ v|digits }}", "২০১৮-১৯", "2018-19", "২০১৮-১৯"),
        ("{{ v|digits }}", None, "", ""),
        ("{{ v|day }}", dt.date(2019, 2, 5), "05/02/2019", "০৫/০২/২০১৯"),
        ("{{ v|day }}", MIDNIGHT, "15/02/2019", "১৫/০২/২০১৯"),
        ("{{ v|day }}", None, "", ""),
        ("{{ v|moment }}", MIDNIGHT, "15/02/2019\xa000:05", "১৫/০২/২০১৯\xa0০০:০৫"),
        ("{{ v|moment }}", None, "", ""),
        ("{{ v|fiscal_year }}", dt.date(2019, 7, 1), "2019-20", "২০১৯-২০"),
        ("{{ v|fiscal_year }}", MIDNIGHT, "2018-19", "২০১৮-১৯"),
        ("{{ v|taka }}", None, "", ""),
    ],
)
def test_a_filter_writes_as_the_page_does(source, value, english, bangla):
    assert rendered(source, "en", v=value) == english
    assert rendered(source, "bn", v=value) == bangla


def test_an_amount_carries_its_unit():
    assert rendered("{{ v|taka }}", v=Decimal("4791.31")) == "Tk 4,791.31 crore"
    assert "৪,৭৯১.৩১" in rendered("{{ v|taka }}", "bn", v=Decimal("4791.31"))


@pytest.mark.parametrize(
    ("value", "on_english", "on_bangla"),
    [
        ("Old age", "", 'lang="en"'),
        ("বয়স্ক ভাতা", 'lang="bn"', ""),
        ("12", "", ""),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_typed_text_says_its_language_where_it_differs_from_the_page(value, on_english, on_bangla):
    assert rendered("{{ v|textlang }}", "en", v=value) == on_english
    assert rendered("{{ v|textlang }}", "bn", v=value) == on_bangla


@pytest.mark.parametrize(
    ("names", "english", "bangla"),
    [
        ({"en": "Yes", "bn": "হ্যাঁ"}, "Yes", "হ্যাঁ"),
        ({"name_en": "Old age", "name_bn": "বার্ধক্য"}, "Old age", "বার্ধক্য"),
        ({"name_en": "Old age", "name_bn": ""}, "Old age", "Old age"),
        ({}, "", ""),
    ],
)
def test_a_name_in_two_languages_is_shown_in_that_of_the_page(names, english, bangla):
    assert rendered("{{ v|in_language }}", "en", v=SimpleNamespace(**names)) == english
    assert rendered("{{ v|in_language }}", "bn", v=SimpleNamespace(**names)) == bangla


def test_nothing_typed_becomes_markup():
    assert rendered("{{ v|digits }}", v="<b>1</b>") == "&lt;b&gt;1&lt;/b&gt;"


@pytest.mark.parametrize(
    ("query", "number", "shown"),
    [
        ("", 2, "?page=2"),
        ("page=1", 2, "?page=2"),
        (
            "q=%E0%A6%AD&page=9&state=a&state=b",
            1,
            "?q=%E0%A6%AD&amp;state=a&amp;state=b&amp;page=1",
        ),
        ('q="><script>', 3, "?q=%22%3E%3Cscript%3E&amp;page=3"),
    ],
)
def test_another_page_of_a_list_keeps_the_filters(query, number, shown):
    assert rendered("{% page_query q n %}", q=query, n=number) == shown
