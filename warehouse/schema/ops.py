"""The tables of the schema ``ops``: runs of loads, the files and rows they loaded, and applied migrations."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Integer,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from warehouse.schema.base import metadata, one_of, text

RUN_STATUS: Final = ("running", "loaded", "unchanged", "failed", "died")


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
    text("status", "Running, loaded, unchanged, failed, or died without a word", required=True),
    text("run_by", "Account on the machine that ran it", required=True),
    text("host", "Machine that ran it", required=True),
    text("software_version", "Version of the warehouse software", required=True),
    text("schema_revision", "Migration the database was at", required=True),
    text("git_revision", "Revision of the seeds' checkout; NULL: not a checkout"),
    Column("is_git_dirty", Boolean, comment="Whether the checkout had uncommitted changes; NULL: not a checkout"),
    text("seeds_sha256", "Digest over all seed files and their names; NULL: it ended before, or read none"),
    text("error", "Why it failed; NULL: it did not"),
    Column("undoes", BigInteger, ForeignKey("ops.load_runs.run_id"), comment="Run it takes back; NULL: it read seeds"),
    one_of("status", RUN_STATUS),
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
    text("sha256", "SHA-256 of the file as loaded; NULL: what it said was taken back, so it is read again"),
    Column("run_id", BigInteger, ForeignKey("ops.load_runs.run_id"), nullable=False, comment="Run that loaded it"),
    schema="ops",
    comment="One row per seed file the current facts came from",
)

load_run_phases = Table(
    "load_run_phases",
    metadata,
    Column("run_id", BigInteger, ForeignKey("ops.load_runs.run_id"), primary_key=True, comment="The run"),
    Column("position", Integer, primary_key=True, autoincrement=False, comment="Order of the phases, from 1"),
    text("phase", "What was done", required=True),
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
    text("new_path", "Its path after the rename", required=True),
    text("old_path", "Its path before", required=True),
    schema="ops",
    comment="One row per fact that goes on under another path because a key was renamed",
)

mart_tables = Table(
    "mart_tables",
    metadata,
    Column("table_name", Text, primary_key=True, comment="Table of mart"),
    text("sql_sha256", "SHA-256 of the SELECT that gave its rows; another one fills it anew", required=True),
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
    text("revision", "Migration", required=True),
    text("direction", "Upgrade or downgrade", required=True),
    _instant("applied_at", "When its transaction began", required=True),
    text("applied_by", "Database account that applied it", required=True),
    text("software_version", "Version of the warehouse software that applied it", required=True),
    text(
        "file_sha256",
        "SHA-256 over the migration's file and its folder of SQL, as they were run; NULL: not recorded",
    ),
    Column("seconds", Numeric(12, 3), comment="How long its transaction took; NULL: not recorded"),
    text("owner", "Role that owns what it made; NULL: not recorded"),
    one_of("direction", ("upgrade", "downgrade")),
    schema="ops",
    comment="One row per migration applied or taken back",
)
