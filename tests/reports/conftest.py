from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import Rows, read_report, report_text, sound_report
from warehouse.reports import definition, formats
from warehouse.reports.execute import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import psycopg
    from psycopg import Connection

    from warehouse.reports.definition import Report
    from warehouse.yamlfiles import Problem


@pytest.fixture
def pattern(request: pytest.FixtureRequest, live: str, empty: str) -> str:
    """Rows that a test adds itself are in the mart at once; loads fill a real one."""
    return empty if "warehouse" in request.fixturenames else live


@pytest.fixture(scope="session")
def shared_connection(shared_live_connection: psycopg.Connection) -> psycopg.Connection:
    return shared_live_connection


@pytest.fixture
def postgresql(request: pytest.FixtureRequest) -> Any:
    """Running a report ends transactions, and the command line has connections of its own; the others share."""
    ends_transactions = request.path.name == "test_run.py" or "database_url" in request.fixturenames
    return request.getfixturevalue("own_database" if ends_transactions else "rolled_back")


@pytest.fixture
def rows(postgresql: Connection[Any]) -> Rows:
    return Rows(postgresql, has_whole_paths=True)


@pytest.fixture
def world(rows: Rows) -> Rows:
    """Two articles, their contracts, a strategy, a list and two shares: enough for every shipped report."""
    rows.document("push", "The push", "2026-02-18")
    rows.document("shift", "The shift", "2026-02-21")
    rows.register("places", "kr", kind="country", name="South Korea", iso_code="KR")
    rows.register("places", "cn", kind="country", name="China", iso_code="CN")
    rows.currencies()
    rows.register("units", "percent", name="percent", symbol="%")
    rows.register("units", "year", name="year", symbol="a")
    rows.register("minerals", "magnets", kind="product", name="Permanent magnets")
    rows.register("minerals", "metals", kind="metal", name="Rare earth metals")
    rows.register("indicators", "import-dependence", name="Share", definition="of imports", unit_key="percent")
    rows.register("indicators", "contract-term", name="Term", definition="of a contract", unit_key="year")
    rows.register("entities", "maker", kind="company", name="포스코 Maker", is_named=True)
    rows.register("entities", "state", kind="government body", name="The State", is_named=True, country_key="kr")
    _contracts(rows)
    _policy(rows)
    return rows


def _contracts(rows: Rows) -> None:
    rows.register("agreements", "all", kind="contract portfolio", name="All contracts", cite=(("push", 18),))
    for key, name, won, dollars, years in (
        ("cars", "Cars", 900, 622, 6),
        ("europe", "Europe", 260, 179, 9),
        ("motors", "Motors", 600, 414, None),
    ):
        rows.register("agreements", key, kind="supply contract", name=name, parent_key="all", cite=(("push", 18),))
        party = {"agreement_key": key, "entity_key": "maker", "role": "supplier"}
        rows.add("agreement_parties", f"{key}-maker", cite=(("push", 18),), **party)
        money(rows, key, (won * 10**9, 10**9), (dollars * 10**6, 10**6), kind="contract value", is_total=False)
        if years:
            term = {"agreement_key": key, "value": years, "words": f"{years} years", "approximation": "exact"}
            rows.add("observations", key, indicator_key="contract-term", quantum=1, cite=(("push", 18),), **term)
    money(rows, "all", (1760 * 10**9, 10**10), (1210 * 10**6, 10**7), kind="portfolio total", is_total=True)
    when = {"date_words": "last September", "date_edtf": "2025-09", "date_qualifier": "on", "date_rule": "latest past"}
    days = {"date_earliest": "2025-09-01", "date_latest": "2025-09-30", "date_document_key": "push"}
    rows.add("milestones", "motors", kind="awarded", agreement_key="motors", cite=(("push", 18),), **when, **days)
    rows.add("milestones", "cars", kind="signed", agreement_key="cars", cite=(("push", 13),), **when, **days)


