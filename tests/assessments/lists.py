"""Short ways to say things of lists, for tests."""

import datetime as dt
import uuid
from typing import Any

from assessments.models import Assessment, ListClaim
from assessments.services.listing import Said, claim_make
from nsss_gender.accounts.models import User
from tests.assessments.factories import fresh

DAY = dt.date(2018, 6, 30)


def standing(assessment: Assessment) -> ListClaim | None:
    """What the assessment's own ministry says of it now."""
    rows = ListClaim.objects.filter(
        assessment=assessment, ministry=assessment.submission.ministry
    ).filter(state__in=["standing", "noted"])
    return rows.first()


def claim_say(
    assessment: Assessment, by: User, kind: str, *, key: uuid.UUID | None = None, **values: Any
) -> ListClaim:
    """``by`` says ``kind`` of an own programme, starting from what stands now."""
    now = standing(assessment)
    given = {"day": DAY, "note": ""} | values
    base = values.pop("base", now.pk if now else None)
    said = Said(key=key or uuid.uuid4(), base=base, kind=kind, values=given)
    return claim_make(assessment=fresh(assessment), said=said, by=by)
