"""Every shipped report answers on a small world, with the figures that world holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.reports.answers import agreed
from warehouse.reports import definition
from warehouse.reports.execute import run
from warehouse.reports.testing import try_cases
from warehouse.sqlfiles import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from psycopg import Connection

    from tests.builders import Rows
    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

NAMES = [
    "agreement-register",
    "annualised-values",
    "chain-coverage",
    "company-accounts",
    "contract-values",
    "corroboration",
    "country-flows",
    "critical-lists-compared",
    "entity-dossier",
    "figures-over-time",
    "financing-by-instrument",
    "freshness",
    "implied-exchange-rates",
    "import-dependence",
    "latest-by-place",
    "load-changes",
    "milestones-due",
    "mineral-list-changes",
    "mineral-lists",
    "offices-held",
    "pipeline-by-stage",
    "planned-capacity",
    "policy-measures-over-time",
    "prices",
    "project-pipeline",
    "provenance-coverage",
    "public-and-private-money",
    "single-source-facts",
    "source-disagreements",
    "strategies-and-pledges",
    "strategy-timeline",
    "supply-commitments",
    "totals-check",
    "who-owns-whom",
    "who-with-whom",
]
WITHOUT_CHART = {"corroboration", "load-changes", "single-source-facts", "source-disagreements"}
"""Lists of texts: there is nothing to measure and no day to place."""
WITHOUT_ANSWERS = {"company-accounts", "prices"}
"""Of these the curated seeds say nothing."""
OF_ITSELF = {"load-changes", "provenance-coverage"}
"""Has rows that no document says: the warehouse's own counts, and the documents it knows."""
OF_CHAINS = {"critical-lists-compared", "entity-dossier", "who-owns-whom"}
"""Follow owners, or groups within groups, as far as they go."""
NEEDED: dict[str, dict[str, str]] = {"entity-dossier": {"entity": "posco-international"}}
"""Values with which a report answers on the curated seeds, where it needs any."""


def answer(connection: Connection[Any], sql_dir: Path, name: str, **values: str) -> list[dict[str, str | None]]:
    with run(connection, definition.find(sql_dir, name), values) as result:
        return [dict(zip([c.name for c in result.columns], row.cells, strict=True)) for row in result.rows]


def test_all_are_listed(sql_dir: Path) -> None:
    assert [report.name for report in definition.list_reports(sql_dir)] == NAMES


def test_cases_hold_on_the_curated_seeds(warehouse: Warehouse, postgresql: Connection[Any], sql_dir: Path) -> None:
    code, _, said = warehouse("load")
    assert code == 0, said
    outcomes = [outcome for report in definition.list_reports(sql_dir) for outcome in try_cases(postgresql, report)]
    assert {outcome.report for outcome in outcomes} == set(NAMES)
    assert [outcome for outcome in outcomes if outcome.failures] == []


def test_answers_on_the_curated_seeds_are_explained_and_have_sources(
    warehouse: Warehouse, postgresql: Connection[Any], sql_dir: Path
) -> None:
    warehouse("load")
    unexplained: set[tuple[str, str]] = set()
    without_source: set[str] = set()
    ambiguous: list[tuple[str, tuple[str | None, ...]]] = []
    for report in definition.list_reports(sql_dir):
        with run(postgresql, report, NEEDED.get(report.name, {})) as result:
            rows = list(result.rows)
        assert bool(rows) == (report.name not in WITHOUT_ANSWERS), report.name
        names = [column.name for column in result.columns]
        for row in rows:
            cells = zip(result.columns, row.cells, strict=True)
            unexplained |= {
                (report.name, column.name) for column, cell in cells if cell is None and not column.doc.empty
            }
            if not any(row.marks):
                without_source.add(report.name)
        chart = report.header.chart
        if chart and chart.kind == "matrix":
            places = [(row.cells[names.index(chart.x)], row.cells[names.index(chart.y)]) for row in rows]
            ambiguous += [(report.name, place) for place in set(places) if places.count(place) > 1]
    assert unexplained == set()
    assert without_source == OF_ITSELF
    assert ambiguous == []


