"""Sixty people type, five read and a file is made, all on two web processes (reliability 54)."""

import os
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.urls import reverse
from neighbours import BUSY, workers
from table import Line

from assessments.models import Assessment
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import User
from reports import tasks
from reports.models import Export, PrintedPart, Subject
from reports.services.exports import Wanted, export_ask
from tests.assessments.factories import hand_out
from tests.drill.place import Place
from tests.drill.seed import session
from tests.drill.web import Browser
from tests.people import make_user

PEOPLE, READERS, EVERY = 60, 5, 5.0  # seconds from one save of a person to the next
SECONDS = int(
    os.environ.get("TYPING") or 60
)  # `make bench TYPING=600`: the ten minutes of the figure
WARM = 10  # seconds after which the workers' memory is looked at first
ALONE, PAUSE = 100, 0.1  # saves of one person with nobody else there
READING = 2.0  # seconds from one page of a reader to the next
SECTION, CODE = "norms", "Q8"
WAIT, GROWTH = 5, 1.1  # times the 95th percentile alone; times the memory at first
OK = 200

Opened = Callable[[Place, str], Browser]


@dataclass
class Found:
    """Milliseconds of saves and pages, what failed, and the workers' megabytes at first and at the end."""

    alone: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    before: list[float] = field(default_factory=list)
    after: list[float] = field(default_factory=list)
    exporting: float = 0.0  # seconds in which a file was being made


@dataclass
class Typist:
    """One person with one answer open, who goes on typing in it."""

    browser: Browser
    writer: str
    assessment: str
    fields: dict[str, list[str]] = field(default_factory=dict)

    def open(self) -> "Typist":
        shown = self.browser.form(reverse("assessments:section", args=[self.assessment, SECTION]))
        self.fields = {name: shown[name] for name in ("csrfmiddlewaretoken", f"{CODE}-base")}
        self.fields |= {"writer": [self.writer], "field": ["text"]}
        return self

    def save(self) -> str:
        """Save a new text as the page's script does. Out: what went wrong, empty for nothing."""
        self.fields["token"] = [str(uuid.uuid4())]
        self.fields[f"{CODE}-text"] = [f"What was typed last: {uuid.uuid4().hex}."]
        door = reverse("assessments:autosave", args=[self.assessment, CODE])
        answer = self.browser.post(door, self.fields)
        if answer.status != OK or '"clash"' in answer.body:
            return f"{answer.status} {answer.body[:200]}"
        self.fields[f"{CODE}-base"] = [str(int(self.fields[f"{CODE}-base"][0]) + 1)]
        return ""


def measure(place: Place, seeded: Any, opened: Opened) -> Found:
    """First one person alone, then the crowd for SECONDS."""
    found = Found()
    people = [Typist(opened(place, key), who, what) for key, who, what in typists(seeded)]
    readers = [opened(place, session(seeded.reviewer)) for _ in range(READERS)]
    try:
        _alone(people[0].open(), found)
        _together(place, seeded, people, readers, found)
    finally:
        for browser in [*(one.browser for one in people), *readers]:
            browser.close()
    return found


