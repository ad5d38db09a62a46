"""The texts of documents: a curator's folder of copies, their paragraphs, and quotes with their digests."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warehouse.errors import ConfigurationError, InvalidSource, PermissionRefused

if TYPE_CHECKING:
    from pathlib import Path

_BYTE_ORDER_MARK: Final = "\ufeff"
_NO_TEXTS: Final = (b"%PDF-", b"PK\x03\x04")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_RECODE: Final = "Save the text as UTF-8, such as with: iconv -f {} -t UTF-8 {}; then describe that file in the seeds."
_SAMPLE: Final = 4096
"""How many bytes of a file its encoding is guessed from."""


class UnreadableTextError(InvalidSource):
    """A copy is not UTF-8, or starts with a byte order mark, so its code points cannot be counted."""


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


@dataclass(frozen=True, order=True, slots=True)
class Quote:
    """A span of a paragraph.

    Attributes:
        paragraph: Number of the paragraph, from 1.
        start: First code point of the quote in the paragraph, from 0.
        end: The code point after the last one.
    """

    paragraph: int
    start: int
    end: int

    def __str__(self) -> str:
        return f"paragraph {self.paragraph}, span {self.span}"

    @property
    def span(self) -> str:
        """The span as a seed file states it."""
        return f"{self.start}-{self.end}"

    def words(self, text: DocumentText) -> str:
        """Return the quoted words."""
        return text.paragraphs[self.paragraph - 1][self.start : self.end]

    def surroundings(self, text: DocumentText, width: int = 30) -> tuple[str, str]:
        """Return the text before and after the quote, at most ``width`` code points each."""
        whole = text.paragraphs[self.paragraph - 1]
        return whole[max(0, self.start - width) : self.start], whole[self.end : self.end + width]


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that holds the text of a document, or once held it.

    Attributes:
        path: Path of the file.
        sha256: SHA-256 of its bytes.
        is_changed: Whether only the name matches, since the bytes are not those of the document.
    """

    path: Path
    sha256: str
    is_changed: bool

    def text(self) -> DocumentText:
        """Read the text.

        Raises:
            UnreadableTextError: The file is not UTF-8, or starts with a byte order mark.
            PermissionRefused: The file cannot be read.
        """
        return read_text(self.path)


@dataclass(frozen=True, slots=True)
class Copies:
    """The files of a documents folder.

    Attributes:
        folder: Path of the folder.
        by_digest: By SHA-256, the file with these bytes; of equal files, the first by name.
        by_name: By file, the SHA-256 of its bytes.
    """

    folder: Path
    by_digest: dict[str, Path]
    by_name: dict[Path, str]

    def find(self, key: str, sha256: str) -> Copy | None:
        """Return the copy of a document; None: there is none.

        The copy is the file with these bytes, or else ``KEY.txt``, which then counts as changed.

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
    """Compute the digest of every file in the documents folder; hidden files and subfolders are left out.

    Raises:
        ConfigurationError: No folder is named, or it does not exist.
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
        UnreadableTextError: The file is not UTF-8, or starts with a byte order mark, which would count as a character.
        PermissionRefused: The file cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _refused(path, error) from error
    if content.startswith(_NO_TEXTS):
        hint = f"Take its text out, such as with: pdftotext -layout {path.name} {path.stem}.txt"
        raise UnreadableTextError(f"{path.name} is a PDF or a packed file, and no text", hint=hint)
    if content.startswith(_UTF_16):
        raise UnreadableTextError(f"{path.name} is UTF-16", hint=_RECODE.format("UTF-16", path.name))
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"{path.name}, line {line}: byte 0x{content[error.start]:02x} is not UTF-8"
        hint = _RECODE.format("CP949" if _is_korean(content) else "CP1252", path.name)
        raise UnreadableTextError(what, hint=hint) from error
    if text.startswith(_BYTE_ORDER_MARK):
        hint = "Save it as UTF-8 without one and describe that file in the seeds."
        raise UnreadableTextError(f"{path.name} starts with a byte order mark", hint=hint)
    return DocumentText(hashlib.sha256(content).hexdigest(), len(text), paragraphs_of(text))


def _is_korean(content: bytes) -> bool:
    """Return whether bytes that are not UTF-8 make Korean words in the encoding that was common before it."""
    return (
        sum("\uac00" <= letter <= "\ud7a3" for letter in content[:_SAMPLE].decode("cp949", "ignore")) > _SAMPLE // 100
    )


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Return the lines that hold at least one non-blank character."""
    return tuple(line.removesuffix("\r") for line in text.split("\n") if line.strip())


def quote_digest(quote: str) -> str:
    """Return the SHA-256 of a quote in UTF-8, in hexadecimal digits."""
    return hashlib.sha256(quote.encode()).hexdigest()


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> PermissionRefused:
    return PermissionRefused(f"cannot read {path}: {error.strerror}", hint="Check that it exists and its permissions.")
