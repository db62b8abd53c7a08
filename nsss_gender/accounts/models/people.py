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
from django.utils.translation import gettext_lazy as _

from nsss_gender.accounts.enums import (
    ROLE_PERMISSIONS,
    MailChoice,
    Permission,
    Role,
    SeatKind,
)
from nsss_gender.accounts.models.ministries import Ministry

ADMINISTERED = frozenset({"accounts", "audit", "programmes", "assessments", "reports"})

# No mail can ever reach it (RFC 2606); the demonstration's people all have an address there.
DEMO_DOMAIN = "@demo.invalid"


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
        """The seats the person acts in, the chosen one first; the ministry's alone while acting for it."""
        acting = self.acting
        return [acting.seat_acted_in()] if acting else self.own_seats

    @cached_property
    def own_seats(self) -> list["Seat"]:
        """The seats held now, the chosen one first (one query per request)."""
        acted = models.Exists(Acting.objects.filter(user_id=self.pk))
        held = Seat.objects.held_by(self).with_unread().annotate(acted=acted)
        rows = held.order_by("created_at", "pk")
        return sorted(rows, key=lambda seat: str(seat.pk) != str(self.active_seat_id))

    @cached_property
    def ever_acted(self) -> list["Acting"]:
        """For whom the person ever acted, the latest first; no query for who never did (79)."""
        if not any(vars(seat)["acted"] for seat in self.own_seats):
            return []
        return list(Acting.objects.filter(user_id=self.pk).select_related("seat__ministry"))

    @property
    def acting(self) -> "Acting | None":
        """For which ministry the person acts now: only while they hold the seat they began it in."""
        held, now = {seat.pk for seat in self.own_seats}, timezone.now()
        return next(
            (one for one in self.ever_acted if one.own_seat_id in held and one.runs(now)), None
        )

    def seats_forget(self) -> None:
        """Read the seats anew: what was remembered of them is out of date."""
        for name in ("seats", "own_seats", "ever_acted"):
            vars(self).pop(name, None)

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

    def with_unread(self) -> "SeatQuerySet":
        """The seats with ministry and the number of their unread messages, without a further query.

        Messages live in a room above this one, which is why they are named and not imported.
        """
        new = models.FilteredRelation("notices", condition=Q(notices__read_at=None))
        rows = self.select_related("ministry").annotate(new=new)
        return rows.annotate(new_messages=models.Count("new"))

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

    # Set where somebody of the Cabinet Division acts in it for the ministry (79).
    on_behalf: "Acting | None" = None

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
    def unread(self) -> int:
        """How many messages nobody has read; 0 for a seat read without ``with_unread``."""
        return int(vars(self).get("new_messages", 0))

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

    def to_brief(self, user: User) -> "SeatHoldingQuerySet":
        """The seats that ``user`` took over from somebody and whose briefing is not read yet (76)."""
        before = SeatHolding.objects.filter(seat=models.OuterRef("seat"), until__isnull=False)
        others = before.exclude(user=user)
        return self.open().filter(models.Exists(others), user=user, briefed_at=None)

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
    briefed_at = models.DateTimeField(
        null=True, blank=True, help_text="when the newcomer said that the briefing is read"
    )

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

    @property
    def unbriefed(self) -> bool:
        """Whether who sits here now has not yet said that the briefing is read."""
        return self.until is None and self.briefed_at is None


class Acting(models.Model):
    """Somebody of the Cabinet Division acts for a ministry, from its paper, with a reason (79).

    ``seat`` is the ministry's seat that is acted for, ``own_seat`` the seat of whoever acts, ``about``
    what it is begun for, as the log names it: nothing else opens by it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="actings")
    own_seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="actings")
    about = models.CharField(max_length=80, default="", help_text="kind:id, the round")
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

    def runs(self, now: dt.datetime) -> bool:
        """Whether it was not ended, by hand, by time, or with the seat that is acted for."""
        return self.until is None and now < self.ends_at and self.seat.ended_at is None

    def seat_acted_in(self) -> Seat:
        """The ministry's seat, which knows that it is used on its behalf."""
        self.seat.on_behalf = self
        return self.seat

    @property
    def about_id(self) -> uuid.UUID:
        """The id of what it was begun for."""
        return uuid.UUID(self.about.partition(":")[2])

    @property
    def said(self) -> str:
        """What the log says of everything that is done meanwhile."""
        memo = f" Memo number {self.memo_number}." if self.memo_number else ""
        return f"On behalf of {self.seat}, because: {self.reason}{memo}"


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
