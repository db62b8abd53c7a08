"""Letters' texts and the letterhead. A wording is offered; memo number, date and names never are (107)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from assessments.enums import LetterKind
from assessments.forms.fill import LAST_NUMBER
from assessments.models import Letter, Letterhead
from assessments.selectors import reminders
from assessments.selectors.letters import OFFICIAL, PLACES
from nsss_gender.language.fields import DateField, TextField

# Our wording, to be edited by the Cabinet Division: it is in neither of the catalogues, because the letter's
# language is not that of the page.
OFFERED = {
    "subject_en": "Gender assessment of social-security programmes: {round}",
    "subject_bn": "সামাজিক নিরাপত্তা কর্মসূচির জেন্ডার মূল্যায়ন: {round}",
    "body_en": (
        "The Cabinet Division has opened a round in which each ministry and division assesses its "
        "social-security programmes for gender inclusion under the National Social Security Strategy.\n"
        "{ministry} is requested to submit its report by {deadline}. A ministry without such a programme "
        "confirms this in a nil report.\n"
        "The ministry's gender focal point finds the questionnaire and the programmes after signing in."
    ),
    "body_bn": (
        "জাতীয় সামাজিক নিরাপত্তা কৌশলের আওতায় প্রতিটি মন্ত্রণালয় ও বিভাগ তার সামাজিক নিরাপত্তা কর্মসূচির "
        "জেন্ডার অন্তর্ভুক্তি মূল্যায়ন করবে; এ লক্ষ্যে মন্ত্রিপরিষদ বিভাগ একটি মূল্যায়ন পর্ব শুরু করেছে।\n"
        "এমতাবস্থায়, {ministry}-কে {deadline} তারিখের মধ্যে প্রতিবেদন দাখিল করার জন্য অনুরোধ করা হলো। যে "
        "মন্ত্রণালয়ের এ ধরনের কর্মসূচি নেই, সে মন্ত্রণালয় শূন্য প্রতিবেদনের মাধ্যমে তা নিশ্চিত করবে।\n"
        "মন্ত্রণালয়ের জেন্ডার ফোকাল পয়েন্ট প্রবেশ করার পর প্রশ্নমালা ও কর্মসূচিগুলো দেখতে পাবেন।"
    ),
}
LONG = forms.Textarea(attrs={"rows": 8})
SHORT = forms.Textarea(attrs={"rows": 3})
ONE_PER_LINE = _("One line per line.")
OWN_HEAD = _("One line per line. Empty: the common letterhead stands above the letter.")
WORDINGS = {LetterKind.CALL: OFFERED, LetterKind.REMINDER: reminders.OFFERED}
NAMES = {LetterKind.CALL: PLACES, LetterKind.REMINDER: reminders.REMINDER_PLACES}


def filled_in(places: tuple[str, ...]) -> SafeString:
    """What a text may say and each letter fills in."""
    words = gettext("these are filled in for each ministry.")
    return format_html('<span lang="en">{}</span>: {}', ", ".join(places), words)


def _line(label: Any, length: int, help_text: Any = "") -> TextField:
    return TextField(label=label, required=False, max_length=length, help_text=help_text)


def _lines(label: Any, help_text: Any, widget: forms.Textarea = SHORT) -> TextField:
    return TextField(
        label=label, required=False, max_length=8_000, help_text=help_text, widget=widget
    )


class ComparedForm(forms.Form):
    """A text that two people may edit: ``base`` is the version it was read at."""

    use_required_attribute = False

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LAST_NUMBER)

    def __init__(self, data: Mapping[str, Any] | None, start: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(start))
        for name in self.fields:
            if name[-3:] in {"_en", "_bn"}:
                self.fields[name].widget.attrs["lang"] = name[-2:]

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes, from a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "base"}

    def clash(self, stands: Letter | Letterhead) -> None:
        """Show under each differing field what a colleague saved; saving again puts mine in its place."""
        self.data = {**dict(self.data.items()), "base": str(stands.number)}
        for name, mine in self.values.items():
            theirs = getattr(stands, name)
            if theirs != mine:
                self[name].help_text = format_html(
                    "{} {}", gettext("What stands now:"), theirs or "–"
                )
        self.add_error(
            None,
            gettext(
                "Somebody saved this in the meantime. What stands now is shown at each field; "
                "save again to put yours in its place."
            ),
        )


class LetterForm(ComparedForm):
    """Everything may stay empty for the time being: what lacks is said beside the letter."""

    memo_number = _line(
        _("Memo number"),
        100,
        _("As your office gave it. It is stored as typed, and never made up."),
    )
    dated_on = DateField(
        label=_("Date of the letter"),
        required=False,
        help_text=_("Day/month/year, such as 14/02/2019. The letter shows both eras."),
    )
    letterhead_en = _lines(_("Letterhead in English"), OWN_HEAD)
    letterhead_bn = _lines(_("Letterhead in Bangla"), OWN_HEAD)
    subject_en = _line(_("Subject in English"), 300)
    subject_bn = _line(_("Subject in Bangla"), 300)
    body_en = _lines(_("Text in English"), "", LONG)
    body_bn = _lines(_("Text in Bangla"), "", LONG)
    signatory = _line(_("Name of who signs"), 150)
    signatory_bn = _line(_("Name of who signs, in Bangla"), 150)
    signatory_post = _line(_("Post of who signs"), 150)
    signatory_post_bn = _line(_("Post of who signs, in Bangla"), 150)
    contact = _line(pgettext_lazy("letter", "Phone and e-mail"), 200)
    copies_en = _lines(_("Copies to, in English"), ONE_PER_LINE)
    copies_bn = _lines(_("Copies to, in Bangla"), ONE_PER_LINE)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        letter: Letter | None,
        kind: LetterKind = LetterKind.CALL,
    ) -> None:
        start: dict[str, Any] = {"base": 0, **WORDINGS[kind]}
        if letter:
            start = {name: getattr(letter, name) for name in self.base_fields if name != "base"}
            start["base"] = letter.number
        super().__init__(data, start)
        for name in ("subject_en", "body_en"):
            self.fields[name].help_text = filled_in(NAMES[kind])


class LetterheadForm(ComparedForm):
    """The lines above every letter and document."""

    lines_en = _lines(_("Letterhead in English"), ONE_PER_LINE)
    lines_bn = _lines(_("Letterhead in Bangla"), ONE_PER_LINE)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, head: Letterhead | None = None
    ) -> None:
        english, bangla = ("\n".join(OFFICIAL[language]) for language in ("en", "bn"))
        start: dict[str, Any] = {"base": 0, "lines_en": english, "lines_bn": bangla}
        if head:
            start = {"base": head.number, "lines_en": head.lines_en, "lines_bn": head.lines_bn}
        super().__init__(data, start)
