"""The measuring of pages: both servers, one client, every work in every round."""

import logging
import os
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import crowd
import neighbours
import printing
import rollup
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from files import measure
from seeding import Seeded, seed
from table import (
    file_lines,
    import_lines,
    memory_line,
    nation_lines,
    page_line,
    show,
    wait_line,
)

from tests.drill.place import Place
from tests.drill.seed import session
from tests.drill.web import Answer, Browser

ROUNDS, EACH = 10, 12  # every work comes up in every round, so that noise meets all alike
IMPORT = ("tests.drill.importing", "5000")
SECTION, CODE = "empowerment", "Q6a"

Ask = Callable[[Browser], Answer]


@dataclass
class Work:
    """Something asked over HTTP. ``floor`` names the work it is a multiple of; ``ready`` runs once
    on a new connection and gives what is then asked again and again."""

    name: str
    ready: Callable[[Browser], Ask]
    floor: str = ""
    aim: float | None = None
    session: str = ""
    statements: int | None = None
    times: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def cpu(self) -> float:
        """Milliseconds of processor time that the web server spent on one request."""
        return statistics.median(self.busy)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20)[-1]


@contextmanager
def served(place: Place) -> Iterator[Place]:
    """Serve the place, and stop it whatever happens."""
    try:
        place.start()
        yield place
    finally:
        place.stop()


def opened(place: Place, session: str) -> Browser:
    """A browser behind the proxy; the form's page and host are those that the server expects."""
    headers = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "127.0.0.1",
        "Referer": f"https://{place.site}/",
    }
    cookies = {settings.SESSION_COOKIE_NAME: session} if session else {}
    return Browser(place.site, cookies, headers)


# ── The works ───────────────────────────────────────────────────────────────────────────────────


def page(path: str) -> Callable[[Browser], Ask]:
    """Ask for one address."""
    return lambda _browser: lambda browser: browser.get(path)


def insert(_browser: Browser) -> Ask:
    return lambda browser: browser.post("/insert/", {"text": uuid.uuid4().hex})


def save(path: str, *, everything: bool) -> Callable[[Browser], Ask]:
    """Post the section as it stands with one text changed, or with every text of it changed."""

    def ready(browser: Browser) -> Ask:
        fields = browser.form(path)
        texts = [name for name in fields if name.endswith("-text")]
        changed = texts if everything else [f"{CODE}-text"]

        def ask(browser: Browser) -> Answer:
            said = uuid.uuid4().hex
            fields["token"] = [str(uuid.uuid4())]
            fields.update({name: [f"What was typed last: {said}."] for name in changed})
            answer = browser.post(path, fields)
            for name in changed:
                base = name.replace("-text", "-base")
                fields[base] = [str(int(fields[base][0]) + 1)]
            return answer

        return ask

    return ready


def autosave(path: str, section: str, writer: object) -> Callable[[Browser], Ask]:
    """Post one text of one answer as the page's script does while somebody types."""

    def ready(browser: Browser) -> Ask:
        shown = browser.form(section)
        fields = {name: shown[name] for name in ("csrfmiddlewaretoken", f"{CODE}-base")}
        fields |= {"writer": [str(writer)], "field": ["text"]}

        def ask(browser: Browser) -> Answer:
            fields["token"] = [str(uuid.uuid4())]
            fields[f"{CODE}-text"] = [f"What was typed last: {uuid.uuid4().hex}."]
            answer = browser.post(path, fields)
            fields[f"{CODE}-base"] = [str(int(fields[f"{CODE}-base"][0]) + 1)]
            return answer

        return ask

    return ready


