from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from warehouse.checks.run import read as read_check
from warehouse.checks.run import run
from warehouse.errors import ConfigurationError, DatabaseBusy
from warehouse.sqlfiles import read_sql
from warehouse.yamlfiles import Problem, ProblemsFound

if TYPE_CHECKING:
    from psycopg import Connection

    from warehouse.checks.run import Check

HEADER = "/* check\ntitle: T\ndescription: D\nseverity: error\nhint: H\n*/\n"


def read(statement: str, header: str = HEADER) -> tuple[Check | None, list[Problem]]:
    content = f"{header}{statement}".encode()
    source, problems = read_sql(content, kind="check", name="sample", file="sql/checks/sample.sql")
    return read_check(source) if source else (None, problems)


def make(statement: str) -> Check:
    check, problems = read(statement)
    assert check, problems
    return check


def test_findings_are_counted_and_the_first_are_kept(postgresql: Connection[Any]) -> None:
    check = make(
        "SELECT i AS fact, true AS seen, NULL AS b, 'x' AS problem FROM generate_series(1, 2500) AS i ORDER BY i"
    )
    (result,) = run(postgresql, [check], keep=2)
    assert result.found == 2500
    assert result.blocks
    assert result.rows == [
        {"fact": "1", "seen": "true", "b": None, "problem": "x"},
        {"fact": "2", "seen": "true", "b": None, "problem": "x"},
    ]
    (result,) = run(postgresql, [check], keep=2001)
    assert [row["fact"] for row in result.rows] == [str(number) for number in range(1, 2002)]


def test_nothing_found_blocks_nothing(postgresql: Connection[Any]) -> None:
    (result,) = run(postgresql, [make("SELECT 'a' AS problem WHERE false")])
    assert (result.found, result.rows, result.blocks) == (0, [], False)


def test_within_a_load_its_rows_are_seen_and_the_transaction_stays_open(postgresql: Connection[Any]) -> None:
    postgresql.execute("CREATE TABLE written (a int)")
    postgresql.execute("INSERT INTO written VALUES (1)")
    (result,) = run(postgresql, [make("SELECT a, 'x' AS problem FROM written")])
    assert result.found == 1
    postgresql.execute("INSERT INTO written VALUES (2)")
    postgresql.rollback()
    with pytest.raises(ConfigurationError, match="written"):
        run(postgresql, [make("SELECT a, 'x' AS problem FROM written")])


@pytest.mark.parametrize(
    ("statement", "code", "position"),
    [
        ("SELECT broken AS problem", "E-check-sql", "7:8"),
        ("SELECT 1/0 AS problem", "E-check-sql", "7:1"),
        ("DELETE FROM core.facts RETURNING path AS problem", "E-check-sql", "7:1"),
        ("WITH d AS (DELETE FROM core.facts RETURNING path) SELECT path AS problem FROM d", "E-check-sql", "7:1"),
        ("SELECT 1 AS fact", "E-check-columns", "7:1"),
    ],
)
def test_a_broken_check_is_an_error_that_leaves_the_transaction_usable(
    postgresql: Connection[Any], statement: str, code: str, position: str
) -> None:
    postgresql.execute("CREATE TABLE kept (a int)")
    with pytest.raises(ProblemsFound) as raised:
        run(postgresql, [make(statement)])
    found = [(problem.code, str(problem.position)) for problem in raised.value.problems]
    assert found == [(code, f"sql/checks/sample.sql:{position}")]
    assert postgresql.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_time_limit_of_the_caller_is_told(postgresql: Connection[Any]) -> None:
    postgresql.execute("SET LOCAL statement_timeout = 500")
    with pytest.raises(DatabaseBusy, match="check sample was stopped"):
        run(postgresql, [make("SELECT pg_sleep(30)::text AS problem")])


@pytest.mark.parametrize(
    ("statement", "header", "code", "position"),
    [
        ("SELECT :a AS problem", HEADER, "E-check-parameter", "7:8"),
        ("SELECT 1", HEADER.replace("error", "fatal"), "E-check-severity", "4:11"),
        ("SELECT 1", HEADER.replace("hint: H\n", ""), "E-missing-key", "2:1"),
        ("SELECT 1", HEADER.replace("hint", "advice"), "E-unknown-key", "5:1"),
        ("SELECT 1", HEADER.replace("check", "report"), "E-check-header", "1:1"),
        ("SELECT 1; DELETE FROM core.facts", HEADER, "E-check-statements", "7:11"),
    ],
)
def test_faults_of_a_file_have_a_position_and_a_code(statement: str, header: str, code: str, position: str) -> None:
    check, problems = read(statement, header)
    assert check is None
    assert (code, f"sql/checks/sample.sql:{position}") in [(p.code, str(p.position)) for p in problems]
