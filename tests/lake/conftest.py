"""A small project with a lake, and readers that see what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql

from tests.builders import BASE
from tests.conftest import ROOT, Warehouse
from warehouse.exports.snapshot import begun
from warehouse.lake.contents import content_of
from warehouse.lake.place import Place, reached
from warehouse.mart.objects import list_objects

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pyiceberg.table import Table

    Rows = Sequence[tuple[Any, ...]]

OBJECTS = {found.name: found for found in list_objects(ROOT / "sql")}


@dataclass(eq=False)
class Lake:
    """A project whose loads go into a lake.

    Attributes:
        run: Its command line.
        folder: The folder of the lake.
    """

    run: Warehouse
    folder: Path

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command of the lake."""
        return self.run("lake", *arguments)

    def load(self, old: str = "", new: str = "") -> None:
        """Change the seeds, and load them."""
        if old:
            self.run.edit("base.yaml", old, new)
        code, _, err = self.run("load", "--max-retire", "100%")
        assert code == 0, err

    def push(self) -> str:
        """Push, and return what it said."""
        code, _, err = self("push")
        assert code == 0, err
        return err

    @property
    def place(self) -> Place:
        return Place(str(self.folder))

    def table(self, name: str) -> Table:
        with reached(self.place) as catalog:
            return catalog.load_table(("mart", name))

    def rows(self, name: str, tag: str | None = None) -> Rows:
        """Return the rows of a table as a state has them, or as the last push left them; sorted."""
        table = self.table(name)
        snapshot = table.snapshot_by_name(tag) if tag else table.current_snapshot()
        assert snapshot, tag
        found = table.scan(snapshot_id=snapshot.snapshot_id).to_arrow()
        return in_order([tuple(row.values()) for row in found.to_pylist()])

    def loads(self) -> list[int]:
        """Return the loads that the lake says it has."""
        with reached(self.place) as catalog:
            return [load.load_id for load in content_of(catalog).loads]

    def seen(self) -> list[set[str]]:
        """Return the names of the states of each table that has any, without repetition."""
        found: list[set[str]] = []
        with reached(self.place) as catalog:
            for name in catalog.list_tables("mart"):
                tags = {tag for tag in catalog.load_table(name).refs() if tag != "main"}
                if tags not in found:
                    found.append(tags)
        return found

    def files(self) -> Mapping[str, bytes]:
        """Return every file of the lake but those of its catalog."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file() and path.parent != self.folder
        }


def in_order(rows: Rows) -> Rows:
    return sorted(rows, key=repr)


def past_rows(database_url: str, name: str, load_id: int) -> Rows:
    """Return the rows of an object of the mart as a load left them, as the database remembers them."""
    with psycopg.connect(database_url) as connection:
        (then,) = connection.execute("SELECT loaded_at FROM ops.loads WHERE run_id = %s", [load_id]).fetchone() or ()
        connection.rollback()
        begun(connection, then)
        columns = sql.SQL(", ").join(map(sql.Identifier, OBJECTS[name].header.columns))
        query = sql.SQL("SELECT {} FROM {}").format(columns, sql.Identifier("as_of", name))
        return in_order(connection.execute(query).fetchall())


@pytest.fixture
def lake(tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]) -> Lake:
    """Give a project that was loaded once, and whose lake does not exist yet."""
    project = tmp_path / "project"
    lake = Lake(Warehouse(project, database_url, capsys), project / "lake")
    lake.run.write(BASE, "base.yaml")
    lake.load()
    return lake
