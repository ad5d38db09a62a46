"""Give the database a number that PostgreSQL does not keep for its own, where an earlier version made it with one.

A database made without a server gets a number below 16384 unless it is told one, and pgAdmin hides such databases. The
number stands in the shared catalogs and is the name of the database's folders; nothing in its files knows it. So the
rows are changed and the folders renamed while no server runs: owner, grants, settings and comment stay, no room is
needed, and nothing is ever deleted. Whoever is killed in between has the next start do the rest: the folder's old name
says that there is something to do, and its new name follows from the old one.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from warehouse.database.embedded.data_directory import NUMBER, run_sql

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.database.embedded.binaries import Installation
    from warehouse.database.embedded.home import Home

_FIRST_OF_SINGLE_USER: Final = 10_000
_FURTHER: Final = 1_000_000_000
"""Added to the old number: no other database is there."""

_GOES_BY_THE_NUMBER: Final = ("standby.signal", "recovery.signal", "pg_twophase/*", "pg_replslot/*")

MOVE: Final = """
UPDATE pg_database SET oid = {new} WHERE oid = {old};
UPDATE pg_db_role_setting SET setdatabase = {new} WHERE setdatabase = {old};
UPDATE pg_subscription SET subdbid = {new} WHERE subdbid = {old};
UPDATE pg_shdepend SET dbid = {new} WHERE dbid = {old};
UPDATE pg_shdepend SET objid = {new} WHERE classid = 'pg_database'::regclass AND objid = {old};
UPDATE pg_shdescription SET objoid = {new} WHERE classoid = 'pg_database'::regclass AND objoid = {old};
UPDATE pg_shseclabel SET objoid = {new} WHERE classoid = 'pg_database'::regclass AND objoid = {old};
"""


def renumber(home: Home, programs: Installation) -> None:
    """Move a database out of PostgreSQL's own numbers if there is one among them; no server may be running.

    Raises:
        ConfigurationError: It could not be done; the next start tries again.
    """
    found = [folder for folder in sorted((home.data / "base").iterdir()) if _is_of_single_user(folder.name)]
    if not found or _is_known_elsewhere(home, programs):
        return
    for folder in found:
        new = int(folder.name) + _FURTHER
        run_sql(home, programs, home.data, " ".join(MOVE.format(old=folder.name, new=new).split()))
        elsewhere = home.data.glob(f"pg_tblspc/*/*/{folder.name}")
        for each in (*elsewhere, folder):  # this one last: while it has its name, there is something to do
            _rename(each, str(new))


def _is_of_single_user(name: str) -> bool:
    return name.isdigit() and _FIRST_OF_SINGLE_USER <= int(name) < NUMBER


def _is_known_elsewhere(home: Home, programs: Installation) -> bool:
    """Say whether a standby, an archive, a slot or a prepared transaction goes by the number: then it has to stay."""
    if any(next(home.data.glob(pattern), None) for pattern in _GOES_BY_THE_NUMBER):
        return True
    asked = home.account.run([programs.programs / "postgres", "-C", "archive_mode", "-D", home.data])
    return asked.stdout.strip() != "off"


def _rename(folder: Path, name: str) -> None:
    folder.rename(folder.with_name(name))
    above = os.open(folder.parent, os.O_RDONLY)
    try:
        os.fsync(above)
    finally:
        os.close(above)
