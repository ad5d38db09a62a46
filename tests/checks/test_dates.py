"""Dates are read anew inside the database, and with the same answer as when the seeds were read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from warehouse import vocabulary
from warehouse.model import dates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.builders import Rows
    from warehouse.checks.run import CheckResult

    ResultOf = Callable[[str], CheckResult]

pytestmark = pytest.mark.slow

NAME = "dates-follow-from-their-document"
PAGE_DATES = [
    date.fromisoformat(day)
    for day in ("2026-01-01", "2026-02-18", "2026-09-15", "2027-12-31", "2028-02-28", "2028-02-29", "2103-03-01")
]
WORDS = (
    *(
        "last September",
        "September",
        "in May",
        "Mayday",
        "February",
        "December 31",
        "January 1",
        "on March 1st",
        "2nd of June",
    ),
    *(
        "February 29",
        "29th February",
        "February 28",
        "Friday",
        "last Monday",
        "SUNDAY",
        "Tuesday morning",
        "Monday, May 4",
        "Friday 2026.2.13",
    ),
    *(
        "2026",
        "by 2027",
        "mid-2030",
        "February 4 2026.2.4",
        "2026-02",
        "2026/2/4",
        "in 2026-02 (2026-02-13)",
        "4 May 2031",
    ),
    *("March 2024", "the 3rd of 12 meetings in June", "12 tons in 1999", "2026년 2월", "last year", "next year", "now"),
)


def step(rows: Rows, name: str, words: str, rule: str, edtf: str, **columns: Any) -> None:
    qualifier = columns.setdefault("date_qualifier", "on")
    first, last = dates.bounds(edtf, qualifier)
    said = {"date_words": words, "date_edtf": edtf, "date_rule": rule, "date_earliest": first, "date_latest": last}
    about = {"agreement_key": "one", "kind": "signed"}
    rows.add("milestones", name, **{**about, **said, **columns})


def resolved() -> Iterator[tuple[date, str, str, str]]:
    """Give page date, words, rule and value wherever the rule gives one."""
    for page_date in PAGE_DATES:
        for words in WORDS:
            for rule in vocabulary.base().meanings("date-rule"):
                try:
                    yield page_date, words, rule, dates.resolve(words, rule, page_date)
                except dates.UnreadableDateError:
                    continue


def test_every_rule_gives_what_reading_the_seeds_gave(rows: Rows, result_of: ResultOf) -> None:
    for page_date in PAGE_DATES:
        rows.document(f"of-{page_date}", "t", str(page_date))
    found = list(resolved())
    assert {rule for _, _, rule, _ in found} == {*vocabulary.base().meanings("date-rule")}
    with rows.connection.pipeline():
        for number, (page_date, words, rule, edtf) in enumerate(found):
            hangs_on = None if rule == "as printed" else f"of-{page_date}"
            step(rows, str(number), words, rule, edtf, date_document_key=hangs_on)
    result = result_of(NAME)
    assert [row["problem"] for row in result.rows] == []
    rows.connection.execute("UPDATE core.milestones SET date_edtf = '1066'")
    assert result_of(NAME).found == len(found) > 400


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
