"""The states of a submission and of an assessment, and every arrow between them.

The tables are the rule: what is not listed is refused. Who may take an arrow now is decided in
permissions; the only writer of a state is its service. A tuple as target means that the state before
decides which of them is taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Transition:
    """One arrow: who may take it and when, what it records and who is told."""

    machine: str
    name: str
    sources: tuple[str, ...]
    target: str | tuple[str, ...]
    who: tuple[str, ...]
    condition: str = ""
    reason_required: bool = False
    recorded: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def targets(self) -> tuple[str, ...]:
        """Give the possible targets, as a tuple also when there is only one."""
        return (self.target,) if isinstance(self.target, str) else self.target


Machine: TypeAlias = tuple[Transition, ...]


SUBMISSION: Final[Machine] = (
    Transition(
        machine="submission",
        name="open",
        sources=("not_started",),
        target="in_progress",
        who=("focal_point", "contributor"),
        condition="first save of any answer or list confirmation",
        recorded=("opened_at", "opened_by"),
    ),
    Transition(
        machine="submission",
        name="nil",
        sources=("not_started",),
        target="cleared",
        who=("focal_point",),
        condition="list confirmed empty; clearance fields given",
        recorded=("clearance",),
    ),
    Transition(
        machine="submission",
        name="clear",
        sources=("in_progress", "returned"),
        target="cleared",
        who=("focal_point",),
        condition="every judged item answered or programme not assessed with reason; own-strategy step done; no unanswered must-fix; consultation minimum or waiver; name post memo number date given",
        recorded=("clearance of one exact version",),
    ),
    Transition(
        machine="submission",
        name="void_clearance",
        sources=("cleared",),
        target=("in_progress", "returned"),
        who=("focal_point", "contributor"),
        condition="any edit (back to the state before clearing); shown before it happens",
        recorded=("voided_at", "voided_by"),
        told=("focal_point",),
    ),
    Transition(
        machine="submission",
        name="submit",
        sources=("cleared",),
        target="submitted",
        who=("focal_point",),
        recorded=("packet n+1", "receipt"),
        told=("reviewers", "supervising officer"),
    ),
    Transition(
        machine="submission",
        name="resubmit",
        sources=("returned",),
        target="submitted",
        who=("focal_point",),
        condition="no judged answer changed since the last clearance; every must-fix answered",
        recorded=("packet n+1", "receipt"),
        told=("reviewers",),
    ),
    Transition(
        machine="submission",
        name="recall",
        sources=("submitted",),
        target=("in_progress", "returned"),
        who=("focal_point",),
        condition="not claimed by a reviewer (back to the state before clearing)",
        reason_required=True,
        recorded=("recalled_at", "recalled_by"),
        told=("reviewers",),
    ),
    Transition(
        machine="submission",
        name="claim",
        sources=("submitted",),
        target="under_review",
        who=("reviewer",),
        recorded=("reviewer", "claimed_at"),
        told=("focal_point",),
    ),
    Transition(
        machine="submission",
        name="hand_over",
        sources=("under_review",),
        target="under_review",
        who=("reviewer",),
        condition="to another reviewer seat",
        reason_required=True,
        recorded=("reviewer",),
        told=("both reviewers",),
    ),
    Transition(
        machine="submission",
        name="return",
        sources=("under_review",),
        target="returned",
        who=("reviewer",),
        condition="at least one must-fix",
        reason_required=True,
        recorded=("named questions opened", "return letter"),
        told=("focal_point", "supervising officer"),
    ),
    Transition(
        machine="submission",
        name="undo_return",
        sources=("returned",),
        target="under_review",
        who=("reviewer",),
        condition="within 24 hours; nothing edited since",
        reason_required=True,
        recorded=("undone_at", "undone_by"),
        told=("focal_point",),
    ),
    Transition(
        machine="submission",
        name="recommend",
        sources=("under_review",),
        target="recommended",
        who=("reviewer",),
        condition="every assessment settled or not assessed",
        recorded=("recommendation text",),
        told=("approvers",),
    ),
    Transition(
        machine="submission",
        name="send_back",
        sources=("recommended",),
        target="under_review",
        who=("approver",),
        reason_required=True,
        recorded=("sent_back_at", "sent_back_by"),
        told=("reviewer",),
    ),
    Transition(
        machine="submission",
        name="accept",
        sources=("recommended",),
        target="accepted",
        who=("approver",),
        condition="not the person who reviewed any part of it",
        recorded=("scores stored", "packet sealed"),
        told=("focal_point", "reviewer"),
    ),
    Transition(
        machine="submission",
        name="undo_accept",
        sources=("accepted",),
        target="recommended",
        who=("approver",),
        condition="within 24 hours; no plan circulated with it",
        reason_required=True,
        recorded=("undone_at", "undone_by"),
        told=("focal_point", "reviewer"),
    ),
)

ASSESSMENT: Final[Machine] = (
    Transition(
        machine="assessment",
        name="open_points",
        sources=("unread", "settled"),
        target="points_open",
        who=("reviewer",),
        condition="submission under_review; a must-fix or question is open",
    ),
    Transition(
        machine="assessment",
        name="settle",
        sources=("unread", "points_open"),
        target="settled",
        who=("reviewer",),
        condition="submission under_review; no must-fix open; no n/a refused",
        recorded=("settled_at", "settled_by"),
    ),
)


def find(machine: Machine, name: str) -> Transition:
    """Give the arrow of that name; KeyError with the name when the table has none."""
    for transition in machine:
        if transition.name == name:
            return transition
    raise KeyError(name)


def leaving(machine: Machine, state: str) -> Machine:
    """Give the arrows that leave a state, in the order of the table."""
    return tuple(transition for transition in machine if state in transition.sources)


def states(machine: Machine) -> tuple[str, ...]:
    """Give every state of a machine once, in the order in which the table first names it."""
    named = (state for arrow in machine for state in (*arrow.sources, *arrow.targets))
    return tuple(dict.fromkeys(named))


def diagram(machine: Machine) -> str:
    """Draw a machine as the text of a Mermaid state diagram."""
    return "\n".join(("stateDiagram-v2", *(f"    {line}" for line in _lines(machine))))


def _lines(machine: Machine) -> Iterator[str]:
    """Give the first states, then each arrow with who may take it, then the states nobody leaves."""
    entered = {state for arrow in machine for state in arrow.targets if state not in arrow.sources}
    for state in states(machine):
        if state not in entered:
            yield f"[*] --> {state}"
    for arrow in machine:
        who = ", ".join(role.replace("_", " ") for role in arrow.who)
        label = f"{arrow.name.replace('_', ' ')} ({who})"
        yield from (
            f"{source} --> {target} : {label}"
            for source in arrow.sources
            for target in arrow.targets
        )
    for state in states(machine):
        if not leaving(machine, state):
            yield f"{state} --> [*]"
