"""One question, asked of somebody without an account (capability 20)."""

import datetime as dt
import unicodedata
import uuid

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from assessments.enums import ContributionState
from assessments.models import AnswerVersion, Contribution, ContributionLink
from assessments.models.answer import draft_sheet
from assessments.selectors.history import versions
from assessments.services.contributions import (
    Gone,
    contribution_adapt,
    contribution_adopt,
    contribution_decline,
    link_open,
)
from assessments.services.links import (
    Offer,
    link_address,
    link_create,
    link_renew,
    link_revoke,
    token_digest,
)
from nsss_gender.audit.models import Event
from tests.assessments.factories import STATES, Scene, answers_save, fresh, hand_out, make_scene
from tests.assessments.linked import contribution_make, guest, link_make, say
from tests.people import browser, signed_in

pytestmark = pytest.mark.django_db

STRANGERS = ("contributor", "stranger", "reviewer", "administrator", "nobody")


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def url(name: str, *args: object) -> str:
    return reverse(f"assessments:{name}", args=args)


def page_of(offer: Offer) -> str:
    return url("contribute", offer.token)


# ── Making, renewing, ending ────────────────────────────────────────────────────────────────────


def test_the_secret_is_long_and_only_its_digest_is_stored(scene):
    offer = link_make(scene)
    assert len(offer.token) >= 43  # 256 bits
    stored = " ".join(str(value) for value in vars(fresh(offer.link)).values())
    assert offer.token not in stored
    assert offer.link.token_digest == token_digest(offer.token)
    log = " ".join(str(vars(event)) for event in Event.objects.all())
    assert (offer.token in log, "Salma" in log) == (False, False)


def test_the_same_post_makes_one_link_and_tells_the_secret_once(scene):
    key = uuid.uuid4()
    first, second = link_make(scene, key=key), link_make(scene, key=key)
    assert (first.link, second.token) == (second.link, None)
    assert Event.objects.filter(action="question asked by link").count() == 1


def test_a_mail_goes_only_where_there_is_an_address(scene, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        link_make(scene)
        offer = link_make(scene, mail="salma@example.org", language="bn")
    (letter,) = mail.outbox
    assert letter.to == ["salma@example.org"]
    assert link_address(offer.token) in str(letter.body)
    assert "কর্মসূচি" in str(letter.body)


@pytest.mark.parametrize("code", ["Q2", "Q4.stages", "Q3.start", "Q7.1", "Q99"])
def test_what_is_answered_by_choosing_is_not_asked_so(scene, code):
    with pytest.raises(ValidationError):
        link_make(scene, code=code)


@pytest.mark.parametrize("days", [-1, 61])
def test_a_link_lasts_sixty_days_at_most(scene, days):
    with pytest.raises(ValidationError):
        link_make(scene, until=timezone.localdate() + dt.timedelta(days=days))


def test_only_the_focal_point_asks_renews_and_ends(scene):
    link = link_make(scene).link
    for name in STRANGERS:
        who = scene.people[name]
        with pytest.raises(PermissionDenied):
            link_create(
                assessment=scene.assessment, key=uuid.uuid4(), code="Q8", guest=guest(), by=who
            )
        with pytest.raises(PermissionDenied):
            link_renew(link=link, until=timezone.localdate(), by=who)
        with pytest.raises(PermissionDenied):
            link_revoke(link=link, by=who)
    assert ContributionLink.objects.count() == 1


def test_a_new_secret_ends_the_old_one_and_keeps_what_was_written(scene):
    old = link_make(scene)
    say(old)
    new = link_renew(link=old.link, until=timezone.localdate(), by=scene.focal)
    with pytest.raises(ContributionLink.DoesNotExist):
        link_open(old.token)
    assert link_open(new.token).last.text == "They have no say."


def test_an_ended_link_is_ended_once_and_stays_ended(scene):
    offer = link_make(scene)
    for _ in range(2):
        link_revoke(link=offer.link, by=scene.focal)
    with pytest.raises(Gone):
        link_open(offer.token)
    assert Event.objects.filter(action="link ended").count() == 1
    with pytest.raises(PermissionDenied):
        link_renew(link=offer.link, until=timezone.localdate(), by=scene.focal)


def test_a_link_expires_at_the_end_of_its_day(scene):
    offer = link_make(scene, until=timezone.localdate())
    assert link_open(offer.token) == offer.link
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)), pytest.raises(Gone):
        link_open(offer.token)