def test_lines_of_the_server_are_those_of_the_rows_on_the_curated_seeds(
    warehouse: Warehouse, postgresql: Connection[Any], sql_dir: Path
) -> None:
    warehouse("load")
    for report in definition.list_reports(sql_dir):
        assert agreed(postgresql, report, **NEEDED.get(report.name, {}))


@pytest.mark.usefixtures("world")
def test_every_cell_without_value_is_explained(postgresql: Connection[Any], sql_dir: Path) -> None:
    unexplained = []
    for report in definition.list_reports(sql_dir):
        with run(postgresql, report, {"entity": "maker"} if report.name == "entity-dossier" else {}) as result:
            for row in result.rows:
                for column, cell in zip(result.columns, row.cells, strict=True):
                    if cell is None and column.doc.empty is None:
                        unexplained.append((report.name, column.name))
    assert unexplained == []


@pytest.mark.parametrize("name", NAMES)
def test_header_tells_what_a_reader_needs(sql_dir: Path, name: str) -> None:
    header = definition.find(sql_dir, name).header
    assert header.question.endswith(("?", "They are never added up."))
    assert (header.chart is None) == (name in WITHOUT_CHART)
    assert any(case.params for case in header.cases)
    assert any(case.expect.rows == 0 for case in header.cases)
    assert any(case.expect.rows and case.expect.contains for case in header.cases) == (name not in WITHOUT_ANSWERS)
    for column, doc in header.columns.items():
        referred = (doc.unit or "").removeprefix("see ")
        assert not (doc.unit or "").startswith("see ") or referred in header.columns, column
        assert column not in {"amount", "figure", "lower", "upper", "per_year", "capacity", "rate"} or doc.unit, column
    assert {"lower", "upper"} & header.columns.keys() in (set(), {"lower", "upper"})


