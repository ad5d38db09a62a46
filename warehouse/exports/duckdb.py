"""The DuckDB file: exact decimals, days and instants as such, and a macro for each report, with its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from warehouse import extras
from warehouse.exports.folder import copied
from warehouse.exports.single_file import SingleFile, quoted
from warehouse.exports.snapshot import state

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    import psycopg

    from warehouse.mart.objects import MartObject
    from warehouse.reports.definition import Parameter, Report

    Properties = dict[str, Any]

_MARK: Final = "One row per saved report of the critical-minerals warehouse that needs PostgreSQL"
"""The beginning of a comment that marks the file as ours."""
_MEMORY: Final = "512MB"
_STORED: Final = "BLOCK_SIZE 16384, STORAGE_VERSION 'v1.4.0'"
"""The smallest block, since a table and each of its indexes take whole ones; a version that older programs read."""


class DuckdbFile(SingleFile):
    """A DuckDB file that is being written."""

    def __init__(self, paths: Sequence[Path], objects: Sequence[MartObject], as_of: datetime | None) -> None:
        """Begin the file. See ``SingleFile``."""
        import duckdb

        super().__init__(paths, objects, as_of)
        self._file = duckdb.connect(config={"memory_limit": _MEMORY, "threads": "2"})
        self._file.execute(f"ATTACH {_text(str(paths[0]))} AS made ({_STORED})")
        self._file.execute("USE made")
        self._file.execute("BEGIN")
        self._rows = paths[0].with_name("rows.csv")

    @classmethod
    def require(cls) -> None:
        """Check that duckdb and sqlglot are installed."""
        extras.require("--format duckdb", "duckdb", "sqlglot")

    @classmethod
    def is_ours(cls, path: Path) -> bool:
        """Return whether a file is an export, by the comment on a table."""
        import duckdb

        try:
            with duckdb.connect(str(path), read_only=True) as there:
                query = "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'report' AND starts_with(comment, ?)"
                found = there.execute(query, [_MARK]).fetchone()
        except duckdb.Error:
            return False
        return found is not None and bool(found[0])

    @classmethod
    def failures(cls) -> tuple[type[Exception], ...]:
        """Return the error of a full disk."""
        import duckdb

        return (duckdb.IOException,)

    def add(self, connection: psycopg.Connection, mart_object: MartObject, schema: str) -> None:
        """Make the table of an object with its keys and comments, and fill it by way of csv."""
        with self._rows.open("wb") as stream:
            self.content.rows += copied(connection, mart_object, schema, stream)
        self._file.execute(_definition(mart_object))
        self._file.execute(f"INSERT INTO {quoted(mart_object.name)} FROM {_csv(self._rows, mart_object)}")
        self._rows.unlink()
        self._comment("TABLE", quoted(mart_object.name), mart_object.header.grain)
        for name, column in mart_object.header.columns.items():
            self._comment("COLUMN", f"{quoted(mart_object.name)}.{quoted(name)}", column.comment)

    def _comment(self, kind: str, name: str, text: str) -> None:
        self._file.execute(f"COMMENT ON {kind} {name} IS {_text(text)}")

    def finish(self, reports: Sequence[Report], properties: Properties) -> None:
        """Make a macro of each report, and a view of its default answer where it needs no parameter."""
        import duckdb

        from warehouse.reports.dialects import duckdb as dialect
        from warehouse.reports.dialects.translation import NotPortable, Translator

        translator = Translator(dialect, self.objects, self.as_of)
        self._file.execute("CREATE SCHEMA report")
        self._file.execute("COMMIT")
        for report in reports:
            try:
                statement = translator.translated(report)
                self._make(report, statement)
                self.content.reports[report.name] = statement
            except (NotPortable, duckdb.ProgrammingError, duckdb.NotSupportedError) as reason:
                self.content.left_out[report.name] = str(reason).partition("\n")[0]
        self._file.execute("CREATE TABLE report.left_out (report text PRIMARY KEY, reason text NOT NULL)")
        if self.content.left_out:
            self._file.executemany("INSERT INTO report.left_out VALUES (?, ?)", list(self.content.left_out.items()))
        self._comment("TABLE", "report.left_out", f"{_MARK}. {state(properties)}")
        self._file.execute("USE memory")
        self._file.execute("DETACH made")

    def _make(self, report: Report, statement: str) -> None:
        name = f"report.{quoted(report.name.replace('-', '_'))}"
        given = ", ".join(
            f"{quoted(each)} := {_default(parameter)}" for each, parameter in report.header.params.items()
        )
        self._file.execute("BEGIN")
        try:
            self._file.execute(f"CREATE MACRO {name}({given}) AS TABLE {statement}")
            self._file.execute(f"CREATE VIEW {name} AS FROM {name}()")
            about = f"{report.header.title}: {report.header.question}"
            self._comment("MACRO TABLE", name, about)
            self._comment("VIEW", name, about)
        except BaseException:
            self._file.execute("ROLLBACK")
            raise
        self._file.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _csv(path: Path, mart_object: MartObject) -> str:
    """Return the call that reads an object's csv with the type of each column, and no guesses.

    Args:
        path: The csv, as ``folder.copied`` writes it.
        mart_object: The object.
    """
    columns = ", ".join(f"{_text(name)}: {_text(column.type)}" for name, column in mart_object.header.columns.items())
    reading = "header = true, auto_detect = false, quote = '\"', escape = '\"', delim = ',', allow_quoted_nulls = false"
    return f"read_csv({_text(str(path))}, {reading}, columns = {{{columns}}})"


def _definition(mart_object: MartObject) -> str:
    """Return the statement that makes the table of an object.

    A reference to the table itself is left out: DuckDB wants the row that it leads to before the row that holds it.
    """
    lines = []
    for name, column in mart_object.header.columns.items():
        table, key = mart_object.foreign_keys.get(name, (mart_object.name, ""))
        refers = "" if table == mart_object.name else f" REFERENCES {quoted(table)} ({quoted(key)})"
        lines.append(f"{quoted(name)} {column.type}{'' if column.empty else ' NOT NULL'}{refers}")
    lines.append(f"PRIMARY KEY ({', '.join(map(quoted, mart_object.header.key))})")
    return f"CREATE TABLE {quoted(mart_object.name)} ({', '.join(lines)})"


def _default(parameter: Parameter) -> str:
    return "NULL" if parameter.default is None else _text(parameter.default)


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
