"""A packet and its return letter as documents: the same words on every face, and who may have them (28, 65)."""

import uuid
from collections.abc import Callable

import pytest
from django.db import models
from django.urls import reverse

from assessments.models import PacketRecord, ReviewComment
from nsss_gender.accounts.models import User
from reports import tasks
from reports.builders import packet, returned
from reports.documents import Document, Table
from reports.enums import ExportKind, ExportState
from reports.exports import docx, page, pdf, xlsx
from reports.exports.faces import check_faces
from reports.models import Subject
from reports.permissions import can_read
from reports.services.exports import Wanted, export_ask
from tests.assessments import factories
from tests.assessments.factories import Scene, fresh, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db
READERS = {"focal", "reviewer", "second_reviewer", "technical_support", "approver"}


def answered() -> Scene:
    """Returned with a must-fix and a proposal, answered, sent again, accepted."""
    scene = make_scene("under_review", programmes=2)
    scene.comment()
    scene.comment("Q9", proposed="no", proposed_feasibility="now", text="No course was shown.")
    scene.send_return()
    for row in ReviewComment.objects.all():
        outcome = "differs" if row.proposed else "addressed"
        factories.reply(row, scene.focal, outcome, text=f"Reply to {row.question.code}.")
    scene.submit()
    scene.claim()
    scene.recommend()
    scene.accept()
    return scene


def table(document: Document, caption: str) -> list[tuple[object, ...]]:
    found = next(
        block
        for block in document.blocks
        if isinstance(block, Table) and block.caption.startswith(caption)
    )
    return [tuple(cell.value for cell in row.cells) for row in found.rows]


def first(scene: Scene) -> Document:
    return packet.document(scene.submission.packets.get(number=1), None, "en")


def test_what_was_decided_stands_with_reason_person_and_the_digest_of_the_record() -> None:
    scene = answered()
    record = scene.submission.packets.get(number=1).records.get(transition="return")
    (back, again) = table(first(scene), "Decisions")
    assert back[1:] == (
        "Returned to the ministry",
        f"{scene.reviewer}, Reviewer",
        "Please look at Q8 again.",
        record.code,
    )
    assert again[1:3] == (
        "Answered and sent again",
        f"{scene.focal}, Gender focal point, {scene.ministry}",
    )


def test_comments_stand_with_their_replies() -> None:
    scene = answered()
    rows = table(first(scene), f"Comments and replies: {scene.programmes[0]}")
    assert [(row[0], row[1], row[4]) for row in rows] == [
        ("Q8", "Must fix", "Addressed: Reply to Q8."),
        ("Q9", "Must fix", "We keep our own answer: Reply to Q9."),
    ]
    assert "Proposed answer: No, now" in str(rows[1][2])
    assert table(first(scene), f"Comments and replies: {scene.programmes[1]}") == []


def test_the_answers_are_those_of_the_packet_not_of_today() -> None:
    scene = make_scene("returned")
    before = first(scene).digest()
    factories.answers_save(
        scene.assessment, {"Q8": {"text": "Changed after it was sent."}}, by=scene.focal
    )
    assert first(scene).digest() == before
    assert "Changed after" not in str(first(scene).canonical(), "utf-8")


def test_names_are_those_of_that_day() -> None:
    scene = answered()
    before = first(scene).canonical()
    User.objects.filter(pk__in=[scene.reviewer.pk, scene.focal.pk]).update(name="Somebody Else")
    type(scene.ministry).objects.filter(pk=scene.ministry.pk).update(name_en="Renamed")
    type(scene.programmes[0]).objects.filter(pk=scene.programmes[0].pk).update(name_en="Renamed")
    assert first(scene).canonical() == before


def test_what_the_ministry_has_not_received_is_not_in_it() -> None:
    scene = answered()
    second = packet.document(scene.packet, None, "en").canonical().decode()
    assert "It can be accepted." not in second  # the recommendation is the Cabinet Division's own
    under = make_scene("under_review")
    under.comment(text="Not sent yet.")
    assert "Not sent yet." not in packet.document(under.packet, None, "en").canonical().decode()


