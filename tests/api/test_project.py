"""The interface for programs: what it answers, exactly and typed, and what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

import warehouse
from tests.builders import BASE, ProjectFolder, write_sql
from tests.conftest import ROOT
from warehouse import errors
from warehouse.api.project import texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Databases

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(databases: Databases, curated: str) -> Iterator[warehouse.Project]:
    with (
        databases.copy(curated, f"{curated}_api") as dsn,
        warehouse.open_project(ROOT, database=dsn) as opened,
    ):
        yield opened


def test_import_is_light() -> None:
    heavy = ("pydantic", "psycopg", "sqlalchemy", "yaml", "pyarrow", "typer")
    program = (
        f"import sys, warehouse; print(sorted(set(sys.modules) & set({heavy!r})), warehouse.open_project.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[] open_project\n"
    with pytest.raises(AttributeError, match="no attribute 'open_projects'"):
        _ = warehouse.open_projects


def test_answer_has_exact_values_units_and_sources(project: warehouse.Project) -> None:
    answer = project.report("contract-values", currency="KRW")
    assert len(answer) == 4
    row = next(row for row in answer.rows if row["agreement_key"] == "posco-magnets-europe")
    assert (row["amount"], row["term_years"], row["is_total"]) == (Decimal(260_000_000_000), Decimal(9), False)
    units = {column.name: column.unit for column in answer.columns}
    assert units["term_years"] == "years"
    (document,) = answer.documents
    assert {citation.document for citation in answer.citations} == {document.document_key}
    assert answer.run.load_run == 1
    assert isinstance(project.facts(topic="step").rows[0]["earliest_date"], date)


def test_answer_as_arrow_keeps_types_and_says_where_figures_come_from(project: warehouse.Project) -> None:
    pa = pytest.importorskip("pyarrow")
    answer = project.report("contract-values", currency="KRW")
    table = answer.to_arrow()
    assert table.schema.field("amount").type == pa.decimal128(38, 0)
    assert table.schema.field("is_total").type == pa.bool_()
    assert table.schema.field("term_years").metadata[b"unit"] == b"years"
    about = {key.decode(): json.loads(text) for key, text in table.schema.metadata.items() if text[:1] in b"{["}
    assert about["params"] == {"party": None, "standing": None, "currency": "KRW"}
    (citation,) = about["citations"]
    assert {"row": 1, "column": "amount"} in citation["cells"]
    assert pa.table(answer).equals(table), "the standard protocol hands on the same"
    nothing = project.report("contract-values", currency="USD").to_arrow()
    assert (nothing.num_rows, nothing.schema.names) == (0, table.schema.names)


def test_answer_as_pandas_and_polars_keeps_types(project: warehouse.Project) -> None:
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    answer = project.report("contract-values", currency="KRW")
    frame = answer.to_pandas()
    assert str(frame.dtypes["amount"]) == "decimal128(38, 0)[pyarrow]"
    assert frame["amount"].tolist()[1] == Decimal(260_000_000_000)
    assert frame.attrs["units"]["term_years"] == "years"
    assert len(json.loads(frame.attrs["citations"])) == 1
    exact = answer.to_polars()
    assert exact.schema["amount"] == polars.Decimal(38, 0)
    assert polars.DataFrame(answer).equals(exact)
    assert pandas.api.types.is_bool_dtype(frame.dtypes["is_total"])


def test_table_for_a_notebook_is_escaped_and_stops_after_some_rows(project: warehouse.Project) -> None:
    answer = project.sql("SELECT n, '<script>' || n AS \"<b>\" FROM generate_series(1, 200) AS n")
    page = answer._repr_html_()
    assert "<script>" not in page
    assert "&lt;b&gt;" in page
    assert "<p>50 of 200 rows</p>" in page


MANY = """\
/* report
title: Many
question: Which?
grain: [n]
columns:
  n: {meaning: a number}
cite: {n: said}
*/
SELECT n, (SELECT min(f.fact_key) FROM mart.bridge_fact_document AS f) AS said
FROM generate_series(1, 3500) AS n ORDER BY n
"""


def test_sources_of_the_first_rows_can_be_asked_for_while_more_arrive(
    project: warehouse.Project, tmp_path: Path
) -> None:
    write_sql(tmp_path / "sql", "reports", "many", MANY)
    with (
        warehouse.open_project(tmp_path, database=project.address()) as own,
        own.running("many", {}) as result,
    ):
        answer = warehouse.Answer.read(result, 1500)
        assert (len(answer), answer.is_cut, len(answer.documents)) == (1500, True, 1)
        assert [row.cells[0] for row in result.rows] == [str(n) for n in range(1502, 3501)]


def test_facts_of_a_thing_are_those_about_it_and_those_that_name_it(project: warehouse.Project) -> None:
    rows = project.facts("entities/posco-international").rows
    assert {row["subject_key"] for row in rows} > {"entities/posco-international", "agreements/posco-magnets-europe"}
    everything = project.facts()
    bare = {row.cells[3] for row in everything.marked_rows if not row.marks[4]}
    assert {key.partition("/")[0] for key in bare if key} == {"documents"}, "only documents cite nothing"
    assert project.facts("entities/posco-international", as_of=1).rows == rows
    with pytest.raises(errors.UsageError, match="entities/posco-internationl") as raised:
        project.facts("entities/posco-internationl")
    assert "entities/posco-international" in raised.value.hint


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Korea Zinc", "entities/korea-zinc"),
        ("zinc KOREA", "entities/korea-zinc"),
        ("neodym", "minerals/neodymium"),
        ("  ", None),
        ("'; DROP TABLE x", None),
        ("%", None),
        ("x" * 300, None),
    ],
)
def test_things_are_found_by_all_words_in_any_order(project: warehouse.Project, text: str, first: str | None) -> None:
    rows = project.things(text).rows
    assert (rows[0]["subject_key"] if rows else None) == first


def test_query_keeps_units_and_names_sources(project: warehouse.Project) -> None:
    answer = project.sql(
        "SELECT contract AS won, count(*) OVER () AS n, fact_key FROM money_krw WHERE contract IS NOT NULL ORDER BY 1; "
    )
    won, number, _ = answer.columns
    assert (won.unit, number.unit) == ("KRW", None)
    assert answer.rows[0]["won"] == Decimal(260_000_000_000)
    assert answer.citations
    assert '"_repr' not in answer.to_bibtex()
    past = project.sql("SELECT count(*) AS n FROM mart.dim_fact", as_of=1).rows
    assert past == project.sql("SELECT count(*) AS n FROM dim_fact").rows


def test_query_is_bounded(project: warehouse.Project) -> None:
    answer = project.sql("SELECT n FROM generate_series(1, 1000000) AS n", limit=7)
    assert ([row["n"] for row in answer.rows], answer.is_cut) == ([1, 2, 3, 4, 5, 6, 7], True)
    assert not project.sql("SELECT n FROM generate_series(1, 7) AS n", limit=7).is_cut
    with pytest.raises(errors.DatabaseBusy, match="timeout"):
        project.sql("SELECT count(*) AS n FROM generate_series(1, 1000000000000)", seconds=1)
    lifting = "SELECT set_config('statement_timeout', '0', false) AS a, pg_sleep(n / 4000)::text AS b"
    with pytest.raises(errors.DatabaseBusy):
        project.sql(f"{lifting} FROM generate_series(1, 9000000) AS n", seconds=1)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("", "there is no statement"),
        ("-- nothing", "there is no statement"),
        ("SELECT 1 AS a; SELECT 2 AS b", "a second statement"),
        ("DELETE FROM core.facts", "may only read"),
        ("WITH d AS (DELETE FROM core.facts RETURNING 1 AS a) SELECT a FROM d", "may only read"),
        ("SELECT 1 AS a INTO x", "may only read"),
        ("COPY core.facts TO PROGRAM 'true'", "may only read"),
        ("COMMIT", "may only read"),
        ("EXPLAIN ANALYZE SELECT 1", "may only read"),
        ("SELECT key AS a FROM core.entities FOR UPDATE", "may only read"),
        ("SELECT set_config('transaction_read_only', 'off', true) AS a", "read-write mode"),
        ("SELECT lo_create(0)::bigint AS a", "read-only"),
        ("SELECT 1 AS a) AS x; DROP TABLE core.facts; --", "a second statement"),
        ("SELECT 1 AS a) AS x -- ", "syntax error"),
        ("SELECT nothing FROM dim_date", r'column "nothing" does not exist \(line 1, column 8\)'),
        ("SELECT 1 AS a\nFROM nowhere", r'"nowhere" does not exist \(line 2, column 6\)'),
        ("SELECT 1 AS a, 2 AS a", 'returns "a" twice'),
        ("SELECT ARRAY[1] AS a", "answers cannot show"),
        ("SELECT FROM dim_date", "returns 0 columns"),
        ("SELECT 'unending", "has no end"),
        ("SELECT :name AS a", "is a parameter"),
        ("SELECT $1 AS a", "is a parameter"),
        ("SELECT '\x00' AS a", "cannot hold NUL"),
        ("SELECT '\udcff' AS a", "must be UTF-8"),
        ("SELECT 1 / 0 AS a", "division by zero"),
    ],
)
def test_query_that_does_more_than_read_or_is_wrong_is_refused(
    project: warehouse.Project, query: str, reason: str
) -> None:
    with pytest.raises(errors.UsageError, match=reason):
        project.sql(query)


def test_mistakes_are_the_messages_of_the_command_line(project: warehouse.Project) -> None:
    with pytest.raises(errors.UsageError) as raised:
        project.report("contract-value")
    assert str(raised.value) == 'there is no report called "contract-value"\n  did you mean "contract-values"?'
    with pytest.raises(errors.UsageError, match="nothing had been loaded"):
        project.report("contract-values", as_of=date(2020, 1, 1))
    with pytest.raises(errors.UsageError, match="names no sources"):
        project.sql("SELECT 1 AS a").to_csl_json()
    with pytest.raises(errors.UsageError, match="does not tell a format"):
        project.sql("SELECT 1 AS a").write("answer.doc")


def test_answer_is_written_in_any_format(project: warehouse.Project, tmp_path: Path) -> None:
    answer = project.report("contract-values", currency="KRW")
    for name in ("a.csv", "a.json", "a.xlsx", "a.bib", "a.svg"):
        answer.write(tmp_path / name)
    assert "260000000000" in (tmp_path / "a.csv").read_text()
    assert (tmp_path / "a.svg").read_text() == answer.to_svg() == answer.to_svg()._repr_svg_()
    assert json.loads(answer.to_csl_json())[0]["type"] == "article-newspaper"


def test_threads_share_a_project(project: warehouse.Project) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: project.report("import-dependence").rows, range(8)))
    assert all(rows == answers[0] for rows in answers)


def test_values_are_written_as_on_the_command_line() -> None:
    given: dict[str, Any] = {"a": True, "b": date(2026, 2, 18), "c": 0.00001, "d": Decimal("1E+3"), "f": None, "g": ""}
    assert texts(given) == {"a": "true", "b": "2026-02-18", "c": "0.00001", "d": "1000", "g": ""}
    assert texts({"items": ["x", 'y, "z"', 1]}) == {"items": 'x,"y, ""z""",1'}


def test_plan_load_and_undo(database_url: str, tmp_path: Path) -> None:
    folder = ProjectFolder(tmp_path)
    folder.write(BASE)
    with warehouse.open_project(folder.project, database=database_url) as project:
        planned = project.plan()
        assert len(list(planned.changes)) == planned.total().added > 0
        assert project.runs() == []
        loaded = project.load()
        assert loaded.total() == planned.total()
        assert project.plan().is_empty
        file = folder.write("entities: [", "broken.yaml")
        with pytest.raises(errors.InvalidSource):
            project.load()
        file.unlink()
        assert project.undo(1, max_retire="100%").total().retired == planned.total().added
        assert [run.status for run in project.runs()] == ["loaded", "failed", "loaded"]


def test_database_that_is_gone_is_said(blank: str) -> None:
    none = pytest.raises(errors.ConfigurationError, match="no warehouse yet")
    with warehouse.open_project(ROOT, database=blank) as project, none:
        project.report("contract-values")
    gone = psycopg.conninfo.make_conninfo(blank, dbname="gone")
    with warehouse.open_project(ROOT, database=gone) as project, pytest.raises(errors.ConfigurationError, match="gone"):
        project.facts()
