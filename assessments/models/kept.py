"""What stands beside the answers and has versions: whose it is, what stands, what was sent (87)."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.models.beside import OwnStrategy
from assessments.models.explanation import Explanation
from assessments.models.listing import PartnerStatement
from assessments.models.submission import Submission

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """One such text. ``texts`` are the fields that somebody types; an answer in words is none of them."""

    row: Explanation | OwnStrategy | PartnerStatement
    submission: Submission
    ministry_id: uuid.UUID
    texts: tuple[str, ...]

    @property
    def target(self) -> str:
        return self.row.target

    @property
    def number(self) -> int:
        """The number of the version that stands."""
        return self.row.number

    def typed(self, values: Values) -> list[str]:
        """The typed texts in the values of a version, empty ones left out."""
        own = [str(values.get(name, "")) for name in self.texts]
        answers = values.get("answers", {}).values()
        return [text for text in [*own, *(given["text"] for given in answers)] if text.strip()]

    def emptied(self, values: Values) -> dict[str, Any]:
        """The same values without any typed text."""
        found = {**values, **{name: "" for name in self.texts if name in values}}
        if "answers" in values:
            given = values["answers"].items()
            found["answers"] = {code: {**said, "text": ""} for code, said in given}
        return found

    def same(self, values: Values, said: Values) -> bool:
        """Whether two versions hold the same typed texts, and any at all."""
        return bool(self.typed(values)) and self.typed(values) == self.typed(said)

    def sent(self) -> list[Values]:
        """What the packets of the report hold of it; one query."""
        packets = self.submission.packets.all()
        return [said for packet in packets for said in self._in(packet.data)]

    def _in(self, data: Values) -> Iterator[Values]:
        if isinstance(self.row, OwnStrategy):
            rows: Iterator[Values] = iter(data["strategies"])
            place: dict[str, Any] = {"kind": self.row.kind}
        elif isinstance(self.row, PartnerStatement):
            rows = (
                {**said, "ministry": said["ministry"]["code"]} for said in data.get("partners", ())
            )
            place = {
                "assessment": str(self.row.assessment_id),
                "ministry": self.row.ministry.code,
            }
        else:
            rows = _explained(data)
            place = {"assessment": str(self.row.assessment_id), "rule": self.row.rule}
        yield from (said for said in rows if place.items() <= said.items())


def _explained(data: Values) -> Iterator[Values]:
    """Every contradiction in a packet, with its assessment and what is said to it as "text"."""
    for entry in data["assessments"]:
        for said in entry.get("contradictions", ()):
            yield {"assessment": entry["id"], "rule": said["rule"], "text": said["explanation"]}


def kept_explanation(row: Explanation) -> Kept:
    submission = row.assessment.submission
    return Kept(row, submission, submission.ministry_id, ("text",))


def kept_strategy(row: OwnStrategy) -> Kept:
    texts = ("title", "reference", "commitments")
    return Kept(row, row.submission, row.submission.ministry_id, texts)


def kept_statement(row: PartnerStatement) -> Kept:
    return Kept(row, row.assessment.submission, row.ministry_id, ("component", "said"))
