"""What every page shows about the person: their seats and where they can go."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import User

# role → (URL name, label), in the order in which the menu shows them.
NAVIGATION: dict[Role, tuple[tuple[str, Any], ...]] = {
    Role.FOCAL_POINT: (
        ("assessments:our_report", _("Our report")),
        ("assessments:our_programmes", _("Our programmes")),
        ("reports:plans", _("Action plans")),
    ),
    Role.CONTRIBUTOR: (("assessments:handed_to_me", _("Handed to me")),),
    Role.REVIEWER: (
        ("assessments:queue", pgettext_lazy("page", "Queue")),
        ("assessments:board", _("Board")),
        ("reports:plans", _("Action plans")),
    ),
    Role.TECHNICAL_SUPPORT: (
        ("assessments:queue", pgettext_lazy("page", "Queue")),
        ("reports:plans", _("Action plans")),
    ),
    Role.APPROVER: (
        ("assessments:decisions", _("Decisions")),
        ("assessments:board", _("Board")),
        ("reports:plans", _("Action plans")),
    ),
    Role.COORDINATOR: (("assessments:accepted", _("Accepted work")),),
    Role.OBSERVER: (("assessments:accepted", _("Accepted work")),),
    Role.ADMINISTRATOR: (
        ("assessments:rounds", _("Rounds")),
        ("programmes:list", _("Register")),
        ("accounts:people", _("People")),
        ("accounts:audit", _("Log")),
    ),
}


def page(request: HttpRequest) -> dict[str, Any]:
    """Out: nav_items (url, label, current, count), seats, active_seat, several_seats."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"nav_items": [], "seats": [], "active_seat": None, "several_seats": False}
    seats = user.seats
    return {
        "nav_items": _items(request.path, [Role(seat.role) for seat in seats]),
        "seats": seats,
        "active_seat": seats[0] if seats else None,
        "several_seats": len(seats) > 1,
    }


def _items(path: str, roles: list[Role]) -> list[dict[str, Any]]:
    """The menu of all roles, each address once; the longest address that fits is the current one."""
    items: dict[str, dict[str, Any]] = {}
    for name, label in (entry for role in roles for entry in NAVIGATION[role]):
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue  # that room is not open yet
        items.setdefault(url, {"url": url, "label": label, "current": False, "count": None})
    fitting = [url for url in items if path.startswith(url)]
    if fitting:
        items[max(fitting, key=len)]["current"] = True
    return list(items.values())
