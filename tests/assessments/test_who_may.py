"""Every state × arrow × person of a submission, written down by hand: whoever is not named is refused.

Read a line as: in this state, where the condition of the arrow holds, exactly these may take it. People:
f focal point, c contributor with something handed out, r the reviewer who holds the report, s a second reviewer,
a approver. Everybody else (focal point of another ministry, technical support, coordinator, administrator,
observer, somebody without a seat) stands in no cell of the table.
"""

import pytest

from assessments.permissions import can_move
from assessments.workflow import ASSESSMENT, SUBMISSION
from tests.assessments.factories import STATES
from tests.assessments.test_submissions import ready

pytestmark = pytest.mark.django_db

PEOPLE = {
    "f": "focal",
    "c": "contributor",
    "r": "reviewer",
    "s": "second_reviewer",
    "a": "approver",
}
# not started · in progress · cleared · submitted · under review · returned · recommended · accepted
TABLE = """
    open            fc    -     -     -     -     -     -     -
    nil             f     -     -     -     -     -     -     -
    clear           -     f     -     -     -     f     -     -
    void_clearance  -     -     fc    -     -     -     -     -
    submit          -     -     f     -     -     -     -     -
    resubmit        -     -     -     -     -     f     -     -
    recall          -     -     -     f     -     -     -     -
    claim           -     -     -     rs    -     -     -     -
    hand_over       -     -     -     -     r     -     -     -
    return          -     -     -     -     r     -     -     -
    undo_return     -     -     -     -     -     r     -     -
    recommend       -     -     -     -     r     -     -     -
    send_back       -     -     -     -     -     -     a     -
    accept          -     -     -     -     -     -     a     -
    undo_accept     -     -     -     -     -     -     -     a
"""
# In which state an assessment's arrow can be taken, and by whom, while the report is under review.
OF_ASSESSMENT = {
    ("unread", "open_points"): "r",
    ("settled", "open_points"): "r",
    ("unread", "settle"): "r",
    ("points_open", "settle"): "r",
}
LINES = [line.split() for line in TABLE.strip().splitlines()]
CELLS = {
    (arrow, state): "" if cell == "-" else cell
    for arrow, *cells in LINES
    for state, cell in zip(STATES, cells, strict=True)
}


def test_the_table_names_every_arrow_once_and_every_state() -> None:
    assert [line[0] for line in LINES] == [arrow.name for arrow in SUBMISSION]
    assert {len(line) for line in LINES} == {1 + len(STATES)}


# Where the condition of an arrow needs a scene of its own; a reply needs the only comment there is, so it comes first.
APART = {
    ("not_started", "nil"): "nil",
    ("returned", "clear"): "clear",
    ("returned", "resubmit"): "clear",
    ("under_review", "return"): "return",
    ("under_review", "recommend"): "recommend",
}


@pytest.mark.parametrize("state", STATES)
def test_exactly_these_may(state: str) -> None:
    apart = {way for (where, _arrow), way in APART.items() if where == state}
    scenes = {way: ready(state, way) for way in sorted(apart)} | {"": ready(state)}
    wrong = {}
    for arrow in (line[0] for line in LINES):
        scene = scenes[APART.get((state, arrow), "")]
        found = {
            name for name, user in scene.people.items() if can_move(user, scene.submission, arrow)
        }
        if found != {PEOPLE[letter] for letter in CELLS[arrow, state]}:
            wrong[arrow] = found
    assert wrong == {}


def test_the_arrows_of_an_assessment_are_the_reviewers_who_holds_the_report() -> None:
    listed = {(source, arrow.name) for arrow in ASSESSMENT for source in arrow.sources}
    assert listed == set(OF_ASSESSMENT)
    assert {arrow.who for arrow in ASSESSMENT} == {("reviewer",)}
