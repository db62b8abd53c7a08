"""Who may take a wrongly pasted personal text out of the history (capability 87)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from assessments.models import Answer, AnswerVersion, BesideVersion
from assessments.models.kept import Kept
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


def can_redact_beside(user: User, kept: Kept) -> Verdict:
    """The focal point of the ministry that wrote it: the report's own, or a partner of a programme."""
    if kept.ministry_id == kept.submission.ministry_id:
        seat = ministry_seat(user, kept.submission, Permission.FILL)
    else:
        own = user.seats_with(Permission.FILL)
        seat = next((one for one in own if one.ministry_id == kept.ministry_id), None)
    if seat:
        return yes(seat)
    return no(_("Only the ministry's gender focal point can take a text out of the history."))


def beside_kept_from_redaction(kept: Kept, versions: Iterable[BesideVersion]) -> dict[Any, str]:
    """Which of the ``versions`` of what stands beside the answers must stay, each with the reason."""
    sent = kept.sent()
    reasons = {version.pk: _beside_reason(kept, version, sent) for version in versions}
    return {key: reason for key, reason in reasons.items() if reason}


def _beside_reason(kept: Kept, version: BesideVersion, sent: Sequence[Mapping[str, Any]]) -> str:
    if version.redacted_at:
        return _("It is taken out already.")
    if any(kept.same(version.values, said) for said in sent):
        return _("It was submitted: a packet keeps it and never changes.")
    if version.number == kept.number:
        return _("It stands now: change the text first.")
    return ""


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
