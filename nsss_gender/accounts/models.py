"""People, ministries and the seats in which people sit (product.md sections 1 and 3)."""

import datetime as dt
import uuid

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nsss_gender.accounts.enums import (
    ROLE_PERMISSIONS,
    Grade,
    MailChoice,
    MinistryKind,
    Permission,
    Role,
    SeatKind,
)

ADMINISTERED = frozenset({"accounts", "audit", "programmes", "assessments", "reports"})

# No mail can ever reach it (RFC 2606); the demonstration's people all have an address there.
DEMO_DOMAIN = "@demo.invalid"


def localized(english: str, bangla: str) -> str:
    """The text in the active language; English where no Bangla is known."""
    return bangla if bangla and get_language() == "bn" else english


class User(AbstractUser):
    """A person who can sign in. What they may do comes only from the seats they hold."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    name = models.CharField(_("full name"), max_length=150)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(
        max_length=2, choices=[("en", "English"), ("bn", "বাংলা")], default="bn"
    )
    mail_choice = models.CharField(
        _("mail"), max_length=10, choices=MailChoice.choices, default=MailChoice.DAILY
    )
    last_seen_at = models.DateTimeField(null=True, blank=True)
    session_epoch = models.PositiveIntegerField(
        default=0, help_text="part of every session's hash: one more, and all sessions have ended"
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="accounts_user_email_unique"
            )
        ]

    @property
    def is_demo(self) -> bool:
        """A person of the demonstration, whose password is published: only there may they sign in."""
        return self.email.endswith(DEMO_DOMAIN)

    # Set by the middleware from the session: the seat the person chose to act in.
    active_seat_id: uuid.UUID | str | None = None

    def __str__(self) -> str:
        return self.name or self.username

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """The hash a session carries: it changes with the password and with the epoch."""
        return salted_hmac(
            "nsss_gender.accounts.session",
            f"{self.session_epoch}:{self.password}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    @cached_property
    def seats(self) -> list["Seat"]:
        """The seats held now, the chosen one first (one query per request)."""
        held = Seat.objects.held_by(self).select_related("ministry").order_by("created_at", "pk")
        return sorted(held, key=lambda seat: str(seat.pk) != str(self.active_seat_id))

    @property
    def is_staff(self) -> bool:  # type: ignore[override]
        """Whether the administration pages open: for administrators' seats only."""
        return bool(self.seats_with(Permission.MANAGE_REGISTER))

    def has_perm(self, perm: str, obj: models.Model | AnonymousUser | None = None) -> bool:
        """Django's own permissions, asked by the administration pages: the rooms of this product."""
        return self.has_module_perms(perm.partition(".")[0])

    def has_module_perms(self, app_label: str) -> bool:
        """Whether the administration shows the room ``app_label`` to this person."""
        return app_label in ADMINISTERED and self.is_staff

    def seats_with(self, permission: Permission) -> list["Seat"]:
        """The held seats whose role carries ``permission``, the chosen one first."""
        return [seat for seat in self.seats if permission in ROLE_PERMISSIONS[Role(seat.role)]]


