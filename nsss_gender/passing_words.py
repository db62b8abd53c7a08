"""Messages of one page view ("Saved.") travel in a signed cookie, not in the session.

A message in the session costs every save a second write and commit; measured, it was a tenth of it.
What does not fit into the cookie falls back to the session, so that nothing said is lost.
"""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    """The cookie under the same prefix as every other of this site."""

    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class PassingStorage(FallbackStorage):
    storage_classes = (HostCookieStorage, SessionStorage)
