"""``main(STATE, REPORTS, PROGRAMMES)`` fills an empty database and says what can be opened in it."""

import time
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

from nsss_gender.accounts import middleware
from nsss_gender.accounts.models import User
from tests.assessments.factories import make_scene

WRITERS = 4


def main(state: str, reports: str, programmes: str) -> list[dict[str, Any]]:
    """As many reports in ``state``, each in a round of its own."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    return [report(state, int(programmes)) for _ in range(int(reports))]


def report(state: str, programmes: int) -> dict[str, Any]:
    """One report, its programmes, and its focal point's open sessions."""
    scene = make_scene(state, programmes=programmes)
    return {
        "report": str(scene.submission.pk),
        "assessments": [str(row.pk) for row in scene.assessments],
        "sessions": [session(scene.focal) for _ in range(max(WRITERS, programmes))],
    }


def session(user: User) -> str:
    """The key of a new session in which ``user`` is signed in, second factor given."""
    now = time.time()
    store = SessionStore()
    store[auth.SESSION_KEY] = str(user.pk)
    store[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    for name in (middleware.SEEN, middleware.STARTED, middleware.NOTED):
        store[name] = now
    store[middleware.FACTOR] = True
    store.save()
    return str(store.session_key)
