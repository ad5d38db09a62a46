"""The seed file of a table: written with the digests of table and mapping, told when stale, compared cell by cell."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final, cast

from warehouse.errors import PermissionRefused
from warehouse.files import replaced_file
from warehouse.seeds.format import formatted
from warehouse.seeds.inventory import take_inventory
from warehouse.seeds.origin import ORIGIN, Origin
from warehouse.seeds.tables.convert import find_table
from warehouse.yamlfiles import Node, Position, Problem, parse, parse_lines, validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from warehouse.seeds.tables.convert import Conversion, WrittenRecord
    from warehouse.seeds.tables.mapping import MappingFile

LINES: Final = ".jsonl"
_SHOWN_VALUE: Final = 60


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A seed file that was made from a table.

    Attributes:
        path: The file.
        shown: Its name in messages.
        origin: What it was made from.
    """

    path: Path
    shown: str
    origin: Origin

    def stale(self, mapping: Path, folders: Sequence[Path]) -> Problem | None:
        """Return the problem that table or mapping have changed since, or that the mapping is gone; None: neither.

        A table that is not here is no problem: like the text of an article, it need not be kept with the seeds.

        Args:
            mapping: The mapping.
            folders: Folders of tables that do not lie beside their mapping.

        Raises:
            PermissionRefused: Table or mapping cannot be read.
        """
        if not mapping.exists():
            what = f"{self.origin.mapping}, from which it was made, is not here"
            hint = f"bring the mapping back, or remove {ORIGIN} if the file is kept by hand from now on"
            return Problem(Position(self.shown), "E-table-stale", what, hint)
        table = find_table(mapping, self.origin.table, folders)
        digests = (table, self.origin.table_sha256), (mapping, self.origin.mapping_sha256)
        changed = [path.name for path, digest in digests if path.exists() and _sha256(path) != digest]
        if not changed:
            return None
        what = f"{' and '.join(changed)} changed since it was made"
        hint = f"make it anew: warehouse seeds table {self.origin.mapping}"
        return Problem(Position(self.shown), "E-table-stale", what, hint)


def _sha256(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        PermissionRefused: It cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise PermissionRefused(f"cannot read {path}: {error.strerror}", hint="Check its permissions.") from error


def write(path: Path, made: Conversion, file: MappingFile) -> None:
    """Write the records of a table as a seed file; YAML if its name ends in .yaml, JSON Lines otherwise.

    Raises:
        PermissionRefused: The file cannot be written.
    """
    origin = {
        "mapping": file.shown,
        "mapping_sha256": file.sha256,
        "table": file.mapping.table,
        "table_sha256": made.grid.sha256,
    }
    if made.records:
        origin["records"] = str(len(made.records))
    records: list[WrittenRecord] = [(ORIGIN, origin), *made.records]
    written = "".join(_as_lines(records) if path.suffix == LINES else _as_yaml(records))
    if path.suffix != LINES:
        laid_out, _ = formatted(written.encode(), path.name)
        written = laid_out.decode() if laid_out else written
    with replaced_file(path, is_binary=False) as stream:
        cast("IO[str]", stream).write(written)


def _as_lines(records: Iterable[WrittenRecord]) -> Iterator[str]:
    for family, record in records:
        yield json.dumps({family: record}, ensure_ascii=False) + "\n"


def _as_yaml(records: Iterable[WrittenRecord]) -> Iterator[str]:
    families: dict[str, list[Any]] = {}
    for family, record in records:
        families.setdefault(family, []).append(record)
    for family, listed in families.items():
        yield f"{family}:\n"
        for record in listed:
            yield f"  - {json.dumps(record, ensure_ascii=False)}\n"


def find_made(seeds: Path, project: Path) -> list[MadeFile]:
    """Return all seed files that say that they were made from a table."""
    inventory = take_inventory(seeds, project)
    read = ((file, read_made(file.path, file.shown)) for file in inventory.files)
    return [made for _, made in read if made is not None]


def read_made(path: Path, shown: str) -> MadeFile | None:
    """Return a seed file with what it was made from; None: it does not say so, or cannot be read."""
    try:
        with path.open("rb") as stream:
            first = stream.readline()
            content = first if path.suffix == LINES else first + stream.read()
    except OSError:
        return None
    if ORIGIN.encode() not in first:
        return None
    node = next((node.child((ORIGIN,)) for node in _nodes(path, content, shown)), None)
    if node is not None and isinstance(node.value, list):
        node = node.value[0] if node.value else None
    origin = validate(Origin, node)[0] if node is not None else None
    return MadeFile(path, shown, origin) if origin else None


def _nodes(path: Path, content: bytes, shown: str) -> Iterator[Node]:
    """Yield the mapping of a YAML file, or those of the lines of JSON."""
    found = parse_lines(content, shown) if path.suffix == LINES else [parse(content, shown)]
    yield from (node for node, _ in found if node is not None and isinstance(node.value, dict))


def differences(path: Path, shown: str, made: Conversion) -> list[Problem]:
    """Compare the records of a seed file with those that its table makes now.

    Args:
        path: The seed file.
        shown: Its name in messages.
        made: The records of the table.

    Returns:
        A problem for each record that the file has otherwise, too much or not at all.
    """
    written = list(_written(path, shown))
    wanted = sorted(made.records, key=lambda record: record[0]) if path.suffix != LINES else made.records
    written = sorted(written, key=lambda one: one[0]) if path.suffix != LINES else written
    problems = [
        Problem(node.position, "E-table-differs", what, "the table decides: make the file anew, or correct the mapping")
        for (family, node), record in zip(written, wanted, strict=False)
        if (what := _difference((family, node.plain()), record))
    ]
    if len(written) != len(wanted):
        what = f"the file has {len(written)} records, and the table makes {len(wanted)}"
        problems.append(Problem(Position(shown), "E-table-differs", what, "make the file anew"))
    return problems


def _written(path: Path, shown: str) -> Iterator[tuple[str, Node]]:
    for node in _nodes(path, path.read_bytes(), shown):
        for family in node.plain():
            value = node.child((family,))
            if family != ORIGIN:
                yield from ((family, one) for one in (value.value if isinstance(value.value, list) else [value]))


def _difference(written: WrittenRecord, wanted: WrittenRecord) -> str:
    if written == wanted:
        return ""
    if written[0] != wanted[0]:
        return f"{written[0]} stands where the table makes {wanted[0]}"
    has, needs = written[1], wanted[1]
    names: Sequence[str] = sorted({*has, *needs}) if isinstance(has, dict) else []
    name = next((name for name in names if has.get(name) != needs.get(name)), "")
    return f"{name} is {_shown(has, name)}, and by the table {_shown(needs, name)}"


def _shown(record: Any, name: str) -> str:  # noqa: ANN401 - any record
    value = record.get(name) if isinstance(record, dict) else record
    text = "left out" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN_VALUE else f"{text[:_SHOWN_VALUE]}…"
