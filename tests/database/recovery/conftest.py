from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from warehouse.database.embedded import binaries

if TYPE_CHECKING:
    from pathlib import Path


class Install(Protocol):
    """Puts a stand-in for a program of PostgreSQL into a folder."""

    def __call__(self, name: str, version: str, script: str = "") -> Path: ...


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine on which no programs of PostgreSQL are installed but those in this folder, which is on PATH."""
    monkeypatch.setattr(binaries, "_WHEELS", ())
    monkeypatch.setattr(binaries, "_SYSTEM", ())
    monkeypatch.delenv("WAREHOUSE_PG_BIN", raising=False)
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def install(tmp_path: Path) -> Install:
    def put(name: str, version: str, script: str = "") -> Path:
        folder = tmp_path / "bin" if version.startswith("path") else tmp_path / version
        folder.mkdir(exist_ok=True)
        said = version.removeprefix("path-")
        (folder / name).write_text(
            f"#!/bin/sh\nif [ \"$1\" = --version ]; then echo '{name} (PostgreSQL) {said}'; exit; fi\n{script}"
        )
        (folder / name).chmod(0o755)
        return folder

    return put
