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


class Counted(models.TextChoices):
    """Whom a figure of coverage counts: a mother may be paid for her child (capability 5)."""

    BENEFICIARY = "beneficiary", _("beneficiaries")
    PAYEE = "payee", _("payees")


class EndKind(models.TextChoices):
    """How a programme came to its end; its history stays."""

    CLOSED = "closed", _("Closed")
    MERGED = "merged", _("Merged into another programme")
    SPLIT = "split", _("Split into other programmes")


class ProgrammeState(models.TextChoices):
    """What a programme is today, derived from its dates."""

    RUNNING = "running", _("Running")
    PROPOSED = "proposed", _("Proposed, to be confirmed")
    ENDED = "ended", _("Ended")


class JobKind(models.TextChoices):
    IMPORT = "import", _("Import")
    EXPORT = "export", _("Export")


class JobState(models.TextChoices):
    """Where a file of the register stands; the worker moves it on."""

    READING = "reading", _("Being read")
    MAPPING = "mapping", _("Words to map")
    PREVIEW = "preview", _("Ready to look at")
    WRITING = "writing", _("Being written")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class RowOutcome(models.TextChoices):
    """What an imported row would do."""

    ADD = "add", _("Added")
    CHANGE = "change", _("Changed")
    SAME = "same", _("Unchanged")
    INVALID = "invalid", _("Cannot be read")


class MinistryPart(models.TextChoices):
    """One lead ministry assesses a shared programme; partners answer for their component."""

    LEAD = "lead", _("Lead ministry")
    PARTNER = "partner", _("Partner ministry")
