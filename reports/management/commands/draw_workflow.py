"""Print the state diagrams that stand in the README, drawn from the transition tables."""

from typing import Any

from django.core.management.base import BaseCommand

from assessments.workflow import ASSESSMENT, SUBMISSION, diagram
from reports.workflow import PLAN


class Command(BaseCommand):
    """Print one fenced Mermaid block for each machine: submission, assessment, plan."""

    help = "Print the state diagrams of submission, assessment and plan as Mermaid blocks."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the blocks to standard output, with an empty line between them."""
        blocks = (f"```mermaid\n{diagram(m)}\n```" for m in (SUBMISSION, ASSESSMENT, PLAN))
        self.stdout.write("\n\n".join(blocks))
