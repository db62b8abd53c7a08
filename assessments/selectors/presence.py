"""Who else has a section open (capability 85)."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.models import Assessment, Presence
from assessments.schema import Section
from nsss_gender.accounts.models import User
from nsss_gender.language.dates import clock

HERE = dt.timedelta(seconds=75)  # three polls: a slow line is not an absence


def also_here(assessment: Assessment, section: Section, but: User) -> list[Presence]:
    """Those who have the section open now, ``but`` for one person; one query."""
    since = timezone.now() - HERE
    rows = Presence.objects.filter(assessment=assessment, section=section.code, seen_at__gte=since)
    return list(rows.exclude(user=but).select_related("user").order_by("user__name", "pk"))


def also_here_told(rows: list[Presence]) -> list[dict[str, str]]:
    """For the page's script: the name, and the sentence with the time."""
    language = get_language() or "en"
    text = _("%(name)s is in this section now (%(time)s)")
    return [
        {
            "name": str(row.user),
            "said": text % {"name": row.user, "time": clock(row.seen_at, language)},
        }
        for row in rows
    ]
