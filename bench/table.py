"""The one table of the bench."""

import statistics
from dataclasses import dataclass
from typing import Any

QUERIES = 12  # statements that a page may take
WAIT = 300  # milliseconds of a save beside two exports
MEMORY = 120  # MB a worker may hold


@dataclass(frozen=True)
class Line:
    """A line of the table; times in milliseconds."""

    work: str
    median: str
    p95: str = ""
    statements: str = ""
    ratio: str = ""
    cpu: str = ""
    aim: str = ""
    met: str = ""


def page_line(work: Any, floors: dict[str, Any]) -> Line:
    """The line of one work."""
    floor = floors.get(work.floor)
    ratio = work.median / floor.median if floor else None
    limit = QUERIES if work.floor == "select" else None
    missed = ["ratio"] if ratio and work.aim and ratio > work.aim else []
    missed += ["statements"] if limit and work.statements > limit else []
    aims = [f"≤ {work.aim:g} ×"] if work.aim else []
    aims += [f"≤ {limit} statements"] if limit else []
    return Line(
        work.name,
        f"{work.median:.1f}",
        f"{work.p95:.1f}",
        str(work.statements),
        f"{ratio:.1f} × {work.floor}" if ratio else "floor",
        f"{work.cpu:.1f} ms" + (f", {work.cpu / floor.cpu:.1f} ×" if floor else ""),
        ", ".join(aims),
        _met(missed) if aims else "",
    )


def file_line(name: str, made: Any, floor: Any = None, *, aim: float | None = None) -> Line:
    """The line of a file; its p95 is the slowest of the few turns."""
    ratio = made.median / floor.median if floor else None
    missed = ["ratio"] if ratio and aim and ratio > aim else []
    return Line(
        f"{name}, {made.size}",
        f"{made.median:.0f}",
        f"{max(made.times):.0f}",
        ratio=f"{ratio:.2f} × floor" if ratio else "floor",
        aim=f"≤ {aim:g} ×" if aim else "",
        met=_met(missed) if aim else "",
    )


def _met(missed: list[str]) -> str:
    return f"no ({', '.join(missed)})" if missed else "yes"


def show(lines: list[Line]) -> None:
    """Print the table, every column as wide as its widest cell."""
    heads = ("work", "median ms", "p95", "statements", "ratio", "processor", "aim", "met")
    rows = [heads, *(tuple(vars(one).values()) for one in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    for number, row in enumerate(rows):
        cells = [text.ljust(width) for text, width in zip(row, widths, strict=True)]
        print(" | ".join(cells).rstrip())
        if number == 0:
            print("-|-".join("-" * width for width in widths))


def memory_line(resident: list[int]) -> Line:
    missed = ["memory"] if max(resident) >= MEMORY else []
    held = ", ".join(str(one) for one in resident)
    return Line(
        "memory of the workers after the run, MB", held, aim=f"< {MEMORY} MB", met=_met(missed)
    )


def file_lines(made: dict[str, Any]) -> list[Line]:
    """Excel and PDF, each after its floor."""
    return [
        file_line("plan read into a document, with digest", made["document"]),
        file_line("csv of the plan", made["csv"]),
        file_line("openpyxl write-only with formats", made["excel floor"]),
        file_line("Excel of the plan", made["excel"], made["excel floor"], aim=1.3),
        file_line("WeasyPrint, plain tables", made["pdf floor"]),
        file_line("PDF of a chapter", made["pdf"], made["pdf floor"], aim=1.3),
    ]


def nation_lines(made: dict[str, Any]) -> list[Line]:
    """A national plan as the worker prints it, and once more after one row was edited; processor time."""
    floor, whole = made["floor"], made["whole"]
    return [
        file_line("WeasyPrint, plain tables, per page", floor),
        file_line("PDF of a nation, printed part by part", made["printed"], floor, aim=1.3),
        file_line("the same with page and workbook checked", whole, floor),
        file_line("again after one edited row, of that", made["again"], whole, aim=0.1),
    ]


def wait_line(times: list[float]) -> Line:
    """A colleague's saves while two workers make files."""
    missed = ["wait"] if max(times) > WAIT else []
    return Line(
        f"save while two exports run, {len(times)} saves",
        f"{statistics.median(times):.0f}",
        f"{max(times):.0f}",
        aim=f"never > {WAIT} ms",
        met=_met(missed),
    )


def import_lines(found: dict[str, Any]) -> list[Line]:
    """A file of programmes brought, read and written, in a process of its own."""
    rows, held = f"{sum(found['counts'].values())} rows", f"at most {found['peak']} MB held"
    return [
        Line(f"import preview of {rows}, {held}", f"{found['preview'] * 1000:.0f}"),
        Line(f"write of {rows}", f"{found['write'] * 1000:.0f}"),
    ]
