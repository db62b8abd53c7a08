"""The scan of the signed print, attached to the clearance of exactly that version (capability 22)."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Clearance, ClearanceScan, Submission
from assessments.permissions import can_attach_scan
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import refuse
from nsss_gender.audit.services import record
from nsss_gender.files.uploads import Upload


def scan_attach(*, clearance: Clearance, key: uuid.UUID, upload: Upload, by: User) -> ClearanceScan:
    """Attach one page, or all of them, of the signed print; ``key`` makes a repeated post harmless.

    A scan changes nothing of what was cleared: it voids no clearance. Raises ValidationError where
    the disk is full.
    """
    with transaction.atomic():
        rows = Submission.objects.select_for_update(of=("self",))
        submission = rows.select_related("ministry").get(pk=clearance.submission_id)
        row = Clearance.objects.get(pk=clearance.pk)
        known = ClearanceScan.objects.filter(pk=key).first()
        if known:
            if known.clearance_id != row.pk:
                refuse(_("This form belongs to another report. Reload the page."))
            return known
        row.submission = submission
        seat = can_attach_scan(by, row).require()
        scan = ClearanceScan.objects.create(id=key, clearance=row, created_by=by, **upload.keep())
        record(
            "clearance scan attached",
            stream=submission.stream,
            target=f"clearance:{row.pk}",
            by=by,
            seat=seat,
            changes={"file": [None, scan.sha256], "size": [None, scan.size]},
        )
    return scan
