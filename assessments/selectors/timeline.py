"""The history of an answer as people tell it: saves of one person in a row are one entry, and what
happened to the report in between stands where it happened (capability 87)."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.models import Answer
from assessments.schema import Questionnaire
from assessments.selectors.history import VersionView, versions
from assessments.selectors.places import item_code, section_of
from nsss_gender.audit.models import Event

# What the log calls it → what the history calls it.
CHECKPOINTS = {
    "programme handed out": _("Handed to a colleague"),
    "programme taken back": _("Taken back from a colleague"),
    "answers adopted": _("Looked at by the focal point"),
    "part handed out": _("Handed to a colleague"),
    "part taken back": _("Taken back from a colleague"),
    "page left": _("Left the page"),
    "submission clear": _("Cleared by the authority"),
    "submission void_clearance": _("The clearance was voided by a change"),
    "submission submit": _("Submitted"),
    "submission resubmit": _("Submitted again"),
    "submission recall": _("Recalled"),
    "submission return": _("Returned for revision"),
    "submission accept": _("Accepted"),
}


@dataclass(frozen=True)
class Checkpoint:
    """Something that happened to the report, or somebody (``by``) who left the page."""

    word: str
    at: dt.datetime
    by: str = ""


@dataclass
class Fold:
    """Saves of one person in a row, the newest first; only the newest is shown at once."""

    views: list[VersionView] = field(default_factory=list)

    @property
    def newest(self) -> VersionView:
        return self.views[0]

    @property
    def older(self) -> list[VersionView]:
        return self.views[1:]


def timeline(answer: Answer, questionnaire: Questionnaire) -> list[Fold | Checkpoint]:
    """Folds and checkpoints, the newest first; one query more than the versions need."""
    views = versions(answer, questionnaire)
    waiting = checkpoints(answer, questionnaire)
    told: list[Fold | Checkpoint] = []
    for view in views:
        while waiting and waiting[0].at >= view.version.at:
            told.append(waiting.pop(0))
        last = told[-1] if told else None
        if isinstance(last, Fold) and _same_sitting(last.views[-1], view):
            last.views.append(view)
        else:
            told.append(Fold([view]))
    return told  # what happened before the first version says nothing of this answer


def checkpoints(answer: Answer, questionnaire: Questionnaire) -> list[Checkpoint]:
    """What happened to the report and to this answer's programme in it, the newest first."""
    assessment, code = answer.assessment, item_code(answer.question.code)
    targets = (f"assessment:{assessment.pk}", f"submission:{assessment.submission_id}")
    rows = Event.objects.filter(
        stream=assessment.submission.stream, action__in=CHECKPOINTS, target__in=targets
    )
    here = {code, f"section:{section_of(questionnaire, code).code}"}
    found = rows.order_by("-sequence").values_list("action", "at", "changes", "by_name")
    return [
        Checkpoint(str(CHECKPOINTS[action]), at, name if action == "page left" else "")
        for action, at, changes, name in found
        if _of(changes, action, here, answer.question.code)
    ]


def _of(changes: dict[str, Any], action: str, here: set[str], code: str) -> bool:
    """Whether an event is of this answer: of a part that holds it, or of the report as a whole."""
    if action == "answers adopted":
        return code in changes
    return not changes.get("part") or bool(here.intersection(changes["part"]))


def _same_sitting(later: VersionView, earlier: VersionView) -> bool:
    """Whether two saves, one right after the other, are one person's work through one door."""
    one, other = later.version, earlier.version
    alone = any(row.kept or row.to_confirm or row.redacted_at for row in (one, other))
    same = (one.by_id, one.origin) == (other.by_id, other.origin)
    return same and not alone
