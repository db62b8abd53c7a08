"""Many writers of one stream: no number twice, no gap, no break."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from nsss_gender.audit.models import Checkpoint, Event
from nsss_gender.audit.services import checkpoint_write, log_breaks, record

WRITERS, EACH = 4, 10


def _write(number: int) -> None:
    try:
        for turn in range(EACH):
            with transaction.atomic():
                record("x", stream="shared", target="t", by=None, reason=f"{number}.{turn}")
            if turn % 5 == 0:
                checkpoint_write("race")
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="the tests' SQLite lives in one memory")
def test_writers_queue_behind_one_another():
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(_write, range(WRITERS)))
    sequences = Event.objects.order_by("sequence").values_list("sequence", flat=True)
    assert list(sequences) == list(range(1, WRITERS * EACH + 1))
    assert Checkpoint.objects.count() == WRITERS * 2
    assert log_breaks() == []
