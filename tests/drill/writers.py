"""Four people who save, each in a programme of the same report, and what each of them was told.

Two press the button, two type while the page's script saves for them.
"""

import http.client
import time
import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from tests.drill.place import Place
from tests.drill.web import Browser, Fields, browser

CODE, SECTION = "Q8", "norms"
BROKEN = (OSError, http.client.HTTPException)
TRIES, PATIENCE = 100, 0.1


@dataclass
class Told:
    """One writer's own account: every text sent, every text that was acknowledged, what went wrong."""

    assessment: str
    sent: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    abandoned: list[str] = field(default_factory=list)
    broken: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass
class Writer:
    """Saves ``saves`` texts one after another. A save whose answer was lost is posted again under its
    token, as the page does; every third such save is left alone instead and looked up."""

    browser: Browser
    told: Told
    pause: float = 0.0
    itself: bool = False

    @property
    def door(self) -> str:
        """Where a save goes: the form, or the address of one answer."""
        return f"/assessments/{self.told.assessment}/answers/{CODE}/" if self.itself else self.path

    @property
    def path(self) -> str:
        return f"/assessments/{self.told.assessment}/sections/{SECTION}/"

    def write(self, name: str, saves: int) -> Told:
        fields = self._form()
        for number in range(saves):
            text = f"{name}.{number:03}"
            fields[f"{CODE}-text"] = [text]
            fields["token"] = [str(uuid.uuid4())]
            fields["field"] = ["text"]
            self.told.sent.append(text)
            if self._save(fields, text):
                base = int(fields[f"{CODE}-base"][0])
                fields[f"{CODE}-base"] = [str(base + 1)]
            else:
                fields = self._form()
            time.sleep(self.pause)
        return self.told

    def _form(self) -> Fields:
        for _ in range(TRIES):
            try:
                return self.browser.form(self.path)
            except BROKEN:
                time.sleep(PATIENCE)
        raise AssertionError("The server stayed away.")

    def _save(self, fields: Fields, text: str) -> bool:
        """Whether the save was acknowledged."""
        for _ in range(TRIES):
            try:
                answer = self.browser.post(self.door, fields)
            except BROKEN:
                self.told.broken += 1
                if self.told.broken % 3 == 0:
                    self.told.abandoned.append(text)
                    return False
                time.sleep(PATIENCE)
                continue
            if answer.saved or (self.itself and answer.status == http.client.OK):
                self.told.acknowledged.append(text)
                return True
            self.told.refused.append(f"{text}: {answer.status} {answer.body[:200]}")
            return False
        raise AssertionError("The server stayed away.")


@dataclass
class Writers:
    """The writers at work: start with ``with``, ask ``busy``, collect with ``told``."""

    place: Place
    report: dict[str, Any]
    saves: int
    pause: float = 0.0
    at_work: list[Future[Told]] = field(default_factory=list)

    def __enter__(self) -> "Writers":
        self.pool = ThreadPoolExecutor(len(self.report["assessments"]))
        pairs = zip(self.report["assessments"], self.report["sessions"], strict=True)
        self.at_work = [
            self.pool.submit(self._write, number, assessment, session)
            for number, (assessment, session) in enumerate(pairs)
        ]
        return self

    def __exit__(self, *_error: object) -> None:
        self.pool.shutdown(wait=True)

    @property
    def busy(self) -> bool:
        return not all(one.done() for one in self.at_work)

    def told(self) -> list[Told]:
        """What each was told; waits for the end, raises what a writer raised."""
        return [one.result() for one in self.at_work]

    def _write(self, number: int, assessment: str, session: str) -> Told:
        with browser(self.place.site, session) as opened:
            writer = Writer(opened, Told(assessment), self.pause, itself=number % 2 == 1)
            return writer.write(f"w{number}", self.saves)
