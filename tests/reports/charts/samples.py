"""Answers without a database, one for each kind of chart and for what is hard about it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tests.builders import report_text, sound_report
from warehouse.reports.definition import Chart, ColumnDoc, Header
from warehouse.reports.result import Citation, Column, Result, Row, RunInfo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from warehouse.reports.definition import Report

    Rows = Sequence[Sequence[str | None]]


class Sample(NamedTuple):
    """What a chart is drawn of."""

    title: str
    question: str
    columns: Sequence[ColumnOf]
    rows: Rows
    chart: Mapping[str, str]
    documents: int = 2


class ColumnOf(NamedTuple):
    name: str
    type: str = "text"
    unit: str | None = None
    empty: str | None = None


@lru_cache
def _report() -> Report:
    return sound_report(report_text("SELECT 1 AS a", "grain: [a]\ncolumns:\n  a: {meaning: a}\n"))


def answer(sample: Sample) -> Result:
    columns: dict[str, Any] = {
        column.name: ColumnDoc(meaning=f"the {column.name}", unit=column.unit, empty=column.empty)
        for column in sample.columns
    }
    chart = Chart(**dict(sample.chart)) if sample.chart else None
    header = Header(
        title=sample.title, question=sample.question, grain=[sample.columns[0].name], columns=columns, chart=chart
    )
    shown = [Column(column.name, column.type, columns[column.name]) for column in sample.columns]
    rows = iter([Row(tuple(row), ((),) * len(row)) for row in sample.rows])
    cited = [
        Citation(number, f"document-{number}", "A document", None, None, number, f"¶{number}")
        for number in range(1, sample.documents + 1)
    ]
    run = RunInfo("2026-02-22T00:00:00Z", 7, "20260101_0000", "0.1.0")
    return Result(replace(_report(), header=header), {}, shown, run, rows, cited)


MONEY: Final = (
    ColumnOf("agreement"),
    ColumnOf("amount", "numeric", "see currency", "only words are printed"),
    ColumnOf("currency"),
    ColumnOf("lower", "numeric"),
    ColumnOf("upper", "numeric"),
)
_SHARE: Final = (ColumnOf("mineral"), ColumnOf("share", "numeric", "percent"), ColumnOf("counterpart"))
_MINED: Final = (ColumnOf("place"), ColumnOf("mined", "integer", "t"), ColumnOf("year"))
_EVENTS: Final = (ColumnOf("date"), ColumnOf("step"), ColumnOf("until"), ColumnOf("kind"))
_LISTS: Final = (
    ColumnOf("since"),
    ColumnOf("named", "integer", "minerals"),
    ColumnOf("list"),
    ColumnOf("lower", "integer"),
    ColumnOf("upper", "integer"),
)
FIGURES: Final = (
    ColumnOf("period"),
    ColumnOf("place"),
    ColumnOf("output", "numeric", "see unit"),
    ColumnOf("unit"),
    ColumnOf("mineral"),
    ColumnOf("lower", "numeric"),
    ColumnOf("upper", "numeric"),
)
LINES: Final = {
    "kind": "line",
    "x": "period",
    "y": "output",
    "series": "place",
    "panel": "mineral",
    "lower": "lower",
    "upper": "upper",
}

SAMPLES: Final[Mapping[str, Sample]] = {
    "bar": Sample(
        "Contract values",
        "What are the contracts worth, as printed, in which currency?",
        MONEY,
        (
            (
                "포스코 북미 전기차 구동모터코어 장기 공급 계약 (Cars)",
                "900000000000",
                "KRW",
                "895000000000",
                "905000000000",
            ),
            ("Europe", "260000000000", "KRW", "260000000000", "260000000000"),
            ("All contracts together", "1760000000000", "KRW", "1760000000000", None),
            ("Europe", "179000000", "USD", None, "179000000"),
            ("Joint venture", None, "USD", "100000000", "150000000"),
            ("Pledge", None, "USD", None, None),
        ),
        {"kind": "bar", "x": "agreement", "y": "amount", "lower": "lower", "upper": "upper"},
    ),
    "grouped-bar": Sample(
        "Mined",
        "How much is mined in a year?",
        _MINED,
        (
            ("중국 (China)", "255000", "2024"),
            ("중국 (China)", "270000", "2025"),
            ("Australia", "13000", "2024"),
            ("Australia", "-500", "2025"),
            ("Myanmar", "0", "2024"),
        ),
        {"kind": "grouped bar", "x": "place", "y": "mined", "series": "year"},
    ),
    "stacked-bar": Sample(
        "Imports",
        "Where do the imports come from?",
        _SHARE,
        (
            ("영구자석", "84.4", "China"),
            ("영구자석", "11.2", "Japan"),
            ("영구자석", "0.4", "Viet Nam"),
            ("Lithium", "60", "Chile"),
            ("Lithium", "-5", "China"),
            ("Cobalt", "100", "China"),
        ),
        {"kind": "stacked bar", "x": "mineral", "y": "share", "series": "counterpart"},
    ),
    "dot": Sample(
        "Implied rates",
        "Which rates do the conversions imply?",
        (
            ColumnOf("subject"),
            ColumnOf("rate", "numeric", "KRW per USD"),
            ColumnOf("low", "numeric"),
            ColumnOf("high", "numeric"),
            ColumnOf("document"),
        ),
        (
            ("Cars", "1446.9453", "1445.78", "1448.11", "push"),
            ("Europe", "1452.5140", "1448.5", "1456.6", "push"),
            ("정부 기금", "1447.1780", None, "1447.1780", "shift"),
        ),
        {"kind": "dot", "x": "subject", "y": "rate", "lower": "low", "upper": "high", "series": "document"},
    ),
    "timeline": Sample(
        "Steps",
        "What happened when?",
        _EVENTS,
        (
            ("2025-09-15", "모터 contract awarded", None, "awarded"),
            ("2025-09", "Contract with a carmaker in North America signed", None, "signed"),
            ("2026-02-14", "Joint venture agreed", None, "signed"),
            ("2026", "The plant is built", None, "planned"),
            ("2027", "It makes 1,200 tonnes a year", "2028-06", "planned"),
            ("../2026-06", "A decision", None, "planned"),
            (None, "Undated", None, "planned"),
        ),
        {"kind": "timeline", "x": "date", "y": "step", "end": "until", "series": "kind"},
    ),
    "step": Sample(
        "Lists",
        "How many minerals do the lists name?",
        _LISTS,
        (
            ("2018", "35", "United States", None, None),
            ("2022-02-24", "50", "United States", None, None),
            ("2023-02", "33", "한국", "30", "36"),
            ("2026-02-18", "38", "한국", "38", None),
        ),
        {"kind": "step", "x": "since", "y": "named", "series": "list", "lower": "lower", "upper": "upper"},
    ),
    "matrix": Sample(
        "What the lists name",
        "Which mineral stands on which list?",
        (ColumnOf("place"), ColumnOf("mineral"), ColumnOf("status")),
        (
            ("한국", "Neodymium", "critical"),
            ("European Union", "Neodymium", "strategic"),
            ("European Union", "구리 (copper)", "strategic"),
            ("United States", "구리 (copper)", "watched"),
        ),
        {"kind": "matrix", "x": "place", "y": "mineral", "value": "status"},
    ),
    "matrix-of-marks": Sample(
        "What the lists name",
        "Which mineral stands on which list?",
        (ColumnOf("place"), ColumnOf("mineral")),
        (("한국", "Neodymium"), ("European Union", "Neodymium"), ("European Union", "Copper")),
        {"kind": "matrix", "x": "place", "y": "mineral"},
        1,
    ),
    "tree": Sample(
        "Owners",
        "Who owns whom?",
        (ColumnOf("held"), ColumnOf("owner"), ColumnOf("stake"), ColumnOf("outlook")),
        (
            ("Middle", "포스코 Top", "60 percent", "present"),
            (
                "Mine",
                "Middle",
                "the larger part, of which nobody says how large it is or since when it has been held",
                "present",
            ),
            ("Bottom", "Middle", "subsidiary of", "present"),
            ("Middle", "Bottom", "2 percent", "future"),
            ("Twin", "Sister", "affiliate of", "present"),
            ("Sister", "Twin", "affiliate of", "present"),
        ),
        {"kind": "tree", "x": "held", "y": "owner", "value": "stake", "series": "outlook"},
    ),
    "line": Sample(
        "Output",
        "How much is mined, year by year?",
        FIGURES,
        (
            ("2020", "Freedonia", "1200", "t", "Tin", "1200", "1200"),
            ("2021", "Freedonia", "1500", "t", "Tin", None, "1500"),
            ("2023", "Freedonia", "1450", "t", "Tin", None, None),
            ("2020", "실바니아 (Sylvania)", "300", "t", "Tin", None, None),
            ("2021", "실바니아 (Sylvania)", "-50", "t", "Tin", None, None),
            ("2022-01/2022-03", "실바니아 (Sylvania)", "80", "t", "Tin", None, None),
            ("2024", "Freedonia", "99.3", "percent", "Tin", "99.3", "99.3"),
            ("2024-06", "Freedonia", None, "t", "Lead", None, None),
        ),
        LINES,
    ),
    "empty": Sample("Nothing", "What is there?", MONEY, (), {"kind": "bar", "x": "agreement", "y": "amount"}, 0),
}
