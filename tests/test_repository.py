"""The house rules that no linter knows, over every file that is kept in version control."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import tomllib
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

import warehouse
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LONGEST_FILE, LONGEST_FUNCTION = 600, 40
CATCH_ALL = {"utils", "util", "helpers", "helper", "common", "misc"}
MARKS = ("TO" + "DO", "FIX" + "ME")
REGISTRIES = tuple(".".join(parts) for parts in (("pypi", "org"), ("python" + "hosted", "org"), ("registry", "npmjs")))
ADDRESSES = ("index" + "-url", "find" + "-links", "trusted" + "-host")


def _kept() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = listed.stdout.decode().split("\0")[:-1]
    return sorted(path for name in names if (path := ROOT / name).is_file())


FILES = _kept()
PYTHON = [path for path in FILES if path.suffix == ".py"]

needs_checkout = pytest.mark.skipif(not FILES, reason="this is no git checkout")
pytestmark = needs_checkout


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def texts() -> Iterator[tuple[str, str]]:
    for path in FILES:
        try:
            yield named(path), path.read_text()
        except UnicodeDecodeError:
            continue


def long_functions(source: str) -> list[str]:
    nodes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))
    return [node.name for node in nodes if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION]


def test_there_are_files_to_look_at() -> None:
    assert {"pyproject.toml", "warehouse/errors.py"} <= {named(path) for path in FILES}


def test_no_python_file_is_too_long() -> None:
    long = [named(path) for path in PYTHON if len(path.read_text().splitlines()) > LONGEST_FILE]
    assert long == []


def test_no_function_is_too_long() -> None:
    long = [f"{named(path)}: {name}" for path in PYTHON for name in long_functions(path.read_text())]
    assert long == []


def test_long_function_is_found_out() -> None:
    body = "    pass\n" * LONGEST_FUNCTION
    assert long_functions(f"def f():\n{body}") == ["f"]
    assert long_functions(f"async def f():\n{body.removesuffix('    pass' + chr(10))}") == []


def test_no_folder_or_module_is_a_catch_all() -> None:
    parts = {part.removesuffix(".py") for path in FILES for part in path.relative_to(ROOT).parts}
    assert parts & CATCH_ALL == set()


def test_no_file_holds_a_mark_of_work_left_over() -> None:
    pattern = re.compile(rf"\b({'|'.join(MARKS)})\b")
    assert [name for name, text in texts() if pattern.search(text)] == []


def test_no_file_holds_a_merge_marker() -> None:
    pattern = re.compile(r"^(<{7} |={7}$|>{7} )", re.MULTILINE)
    assert [name for name, text in texts() if pattern.search(text)] == []


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert [name for name, text in texts() if any(host in text.lower() for host in REGISTRIES)] == []


def broken_links(page: Path, text: str) -> list[str]:
    """Give the relative links of a page that lead nowhere; links in code do not count."""
    prose = re.sub(r"(?ms)^```.*?^```|`[^`\n]*`", "", text)
    links = re.findall(r"\]\(<?([^)<>\s]+)>?(?:\s+\"[^\"]*\")?\)|^\[[^\]]+\]:\s*(\S+)", prose, re.MULTILINE)
    targets = [(inline or below).partition("#")[0] for inline, below in links]
    relative = [target for target in targets if target and not re.match(r"[a-z][a-z0-9+.-]*:", target)]
    return [target for target in relative if not (page.parent / target).exists()]


@pytest.mark.parametrize("page", [path for path in FILES if path.suffix == ".md"], ids=named)
def test_relative_links_of_a_page_lead_somewhere(page: Path) -> None:
    assert broken_links(page, page.read_text()) == []


def test_every_decision_is_listed_in_order_under_its_title() -> None:
    folder = ROOT / "docs" / "decisions"
    pages = sorted(folder.glob("[0-9]*.md"))
    titles = [page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ") for page in pages]
    listed = re.findall(r"^- \[(.+)\]\((.+)\)$", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    assert listed == [(title, page.name) for title, page in zip(titles, pages, strict=True)]


def test_broken_link_is_found_out() -> None:
    text = "[a](pyproject.toml#x) [b](gone.md) [c](https://example.org/gone) `[d](gone)`\n[e]: also-gone.md\n"
    assert broken_links(ROOT / "README.md", text) == ["gone.md", "also-gone.md"]


REQUIREMENTS = [path for path in FILES if path.parent == ROOT / "requirements"]


def pins(path: Path) -> dict[str, tuple[str, int]]:
    """Give version and number of hashes of each pinned package."""
    found = {}
    for block in re.split(r"\n(?=\S)", path.read_text().replace("\\\n", "")):
        match = re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)", block)
        if match:
            name = re.sub(r"[-_.]+", "-", match[1]).lower()
            found[name] = (match[2], len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", block)))
    return found


@pytest.mark.parametrize("path", REQUIREMENTS, ids=named)
def test_every_pinned_package_has_hashes_and_no_line_names_an_index(path: Path) -> None:
    text = path.read_text()
    assert pins(path)
    assert [name for name, (_, hashes) in pins(path).items() if not hashes] == []
    assert [address for address in (*ADDRESSES, "://") if address in text] == []


def test_ranges_of_the_project_include_the_pinned_versions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    wanted = {name: groups[name] for name in ("build", "dev", "audit")}
    wanted["runtime"] = project["project"]["dependencies"]
    missed = []
    for name, requirements in wanted.items():
        pinned = pins(ROOT / "requirements" / f"{name}.txt")
        for requirement in map(Requirement, requirements):
            version = pinned.get(re.sub(r"[-_.]+", "-", requirement.name).lower(), ("missing", 0))[0]
            if version == "missing" or version not in requirement.specifier:
                missed.append(f"{name}: {requirement} is pinned as {version}")
    assert missed == []


def test_what_runs_is_pinned_alike_for_those_who_develop() -> None:
    runtime, development = (pins(ROOT / "requirements" / f"{name}.txt") for name in ("runtime", "dev"))
    assert {name: development.get(name, ("missing", 0))[0] for name in runtime} == {
        name: version for name, (version, _) in runtime.items()
    }


PACKAGES = [
    "warehouse",
    *(found.name for found in pkgutil.walk_packages(warehouse.__path__, "warehouse.") if found.ispkg),
]


@pytest.mark.parametrize("package", PACKAGES)
def test_package_says_what_its_room_is_for(package: str) -> None:
    said = importlib.import_module(package).__doc__ or ""
    assert len(said.strip().splitlines()) > 1
