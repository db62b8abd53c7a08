"""Decisions on lists: added programmes, claims, proposals, leads in dispute (101, 103)."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment, ListClaim, Notice
from assessments.selectors import list_decisions as selectors
from assessments.services import adding
from assessments.services.leads import lead_decide
from assessments.services.list_decisions import claim_accept, claim_decline
from assessments.services.proposed import proposal_confirm, proposal_merge
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Ministry, User
from nsss_gender.audit.models import Event
from programmes.models import Programme, ProgrammeMinistry
from tests.assessments.factories import (
    Scene,
    answers_fill,
    answers_save,
    fresh,
    make_cluster,
    make_programme,
    make_scene,
)
from tests.assessments.lists import DAY, claim_say, missing_add
from tests.people import make_ministry, make_user, signed_in

pytestmark = pytest.mark.django_db


def today() -> Any:
    return timezone.localdate()


def accept(claim: ListClaim, by: User, note: str = "") -> None:
    claim_accept(claim=found(claim), day=today(), note=note, by=by)


def decline(claim: ListClaim, by: User, note: str = "It still runs.") -> None:
    claim_decline(claim=found(claim), note=note, by=by)


def found(claim: ListClaim) -> ListClaim:
    row = selectors.claim_or_none(claim.pk)
    assert row
    return row


def lead_of(programme: Programme) -> Ministry:
    return ProgrammeMinistry.objects.get(programme=programme, valid_to=None, part="lead").ministry


def not_ours(scene: Scene, **values: Any) -> ListClaim:
    given = {"other_ministry": scene.other_ministry, "note": "It moved."} | values
    return claim_say(scene.assessment, scene.focal, "not_ours", **given)


def answer(claim: ListClaim, by: User, *, agrees: bool, note: str = "Not us.") -> None:
    adding.claim_answer(claim=found(claim), key=uuid.uuid4(), agrees=agrees, note=note, by=by)


def decide(scene: Scene, lead: Ministry, by: User | None = None, reason: str = "By rule.") -> None:
    lead_decide(
        assessment=scene.assessment, lead=lead, day=today(), reason=reason, by=by or scene.reviewer
    )


# ── What the administrator accepts, the register says at once ───────────────────────────────────


def ended(programme: Programme, scene: Scene) -> object:
    return programme.ended_on == DAY and programme.end_kind == "closed"


def renamed(programme: Programme, scene: Scene) -> object:
    return (programme.name_en, programme.name_bn) == ("New", "নতুন")


def merged(programme: Programme, scene: Scene) -> object:
    return programme.successions.get().successor == scene.programmes[1]


def shared(programme: Programme, scene: Scene) -> object:
    return programme.ministry_links.get(part="partner").ministry == scene.other_ministry


@pytest.mark.parametrize(
    ("kind", "holds"),
    [("ended", ended), ("renamed", renamed), ("merged", merged), ("shared", shared)],
)
def test_an_accepted_claim_is_entered(kind: str, holds: Callable[[Programme, Scene], object]):
    scene = make_scene(programmes=2)
    claim = claim_say(
        scene.assessment,
        scene.focal,
        kind,
        name_en="New",
        name_bn="নতুন",
        other_programme=scene.programmes[1],
        partners=[scene.other_ministry],
    )
    accept(claim, scene.administrator)
    assert holds(fresh(scene.programmes[0]), scene)
    row = fresh(claim)
    assert (row.state, row.decided_by) == ("accepted", scene.administrator)
    assert Notice.objects.filter(transition="claim_accepted").count() == 1
    assert Event.objects.filter(action="programme claim accepted").count() == 1


def test_a_declined_claim_is_on_the_list_again_and_the_ministry_is_told():
    scene = make_scene()
    claim = claim_say(scene.assessment, scene.focal, "ended")
    decline(claim, scene.administrator)
    assert (scene.assessment.left_out, fresh(claim).state) == (False, "declined")
    assert fresh(scene.programmes[0]).ended_on is None
    (notice,) = Notice.objects.filter(transition="claim_declined")
    assert (notice.seat.ministry, "It still runs." in notice.reason) == (scene.ministry, True)
    page = signed_in(scene.focal).get(reverse("assessments:programmes", args=[scene.submission.pk]))
    assert "It still runs." in page.content.decode()


def test_a_decline_needs_its_reason():
    scene = make_scene()
    claim = claim_say(scene.assessment, scene.focal, "ended")
    with pytest.raises(ValidationError):
        decline(claim, scene.administrator, note=" ")
    assert fresh(claim).state == "standing"


@pytest.mark.parametrize(
    "person",
    ["focal", "stranger", "contributor", "reviewer", "approver", "coordinator", "observer"],
)
def test_nobody_else_decides_a_claim(person: str):
    scene = make_scene()
    claim = claim_say(scene.assessment, scene.focal, "ended")
    for act in (accept, decline):
        with pytest.raises(PermissionDenied):
            act(claim, scene.people[person])
    assert fresh(claim).state == "standing"


@pytest.mark.parametrize(
    ("state", "accepts", "declines"),
    [
        ("in_progress", True, True),
        ("cleared", False, False),
        ("submitted", True, False),
        ("accepted", True, False),
    ],
)
def test_when_a_claim_is_decided(state: str, accepts: bool, declines: bool):
    for act, may in ((accept, accepts), (decline, declines)):
        scene = make_scene("in_progress", programmes=2)
        claim = claim_say(scene.assessments[1], scene.focal, "ended")
        _bring_on(scene, state)
        if may:
            act(claim, scene.administrator)
            assert fresh(claim).decided_by == scene.administrator
        else:
            with pytest.raises(PermissionDenied):
                act(claim, scene.administrator)
            assert scene.assessments[1].left_out is True


def _bring_on(scene: Scene, state: str) -> None:
    steps = {"in_progress": 0, "cleared": 1, "submitted": 2, "accepted": 5}[state]
    way = (scene.clear, scene.submit, scene.claim, _recommend(scene), scene.accept)
    for step in way[:steps]:
        step()
    assert scene.submission.status == state


def _recommend(scene: Scene) -> Callable[[], None]:
    def act() -> None:
        from assessments.services import reviews, submissions  # noqa: PLC0415 - beside its only use

        reviews.assessment_settle(assessment=scene.assessments[0], by=scene.reviewer)
        submissions.submission_recommend(
            submission=scene.submission, recommendation="Good.", by=scene.reviewer
        )

    return act


def test_a_second_decision_is_refused():
    scene = make_scene()
    claim = claim_say(scene.assessment, scene.focal, "ended")
    accept(claim, scene.administrator)
    with pytest.raises(PermissionDenied, match="decided already"):
        accept(claim, scene.administrator)


# ── A missing programme ─────────────────────────────────────────────────────────────────────────


def test_an_added_programme_can_be_filled_at_once_and_added_once():
    scene = make_scene()
    key = uuid.uuid4()
    rows = [missing_add(scene.submission, scene.focal, key=key) for _ in range(2)]
    assert rows[0] == rows[1]
    assert (rows[0].programme.proposed, rows[0].claims.get().kind) == (True, "ours")
    answers_fill(rows[0], scene.focal)
    assert Event.objects.filter(action="programme added").count() == 1


def test_it_is_marked_as_proposed_wherever_it_is_shown():
    scene = make_scene("in_progress")
    row = missing_add(scene.submission, scene.focal)
    answers_fill(row, scene.focal)
    browser, told = signed_in(scene.focal), "Proposed, to be confirmed"
    for name, pk in [
        ("report", scene.submission.pk),
        ("programmes", scene.submission.pk),
        ("assessment", row.pk),
    ]:
        assert told in browser.get(reverse(f"assessments:{name}", args=[pk])).content.decode()
    scene.clear()
    assert scene.submit().data["proposed"] == [str(row.pk)]
    read = reverse("assessments:read", args=[scene.submission.pk])
    assert told in signed_in(scene.reviewer).get(read).content.decode()


def test_a_confirmation_does_not_void_a_clearance():
    scene = make_scene("in_progress")
    row = missing_add(scene.submission, scene.focal)
    answers_fill(row, scene.focal)
    scene.clear()
    proposal_confirm(programme=row.programme, by=scene.administrator)
    assert scene.submit().data["proposed"] == []


def test_a_ministry_without_programmes_adds_one_and_has_a_report():
    administrator = make_scene().administrator
    focal = make_user("adding-focal", Role.FOCAL_POINT, make_ministry(role_in_nsss="social"))
    from tests.assessments.factories import make_round  # noqa: PLC0415 - beside its only use

    round_ = make_round(administrator)
    submission = round_.submissions.get(ministry=focal.seats[0].ministry)
    assert submission.is_nil
    missing_add(submission, focal)
    assert fresh(submission).is_nil is False


@pytest.mark.parametrize("person", ["stranger", "contributor", "administrator", "reviewer"])
def test_nobody_else_adds_one(person: str):
    scene = make_scene()
    with pytest.raises(PermissionDenied):
        missing_add(scene.submission, scene.people[person])
    assert Programme.objects.filter(proposed=True).count() == 0


def test_a_like_name_is_asked_about_before_it_is_entered():
    scene = make_scene()
    cluster = make_cluster()
    known = make_programme(scene.other_ministry, "Maternity allowance for the rural poor")
    browser = signed_in(scene.focal)
    address = reverse("assessments:programme_add", args=[scene.submission.pk])
    posted = {
        "key": uuid.uuid4(),
        "name_en": "Maternity allowance for rural poor",
        "cluster": cluster.code,
    }
    answered = browser.post(address, posted)
    assert (answered.status_code, known.code in answered.content.decode()) == (422, True)
    assert Programme.objects.filter(proposed=True).count() == 0
    answered = browser.post(address, {**posted, "another": "on"})
    assert answered.status_code == 302
    assert Programme.objects.get(proposed=True).cluster == cluster


# ── A proposed programme is confirmed, or merged with its answers ───────────────────────────────


def merge(programme: Programme, into: Programme, by: User) -> None:
    proposal_merge(
        programme=programme, into=into, day=today(), reason="The same.", source="", by=by
    )


def test_a_confirmed_one_is_told():
    scene = make_scene()
    row = missing_add(scene.submission, scene.focal)
    proposal_confirm(programme=row.programme, by=scene.administrator)
    assert fresh(row.programme).proposed is False
    assert Notice.objects.filter(transition="proposal_confirmed").count() == 1


def test_merged_where_the_programme_is_assessed_its_answers_are_offered_there():
    scene = make_scene()
    kept = scene.assessment
    answers_save(kept, {"Q8": {"judgement": "yes"}}, by=scene.focal)
    row = missing_add(scene.submission, scene.focal)
    answers_save(row, {"Q8": {"judgement": "no"}, "Q5": {"judgement": "partly"}}, by=scene.focal)
    merge(row.programme, kept.programme, scene.administrator)
    heads = {a.question.code: a.head for a in kept.answers.select_related("head", "question")}
    assert (heads["Q8"].judgement, heads["Q8"].to_confirm) == ("yes", False)
    assert (heads["Q5"].judgement, heads["Q5"].to_confirm, heads["Q5"].origin) == (
        "partly",
        True,
        "copied",
    )
    gone = fresh(row)
    assert (gone.left_out, gone.answers.count()) == (True, 2)
    claim = gone.claims.get(state="accepted")
    assert (claim.kind, claim.other_programme) == ("merged", kept.programme)


def test_merged_into_a_programme_of_ours_that_is_not_assessed_it_becomes_that():
    scene = make_scene()
    late = make_programme(scene.ministry)
    row = missing_add(scene.submission, scene.focal)
    answers_save(row, {"Q8": {"judgement": "no"}}, by=scene.focal)
    merge(row.programme, late, scene.administrator)
    assert (fresh(row).programme, fresh(row).left_out) == (late, False)
    assert fresh(row).answers.get().head.judgement == "no"


def test_merged_into_another_ministry_s_it_leaves_the_list_with_its_answers():
    scene = make_scene()
    theirs = scene.other.assessments.get()
    row = missing_add(scene.submission, scene.focal)
    answers_save(row, {"Q8": {"judgement": "no"}}, by=scene.focal)
    merge(row.programme, theirs.programme, scene.administrator)
    assert (fresh(row).left_out, fresh(row).answers.count()) == (True, 1)
    assert theirs.answers.count() == 0  # one ministry's words are not put into another's report


def test_a_merger_waits_while_the_report_is_cleared_and_leaves_a_sent_one_alone():
    scene = make_scene("in_progress")
    row = missing_add(scene.submission, scene.focal)
    answers_fill(row, scene.focal)
    scene.clear()
    with pytest.raises(PermissionDenied, match="cleared"):
        merge(row.programme, scene.programmes[0], scene.administrator)
    scene.submit()
    before = scene.packet.content
    merge(row.programme, scene.programmes[0], scene.administrator)
    assert (fresh(row).programme, fresh(row).left_out) == (row.programme, False)
    assert scene.packet.content == before


# ── Whose it is ─────────────────────────────────────────────────────────────────────────────────


def test_where_both_agree_the_administrator_enters_it_and_the_answers_go_along():
    scene = make_scene("in_progress", judgements="no")
    claim = not_ours(scene)
    answer(claim, scene.stranger, agrees=True, note="")
    accept(claim, scene.administrator)
    programme = scene.programmes[0]
    assert lead_of(programme) == scene.other_ministry
    assert set(scene.assessment.claims.values_list("state", flat=True)) == {"accepted"}
    theirs = scene.other.assessments.get(programme=programme)
    heads = theirs.answers.exclude(head=None).select_related("head", "question")
    assert {row.head.to_confirm for row in heads} == {True}
    assert heads.count() == scene.assessment.answers.exclude(head=None).count()
    counted = Assessment.objects.filter(programme=programme, left_out=False)
    assert [row.submission.ministry for row in counted] == [scene.other_ministry]


def test_while_the_named_ministry_says_nothing_or_no_an_administrator_cannot_decide():
    scene = make_scene()
    claim = not_ours(scene)
    for _ in range(2):
        for act in (accept, decline):
            with pytest.raises(PermissionDenied, match="the Cabinet Division decides"):
                act(claim, scene.administrator)
        answer(claim, scene.stranger, agrees=False)
    assert [row.pk for row in selectors.disputed()] == [scene.assessment.pk]


def test_only_the_named_ministry_answers_and_a_no_needs_words():
    scene = make_scene()
    claim = not_ours(scene)
    third = make_user("answer-third", Role.FOCAL_POINT, make_ministry())
    for person in (scene.focal, scene.contributor, scene.reviewer, third):
        with pytest.raises(PermissionDenied):
            answer(claim, person, agrees=True)
        address = reverse("assessments:claim_answer", args=[claim.pk])
        assert signed_in(person).get(address).status_code == 404
    with pytest.raises(ValidationError):
        answer(claim, scene.stranger, agrees=False, note=" ")
    assert scene.assessment.claims.count() == 1


@pytest.mark.parametrize("decider", ["reviewer", "approver"])
def test_the_cabinet_division_gives_a_disputed_one_to_the_other(decider: str):
    scene = make_scene("in_progress")
    answer(not_ours(scene), scene.stranger, agrees=False)
    decide(scene, scene.other_ministry, scene.people[decider])
    assert lead_of(scene.programmes[0]) == scene.other_ministry
    assert scene.assessment.left_out is True
    assert scene.other.assessments.filter(programme=scene.programmes[0]).count() == 1
    states = dict(scene.assessment.claims.values_list("ministry", "state"))
    assert states == {scene.ministry.pk: "accepted", scene.other_ministry.pk: "declined"}
    told = Notice.objects.filter(transition__in=["lead_decided", "lead_gained"])
    assert {row.seat.ministry for row in told} == {scene.ministry, scene.other_ministry}
    assert list(selectors.disputed()) == []


def test_the_cabinet_division_leaves_it_where_it_is():
    scene = make_scene("in_progress")
    answer(not_ours(scene), scene.stranger, agrees=False)
    decide(scene, scene.ministry)
    assert lead_of(scene.programmes[0]) == scene.ministry
    assert (scene.assessment.left_out, scene.submission.list_confirmed_at) == (False, None)
    assert scene.other.assessments.filter(programme=scene.programmes[0]).count() == 0


def test_it_cannot_go_back_on_a_list_that_is_locked():
    scene = make_scene("in_progress", programmes=2)
    claim = not_ours(scene)
    for step in (scene.clear, scene.submit):
        step()
    answer(claim, scene.stranger, agrees=False)
    with pytest.raises(ValidationError, match="locked"):
        decide(scene, scene.ministry)
    assert lead_of(scene.programmes[0]) == scene.ministry
    assert fresh(claim).state == "standing"


def test_a_wish_to_lead_is_a_dispute_and_a_granted_one_moves_it():
    scene = make_scene("in_progress")
    adding.lead_claim(
        submission=scene.other,
        programme=scene.programmes[0],
        key=uuid.uuid4(),
        note="We run it since July.",
        by=scene.stranger,
    )
    page = signed_in(scene.focal).get(reverse("assessments:programmes", args=[scene.submission.pk]))
    assert "We run it since July." in page.content.decode()
    assert [row.pk for row in selectors.disputed()] == [scene.assessment.pk]
    decide(scene, scene.other_ministry)
    noted = scene.assessment.claims.get(ministry=scene.ministry)
    assert (scene.assessment.left_out, noted.kind, noted.state) == (True, "not_ours", "accepted")
    assert scene.other.assessments.filter(programme=scene.programmes[0]).count() == 1


def test_a_report_that_was_sent_keeps_it_for_this_round():
    scene = make_scene("submitted")
    adding.lead_claim(
        submission=scene.other,
        programme=scene.programmes[0],
        key=uuid.uuid4(),
        note="",
        by=scene.stranger,
    )
    decide(scene, scene.other_ministry)
    assert lead_of(scene.programmes[0]) == scene.other_ministry
    counted = Assessment.objects.filter(programme=scene.programmes[0], left_out=False)
    assert [row.submission.ministry for row in counted] == [scene.ministry]


def test_a_programme_that_nobody_has_comes_on_the_list_and_waits():
    scene = make_scene()
    orphan = make_programme(make_ministry())
    claim = adding.lead_claim(
        submission=scene.submission, programme=orphan, key=uuid.uuid4(), note="", by=scene.focal
    )
    assert [row.programme for row in scene.assessments] == [scene.programmes[0], orphan]
    accept(claim, scene.administrator)
    assert lead_of(orphan) == scene.ministry
    with pytest.raises(ValidationError, match="already"):
        adding.lead_claim(
            submission=scene.submission, programme=orphan, key=uuid.uuid4(), note="", by=scene.focal
        )


@pytest.mark.parametrize("person", ["focal", "stranger", "administrator", "technical_support"])
def test_nobody_else_decides_a_lead(person: str):
    scene = make_scene()
    answer(not_ours(scene), scene.stranger, agrees=False)
    with pytest.raises(PermissionDenied):
        decide(scene, scene.other_ministry, scene.people[person])


def test_two_wishes_beside_a_leaving_one_are_a_dispute():
    scene = make_scene()
    claim = not_ours(scene)
    answer(claim, scene.stranger, agrees=True)
    assert list(selectors.disputed()) == []
    third = make_user("wishing-third", Role.FOCAL_POINT, make_ministry(role_in_nsss="social"))
    ListClaim.objects.create(
        assessment=scene.assessment,
        ministry=third.seats[0].ministry,
        kind="lead",
        created_by=third,
        seat=third.seats[0],
    )
    assert [row.pk for row in selectors.disputed()] == [scene.assessment.pk]
    decide(scene, scene.other_ministry)


# ── The pages ───────────────────────────────────────────────────────────────────────────────────


def test_the_pages_take_the_decisions():
    scene = make_scene()
    claim = claim_say(scene.assessment, scene.focal, "ended")
    browser = signed_in(scene.administrator)
    assert str(claim.pk) in browser.get(reverse("assessments:list_claims")).content.decode()
    address = reverse("assessments:list_claim", args=[claim.pk])
    answered = browser.post(address, {"decline": "1", "note": ""})
    assert (answered.status_code, fresh(claim).state) == (422, "standing")
    answered = browser.post(address, {"accept": "1", "note": ""})
    assert (answered.status_code, fresh(claim).state) == (302, "accepted")
    assert browser.post(address, {"accept": "1"}).status_code == 403


def test_the_cabinet_division_s_page_shows_both_words_and_decides():
    scene = make_scene()
    claim = not_ours(scene)
    signed_in(scene.stranger).post(
        reverse("assessments:claim_answer", args=[claim.pk]),
        {"key": uuid.uuid4(), "agrees": "no", "note": "Never ours."},
    )
    browser = signed_in(scene.reviewer)
    address = reverse("assessments:lead_decide", args=[scene.assessment.pk])
    page = browser.get(address).content.decode()
    for told in ("It moved.", "Never ours."):
        assert told in page
    given = {"lead": scene.other_ministry.code, "day": today().strftime("%d/%m/%Y")}
    assert browser.post(address, given).status_code == 422
    assert browser.post(address, {**given, "reason": "By the rules."}).status_code == 302
    assert lead_of(scene.programmes[0]) == scene.other_ministry


def test_a_proposal_is_merged_on_its_page():
    scene = make_scene()
    row = missing_add(scene.submission, scene.focal)
    browser = signed_in(scene.administrator)
    address = reverse("assessments:list_proposal", args=[row.programme_id])
    assert browser.post(address, {"into": "NONE", "reason": "Same."}).status_code == 422
    given = {"into": scene.programmes[0].code, "reason": "Same."}
    assert browser.post(address, given).status_code == 302
    assert fresh(row.programme).end_kind == "merged"


def test_the_register_s_own_page_leads_to_where_the_answers_go_along():
    scene = make_scene()
    row = missing_add(scene.submission, scene.focal)
    browser = signed_in(scene.administrator)
    there = reverse("assessments:list_proposal", args=[row.programme_id])
    detail = reverse("programmes:detail", args=[row.programme_id])
    assert there in browser.get(detail).content.decode()
    assert browser.get(reverse("programmes:merge", args=[row.programme_id]))["Location"] == there
    merge_page = reverse("programmes:merge", args=[row.programme_id])
    assert signed_in(scene.focal).get(merge_page).status_code == 403
