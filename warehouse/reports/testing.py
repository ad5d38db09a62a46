"""The tests of a report on a database: its cases, its golden files, the order of its rows, and its columns."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from io import StringIO
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

from warehouse.errors import CheckFailed, ConfigurationError, DatabaseBusy, PermissionRefused, UsageError
from warehouse.reports import formats
from warehouse.reports.describe import ReadColumn, columns_read
from warehouse.reports.execute import DECLARE, declared, limit_time, run, snapshot
from warehouse.reports.parameters import try_choices
from warehouse.reports.result import Row, lay_out
from warehouse.sqlfiles import Kind, server_errors
from warehouse.yamlfiles import Problem, ProblemsFound, as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from psycopg import Connection

    from warehouse.reports.definition import Expectation, Report
    from warehouse.reports.result import Result
    from warehouse.sqlfiles import Token

    ShownRow = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """The outcome of one case.

    Attributes:
        report: Name of the report.
        number: Its position in the header, from 1.
        params: The parameters it ran with.
        failures: The expectations that were not met, as sentences; empty if the case passed.
    """

    report: str
    number: int
    params: Mapping[str, str]
    failures: tuple[str, ...]


def try_cases(connection: Connection[Any], report: Report, golden: GoldenFiles | None = None) -> list[CaseOutcome]:
    """Run every case of the report and compare the answers with what the header and the golden files expect.

    Args:
        connection: A connection. Each case reads its own snapshot, or the data of the transaction if one is open.
        report: The report.
        golden: The answers stored as files; None means that only the header has expectations.

    Returns:
        The outcome of each case; a case that cannot run has failed. Golden files without a case are reported as the
        failures of a case numbered 0.
    """
    outcomes = []
    for number, case in enumerate(report.header.cases, start=1):
        failures = _try_case(connection, report, number, golden)
        outcomes.append(CaseOutcome(report.name, number, case.params, tuple(failures)))
    strays = tuple(golden.strays(report)) if golden else ()
    return [*outcomes, CaseOutcome(report.name, 0, {}, strays)] if strays else outcomes


def _try_case(connection: Connection[Any], report: Report, number: int, golden: GoldenFiles | None) -> list[str]:
    case = report.header.cases[number - 1]
    try:
        with run(connection, report, case.params) as result:
            names = [column.name for column in result.columns]
            rows = [dict(zip(names, row.cells, strict=True)) for row in result.rows]
        failures = list(_failures(rows, case.expect))
        return failures + (golden.failures(connection, report, number, case.params) if golden else [])
    except ProblemsFound as error:
        return [as_text(error.problems)]
    except (CheckFailed, UsageError, DatabaseBusy, ConfigurationError) as error:
        return [error.what]


def _failures(rows: Sequence[ShownRow], expect: Expectation) -> Iterator[str]:
    if expect.rows is not None and len(rows) != expect.rows:
        yield f"expected {expect.rows} rows, got {len(rows)}"
    if expect.at_least is not None and len(rows) < expect.at_least:
        yield f"expected at least {expect.at_least} rows, got {len(rows)}"
    for wanted in expect.contains:
        if not any(_fits(row, wanted) for row in rows):
            shown = ", ".join(f"{name} = {value}" for name, value in wanted.items())
            yield f"no row with {shown}"


def _fits(row: ShownRow, wanted: Mapping[str, str]) -> bool:
    """Return whether a row has the wanted cells; cells are compared as text, and NULL equals an empty text."""
    return all((row[name] or "") == value for name, value in wanted.items())


_MOST_LINES: Final = 20
"""The number of lines of a diff that are shown."""


@dataclass(frozen=True, slots=True)
class GoldenFiles:
    """The golden files: the expected answers of cases as csv, one file per case, ``NAME-NUMBER.csv``.

    Attributes:
        folder: The folder that contains them.
        is_update: Whether to write the answers instead of comparing them.
    """

    folder: Path
    is_update: bool = False

    def failures(
        self, connection: Connection[Any], report: Report, number: int, params: Mapping[str, str]
    ) -> list[str]:
        """Run a case and compare its answer with its file, if there is one; or write the file.

        Args:
            connection: A connection on which the report can run.
            report: The report.
            number: Number of the case, from 1.
            params: The parameters of the case.

        Returns:
            The diff as one text, a sentence and the lines below it; an empty list if there is no difference.

        Raises:
            PermissionRefused: The file cannot be written.
            WarehouseError: The report cannot run.
        """
        path = self._path(report.name, number)
        if not self.is_update and not path.is_file():
            return []
        answer = _answer(connection, report, params)
        if self.is_update:
            self._write(path, answer)
            return []
        expected = path.read_bytes().decode()
        return [] if expected == answer else [_difference(path.name, expected, answer)]

    def strays(self, report: Report) -> Iterator[str]:
        """Yield a sentence for each file whose case does not exist; with ``is_update``, delete the file instead."""
        pattern = re.compile(re.escape(report.name) + "-([0-9]+)[.]csv")
        for path in sorted(self.folder.glob(f"{report.name}-*.csv")):
            match = pattern.fullmatch(path.name)
            if match is None or 1 <= int(match[1]) <= len(report.header.cases):
                continue
            if self.is_update:
                path.unlink()
            else:
                yield f"{path.name} is the answer of a case that does not exist (to delete the file: --update)"

    def _path(self, name: str, number: int) -> Path:
        return self.folder / f"{name}-{number}.csv"

    def _write(self, path: Path, answer: str) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(answer.encode())
        except OSError as error:
            raise PermissionRefused(f"cannot write {path}: {error.strerror}", hint="Check its permissions.") from error


def _answer(connection: Connection[Any], report: Report, params: Mapping[str, str]) -> str:
    stream = StringIO(newline="")
    with run(connection, report, params) as result:
        _leave_out_what_varies(result)
        formats.write(result, "csv", stream)
    return stream.getvalue()


def _leave_out_what_varies(result: Result) -> None:
    """Remove from an answer the columns that every load changes, even if the seeds stay the same."""
    kept = [not column.doc.varies for column in result.columns]
    if all(kept):
        return
    result.columns, result.lines = list(compress(result.columns, kept)), None
    result.rows = (Row(tuple(compress(row.cells, kept)), tuple(compress(row.marks, kept))) for row in result.rows)


def _difference(name: str, expected: str, answer: str) -> str:
    lines = list(difflib.unified_diff(expected.splitlines(), answer.splitlines(), name, "now", n=1, lineterm=""))
    more = [f"… and {len(lines) - _MOST_LINES} more lines"] if len(lines) > _MOST_LINES else []
    first = f"the answer differs from {name} (if the new answer is right: --update)"
    return "\n".join([first, *lines[:_MOST_LINES], *more])


_AFTER_SELECTED: Final = frozenset(
    {"FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "UNION", "INTERSECT", "EXCEPT", "ORDER"}
)
_AFTER_ORDER: Final = frozenset({"LIMIT", "OFFSET", "FETCH", "FOR", ";"})
_QUALIFIED: Final = 3
"""The number of tokens of a qualified column: the table, a dot, the column."""

_DIRECTIONS: Final = frozenset({"ASC", "DESC", "NULLS", "FIRST", "LAST"})


def order_problems(report: Report) -> Iterator[Problem]:
    """Yield a warning if the statement's ORDER BY may not order rows completely, or compares amounts of several units.

    The check looks for each column of the grain in the ORDER BY. Other columns may make the order complete as well, so
    this is only a warning. It also looks for columns whose unit is the cell of another column, such as a currency: the
    other column must come first, because 900 won are not more than 800 dollars.

    Args:
        report: A report without problems.

    Returns:
        At most two problems, at the last ORDER BY, with codes that mark them as warnings.
    """
    tokens = [token for token in report.source.tokens if token.kind not in (Kind.BLANK, Kind.COMMENT)]
    ordered_at = _last_order(tokens)
    ordered = [_text(_without_direction(part)) for part in _parts(tokens[ordered_at + 2 :], _AFTER_ORDER)]
    selected = list(_selected(tokens))
    at = report.source.position(tokens[ordered_at].offset)
    missing = [name for name in report.header.grain if not _names_of(name, selected).intersection(ordered)]
    if missing:
        what = f"ORDER BY may not order the rows completely, because it does not name {', '.join(missing)}"
        hint = f"end it with ORDER BY …, {', '.join(missing)}"
        yield Problem(at, "W-report-order", what, hint)
    for name, doc in report.header.columns.items():
        unit = doc.unit_column
        if unit in report.header.columns and _comes_first(name, unit, selected, ordered):
            what = f"ORDER BY compares {name} in different units, because it does not name {unit} before it"
            yield Problem(at, "W-report-order-unit", what, f"begin it with ORDER BY {unit}, {name}")
            return


def _comes_first(name: str, unit: str, selected: Sequence[Sequence[Token]], ordered: Sequence[str]) -> bool:
    """Return whether rows are ordered by a column before they are ordered by the column of its units."""
    places = [
        next((place for place, text in enumerate(ordered) if text in _names_of(column, selected)), None)
        for column in (name, unit)
    ]
    amount, measure = places
    return amount is not None and (measure is None or amount < measure)


def _last_order(tokens: Sequence[Token]) -> int:
    """Return the index of the ORDER BY of the whole statement; a report without problems has one."""
    depth, last = 0, 0
    for at, token in enumerate(tokens):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0 and token.kind is Kind.WORD and token.text.upper() == "ORDER":
            last = at
    return last


def _parts(tokens: Sequence[Token], ends: frozenset[str]) -> Iterator[list[Token]]:
    """Split tokens at the commas outside brackets, up to the first of the words that end the list."""
    depth = 0
    part: list[Token] = []
    for token in tokens:
        if depth == 0 and token.text.upper() in ends:
            break
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(token.text, 0)
        if depth < 0:
            break
        if depth == 0 and token.text == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _selected(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each expression that the outermost SELECT, or the first of a UNION, returns."""
    depth = 0
    for at, token in enumerate(tokens):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0 and token.text.upper() == "SELECT":
            first = at + 1
            if tokens[first].text.upper() in {"ALL", "DISTINCT"}:
                first += 1
            if tokens[first].text.upper() == "ON":
                first = _closed(tokens, first + 1)
            yield from _parts(tokens[first:], _AFTER_SELECTED)
            return


