"""The migrations as they are written: names, order, and SQL that any PostgreSQL can run."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from tests.conftest import ROOT
from warehouse.database import migrate as upgrade
from warehouse.database.authoring import VERBS

if TYPE_CHECKING:
    from pathlib import Path

MIGRATIONS = ROOT / "migrations"
FILES = sorted((MIGRATIONS / "versions").glob("*.py"))
PAIRS = list(zip([None, *FILES], FILES, strict=False))
NAME = re.compile(r"(?P<revision>20[0-9]{6}_[0-9]{4})_(?P<verb>[a-z]+)(_[a-z]+)+")
FORBIDDEN = ("MERGE", "TRIGGER", "EXTENSION", "RULE", "ENUM", "SERIAL", "CONCURRENTLY", "TRUNCATE")


@pytest.fixture(scope="module")
def statements() -> list[str]:
    printed = io.StringIO()
    config = Config(output_buffer=printed)
    config.set_main_option("script_location", str(MIGRATIONS))
    command.upgrade(config, "head", sql=True)
    return split(printed.getvalue())


def split(sql: str) -> list[str]:
    """Give the statements without what stands in quotes and remarks, blanks made one."""
    code = re.sub(r"--[^\n]*", "", re.sub(r"'(?:[^']|'')*'", "''", sql))
    return [" ".join(statement.split()) for statement in code.split(";") if statement.strip()]


def forbidden(statements: list[str]) -> list[str]:
    words = {word for statement in statements for word in re.findall(r"[A-Z_]+", statement.upper())}
    return sorted(words & set(FORBIDDEN))


def crowded(statements: list[str]) -> list[str]:
    """Give each ALTER TABLE that adds a constraint and does something else too."""
    return [statement for statement in statements if _adds_constraint(statement) and "," in _outside(statement)]


def _adds_constraint(statement: str) -> bool:
    return statement.upper().startswith("ALTER TABLE") and "ADD CONSTRAINT" in statement.upper()


def _outside(statement: str) -> str:
    """Give what stands outside of all parentheses."""
    inner = re.compile(r"\([^()]*\)")
    while inner.search(statement):
        statement = inner.sub("", statement)
    return statement


def source(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {"__file__": str(path)}
    exec(compile(path.read_text(), path.name, "exec"), found)  # noqa: S102 - our own file
    return found


def test_there_is_one_head_and_it_is_the_newest_file() -> None:
    heads = ScriptDirectory(str(MIGRATIONS)).get_heads()
    assert heads == [FILES[-1].name[:13]]
    assert upgrade.head(MIGRATIONS) == heads[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_name_tells_when_and_what(path: Path) -> None:
    match = NAME.fullmatch(path.stem)
    assert match is not None
    assert match["verb"] in VERBS


@pytest.mark.parametrize(("before", "path"), PAIRS)
def test_revision_is_that_of_the_name_and_follows_the_file_before(before: Path | None, path: Path) -> None:
    found = source(path)
    assert found["revision"] == path.name[:13]
    assert found["down_revision"] == (before.name[:13] if before else None)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_migration_says_what_it_does_and_can_be_taken_back(path: Path) -> None:
    found = source(path)
    assert found["__doc__"]
    assert callable(found["upgrade"])
    assert callable(found["downgrade"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_migration_imports_nothing_of_the_warehouse(path: Path) -> None:
    imported = re.findall(r"^\s*(?:from|import)\s+([a-z_]+)", path.read_text(), re.MULTILINE)
    assert set(imported) <= {"alembic", "pathlib", "sqlalchemy"}


def test_migrations_use_nothing_that_is_not_portable(statements: list[str]) -> None:
    assert len(statements) > len(FILES)
    assert forbidden(statements) == []


@pytest.mark.parametrize(
    "statement",
    [
        "MERGE INTO a USING b ON true",
        "CREATE CONSTRAINT TRIGGER t",
        "create extension if not exists x",
        "CREATE TYPE a AS ENUM ()",
    ],
)
def test_what_is_not_portable_is_found_out(statement: str) -> None:
    assert forbidden(split(statement)) != []


def test_words_in_quotes_and_remarks_are_no_sql() -> None:
    assert forbidden(split("COMMENT ON TABLE a IS 'merge, it''s; trigger' -- TRUNCATE")) == []


def test_constraint_is_added_by_a_statement_of_its_own(statements: list[str]) -> None:
    assert crowded(statements) == []


@pytest.mark.parametrize(
    ("statement", "is_crowded"),
    [
        ("ALTER TABLE a ADD CONSTRAINT b CHECK (num_nonnulls(c, d) = 1)", False),
        ("ALTER TABLE a ADD COLUMN c int, ADD COLUMN d int", False),
        ("alter table a add constraint b check (c in (1, 2)), add column d int", True),
        ("ALTER TABLE a ADD COLUMN d int, ADD CONSTRAINT b UNIQUE (c, d)", True),
    ],
)
def test_crowded_statement_is_found_out(statement: str, is_crowded: bool) -> None:  # noqa: FBT001
    assert bool(crowded(split(statement))) == is_crowded


def test_every_table_constraint_is_named(statements: list[str]) -> None:
    tables = [statement for statement in statements if statement.startswith("CREATE TABLE")]
    bare = [statement for statement in tables if re.search(r", (PRIMARY KEY|UNIQUE|CHECK|FOREIGN KEY)\b", statement)]
    assert bare == []
    assert any("CONSTRAINT" in statement for statement in tables)
