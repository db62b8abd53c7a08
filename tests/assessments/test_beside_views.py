"""Own strategy, consultations, points of a return, hand-outs."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import BesideVersion, Consultation, HandOut, OwnStrategy, ReviewReply
from assessments.services.submissions import submission_return
from nsss_gender.accounts.enums import Role
from tests.assessments.factories import hand_out, make_scene
from tests.people import make_user, signed_in

pytestmark = pytest.mark.django_db


def url(name, row):
    return reverse(f"assessments:{name}", args=[row.pk])


def strategies(base=0, **fields):
    """What the page of both documents posts."""
    typed = {
        "gender_strategy-base": str(base),
        "gender_strategy-state": "exists",
        "gender_strategy-title": "Gender strategy 2018",
        "nsss_action_plan-base": "0",
        "nsss_action_plan-state": "none",
    }
    return typed | {name.replace("__", "-"): value for name, value in fields.items()}


def consultation(key=None, **fields):
    typed = {
        "key": str(key or uuid.uuid4()),
        "kind": "beneficiaries",
        "who": "Widows of two unions",
        "held_on": "০৩/০২/২০১৯",
        "women": "১,২৩৪",
        "men": "২",
        "said": "Payment is late.",
        "stance": "concur",
    }
    return typed | fields


# ── Own strategy ────────────────────────────────────────────────────────────────────────────────


def test_both_documents_are_saved_from_one_page():
    scene = make_scene()
    browser, address = signed_in(scene.focal), url("strategy", scene.submission)
    assert browser.get(address).status_code == 200
    assert browser.post(address, strategies())["Location"] == address
    rows = {row.kind: (row.state, row.title) for row in OwnStrategy.objects.all()}
    assert rows == {
        "gender_strategy": ("exists", "Gender strategy 2018"),
        "nsss_action_plan": ("none", ""),
    }
    assert "Gender strategy 2018" in browser.get(address).content.decode()


def test_one_document_can_be_saved_while_the_other_is_still_open():
    scene = make_scene()
    typed = strategies(nsss_action_plan__state="")
    assert signed_in(scene.focal).post(url("strategy", scene.submission), typed).status_code == 302
    assert OwnStrategy.objects.get().kind == "gender_strategy"


def test_an_existing_document_needs_its_title_and_a_text_its_answer():
    scene = make_scene()
    typed = strategies(gender_strategy__title="", nsss_action_plan__state="")
    typed["nsss_action_plan-commitments"] = "More women on committees."
    answer = signed_in(scene.focal).post(url("strategy", scene.submission), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_gender_strategy-title"' in page
    assert 'href="#id_nsss_action_plan-state_0"' in page
    assert "More women on committees." in page
    assert not OwnStrategy.objects.exists()


def test_a_colleague_s_strategy_is_never_overwritten_silently():
    scene = make_scene()
    browser, address = signed_in(scene.focal), url("strategy", scene.submission)
    browser.post(address, strategies())
    answer = browser.post(address, strategies(gender_strategy__title="Another title"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Gender strategy 2018" in page
    assert "Another title" in page
    assert OwnStrategy.objects.get(kind="gender_strategy").title == "Gender strategy 2018"
    again = strategies(base=1, gender_strategy__title="Another title")
    again["nsss_action_plan-base"] = "1"
    assert browser.post(address, again).status_code == 302
    assert OwnStrategy.objects.get(kind="gender_strategy").title == "Another title"


@pytest.mark.parametrize("name", ["strategy", "consultations"])
def test_the_report_s_side_pages_are_for_its_own_focal_point(name):
    scene = make_scene("submitted")
    hand_out_of_nothing = signed_in(scene.contributor).get(url(name, scene.submission))
    assert hand_out_of_nothing.status_code == 404
    assert signed_in(scene.stranger).get(url(name, scene.submission)).status_code == 404
    assert signed_in(scene.reviewer).get(url(name, scene.submission)).status_code == 403
    locked = signed_in(scene.focal).post(url(name, scene.submission), consultation())
    assert locked.status_code == 403
    assert "The report is locked" in locked.content.decode()
    page = signed_in(scene.focal).get(url(name, scene.submission)).content.decode()
    assert "The report is locked" in page


# ── Consultations ───────────────────────────────────────────────────────────────────────────────


def test_a_consultation_is_recorded_once_with_bangla_digits():
    scene = make_scene()
    browser, address = signed_in(scene.focal), url("consultations", scene.submission)
    typed = consultation()
    for _ in range(2):
        assert browser.post(address, typed)["Location"] == address
    row = Consultation.objects.get()
    assert (row.held_on, row.women, row.men) == (dt.date(2019, 2, 3), 1234, 2)
    assert "Widows of two unions" in browser.get(address).content.decode()


def test_mistakes_in_a_consultation_come_together_and_keep_what_was_typed():
    scene = make_scene()
    typed = consultation(kind="", held_on="31/02/2019", women="-3", who="ক" * 201)
    answer = signed_in(scene.focal).post(url("consultations", scene.submission), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    for target in ("id_kind_0", "id_held_on", "id_women", "id_who"):
        assert f'href="#{target}"' in page
    assert "31/02/2019" in page
    assert not Consultation.objects.exists()


def test_a_withdrawn_consultation_stays_readable():
    scene = make_scene("in_progress")
    row = Consultation.objects.get()
    browser = signed_in(scene.focal)
    assert signed_in(scene.stranger).post(url("consultation_withdraw", row)).status_code == 404
    for _ in range(2):
        assert browser.post(url("consultation_withdraw", row)).status_code == 302
    page = browser.get(url("consultations", scene.submission)).content.decode()
    assert "Withdrawn" in page
    assert row.who in page


def test_a_get_withdraws_nothing():
    scene = make_scene("in_progress")
    row = Consultation.objects.get()
    assert signed_in(scene.focal).get(url("consultation_withdraw", row)).status_code == 405


# ── Points of a return ──────────────────────────────────────────────────────────────────────────


def test_points_come_with_the_must_fix_first():
    scene = make_scene("under_review")
    scene.comment("Q5", kind="suggestion", text="Perhaps shorter.")
    scene.comment("Q11", text="Name the indicator.")
    submission_return(submission=scene.submission, reason="See points.", by=scene.reviewer)
    page = signed_in(scene.focal).get(url("points", scene.submission))
    assert [row.question.code for row, *_rest in page.context["points"]] == ["Q11", "Q5"]
    text = page.content.decode()
    assert "See points." in text
    assert "norms" not in text


def test_a_comment_is_not_seen_before_the_return():
    scene = make_scene("under_review")
    scene.comment(text="Not yet for you.")
    page = signed_in(scene.focal).get(url("points", scene.submission)).content.decode()
    assert "Not yet for you." not in page
    assert "There are no comments." in page


def test_a_reply_is_saved_and_can_be_changed():
    scene = make_scene("returned")
    comment = scene.packet.comments.get()
    browser = signed_in(scene.focal)
    typed = {f"reply-{comment.pk}-outcome": "addressed", f"reply-{comment.pk}-text": "Done."}
    answer = browser.post(url("reply", comment), typed)
    assert answer["Location"] == f"{url('points', scene.submission)}#comment-{comment.pk}"
    assert ReviewReply.objects.get().text == "Done."
    typed[f"reply-{comment.pk}-text"] = "Done, see page 3."
    typed[f"reply-{comment.pk}-base"] = "1"
    browser.post(url("reply", comment), typed)
    assert ReviewReply.objects.get().text == "Done, see page 3."


def test_not_adopted_needs_a_reason_at_its_place():
    scene = make_scene("returned")
    comment = scene.packet.comments.get()
    typed = {f"reply-{comment.pk}-outcome": "not_adopted", f"reply-{comment.pk}-text": " "}
    answer = signed_in(scene.focal).post(url("reply", comment), typed)
    assert answer.status_code == 422
    assert f'href="#id_reply-{comment.pk}-text"' in answer.content.decode()
    assert not ReviewReply.objects.exists()


def three_points():
    """A report returned with three must-fix, and a browser of its focal point."""
    scene = make_scene("under_review")
    comments = [scene.comment(code) for code in ("Q7", "Q8", "Q9")]
    scene.send_return()
    return scene, comments, signed_in(scene.focal)


def said(comment, outcome, text, base=0):
    prefix = f"reply-{comment.pk}"
    return {f"{prefix}-base": str(base), f"{prefix}-outcome": outcome, f"{prefix}-text": text}


def replied():
    rows = ReviewReply.objects.select_related("comment__question")
    return {row.comment.question.code: (row.outcome, row.text) for row in rows}


@pytest.mark.parametrize("button", ["all", "one"])
def test_any_button_saves_every_reply_that_was_written(button):
    scene, comments, browser = three_points()
    address = url("points", scene.submission) if button == "all" else url("reply", comments[1])
    typed = said(comments[0], "addressed", "One.") | said(comments[1], "not_adopted", "Two.")
    answer = browser.post(address, typed | said(comments[2], "", ""))
    assert answer.status_code == 302
    assert replied() == {"Q7": ("addressed", "One."), "Q8": ("not_adopted", "Two.")}
    page = browser.get(url("points", scene.submission)).content.decode()
    assert "1 must-fix still needs a reply." in page


def test_a_mistake_at_one_reply_keeps_its_text_and_saves_the_others():
    scene, comments, browser = three_points()
    typed = said(comments[0], "addressed", "One.") | said(comments[1], "", "Without an outcome.")
    answer = browser.post(url("points", scene.submission), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_reply-{comments[1].pk}-outcome_0"' in page
    assert "Without an outcome." in page
    assert replied() == {"Q7": ("addressed", "One.")}


def test_a_reply_that_a_colleague_changed_is_never_overwritten_silently():
    scene, comments, browser = three_points()
    colleague = signed_in(make_user("alternate", Role.FOCAL_POINT, scene.ministry))
    browser.get(url("points", scene.submission))
    colleague.post(url("reply", comments[0]), said(comments[0], "addressed", "Theirs."))
    answer = browser.post(url("reply", comments[0]), said(comments[0], "not_adopted", "Mine."))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Theirs." in page
    assert "Mine." in page
    assert replied() == {"Q7": ("addressed", "Theirs.")}
    kept = BesideVersion.objects.get(target=f"reply:{comments[0].pk}", kept=True)
    assert kept.values == {"outcome": "not_adopted", "text": "Mine."}
    base = str(answer.context["points"][0][1]["base"].value())
    browser.post(url("reply", comments[0]), said(comments[0], "not_adopted", "Mine.", base))
    assert replied() == {"Q7": ("not_adopted", "Mine.")}
    page = browser.get(url("points", scene.submission)).content.decode()
    assert "2 other replies that were sent here" in page  # theirs, and mine that was kept beside it
    assert "Theirs." in page


def test_the_same_reply_twice_is_one():
    _scene, comments, browser = three_points()
    for _twice in range(2):
        browser.post(url("reply", comments[0]), said(comments[0], "addressed", "Done."))
    assert BesideVersion.objects.filter(target=f"reply:{comments[0].pk}").count() == 1
    assert replied() == {"Q7": ("addressed", "Done.")}


def test_replies_are_for_the_focal_point_of_a_returned_report():
    scene = make_scene("returned")
    comment = scene.packet.comments.get()
    assert signed_in(scene.stranger).post(url("reply", comment), {}).status_code == 404
    assert signed_in(scene.reviewer).post(url("reply", comment), {}).status_code == 403
    waiting = make_scene("under_review")
    hidden = waiting.comment()
    assert signed_in(waiting.focal).post(url("reply", hidden), {}).status_code == 404


# ── Hand-outs ───────────────────────────────────────────────────────────────────────────────────


def handing(seat, key=None, **fields):
    due = timezone.localdate() + dt.timedelta(days=3)
    typed = {"key": str(key or uuid.uuid4()), "seat": str(seat.pk), "due_on": f"{due:%d/%m/%Y}"}
    return typed | {"note": "Please see Q8."} | fields


def test_a_programme_is_handed_out_and_taken_back():
    scene = make_scene()
    browser, address = signed_in(scene.focal), url("hand_out", scene.assessment)
    typed = handing(scene.contributor.seats[0])
    for _ in range(2):
        assert browser.post(address, typed)["Location"] == address
    row = HandOut.objects.get()
    assert str(scene.contributor) in browser.get(address).content.decode()
    mine = reverse("assessments:handed_to_me")
    page = signed_in(scene.contributor).get(mine).content.decode()
    assert str(scene.programmes[0]) in page
    assert "Please see Q8." in page
    for _ in range(2):
        assert browser.post(url("hand_out_end", row)).status_code == 302
    page = signed_in(scene.contributor).get(mine).content.decode()
    assert "Nothing is in your hands now." in page


def test_a_programme_is_not_handed_twice_to_the_same_colleague_nor_to_another_ministry():
    scene = make_scene()
    browser, address = signed_in(scene.focal), url("hand_out", scene.assessment)
    browser.post(address, handing(scene.contributor.seats[0]))
    twice = browser.post(address, handing(scene.contributor.seats[0]))
    assert twice.status_code == 422
    assert "already with this colleague" in twice.content.decode()
    elsewhere = make_user("elsewhere", Role.CONTRIBUTOR)
    assert browser.post(address, handing(elsewhere.seats[0])).status_code == 422
    past = browser.post(address, handing(scene.contributor.seats[0], due_on="01/01/2019"))
    assert "cannot be in the past" in past.content.decode()


def test_only_the_focal_point_hands_out_and_takes_back():
    scene = make_scene()
    hand_out(scene.assessment, scene.contributor, scene.focal)
    row, browser = HandOut.objects.get(), signed_in(scene.contributor)
    typed = handing(scene.contributor.seats[0])
    assert browser.post(url("hand_out", scene.assessment), typed).status_code == 403
    assert browser.post(url("hand_out_end", row)).status_code == 403
    assert signed_in(scene.stranger).post(url("hand_out_end", row)).status_code == 404
    assert signed_in(scene.focal).get(reverse("assessments:handed_to_me")).status_code == 403


def test_handed_to_me_shows_the_earliest_due_first_at_a_fixed_cost(
    django_assert_max_num_queries,
):
    counts = []
    for programmes in (1, 3):
        scene = make_scene(programmes=programmes)
        for assessment in scene.assessments:
            hand_out(assessment, scene.contributor, scene.focal)
        browser = signed_in(scene.contributor)
        browser.get(reverse("assessments:handed_to_me"))
        with django_assert_max_num_queries(12) as captured:
            page = browser.get(reverse("assessments:handed_to_me"))
        counts.append(len(captured))
        due = [item.hand_out.due_on for item in page.context["handed"]]
        assert due == sorted(due)
        assert len(due) == programmes
    assert counts[0] == counts[1]
