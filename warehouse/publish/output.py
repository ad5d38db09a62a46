"""The output folder of a site: files go to a new folder, with a list of digests, which then replaces the old folder."""

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
"""The file with the SHA-256 digest of every other file, in the format of ``sha256sum --check``."""


def placed(folder: Path) -> AbstractContextManager[Path]:
    """Return a context manager that yields an empty folder. The folder replaces ``folder`` if the block succeeds.

    Args:
        folder: A folder that is absent, empty, or holds an earlier site, which is replaced.

    Raises:
        UsageError: ``folder`` holds something else, or is not a folder.
        PermissionRefused: ``folder`` or its parent cannot be written, or the disk is full.
    """
    return atomic_files.replaced(folder, kind="site", written=_written_by_us)


def snapshot_of(folder: Path) -> str | None:
    """Return the digest of the snapshot that a site shows, as ``Files.seal`` wrote it.

    Return None if ``folder`` is not a site, or if one of its files is missing.
    """
    try:
        about = json.loads((folder / ABOUT).read_bytes())
        is_whole = about["name"] == rules.NAME and all((folder / path).is_file() for path in _listed(folder))
        return str(about["snapshot"]) if is_whole else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


class Files:
    """The files of one site, with the digest of each."""

    def __init__(self, root: Path, within: str = "", digests: dict[str, str] | None = None) -> None:
        """Prepare to write below ``root``, an empty folder.

        Args:
            root: The root of the site.
            within: The folder of the site to which paths are relative.
            digests: The digests of the files written so far.
        """
        self._root = root
        self._within = within
        self._digests: dict[str, str] = {} if digests is None else digests
        self._folders: set[Path] = set()

    def within(self, folder: str) -> Files:
        """Return the same files, seen from a folder of the site: paths are relative to it.

        Args:
            folder: The folder, such as ``loads/3/``; an empty text is the root.
        """
        return Files(self._root, folder, self._digests)

    def apart(self) -> Files:
        """Return the same folder without digests, for a helper; ``take`` adds what it wrote."""
        return Files(self._root, self._within)

    @property
    def digests(self) -> Mapping[str, str]:
        """The digests of the files written so far, by their paths from the root of the site."""
        return self._digests

    def take(self, digests: Mapping[str, str]) -> None:
        """Add the digests of files that a helper wrote.

        Raises:
            ValueError: A path was written before.
        """
        if twice := self._digests.keys() & digests.keys():
            raise ValueError(f"{min(twice)} is written twice")
        self._digests.update(digests)

    def write(self, path: str, text: str) -> None:
        """Write a text file as UTF-8.

        Args:
            path: Its path, relative to the root.
            text: Its content.

        Raises:
            ValueError: The path was written before.
        """
        data = text.encode()
        self._target(path).write_bytes(data)
        self._digests[self._within + path] = hashlib.sha256(data).hexdigest()

    @contextmanager
    def opened(self, path: str, *, is_binary: bool = False) -> Iterator[IO[Any]]:
        """Open a file for writing in pieces, and compute its digest when the block ends.

        Args:
            path: Its path, relative to the root.
            is_binary: Whether to yield a binary stream; else the stream takes text and writes UTF-8.

        Raises:
            ValueError: The path was written before.
        """
        target = self._target(path)
        with target.open("wb") as stream:
            if is_binary:
                yield stream
            else:
                with io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=False) as text:
                    yield text
        with target.open("rb") as written:
            self._digests[self._within + path] = hashlib.file_digest(written, "sha256").hexdigest()

    def copy(self, source: Path, path: str) -> None:
        """Copy the file ``source`` to ``path`` without changes."""
        with source.open("rb") as original, self.opened(path, is_binary=True) as stream:
            shutil.copyfileobj(original, stream)

    def size(self, path: str) -> int:
        """Return the size in bytes of a file that was written."""
        return (self._root / self._within / path).stat().st_size

    def seal(self, about: Mapping[str, Any]) -> None:
        """Write ``site.json`` and the list of digests; call this last.

        Args:
            about: The content of ``site.json``, with the digest of the snapshot as ``snapshot``.
        """
        self.write(ABOUT, json.dumps({"name": rules.NAME, **about}, indent=2, ensure_ascii=False) + "\n")
        lines = [f"{digest}  {path}\n" for path, digest in sorted(self._digests.items())]
        (self._root / DIGESTS).write_text("".join(lines), encoding="utf-8", newline="\n")

    def _target(self, path: str) -> Path:
        if self._within + path in self._digests:
            raise ValueError(f"{self._within}{path} is written twice")
        target = self._root / self._within / path
        if target.parent not in self._folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(target.parent)
        return target


def _written_by_us(folder: Path) -> set[str] | None:
    """Return the files that a site lists, or None if the folder is not a site of this warehouse."""
    try:
        about = json.loads((folder / ABOUT).read_bytes())
        return {ABOUT, DIGESTS, *_listed(folder)} if about["name"] == rules.NAME else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _listed(folder: Path) -> list[str]:
    lines = (folder / DIGESTS).read_text(encoding="utf-8").splitlines()
    return [line.split("  ", 1)[1] for line in lines]