def works(seeded: Any) -> list[Work]:
    """What is measured, each with its aim in multiples of its floor (issue 2, step 5)."""
    draft, read = seeded.draft, seeded.under_review
    focal, reviewer = session(seeded.focal), session(seeded.reviewer)
    section = reverse("assessments:section", args=[draft.assessments.first().pk, SECTION])
    typed = reverse("assessments:autosave", args=[draft.assessments.first().pk, CODE])
    programme = reverse("assessments:read_assessment", args=[read.assessments.first().pk])

    def own(name: str, address: str, **aim: Any) -> Work:
        return Work(name, page(address), "select", session=focal, **aim)

    def division(name: str, address: str, **aim: Any) -> Work:
        return Work(name, page(address), "select", session=reviewer, **aim)

    return [
        own(f"form page (section {SECTION})", section, aim=15),
        division("list of 50 (register)", reverse("programmes:list"), aim=12),
        own("our report, 20 programmes", reverse("assessments:report", args=[draft.pk])),
        own("grid of answers, 20 programmes", reverse("assessments:grid", args=[draft.pk])),
        own("short form, 20 programmes", reverse("assessments:short_form", args=[draft.pk])),
        own("task list of a programme", section.replace(f"sections/{SECTION}/", "")),
        division("queue, 40 reports", reverse("assessments:queue")),
        division("queue of 1,000", f"{reverse('assessments:queue')}?state=all", aim=12),
        division("reading page of a report", reverse("assessments:read", args=[read.pk])),
        division("reading page of a programme", programme, aim=8),
        *_plan_works(seeded, division),
        Work(
            "autosave of one text",
            autosave(typed, section, seeded.focal.pk),
            "insert",
            aim=8,
            session=focal,
        ),
        Work(
            "save of a section, one answer",
            save(section, everything=False),
            "insert",
            aim=8,
            session=focal,
        ),
        Work(
            "save of a section, every answer",
            save(section, everything=True),
            "insert",
            session=focal,
        ),
        Work("sign-in page", page(reverse("account_login")), "select"),
    ]


def _plan_works(seeded: Seeded, division: Callable[..., Work]) -> list[Work]:
    """Board, analysis, and the plan with its chapters: what the Cabinet Division reads of a round."""
    plan = {"pk": seeded.plan.pk}
    chapter = plan | {"ministry": seeded.accepted.pk}
    return [
        division(
            "board of the round, 40 ministries", reverse("reports:board", args=[seeded.round])
        ),
        division("what is stuck in the round", reverse("reports:stuck", args=[seeded.round])),
        division(
            "one ministry of the board",
            reverse("reports:board_ministry", args=[seeded.round, seeded.accepted.pk]),
        ),
        division("analysis of the nation", reverse("reports:analysis", kwargs=plan)),
        division("analysis of a ministry", reverse("reports:ministry_analysis", kwargs=chapter)),
        division("national page", reverse("reports:plan", kwargs=plan)),
        division("chapter of a ministry", reverse("reports:chapter", kwargs=chapter)),
        division("rows of the plan", reverse("reports:rows", kwargs=plan)),
    ]


# ── Measuring ───────────────────────────────────────────────────────────────────────────────────


def timed(place: Place, work: Work, *, kept: bool) -> None:
    """One block of requests on a connection of its own; the first is not counted."""
    browser = opened(place, work.session)
    try:
        ask = work.ready(browser)
        spent = processor(place)
        for number in range(EACH + 1):
            start = time.perf_counter()
            answer = ask(browser)
            taken = (time.perf_counter() - start) * 1000
            if answer.status not in {200, 204, 302} or "/accounts/" in answer.location:
                raise SystemExit(
                    f"{work.name}: {answer.status} {answer.location} {answer.body[:500]}"
                )
            if number and kept:
                work.times.append(taken)
        if kept:
            work.busy.append((processor(place) - spent) / (EACH + 1))
    finally:
        browser.close()


def processor(place: Place) -> float:
    """Milliseconds of processor time that the workers have spent so far, all threads together."""
    threads = (one for pid in place.workers() for one in Path(f"/proc/{pid}/task").iterdir())
    return sum(int((one / "schedstat").read_text().split()[0]) for one in threads) / 1_000_000


def statements(work: Work) -> int:
    """The statements of one request, the second in this process; savepoints count, BEGIN and COMMIT not."""
    client = Client(HTTP_HOST="127.0.0.1", HTTP_ACCEPT_LANGUAGE="en")
    if work.session:
        client.cookies[settings.SESSION_COOKIE_NAME] = work.session
    browser = InProcess(client)
    ask = work.ready(browser)
    ask(browser)
    with CaptureQueriesContext(connection) as captured:
        answer = ask(browser)
    if answer.status not in {200, 302}:
        raise SystemExit(f"{work.name}: {answer.status} in this process")
    return sum(query["sql"] not in {"BEGIN", "COMMIT"} for query in captured.captured_queries)


