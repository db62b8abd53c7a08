"""The pictures of the README: ``make screenshots``.

A database, files and a web server of their own, in a folder that goes away at the end; the demonstration
in it; and a browser that walks through it. Out: docs/screenshots/*.png.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "docs" / "screenshots"
LIMIT = 250_000  # bytes of one picture
START = 60  # seconds that the web server may take
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
DESK = ViewportSize(width=1280, height=960)
PHONE = ViewportSize(width=360, height=740)
FILE = 120_000  # milliseconds that the plan of the nation may take
CHAPTER = "Ministry of Women and Children Affairs"
HEAT = "analysis/?show=programmes"
TABLE = 3  # so many pages after the first figures of a ministry its plan table is in full
FIRST, VOICE = "Old Age Allowance", "Social capital and voice"


class Place:
    """The folder of one run: its database, its files, its processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        kept = {name: text for name, text in os.environ.items() if not name.startswith("NSSS_")}
        self.environment = kept | {
            "NSSS_ENV": "development",
            "NSSS_DEMO": "1",
            "NSSS_DOTENV": "",
            "NSSS_LOG_LEVEL": "WARNING",
            "NSSS_MEDIA": str(folder),
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "BIND": self.address,
        }

    def run(self, *words: str) -> str:
        """Run a program to its end. Out: what it printed; raises when it fails."""
        return subprocess.run(  # noqa: S603
            words, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    def manage(self, *words: str) -> str:
        return self.run(sys.executable, "manage.py", *words)

    def load(self) -> str:
        """Fill the database. Out: the password of the demo people."""
        self.manage("migrate", "--verbosity", "0")
        self.manage("createcachetable", "--verbosity", "0")
        self.manage("load_register")
        self.manage("load_references")
        self.manage("load_questionnaire", "fixtures/questionnaires/2019.1.yaml")
        return self.manage("load_demo").rpartition("Password: ")[2].strip()

    @contextmanager
    def served(self) -> Iterator[str]:
        """The address of the running web server; it is stopped afterwards, whatever happened."""
        words = ("-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--log-level", "warning")
        command = [sys.executable, *words, "nsss_gender.wsgi"]
        server = subprocess.Popen(command, cwd=ROOT, env=self.environment)  # noqa: S603
        try:
            self._wait(server)
            yield f"http://{self.address}"
        finally:
            server.terminate()
            server.wait(START)

    def _wait(self, server: subprocess.Popen[bytes]) -> None:
        for _attempt in range(START * 5):
            if server.poll() is not None:
                raise RuntimeError("The web server did not start.")
            try:
                urllib.request.urlopen(f"http://{self.address}/health/", timeout=5).close()
            except (URLError, OSError):
                time.sleep(0.2)
            else:
                return
        raise RuntimeError("The web server did not answer.")


class Walk:
    """A browser at the address of the demonstration."""

    def __init__(self, browser: Browser, address: str, password: str) -> None:
        self.browser, self.address, self.password = browser, address, password

    def enter(self, username: str, *, language: str = "en", phone: bool = False) -> Page:
        """Sign in. Out: the page that the person sees first."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport=PHONE if phone else DESK,
            device_scale_factor=2 if phone else 1,
            locale=language,
        )
        page = context.new_page()
        page.goto("/accounts/login/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", self.password)
        page.click("main button[type=submit]")
        page.wait_for_selector(".account-bar")
        return page


def save(page: Page, name: str, top: str = "") -> None:
    """Take the picture of what is seen, scrolled to ``top`` where it is given."""
    if top:
        page.locator(top).first.evaluate("element => element.scrollIntoView()")
    page.screenshot(path=SHOTS / f"{name}.png", animations="disabled")
    page.evaluate("window.scrollTo(0, 0)")


def ministry(walk: Walk) -> None:
    """Our report, all answers at a glance, the short form, a section, the score; and a section on a phone."""
    page = walk.enter("focal-mosw")
    save(page, "our-report")
    report = page.url
    page.get_by_role("link", name="All answers at a glance").click()
    save(page, "grid")
    page.get_by_role("link", name="Short form of all programmes").click()
    save(page, "short-form")
    page.goto(report)
    page.get_by_role("link", name=FIRST, exact=True).click()
    programme = page.url
    page.get_by_role("link", name=VOICE).click()
    section = page.url
    save(page, "section")
    page.goto(programme)
    page.get_by_role("link", name="Score of the draft").click()
    save(page, "score")
    page.context.close()
    page = walk.enter("focal-mosw", language="bn", phone=True)
    page.goto(section)
    save(page, "section-bn-phone", top=".question")
    page.context.close()


def division(walk: Walk) -> None:
    """The queue, a second packet read by its difference, what is stuck, the week in one page."""
    page = walk.enter("reviewer")
    save(page, "queue")
    page.get_by_role("link", name="Health Services Division").first.click()
    page.get_by_role("link", name="Maternal Health Voucher Scheme").first.click()
    save(page, "reading", top=".panel")
    page.goto("/board/")
    page.get_by_role("link", name="What is stuck").click()
    save(page, "stuck")
    page.goto("/board/")
    page.get_by_role("link", name="The week in one page").click()
    save(page, "week")
    page.context.close()


def plans(walk: Walk, place: Place) -> None:
    """The board, the analysis with its heat map, the national draft, a chapter; and the plan as a file."""
    page = walk.enter("reviewer")
    page.goto("/board/")
    save(page, "board")
    page.goto("/plans/")
    page.get_by_role("link", name="National draft").first.click()
    draft = page.url
    save(page, "national-draft")
    page.get_by_role("link", name=CHAPTER).first.click()
    save(page, "chapter")
    page.goto(draft + "analysis/")
    save(page, "analysis", top="main h2")
    page.goto(draft + HEAT)
    save(page, "heat-map", top="main h2")
    for language, code in (("English", "en"), ("Bangla", "bn")):
        page.goto(draft)
        plan_pages(place, file_of(place, page, language), code)
    page.context.close()
    page = walk.enter("reviewer", language="bn")
    page.goto("/board/")
    save(page, "board-bn")
    page.context.close()


def row(walk: Walk) -> None:
    """A focal point writes a row of its own chapter."""
    page = walk.enter("focal-mowca")
    page.goto("/plans/")
    page.goto(page.locator("main a[href*='/ministries/']").first.get_attribute("href") or "/")
    page.locator("main table a[href^='/rows/']").first.click()
    page.get_by_role("link", name="Edit this row").click()
    save(page, "row", top="#row-measures")
    page.context.close()


def file_of(place: Place, page: Page, language: str) -> Path:
    """The PDF that the page offers, in a language. Out: where it lies."""
    page.get_by_label("PDF").check()
    page.get_by_label(language).check()
    page.get_by_role("button", name="Make the file").click()
    place.manage("db_worker", "--batch")  # the page looks every few seconds and shows the link
    with page.expect_download(timeout=FILE) as download:
        page.locator("main a[href$='/file/']").first.click(timeout=FILE)
    return download.value.path()


def plan_pages(place: Place, plan: Path, code: str) -> None:
    """The first page that lies on its side, with a heat map, and one with the plan's table after it."""
    told = place.run("pdfinfo", "-f", "1", "-l", "999", str(plan)).splitlines()
    sizes = [line.split() for line in told if line.startswith("Page ") and " size:" in line]
    wide = int(next(size[1] for size in sizes if float(size[3]) > float(size[5])))
    for name, number in (("plan-chart", wide), ("plan", wide + TABLE)):
        page, out = str(number), str(SHOTS / f"{name}-{code}-pdf")
        place.run("pdftoppm", "-png", "-r", "90", "-f", page, "-singlefile", str(plan), out)


def main() -> None:
    SHOTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        place = Place(Path(folder))
        password = place.load()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        with place.served() as address:
            walk = Walk(browser, address, password)
            row(walk)
            plans(walk, place)
            ministry(walk)
            division(walk)
        browser.close()
    pictures = sorted(SHOTS.glob("*.png"))
    for picture in pictures:
        print(f"{picture.stat().st_size:>8}  {picture.relative_to(ROOT)}")
    if any(picture.stat().st_size > LIMIT for picture in pictures):
        raise SystemExit(f"A picture is larger than {LIMIT} bytes.")


if __name__ == "__main__":
    main()
