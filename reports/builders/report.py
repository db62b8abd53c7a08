"""A ministry's report on paper, as it stands now: to be read, signed and cleared (22, 107).

It is built from the very content whose digest a clearance keeps, so that the code at the foot of
every page is the code of exactly what is printed.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.enums import (
    ClaimKind,
    ConsultedKind,
    EvidenceKind,
    Judgement,
    PartnerStance,
    RoundKind,
    Stance,
    StrategyKind,
    StrategyState,
)
from assessments.models import Assessment, Submission
from assessments.schema import Questionnaire
from assessments.selectors.consulted import Consulted, consulted_in
from assessments.selectors.contradictions import Shown, contradictions_read
from assessments.selectors.on_behalf import acted_content
from assessments.services.packets import draft_content
from assessments.sheet import Given, Sheet
from nsss_gender.accounts.models import localized
from nsss_gender.audit.services import digest
from reports.builders import parts
from reports.builders.questions import Questions
from reports.documents import (
    Block,
    Cell,
    Column,
    Document,
    Entry,
    Form,
    Heading,
    Kind,
    Listing,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Table,
)

CODE_LENGTH = 12
FEW = 5  # more programmes than this want a table of contents
Content = Mapping[str, Any]


@dataclass(frozen=True)
class Draft:
    """A report as it stands: the content that a packet of it would hold, read once."""

    submission: Submission
    content: Content
    acted: Sequence[Content] = ()  # who entered for the ministry what it sent on paper (79)

    @cached_property
    def version(self) -> str:
        """The digest that a clearance of it would keep."""
        return digest(self.content)

    @property
    def code(self) -> str:
        """Its printed short form, as ``Clearance.code``."""
        return self.version[:CODE_LENGTH].upper()

    @cached_property
    def schema(self) -> Questionnaire:
        return self.submission.round.questionnaire.schema()

    def sheet(self, entry: Content) -> Sheet:
        given = {code: Given.from_dict(data) for code, data in entry["answers"].items()}
        return Sheet(self.schema, given)


def read(submission: Submission) -> Draft:
    """The draft as it stands now, in a fixed number of queries."""
    return Draft(submission, draft_content(submission), acted_content(submission))


def document(draft: Draft, assessment: Assessment | None, lang: str) -> Document:
    """The whole report, or one programme of it, in one language."""
    with override(lang):
        return _document(draft, assessment, lang)


def _document(draft: Draft, assessment: Assessment | None, lang: str) -> Document:
    submission, round_ = draft.submission, draft.submission.round
    chosen = [
        entry
        for entry in draft.content["assessments"]
        if assessment is None or entry["id"] == str(assessment.pk)
    ]
    return Document(
        kind="filled_form",
        title=_title(submission, _named(draft.content["ministry"])),
        subtitle=str(round_),
        lang=lang,
        letterhead=parts.letterhead()[:1],
        facts=_facts(draft),
        code=draft.code,
        named=_("Code of this version"),
        mark=_("PRACTICE") if round_.kind == RoundKind.PRACTICE else "",
        dated=timezone.localdate(),
        cover=False,
        contents=len(chosen) > FEW,
        depth=1,
        blocks=tuple(
            _programmes(draft, chosen)
            if assessment
            else (*_whole(draft), *_programmes(draft, chosen))
        ),
    )


def _title(submission: Submission, ministry: str) -> str:
    if submission.number:
        number = parts.figure(submission.number)
        return _("Supplement %(number)s to the report: %(ministry)s") % {
            "number": number,
            "ministry": ministry,
        }
    return _("Report: %(ministry)s") % {"ministry": ministry}


def _named(names: Content) -> str:
    return localized(names["name_en"], names["name_bn"])


def _facts(draft: Draft) -> tuple[tuple[str, Cell | str], ...]:
    entries, supplement = draft.content["assessments"], draft.content.get("supplement")
    out = sum(bool(entry["not_assessed"]) for entry in entries)
    return (
        *(((_("Reason of the supplement"), Cell(supplement["reason"])),) if supplement else ()),
        (_("State"), str(draft.submission.get_status_display())),
        (_("Questionnaire"), Cell(draft.content["questionnaire"], own=Kind.CODE)),
        (_("Programmes assessed"), Cell(len(entries) - out)),
        (_("Programmes not assessed"), Cell(out)),
        (_("Consultations"), Cell(len(draft.content["consultations"]))),
        *((_("Entered for the ministry by"), Cell(parts.acted(row))) for row in draft.acted),
        (_("Printed on"), Cell(timezone.localdate())),
    )


# ── The report as a whole ───────────────────────────────────────────────────────────────────────


def _whole(draft: Draft) -> Iterator[Block]:
    yield Note(
        "info",
        _(
            "The signature below clears exactly the version whose code stands at the foot of every "
            "page. Any change in the application gives another code, and the report must be printed "
            "and signed again."
        ),
    )
    yield Heading(1, _("Programmes"))
    yield _list(draft)
    yield from _off_the_list(draft)
    yield Heading(1, _("Own gender strategy and NSSS action plan"))
    yield from _strategies(draft)
    yield Heading(1, _("Consultations"))
    yield from first_of(consulted_in(draft.content))
    yield consultations(draft.content["consultations"])
    yield Heading(1, _("Clearance"))
    yield clearance_block()
    yield PageBreak()


def clearance_block() -> Form:
    """Where the authority signs: the fields that the application asks for, left for the pen."""
    entries = (
        Entry(_("Name of the officer who cleared it")),
        Entry(_("Post")),
        Entry(_("Memo number")),
        Entry(_("Date of clearance")),
        Entry(_("Signature and seal"), lines=2),
    )
    return Form(_("Cleared for submission to the Cabinet Division"), entries)


def _list(draft: Draft) -> Table:
    columns = (
        Column("code", _("Code"), Kind.CODE, 10),
        Column("programme", _("Programme"), width=40),
        Column(
            "missing", _("Still missing"), Kind.INTEGER, 12, _("Required answers not yet given")
        ),
        Column("now", _("Points now"), width=18),
        Column("reason", _("Not assessed, because"), width=24),
    )
    rows = tuple(_list_row(draft, entry) for entry in draft.content["assessments"])
    return Table(
        _("Programmes of the report"),
        _("missing: in questions; points: of the seven gender items"),
        columns,
        rows,
        empty=_("No programme is on the list."),
    )


def _list_row(draft: Draft, entry: Content) -> Row:
    programme, out = entry["programme"], entry["not_assessed"]
    sheet = draft.sheet(entry)
    score = sheet.score
    return Row(
        (
            Cell(programme["code"]),
            Cell(_named(programme)),
            Cell(None if out else len(sheet.gaps)),
            Cell(None if out else parts.points_of(score.current, score.of, score.na)),
            Cell(out or None),
        ),
        key=programme["code"],
    )


def _off_the_list(draft: Draft) -> Iterator[Block]:
    """The programmes that the ministry says are not on its list, each with what it says."""
    rows = [row for row in draft.content["listing"] if row["left_out"]]
    if rows:
        yield Paragraph(_("Off the list, as the ministry says:"))
        yield Listing(tuple(Paragraph(_claimed(row)) for row in rows))


def _claimed(row: Content) -> str:
    others = (row["other_ministry"], row["other_programme"])
    told = [_named(one) for one in others if one]
    said = "; ".join(part for part in (*told, row["note"]) if part)
    named = (
        f"{_named(row['programme'])} ({row['programme']['code']}): {ClaimKind(row['kind']).label}"
    )
    return f"{named} – {said}" if said else named


def _strategies(draft: Draft) -> Iterator[Block]:
    rows = {row["kind"]: row for row in draft.content["strategies"]}
    for kind in StrategyKind:
        row = rows.get(kind.value)
        state = Cell(str(StrategyState(row["state"]).label)) if row else None
        entries = [Entry(_("State"), state, tuple(str(one.label) for one in StrategyState))]
        for name, label in (
            ("title", _("Title of the document")),
            ("reference", _("Memo number or place where it can be read")),
            ("commitments", _("Its commitments")),
        ):
            if row and row[name]:
                entries.append(Entry(label, Cell(row[name])))
        yield Form(str(kind.label), tuple(entries))


def first_of(found: Consulted) -> Iterator[Note]:
    """Who dissents and why too few were asked, before the table of everybody (21)."""
    for row in found.dissents:
        who = f"{row.who} ({row.role})"
        said = row.said or _("Nothing is recorded of what they said.")
        yield Note("warning", _("Dissent: %(who)s. %(said)s") % {"who": who, "said": said})
    if found.waived:
        text = _("Fewer consultations than the round asks for: %(reason)s") % {
            "reason": found.waived.reason
        }
        memo = found.waived.memo_number
        yield Note("warning", f"{text} ({_('Memo number')} {memo})" if memo else text)


def consultations(found: Iterable[Content]) -> Table:
    """Who was asked, as a packet or a draft holds it (21)."""
    columns = (
        Column("date", _("Date"), Kind.DATE, 12),
        Column("who", _("Who was consulted"), width=26),
        Column("women", _("Women"), Kind.INTEGER, 9),
        Column("men", _("Men"), Kind.INTEGER, 9),
        Column("stance", _("Position"), width=13),
        Column("said", _("What they said"), width=32),
    )
    rows = tuple(
        Row(
            (
                Cell(dt.date.fromisoformat(row["held_on"])),
                Cell(f"{row['who']} ({ConsultedKind(row['kind']).label})"),
                Cell(row["women"]),
                Cell(row["men"]),
                Cell(str(Stance(row["stance"]).label)),
                Cell(row["said"] or None),
            ),
            key=str(place),
        )
        for place, row in enumerate(found, 1)
    )
    empty = _("No consultation is recorded yet.")
    return Table(_("Consultations"), _("in persons present"), columns, rows, empty=empty)


# ── Programme by programme ──────────────────────────────────────────────────────────────────────


def _programmes(draft: Draft, entries: list[Content]) -> Iterator[Block]:
    questions = Questions(draft.content["ministry"]["code"])
    for place, entry in enumerate(entries):
        if place:
            yield PageBreak()
        yield from _programme(draft, entry, questions)


def _programme(draft: Draft, entry: Content, questions: Questions) -> Iterator[Block]:
    yield Heading(1, f"{_named(entry['programme'])} ({entry['programme']['code']})")
    if entry["not_assessed"]:
        yield Note("info", _("Not assessed: %(reason)s") % {"reason": entry["not_assessed"]})
        return
    sheet = draft.sheet(entry)
    doubts = contradictions_read(entry, draft.schema)
    yield from _partners(draft, entry)
    for section in draft.schema.sections:
        yield Heading(2, section.title.in_language(parts.language()), numbered=False)
        for question in section.questions:
            yield questions.answered(question, sheet)
            yield from _evidence(entry.get("evidence", {}).get(question.code, ()))
            yield from _doubts([row for row in doubts if question.code in row.questions])
            doubts = [row for row in doubts if question.code not in row.questions]


def _partners(draft: Draft, entry: Content) -> Iterator[Block]:
    """What partner ministries say of a shared programme; beside the answers, never scored (103)."""
    for row in draft.content["partners"]:
        if row["assessment"] == entry["id"]:
            stance = str(PartnerStance(row["stance"]).label) if row["stance"] else ""
            lines = [
                Entry(_("Its component"), Cell(row["component"] or None)),
                Entry(_("Its position"), Cell(stance or None)),
            ]
            if row["said"]:
                lines.append(Entry(_("What it says"), Cell(row["said"])))
            for code, given in row["answers"].items():
                word = Judgement(given["judgement"]).label if given["judgement"] else ""
                said = "; ".join(str(part) for part in (word, given["text"]) if part)
                lines.append(Entry(code, Cell(said)))
            named = _named(row["ministry"])
            yield Form(_("Partner: %(ministry)s") % {"ministry": named}, tuple(lines))


def _doubts(rows: Iterable[Shown]) -> Iterator[Note]:
    """What does not fit together and what the ministry says to it, under the first answer of it (17)."""
    for row in rows:
        yield Note("info" if row.explanation else "warning", f"{row.name}. {doubt_said(row)}")


def doubt_said(row: Shown) -> str:
    """What does not fit together, and what the ministry says to it."""
    said = _("The ministry explains: %(text)s") % {"text": row.explanation}
    return f"{row.text} {said if row.explanation else _('The ministry gives no explanation.')}"


def _evidence(rows: Iterable[Content]) -> Iterator[Block]:
    """What is named behind an answer, under it."""
    lines = tuple(Paragraph(evidence_said(row)) for row in rows)
    if lines:
        yield Paragraph(_("Evidence:"))
        yield Listing(lines)


def evidence_said(row: Content) -> str:
    """One piece of evidence in a line."""
    kind = EvidenceKind(row["kind"]).label
    page = _("page %(page)s") % {"page": row["page"]} if row["page"] else ""
    rest = (row["title"], page, row["url"], row["statement"], row["name"])
    return f"{kind}: {'; '.join(part for part in rest if part)}"