class InProcess(Browser):
    """The same questions, asked of the application in this process, where its statements are seen."""

    def __init__(self, client: Any) -> None:
        super().__init__("")
        self.client = client

    def get(self, path: str) -> Answer:
        return self._told(self.client.get(path, secure=True))

    def post(self, path: str, fields: Any) -> Answer:
        return self._told(self.client.post(path, dict(fields), secure=True))

    def _told(self, response: Any) -> Answer:
        return Answer(
            response.status_code, response.headers.get("Location", ""), response.content.decode()
        )


def memory(place: Place) -> list[int]:
    """Resident megabytes of each worker."""
    found = []
    for worker in place.workers():
        status = Path(f"/proc/{worker}/status").read_text()
        kilobytes = next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[
            1
        ]
        found.append(round(int(kilobytes) / 1024))
    return found


def main(folder: Path, own: dict[str, str]) -> None:
    """Seed, measure, print; ``own`` is the environment of production."""
    logging.disable(logging.WARNING)
    started = time.perf_counter()
    call_command("collectstatic", verbosity=0, interactive=False)
    seeded = seed()
    print(f"seeded in {time.perf_counter() - started:.0f} s: {seeded.counts}", flush=True)
    if os.environ.get("ONLY") == "crowd":
        show(list(crowd.lines(crowded(seeded, folder, own))))
        return
    floors, measured, resident, waits = pages(seeded, folder, own)
    lines = [page_line(work, floors) for work in (*floors.values(), *measured)]
    lines.append(memory_line(resident))
    lines.append(wait_line(waits))
    lines += crowd.lines(crowded(seeded, folder, own))
    lines += file_lines(measure(seeded.plan, seeded.accepted))
    lines += rollup.lines(rollup.measure(seeded.plan))
    lines += nation_lines(printing.measure())
    show([*lines, *import_lines(Place(folder, os.environ["DATABASE_URL"]).told(*IMPORT))])
    print(f"\n{ROUNDS} × {EACH} requests each; {time.perf_counter() - started:.0f} s in all")


def pages(
    seeded: Seeded, folder: Path, own: dict[str, str]
) -> tuple[dict[str, Work], list[Work], list[int], list[float]]:
    """The two floors, the works, the megabytes of each worker at the end, and the saves beside exports."""
    select = Work("bare view, one SELECT", page("/select/"), statements=1)
    bare = Work("bare view, one INSERT", insert, statements=1)
    floors, measured = {"select": select, "insert": bare}, works(seeded)
    for work in measured:
        work.statements = statements(work)
    folders = [folder / "ours", folder / "floor"]
    for one in folders:
        one.mkdir()
    address = os.environ["DATABASE_URL"]
    ours = Place(folders[0], address, own)
    ground = Place(folders[1], address, own, "floor:application")
    with served(ours), served(ground):
        for number in range(ROUNDS + 1):
            for work in floors.values():
                timed(ground, work, kept=number > 0)
            for work in measured:
                timed(ours, work, kept=number > 0)
        resident = memory(ours)
        one = next(work for work in measured if work.name.startswith("save of a section, one"))
        return floors, measured, resident, beside(ours, seeded, one)


def crowded(seeded: Seeded, folder: Path, own: dict[str, str]) -> crowd.Found:
    """The crowd, on web processes of its own, so that their memory begins as that of any morning."""
    where = folder / "crowd"
    where.mkdir()
    with served(Place(where, os.environ["DATABASE_URL"], own)) as place:
        return crowd.measure(place, seeded, opened)


def beside(place: Place, seeded: Seeded, work: Work) -> list[float]:
    """The saves of a colleague while two files are made."""
    browser = opened(place, work.session)

    def ready() -> Callable[[], Answer]:
        ask = work.ready(browser)
        return lambda: ask(browser)

    try:
        return neighbours.measure(place, seeded, ready)
    finally:
        browser.close()
