"""The receipt of a packet on paper: what was received, when, and how it can be checked (16)."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from assessments.deadlines import Standing
from assessments.enums import RoundKind
from assessments.models import Packet
from assessments.selectors.sending import received_standing
from nsss_gender.accounts.models import localized
from nsss_gender.language.dates import moment
from reports.builders import parts
from reports.documents import Block, Cell, Column, Document, Entry, Form, Kind, Note, Row, Table


def document(packet: Packet, lang: str) -> Document:
    """The receipt in one language; every name is that of the packet's day."""
    with override(lang):
        return _document(packet, lang)


def _document(packet: Packet, lang: str) -> Document:
    submission = packet.submission
    return Document(
        kind="receipt",
        title=_("Receipt: %(ministry)s") % {"ministry": _named(packet.data["ministry"])},
        subtitle=str(submission.round),
        lang=lang,
        letterhead=parts.letterhead(),
        facts=tuple(_facts(packet)),
        code=packet.code,
        named=_("Code of the packet"),
        mark=_("PRACTICE") if submission.round.kind == RoundKind.PRACTICE else "",
        dated=timezone.localdate(packet.created_at),
        cover=False,
        contents=False,
        blocks=tuple(_blocks(packet)),
    )


def _named(names: Mapping[str, Any]) -> str:
    return localized(names["name_en"], names["name_bn"])


def _facts(packet: Packet) -> Iterator[tuple[str, Cell | str]]:
    lang, standing = parts.language(), received_standing(packet)
    if packet.submission.number:
        yield _("Supplement"), Cell(packet.submission.number)
        yield _("Reason of the supplement"), Cell(packet.submission.supplement_reason)
    yield _("Packet"), Cell(packet.number)
    yield _("Received"), moment(packet.created_at, lang)
    if not packet.submission.number:  # no deadline holds for a supplement
        yield _("Deadline"), moment(standing.due, lang)
        yield _("On time or late"), punctual(standing)
    yield _("Submitted by"), Cell(packet.data["by"])
    for row in packet.data.get("on_behalf", ()):
        yield _("Entered for the ministry by"), Cell(parts.acted(row))
    yield "SHA-256", Cell(packet.sha256, own=Kind.CODE)
    yield _("Code of the checkpoint"), Cell(packet.checkpoint.code, own=Kind.CODE)


def punctual(standing: Standing) -> str:
    """On time, or late by how many working days (35)."""
    if not standing.late:
        return _("On time")
    return ngettext(
        "Late by %(days)s working day", "Late by %(days)s working days", standing.working_days
    ) % {"days": parts.figure(standing.working_days)}


def _blocks(packet: Packet) -> Iterator[Block]:
    if not packet.assessments:
        yield Note("info", _("A nil report: no programme."))
    yield _programmes(packet)
    if clearance := packet.data["clearance"]:
        yield _clearance(clearance)


def _programmes(packet: Packet) -> Table:
    columns = (
        Column("code", _("Code"), Kind.CODE, 12),
        Column("programme", _("Programme"), width=44),
        Column("state", _("State"), width=16),
        Column("reason", _("Not assessed, because"), width=28),
    )
    rows = tuple(
        Row(
            (
                Cell(entry["programme"]["code"]),
                Cell(_named(entry["programme"])),
                Cell(_("Not assessed") if entry["not_assessed"] else _("Assessed")),
                Cell(entry["not_assessed"] or None),
            ),
            key=entry["programme"]["code"],
        )
        for entry in packet.assessments.values()
    )
    return Table(
        _("Programmes received"), "", columns, rows, empty=_("No programme is in this packet.")
    )


def _clearance(clearance: Mapping[str, Any]) -> Form:
    return Form(
        _("Clearance"),
        (
            Entry(_("Cleared by"), Cell(f"{clearance['name']}, {clearance['post']}")),
            Entry(_("Memo number"), Cell(clearance["memo_number"])),
            Entry(_("Date of clearance"), Cell(dt.date.fromisoformat(clearance["cleared_on"]))),
            Entry(
                _("Code of the cleared version"),
                Cell(clearance["draft_digest"][:12].upper(), own=Kind.CODE),
            ),
        ),
    )
