"""Asking for a file and thinking better of it (decision 9). The worker's side is in ``making``."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nsss_gender.accounts.models import Ministry, User
from nsss_gender.accounts.permissions import refuse
from nsss_gender.audit.services import record
from nsss_gender.language.numbers import digits
from reports.enums import ExportKind, ExportState
from reports.models import ActionPlan, Export
from reports.permissions import can_cancel, can_export


@dataclass(frozen=True)
class Wanted:
    """What the form asks for."""

    format: str
    language: str


def export_ask(
    *,
    key: uuid.UUID,
    plan: ActionPlan,
    ministry: Ministry | None,
    wanted: Wanted,
    by: User,
) -> Export:
    """Ask for a file; the same ``key`` again returns the same row (86). The worker makes it."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # so that the limit counts one by one
        known = Export.objects.filter(pk=key).first()
        if known:
            if known.asked_by_id != by.pk:
                refuse(_("This form belongs to somebody else. Reload the page."))
            return known
        seat = can_export(by, plan, ministry).require()
        export = Export.objects.create(
            id=key,
            kind=ExportKind.CHAPTER if ministry else ExportKind.PLAN,
            format=wanted.format,
            language=wanted.language,
            plan=plan,
            ministry=ministry,
            asked_by=by,
            asked_in=seat,
            file_name=_file_name(plan, ministry, wanted),
        )
        record(
            "export asked",
            stream=plan.stream,
            target=f"export:{export.pk}",
            by=by,
            seat=seat,
            changes={
                "kind": export.kind,
                "format": export.format,
                "language": export.language,
                "ministry": ministry.code if ministry else "",
            },
        )
    return export


def export_cancel(*, export: Export, by: User) -> None:
    """Stop the making: at once while it waits, at the next beat while it is being made."""
    with transaction.atomic():
        rows = Export.objects.select_for_update(of=("self",)).select_related("plan")
        row = rows.get(pk=export.pk)
        seat = can_cancel(by, row).require()
        row.cancel_asked = True
        fields = ["cancel_asked"]
        if row.state == ExportState.WAITING:
            row.state, row.finished_at = ExportState.CANCELLED, timezone.now()
            fields += ["state", "finished_at"]
        row.save(update_fields=fields)
        record(
            "export cancelled",
            stream=row.plan.stream,
            target=f"export:{row.pk}",
            by=by,
            seat=seat,
        )


def _file_name(plan: ActionPlan, ministry: Ministry | None, wanted: Wanted) -> str:
    """The name of the file, in its language, made of codes and our own words: nothing typed."""
    with override(wanted.language):
        place = ministry.code if ministry else _("national")
        words = _("gender action plan %(place)s draft %(number)s") % {
            "place": place,
            "number": digits(str(plan.draft_number), wanted.language),
        }
    return f"{words.replace(' ', '-')}.{wanted.format}"
