"""A packet as it was sent, with what was said and decided about it: for reading it years later (28)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.enums import (
    EvidenceVerdict,
    Judgement,
    Level,
    PartnerStance,
    RoundKind,
    StrategyKind,
    StrategyState,
)
from assessments.models import TOLD, Assessment, Packet, PacketRecord
from assessments.schema import Question
from assessments.selectors.consulted import consulted
from assessments.selectors.contradictions import Shown, contradictions_read
from assessments.selectors.records import DONE, Said, said_in
from assessments.selectors.sending import received_standing
from assessments.selectors.shown import FieldShown, fields_shown, label
from assessments.sheet import Sheet
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import localized
from nsss_gender.language.dates import moment
from reports.builders import parts, report
from reports.builders.questions import Questions
from reports.builders.receipt import punctual
from reports.documents import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Kind,
    Note,
    PageBreak,
    Row,
    Table,
)

Content = Mapping[str, Any]


def document(
    packet: Packet, assessment: Assessment | None, lang: str, *, brief: bool = False
) -> Document:
    """The packet in one language, whole or one programme of it; ``brief`` leaves the answers out."""
    with override(lang):
        return _Sent(packet, lang).document(assessment, brief=brief)


def _named(names: Content) -> str:
    return localized(names["name_en"], names["name_bn"])


class _Sent:
    """One packet while its document is built. The records are those of which the ministry was told."""

    def __init__(self, packet: Packet, lang: str) -> None:
        self.packet, self.lang, self.data = packet, lang, packet.data
        self.schema = packet.submission.round.questionnaire.schema()
        self.questions = Questions(self.data["ministry"]["code"])

    @cached_property
    def records(self) -> list[PacketRecord]:
        return list(self.packet.records.filter(transition__in=TOLD).order_by("number"))

    @cached_property
    def said(self) -> dict[str, list[Said]]:
        """The comments on this very packet by assessment, each with its last reply."""
        last = self.records[-1].data["comments"] if self.records else ()
        own = [row for row in last if row["packet"] == self.packet.number]
        return said_in(row for row in own if row["sent_at"])

    @cached_property
    def verdicts(self) -> dict[str, str]:
        """What was found of the evidence until the last record, in words."""
        last = self.records[-1].data["verdicts"] if self.records else ()
        return {row["evidence"]: str(EvidenceVerdict(row["verdict"]).label) for row in last}

    def document(self, assessment: Assessment | None, *, brief: bool) -> Document:
        """All of it."""
        round_ = self.packet.submission.round
        chosen = [
            entry
            for entry in self.data["assessments"]
            if assessment is None or entry["id"] == str(assessment.pk)
        ]
        whole = () if assessment else tuple(self.whole())
        answers = () if brief else tuple(self.programmes(chosen))
        return Document(
            kind="packet",
            title=_("Report as it was sent: %(ministry)s")
            % {"ministry": _named(self.data["ministry"])},
            subtitle=localized(self.data["round"]["title_en"], self.data["round"]["title_bn"]),
            lang=self.lang,
            letterhead=parts.letterhead(),
            facts=tuple(self.facts()),
            code=self.packet.code,
            named=_("Code of the packet"),
            mark=_("PRACTICE") if round_.kind == RoundKind.PRACTICE else "",
            dated=timezone.localdate(self.packet.created_at),
            cover=False,
            contents=not brief and len(chosen) > report.FEW,
            depth=1,
            blocks=(*whole, *answers),
        )

    def facts(self) -> Iterator[tuple[str, Cell | str]]:
        """What the packet is, and what became of it."""
        if supplement := self.data.get("supplement"):
            yield _("Supplement"), Cell(supplement["number"])
            yield _("Reason of the supplement"), Cell(supplement["reason"])
        yield _("Packet"), Cell(self.packet.number)
        yield _("Received"), moment(self.packet.created_at, self.lang)
        if not self.packet.submission.number:  # no deadline holds for a supplement
            yield _("On time or late"), punctual(received_standing(self.packet))
        yield _("Submitted by"), Cell(self.data["by"])
        for row in self.data.get("on_behalf", ()):
            yield _("Entered for the ministry by"), Cell(parts.acted(row))
        yield _("Questionnaire"), Cell(self.data["questionnaire"], own=Kind.CODE)
        yield "SHA-256", Cell(self.packet.sha256, own=Kind.CODE)
        if self.records:
            last = self.records[-1]
            done = f"{DONE[last.transition]}, {moment(last.created_at, self.lang)}"
            yield _("What became of it"), Cell(done)

    # ── The whole ───────────────────────────────────────────────────────────────────────────────

    def whole(self) -> Iterator[Block]:
        """What belongs to the packet as a whole."""
        yield Heading(1, _("What was decided"))
        if self.data["nil_statement"]:
            yield Note("info", self.data["nil_statement"])
        yield self.decisions()
        yield Heading(1, _("Programmes"))
        yield self.listed()
        yield from self.partners()
        yield Heading(1, _("How it was made"))
        yield self.clearance()
        yield from report.first_of(consulted(self.packet))
        yield report.consultations(self.data["consultations"])
        yield self.strategies()

    def decisions(self) -> Table:
        """Every decision of which the ministry was told."""
        columns = (
            Column("at", _("When"), width=16),
            Column("done", _("What"), width=20),
            Column("by", _("Who"), width=24),
            Column("reason", _("Reason or note"), width=36),
            Column("code", _("Code of the record"), Kind.CODE, 14),
        )
        rows = tuple(
            Row(
                (
                    Cell(moment(row.created_at, self.lang)),
                    Cell(str(DONE[row.transition])),
                    Cell(who(row.data["by"])),
                    Cell(row.data["reason"] or None),
                    Cell(row.code),
                ),
                key=str(row.number),
            )
            for row in self.records
        )
        empty = _("Nothing was decided about it yet.")
        return Table(_("Decisions about this packet"), "", columns, rows, empty=empty)

    def listed(self) -> Table:
        """Every programme with what the packet froze of its score."""
        columns = (
            Column("code", _("Code"), Kind.CODE, 10),
            Column("programme", _("Programme"), width=40),
            Column("points", _("Points now"), width=16),
            Column("level", _("Level"), width=18),
            Column("reason", _("Not assessed, because"), width=24),
        )
        rows = tuple(self.listed_row(entry) for entry in self.data["assessments"])
        empty = _("No programme is in this packet.")
        return Table(_("Programmes of the report"), "", columns, rows, empty=empty)

    def listed_row(self, entry: Content) -> Row:
        score, code = entry["score"], entry["programme"]["code"]
        points = level = None
        if score:
            points = parts.points_of(Decimal(score["current"]), int(score["of"]), int(score["na"]))
            level = str(Level(score["level"]).label)
        return Row(
            (
                Cell(code),
                Cell(_named(entry["programme"])),
                Cell(points),
                Cell(level),
                Cell(entry["not_assessed"] or None),
            ),
            key=code,
        )

    def partners(self) -> Iterator[Block]:
        """What partner ministries say of shared programmes; beside the answers, never scored."""
        names = {row["id"]: _named(row["programme"]) for row in self.data["assessments"]}
        columns = (
            Column("programme", _("Programme"), width=30),
            Column("ministry", _("Partner"), width=24),
            Column("component", _("Its component"), width=24),
            Column("stance", _("Its position"), width=12),
            Column("said", _("What it says"), width=30),
        )
        rows = tuple(
            Row(
                (
                    Cell(names.get(row["assessment"])),
                    Cell(_named(row["ministry"])),
                    Cell(row["component"] or None),
                    Cell(str(PartnerStance(row["stance"]).label) if row["stance"] else None),
                    Cell("\n".join(_partner_lines(row)) or None),
                ),
                key=str(place),
            )
            for place, row in enumerate(self.data.get("partners", ()), 1)
        )
        if rows:
            yield Table(_("Partners of shared programmes"), "", columns, rows)

    def clearance(self) -> Table:
        """Who cleared it, by which memo, on which day."""
        row = self.data["clearance"]
        lines: list[tuple[str, Cell]] = []
        if row:
            day = dt.date.fromisoformat(row["cleared_on"])
            lines = [
                (_("Cleared by"), Cell(f"{row['name']}, {row['post']}")),
                (_("Memo number"), Cell(row["memo_number"])),
                (_("Date of clearance"), Cell(day)),
                (_("Code of the cleared version"), Cell(row["draft_digest"][:12].upper())),
            ]
        return _pairs(_("Clearance"), lines)

    def strategies(self) -> Table:
        """The ministry's own documents."""
        columns = (
            Column("kind", _("Document"), width=24),
            Column("state", _("State"), width=14),
            Column("title", _("Title of the document"), width=30),
            Column("commitments", _("Its commitments"), width=40),
        )
        rows = tuple(
            Row(
                (
                    Cell(str(StrategyKind(row["kind"]).label)),
                    Cell(str(StrategyState(row["state"]).label)),
                    Cell("; ".join(one for one in (row["title"], row["reference"]) if one) or None),
                    Cell(row["commitments"] or None),
                ),
                key=row["kind"],
            )
            for row in self.data["strategies"]
        )
        return Table(_("Own gender strategy and NSSS action plan"), "", columns, rows)

    # ── Programme by programme ──────────────────────────────────────────────────────────────────

    def programmes(self, entries: Iterable[Content]) -> Iterator[Block]:
        """The answers of each programme, and what was said about them."""
        for place, entry in enumerate(entries):
            if place:
                yield PageBreak()
            yield Heading(1, f"{_named(entry['programme'])} ({entry['programme']['code']})")
            if entry["not_assessed"]:
                reason = {"reason": entry["not_assessed"]}
                yield Note("info", _("Not assessed: %(reason)s") % reason)
            else:
                yield self.answers(entry)
            yield self.comments(entry)

    def answers(self, entry: Content) -> Table:
        """Each question with its answer, and under it what was written and what stands behind it."""
        columns = (
            Column("code", _("Code"), Kind.CODE, 8),
            Column("what", _("Question, and what was asked with it"), width=42),
            Column("said", _("What was answered"), width=56),
        )
        sheet = self.packet.sheet(entry["id"], self.schema)
        rows: list[Row] = []
        doubts = contradictions_read(entry, self.schema)
        for section in self.schema.sections:
            for question in section.questions:
                code = question.code.partition(".")[0]
                here = [row for row in doubts if question.code in row.questions]
                doubts = [
                    row for row in doubts if row not in here
                ]  # each once, at its first answer
                lines = [*self.lines(question, sheet, entry), *_doubts(here)]
                for place, (what, said) in enumerate(lines, 1):
                    cells = (Cell(code), Cell(what), said)
                    rows.append(Row(cells, key=f"{question.code}-{place}"))
        caption = _("Answers: %(programme)s") % {"programme": _named(entry["programme"])}
        return Table(caption, "", columns, tuple(rows))

    def lines(self, question: Question, sheet: Sheet, entry: Content) -> Iterator[tuple[str, Cell]]:
        """The lines of one question: its answer first, then each field, part and piece of evidence."""
        shown = fields_shown(question, sheet[question.code], self.questions.choices(question))
        asked, fields = question.label.in_language(parts.language()), list(shown)
        if question.judged:
            word = sheet.judgement(question)
            yield asked, Cell(str(Judgement(word).label) if word else None)
            fields = [one for one in fields if one.name != "judgement"]
        elif fields:
            first = fields.pop(0)
            yield asked, self.field(first)
        else:
            yield asked, Cell(None)
        for one in fields:
            yield one.label, self.field(one)
        for part in question.parts:
            judged = sheet.part_judgement(part)
            words = f"{part.code} {part.text.in_language(parts.language())}"
            yield words, Cell(str(Judgement(judged).label) if judged else None)
            if note := sheet[part.code].reason:
                yield f"{part.code} – {label(part, 'reason')}", Cell(note)
        for row in entry.get("evidence", {}).get(question.code, ()):
            yield _("Evidence"), Cell(self.proof(row))

    def field(self, one: FieldShown) -> Cell:
        return Cell(one.value, lang="" if one.typed else self.lang)

    def proof(self, row: Content) -> str:
        verdict = self.verdicts.get(row["id"], "")
        return f"{report.evidence_said(row)}{f' ({verdict})' if verdict else ''}"

    def comments(self, entry: Content) -> Table:
        """What the Cabinet Division said of the programme, and what the ministry replied."""
        columns = (
            Column("code", _("Code"), Kind.CODE, 7),
            Column("kind", _("Kind"), width=13),
            Column("said", _("What the Cabinet Division says"), width=40),
            Column("by", _("Who"), width=16),
            Column("reply", _("Reply of the ministry"), width=34),
            Column("replied_by", _("Who replied"), width=16),
        )
        rows = tuple(
            Row(
                (
                    Cell(said.code.partition(".")[0]),
                    Cell(said.kind),
                    Cell(said.whole),
                    Cell(said.by),
                    Cell(said.reply or None, missing=_("no reply")),
                    Cell(said.replied_by or None),
                ),
                key=str(said.data["id"]),
            )
            for said in self.said.get(entry["id"], ())
        )
        caption = _("Comments and replies: %(programme)s") % {
            "programme": _named(entry["programme"])
        }
        empty = _("There is no comment on this programme.")
        return Table(caption, "", columns, rows, empty=empty)


def who(actor: Content) -> str:
    """Name, role and ministry of whoever decided, as they were then; who acted for a ministry says so (79)."""
    role, place = str(Role(actor["role"]).label), actor["ministry"]
    words = ", ".join((actor["name"], role, *((_named(place),) if place else ())))
    acted = _("Entered for the ministry, from its paper")
    return f"{words} ({acted})" if actor["on_behalf"] else words


def _partner_lines(row: Content) -> Iterator[str]:
    if row["said"]:
        yield row["said"]
    for code, given in row["answers"].items():
        word = str(Judgement(given["judgement"]).label) if given["judgement"] else ""
        yield f"{code}: {'; '.join(one for one in (word, given['text']) if one)}"


def _pairs(caption: str, lines: Iterable[tuple[str, Cell]]) -> Table:
    columns = (Column("what", _("What"), width=30), Column("value", _("Value"), width=60))
    rows = tuple(Row((Cell(label), cell), key=label) for label, cell in lines)
    return Table(caption, "", columns, rows)


def _doubts(rows: Iterable[Shown]) -> Iterator[tuple[str, Cell]]:
    """What does not fit together at an answer, with the ministry's explanation (17)."""
    for row in rows:
        yield row.name, Cell(report.doubt_said(row))
