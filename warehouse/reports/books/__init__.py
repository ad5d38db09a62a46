"""Report books: the answers of several reports in one file, with contents and one numbering of the sources.

Input: an open connection, the reports with the values of their parameters, a stream of bytes. Output: a book as html,
xlsx or pdf. All answers come from one snapshot. This package never holds all rows of an answer in memory: rows are
written as they arrive, and an answer too long for a chart gets none, which the book says.

``contents`` chooses the reports and runs them, ``html`` and ``xlsx`` write the book, ``pdf`` prints the page with
Chromium.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from warehouse.errors import UsageError
from warehouse.reports.books import html, pdf, xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from warehouse.reports.books.contents import Book

_WRITERS: Final[Mapping[str, Callable[[Book, IO[bytes]], None]]] = {
    ".html": html.write,
    ".xlsx": xlsx.write,
    ".pdf": pdf.write,
}


def writer_of(path: Path) -> Callable[[Book, IO[bytes]], None]:
    """Return the function that writes a book of the kind that the suffix of a file names.

    Raises:
        UsageError: There is no such kind of book.
        ConfigurationError: This machine has no program that writes it.
    """
    suffix = path.suffix.lower()
    if suffix not in _WRITERS:
        hint = f"End the name in {', '.join(_WRITERS)}."
        raise UsageError(f'the name "{path}" does not tell a kind of book', hint=hint)
    if suffix == ".pdf":
        pdf.require_browser()
    return _WRITERS[suffix]
