"""The clock puts before the worker what is due, once, whoever else does the same (36)."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from assessments.deadlines import DHAKA
from assessments.models import Mail
from reports.management.commands.keep_time import look

pytestmark = pytest.mark.django_db
REMIND, DELIVER = "assessments.tasks.remind", "assessments.tasks.deliver"


@pytest.fixture(autouse=True)
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def at(hour, day=12):
    moment = dt.datetime(2019, 2, day, hour, 0, tzinfo=DHAKA)
    return time_machine.travel(moment, tick=False)


def queued(path):
    return DBTaskResult.objects.filter(task_path=path).count()


def done():
    DBTaskResult.objects.update(status="SUCCESSFUL")


def test_the_reminders_of_a_day_are_asked_for_once_after_seven():
    with at(6):
        assert look(None) is None
    assert queued(REMIND) == 0
    with at(7):
        seen = look(None)
        done()
        assert look(seen) == seen == dt.date(2019, 2, 12)
    assert queued(REMIND) == 1
    with at(7, day=13):
        assert look(seen) == dt.date(2019, 2, 13)
    assert queued(REMIND) == 2


def test_a_worker_that_is_down_finds_one_task_and_not_a_pile():
    Mail.objects.create(key="x", address="a@example.org", subject="S", body="B")
    for _minute in range(3):
        call_command("keep_time", "--once")
    assert queued(DELIVER) == 1
    assert queued(REMIND) <= 1


def test_without_mail_nobody_is_woken():
    with at(6):
        look(None)
    assert queued(DELIVER) == 0
