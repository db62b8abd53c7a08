"""What the pages of rows read: a row, the answer it rests on, and what was said about it (49)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from assessments.enums import Judgement
from assessments.models import AnswerVersion, ReviewComment
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import User
from reports.models import ActionItem


def items(user: User) -> QuerySet[ActionItem]:
    """The rows that the user may open, with all that the page of a row shows."""
    return (
        ActionItem.objects.visible_to(user)
        .select_related(
            "plan__round__questionnaire",
            "ministry",
            "cluster",
            "entry__ministry",
            "entry__programme",
            "entry__packet__submission",
            "packet__submission",
            "answer_version__by",
            "previous_version",
        )
        .defer("entry__packet__content")
    )


def comments(user: User, item: ActionItem) -> tuple[ReviewComment, ...]:
    """What was said about the answer behind a row; the ministry sees what it has received."""
    standing = ReviewComment.objects.filter(
        assessment=item.source.assessment_id, question__code=item.question_code
    )
    if user.seats_with(Permission.READ_SUBMITTED):
        found = standing.filter(withdrawn_at=None)
    else:
        found = standing.filter(withdrawn_at=None, published_at__isnull=False)
    return tuple(found.select_related("by", "reply", "packet").defer("packet__content"))


@dataclass(frozen=True)
class Given:
    """An answer behind a row: which version it was, what it said, who gave it when."""

    version: AnswerVersion
    current: bool


def counted(item: ActionItem) -> str:
    """The judgement in the packet that counts for the row's question, in words."""
    schema = item.plan.round.questionnaire.schema()
    packet = item.packet or item.source.packet
    sheet = packet.sheet(item.source.assessment_id, schema)
    judgement = sheet.judgement(schema.question(item.question_code))
    return str(Judgement(judgement).label) if judgement else ""


def answers(item: ActionItem) -> tuple[Given, ...]:
    """The answer a row rests on, and before it the one it rested on until the answer changed."""
    pinned = [item.answer_version_id, item.previous_version_id]
    found = AnswerVersion.objects.filter(pk__in=[key for key in pinned if key])
    return tuple(
        Given(version, version.pk == item.answer_version_id)
        for version in found.select_related("by").order_by("-number")
    )


def untranslated(rows: Iterable[ActionItem], language: str) -> int:
    """How many rows lack a text in the language of the document; printed before an export."""
    names = (f"gap_{language}", f"action_{language}")
    return sum(any(not getattr(row, name) for name in names) for row in rows)
