"""Tools for authors of migrations, in a checkout: draft a new migration, and lint the SQL of all with squawk."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from argparse import Namespace
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg

from warehouse.database import embedded
from warehouse.database.migrate import Limits, MigrationOptions, config, offline_sql, upgrade
from warehouse.database.revisions import list_revisions
from warehouse.errors import ConfigurationError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alembic.operations.ops import OpContainer
    from sqlalchemy.schema import SchemaItem

VERBS: Final = ("add", "alter", "backfill", "comment", "create", "drop", "rename")
"""The verbs that the name of a migration may begin with; a migration does one thing."""

DESCRIBED: Final = frozenset({"core", "ops"})
"""Schemas whose tables the migrations make."""

NOT_MIGRATED: Final = "alembic_version"
"""The table of ops that Alembic makes."""

LINE_LENGTH: Final = 120

RULES: Final = ".squawk.toml"
_STAMP: Final = "%Y%m%d_%H%M"
_WORDS: Final = re.compile("[a-z]+( [a-z]+)+")


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning of squawk about the SQL of a migration.

    Attributes:
        revision: The migration.
        line: The line of its SQL, from 1.
        rule: The name of the rule.
        message: What is wrong.
        hint: What to do instead; may be empty.
        statement: The beginning of that line, or of the next one that is not blank.
    """

    revision: str
    line: int
    rule: str
    message: str
    hint: str
    statement: str


def draft(migrations: Path, message: str) -> Path:
    """Write the file of a new migration from the template, and return its path.

    ``write_difference`` completes it.

    Args:
        migrations: The migrations folder of a checkout.
        message: What the migration does: a verb and an object, such as ``add unit of price``.

    Raises:
        UsageError: The message is not a valid name for a migration.
        ConfigurationError: The migrations belong to an installed package.
    """
    from alembic import command

    _require_checkout(migrations)
    words = " ".join(message.lower().replace("_", " ").split())
    if not _WORDS.fullmatch(words) or words.split()[0] not in VERBS:
        hint = f'Write a verb and an object, such as "add unit of price"; the verb is one of {", ".join(VERBS)}.'
        raise UsageError(f'"{message}" does not say what the migration does', hint=hint)
    newest = list_revisions(migrations)[-1].name
    made = config(migrations, None, MigrationOptions())
    made.set_main_option("truncate_slug_length", "100")
    made.cmd_opts = Namespace(quiet=True)
    script = command.revision(made, words[0].upper() + words[1:], rev_id=_after(newest, datetime.now(UTC)))
    if script is None or isinstance(script, list):
        raise ConfigurationError("Alembic wrote no migration", hint="Does migrations/env.py stand as it should?")
    return Path(script.path)


def write_difference(migrations: Path, path: Path) -> None:
    """Write into a new migration the SQL from the schema of the earlier ones to the tables of ``warehouse.model``.

    A direction that needs no statement stays as the template has it.

    Args:
        migrations: The migrations folder of a checkout.
        path: The file that ``draft`` wrote.
    """
    earlier = [revision.name for revision in list_revisions(migrations) if revision.path.name != path.name]
    text = path.read_text(encoding="utf-8")
    for statements in _difference(migrations, up_to=earlier[-1]):
        if statements:
            text = text.replace("raise NotImplementedError", f'op.execute("""\n{statements}""")', 1)
    path.write_text(text, encoding="utf-8")


def _difference(migrations: Path, *, up_to: str) -> tuple[str, str]:
    """Return the SQL from the schema of the migrations to the tables in ``warehouse.model``, and the SQL back.

    Check constraints on tables that exist already are not compared.
    """
    import sqlalchemy
    from alembic.autogenerate import produce_migrations
    from alembic.migration import MigrationContext

    from warehouse.model.tables import metadata

    def is_described(thing: SchemaItem, name: str | None, *_: object) -> bool:
        table = getattr(thing, "table", thing)
        return getattr(table, "schema", None) in DESCRIBED and name != NOT_MIGRATED

    with embedded.temporary() as server:
        upgrade(server.dsn, migrations, revision=up_to, conduct=MigrationOptions(say=lambda _: None, alone=True))
        engine = sqlalchemy.create_engine(
            "postgresql+psycopg://", creator=lambda: psycopg.connect(server.dsn), poolclass=sqlalchemy.NullPool
        )
        with engine.connect() as connection:
            options = {"include_schemas": True, "include_object": is_described}
            found = produce_migrations(MigrationContext.configure(connection, opts=options), metadata)
    assert found.upgrade_ops is not None  # noqa: S101 - for mypy: Alembic made them just now
    assert found.downgrade_ops is not None  # noqa: S101
    return _as_sql(found.upgrade_ops), _as_sql(found.downgrade_ops)


