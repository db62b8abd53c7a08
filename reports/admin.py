"""Plans and files in the administration: their states, to look at, never to touch."""

from django.contrib import admin

from nsss_gender.audit.admin import ReadOnlyAdmin
from reports.models import ActionPlan, Export


@admin.register(ActionPlan)
class ActionPlanAdmin(ReadOnlyAdmin):
    """Which round has a plan, and how far it is; its rows are not shown here."""

    list_display = ["round", "status", "draft_number", "refreshed_at"]
    list_select_related = ["round"]


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    """What the worker has to do and did, newest first; the files themselves are their askers'."""

    list_display = ["asked_at", "kind", "format", "language", "state", "attempts", "problem"]
    list_filter = ["state", "format"]
    show_full_result_count = False
