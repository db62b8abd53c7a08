"""Answers follow to where a programme is assessed from now on; they arrive to be confirmed (101)."""

import uuid

from assessments.enums import Origin
from assessments.models import Answer, AnswerVersion, Assessment
from nsss_gender.accounts.models import Seat, User
from nsss_gender.audit.services import digest, record

COPIED = ("judgement", "text", "missing", "feasibility", "detail", "reason", "choices", "channel")


def answers_follow(*, source: Assessment, target: Assessment, by: User, seat: Seat) -> list[str]:
    """Copy every answer of ``source`` to ``target`` where that has none. Out: the codes.

    What ``target`` says already stands untouched; a second time changes nothing. The caller has
    locked both reports and asked the permission.
    """
    there = {row.question_id: row for row in target.answers.all()}
    carried = {}
    for answer in source.answers.exclude(head=None).select_related("head", "question"):
        held = there.get(answer.question_id)
        if (held and held.head_id) or answer.head is None:
            continue
        held = held or Answer(assessment=target, question=answer.question)
        version = _carried(held, answer.head, by=by, seat=seat)
        carried[answer.question.code] = {"version": version.number, "digest": _said(version)}
    if carried:
        record(
            "answers carried over",
            stream=target.submission.stream,
            target=f"assessment:{target.pk}",
            by=by,
            seat=seat,
            changes={"from": [None, str(source.pk)], **carried},
        )
    return sorted(carried)


def _carried(held: Answer, head: AnswerVersion, *, by: User, seat: Seat) -> AnswerVersion:
    held.last_number += 1
    held.save()
    version = AnswerVersion(
        id=uuid.uuid5(held.pk, f"followed:{head.pk}"),
        answer=held,
        number=held.last_number,
        base=0,
        origin=Origin.COPIED,
        to_confirm=True,
        copied_from=head,
        by=by,
        seat=seat,
        **{name: getattr(head, name) for name in COPIED},
    )
    version.save()
    held.head = version
    held.save(update_fields=["head"])
    return version


def _said(version: AnswerVersion) -> str:
    return digest(version.given().values())
