"""What ``warehouse serve`` gives away: the files of one folder, to whoever asks this machine for itself."""

from __future__ import annotations

import http.client
import threading
from typing import TYPE_CHECKING

import pytest

from tests.waiting import PATIENCE
from warehouse.publish.output import ABOUT
from warehouse.publish.serve import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    (tmp_path / "secret.txt").write_text("Canary-7b3f")
    site = tmp_path / "site"
    (site / "reports").mkdir(parents=True)
    for name in ("index.html", ABOUT):
        (site / name).write_text("{}")
    with server(site, 0) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield int(serving.server_address[1])
        serving.shutdown()
        thread.join()


def asked(port: int, path: str, host: str = "127.0.0.1") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", f"{host}:{port}")
    connection.endheaders()
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/reports/../../secret.txt",
        "//secret.txt",
        "/..%2fsecret.txt",
        "/reports/",
    ],
)
def test_nothing_outside_the_folder_and_no_listing(port: int, path: str) -> None:
    assert asked(port, "/index.html") == (200, "{}")
    status, text = asked(port, path)
    assert status in {301, 403, 404}
    assert "Canary" not in text


@pytest.mark.parametrize("host", ["evil.example.org", "127.0.0.1.evil.example.org", ""])
def test_a_page_from_elsewhere_cannot_ask_by_its_own_name(port: int, host: str) -> None:
    status, text = asked(port, "/index.html", host)
    assert (status, "{}" in text) == (421, False)
