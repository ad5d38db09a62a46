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

from benchmarks import past, peers, site
from benchmarks.cases import Bench, Size
from benchmarks.databases import throwaway
from benchmarks.dbt import DBT
from benchmarks.generate import number_of_facts
from benchmarks.layout import FORMS
from benchmarks.measure import FailedError
from benchmarks.page import as_markdown, as_text
from benchmarks.results import PARTS, Results, results, save
from benchmarks.sqlmesh import SQLMESH
from benchmarks.targets import LARGE, LARGEST, SMALL, THINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.layout import Form
    from benchmarks.peers import Peer

REPEAT: Final = ((SMALL, 2), (LARGE, 3), (LARGEST, 2))
"""Number of rounds for sizes below each limit; all others have one round."""
START_UP_ROUNDS: Final = 2
"""The rounds in which the start-up is timed, several times each."""
THINGS_PER_FACT: Final = 0.2
PEERS: Final = {peer.name: peer for peer in (DBT, SQLMESH)}
ONLY: Final = ("start-up", "loads", "reports", "past", "site")
CACHE: Final = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "critical-minerals-warehouse"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Measure loads and reports.")
    parser.add_argument("--sizes", type=_sizes, default="1k,10k,100k", help="numbers of facts, such as 1k,10k,1M")
    parser.add_argument(
        "--repeat", type=int, metavar="N", help="rounds for every size; else 2, from 10k on 3, 100k 2, 1M 1"
    )
    parser.add_argument("--forms", type=_forms, default=",".join(FORMS), help="kinds of seed files: yaml,jsonl")
    parser.add_argument("--only", choices=ONLY, help="measure one part alone")
    parser.add_argument("--peer", choices=PEERS, action="append", help="also time a peer on the same rows; repeatable")
    parser.add_argument("--cache", type=Path, metavar="DIR", default=CACHE, help="where peers are kept")
    parser.add_argument("--work", type=Path, metavar="DIR", help="disk to work on; else that of temporary files")
    parser.add_argument("--json", type=_new_file, metavar="FILE", help="write every run as JSON")
    parser.add_argument("--write", type=_new_file, metavar="FILE", help="write the tables as a Markdown page")
    parser.add_argument("--from", dest="source", type=_results, metavar="FILE", help="run nothing; show this JSON")
    given = parser.parse_args()
    if given.only and given.write:
        parser.error("--write needs all parts: a page holds one run")
    return given


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
        found = dict(json.loads(Path(text).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{text} holds no results: {error}") from error
    if missing := PARTS - found.keys():
        raise argparse.ArgumentTypeError(f"{text} is of another benchmark: {', '.join(sorted(missing))} is missing")
    return found


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
    """Run the requested parts, and save the results as JSON after each round and part if requested.

    Args:
        given: The arguments of the command line.

    Returns:
        The results of all parts.

    Raises:
        FailedError: A measured command failed, or did not do what it was timed for.
    """
    programs = {name: peers.install(PEERS[name], given.cache.absolute()) for name in given.peer or ()}
    with _work_folder(given.work) as folder, throwaway(folder) as databases:
        bench = Bench(databases, given.forms, _say)
        bench.prepare()
        sizes = [bench.size(facts) for facts in given.sizes]

        def so_far(old: past.Past | None = None, built: site.Site | None = None) -> Results:
            found = results(bench.start_up, sizes, databases.server.version, old, built)
            if given.json:
                save(found, given.json)
            return found

        for number in range(_most_rounds(given)):
            _say(f"round {number + 1}")
            _round(bench, sizes, number, given)
            so_far()
        for name, program in programs.items():
            _peer(bench, PEERS[name], program, _largest(sizes, SMALL))
        for size in sizes if given.only == "reports" else ():
            bench.reports(size)
        old = past.measured(bench, _largest(sizes, LARGE)) if given.only in {None, "past"} else None
        so_far(old)
        things = round(min(THINGS, given.sizes[-1] * THINGS_PER_FACT))
        built = site.once(databases, things, _say) if given.only in {None, "site"} else None
        return so_far(old, built)


def _most_rounds(given: argparse.Namespace) -> int:
    if given.only not in {None, "start-up", "loads"}:
        return 0
    return max(given.repeat or _rounds(facts) for facts in given.sizes)


def _rounds(facts: int) -> int:
    return next((rounds for limit, rounds in REPEAT if facts < limit), 1)


def _round(bench: Bench, sizes: list[Size], number: int, given: argparse.Namespace) -> None:
    if given.only != "loads" and number < START_UP_ROUNDS:
        bench.start_ups()
    for size in sizes if given.only != "start-up" else ():
        if number < (given.repeat or _rounds(size.facts)):
            _say(f"{size.facts:,} facts, round {number + 1}")
            bench.round(size)


def _largest(sizes: list[Size], limit: int) -> Size:
    """Return the largest size up to a limit, or else the smallest."""
    return max((size for size in sizes if size.facts <= limit), key=lambda size: size.facts, default=sizes[0])


def _peer(bench: Bench, peer: Peer, program: Path, size: Size) -> None:
    """Time a peer once: it takes long, and its time grows with the rows."""
    bench.fill(size)
    done = peers.measured(peer, program, bench.databases)
    size.runs[peer.case] = [done]
    _say(f"{peer.case}, {size.facts:,} facts: {done}")


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
        given.write.write_text(as_markdown(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
