"""Questions asked by a link, and what came back."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from assessments.models import Contribution
from assessments.services.contributions import Said, contribution_save
from assessments.services.links import Guest, Offer, link_create
from tests.assessments.factories import Scene


def guest(**fields: Any) -> Guest:
    """Somebody without an account, asked for two weeks."""
    given: dict[str, Any] = {
        "name": "Salma Begum",
        "organisation": "Union council",
        "mail": "",
        "language": "en",
        "note": "What do the widows say?",
        "until": timezone.localdate() + dt.timedelta(days=14),
    }
    return Guest(**(given | fields))


def link_make(scene: Scene, code: str = "Q8", **fields: Any) -> Offer:
    """The first programme's question ``code`` asked by the focal point; ``fields`` are the guest's."""
    key = fields.pop("key", None) or uuid.uuid4()
    return link_create(
        assessment=scene.assessment, key=key, code=code, guest=guest(**fields), by=scene.focal
    )


def say(offer: Offer, text: str = "They have no say.", **fields: Any) -> Contribution:
    """What the guest writes."""
    key = fields.pop("key", None) or uuid.uuid4()
    assert offer.token
    return contribution_save(token=offer.token, key=key, said=Said(text=text, **fields))


def contribution_make(scene: Scene, code: str = "Q8", **fields: Any) -> Contribution:
    """A proposal that waits."""
    return say(link_make(scene, code), **fields)
