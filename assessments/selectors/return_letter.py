"""The return letter: what was typed, and the points of one return as its record froze them (25, 28, 107)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.enums import SubmissionStatus
from assessments.models import Packet, PacketRecord, ReturnLetter, Submission
from assessments.schema import Question
from assessments.selectors.letters import PLACES, Written, written
from assessments.selectors.reading import Named, named
from assessments.selectors.records import Said, comments_content, records, said_in
from nsss_gender.language import dates
from nsss_gender.language.numbers import digits

RETURN_PLACES = (*PLACES, "{packet}", "{note}")
# Our wording, to be edited by the Cabinet Division; each in the language of its letter.
OFFERED = {
    "subject_en": "Return of the report for revision: {round}",
    "subject_bn": "প্রতিবেদন সংশোধনের জন্য ফেরত প্রদান: {round}",
    "body_en": (
        "The report of {ministry} for this round, packet {packet}, has been read. It is returned for "
        "revision of the points in the annex.\n"
        "{note}\n"
        "Only the questions named in the annex are open; settled programmes stay locked. It is requested "
        "that each point marked “must fix” be answered and the report be submitted again."
    ),
    "body_bn": (
        "উপর্যুক্ত বিষয়ে জানানো যাচ্ছে যে, এই পর্বের জন্য {ministry}-এর প্রতিবেদন (দাখিলপত্র {packet}) পড়া হয়েছে; "
        "পরিশিষ্টে উল্লিখিত বিষয়গুলো সংশোধনের জন্য প্রতিবেদনটি ফেরত দেওয়া হলো।\n"
        "{note}\n"
        "কেবল পরিশিষ্টে উল্লিখিত প্রশ্নগুলো খোলা আছে; নিষ্পন্ন কর্মসূচিগুলো বন্ধ থাকবে। এমতাবস্থায়, “আবশ্যিক "
        "সংশোধন” চিহ্নিত প্রতিটি বিষয়ে জবাব দিয়ে প্রতিবেদনটি পুনরায় দাখিল করার জন্য অনুরোধ করা হলো।"
    ),
}


@dataclass(frozen=True)
class Point:
    """A question with what was said about it."""

    code: str
    label: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Programme:
    """The points of one programme, under its name of that day."""

    name: Named
    code: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Returned:
    """One return of a report. ``record`` is None while it is not sent: then it says what would be sent
    now. ``carried`` are points of earlier packets that are still open; ``undone``: it does not stand."""

    packet: Packet
    record: PacketRecord | None
    typed: ReturnLetter
    written: Written
    programmes: tuple[Programme, ...]
    carried: tuple[Programme, ...]
    others: tuple[int, ...]
    undone: bool

    @property
    def sent(self) -> bool:
        return self.record is not None

    @property
    def ministry(self) -> Named:
        return named(self.packet.data["ministry"])

    @property
    def saved(self) -> bool:
        """Whether anything was typed of the letter itself."""
        return not self.typed._state.adding


def returned(
    submission: Submission, number: int | None, language: str, *, unsent: bool
) -> Returned | None:
    """The letter about packet ``number`` (None: the newest) in "en" or "bn"; None where there is none.

    ``unsent``: while the report is under review, also what would be sent now of its last packet.
    """
    packets = {row.number: row for row in submission.packets.order_by("number")}
    told = list(records(submission))
    last = {row.packet.number: row for row in told if row.transition == "return"}
    reviewed = submission.status == SubmissionStatus.UNDER_REVIEW and packets
    known = sorted(set(last) | ({max(packets)} if unsent and reviewed else set()))
    chosen = number if number is not None else (known[-1] if known else None)
    if chosen not in known:
        return None
    planned = (
        unsent and reviewed and number is None
    )  # what would go out now, even after an undone return
    packet, record = packets[chosen], None if planned else last.get(chosen)
    comments = record.data["comments"] if record else comments_content(submission)
    undone = any(
        row.transition == "undo_return" and record and row.number == record.number + 1
        for row in told
    )
    typed = letter_row(record)
    return Returned(
        packet=packet,
        record=record,
        typed=typed,
        written=_written(typed, submission, packet, record, language),
        programmes=annex(submission, packet, language, _of(comments, chosen)),
        carried=annex(submission, packet, language, _carried(comments, chosen)),
        others=tuple(row for row in known if row != chosen or (planned and row in last)),
        undone=undone,
    )


def returns(packet: Packet) -> PacketRecord | None:
    """The record of the last return of a packet; None where it was not returned."""
    rows = packet.records.filter(transition="return").order_by("-number")
    return rows.select_related("packet__submission__round").first()


def letter_row(record: PacketRecord | None) -> ReturnLetter:
    """What was typed of the letter of a return, or the wording that is offered, not saved."""
    typed = ReturnLetter.objects.filter(record=record).first() if record else None
    return typed or ReturnLetter(record=record, number=0, **OFFERED)


def _of(comments: Iterable[dict[str, Any]], number: int) -> list[dict[str, Any]]:
    return [row for row in comments if row["packet"] == number]


def _carried(comments: Iterable[dict[str, Any]], number: int) -> list[dict[str, Any]]:
    return [row for row in comments if row["packet"] < number and not row["resolved_at"]]


def _written(
    typed: ReturnLetter,
    submission: Submission,
    packet: Packet,
    record: PacketRecord | None,
    language: str,
) -> Written:
    """The letter itself, to the ministry by its name of that day."""
    with override(language):
        ministry = named(packet.data["ministry"])
        told = (
            str(ministry),
            str(named(_titles(packet))),
            dates.moment(submission.round.deadline_at, language),
            digits(str(packet.number), language),
            record.data["reason"] if record else "",
        )
        values = dict(zip(RETURN_PLACES, told, strict=True))
        letter = written(typed, submission.ministry, language, values)
        head, *_name = letter.addressee
        return replace(letter, addressee=(head, str(ministry), *letter.addressee[2:]))


def _titles(packet: Packet) -> dict[str, str]:
    row = packet.data["round"]
    return {"name_en": row["title_en"], "name_bn": row["title_bn"]}


def annex(
    submission: Submission, packet: Packet, language: str, comments: Iterable[dict[str, Any]]
) -> tuple[Programme, ...]:
    """Comments by programme and question, in the order of the record; labels in the language."""
    schema = submission.round.questionnaire.schema()
    questions = {question.code: question for question in schema.questions}
    return tuple(
        Programme(
            name=named(packet.assessments[key]["programme"]),
            code=packet.assessments[key]["programme"]["code"],
            points=tuple(_points(questions, said, language)),
        )
        for key, said in said_in(comments).items()
        if key in packet.assessments
    )


def _points(questions: dict[str, Question], said: Sequence[Said], language: str) -> Iterable[Point]:
    found: dict[str, list[Said]] = {}
    for row in said:
        found.setdefault(row.code, []).append(row)
    for code, rows in found.items():
        yield Point(code, questions[code].label.in_language(language), tuple(rows))


def lacking_note(letter: Returned) -> str:
    """What has to be typed before the letter can go out, in words; "" where nothing is."""
    missing = ", ".join(letter.written.lacking)
    return _("Still to be typed in: %(missing)s.") % {"missing": missing} if missing else ""
