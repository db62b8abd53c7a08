"""Figures of many programmes as blocks: for the page of analysis, and for plan, cluster and ministry documents
(capabilities 5, 12, 40–47). Call them in the language of the document.

Each function gives a tuple of blocks and costs a fixed number of statements, whatever the number of programmes;
``heat_map`` alone has a row for each.
"""

from reports.builders.answered import answers, answers_by, heat_map
from reports.builders.levels import distribution, foot, headline, possible
from reports.builders.lifting import kinds
from reports.builders.reach import coverage
from reports.documents import Block
from reports.enums import Axis
from reports.selectors.scope import Scope

__all__ = [
    "answers",
    "answers_by",
    "coverage",
    "distribution",
    "foot",
    "headline",
    "heat_map",
    "kinds",
    "overview",
    "possible",
]


def overview(scope: Scope, axis: Axis = Axis.CLUSTER) -> tuple[Block, ...]:
    """What a document says of its programmes together: all figures but the heat map and the people reached."""
    return (
        headline(scope),
        *distribution(scope, axis),
        *possible(scope, axis),
        *answers(scope),
        *kinds(scope),
        foot(),
    )
