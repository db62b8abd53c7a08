"""Decision 9: a worker killed in the middle of a large print; the next one goes on, and the file is the same."""

import signal
import subprocess
import sys

from tests.drill.place import ROOT, Place


def test_a_killed_print_is_taken_up_again_and_gives_the_same_file(place: Place):
    place.told("tests.drill.exporting", "ask")
    died = subprocess.run(
        [sys.executable, "-m", "tests.drill.told", "tests.drill.exporting", "die"],
        cwd=ROOT,
        env=place.environment("tests.settings"),
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    killed = place.told("tests.drill.exporting", "look")
    assert (killed["state"], killed["file"], len(killed["parts"])) == ("running", "", 1)

    place.told("tests.drill.exporting", "silence")
    place.run("manage.py", "sweep_exports")
    place.run("manage.py", "db_worker", "--batch", "--no-startup-delay")
    made = place.told("tests.drill.exporting", "print")
    assert (made["state"], made["problem"], made["attempts"]) == ("done", "", 2)
    assert set(killed["parts"]) < set(made["parts"])
    assert made["file"] == made["fresh"]
