"""Helper processes do pieces of work beside each other; their results, and their ends, are as if there were none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.publish.building import beside, bytes_of
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Databases

BEGIN = """
import os, sys, threading, time
from contextlib import closing
from functools import partial
from pathlib import Path
from warehouse.publish.processes import Helpers, available

folder = Path(sys.argv[1])

def until(name):
    while not (folder / name).exists():
        time.sleep(0.01)

"""


def ran(folder: Path, script: str) -> str:
    """Run a script in a process of its own, since one that tests run in has threads; give what it printed."""
    command = [sys.executable, "-W", "error", "-c", BEGIN + script, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


IN_ORDER = """
def work(number):
    if number == 0:
        until("last")  # what was given first ends last
    if number == 3:
        (folder / "last").touch()
    return number, os.getpid()

found = []
with closing(Helpers(2, folder)) as helpers:
    for number in range(6):
        helpers.do(partial(work, number), found.append)
    helpers.finish()
numbers, processes = zip(*found)
print(list(numbers), len(set(processes) - {os.getpid()}), sorted(path.name for path in folder.iterdir()))
"""


def test_results_come_in_the_order_of_the_work(tmp_path: Path) -> None:
    assert ran(tmp_path, IN_ORDER) == "[0, 1, 2, 3, 4, 5] 6 ['last']\n"


FAILING = """
def work(number):
    if number == 1:
        (folder / f"tried-{os.getpid()}").touch()
        raise KeyError("what was wrong")
    if number == 2 and os.getpid() != parent:
        os.kill(os.getpid(), 9)
    return number

parent, found = os.getpid(), []
with closing(Helpers(2, folder)) as helpers:
    helpers.do(partial(work, 0), found.append)
    helpers.do(partial(work, 2), found.append)
    helpers.finish()
    print(found)
    try:
        helpers.do(partial(work, 1), found.append)
        helpers.finish()
    except KeyError as error:
        print(error, len(list(folder.iterdir())), (folder / f"tried-{parent}").exists())
"""


def test_what_a_helper_fails_at_is_done_and_told_here(tmp_path: Path) -> None:
    assert ran(tmp_path, FAILING) == "[0, 2]\n'what was wrong' 2 True\n"


ENDED = """
def work():
    (folder / str(os.getpid())).touch()
    time.sleep(600)

with closing(Helpers(2, folder)) as helpers:
    helpers.do(work, print)
    helpers.do(work, print)
    while len(begun := list(folder.iterdir())) < 2:
        time.sleep(0.01)
for path in begun:
    try:
        os.kill(int(path.name), 0)
    except ProcessLookupError:
        print("ended")
"""


def test_close_ends_helpers_at_work(tmp_path: Path) -> None:
    assert ran(tmp_path, ENDED) == "ended\nended\n"


AVAILABLE = """
processors = sorted(os.sched_getaffinity(0))
print(available() == (min(8, len(processors)) if len(processors) > 1 else 0))
thread = threading.Thread(target=until, args=["enough"])
thread.start()
print(available())
(folder / "enough").touch()
thread.join()
os.sched_setaffinity(0, processors[:1])
print(available())
found = []
Helpers(0, folder).do(os.getpid, found.append)
print(found == [os.getpid()])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no helpers")
def test_one_processor_or_a_thread_means_no_helper(tmp_path: Path) -> None:
    assert ran(tmp_path, AVAILABLE) == "True\n0\n0\nTrue\n"


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_helpers_end_with_the_command(databases: Databases, curated: str, tmp_path: Path, how: signal.Signals) -> None:
    site, scratch = tmp_path / "site", tmp_path / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-m", "warehouse", "--project", str(ROOT), "publish", str(site)]
    environment = {**os.environ, "WAREHOUSE_DATABASE_URL": databases.dsn(curated), "TMPDIR": str(scratch)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, start_new_session=True) as process:

        def is_half_written() -> bool:
            assert process.poll() is None
            return any(tmp_path.glob(".site-*/new/reports/*.html"))

        until(is_half_written)
        if how == signal.SIGINT:
            os.killpg(process.pid, how)  # a terminal interrupts the helpers too
        else:
            process.send_signal(how)
        said = process.stderr.read() if process.stderr else b""
    until(lambda: not is_there(process.pid))
    assert b"Traceback" not in said
    assert not site.exists()
    if how != signal.SIGKILL:
        assert process.returncode == 130
        assert (beside(site), bytes_of(scratch)) == ([], {})


def is_there(group: int) -> bool:
    """Tell whether a process of this group is left; the stderr that they share was read to its end before."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
