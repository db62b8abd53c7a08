"""Roles and what each may do, on one screen (product.md section 1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    FOCAL_POINT = "focal_point", _("Gender focal point")
    CONTRIBUTOR = "contributor", _("Contributor")
    REVIEWER = "reviewer", pgettext_lazy("role", "Reviewer")
    TECHNICAL_SUPPORT = "technical_support", _("Technical support")
    APPROVER = "approver", _("Approver")
    COORDINATOR = "coordinator", _("Cluster coordinator")
    ADMINISTRATOR = "administrator", _("System administrator")
    OBSERVER = "observer", _("Observer")


class SeatKind(models.TextChoices):
    PRIMARY = "primary", _("Primary")
    ALTERNATE = "alternate", _("Alternate")


class MailChoice(models.TextChoices):
    """How a person wants what the application has to tell (37)."""

    AT_ONCE = "at_once", _("A mail at once")
    DAILY = "daily", _("One mail a day")
    NONE = "none", _("No mail; I look in the application")


class MinistryKind(models.TextChoices):
    MINISTRY = "ministry", _("Ministry")
    DIVISION = "division", _("Division (of a ministry)")
    OFFICE = "office", _("Office")


class Grade(models.TextChoices):
    """How sure a fact of the register is (product.md section 3)."""

    OFFICIAL = "A", _("Official source")
    PARTNER = "B", _("Press or partner source")
    BACKGROUND = "C", _("To be confirmed")


class Permission(models.TextChoices):
    FILL = "fill"
    HAND_OUT = "hand_out"
    CONTRIBUTE = "contribute"
    CLEAR = "clear"
    SUBMIT = "submit"
    READ_SUBMITTED = "read_submitted"
    REVIEW = "review"
    COMMENT = "comment"
    ACCEPT = "accept"
    READ_ACCEPTED = "read_accepted"
    READ_CLUSTER = "read_cluster"
    DRAFT_PLAN = "draft_plan"
    READ_PLAN = "read_plan"
    MOVE_PLAN = "move_plan"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_REGISTER = "manage_register"
    MANAGE_ROUNDS = "manage_rounds"
    EXTEND = "extend"
    WRITE_LETTER = "write_letter"
    READ_AUDIT = "read_audit"
    ACT_FOR = "act_for"


P = Permission
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.FOCAL_POINT: frozenset({P.FILL, P.HAND_OUT, P.CLEAR, P.SUBMIT}),
    Role.CONTRIBUTOR: frozenset({P.CONTRIBUTE}),
    Role.REVIEWER: frozenset(
        {
            P.READ_SUBMITTED,
            P.REVIEW,
            P.COMMENT,
            P.DRAFT_PLAN,
            P.READ_PLAN,
            P.EXTEND,
            P.WRITE_LETTER,
            P.ACT_FOR,
        }
    ),
    Role.TECHNICAL_SUPPORT: frozenset({P.READ_SUBMITTED, P.COMMENT, P.READ_PLAN, P.ACT_FOR}),
    Role.APPROVER: frozenset({P.READ_SUBMITTED, P.ACCEPT, P.READ_PLAN, P.MOVE_PLAN, P.EXTEND}),
    Role.COORDINATOR: frozenset({P.READ_CLUSTER}),
    Role.ADMINISTRATOR: frozenset(
        {P.MANAGE_PEOPLE, P.MANAGE_REGISTER, P.MANAGE_ROUNDS, P.WRITE_LETTER, P.READ_AUDIT}
    ),
    Role.OBSERVER: frozenset({P.READ_ACCEPTED}),
}

# Roles whose seat belongs to a ministry; the others sit in the Cabinet Division or outside.
MINISTRY_ROLES = frozenset({Role.FOCAL_POINT, Role.CONTRIBUTOR, Role.COORDINATOR})
