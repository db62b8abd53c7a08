"""The submission and assessment tables against the oracle, and the diagram against the tables."""

import csv
from pathlib import Path

import pytest

from assessments.workflow import ASSESSMENT, SUBMISSION, Transition, diagram, find, leaving, states

ORACLE = Path(__file__).parents[1] / "data" / "transitions.csv"
STAMPS = ("_at", "_by")


def recorded_cell(names):
    """Join as the file does: stamps by a space, everything else by a semicolon."""
    stamps = all(name.endswith(STAMPS) for name in names)
    return (" " if stamps else "; ").join(names)


def as_row(arrow: Transition) -> dict[str, str]:
    return {
        "machine": arrow.machine,
        "transition": arrow.name,
        "from": "|".join(arrow.sources),
        "to": "|".join(arrow.targets),
        "who": "|".join(arrow.who),
        "condition": arrow.condition or "none",
        "reason_required": "yes" if arrow.reason_required else "no",
        "recorded": recorded_cell(arrow.recorded),
        "told": "; ".join(arrow.told),
    }


def oracle(machine: str) -> list[dict[str, str]]:
    with ORACLE.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["machine"] == machine]


@pytest.mark.parametrize(
    ("machine", "table", "length"),
    [("submission", SUBMISSION, 15), ("assessment", ASSESSMENT, 2)],
)
def test_the_table_is_the_oracle_row_by_row(machine, table, length):
    assert [as_row(arrow) for arrow in table] == oracle(machine)
    assert len(table) == length


@pytest.mark.parametrize("table", [SUBMISSION, ASSESSMENT])
def test_an_arrow_is_found_by_its_name(table):
    assert len({arrow.name for arrow in table}) == len(table)
    assert [find(table, arrow.name) for arrow in table] == list(table)


def test_an_arrow_that_is_not_listed_is_named_in_the_error():
    with pytest.raises(KeyError, match="reject"):
        find(SUBMISSION, "reject")


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("not_started", ["open", "nil"]),
        ("in_progress", ["clear"]),
        ("cleared", ["void_clearance", "submit"]),
        ("submitted", ["recall", "claim"]),
        ("under_review", ["hand_over", "return", "recommend"]),
        ("returned", ["clear", "resubmit", "undo_return"]),
        ("recommended", ["send_back", "accept"]),
        ("accepted", ["undo_accept"]),
        ("nowhere", []),
    ],
)
def test_what_leaves_a_state(state, names):
    assert [arrow.name for arrow in leaving(SUBMISSION, state)] == names


def test_the_states_of_a_machine_in_order():
    assert states(ASSESSMENT) == ("unread", "settled", "points_open")


def test_a_table_cannot_be_changed():
    with pytest.raises(AttributeError):
        SUBMISSION[0].name = "close"  # type: ignore[misc]  # that is the point


def test_the_diagram_of_an_assessment():
    assert diagram(ASSESSMENT) == (
        "stateDiagram-v2\n"
        "    [*] --> unread\n"
        "    unread --> points_open : open points (reviewer)\n"
        "    settled --> points_open : open points (reviewer)\n"
        "    unread --> settled : settle (reviewer)\n"
        "    points_open --> settled : settle (reviewer)"
    )


def test_the_diagram_has_a_line_for_every_source_and_target():
    arrows = [line for line in diagram(SUBMISSION).splitlines() if " : " in line]
    assert len(arrows) == sum(len(arrow.sources) * len(arrow.targets) for arrow in SUBMISSION)
    assert len(set(arrows)) == len(arrows)
    assert "    cleared --> returned : void clearance (focal point, contributor)" in arrows
