"""How much may be attached: by programme and by person (reliability 35)."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from assessments.models import Assessment, ClearanceScan, Evidence, StrategyFile
from nsss_gender.accounts.models import User
from nsss_gender.files.uploads import Upload, megabytes


def assessment_room(assessment: Assessment, size: int) -> None:
    """Raise ValidationError at ``file`` where ``size`` more bytes are too many for one programme.

    What is withdrawn makes room again.
    """
    standing = assessment.evidence.filter(withdrawn_at=None)
    if _bytes([standing]) + size > settings.UPLOAD_ASSESSMENT_MOST:
        text = _(
            "The files of one programme may have %(most)s MB together. Withdraw one that is not "
            "needed, or attach a smaller one."
        )
        most = megabytes(settings.UPLOAD_ASSESSMENT_MOST)
        raise ValidationError({"file": text % {"most": most}})


def person_room(by: User, size: int) -> None:
    """Raise ValidationError at ``file`` where ``size`` more bytes are too many for one person.

    What is withdrawn counts still, because it is kept.
    """
    own: list[QuerySet[Any]] = [
        rows.filter(created_by=by)
        for rows in (Evidence.objects, StrategyFile.objects, ClearanceScan.objects)
    ]
    if _bytes(own) + size > settings.UPLOAD_USER_MOST:
        text = _(
            "You have attached %(most)s MB, which is the most for one person. Ask a colleague to "
            "attach this file, or give its web address instead."
        )
        raise ValidationError({"file": text % {"most": megabytes(settings.UPLOAD_USER_MOST)}})


def upload_kept(upload: Upload) -> dict[str, Any]:
    """Keep the file; out: the columns of its row. A full disk is a complaint at ``file``."""
    try:
        return upload.keep()
    except ValidationError as full:
        raise ValidationError({"file": full.messages}) from full


def _bytes(querysets: Iterable[QuerySet[Any]]) -> int:
    return sum(rows.aggregate(size=Sum("size"))["size"] or 0 for rows in querysets)
