"""The data dictionary: a Markdown page for people, with every object and every column."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from warehouse.dictionary import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from warehouse.dictionary.rules import Group
    from warehouse.mart.objects import Column, MartObject

    Referring = Mapping[str, Sequence[tuple[str, str]]]

_SPECIAL: Final = re.compile(r"[\\`*\[\]<>|&~#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_EVERYWHERE: Final = ("dim_fact", "dim_subject")

_PAST: Final = """\
## The past

The tables of `mart` hold the state after the last load. Each has one more column, `system_from`: since when the
warehouse shows the row as it is. The schema `as_of` has views with the same names and columns, which show any earlier
state. The same SQL works on both: you change only the connection.

```sh
psql "$(warehouse db dsn)" -c "SET warehouse.as_of = '$(date -u +%F)'" -c "SET search_path = as_of" -c "TABLE dim_load"
```

`warehouse.as_of` is an instant, or a day (its end). Without an offset it is read in the time zone of the session. If
it is not set, it is now; [dim_schema](#dim_schema) tells which instant was taken. A BI tool sets it by the libpq
options `-c warehouse.as_of=INSTANT -c search_path=as_of`, which `warehouse db dsn --reader --as-of DAY` prints for
each client. `warehouse export DIR --as-of DAY` writes such a state to files. [dim_load](#dim_load) lists the loads,
and [fact_row_change](#fact_row_change) the rows that each load added, changed or retired.
"""


def text(objects: Sequence[MartObject]) -> str:
    """Return the page as Markdown.

    Args:
        objects: All objects of the mart.
    """
    referring = _referring(objects)
    grouped = rules.grouped(objects)
    parts = [
        _opening(grouped),
        _rules(),
        _PAST,
        _contents(grouped),
        _matrix(objects),
        *(_group(group, members, referring) for group, members in grouped.items() if members),
    ]
    return "\n".join(parts).rstrip("\n") + "\n"


def plain(text: str) -> str:
    """Return a text on one line, escaped so that Markdown shows it literally."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))


def _opening(grouped: Mapping[Group, Sequence[MartObject]]) -> str:
    rows = "".join(
        f"| {group.title} | {f'`{group.prefix}`' if group.prefix else ''} | {len(members)} | {group.about} |\n"
        for group, members in grouped.items()
        if members
    )
    return (
        "<!-- Written by warehouse docs from sql/mart; changes here are lost. -->\n\n"
        "# Data dictionary\n\n"
        f"{rules.ABOUT} Use this page to find the table or column that you need in the schema `mart`, a star schema for"
        " BI tools, SQL and reports. It has real tables with primary keys, foreign keys and comments, and each load"
        " updates them.\n\n"
        f"| | prefix of the names | number | content |\n|---|---|---|---|\n{rows}\n"
        "The same key has the same name on both sides of a join. There are few types: text, integer, bigint,"
        " numeric(p,s), date, timestamptz and boolean.\n\n"
        "![Tables of the mart and how they refer to each other](er-diagram.svg)\n\n"
        "Programs can read the same content in [datapackage.json](datapackage.json) (Data Package 2.0),"
        " in [semantic-model.yaml](semantic-model.yaml) (Apache Ossie, formerly OSI), and in the views"
        " [dictionary](#dictionary) and [relationships](#relationships) of the database.\n"
    )


def _rules() -> str:
    listed = "".join(f"{number}. **{rule.title}.** {rule.text}\n" for number, rule in enumerate(rules.RULES, 1))
    return f"## Rules\n\nFollow these rules to get correct numbers:\n\n{listed}"


def _contents(grouped: Mapping[Group, Sequence[MartObject]]) -> str:
    page = "## Contents\n"
    for group, members in grouped.items():
        if members:
            rows = "".join(f"| [{each.name}](#{each.name}) | {plain(_grain(each))} |\n" for each in members)
            page += f"\n**{group.title}**: {group.about}\n\n| | one row per |\n|---|---|\n{rows}"
    return page


def _grain(mart_object: MartObject) -> str:
    return mart_object.header.grain.removeprefix("One row per ")


def _matrix(objects: Sequence[MartObject]) -> str:
    """Return a table with the number of columns of each fact or bridge that refer to each dimension."""
    tables = sorted(
        (mart_object for mart_object in objects if mart_object.is_table and not mart_object.name.startswith("dim_")),
        key=lambda each: each.name,
    )
    used: dict[str, dict[str, int]] = {mart_object.name: defaultdict(int) for mart_object in tables}
    for mart_object in tables:
        for other, _ in mart_object.foreign_keys.values():
            used[mart_object.name][other] += 1
    dims = sorted({other for counts in used.values() for other in counts if other not in _EVERYWHERE})
    head = "| | " + " | ".join(f"[{name.removeprefix('dim_').replace('_', ' ')}](#{name})" for name in dims) + " |\n"
    rows = "".join(
        f"| [{name}](#{name}) | " + " | ".join(_mark(counts.get(other, 0)) for other in dims) + " |\n"
        for name, counts in used.items()
    )
    return (
        "## Possible joins\n\n"
        "● means that one column refers to the dimension. A number means that so many columns do, each in its own role."
        " Nearly all tables also refer to [dim_fact](#dim_fact) (sources, rank, note) and to"
        " [dim_subject](#dim_subject) (the subject of the fact).\n\n"
        f"{head}|---|{':-:|' * len(dims)}\n{rows}"
    )


def _mark(count: int) -> str:
    return "" if not count else "●" if count == 1 else str(count)


def _group(group: Group, members: Sequence[MartObject], referring: Referring) -> str:
    return f"## {group.title}\n\n" + "\n".join(_object(each, referring.get(each.name, ())) for each in members)


def _object(mart_object: MartObject, referring: Sequence[tuple[str, str]]) -> str:
    header, keys, described = mart_object.header, mart_object.foreign_keys, mart_object.described_by
    if described != mart_object.name:
        return (
            f"### {mart_object.name}\n\n{plain(header.grain)}. Its columns are those of [{described}](#{described}),"
            f" with {mart_object.currency} for the currency.\n"
        )
    rows = "".join(
        f"| {' | '.join(_column(name, column, keys.get(name), is_key=name in header.key))} |\n"
        for name, column in header.columns.items()
    )
    key = ", ".join(f"`{name}`" for name in header.key)
    known = "" if mart_object.is_table else " It is a view, so the database does not enforce the key."
    pointed = ", ".join(f"[{table}](#{table}) (`{column}`)" for table, column in referring)
    return (
        f"### {mart_object.name}\n\n{plain(header.grain)}. Key: {key}.{known}\n\n"
        "| column | type | meaning | unit | meaning of no value |\n|---|---|---|---|---|\n"
        f"{rows}{f'{chr(10)}Referred to by {pointed}.{chr(10)}' if pointed else ''}"
    )


def _column(name: str, column: Column, refers: tuple[str, str] | None, *, is_key: bool) -> Iterator[str]:
    yield f"**`{name}`**" if is_key else f"`{name}`"
    yield column.type
    yield plain(column.meaning) + (f" → [{refers[0]}](#{refers[0]})" if refers else "")
    yield plain(column.unit or "")
    yield plain(column.empty or "")


def _referring(objects: Sequence[MartObject]) -> Referring:
    """Return the columns (table and column) that refer to each table, by the name of the table."""
    by_table = defaultdict(list)
    for each in sorted(objects, key=lambda each: each.name):
        for name, (other, _) in each.foreign_keys.items():
            by_table[other].append((each.name, name))
    return by_table
