"""The call letter: typed once, addressed to each ministry, never with an invented memo number (107)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assessments.models import CallLetter
from assessments.permissions import can_read_letter, can_write_letter
from assessments.selectors.letters import addressees, call_letter, letter_of
from nsss_gender.audit.models import Event
from nsss_gender.language.dates import moment
from nsss_gender.language.numbers import to_bangla
from tests.assessments.factories import fresh, letter_save, letter_values, make_round, make_scene
from tests.assessments.test_review_views import queries, text, url
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def page(scene, ministry=None):
    return reverse("assessments:letter", args=[scene.round.pk, (ministry or scene.ministry).pk])


# ── Permissions ─────────────────────────────────────────────────────────────────────────────────


def test_who_writes_it():
    scene = make_scene()
    writing = {name for name, user in scene.people.items() if can_write_letter(user)}
    assert writing == {"administrator", "reviewer", "second_reviewer"}
    for name, user in scene.people.items():
        if name not in writing:
            with pytest.raises(PermissionDenied):
                letter_save(scene.round, user)
    assert not CallLetter.objects.exists()


@pytest.mark.parametrize(
    ("opened", "memo", "focal"),
    [(True, "04.00", True), (True, "", False), (False, "04.00", False), (False, "", False)],
)
def test_a_ministry_reads_its_own_once_it_is_issued_and_the_round_is_open(opened, memo, focal):
    scene = make_scene(opened=opened)
    typed = letter_save(scene.round, scene.reviewer, memo_number=memo)
    reading = {
        name for name, user in scene.people.items() if can_read_letter(user, typed, scene.ministry)
    }
    division = {"reviewer", "second_reviewer", "technical_support", "approver", "administrator"}
    assert reading == division | ({"focal"} if focal else set())


# ── Service ─────────────────────────────────────────────────────────────────────────────────────


def test_the_same_letter_twice_is_one_version():
    scene = make_scene()
    for _ in range(2):
        letter_save(scene.round, scene.reviewer)
    assert CallLetter.objects.get().number == 1
    event = Event.objects.get(action="call letter saved")
    assert event.changes["memo_number"] == ["", "04.00.0000.111.22.333.19-44"]
    assert event.changes["dated_on"] == [None, "2019-01-31"]


def test_who_saves_second_overwrites_nobody():
    scene = make_scene()
    letter_save(scene.round, scene.reviewer)
    letter_save(scene.round, scene.reviewer, base=1, subject_en="First")
    assert letter_save(scene.round, scene.second_reviewer, base=1, subject_en="Second") is None
    assert letter_save(scene.round, scene.second_reviewer, base=0, subject_en="Third") is None
    letter = CallLetter.objects.get()
    assert (letter.subject_en, letter.number) == ("First", 2)
    assert Event.objects.filter(action="call letter saved").count() == 2


# ── The parts of a letter ───────────────────────────────────────────────────────────────────────


def test_the_letter_is_put_together_in_english():
    scene = make_scene()
    letter_save(scene.round, scene.reviewer)
    letter = call_letter(scene.round, scene.ministry, "en")
    due = moment(scene.round.deadline_at, "en")
    assert letter.letterhead == ("Government", "Cabinet Division")
    assert letter.memo_number == "04.00.0000.111.22.333.19-44"
    assert letter.dates == ("18 Magh 1425", "31 January 2019")
    assert letter.subject == "Call for First round"
    assert letter.body == (f"Please report by {due}.", f"{scene.ministry.name_en} is asked.")
    assert letter.signature == ("Demo Officer", "Deputy Secretary", "0000")
    assert letter.addressee == ("Senior Secretary/Secretary", scene.ministry.name_en)
    assert letter.copies == ("Office file",)
    assert letter.lacking == ()


def test_the_letter_is_put_together_in_bangla_whatever_the_page_speaks():
    scene = make_scene()
    letter_save(scene.round, scene.reviewer)
    letter = call_letter(scene.round, scene.ministry, "bn")
    assert letter.memo_label == "স্মারক নম্বর"
    assert letter.memo_number == to_bangla(letter_values()["memo_number"])
    assert letter.dates == ("১৮ মাঘ ১৪২৫ বঙ্গাব্দ", "৩১ জানুয়ারি ২০১৯ খ্রিষ্টাব্দ")
    assert letter.subject == "প্রথম পর্যায় প্রসঙ্গে"
    assert letter.body == (
        f"{moment(scene.round.deadline_at, 'bn')} তারিখের মধ্যে প্রতিবেদন দাখিল করুন।",
    )
    assert letter.addressee == ("সিনিয়র সচিব/সচিব", scene.ministry.name_bn)
    assert letter.signature[:2] == ("নমুনা কর্মকর্তা", "উপসচিব")


def test_braces_that_name_nothing_stay_as_they_were_typed():
    scene = make_scene()
    letter_save(scene.round, scene.reviewer, body_en="{unknown} {0} {ministry.pk} { } {round}")
    body = call_letter(scene.round, scene.ministry, "en").body
    assert body == ("{unknown} {0} {ministry.pk} { } First round",)


def test_what_lacks_is_named_and_nothing_is_made_up():
    scene = make_scene()
    letter_save(
        scene.round, scene.reviewer, memo_number="", dated_on=None, signatory="", signatory_bn=""
    )
    letter = call_letter(scene.round, scene.ministry, "en")
    assert letter.lacking == ("memo number", "date", "name of who signs")
    assert (letter.memo_number, letter.dates) == ("", ())


def test_before_anything_was_typed_there_is_no_letter():
    scene = make_scene()
    assert call_letter(scene.round, scene.ministry, "en") is None
    assert signed_in(scene.reviewer).get(page(scene)).status_code == 404


def test_it_goes_to_those_of_whom_something_is_expected():
    scene = make_scene()
    line = scene.round.expectations.get(ministry=scene.other_ministry)
    line.expected, line.reason = "none", "Moved."
    line.save()
    found = [row.ministry for row in addressees(scene.round)]
    assert scene.ministry in found
    assert scene.other_ministry not in found


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────


def posted(base=0, **fields):
    return {"base": str(base)} | letter_values(dated_on="৩১/০১/২০১৯", **fields)


def test_a_wording_is_offered_and_no_memo_number():
    scene = make_scene()
    content = signed_in(scene.reviewer).get(url("round_letter", scene.round)).content.decode()
    assert "মন্ত্রিপরিষদ বিভাগ" in content
    assert 'name="memo_number" maxlength="100"' in content
    assert not CallLetter.objects.exists()


def test_the_letter_is_typed_and_a_clash_shows_both():
    scene = make_scene()
    client, where = signed_in(scene.reviewer), url("round_letter", scene.round)
    for _ in range(2):
        assert client.post(where, posted()).status_code == 302
    letter_save(scene.round, scene.second_reviewer, base=1, subject_en="From a colleague")
    answer = client.post(where, posted(1, subject_en="Mine"))
    assert answer.status_code == 422
    assert "What stands now: From a colleague" in text(answer)
    assert 'value="Mine"' in answer.content.decode()
    assert client.post(where, posted(2, subject_en="Mine")).status_code == 302
    assert letter_of(scene.round).subject_en == "Mine"


def test_a_faulty_letter_is_shown_again():
    scene = make_scene()
    client, where = signed_in(scene.reviewer), url("round_letter", scene.round)
    data = posted(subject_en="x" * 301) | {"dated_on": "31/02/2019", "base": "many"}
    answer = client.post(where, data)
    assert answer.status_code == 422
    assert "Enter a date that exists" in text(answer)
    assert "Shorten this text" in text(answer)
    assert not CallLetter.objects.exists()


def test_the_ministry_finds_its_letter_on_its_report_and_reads_it_in_both_languages():
    scene = make_scene()
    client, report = signed_in(scene.focal), url("report", scene.submission)
    assert page(scene) not in client.get(report).content.decode()
    letter_save(scene.round, scene.reviewer)
    assert page(scene) in client.get(report).content.decode()
    assert "18 Magh 1425" in text(client.get(page(scene)))
    assert "১৮ মাঘ ১৪২৫ বঙ্গাব্দ" in text(client.get(page(scene), {"language": "bn"}))
    assert client.get(page(scene), {"language": "fr"}).status_code == 200
    assert signed_in(scene.stranger).get(page(scene)).status_code == 403
    assert client.get(page(scene, scene.other_ministry)).status_code == 403


def test_typed_text_is_shown_and_never_run():
    scene = make_scene()
    letter_save(scene.round, scene.reviewer, body_en="<script>alert(1)</script>")
    content = signed_in(scene.focal).get(page(scene)).content.decode()
    assert "&lt;script&gt;alert(1)" in content
    assert "<script>alert" not in content


def test_the_pages_cost_the_same_for_two_ministries_and_for_many():
    scene = make_scene()
    letter_save(scene.round, scene.reviewer)
    client = signed_in(scene.reviewer)
    before = [
        len(queries(client, where)) for where in (url("round_letter", scene.round), page(scene))
    ]
    make_scene()
    later = make_round(scene.administrator)
    letter_save(later, scene.reviewer)
    after = [
        len(queries(client, url("round_letter", later))),
        len(queries(client, reverse("assessments:letter", args=[later.pk, scene.ministry.pk]))),
    ]
    assert before == after
    assert max(after) <= 12
    assert fresh(later).pk == later.pk