def money(
    rows: Rows, agreement: str, won: tuple[int, int], dollars: tuple[int, int], *, kind: str, is_total: bool
) -> None:
    """Add a sum in won and its equivalent in dollars, each with the weight of its last digit."""
    sums = {"amount": won[0], "quantum": won[1], "equivalent_amount": dollars[0], "equivalent_quantum": dollars[1]}
    words = {"words": f"{won[0]} KRW", "equivalent_words": f"about {dollars[0]} USD"}
    exactness = {"approximation": "exact", "equivalent_approximation": "about"}
    codes = {"currency_code": "KRW", "equivalent_currency_code": "USD"}
    about = {"kind": kind, "agreement_key": agreement, "is_total": is_total}
    rows.add("monetary_values", agreement, cite=(("push", 18),), **sums, **words, **exactness, **codes, **about)


def _policy(rows: Rows) -> None:
    issued = {"issuer_key": "state", "jurisdiction_key": "kr"}
    cite = (("push", 25), ("shift", 9))
    rows.register("strategies", "plan", kind="strategy", name="The plan", cite=cite, **issued)
    pledge = {"kind": "pledge", "strategy_key": "plan", "words": "1 trillion KRW", "is_total": False}
    for paper, paragraph, dollars in (("push", 25, 691), ("shift", 9, 690)):
        equivalent: dict[str, Any] = {
            "equivalent_amount": dollars * 10**6,
            "equivalent_words": f"about {dollars} million USD",
        }
        equivalent |= {"equivalent_quantum": 10**6, "equivalent_approximation": "about"}
        sums = {"amount": 10**12, "quantum": 10**12, "currency_code": "KRW", "equivalent_currency_code": "USD"}
        sums["approximation"] = "exact"
        name, cited = f"plan@{paper}", ((paper, paragraph),)
        rows.add("monetary_values", name, cite=cited, modality="pledged", **pledge, **sums, **equivalent)
    rows.add("strategy_measures", "plan", strategy_key="plan", kind="funding", description="pay", cite=cite)
    place = {"jurisdiction_key": "kr", "entry_term": "key minerals"}
    rows.register("mineral_lists", "list", name="Key minerals", cite=(("push", 26),), **place)
    for label, count in (("before", 7), ("after", 17)):
        version = {"mineral_list_key": "list", "label": label, "stated_count": count, "counted": "minerals"}
        rows.add("mineral_list_versions", label, cite=(("push", 26),), **version)
    for mineral, share, exactness in (("magnets", "99.3", "exact"), ("metals", "80", "about")):
        where = {"place_key": "kr", "counterpart_key": "cn", "mineral_key": mineral}
        stated = {"value": share, "words": f"{share}%", "approximation": exactness, "quantum": 1}
        said = {"indicator_key": "import-dependence", "attributed_words": "a trade body"}
        rows.add("observations", mineral, modality="assessed", cite=(("push", 15),), **where, **stated, **said)


@pytest.fixture
def make_report() -> Callable[[str, str], Report]:
    """Make a report of a statement and the header below its title and question; both must be sound."""
    return lambda statement, header: sound_report(report_text(statement, header))


@pytest.fixture
def problems_of() -> Callable[[str, str], list[Problem]]:
    """Give the problems of a report."""
    return lambda statement, header: read_report(report_text(statement, header))[1]


@pytest.fixture
def ask(postgresql: Connection[Any], sql_dir: Path) -> Callable[..., list[dict[str, str | None]]]:
    """Run a shipped report and give its rows."""

    def answer(name: str, **values: str) -> list[dict[str, str | None]]:
        with run(postgresql, definition.find(sql_dir, name), values) as result:
            return [dict(zip([c.name for c in result.columns], row.cells, strict=True)) for row in result.rows]

    return answer


@pytest.fixture
def written(postgresql: Connection[Any]) -> Callable[..., str]:
    """Run a report and give what a format writes."""

    def write(report: Report, format_name: str, width: int | None = None, **values: str) -> str:
        stream = StringIO(newline="")
        with run(postgresql, report, values) as result:
            formats.write(result, format_name, stream, width)
        return stream.getvalue()

    return write
