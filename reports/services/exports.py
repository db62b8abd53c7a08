"""Asking for a file and thinking better of it (decision 9). The worker's side is in ``making``."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import refuse
from nsss_gender.audit.services import record
from nsss_gender.language.numbers import digits
from reports.enums import ExportState
from reports.models import Export, Subject
from reports.permissions import can_ask_again, can_cancel, can_export


@dataclass(frozen=True)
class Wanted:
    """What the form asks for."""

    format: str
    language: str


def export_ask(
    *,
    key: uuid.UUID,
    of: Subject,
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
        seat = can_export(by, of).require()
        export = Export.objects.create(
            id=key,
            format=wanted.format,
            language=wanted.language,
            **of.fields(),
            asked_by=by,
            asked_in=seat,
            file_name=file_name(of, wanted),
        )
        record(
            "export asked",
            stream=of.stream,
            target=f"export:{export.pk}",
            by=by,
            seat=seat,
            changes={
                "kind": export.kind,
                "format": export.format,
                "language": export.language,
                "of": of.code,
            },
        )
    return export


def export_again(*, key: uuid.UUID, export: Export, by: User) -> Export:
    """Ask once more for a file that is no longer kept, failed or was cancelled: as things stand now."""
    can_ask_again(by, export).require()
    wanted = Wanted(format=export.format, language=export.language)
    return export_ask(key=key, of=export.subject, wanted=wanted, by=by)


def export_cancel(*, export: Export, by: User) -> None:
    """Stop the making: at once while it waits, at the next beat while it is being made."""
    with transaction.atomic():
        rows = Export.objects.select_for_update(of=("self",)).with_owner()
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
            stream=row.subject.stream,
            target=f"export:{row.pk}",
            by=by,
            seat=seat,
        )


def file_name(of: Subject, wanted: Wanted) -> str:
    """The name of the file, in its language, made of codes and our own words: nothing typed."""
    with override(wanted.language):
        words = _words(of, wanted.language)
    return f"{words.replace(' ', '-')}.{wanted.format}"


def _place(of: Subject) -> str:
    """Whose chapter of the plan it is."""
    place = of.ministry or of.cluster
    return place.code if place else _("national")


def _words(of: Subject, language: str) -> str:
    if of.plan:
        return _("gender action plan %(place)s draft %(number)s") % {
            "place": _place(of),
            "number": digits(str(of.plan.draft_number), language),
        }
    return f"{of.kind.label} {of.code}"
