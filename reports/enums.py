"""Fixed choices of plans, rows and exports (product.md sections 2.8–2.11 and 5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanStatus(models.TextChoices):
    DRAFTING = "drafting", _("Drafting")
    CIRCULATED = "circulated", _("Circulated")
    REVISED = "revised", _("Revised")
    ENDORSEMENT = "endorsement", _("Out for endorsement")
    TO_CMC = "to_cmc", _("Before the CMC")
    DEFERRED = "deferred", _("Deferred")
    AMENDING = "amending", _("Amending")
    APPROVED = "approved", _("Approved")


class RowKind(models.TextChoices):
    """What a gap becomes, by its answer and feasibility (scoring rule set 2019.1)."""

    INCLUDE_NOW = "include_now", _("Include now")
    REDESIGN = "redesign", _("Include by redesign")
    STRENGTHEN_NOW = "strengthen_now", _("Strengthen now")
    STRENGTHEN_BY_REDESIGN = "strengthen_by_redesign", _("Strengthen by redesign")
    PREPARE = "prepare", _("Prepare the precondition")


class RowOrigin(models.TextChoices):
    """Where a row comes from: an answer, or an institution that needs the action (105)."""

    ANSWER = "answer", _("An answer of a programme")
    MINISTRY = "ministry", _("The ministry as an institution")
    CLUSTER = "cluster", _("A cluster")
    CABINET = "cabinet", _("The Cabinet Division")


class InstitutionalKind(models.TextChoices):
    TRAINING = "training", _("Training of staff")
    STUDY = "study", _("Study")
    SYSTEM = "system", _("Information system")
    CAMPAIGN = "campaign", _("Campaign")
    OTHER = "other", _("Other")


class PolicyKind(models.TextChoices):
    """The papers to which a row can refer."""

    GENDER_POLICY = "gender_policy", _("NSSS gender policy")
    WOMENS_POLICY = "womens_policy", _("Women's policy 2011")
    NSSS_ACTION_PLAN = "nsss_action_plan", _("NSSS action plan")


class StepObjective(models.IntegerChoices):
    """The four objectives of the STEP frame; every row belongs to one (product.md section 6)."""

    OPERATIONS = 1, _("Gender-sensitive operations: capacity and tools")
    KNOWLEDGE = 2, _("Knowledge base: studies and training materials")
    POLICY = 3, _("Links to overall gender policy")
    PARTNERSHIP = 4, _("Partnerships and advocacy")


class RowField(models.TextChoices):
    """What can be typed into a row (50), with its label; texts stand in both languages."""

    KIND = "institutional_kind", _("Kind of action")
    GAP = "gap", _("Gap")
    ACTION = "action", _("Action")
    INDICATOR = "indicator", _("Indicator")
    UNIT = "unit", _("Unit")
    BASELINE = "baseline", _("Baseline")
    TARGET = "target", _("Target")
    LEAD_POST = "lead_post", _("Responsible post")
    START = "start_fy", _("Start")
    END = "end_fy", _("End")
    COST = "cost_crore", _("Cost in crore taka")
    FUNDS = "funds", _("Source of funds")
    SUPPORTS = "supports", _("Supporting ministries")
    CYCLE = "cycle_stage", _("Stage of the cycle")
    STEP = "step_objective", _("STEP objective")
    REFERENCES = "references", _("References to policies")


class Lack(models.TextChoices):
    """What only those who carry it out know, and what a row is not complete without (48)."""

    INDICATOR = RowField.INDICATOR.value, RowField.INDICATOR.label
    UNIT = RowField.UNIT.value, RowField.UNIT.label
    BASELINE = RowField.BASELINE.value, RowField.BASELINE.label
    TARGET = RowField.TARGET.value, RowField.TARGET.label
    LEAD = RowField.LEAD_POST.value, RowField.LEAD_POST.label
    COST = RowField.COST.value, _("Cost")


class SupportState(models.TextChoices):
    NAMED = "named", _("Named, not yet confirmed")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")


class PlanPart(models.TextChoices):
    """The sections of part A, in their order (product.md section 2.8)."""

    BACKGROUND = "background", _("Background")
    METHOD = "method", _("How this plan was made")
    OBJECTIVES = "objectives", _("Objectives")
    PRINCIPLES = "principles", _("Guiding principles")
    PRIORITIES = "priorities", _("Policy priorities")
    COMMITMENTS = "commitments", _("Policy commitments")


class Axis(models.TextChoices):
    """By what programmes are counted (capability 47)."""

    CLUSTER = "cluster", _("Cluster")
    STAGE = "stage", _("Life-cycle stage")
    GROUP = "group", _("Target group")
    APPROACH = "approach", _("Approach")
    FUNCTION = "function", _("Function")


class Priority(models.TextChoices):
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class RowDisposition(models.TextChoices):
    KEPT = "kept", _("Kept")
    MERGED = "merged", _("Merged into another row")
    DROPPED = "dropped", _("Dropped")


class EntryState(models.TextChoices):
    """What a programme of the round is to the draft."""

    SETTLED = "settled", _("Settled")
    NOT_ASSESSED = "not_assessed", _("Not assessed")
    WAITING = "waiting", _("Opened again, waits")


class Standing(models.TextChoices):
    """Where a ministry's report stands for the plan (product.md section 2.8)."""

    SETTLED = "settled", _("Settled")
    UNSETTLED = "unsettled", _("Submitted, not settled")
    NIL = "nil", _("Nil report received")
    MISSING = "missing", _("Missing")
    NOT_EXPECTED = "not_expected", _("Not expected")


class CycleStage(models.TextChoices):
    """The stage of the programme cycle in which an action is taken."""

    PLANNING = "planning", _("Planning")
    IMPLEMENTATION = "implementation", _("Implementation")
    MONITORING = "monitoring", _("Monitoring")
    EVALUATION = "evaluation", _("Evaluation")


class ExportFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "Excel"
    DOCX = "docx", "Word"


class ExportKind(models.TextChoices):
    PLAN = "plan", _("National draft")
    CHAPTER = "chapter", _("Ministry chapter")
    CLUSTER = "cluster", _("Cluster chapter")
    PROGRAMME = "programme", _("Programme profile")
    FILLED_FORM = "filled_form", _("Report on paper")
    RECEIPT = "receipt", _("Receipt")
    BLANK_FORM = "blank_form", _("Empty form")
    CALL_LETTER = "call_letter", _("Call letter")
    REMINDER = "reminder", _("Reminder letter")
    BOARD = "board", _("Board of the round")
    WEEKLY = "weekly", _("Weekly summary")
    LEDGER = "ledger", _("Ledger of extensions")
    RETURN_LETTER = "return", _("Return letter")
    PACKET = "packet", _("Report as it was sent")
    BRIEFING = "briefing", _("Briefing for a seat")


class ExportState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being made")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("No longer kept")
