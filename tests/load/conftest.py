"""A small seeds folder of two files beside the registers, and the command line on it."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import psycopg
import pytest

from tests.builders import BASE, ProjectFolder
from tests.conftest import ROOT, Warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import AsLoaded, Databases

PACT = """\
agreements:
  - key: tin-pact
    kind: partnership
    name: Pact
    modality: planned
    cite: tin-news#4
    values:
      - kind: contract value
        amount: 5 million USD
        modality: planned
        cite: tin-news#5
    milestones:
      - kind: signed
        modality: occurred
        date: {words: last September, edtf: 2029-09, rule: latest past}
        cite: tin-news#6
"""

CLUB = """\
entities:
  - {key: tin-club, kind: association, name: Tin club, cite: tin-news#7}
agreements:
  - key: club-deal
    kind: partnership
    name: Club deal
    modality: in force
    cite: tin-news#8
    parties:
      - {entity: tin-club, role: signatory, cite: tin-news#8}
      - {entity: tinworks, role: signatory, cite: tin-news#8}
"""


class Small(Warehouse):
    """The command line on the small folder, with a look at its database."""

    connection: psycopg.Connection

    def load(self, *options: str) -> str:
        """Load, which must succeed; give what was said."""
        code, _, said = self("load", *options)
        assert code == 0, said
        return said

    def plan(self) -> str:
        """Plan, which must succeed; give what was printed."""
        code, out, said = self("plan")
        assert code == 0, said
        return out

    def refused(self, *words: str) -> list[str]:
        """Run a command that must find problems; give them."""
        code, _, said = self(*words)
        assert code == 65, said
        return [line for line in said.splitlines() if line.startswith("seeds/")]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.connection.transaction():
            return self.connection.execute(query.encode()).fetchall()

    def run_sql(self, statement: str) -> None:
        with self.connection.transaction():
            self.connection.execute(statement.encode())


@pytest.fixture
def small(
    tmp_path: Path, database_url: str, own_database: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> Small:
    """Give the small folder, and a database that knows nothing of it."""
    return _small(tmp_path, database_url, own_database, capsys)


@pytest.fixture(scope="session")
def small_pattern(as_loaded: AsLoaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    project = tmp_path_factory.mktemp("small")
    _write_files(ProjectFolder(project))
    with as_loaded("small", project) as pattern:
        yield pattern


@pytest.fixture
def loaded(
    databases: Databases, small_pattern: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Small]:
    """Give the small folder, and a database into which it was loaded as run 1."""
    with databases.copy(small_pattern, f"{small_pattern}_copy") as dsn, closing(psycopg.connect(dsn)) as connection:
        yield _small(tmp_path, dsn, connection, capsys)


def _small(project: Path, dsn: str, connection: psycopg.Connection, capsys: pytest.CaptureFixture[str]) -> Small:
    made = Small(project, dsn, capsys)
    made.connection = connection
    _write_files(made)
    return made


def _write_files(project: ProjectFolder) -> None:
    for name, text in (("base", BASE), ("pact", PACT), ("club", CLUB)):
        project.write(text, f"{name}.yaml")


STARTER: Final = ROOT / "warehouse" / "starting" / "project" / "seeds"
TRADE: Final = Path(__file__).with_name("trade")


@pytest.fixture(scope="session")
def trade_pattern(as_loaded: AsLoaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Name a database that holds the registers of a new project and the facts of the rows, to copy."""
    project = tmp_path_factory.mktemp("trade")
    _write_trade(ProjectFolder(project))
    with as_loaded("trade", project) as pattern:
        yield pattern


@pytest.fixture(scope="session")
def trade_connection(databases: Databases, trade_pattern: str) -> Iterator[psycopg.Connection]:
    with (
        databases.copy(trade_pattern, f"{trade_pattern}_shared") as dsn,
        closing(psycopg.connect(dsn, autocommit=True)) as connection,
    ):
        yield connection


@pytest.fixture
def trade(
    databases: Databases, trade_pattern: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Small]:
    """Give a project of the registers and the facts, and a database into which it was loaded as run 1."""
    with (
        databases.copy(trade_pattern, f"{trade_pattern}_copy") as dsn,
        closing(psycopg.connect(dsn)) as connection,
    ):
        made = Small(tmp_path, dsn, capsys)
        made.connection = connection
        _write_trade(made)
        yield made


def _write_trade(project: ProjectFolder) -> None:
    shutil.copytree(STARTER, project.seeds)
    for path in sorted(TRADE.glob("*.yaml")):
        project.write(path.read_text(), f"trade/{path.name}")
