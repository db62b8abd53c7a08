"""Reminder letters: which reports are out, and what each letter says of its report (36, 107)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from assessments.deadlines import Standing
from assessments.enums import LetterKind, SubmissionStatus
from assessments.models import Notice, ReminderLetter, Round, RoundLetter, Submission
from assessments.selectors.contacts import Contact, contacts
from assessments.selectors.division import percents
from assessments.selectors.due import round_dues
from assessments.selectors.letters import PLACES, Written, letter_of, written
from assessments.selectors.reminded import OF_A_DEADLINE
from nsss_gender.accounts.models import Ministry
from nsss_gender.language import dates
from nsss_gender.language.numbers import number

REMINDER_PLACES = (*PLACES, "{state}", "{percent}", "{late}")
# Our wording, to be edited by the Cabinet Division; each in the language of its letter.
OFFERED = {
    "subject_en": "Reminder: report on the gender assessment of social-security programmes, {round}",
    "subject_bn": "তাগিদপত্র: সামাজিক নিরাপত্তা কর্মসূচির জেন্ডার মূল্যায়ন প্রতিবেদন, {round}",
    "body_en": (
        "The report of {ministry} for this round is due by {deadline}. It has not been received.\n"
        "State of the report: {state}. Answered: {percent}. Time: {late}.\n"
        "It is requested that the report be submitted without delay. Where more time is needed, the "
        "gender focal point asks for it in the application and gives the reason."
    ),
    "body_bn": (
        "উপর্যুক্ত বিষয়ে জানানো যাচ্ছে যে, এই পর্বের জন্য {ministry}-এর প্রতিবেদন দাখিলের শেষ সময় {deadline}; "
        "প্রতিবেদনটি এখনো পাওয়া যায়নি।\n"
        "প্রতিবেদনের অবস্থা: {state}। উত্তর দেওয়া হয়েছে: {percent}। সময়: {late}।\n"
        "এমতাবস্থায়, প্রতিবেদনটি অবিলম্বে দাখিল করার জন্য অনুরোধ করা হলো। অতিরিক্ত সময় প্রয়োজন হলে জেন্ডার ফোকাল "
        "পয়েন্ট কারণ উল্লেখ করে অ্যাপ্লিকেশনে আবেদন করতে পারবেন।"
    ),
}


@dataclass(frozen=True)
class Reminded:
    """What a reminder says of one ministry's report; ``percent`` is None without programmes.

    ``last``: when its seats were last reminded in the application."""

    report: Submission
    percent: int | None
    standing: Standing
    contact: Contact
    last: dt.datetime | None = None

    @property
    def out(self) -> bool:
        """Whether the report never came in; otherwise there is nothing to remind of."""
        return not vars(self.report)["packets_n"]

    @property
    def word(self) -> str:
        return str(SubmissionStatus(self.report.status).label)


def missing(round_: Round) -> list[Reminded]:
    """The reports that never came in, the overdue ones first, else in official order; five queries."""
    found = [row for row in _reminded(round_, _reports(round_)) if row.out]
    return sorted(found, key=lambda row: not row.standing.late)


def reminded(round_: Round, ministry: Ministry) -> Reminded | None:
    """The report of one ministry; None where nothing is expected of it."""
    return next(iter(_reminded(round_, _reports(round_).filter(ministry=ministry))), None)


def typed_or_offered(round_: Round) -> RoundLetter:
    """What was typed for the reminders of the round, or the wording that is offered, not saved."""
    typed = letter_of(round_, LetterKind.REMINDER)
    return typed or ReminderLetter(round=round_, **OFFERED)


def reminder(round_: Round, found: Reminded, language: str) -> Written:
    """The reminder to one ministry in "en" or "bn", with a copy to the supervising officer."""
    typed, report = typed_or_offered(round_), found.report
    with override(language):
        told = (
            str(report.ministry),
            str(round_),
            dates.moment(found.standing.due, language),
            found.word,
            _percent(found, language),
            _late(found.standing, language),
        )
        values = dict(zip(REMINDER_PLACES, told, strict=True))
        return written(typed, report.ministry, language, values, tuple(_copies(found.contact)))


def _reports(round_: Round) -> Any:
    rows = round_.submissions.filter(number=0).select_related("round__questionnaire", "ministry")
    asked = Q(assessments__not_assessed_reason="", assessments__left_out=False)
    told = Notice.objects.filter(submission=OuterRef("pk"), transition__in=OF_A_DEADLINE)
    return rows.annotate(
        programmes=Count("assessments", filter=asked, distinct=True),
        packets_n=Count("packets", distinct=True),
        reminded_at=Subquery(told.order_by("-created_at").values("created_at")[:1]),
    ).order_by("ministry__order", "ministry__code")


def _reminded(round_: Round, rows: Iterable[Submission]) -> list[Reminded]:
    found, known, people = list(rows), round_dues(round_), contacts()
    asked = {row.pk: vars(row)["programmes"] for row in found}
    percent, now = percents(found, asked), timezone.now()
    return [
        Reminded(
            report=row,
            percent=percent.get(row.pk),
            standing=known.standing(row, now),
            contact=people.get(row.ministry_id, Contact()),
            last=vars(row)["reminded_at"],
        )
        for row in found
    ]


def _percent(found: Reminded, language: str) -> str:
    if found.percent is None:
        return _("no programme in the list")
    return _("%(percent)s per cent") % {"percent": number(found.percent, language)}


def _late(standing: Standing, language: str) -> str:
    days = {"total": number(standing.working_days, language)}
    if standing.late:
        text = ngettext(
            "late by %(total)s working day",
            "late by %(total)s working days",
            standing.working_days,
        )
    else:
        text = ngettext(
            "%(total)s working day left", "%(total)s working days left", standing.working_days
        )
    return text % days


def _copies(contact: Contact) -> Iterable[str]:
    """The supervising officer and the focal point, as far as their seat names them."""
    if contact.officer:
        yield ", ".join(filter(None, (contact.officer, contact.officer_post)))
    if contact.name:
        yield ", ".join((contact.name, _("Gender focal point")))
