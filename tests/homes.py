"""Homes of embedded servers: in folders that every account may enter, and copied, since making one takes long."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.database import embedded

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def open_folder() -> Iterator[Path]:
    """Make a folder that every account may enter, unlike ``tmp_path``; it goes with the block."""
    folder = Path(tempfile.mkdtemp(prefix="e "))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def copied_home(home: Path) -> Iterator[Path]:
    """Copy a home whose server does not run; the server of the copy is stopped at the end of the block."""
    with open_folder() as folder:
        copy = folder / "home"
        copy_home(home, copy)
        try:
            yield copy
        finally:
            embedded.stop(copy)


def copy_home(home: Path, copy: Path) -> None:
    """Copy a home with its owners and rights."""
    subprocess.run(["cp", "-a", home, copy], check=True)
