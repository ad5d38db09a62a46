"""``warehouse init --ci``: pipelines whose very commands run, in a clone with a change."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qs

import pytest
import yaml

import warehouse
from tests.conftest import ROOT
from warehouse.cli.app import run
from warehouse.errors import ExitCode
from warehouse.starting import PIPELINES

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

PLACE = "places:\n  - {key: sylvania, kind: country, name: Sylvania, cite: iso-3166#KR, basis: reference}\n"


def steps(forge: str, pipeline: dict[str, Any]) -> Iterator[str]:
    """Yield the shell commands of the pipeline that this program is about, in order."""
    if forge == "gitlab":
        lines = [line for job in ("check", "comment") for line in pipeline[job]["script"]]
    else:
        lines = [step["run"] for job in pipeline["jobs"].values() for step in job["steps"] if "run" in step]
    yield from (line for line in lines if not line.startswith(("pip install", "gh ")) and "curl" not in line)


@pytest.mark.parametrize("forge", PIPELINES)
def test_pipeline_checks_rehearses_and_says_what_changes(
    forge: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "project"
    assert run(["init", "--ci", forge, str(project)]) == ExitCode.DONE
    assert PIPELINES[forge].partition("/")[0] in capsys.readouterr().err
    text = (project / PIPELINES[forge]).read_text()
    assert f"critical-minerals-warehouse=={warehouse.__version__}" in text
    assert "VERSION" not in text
    name = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    for words in (
        ["init", "--quiet", "--initial-branch=main"], ["add", "--all"], ["commit", "--quiet", "--message", "begin"],
        ["update-ref", "refs/remotes/origin/main", "HEAD"],
    ):  # fmt: skip
        subprocess.run(["git", "-C", project, *name, *words], check=True)
    (project / "seeds" / "extra.yaml").write_text(PLACE)
    subprocess.run(["git", "-C", project, "add", "--all"], check=True)
    subprocess.run(["git", "-C", project, *name, "commit", "--quiet", "--message", "a place"], check=True)
    known = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(tmp_path), "BASE": "main",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "CI_MERGE_REQUEST_DIFF_BASE_SHA": "origin/main",
        "WAREHOUSE_HOME": str(tmp_path / "pg"),
    }  # fmt: skip
    script = "\n".join(f"( {step}\n)" for step in steps(forge, yaml.safe_load(text)) if "verify" not in step)
    try:
        done = subprocess.run(
            ["bash", "-e", "-c", script], cwd=project, env=known, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    finally:
        subprocess.run(["warehouse", "db", "stop"], cwd=project, env=known, check=False)
    assert "1 fact: 3 rows to add, 0 to change, 0 to retire." in done.stdout
    assert (project / "facts.md").read_text().startswith("**1 fact: 3 rows added, 0 changed, 0 retired.**")


class Notes(BaseHTTPRequestHandler):
    """The notes of a merge request, as GitLab's API keeps them."""

    bodies: ClassVar[list[str]] = ["Looks good"]

    def do_GET(self) -> None:
        assert self.path.startswith("/projects/7/merge_requests/3/notes?")
        self._answer([{"id": number, "body": body} for number, body in enumerate(self.bodies)])

    def do_POST(self) -> None:
        self.bodies.append(self._body())
        self._answer({})

    def do_PUT(self) -> None:
        self.bodies[int(self.path.rpartition("/")[2])] = self._body()
        self._answer({})

    def _body(self) -> str:
        assert self.headers["PRIVATE-TOKEN"] == "secret"
        return parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["body"][0]

    def _answer(self, answer: object) -> None:
        self.send_response(HTTPStatus.OK)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_: object) -> None:
        """Keep the requests out of what the test prints."""


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_gitlab_keeps_one_note_of_the_newest_changes(tmp_path: Path) -> None:
    text = (ROOT / "warehouse" / "starting" / "pipelines" / "gitlab.yml").read_text("utf-8")
    (step,) = (line for line in yaml.safe_load(text)["comment"]["script"] if "curl" in line)
    with ThreadingHTTPServer(("127.0.0.1", 0), Notes) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        known = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "WAREHOUSE_COMMENT_TOKEN": "secret",
            "CI_API_V4_URL": f"http://127.0.0.1:{server.server_port}", "CI_PROJECT_ID": "7",
            "CI_MERGE_REQUEST_IID": "3", "no_proxy": "127.0.0.1",
        }  # fmt: skip
        for facts in ("**1 fact**", "**2 facts: ä & b**"):
            (tmp_path / "facts.md").write_text(f"{facts}\n", "utf-8")
            subprocess.run(["bash", "-e", "-c", step], cwd=tmp_path, env=known, check=True)
        server.shutdown()
    assert Notes.bodies == ["Looks good", "<!-- warehouse seeds diff -->\n**2 facts: ä & b**\n"]


def test_unknown_forge(tmp_path: Path) -> None:
    assert run(["init", "--ci", "sourceforge", str(tmp_path / "new")]) == ExitCode.USAGE
    assert not (tmp_path / "new").exists()
