"""Periods and dates of seed files: the days they cover, what they hang on, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.builders import ProjectFolder

UNIT = """units:
  - {key: tonne, name: tonne, symbol: t, cite: handbook#IR-1}
indicators:
  - {key: output, name: Output, definition: Tonnes a period, unit: tonne, cite: handbook#IR-1}
"""
ORE = "entities:\n  - {key: oreworks, kind: company, name: Oreworks, cite: tin-news#1%s}\n"


def figure(period: str, about: str = "entities/oreworks", cite: str = "tin-news#4") -> str:
    return (
        f"observations:\n  - about: {about}\n    indicator: output\n    value: 5\n    words: five\n"
        f"    period: {period}\n    modality: occurred\n    cite: {cite}\n"
    )


def columns(folder: ProjectFolder, fiscal_year: str, period: str, **others: str) -> dict[str, Any]:
    folder.write(UNIT + ORE % fiscal_year + figure(period, **others))
    (row,) = folder.check().rows["observations"]
    return row.values


JUNE = ", fiscal_year_ends: 06-30"
YEAR = (date(2028, 7, 1), date(2029, 6, 30))


@pytest.mark.parametrize(
    ("fiscal_year", "period", "days", "fiscal"),
    [
        ("", "{words: 2019 to 2022, edtf: 2019/2022}", (date(2019, 1, 1), date(2022, 12, 31)), None),
        ("", "{words: since April 2022, edtf: 2022-04/..}", (date(2022, 4, 1), None), None),
        (JUNE, "{words: FY2029, edtf: FY2029}", YEAR, "07-01 end"),
        (JUNE, "{words: FY29, edtf: 2028-07/2029-06}", YEAR, "07-01 end"),
        (JUNE, "{words: 2028-29, edtf: FY2029}", YEAR, "07-01 end"),
        (JUNE, "{words: year ended 30 June 2029, edtf: FY2029}", YEAR, "07-01 end"),
        (f"{JUNE}, fiscal_year_named: start", "{words: FY2028, edtf: FY2028}", YEAR, "07-01 start"),
        (JUNE, "{words: Q4 FY29, edtf: FY2029-Q4}", (date(2029, 4, 1), date(2029, 6, 30)), "07-01 end"),
        (JUNE, "{words: '2029', edtf: 2029}", (date(2029, 1, 1), date(2029, 12, 31)), None),
        (
            "",
            "{words: FY2029, edtf: FY2029, fiscal: {starts: 10-01}}",
            (date(2028, 10, 1), date(2029, 9, 30)),
            "10-01 end",
        ),
        (
            JUNE,
            "{words: FY2029, edtf: FY2029, fiscal: {starts: 10-01, named: start}}",
            (date(2029, 10, 1), date(2030, 9, 30)),
            "10-01 start",
        ),
    ],
)
def test_period_covers_its_days(
    folder: ProjectFolder, fiscal_year: str, period: str, days: tuple[date, date | None], fiscal: str | None
) -> None:
    values = columns(folder, fiscal_year, period)
    assert (values["period_earliest"], values["period_latest"]) == days
    assert values["period_fiscal"] == fiscal


def test_value_by_hand_keeps_its_note_and_hangs_on_no_document(folder: ProjectFolder) -> None:
    values = columns(folder, "", "{words: in the period, edtf: 2029-Q2, rule: by hand, note: that of paragraph 3}")
    assert (values["period_note"], values["period_document_key"]) == ("that of paragraph 3", None)
    assert values["period_latest"] == date(2029, 6, 30)


@pytest.mark.parametrize(
    ("fiscal_year", "period", "expected"),
    [
        ("", "{words: FY2029, edtf: FY2029}", "E-fiscal-year"),
        ("", "{words: FY2029, edtf: 2028-07/2029-06}", "E-fiscal-year"),
        ("", "{words: FY2016, edtf: 2016}", "E-period-words"),
        (JUNE, "{words: FY2016, edtf: 2016}", "E-period-words"),
        ("", "{words: 2010/11, edtf: 2010-11}", "E-period-words"),
        (JUNE, "{words: 2010/11, edtf: 2010-11}", "E-period-words"),
        ("", "{words: 2019\u201322, edtf: 2019}", "E-period-words"),
        ("", "{words: the 1990s, edtf: 1990}", "E-period-words"),
        ("", "{words: 2030s, edtf: 2030}", "E-period-words"),
        ("", "{words: year ended 30 June 2016, edtf: 2016}", "E-period-words"),
        ("", "{words: later this year, edtf: 2030, rule: this year}", "E-date-rule"),
        ("", "{words: later this year, edtf: 2030-01/2030-12, rule: this year}", "E-date-rule"),
        ("", "{words: 2029, edtf: 2029-Q2}", "E-date-rule"),
        ("", "{words: in the period, edtf: 2029-Q2, rule: by hand}", "E-by-hand"),
        ("", "{words: in the period, edtf: 2029-Q2}", "E-date-rule"),
        ("", "{words: since 2022, edtf: 2022/.., qualifier: by}", "E-date"),
        ("", "{words: 2022, edtf: 2022/2019}", "E-date"),
        ("", "{words: FY2029, edtf: FY2029, fiscal: {starts: 02-30}}", "E-form"),
        ("", "{words: FY2029, edtf: FY2029, fiscal: {starts: 10-01, named: middle}}", "E-form"),
        (", fiscal_year_ends: 30 June", "{words: '2029', edtf: 2029}", "E-form"),
    ],
)
def test_period_is_not_taken_for_something_else(
    folder: ProjectFolder, fiscal_year: str, period: str, expected: str
) -> None:
    folder.write(UNIT + ORE % fiscal_year + figure(period))
    assert [place.split()[-1] for place in folder.places()] == [expected]


def test_fiscal_year_of_an_entity_counts_for_facts_in_other_files(folder: ProjectFolder) -> None:
    folder.write(UNIT + figure("{words: FY2029, edtf: FY2029}"), "a.yaml")
    folder.write(ORE % JUNE, "z.yaml")
    (row,) = folder.check().rows["observations"]
    assert (row.values["period_earliest"], row.values["period_latest"]) == YEAR


def test_fiscal_year_of_an_entity_does_not_count_for_places(folder: ProjectFolder) -> None:
    folder.write(UNIT + ORE % JUNE + figure("{words: FY2029, edtf: FY2029}", about="places/freedonia"))
    assert [place.split()[-1] for place in folder.places()] == ["E-fiscal-year"]


@pytest.mark.parametrize(
    ("shown", "first", "precision"),
    [
        ("2030", date(2030, 1, 1), "year"),
        ("2030-05", date(2030, 5, 1), "month"),
        ("2030-05-15", date(2030, 5, 15), None),
    ],
)
def test_page_date_is_as_exact_as_the_page(folder: ProjectFolder, shown: str, first: date, precision: str) -> None:
    folder.write(f"documents:\n  - {{key: summary, kind: reference, title: S, language: en, page_date: {shown}}}\n")
    (row,) = [row.values for row in folder.check().rows["documents"] if row.values["key"] == "summary"]
    assert (row["page_date"], row["page_date_precision"]) == (first, precision or None)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("{words: last year, edtf: 2029, rule: last year}", []),
        ("{words: April, edtf: 2030-04, rule: latest past}", []),
        ("{words: last month, edtf: 2030-04, rule: from page date}", []),
        ("{words: yesterday, edtf: 2030-05-14, rule: from page date}", ["E-date-rule"]),
        ("{words: year to date, edtf: 2030-01/2030-05, rule: year to date}", ["E-date-rule"]),
    ],
)
def test_rule_works_on_a_page_date_without_a_day_where_it_leaves_one_answer(
    folder: ProjectFolder, period: str, expected: list[str]
) -> None:
    page = "documents:\n  - {key: summary, kind: reference, title: S, language: en, page_date: 2030-05}\n"
    folder.write(page + UNIT + ORE % "" + figure(period, cite="summary#table 1"))
    if not expected:
        folder.check()
        return
    assert [place.split()[-1] for place in folder.places()] == expected


def test_one_period_has_one_path_however_it_is_written(folder: ProjectFolder) -> None:
    periods = {
        "{words: Q4 FY29, edtf: FY2029-Q4}",
        "{words: June quarter 2029, edtf: 2029-Q2}",
        "{words: April to June 2029, edtf: 2029-04/2029-06}",
    }
    paths = set()
    for period in periods:
        folder.write(UNIT + ORE % JUNE + figure(period))
        paths |= {row.path for row in folder.check().rows["observations"]}
    assert paths == {"entities/oreworks/observations/output;during=2029-Q2@tin-news"}