def _closed(tokens: Sequence[Token], opened: int) -> int:
    depth = 0
    for at in range(opened, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[at].text, 0)
        if depth == 0:
            return at + 1
    return len(tokens)


def _names_of(column: str, selected: Sequence[Sequence[Token]]) -> set[str]:
    """Return the texts by which an ORDER BY can refer to a column: its name, its number, its expression."""
    names = {column, f'"{column}"'}
    for number, part in enumerate(selected, start=1):
        if part and _text(part[-1:]).strip('"') == column:
            expression = part[:-1] if len(part) > 1 else part
            if len(part) > 1 and part[-2].text.upper() == "AS":
                expression = part[:-2]
            elif len(part) > 1 and part[-2].text == ".":
                expression = part
            names |= {str(number), _text(expression), *_same_order(expression)}
    return names


def _same_order(expression: Sequence[Token]) -> Iterator[str]:
    """Yield other texts that give the same order: a bare name, the path of a fact id, a number with its last zeros."""
    if expression and expression[0].text.lower() == "trim_scale" and expression[-1].text == ")":
        yield _text(expression[2:-1])
        yield from _same_order(expression[2:-1])
    if len(expression) == _QUALIFIED and expression[1].text == ".":
        yield _text(expression[2:])
        if expression[2].text == "fact_id":
            yield f"{_text(expression[:1])} . path"


