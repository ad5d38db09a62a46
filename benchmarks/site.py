"""The benchmark of the site (``python -m benchmarks.site --entities 2k,20k``): pages, time and memory, next to a copy.

Each size is a small warehouse with that many more entities; each entity has its own page. The baseline is ``cp -r`` of
the built site: the cost of writing the same bytes into the same number of files.
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
"""Number of the first additional entity; those of the small warehouse have lower numbers."""
ROUNDS: Final = 3


class Built(NamedTuple):
    """The results for one size.

    Attributes:
        entities: The number of additional entities.
        pages: The number of pages.
        mebibytes: The size of the site in MiB.
        build: The fastest build.
        copy: The fastest copy.
    """

    entities: int
    pages: int
    mebibytes: float
    build: Run
    copy: Run

    def line(self) -> str:
        """Format the result as a row of the Markdown table."""
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
    """Write the seeds of a small warehouse with additional entities.

    Args:
        folder: The folder of the seeds; it is made.
        entities: The number of additional entities.
    """
    generate.write(folder, generate.FEWEST)
    rng = Random(f"{generate.SEED}/site")  # noqa: S311 - the same facts every time
    found = (records.party(rng, FIRST + number, range(1)) for number in range(entities))
    with (folder / "entities.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines([("entities", found)], "jsonl"))


def measured(databases: Databases, entities: int, say: Callable[[str], None]) -> Built:
    """Load one size, build its site several times, alternating with the copy, and return the fastest of each.

    Args:
        databases: The server for the database.
        entities: The number of additional entities.
        say: Called with progress messages.

    Raises:
        FailedError: A measured command failed.
    """
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
    """Format the results as a Markdown table."""
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
    """Run the benchmark from the command line, and return the exit code."""
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