@pytest.mark.parametrize("state", STATES)
def test_a_link_is_open_while_the_ministry_can_write(state):
    scene = make_scene("in_progress")
    offer = link_make(scene)
    steps = [scene.clear, scene.submit, scene.claim, scene.send_return]
    ends = {"cleared": 1, "submitted": 2, "under_review": 3, "returned": 4}
    if state in {"recommended", "accepted"}:
        steps = [*steps[:3], scene.recommend, scene.accept]
        ends = {"recommended": 4, "accepted": 5}
    for step in steps[: ends.get(state, 0)]:
        step()
    if state in {"not_started", "in_progress", "cleared", "returned"}:
        assert link_open(offer.token) == offer.link
    else:
        with pytest.raises(Gone):
            link_open(offer.token)


# ── What the guest writes ───────────────────────────────────────────────────────────────────────


def test_a_text_is_a_proposal_and_the_answer_stays(scene):
    row = contribution_make(scene)
    assert (row.number, row.state) == (1, "waiting")
    assert not AnswerVersion.objects.exists()
    assert scene.submission.status == "not_started"


def test_a_later_text_replaces_an_undecided_one_and_both_stay(scene):
    offer = link_make(scene)
    for text in ("One.", "Two.", "Two."):
        say(offer, text)
    rows = Contribution.objects.order_by("number").values_list("number", "text", "state")
    assert list(rows) == [(1, "One.", "replaced"), (2, "Two.", "waiting")]


def test_the_same_post_writes_once(scene):
    offer, key = link_make(scene), uuid.uuid4()
    assert say(offer, "One.", key=key) == say(offer, "One.", key=key)
    say(offer, "Two.")
    say(offer, "One.", key=key)  # a late replay of the first post brings nothing back
    assert fresh(offer.link).last.text == "Two."
    assert Contribution.objects.count() == 2


def test_the_back_button_loses_nothing(scene):
    """The same form again with other words: its key is the same, what was typed is not."""
    offer, key = link_make(scene), uuid.uuid4()
    for text in ("One.", "Two."):
        say(offer, text, key=key)
    assert fresh(offer.link).last.text == "Two."


def test_texts_come_in_nfc_and_an_odd_judgement_is_no_judgement(scene):
    decomposed = unicodedata.normalize("NFD", "মায়ের ভাতা")
    row = contribution_make(scene, text=decomposed, judgement="maybe", feasibility="now")
    assert (row.text, row.judgement, row.feasibility) == (
        unicodedata.normalize("NFC", decomposed),
        "",
        "",
    )


def test_a_question_that_is_not_judged_takes_no_judgement(scene):
    assert contribution_make(scene, "Q1", judgement="yes").judgement == ""


def test_nothing_said_is_nothing_kept(scene):
    with pytest.raises(ValidationError):
        contribution_make(scene, text="  ")


def test_the_log_holds_no_word_of_it(scene):
    contribution_make(scene, text="A very private sentence.")
    event = Event.objects.get(action="contribution received")
    assert (event.by, "private" in str(event.changes)) == ("", False)


# ── Deciding ────────────────────────────────────────────────────────────────────────────────────


def adopt(scene: Scene, row: Contribution, base: int = 0, token: uuid.UUID | None = None):
    return contribution_adopt(
        contribution=row, base=base, token=token or uuid.uuid4(), by=scene.focal
    )


def test_adopted_it_is_a_version_by_link_of_the_focal_point(scene):
    row = contribution_make(scene, judgement="no", feasibility="now")
    version = adopt(scene, row)
    assert (version.text, version.judgement, version.feasibility) == (
        "They have no say.",
        "no",
        "now",
    )
    assert (version.channel, version.by, version.seat) == (
        "link",
        scene.focal,
        scene.focal.seats[0],
    )
    row = fresh(row)
    assert (row.state, row.decided_by, row.version) == ("adopted", scene.focal, version)
    assert not draft_sheet(scene.assessment).unlooked
    answer = scene.assessment.answers.select_related("question").get()
    (view,) = versions(answer, scene.round.questionnaire.schema())
    assert [one.link.name for one in view.version.contributions.all()] == ["Salma Begum"]


def test_a_double_click_adopts_once(scene):
    row, token = contribution_make(scene), uuid.uuid4()
    assert adopt(scene, row, token=token) == adopt(scene, row, token=token)
    assert AnswerVersion.objects.count() == 1
    assert Event.objects.filter(action="contribution adopted").count() == 1


