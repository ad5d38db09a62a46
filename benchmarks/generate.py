"""The generator of synthetic seeds: a folder with a given number of facts, and a change of about one per cent of them.

The same arguments give the same bytes on every machine. A fact is a row of ``core.facts``: a record, or one of the
facts nested in it. Memory use is bounded, because only one record is held at a time.

    python -m benchmarks.generate 10k DIR [--form jsonl]
"""

from __future__ import annotations

import argparse
import math
import re
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from benchmarks import records
from benchmarks.layout import FORMS, Form, lines
from benchmarks.registers import registers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.registers import Record

SEED: Final = 20260218
FACTS_PER_FILE: Final = 3000
FACTS_PER_DOCUMENT: Final = 200
FACTS_PER_PARTY: Final = 50
FEWEST: Final = 200
SHARE: Final = 0.01
"""The share of all facts that ``revise`` changes."""
FILES_PER_REVISED: Final = 100


@dataclass(frozen=True, slots=True)
class Written:
    """The counts of what was written.

    Attributes:
        facts: The number of facts; for ``revise`` of the changed facts.
        files: The number of files.
        size: The size of the files in bytes.
        agreements: The number of changed agreements; 0 except for ``revise``.
    """

    facts: int
    files: int
    size: int
    agreements: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """A file of facts, including its documents and parties.

    Attributes:
        number: The number of the file, from 0.
        facts: The number of facts in it.
    """

    number: int
    facts: int

    @property
    def documents(self) -> range:
        """The numbers of its documents."""
        first = self.number * (FACTS_PER_FILE // FACTS_PER_DOCUMENT)
        return range(first, first + max(1, self.facts // FACTS_PER_DOCUMENT))

    @property
    def parties(self) -> range:
        """The numbers of its parties; parties of earlier files have lower numbers, and are in its agreements too."""
        first = self.number * (FACTS_PER_FILE // FACTS_PER_PARTY)
        return range(first, first + max(4, self.facts // FACTS_PER_PARTY))

    @property
    def name(self) -> str:
        """The name of its file, without the extension."""
        return f"batches/batch-{self.number + 1:05d}"


def batches(facts: int) -> list[Batch]:
    """Return the files for the facts that are not in the registers.

    Args:
        facts: The number of all facts, with those in the registers.

    Raises:
        ValueError: The number is below ``FEWEST``, the facts of the registers and one small file.
    """
    if facts < FEWEST:
        raise ValueError(f"at least {FEWEST} facts are needed, not {facts}")
    left = facts - sum(records.size(record) for _, register in registers() for record in register)
    number = math.ceil(left / FACTS_PER_FILE)
    return [Batch(index, min(FACTS_PER_FILE, left - index * FACTS_PER_FILE)) for index in range(number)]


def write(folder: Path, facts: int, form: Form = "yaml") -> Written:
    """Write seeds with ``facts`` facts into a folder.

    Args:
        folder: The folder; made if missing. Files of the same names are replaced.
        facts: The number of facts, at least ``FEWEST``; it is met exactly.
        form: The kind of files.

    Returns:
        The counts of what was written.
    """
    (folder / "registers").mkdir(parents=True, exist_ok=True)
    (folder / "batches").mkdir(exist_ok=True)
    sizes = [
        _write(folder / f"registers/{family.replace('_', '-')}.{form}", [(family, iter(register))], form)
        for family, register in registers()
    ]
    plan = batches(facts)
    sizes += [_write_batch(folder, batch, form) for batch in plan]
    return Written(facts, len(sizes), sum(sizes))


def revise(folder: Path, facts: int, form: Form = "yaml", *, back: bool = False) -> Written:
    """Change about one per cent of the facts in a folder that ``write`` made, in one file of a hundred.

    One cell of each of these facts changes; no fact is added or removed.

    Args:
        folder: The folder.
        facts: The number of facts it was made with.
        form: The kind of files it was made with.
        back: Whether to restore the files instead.

    Returns:
        The counts of what was changed.
    """
    plan = batches(facts)
    touched = plan[:: math.ceil(len(plan) / math.ceil(len(plan) / FILES_PER_REVISED))]
    quota = facts * SHARE / len(touched)
    changed = agreements = total = 0
    for batch in touched:
        done: list[int] = []

        def change(record: Record, done: list[int] = done) -> Record:
            if sum(done) >= quota:
                return record
            done.append(records.size(record))
            return record if back else records.revised(record)

        total += _write_batch(folder, batch, form, change)
        changed, agreements = changed + sum(done), agreements + len(done)
    return Written(changed, len(touched), total, agreements)


def _write_batch(
    folder: Path, batch: Batch, form: Form, change: Callable[[Record], Record] = lambda record: record
) -> int:
    rng = Random(f"{SEED}/{batch.number}")  # noqa: S311 - the same facts every time
    documents = (records.document(rng, number) for number in batch.documents)
    parties = (records.party(rng, number, batch.documents) for number in batch.parties)
    agreements = (change(record) for record in _agreements(rng, batch))
    families = [("documents", documents), ("entities", parties), ("agreements", agreements)]
    return _write(folder / f"{batch.name}.{form}", families, form)


def _agreements(rng: Random, batch: Batch) -> Iterator[Record]:
    """Yield agreements until the file is full; the first is a portfolio, which some of the others belong to."""
    names = 2 * sum(number % records.NAMES_EVERY == 0 for number in batch.parties)
    left = batch.facts - len(batch.documents) - len(batch.parties) - names
    portfolio, number = None, 0
    while left:
        key = f"agreement-{batch.number + 1:05d}-{number:04d}"
        parent = portfolio if number % 4 == 1 else None
        record = records.cut(records.agreement(rng, key, batch.documents, batch.parties.stop, parent), left)
        if portfolio is None:
            portfolio, record["kind"] = key, "contract portfolio"
        yield record
        left -= records.size(record)
        number += 1


def _write(path: Path, families: Sequence[tuple[str, Iterator[Record]]], form: Form) -> int:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines(families, form))
        return file.tell()


def number_of_facts(text: str) -> int:
    """Parse a number such as "1000", "10k" or "1M".

    Raises:
        ValueError: The text has another form, or the number is too small.
    """
    match = re.fullmatch("([1-9][0-9]*)([kM]?)", text)
    facts = int(match[1]) * {"": 1, "k": 1000, "M": 1_000_000}[match[2]] if match else 0
    if facts < FEWEST:
        raise ValueError(f'"{text}" is not a number of facts; write one like 1000, 10k or 1M, at least {FEWEST}')
    return facts


def main() -> None:
    """Write a folder of seeds from the command line."""
    parser = argparse.ArgumentParser(description="Make a folder of synthetic seeds.")
    parser.add_argument("facts", type=number_of_facts, help="how many, such as 1000, 10k or 1M")
    parser.add_argument("folder", type=Path, help="where to")
    parser.add_argument("--form", choices=FORMS, default="yaml", help="kind of files")
    given = parser.parse_args()
    write(given.folder, given.facts, given.form)


if __name__ == "__main__":
    main()
