"""The programs that look at a site: Chromium, Java, and the packages of npm in the folder ``tools``.

A machine may be without them, and then the tests that need them are skipped and say what to do. With
``WAREHOUSE_TEST_SITE=required`` they fail instead, so that CI cannot leave them out unseen.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

PACKAGES = Path(__file__).parent / "tools" / "node_modules"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OLDEST_JAVA = 17
INSTALL = 'run "npm ci" in tests/site/tools'


def _missing(what: str, remedy: str) -> None:
    reason = f"{what} is missing: {remedy}"
    if os.environ.get("WAREHOUSE_TEST_SITE") == "required":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def chromium() -> str:
    """Give the path of a Chromium: the one that ``WAREHOUSE_CHROMIUM`` names, or the first on the PATH."""
    named = os.environ.get("WAREHOUSE_CHROMIUM")
    found = next(filter(None, map(shutil.which, [named] if named else BROWSERS)), None)
    if found is None:
        _missing(named or "Chromium", "install it, or name one in WAREHOUSE_CHROMIUM")
    return str(found)


def java() -> str:
    """Give the path of a Java that is new enough for the Nu checker."""
    found = shutil.which("java")
    said = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr if found else ""
    version = re.search(r'version "(\d+)', said)
    if found is None or version is None or int(version[1]) < OLDEST_JAVA:
        _missing(f"Java {OLDEST_JAVA} or newer", "install a Java runtime")
    return str(found)


def packaged(path: str) -> Path:
    """Give a file of the packages of npm, such as ``axe-core/axe.min.js``."""
    found = PACKAGES / path
    if not found.is_file():
        _missing(path.partition("/")[0], INSTALL)
    return found
