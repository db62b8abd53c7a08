"""How far each ministry has come in the demonstration, day by day, so that a board has something to tell.

The deadline of the round passed a few working days ago: what came before it is on time, what came
after it is late, and two ministries have got more time. All days are reckoned from today.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from contextlib import nullcontext

from django.utils import timezone

from assessments.deadlines import Calendar
from assessments.enums import Expected
from assessments.models import Extension, Holiday, Questionnaire, Round
from assessments.services import expectations, extensions, rounds
from assessments.services.holidays import holiday_save
from assessments.services.reminding import reminders_write
from nsss_gender.accounts.enums import Grade
from nsss_gender.accounts.models import Ministry, User
from reports.management.demo import division, helping, ministry
from reports.management.demo.clock import FIVE, moment, told_at, working_day
from reports.management.demo.people import key, people_load
from reports.management.demo.plan import plan_load
from reports.management.demo.scene import Scene

TITLES = ("Demo round", "নমুনা পর্ব")
BEFORE, OPENED, HOLIDAY, DEADLINE, LATER = -34, -30, -3, -4, 10  # working days from today
ALL = ("",)  # of whomever it concerns
NIL_TOO = ("M26", "M28")  # the register lists them without a programme: asked to confirm it
NIL_ASKED = "Demo text: asked to confirm that it runs no programme."
BETWEEN = dt.timedelta(minutes=5)  # what stands later in the timeline is done later in the day
Act = Callable[[Scene, str], None]


def _asked(scene: Scene, code: str) -> None:
    """More time is asked for, until the tenth working day from now."""
    extensions.extension_ask(
        key=key(f"extension {code}"),
        submission=scene.submission(code),
        until=moment(working_day(Calendar(), timezone.localdate(), LATER), FIVE),
        reason="Demo text: the field offices answer only next week.",
        by=scene.focal(code),
    )


def _granted(scene: Scene, code: str) -> None:
    asked = Extension.objects.get(pk=key(f"extension {code}"))
    note = "Demo text: granted once."
    extensions.extension_decide(
        extension=asked, granted=True, until=asked.until_at, note=note, by=scene.approver
    )


def _reminded(_scene: Scene, _all: str) -> None:
    """What the worker does each morning; in the demonstration nobody is behind the addresses."""
    reminders_write(today=timezone.localdate())


# Working days from today, what is done, and by or with which ministries, in that order.
TIMELINE: tuple[tuple[int, Act, tuple[str, ...]], ...] = (
    (-26, ministry.filled, ("M02", "M17", "M32", "M06")),
    (-24, ministry.sent, ("M02", "M17", "M32", "M06")),
    (-22, division.taken, ("M02", "M32")),
    (-22, ministry.filled, ("M04", "M08", "M13", "M05", "M22")),
    (-21, ministry.sent_nil, ("M12",)),
    (-20, ministry.sent, ("M04", "M08", "M13", "M05", "M22")),
    (-19, division.taken, ("M17", "M06", "M12")),
    (-18, division.claimed, ("M13", "M05")),
    (-17, division.commented, ("M13", "M05")),
    (-17, division.returned, ("M13", "M05")),
    (-16, division.taken, ("M04", "M08")),
    (-15, ministry.filled, ("M07", "M18", "M21")),
    (-14, ministry.answered, ("M13", "M05")),
    (-13, ministry.sent, ("M13", "M05", "M07", "M21")),
    (-12, division.taken, ("M13",)),
    (-11, division.claimed, ("M07", "M21", "M05")),
    (-11, _reminded, ALL),
    (-10, division.recommended, ("M21",)),
    (-9, division.commented, ("M07",)),
    (-9, division.drafted, ("M05",)),
    (-8, ministry.part_filled, ("M01", "M24")),
    (-8, ministry.filled, ("M11", "M14", "M23")),
    (-7, ministry.sent, ("M18", "M23")),
    (-7, _reminded, ALL),
    (-6, ministry.recalled, ("M23",)),
    (-5, _reminded, ALL),
    (-5, _asked, ("M01",)),
    (-4, _granted, ("M01",)),
    (-4, helping.left_overdue, ("M01",)),
    (-4, ministry.begun, ("M03", "M16", "M25")),
    (-3, _reminded, ALL),
    (-3, helping.sections_written, ("M01",)),
    (-2, ministry.sent, ("M11", "M14")),
    (-2, ministry.sent_nil, ("M26",)),
    (-2, ministry.filled, ("M15",)),
    (-1, ministry.cleared, ("M15",)),
    (-1, division.returned, ("M07",)),
    (-1, division.taken, ("M11",)),
    (-1, division.claimed, ("M22",)),
    (-1, ministry.supplemented, ("M32",)),
    (-1, helping.handed_out, ("M01",)),
    (-1, helping.asked_by_link, ("M01",)),
    (-1, _asked, ("M25",)),
    (-1, ministry.filled, ("M10",)),
    (-1, _reminded, ALL),
    # Today: the register knows which ministries share a programme since it was loaded.
    (0, ministry.dissented, ("M12",)),
    (0, ministry.sent, ("M10",)),
    (0, _reminded, ALL),
)


def round_id() -> uuid.UUID:
    """The demo round's id, by which loading again finds it."""
    return key("round")


def tell(questionnaire: Questionnaire) -> None:
    """Everything from the people to the plan, in the order of the days."""
    today = timezone.localdate()
    holiday = working_day(Calendar(), today, HOLIDAY)
    calendar = Calendar(public_holidays=frozenset({holiday}))

    def day(count: int) -> dt.date:
        return working_day(calendar, today, count)

    with told_at(moment(day(BEFORE))):
        people = people_load()
        _holiday(holiday, people["administrator"])
        deadline = moment(day(DEADLINE), FIVE)
        made = _round(questionnaire, deadline, people["administrator"])
    with told_at(moment(day(OPENED))):
        scene = Scene(rounds.round_open(round_=made, by=people["administrator"]), people)
    for place, (count, act, ministries) in enumerate(TIMELINE):
        then = moment(day(count)) + place * BETWEEN
        with told_at(then) if count else nullcontext():
            for code in ministries:
                act(scene, code)
    plan_load(scene)


def _holiday(day: dt.date, by: User) -> None:
    """A day that no deadline counts; its name says that it is none of the calendar's."""
    values = {
        "day": day,
        "name_en": "Demo holiday",
        "name_bn": "নমুনা ছুটি",
        "grade": Grade.BACKGROUND,
        "source": "Demonstration",
    }
    if not Holiday.objects.filter(day=day).exists():
        holiday_save(key=key("holiday"), base="", values=values, by=by)


def _round(questionnaire: Questionnaire, deadline: dt.datetime, by: User) -> Round:
    made = rounds.round_create(
        key=round_id(),
        titles=TITLES,
        questionnaire=questionnaire,
        deadline_at=deadline,
        consultation_minimum=1,
        by=by,
    )
    for code in NIL_TOO:
        expectations.expectation_set(
            round_=made,
            ministry=Ministry.objects.get(code=code),
            expected=Expected.NIL,
            reason=NIL_ASKED,
            by=by,
        )
    return made
