from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import BASE, ProjectFolder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> ProjectFolder:
    """Give a project whose seeds hold the base records, to which a test adds."""
    made = ProjectFolder(tmp_path)
    made.write(BASE, "base.yaml")
    return made
