"""The command line of the benchmark: ``make bench``, or ``python -m benchmarks.run --sizes 1k,10k``."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import dbt
from benchmarks.cases import Bench, Size
from benchmarks.databases import throwaway
from benchmarks.generate import number_of_facts
from benchmarks.layout import FORMS
from benchmarks.measure import FailedError
from benchmarks.page import as_markdown, as_text, with_reports
from benchmarks.results import LARGE, LARGEST, PEER, SMALL, Results, results, save

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.databases import Databases
    from benchmarks.layout import Form

REPEAT: Final = ((LARGE, 3), (LARGEST, 2))
"""Number of rounds for sizes below each limit; all others have one round."""
CACHE: Final = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "critical-minerals-warehouse"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Measure loads and reports.")
    parser.add_argument("--sizes", type=_sizes, default="1k,10k,100k", help="numbers of facts, such as 1k,10k,1M")
    parser.add_argument("--repeat", type=int, metavar="N", help="rounds for every size; else 3, from 100k on 2, 1M 1")
    parser.add_argument("--forms", type=_forms, default=",".join(FORMS), help="kinds of seed files: yaml,jsonl")
    parser.add_argument("--only", choices=["reports"], help="load once, unmeasured, and time the reports alone")
    parser.add_argument("--peer", choices=["dbt"], help="also time a peer on the same rows, from 10k to 100k")
    parser.add_argument("--cache", type=Path, metavar="DIR", default=CACHE, help="where peers are kept")
    parser.add_argument("--work", type=Path, metavar="DIR", help="disk to work on; else that of temporary files")
    parser.add_argument("--json", type=_new_file, metavar="FILE", help="write every run as JSON")
    parser.add_argument("--write", type=_new_file, metavar="FILE", help="write the tables as a Markdown page")
    parser.add_argument("--from", dest="source", type=_results, metavar="FILE", help="run nothing; show this JSON")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    try:
        return sorted({number_of_facts(part) for part in text.split(",")})
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _new_file(text: str) -> Path:
    """Return the path, after checking that it can be written: fail now, not after an hour of measuring."""
    path = Path(text)
    if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
        raise argparse.ArgumentTypeError(f"{path} cannot be written")
    return path


def _results(text: str) -> Results:
    try:
        return dict(json.loads(Path(text).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{text} holds no results: {error}") from error


def _forms(text: str) -> list[Form]:
    forms = [form for form in FORMS if form in text.split(",")]
    if not forms or set(text.split(",")) - set(forms):
        raise argparse.ArgumentTypeError(f"choose from {', '.join(FORMS)}")
    return forms


def _say(text: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')}  {text}\n")
    sys.stderr.flush()


@contextmanager
def _work_folder(parent: Path | None) -> Iterator[Path]:
    """Yield a folder that is removed at the end; the account that runs the server may enter it."""
    folder = Path(tempfile.mkdtemp(prefix="warehouse-bench-", dir=parent))
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(given: argparse.Namespace) -> Results:
    """Run the requested cases round by round, and save the results as JSON after each round if requested.

    Args:
        given: The arguments of the command line.

    Returns:
        The results of all rounds.

    Raises:
        FailedError: A measured command failed, or did not do what it was timed for.
    """
    program = dbt.install(given.cache.absolute()) if given.peer else None
    with _work_folder(given.work) as folder, throwaway(folder) as databases:
        bench = Bench(databases, given.forms, _say)
        bench.prepare()
        sizes = [bench.size(facts) for facts in given.sizes]
        rounds = {size.facts: given.repeat or _rounds(size.facts) for size in sizes}
        for size in sizes if given.only else ():
            bench.reports(size)
        for number in range(0 if given.only else max(rounds.values())):
            _say(f"round {number + 1} of {max(rounds.values())}")
            bench.start_ups()
            for size in (size for size in sizes if number < rounds[size.facts]):
                _say(f"{size.facts:,} facts, round {number + 1} of {rounds[size.facts]}")
                bench.round(size)
                if program and number == 0 and SMALL <= size.facts <= LARGE:
                    _peer(program, databases, size)
            if given.json:
                save(results(bench.start_up, sizes, databases.server.version), given.json)
        found = results(bench.start_up, sizes, databases.server.version)
        if given.json:
            save(found, given.json)
    return found


def _rounds(facts: int) -> int:
    return next((rounds for limit, rounds in REPEAT if facts < limit), 1)


def _peer(program: Path, databases: Databases, size: Size) -> None:
    rows = databases.dump("(FORMAT csv, HEADER)")
    done = dbt.seed(program, databases, dbt.project(databases, databases.folder / f"dbt-{size.facts}", rows))
    found = databases.value(dbt.FACTS, dbt.DATABASE)
    if found != size.facts:
        raise FailedError(f"{PEER} has put {found:,} facts into the database, not {size.facts:,}")
    size.runs[PEER] = [done]
    _say(f"{PEER}: {done.seconds:.3f} s, {done.peak_mib:.0f} MiB")


def _stop(signal_number: int, _: object) -> None:
    sys.exit(128 + signal_number)


def main() -> int:
    """Measure, or read earlier results; print them, write the page if requested, and return the exit code."""
    # Without this, SIGTERM would leave the server running and the files in place.
    signal.signal(signal.SIGTERM, _stop)
    given = _arguments()
    try:
        found: Results = given.source or measure(given)
    except FailedError as error:
        sys.stderr.write(f"benchmark: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    sys.stdout.write(as_text(found))
    if given.write:
        is_part = not found["start_up"] and given.write.exists()
        page = with_reports(given.write.read_text(encoding="utf-8"), found) if is_part else as_markdown(found)
        given.write.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
