"""Short ways to say things of lists, for tests."""

import datetime as dt
import uuid
from typing import Any

from assessments.models import Assessment, ListClaim, Submission
from assessments.services.adding import Missing, programme_add
from assessments.services.listing import Said, claim_make
from assessments.services.partners import Stated, statement_save
from nsss_gender.accounts.models import Ministry, User
from programmes.models import Programme, ProgrammeMinistry
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


def partner_add(programme: Programme, ministry: Ministry) -> None:
    """``ministry`` shares the programme from now on."""
    ProgrammeMinistry.objects.get_or_create(
        programme=programme, ministry=ministry, valid_to=None, defaults={"part": "partner"}
    )


def statement(assessment: Assessment, by: User, base: int = 0, **values: Any) -> Stated:
    """``by``, of a partner ministry, says something of a shared programme."""
    given = {"component": "", "stance": "concur", "said": "", "answers": {}} | values
    key = values.pop("key", uuid.uuid4())
    given.pop("key", None)
    return statement_save(assessment=fresh(assessment), key=key, base=base, values=given, by=by)


def missing_add(submission: Submission, by: User, **fields: Any) -> Assessment:
    """The ministry adds a programme that is missing on its list."""
    given: dict[str, Any] = {
        "key": uuid.uuid4(),
        "name_en": "Cash for riverbank erosion",
        "name_bn": "নদীভাঙন সহায়তা",
        "cluster": None,
        "start": "2018-19",
    }
    return programme_add(submission=submission, missing=Missing(**(given | fields)), by=by)