def test_other_words_after_the_decision_are_no_double_click(scene):
    row = contribution_make(scene)
    adopt(scene, row)
    given = {"contribution": row, "base": 1, "token": uuid.uuid4(), "by": scene.focal}
    with pytest.raises(PermissionDenied, match="decided already"):
        contribution_adapt(**given, values={"text": "Something else."})
    fields = {"token": str(uuid.uuid4()), "base": "1", "text": "Something else."}
    answer = signed_in(scene.focal).post(url("contribution", row.pk), fields)
    assert (answer.status_code, "Something else." in answer.content.decode()) == (409, True)


def test_what_it_leaves_empty_stays_as_it_stands(scene):
    answers_save(scene.assessment, {"Q8": {"judgement": "yes", "detail": "d"}}, by=scene.focal)
    version = adopt(scene, contribution_make(scene), base=1)
    assert (version.judgement, version.detail, version.text) == ("yes", "d", "They have no say.")


def test_adapted_both_texts_stay(scene):
    row = contribution_make(scene)
    version = contribution_adapt(
        contribution=row,
        values={"text": "Widows have no say.", "judgement": "no"},
        base=0,
        token=uuid.uuid4(),
        by=scene.focal,
    )
    row = fresh(row)
    assert (row.state, row.text, version.text) == (
        "adapted",
        "They have no say.",
        "Widows have no say.",
    )


def test_saved_without_a_change_it_is_adopted(scene):
    answers_save(scene.assessment, {"Q8": {"judgement": "yes"}}, by=scene.focal)
    row = contribution_make(scene)
    given = {"contribution": row, "base": 1, "token": uuid.uuid4(), "by": scene.focal}
    values = {"text": row.text, "judgement": "yes", "feasibility": ""}
    contribution_adapt(**given, values=values)
    assert fresh(row).state == "adopted"


def test_where_parts_give_the_answer_only_the_words_are_taken_over(scene):
    row = contribution_make(scene, "Q7", judgement="no")
    version = adopt(scene, row)
    assert (version.judgement, version.text) == ("", "They have no say.")


def test_a_proposal_never_overwrites_what_nobody_saw_beside_it(scene):
    row = contribution_make(scene)
    answers_save(scene.assessment, {"Q8": {"text": "Ours."}}, by=scene.focal)
    with pytest.raises(ValidationError, match="changed in the meantime"):
        adopt(scene, row)
    assert (draft_sheet(scene.assessment)["Q8"].text, fresh(row).state) == ("Ours.", "waiting")


def test_declined_with_a_reason_the_text_stays(scene):
    row = contribution_make(scene)
    with pytest.raises(ValidationError):
        contribution_decline(contribution=row, reason=" ", by=scene.focal)
    for _ in range(2):
        contribution_decline(contribution=row, reason="Not about this programme.", by=scene.focal)
    row = fresh(row)
    assert (row.state, row.reason, row.text) == (
        "declined",
        "Not about this programme.",
        "They have no say.",
    )
    assert Event.objects.filter(action="contribution declined").count() == 1
    with pytest.raises(PermissionDenied):
        adopt(scene, row)


def test_once_decided_the_link_is_used(scene):
    offer = link_make(scene)
    adopt(scene, say(offer))
    with pytest.raises(Gone):
        say(offer, "More.")
    assert not Contribution.objects.filter(state=ContributionState.WAITING).exists()


def test_what_was_replaced_cannot_be_adopted(scene):
    offer = link_make(scene)
    old = say(offer, "One.")
    say(offer, "Two.")
    with pytest.raises(PermissionDenied):
        adopt(scene, old)


def test_nobody_else_decides(scene):
    hand_out(scene.assessment, scene.contributor, scene.focal)
    row = contribution_make(scene)
    for name in STRANGERS:
        given = {"contribution": row, "by": scene.people[name]}
        with pytest.raises(PermissionDenied):
            contribution_adopt(**given, base=0, token=uuid.uuid4())
        with pytest.raises(PermissionDenied):
            contribution_decline(**given, reason="No.")
    assert fresh(row).state == "waiting"


def test_in_a_returned_report_it_is_adopted_only_where_the_return_opened():
    scene = make_scene("returned")
    answers_save(scene.assessment, {"Q8": {"detail": "x"}}, by=scene.focal)
    closed, open_ = contribution_make(scene, "Q11"), contribution_make(scene, "Q8")
    with pytest.raises(PermissionDenied, match="named in the return"):
        adopt(scene, closed, base=1)
    assert adopt(scene, open_, base=2)