class Ministry(models.Model):
    """A ministry or division. Its names are dated rows; ``order`` is the official order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(
        max_length=12, unique=True, help_text="stable code of the register: M01"
    )
    acronym = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=10, choices=MinistryKind.choices)
    order = models.PositiveSmallIntegerField()
    parent_name = models.CharField(max_length=200, blank=True)
    role_in_nsss = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=200, help_text="the name that holds today")
    name_bn = models.CharField(max_length=200, blank=True)
    aliases = models.TextField(blank=True, help_text="other names it is known by, one per line")
    grade = models.CharField(max_length=1, choices=Grade.choices)
    source = models.TextField(blank=True)
    note = models.TextField(blank=True)
    closed_on = models.DateField(
        null=True, blank=True, help_text="the first day on which it no longer exists"
    )

    class Meta:
        ordering = ["order", "code"]
        verbose_name_plural = "ministries"

    def __str__(self) -> str:
        return localized(self.name_en, self.name_bn)

    @property
    def to_be_confirmed(self) -> bool:
        return self.grade == Grade.BACKGROUND


class MinistryName(models.Model):
    """A name and the days on which it held (75: old submissions keep the old name)."""

    ministry = models.ForeignKey(Ministry, on_delete=models.PROTECT, related_name="names")
    name_en = models.CharField(max_length=200)
    name_bn = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(
        null=True, blank=True, help_text="empty: since before the register"
    )
    valid_to = models.DateField(null=True, blank=True, help_text="empty: holds today")
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["ministry", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["ministry"], condition=Q(valid_to=None), name="accounts_one_current_name"
            )
        ]

    def __str__(self) -> str:
        return localized(self.name_en, self.name_bn)

    def holds_on(self, day: dt.date) -> bool:
        after_start = self.valid_from is None or self.valid_from <= day
        return after_start and (self.valid_to is None or day < self.valid_to)


class MinistrySuccession(models.Model):
    """A ministry that went over into another one on a day: a merger, or one part of a split (75)."""

    predecessor = models.ForeignKey(Ministry, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Ministry, on_delete=models.PROTECT, related_name="precedents")
    day = models.DateField()
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="accounts_ministry_succession_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class SeatQuerySet(models.QuerySet["Seat"]):
    def held_by(self, user: User) -> "SeatQuerySet":
        """The open seats in which ``user`` sits now; none for an inactive user."""
        if not user.is_active:
            return self.none()
        return self.filter(ended_at=None, holdings__user_id=user.pk, holdings__until=None)

    def with_holder(self) -> "SeatQuerySet":
        """The seats with ministry and holdings loaded, whatever their number, in three queries."""
        people = SeatHolding.objects.select_related("user")
        return self.select_related("ministry").prefetch_related(
            models.Prefetch("holdings", queryset=people)
        )

    def vacant(self) -> "SeatQuerySet":
        """The open seats in which nobody sits."""
        taken = SeatHolding.objects.filter(until=None).values("seat_id")
        return self.filter(ended_at=None).exclude(pk__in=taken)


class Seat(models.Model):
    """A role in a ministry that outlives the person who sits in it (76)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    ministry = models.ForeignKey(
        Ministry, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=SeatKind.choices, default=SeatKind.PRIMARY
    )
    post = models.CharField(_("post"), max_length=150, blank=True)
    phone = models.CharField(_("office phone"), max_length=40, blank=True)
    mail = models.EmailField(_("office e-mail"), blank=True)
    supervisor_name = models.CharField(_("supervising officer"), max_length=150, blank=True)
    supervisor_post = models.CharField(_("supervising officer's post"), max_length=150, blank=True)
    supervisor_phone = models.CharField(_("supervising officer's phone"), max_length=40, blank=True)
    supervisor_mail = models.EmailField(_("supervising officer's e-mail"), blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["role", "ministry__order", "kind"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="accounts_seat_ended_pair",
            ),
            models.UniqueConstraint(
                fields=["ministry"],
                condition=Q(ended_at=None, role=Role.FOCAL_POINT, kind=SeatKind.PRIMARY),
                name="accounts_one_focal_point",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[Role.FOCAL_POINT, Role.CONTRIBUTOR, Role.COORDINATOR])
                | Q(ministry__isnull=False),
                name="accounts_seat_ministry",
            ),
        ]

    def __str__(self) -> str:
        role = str(Role(self.role).label)
        if self.kind == SeatKind.ALTERNATE:
            role = f"{role} ({SeatKind(self.kind).label})"
        return f"{role}, {self.ministry}" if self.ministry_id else role

    @property
    def holding(self) -> "SeatHolding | None":
        """The open holding; uses what was prefetched with ``with_holder``, else one query."""
        return next((held for held in self.holdings.all() if held.until is None), None)

    @property
    def holder(self) -> User | None:
        """Who sits here now, active or not; None in a vacant seat."""
        held = self.holding
        return held.user if held else None


class SeatHoldingQuerySet(models.QuerySet["SeatHolding"]):
    def open(self) -> "SeatHoldingQuerySet":
        """Who sits where now."""
        return self.filter(until=None, seat__ended_at=None)

    def administrators(self) -> "SeatHoldingQuerySet":
        """The people who can administer the system now."""
        return self.open().filter(seat__role=Role.ADMINISTRATOR, user__is_active=True)


class SeatHolding(models.Model):
    """Who sat in a seat from when until when. One person at a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="holdings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holdings")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    objects = SeatHoldingQuerySet.as_manager()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(until=None), name="accounts_one_holder"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.seat}"


class Acting(models.Model):
    """Somebody of the Cabinet Division acts for a ministry, from its paper, with a reason (79).

    ``seat`` is the ministry's seat that is acted for, ``own_seat`` the seat of whoever acts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="actings")
    own_seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="actings")
    reason = models.TextField(_("reason"))
    memo_number = models.CharField(_("memo number of the paper"), max_length=100, blank=True)
    since = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(help_text="it ends by itself then")
    until = models.DateTimeField(null=True, blank=True, help_text="ended before")

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(until=None), name="accounts_acts_for_one"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="accounts_acting_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.seat}"


class Invitation(models.Model):
    """An offer of a seat by mail or by hand. The token itself is never stored, only its digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="invitations")
    name = models.CharField(_("full name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} · {self.seat}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        answered = self.accepted_at or self.withdrawn_at
        return not answered and timezone.now() < self.expires_at
