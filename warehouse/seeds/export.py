"""The export of the rows of ``core`` to seed files that load to the same rows.

The database does not record how records were spread over files. So the registers in ``REFERENCE`` go to the folder
``registers``, every other family goes to a file named after it, and facts are nested below the record they are about.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from warehouse import files as atomic_files
from warehouse.errors import CheckFailed, UsageError
from warehouse.model import FACTS, REGISTERS, Citation, Record
from warehouse.model.terms import Term
from warehouse.seeds.folding import folded
from warehouse.seeds.json_schema import in_order, shapes_below
from warehouse.seeds.reader import check
from warehouse.seeds.terms import array
from warehouse.tables import LOAD_ORDER
from warehouse.vocabulary import base
from warehouse.yamlfiles import ProblemsFound, as_text
from warehouse.yamlfiles.formatting import Collection, Scalar, Unit, printed
from warehouse.yamlfiles.nodes import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from pydantic import BaseModel

    from warehouse.seeds.reader import Seeds

    Row = Mapping[str, Any]
    Rows = Mapping[str, Sequence[Row]]

REFERENCE: Final = frozenset(
    {"places", "currencies", "units", "minerals", "entities", "indicators", "supply_chain_stages"}
)
"""Registers of things that no single document is about."""

MOST_SHOWN: Final = 5
HINT: Final = "Somebody changed it by hand; a load puts back what the seeds say. Nothing was written."


def export(rows: Rows, folder: Path, *, replace: bool) -> int:
    """Write seed files that load to exactly these rows, or write nothing.

    Args:
        rows: The rows of each table of ``core``, with every column.
        folder: Folder to write to; absent or empty.
        replace: Replace the seed files that are in the folder.

    Returns:
        The number of files written.

    Raises:
        UsageError: The folder is not empty.
        CheckFailed: There are no rows, or seed files cannot express some of them.
        PermissionRefused: The folder cannot be written.
    """
    if not rows["facts"]:
        raise CheckFailed("the database holds no facts, so there is nothing to export", hint='Run "warehouse load".')
    files = seed_files(rows)
    with placed(folder, replace=replace) as new:
        for name, text in files.items():
            path = new / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        _prove(new, rows)
    return len(files)


def seed_files(rows: Rows, most_bytes: int = MAX_BYTES) -> dict[str, str]:
    """Build the text of each seed file.

    Args:
        rows: The rows of each table of ``core``.
        most_bytes: Largest size of a file; by default the largest that the reader accepts.

    Returns:
        The text of each file by its path. Records are sorted by key, and facts by path.

    Raises:
        CheckFailed: A row has no matching row in ``core.facts``.
    """
    records = _Records(rows)
    made = {"terms": [_term(row, rows["terms"]) for row in _added_terms(rows["terms"])]}
    for family in REGISTERS:
        of_family = sorted(rows[family], key=lambda row: str(row["key"]))
        made[family] = [records.record(family, row) for row in of_family]
    files = {}
    for family, written in made.items():
        name = ("registers/" if family in REFERENCE else "") + family.replace("_", "-")
        for number, text in enumerate(_texts(family, written, most_bytes), start=1):
            files[f"{name}.yaml" if number == 1 else f"{name}-{number}.yaml"] = text
    return files


def _added_terms(rows: Sequence[Row]) -> list[Row]:
    """Return the terms that the program does not ship, sorted by scheme and key."""
    added = [row for row in rows if row["key"] not in base().terms.get(row["scheme"], {})]
    return sorted(added, key=lambda row: (row["scheme"], row["key"]))


def _term(row: Row, rows: Sequence[Row]) -> dict[str, Any]:
    """Return the record of a term; label and flags are left out where they follow from the key or the broader word."""
    above = next((one for one in rows if (one["scheme"], one["key"]) == (row["scheme"], row["broader"])), None)
    inherited = above["flags"] if above else []
    fields = {
        **row,
        "label": None if row["label"] == row["key"] else row["label"],
        "flags": () if row["flags"] == inherited else row["flags"],
        "aliases": row["aliases"] or (),
    }
    return _said(Term, fields)


def _texts(family: str, records: list[dict[str, Any]], most_bytes: int) -> Iterator[str]:
    if not records:
        return
    text = printed(_mapping({family: records}))
    half = len(records) // 2
    if half and len(text.encode()) > most_bytes:
        yield from _texts(family, records[:half], most_bytes)
        yield from _texts(family, records[half:], most_bytes)
    else:
        yield text


class _Records:
    """Builds the records of registers from the rows of all tables."""

    def __init__(self, rows: Rows) -> None:
        self._shared = {row["fact_id"]: row for row in rows["facts"]}
        self._citations = _grouped(rows["citations"], "fact_id")
        self._involved = _grouped(rows["disagreement_facts"], "disagreement_key")
        self._facts: dict[str, list[tuple[str, str, Row]]] = defaultdict(list)
        for table in FACTS:
            for row in rows[table]:
                path = str(self._of_fact(table, row)["path"])
                self._facts["/".join(path.split("/")[:2])].append((path, table, row))

    def record(self, family: str, row: Row) -> dict[str, Any]:
        """Return the record of a register's row as a seed file states it, with its facts nested below it."""
        shape = REGISTERS[family]
        shared = self._of_fact(family, row)
        fields = {**shape.fields(row), **shape.shared.from_row(shared, "")}
        if issubclass(shape, Record):
            fields["cite"] = self._cited(row)
        if involved := self._involved[row["key"]]:
            fields["facts_involved"] = sorted(str(self._shared[each["fact_id"]]["path"]) for each in involved)
        below: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for path, table, fact in sorted(self._facts[f"{family}/{row['key']}"], key=lambda found: found[:2]):
            below[FACTS[table].section].append(self._fact(path, table, fact))
        said = _said(shape, {**fields, **below})
        return folded(shape, said) if issubclass(shape, Record) else said

    def _fact(self, path: str, table: str, row: Row) -> dict[str, Any]:
        shape = FACTS[table]
        first_cited = shape.document_in(path)
        fields = {**shape.fields(row, first_cited), **shape.shared.from_row(self._shared[row["fact_id"]], "")}
        return {"label": shape.label_in(path, fields), **fields, "cite": self._cited(row, first_cited)}

    def _cited(self, row: Row, first: str = "") -> Any:  # noqa: ANN401 - one citation or a list
        """Return the citations of a row; those of the document ``first``, which the fact's path names, come first."""
        rows = sorted(
            self._citations[row["fact_id"]],
            key=lambda cited: (
                cited["document_key"] != first,
                cited["document_key"],
                cited["paragraph"] or 0,
                cited["locator"],
            ),
        )
        written = [Citation.written(cited) for cited in rows]
        return written[0] if len(written) == 1 else written

    def _of_fact(self, table: str, row: Row) -> Row:
        shared = self._shared.get(row["fact_id"])
        if shared is None:
            raise CheckFailed(f"a row of {table} is no fact: {row.get('key', row['fact_id'])}", hint=HINT)
        return shared


