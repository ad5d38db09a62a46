"""The server itself stops or crashes in the middle of a load, and comes back or does not."""

from __future__ import annotations

import os
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

import psycopg
import pytest

from tests.builders import ProjectFolder
from tests.conftest import ROOT
from tests.database.starting import StartingServer
from tests.homes import copied_home, open_folder
from tests.load.faults.conftest import changed_since, write_seeds
from tests.load.faults.scene import BEFORE, NEW
from tests.waiting import until
from warehouse.cli.app import run
from warehouse.database import embedded
from warehouse.database.migrate import upgrade
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.load.faults.scene import Scene

pytestmark = pytest.mark.slow

WAITS_FOR_ANOTHER_SERVER: Final = (
    "ALTER SYSTEM SET synchronous_standby_names = 'nobody'",
    "ALTER DATABASE warehouse SET synchronous_commit = local",
    """
    CREATE FUNCTION public.wait() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM set_config('synchronous_commit', 'on', true);
        RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER wait AFTER INSERT ON core.places FOR EACH STATEMENT EXECUTE FUNCTION public.wait()",
)
"""The commit of a load, and no other, is written down and then waits for ever for a second server to have it too."""

COMMITTING: Final = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"


@pytest.fixture(scope="module")
def pattern() -> Iterator[Path]:
    """A server to copy, which does not run; the seeds were loaded as they were before."""
    with open_folder() as made:
        write_seeds(ProjectFolder(made / "project"), BEFORE)
        with embedded.hold(made / "home") as server:
            upgrade(server.dsn, ROOT / "migrations")
            assert run(["--quiet", "--project", str(made / "project"), "--database", server.dsn, "load"]) == 0
        yield made / "home"


@pytest.fixture
def home(pattern: Path) -> Iterator[Path]:
    """A running server of the test's own, whose commits outlive a crash."""
    with copied_home(pattern) as own:
        embedded.start_service(own)
        yield own


@pytest.fixture
def scene(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Scene]:
    yield from changed_since(tmp_path, embedded.dsn(home), capsys)


def end_server(home: Path, how: signal.Signals) -> None:
    """End the server and wait until it has."""
    pid = embedded.status(home).pid
    assert pid is not None
    os.kill(pid, how)
    until(lambda: not embedded.status(home).pid)


def watch_again(scene: Scene, home: Path) -> None:
    """Connect as soon as the server, which may still recover, takes connections."""

    def connected() -> psycopg.Connection | None:
        with suppress(psycopg.OperationalError):
            return psycopg.connect(embedded.dsn(home), autocommit=True)
        return None

    scene.watch.close()
    connection = until(connected)
    assert connection
    scene.watch = connection


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_server_that_stays_away(scene: Scene, home: Path, how: signal.Signals) -> None:
    before = scene.state()
    with scene.holding("LOCK TABLE core.places IN SHARE MODE"):
        loader = scene.start("load")
        scene.waiting()
        with loader.stopped():
            end_server(home, how)
        code, said = loader.ended()
    assert code == ExitCode.UNREACHABLE, said
    assert said.count("trying again") == 3
    embedded.start_service(home)
    watch_again(scene, home)
    assert scene.state() == before
    assert scene.runs() == ["loaded", "running"]
    assert scene.load()[0] == ExitCode.DONE
    assert (scene.names(), scene.runs()) == (NEW, ["loaded", "died", "loaded"])


def test_server_that_comes_back_in_time(scene: Scene, home: Path) -> None:
    with scene.holding("LOCK TABLE core.places IN SHARE MODE"):
        loader = scene.start("load")
        scene.waiting()
        with loader.stopped():
            end_server(home, signal.SIGINT)
            embedded.start_service(home)
    code, said = loader.ended()
    watch_again(scene, home)
    assert (code, scene.names()) == (ExitCode.DONE, NEW), said
    assert (scene.loads(), scene.runs()[-1]) == ([1, scene.loads()[-1]], "loaded")


def test_server_that_recovers_from_a_crash_of_one_of_its_processes(scene: Scene, home: Path) -> None:
    with scene.holding("LOCK TABLE core.places IN SHARE MODE"):
        loader = scene.start("load")
        os.kill(scene.waiting(), signal.SIGKILL)
        code, said = loader.ended()
    watch_again(scene, home)
    assert (code, scene.names()) == (ExitCode.DONE, NEW), said
    assert len(scene.loads()) == 2


def test_server_that_crashes_after_the_commit_and_before_the_answer(scene: Scene, home: Path) -> None:
    for statement in WAITS_FOR_ANOTHER_SERVER:
        scene.sql(statement)
    end_server(home, signal.SIGINT)
    embedded.start_service(home)
    watch_again(scene, home)
    loader = scene.start("load")
    until(lambda: scene.sql(COMMITTING))
    with loader.stopped():
        end_server(home, signal.SIGQUIT)
        embedded.start_service(home)
    code, said = loader.ended()
    watch_again(scene, home)
    assert (code, scene.names()) == (ExitCode.DONE, NEW), said
    assert said.endswith("Loaded: 3 rows added, 1 changed, 0 retired; the database holds 3 facts.\n")
    assert (scene.loads(), scene.runs()) == ([1, 2], ["loaded", "loaded"])


@pytest.fixture
def starting(scene: Scene, home: Path) -> StartingServer:  # noqa: ARG001 - the scene connects first
    """Stop the server, and start it so that it takes no connections until it is let go."""
    end_server(home, signal.SIGINT)
    return StartingServer(home)


@contextmanager
def let_go_when_it_has_refused(starting: StartingServer) -> Iterator[None]:
    """Let go of a server as soon as it has refused somebody in the block twice."""

    def go() -> None:
        starting.refuse(2)
        starting.let_go()

    with ThreadPoolExecutor() as pool:
        going = pool.submit(go)
        yield
        going.result()


@pytest.mark.parametrize("verb", ["load", "plan"])
def test_loader_waits_for_a_server_that_starts_as_long_as_it_was_told(
    scene: Scene, starting: StartingServer, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    monkeypatch.setattr("warehouse.database.connect.PATIENCE", 0.0)
    with let_go_when_it_has_refused(starting):
        code, out, said = scene.warehouse(verb, "--lock-wait", "600")
    assert (code, "1 changed" in said or "1 to change" in out) == (ExitCode.DONE, True), said
    assert (said.count("; waiting"), said.count("; trying again")) == (1, 0), said


def test_load_that_lost_a_server_waits_while_it_recovers(scene: Scene, home: Path) -> None:
    with scene.holding("LOCK TABLE core.places IN SHARE MODE"):
        loader = scene.start("load")
        scene.waiting()
        with loader.stopped():
            end_server(home, signal.SIGKILL)
            starting = StartingServer(home)
    starting.refuse(2)
    starting.let_go()
    code, said = loader.ended()
    watch_again(scene, home)
    assert (code, scene.names()) == (ExitCode.DONE, NEW), said
    assert said.count("trying again") == 1


def test_load_that_may_not_wait_says_that_the_server_starts(scene: Scene, starting: StartingServer) -> None:
    code, said = scene.load("--lock-wait", "0")
    assert code == ExitCode.UNREACHABLE
    assert re.fullmatch("warehouse: .* takes no connections just now: .*\n  .*try again in a moment.*\n", said)
    assert starting.refusals == 1


OTHERS: Final = (
    "plan",
    "runs list",
    "check",
    "report run import-dependence",
    "db check",
    "db upgrade",
    "db dump dumps",
)


@pytest.mark.usefixtures("starting")
def test_other_commands_say_so_too(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(scene.folder)
    monkeypatch.setenv("WAREHOUSE_LOCK_WAIT", "0")
    monkeypatch.setattr("warehouse.database.connect.PATIENCE", 0.0)
    for command in OTHERS:
        code, _, said = scene.warehouse(*command.split())
        assert (code, "takes no connections just now" in said) == (ExitCode.UNREACHABLE, True), said


def test_other_commands_wait_a_little(scene: Scene, starting: StartingServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.database.connect.PATIENCE", 600.0)
    with let_go_when_it_has_refused(starting):
        code, out, said = scene.warehouse("runs", "list")
    assert (code, "loaded" in out) == (ExitCode.DONE, True)
    assert said.count("takes no connections just now") == 1
