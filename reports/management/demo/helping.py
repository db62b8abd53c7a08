"""Who helps a ministry in the demonstration: colleagues with a seat, and one guest by a link (19, 20)."""

import datetime as dt

from django.utils import timezone

from assessments.models import Answer, Assessment
from assessments.services.answers import Draft, answers_save
from assessments.services.contributions import Said, contribution_save
from assessments.services.handing import WHOLE, Part, hand_out
from assessments.services.links import Guest, link_create
from reports.management.demo.people import key
from reports.management.demo.scene import Scene

NOTE = "Demo text: please fill in what the field offices know."
WRITTEN = {
    "Q8": {
        "text": "Demo text: courtyard meetings speak of early marriage in two unions.",
        "detail": "Demo text: the department would extend them to all unions.",
    },
    "Q9": {"text": "Demo text: upazila officers had one day of training."},
}
SAID = (
    "Demo text: in our unions the women say that the money is theirs, and that what it is spent on is "
    "decided in the family."
)


def handed_out(scene: Scene, ministry: str) -> None:
    """A programme that nobody began is handed to a colleague."""
    assessment = next(row for row in scene.assessments(ministry) if not row.answers.exists())
    _hand_out(scene, ministry, assessment, WHOLE, days=7)


def sections_written(scene: Scene, ministry: str) -> None:
    """Two sections of a finished programme were handed out and written; nobody has looked yet."""
    assessment = scene.assessments(ministry)[0]
    for section in ("norms", "training"):
        _hand_out(scene, ministry, assessment, Part(section=section), days=7)
    drafts = {code: Draft(_number(assessment, code), said) for code, said in WRITTEN.items()}
    answers_save(
        assessment=assessment,
        drafts=drafts,
        token=key(f"written {ministry}"),
        by=scene.people["contributor-mosw"],
    )


def left_overdue(scene: Scene, ministry: str) -> None:
    """One question was handed out for a day that has passed, and nothing came."""
    _hand_out(scene, ministry, scene.assessments(ministry)[1], Part(question="Q11"), days=1)


def asked_by_link(scene: Scene, ministry: str) -> None:
    """Somebody without an account was asked, and has answered: a proposal waits."""
    guest = Guest(
        name="Demo Guest",
        organisation="Demo organisation",
        mail="",
        language="bn",
        note="Demo text: what do the women of your unions say?",
        until=timezone.localdate() + dt.timedelta(days=30),
    )
    offer = link_create(
        assessment=scene.assessments(ministry)[1],
        key=key(f"link {ministry}"),
        code="Q6a",
        guest=guest,
        by=scene.focal(ministry),
    )
    if offer.token:
        said = Said(text=SAID, judgement="partly", feasibility="now")
        contribution_save(token=offer.token, key=key(f"said {ministry}"), said=said)


def _hand_out(
    scene: Scene, ministry: str, assessment: Assessment, part: Part, *, days: int
) -> None:
    hand_out(
        assessment=assessment,
        key=key(f"hand out {ministry} {part}"),
        seat=scene.people["contributor-mosw"].seats[0],
        due_on=timezone.localdate() + dt.timedelta(days=days),
        note=NOTE,
        by=scene.focal(ministry),
        part=part,
    )


def _number(assessment: Assessment, code: str) -> int:
    answer = Answer.objects.filter(assessment=assessment, question__code=code).first()
    return answer.head.number if answer and answer.head else 0
