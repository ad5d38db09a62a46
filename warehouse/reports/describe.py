"""Tell what a report is: for a list of reports, and in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.reports.header import ColumnDoc, Parameter
    from warehouse.reports.library import Report


def summary(report: Report) -> dict[str, Any]:
    """Give name, title, question and parameters as plain values, ready for JSON."""
    header = report.header
    params = {name: parameter.model_dump() for name, parameter in header.params.items()}
    return {"name": report.name, "title": header.title, "question": header.question, "params": params}


def show(report: Report) -> str:
    """Describe the report in full: question, grain, parameters, columns and statement."""
    header = report.header
    parts = [
        f"{header.title}  ({report.name})",
        header.question,
        "",
        f"One row per: {', '.join(header.grain)}",
        f"Stops after: {header.timeout} seconds",
        f"File: {report.source.file}",
        "",
        "Parameters" if header.params else "No parameters",
    ]
    for name, parameter in header.params.items():
        parts += _parameter(name, parameter)
    parts += ["", "Columns"]
    for name, doc in header.columns.items():
        parts += _column(name, doc, is_cited=name in header.cite)
    parts += ["", "Statement", "", report.source.statement.strip(), ""]
    return "\n".join(parts)


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


def _column(name: str, doc: ColumnDoc, *, is_cited: bool) -> Iterator[str]:
    yield f"  {name}  (cited)" if is_cited else f"  {name}"
    yield f"      {doc.meaning}"
    if doc.unit:
        yield f"      unit: {doc.unit}"
    if doc.empty:
        yield f"      empty: {doc.empty}"
