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


class Site(NamedTuple):
    """A site that was built once.

    Attributes:
        things: The number of additional entities.
        pages: The number of pages.
        mebibytes: The size of the site in MiB.
        run: The build.
    """

    things: int
    pages: int
    mebibytes: float
    run: Run


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


class Loaded(NamedTuple):
    """A loaded database whose site is to be built.

    Attributes:
        publish: The command that builds it.
        environment: Its environment.
        site: The folder of the site.
    """

    publish: list[str]
    environment: dict[str, str]
    site: Path

    def build(self, databases: Databases) -> Run:
        """Build the site, and return the measurement."""
        return run(self.publish, self.environment, databases.folder, databases.postmaster)

    def counted(self) -> tuple[int, float]:
        """Return the number of pages, and the size of all files in MiB."""
        files = [path for path in self.site.rglob("*") if path.is_file()]
        return sum(path.suffix == ".html" for path in files), sum(path.stat().st_size for path in files) / 2**20


def load(databases: Databases, entities: int, say: Callable[[str], None]) -> Loaded:
    """Load one size.

    Args:
        databases: The server for the database.
        entities: The number of additional entities.
        say: Called with progress messages.

    Raises:
        FailedError: A command failed.
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
    site = project / "site"
    return Loaded([*warehouse, "publish", str(site)], environment, site)


def once(databases: Databases, entities: int, say: Callable[[str], None]) -> Site:
    """Load one size, build its site once, and return the measurement.

    Args:
        databases: The server for the database.
        entities: The number of additional entities.
        say: Called with progress messages.

    Raises:
        FailedError: A command failed.
    """
    loaded = load(databases, entities, say)
    done = loaded.build(databases)
    site = Site(entities, *loaded.counted(), done)
    say(f"publish: {site.pages:,} pages, {done}")
    return site


def measured(databases: Databases, entities: int, say: Callable[[str], None]) -> Built:
    """Load one size, build its site several times, alternating with the copy, and return the fastest of each.

    Args:
        databases: The server for the database.
        entities: The number of additional entities.
        say: Called with progress messages.

    Raises:
        FailedError: A measured command failed.
    """
    loaded = load(databases, entities, say)
    other = loaded.site.with_name("other")
    builds, copies = [], []
    for number in range(ROUNDS):
        say(f"{entities:,} entities: round {number + 1} of {ROUNDS}")
        builds.append(loaded.build(databases))
        shutil.rmtree(other, ignore_errors=True)
        copies.append(run(["/bin/cp", "-r", str(loaded.site), str(other)], loaded.environment, databases.folder))
    return Built(entities, *loaded.counted(), min(builds, key=_seconds), min(copies, key=_seconds))


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