# ── The page behind the link ────────────────────────────────────────────────────────────────────


def test_the_page_shows_the_question_and_nothing_of_the_draft(scene):
    answers_save(scene.assessment, {"Q8": {"text": "Our secret draft."}}, by=scene.focal)
    offer = link_make(scene)
    answer = browser().get(page_of(offer))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "What do the widows say?" in html
    assert str(scene.assessment.programme) in html
    assert "Our secret draft." not in html
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == (
        "noindex, nofollow",
        "same-origin",
    )
    assert "no-store" in answer["Cache-Control"]
    assert fresh(offer.link).opened_at is not None


def test_it_speaks_the_language_of_the_link_until_another_is_chosen(scene):
    offer = link_make(scene, language="bn")
    visitor = browser()
    assert '<html lang="bn">' in visitor.get(page_of(offer)).content.decode()
    visitor.post("/language/", {"language": "en", "next": page_of(offer)})
    assert '<html lang="en">' in visitor.get(page_of(offer)).content.decode()


def test_a_text_is_sent_corrected_and_shown_again(scene):
    offer, visitor = link_make(scene), browser()
    for text in ("They have no say.", "They have little say."):
        page = visitor.get(page_of(offer))
        fields = {"key": page.context["form"]["key"].value(), "text": text, "judgement": "no"}
        assert visitor.post(page_of(offer), fields).status_code == 302
    html = visitor.get(page_of(offer)).content.decode()
    assert "Thank you. Your text came on" in html
    assert "They have little say." in html
    assert Contribution.objects.count() == 2


def test_an_empty_form_says_so_and_keeps_the_rest(scene):
    answer = browser().post(page_of(link_make(scene)), {"key": uuid.uuid4(), "text": ""})
    assert answer.status_code == 422
    assert "Write something here." in answer.content.decode()


def test_text_for_a_bijoy_font_is_offered_in_unicode(scene):
    offer = link_make(scene)
    say(offer, "evsjv‡`k miKvi")
    html = browser().get(page_of(offer)).content.decode()
    assert "বাংলাদেশ সরকার" in html
    assert fresh(offer.link).last.text == "evsjv‡`k miKvi"


def test_wrong_missing_ended_and_used_look_the_same(scene):
    ended, used = link_make(scene), link_make(scene)
    link_revoke(link=ended.link, by=scene.focal)
    adopt(scene, say(used))
    answers = [
        browser().get(url("contribute", token))
        for token in ("x", "x" * 43, ended.token, used.token)
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 410, 410]
    bodies = {answer.content.decode().replace(answer.wsgi_request.path, "") for answer in answers}
    assert len({_without_token(body) for body in bodies}) == 1


def _without_token(html: str) -> str:
    """The page without the form token, which differs each time."""
    return "\n".join(line for line in html.splitlines() if "csrfmiddlewaretoken" not in line)


def test_what_was_typed_under_a_link_that_ended_meanwhile_can_be_copied(scene):
    offer = link_make(scene)
    link_revoke(link=offer.link, by=scene.focal)
    answer = browser().post(page_of(offer), {"key": uuid.uuid4(), "text": "A long text."})
    assert answer.status_code == 410
    assert "A long text." in answer.content.decode()


