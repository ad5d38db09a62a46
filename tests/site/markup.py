"""What the Nu HTML checker says about a folder: pages, drawings and style sheets in one run."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

JAVA = ("-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # a short run, beside other tests: half the work
OPTIONS = ("--format", "json", "--stdout", "--exit-zero-always", "--no-langdetect")
# The checker knows no place for a file on a disk, and so takes 'self' for nothing: a browser is the judge of policies.
# Nor does it know this property of SVG 2, which every browser does.
BUT = ("--filterpattern", "Resource violates Content Security Policy.*|.*“paint-order” doesn't exist.*")
FILES = ("--skip-non-html", "--also-check-css", "--also-check-svg")


def nu_findings(folder: Path, java: str, jar: Path) -> list[str]:
    """Run the checker once over a folder; give its errors and warnings as lines ``page: kind: what``."""
    command = [java, *JAVA, "-jar", str(jar), *OPTIONS, *BUT, *FILES, str(folder.resolve())]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    try:
        messages = json.loads(ran.stdout)["messages"]
    except (ValueError, KeyError) as error:
        raise AssertionError(f"The Nu checker gave no report: {ran.stdout}{ran.stderr}") from error
    return sorted(filter(None, (_line(message, folder.resolve()) for message in messages)))


def _line(message: dict[str, Any], folder: Path) -> str | None:
    kind = message.get("subType") if message["type"] == "info" else "error"
    if kind is None:
        return None
    path = Path(unquote(urlsplit(message.get("url", "")).path))
    page = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
    near = " ".join(message.get("extract", "").split())
    return f"{page}: {kind}: {message['message']}" + (f" Near: {near}" if near else "")
