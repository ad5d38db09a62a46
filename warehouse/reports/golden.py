"""Keep the answers of cases as files, and tell where an answer has become another."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from io import StringIO
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

from warehouse.errors import PermissionRefused
from warehouse.reports import formats
from warehouse.reports.result import Row
from warehouse.reports.run import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from psycopg import Connection

    from warehouse.reports.library import Report
    from warehouse.reports.result import Result

_MOST_LINES: Final = 20
"""Lines of a difference that are shown."""


@dataclass(frozen=True, slots=True)
class GoldenFiles:
    """The answers that cases had, as csv, one file per case: ``NAME-NUMBER.csv``.

    Attributes:
        folder: Where they are.
        is_update: Write the answers instead of comparing them.
    """

    folder: Path
    is_update: bool = False

    def failures(
        self, connection: Connection[Any], report: Report, number: int, params: Mapping[str, str]
    ) -> list[str]:
        """Run a case and compare its answer with the file, if there is one; or write the file.

        Returns:
            The difference, as a sentence with lines below it; nothing if there is none.
        """
        path = self._path(report.name, number)
        if not self.is_update and not path.is_file():
            return []
        answer = _answer(connection, report, params)
        if self.is_update:
            self._write(path, answer)
            return []
        kept = path.read_bytes().decode()
        return [] if kept == answer else [_difference(path.name, kept, answer)]

    def strays(self, report: Report) -> Iterator[str]:
        """Give the files of cases that the report does not have, or remove them."""
        pattern = re.compile(re.escape(report.name) + "-([0-9]+)[.]csv")
        for path in sorted(self.folder.glob(f"{report.name}-*.csv")):
            found = pattern.fullmatch(path.name)
            if found is None or 1 <= int(found[1]) <= len(report.header.cases):
                continue
            if self.is_update:
                path.unlink()
            else:
                yield f"{path.name} is the answer of a case that is not there"

    def _path(self, name: str, number: int) -> Path:
        return self.folder / f"{name}-{number}.csv"

    def _write(self, path: Path, answer: str) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(answer.encode())
        except OSError as error:
            raise PermissionRefused(f"cannot write {path}: {error.strerror}", hint="Check its permissions.") from error


def _answer(connection: Connection[Any], report: Report, params: Mapping[str, str]) -> str:
    stream = StringIO(newline="")
    with run(connection, report, params) as result:
        _leave_out_what_varies(result)
        formats.write(result, "csv", stream)
    return stream.getvalue()


def _leave_out_what_varies(result: Result) -> None:
    """Take the columns out of an answer that are others after every load, whatever the seeds say."""
    kept = [not column.doc.varies for column in result.columns]
    if all(kept):
        return
    result.columns, result.lines = list(compress(result.columns, kept)), None
    result.rows = (Row(tuple(compress(row.cells, kept)), tuple(compress(row.marks, kept))) for row in result.rows)


def _difference(name: str, kept: str, answer: str) -> str:
    lines = list(difflib.unified_diff(kept.splitlines(), answer.splitlines(), name, "now", n=1, lineterm=""))
    more = [f"… and {len(lines) - _MOST_LINES} more lines"] if len(lines) > _MOST_LINES else []
    return "\n".join([f"another answer than {name} (if it is right: --update)", *lines[:_MOST_LINES], *more])