def _without_direction(part: Iterable[Token]) -> list[Token]:
    tokens = list(part)
    while tokens and tokens[-1].text.upper() in _DIRECTIONS:
        tokens.pop()
    return tokens


def _text(tokens: Iterable[Token]) -> str:
    return " ".join(token.text.lower() if token.kind is Kind.WORD else token.text for token in tokens)


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of checking one report.

    Attributes:
        name: Name of the report.
        problems: The problems, in order.
        warnings: The warnings, which a person should look at.
        reads: The columns of the database that the report reads; empty if it has problems.
    """

    name: str
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    reads: tuple[ReadColumn, ...] = ()


def check(connection: Connection[Any], report: Report) -> Checked:
    """Let the server plan a report's statement, and check that it returns the columns that the header declares.

    Args:
        connection: A connection to a database at this version's schema revision. All changes are rolled back.
        report: A report whose file has no problems.

    Raises:
        WarehouseError: The server could not run the check.
    """
    warnings = tuple(order_problems(report))
    try:
        _plan(connection, report)
        reads = tuple(columns_read(connection, report, is_at_head=True))
    except ProblemsFound as error:
        return Checked(report.name, tuple(error.problems), warnings)
    return Checked(report.name, (), warnings, reads)


def _plan(connection: Connection[Any], report: Report) -> None:
    nothing = dict.fromkeys(report.header.params)
    with (
        server_errors(report.source, report.query, sent_before=DECLARE, is_at_head=True),
        snapshot(connection),
    ):
        limit_time(connection, report)
        try_choices(connection, report)
        with declared(connection, report, nothing) as cursor:
            lay_out(report, cursor.description or [])
