"""Throwaway databases on the benchmark's own server, and the baseline: the same rows copied in by ``psql``."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import psycopg
from psycopg import sql

from warehouse.database import embedded
from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TEMPLATE: Final = "bench_template"
SCRATCH: Final = "bench"

SCHEMAS: Final = ("core", "mart")
"""The schemas that a first load writes; ``history`` is empty after it."""
SHIPPED: Final = frozenset({"core.schemes", "core.terms"})
"""Tables that the upgrade fills, and no load."""

TABLES: Final = """
SELECT format('%%s.%%s', child.relnamespace::regnamespace, child.relname),
    coalesce(
        array_agg(DISTINCT format('%%s.%%s', parent.relnamespace::regnamespace, parent.relname))
        FILTER (WHERE parent.oid <> child.oid AND NOT link.condeferrable),
        '{}'
    )
FROM pg_class AS child
LEFT JOIN pg_constraint AS link ON link.conrelid = child.oid AND link.contype = 'f'
LEFT JOIN pg_class AS parent ON parent.oid = link.confrelid
WHERE child.relnamespace::regnamespace::text = ANY (%s::text[]) AND child.relkind = 'r'
GROUP BY child.oid
ORDER BY child.oid::regclass::text
"""


class Databases:
    """Databases on one server, made anew for every timed load.

    Attributes:
        server: The running server.
        folder: The folder for files of the benchmark.
        postmaster: The process id of the server, to count its CPU seconds.
    """

    def __init__(self, server: embedded.Server, folder: Path, postmaster: int | None = None) -> None:
        self.server = server
        self.folder = folder
        self.postmaster = postmaster

    def address(self, name: str = SCRATCH) -> str:
        """Return the libpq URI of a database."""
        return self.server.dsn.rpartition("/")[0] + f"/{name}"

    def make(self, name: str = SCRATCH, template: str = TEMPLATE) -> str:
        """Make a database, replacing one of the same name, and write all pending data to disk.

        Args:
            name: The name of the database.
            template: The database to copy.

        Returns:
            Its libpq URI.
        """
        with psycopg.connect(self.server.dsn, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            names = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
            connection.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {template}").format(**names))
            connection.execute("CHECKPOINT")
        return self.address(name)

    def checkpoint(self) -> None:
        """Write all pending data to disk, so that the next run does not pay for the previous one."""
        with psycopg.connect(self.server.dsn, autocommit=True) as connection:
            connection.execute("CHECKPOINT")

    def settle(self) -> None:
        """Update the planner's statistics and write all pending data to disk, as the server would do in time."""
        with psycopg.connect(self.address(), autocommit=True) as connection:
            connection.execute("VACUUM (ANALYZE)")
            connection.execute("CHECKPOINT")

    def value(self, statement: sql.SQL | sql.Composed, name: str = SCRATCH) -> int:
        """Run a query that returns one whole number, and return it; 0 if there is no row."""
        with psycopg.connect(self.address(name)) as connection:
            row = connection.execute(statement).fetchone()
            return int(row[0]) if row else 0

    def tables(self, schemas: Sequence[str] = SCHEMAS) -> list[str]:
        """Return the names of the tables, each after those it must find filled, but for the shipped words.

        Args:
            schemas: The schemas; the names have them in front.
        """
        with psycopg.connect(self.address()) as connection:
            graph = dict[str, list[str]](connection.execute(TABLES, [list(schemas)]).fetchall())
        return [table for table in TopologicalSorter(graph).static_order() if table in graph and table not in SHIPPED]

    def rows(self, schemas: Sequence[str] = SCHEMAS) -> dict[str, int]:
        """Return the number of rows of each table."""
        count = sql.SQL("SELECT count(*) FROM {}")
        return {table: self.value(count.format(_named(table))) for table in self.tables(schemas)}

    def empty(self, schema: str) -> None:
        """Remove what the upgrade has put into the tables of a schema, so that a copy finds them empty."""
        tables = sql.SQL(", ").join(map(_named, self.tables([schema])))
        with psycopg.connect(self.address(), autocommit=True) as connection:
            connection.execute(sql.SQL("TRUNCATE {}").format(tables))
            connection.execute("CHECKPOINT")

    def dump(self, schemas: Sequence[str] = SCHEMAS, options: str = "") -> Path:
        """Copy the tables to files, as the server sends them.

        Args:
            schemas: The schemas of the tables.
            options: Options of COPY, such as ``(FORMAT csv, HEADER)``; empty: PostgreSQL's own text format.

        Returns:
            The folder, with one file for each table, named after schema and table.
        """
        folder = Path(tempfile.mkdtemp(prefix="rows-", dir=self.folder))
        with psycopg.connect(self.address()) as connection, connection.cursor() as cursor:
            for table in self.tables(schemas):
                statement = sql.SQL("COPY {} TO STDOUT {}").format(_named(table), sql.SQL(options))
                with (folder / table).open("wb") as file, cursor.copy(statement) as copy:
                    file.writelines(copy)
        return folder

    def columns(self, table: str) -> dict[str, str]:
        """Return the columns of a table, by name, with their types."""
        statement = """
            SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
            WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
            ORDER BY attnum
        """
        with psycopg.connect(self.address()) as connection:
            return dict[str, str](connection.execute(statement, [table]).fetchall())

    def psql(self, script: Path) -> tuple[list[str], dict[str, str]]:
        """Build the ``psql`` command that runs a script in one transaction.

        Args:
            script: The script.

        Returns:
            The program with its arguments, and the environment.

        Raises:
            ConfigurationError: There is no ``psql``.
        """
        arguments = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-f", str(script)]
        try:
            command = embedded.psql_command(self.server, arguments)
            return list(command.argv), {**command.environment, "PGDATABASE": SCRATCH}
        except ConfigurationError:
            program = shutil.which("psql")
            if program is None:
                raise
            given = psycopg.conninfo.conninfo_to_dict(self.address())
            return [program, *arguments], {**os.environ, **_environment(given)}


def copy_script(folder: Path, tables: Sequence[str]) -> Path:
    """Write a script with psql's copy command for each dumped table, and return its path.

    Args:
        folder: The folder of the dump.
        tables: The tables, each after those it refers to.
    """
    script = folder / f"copy-{len(tables)}.sql"
    script.write_text("".join(f"\\copy {table} from '{folder / table}'\n" for table in tables))
    return script


def _named(table: str) -> sql.Identifier:
    return sql.Identifier(*table.split("."))


def _environment(given: dict[str, Any]) -> dict[str, str]:
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    return {names[name]: str(value) for name, value in given.items() if name in names}


@contextmanager
def throwaway(folder: Path) -> Iterator[Databases]:
    """Run a server until the block ends; it is as durable as a normal one.

    Args:
        folder: The folder for its data; the account that runs the server must be able to enter it.
    """
    with embedded.hold(folder / "server", durable=True) as server:
        yield Databases(server, folder, embedded.status(folder / "server").pid)
