"""The curated seeds as one file of each format, written once, and the database that they show."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.conftest import ROOT
from warehouse.exports.duckdb import DuckdbFile
from warehouse.exports.single_file import export
from warehouse.exports.sqlite import SqliteFile
from warehouse.mart.objects import list_objects
from warehouse.reports.definition import list_reports

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Databases
    from warehouse.exports.single_file import Content, SingleFile

FORMS: dict[str, type[SingleFile]] = {"minerals.db": SqliteFile, "minerals.duckdb": DuckdbFile}


@pytest.fixture(scope="session")
def shared(databases: Databases, curated: str) -> Iterator[psycopg.Connection]:
    """Give a connection to a copy of the curated seeds, on which nothing is ever committed."""
    with databases.copy(curated, f"{curated}_exported") as dsn, closing(psycopg.connect(dsn)) as connection:
        yield connection


@pytest.fixture(scope="session")
def exported(shared: psycopg.Connection, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Content]]:
    """Write a file of each format; give their folder, and what each holds by its name."""
    folder = tmp_path_factory.mktemp("exported")
    objects, reports = list_objects(ROOT / "sql"), list_reports(ROOT / "sql")
    contents = {name: export(shared, objects, reports, folder / name, form) for name, form in FORMS.items()}
    return folder, contents


@pytest.fixture
def source(shared: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """Give the database that the files show."""
    yield shared
    shared.rollback()
