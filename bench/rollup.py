"""The national roll-up against one raw GROUP BY of the same rows, on the same connection."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from table import Line

from reports.enums import Axis
from reports.models import ActionPlan
from reports.selectors.analysis import rollup
from reports.selectors.scope import Scope

TURNS = 60
RAW = """
SELECT facet.code, score.level, count(*), sum(score.current), sum(score.potential),
       sum(score.long_term), sum(score."of"), sum(score.na)
FROM reports_planentry entry
JOIN assessments_score score ON score.id = entry.score_id
LEFT JOIN reports_entryfacet facet ON facet.entry_id = entry.id AND facet.axis = %s
WHERE entry.plan_id = %s AND entry.state = 'settled'
GROUP BY facet.code, score.level
"""


@dataclass(frozen=True)
class Counted:
    """Median milliseconds of both, and how many programmes were counted."""

    raw: float
    ours: float
    programmes: int


def measure(plan: ActionPlan) -> Counted:
    """Both in turn, so that the noise of the machine meets both."""
    scope, axis = Scope(plan), Axis.STAGE

    def raw() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(RAW, [axis.value, plan.pk])
            return list(cursor.fetchall())

    times: dict[str, list[float]] = {"raw": [], "ours": []}
    works: dict[str, Callable[[], Any]] = {"raw": raw, "ours": lambda: rollup(scope, axis)}
    for _ in range(TURNS):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            times[name].append((time.perf_counter() - start) * 1000)
    medians = {name: sorted(taken)[TURNS // 2] for name, taken in times.items()}
    return Counted(medians["raw"], medians["ours"], rollup(scope, axis).total.n)


def lines(found: Counted) -> list[Line]:
    """Two lines of the table: the floor, then ours."""
    ratio = found.ours / found.raw
    return [
        Line(f"one raw GROUP BY, {found.programmes} programmes", f"{found.raw:.1f}", ratio="floor"),
        Line(
            "national roll-up by life-cycle stage, with its labels and total",
            f"{found.ours:.1f}",
            ratio=f"{ratio:.2f} × GROUP BY",
            aim="≤ 1.5 ×",
            met="yes" if ratio <= 1.5 else "no (ratio)",  # noqa: PLR2004  # the product's own figure
        ),
    ]
