"""The folder of a site: files are written beside it, listed with their digests, and take its place as a whole."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Final

from warehouse import files as atomic_files
from warehouse.dictionary import rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

ABOUT: Final = "site.json"
DIGESTS: Final = "files.sha256"
"""The digest of every other file, as ``sha256sum --check`` reads it."""


def placed(folder: Path) -> AbstractContextManager[Path]:
    """Return an empty folder to write to; at the end of the block, if it ends well, it takes the place of ``folder``.

    Args:
        folder: Absent, empty, or an earlier site, which is replaced.

    Raises:
        UsageError: It holds something else, or is no folder.
        PermissionRefused: It, or the folder above it, cannot be written, or the disk is full.
    """
    return atomic_files.replaced(folder, what="site", written=_written_by_us)


def snapshot_of(folder: Path) -> str | None:
    """Return what ``Files.seal`` was told of the snapshot a site shows; None: it is no site, or not whole."""
    try:
        about = json.loads((folder / ABOUT).read_bytes())
        is_whole = about["name"] == rules.NAME and all((folder / path).is_file() for path in _listed(folder))
        return str(about["snapshot"]) if is_whole else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


class Files:
    """Writes the files of one site."""

    def __init__(self, root: Path) -> None:
        """Write below ``root``, which is empty."""
        self._root = root
        self._digests: dict[str, str] = {}
        self._folders: set[Path] = set()

    def write(self, path: str, text: str) -> None:
        """Write a file of text; ``path`` is relative to the root, and no other file has it."""
        data = text.encode()
        self._target(path).write_bytes(data)
        self._digests[path] = hashlib.sha256(data).hexdigest()

    @contextmanager
    def opened(self, path: str, *, is_binary: bool = False) -> Iterator[IO[Any]]:
        """Open a file to be written piece by piece."""
        target = self._target(path)
        with target.open("wb") as stream:
            if is_binary:
                yield stream
            else:
                with io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=False) as text:
                    yield text
        with target.open("rb") as written:
            self._digests[path] = hashlib.file_digest(written, "sha256").hexdigest()

    def copy(self, source: Path, path: str) -> None:
        """Take a file over as it is."""
        with source.open("rb") as given, self.opened(path, is_binary=True) as stream:
            shutil.copyfileobj(given, stream)

    def size(self, path: str) -> int:
        """Return the bytes of a file that was written."""
        return (self._root / path).stat().st_size

    def seal(self, about: Mapping[str, Any]) -> None:
        """List the files, and say which snapshot they show."""
        self.write(ABOUT, json.dumps({"name": rules.NAME, **about}, indent=2, ensure_ascii=False) + "\n")
        lines = [f"{digest}  {path}\n" for path, digest in sorted(self._digests.items())]
        (self._root / DIGESTS).write_text("".join(lines), encoding="utf-8", newline="\n")

    def _target(self, path: str) -> Path:
        if path in self._digests:
            raise ValueError(f"{path} is written twice")
        target = self._root / path
        if target.parent not in self._folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(target.parent)
        return target


def _written_by_us(folder: Path) -> set[str] | None:
    """Return the files that a site says it holds; None: it is none of ours."""
    try:
        about = json.loads((folder / ABOUT).read_bytes())
        return {ABOUT, DIGESTS, *_listed(folder)} if about["name"] == rules.NAME else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _listed(folder: Path) -> list[str]:
    lines = (folder / DIGESTS).read_text(encoding="utf-8").splitlines()
    return [line.split("  ", 1)[1] for line in lines]
