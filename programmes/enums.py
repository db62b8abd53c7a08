"""Fixed choices of the register (product.md section 3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Approach(models.TextChoices):
    """STEP's three ways for a programme to address women and men (capability 4)."""

    ONE_SEX = "one_sex", _("For women only or men only")
    EQUAL = "equal", _("For both on an equal basis, gender mainstreamed")
    SPECIFIC_WITHIN = "specific_within", _("A women-specific part within a programme for both")


class Function(models.TextChoices):
    """What the programme does for people; several, never ranked."""

    PROTECTIVE = "protective", _("Protective")
    PREVENTIVE = "preventive", _("Preventive")
    PROMOTIVE = "promotive", _("Promotive")
    TRANSFORMATIVE = "transformative", _("Transformative")


class CoverageUnit(models.TextChoices):
    PERSONS = "persons", _("persons")
    HOUSEHOLDS = "households", _("households")
    HOUSES = "houses", _("houses")
    OTHER = "other", _("other unit")


class MinistryPart(models.TextChoices):
    """One lead ministry assesses a shared programme; partners answer for their component."""

    LEAD = "lead", _("Lead ministry")
    PARTNER = "partner", _("Partner ministry")
