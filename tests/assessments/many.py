"""A thousand submitted reports: rows written in bulk, for the cost of lists only."""

import datetime as dt
from collections.abc import Sequence
from itertools import product

from django.utils import timezone

from assessments.models import Packet, Round, Submission
from nsss_gender.accounts.models import Ministry, User
from nsss_gender.audit.services import checkpoint_write
from tests.assessments.factories import make_questionnaire

DEADLINE = dt.timedelta(days=3)


def reports_add(ministries: Sequence[Ministry], rounds: int, by: User, status: str) -> None:
    """One report of each ministry in each of ``rounds`` earlier rounds, sent in and in ``status``.

    Their packets hold nothing: no page of a single report can be opened.
    """
    now = timezone.now()
    before = [now - dt.timedelta(days=100 + 100 * number) for number in range(rounds)]
    made = Round.objects.bulk_create(
        Round(
            title_en=f"Earlier round {number + 1}",
            title_bn=f"আগের পর্ব {number + 1}",
            questionnaire=make_questionnaire(),
            deadline_at=opened + DEADLINE,
            created_by=by,
            opened_at=opened,
            opened_by=by,
        )
        for number, opened in enumerate(before)
    )
    stamp = {"accepted_at": now, "accepted_by": by} if status == "accepted" else {}
    reports = Submission.objects.bulk_create(
        Submission(
            round=round_,
            ministry=ministry,
            status=status,
            submitted_at=round_.opened_at,
            submitted_by=by,
            **stamp,
        )
        for round_, ministry in product(made, ministries)
    )
    checkpoint = checkpoint_write("many reports")
    Packet.objects.bulk_create(
        Packet(
            submission=report,
            number=1,
            content="{}",
            sha256="0" * 64,
            checkpoint=checkpoint,
            created_by=by,
            created_at=report.submitted_at,
        )
        for report in reports
    )
