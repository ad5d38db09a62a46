from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from warehouse.errors import CheckFailed
from warehouse.reports.execute import run, snapshot
from warehouse.reports.fetching import BATCH, GrainProof
from warehouse.reports.result import Layout
from warehouse.yamlfiles import ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Connection

    from warehouse.reports.definition import Report

    Make = Callable[[str, str], Report]

ONE = "grain: [a]\ncolumns: {a: {meaning: x}}\n"


def proof(*grain: int, has_array: bool = False) -> GrainProof:
    return GrainProof(Layout((), (), (), grain, has_array))


def test_equal_rows_are_doubted_within_a_batch_and_across() -> None:
    found = proof(0, 1)
    assert not found.add([("a", None, "x"), ("a", "", "x"), (None, "a", "x")])
    assert not found.is_doubtful()
    assert not found.add([("a", "b", "x"), ("a", None, "y")])
    assert found.is_doubtful()
    assert proof(0).add([("a",), ("a",)])


def test_rows_whose_hashes_alone_are_equal_are_doubted_too() -> None:
    assert hash(-1) == hash(-2)
    assert proof(0).add([(-1,), (-2,)])


def test_lists_of_facts_tell_rows_apart() -> None:
    assert not proof(0, has_array=True).add([(["a", "b"],), (["a"],), (None,)])
    assert proof(0, has_array=True).add([(["a", "b"],), (["a", "b"],)])


def test_many_rows_take_little_memory() -> None:
    found = proof(0)
    for start in range(0, 200_000, BATCH):
        found.add([(str(number),) for number in range(start, start + BATCH)])
    assert found.rows == 200_000
    assert not found.is_doubtful()
    held = sum(part.buffer_info()[1] * part.itemsize for part in found._parts)  # noqa: SLF001 - what the class promises
    assert held == 8 * 200_000


@pytest.mark.parametrize("count", [BATCH, 2 * BATCH, 2 * BATCH + 1])
def test_rows_twice_are_found_wherever_they_stand(postgresql: Connection[Any], make_report: Make, count: int) -> None:
    statement = f"SELECT CASE i WHEN {count} THEN 1 ELSE i END AS a FROM generate_series(1, {count}) AS i ORDER BY i"
    with (
        pytest.raises(CheckFailed, match="two rows for a = '1'"),
        run(postgresql, make_report(statement, ONE), {}) as result,
    ):
        list(result.rows)


def test_a_grain_of_several_facts_is_proven(postgresql: Connection[Any], make_report: Make) -> None:
    header = "grain: [f]\ncolumns: {a: {meaning: x}}\ncite: {a: f}\n"
    statement = "SELECT 1 AS a, ARRAY[gen_random_uuid()] AS f FROM generate_series(1, 3) AS i ORDER BY i"
    with run(postgresql, make_report(statement, header), {}) as result:
        assert len(list(result.rows)) == 3
    doubled = statement.replace("gen_random_uuid()", "'00000000-0000-0000-0000-000000000001'::uuid")
    with (
        pytest.raises(CheckFailed, match="two rows for f = "),
        run(postgresql, make_report(doubled, header), {}) as result,
    ):
        list(result.rows)


@pytest.mark.parametrize("read", [0, 1, BATCH + 1])
def test_a_report_may_be_left_at_any_row(postgresql: Connection[Any], make_report: Make, read: int) -> None:
    report = make_report(f"SELECT i AS a FROM generate_series(1, {5 * BATCH}) AS i ORDER BY i", ONE)
    with snapshot(postgresql):
        for _ in range(2):
            with run(postgresql, report, {}) as result:
                assert [next(result.rows).cells for _ in range(read)] == [(str(i + 1),) for i in range(read)]
        assert postgresql.execute("SELECT 1").fetchone() == (1,)


def read_one_and_fail(connection: Connection[Any], report: Report) -> None:
    with run(connection, report, {}) as result:
        next(result.rows)
        raise LookupError


def test_a_report_left_by_an_error_leaves_a_usable_connection(postgresql: Connection[Any], make_report: Make) -> None:
    report = make_report(f"SELECT i AS a FROM generate_series(1, {5 * BATCH}) AS i ORDER BY i", ONE)
    with pytest.raises(LookupError):
        read_one_and_fail(postgresql, report)
    assert postgresql.execute("SELECT 1").fetchone() == (1,)


def test_an_error_in_a_later_batch_is_told(postgresql: Connection[Any], make_report: Make) -> None:
    report = make_report(
        f"SELECT 1 / (i - {3 * BATCH}) AS a, i AS b FROM generate_series(1, {4 * BATCH}) AS i ORDER BY i",
        "grain: [b]\ncolumns: {a: {meaning: x}, b: {meaning: x}}\n",
    )
    with pytest.raises(ProblemsFound, match="1 problem"), run(postgresql, report, {}) as result:
        list(result.rows)
    assert postgresql.execute("SELECT 1").fetchone() == (1,)
