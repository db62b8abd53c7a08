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
    AUTOSAVE = "autosave", _("page, by itself while typing")
    WORKBOOK = "workbook", _("workbook")
    OFFLINE = "offline", _("offline copy")
    LINK = "link", _("link")


class Origin(models.TextChoices):
    """How an answer came to stand where it does; what nobody typed here is confirmed first."""

    TYPED = "typed", _("typed here")
    COPIED = "copied", _("copied from another programme")
    FILLED = "filled", _("filled for several programmes at once")
    SHORT_FORM = "short_form", _("from the short form")
    CARRIED = "carried", _("carried over from an accepted report")
    AGREED = "agreed", _("proposed by the Cabinet Division and agreed")


class RoundKind(models.TextChoices):
    REAL = "real", _("Round")
    PRACTICE = "practice", _("Practice")


class Expected(models.TextChoices):
    REPORT = "report", _("Report expected")
    NIL = "nil", _("Nil confirmation expected")
    NONE = "none", _("Not expected")


class LetterKind(models.TextChoices):
    """The letters of a round whose text the Cabinet Division types (107)."""

    CALL = "call", _("Call letter")
    REMINDER = "reminder", _("Reminder letter")


class Counting(models.TextChoices):
    """In which days the reminders of a round count (36)."""

    WORKING = "working", _("Working days")
    CALENDAR = "calendar", _("Calendar days")


class MailState(models.TextChoices):
    """Where a mail stands in the outbox (36, 37)."""

    WAITING = "waiting", pgettext_lazy("mail", "Waiting")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    FAILED = "failed", _("Could not be sent")


class ContributionState(models.TextChoices):
    """What became of a proposal that came by a link (20)."""

    WAITING = "waiting", _("Not yet looked at")
    ADOPTED = "adopted", _("Adopted")
    ADAPTED = "adapted", _("Adopted with changes")
    DECLINED = "declined", pgettext_lazy("contribution", "Declined")
    REPLACED = "replaced", _("Replaced by a later text")


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


class DraftState(models.TextChoices):
    """What became of a comment that technical support drafted."""

    WAITING = "waiting", pgettext_lazy("draft", "Waits for the reviewer")
    TAKEN = "taken", pgettext_lazy("draft", "Taken over")
    DROPPED = "dropped", pgettext_lazy("draft", "Dropped")
    WITHDRAWN = "withdrawn", pgettext_lazy("draft", "Withdrawn")


class ReplyOutcome(models.TextChoices):
    """The first two answer a remark, the last two a proposed answer (capability 32)."""

    ADDRESSED = "addressed", _("Addressed")
    NOT_ADOPTED = "not_adopted", _("Not adopted")
    AGREED = "agreed", pgettext_lazy("reply", "We agree with the proposed answer")
    DIFFERS = "differs", _("We keep our own answer")


class QuestionState(models.TextChoices):
    """Where one question of a packet stands; what nobody looked at is never called agreed (32)."""

    OPEN = "open", _("Point open")
    PROPOSED = "proposed", _("Another answer is proposed")
    DIFFERING = "differing", _("Differing")
    AGREED = "agreed", pgettext_lazy("answer", "Agreed")
    RESOLVED = "resolved", _("Resolved")
    NOT_EXAMINED = "not_examined", _("Not examined")


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


class ClaimKind(models.TextChoices):
    """What a ministry says of a programme on its list (product.md section 2.2)."""

    OURS = "ours", _("Ours")
    NOT_OURS = "not_ours", _("Not ours")
    ENDED = "ended", _("Ended")
    RENAMED = "renamed", _("Renamed")
    MERGED = "merged", _("Merged into another programme")
    SHARED = "shared", _("Shared with other ministries")
    LEAD = "lead", _("We should lead it")


class ClaimState(models.TextChoices):
    STANDING = "standing", _("Waits for a decision")
    NOTED = "noted", _("Noted")
    ACCEPTED = "accepted", pgettext_lazy("claim", "Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PartnerStance(models.TextChoices):
    """What a partner ministry says to the lead's assessment of a shared programme (103)."""

    CONCUR = "concur", _("Concurs")
    DISSENT = "dissent", _("Dissents")


class ExtensionState(models.TextChoices):
    ASKED = "asked", _("Asked for")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class EvidenceKind(models.TextChoices):
    FILE = "file", _("Document")
    LINK = "link", _("Link")
    STATEMENT = "statement", _("Statement")


class EvidenceVerdict(models.TextChoices):
    VERIFIED = "verified", _("Verified")
    NOT_VERIFIED = "not_verified", _("Could not be verified")


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


def answer_words(judgement: str, feasibility: str = "") -> str:
    """An answer in words: "No, with modification"; nothing for nothing."""
    if not judgement:
        return ""
    word = str(Judgement(judgement).label)
    return f"{word}, {str(Feasibility(feasibility).label).lower()}" if feasibility else word
