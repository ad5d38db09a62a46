"""LibreOffice Base reads the mart with its own PostgreSQL driver, and shows the comments."""

from __future__ import annotations

import json
import subprocess
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.clients.programs import command, missing
from tests.clients.questions import SUMS
from tests.conftest import ROOT
from tests.waiting import PATIENCE
from warehouse.mart.objects import list_objects

pytestmark = [pytest.mark.slow, pytest.mark.clients]

PYTHON = "/usr/bin/python3"
"""Debian's Python, for which python3-uno brings LibreOffice's module."""


def test_own_driver_reads_values_and_shows_all_comments(reader: str, tmp_path: Path) -> None:
    soffice = command("soffice")
    if subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode:
        missing("there is no module uno: it comes with Debian's python3-uno")
    parts, pipe = conninfo_to_dict(reader), f"minerals-{uuid4().hex[:8]}"
    address = f"host={parts['host']} port={parts['port']} dbname={parts['dbname']}"
    flags = ["--headless", "--invisible", "--norestore", f"-env:UserInstallation=file://{tmp_path}/profile"]
    office = subprocess.Popen([soffice, *flags, f"--accept=pipe,name={pipe};urp;"], cwd=tmp_path)
    try:
        script = Path(__file__).with_name("office.py")
        asked = [PYTHON, str(script), pipe, address, str(parts["user"]), str(parts["password"])]
        done = subprocess.run(asked, capture_output=True, text=True, timeout=PATIENCE, check=False)
    finally:
        office.terminate()
        office.wait()
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    [header] = [each.header for each in list_objects(ROOT / "sql") if each.name == "money_krw"]
    assert told["objects"] == [["money_krw", header.grain]]
    assert dict(told["columns"]) == {name: column.comment for name, column in header.columns.items()}
    sums = [(agreement, Decimal(contract) if contract else None) for agreement, contract in told["sums"]]
    assert sums == [(each.agreement, each.contract) for each in SUMS]
