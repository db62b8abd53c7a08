"""The log is append-only, chained, and tells when it was touched."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nsss_gender.accounts.enums import Role
from nsss_gender.audit import selectors, services
from nsss_gender.audit.exports import csv_lines, formula_safe
from nsss_gender.audit.frozen import FrozenError
from nsss_gender.audit.models import Checkpoint, Event, StreamHead
from nsss_gender.audit.services import (
    Entry,
    Problem,
    checkpoint_write,
    log_breaks,
    record,
    record_many,
)
from tests.people import make_seat

pytestmark = pytest.mark.django_db


def write(stream: str = "seat:1", times: int = 1, **given: Any) -> Event:
    with transaction.atomic():
        for _ in range(times):
            event = record("seat.changed", stream=stream, target=stream, by=None, **given)
    return event


def tamper(statement: str, *values: Any) -> None:
    """Change the table behind the application's back, as somebody with the database could."""
    names = [f"audit_{name}" for name in ("event", "checkpoint")]
    with connection.cursor() as cursor:
        for table in names:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen ON {table}")
        cursor.execute(statement, values)


def problems() -> list[Problem]:
    return [found.problem for found in log_breaks()]


def test_each_stream_counts_and_chains_for_itself():
    first, second = write("seat:1"), write("seat:1")
    other = write("seat:2")
    assert (first.sequence, second.sequence, other.sequence) == (1, 2, 1)
    assert (first.previous, second.previous, other.previous) == ("", first.digest, "")
    assert log_breaks() == []


def test_many_at_once_are_the_same_as_one_by_one(time_machine):
    time_machine.move_to(dt.datetime(2019, 2, 3, 9, tzinfo=dt.UTC), tick=False)
    seat = make_seat(None, Role.ADMINISTRATOR)
    said = [
        (
            "programme.imported",
            "programme:1",
            {"name": ["এক", "দুই"], "day": dt.date(2019, 2, 3)},
            "",
        ),
        ("programme.imported", "programme:2", {}, "From the list of 2019."),
    ]
    with transaction.atomic():
        for action, target, changes, reason in said:
            record(
                action,
                stream="one",
                target=target,
                by=seat,
                seat=seat,
                changes=changes,
                reason=reason,
            )
        many = record_many([Entry(*one) for one in said], stream="many", by=seat, seat=seat)
    assert log_breaks() == []

    def rows(stream: str) -> list[dict[str, Any]]:
        left_out = {"id", "stream", "digest", "previous"}
        found = Event.objects.filter(stream=stream).order_by("sequence").values()
        return [{k: v for k, v in row.items() if k not in left_out} for row in found]

    assert rows("many") == rows("one")
    assert [event.sequence for event in many] == [1, 2]
    assert all(event.pk for event in many)


def test_many_at_once_cost_few_statements(django_assert_max_num_queries):
    write("seat:1")
    with transaction.atomic(), django_assert_max_num_queries(10):
        record_many((Entry("a", f"t:{n}") for n in range(400)), stream="seat:1", by=None)
    assert StreamHead.objects.get(stream="seat:1").sequence == 401
    assert log_breaks() == []


@pytest.mark.django_db(transaction=True)
def test_many_events_need_the_transaction_of_their_change():
    with pytest.raises(transaction.TransactionManagementError):
        record_many([Entry("a", "t")], stream="s", by=None)
    assert (Event.objects.count(), StreamHead.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_an_event_needs_the_transaction_of_its_change():
    with pytest.raises(transaction.TransactionManagementError):
        record("seat.changed", stream="s", target="t", by=None)
    assert (Event.objects.count(), StreamHead.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_no_event_without_its_change():
    def fails() -> None:
        with transaction.atomic():
            record("seat.changed", stream="s", target="t", by=None)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert Event.objects.count() == 0


def test_rows_never_change_through_the_models():
    event, point = write(), checkpoint_write("test")
    for row in (event, point):
        with pytest.raises(FrozenError):
            row.save()
        with pytest.raises(FrozenError):
            row.delete()
        with pytest.raises(FrozenError):
            type(row).objects.update(pk=row.pk)
        with pytest.raises(FrozenError):
            type(row).objects.all().delete()
        with pytest.raises(FrozenError):
            type(row).objects.bulk_update([row], ["at"])


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_event SET reason = 'x'", "UPDATE audit_checkpoint SET occasion = 'x'"],
)
def test_the_database_itself_refuses_a_change(statement):
    write()
    checkpoint_write("test")
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="see the migration")
def test_postgresql_refuses_a_removal_too():
    write()
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        connection.cursor().execute("DELETE FROM audit_event")


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    values=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5),
    place=st.integers(0, 4),
    field=st.sampled_from(
        ["action", "target", "by", "by_name", "seat", "seat_name", "reason", "previous", "digest"]
    ),
)
def test_any_field_of_any_event_that_is_changed_is_found(values, place, field):
    with transaction.atomic():
        for reason, value in values:
            write("seat:p", reason=reason, changes={"post": [reason, value]})
        assert log_breaks() == []
        sequence = place % len(values) + 1
        tamper(
            f"UPDATE audit_event SET {field} = 'forged' WHERE stream = 'seat:p' AND sequence = %s",  # noqa: S608
            sequence,
        )
        found = log_breaks()
        assert Problem.ALTERED in {entry.problem for entry in found}
        assert sequence in {entry.sequence for entry in found}
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("DELETE FROM audit_event WHERE sequence = 3", {Problem.CUT}),
        ("DELETE FROM audit_event WHERE sequence = 2", {Problem.MISSING, Problem.ALTERED}),
        ("DELETE FROM audit_event", {Problem.GONE}),
        ("DELETE FROM audit_streamhead", {Problem.CUT}),
        ("UPDATE audit_event SET changes = '{\"post\": [1, 2]}'", {Problem.ALTERED}),
        ("UPDATE audit_streamhead SET sequence = 9", {Problem.CUT}),
    ],
)
def test_what_is_cut_out_is_found(statement, expected):
    write(times=3)
    tamper(statement)
    assert set(problems()) == expected


