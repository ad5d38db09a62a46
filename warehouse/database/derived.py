"""The objects derived from the tables of ``core`` and from ``sql/mart``; the SQL of ``sql/derived`` keeps them in step.

An upgrade makes ``history``, ``core_as_of``, ``mart``, ``as_of``, ``ops.row_changes`` and the row digests in its own
transaction, after the migrations. A live upgrade and the script that ``warehouse db upgrade --sql`` prints run the same
statements.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse import vocabulary
from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import psycopg

DEFINITIONS: Final = Path(__file__).parents[1] / "mart" / "definitions.py"
"""Defines the parts of an object of ``sql/mart``, so a change of this file may change the derived objects."""

PARTS: Final = ("prepare", "history", "objects", "fill", "views")
"""Files of ``sql/derived`` in the order in which they run: first the temporary tables, then the functions."""

FILLING: Final = ("history", "fill")
"""Those of them that are needed to compute the tables of the mart again."""

NOTE_ROWS: Final = "SELECT pg_temp.note_rows()"
"""Runs before migrations that may change columns or rows."""

SET_ASIDE: Final = "SELECT pg_temp.set_aside_all()"
"""Runs before migrations that change a table in a way that dependent views forbid."""

DERIVE: Final = ("SET LOCAL statement_timeout = 0", "SELECT pg_temp.derive()")
"""Computing the past of a large mart again may take longer than any statement of a migration should."""

COMPUTING: Final = "computing "
"""How the notice about each table that is computed begins."""

CHANGES: Final = "SELECT action, name FROM pg_temp.derivation_steps ORDER BY position"

MONEY_VIEW: Final = "money_"
"""How the name of a view on the sums in one currency begins; the code follows in lower case."""

CODE: Final = re.compile("[A-Z]{3}")

HAS_ACCOUNT: Final = "SELECT has_table_privilege(to_regclass('ops.derived'), 'SELECT')"
STANDS: Final = "SELECT EXISTS (SELECT FROM ops.derived WHERE revision = %s AND source_sha256 = %s)"
KEPT: Final = "SELECT to_jsonb(d)::text FROM ops.derived AS d WHERE revision = %s AND source_sha256 IS NOT NULL"
COPY_KEPT: Final = "INSERT INTO ops.derived SELECT (jsonb_populate_record(NULL::ops.derived, %s::jsonb)).*"

WITH_VIEW: Final = """
SELECT currency_code FROM mart.dim_currency
WHERE to_regclass(format('mart.%I', 'money_' || lower(currency_code))) IS NOT NULL
ORDER BY currency_code
"""
WITHOUT_VIEW: Final = """
SELECT code FROM core.currencies
WHERE to_regclass('mart.money_usd') IS NOT NULL AND to_regclass(format('mart.%I', 'money_' || lower(code))) IS NULL
ORDER BY code
"""


SHIPPED: Final = """
INSERT INTO core.{table} ({columns}, seed_file, loaded_digest, system_from)
SELECT {columns}, '{file}', hash_record_extended(ROW({columns}), 0), TIMESTAMPTZ '1970-01-01 00:00:00+00'
FROM jsonb_populate_recordset(NULL::core.{table}, '{rows}')
WHERE NOT EXISTS (SELECT FROM ops.loads)
ON CONFLICT ({key}) DO UPDATE SET ({columns}, loaded_digest) = ROW({fresh}, excluded.loaded_digest)
"""
"""Before the first load, the words are those of this version; later a load records what changes in them."""


class Change(NamedTuple):
    """A change that was made to one derived object.

    Attributes:
        action: ``made``, ``made anew``, ``replaced``, ``filled`` or ``dropped``; ``digests``: its row digests were
            computed again; ``kept``: somebody else's view was restored; ``unknown``: no record says what the mart was
            at this revision.
        name: Schema and name of the object.
    """

    action: str
    name: str


def preparation(sql_dir: Path, parts: Sequence[str] = PARTS) -> Iterator[str]:
    """Yield the statements that run before the first migration, in the same transaction.

    Args:
        sql_dir: The folder that holds ``derived``.
        parts: The files of it that are needed.

    Raises:
        ConfigurationError: A file of ``derived`` cannot be read.
    """
    for part in parts:
        path = sql_dir / "derived" / f"{part}.sql"
        try:
            yield path.read_text(encoding="utf-8")
        except OSError as error:
            raise ConfigurationError(f"{path} cannot be read", hint="Install the package again.") from error


def shipped_words() -> Iterator[str]:
    """Yield the statements that write the schemes and terms of this version into a database without any load."""
    known = vocabulary.base()
    terms = [term for words in known.terms.values() for term in words.values()]
    for table, key, rows in (("schemes", "key", known.schemes.values()), ("terms", "scheme, key", terms)):
        written = [asdict(row) for row in rows]
        yield SHIPPED.format(
            table=table,
            key=key,
            file=vocabulary.BASE_NAME,
            columns=", ".join(written[0]),
            fresh=", ".join(f"excluded.{name}" for name in written[0]),
            rows=json.dumps(written, ensure_ascii=False).replace("'", "''"),
        )


def source_digest(sql_dir: Path) -> str:
    """Return the SHA-256 of all files that define the derived objects, in hexadecimal; it takes a millisecond or two.

    Args:
        sql_dir: The folder that holds ``mart`` and ``derived``.
    """
    digest = sha256()
    files = [*sorted((sql_dir / "mart").glob("*.sql")), *(sql_dir / "derived" / f"{part}.sql" for part in PARTS)]
    for path in (*files, DEFINITIONS):
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def is_derived(connection: psycopg.Connection, revision: str, sql_dir: Path) -> bool:
    """Return whether ``ops.derived`` says that the derived objects were made from these files.

    Args:
        connection: To the database. The result is False if the account may not read ``ops.derived``.
        revision: The revision that the database is at.
        sql_dir: The folder that holds ``mart`` and ``derived``.
    """
    row = connection.execute(HAS_ACCOUNT).fetchone()
    if not (row and row[0]):
        return False
    row = connection.execute(STANDS, [revision, source_digest(sql_dir)]).fetchone()
    return bool(row and row[0])


def require_derived(connection: psycopg.Connection, revision: str, sql_dir: Path) -> None:
    """Check that the derived objects were made from the files of this version.

    Args:
        connection: To the database.
        revision: The revision that the database is at.
        sql_dir: The folder that holds ``mart`` and ``derived``.

    Raises:
        ConfigurationError: Another version of the warehouse made them from the same tables.
    """
    if not is_derived(connection, revision, sql_dir):
        what = "the mart and the views on the past are those of another version of the warehouse"
        raise ConfigurationError(what, hint='Run "warehouse db upgrade" first.')


def as_if_registered(currencies: Sequence[str]) -> Iterator[str]:
    """Yield the statement that makes an upgrade add views for these currencies too; none if there are no such ones.

    Args:
        currencies: Codes such as ``SEK``.
    """
    if currencies:
        yield f"SET LOCAL warehouse.currencies = '{','.join(filter(CODE.fullmatch, currencies))}'"


def viewed_currencies(kept: Sequence[str]) -> tuple[str, ...]:
    """Return the codes of the currencies for whose sums an upgrade made a view.

    Args:
        kept: The derived objects of a revision, as ``read_kept`` returns them.
    """
    names = [one["object_name"] for one in map(json.loads, kept) if one["schema_name"] == "mart"]
    codes = [name.removeprefix(MONEY_VIEW).upper() for name in names if name.startswith(MONEY_VIEW)]
    return tuple(sorted(filter(CODE.fullmatch, codes)))


def names_of(kept: Sequence[str]) -> set[str]:
    """Return schema and name of each of the derived objects of a revision, as ``read_kept`` returns them."""
    return {f"{one['schema_name']}.{one['object_name']}" for one in map(json.loads, kept)}


def shown_currencies(connection: psycopg.Connection) -> list[str]:
    """Return the codes of registered currencies for whose sums there is a view.

    Args:
        connection: To the database, as an account that may read ``mart``.
    """
    return [code for (code,) in connection.execute(WITH_VIEW)]


def currencies_without_view(connection: psycopg.Connection) -> list[str]:
    """Return the codes of registered currencies for whose sums no upgrade has made a view yet.

    Args:
        connection: To the database, as an account that may read ``core``.
    """
    return [code for (code,) in connection.execute(WITHOUT_VIEW)]


def read_kept(connection: psycopg.Connection, revision: str) -> list[str]:
    """Return the derived objects of a revision that ``ops.derived`` records: one JSON text each; may be empty."""
    row = connection.execute(HAS_ACCOUNT).fetchone()
    return [text for (text,) in connection.execute(KEPT, [revision])] if row and row[0] else []