def _grouped(rows: Sequence[Row], column: str) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def _said(shape: type[BaseModel], fields: dict[str, Any]) -> dict[str, Any]:
    """Drop fields that are empty or have their default value, and sort the others for readers, at every depth."""
    said = {}
    for name in in_order(shape):
        value = fields.get(name)
        if value is None or value == shape.model_fields[name].default:
            continue
        below = shapes_below(shape, name)
        if isinstance(value, dict):
            value = _said(below[0], value)
        elif isinstance(value, list):
            value = [_said(below[0], item) if isinstance(item, dict) else item for item in value]
        said[name] = value
    return said


def _mapping(entries: Mapping[str, Any], *, is_flow: bool = False) -> Collection:
    units = [
        Unit(value=_written(value, is_flow=key == "cite" or isinstance(value, dict)), key=key)
        for key, value in entries.items()
    ]
    return Collection(is_mapping=True, is_flow=is_flow, column=0, units=units)


def _written(value: Any, *, is_flow: bool) -> Scalar | Collection:  # noqa: ANN401 - what a record holds
    """Return the layout of a value: citations, dates and lists of texts go between brackets where they fit."""
    if isinstance(value, dict):
        return _mapping(value, is_flow=is_flow)
    if isinstance(value, list):
        units = [Unit(value=_written(item, is_flow=is_flow)) for item in value]
        is_short = is_flow or not any(isinstance(item, dict) for item in value)
        return Collection(is_mapping=False, is_flow=is_short, column=0, units=units)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return Scalar(text, "", (text,))


