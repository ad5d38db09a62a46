"""Answers of reports, and how they came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.publish.views.frame import Link, Source


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a report."""

    name: str
    type: str
    meaning: str
    unit: str | None
    empty: str | None
    is_number: bool
    is_grain: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a report; ``text`` None: no value."""

    text: str | None
    marks: Sequence[Source] = ()


class Parameter(NamedTuple):
    """A parameter of a report: the value used, and what it does."""

    name: str
    type: str
    value: str | None
    help: str


class Download(NamedTuple):
    """A file with the whole answer; ``size`` to read, such as ``12 kB``."""

    name: str
    path: str
    size: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """What something reads: a table or view, and what that reads in turn."""

    link: Link
    reads: Sequence[Lineage] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The page of a report.

    Attributes:
        name: Its name on the command line.
        question: The question it answers.
        parameters: The parameters and their values here.
        command: The command that gives the same answer.
        chart: Its chart as SVG that has no style of its own; None: it has none.
        columns: Its columns.
        rows: The rows shown.
        total: All rows of the answer; the downloads hold them.
        downloads: Files with the whole answer.
        sql: The statement.
        lineage: What it reads.
        sources: The sources of the marks.
        refusal: Why it could not be answered here, such as a parameter without a value; None: it was.
    """

    name: str
    question: str
    parameters: Sequence[Parameter]
    command: str
    chart: str | None
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: int
    downloads: Sequence[Download]
    sql: str
    lineage: Sequence[Lineage]
    sources: Sequence[Source]
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A report in the index of reports; ``chart`` is its picture, a file."""

    link: Link
    name: str
    question: str
    rows: int
    chart: str | None


@dataclass(frozen=True, slots=True)
class Picture:
    """A report's chart on another page."""

    title: str
    question: str
    svg: str
    path: str
