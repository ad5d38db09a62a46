"""Build a site from a database as the command line does, and read back what it is made of."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import psycopg

from tests.conftest import ROOT
from warehouse.mart.objects import list_objects
from warehouse.publish.site import View, publish
from warehouse.reports.definition import list_reports

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.publish.site import Published

FEW = ("contract-values", "import-dependence")
"""Reports that are enough where a test is not about reports; all of them take most of the time of a build."""


def built(dsn: str, folder: Path, *names: str, **options: Any) -> Published:
    """Publish into a folder with the reports named, or all of them; options are those of ``View`` and ``publish``."""
    view = View(**{name: options.pop(name) for name in View.__slots__ if name in options})
    reports = [report for report in list_reports(ROOT / "sql") if not names or report.name in names]
    with closing(psycopg.connect(dsn)) as connection:
        return publish(connection, ROOT / "sql", list_objects(ROOT / "sql"), reports, folder, view=view, **options)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Give every file of a folder, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def beside(folder: Path) -> list[str]:
    """Name what a build may have left beside a folder."""
    return [path.name for path in folder.parent.iterdir() if path.name.startswith(f".{folder.name}")]


class Index:
    """The index of the search as a browser reads it."""

    def __init__(self, site: Path) -> None:
        """Read all its files."""
        self.words: dict[str, list[int]] = {}
        self.bucket_of: dict[str, int] = {}
        self.entries: list[tuple[str, str, str]] = []
        self.meta: dict[str, int] = {}
        folder = site / "assets" / "search"
        self.meta = json.loads(_given(folder / "meta.js", "warehouseSearch.meta("))
        for number in range(self.meta["buckets"]):
            held = json.loads(_given(folder / f"w{number}.js", f"warehouseSearch.words({number}, "))
            assert not held.keys() & self.words.keys()
            self.words |= held
            self.bucket_of |= dict.fromkeys(held, number)
        blocks = -(-self.meta["count"] // self.meta["block"])
        for number in range(blocks):
            given = json.loads(_given(folder / f"e{number}.js", f"warehouseSearch.entries({number}, "))
            self.entries += [(title, detail, path) for title, detail, path in given]


def _given(path: Path, call: str) -> str:
    """Give what a file of the index hands over, as JSON."""
    text = path.read_text("utf-8")
    assert text.startswith(call)
    assert text.endswith(");\n")
    return text.removeprefix(call).removesuffix(");\n")
