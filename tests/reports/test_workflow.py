"""The plan's table against the oracle, and the command that draws all three machines."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from assessments.workflow import ASSESSMENT, SUBMISSION, Transition, diagram, find, leaving, states
from reports.workflow import PLAN

ORACLE = Path(__file__).parents[1] / "data" / "transitions.csv"
STAMPS = ("_at", "_by")


def as_row(arrow: Transition) -> dict[str, str]:
    stamps = all(name.endswith(STAMPS) for name in arrow.recorded)
    return {
        "machine": arrow.machine,
        "transition": arrow.name,
        "from": "|".join(arrow.sources),
        "to": "|".join(arrow.targets),
        "who": "|".join(arrow.who),
        "condition": arrow.condition or "none",
        "reason_required": "yes" if arrow.reason_required else "no",
        "recorded": (" " if stamps else "; ").join(arrow.recorded),
        "told": "; ".join(arrow.told),
    }


def oracle() -> list[dict[str, str]]:
    with ORACLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_is_the_oracle_row_by_row():
    assert [as_row(arrow) for arrow in PLAN] == [
        row for row in oracle() if row["machine"] == "plan"
    ]
    assert len(PLAN) == 10


def test_the_oracle_has_no_row_that_is_in_no_table():
    assert len(oracle()) == len(SUBMISSION) + len(ASSESSMENT) + len(PLAN)


def test_an_arrow_is_found_by_its_name():
    assert [find(PLAN, arrow.name) for arrow in PLAN] == list(PLAN)
    with pytest.raises(KeyError, match="seal"):
        find(PLAN, "seal")


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("drafting", ["circulate"]),
        ("circulated", ["revise"]),
        ("revised", ["circulate", "open_endorsement"]),
        ("endorsement", ["reopen", "to_cmc"]),
        ("to_cmc", ["defer", "return", "amend", "approve"]),
        ("deferred", ["resume"]),
        ("amending", ["approve"]),
        ("approved", []),
    ],
)
def test_what_leaves_a_state(state, names):
    assert [arrow.name for arrow in leaving(PLAN, state)] == names


def test_every_state_is_tested():
    assert set(states(PLAN)) == {
        "drafting", "circulated", "revised", "endorsement", "to_cmc", "deferred", "amending", "approved",
    }  # fmt: skip


def test_the_diagram_begins_at_drafting_and_ends_at_approved():
    lines = diagram(PLAN).splitlines()
    assert lines[:2] == ["stateDiagram-v2", "    [*] --> drafting"]
    assert lines[-1] == "    approved --> [*]"


def test_the_command_draws_the_three_machines():
    out = StringIO()
    call_command("draw_workflow", stdout=out)
    blocks = [f"```mermaid\n{diagram(machine)}\n```" for machine in (SUBMISSION, ASSESSMENT, PLAN)]
    assert out.getvalue() == "\n\n".join(blocks) + "\n"