def test_columns_of_one_name_hold_one_thing(sql_dir: Path) -> None:
    measured: dict[str, set[bool]] = {}
    registers: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    for report in definition.list_reports(sql_dir):
        for name, doc in report.header.columns.items():
            measured.setdefault(name, set()).add(doc.unit is not None)
            registers.setdefault(name, set()).update([doc.key_of] if doc.key_of else [])
            names.setdefault(doc.meaning, set()).add(name)
    for several in (measured, registers, names):
        assert {what: found for what, found in several.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", NAMES)
def test_statements_stay_portable(sql_dir: Path, name: str) -> None:
    tokens = definition.find(sql_dir, name).source.tokens
    words = [token.text.upper() for token in tokens if token.kind is Kind.WORD]
    unusual = {"ROLLUP", "CUBE", "LATERAL", "RECURSIVE"} & set(words)
    assert unusual == ({"RECURSIVE"} if name in OF_CHAINS else set())


@pytest.mark.usefixtures("world")
def test_register_joins_parties_and_dates(postgresql: Connection[Any], sql_dir: Path) -> None:
    by_key = {row["agreement_key"]: row for row in answer(postgresql, sql_dir, "agreement-register", party="maker")}
    assert list(by_key) == ["cars", "europe", "motors"]
    assert by_key["cars"]["suppliers"] == "포스코 Maker"
    assert by_key["cars"]["signed"] == "2025-09 (last September)"
    assert by_key["motors"]["other_steps"] == "awarded 2025-09 (last September)"
    assert by_key["europe"]["signed"] is None


@pytest.mark.usefixtures("world")
def test_two_documents_that_differ_are_two_pledges(postgresql: Connection[Any], sql_dir: Path) -> None:
    pledges = answer(postgresql, sql_dir, "strategies-and-pledges", jurisdiction="kr")
    assert [row["equivalent_amount"] for row in pledges] == ["691000000", "690000000"]
    assert {row["measures"] for row in pledges} == {"funding: pay"}


def test_money_of_others_stands_below_strategies(world: Rows, postgresql: Connection[Any], sql_dir: Path) -> None:
    stated: dict[str, Any] = {"kind": "investment", "words": "billions", "status": "withheld", "is_total": False}
    world.register("facilities", "plant", kind="plant", name="The plant")
    world.add("monetary_values", "plant", facility_key="plant", cite=(("push", 3),), **stated)
    world.add("monetary_values", "maker", entity_key="maker", cite=(("push", 3),), **stated)
    world.add("monetary_values", "cars-too", agreement_key="cars", cite=(("push", 3),), **stated)
    found = answer(postgresql, sql_dir, "strategies-and-pledges")
    assert [(row["subject_family"], row["subject"], row["as_printed"]) for row in found[2:]] == [
        ("facilities", "The plant", "billions"),
        ("entities", "포스코 Maker", "billions"),
        ("agreements", "Cars", "billions"),
    ]
    assert "billions" not in {row["as_printed"] for row in answer(postgresql, sql_dir, "contract-values")}


@pytest.mark.usefixtures("world")
def test_one_rate_explains_the_document_only_under_truncation(postgresql: Connection[Any], sql_dir: Path) -> None:
    rates = answer(postgresql, sql_dir, "implied-exchange-rates", document="push")
    assert len(rates) == 5
    assert {(row["one_rate_if_nearest"], row["one_rate_if_truncated"]) for row in rates} == {("false", "true")}
    cars = next(row for row in rates if row["rate"] == "1446.9453")
    assert (cars["nearest_low"], cars["nearest_high"]) == ("1445.7831", "1448.1094")
    assert (cars["truncated_low"], cars["truncated_high"]) == ("1444.6228", "1446.9453")


@pytest.mark.usefixtures("world")
def test_differing_terms_give_no_single_number(world: Rows, postgresql: Connection[Any], sql_dir: Path) -> None:
    term = {"agreement_key": "cars", "value": 7, "words": "7 years", "approximation": "exact", "quantum": 1}
    world.add("observations", "cars-again", indicator_key="contract-term", cite=(("shift", 2),), **term)
    row = next(r for r in answer(postgresql, sql_dir, "contract-values") if r["agreement_key"] == "cars")
    assert row["term_years"] is None


PREFERRED: dict[str, Any] = {"rank": "preferred"}


def of_cars(world: Rows, name: str, amount: int, **stated: Any) -> None:
    """Say once more what the cars are worth."""
    said = {"amount": amount, "quantum": 10**9, "approximation": "exact", "words": f"{amount} KRW"} | stated
    about = {"kind": "contract value", "agreement_key": "cars", "currency_code": "KRW", "is_total": False}
    world.add("monetary_values", name, cite=(("shift", 2),), **about, **said)


def test_the_preferred_figure_is_shown_where_several_stand(
    world: Rows, postgresql: Connection[Any], sql_dir: Path
) -> None:
    of_cars(world, "cars-again", 910 * 10**9)
    values = answer(postgresql, sql_dir, "contract-values", currency="KRW")
    assert sum(row["agreement_key"] == "cars" for row in values) == 2
    of_cars(world, "cars-better", 905 * 10**9, **PREFERRED)
    for name, column in (("contract-values", "amount"), ("annualised-values", "amount")):
        rows = answer(postgresql, sql_dir, name, currency="KRW")
        assert [row[column] for row in rows if row["agreement_key"] == "cars"] == [str(905 * 10**9)]


def test_a_figure_with_an_open_end_has_an_open_interval(
    world: Rows, postgresql: Connection[Any], sql_dir: Path
) -> None:
    of_cars(world, "cars-over", 900 * 10**9, approximation="over", **PREFERRED)
    (cars,) = (r for r in answer(postgresql, sql_dir, "contract-values") if r["agreement_key"] == "cars")
    assert (cars["lower"], cars["upper"]) == ("900000000000", None)
    (total,) = (r for r in answer(postgresql, sql_dir, "totals-check", currency="KRW") if r["verdict"])
    assert total["verdict"] == "fits"
    (whole,) = (r for r in answer(postgresql, sql_dir, "totals-check", currency="KRW") if r["as_printed"] is None)
    assert (whole["tolerance_low"], whole["tolerance_high"]) == ("1740000000000", None)


@pytest.mark.parametrize(
    ("billions", "verdict"),
    [(9000, "does not fit: the parts come to more"), (9, "does not fit: the parts come to less")],
)
def test_a_total_that_does_not_fit_is_told(
    world: Rows, postgresql: Connection[Any], sql_dir: Path, billions: int, verdict: str
) -> None:
    of_cars(world, "cars-better", billions * 10**9, **PREFERRED)
    verdicts = {r["currency"]: r["verdict"] for r in answer(postgresql, sql_dir, "totals-check") if r["verdict"]}
    assert verdicts == {"KRW": verdict, "USD": "fits"}


def test_a_part_without_a_figure_leaves_the_total_open(world: Rows, postgresql: Connection[Any], sql_dir: Path) -> None:
    world.register("agreements", "more", kind="supply contract", name="More", parent_key="all", cite=(("push", 18),))
    rows = answer(postgresql, sql_dir, "totals-check", currency="KRW")
    assert [row["item"] for row in rows][3] == "3 of 4 parts have a figure"
    assert rows[-1]["verdict"] == "cannot be told: parts are without a figure"


def test_steps_are_due_until_a_document_reports_them_done(
    world: Rows, postgresql: Connection[Any], sql_dir: Path
) -> None:
    by: dict[str, Any] = {
        "date_words": "by 2027",
        "date_edtf": "2027",
        "date_qualifier": "by",
        "date_rule": "as printed",
    }
    soon: dict[str, Any] = {
        "kind": "production start",
        "agreement_key": "cars",
        "modality": "expected",
        "cite": (("push", 13),),
    }
    world.add("milestones", "cars-start", date_latest="2027-12-31", **by, **soon)
    world.add("milestones", "cars-open", **soon | {"kind": "completion"})
    world.add("milestones", "cars-signing", **soon | {"kind": "signed"})

    def statuses(day: str) -> list[tuple[str | None, str | None, str | None]]:
        rows = answer(postgresql, sql_dir, "milestones-due", as_of=day)
        return [(row["step"], row["urgency"], row["days_left"]) for row in rows]

    undated = ("completion", "no date", None)
    assert statuses("2027-12-31") == [("production start", "due", "0"), undated]
    assert statuses("2028-01-01") == [("production start", "overdue", "-1"), undated]
    world.add("milestones", "cars-started", **soon | {"modality": "occurred"})
    assert statuses("2028-01-01") == [undated]


@pytest.mark.usefixtures("world")
def test_figures_that_nobody_compared_yet_are_found(postgresql: Connection[Any], sql_dir: Path) -> None:
    rows = answer(postgresql, sql_dir, "source-disagreements")
    assert {(row["question_status"], row["question"]) for row in rows} == {("found", "The plan: pledge in USD")}
    assert [row["document_keys"] for row in rows] == ["push", "shift"]


def test_what_a_second_load_did_is_told(warehouse: Warehouse, postgresql: Connection[Any], sql_dir: Path) -> None:
    assert warehouse("load")[0] == 0
    seeds = warehouse.seeds / "korean-firms-us-rare-earth-push.yaml"
    said = seeds.read_text().replace("260 billion KRW", "261 billion KRW")
    said = said.replace("korea-zinc-alta-oxide-plant", "oxide-plant")
    seeds.write_text(
        said.replace("key: oxide-plant\n", "key: oxide-plant\n    moved_from: korea-zinc-alta-oxide-plant\n")
    )
    (warehouse.seeds / "disagreements.yaml").unlink()
    code, _, said = warehouse("load", "--max-retire", "10")
    assert code == 0, said
    rows = answer(postgresql, sql_dir, "load-changes")
    told = {(row["fact"], row["operation"], row["old_fact"], row["rows"]) for row in rows}
    price = "agreements/posco-magnets-europe/values/contract_value/KRW@korean-firms-us-rare-earth-push"
    assert (price, "changed", None, "monetary_values changed") in told
    assert ("facilities/oxide-plant", "renamed", "facilities/korea-zinc-alta-oxide-plant") in {row[:3] for row in told}
    assert sum(row["operation"] == "retired" for row in rows) == 5
    assert not any(row["operation"] == "added" for row in rows)
    last = rows[0]["run"]
    assert answer(postgresql, sql_dir, "load-changes", from_run=str(last)) == []