def test_a_moved_clock_is_found():
    event = write()
    tamper("UPDATE audit_event SET at = %s", event.at - dt.timedelta(days=1))
    assert problems() == [Problem.ALTERED]


def test_a_checkpoint_finds_what_a_clever_forger_recomputed():
    write(times=3)
    checkpoint_write("submission")
    tamper("DELETE FROM audit_event WHERE sequence = 3")
    last = Event.objects.get(sequence=2)
    StreamHead.objects.filter(stream="seat:1").update(sequence=2, digest=last.digest)
    assert problems() == [Problem.LOST]


def test_a_checkpoint_finds_a_stream_that_was_taken_out_whole():
    write()
    checkpoint_write("submission")
    tamper("DELETE FROM audit_event")
    tamper("DELETE FROM audit_streamhead")
    assert problems() == [Problem.LOST]


def test_checkpoints_chain_and_show_a_short_code():
    write()
    first = checkpoint_write("one")
    second = checkpoint_write("two")
    assert second.previous == first.digest
    assert first.heads == {"seat:1": [1, Event.objects.get().digest]}
    assert first.code.replace("-", "").lower() == first.digest[:16]
    assert log_breaks() == []
    tamper("UPDATE audit_checkpoint SET occasion = 'three' WHERE id = %s", first.pk)
    assert problems() == [Problem.CHECKPOINT]


def test_verifying_costs_the_same_queries_for_many_streams(django_assert_num_queries):
    for number in range(3):
        write(f"seat:{number}", times=2)
        checkpoint_write("x")
    with django_assert_num_queries(3):
        assert log_breaks() == []


def test_the_commands_speak_through_their_exit_code(capsys):
    write()
    call_command("write_checkpoint")
    assert Checkpoint.objects.get().occasion == "daily"
    call_command("verify_audit")
    assert "1 events, 1 checkpoints" in capsys.readouterr().out
    tamper("UPDATE audit_event SET reason = 'forged'")
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_audit")
    assert stopped.value.code == 1
    assert "seat:1 #1: the event was altered" in capsys.readouterr().err


def test_names_are_kept_in_one_language(db):
    seat = make_seat(None, Role.REVIEWER)
    with translation.override("bn"), transaction.atomic():
        event = record("x", stream="s", target="t", by=None, seat=seat)
    assert event.seat_name == "Reviewer"


def test_search_by_stream_person_action_and_day():
    write("seat:1")
    write("user:2")
    today = dt.datetime.now(tz=dt.UTC).astimezone(dt.timezone(dt.timedelta(hours=6))).date()
    assert selectors.events(selectors.Search()).count() == 2
    assert selectors.events(selectors.Search(stream="seat:")).count() == 1
    assert selectors.events(selectors.Search(action="user")).count() == 0
    assert selectors.events(selectors.Search(person="nobody")).count() == 0
    assert selectors.events(selectors.Search(first_day=today, last_day=today)).count() == 2
    later = today + dt.timedelta(days=1)
    assert selectors.events(selectors.Search(first_day=later)).count() == 0


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1+1", "@A1", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\uff1d1", "\uff0b1"],
)
def test_no_cell_of_the_csv_is_a_formula(text):
    assert formula_safe(text) == f"'{text}"
    write(reason=text)
    *_, last = csv_lines(Event.objects.all())
    assert f"'{text}" in last


def test_the_csv_keeps_harmless_text_as_it_is():
    for text in ("", "১২", "a=b", "x-1"):
        assert formula_safe(text) == text


def test_digests_do_not_depend_on_key_order():
    assert services.digest({"a": 1, "b": 2}) == services.digest({"b": 2, "a": 1})
