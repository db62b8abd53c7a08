"""Freezing a draft into a packet: canonical JSON, its digest, a checkpoint, the scores.

The content holds the answers with their versions, the names of that day, register data and
coverage, consultation, clearance and score (architecture decision 2). Its bytes never change.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Max
from django.utils import timezone

from assessments import scoring
from assessments.models import Assessment, Packet, ReviewComment, Score, Submission
from assessments.models.answer import draft_sheets, empty_sheet
from assessments.models.round import local_day
from assessments.selectors.contradictions import contradictions_content
from assessments.selectors.on_behalf import acted_content
from assessments.services.packet_lists import (
    listing_content,
    partners_content,
    partners_silent,
    proposed_programmes,
)
from assessments.services.packet_papers import (
    citations_content,
    evidence_content,
    strategies_content,
)
from assessments.sheet import Sheet
from nsss_gender.accounts.models import Ministry, User
from nsss_gender.audit.services import canonical, checkpoint_write, digest
from programmes.models import Programme

FORMAT = 1


def draft_content(submission: Submission, *, nil_statement: str = "") -> dict[str, Any]:
    """What a packet of the draft would hold, without anything that changes by itself."""
    sheets, empty = draft_sheets(submission), empty_sheet(submission)
    evidence, cited = evidence_content(submission), citations_content(submission)
    rows = list(_assessments(submission))
    doubtful = contradictions_content(rows, sheets, evidence)
    return {
        "format": FORMAT,
        "submission": str(submission.pk),
        "round": round_content(submission),
        "ministry": ministry_content(submission.ministry, _day(submission)),
        "questionnaire": submission.round.questionnaire.version,
        "nil_statement": nil_statement,
        "strategies": strategies_content(submission),
        "consultations": [
            _consultation(row) for row in submission.consultations.filter(withdrawn_at=None)
        ],
        "assessments": [
            {
                **_assessment(row, sheets.get(row.pk, empty), _day(submission)),
                "evidence": evidence.get(row.pk, {}),
                "citations": cited.get(row.pk, []),
                "contradictions": doubtful.get(row.pk, []),
            }
            for row in rows
        ],
        "listing": listing_content(submission),
        "partners": partners_content(submission),
        **_waiver(submission),
        **_supplement(submission),
    }


def _waiver(submission: Submission) -> dict[str, Any]:
    """Why fewer were consulted than the round asks for (21); nothing where no waiver stands."""
    row = submission.waivers.filter(withdrawn_at=None).select_related("created_by").first()
    if row is None:
        return {}
    said = {"reason": row.reason, "memo_number": row.memo_number}
    return {"waiver": {**said, "by": str(row.created_by), "at": row.created_at.isoformat()}}


def _supplement(submission: Submission) -> dict[str, Any]:
    """Which supplement it is and why; nothing for the report itself."""
    if not submission.number:
        return {}
    said = {"number": submission.number, "reason": submission.supplement_reason}
    return {"supplement": said}


def draft_digest(submission: Submission, *, nil_statement: str = "") -> str:
    """SHA-256 of the draft's content: what a clearance is of (22)."""
    return digest(draft_content(submission, nil_statement=nil_statement))


def packet_build(submission: Submission, *, by: User) -> Packet:
    """The next packet of a locked submission, not yet stored."""
    clearance = submission.clearances.filter(voided_at=None).order_by("-created_at").first()
    last = submission.packets.aggregate(last=Max("number"))["last"] or 0
    now = timezone.now()
    content = draft_content(submission, nil_statement=clearance.nil_statement if clearance else "")
    content |= {
        "number": last + 1,
        "at": now.isoformat(),
        "by": str(by),
        "clearance": _clearance(clearance),
        "proposals": _proposals(submission),
        "partners_silent": partners_silent(submission),
        "proposed": proposed_programmes(submission),
        **_on_behalf(submission),
    }
    text = canonical(content)
    return Packet(
        submission=submission,
        number=last + 1,
        content=text.decode(),
        sha256=digest(content),
        created_at=now,
        created_by=by,
    )


def _on_behalf(submission: Submission) -> dict[str, Any]:
    """Who entered for the ministry what it sent on paper; nothing where nobody did (79)."""
    acted = acted_content(submission)
    return {"on_behalf": acted} if acted else {}


def _proposals(submission: Submission) -> list[dict[str, Any]]:
    """The answers that the Cabinet Division proposed, each with the ministry's reply (32).

    Not part of the draft's digest: a reply leaves the clearance standing.
    """
    rows = ReviewComment.objects.published().exclude(proposed="")
    found = rows.filter(packet__submission=submission).select_related("question", "packet", "reply")
    return [
        {
            "assessment": str(row.assessment_id),
            "question": row.question.code,
            "packet": row.packet.number,
            "proposed": row.proposed,
            "proposed_feasibility": row.proposed_feasibility,
            "reason": row.text,
            "outcome": row.reply.outcome if hasattr(row, "reply") else "",
            "reply": row.reply.text if hasattr(row, "reply") else "",
        }
        for row in found.order_by("assessment", "question__position", "created_at")
    ]


