"""The address that is called: what it gets, what a stubborn one costs, and that nothing of it is shown."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tests.waiting import PATIENCE
from warehouse.errors import UsageError
from warehouse.integrations.monitoring import Outcome, Ping

if TYPE_CHECKING:
    from collections.abc import Iterator

DONE = Outcome("load", "/srv/minerals", 0, 1000.0, 2.5, run_id=7, is_unchanged=True, rows={"added": 0}, facts=318)
FAILED = Outcome("load", "/srv/minerals", 69, 2000.0, 0.5, message="no server", hint="Is it running?")


class Watcher(ThreadingHTTPServer):
    """A service on the loopback address that notes what it is told, and answers as it is told to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Noting)
        self.calls: list[tuple[str, str, dict[str, str], bytes]] = []
        self.answers = [200]
        self.go_on = threading.Event()
        self.is_slow = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Noting(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        watcher = self.server
        assert isinstance(watcher, Watcher)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        watcher.calls.append((self.command, self.path, dict(self.headers), body))
        if watcher.is_slow:
            watcher.go_on.wait(PATIENCE)
            return
        code = watcher.answers.pop(0) if len(watcher.answers) > 1 else watcher.answers[0]
        self.send_response(code)
        if code == 302:
            self.send_header("Location", f"{watcher.url}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST  # noqa: N815 - as the base class calls it

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def watcher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watcher]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    made = Watcher()
    thread = threading.Thread(target=made.serve_forever, args=[0.01])
    thread.start()
    yield made
    made.go_on.set()
    made.shutdown()
    thread.join()
    made.server_close()


def test_success_is_posted_to_the_address_itself(watcher: Watcher) -> None:
    assert Ping.parse(f"{watcher.url}/ping/abc?rid=1").send(DONE) is None
    [(method, path, headers, body)] = watcher.calls
    assert (method, path, headers["Content-Type"]) == ("POST", "/ping/abc?rid=1", "application/json")
    told = json.loads(body)
    assert (told["outcome"], told["exit_code"], told["run_id"], told["facts"]) == ("unchanged", 0, 7, 318)


@pytest.mark.parametrize("path", ["/ping/abc", "/ping/abc/"])
def test_failure_is_posted_behind_the_path(watcher: Watcher, path: str) -> None:
    assert Ping.parse(f"{watcher.url}{path}?rid=1").send(FAILED) is None
    [(_, called, _, body)] = watcher.calls
    assert called == "/ping/abc/fail?rid=1"
    told = json.loads(body)
    assert (told["outcome"], told["message"], told["hint"]) == ("unreachable", "no server", "Is it running?")


def test_account_is_shown_to_the_service_and_to_nobody_else(watcher: Watcher) -> None:
    watcher.answers = [500]
    host = watcher.url.removeprefix("http://")
    said = Ping.parse(f"http://me:hush%21@{host}/secret-path").send(DONE) or ""
    assert [headers["Authorization"] for _, _, headers, _ in watcher.calls] == ["Basic bWU6aHVzaCE="] * 2
    assert said == f"{host} could not be called with the outcome: it answered 500"


def test_it_is_tried_once_more(watcher: Watcher) -> None:
    watcher.answers = [503, 200]
    assert Ping.parse(watcher.url).send(DONE) is None
    assert len(watcher.calls) == 2


def test_redirect_is_not_followed(watcher: Watcher) -> None:
    watcher.answers = [302]
    assert "answered 302" in (Ping.parse(f"{watcher.url}/a").send(DONE) or "")
    assert {path for _, path, _, _ in watcher.calls} == {"/a"}


def test_service_that_does_not_answer_is_left(watcher: Watcher) -> None:
    watcher.is_slow = True
    assert "could not be called" in (Ping.parse(watcher.url).send(DONE, patience=0.1) or "")
    watcher.go_on.set()


def test_nobody_there() -> None:
    assert "127.0.0.1:9 could not be called with the outcome" in (
        Ping.parse("http://127.0.0.1:9/secret-path").send(DONE) or ""
    )


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/b",
        "file:///etc/passwd",
        "hc.example.org/x",
        "http://",
        "http://:80/",
        "https://[::1/x",
        "https://a.example:port/x",
        "https://a.example/x y",
        "https://a.example/x\r\nHost: b",
        "",
    ],
)
def test_other_addresses_are_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(UsageError) as refused:
        Ping.parse(url)
    assert url not in refused.value.what or not url
