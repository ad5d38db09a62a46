from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.site import programs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LOOKED_FOR: list[tuple[Callable[[], object], str]] = [
    (programs.chromium, "Chromium is missing: install it, or name one in WAREHOUSE_CHROMIUM"),
    (programs.java, "Java 17 or newer is missing: install a Java runtime"),
    (lambda: programs.packaged("axe-core/axe.min.js"), 'axe-core is missing: run "npm ci" in tests/site/tools'),
]


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Leave nothing on the PATH but a folder, and no packages; give the folder."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(programs, "PACKAGES", tmp_path)
    monkeypatch.delenv("WAREHOUSE_CHROMIUM", raising=False)
    monkeypatch.delenv("WAREHOUSE_TEST_SITE", raising=False)
    return tmp_path


def program(path: Path, text: str = "") -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(("find", "reason"), LOOKED_FOR)
def test_test_is_skipped_without_its_program(find: Callable[[], object], reason: str) -> None:
    with pytest.raises(pytest.skip.Exception) as skipped:
        find()
    assert str(skipped.value) == reason


@pytest.mark.parametrize(("find", "reason"), LOOKED_FOR)
def test_test_fails_without_its_program_where_it_is_required(
    find: Callable[[], object], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_TEST_SITE", "required")
    with pytest.raises(pytest.fail.Exception) as failed:
        find()
    assert str(failed.value) == reason


def test_chromium_is_found_under_each_name(bare: Path) -> None:
    chrome = program(bare / "google-chrome")
    assert programs.chromium() == str(chrome)
    chromium = program(bare / "chromium")
    assert programs.chromium() == str(chromium)


def test_chromium_can_be_named(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bare / "chromium")
    monkeypatch.setenv("WAREHOUSE_CHROMIUM", str(program(bare / "mine")))
    assert programs.chromium() == str(bare / "mine")
    monkeypatch.setenv("WAREHOUSE_CHROMIUM", str(bare / "gone"))
    with pytest.raises(pytest.skip.Exception, match="gone is missing"):
        programs.chromium()


@pytest.mark.parametrize(
    ("version", "is_enough"), [("1.8.0_392", False), ("11.0.2", False), ("17", True), ("21.0.1", True)]
)
def test_java_must_be_new_enough(bare: Path, version: str, *, is_enough: bool) -> None:
    java = program(bare / "java", f"echo 'openjdk version \"{version}\" 2025' >&2")
    if is_enough:
        assert programs.java() == str(java)
    else:
        with pytest.raises(pytest.skip.Exception, match="Java 17 or newer is missing"):
            programs.java()
