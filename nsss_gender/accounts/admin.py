"""People and seats in the administration: to look at. Changes go through the pages, which record them."""

from typing import Any

from django.contrib import admin

from nsss_gender.accounts.models import Invitation, Ministry, MinistryName, Seat, SeatHolding, User
from nsss_gender.audit.admin import ReadOnlyAdmin


class HoldingInline(admin.TabularInline[SeatHolding, Any]):
    """Who sat in the seat, and when."""

    model = SeatHolding
    fields = ["user", "since", "until", "reason"]
    readonly_fields = ["user", "since", "until", "reason"]
    extra = 0
    can_delete = False
    max_num = 0


class NameInline(admin.TabularInline[MinistryName, Any]):
    """The names of a ministry and the days on which they held."""

    model = MinistryName
    fields = ["name_en", "name_bn", "valid_from", "valid_to"]
    readonly_fields = ["name_en", "name_bn", "valid_from", "valid_to"]
    extra = 0
    can_delete = False
    max_num = 0


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Accounts, without anything secret."""

    list_display = ["username", "name", "email", "is_active", "last_seen_at"]
    search_fields = ["username", "name", "email"]
    fields = ["username", "name", "email", "phone", "language", "is_active", "last_seen_at"]


@admin.register(Ministry)
class MinistryAdmin(ReadOnlyAdmin):
    """The register's ministries, in official order."""

    list_display = ["order", "code", "name_en", "name_bn", "kind", "grade"]
    search_fields = ["code", "name_en", "name_bn"]
    inlines = [NameInline]


@admin.register(Seat)
class SeatAdmin(ReadOnlyAdmin):
    """Seats with their history."""

    list_display = ["role", "ministry", "kind", "created_at", "ended_at"]
    list_filter = ["role", "kind"]
    inlines = [HoldingInline]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Offers of seats; the digest of the token is not shown."""

    list_display = ["name", "email", "seat", "created_at", "expires_at", "accepted_at"]
    exclude = ["token_digest"]
