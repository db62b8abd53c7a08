"""Invented content for the components page: every component in every state worth seeing."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nsss_gender.language.dates import DHAKA
from nsss_gender.language.fields import (
    ChoiceField,
    ChoicesField,
    DateField,
    DecimalField,
    FiscalYearField,
    IntegerField,
    TextField,
)


@dataclass(frozen=True)
class Refusal:
    """Stands for a verdict of the permissions."""

    reason: str
    allowed: bool = False


class SampleForm(forms.Form):
    """One field of every kind."""

    name = TextField(
        label=gettext_lazy("Name of the programme"),
        help_text=gettext_lazy("As the budget book writes it."),
    )
    women = IntegerField(label=gettext_lazy("Women"), min_value=0)
    amount = DecimalField(
        label=gettext_lazy("Allocation (in crore taka)"), decimal_places=2, min_value=0
    )
    date = DateField(label=gettext_lazy("Date"))
    year = FiscalYearField(label=gettext_lazy("Fiscal year"))
    answer = ChoiceField(
        label=gettext_lazy("Is empowering women and girls an objective?"),
        help_text=gettext_lazy("“Partly” means that it is meant but not written down."),
        widget=forms.RadioSelect,
        choices=[
            ("yes", gettext_lazy("Yes")),
            ("partly", gettext_lazy("Partly")),
            ("no", gettext_lazy("No")),
            ("na", gettext_lazy("Not applicable")),
        ],
    )
    stages = ChoicesField(
        label=gettext_lazy("Life-cycle stages"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("working", gettext_lazy("Working age")), ("old", gettext_lazy("Old age"))],
    )
    cluster = ChoiceField(
        label=gettext_lazy("Cluster"),
        choices=[("", gettext_lazy("Choose one")), ("sa", gettext_lazy("Social Allowance"))],
        required=False,
    )
    missing = TextField(
        label=gettext_lazy("What is missing"), widget=forms.Textarea, required=False
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("I have checked this with the branch."), required=False
    )


def showcase(page: str) -> dict[str, object]:
    """What the components page shows; `page` is the page of its sample list."""
    typed = {
        "name": "",
        "women": "12,5",
        "amount": "১,২৩৪.৫০",
        "date": "31/02/2019",
        "year": "2018-19",
    }
    return {
        "form": SampleForm(initial=_initial()),
        "wrong": SampleForm(typed | {"stages": ["old"]}, auto_id="wrong_%s"),
        "tags": _tags(),
        "tasks": _tasks(),
        "rows": _rows(),
        "facts": _facts(),
        "tabs": [
            {"url": "#tabs", "label": _("Open"), "current": True, "count": 12},
            {"url": "#tabs", "label": _("Settled"), "count": 125000},
        ],
        "page": Paginator(range(60), 20).get_page(page),
        "refusal": Refusal(_("Three questions have no answer yet.")),
        "figures": {
            "number": 12345678,
            "negative": Decimal("-1234567.50"),
            "points": Decimal("2.5"),
            "taka": Decimal("4791.31"),
            "moment": dt.datetime(2019, 2, 14, 18, 30, tzinfo=dt.UTC).astimezone(DHAKA),
        },
    }


def _initial() -> dict[str, object]:
    return {
        "women": 1234567,
        "amount": Decimal("4791.31"),
        "date": dt.date(2019, 2, 14),
        "year": "2018-19",
        "answer": "partly",
    }


def _tags() -> list[tuple[str, str]]:
    return [
        ("neutral", _("Not started")),
        ("info", _("Under review")),
        ("ok", _("Settled")),
        ("attention", _("Saved, not submitted")),
        ("problem", _("Overdue")),
    ]


def _tasks() -> list[dict[str, str]]:
    return [
        {"label": _("Our programmes"), "url": "#tasks", "tone": "ok", "word": _("Settled")},
        {
            "label": _("Old Age Allowance"),
            "url": "#tasks",
            "tone": "attention",
            "word": _("Saved, not submitted"),
            "hint": _("Three questions have no answer yet."),
        },
        {"label": _("Submit"), "tone": "neutral", "word": _("Not started")},
    ]


def _rows() -> list[dict[str, object]]:
    return [
        {
            "name": _("Old Age Allowance"),
            "women": 1234567,
            "points": Decimal("2.5"),
            "tag": ("info", _("Under review")),
        },
        {
            "name": _("Allowance for widows"),
            "women": 987654,
            "points": Decimal(4),
            "tag": ("ok", _("Settled")),
        },
    ]


def _facts() -> list[dict[str, str]]:
    return [
        {
            "key": _("Ministry"),
            "value": _("Ministry of Social Welfare"),
            "url": "#facts",
            "action": _("Change"),
        },
        {"key": _("Memo number"), "value": ""},
    ]
