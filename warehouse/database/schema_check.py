"""The schema check: the objects of a database, read from the server's catalog, and how two databases differ.

Each file of ``sql/catalog`` is a query for one kind of object. It returns the object's name, the name of its parent,
and its attributes. The queries leave out what others may add: other schemas, members of extensions, and read grants to
their own accounts.

A database is compared with a scratch database: a temporary one, migrated to the same revision.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from warehouse.database import derived, embedded
from warehouse.database.connect import UNAFFECTED_BY_ENVIRONMENT, connect
from warehouse.database.derived import read_kept
from warehouse.database.migrate import MigrationOptions, downgrade, upgrade
from warehouse.database.revisions import BASE, applied, list_revisions, look, require_known
from warehouse.database.roles import Group, apply, group_name, groups_sql
from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import psycopg

    from warehouse.database.revisions import Entry, MigrationState, Revision


PLACE: Final = "place"
"""Attribute that is compared only among the objects that both sides have; None where the position does not matter."""

SETTINGS: Final = """
SELECT set_config(name, value, true) FROM (VALUES
    ('search_path', 'pg_catalog'), ('quote_all_identifiers', 'off'), ('TimeZone', 'UTC'), ('DateStyle', 'ISO'),
    ('IntervalStyle', 'postgres'), ('extra_float_digits', '1'), ('bytea_output', 'hex')
) AS settings (name, value)
"""
"""The server formats expressions according to these settings."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One database object.

    Attributes:
        parent: The name of the object it belongs to; it is dropped together with that one.
        attributes: Its attributes as text; None where the catalog has no value.
    """

    parent: str | None
    attributes: Mapping[str, str | None]

    def word(self, kind: str) -> str:
        """Return the word for its kind; views are listed among the tables."""
        return self.attributes.get("kind") or kind


Fingerprint = dict[tuple[str, str], Thing]
"""Objects by kind and name."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between a database and its expected schema.

    Attributes:
        sign: ``+`` the object is unexpected, ``-`` it is missing, ``~`` it differs.
        kind: The kind of object, such as ``column``.
        name: The name of the object.
        attribute: The attribute that differs; empty if the whole object is unexpected or missing.
        found: The value in the database.
        expected: The value that was expected.
    """

    sign: str
    kind: str
    name: str
    attribute: str = ""
    found: str | None = None
    expected: str | None = None


def read_fingerprint(connection: psycopg.Connection, folder: Path) -> Fingerprint:
    """Read the objects in the warehouse's schemas, as the connection's transaction sees them, without changing it.

    Args:
        connection: To the database.
        folder: The folder with ``catalog/``, which belongs to this version.

    Raises:
        ConfigurationError: ``catalog/`` holds no queries.
    """
    found: Fingerprint = {}
    with connection.transaction(force_rollback=True):
        connection.execute(SETTINGS.encode())
        for path in _queries(folder):
            cursor = connection.execute(path.read_bytes())
            names = [column.name for column in cursor.description or ()][2:]
            for name, parent, *values in cursor:
                attributes = {
                    attribute: None if value is None else str(value)
                    for attribute, value in zip(names, values, strict=True)
                }
                found[path.stem, name] = Thing(parent, attributes)
    return found


def _queries(folder: Path) -> list[Path]:
    paths = sorted((folder / "catalog").glob("*.sql"))
    if not paths:
        raise ConfigurationError(f"no queries in {folder / 'catalog'}", hint="Install the package again.")
    return paths


def compare(found: Fingerprint, expected: Fingerprint) -> list[Difference]:
    """Return the differences, sorted by name; for a whole object that is added or missing, its parts are not listed.

    Args:
        found: The objects of the database.
        expected: The objects of a database that the migrations made.
    """
    added = {key: found[key] for key in found.keys() - expected.keys()}
    missing = {key: expected[key] for key in expected.keys() - found.keys()}
    common = sorted(found.keys() & expected.keys())
    differences = [
        *(Difference("+", found[key].word(key[0]), key[1]) for key in _topmost(added)),
        *(Difference("-", expected[key].word(key[0]), key[1]) for key in _topmost(missing)),
        *_moved(found, expected, common),
    ]
    for key in common:
        here, there = found[key].attributes, expected[key].attributes
        differences += [
            Difference("~", expected[key].word(key[0]), key[1], attribute, value, there[attribute])
            for attribute, value in here.items()
            if attribute != PLACE and value != there[attribute]
        ]
    return sorted(differences, key=lambda one: (one.name, one.kind, one.attribute))


def _topmost(things: Fingerprint) -> list[tuple[str, str]]:
    """Return the keys of the objects whose parent is not among them."""
    names = {name for _, name in things}
    return [(kind, name) for (kind, name), thing in things.items() if thing.parent not in names - {name}]


def _moved(found: Fingerprint, expected: Fingerprint, common: list[tuple[str, str]]) -> Iterator[Difference]:
    """Yield the tables whose columns are in another order; no statement depends on the place of a computed column."""
    parents: dict[str, list[tuple[str, str]]] = {}
    for key in common:
        attributes = found[key].attributes
        if attributes.get(PLACE) is not None and attributes.get("generated") is None:
            parents.setdefault(found[key].parent or "", []).append(key)
    for parent, keys in parents.items():
        here, there = (_in_order(side, keys) for side in (found, expected))
        if here != there:
            yield Difference("~", "table", parent, "order of columns", here, there)


def _in_order(side: Fingerprint, keys: list[tuple[str, str]]) -> str:
    ordered = sorted(keys, key=lambda key: int(side[key].attributes[PLACE] or 0))
    return ", ".join(name.rpartition(".")[2] for _, name in ordered)


HOLDING_DATA: Final = frozenset({"core", "history", "ops"})
"""Schemas whose rows exist nowhere else."""

ACCOUNT: Final = "ops.derived"
"""Records what was derived; its rows can be written again."""

SILENT: Final = MigrationOptions(say=lambda _: None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a schema check.

    Attributes:
        revision: The revision that the database is at, and that it was compared with.
        pending: Migrations of this version that are not applied.
        differences: Differences of the schema from the one the migrations make, and of the migration files from those
            that were applied.
        server_version: The PostgreSQL version of the database.
        scratch_version: The PostgreSQL version of the scratch database.
        is_beside: Whether the scratch database was on the same server.
        is_derived: Whether the derived objects were made from this version's files.
        fault: How version table and migration log contradict each other; empty if they agree.
    """

    revision: str
    pending: tuple[str, ...]
    differences: tuple[Difference, ...]
    server_version: str
    scratch_version: str
    is_beside: bool
    is_derived: bool
    fault: str

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong; pending migrations are not wrong."""
        return not self.differences and not self.fault

    @property
    def is_across_versions(self) -> bool:
        """Whether the two databases ran on different major versions of PostgreSQL."""
        return self.server_version.partition(".")[0] != self.scratch_version.partition(".")[0]


def check_schema(dsn: str, migrations: Path, folder: Path) -> Verdict:
    """Compare a database with a scratch database that is migrated to the same revision.

    Args:
        dsn: Its address.
        migrations: The folder of this version's migrations.
        folder: The folder with ``catalog/`` and ``roles/``, which belongs to this version.

    Raises:
        ConfigurationError: The database is at no revision, or at one that this version does not know.
        PermissionRefused: The account may not read ``ops``.
    """
    revisions = list_revisions(migrations)
    with connect(dsn) as connection:
        standing = look(connection)
        revision = require_revision(standing, revisions)
        fault = standing.fault(revisions)
        found = read_fingerprint(connection, folder)
        prefix, kept = groups_prefix(connection), read_kept(connection, revision)
        is_derived = revision != revisions[-1].name or derived.is_derived(connection, revision, folder)
        connection.rollback()
        with scratch_for(connection, dsn) as scratch:
            conduct = replace(
                SILENT,
                kept=() if revision == revisions[-1].name else kept,
                currencies=derived.viewed_currencies(kept),
            )
            upgrade(scratch.dsn, migrations, revision=revision, conduct=conduct)
            expected = _furnished(scratch, folder, prefix)
        version = connection.info.parameter_status("server_version") or ""
    return Verdict(
        revision=revision,
        pending=tuple(one.name for one in revisions if one.name > revision),
        differences=(*altered(revisions, standing.entries), *compare(found, expected)),
        server_version=version,
        scratch_version=scratch.version,
        is_beside=scratch.is_beside,
        is_derived=is_derived,
        fault=str(fault) if fault else "",
    )


def require_revision(standing: MigrationState, revisions: list[Revision]) -> str:
    """Return the revision that a database is at.

    Args:
        standing: The migration state of the database.
        revisions: The migrations of this version, oldest first.

    Raises:
        ConfigurationError: It is at none, or at one that this version does not know.
    """
    if standing.revision is not None and len(standing.versions) == 1:
        require_known(standing.revision, revisions)
        return standing.revision
    fault = standing.fault(revisions)
    if fault is not None:
        raise fault
    raise ConfigurationError("the database holds no warehouse yet", hint='Run "warehouse db upgrade" first.')


def altered(revisions: list[Revision], entries: tuple[Entry, ...]) -> list[Difference]:
    """Return the migrations whose files differ from those that were applied; entries without a digest are skipped.

    Args:
        revisions: The migrations of this version.
        entries: The migration log of the database.
    """
    standing = applied(list(entries))
    return [
        Difference("~", "migration", one.name, "file_sha256", entry.file_sha256, one.sha256)
        for one in revisions
        if (entry := standing.get(one.name))
        and entry.file_sha256 is not None
        and entry.file_sha256 not in one.known_digests
    ]


def _furnished(scratch: Scratch, folder: Path, prefix: str | None) -> Fingerprint:
    if prefix is not None:
        furnish(scratch.dsn, folder, prefix)
    with connect(scratch.dsn) as connection:
        return read_fingerprint(connection, folder)


@dataclass(frozen=True, slots=True)
class Losses:
    """The data that a downgrade would lose.

    Attributes:
        revisions: The migrations to be reverted, newest first.
        tables: Tables to be dropped, with their number of rows.
        columns: Columns to be dropped from tables that stay, with the number of rows that have a value in them.
    """

    revisions: tuple[Revision, ...]
    tables: dict[str, int]
    columns: dict[str, int]


def losses(dsn: str, migrations: Path, folder: Path, revision: str) -> Losses:
    """Return what ``downgrade`` to a revision would lose; only a scratch database is changed to find out.

    Args:
        dsn: Address of the database.
        migrations: The folder of this version's migrations.
        folder: The folder with ``catalog/``.
        revision: The target revision; ``base``: revert all.

    Raises:
        ConfigurationError: The database is at no revision, or at one that this version does not know.
    """
    revisions = list_revisions(migrations)
    with connect(dsn) as connection:
        now = require_revision(look(connection), revisions)
        here, made_again = read_fingerprint(connection, folder), derived.names_of(read_kept(connection, now))
        connection.rollback()
        with scratch_for(connection, dsn) as scratch:
            upgrade(scratch.dsn, migrations, revision=now, conduct=SILENT)
            before = _furnished(scratch, folder, None)
            downgrade(scratch.dsn, migrations, revision, conduct=SILENT)
            after = _furnished(scratch, folder, None)
        gone = [
            (kind, name)
            for kind, name in before
            if (kind, name) not in after and (kind, name) in here and name.partition(".")[0] in HOLDING_DATA
            if {name, before[kind, name].parent}.isdisjoint(made_again | {ACCOUNT})
        ]
        tables = [name for kind, name in gone if kind == "table" and before[kind, name].attributes["kind"] == "table"]
        columns = [
            name
            for kind, name in gone
            if kind == "column"
            and (parent := ("table", before[kind, name].parent or "")) in after
            and after[parent].attributes["kind"] == "table"
        ]
        back = [one for one in reversed(revisions) if one.name <= now and (revision == BASE or one.name > revision)]
        return Losses(tuple(back), _rows(connection, tables), _values(connection, columns))


def _rows(connection: psycopg.Connection, tables: list[str]) -> dict[str, int]:
    counts = {}
    for name in sorted(tables):
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(*name.split(".")))
        counts[name] = int((connection.execute(query).fetchone() or (0,))[0])
    return counts


def _values(connection: psycopg.Connection, columns: list[str]) -> dict[str, int]:
    counts = {}
    for name in sorted(columns):
        *table, column = name.split(".")
        query = sql.SQL("SELECT count({}) FROM {}").format(sql.Identifier(column), sql.Identifier(*table))
        counts[name] = int((connection.execute(query).fetchone() or (0,))[0])
    return counts


OWNER_OF_OPS: Final = "SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'ops'"
RIGHTS: Final = """
SELECT rolsuper AND NOT pg_is_in_recovery(), rolcreatedb AND NOT pg_is_in_recovery()
FROM pg_roles WHERE rolname = current_user
"""
"""Whether the account is a superuser, and whether it may create databases; nobody may on a replica."""
QUICK: Final = "-c synchronous_commit=off"


@dataclass(frozen=True, slots=True)
class Scratch:
    """An empty database that is dropped at the end of the block.

    Attributes:
        dsn: Its address.
        version: The version of PostgreSQL it runs on, such as ``18.4``.
        is_beside: Whether it is on the same server as the other database.
    """

    dsn: str
    version: str
    is_beside: bool


@contextmanager
def scratch_for(connection: psycopg.Connection, dsn: str) -> Iterator[Scratch]:
    """Yield an empty database: on the same server if the account may create one there, else on a temporary server.

    If the other database has group roles, only a superuser may create it on the same server: roles belong to the whole
    server, and the scratch database must leave none behind.

    Args:
        connection: To the other database.
        dsn: Address of the other database.
    """
    row = connection.execute(RIGHTS).fetchone() or (False, False)
    connection.rollback()
    if row[0] or (row[1] and groups_prefix(connection) is None):
        with _made_on(dsn) as made:
            yield Scratch(made, _version(connection), is_beside=True)
        return
    with embedded.temporary() as server, _made_on(make_conninfo(server.dsn, **UNAFFECTED_BY_ENVIRONMENT)) as made:
        yield Scratch(made, server.version, is_beside=False)


def groups_prefix(connection: psycopg.Connection) -> str | None:
    """Return the prefix of the group roles that own and use this warehouse; None if it has none."""
    row = connection.execute(OWNER_OF_OPS).fetchone()
    prefix = str(row[0]).removesuffix(f"_{Group.OWNER}") if row else ""
    if not row or prefix == row[0]:
        return None
    names = [f"{prefix}_{group}" for group in Group]
    known = connection.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY (%s)", [names]).fetchone()
    return prefix if known == (len(names),) else None


def furnish(dsn: str, folder: Path, prefix: str) -> None:
    """Make the group roles in a database as ``warehouse db roles --apply`` does.

    Args:
        dsn: Its address, for a superuser.
        folder: The folder with ``roles/``.
        prefix: The prefix of the role names.
    """
    group_name(Group.OWNER, prefix)
    apply(dsn, groups_sql(folder / "roles", prefix))


@contextmanager
def _made_on(dsn: str) -> Iterator[str]:
    name = f"warehouse_scratch_{uuid4().hex[:12]}"
    identifier = sql.Identifier(name)
    options = " ".join(filter(None, [str(conninfo_to_dict(dsn).get("options") or ""), QUICK]))
    with connect(dsn) as admin:
        admin.autocommit = True
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(identifier))
        try:
            remark = "Made by the warehouse to compare a schema with; to be dropped if no command runs"
            admin.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(identifier, sql.Literal(remark)))
            yield make_conninfo(dsn, dbname=name, options=options)
        finally:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(identifier))


def _version(connection: psycopg.Connection) -> str:
    return connection.info.parameter_status("server_version") or ""
