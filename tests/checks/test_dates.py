"""Dates are read anew inside the database, and with the same answer as when the seeds were read."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from tests.printed_dates import PAGE, PRINTED, REFUSED, STATED
from warehouse import vocabulary
from warehouse.checks.run import find
from warehouse.model.core import DATES
from warehouse.model.date_words import PRINTED_RULES, refuse_misfit, resolve
from warehouse.model.dates import UnreadableDateError, bounds, page_span, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.builders import Rows
    from warehouse.checks.run import CheckResult

    ResultOf = Callable[[str], CheckResult]

pytestmark = pytest.mark.slow

NAME = "dates-follow-from-their-document"
PAGE_DATES = {
    f"of-{shown}": (date.fromisoformat(f"{shown}-01-01"[:10]), {4: "year", 7: "month"}.get(len(shown)))
    for shown in (
        *("2026-01-01", PAGE, "2026-09-15", "2027-12-31", "2028-02-28", "2028-02-29", "2103-03-01"),
        *("2026-02", "2026"),
    )
}
FISCAL = (None, "07-01 end", "04-01 start", "01-01 end")
STATED_FIELDS = ("words", "edtf", "earliest", "latest", "qualifier", "rule", "document_key", "fiscal", "note")


def step(rows: Rows, name: str, words: str, rule: str, edtf: str, **columns: Any) -> None:
    qualifier, fiscal = columns.setdefault("date_qualifier", "on"), columns.get("date_fiscal")
    first, last = bounds(edtf, qualifier, fiscal)
    said = {"date_words": words, "date_edtf": edtf, "date_rule": rule, "date_earliest": first, "date_latest": last}
    about = {"agreement_key": "one", "kind": "signed"}
    rows.add("milestones", name, **{**about, **said, **columns})


def figure(rows: Rows, name: str, words: str, rule: str, edtf: str, **columns: Any) -> None:
    first, last = bounds(edtf, "on", columns.get("period_fiscal"))
    said = {"period_words": words, "period_edtf": edtf, "period_rule": rule, "period_qualifier": "on"}
    days = {"period_earliest": first, "period_latest": last}
    stated = {"value": 3, "words": "three", "approximation": "exact", "quantum": 1, "indicator_key": "partners"}
    rows.add("observations", name, **{"agreement_key": "one", **stated, **said, **days, **columns})


@pytest.fixture
def documents(rows: Rows) -> None:
    """Add documents with page dates of each precision, and an indicator."""
    digest: dict[str, Any] = {"sha256": "0" * 64, "character_count": 1, "paragraph_count": 1}
    for key, (day, precision) in PAGE_DATES.items():
        about = {"kind": "article", "title": "t", "language": "en", "page_date": day, "page_date_precision": precision}
        rows.register("documents", key, cite=(), **about, **digest)
    rows.register("units", "count", name="count", symbol="count")
    rows.register("indicators", "partners", name="Partners", definition="x", unit_key="count")


Asked = tuple[str, str, str, "str | None", bool]


def asked() -> Iterator[Asked]:
    """Yield words, rule, document and fiscal year of dates and periods, in every combination that can matter."""
    words = sorted({one.words for table in (PRINTED, STATED, REFUSED) for one in table})
    rules = sorted(set(vocabulary.base().meanings("date-rule")) - {"by hand", "trailing", "a year earlier"})
    for text, rule, covers in product(words, rules, (False, True)):
        for key in PAGE_DATES if rule != "as printed" else ("",):
            for fiscal in FISCAL if rule == "as printed" else (None,):
                yield text, rule, key, fiscal, covers


def answered() -> Iterator[tuple[Asked, str | None]]:
    """Yield the value that Python reads, or None where it refuses."""
    for one in asked():
        text, rule, key, fiscal, covers = one
        page = page_span(*PAGE_DATES[key]) if key else None
        try:
            yield one, written(resolve(text, rule, page, fiscal=fiscal, covers=covers))
        except UnreadableDateError:
            yield one, None


@pytest.mark.usefixtures("documents")
def test_database_reads_what_the_parser_reads_and_refuses_what_it_refuses(rows: Rows, sql_dir: Path) -> None:
    found = [(one, value) for one, value in answered() if value is not None or one[2] in {"", f"of-{PAGE}"}]
    with rows.connection.pipeline():
        for number, ((text, rule, key, fiscal, covers), value) in enumerate(found):
            prefix, add = ("period", figure) if covers else ("date", step)
            columns = {f"{prefix}_document_key": key or None, f"{prefix}_fiscal": fiscal}
            add(rows, str(number), text, rule, value or "2222", **columns)
    problems = rows.connection.execute(find(sql_dir, NAME).query.text).fetchall()
    told = {int(str(row[0]).partition("/")[2]): row[-1] for row in problems}
    wrong = {
        one: (value, told.get(number)) for number, (one, value) in enumerate(found) if bool(value) == (number in told)
    }
    assert wrong == {}
    assert len(found) - len(told) > 1000


@pytest.mark.usefixtures("documents")
def test_rules_that_limit_the_value_agree_too(rows: Rows, result_of: ResultOf) -> None:
    limited = [one for one in (*STATED, *REFUSED) if one.rule in {"trailing", "a year earlier", "by hand"}]
    for number, one in enumerate(limited):
        hangs = None if one.rule in PRINTED_RULES else f"of-{PAGE}"
        figure(rows, str(number), one.words, one.rule, one.value, period_document_key=hangs, period_note="as meant")
    refused = {f"observations/{number}" for number, one in enumerate(limited) if one in REFUSED}
    assert {row["fact"] for row in result_of(NAME).rows} == refused
    assert refused
    for one in limited:
        if one not in REFUSED:
            refuse_misfit(one.words, one.value, one.rule, page_span(*PAGE_DATES[f"of-{PAGE}"]), covers=True)


VALUES = (
    *("2026", "2024-02", "2024-02-29", "2025-Q2", "2025-S2", "2026-W01", "199X", "2019/2022", "2024-07/2025-Q2"),
    *("2022-04/..", "../2024", "FY2025", "FY2025-Q4", "FY2025-S1", "FY2024/FY2025", "2020-W53/2021-W02"),
)


def test_days_of_a_value_are_computed_as_the_parser_does(rows: Rows, result_of: ResultOf) -> None:
    for number, (value, fiscal) in enumerate(product(VALUES, FISCAL[1:])):
        step(rows, str(number), "x", "by hand", value, date_fiscal=fiscal, date_note="as meant")
    assert [row["problem"] for row in result_of(NAME).rows] == []


@pytest.mark.parametrize("qualifier", vocabulary.base().meanings("date-qualifier"))
def test_bounds_follow_from_value_and_qualifier(rows: Rows, result_of: ResultOf, qualifier: str) -> None:
    for edtf in ("2026", "2024-02", "2023-02", "2026-12", "2026-02-13", "2024-02-29", "2026-12-31"):
        step(rows, edtf, edtf, "as printed", edtf, date_qualifier=qualifier)
    assert result_of(NAME).found == 0
    rows.connection.execute(
        "UPDATE core.milestones SET date_earliest = date_earliest - 1, date_latest = date_latest + 1"
    )
    assert result_of(NAME).found == 7


WRONG = {
    '"last September" by the rule "latest past" on the page of 2026-02-18 gives 2025-09, not 2026-09': {
        "date_words": "last September",
        "date_rule": "latest past",
        "date_edtf": "2026-09",
        "date_document_key": "paper",
    },
    '"next year" by the rule "next year" hangs on no document with a page date': {
        "date_words": "next year",
        "date_rule": "next year",
        "date_edtf": "2027",
    },
    'the rule "as printed" gives no date for "soon"': {"date_words": "soon", "date_edtf": "2026"},
    'the rule "document year" gives no date for "March 2026"': {
        "date_words": "March 2026",
        "date_rule": "document year",
        "date_edtf": "2026-03",
        "date_document_key": "paper",
    },
    '2027 with "by" lasts from an open start to 2027-12-31, not from an open start to 2027-01-01': {
        "date_words": "by 2027",
        "date_edtf": "2027",
        "date_qualifier": "by",
        "date_latest": "2027-01-01",
    },
}


@pytest.mark.parametrize(("problem", "columns"), WRONG.items(), ids=range(len(WRONG)))
def test_date_that_does_not_follow_is_told(
    rows: Rows, result_of: ResultOf, problem: str, columns: dict[str, str]
) -> None:
    step(rows, "wrong", columns["date_words"], "as printed", columns["date_edtf"], **columns)
    result = result_of(NAME)
    assert [(row["fact"], row["problem"]) for row in result.rows] == [("milestones/wrong", problem)]
    assert result.blocks


def test_value_that_is_no_date_is_told_and_breaks_nothing(rows: Rows, result_of: ResultOf) -> None:
    step(rows, "wrong", "2026-02-30", "as printed", "2026-02-28")
    rows.connection.execute("UPDATE core.milestones SET date_edtf = '2026-02-30'")
    assert [row["fact"] for row in result_of(NAME).rows] == ["milestones/wrong"]


def test_periods_of_observations_are_read_too(rows: Rows, result_of: ResultOf) -> None:
    rows.register("units", "count", name="count", symbol="count")
    rows.register("indicators", "partners", name="Partners", definition="x", unit_key="count")
    stated: dict[str, Any] = {
        "value": 3,
        "words": "three",
        "approximation": "exact",
        "quantum": 1,
        "indicator_key": "partners",
    }
    days: dict[str, Any] = {"period_earliest": "2025-01-01", "period_latest": "2025-12-31", "period_qualifier": "on"}
    hangs: dict[str, Any] = {"period_rule": "last year", "period_document_key": "paper", "period_words": "last year"}
    rows.add("observations", "sound", agreement_key="one", period_edtf="2025", **stated, **days, **hangs)
    rows.add("observations", "none", agreement_key="one", **stated)
    assert result_of(NAME).found == 0
    rows.connection.execute("UPDATE core.documents SET page_date = '2027-01-01' WHERE key = 'paper'")
    assert [row["expected"] for row in result_of(NAME).rows] == ["2026"]


def test_dates_of_every_family_are_read(sql_dir: Path) -> None:
    statement = find(sql_dir, NAME).query.text
    for table, names in DATES.items():
        for name in names:
            assert f"FROM core.{table} AS r\n  WHERE r.{name}_words IS NOT NULL" in statement


def test_day_of_a_state_is_read_too(rows: Rows, result_of: ResultOf) -> None:
    day: dict[str, Any] = {"as_of_words": "2 March 2026", "as_of_edtf": "2026-03-02", "as_of_rule": "as printed"}
    days: dict[str, Any] = {"as_of_qualifier": "on", "as_of_earliest": "2026-03-02", "as_of_latest": "2026-03-02"}
    rows.add("statuses", "sound", agreement_key="one", status="active", **day, **days)
    assert result_of(NAME).found == 0
    rows.add("statuses", "wrong", agreement_key="one", status="active", **day | {"as_of_words": "3 March 2026"}, **days)
    assert [row["fact"] for row in result_of(NAME).rows] == ["statuses/wrong"]