def _as_sql(container: OpContainer) -> str:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.operations.ops import OpContainer

    printed = StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql",
        dialect_opts={"paramstyle": "named"},
        opts={"as_sql": True, "output_buffer": printed, "literal_binds": True},
    )
    operations = Operations(context)

    def invoke(nested: OpContainer) -> None:
        for one in nested.ops:
            if isinstance(one, OpContainer):
                invoke(one)
            else:
                operations.invoke(one)

    invoke(container)
    lines = (line for line in printed.getvalue().splitlines() if line.strip())
    return "".join(f"{_on_two_lines(line)}\n" for line in lines)


def _on_two_lines(statement: str) -> str:
    """Break a long COMMENT statement before its text."""
    head, found, comment = statement.partition(" IS '")
    return statement if len(statement) <= LINE_LENGTH or not found else f"{head} IS\n    '{comment}"


def _after(newest: str, now: datetime) -> str:
    """Return the current minute as a revision, or the minute after the newest revision if that lies in the future."""
    stamp = now.strftime(_STAMP)
    if stamp > newest:
        return stamp
    return (datetime.strptime(newest, _STAMP).replace(tzinfo=UTC) + timedelta(minutes=1)).strftime(_STAMP)


def lint(migrations: Path) -> list[Warned]:
    """Lint the SQL of every migration but the first with squawk; the first locks nothing that anybody waits for.

    Args:
        migrations: The migrations folder of a checkout.

    Returns:
        The warnings, oldest migration first.

    Raises:
        ConfigurationError: squawk is not installed or fails, or the migrations belong to an installed package.
    """
    _require_checkout(migrations)
    program = _squawk()
    names = [revision.name for revision in list_revisions(migrations)]
    warned: list[Warned] = []
    with tempfile.TemporaryDirectory(prefix="warehouse-lint-") as folder:
        for before, name in pairwise(names):
            file = Path(folder) / f"{name}.sql"
            script = offline_sql(migrations, start=before, revision=name, alone=True)
            file.write_text(f"{'; '.join(Limits().statements)};\n{script}", encoding="utf-8")
            warned += _looked_at(program, file, migrations.parent / RULES)
    return warned


def _looked_at(program: str, file: Path, rules: Path) -> list[Warned]:
    command = [program, "--config", str(rules), "--reporter", "json", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - a program found by name
    try:
        found: Sequence[dict[str, object]] = json.loads(done.stdout or "[]")
    except json.JSONDecodeError as error:
        what = f"squawk ended with {done.returncode}: {(done.stderr or done.stdout).strip()[:300]}"
        raise ConfigurationError(what, hint=f"Is {rules} in order?") from error
    if done.returncode != 0 and not found:
        what = f"squawk ended with {done.returncode}: {done.stderr.strip()[:300]}"
        raise ConfigurationError(what, hint=f"Is {rules} in order?")
    lines = file.read_text(encoding="utf-8").splitlines()
    return [_warned(file.stem, one, lines) for one in found]


def _warned(revision: str, found: dict[str, object], lines: list[str]) -> Warned:
    line = int(str(found["line"]))
    message, hint = (" ".join(str(found.get(name) or "").split()) for name in ("message", "help"))
    statement = next((text.strip() for text in lines[line:] if text.strip()), "")
    return Warned(revision, line + 1, str(found["rule_name"]), message, hint, statement[:100])


def _squawk() -> str:
    """Return the path of squawk; look beside Python first, because a virtual environment has it there."""
    beside = Path(sys.executable).parent / "squawk"
    found = str(beside) if beside.is_file() else shutil.which("squawk")
    if found is None:
        hint = 'It comes with the tools of developers: run "make check", or install squawk-cli.'
        raise ConfigurationError("squawk is not installed here", hint=hint)
    return found


def _require_checkout(migrations: Path) -> None:
    if not (migrations.parent / "pyproject.toml").is_file():
        what = f"the migrations in {migrations} belong to an installed package and are not to be changed"
        raise ConfigurationError(what, hint="Work in a checkout of the warehouse's sources: see CONTRIBUTING.md there.")
