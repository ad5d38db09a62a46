"""The book as PDF: the HTML page, printed by Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Final

from warehouse.errors import ConfigurationError
from warehouse.reports.books import html

if TYPE_CHECKING:
    from warehouse.reports.books.contents import Book

_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SECONDS: Final = 600
"""The time that printing may take; a page of 100,000 rows takes minutes."""


def require_browser() -> str:
    """Return the path of Chromium or Chrome.

    Raises:
        ConfigurationError: There is none.
    """
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found is None:
        what = f"a PDF is printed by Chromium, and none of {', '.join(_BROWSERS)} is on PATH"
        hint = "Install Chromium, or write the book as .html and print it from a browser."
        raise ConfigurationError(what, hint=hint)
    return found


def write(book: Book, stream: IO[bytes]) -> None:
    """Write the book, printed from its HTML page.

    Raises:
        ConfigurationError: There is no Chromium, or it did not print the page.
        OSError: The temporary files cannot be written.
    """
    with TemporaryDirectory(prefix="warehouse-pdf-") as folder:
        page, printed = Path(folder, "book.html"), Path(folder, "book.pdf")
        with page.open("wb") as written:
            html.write(book, written)
        _print(page, printed)
        with printed.open("rb") as read:
            shutil.copyfileobj(read, stream)


def _print(page: Path, printed: Path) -> None:
    command = [
        require_browser(),
        "--headless",
        "--disable-gpu",
        f"--user-data-dir={page.parent / 'profile'}",
        *(["--no-sandbox"] if os.geteuid() == 0 else []),  # Chromium refuses root otherwise; the page runs no script
        "--no-pdf-header-footer",
        "--generate-pdf-document-outline",
        f"--print-to-pdf={printed}",
        page.as_uri(),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=_SECONDS, check=False)  # noqa: S603 - our own arguments
        said = done.stderr.strip().rpartition("\n")[2]
    except subprocess.TimeoutExpired:
        said = f"it took longer than {_SECONDS} s"
    except OSError as error:
        said = str(error.strerror)
    if not printed.exists() or not printed.stat().st_size:
        what = f"{command[0]} did not print the book: {said or 'it wrote no file'}"
        raise ConfigurationError(what, hint="Write the book as .html and print it from a browser.")