def typists(seeded: Any) -> list[tuple[str, str, str]]:
    """A session, a person and a programme handed to them, for each of the sixty."""
    rows = Assessment.objects.filter(submission__round=seeded.round, submission__submitted_at=None)
    rows = rows.select_related("submission__ministry").order_by("programme__code")
    every = max(rows.count() // PEOPLE, 1)
    password = make_password("quiet river lantern 77")
    made = []
    for number, row in enumerate(rows[::every][:PEOPLE]):
        ministry = row.submission.ministry
        person = make_user(f"typist-{number}", Role.CONTRIBUTOR, ministry, password=password)
        hand_out(row, person, User.objects.get(username=f"focal-{ministry.code}"))
        made.append((session(person), str(person.pk), str(row.pk)))
    return made


def _alone(typist: Typist, found: Found) -> None:
    for _ in range(ALONE):
        _timed(typist.save, found.alone, found.failed)
        time.sleep(PAUSE)


def _together(
    place: Place, seeded: Any, people: list[Typist], readers: list[Browser], found: Found
) -> None:
    until = time.monotonic() + WARM + SECONDS
    paths = _read(seeded)
    with ThreadPoolExecutor(len(people) + len(readers)) as pool, workers(place, 1):
        work = [pool.submit(_type, one, until, found, number) for number, one in enumerate(people)]
        work += [pool.submit(_reading, one, paths, until, found) for one in readers]
        time.sleep(WARM)
        found.before = resident(place)
        while time.monotonic() < until:
            _one_export(seeded, found)
        for one in work:
            one.result()
        found.after = resident(place)


def _type(typist: Typist, until: float, found: Found, number: int) -> None:
    """Save every five seconds; the sixty begin one after another, as people do."""
    time.sleep(EVERY * number / PEOPLE)
    typist.open()
    due = time.monotonic()
    while due < until:
        _timed(typist.save, found.saves, found.failed)
        due += EVERY
        time.sleep(max(due - time.monotonic(), 0))


def _read(seeded: Any) -> list[str]:
    """What the Cabinet Division looks at meanwhile."""
    report = seeded.under_review
    return [
        f"{reverse('assessments:queue')}?state=all",
        reverse("assessments:read", args=[report.pk]),
        reverse("assessments:read_assessment", args=[report.assessments.first().pk]),
        reverse("reports:board", args=[seeded.round]),
    ]


def _reading(browser: Browser, paths: list[str], until: float, found: Found) -> None:
    number = 0
    while time.monotonic() < until:
        _timed(partial(_page, browser, paths[number % len(paths)]), found.pages, found.failed)
        number += 1
        time.sleep(READING)


def _page(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    return "" if answer.status == OK else f"{path}: {answer.status}"


def _timed(work: Callable[[], str], times: list[float], failed: list[str]) -> None:
    start = time.perf_counter()
    try:
        wrong = work()
    except OSError as error:
        wrong = repr(error)
    times.append((time.perf_counter() - start) * 1000)
    if wrong:
        failed.append(wrong)


def _one_export(seeded: Any, found: Found) -> None:
    """Keep one file in the making: ask for the next where none is, and let it be printed from nothing."""
    if not Export.objects.filter(state__in=BUSY).exists():
        PrintedPart.objects.all().delete()
        language = "bn" if Export.objects.count() % 2 else "en"
        of, wanted = Subject.of_plan(seeded.plan), Wanted("pdf", language)
        export_ask(key=uuid.uuid4(), of=of, wanted=wanted, by=seeded.reviewer)
        tasks.queue_waiting()
    start = time.monotonic()
    time.sleep(0.5)
    if Export.objects.filter(state__in=BUSY).exists():
        found.exporting += time.monotonic() - start


def resident(place: Place) -> list[float]:
    """Megabytes that each worker holds."""
    pages = [Path(f"/proc/{pid}/statm").read_text().split()[1] for pid in place.workers()]
    return [int(one) * os.sysconf("SC_PAGE_SIZE") / (1 << 20) for one in pages]


# ── The table ───────────────────────────────────────────────────────────────────────────────────


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def lines(found: Found) -> Iterator[Line]:
    """The person alone, the crowd, the readers, the memory."""
    alone, crowd = _p95(found.alone), _p95(found.saves)
    missed = ["p95"] if crowd > WAIT * alone else []
    missed += [f"{len(found.failed)} failed: {found.failed[0]}"] if found.failed else []
    yield Line(
        f"autosave of one person alone, {len(found.alone)} saves",
        f"{statistics.median(found.alone):.1f}",
        f"{alone:.1f}",
        ratio="floor",
    )
    yield Line(
        f"autosave of {PEOPLE} every {EVERY:g} s for {WARM + SECONDS} s, {len(found.saves)} saves",
        f"{statistics.median(found.saves):.1f}",
        f"{crowd:.1f}",
        ratio=f"p95 {crowd / alone:.1f} × alone",
        aim=f"p95 ≤ {WAIT} ×, none fails",
        met=_met(missed),
    )
    yield Line(
        f"pages of {READERS} readers beside, {len(found.pages)}; a file was made for {found.exporting:.0f} s",
        f"{statistics.median(found.pages):.1f}",
        f"{_p95(found.pages):.1f}",
    )
    grown = max(after / before for before, after in zip(found.before, found.after, strict=True))
    held = ", ".join(
        f"{one:.0f} → {other:.0f}" for one, other in zip(found.before, found.after, strict=True)
    )
    yield Line(
        "memory of the workers meanwhile, MB",
        held,
        ratio=f"{grown:.2f} ×",
        aim=f"≤ {GROWTH:g} ×",
        met=_met([] if grown <= GROWTH else ["memory"]),
    )


def _met(missed: list[str]) -> str:
    return f"no ({', '.join(missed)})" if missed else "yes"