def _prove(folder: Path, rows: Rows) -> None:
    """Read the written files back and check that they stand for the rows they were made from.

    Raises:
        CheckFailed: They differ.
    """
    try:
        seeds = check(folder, folder)
    except ProblemsFound as found:
        shown = as_text(found.problems[:MOST_SHOWN])
        raise CheckFailed(f"the database holds what no seed file can say:\n{shown}", hint=HINT) from None
    if differing := list(differences(seeds, rows)):
        shown = "\n".join(differing[:MOST_SHOWN])
        raise CheckFailed(f"the database holds what no seed file can say:\n{shown}", hint=HINT)


def differences(seeds: Seeds, rows: Rows) -> Iterator[str]:
    """Yield each row that only one side has, and each column in which the two sides differ.

    Args:
        seeds: The rows of the seed files.
        rows: The rows of each table of ``core``, from the database.
    """
    for table in LOAD_ORDER:
        names, key = table.stated, table.key
        if table.name == "schemes":
            continue
        stated: Sequence[Row] = [row.values for row in seeds.rows[table.name]]
        held_rows = rows[table.name]
        if table.name == "terms":
            stated, held_rows = _added_terms(stated), [_with_arrays(row) for row in _added_terms(held_rows)]
        said = {_key(row, key): {**dict.fromkeys(names), **row} for row in stated}
        held = {_key(row, key): row for row in held_rows}
        for each in sorted({*said, *held}):
            where = f"{table.name} {' '.join(each)}"
            if each not in said or each not in held:
                yield f"{where}: only in the {'database' if each in held else 'seeds'}"
                continue
            unequal = [name for name in names if said[each][name] != held[each][name]]
            yield from (f"{where}: {name}" for name in unequal)


def _with_arrays(row: Row) -> Row:
    """Return a term with its lists as the text of arrays, as the rows of seeds hold them."""
    return {**row, "aliases": array(row["aliases"]), "flags": array(row["flags"])}


def _key(row: Row, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in names)


def placed(folder: Path, *, replace: bool) -> AbstractContextManager[Path]:
    """Return a context manager that yields an empty folder to write to.

    If the block ends without an error, the new folder takes the place of ``folder``.

    Args:
        folder: The target; absent or empty, unless ``replace`` is set.
        replace: Accept a target that holds seed files, which are lost. Any other content is refused.

    Raises:
        UsageError: The target is not empty, or is not a folder.
        PermissionRefused: The target or its parent folder cannot be written.
    """
    elsewhere = "Name a folder that is empty or does not exist."
    return atomic_files.placed(folder, partial(_refuse_others, replace=replace), elsewhere=elsewhere)


def _refuse_others(goal: Path, held: set[str], *, replace: bool) -> None:
    if not replace:
        raise UsageError(f"{goal} is not empty", hint="Name another folder, or replace its seed files with --force.")
    foreign = [name for name in sorted(held) if not name.endswith(".yaml") or (goal / name).is_symlink()]
    if foreign:
        hint = "Only seed files are replaced; name another folder."
        raise UsageError(f"{goal} holds a file that is not a seed file: {foreign[0]}", hint=hint)
