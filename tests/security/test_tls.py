"""TLS as libpq does it: what the address, the environment or a service file asks for is held, and failures say so."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.security.encryption import Encrypted, certificate
from warehouse.cli.app import run
from warehouse.database import embedded
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl to make a certificate with"),
]

ARRIVED = 'Run "warehouse db upgrade"'
"""What a command says that was let in: the database it asks holds no warehouse."""


@dataclass(frozen=True)
class Scene:
    """A server behind TLS, the root that proves it, and one that does not."""

    server: Encrypted
    root: Path
    other: Path


@pytest.fixture(scope="module")
def scene(server_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("certificates")
    root, key = certificate(folder, "server")
    other, _ = certificate(folder, "other")
    with closing(Encrypted(server_dsn, root, key)) as server:
        yield Scene(server, root, other)


class Asking:
    """A command that connects, with an environment of its own."""

    def __init__(self, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch = patch
        self._capsys = capsys

    def __call__(self, address: str, **environ: str) -> tuple[int, str]:
        with self._patch.context() as patch:
            for name, value in {"WAREHOUSE_DATABASE_URL": address, **environ}.items():
                patch.setenv(name, value)
            code = run(["check"])
        return code, self._capsys.readouterr().err


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Asking:
    return Asking(monkeypatch, capsys)


def test_server_is_proven_by_the_right_root(scene: Scene, ask: Asking) -> None:
    before = scene.server.sessions
    code, said = ask(scene.server.address(sslmode="verify-full", sslrootcert=str(scene.root)))
    assert (code, ARRIVED in said) == (ExitCode.CONFIGURATION, True), said
    assert scene.server.sessions == before + 1


def test_the_environment_asks_for_it_too(scene: Scene, ask: Asking) -> None:
    address = scene.server.address()
    code, said = ask(address, PGSSLMODE="verify-full", PGSSLROOTCERT=str(scene.other))
    assert (code, "certificate verify failed" in said) == (ExitCode.CONFIGURATION, True), said
    code, said = ask(address, PGSSLMODE="verify-full", PGSSLROOTCERT=str(scene.root))
    assert ARRIVED in said


def test_a_service_file_asks_for_it_too(scene: Scene, ask: Asking, tmp_path: Path) -> None:
    parts = {**conninfo_to_dict(scene.server.address()), "sslmode": "verify-full"}
    lines = "".join(f"{name}={value}\n" for name, value in parts.items())
    services = tmp_path / "services.conf"
    services.write_text(f"[right]\n{lines}sslrootcert={scene.root}\n\n[wrong]\n{lines}sslrootcert={scene.other}\n")
    assert ARRIVED in ask("service=right", PGSERVICEFILE=str(services))[1]
    code, said = ask("service=wrong", PGSERVICEFILE=str(services))
    assert (code, "certificate verify failed" in said) == (ExitCode.CONFIGURATION, True), said


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"sslrootcert": "{other}"}, "certificate verify failed"),
        ({"sslrootcert": "/nowhere.crt"}, 'root certificate file "/nowhere.crt" does not exist'),
        ({"sslrootcert": "{root}", "host": "localhost"}, "does not match host name"),
    ],
)
def test_another_root_or_name_is_refused_and_said(
    scene: Scene, ask: Asking, options: dict[str, str], reason: str
) -> None:
    given = {name: value.format(root=scene.root, other=scene.other) for name, value in options.items()}
    code, said = ask(scene.server.address(sslmode="verify-full", **given))
    assert code == ExitCode.CONFIGURATION, said
    assert reason in said
    assert "Correct sslmode and sslrootcert" in said


def test_server_without_tls_is_refused_where_it_is_asked_for(server_dsn: str, ask: Asking) -> None:
    code, said = ask(make_conninfo(server_dsn, sslmode="require"))
    assert code == ExitCode.CONFIGURATION
    assert "server does not support SSL, but SSL was required" in said


def test_embedded_server_does_not_heed_what_is_meant_for_others(
    scene: Scene, ask: Asking, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("embedded")
    home.chmod(0o755)
    code, said = ask("", WAREHOUSE_HOME=str(home / "home"), PGSSLMODE="verify-full", PGSSLROOTCERT=str(scene.other))
    embedded.stop(home / "home")
    shutil.rmtree(embedded.status(home / "home").home)  # as root it lies elsewhere
    assert (code, ARRIVED in said) == (ExitCode.CONFIGURATION, True), said
