"""The curator's copies of documents: files in a folder of their own, told by their digest, read as paragraphs.

A paragraph is a line of the text with a character that is not blank, counted from 1. Lines end at a line feed and
nowhere else; a carriage return before it belongs to the line's end. A span counts code points of the paragraph from 0.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warehouse.errors import ConfigurationError, InvalidSource, PermissionRefused

if TYPE_CHECKING:
    from pathlib import Path

_BYTE_ORDER_MARK: Final = "\ufeff"


class UnreadableTextError(InvalidSource):
    """A copy is not the UTF-8 text whose code points can be counted."""


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The text of a document.

    Attributes:
        sha256: SHA-256 of the file's bytes, in hexadecimal digits.
        characters: Number of code points, line ends included.
        paragraphs: The non-empty lines without their line ends; the first is paragraph 1.
    """

    sha256: str
    characters: int
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that holds the text of a document, or once did.

    Attributes:
        path: The file.
        sha256: SHA-256 of its bytes.
        is_changed: Whether it was found by its name only, because its bytes are not the document's.
    """

    path: Path
    sha256: str
    is_changed: bool

    def text(self) -> DocumentText:
        """Read the text.

        Raises:
            UnreadableTextError: The file is not UTF-8.
        """
        return read_text(self.path)


@dataclass(frozen=True, slots=True)
class Copies:
    """The files of a documents folder.

    Attributes:
        folder: The folder.
        by_digest: A file for each SHA-256 of bytes that occurs; of equal files the first by name.
        by_name: SHA-256 of each file's bytes, by file.
    """

    folder: Path
    by_digest: dict[str, Path]
    by_name: dict[Path, str]

    def find(self, key: str, sha256: str) -> Copy | None:
        """Find the copy of a document: the file with these bytes, else ``KEY.txt``, which then has changed.

        Args:
            key: Key of the document.
            sha256: SHA-256 of the text that the seeds describe.
        """
        path = self.by_digest.get(sha256)
        if path is not None:
            return Copy(path, sha256, is_changed=False)
        path = self.folder / f"{key}.txt"
        return Copy(path, self.by_name[path], is_changed=True) if path in self.by_name else None


def list_copies(folder: Path | None) -> Copies:
    """Take the digest of every file in the documents folder; hidden ones and those in subfolders do not count.

    Raises:
        ConfigurationError: No folder is named, or there is none.
        PermissionRefused: The folder or a file in it cannot be read.
    """
    hint = "Name the folder of your copies of the documents with --documents, WAREHOUSE_DOCUMENTS or in warehouse.toml."
    if folder is None:
        raise ConfigurationError("no documents folder is named", hint=hint)
    if not folder.is_dir():
        raise ConfigurationError(f"no documents folder at {folder}", hint=hint)
    try:
        names = sorted(folder.iterdir())
    except OSError as error:
        raise _refused(folder, error) from error
    by_name = {path: _digest(path) for path in names if path.is_file() and not path.name.startswith(".")}
    return Copies(folder, {sha256: path for path, sha256 in reversed(by_name.items())}, by_name)


def read_text(path: Path) -> DocumentText:
    """Read a file as the text of a document.

    Raises:
        UnreadableTextError: It is not UTF-8, or starts with a byte order mark, which would count as a character.
        PermissionRefused: It cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _refused(path, error) from error
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"{path.name}, line {line}: byte 0x{content[error.start]:02x} is not UTF-8"
        raise UnreadableTextError(what, hint="Save the text as UTF-8 and describe that file in the seeds.") from error
    if text.startswith(_BYTE_ORDER_MARK):
        hint = "Save it as UTF-8 without one and describe that file in the seeds."
        raise UnreadableTextError(f"{path.name} starts with a byte order mark", hint=hint)
    return DocumentText(hashlib.sha256(content).hexdigest(), len(text), paragraphs_of(text))


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Give the lines that hold a character that is not blank."""
    return tuple(line.removesuffix("\r") for line in text.split("\n") if line.strip())


def quote_digest(quote: str) -> str:
    """Give the SHA-256 of a quote's UTF-8, in hexadecimal digits."""
    return hashlib.sha256(quote.encode()).hexdigest()


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> PermissionRefused:
    return PermissionRefused(f"cannot read {path}: {error.strerror}", hint="Check that it exists and its permissions.")
