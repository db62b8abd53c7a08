"""The return letter: typed with compare-and-set, its points as they were sent, for each round (28, 107)."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import override

from assessments.models import PacketRecord, ReturnLetter, ReviewComment
from assessments.selectors.return_letter import OFFERED, returned, returns
from assessments.services import submissions
from assessments.services.return_letters import return_letter_save
from nsss_gender.audit.models import Event
from nsss_gender.language.numbers import digits
from tests.assessments import factories
from tests.assessments.factories import Scene, letter_values, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db
MEMO = letter_values()["memo_number"]


def sent(scene: Scene) -> PacketRecord:
    record = returns(scene.packet)
    assert record
    return record


def typed(scene: Scene, base: int = 0, who: str = "reviewer", **fields: Any) -> ReturnLetter | None:
    values = letter_values(
        **({"body_en": OFFERED["body_en"], "body_bn": OFFERED["body_bn"]} | fields)
    )
    return return_letter_save(record=sent(scene), base=base, values=values, by=scene.people[who])


def read(scene: Scene, language: str = "en", number: int | None = None) -> Any:
    return returned(scene.submission, number, language, unsent=False)


def test_before_anything_is_typed_our_wording_stands_and_what_lacks_is_named() -> None:
    letter = read(make_scene("returned"))
    assert letter.written.lacking == ("memo number", "date", "name of who signs")
    assert "is returned for revision of the points in the annex." in letter.written.body[0]
    assert not letter.saved


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_letter_says_what_was_typed_and_the_names_of_that_day(language: str) -> None:
    scene = make_scene("returned")
    typed(scene)
    with override(language):
        name = str(scene.ministry)
    type(scene.ministry).objects.filter(pk=scene.ministry.pk).update(name_en="New", name_bn="নতুন")
    letter = read(scene, language)
    assert letter.written.lacking == ()
    assert letter.written.addressee[1] == name
    assert any(name in line for line in letter.written.body)
    assert letter.written.memo_number == digits(MEMO, language)
    assert len(letter.written.dates) == 2
    assert "Please look at Q8 again." in letter.written.body


def test_the_letter_of_an_earlier_round_stays_as_it_was() -> None:
    scene = make_scene("returned")
    typed(scene, memo_number="FIRST")
    before = read(scene).programmes
    comment = ReviewComment.objects.get()
    factories.reply(comment, scene.focal, text="Done.")
    scene.submit()
    scene.claim()
    scene.comment("Q9", text="And this?")
    submissions.submission_return(
        submission=scene.submission, reason="Once more.", by=scene.reviewer
    )
    first, second = read(scene, number=1), read(scene, number=2)
    assert (first.programmes, first.written.memo_number) == (before, "FIRST")
    assert [point.code for row in second.programmes for point in row.points] == ["Q9"]
    assert [point.code for row in second.carried for point in row.points] == ["Q8"]
    assert (second.written.memo_number, second.others) == ("", (1,))
    assert read(scene, number=3) is None


def test_an_undone_return_keeps_its_letter_and_says_so() -> None:
    scene = make_scene("returned")
    submissions.submission_undo_return(
        submission=scene.submission, reason="Wrong.", by=scene.reviewer
    )
    assert read(scene).undone
    scene.send_return()
    assert not read(scene).undone


def test_after_an_undone_return_the_reviewer_sees_what_would_go_out_now() -> None:
    scene = make_scene("returned")
    submissions.submission_undo_return(
        submission=scene.submission, reason="Wrong.", by=scene.reviewer
    )
    scene.comment("Q9", text="One more.")
    now = returned(scene.submission, None, "en", unsent=True)
    assert now is not None
    assert (now.sent, now.others) == (False, (1,))
    assert [point.code for row in now.programmes for point in row.points] == ["Q8", "Q9"]
    before = returned(scene.submission, 1, "en", unsent=True)
    assert before is not None
    assert (before.sent, before.undone) == (True, True)
    assert [point.code for row in before.programmes for point in row.points] == ["Q8"]


def test_two_who_type_do_not_overwrite_each_other() -> None:
    scene = make_scene("returned")
    assert typed(scene, signatory="One") is not None
    assert typed(scene, base=0, who="second_reviewer", signatory="Two") is None
    assert ReturnLetter.objects.get().signatory == "One"
    saved = typed(scene, base=1, who="second_reviewer", signatory="Two")
    assert saved is not None
    assert saved.number == 2
    assert typed(scene, base=0, signatory="Two") == saved  # the same again changes nothing


def test_what_was_typed_is_in_the_log() -> None:
    scene = make_scene("returned")
    typed(scene)
    event = Event.objects.get(action="return letter saved")
    assert event.stream == scene.submission.stream
    assert event.changes["memo_number"] == ["", MEMO]


@pytest.mark.parametrize(
    "who", ["focal", "approver", "technical_support", "administrator", "stranger"]
)
def test_only_a_reviewer_types_it(who: str) -> None:
    scene = make_scene("returned")
    with pytest.raises(PermissionDenied):
        typed(scene, who=who)


class TestPages:
    def form(self, **fields: Any) -> dict[str, Any]:
        values = {**letter_values(), "dated_on": "31/01/2019", "base": 0}
        return values | fields

    def test_it_is_typed_and_read(self) -> None:
        scene = make_scene("returned")
        browser, packet = signed_in(scene.reviewer), scene.packet
        address = reverse("assessments:return_letter_edit", args=[packet.pk])
        answer = browser.post(address, self.form())
        back = reverse("assessments:return_letter", args=[scene.submission.pk])
        assert answer["Location"] == f"{back}?packet=1"
        shown = browser.get(back, {"language": "bn"}).content.decode()
        assert digits(MEMO, "bn") in shown
        assert "31/01/2019" in browser.get(address).content.decode()

    def test_a_clash_shows_both_and_a_second_save_decides(self) -> None:
        scene = make_scene("returned")
        typed(scene, signatory="First")
        address = reverse("assessments:return_letter_edit", args=[scene.packet.pk])
        browser = signed_in(scene.second_reviewer)
        answer = browser.post(address, self.form(signatory="Second"))
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert "Second" in shown
        assert "First" in shown
        assert browser.post(address, self.form(signatory="Second", base=1)).status_code == 302
        assert ReturnLetter.objects.get().signatory == "Second"

    def test_what_was_not_returned_has_no_letter_to_type(self) -> None:
        scene = make_scene("under_review")
        address = reverse("assessments:return_letter_edit", args=[scene.packet.pk])
        assert signed_in(scene.reviewer).get(address).status_code == 404

    def test_a_date_that_is_none_is_said_at_its_field(self) -> None:
        scene = make_scene("returned")
        address = reverse("assessments:return_letter_edit", args=[scene.packet.pk])
        answer = signed_in(scene.reviewer).post(address, self.form(dated_on="31/02/2019"))
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {"dated_on"}


def test_the_date_is_the_typed_one() -> None:
    scene = make_scene("returned")
    typed(scene, dated_on=dt.date(2019, 2, 21))
    assert read(scene).written.dates[-1] == "21 February 2019"