@pytest.fixture
def one_minute():
    """The clock stands, so that no asking falls into the next minute."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


def test_too_many_in_a_minute_wait_and_lose_nothing(scene, one_minute):
    offer, visitor = link_make(scene), browser()
    codes = [visitor.get(page_of(offer)).status_code for _ in range(31)]
    assert codes == [200] * 30 + [429]
    answer = visitor.post(page_of(offer), {"key": uuid.uuid4(), "text": "A long text."})
    assert (answer.status_code, "A long text." in answer.content.decode()) == (429, True)
    other = link_make(scene)
    assert visitor.get(page_of(other)).status_code == 200  # another link is not held up
    assert not Contribution.objects.exists()


def test_no_log_line_holds_the_secret(scene, one_minute, caplog):
    offer, visitor = link_make(scene), browser()
    answers = [visitor.post(page_of(offer), {"key": "x"}) for _ in range(31)]
    link_revoke(link=offer.link, by=scene.focal)
    answers.append(browser(REMOTE_ADDR="10.1.1.1").get(page_of(offer)))
    assert [answer.status_code for answer in answers] == [422] * 30 + [429, 429]
    assert offer.token not in caplog.text


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "' OR 1=1 --", "{{ request.user }}"])
def test_hostile_text_is_text(scene, text):
    row = contribution_make(scene, text=text)
    html = signed_in(scene.focal).get(url("contribution", row.pk)).content.decode()
    assert "<script>alert" not in html
    assert adopt(scene, row).text == text


@pytest.mark.parametrize("token", ["%00", "..", "x" * 3000, "'", "☃"])
def test_a_hostile_address_is_a_wrong_one(token):
    assert browser().get(f"/contribute/{token}/").status_code == 404


# ── The focal point's pages ─────────────────────────────────────────────────────────────────────


def test_the_form_shows_the_secret_this_once(scene):
    visitor, address = signed_in(scene.focal), url("link_ask", scene.assessment.pk, "Q8")
    page = visitor.get(address)
    fields = {
        name: page.context["form"][name].value() or "" for name in page.context["form"].fields
    }
    fields |= {"name": "Salma Begum", "language": "bn", "until": "1/1/2000", "mail": "x"}
    answer = visitor.post(address, fields)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"until", "mail"}
    day = timezone.localdate() + dt.timedelta(days=3)
    fields |= {"until": f"{day:%d/%m/%Y}", "mail": ""}
    answer = visitor.post(address, fields)
    link = ContributionLink.objects.get()
    token = answer.context["address"].rstrip("/").rsplit("/", 1)[1]
    assert token_digest(token) == link.token_digest
    again = visitor.post(address, fields)
    assert (again.context["address"], ContributionLink.objects.count()) == ("", 1)


def test_what_waits_is_told_at_the_question_and_on_the_report(scene):
    row = contribution_make(scene)
    visitor = signed_in(scene.focal)
    section = visitor.get(url("section", scene.assessment.pk, "norms")).content.decode()
    assert url("contribution", row.pk) in section
    assert "1 proposal waits" in visitor.get(url("report", scene.submission.pk)).content.decode()
    (listed,) = visitor.get(url("links", scene.submission.pk)).context["rows"]
    assert (listed.state, listed.link.last) == ("waiting", row)


def test_the_page_adopts_adapts_or_keeps_what_was_typed_after_a_clash(scene):
    row, visitor = contribution_make(scene), signed_in(scene.focal)
    address = url("contribution", row.pk)
    page = visitor.get(address)
    fields = {"token": page.context["form"]["token"].value(), "base": "0"}
    answers_save(scene.assessment, {"Q8": {"text": "Ours."}}, by=scene.focal)
    clash = visitor.post(address, {**fields, "text": "Both.", "judgement": "", "feasibility": ""})
    assert clash.status_code == 409
    html = clash.content.decode()
    assert ("Ours." in html, "Both." in html) == (True, True)
    assert clash.context["form"]["base"].value() == 1
    answer = visitor.post(address, {**fields, "base": "1", "as_it_is": "1"})
    assert answer["Location"].endswith("/sections/norms/#Q8")
    assert draft_sheet(scene.assessment)["Q8"].text == "They have no say."
    assert "Adopted" in visitor.get(address).content.decode()


def test_the_page_declines_with_a_reason(scene):
    row, visitor = contribution_make(scene), signed_in(scene.focal)
    address = url("contribution_decline", row.pk)
    assert visitor.post(address, {"reason": ""}).status_code == 422
    assert visitor.post(address, {"reason": "Not ours."}).status_code == 302
    assert fresh(row).state == "declined"


def test_a_stranger_finds_none_of_it(scene):
    row = contribution_make(scene)
    visitor = signed_in(scene.stranger)
    for name, key in (
        ("contribution", row.pk),
        ("link_renew", row.link_id),
        ("links", scene.submission.pk),
    ):
        assert visitor.get(url(name, key)).status_code == 404
    for name, key in (("link_end", row.link_id), ("contribution_decline", row.pk)):
        assert visitor.post(url(name, key), {"reason": "x"}).status_code == 404
    assert (fresh(row).state, fresh(row.link).revoked_at) == ("waiting", None)


def test_only_what_was_adopted_is_in_the_packet():
    scene = make_scene("in_progress")
    contribution_make(scene, "Q9", text="Never adopted.")
    row = contribution_make(scene, "Q8", text="Adopted words.")
    adopt(scene, row, base=1)
    scene.clear()
    scene.submit()
    data = str(scene.packet.data)
    assert ("Adopted words." in data, "Never adopted." in data) == (True, False)
