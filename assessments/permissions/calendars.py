"""Who makes and ends the address of a ministry's calendar (99)."""

from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import Verdict, can


def can_keep_calendar(user: User) -> Verdict:
    """The ministry's focal point, for the ministry of the seat in use; nobody else has one."""
    return can(user, Permission.FILL)
