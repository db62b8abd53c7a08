"""A national plan as a PDF: first, and again after one row was edited, in this process.

The plan of the bench has rows of four ministries only, so the document is one made for the purpose: forty ministries, each with twenty
programmes and sixty rows. Times are processor time: this is one thread that waits for nothing.
"""

import time
from collections.abc import Callable
from typing import Any

from files import Made, plain_html, plainly

from reports.exports import press
from tests.reports.nations import Shelf, nation

MINISTRIES, ROWS = 40, 60
FLOOR_PAGES = 30  # the floor is reckoned per page: three hundred of them would only take longer


def measure() -> dict[str, Made]:
    """Printed and checked as the worker does it; then once more with another sentence in one row."""
    first, edited = (nation("en", MINISTRIES, ROWS, edited=number) for number in (0, 7))
    shelf, checks = Shelf(), Stopwatch(press.check)
    press.check = checks  # type: ignore[assignment]
    whole, printed = _timed(lambda: press.draw(first, shelf))
    spent = checks.spent
    again, _changed = _timed(lambda: press.draw(edited, shelf))
    press.check = checks.work
    html, pages = plain_html([table for _number, table in first.tables()][:3], FLOOR_PAGES)
    floor, _content = _timed(lambda: plainly(html).write_pdf())
    size = f"{printed.pages} pages"
    return {
        "floor": Made((floor * printed.pages / pages,), size),
        "printed": Made((whole - spent,), size),
        "whole": Made((whole,), size),
        "again": Made((again,), size),
    }


class Stopwatch:
    """What a work takes, all its turns together, in milliseconds."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self.work, self.spent = work, 0.0

    def __call__(self, *given: Any, **named: Any) -> Any:
        taken, found = _timed(lambda: self.work(*given, **named))
        self.spent += taken
        return found


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    found = work()
    return (time.process_time() - start) * 1000, found


if __name__ == "__main__":
    for name, made in measure().items():
        print(name, made.size, round(made.median))
