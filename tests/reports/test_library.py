from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import write_sql
from warehouse.errors import ExitCode, UsageError
from warehouse.model.tables import LOAD_ORDER
from warehouse.reports import definition
from warehouse.reports.definition import REGISTERS
from warehouse.yamlfiles import ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from warehouse.yamlfiles import Problem

SOUND = "grain: [a]\ncolumns: {a: {meaning: x}}\n"


@pytest.mark.parametrize(
    ("statement", "header", "expected"),
    [
        ("SELECT 1 AS a", "columns: {a: {meaning: x}}\n", ("2:1", "E-missing-key")),
        ("SELECT 1 AS a", SOUND + "colour: red\n", ("6:1", "E-unknown-key")),
        ("SELECT 1 AS a", SOUND + "timeout: soon\n", ("6:10", "E-report-number")),
        ("SELECT 1 AS a", SOUND + "timeout: 0\n", ("6:10", "E-report-number")),
        ("SELECT 1 AS a", SOUND + "timeout: 3601\n", ("6:10", "E-report-number")),
        ("SELECT 1 AS a", SOUND + "cite: {b: f}\n", ("6:8", "E-report-cite")),
        ("SELECT 1 AS a", SOUND + "cite: {a: a}\n", ("6:11", "E-report-cite")),
        ("SELECT 1 AS a", SOUND + "chart: {kind: pie, x: a, y: a}\n", ("6:15", "E-report-chart")),
        ("SELECT 1 AS a", SOUND + "chart: {kind: bar, x: a, y: b}\n", ("6:29", "E-report-column-unknown")),
        ("SELECT 1 AS a", "grain: [b]\ncolumns: {a: {meaning: x}}\n", ("4:9", "E-report-column-unknown")),
        ("SELECT 1 AS a", "grain: [a]\ncolumns: {a: {}}\n", ("5:14", "E-missing-key")),
        ("SELECT 1 AS a;", SOUND, ("7:1", "E-report-order")),
        ("-- why\nCOMMIT;", SOUND, ("8:1", "E-report-write")),
        ("INSERT INTO x VALUES (1) RETURNING a", SOUND, ("7:1", "E-report-write")),
        ("WITH y AS (\n-- why\nDELETE FROM x RETURNING a) SELECT a FROM y", SOUND, ("9:1", "E-report-write")),
        ("SELECT 1 AS a INTO x", SOUND, ("7:15", "E-report-write")),
        ("SELECT rank() OVER (ORDER BY 1) AS a;", SOUND, ("7:1", "E-report-order")),
        ("SELECT * FROM x", SOUND, ("7:8", "E-report-star")),
        ("SELECT x.* FROM x", SOUND, ("7:10", "E-report-star")),
        ("SELECT 1 AS a FROM (SELECT b, * FROM x) AS y", SOUND, ("7:31", "E-report-star")),
        ("SELECT :b AS a", SOUND, ("7:8", "E-report-parameter-undeclared")),
        ("SELECT 1 AS a", SOUND + "params: {b: {type: text, help: x}}\n", ("6:10", "E-report-parameter-unused")),
        ("SELECT :b AS a", SOUND + "params: {b: {type: string, help: x}}\n", ("6:20", "E-report-type")),
        ("SELECT :b AS a", SOUND + "params: {b: {type: text, help: x, required: 1}}\n", ("6:45", "E-report-boolean")),
        (
            "SELECT :b AS a",
            SOUND + "params: {b: {type: integer, help: x, default: one}}\n",
            ("6:47", "E-report-default"),
        ),
        (
            "SELECT :b AS a",
            SOUND + "params: {b: {type: text, help: x, default: one, required: true}}\n",
            ("6:44", "E-report-default"),
        ),
        (
            "SELECT :b AS a",
            SOUND + "params: {b: {type: text, help: x, default: one, choices: [two]}}\n",
            ("6:44", "E-report-default"),
        ),
        (
            "SELECT :b AS a",
            SOUND + "params: {b: {type: integer, help: x, choices: ['1', one]}}\n",
            ("6:53", "E-report-choice"),
        ),
        ("SELECT 1 AS a", SOUND + "cases: [{expect: {}}]\n", ("6:18", "E-report-case")),
        ("SELECT 1 AS a", SOUND + "cases: [{params: {b: x}, expect: {rows: 1}}]\n", ("6:19", "E-report-case")),
        (
            "SELECT :b AS a",
            SOUND + "params: {b: {type: date, help: x}}\ncases: [{params: {b: x}, expect: {rows: 1}}]\n",
            ("7:22", "E-report-case"),
        ),
        (
            "SELECT :b AS a",
            SOUND + "params: {b: {type: date, help: x, required: true}}\ncases: [{expect: {rows: 1}}]\n",
            ("7:9", "E-report-case"),
        ),
        ("SELECT 1 AS a", SOUND.replace("x}", "x, key_of: agreement}"), ("5:35", "E-report-column-unknown")),
        (
            "SELECT 1 AS a",
            SOUND + "cases: [{expect: {contains: [{b: '1'}]}}]\n",
            ("6:34", "E-report-column-unknown"),
        ),
    ],
)
def test_faults_have_a_position_and_a_code(
    problems_of: Callable[[str, str], list[Problem]], statement: str, header: str, expected: tuple[str, str]
) -> None:
    problems = problems_of(statement, header)
    found = [(f"{p.position.line}:{p.position.column}", p.code) for p in problems]
    assert found == [expected]


def test_counting_and_multiplying_name_no_columns(problems_of: Callable[[str, str], list[Problem]]) -> None:
    assert problems_of("SELECT count(*) * 2 * sum(b) AS a FROM x", SOUND) == []


def test_words_of_writing_may_be_names_and_texts(problems_of: Callable[[str, str], list[Problem]]) -> None:
    assert problems_of("(SELECT 'delete' AS a, x.update FROM (VALUES (1)) AS x (update)) ORDER BY a", SOUND) == []


def test_an_undeclared_parameter_meets_the_nearest(problems_of: Callable[[str, str], list[Problem]]) -> None:
    header = SOUND + "params: {mineral: {type: text, help: x}}\n"
    problems = problems_of("SELECT :mineral, :minerals AS a", header)
    assert [problem.hint for problem in problems] == ['did you mean "mineral"?']


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write_sql(tmp_path / "sql", "reports", "one", "/* report\ntitle: A\n*/\nSELECT 1;")
    write_sql(tmp_path / "sql", "reports", "two", "SELECT 1;")
    with pytest.raises(ProblemsFound) as raised:
        definition.list_reports(tmp_path / "sql")
    assert raised.value.exit_code is ExitCode.INVALID_SOURCE
    assert [(p.position.file, p.code) for p in raised.value.problems] == [
        ("sql/reports/one.sql", "E-missing-key"),
        ("sql/reports/one.sql", "E-missing-key"),
        ("sql/reports/one.sql", "E-missing-key"),
        ("sql/reports/two.sql", "E-report-header"),
    ]


def test_a_report_is_found_by_name(sql_dir: Path) -> None:
    assert definition.find(sql_dir, "contract-values").header.title == "Contract values"
    with pytest.raises(UsageError) as raised:
        definition.find(sql_dir, "contract-value")
    assert raised.value.hint == 'did you mean "contract-values"?'


def test_registers_are_those_of_the_schema() -> None:
    assert set(REGISTERS) == {
        table.name for table in LOAD_ORDER if list(table.primary_key.columns.keys()) == ["key"]
    } - {"schemes"}
