"""Who may take a wrongly pasted personal text out of the history (capability 87)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.models import Answer, AnswerVersion
from assessments.permissions.writing import ministry_seat
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import Verdict, no, yes


def can_redact(user: User, answer: Answer) -> Verdict:
    """The ministry's focal point, in whatever state the report is; administrators see no answers."""
    seat = ministry_seat(user, answer.assessment.submission, Permission.FILL)
    if seat is None:
        return no(_("Only the ministry's gender focal point can take a text out of the history."))
    return yes(seat)


def kept_from_redaction(answer: Answer, versions: Mapping[Any, AnswerVersion]) -> dict[Any, str]:
    """Which of the ``versions`` (by id) must stay as they are, each with the reason; one query."""
    sent = _sent(answer)
    return {
        key: reason
        for key, version in versions.items()
        if (reason := _reason(answer, version, sent))
    }


def _reason(answer: Answer, version: AnswerVersion, sent: set[str]) -> str:
    if version.redacted_at:
        return _("It is taken out already.")
    if str(version.pk) in sent:
        return _("It was submitted: a packet keeps it and never changes.")
    if version.pk == answer.head_id:
        return _("It stands now: change the answer first.")
    return ""


def _sent(answer: Answer) -> set[str]:
    """The ids of the versions of this answer that stand in a packet."""
    key, code = str(answer.assessment_id), answer.question.code
    entries = [packet.assessments.get(key) for packet in answer.assessment.submission.packets.all()]
    given = [entry["answers"].get(code) for entry in entries if entry]
    return {row["version"] for row in given if row}
