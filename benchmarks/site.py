"""Measure the site: ``python -m benchmarks.site --entities 2k,20k``. Pages, time, memory, beside a copy of the files.

Each size is a small warehouse with so many entities besides, each a page of its own. The yardstick is ``cp -r`` of the
site that was built: what the same bytes in as many files cost if somebody has them ready.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks import generate, records
from benchmarks.databases import throwaway
from benchmarks.layout import lines
from benchmarks.measure import FailedError, Run, run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.databases import Databases

FIRST: Final = 500_000
"""Number of the first entity; the small warehouse has lower ones."""
ROUNDS: Final = 3


class Built(NamedTuple):
    """One size: its pages and bytes, the fastest build, the fastest copy."""

    entities: int
    pages: int
    mebibytes: float
    build: Run
    copy: Run

    def line(self) -> str:
        """Return the row of the table."""
        cells = (
            f"{self.entities:,}",
            f"{self.pages:,}",
            f"{self.mebibytes:.1f}",
            f"{self.build.seconds:.1f} s",
            f"{self.build.seconds / self.pages * 1000:.1f} ms",
            f"{self.build.peak_mib:.0f} MiB",
            f"{self.build.seconds / self.copy.seconds:.0f}",
        )
        return f"| {' | '.join(cells)} |"


def write_seeds(folder: Path, entities: int) -> None:
    """Write a small warehouse, and so many entities besides.

    Args:
        folder: The folder of seeds, which is made.
        entities: How many.
    """
    generate.write(folder, generate.FEWEST)
    rng = Random(f"{generate.SEED}/site")  # noqa: S311 - the same facts every time
    found = (records.party(rng, FIRST + number, range(1)) for number in range(entities))
    with (folder / "entities.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines([("entities", found)], "jsonl"))


def measured(databases: Databases, entities: int, say: Callable[[str], None]) -> Built:
    """Load one size, and build its site several times, in turns with the copy."""
    project = databases.folder / f"site-{entities}"
    write_seeds(project / "seeds", entities)
    address = databases.make(template="template0")
    warehouse = [str(Path(sys.executable).parent / "warehouse"), "--quiet", "--project", str(project)]
    environment = {**os.environ, "WAREHOUSE_DATABASE_URL": address}
    for verb in (["db", "upgrade"], ["load"]):
        say(f"{entities:,} entities: {' '.join(verb)}")
        run([*warehouse, *verb], environment, databases.folder)
    databases.settle()
    site, other = project / "site", project / "other"
    builds, copies = [], []
    for number in range(ROUNDS):
        say(f"{entities:,} entities: round {number + 1} of {ROUNDS}")
        builds.append(run([*warehouse, "publish", str(site)], environment, databases.folder))
        shutil.rmtree(other, ignore_errors=True)
        copies.append(run(["/bin/cp", "-r", str(site), str(other)], environment, databases.folder))
    files = [path for path in site.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 2**20
    pages = sum(path.suffix == ".html" for path in files)
    return Built(entities, pages, size, min(builds, key=_seconds), min(copies, key=_seconds))


def _seconds(one: Run) -> float:
    return one.seconds


def table(found: Sequence[Built]) -> str:
    """Return the results as a table."""
    heads = ("entities", "pages", "MiB", "build", "per page", "memory", "build / copy")
    rule = " | ".join(["---:"] * len(heads))
    return "\n".join([f"| {' | '.join(heads)} |", f"| {rule} |", *(built.line() for built in found)]) + "\n"


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _sizes(text: str) -> list[int]:
    try:
        return sorted({generate.number_of_facts(part) for part in text.split(",")})
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def main() -> int:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site", description="Measure the site.")
    parser.add_argument("--entities", type=_sizes, default="2k,20k", help="how many, such as 2k,20k")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="warehouse-bench-"))
    try:
        folder.chmod(0o755)
        with throwaway(folder) as databases:
            found = [measured(databases, entities, _say) for entities in given.entities]
    except FailedError as error:
        sys.stderr.write(f"benchmark: {error}\n")
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.stdout.write(table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
