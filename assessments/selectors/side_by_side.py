"""Two sendings of one programme side by side: packets of its report, and of accepted earlier ones (27)."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.enums import SubmissionStatus
from assessments.models import Assessment, Packet
from assessments.permissions import can_read_packet
from assessments.selectors.question_view import QuestionView, question_views
from nsss_gender.accounts.models import User
from nsss_gender.language.dates import moment
from nsss_gender.language.numbers import number


@dataclass(frozen=True)
class Sending:
    """One packet that may hold the programme; its content is not read yet. ``assessment`` is the
    programme's place in that report."""

    packet: Packet
    assessment: Assessment
    own: bool

    @property
    def key(self) -> str:
        return str(self.packet.pk)

    @property
    def name(self) -> str:
        """Which packet, of which round or supplement, and when."""
        language = get_language() or "en"
        report = self.assessment.submission
        parts = [
            _("Packet %(number)s") % {"number": number(self.packet.number, language)},
            moment(self.packet.created_at, language),
        ]
        if report.number:
            parts.insert(0, str(report.named))
        name = ", ".join(parts)
        return name if self.own else f"{report.round}: {name}"


@dataclass(frozen=True)
class SideBySide:
    """Two sendings, the older one first; the questions that differ, and those that do not."""

    old: Sending
    new: Sending
    differing: tuple[QuestionView, ...]
    same: tuple[QuestionView, ...]
    other_form: bool


def sendings(user: User, assessment: Assessment) -> list[Sending]:
    """The packets of the programme's own report and the last packet of every other accepted report
    that assesses it and that the user may read, the newest first; two queries."""
    others = (
        Assessment.objects.visible_to(user)
        .filter(programme=assessment.programme_id, submission__status=SubmissionStatus.ACCEPTED)
        .exclude(pk=assessment.pk)
        .select_related("submission__round__questionnaire", "submission__ministry")
    )
    read = {row.submission_id: row for row in others if can_read_packet(user, row.submission, row)}
    places = {**read, assessment.submission_id: assessment}
    return list(_sendings(places, assessment))


def _sendings(places: Mapping[uuid.UUID, Assessment], assessment: Assessment) -> Iterator[Sending]:
    packets = Packet.objects.filter(submission__in=places).defer("content")
    seen = set()
    for packet in packets.order_by("-created_at"):
        own = packet.submission_id == assessment.submission_id
        if own or packet.submission_id not in seen:
            seen.add(packet.submission_id)
            yield Sending(packet, places[packet.submission_id], own)


def side_by_side(one: Sending, other: Sending) -> SideBySide | None:
    """The two, the older first, whichever was picked first; None where one of them does not hold the
    programme. A programme that was not assessed has no answers: all of them differ."""
    old, new = sorted((one, other), key=lambda row: row.packet.created_at)
    contents = Packet.objects.in_bulk([old.packet.pk, new.packet.pk])
    then, now = (contents[row.packet.pk] for row in (old, new))
    if any(str(row.assessment.pk) not in contents[row.packet.pk].assessments for row in (old, new)):
        return None
    schema = new.assessment.submission.round.questionnaire.schema()
    views = tuple(
        question_views(
            now.sheet(new.assessment.pk, schema), then.sheet(old.assessment.pk, schema), {}, {}
        )
    )
    return SideBySide(
        old,
        new,
        differing=tuple(view for view in views if view.changed),
        same=tuple(view for view in views if not view.changed and view.touched),
        other_form=then.data["questionnaire"] != now.data["questionnaire"],
    )
