"""What the plans add to the briefing of a seat (76)."""

from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Seat
from reports.enums import PlanStatus
from reports.models import ActionItem
from reports.models.rows import lacks_any


def rows_lacking(seat: Seat) -> int:
    """How many rows of the ministry's chapter still lack something, in plans that are drafted; one query."""
    if seat.role != Role.FOCAL_POINT:
        return 0
    drafted = [PlanStatus.DRAFTING, PlanStatus.REVISED]
    rows = ActionItem.objects.filter(ministry=seat.ministry_id, plan__status__in=drafted)
    return rows.filter(lacks_any()).count()
