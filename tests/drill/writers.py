"""People who save, each in a programme of the same report, and what each of them was told.

Every other one types while the page's script saves; the others press the button.
"""

import http.client
import time
import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from tests.drill.place import Place
from tests.drill.web import Answer, Browser, Fields, browser, form_fields

CODE, SECTION = "Q8", "norms"
BROKEN = (OSError, http.client.HTTPException)
TRIES, PATIENCE = 600, 0.1
ILL = http.client.INTERNAL_SERVER_ERROR


@dataclass
class Told:
    """One writer's own account: every text sent, every text that was acknowledged, what went wrong."""

    assessment: str
    sent: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    abandoned: list[str] = field(default_factory=list)
    broken: int = 0  # requests that no answer came to
    ill: int = 0  # requests that the server had no database for
    refused: list[str] = field(default_factory=list)


@dataclass
class Writer:
    """Saves ``saves`` texts one after another. A save whose answer was lost is posted again under its
    token, as the page does; where ``weary`` every third such save is left alone instead and looked up."""

    browser: Browser
    told: Told
    pause: float = 0.0
    itself: bool = False
    weary: bool = True

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
                page = self.browser.get(self.path)
            except BROKEN:
                time.sleep(PATIENCE)
                continue
            if page.status < ILL:
                assert page.status == http.client.OK, page.body[:300]
                return form_fields(page.body)
            time.sleep(PATIENCE)
        raise AssertionError("The server stayed away.")

    def _save(self, fields: Fields, text: str) -> bool:
        """Whether the save was acknowledged."""
        for _ in range(TRIES):
            answer = self._post(fields)
            if answer is None:
                if self.weary and (self.told.broken + self.told.ill) % 3 == 0:
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

    def _post(self, fields: Fields) -> Answer | None:
        """The server's word; None where there was none, or it was ill: the save's outcome is unknown."""
        try:
            answer = self.browser.post(self.door, fields)
        except BROKEN:
            self.told.broken += 1
            return None
        if answer.status < ILL:
            return answer
        self.told.ill += 1
        return None


@dataclass
class Writers:
    """The writers at work: start with ``with``, ask ``busy``, collect with ``told``."""

    place: Place
    report: dict[str, Any]
    saves: int
    pause: float = 0.0
    weary: bool = True
    at_work: list[Future[Told]] = field(default_factory=list)
    accounts: list[Told] = field(default_factory=list)

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

    def wait(self, saves: int) -> None:
        """Until so many more saves are acknowledged, or all is done."""
        goal = self._acknowledged + saves
        while self.busy and self._acknowledged < goal:
            time.sleep(0.01)

    @property
    def _acknowledged(self) -> int:
        return sum(len(one.acknowledged) for one in self.accounts)

    def told(self) -> list[Told]:
        """What each was told; waits for the end, raises what a writer raised."""
        return [one.result() for one in self.at_work]

    def _write(self, number: int, assessment: str, session: str) -> Told:
        with browser(self.place.site, session) as opened:
            itself = number % 2 == 1
            writer = Writer(opened, Told(assessment), self.pause, itself, self.weary)
            self.accounts.append(writer.told)
            return writer.write(f"w{number}", self.saves)
