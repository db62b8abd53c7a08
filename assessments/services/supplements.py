"""A numbered supplement to an accepted report (capability 104; product.md section 2.7).

The accepted report never changes: a supplement is a submission of its own, on the same path. What
was accepted of a corrected programme arrives in it as answers that stand and are confirmed.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import Origin
from assessments.models import Answer, AnswerVersion, Assessment, Question, Submission
from assessments.permissions.supplements import can_supplement
from assessments.selectors.supplements import correctable, last_accepted, late, of_ministry
from assessments.services.locking import report_locked
from assessments.services.submissions import submission_touch
from assessments.services.supplement_beside import beside_carry
from assessments.sheet import Given
from nsss_gender.accounts.models import Seat, User
from nsss_gender.accounts.permissions import refuse
from nsss_gender.audit.services import record
from nsss_gender.language.text import normalise
from programmes.models import Programme


@dataclass(frozen=True)
class Chosen:
    """What a supplement is for: why, which accepted programmes it corrects, which it brings late."""

    reason: str
    corrections: Collection[uuid.UUID] = ()
    late: Collection[uuid.UUID] = ()


def supplement_open(
    *, submission: Submission, key: uuid.UUID, chosen: Chosen, by: User
) -> Submission:
    """Open the next supplement to an accepted report; the same ``key`` again gives the same one.

    Raises ValidationError without a reason or a programme, PermissionDenied while another is open.
    """
    with transaction.atomic():
        report = report_locked(submission)
        known = Submission.objects.filter(pk=key).first()
        if known:
            return _same(known, report)
        seat = can_supplement(by, report).require()
        corrected, brought = _checked(report, chosen)
        base = last_accepted(report)
        row = _created(report, key, chosen, by)
        targets = _assessments(row, corrected, brought)
        accepted_carry(targets=targets, sources=corrected, by=by, seat=seat)
        beside_carry(base=base, to=row, sources=corrected, targets=targets)
        submission_touch(row, by=by)
        record(
            "supplement opened",
            stream=report.stream,
            target=f"submission:{row.pk}",
            by=by,
            seat=seat,
            reason=row.supplement_reason,
            changes={
                "number": [None, row.number],
                "corrections": [None, [one.programme.code for one in corrected.values()]],
                "late": [None, [one.code for one in brought.values()]],
            },
        )
    return row


def _same(known: Submission, report: Submission) -> Submission:
    if (known.round_id, known.ministry_id) != (report.round_id, report.ministry_id):
        refuse(_("This form belongs to another report. Reload the page."))
    return known


def _checked(
    report: Submission, chosen: Chosen
) -> tuple[dict[uuid.UUID, Assessment], dict[uuid.UUID, Programme]]:
    """What was chosen, looked up among what can be chosen; all complaints at once."""
    corrections, brought = correctable(report), late(report)
    complaints = {}
    if not chosen.reason.strip():
        complaints["reason"] = _("Give a reason.")
    if not (chosen.corrections or chosen.late):
        complaints["corrections"] = _("Choose at least one programme.")
    if not (set(chosen.corrections) <= set(corrections) and set(chosen.late) <= set(brought)):
        complaints["corrections"] = _("Choose programmes from the lists shown.")
    if complaints:
        raise ValidationError(complaints)
    return (
        {key: row for key, row in corrections.items() if key in set(chosen.corrections)},
        {key: row for key, row in brought.items() if key in set(chosen.late)},
    )


def _created(report: Submission, key: uuid.UUID, chosen: Chosen, by: User) -> Submission:
    """The row of the supplement; what it is of was chosen here, so that its list is confirmed."""
    last = of_ministry(report).aggregate(last=Max("number"))["last"]
    return Submission.objects.create(
        id=key,
        round=report.round,
        ministry=report.ministry,
        number=last + 1,
        supplement_reason=normalise(chosen.reason).strip(),
        list_confirmed_at=timezone.now(),
        list_confirmed_by=by,
    )


def _assessments(
    row: Submission,
    corrected: Mapping[uuid.UUID, Assessment],
    brought: Mapping[uuid.UUID, Programme],
) -> dict[uuid.UUID, Assessment]:
    made = {
        programme: Assessment(
            submission=row,
            programme_id=programme,
            strategy_not_covered=corrected[programme].strategy_not_covered
            if programme in corrected
            else False,
        )
        for programme in (*corrected, *brought)
    }
    Assessment.objects.bulk_create(made.values())
    return made


# ── Answers ─────────────────────────────────────────────────────────────────────────────────────


def accepted_carry(
    *,
    targets: Mapping[uuid.UUID, Assessment],
    sources: Mapping[uuid.UUID, Assessment],
    by: User,
    seat: Seat,
) -> None:
    """Take over the accepted answers, as the packet holds them, as heads that are confirmed.

    ``targets`` and ``sources`` are by programme. A fixed number of queries.
    """
    given = _accepted(sources.values())
    questions = _questions(sources.values())
    answers, versions = [], []
    for programme, source in sources.items():
        for code, said in given[source.pk].items():
            answer = Answer(assessment=targets[programme], question=questions[code], last_number=1)
            answers.append(answer)
            versions.append(_version(answer, said, by, seat))
    Answer.objects.bulk_create(answers)
    AnswerVersion.objects.bulk_create(versions)
    for answer, version in zip(answers, versions, strict=True):
        answer.head = version
    Answer.objects.bulk_update(answers, ["head"], batch_size=200)


def _accepted(sources: Iterable[Assessment]) -> dict[uuid.UUID, dict[str, Given]]:
    """The answers of the accepted packets by assessment; what was left empty is not carried."""
    found: dict[uuid.UUID, dict[str, Given]] = {}
    packets = {}
    for source in sources:
        if source.submission_id not in packets:
            packets[source.submission_id] = source.submission.packets.latest("number")
        entry = packets[source.submission_id].assessments[str(source.pk)]
        found[source.pk] = {code: Given.from_dict(row) for code, row in entry["answers"].items()}
    return found


def _questions(sources: Iterable[Assessment]) -> dict[str, Question]:
    questionnaires = {source.submission.round.questionnaire_id for source in sources}
    rows = Question.objects.filter(questionnaire__in=questionnaires)
    return {row.code: row for row in rows}


def _version(answer: Answer, said: Given, by: User, seat: Seat) -> AnswerVersion:
    values = said.values()
    return AnswerVersion(
        answer=answer,
        number=1,
        base=0,
        **{**values, "choices": list(values["choices"])},
        origin=Origin.CARRIED,
        copied_from_id=uuid.UUID(said.version) if said.version else None,
        by=by,
        seat=seat,
        on_behalf=seat.on_behalf,
    )
