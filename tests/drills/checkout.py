"""A copy of the project that a drill changes as CONTRIBUTING says, and whose own code it runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from difflib import unified_diff
from typing import TYPE_CHECKING, Final

from scripts.write_docs import pages
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

COPIED: Final = (
    "warehouse",
    "migrations",
    "sql",
    "scripts",
    "docs",
    "CHANGELOG.md",
    ".squawk.toml",
    "pyproject.toml",
    "tests/families.py",
)

DRIVER: Final = """
import contextlib, io, json, sys
from warehouse.cli.app import run
told = []
for command in json.load(sys.stdin):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(command)
    told.append((int(code), out.getvalue(), err.getvalue()))
json.dump(told, sys.stdout)
"""
"""Runs several commands in one process, since starting one takes longer than most of them."""


@dataclass(frozen=True)
class Told:
    """What a command ended with."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Checkout:
    """A version of the software, and a project and a database that it works on."""

    folder: Path
    project: Path
    database_url: str

    def copy(self, folder: Path) -> Checkout:
        """Copy the software into a folder; project and database stay the same."""
        for name in COPIED:
            source = self.folder / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, folder / name)
        return Checkout(folder, self.project, self.database_url)

    def edit(self, name: str, *pairs: tuple[str, str]) -> None:
        """Replace pieces of a file's text, each of which stands there exactly once."""
        path = self.folder / name
        text = path.read_text("utf-8")
        for old, new in pairs:
            assert text.count(old) == 1, (name, old)
            text = text.replace(old, new)
        path.write_text(text, "utf-8")

    def changes_by_hand(self, before: Checkout) -> dict[str, int]:
        """Count the lines that each file has more than, or other than, ``before``; generated files are left out."""
        changed: dict[str, int] = {}
        generated = pages().keys()
        files = (path for name in COPIED for path in [self.folder / name, *(self.folder / name).rglob("*")])
        for path in files:
            name = path.relative_to(self.folder).as_posix()
            if path.is_file() and "__pycache__" not in name and name not in generated:
                old = before.folder / name
                was = old.read_text("utf-8", "replace").splitlines() if old.is_file() else []
                lines = list(unified_diff(was, path.read_text("utf-8", "replace").splitlines(), n=0))[2:]
                changed |= {name: sum(line.startswith("+") for line in lines)} if lines else {}
        return changed

    def generated_changes(self, before: Checkout) -> set[str]:
        """Name the generated files that differ from those of ``before``, or are new."""
        return {
            path.relative_to(self.folder).as_posix()
            for path in (self.folder / name for name in pages())
            if path.is_file() and not _same(path, before.folder / path.relative_to(self.folder))
        }

    def run(self, *commands: str) -> list[Told]:
        """Run commands in one process of this code; each is written as in a shell, without quotes."""
        whole = [["--project", str(self.project), *command.split()] for command in commands]
        done = self.python("-c", DRIVER, stdin=json.dumps(whole))
        return [Told(*one) for one in json.loads(done)]

    def succeed(self, *commands: str) -> list[Told]:
        """Run commands that must end in 0."""
        told = self.run(*commands)
        failed = "".join(
            f"{command}: {one.out}{one.err}" for command, one in zip(commands, told, strict=True) if one.code
        )
        assert not failed, failed
        return told

    def write_docs(self) -> None:
        """Do what ``make docs`` does."""
        self.python("scripts/write_docs.py")

    def python(self, *arguments: str, stdin: str = "") -> str:
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.folder),
            "WAREHOUSE_DATABASE_URL": self.database_url,
        }
        done = subprocess.run(
            [sys.executable, *arguments], cwd=self.folder, env=environment, input=stdin, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def say(self, old: str, new: str) -> None:
        """Replace a piece of the project's seeds."""
        path = self.project / "seeds" / "news.yaml"
        text = path.read_text("utf-8")
        assert text.count(old) == 1, old
        path.write_text(text.replace(old, new), "utf-8")


def _same(path: Path, other: Path) -> bool:
    return other.is_file() and path.read_bytes() == other.read_bytes()


def this_version(project: Path, database_url: str) -> Checkout:
    """Return this very code, on a small project of its own."""
    (project / "seeds").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "schema" / "earlier" / "news.yaml", project / "seeds" / "news.yaml")
    return Checkout(ROOT, project, database_url)
