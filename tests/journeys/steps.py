"""What people do at their desks: the ministry's side of the slice, click by click."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management import call_command
from playwright.sync_api import Locator, expect

from assessments.enums import StrategyKind
from assessments.schema import Part, Question, Section
from assessments.selectors.places import prefix
from assessments.selectors.shown import NO_PARTNER
from programmes.models import LifecycleStage, TargetGroup
from tests.assessments.factories import Scene, make_scene, values_of
from tests.journeys.desk import Desk

MEMO = "41.00.0000.012.18.001.19-17"
MISSING = {
    "en": "Field offices are not covered yet.",
    "bn": "মাঠ পর্যায়ের কার্যালয় এখনো আওতায় আসেনি।",
}
YEAR = {"en": "2015-16", "bn": "২০১৫-১৬"}
STATED = {"en": "The register says so.", "bn": "রেজিস্টারে এমনই লেখা আছে।"}


def small_scene(**options: Any) -> Scene:
    """A round in which the ministry has one programme, and the register's lists hold one entry each."""
    given = {"name_en": "Old age", "name_bn": "বার্ধক্য", "order": 1}
    LifecycleStage.objects.create(code="old", **given)
    TargetGroup.objects.create(code="women", **{**given, "name_en": "Women", "name_bn": "নারী"})
    return make_scene(**options)


@dataclass
class Answers:
    """What a ministry is going to answer, by code, in its own words and digits."""

    scene: Scene
    language: str
    judgements: Mapping[str, str]
    leave_out: set[str] = field(default_factory=set)

    @property
    def sections(self) -> tuple[Section, ...]:
        return tuple(self.scene.round.questionnaire.schema().sections)

    def of(self, section: Section) -> Iterable[tuple[Question | Part, Mapping[str, Any]]]:
        values = values_of(self.scene.round.questionnaire, self.judgements)
        for question in section.questions:
            together: tuple[Question | Part, ...] = (question, *question.parts)
            for asked in together:
                if asked.code in values and asked.code not in self.leave_out:
                    yield asked, self._own(asked, values[asked.code])

    def _own(self, asked: Question | Part, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """The same in this ministry's language and digits, as it would type them."""
        kind = getattr(asked, "kind", "")
        if kind == "partners":
            return {"choices": [NO_PARTNER]}
        words = YEAR if kind == "fiscal_year" else STATED
        typed = {"text": words[self.language], "missing": MISSING[self.language]}
        return {name: typed.get(name, value) for name, value in values.items()}


def choose(desk: Desk, name: str, value: str) -> None:
    """Click the radio button or tick box of a field."""
    desk.page.locator(f'input[name="{name}"][value="{value}"]').check()


def answer(desk: Desk, asked: Question | Part, values: Mapping[str, Any]) -> None:
    """Give one answer: what is chosen first, because it unfolds what is written."""
    name = prefix(asked.code)
    for part in ("judgement", "feasibility"):
        if values.get(part):
            choose(desk, f"{name}-{part}", values[part])
    for value in values.get("choices", ()):
        choose(desk, f"{name}-choices", value)
    for part in ("missing", "text"):
        if values.get(part):
            write(desk, f"{name}-{part}", values[part])


def write(desk: Desk, name: str, text: str) -> None:
    desk.page.locator(f'[name="{name}"]').fill(text)


def said(desk: Desk) -> None:
    """The page says that it was done."""
    expect(desk.page.locator(".messages .notice-ok")).to_be_visible()


def fill_sections(desk: Desk, answers: Answers) -> None:
    """From the first section on, each saved with "Save and continue", which leads to the next."""
    for section in answers.sections:
        expect(desk.page.locator("h1")).to_have_text(desk.words(section.title.en, section.title.bn))
        for asked, values in answers.of(section):
            answer(desk, asked, values)
        confirm_all(desk)  # what came from the short form is right
        desk.press("Save and continue")
        desk.sees("Saved. The report is not submitted yet.")


def confirm_all(desk: Desk) -> None:
    """Tick every "this is right" at once: a tick goes from the page as soon as its answer has saved itself."""
    ticks = desk.page.locator('main input[name$="-confirm"]:not(:checked)')
    ticks.evaluate_all("(ticks) => ticks.forEach((tick) => tick.click())")


def state_strategy(desk: Desk) -> None:
    """Neither document exists, which is an answer."""
    desk.heading("Own gender strategy and NSSS action plan")
    for kind in StrategyKind.values:
        choose(desk, f"{kind}-state", "none")
    desk.press("Save")
    said(desk)


def record_consultation(desk: Desk) -> None:
    desk.heading("Consultations")
    choose(desk, "kind", "beneficiaries")
    write(desk, "who", desk.words("Widows of two unions", "দুই ইউনিয়নের বিধবা নারী"))
    write(desk, "held_on", desk.words("03/02/2019", "০৩/০২/২০১৯"))
    write(desk, "women", desk.words("14", "১৪"))
    write(desk, "men", desk.words("2", "২"))
    choose(desk, "stance", "concur")
    desk.press("Record the consultation")
    said(desk)


def record_clearance(desk: Desk) -> None:
    desk.heading("Record the clearance")
    write(desk, "code", desk.page.locator(".steps .code").inner_text())  # as the print carries it
    write(desk, "name", desk.words("Rahima Khatun", "রহিমা খাতুন"))
    write(desk, "post", desk.words("Joint Secretary", "যুগ্মসচিব"))
    write(desk, "memo_number", MEMO)
    write(desk, "cleared_on", desk.words("12/02/2019", "১২/০২/২০১৯"))
    desk.press("Record the clearance")
    said(desk)


def card(desk: Desk, code: str) -> Locator:
    """What the reviewer sees of one question."""
    return desk.page.locator(f"article#{code}")


def file_of(desk: Desk, kind: str, folder: Path) -> Path:
    """Ask for the file of a page, let the worker make it, fetch it, and come back to the page."""
    there = desk.page.url
    choose(desk, "format", kind)
    desk.press("Make the file")
    desk.sees("The file is being made. You can leave this page and come back.")
    desk.page.context.set_offline(offline=True)  # a look that fails is followed by another
    call_command(
        "db_worker", batch=True, startup_delay=False, interval=0, reload=False, verbosity=0
    )
    desk.page.context.set_offline(offline=False)
    if not desk.javascript:
        desk.follow("Refresh")
    file = desk.fetch(desk.link("Download the file"), folder)
    desk.page.goto(there)
    return file
