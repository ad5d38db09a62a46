"""The tables of ``core``, ``history`` and ``ops`` as SQLAlchemy metadata, for Alembic's tools and for tests.

Input: the tables that the shapes describe. Output: ``metadata`` (all tables), ``LOAD_ORDER`` (the tables of ``core``,
parents before children) and ``HISTORY`` (for each of them, the table of its earlier versions).
A test compares them with what the migrations make. This is the only module of the model that imports SQLAlchemy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Integer,
    MetaData,
    Numeric,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSTZRANGE

from warehouse.model import core
from warehouse.model.fields import one_of
from warehouse.vocabulary import BOOKKEEPING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.schema import SchemaItem

    from warehouse.model import fields

metadata: Final = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    }
)

TYPES: Final[Mapping[str, Any]] = {
    "boolean": Boolean,
    "date": Date,
    "integer": Integer,
    "numeric": Numeric,
    "text": Text,
    "text[]": ARRAY(Text),
    "uuid": Uuid,
}
"""The types of SQLAlchemy, by their names in PostgreSQL."""


def stated(table: Table) -> list[Column[Any]]:
    """Return the columns of a table of ``core`` that the seeds fill."""
    return [column for column in table.columns if column.name not in BOOKKEEPING and column.computed is None]


def _core_table(table: core.Table) -> Table:
    items: list[SchemaItem] = [_column(column, table.key) for column in table.columns]
    items += [_unique(column) for column in table.columns if column.unique]
    items += [CheckConstraint(check.condition, name=check.name) for check in table.checks]
    items += [_term_key(table.name, *pair) for pair in table.term_keys]
    for column in table.columns:
        if column.scheme:
            items += _word(table.name, column)
    return Table(table.name, metadata, *items, *_bookkeeping(), schema="core", comment=table.grain)


def _column(column: fields.Column, key: tuple[str, ...]) -> Column[Any]:
    references = [ForeignKey(f"core.{column.refers}")] if column.refers else []
    return Column(
        column.name,
        TYPES[column.sql_type],
        *references,
        primary_key=column.name in key,
        nullable=not column.is_required,
        comment=column.comment,
    )


def _word(table: str, column: fields.Column) -> list[SchemaItem]:
    """Return the foreign key of a column that holds a word, and the computed column that it needs."""
    computed = Computed(f"'{column.scheme}'::text", persisted=True)
    comment = f"Scheme of the word in {column.name}, computed for the foreign key"
    scheme = Column(f"{column.name}_scheme", Text, computed, nullable=False, comment=comment)
    return [scheme, _term_key(table, f"{column.name}_scheme", column.name)]


def _term_key(table: str, scheme: str, key: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint([scheme, key], ["core.terms.scheme", "core.terms.key"], name=f"{table}_{key}_fkey")


def _unique(column: fields.Column) -> UniqueConstraint:
    if column.unique == "transaction":
        return UniqueConstraint(column.name, deferrable=True, initially="DEFERRED")
    return UniqueConstraint(column.name)


def _bookkeeping() -> list[Column[Any]]:
    return [
        Column(
            "seed_file", Text, comment="Seed file that says so, below the seeds folder; NULL: no load wrote the row"
        ),
        Column("seed_line", Integer, comment="Line of that file when the row was written; NULL: no load wrote the row"),
        Column(
            "loaded_digest",
            BigInteger,
            comment="Hash of the row's values as a load wrote them; where it differs, somebody edited the row by hand",
        ),
        Column(
            "system_from",
            DateTime(timezone=True),
            nullable=False,
            server_default=text("now()"),
            comment="Since when the warehouse says so",
        ),
    ]


def _history_of(table: Table) -> Table:
    keys = [*(column.name for column in table.primary_key), "system_from"]
    # A version may be older than a column, so a column that is NOT NULL today can be NULL here.
    same = [
        Column(column.name, column.type, nullable=column.name not in keys, comment=column.comment)
        for column in table.columns
        if column.computed is None
    ]
    return Table(
        table.name,
        metadata,
        *same,
        Column("system_to", DateTime(timezone=True), nullable=False, comment="Until when the warehouse said so"),
        Column(
            "system_during",
            TSTZRANGE,
            Computed("tstzrange(system_from, system_to)", persisted=True),
            comment="When the warehouse said so: from system_from, until just before system_to",
        ),
        Column("opened_by", BigInteger, comment="Run of the load that wrote this version; NULL: no load wrote it"),
        Column("closed_by", BigInteger, nullable=False, comment="Run of the load that changed or retired it"),
        PrimaryKeyConstraint(*keys),
        schema="history",
        comment=f"One row per earlier version of a row of core.{table.name}",
    )


LOAD_ORDER: Final = tuple(_core_table(table) for table in core.CORE)
"""The tables of ``core``, each after the tables it refers to; rows are retired in the opposite order."""

HISTORY: Final = {table.name: _history_of(table) for table in LOAD_ORDER}
"""By name of a table of ``core``, its table in ``history``."""

RUN_STATUS: Final = ("running", "loaded", "unchanged", "failed", "died")
"""How a run of a load ended."""


def _text(name: str, comment: str, *, required: bool = False) -> Column[Any]:
    return Column(name, Text, nullable=not required, comment=comment)


def _one_of(name: str, words: Iterable[str]) -> CheckConstraint:
    check = one_of(name, words)
    return CheckConstraint(check.condition, name=check.name)


def _instant(name: str, comment: str, *, required: bool) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=not required, comment=comment)


def _count(name: str, comment: str) -> Column[object]:
    return Column(name, Integer, nullable=False, server_default="0", comment=comment)


load_runs = Table(
    "load_runs",
    metadata,
    Column("run_id", BigInteger, Identity(always=True), primary_key=True, comment="Number of the run, rising"),
    _instant("started_at", "When the run began", required=True),
    _instant("finished_at", "When it ended; NULL: still running, or its process died", required=False),
    _text("status", "Running, loaded, unchanged, failed, or died without a word", required=True),
    _text("run_by", "Account on the machine that ran it", required=True),
    _text("host", "Machine that ran it", required=True),
    _text("software_version", "Version of the warehouse software", required=True),
    _text("schema_revision", "Migration the database was at", required=True),
    _text("git_revision", "Revision of the seeds' checkout; NULL: not a checkout"),
    Column("is_git_dirty", Boolean, comment="Whether the checkout had uncommitted changes; NULL: not a checkout"),
    _text("seeds_sha256", "Digest over all seed files and their names; NULL: it ended before, or read none"),
    _text("error", "Why it failed; NULL: it did not"),
    Column("undoes", BigInteger, ForeignKey("ops.load_runs.run_id"), comment="Run it takes back; NULL: it read seeds"),
    _one_of("status", RUN_STATUS),
    schema="ops",
    comment="One row per run of warehouse load, failed ones included",
)

load_run_tables = Table(
    "load_run_tables",
    metadata,
    Column("run_id", BigInteger, ForeignKey("ops.load_runs.run_id"), primary_key=True, comment="The run"),
    Column("table_name", Text, primary_key=True, comment="Table of core"),
    Column("added", Integer, nullable=False, comment="Rows added"),
    Column("changed", Integer, nullable=False, comment="Rows changed"),
    Column("retired", Integer, nullable=False, comment="Rows removed because no seed says so any more"),
    _count("renamed", "Rows that go on under another key or path"),
    _count("restored", "Rows put back as the seeds say after an edit by hand"),
    schema="ops",
    comment="One row per run and table it wrote to",
)

seed_files = Table(
    "seed_files",
    metadata,
    Column("path", Text, primary_key=True, comment="Path below the seeds folder"),
    _text("sha256", "SHA-256 of the file as loaded; NULL: what it said was taken back, so it is read again"),
    Column("run_id", BigInteger, ForeignKey("ops.load_runs.run_id"), nullable=False, comment="Run that loaded it"),
    schema="ops",
    comment="One row per seed file the current facts came from",
)

load_run_phases = Table(
    "load_run_phases",
    metadata,
    Column("run_id", BigInteger, ForeignKey("ops.load_runs.run_id"), primary_key=True, comment="The run"),
    Column("position", Integer, primary_key=True, autoincrement=False, comment="Order of the phases, from 1"),
    _text("phase", "What was done", required=True),
    Column("seconds", Numeric(12, 3), nullable=False, comment="How long it took"),
    schema="ops",
    comment="One row per run and phase of its work",
)

loads = Table(
    "loads",
    metadata,
    Column(
        "run_id",
        BigInteger,
        ForeignKey("ops.load_runs.run_id"),
        primary_key=True,
        autoincrement=False,
        comment="The run; written in the transaction that changes core: it stands here if and only if that committed",
    ),
    _instant("loaded_at", "Since when what it wrote counts: system_from of its rows; rising", required=True),
    Column("fact_count", BigInteger, nullable=False, comment="Facts in core after it"),
    UniqueConstraint("loaded_at"),
    schema="ops",
    comment="One row per run that was committed",
)

table_totals = Table(
    "table_totals",
    metadata,
    Column("table_name", Text, primary_key=True, comment="Table of core"),
    Column("row_count", BigInteger, nullable=False, comment="Rows the loads left in it"),
    Column("digest_sum", Numeric, nullable=False, comment="Sum of loaded_digest over those rows"),
    schema="ops",
    comment="One row per table of core: what it holds by the account of the loads",
)

fact_renames = Table(
    "fact_renames",
    metadata,
    Column("run_id", BigInteger, ForeignKey("ops.load_runs.run_id"), primary_key=True, comment="The run"),
    Column("new_fact_id", Uuid, primary_key=True, comment="The fact after the rename"),
    Column("old_fact_id", Uuid, nullable=False, comment="The same fact before"),
    _text("new_path", "Its path after the rename", required=True),
    _text("old_path", "Its path before", required=True),
    schema="ops",
    comment="One row per fact that goes on under another path because a key was renamed",
)

mart_tables = Table(
    "mart_tables",
    metadata,
    Column("table_name", Text, primary_key=True, comment="Table of mart"),
    _text("sql_sha256", "SHA-256 of the SELECT that gave its rows; another one fills it anew", required=True),
    Column(
        "run_id",
        BigInteger,
        ForeignKey("ops.load_runs.run_id"),
        nullable=False,
        comment="Run that last changed a row of it, or filled it first",
    ),
    schema="ops",
    comment="One row per table of mart that a load has filled",
)

migration_log = Table(
    "migration_log",
    metadata,
    Column("entry_id", BigInteger, Identity(always=True), primary_key=True, comment="Order in which it was applied"),
    _text("revision", "Migration", required=True),
    _text("direction", "Upgrade or downgrade", required=True),
    _instant("applied_at", "When its transaction began", required=True),
    _text("applied_by", "Database account that applied it", required=True),
    _text("software_version", "Version of the warehouse software that applied it", required=True),
    _text(
        "file_sha256",
        "SHA-256 over the migration's file and its folder of SQL, as they were run; NULL: not recorded",
    ),
    Column("seconds", Numeric(12, 3), comment="How long its transaction took; NULL: not recorded"),
    _text("owner", "Role that owns what it made; NULL: not recorded"),
    _one_of("direction", ("upgrade", "downgrade")),
    schema="ops",
    comment="One row per migration applied or taken back",
)