@pytest.mark.parametrize("lang", ["en", "bn"])
@pytest.mark.parametrize("kind", ["packet", "programme", "letter"])
def test_every_face_shows_the_same(lang: str, kind: str) -> None:
    scene = answered()
    sent = scene.submission.packets.get(number=1)
    build: dict[str, Callable[[], Document]] = {
        "packet": lambda: packet.document(sent, None, lang),
        "programme": lambda: packet.document(sent, scene.assessment, lang),
        "letter": lambda: returned.document(sent, lang),
    }
    one = build[kind]()
    faces = (page.render(one), pdf.draw(one).cells, xlsx.render(one), docx.render(one))
    check_faces(one, *faces)


@pytest.mark.parametrize("kind", [ExportKind.PACKET, ExportKind.RETURN_LETTER])
def test_who_may_have_it(kind: ExportKind) -> None:
    scene = make_scene("returned")
    of = Subject(kind, submission=scene.submission, packet=scene.packet)
    assert {name for name, user in scene.people.items() if can_read(user, of)} == READERS


def test_what_was_not_returned_has_no_letter() -> None:
    scene = make_scene("submitted")
    of = Subject.of_return(scene.packet)
    assert can_read(scene.focal, of).reason == "This packet was not returned."
    address = reverse("reports:return_paper", args=[scene.packet.pk])
    assert signed_in(scene.focal).get(address).status_code == 403


@pytest.mark.parametrize("format_", ["pdf", "xlsx", "docx"])
def test_the_worker_makes_each_file(format_: str) -> None:
    scene = answered()
    of = Subject.of_sent(scene.packet)
    wanted = Wanted(format=format_, language="bn")
    export = export_ask(key=uuid.uuid4(), of=of, wanted=wanted, by=scene.focal)
    assert tasks.make_export.call(str(export.pk)) == "done"
    made = fresh(export)
    assert (made.state, made.digest) == (
        ExportState.DONE,
        packet.document(scene.packet, None, "bn").digest(),
    )


class TestPages:
    def test_packets_lead_to_each_other_and_to_files(self) -> None:
        scene = answered()
        browser, sent = signed_in(scene.focal), scene.submission.packets.get(number=1)
        address = reverse("reports:packet", args=[scene.packet.pk])
        shown = browser.get(address).content.decode()
        assert reverse("reports:packet", args=[sent.pk]) in shown
        order = {"key": uuid.uuid4(), "format": "xlsx", "language": "en"}
        answer = browser.post(address, order)
        made = browser.get(answer["Location"]).content.decode()
        assert address in made

    def test_many_programmes_are_read_one_at_a_time(self) -> None:
        scene = make_scene("submitted", programmes=4)
        browser, address = signed_in(scene.focal), reverse("reports:packet", args=[scene.packet.pk])
        whole = browser.get(address).content.decode()
        assert f"?programme={scene.assessment.pk}" in whole
        assert "What was answered" not in whole
        one = browser.get(address, {"programme": str(scene.assessment.pk)}).content.decode()
        assert "What was answered" in one

    def test_what_was_altered_in_the_database_is_said(self) -> None:
        scene = make_scene("returned")
        browser, address = signed_in(scene.focal), reverse("reports:packet", args=[scene.packet.pk])
        assert (
            "have the digests that were noted with them." in browser.get(address).content.decode()
        )
        record = scene.packet.records.get()
        changed = record.content.replace("Please look at Q8 again.", "Nothing to do.")
        models.QuerySet.update(PacketRecord.objects.filter(pk=record.pk), content=changed)
        shown = browser.get(address).content.decode()
        assert "This packet does not agree with its digest" in shown

    def test_a_stranger_finds_nothing(self) -> None:
        scene = make_scene("returned")
        for name in ("packet", "return_paper"):
            address = reverse(f"reports:{name}", args=[scene.packet.pk])
            assert signed_in(scene.stranger).get(address).status_code == 404
