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

The tables of `mart` hold what the last load left. The schema `as_of` has the same names and columns as views on any
earlier state, and the same SQL asks them: nothing but the connection changes.

```sh
psql "$(warehouse db dsn)" -c "SET warehouse.as_of = '$(date -u +%F)'" -c "SET search_path = as_of" -c "TABLE dim_load"
```

`warehouse.as_of` is a day (its end, UTC) or an instant; not set, it is now. A BI tool gets it as libpq options,
`-c warehouse.as_of=DAY -c search_path=as_of`, which `warehouse db dsn --reader --as-of DAY` prints for each client;
`warehouse export DIR --as-of DAY` writes such a state as files. [dim_load](#dim_load) says which loads there are and
[fact_row_change](#fact_row_change) which rows each one added, changed or retired.
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
        *(_group(group, found, referring) for group, found in grouped.items() if found),
    ]
    return "\n".join(parts).rstrip("\n") + "\n"


def plain(said: str) -> str:
    """Return a text on one line, escaped so that Markdown shows it literally."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(said.split()))


def _opening(grouped: Mapping[Group, Sequence[MartObject]]) -> str:
    rows = "".join(
        f"| {group.title} | {f'`{group.prefix}`' if group.prefix else ''} | {len(found)} | {group.about} |\n"
        for group, found in grouped.items()
        if found
    )
    return (
        "<!-- Written by warehouse docs from sql/mart; changes here are lost. -->\n\n"
        "# Data dictionary\n\n"
        f"{rules.ABOUT} This page describes the schema `mart`, a star schema that BI tools, SQL and reports read:"
        " real tables with primary keys, foreign keys and comments, kept in step by each load.\n\n"
        f"| | names begin with | | what they are |\n|---|---|---|---|\n{rows}\n"
        "The same key has the same name on both sides of a join. Types are few: text, integer, bigint,"
        " numeric(p,s), date, timestamptz, boolean.\n\n"
        "![Tables of the mart and how they refer to each other](er-diagram.svg)\n\n"
        "The same for programs: [datapackage.json](datapackage.json) (Data Package 2.0),"
        " [semantic-model.yaml](semantic-model.yaml) (Apache Ossie, formerly OSI). In the database the views"
        " [dictionary](#dictionary) and [relationships](#relationships) say it as rows.\n"
    )


def _rules() -> str:
    said = "".join(f"{number}. **{rule.title}.** {rule.text}\n" for number, rule in enumerate(rules.RULES, 1))
    return f"## Rules\n\nHow a number comes out right:\n\n{said}"


def _contents(grouped: Mapping[Group, Sequence[MartObject]]) -> str:
    page = "## Contents\n"
    for group, found in grouped.items():
        if found:
            rows = "".join(f"| [{each.name}](#{each.name}) | {plain(_grain(each))} |\n" for each in found)
            page += f"\n**{group.title}**: {group.about}\n\n| | one row per |\n|---|---|\n{rows}"
    return page


def _grain(found: MartObject) -> str:
    return found.header.grain.removeprefix("One row per ")


def _matrix(objects: Sequence[MartObject]) -> str:
    """Return a table with the number of columns of each fact or bridge that refer to each dimension."""
    tables = sorted(
        (found for found in objects if found.is_table and not found.name.startswith("dim_")), key=lambda each: each.name
    )
    used: dict[str, dict[str, int]] = {found.name: defaultdict(int) for found in tables}
    for found in tables:
        for other, _ in found.foreign_keys.values():
            used[found.name][other] += 1
    dims = sorted({other for counts in used.values() for other in counts if other not in _EVERYWHERE})
    head = "| | " + " | ".join(f"[{name.removeprefix('dim_').replace('_', ' ')}](#{name})" for name in dims) + " |\n"
    rows = "".join(
        f"| [{name}](#{name}) | " + " | ".join(_mark(counts.get(other, 0)) for other in dims) + " |\n"
        for name, counts in used.items()
    )
    return (
        "## What can be joined to what\n\n"
        "● one column refers to the dimension, a number: so many do, each in its own role. Nearly all refer to"
        " [dim_fact](#dim_fact) (sources, rank, note) and [dim_subject](#dim_subject) (what the fact is about) too.\n\n"
        f"{head}|---|{':-:|' * len(dims)}\n{rows}"
    )


def _mark(count: int) -> str:
    return "" if not count else "●" if count == 1 else str(count)


def _group(group: Group, found: Sequence[MartObject], referring: Referring) -> str:
    return f"## {group.title}\n\n" + "\n".join(_object(each, referring.get(each.name, ())) for each in found)


def _object(found: MartObject, referring: Sequence[tuple[str, str]]) -> str:
    header, keys = found.header, found.foreign_keys
    rows = "".join(
        f"| {' | '.join(_column(name, column, keys.get(name), is_key=name in header.key))} |\n"
        for name, column in header.columns.items()
    )
    key = ", ".join(f"`{name}`" for name in header.key)
    known = "" if found.is_table else " It is a view: the key is known, but the database does not say so."
    pointed = ", ".join(f"[{table}](#{table}) (`{column}`)" for table, column in referring)
    return (
        f"### {found.name}\n\n{plain(header.grain)}. Key: {key}.{known}\n\n"
        "| column | type | what it holds | unit | without a value |\n|---|---|---|---|---|\n"
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
    found = defaultdict(list)
    for each in sorted(objects, key=lambda each: each.name):
        for name, (other, _) in each.foreign_keys.items():
            found[other].append((each.name, name))
    return found
