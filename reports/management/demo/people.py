"""The people of the demonstration. Their names say that they are nobody."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import DEMO_DOMAIN, Ministry, User
from nsss_gender.accounts.services.seats import seat_grant, seat_open
from nsss_gender.accounts.services.users import administrator_create, user_create

DEMO_PASSWORD = "paper boats on wide rivers"  # noqa: S105  # published on purpose; production refuses it
SPACE = uuid.UUID("6f7a1f0e-2f5b-4a43-9b57-0d1b7a9c2d10")
ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Account:
    """A fixed account: user name, what the name says, role, and the code of the ministry."""

    username: str
    title: str
    role: Role
    ministry: str = ""

    def name(self, ministry: Ministry | None) -> str:
        """Demo Focal Point, Ministry of Social Welfare."""
        place = f", {ministry.name_en}" if ministry else ""
        return f"Demo {self.title}{place}"


FIXED = (
    Account("focal-mosw", "Focal Point", Role.FOCAL_POINT, "M01"),
    Account("contributor-mosw", "Contributor", Role.CONTRIBUTOR, "M01"),
    Account("focal-mowca", "Focal Point", Role.FOCAL_POINT, "M02"),
    Account("reviewer", "Reviewer, Cabinet Division", Role.REVIEWER),
    Account("technical-support", "Technical Support, SSPS", Role.TECHNICAL_SUPPORT),
    Account("approver", "Approver, Cabinet Division", Role.APPROVER),
    Account("coordinator-social-allowance", "Cluster Coordinator", Role.COORDINATOR, "M01"),
    Account("observer", "Observer, Development Partner", Role.OBSERVER),
    Account("coordinator-labour", "Cluster Coordinator", Role.COORDINATOR, "M13"),
)
# Who files the other reports; each is named after the ministry's acronym.
OTHERS = tuple(
    Account(f"focal-{acronym}", "Focal Point", Role.FOCAL_POINT, ministry)
    for ministry, acronym in (
        ("M03", "moca"),
        ("M04", "molwa"),
        ("M05", "hsd"),
        ("M06", "mefwd"),
        ("M07", "lgd"),
        ("M08", "mole"),
        ("M10", "fid"),
        ("M11", "fd"),
        ("M12", "moewoe"),
        ("M13", "modmr"),
        ("M14", "rdcd"),
        ("M15", "mofl"),
        ("M16", "moa"),
        ("M17", "mopme"),
        ("M18", "mofood"),
        ("M21", "shed"),
        ("M22", "tmed"),
        ("M23", "moys"),
        ("M24", "mora"),
        ("M25", "moland"),
        ("M26", "mohpw"),
        ("M32", "mocom"),
    )
)
ACCOUNTS = (*FIXED, *OTHERS)
FOCAL_POINTS = {one.ministry: one.username for one in ACCOUNTS if one.role == Role.FOCAL_POINT}


def key(name: str) -> uuid.UUID:
    """The same id for the same thing, so that loading again finds what it made."""
    return uuid.uuid5(SPACE, name)


def people_load() -> dict[str, User]:
    """Make the accounts and seats that are missing; returns everybody by user name."""
    administrator = _administrator()
    for account in ACCOUNTS:
        _seated(account, by=administrator)
    names = [ADMINISTRATOR, *(account.username for account in ACCOUNTS)]
    return {user.username: user for user in User.objects.filter(username__in=names)}


def _administrator() -> User:
    found = User.objects.filter(username=ADMINISTRATOR).first()
    if found is None:
        found = administrator_create(
            username=ADMINISTRATOR,
            password=DEMO_PASSWORD,
            name="Demo Administrator",
            email=_mail(ADMINISTRATOR),
        )
    return User.objects.get(pk=found.pk)


def _seated(account: Account, *, by: User) -> None:
    ministry = Ministry.objects.get(code=account.ministry) if account.ministry else None
    user = User.objects.filter(username=account.username).first() or user_create(
        by=by,
        username=account.username,
        password=DEMO_PASSWORD,
        person={
            "name": account.name(ministry),
            "email": _mail(account.username),
            "language": "en",
        },
    )
    if user.seats:
        return
    seat = seat_open(
        by=by,
        role=account.role,
        ministry=ministry,
        pk=key(f"seat {account.username}"),
        office=_office(account),
    )
    if seat.holder and seat.holder.pk != user.pk:
        raise ValidationError(f"Somebody else sits in the seat of {account.username}.")
    seat_grant(by=by, seat=seat, user=user, reason="demonstration")


def _office(account: Account) -> dict[str, str]:
    """The office of a seat; a focal point's names the officer above, as the board shows it."""
    office = {"post": f"Demo post: {account.title}", "phone": "Demo phone 01"}
    if account.role != Role.FOCAL_POINT:
        return office
    return office | {
        "supervisor_name": "Demo Joint Secretary",
        "supervisor_post": "Demo post: Joint Secretary",
        "supervisor_phone": "Demo phone 02",
        "supervisor_mail": _mail(f"supervisor-{account.ministry.lower()}"),
    }


def _mail(username: str) -> str:
    return f"{username}{DEMO_DOMAIN}"
