"""The profile of one programme as a Document: what it is, where it stands and why, what it could become."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.enums import Feasibility, Judgement, answer_words
from assessments.schema import Question
from assessments.selectors.score import AnswerView, LevelView
from assessments.sheet import GAPS
from nsss_gender.language.numbers import points
from reports.builders import figures, parts, register
from reports.builders import rows as row_tables
from reports.builders.levels import MOST
from reports.builders.report import consultations
from reports.documents import (
    Bar,
    Block,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Kind,
    Listing,
    Note,
    Paragraph,
    Row,
    Table,
    counted,
)
from reports.enums import EntryState, PlanStatus
from reports.models import PlanEntry
from reports.selectors.profile import Content, Profile
from reports.selectors.profile import profile as profile_of


def build(entry: PlanEntry, lang: str) -> Document:
    """The profile of a programme of a plan, in one language."""
    with override(lang):
        return _document(profile_of(entry), lang)


def _document(found: Profile, lang: str) -> Document:
    plan, entry = found.plan, found.entry
    return Document(
        kind="profile",
        title=entry.programme_name,
        subtitle=entry.ministry_name,
        lang=lang,
        letterhead=parts.letterhead(),
        facts=(
            (_("Assessment round"), str(plan.round)),
            (_("Code"), Cell(entry.programme.code, own=Kind.CODE)),
            (_("State"), str(EntryState(entry.state).label)),
            (_("Report submitted on"), Cell(timezone.localdate(found.packet.created_at))),
            *(
                (_("Entered for the ministry by"), Cell(parts.acted(row)))
                for row in found.packet.data.get("on_behalf", ())
            ),
        ),
        code=f"{plan.code}-{entry.programme.code}",
        mark="" if plan.status == PlanStatus.APPROVED else _("DRAFT"),
        dated=timezone.localdate(parts.prepared(plan)),
        cover=False,
        contents=False,
        blocks=tuple(blocks(found)),
    )


def blocks(found: Profile) -> Iterator[Block]:
    """The profile without its head, so that other documents can hold it, too."""
    yield from _notes(found)
    if found.assessed:
        yield Heading(1, _("Where it stands, and why"))
        yield from _standing(found)
        yield Heading(1, _("The way to the next level"))
        yield from _way(found)
        yield _conditions(found.score.levels)
    yield Heading(1, _("The programme"))
    yield register.facts(found)
    yield register.coverage(found)
    yield register.budget(found)
    if found.assessed:
        yield Heading(1, _("Who was consulted for the report"))
        yield consultations(found.consultations)
        yield figures.foot()
        yield Heading(1, _("Answers"))  # wide tables last, so that the print turns once
        yield _answers(found)
        yield from _differing(found)
        yield Heading(1, _("Rows of the plan"))
        yield from _rows(found)


def _notes(found: Profile) -> Iterator[Block]:
    if not found.assessed:
        yield Note(
            "info", _("Not assessed: %(reason)s") % {"reason": found.entry.not_assessed_reason}
        )
    elif found.entry.state == EntryState.WAITING:
        yield Note(
            "warning",
            _("Points were opened again: it waits outside the draft until they are settled."),
        )
    elif not found.entry.accepted:
        yield Note(
            "draft", _("The programme is settled; the ministry's report is not yet accepted.")
        )


# ── Where it stands ─────────────────────────────────────────────────────────────────────────────


def _standing(found: Profile) -> Iterator[Block]:
    score = found.score
    told = _("Now %(now)s: level %(level)s. Possible %(possible)s: level %(ceiling)s.") % {
        "now": parts.points_of(score.current, score.of, score.na),
        "level": parts.level(score.level.number),
        "possible": points(parts.plain(score.potential), parts.language()),
        "ceiling": parts.level(score.ceiling.number),
    }
    yield Paragraph(told)
    bars = (
        (_("Now"), score.current),
        (_("Possible now or with modification"), score.potential),
        (_("Possible in the long term"), score.long_term),
    )
    yield Figure(
        _("Points of the seven gender items"),
        tuple(Bar(label, parts.plain(value)) for label, value in bars),
        unit_line=_("in points; a full bar is seven"),
        kind=Kind.POINTS,
        most=MOST,
    )
    yield Paragraph(score.why)
    yield Paragraph(
        _("Graduation, beside the points: %(answer)s.") % {"answer": _answer_said(score.graduation)}
    )
    yield _evidence_said(found)


def _evidence_said(found: Profile) -> Paragraph:
    claimed = sum(count.claimed for count in found.evidence.values())
    verified = sum(count.verified for count in found.evidence.values())
    told = _("Evidence, counted beside the points: %(claimed)s claimed, %(verified)s verified.")
    return Paragraph(told % {"claimed": parts.figure(claimed), "verified": parts.figure(verified)})


def _way(found: Profile) -> Iterator[Block]:
    """All smallest sets of changes to the next level, or what is in the way."""
    score = found.score
    if score.next_level is None:
        yield Paragraph(_("This is the highest level."))
        return
    named = {"level": parts.level(score.next_level.number)}
    if score.changes:
        yield Paragraph(
            _(
                "Level %(level)s is reached with the fewest changes when one of these sets becomes “yes”:"
            )
            % named
        )
        sets = (
            _(" and ").join(f"{one.code} {one.label}" for one in chosen) for chosen in score.changes
        )
        yield Listing(tuple(Paragraph(line) for line in sets))
    else:
        yield Paragraph(_("Level %(level)s is not reachable now. In the way:") % named)
        yield Listing(tuple(Paragraph(_answer_said(one)) for one in score.blocked))
    yield Paragraph(
        _("Highest level that the feasible changes can reach: %(level)s.")
        % {"level": parts.level(score.ceiling.number)}
    )


def _answer_said(answer: AnswerView) -> str:
    """Q7 Social capital and voice: No, later (reason)."""
    words = ", ".join(part for part in (answer.word, answer.feasibility) if part)
    reason = f" ({answer.reason})" if answer.reason else ""
    return f"{answer.code} {answer.label}: {words}{reason}"


def _conditions(levels: Iterable[LevelView]) -> Table:
    columns = (
        Column("level", _("Level"), width=20),
        Column("condition", _("Condition"), width=44),
        Column("met", _("Met"), width=10),
        Column("rests", _("Rests on"), width=36),
    )
    rows = tuple(
        Row(
            (
                Cell(parts.level(level.number)),
                Cell(condition.text),
                Cell(_("met") if condition.met else _("not met")),
                Cell("; ".join(f"{one.code}: {one.word}" for one in condition.answers)),
            ),
            key=f"level-{level.number}-{place}",
        )
        for level in levels
        for place, condition in enumerate(level.conditions, 1)
    )
    return Table(
        _("Conditions of each level"),
        _("a level also needs every condition of the levels below it"),
        columns,
        rows,
    )


# ── Answers ─────────────────────────────────────────────────────────────────────────────────────


def _answers(found: Profile) -> Table:
    columns = (
        Column("question", _("Question"), width=22),
        Column("answer", _("Answer"), width=11),
        Column("missing", _("What is missing"), width=26),
        Column("feasible", _("Is it possible?"), width=15),
        Column("detail", _("What would have to change or come first"), width=26),
        Column("reason", _("Reason"), width=22),
        counted("claimed", _("Evidence claimed"), 11),
        counted("verified", _("Evidence verified"), 11),
    )
    rows = tuple(_answer(found, question) for question in found.schema.judged)
    return Table(
        _("Answers to the judged questions"), _("evidence in pieces"), columns, rows, wide=True
    )


def _answer(found: Profile, question: Question) -> Row:
    judgement, given = found.sheet.judgement(question), found.sheet[question.code]
    gap = judgement in GAPS
    count = found.evidence.get(question.code)
    feasible = str(Feasibility(given.feasibility).label) if gap and given.feasibility else None
    return Row(
        (
            Cell(f"{question.code} {question.label.in_language(parts.language())}"),
            Cell(str(Judgement(judgement).label) if judgement else None, missing=_("not answered")),
            Cell(given.missing or None if judgement == Judgement.PARTLY else None),
            Cell(feasible),
            Cell(given.detail or None if gap else None),
            Cell(given.reason or None),
            Cell(count.claimed if count else 0),
            Cell(count.verified if count else 0),
        ),
        key=question.code,
    )


def _differing(found: Profile) -> Iterator[Block]:
    """What the Cabinet Division proposed and the ministry did not take: points and rows use the ministry's."""
    if not found.differing:
        return
    columns = (
        Column("question", _("Question"), Kind.CODE, 10),
        Column("own", _("The ministry's answer"), width=18),
        Column("proposed", _("Proposed by the Cabinet Division"), width=18),
        Column("why", _("Why it was proposed"), width=28),
        Column("reply", _("Why the ministry keeps its own"), width=28),
    )
    rows = tuple(_difference(found, row, place) for place, row in enumerate(found.differing, 1))
    yield Table(
        _("Differing answers"), _("points and rows use the ministry's answer"), columns, rows
    )


def _difference(found: Profile, row: Content, place: int) -> Row:
    question = found.schema.question(row["question"])
    judgement = found.sheet.judgement(question)
    own = answer_words(
        judgement, found.sheet[question.code].feasibility if judgement in GAPS else ""
    )
    return Row(
        (
            Cell(question.code),
            Cell(own),
            Cell(answer_words(row["proposed"], row["proposed_feasibility"])),
            Cell(row["reason"] or None),
            Cell(row["reply"] or None),
        ),
        key=f"{question.code}-{place}",
    )


# ── The plan ────────────────────────────────────────────────────────────────────────────────────


def _rows(found: Profile) -> Iterator[Block]:
    """Its rows and constraints, in the same tables as in the plan."""
    yield row_tables.actions(found, ministries=False)
    yield from row_tables.set_aside(found.items)
    yield row_tables.constraints(found, ministries=False)
