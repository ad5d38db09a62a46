"""``warehouse mcp`` on the embedded server: an assistant has an account that only reads; the server goes with it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
import psycopg
import pytest

from tests.conftest import ROOT
from tests.homes import copied_home
from tests.waiting import until
from warehouse.database import embedded

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from mcp import Client

pytestmark = pytest.mark.slow

WHO = "SELECT session_user::text AS account, current_setting('is_superuser') AS is_superuser"


class Installed:
    """A project whose database lies on an embedded server of its own."""

    def __init__(self, project: Path, home: Path) -> None:
        self.home = home
        self._command = [sys.executable, "-m", "warehouse", "--project", str(project)]
        path = os.environ.get("PYTHONPATH", str(ROOT))
        self._environment = os.environ | {"WAREHOUSE_HOME": str(home), "PYTHONPATH": path}
        self._environment.pop("WAREHOUSE_DATABASE_URL", None)

    def run(self, *arguments: str) -> None:
        subprocess.run([*self._command, *arguments], check=True, capture_output=True, env=self._environment)

    @asynccontextmanager
    async def client(self) -> AsyncIterator[Client]:
        """Start ``warehouse mcp`` as an assistant does."""
        from mcp import Client, StdioServerParameters

        command, *arguments = [*self._command, "mcp"]
        server = StdioServerParameters(command=command, args=arguments, env=self._environment)
        async with Client(server, read_timeout_seconds=120) as client:
            yield client


@pytest.fixture
def installed(project: Path, made_home: Path) -> Iterator[Installed]:
    with copied_home(made_home) as home:
        yield Installed(project, home)


async def asked(client: Client, sql: str) -> tuple[bool, Any]:
    """Ask a query; give whether it failed, and the answer or the message."""
    result = await client.call_tool("query", {"sql": sql})
    text = result.content[0].text  # type: ignore[union-attr]
    return bool(result.is_error), text if result.is_error else result.structured_content


def test_assistant_asks_with_the_account_that_only_reads(installed: Installed) -> None:
    installed.run("db", "upgrade")
    installed.run("load")

    async def talk() -> None:
        async with installed.client() as client:
            answer = await client.call_tool("run_report", {"name": "contract-values", "params": {"currency": "KRW"}})
            assert answer.structured_content["bounds"]["rows"] == 4
            failed, found = await asked(client, WHO)
            assert (failed, found["rows"][0]["is_superuser"]) == (False, "off")
            account = found["rows"][0]["account"]
            with embedded.hold(installed.home) as server, psycopg.connect(server.dsn) as owner:
                assert owner.info.user != account
                assert owner.execute(
                    "SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s", [account]
                ).fetchone() == (False, False, False)
            for hostile, reason in (
                ("DELETE FROM mart.dim_date", "may only read"),
                ("SELECT key AS a FROM core.entities", "permission denied for schema core"),
                ("SELECT pg_read_file('/etc/passwd') AS a", "permission denied"),
                ("SELECT query_to_xml('DELETE FROM mart.dim_date', true, false, '')::text AS a", ""),
            ):
                failed, message = await asked(client, hostile)
                assert failed, hostile
                assert reason in message
            failed, found = await asked(client, "SELECT count(*) AS number FROM dim_date")
            assert not failed
            assert int(found["rows"][0]["number"]) > 0

    anyio.run(talk)
    until(lambda: not embedded.status(installed.home).running)  # it stops with the last one who uses it
    anyio.run(talk)  # with the account that the first assistant made


def test_assistant_is_told_that_nothing_is_loaded_yet(installed: Installed) -> None:
    async def talk() -> None:
        async with installed.client() as client:
            for _ in range(2):
                failed, message = await asked(client, WHO)
                assert failed
                assert "db upgrade" in message

    anyio.run(talk)
