"""Those who watch over a load: what they are told, and that nothing they do changes how it ends."""

from __future__ import annotations

import json
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Warehouse

WRONG = "entities:\n  - key: someone\n    kind: compny\n    name: Someone\n    cite: iso-3166#KR\n"
NOTE = "import os, sys; open(sys.argv[1], 'a').write(os.environ['WAREHOUSE_OUTCOME'] + os.environ['WAREHOUSE_RUN_ID'])"


@pytest.fixture
def calls() -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """Give the address of a service, and what it is told."""
    told: list[tuple[str, Any]] = []

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Service) as service:
        thread = threading.Thread(target=service.serve_forever, args=[0.01])
        thread.start()
        yield f"http://127.0.0.1:{service.server_port}/ping", told
        service.shutdown()
        thread.join()


def metric(file: Path, name: str) -> float | None:
    found = re.search(rf"(?m)^{name}\{{[^}}]*\}} (\S+)$", file.read_text())
    return float(found[1]) if found else None


@pytest.mark.slow
def test_success_then_failure(
    warehouse: Warehouse,
    calls: tuple[str, list[tuple[str, Any]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    url, told = calls
    metrics, note = tmp_path / "load.prom", tmp_path / "note"
    watching = [
        "--metrics-file",
        str(metrics),
        "--ping-url",
        url,
        "--on-failure",
        f'{sys.executable} -c "{NOTE}" {note}',
    ]
    assert warehouse("load", *watching)[0] == ExitCode.DONE
    success = metric(metrics, "warehouse_last_success_timestamp_seconds")
    assert (metric(metrics, "warehouse_facts"), metric(metrics, "warehouse_last_run_id")) == (362, 1)
    assert not note.exists()
    warehouse.write(WRONG)
    assert warehouse("load", *watching)[0] == ExitCode.INVALID_SOURCE
    assert metric(metrics, "warehouse_last_success_timestamp_seconds") == success
    assert (metric(metrics, "warehouse_last_run_exit_code"), metric(metrics, "warehouse_last_run_id")) == (65, 2)
    assert note.read_text() == "invalid_source2"
    assert [(path, body["outcome"], body["run_id"]) for path, body in told] == [
        ("/ping", "done", 1),
        ("/ping/fail", "invalid_source", 2),
    ]
    assert told[0][1]["rows"]["added"] > 500


@pytest.mark.slow
@pytest.mark.holds("curated")
def test_watchers_that_fail_are_told_of_and_change_nothing(warehouse: Warehouse) -> None:
    watching = ["--ping-url", "http://127.0.0.1:9/secret-path", "--on-failure", "sh -c 'exit 3'"]
    code, _, said = warehouse("--quiet", "load", *watching)
    assert code == ExitCode.DONE
    assert said.startswith("warehouse: 127.0.0.1:9 could not be called with the outcome")
    warehouse.write(WRONG)
    code, _, said = warehouse("--quiet", "load", *watching)
    assert code == ExitCode.INVALID_SOURCE
    assert '"sh" of --on-failure failed with exit code 3' in said
    assert "secret-path" not in said


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ("--metrics-file", "/nowhere/load.prom", ExitCode.PERMISSION),
        ("--metrics-file", "load.txt", ExitCode.USAGE),
        ("--ping-url", "ftp://a.example/", ExitCode.USAGE),
        ("--on-failure", "mail 'x", ExitCode.USAGE),
    ],
)
def test_what_cannot_be_meant_is_refused_before_the_load(
    offline: Warehouse, option: str, value: str, code: ExitCode
) -> None:
    assert offline("--database", "host=127.0.0.1 port=9", "load", option, value)[0] == code


def test_server_that_does_not_answer_is_told(offline: Warehouse, tmp_path: Path) -> None:
    metrics = tmp_path / "load.prom"
    where = ["--database", "host=127.0.0.1 port=9"]
    code, _, said = offline(*where, "load", "--metrics-file", str(metrics), "--on-failure", "no-such-program")
    assert code == ExitCode.UNREACHABLE
    assert metric(metrics, "warehouse_last_run_exit_code") == ExitCode.UNREACHABLE
    assert said.count('"no-such-program" of --on-failure') == 2, "at the beginning, and when it was needed"


def test_interruption_is_told(offline: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("warehouse.api.Project.require_seeds", interrupted)
    metrics = tmp_path / "load.prom"
    assert offline("load", "--metrics-file", str(metrics))[0] == ExitCode.INTERRUPTED
    assert metric(metrics, "warehouse_last_run_exit_code") == ExitCode.INTERRUPTED


@pytest.mark.slow
@pytest.mark.holds("curated")
def test_other_commands_are_measured_too(warehouse: Warehouse, tmp_path: Path) -> None:
    file = tmp_path / "check.prom"
    assert warehouse("check", "orphans", "--fresh", "--metrics-file", str(file))[0] == ExitCode.DONE
    told = file.read_text()
    assert 'check="orphans",severity="warning"' in told
    assert 'topic="agreements"} 1771372800' in told, "2026-02-18 begins"
    assert metric(file, "warehouse_newest_load_timestamp_seconds")
    file = tmp_path / "publish.prom"
    code, _, said = warehouse("publish", str(tmp_path / "site"), "--metrics-file", str(file))
    assert (code, metric(file, "warehouse_last_run_id")) == (ExitCode.DONE, 1), said
    file = tmp_path / "dump.prom"
    code, _, said = warehouse("db", "dump", str(tmp_path / "dumps"), "--metrics-file", str(file))
    assert (code, metric(file, "warehouse_facts")) == (ExitCode.DONE, 362), said


def test_password_in_a_message_is_not_handed_on(
    offline: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("postgresql://me:hush-hush@db.example.org/x")

    monkeypatch.setattr("warehouse.api.Project.require_seeds", broken)
    note = tmp_path / "note"
    alarm = f"sh -c 'printf %s \"$WAREHOUSE_MESSAGE\" > {note}'"
    assert offline("load", "--on-failure", alarm)[0] == ExitCode.BUG
    assert note.read_text() == "this is a bug: ZeroDivisionError: postgresql://me:***@db.example.org/x"
