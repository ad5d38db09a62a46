"""No command prints a password, whatever goes wrong: not in errors, not with -v, not in a bug, not in what it shows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from warehouse.cli.app import run
from warehouse.errors import ExitCode
from warehouse.settings import holds_secret, masked

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

CANARY = "Canary-7b3f"
OTHER = "Canary-9d1e"

ADDRESSES = [
    f"postgresql://me:{CANARY}@127.0.0.1:1/x",
    f"postgresql://me:{CANARY}@127.0.0.1:1/x?connect_timeout=soon",
    f"postgresql://me:{CANARY}@127.0.0.1:1/x?colour=red",
    f"postgresql://me:{CANARY}@127.0.0.1:1/x?sslmode=perhaps",
    f"postgresql://me:{CANARY}@127.0.0.1:1/x?sslmode=verify-full&sslrootcert=/nowhere",
    f"postgresql://me@127.0.0.1:1/x?password={CANARY}&sslpassword={OTHER}",
    f"postgresql://me@127.0.0.1:1/x?%70assword={CANARY}",
    f"postgresql://me:{CANARY}@127.0.0.1:five/x",
    f"postgresql://me:{CANARY}@127.0.0.1:99999/x",
    f"postgresql://me:{CANARY}%zz@127.0.0.1:1/x",
    f"postgresql://me:{CANARY}%00@127.0.0.1:1/x",
    f"postgresql://me:{CANARY}@{OTHER}@127.0.0.1:1/x",
    f"postgresql://me:{CANARY}/{OTHER}@127.0.0.1:1/x",
    f"postgresql://me:1/{CANARY}@127.0.0.1:1/x",
    f"postgresql://me:{CANARY}#{OTHER}@127.0.0.1:1/x",
    f"postgresql://me:{CANARY}?{OTHER}@127.0.0.1:1/x",
    f"postgresql://me:{CANARY} {OTHER}@127.0.0.1:1/x",
    f"postgres://me:{CANARY}@[::1:1/x",
    f"mysql://me:{CANARY}@127.0.0.1/x",
    f"host=127.0.0.1 port=1 dbname=x user=me password={CANARY}",
    f"host=127.0.0.1 port=1 password='{CANARY} {OTHER}",
    f"host=127.0.0.1 port=1 password='{CANARY} {OTHER}' dbname=x nonsense",
    f"host=127.0.0.1 port=1 pasword={CANARY}",
]
COMMANDS = [
    ["load"],
    ["-v", "plan"],
    ["report", "run", "import-dependence"],
    ["db", "status"],
    ["db", "upgrade"],
    ["db", "psql", "--", "-c", "SELECT 1"],
    ["db", "dsn", "--reader"],
    ["config", "show"],
    ["config", "show", "--format", "json"],
    ["--log-format", "json", "check"],
]


def quiet_about_secrets(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = run(arguments)
    printed = capsys.readouterr()
    said = printed.out + printed.err
    assert CANARY not in said
    assert OTHER not in said
    return code, said


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_failure_echoes_the_password_of_an_address(
    project: Path, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    for command in COMMANDS:
        code, _ = quiet_about_secrets(capsys, "--project", str(project), "--database", address, *command)
        assert code != ExitCode.BUG, (command, address)


@pytest.mark.parametrize("address", ADDRESSES[:3])
@pytest.mark.parametrize("command", [["{}"], ["load", "{}"], ["--databse", "{}"], ["publish", "{}"], ["runs", "{}"]])
def test_an_address_in_the_wrong_place_is_masked(
    project: Path, capsys: pytest.CaptureFixture[str], command: list[str], address: str
) -> None:
    words = [word.format(address) for word in command]
    code, _ = quiet_about_secrets(capsys, "--project", str(project / "seeds"), "--database", ADDRESSES[0], *words)
    assert code != ExitCode.DONE


def test_wrong_password_and_wrong_database(server_dsn: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for change in ({"password": CANARY}, {"password": CANARY, "dbname": "no_such"}, {"user": "no_one"}):
        parts = {"password": CANARY, **conninfo_to_dict(server_dsn), **change}
        address = make_conninfo("", **{name: value for name, value in parts.items() if value is not None})
        code, said = quiet_about_secrets(capsys, "--project", str(project), "--database", address, "-v", "check")
        assert code in {ExitCode.PERMISSION, ExitCode.CONFIGURATION}, said


@pytest.mark.parametrize("traced", ["", "1"])
def test_a_bug_that_holds_an_address_is_told_without_its_password(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, traced: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError(f"no way to {ADDRESSES[0]} or password={CANARY}")

    monkeypatch.setenv("WAREHOUSE_TRACEBACK", traced)
    monkeypatch.setattr("warehouse.database.connect.connect", broken)
    code, said = quiet_about_secrets(capsys, "--project", str(project), "--database", ADDRESSES[0], "load")
    assert code == ExitCode.BUG
    assert "ZeroDivisionError: no way to postgresql://me:***@127.0.0.1:1/x or password=***" in said
    assert ("Traceback" in said) == bool(traced)


def test_a_password_on_the_command_line_is_warned_of_once(
    offline: Warehouse, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    warning = "the password in --database can be seen"
    for address in (ADDRESSES[0], ADDRESSES[5], ADDRESSES[6], ADDRESSES[19]):
        _, _, said = offline("--quiet", "--database", address, "db", "dsn")
        assert said.count(warning) == 1, address
    for address in ("postgresql://me@127.0.0.1:1/x", "service=minerals", "host=a dbname=b user=c"):
        assert offline("--database", address, "db", "dsn") == (ExitCode.DONE, f"{address}\n", "")
    monkeypatch.setenv("WAREHOUSE_DATABASE_URL", ADDRESSES[0])
    assert run(["db", "dsn"]) == ExitCode.DONE
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == (f"{ADDRESSES[0]}\n", "")


def test_a_password_in_the_file_is_refused_without_being_shown(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for address in ADDRESSES:
        if not holds_secret(address):
            continue
        (project / "warehouse.toml").write_text(f"\ndatabase = {json.dumps(address)}\n")
        code, said = quiet_about_secrets(capsys, "--project", str(project), "load")
        assert code == ExitCode.CONFIGURATION, address
        assert f'{project / "warehouse.toml"}:2:1: "database" holds a password' in said
        assert "PGPASSFILE" in said


PASSWORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12).map(lambda text: f"§{text}§")


@given(PASSWORDS)
def test_no_form_of_a_password_comes_through_the_mask(password: str) -> None:
    from urllib.parse import quote

    for address in (
        f"postgresql://me:{quote(password, safe='')}@db.example.org/x",
        f"postgresql://db.example.org/x?password={quote(password, safe='')}",
        make_conninfo(host="db.example.org", user="me", password=password, dbname="x"),
    ):
        assert holds_secret(address)
        assert "§" not in masked(f"cannot reach {address}")
        assert quote(password, safe="") not in masked(f"cannot reach {address}")


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://me@db.example.org:5432/minerals?sslmode=verify-full",
        "host=db.example.org dbname=minerals user=me passfile=/run/secrets/pgpass",
        "service=minerals",
        'the check "password" found nothing',
        "seeds/x.yaml:3:1  a citation names document#paragraph",
    ],
)
def test_what_holds_no_password_is_left_as_it_is(text: str) -> None:
    assert not holds_secret(text)
    assert masked(text) == text
