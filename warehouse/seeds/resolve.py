"""Hold the records against each other: references, doubles, paragraphs and relative dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.schema import LOAD_ORDER
from warehouse.seeds import dates
from warehouse.seeds.read import Folder, SeedFile, read_folder
from warehouse.seeds.rows import Row, rows_of
from warehouse.strictyaml import Problem, ProblemsFound, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from sqlalchemy import Column, Table

Tables = dict[str, dict[tuple[object, ...], Row]]


@dataclass(frozen=True, slots=True)
class Seeds:
    """What the seed files say, free of problems.

    Attributes:
        rows: The rows of each table of ``core``, tables in load order.
        files: The files they came from.
        sha256: One digest over all files.
    """

    rows: Mapping[str, tuple[Row, ...]]
    files: tuple[SeedFile, ...]
    sha256: str

    @property
    def fact_count(self) -> int:
        """Number of facts, register rows included."""
        return len(self.rows["facts"])


def check(seeds: Path, project: Path, on_file: Callable[[int, int], None] | None = None) -> Seeds:
    """Read the folder and check all of it.

    Args:
        seeds: The folder.
        project: Names in messages are relative to it.
        on_file: Called after each file with the number read and the number there are.

    Raises:
        ProblemsFound: With every problem of every file.
        InvalidSource: The folder is missing or empty.
    """
    folder = read_folder(seeds, project, on_file)
    problems = folder.problems
    tables = _tables(folder, problems)
    for table in LOAD_ORDER if folder.is_whole else ():
        _check_references(table, tables, folder)
    _check_involved(tables, problems)
    _check_citations(tables, problems)
    for name, prefix in (("milestones", "date_"), ("observations", "period_")):
        _check_dates(tables[name].values(), prefix, tables["documents"], problems)
    if problems:
        raise ProblemsFound(problems)
    rows_by_table = {name: tuple(rows.values()) for name, rows in tables.items()}
    return Seeds(rows_by_table, tuple(folder.files), folder.sha256)


def _tables(folder: Folder, problems: list[Problem]) -> Tables:
    """Sort the rows by table and primary key; a second row with the same key is a problem."""
    tables: Tables = {table.name: {} for table in LOAD_ORDER}
    keys = {table.name: [column.name for column in table.primary_key] for table in LOAD_ORDER}
    about = {table.name: table.info.get("about") for table in LOAD_ORDER}
    for row in rows_of(folder.entries, problems):
        subjects, family = about[row.table], row.path.partition("/")[0]
        if subjects is not None and family not in subjects:
            what = f"{row.table} cannot be about {family}"
            problems.append(
                Problem(row.node.at(("about",)), "E-about", what, f"they can be about: {', '.join(subjects)}")
            )
            continue
        key = tuple(row.values[name] for name in keys[row.table])
        first = tables[row.table].setdefault(key, row)
        if first is not row and row.table != "facts":
            problems.append(_double(row, first))
    return tables


def _double(row: Row, first: Row) -> Problem:
    where = f"first at {first.node.position}"
    if row.table == "citations":
        return Problem(row.node.position, "E-duplicate-citation", f"the same citation twice, {where}", "remove one")
    if "key" in row.values:
        position = row.position("key")
        return Problem(position, "E-duplicate-record", f'"{row.path}" stands twice, {where}', "merge the two")
    hint = "merge the two, or tell them apart with label: some-word"
    return Problem(row.node.position, "E-duplicate-fact", f'the fact "{row.path}" stands twice, {where}', hint)


def _check_references(table: Table, tables: Tables, folder: Folder) -> None:
    targets = [
        (column, next(iter(column.foreign_keys)).column)
        for column in table.columns
        if column.foreign_keys and column.name != "fact_id"
    ]
    for column, target in targets:
        known = _known(target, tables)
        refused = folder.refused[target.table.name]
        for row in tables[table.name].values():
            value = row.values.get(column.name)
            if value is not None and value not in known and value not in refused:
                what = f'unknown {_singular(target.table.name)} "{value}"'
                hint = nearest(str(value), known) or f"add it to {target.table.name}"
                folder.problems.append(Problem(row.position(column.name), "E-unknown-reference", what, hint))


def _singular(family: str) -> str:
    return (f"{family[:-3]}y" if family.endswith("ies") else family.removesuffix("s")).replace("_", " ")


def _known(target: Column[object], tables: Tables) -> set[str]:
    return {str(row.values[target.name]) for row in tables[target.table.name].values()}


def _check_involved(tables: Tables, problems: list[Problem]) -> None:
    """Every fact a disagreement names must be there."""
    paths = {row.path for row in tables["facts"].values()}
    for row in tables["disagreement_facts"].values():
        if (row.values["fact_id"],) not in tables["facts"]:
            path = str(row.node.plain())
            problems.append(
                Problem(row.node.position, "E-unknown-fact", f'unknown fact "{path}"', nearest(path, paths))
            )


def _check_citations(tables: Tables, problems: list[Problem]) -> None:
    for row in tables["citations"].values():
        document = tables["documents"].get((row.values["document_key"],))
        if document is None:
            continue
        count, paragraph = document.values["paragraph_count"], row.values["paragraph"]
        if count is None and paragraph is not None:
            what, hint = f'"{document.values["key"]}" has no numbered paragraphs', "name the section, such as #IR-3.5"
        elif count is not None and paragraph is None:
            what, hint = f'"{row.values["locator"]}" is not a paragraph number', f"1 to {count}"
        elif count is not None and paragraph is not None and paragraph > count:
            what, hint = f"there is no paragraph {paragraph}", f"the document has {count}"
        else:
            continue
        problems.append(Problem(row.node.position, "E-paragraph", what, hint))


def _check_dates(
    rows: Iterable[Row], prefix: str, documents: dict[tuple[object, ...], Row], problems: list[Problem]
) -> None:
    for row in rows:
        rule = row.values.get(f"{prefix}rule")
        if rule is None:
            continue
        document = documents.get((row.values[f"{prefix}document_key"],))
        page_date = document.values["page_date"] if document else None
        if document is None and rule != "as printed":
            continue
        field = prefix.rstrip("_")
        written = row.values[f"{prefix}edtf"]
        try:
            resolved = dates.resolve(row.values[f"{prefix}words"], rule, page_date)
        except dates.UnreadableDateError as error:
            problems.append(Problem(row.node.at((field, "words")), "E-date-rule", str(error)))
            continue
        if resolved != written:
            words = row.values[f"{prefix}words"]
            what = f'"{words}" by the rule "{rule}" gives {resolved}, not {written}'
            hint = "correct the value, or choose another rule"
            problems.append(Problem(row.node.at((field, "edtf")), "E-date-rule", what, hint))
