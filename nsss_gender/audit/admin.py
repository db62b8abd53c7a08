"""The log in the administration: to look at, never to touch."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from nsss_gender.audit.models import Checkpoint, Event


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Lists and shows; adds, changes and removes nothing."""

    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """What happened, newest first."""

    list_display = ["at", "stream", "sequence", "action", "by_name", "seat_name"]
    search_fields = ["stream", "action", "by_name"]
    show_full_result_count = False


@admin.register(Checkpoint)
class CheckpointAdmin(ReadOnlyAdmin):
    """The digests of all streams."""

    list_display = ["at", "occasion", "code"]
