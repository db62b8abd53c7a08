"""The README is true: its diagrams are the tables, its commands and pictures exist."""

import re
from pathlib import Path

import pytest

from assessments import workflow as assessments_workflow
from reports import workflow as reports_workflow

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "machine",
    [assessments_workflow.SUBMISSION, assessments_workflow.ASSESSMENT, reports_workflow.PLAN],
    ids=["submission", "assessment", "plan"],
)
def test_each_diagram_is_drawn_from_its_table(machine: assessments_workflow.Machine):
    assert f"```mermaid\n{assessments_workflow.diagram(machine)}\n```" in README


def test_every_make_target_it_names_exists():
    named = set(re.findall(r"`?make ([a-z]+)`?", README)) - {"a", "it"}
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert named - targets == set()


def test_every_local_link_leads_somewhere():
    links = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []
