"""Several workers at once: each reminder, each digest and each mail once (36, 37)."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
import time_machine
from django.db import connection

from assessments.models import Mail, Notice
from assessments.services.mailing import mail_claim
from assessments.services.posting import at_once_write, digests_write
from assessments.services.reminding import reminders_write
from nsss_gender.accounts.models import User
from nsss_gender.audit.services import log_breaks
from tests.assessments.test_reminders_sent import morning, opened

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor == 'sqlite'", reason="the tests' SQLite lives in one memory"
    ),
]
WORKERS = 6
T = TypeVar("T")


def together(call: Callable[[], T]) -> list[T]:
    """The same call by all workers at the same time; what came of each."""

    def run(_number: int) -> T:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, range(WORKERS)))


def test_each_reminder_is_written_once():
    opened()
    with time_machine.travel(morning(19), tick=False):
        told = together(lambda: reminders_write(today=dt.date(2019, 2, 19)))
    assert sum(one.notices for one in told) == 4
    assert sum(one.letters for one in told) == 3
    assert Notice.objects.filter(key__contains=":T").count() == 4
    assert Mail.objects.count() == 3
    assert log_breaks() == []


def test_each_person_gets_one_digest_and_each_message_one_mail():
    opened()
    with time_machine.travel(morning(19), tick=False):
        reminders_write(today=dt.date(2019, 2, 19))
        Mail.objects.all().delete()
        together(lambda: digests_write(day=dt.date(2019, 2, 19)))
    assert Counter(Mail.objects.values_list("user", flat=True)).most_common(1)[0][1] == 1
    assert Mail.objects.count() == 2
    Notice.objects.update(mailed_at=None)
    User.objects.update(mail_choice="at_once")
    with time_machine.travel(morning(19), tick=False):
        fresh = Notice.objects.filter(created_at=morning(19)).count()
        together(at_once_write)
    assert Mail.objects.filter(key__startswith="notice:").count() == fresh == 4


def test_each_mail_is_claimed_once():
    for number in range(20):
        Mail.objects.create(key=str(number), address="a@example.org", subject="S", body="B")

    def take() -> list[str]:
        found = []
        while mail := mail_claim():
            found.append(mail.key)
        return found

    claimed = [key for keys in together(take) for key in keys]
    assert len(claimed) == len(set(claimed))
    assert Mail.objects.filter(claimed_at=None).count() == 20 - len(claimed)
    left = take()
    assert sorted(claimed + left, key=int) == [str(number) for number in range(20)]
