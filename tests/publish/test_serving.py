"""``warehouse serve`` as a process of its own: what it gives, to whom, and how it ends."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.publish.building import built
from tests.waiting import PATIENCE
from warehouse.errors import ExitCode
from warehouse.publish.serve import HEADERS, HOST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Databases, Warehouse

pytestmark = pytest.mark.slow


class Answer(NamedTuple):
    """What a server answers."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Serving:
    """A server, asked with nothing between."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address
        self.port = urlsplit(address).port or 0

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.putrequest(method, path, skip_host="Host" in headers)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()


@pytest.fixture(scope="module")
def shown(databases: Databases, curated: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a site beside a file that is nobody's business; give its folder."""
    folder = tmp_path_factory.mktemp("served")
    built(databases.dsn(curated), folder / "site", "contract-values")
    (folder / "secret.txt").write_text("secret")
    return folder / "site"


@contextmanager
def serving(*arguments: str) -> Iterator[Serving]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WAREHOUSE_")}
    command = [sys.executable, "-m", "warehouse", *arguments]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield Serving(process, process.stdout.readline().strip())
        finally:
            process.kill()


@pytest.fixture(scope="module")
def served(shown: Path) -> Iterator[Serving]:
    """Serve the site for all tests of this module."""
    with serving("serve", str(shown), "--port", "0") as server:
        yield server


def test_address_is_printed_and_gives_the_first_page(served: Serving) -> None:
    assert served.address == f"http://127.0.0.1:{served.port}/index.html"
    for path in ("/", "/index.html", "/index.html?q=tin"):
        answer = served.ask(path)
        assert (answer.status, b"<!DOCTYPE html>" in answer.body) == (200, True)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("assets/site.css", "text/css"),
        ("assets/site.js", "text/javascript; charset=utf-8"),
        ("assets/icon.svg", "image/svg+xml"),
        ("reports/contract-values.csv", "text/csv; charset=utf-8"),
        ("reports/contract-values.json", "application/json"),
        ("reports/contract-values.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("files.sha256", "text/plain; charset=utf-8"),
    ],
)
def test_file_goes_out_as_it_is_with_its_type(served: Serving, shown: Path, path: str, kind: str) -> None:
    answer = served.ask(f"/{path}")
    assert (answer.status, answer.body) == (200, (shown / path).read_bytes())
    assert answer.headers["Content-Type"] == kind
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    "name", ["example.org", "example.org:80", "127.0.0.1.example.org", "", "localhost.", "[::1]:1"]
)
def test_request_for_another_host_is_refused(served: Serving, name: str) -> None:
    answer = served.ask("/index.html", Host=name)
    assert (answer.status, b"critical" in answer.body.lower()) == (421, False)


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_request_for_this_machine_is_answered(served: Serving, name: str) -> None:
    assert served.ask("/index.html", Host=name).status == 200
    assert served.ask("/index.html", Host=f"{name}:{served.port}").status == 200
    assert served.ask("/index.html", "HEAD", Host=name).body == b""


@pytest.mark.parametrize(
    "path",
    [
        "/entities/",
        "/assets/search/",
        "/gone.html",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/entities/../../secret.txt",
        "//secret.txt",
        "/index.html%00.txt",
        "/index.html/",
        "/etc/passwd",
    ],
)
def test_nothing_but_files_of_the_site_is_given(served: Serving, path: str) -> None:
    answer = served.ask(path)
    assert answer.status in {403, 404}
    assert b"secret" not in answer.body.replace(path.encode(), b"")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_nothing_can_be_sent(served: Serving) -> None:
    assert {served.ask("/index.html", method).status for method in ("POST", "PUT", "DELETE")} == {501}


def test_only_this_machine_is_listened_to(served: Serving) -> None:
    with socket.socket() as other, pytest.raises(OSError, match="refused"):
        other.connect(("127.0.0.2", served.port))


def test_port_that_is_taken_is_told(served: Serving, shown: Path, offline: Warehouse) -> None:
    code, out, said = offline("serve", str(shown), "--port", str(served.port))
    assert (code, out) == (ExitCode.CONFIGURATION, "")
    assert f"cannot listen on 127.0.0.1:{served.port}: Address already in use" in said
    assert "Name another --port." in said


@pytest.mark.parametrize("held", [None, "index.html"])
def test_folder_without_a_site_is_told(offline: Warehouse, tmp_path: Path, held: str | None) -> None:
    folder = tmp_path / "none"
    if held:
        folder.mkdir()
        (folder / held).write_text("mine")
    code, _, said = offline("serve", str(folder), "--port", "0")
    assert code == ExitCode.USAGE
    assert f"{folder} does not hold a site" in said
    assert f'Make one: "warehouse publish {folder}".' in said


def leave_early(server: Serving, large: Path) -> None:
    """Ask for a file that fills every buffer, and go when it begins to come."""
    large.write_bytes(bytes(32_000_000))
    with socket.create_connection((HOST, server.port)) as browser:
        browser.sendall(f"GET /{large.name} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        assert browser.recv(15) == b"HTTP/1.0 200 OK"
        browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def test_site_published_anew_is_shown_at_once_until_an_interruption(
    databases: Databases, curated: str, shown: Path, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    shutil.copytree(shown, project / "site")
    with serving("--project", str(project), "serve") as server:
        assert server.ask("/reports/import-dependence.html").status == 404
        built(databases.dsn(curated), project / "site", "import-dependence")
        assert server.ask("/reports/import-dependence.html").status == 200
        assert server.ask("/reports/contract-values.html").status == 404
        leave_early(server, project / "site" / "large.csv")
        assert server.ask("/index.html%00").status == 404
        server.process.send_signal(signal.SIGINT)
        _, said = server.process.communicate(timeout=PATIENCE)
    assert server.process.returncode == ExitCode.DONE
    assert said == "Only this machine can reach it. Interrupt (Ctrl+C) to stop.\nStopped.\n"
