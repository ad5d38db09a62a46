"""The operator's tables: what was loaded, when, by whom, and which migrations were applied."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, DateTime, ForeignKey, Identity, Integer, Table, Text

from warehouse.schema.base import LOCAL, metadata, one_of, text

RUN_STATUS: Final = ("running", "loaded", "unchanged", "failed")


def _instant(name: str, comment: str, *, required: bool) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=not required, comment=comment)


load_runs = Table(
    "load_runs",
    metadata,
    Column("run_id", BigInteger, Identity(always=True), primary_key=True, comment="Number of the run, rising"),
    _instant("started_at", "When the run began", required=True),
    _instant("finished_at", "When it ended; NULL: still running, or its process died", required=False),
    text("status", "Running, loaded, unchanged or failed", required=True),
    text("run_by", "Account on the machine that ran it", required=True),
    text("host", "Machine that ran it", required=True),
    text("software_version", "Version of the warehouse software", required=True),
    text("schema_revision", "Migration the database was at", required=True),
    text("git_revision", "Revision of the seeds' checkout; NULL: not a checkout"),
    Column("is_git_dirty", Boolean, comment="Whether the checkout had uncommitted changes; NULL: not a checkout"),
    text("seeds_sha256", "Digest over all seed files and their names", required=True),
    text("error", "Why it failed; NULL: it did not"),
    one_of("status", RUN_STATUS),
    schema="ops",
    comment="One row per run of warehouse load, failed ones included",
    info={"scale": LOCAL},
)

load_run_tables = Table(
    "load_run_tables",
    metadata,
    Column("run_id", BigInteger, ForeignKey("ops.load_runs.run_id"), primary_key=True, comment="The run"),
    Column("table_name", Text, primary_key=True, comment="Table of core"),
    Column("added", Integer, nullable=False, comment="Rows added"),
    Column("changed", Integer, nullable=False, comment="Rows changed"),
    Column("retired", Integer, nullable=False, comment="Rows removed because no seed says so any more"),
    schema="ops",
    comment="One row per run and table it wrote to",
    info={"scale": LOCAL},
)

seed_files = Table(
    "seed_files",
    metadata,
    Column("path", Text, primary_key=True, comment="Path below the seeds folder"),
    text("sha256", "SHA-256 of the file as loaded", required=True),
    Column("run_id", BigInteger, ForeignKey("ops.load_runs.run_id"), nullable=False, comment="Run that loaded it"),
    schema="ops",
    comment="One row per seed file the current facts came from",
    info={"scale": LOCAL},
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
    one_of("direction", ("upgrade", "downgrade")),
    schema="ops",
    comment="One row per migration applied or taken back",
    info={"scale": LOCAL},
)
