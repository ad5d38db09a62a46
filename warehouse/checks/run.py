"""The reader and the runner of checks: the header of a check file, its statement, and the rows that it finds."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from psycopg import RawServerCursor
from psycopg.rows import tuple_row
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from warehouse.sqlfiles import (
    TYPE_BY_OID,
    Kind,
    Query,
    SqlFile,
    bind,
    plain,
    read_all,
    read_as_text,
    read_one,
    server_errors,
)
from warehouse.yamlfiles import ProblemsFound, validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from psycopg import Column, Connection

    from warehouse.sqlfiles import Folders
    from warehouse.yamlfiles import Problem

SEVERITY: Final = {
    "error": "a load that breaks the rule is refused",
    "warning": "a person should look at it",
    "info": "worth knowing",
}
"""The severities of a finding, with their meanings."""


def _severity(severity: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
    if severity in SEVERITY:
        return severity
    context = {"code": "E-check-severity", "hint": f"known are: {', '.join(SEVERITY)}", "given": str(severity)}
    raise PydanticCustomError("severity", 'unknown severity "{given}"', context)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Severity = Annotated[Literal["error", "warning", "info"], BeforeValidator(_severity)]


class Header(BaseModel):
    """The header of a check file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text = Field(description="the rule, in a few words", examples=["Every fact has a citation"])
    description: Text = Field(description="what is compared, and why a breach matters")
    severity: Severity = Field(description="error, warning or info", examples=["error"])
    hint: Text = Field(description="what to do about a finding")


@dataclass(frozen=True, slots=True)
class Check:
    """A check that is ready to run.

    Attributes:
        source: The file: its name, its path in messages, its statement.
        header: The header of the file.
        query: The statement to send to the server.
    """

    source: SqlFile
    header: Header
    query: Query

    @property
    def name(self) -> str:
        """The name of the check."""
        return self.source.name

    @property
    def is_blocking(self) -> bool:
        """Whether a load must stop if the check finds rows."""
        return self.header.severity == "error"


def list_checks(sql_dir: Folders) -> list[Check]:
    """Return all checks, in order of name.

    Args:
        sql_dir: The folder that contains ``checks``, or several such folders; if several have a check of the same
            name, the first one counts.

    Raises:
        ProblemsFound: One or more files are invalid; it holds all their problems.
    """
    return read_all(sql_dir, "check", read)


def find(sql_dir: Folders, name: str) -> Check:
    """Return the check with a name, even if the files of other checks are invalid.

    Args:
        sql_dir: The folder that contains ``checks``, or several such folders.
        name: The name of the check.

    Raises:
        UsageError: There is no check of that name.
        ProblemsFound: Its file is invalid.
    """
    return read_one(sql_dir, "check", name, read)


def read(source: SqlFile) -> tuple[Check | None, list[Problem]]:
    """Return the check in a file and no problems, or None and the problems if the file is invalid."""
    header, problems = validate(Header, source.header)
    problems += [
        source.problem(
            token.offset, "parameter", f"a check cannot have a parameter, {token.text}", "write the value in its place"
        )
        for token in source.tokens
        if token.kind is Kind.PARAMETER
    ]
    if header is None or problems:
        return None, problems
    return Check(source, header, bind(source.tokens, {})), []


KEEP: Final = 1000
"""Number of findings of a check to keep; the others are only counted."""

PROBLEM: Final = "problem"
_BATCH: Final = 1000
_CURSOR: Final = "check_rows"
_DECLARE: Final = f'DECLARE "{_CURSOR}" CURSOR FOR '


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of a check.

    Attributes:
        check: The check.
        columns: Names of the columns of its rows.
        found: Number of rows that break the rule.
        rows: The first of these rows, with values as text by column; None for NULL.
    """

    check: Check
    columns: Sequence[str]
    found: int
    rows: Sequence[Mapping[str, str | None]]

    @property
    def blocks(self) -> bool:
        """Whether a load must stop because of the findings."""
        return self.found > 0 and self.check.is_blocking


def run(connection: Connection[Any], checks: Iterable[Check], *, keep: int = KEEP) -> list[CheckResult]:
    """Run the checks one after the other.

    Args:
        connection: An open connection. In a transaction, the checks see the uncommitted rows, and the transaction
            stays usable after an error.
        checks: The checks to run.
        keep: Number of findings of each check to keep.

    Returns:
        The result of each check, in the same order.

    Raises:
        ProblemsFound: The server rejects the statement of a check, or the statement has no column ``problem``.
    """
    return [_run_one(connection, check, keep) for check in checks]


def _run_one(connection: Connection[Any], check: Check, keep: int) -> CheckResult:
    """Run one check with a server-side cursor, which accepts only a single SELECT; a savepoint contains its errors."""
    errors = server_errors(check.source, check.query, sent_before=_DECLARE)
    with (
        errors,
        connection.transaction(),
        _planned(connection),
        RawServerCursor(connection, _CURSOR, row_factory=tuple_row) as cursor,
    ):
        read_as_text(cursor)
        cursor.execute(check.query.text)
        returned = cursor.description or []
        if PROBLEM not in {column.name for column in returned}:
            what = f"the statement returns no column {PROBLEM}"
            raise ProblemsFound([check.source.problem(0, "columns", what, "say in a sentence what is wrong")])
        count, rows = 0, []
        while batch := cursor.fetchmany(_BATCH):
            rows += [_row(returned, values) for values in batch[: max(keep - count, 0)]]
            count += len(batch)
    return CheckResult(check, [column.name for column in returned], count, rows)


@contextmanager
def _planned(connection: Connection[Any]) -> Iterator[None]:
    """Keep the planner from nested loops: a check reads all rows, and steps of its own look like few to the planner."""
    connection.execute("SET LOCAL enable_nestloop = off; SET LOCAL jit = off")
    yield
    connection.execute("SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL jit TO DEFAULT")


def _row(returned: Sequence[Column], values: tuple[Any, ...]) -> dict[str, str | None]:
    return {column.name: _shown(column, value) for column, value in zip(returned, values, strict=True)}


def _shown(column: Column, value: Any) -> str | None:  # noqa: ANN401 - a type without a text form of ours
    if value is None:
        return None
    change = plain(TYPE_BY_OID.get(column.type_code, ""))
    return change(value) if change else str(value)
