"""The metadata that tells Datasette what a SQLite file holds: tables, columns, facets, links, sources and reports."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any, Final

from warehouse.dictionary import datapackage, rules
from warehouse.exports.snapshot import state

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from warehouse.exports.single_file import Content
    from warehouse.mart.objects import MartObject
    from warehouse.reports.definition import ColumnDoc, Header, Parameter, Report

    Properties = dict[str, Any]

_FACETS: Final = (
    "subject_family", "family", "kind_group", "subject_kind_group", "money_kind_group", "relation_group", "role_group",
    "currency_code", "country_name", "country", "status_group", "outlook", "modality", "scheme", "object",
)  # fmt: skip
"""The columns whose values divide a table into a few parts, the most telling ones first."""
_MOST_FACETS: Final = 3
_LABELS: Final = ("name", "title", "label", "question", "path")
"""The columns that can stand for a row where another table refers to it, the best ones first."""
_STYLE: Final = (
    "data:text/css,.column-descriptions{max-height:11em;overflow-y:auto}.metadata-description dt{font-weight:bold}"
)
"""Style sheet: the descriptions of columns scroll, so that the rows below them are seen."""


def metadata(
    database: str, objects: Sequence[MartObject], reports: Sequence[Report], content: Content, properties: Properties
) -> Properties:
    """Return the metadata.

    Args:
        database: The name of the database in Datasette: that of its file, without the suffix.
        objects: All objects of the mart.
        reports: The reports that the file answers.
        content: What the file holds.
        properties: What ``snapshot.about`` says of the load.
    """
    return {
        "title": rules.TITLE,
        "description_html": _about(content, properties),
        "extra_css_urls": [_STYLE],
        "license": datapackage.LICENCE["title"],
        "license_url": datapackage.LICENCE["path"],
        "source": "The documents that the facts cite",
        "source_url": f"/{database}/dim_document",
        "databases": {
            database: {
                "tables": {found.name: _table(found) for found in objects},
                "queries": {report.name: _query(report, content.reports[report.name]) for report in reports},
            }
        },
    }


def is_ours(path: Path) -> bool:
    """Return whether a file is metadata of an export."""
    try:
        return bool(json.loads(path.read_bytes())["title"] == rules.TITLE)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def links(mart_object: MartObject, objects: Sequence[MartObject]) -> dict[str, tuple[str, str]]:
    """Return the columns that hold keys of other tables; each maps to the table and its key.

    The headers of wide views and sums declare none, but a column of theirs that is called as the key of a dimension
    holds such keys.
    """
    if not mart_object.name.startswith(("wide_", "money_")):
        return mart_object.foreign_keys
    keys = {found.header.key[0]: found.name for found in objects if found.is_table and found.name.startswith("dim_")}
    return {name: (keys[name], name) for name in mart_object.header.columns if name in keys}


def _about(content: Content, properties: Properties) -> str:
    """Return what to know first, as HTML: the state, the rules for adding up, the reports that are missing."""
    rows = [f"<dt>{_html(rule.title)}</dt><dd>{_html(rule.text)}</dd>" for rule in rules.RULES]
    missing = [f"<dt>{escape(name)}</dt><dd>{escape(reason)}</dd>" for name, reason in content.left_out.items()]
    more = _folded("Saved reports that need PostgreSQL", missing) if missing else ""
    return (
        f"<p>{escape(rules.ABOUT)} {escape(state(properties))} The tables <code>wide_*</code> and, for sums,"
        " <code>money_*</code> are the ones to begin with; the queries are saved reports.</p>"
        f"{_folded('Before you add up', rows)}{more}"
    )


def _folded(title: str, rows: Sequence[str]) -> str:
    return f"<details><summary>{title}</summary><dl>{''.join(rows)}</dl></details>"


def _html(text: str) -> str:
    """Return Markdown without any mark but backticks as HTML."""
    pieces = escape(text).split("`")
    return "".join(f"<code>{piece}</code>" if number % 2 else piece for number, piece in enumerate(pieces))


def _table(mart_object: MartObject) -> Properties:
    columns = mart_object.header.columns
    found: Properties = {
        "description": mart_object.header.grain,
        "columns": {name: column.comment for name, column in columns.items()},
    }
    if facets := [name for name in _FACETS if name in columns][:_MOST_FACETS]:
        found["facets"] = facets
    label = next((name for name in _LABELS if name in columns and name not in mart_object.header.key), None)
    if label and mart_object.name.startswith("dim_"):
        found["label_column"] = label
    return found


def _query(report: Report, statement: str) -> Properties:
    header = report.header
    return {
        "title": header.title,
        "description_html": _explained(header),
        "sql": statement,
        "params": list(header.params),
        "hide_sql": True,
    }


def _explained(header: Header) -> str:
    """Return the question, the parameters and the columns of a report as HTML."""
    about = f"<p>{escape(header.question)}</p>"
    if header.params:
        rows = [f"<dt>{name} ({each.type})</dt><dd>{escape(_asked(each))}</dd>" for name, each in header.params.items()]
        about += f"<p>Leave a parameter empty for its default.</p><dl>{''.join(rows)}</dl>"
    rows = [f"<dt>{name}</dt><dd>{escape(_meaning(column))}</dd>" for name, column in header.columns.items()]
    facts = {facts: [shown for shown, each in header.cite.items() if each == facts] for facts in header.cite.values()}
    rows += [
        f"<dt>{name}</dt><dd>facts behind {' and '.join(cited)}, as in dim_fact</dd>" for name, cited in facts.items()
    ]
    return about + _folded("Columns", rows)


def _asked(parameter: Parameter) -> str:
    choices = f"; one of: {', '.join(parameter.choices)}" if parameter.choices else ""
    default = f"; default: {parameter.default}" if parameter.default is not None else ""
    return f"{parameter.help}{choices}{default}"


def _meaning(column: ColumnDoc) -> str:
    unit = f"; unit: {column.unit}" if column.unit else ""
    empty = f"; empty: {column.empty}" if column.empty else ""
    return f"{column.meaning}{unit}{empty}"
