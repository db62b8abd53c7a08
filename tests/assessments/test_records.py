"""What was decided about a packet is frozen with every comment and reply and the names of that day (28)."""

import json

import pytest
from django.db import transaction

from assessments.models import RECORDED, PacketRecord, ReviewComment
from assessments.selectors.records import said_in
from assessments.services import submissions
from nsss_gender.accounts.models import User
from nsss_gender.audit.frozen import FrozenError
from nsss_gender.audit.models import Event
from nsss_gender.audit.services import text_digest
from reports.builders import packet
from tests.assessments import factories
from tests.assessments.factories import Scene, make_scene
from tests.assessments.test_on_behalf import MEMO, begin

pytestmark = pytest.mark.django_db


def kept(scene: Scene) -> list[PacketRecord]:
    rows = PacketRecord.objects.filter(packet__submission=scene.submission)
    return list(rows.select_related("packet").order_by("number"))


def whole_round() -> Scene:
    """Returned with three points, answered, sent again, recommended, accepted."""
    scene = make_scene("under_review")
    scene.comment("Q8", text="Which practices?")
    scene.comment("Q9", text="How many were trained?")
    scene.comment("Q7", kind="suggestion", text="Mention the village groups.")
    scene.send_return()
    for row in ReviewComment.objects.filter(kind="must_fix"):
        factories.reply(row, scene.focal, text=f"Said at {row.question.code}.")
    scene.submit()
    scene.claim()
    scene.recommend()
    scene.accept()
    return scene


def test_each_decision_leaves_one_record_of_the_packet_it_was_about() -> None:
    scene = whole_round()
    assert [(row.transition, row.packet.number, row.number) for row in kept(scene)] == [
        ("return", 1, 1),
        ("resubmit", 1, 2),
        ("recommend", 2, 3),
        ("accept", 2, 4),
    ]


def test_a_first_submission_has_nothing_to_record() -> None:
    assert kept(make_scene("under_review")) == []


def test_the_record_holds_comments_replies_people_and_the_digest_of_the_packet() -> None:
    scene = whole_round()
    returned, again, recommended, accepted = kept(scene)
    assert returned.data["packet"] == {"number": 1, "sha256": returned.packet.sha256}
    assert returned.data["reason"] == "Please look at Q8 again."
    assert returned.data["by"]["name"] == str(scene.reviewer)
    assert (returned.data["by"]["role"], returned.data["by"]["ministry"]) == ("reviewer", None)
    said = said_in(returned.data["comments"])[str(scene.assessment.pk)]
    assert [(one.code, one.data["kind"], one.text, one.reply) for one in said] == [
        ("Q7", "suggestion", "Mention the village groups.", ""),
        ("Q8", "must_fix", "Which practices?", ""),
        ("Q9", "must_fix", "How many were trained?", ""),
    ]
    answered = said_in(again.data["comments"])[str(scene.assessment.pk)]
    assert [one.reply for one in answered] == [
        "",
        "Addressed: Said at Q8.",
        "Addressed: Said at Q9.",
    ]
    assert {one.replied_by for one in answered} == {"", str(scene.focal)}
    assert again.data["by"]["ministry"]["name_en"] == scene.ministry.name_en
    assert recommended.data["recommendation"] == "It can be accepted."
    assert [row["by"]["name"] for row in accepted.data["settled"]] == [str(scene.reviewer)]


def test_records_form_a_chain_and_the_log_knows_each() -> None:
    scene = whole_round()
    rows = kept(scene)
    assert [row.data["previous"] for row in rows] == ["", *(row.sha256 for row in rows[:-1])]
    assert all(row.intact and row.sha256 == text_digest(row.content) for row in rows)
    events = Event.objects.filter(stream=scene.submission.stream, changes__has_key="record")
    noted = [row.changes["record"] for row in events.order_by("sequence")]
    assert noted == [[None, row.sha256] for row in rows]


def test_a_record_never_changes() -> None:
    row = kept(make_scene("returned"))[0]
    row.content = "{}"
    with pytest.raises(FrozenError):
        row.save()
    with pytest.raises(FrozenError), transaction.atomic():
        PacketRecord.objects.filter(pk=row.pk).update(content="{}")
    with pytest.raises(FrozenError):
        row.delete()
    assert not row.intact
    assert PacketRecord.objects.get(pk=row.pk).intact


def test_people_and_ministry_keep_the_names_of_that_day() -> None:
    scene = make_scene("returned")
    old = {"by": str(scene.reviewer), "ministry": scene.ministry.name_en}
    User.objects.filter(pk=scene.reviewer.pk).update(name="Another Name")
    scene.ministry.names.update(name_en="Ministry of Something Else")
    type(scene.ministry).objects.filter(pk=scene.ministry.pk).update(name_en="Something Else")
    row = kept(scene)[0]
    assert row.data["by"]["name"] == old["by"]
    assert row.data["comments"][0]["by"]["name"] == old["by"]
    assert row.data["ministry"]["name_en"] == old["ministry"]


def test_a_proposal_is_kept_with_the_answer_it_is_about() -> None:
    scene = make_scene("under_review")
    scene.comment("Q8", proposed="no", proposed_feasibility="now", text="No activity was shown.")
    scene.send_return()
    (row,) = kept(scene)[0].data["comments"]
    assert (row["answered"], row["proposed"], row["proposed_feasibility"]) == (
        ["yes", ""],
        "no",
        "now",
    )


@pytest.mark.parametrize(
    ("state", "arrow"), [("returned", "undo_return"), ("accepted", "undo_accept")]
)
def test_what_is_undone_is_recorded_too(state: str, arrow: str) -> None:
    scene = make_scene(state)
    by = {"undo_return": scene.reviewer, "undo_accept": scene.approver}[arrow]
    act = {
        "undo_return": submissions.submission_undo_return,
        "undo_accept": submissions.submission_undo_accept,
    }[arrow]
    act(submission=scene.submission, reason="It was the wrong report.", by=by)
    last = kept(scene)[-1]
    assert (last.transition, last.data["reason"]) == (arrow, "It was the wrong report.")
    assert set(RECORDED) > {row.transition for row in kept(scene)}


def test_a_record_is_json_in_its_canonical_form() -> None:
    row = kept(make_scene("returned"))[0]
    again = json.dumps(row.data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert again == row.content


def test_who_acts_for_the_ministry_is_named_as_that() -> None:
    scene = make_scene("returned")
    begin(scene, scene.technical_support)
    by = User.objects.get(pk=scene.technical_support.pk)
    factories.reply(ReviewComment.objects.get(), by, text="As the ministry wrote.")
    submissions.submission_submit(submission=scene.submission, by=by)
    actor = kept(scene)[-1].data["by"]
    assert (actor["name"], actor["role"]) == (str(by), "focal_point")
    assert actor["on_behalf"]["memo_number"] == MEMO
    assert kept(scene)[0].data["by"]["on_behalf"] is None
    assert packet.who(actor).endswith("(Entered for the ministry, from its paper)")