def packet_store(packet: Packet) -> None:
    """Store a built packet with a fresh checkpoint and the scores of its assessments."""
    packet.checkpoint = checkpoint_write(f"packet {packet.pk}")
    packet.save()
    schema = packet.submission.round.questionnaire.schema()
    for key, entry in packet.assessments.items():
        if not entry["not_assessed"]:
            score = packet.sheet(key, schema).score
            _score(packet, key, score).save()


def _score(packet: Packet, assessment_id: str, score: scoring.Score) -> Score:
    return Score(
        packet=packet,
        assessment_id=assessment_id,
        rule_set=score.rule_set,
        current=score.current,
        of=score.of,
        na=score.na,
        potential=score.potential,
        long_term=score.long_term,
        level=score.level,
        potential_level=score.potential_level,
        graduation=score.graduation,
    )


def _assessments(submission: Submission) -> Iterable[Assessment]:
    rows = submission.assessments.listed().select_related("programme__cluster", "programme__agency")
    return rows.prefetch_related(
        "programme__stages",
        "programme__groups",
        "programme__names",
        "programme__coverages",
        "programme__budgets",
    )


def _day(submission: Submission) -> dt.date:
    return local_day(timezone.now())


def round_content(submission: Submission) -> dict[str, Any]:
    """The round as it is called on this day."""
    row = submission.round
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "title_en": row.title_en,
        "title_bn": row.title_bn,
        "deadline_at": row.deadline_at.isoformat(),
    }


def ministry_content(ministry: Ministry, day: dt.date) -> dict[str, Any]:
    """The ministry by the name that held on the day."""
    names = [name for name in ministry.names.all() if name.holds_on(day)]
    name = names[0] if names else ministry
    return {
        "id": str(ministry.pk),
        "code": ministry.code,
        "name_en": name.name_en,
        "name_bn": name.name_bn,
    }


def _assessment(assessment: Assessment, sheet: Sheet, day: dt.date) -> dict[str, Any]:
    return {
        "id": str(assessment.pk),
        "programme": _programme(assessment.programme, day),
        "not_assessed": assessment.not_assessed_reason,
        "answers": {code: given.as_dict() for code, given in sorted(sheet.given.items())},
        "not_covered": assessment.strategy_not_covered,
        "score": _score_content(sheet) if not assessment.not_assessed else None,
    }


def _score_content(sheet: Sheet) -> dict[str, Any] | None:
    score = sheet.score
    return {
        "rule_set": score.rule_set,
        "current": str(score.current),
        "of": score.of,
        "na": score.na,
        "potential": str(score.potential),
        "long_term": str(score.long_term),
        "level": score.level,
        "potential_level": score.potential_level,
    }


def _programme(programme: Programme, day: dt.date) -> dict[str, Any]:
    name = programme.name_on(day) or programme
    return {
        "id": str(programme.pk),
        "code": programme.code,
        "name_en": name.name_en,
        "name_bn": name.name_bn,
        "grade": programme.grade,
        "cluster": programme.cluster.code if programme.cluster else "",
        "agency": programme.agency.name_en if programme.agency else "",
        "start": programme.start_fy or programme.start,
        "end": programme.end_fy,
        "stages": [stage.code for stage in programme.stages.all()],
        "groups": [group.code for group in programme.groups.all()],
        "coverage": [
            {
                "period": row.period,
                "unit": row.unit,
                "women": row.women,
                "men": row.men,
                "hijra": row.hijra,
                "not_disaggregated": row.not_disaggregated,
                "grade": row.grade,
                "source": row.source,
            }
            for row in programme.coverages.all()
            if row.withdrawn_at is None
        ],
        "budget": [
            {
                "period": row.period,
                "crore_taka": str(row.crore_taka),
                "grade": row.grade,
                "source": row.source,
            }
            for row in programme.budgets.all()
            if row.withdrawn_at is None
        ],
    }


def _consultation(row: Any) -> dict[str, Any]:
    fields = ("kind", "who", "women", "men", "said", "stance")
    return {**{name: getattr(row, name) for name in fields}, "held_on": row.held_on.isoformat()}


def _clearance(row: Any) -> dict[str, Any] | None:
    if row is None:
        return None
    fields = ("name", "post", "memo_number", "draft_digest", "nil_statement")
    return {
        **{name: getattr(row, name) for name in fields},
        "cleared_on": row.cleared_on.isoformat(),
        "scans": [_scan(scan) for scan in row.scans.all()],
    }


def _scan(row: Any) -> dict[str, Any]:
    """Which file was attached to the clearance when it was sent; its absence is told, too."""
    fields = ("sha256", "size", "media_type", "file_name")
    return {"id": str(row.pk), **{name: getattr(row, name) for name in fields}}
