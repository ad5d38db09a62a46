"""Work on migrations: a new file follows the house rules, and squawk finds what would lock or lose."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from warehouse.database.authoring import draft, lint, write_difference
from warehouse.database.revisions import list_revisions, revision_of
from warehouse.errors import ConfigurationError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str], None]


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """Give a copy of the migrations in what looks like a checkout."""
    shutil.copytree(ROOT / "migrations", tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", ".squawk.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path / "migrations"


def test_draft_is_named_by_the_minute_and_follows_the_newest(migrations: Path) -> None:
    newest = list_revisions(migrations)[-1].name
    path = draft(migrations, "Add unit_of price")
    made = revision_of(path)
    assert path.parent == migrations / "versions"
    assert made.slug == "add_unit_of_price"
    assert re.fullmatch("20[0-9]{6}_[0-9]{4}", made.name)
    assert made.name > newest
    text = path.read_text()
    assert text.startswith('"""Add unit of price.\n')
    assert f'revision = "{made.name}"\ndown_revision = "{newest}"\n' in text
    assert "squawk" in text
    second = draft(migrations, "drop unit of price")
    assert revision_of(second).name > made.name
    compile(text, path.name, "exec")


@pytest.mark.parametrize("message", ["unit of price", "add", "add a1", "", "improve speed", "add unit; drop it"])
def test_draft_wants_a_verb_and_an_object(migrations: Path, message: str) -> None:
    with pytest.raises(UsageError, match="does not say what the migration does") as caught:
        draft(migrations, message)
    assert "add, alter, backfill, comment, create, drop, rename" in caught.value.hint


def test_migrations_of_an_installed_package_are_left_alone(migrations: Path) -> None:
    (migrations.parent / "pyproject.toml").unlink()
    for work in (lambda: draft(migrations, "add unit of price"), lambda: lint(migrations)):
        with pytest.raises(ConfigurationError, match="belong to an installed package"):
            work()


def test_digest_covers_the_file_and_the_sql_beside_it(migrations: Path) -> None:
    first = list_revisions(migrations)[0]
    seen = {first.sha256}
    for path in (first.path, first.path.with_suffix(".sql")):
        path.write_text(path.read_text() + "\n")
        seen.add(first.sha256)
    assert len(seen) == 3


def test_digest_of_what_the_first_migration_replaced_is_known(migrations: Path) -> None:
    first = list_revisions(migrations)[0]
    (replaced,) = first.known_digests - {first.sha256}
    assert re.fullmatch("[0-9a-f]{64}", replaced)
    later = revision_of(draft(migrations, "add unit of price"))
    assert later.known_digests == {later.sha256}


@pytest.mark.slow
def test_draft_where_tables_and_migrations_agree_is_the_template(migrations: Path) -> None:
    path = draft(migrations, "add unit of price")
    template = path.read_text()
    write_difference(migrations, path)
    assert path.read_text() == template
    assert template.count("raise NotImplementedError") == 2


@pytest.fixture
def write(migrations: Path) -> Write:
    """Give what adds a migration that runs a statement."""

    def add(statement: str) -> None:
        path = draft(migrations, "alter something")
        text = path.read_text()
        body = f"op.execute({statement!r})"
        path.write_text(text.replace("raise NotImplementedError", body, 1))

    return add


@pytest.mark.slow
def test_migrations_are_clean() -> None:
    assert lint(ROOT / "migrations") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("ALTER TABLE core.facts ALTER COLUMN note SET NOT NULL", "adding-not-nullable-field"),
        ("ALTER TABLE core.facts ALTER COLUMN note TYPE varchar(9)", "changing-column-type"),
        ("ALTER TABLE core.facts DROP COLUMN note", "ban-drop-column"),
        ("ALTER TABLE core.facts ADD CONSTRAINT a CHECK (note <> '')", "constraint-missing-not-valid"),
        ("ALTER TABLE core.facts RENAME COLUMN note TO remark", "renaming-column"),
    ],
)
def test_lock_or_loss_is_found(migrations: Path, write: Write, statement: str, rule: str) -> None:
    write(statement)
    found = [warned for warned in lint(migrations) if warned.rule == rule]
    assert [warned.statement for warned in found] == [f"{statement};"]
    assert found[0].revision == list_revisions(migrations)[-1].name
    assert found[0].message


@pytest.mark.slow
def test_excused_rule_and_rules_that_do_not_apply_are_passed_over(migrations: Path, write: Write) -> None:
    write("-- squawk-ignore ban-drop-column\nALTER TABLE core.facts DROP COLUMN note")
    write("CREATE INDEX a ON core.facts (note); CREATE TABLE ops.counts (number INTEGER)")
    assert lint(migrations) == []


@pytest.mark.slow
def test_broken_rules_are_told(migrations: Path, write: Write) -> None:
    write("ALTER TABLE core.facts DROP COLUMN note")
    (migrations.parent / ".squawk.toml").write_text("excluded_rules = 7")
    with pytest.raises(ConfigurationError, match="squawk ended with"):
        lint(migrations)


def test_missing_squawk_is_told(migrations: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigurationError, match="squawk is not installed here") as caught:
        lint(migrations)
    assert "squawk-cli" in caught.value.hint
