"""What every answer carries, and what the health page and the log give away."""

import logging

import pytest
from django.db import DatabaseError, connection

from nsss_gender.logs import QuietFormatter

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}


@pytest.mark.parametrize("path", ["/health/", "/no-such-page/", "/static/admin/css/base.css"])
@pytest.mark.django_db
def test_every_answer_carries_the_protecting_headers(client, path):
    answer = client.get(path)
    answer.close()
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert "Access-Control-Allow-Origin" not in answer
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
def test_health_tells_that_the_database_answers(client):
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_health_tells_that_the_database_is_down(client, monkeypatch):
    def refuse():
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (503, {"database": "down"})


def test_the_log_tells_where_but_not_what_was_typed():
    try:
        raise DatabaseError("Key (email)=(rahima@example.org) already exists.")  # noqa: TRY301
    except DatabaseError as error:
        trace = (type(error), error, error.__traceback__)
    record = logging.LogRecord("django.request", logging.ERROR, "f", 1, "Failed", (), trace)
    line = QuietFormatter().format(record)
    assert "rahima" not in line
    assert line.endswith("test_the_log_tells_where_but_not_what_was_typed\nDatabaseError")
