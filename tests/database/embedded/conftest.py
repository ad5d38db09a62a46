from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

import warehouse
from tests.homes import copy_home, open_folder
from warehouse.database.embedded import status, stop
from warehouse.database.embedded.home import RELOCATED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HOLDING = """
import sys
from pathlib import Path
from warehouse.database.embedded import hold
with hold(Path(sys.argv[1]), durable=False) as server:
    print(server.port, flush=True)
    sys.stdin.read()
"""


class Holders(Protocol):
    """Starts another process that holds the server until its standard input is closed."""

    def __call__(self, home: Path, *, prefix: Sequence[str] = (), ready: bool = True) -> subprocess.Popen[str]: ...


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every account can enter, unlike tmp_path."""
    with open_folder() as made:
        yield made


@pytest.fixture
def home(folder: Path) -> Iterator[Path]:
    """A home that does not exist yet."""
    wanted = folder / "home"
    yield wanted
    stop(wanted)


@pytest.fixture
def standing(made_home: Path) -> Iterator[Path]:
    """A home with a data directory that tests use and leave as it is, whose server does not run."""
    yield made_home
    stop(made_home)


@pytest.fixture
def cluster(home: Path, made_home: Path) -> Path:
    """A home with a data directory of its own, whose server does not run."""
    copy_home(made_home, home)
    return home


@pytest.fixture
def closed_home(tmp_path: Path) -> Iterator[Path]:
    """A home that only root can enter."""
    if os.geteuid() != 0:
        pytest.skip("only root's server runs as another account")
    above = tmp_path / "closed"
    above.mkdir(mode=0o700)
    wanted = above / "home"
    yield wanted
    used = status(wanted).home
    stop(wanted)
    assert used.parent == RELOCATED
    shutil.rmtree(used, ignore_errors=True)  # and not the folder above: another test may be about to use it


@pytest.fixture
def holder() -> Iterator[Holders]:
    package = str(Path(warehouse.__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([package, os.environ.get("PYTHONPATH", "")])}
    with ExitStack() as stack:

        def launch(home: Path, *, prefix: Sequence[str] = (), ready: bool = True) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [*prefix, sys.executable, "-c", HOLDING, home],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env=environment,
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            if ready:
                assert process.stdout is not None
                assert process.stdout.readline().strip().isdigit()
            return process

        yield launch
