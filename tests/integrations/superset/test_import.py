"""The bundle imports into a real Superset, and every chart draws.

Superset lives in an environment of its own, as it needs an older SQLAlchemy; WAREHOUSE_SUPERSET names its command.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.clients.programs import command
from tests.conftest import ROOT
from tests.database.accounts import furnished_copy
from warehouse.cli.export import write_bundle
from warehouse.database.connect import forms
from warehouse.integrations.superset.bundle import TITLE
from warehouse.integrations.superset.charts import CHARTS
from warehouse.mart.objects import list_objects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Databases

pytestmark = [pytest.mark.slow, pytest.mark.clients]
ADMIN = "admin"
SETTINGS = """
SECRET_KEY = "of a test alone, and of a database that goes with it"
SQLALCHEMY_DATABASE_URI = "sqlite:///{folder}/superset.db?check_same_thread=false"
CACHE_CONFIG = DATA_CACHE_CONFIG = {{"CACHE_TYPE": "SimpleCache"}}
FILTER_STATE_CACHE_CONFIG = EXPLORE_FORM_DATA_CACHE_CONFIG = {{"CACHE_TYPE": "SimpleCache"}}
WTF_CSRF_ENABLED = TALISMAN_ENABLED = False
"""


@pytest.fixture(scope="module")
def reader(databases: Databases, curated: str, server_dsn: str) -> Iterator[str]:
    """Give the address of the curated seeds for an account that only reads, as Superset takes it."""
    with furnished_copy(databases, curated, server_dsn) as site:
        [given] = [form.text for form in forms(site.address("reader")) if "Superset" in form.client]
        yield given


@pytest.fixture(scope="module")
def answers(reader: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Import the bundle twice, as folder and as zip, and give what came of it."""
    folder = tmp_path_factory.mktemp("superset")
    (folder / "settings.py").write_text(SETTINGS.format(folder=folder))
    for goal in ("bundle", "bundle.zip"):
        write_bundle(list_objects(ROOT / "sql"), folder / goal, reader)
    environment = {**os.environ, "SUPERSET_CONFIG_PATH": str(folder / "settings.py"), "FLASK_APP": "superset"}
    account = ["--username", ADMIN, "--firstname", ADMIN, "--lastname", ADMIN, "--email", "admin@example.org"]
    superset = command("superset")
    for arguments in (
        ["db", "upgrade"],
        ["fab", "create-admin", *account, "--password", ADMIN],
        ["init"],
        ["import-directory", str(folder / "bundle"), "-o"],
    ):
        subprocess.run([superset, *arguments], env=environment, cwd=folder, check=True, capture_output=True)
    what: list[str | Path] = [folder / "bundle.zip", ADMIN, ADMIN, folder / "answers.json"]
    script = [superset.with_name("python"), Path(__file__).with_name("draw.py"), *what]
    subprocess.run(script, env=environment, cwd=folder, check=True, capture_output=True)
    held: dict[str, Any] = json.loads((folder / "answers.json").read_text())
    return held


def test_bundle_is_imported(answers: dict[str, Any]) -> None:
    assert answers["import"] == {"message": "OK"}
    assert {name: sorted(charts) for name, charts in answers["dashboards"].items()} == {
        TITLE: sorted(chart.name for chart in CHARTS)
    }


def test_datasets_are_what_superset_reads_from_the_database(answers: dict[str, Any]) -> None:
    assert {name: each["held"] for name, each in answers["datasets"].items()} == {
        name: each["seen"] for name, each in answers["datasets"].items()
    }


@pytest.mark.parametrize("name", [chart.name for chart in CHARTS])
def test_chart_draws(name: str, answers: dict[str, Any]) -> None:
    drawn = answers["charts"][name]
    assert (drawn["status"], drawn["error"], drawn["rejected"]) == (200, None, [])
    assert drawn["rows"]
