"""Two people write in the same form: the same question keeps both texts, different ones merge (law 1)."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.assessments.factories import hand_out, make_scene
from tests.journeys.desk import Desk
from tests.journeys.steps import choose, write

pytestmark = pytest.mark.django_db(transaction=True)

HERS = "Dowry is spoken about in every yard meeting."
HIS = "উঠান বৈঠকে বাল্যবিবাহ নিয়ে আলোচনা হয়।"


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def pair(desk: Any, request: pytest.FixtureRequest) -> Any:
    """The focal point and a colleague; both have the same programme open."""
    scene = make_scene("not_started")
    hand_out(scene.assessment, scene.contributor, scene.focal)
    people = (scene.focal, scene.contributor)
    return scene, [desk(person, javascript=request.param) for person in people]


def _opened(pair: Any, section: str) -> tuple[Desk, Desk]:
    scene, (hers, his) = pair
    for each in (hers, his):
        each.open("assessments:section", scene.assessment.pk, section)
    return hers, his


def test_the_same_question_keeps_both_texts(pair: Any):
    hers, his = _opened(pair, "norms")
    write(hers, "Q8-text", HERS)
    hers.press("Save")
    hers.sees("Saved. The report is not submitted yet.")
    write(his, "Q8-text", HIS)
    his.press("Save")
    his.sees("A colleague changed the same thing in the meantime.")
    expect(his.page.locator(".notice", has_text=HERS)).to_be_visible()
    expect(his.page.locator('[name="Q8-text"]')).to_have_value(HIS)
    his.go(his.page.locator("main a", has_text=his.t("History of %(code)s").split("%")[0]).first)
    kept = his.page.locator("section.panel", has_text=HIS)
    expect(kept).to_contain_text(his.t("Kept beside, after a clash"))
    expect(his.page.locator("section.panel", has_text=HERS)).to_contain_text(his.t("Stands now"))


def test_after_a_clash_the_next_save_stands(pair: Any):
    hers, his = _opened(pair, "norms")
    for desk, text in ((hers, HERS), (his, HIS)):
        write(desk, "Q8-text", text)
        desk.press("Save")
    his.sees("A colleague changed the same thing in the meantime.")
    both = f"{HERS}\n{HIS}"
    write(his, "Q8-text", both)
    his.press("Save")
    his.sees("Saved. The report is not submitted yet.")
    expect(his.page.locator('[name="Q8-text"]')).to_have_value(both)


def test_different_questions_merge_without_a_word(pair: Any):
    hers, his = _opened(pair, "empowerment")
    choose(hers, "Q6a-judgement", "yes")
    hers.press("Save")
    choose(his, "Q6b-judgement", "no")
    his.press("Save")
    his.sees("Saved. The report is not submitted yet.")
    expect(his.page.locator('input[name="Q6a-judgement"][value="yes"]')).to_be_checked()
    expect(his.page.locator('input[name="Q6b-judgement"][value="no"]')).to_be_checked()


def test_different_fields_of_one_question_merge(pair: Any):
    hers, his = _opened(pair, "norms")
    choose(hers, "Q8-judgement", "no")
    hers.press("Save")
    write(his, "Q8-text", HIS)
    his.press("Save")
    his.sees("Saved. The report is not submitted yet.")
    expect(his.page.locator('input[name="Q8-judgement"][value="no"]')).to_be_checked()
    expect(his.page.locator('[name="Q8-text"]')).to_have_value(HIS)
