"""What the tests of the register share."""

import datetime as dt

import pytest
from django.utils import timezone


@pytest.fixture
def today() -> dt.date:
    """The day in Dhaka."""
    return timezone.localdate()
