"""The round and the people of the demonstration, and how an act finds its rows as they stand now."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.models import Assessment, ReviewComment, Round, Submission
from nsss_gender.accounts.models import User
from reports.management.demo.people import FOCAL_POINTS


@dataclass(frozen=True)
class Scene:
    """The round and the people; nothing of a report is kept, because every act changes it."""

    round: Round
    people: Mapping[str, User]

    def focal(self, ministry: str) -> User:
        """The focal point of a ministry, by its code."""
        return self.people[FOCAL_POINTS[ministry]]

    @property
    def reviewer(self) -> User:
        return self.people["reviewer"]

    @property
    def approver(self) -> User:
        return self.people["approver"]

    def submission(self, ministry: str) -> Submission:
        """A ministry's report, as it stands now."""
        rows = Submission.objects.select_related("round__questionnaire", "ministry")
        return rows.get(round=self.round, ministry__code=ministry, number=0)

    def assessments(self, ministry: str) -> list[Assessment]:
        """The programmes of a ministry's report, by their codes, as they stand now."""
        rows = Assessment.objects.filter(submission=self.submission(ministry))
        return list(
            rows.select_related(
                "programme", "submission__round__questionnaire", "submission__ministry"
            )
            .prefetch_related("programme__stages", "programme__groups")
            .order_by("programme__code")
        )

    def comments(self, ministry: str) -> list[ReviewComment]:
        """The comments on a ministry's report that still stand, the first first."""
        rows = ReviewComment.objects.unresolved().filter(
            packet__submission=self.submission(ministry)
        )
        return list(
            rows.select_related("question", "assessment", "packet__submission").order_by(
                "created_at"
            )
        )
