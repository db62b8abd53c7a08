"""The list of plans, and the rounds that have none yet."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from assessments.enums import RoundKind
from assessments.models import Round
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import Ministry, User
from programmes.models import Cluster
from reports.models import ActionItem, ActionPlan


@dataclass(frozen=True)
class Listed:
    """A plan in the list, with how many rows it has and the chapters to open where not the whole."""

    plan: ActionPlan
    rows: int
    whole: bool
    chapters: tuple[Ministry, ...] = ()
    clusters: tuple[Cluster, ...] = ()


def plans(user: User) -> tuple[Listed, ...]:
    """The plans of which the user may read something, newest first."""
    whole = set(ActionPlan.objects.visible_to(user).values_list("pk", flat=True))
    own = tuple(seat.ministry for seat in user.seats_with(Permission.FILL) if seat.ministry)
    clusters = coordinated(user)
    found = ActionPlan.objects.listed_for(user).select_related("round").order_by("-created_at")
    rows = ActionItem.objects.visible_to(user).standing()
    counts = dict(rows.order_by().values_list("plan").annotate(count=Count("pk", distinct=True)))
    return tuple(
        Listed(plan, counts.get(plan.pk, 0), plan.pk in whole, own, clusters) for plan in found
    )


def coordinated(user: User) -> tuple[Cluster, ...]:
    """The clusters that the user coordinates."""
    seats = user.seats_with(Permission.READ_CLUSTER)
    own = [seat.ministry_id for seat in seats if seat.ministry_id]
    return tuple(Cluster.objects.filter(coordinator__in=own)) if own else ()


def rounds_without_plan(user: User) -> tuple[Round, ...]:
    """The open real rounds whose plan the user could start."""
    return tuple(startable_rounds(user).filter(plan=None))


def startable_rounds(user: User) -> QuerySet[Round]:
    """The rounds that may have a plan, for those who read plans; nothing for others."""
    if not user.seats_with(Permission.READ_PLAN):
        return Round.objects.none()
    return Round.objects.filter(kind=RoundKind.REAL, opened_at__isnull=False)
