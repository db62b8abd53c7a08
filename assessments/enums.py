"""Fixed choices of rounds, submissions and answers (product.md sections 2–4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Judgement(models.TextChoices):
    YES = "yes", pgettext_lazy("judgement", "Yes")
    PARTLY = "partly", pgettext_lazy("judgement", "Partly")
    NO = "no", pgettext_lazy("judgement", "No")
    NA = "na", _("Not applicable")


class Feasibility(models.TextChoices):
    NOW = "now", pgettext_lazy("feasibility", "Now")
    WITH_MODIFICATION = "with_modification", _("With modification")
    LATER = "later", pgettext_lazy("feasibility", "Later")
    NOT_POSSIBLE = "not_possible", _("Not possible")


class Channel(models.TextChoices):
    """The door through which a text came in (architecture decision 1)."""

    PAGE = "page", _("page")
    WORKBOOK = "workbook", _("workbook")
    OFFLINE = "offline", _("offline copy")
    LINK = "link", _("link")


class RoundKind(models.TextChoices):
    REAL = "real", _("Round")
    PRACTICE = "practice", _("Practice")


class Expected(models.TextChoices):
    REPORT = "report", _("Report expected")
    NIL = "nil", _("Nil confirmation expected")
    NONE = "none", _("Not expected")


class SubmissionStatus(models.TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    CLEARED = "cleared", _("Cleared, not submitted")
    SUBMITTED = "submitted", _("Submitted")
    UNDER_REVIEW = "under_review", _("Under review")
    RETURNED = "returned", _("Returned for revision")
    RECOMMENDED = "recommended", _("Recommended for acceptance")
    ACCEPTED = "accepted", _("Accepted")


class AssessmentStatus(models.TextChoices):
    UNREAD = "unread", _("Unread")
    POINTS_OPEN = "points_open", _("Points open")
    SETTLED = "settled", _("Settled")


class CommentKind(models.TextChoices):
    MUST_FIX = "must_fix", _("Must fix")
    SUGGESTION = "suggestion", _("Suggestion")
    QUESTION = "question", pgettext_lazy("reviewer", "Question")


class ReplyOutcome(models.TextChoices):
    ADDRESSED = "addressed", _("Addressed")
    NOT_ADOPTED = "not_adopted", _("Not adopted")


class ConsultedKind(models.TextChoices):
    OWN_BRANCH = "own_branch", _("Own branch")
    AGENCY = "agency", _("Agency")
    FIELD_OFFICE = "field_office", _("Field office")
    BENEFICIARIES = "beneficiaries", _("Beneficiaries")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    OTHER_MINISTRY = "other_ministry", _("Other ministry")


class Stance(models.TextChoices):
    CONCUR = "concur", _("Concurs")
    COMMENT = "comment", pgettext_lazy("stance", "Comments")
    DISSENT = "dissent", _("Dissents")


class StrategyKind(models.TextChoices):
    """What decision 6.1 of the workshop asks each ministry to review first."""

    GENDER_STRATEGY = "gender_strategy", _("Own gender strategy")
    NSSS_ACTION_PLAN = "nsss_action_plan", _("Own part of the NSSS action plan")


class StrategyState(models.TextChoices):
    EXISTS = "exists", _("It exists and was reviewed")
    NONE = "none", _("None exists")


class Basis(models.TextChoices):
    """Which answer a score rests on: the ministry's, or the one that both agreed."""

    REPORTED = "reported", _("reported")
    AGREED = "agreed", pgettext_lazy("basis", "agreed")


class Level(models.IntegerChoices):
    """The level that the conditions give; the words are a proposal, to be confirmed."""

    NOT_CONSIDERED = 1, _("Not yet considered")
    AWARE = 2, pgettext_lazy("level", "Aware")
    RESPONSIVE = 3, pgettext_lazy("level", "Responsive")
    TRANSFORMATIVE = 4, pgettext_lazy("level", "Transformative")
