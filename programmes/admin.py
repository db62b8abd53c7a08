"""Reference words can be edited here by those who keep the register; programmes only looked at."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import can_manage_register
from programmes.models import (
    Agency,
    Budget,
    Cluster,
    Coverage,
    LifecycleStage,
    Programme,
    ProgrammeMinistry,
    ProgrammeName,
    TargetGroup,
)
from programmes.services.register import term_save


class LookingMixin:
    """Seen by those who keep the register; nothing is added, changed or removed."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the section is listed."""
        return _keeps_register(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether rows are shown."""
        return _keeps_register(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: the register keeps what it once held."""
        return False


def _keeps_register(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and can_manage_register(request.user).allowed


@admin.register(Cluster, LifecycleStage, TargetGroup)
class TermAdmin(LookingMixin, admin.ModelAdmin[Any]):
    """The lists that an administrator can extend."""

    list_display = ["name_en", "name_bn", "confirmed", "code", "order"]
    search_fields = ["name_en", "name_bn", "aliases"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who keep the register add words."""
        return _keeps_register(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who keep the register mend words."""
        return _keeps_register(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """A code never changes once it is used."""
        return ["code"] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        """Through the one service that records it."""
        if isinstance(request.user, User):
            term_save(by=request.user, term=obj)


class NameInline(LookingMixin, admin.TabularInline[ProgrammeName, Programme]):
    model = ProgrammeName
    extra = 0


class MinistryInline(LookingMixin, admin.TabularInline[ProgrammeMinistry, Programme]):
    model = ProgrammeMinistry
    extra = 0


class CoverageInline(LookingMixin, admin.TabularInline[Coverage, Programme]):
    model = Coverage
    extra = 0


class BudgetInline(LookingMixin, admin.TabularInline[Budget, Programme]):
    model = Budget
    extra = 0


@admin.register(Programme)
class ProgrammeAdmin(LookingMixin, admin.ModelAdmin[Programme]):
    """Programmes with all that hangs on them, for looking."""

    list_display = ["code", "name_en", "name_bn", "cluster", "grade"]
    list_filter = ["cluster", "grade"]
    list_select_related = ["cluster"]
    search_fields = ["code", "name_en", "name_bn", "acronym"]
    inlines = [NameInline, MinistryInline, CoverageInline, BudgetInline]


@admin.register(Agency)
class AgencyAdmin(LookingMixin, admin.ModelAdmin[Agency]):
    """Agencies, for looking."""

    list_display = ["name_en", "name_bn"]
    search_fields = ["name_en", "name_bn"]
