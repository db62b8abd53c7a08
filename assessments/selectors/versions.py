"""Which version of a report a code on paper is of: printed when, cleared when (22)."""

import datetime as dt

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.models import Submission
from assessments.models.clearance import printed_code
from nsss_gender.audit.models import Event
from nsss_gender.language.dates import moment

PRINTED = "export made"  # as reports.services.making records it, with the version of the draft


def prints(submission: Submission) -> dict[str, dt.datetime]:
    """The codes that were printed, each with its last moment, the newest first; one query."""
    events = Event.objects.filter(stream=submission.stream, action=PRINTED).order_by("-sequence")
    found: dict[str, dt.datetime] = {}
    for changes, at in events.values_list("changes", "at"):
        if "version" in changes:
            found.setdefault(printed_code(changes["version"][1]), at)
    return found


def other_version(submission: Submission, code: str, version: str) -> str:
    """Why ``code`` is not the code of the draft whose digest is ``version``: of what it is."""
    now = printed_code(version)
    printed = prints(submission).get(code)
    if printed:
        return _(
            "This is the code of the print of %(moment)s. The report was changed after it: its code "
            "is now %(code)s. Print it again and have that print signed."
        ) % {"moment": moment(printed, get_language() or "en"), "code": now}
    cleared = next((row for row in submission.clearances.all() if row.code == code), None)
    if cleared:
        return _(
            "This is the code of the version cleared on %(moment)s. The report was changed after "
            "it: its code is now %(code)s. Print it again and have that print signed."
        ) % {"moment": moment(cleared.created_at, get_language() or "en"), "code": now}
    return _(
        "No print of this report has this code. Compare it with the foot of the signed print; the "
        "version saved now has the code %(code)s."
    ) % {"code": now}
