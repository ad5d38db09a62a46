"""Tell what a report is: for a list of reports, and in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse.reports.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warehouse.reports.header import ColumnDoc, Parameter
    from warehouse.reports.library import Report
    from warehouse.reports.lineage import ReadColumn


def summary(report: Report) -> dict[str, Any]:
    """Give name, title, question and parameters as plain values, ready for JSON."""
    header = report.header
    params = {name: parameter.model_dump() for name, parameter in header.params.items()}
    return {"name": report.name, "title": header.title, "question": header.question, "params": params}


def show(report: Report, reads: Sequence[ReadColumn] | None = None) -> str:
    """Describe the report in full: question, grain, parameters, columns, statement, and what it reads if known."""
    header = report.header
    parts = [
        f"{header.title}  ({report.name})",
        header.question,
        "",
        f"One row per: {', '.join(header.grain)}",
        f"Stops after: {header.timeout} seconds",
        f"File: {report.source.file}",
        "",
        *_parts(report),
    ]
    if reads is not None:
        parts += ["", "Reads", *(f"  {read.schema}.{read.table}.{read.column}" for read in reads)]
    parts += ["", "Statement", "", report.source.statement.strip(), ""]
    return "\n".join(parts)


def usage(report: Report) -> str:
    """Tell what is needed to run the report: its question, parameters, columns, and the formats of the answer."""
    header = report.header
    names = (f"{form.name} ({form.suffixes[0]})" for form in FORMATS.values())
    parts = [
        f"{header.title}  ({report.name})",
        header.question,
        "",
        *_parts(report),
        "",
        f"Formats: {', '.join(names)}",
    ]
    return "\n".join([*parts, ""])


def _parts(report: Report) -> Iterator[str]:
    header = report.header
    yield "Parameters" if header.params else "No parameters"
    for name, parameter in header.params.items():
        yield from _parameter(name, parameter)
    yield from ("", "Columns")
    for name, doc in header.columns.items():
        yield from _column(name, doc, is_cited=name in header.cite)


def _parameter(name: str, parameter: Parameter) -> Iterator[str]:
    details = [parameter.type]
    if parameter.required:
        details.append("required")
    if parameter.default is not None:
        details.append(f"default {parameter.default}")
    if parameter.choices:
        details.append(f"one of {', '.join(parameter.choices)}")
    yield f"  {name}  ({'; '.join(details)})"
    yield f"      {parameter.help}"
    if parameter.choices_from:
        yield f"      one of what the database gives for: {' '.join(parameter.choices_from.split())}"


def _column(name: str, doc: ColumnDoc, *, is_cited: bool) -> Iterator[str]:
    yield f"  {name}  (cited)" if is_cited else f"  {name}"
    yield f"      {doc.meaning}"
    if doc.unit:
        yield f"      unit: {doc.unit}"
    if doc.empty:
        yield f"      empty: {doc.empty}"
