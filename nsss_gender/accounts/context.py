"""What every page shows about the person: their seats and where they can go."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import User

# role → (URL name, label), in the order in which the menu shows them.
NAVIGATION: dict[Role, tuple[tuple[str, Any], ...]] = {
    Role.FOCAL_POINT: (
        ("assessments:our_report", _("Our report")),
        ("reports:plans", _("Action plans")),
        ("programmes:list", _("Register")),
    ),
    Role.CONTRIBUTOR: (("assessments:handed_to_me", _("Handed to me")),),
    Role.REVIEWER: (
        ("assessments:queue", pgettext_lazy("page", "Queue")),
        ("reports:board_now", pgettext_lazy("page", "Board")),
        ("reports:plans", _("Action plans")),
        ("programmes:list", _("Register")),
    ),
    Role.TECHNICAL_SUPPORT: (
        ("assessments:queue", pgettext_lazy("page", "Queue")),
        ("reports:board_now", pgettext_lazy("page", "Board")),
        ("reports:plans", _("Action plans")),
        ("programmes:list", _("Register")),
    ),
    Role.APPROVER: (
        ("assessments:decisions", _("Decisions")),
        ("assessments:queue", pgettext_lazy("page", "Queue")),
        ("reports:board_now", pgettext_lazy("page", "Board")),
        ("reports:plans", _("Action plans")),
        ("programmes:list", _("Register")),
    ),
    Role.COORDINATOR: (
        ("assessments:accepted", _("Accepted work")),
        ("programmes:list", _("Register")),
    ),
    Role.OBSERVER: (
        ("assessments:accepted", _("Accepted work")),
        ("programmes:list", _("Register")),
    ),
    Role.ADMINISTRATOR: (
        ("assessments:rounds", _("Rounds")),
        ("reports:board_now", pgettext_lazy("page", "Board")),
        ("programmes:list", _("Register")),
        ("assessments:list_claims", _("Lists")),
        ("accounts:people", _("People")),
        ("accounts:audit", _("Log")),
    ),
}

# Pages that belong to an entry of the menu although their address begins otherwise.
BRANCHES: dict[str, tuple[str, ...]] = {
    "assessments:our_report": (
        *("/reports/", "/assessments/", "/answers/", "/packets/", "/links/", "/proposals/"),
    ),
    "assessments:handed_to_me": ("/assessments/", "/answers/"),
    "reports:plans": ("/rows/", "/exports/"),
    "accounts:people": ("/seats/",),
}


def page(request: HttpRequest) -> dict[str, Any]:
    """Out: nav_items (url, label, current, count), seats, active_seat, several_seats, acting, unread."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        nothing: dict[str, Any] = {
            "nav_items": [],
            "seats": [],
            "active_seat": None,
            "acting": None,
        }
        return nothing | {"several_seats": False}
    seats = user.seats
    return {
        "nav_items": _items(request.path, [Role(seat.role) for seat in seats]),
        "seats": seats,
        "active_seat": seats[0] if seats else None,
        "several_seats": len(seats) > 1,
        "acting": user.acting,
        "unread": sum(seat.unread for seat in user.own_seats),
    }


def _items(path: str, roles: list[Role]) -> list[dict[str, Any]]:
    """The menu of all roles, each address once; the longest address that fits is the current one."""
    items: dict[str, dict[str, Any]] = {}
    fitting: dict[str, int] = {}
    for name, label in (entry for role in roles for entry in NAVIGATION[role]):
        url = reverse(name)
        items.setdefault(url, {"url": url, "label": label, "current": False, "count": None})
        lengths = [len(start) for start in (url, *BRANCHES.get(name, ())) if path.startswith(start)]
        fitting[url] = max(lengths, default=0)
    if any(fitting.values()):
        items[max(fitting, key=fitting.__getitem__)]["current"] = True
    return list(items.values())
