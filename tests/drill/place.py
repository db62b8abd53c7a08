"""A database with a web server of its own, as processes of this machine; nothing of it outlives the test."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psycopg2  # type: ignore[import-untyped]

from tests.drill.web import Browser

ROOT = Path(__file__).resolve().parent.parent.parent
NO_POSTGRES = 3  # what deploy/with_pg.sh says where no PostgreSQL programs are
START, STOP, RUN = 120, 120, 600  # seconds that a process may take
# Connections of the web server to this database, whatever they are at.
OTHERS = """SELECT pid FROM pg_stat_activity
 WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""


@dataclass
class Place:
    """``folder`` holds log, files and, with SQLite, the database. ``variables`` stand beside the usual
    ones in the environment of every process; ``application`` is what gunicorn serves."""

    folder: Path
    database: str
    variables: Mapping[str, str] = field(default_factory=dict)
    application: str = "nsss_gender.wsgi:application"
    site: str = ""
    server: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        """What the web server wrote so far."""
        return (self.folder / "web.log").read_text(errors="replace")

    def environment(self, module: str, **more: str) -> dict[str, str]:
        """The environment of a process here: this database, nobody's ``.env``."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith("NSSS_")}
        own = {
            "NSSS_ENV": "development",
            "NSSS_DOTENV": "",
            "NSSS_MEDIA": str(self.folder),
            "NSSS_LOG_LEVEL": "WARNING",
            "DATABASE_URL": self.database,
            "DJANGO_SETTINGS_MODULE": module,
        }
        return {**kept, **own, **self.variables, **more}

    def run(self, *words: str, module: str = "tests.settings") -> str:
        """Run Python with ``words`` to its end; what it printed. Raises with its complaint."""
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment(module),
            capture_output=True,
            text=True,
            timeout=RUN,
            check=False,
        )
        if done.returncode:
            raise AssertionError(f"{words} ended with {done.returncode}:\n{done.stderr[-2000:]}")
        return done.stdout

    def told(self, *words: str) -> Any:
        """What the ``main`` of a module of this room found, given the words after its name."""
        return json.loads(self.run("-m", "tests.drill.told", *words).splitlines()[-1])

    # The web server

    def start(self) -> None:
        """Start gunicorn as in production, at the address it had before; back when it answers."""
        self.site = self.site or f"127.0.0.1:{free_port()}"
        words = ["-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
        with (self.folder / "web.log").open("ab") as log:
            self.server = subprocess.Popen(
                [sys.executable, *words, self.application],
                cwd=ROOT,
                env=self.environment("nsss_gender.settings", BIND=self.site),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()

    def _wait(self) -> None:
        """Back when the server answers; raises with its log where it ends or stays silent."""
        asking = Browser(self.site)
        for _ in range(START * 10):
            if self.server is None or self.server.poll() is not None:
                break
            try:
                if asking.get("/health/").status == 200:
                    asking.close()
                    return
            except OSError:
                time.sleep(0.1)
        asking.close()
        raise AssertionError(f"The web server did not start:\n{self.log[-2000:]}")

    def stop(self) -> None:
        """End the server and every process it started."""
        if self.server is None:
            return
        self.server.terminate()
        try:
            self.server.wait(STOP)
        except subprocess.TimeoutExpired:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait(STOP)
        self.server = None

    def reload(self) -> None:
        """What a deployment does: new workers for the old ones, which finish what they are at."""
        assert self.server is not None
        self.server.send_signal(signal.SIGHUP)

    def workers(self) -> list[int]:
        """The process ids of the workers that run now."""
        if self.server is None:
            return []
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children")
        return [int(word) for word in children.read_text().split()]

    def kill_worker(self) -> bool:
        """Kill one worker without a word; False where none was running."""
        running = self.workers()
        if not running:
            return False
        try:
            os.kill(random.choice(running), signal.SIGKILL)  # noqa: S311
        except ProcessLookupError:
            return False
        return True

    def kill_backend(self) -> float:
        """Kill one process of PostgreSQL without a word; the seconds until it takes visitors again."""
        with (
            closing(psycopg2.connect(**parameters(self.database))) as line,
            line.cursor() as cursor,
        ):
            cursor.execute(OTHERS)
            pid = random.choice(cursor.fetchall() or [(line.info.backend_pid,)])[0]  # noqa: S311
            os.kill(pid, signal.SIGKILL)
        start = time.monotonic()
        while time.monotonic() - start < START:
            try:
                psycopg2.connect(**parameters(self.database)).close()
            except psycopg2.OperationalError:
                time.sleep(0.05)
            else:
                return time.monotonic() - start
        raise AssertionError("PostgreSQL did not come back.")


def parameters(address: str) -> dict[str, str]:
    """What psycopg2 needs for an address that deploy/with_pg.sh gave."""
    path, _, folder = address.partition("?host=")
    return {"dbname": path.rpartition("/")[2], "user": "postgres", "host": folder}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL of its own with durable commits: its address; empty where there are no programs."""
    held = subprocess.Popen(
        [str(ROOT / "deploy/with_pg.sh"), "sh", "-c", 'echo "$DATABASE_URL"; cat >/dev/null'],
        cwd=ROOT,
        env={**os.environ, "PGFSYNC": "on"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield _pipe(held.stdout).readline().strip()
    finally:
        _pipe(held.stdin).close()  # the shell inside ends, and with it the database
        code = held.wait(STOP)
        _pipe(held.stdout).close()
        if code not in {0, NO_POSTGRES}:
            raise AssertionError(f"with_pg.sh ended with {code}")


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
