"""What comes by a link is a proposal beside the answer: adopted, adapted or declined (capability 20).

Every text that was sent stays. A later one of the same link replaces one that is not decided.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import Channel, ContributionState, Feasibility, Judgement
from assessments.models import Answer, AnswerVersion, Contribution, ContributionLink
from assessments.permissions import can_decline_contribution, can_take_contribution
from assessments.selectors.links import takes_judgement
from assessments.services.answers import Draft, answers_save
from assessments.services.links import token_digest
from assessments.services.locking import report_locked
from assessments.sheet import EMPTY, Given
from nsss_gender.accounts.models import Seat, User
from nsss_gender.audit.services import digest, record
from nsss_gender.language.text import normalise


@dataclass(frozen=True)
class Said:
    """What somebody says to the question; for a question that is not judged only the text."""

    text: str
    judgement: str = ""
    feasibility: str = ""


class Gone(Exception):  # noqa: N818 - it is a state of the link, not a fault
    """The link was, and is no more: ended, expired, its proposal decided, or the report locked."""


def link_open(token: str, *, lock: bool = False) -> ContributionLink:
    """The link of a secret. Raises ContributionLink.DoesNotExist for one that there is not, Gone for
    one under which nothing can be written any more."""
    rows = ContributionLink.objects.all()
    if lock:
        rows = rows.select_for_update(of=("self",))
    link = rows.select_related(
        "question",
        "assessment__programme",
        "assessment__submission__round__questionnaire",
        "assessment__submission__ministry",
    ).get(token_digest=token_digest(token))
    submission = link.assessment.submission
    if not link.is_running or link.is_used or link.assessment.left_out or not submission.editable:
        raise Gone
    return link


def link_opened(*, link: ContributionLink) -> None:
    """Note that its reader has opened it, once."""
    ContributionLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())


def contribution_save(*, token: str, key: uuid.UUID, said: Said) -> Contribution:
    """Keep what the guest says; ``key`` makes a repeated post harmless, equal words write nothing.

    Other words under the same key (the browser's back button brings the old form again) are kept, too.

    Raises as ``link_open``, and ValidationError where nothing is said.
    """
    with transaction.atomic():
        link = link_open(token, lock=True)
        said = _cleaned(link, said)
        rows = link.contributions.order_by("-number")
        pk = uuid.uuid5(key, digest(vars(said)))
        known, last = rows.filter(pk=pk).first(), rows.first()
        if known or (last and _same(last, said)):
            return known or last  # type: ignore[return-value]  # one of them is there
        if last:
            rows.filter(state=ContributionState.WAITING).update(state=ContributionState.REPLACED)
        row = Contribution(pk=pk, link=link, number=last.number + 1 if last else 1, **vars(said))
        row.save(force_insert=True)
        _log("contribution received", row, changes={"digest": [None, digest(vars(said))]})
    return row


def contribution_adopt(
    *, contribution: Contribution, base: int, token: uuid.UUID, by: User
) -> AnswerVersion:
    """Make the proposal the answer as it is; ``base`` is the version that the person saw beside it."""
    values = proposed_values(contribution)
    return _take(contribution, values, base, token, by)


def contribution_adapt(
    *, contribution: Contribution, values: Mapping[str, Any], base: int, token: uuid.UUID, by: User
) -> AnswerVersion:
    """Make it the answer with changes; the proposal itself stays as it came."""
    return _take(contribution, values, base, token, by)


def contribution_decline(*, contribution: Contribution, reason: str, by: User) -> None:
    """Decline a proposal with its reason; the answer stays, and so does the text."""
    reason = normalise(reason).strip()
    if not reason:
        raise ValidationError({"reason": _("Give a reason.")})
    with transaction.atomic():
        row = _locked(contribution)
        again = row.state == ContributionState.DECLINED and row.reason == reason
        if again and row.decided_by_id == by.pk:
            return  # a double click
        seat = can_decline_contribution(by, row).require()
        row.state, row.reason = ContributionState.DECLINED, reason
        _decide(row, by=by, seat=seat)


def proposed_values(row: Contribution) -> dict[str, Any]:
    """The fields of the answer that a proposal fills; what it leaves empty stays as it stands."""
    schema = row.link.assessment.submission.round.questionnaire.schema()
    values = {"text": row.text}
    if takes_judgement(schema.question(row.link.question.code)):
        values |= {"judgement": row.judgement, "feasibility": row.feasibility}
    return {name: value for name, value in values.items() if value}


def _take(
    contribution: Contribution, values: Mapping[str, Any], base: int, token: uuid.UUID, by: User
) -> AnswerVersion:
    with transaction.atomic():
        row = _locked(contribution)
        taken = row.version
        if taken and row.decided_by_id == by.pk and not _changed(taken.given(), values):
            return taken  # a double click: it says these very words
        seat = can_take_contribution(by, row).require()
        code, assessment = row.link.question.code, row.link.assessment
        rows = Answer.objects.filter(assessment=assessment, question=row.link.question)
        head = _head(rows.select_related("head__by").first())
        if head.number != base:
            raise ValidationError(_("The answer was changed in the meantime: look at it again."))
        as_it_was = _changed(head, proposed_values(row)) == _changed(head, values)
        answers_save(
            assessment=assessment,
            drafts={code: Draft(base, values)},
            token=token,
            by=by,
            channel=Channel.LINK,
        )
        row.version = rows.select_related("head").get().head
        row.state = ContributionState.ADOPTED if as_it_was else ContributionState.ADAPTED
        _decide(row, by=by, seat=seat)
    return row.version  # type: ignore[return-value]  # a save of words leaves a head


def _changed(head: Given, values: Mapping[str, Any]) -> dict[str, str]:
    """What ``values`` would change in the answer that stands."""
    said = {name: normalise(value).strip() for name, value in values.items()}
    return {name: value for name, value in said.items() if value != getattr(head, name)}


def _head(answer: Answer | None) -> Given:
    return answer.head.given() if answer and answer.head else EMPTY


def _locked(contribution: Contribution) -> Contribution:
    """The proposal under the locks of report and link, in this order."""
    rows = Contribution.objects.select_related("link__assessment__submission")
    found = rows.get(pk=contribution.pk)
    submission = report_locked(found.link.assessment.submission)
    ContributionLink.objects.select_for_update(of=("self",)).get(pk=found.link_id)
    row = Contribution.objects.select_related(
        "link__question", "link__assessment__programme", "version"
    ).get(pk=contribution.pk)
    row.link.assessment.submission = submission
    return row


def _decide(row: Contribution, *, by: User, seat: Seat) -> None:
    row.decided_at, row.decided_by, row.decided_in = timezone.now(), by, seat
    row.save(update_fields=["state", "reason", "version", "decided_at", "decided_by", "decided_in"])
    number = row.version.number if row.version else None
    changes = {"state": ["waiting", row.state], "version": [None, number]}
    _log(f"contribution {row.state}", row, by=by, seat=seat, changes=changes)


def _cleaned(link: ContributionLink, said: Said) -> Said:
    """Texts in NFC; a judgement only where the question is judged. Raises ValidationError."""
    judged = link.question.kind == "judged"
    judgement = said.judgement if judged and said.judgement in Judgement.values else ""
    gap = judgement in {Judgement.NO, Judgement.PARTLY}
    feasibility = said.feasibility if gap and said.feasibility in Feasibility.values else ""
    text = normalise(said.text).strip()
    if not (text or judgement):
        raise ValidationError({"text": _("Write something here.")})
    return Said(text, judgement, feasibility)


def _same(row: Contribution, said: Said) -> bool:
    return Said(row.text, row.judgement, row.feasibility) == said


def _log(
    action: str,
    row: Contribution,
    *,
    changes: Mapping[str, Any],
    by: User | None = None,
    seat: Seat | None = None,
) -> None:
    """One event: numbers and digests, never the words."""
    record(
        action,
        stream=row.link.assessment.submission.stream,
        target=f"link:{row.link_id}",
        by=by,
        seat=seat,
        changes={"question": row.link.question.code, "number": row.number, **changes},
    )
