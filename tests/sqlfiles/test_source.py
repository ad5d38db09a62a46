from __future__ import annotations

import pytest

from warehouse.sqlfiles import SqlFile, read_sql


def read(content: str | bytes) -> tuple[SqlFile | None, list[tuple[str, str]]]:
    raw = content if isinstance(content, bytes) else content.encode()
    source, problems = read_sql(raw, kind="report", name="sample", file="sql/reports/sample.sql")
    return source, [(f"{p.position.line}:{p.position.column}", p.code) for p in problems]


def test_header_and_statement_are_told_apart() -> None:
    source, problems = read("/* report\ntitle: A\n*/\nSELECT 1;\n")
    assert problems == []
    assert source
    assert source.header.plain() == {"title": "A"}
    assert source.statement == "SELECT 1;\n"


def test_positions_are_those_of_the_file() -> None:
    source, _ = read("/* report\ntitle: A\nparams:\n  x: y\n*/\n\nSELECT\n  one;\n")
    assert source
    assert str(source.header.at(("params", "x"))) == "sql/reports/sample.sql:4:6"
    assert str(source.position(source.statement.index("one"))) == "sql/reports/sample.sql:8:3"
    assert str(source.position(0)) == "sql/reports/sample.sql:6:1"


def test_windows_line_ends_change_nothing() -> None:
    source, _ = read("/* report\r\ntitle: A\r\n*/\r\nSELECT\r\n  one;\r\n")
    assert source
    assert source.header.plain() == {"title": "A"}
    assert source.position(source.statement.index("one")).line == 5


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("SELECT 1;", ("1:1", "E-report-header")),
        ("", ("1:1", "E-report-header")),
        ("/* check\ntitle: A\n*/\nSELECT 1;", ("1:1", "E-report-header")),
        ("/* report\ntitle: A\nSELECT 1;", ("1:1", "E-report-header")),
        ("/* report\n*/\nSELECT 1;", ("1:1", "E-report-header")),
        ("/* report\ntitle: a */ b\n*/\nSELECT 1;", ("2:10", "E-report-header")),
        ("/* report\ntitle: a /* b\n*/\nSELECT 1;", ("2:10", "E-report-header")),
        ("/* report\ntitle: A\ntitle: B\n*/\nSELECT 1;", ("3:1", "E-duplicate-key")),
        ("/* report\ntitle: *a\n*/\nSELECT 1;", ("2:8", "E-alias")),
        ("/* report\na: [\n*/\nSELECT 1;", ("3:1", "E-yaml")),
        ("/* report\ntitle: A\n*/\n", ("4:1", "E-report-empty")),
        ("/* report\ntitle: A\n*/\n-- nothing\n;", ("4:1", "E-report-empty")),
        ("/* report\ntitle: A\n*/\nSELECT 1;\nDELETE FROM x;", ("5:1", "E-report-statements")),
        ("/* report\ntitle: A\n*/\nSELECT 'a", ("4:8", "E-report-unterminated")),
        ("/* report\ntitle: A\n*/\nSELECT $1", ("4:8", "E-report-positional")),
        (b"/* report\ntitle: A\n*/\nSELECT '\xff'", ("4:9", "E-report-text")),
        ("\ufeff/* report\ntitle: A\n*/\nSELECT 1", ("1:1", "E-report-text")),
        ("/* report\ntitle: A\n*/\nSELECT '\x00'", ("4:9", "E-report-text")),
    ],
)
def test_faults_have_a_position_and_a_code(content: str | bytes, expected: tuple[str, str]) -> None:
    source, problems = read(content)
    assert source is None
    assert expected in problems


def test_a_semicolon_may_be_followed_by_a_comment() -> None:
    source, problems = read("/* report\ntitle: A\n*/\nSELECT 1; -- done\n/* ; */\n")
    assert source
    assert problems == []
