"""The shape of a check's header: every key, what it is for, and what it may hold."""

from __future__ import annotations

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
    from collections.abc import Iterable, Mapping, Sequence

    from psycopg import Column, Connection

    from warehouse.sqlfiles import Folders
    from warehouse.yamlfiles import Problem

SEVERITY: Final = {
    "error": "data that breaks it are not loaded",
    "warning": "somebody should look at it",
    "info": "worth knowing",
}
"""How grave a finding is."""


def _severity(given: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
    if given in SEVERITY:
        return given
    context = {"code": "E-check-severity", "hint": f"known are: {', '.join(SEVERITY)}", "given": str(given)}
    raise PydanticCustomError("severity", 'unknown severity "{given}"', context)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Severity = Annotated[Literal["error", "warning", "info"], BeforeValidator(_severity)]


class Header(BaseModel):
    """Everything a check says about itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text = Field(description="the rule, in a few words", examples=["Every fact has a citation"])
    description: Text = Field(description="what is compared, and why a breach matters")
    severity: Severity = Field(description="error, warning or info", examples=["error"])
    hint: Text = Field(description="what to do about a finding")


@dataclass(frozen=True, slots=True)
class Check:
    """A check that can be run.

    Attributes:
        source: The file: its name, its path in messages, its statement.
        header: What it says about itself.
        query: The statement as the server gets it.
    """

    source: SqlFile
    header: Header
    query: Query

    @property
    def name(self) -> str:
        """The name by which it is run."""
        return self.source.name

    @property
    def is_blocking(self) -> bool:
        """Whether data that break it must not be loaded."""
        return self.header.severity == "error"


def list_checks(sql_dir: Folders) -> list[Check]:
    """Read all checks, by name.

    Args:
        sql_dir: The folder that holds ``checks``, or several; a name's file is that of the first that has one.

    Raises:
        ProblemsFound: One or more files are wrong; all their problems.
    """
    return read_all(sql_dir, "check", read)


def find(sql_dir: Folders, name: str) -> Check:
    """Read the check called ``name``; other checks may be wrong.

    Raises:
        UsageError: There is none of that name.
        ProblemsFound: Its file is wrong.
    """
    return read_one(sql_dir, "check", name, read)


def read(source: SqlFile) -> tuple[Check | None, list[Problem]]:
    """Make a check of a file; None and the problems if it is wrong."""
    header, problems = validate(Header, source.header)
    problems += [
        source.problem(token.offset, "parameter", f"a parameter, {token.text}", "a check takes none; write the value")
        for token in source.tokens
        if token.kind is Kind.PARAMETER
    ]
    if header is None or problems:
        return None, problems
    return Check(source, header, bind(source.tokens, {})), []


KEEP: Final = 1000
"""How many findings of a check are kept; the others are only counted."""

PROBLEM: Final = "problem"
_BATCH: Final = 1000
_CURSOR: Final = "check_rows"
_DECLARE: Final = f'DECLARE "{_CURSOR}" CURSOR FOR '


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found.

    Attributes:
        check: The check.
        columns: Names of its columns.
        found: Number of rows that break the rule.
        rows: The first of them as text; None: no value.
    """

    check: Check
    columns: Sequence[str]
    found: int
    rows: Sequence[Mapping[str, str | None]]

    @property
    def blocks(self) -> bool:
        """Whether the findings forbid a load."""
        return self.found > 0 and self.check.is_blocking


def run(connection: Connection[Any], checks: Iterable[Check], *, keep: int = KEEP) -> list[CheckResult]:
    """Run the checks one after the other.

    Args:
        connection: An open connection. In a transaction the checks see what it has written, and it stays usable.
        checks: What to run.
        keep: How many findings of each to keep.

    Raises:
        ProblemsFound: A check is wrong, says the server.
    """
    return [_run_one(connection, check, keep) for check in checks]


def _run_one(connection: Connection[Any], check: Check, keep: int) -> CheckResult:
    """Read through a server cursor: it takes one SELECT and nothing that writes; the savepoint undoes its failure."""
    errors = server_errors(check.source, check.query, sent_before=_DECLARE)
    with errors, connection.transaction(), RawServerCursor(connection, _CURSOR, row_factory=tuple_row) as cursor:
        read_as_text(cursor)
        cursor.execute(check.query.text)
        returned = cursor.description or []
        if PROBLEM not in {column.name for column in returned}:
            what = f"the statement returns no column {PROBLEM}"
            raise ProblemsFound([check.source.problem(0, "columns", what, "say in a sentence what is wrong")])
        found, rows = 0, []
        while batch := cursor.fetchmany(_BATCH):
            rows += [_row(returned, values) for values in batch[: max(keep - found, 0)]]
            found += len(batch)
    return CheckResult(check, [column.name for column in returned], found, rows)


def _row(returned: Sequence[Column], values: tuple[Any, ...]) -> dict[str, str | None]:
    return {column.name: _shown(column, value) for column, value in zip(returned, values, strict=True)}


def _shown(column: Column, value: Any) -> str | None:  # noqa: ANN401 - a type without a text form of ours
    if value is None:
        return None
    change = plain(TYPE_BY_OID.get(column.type_code, ""))
    return change(value) if change else str(value)
