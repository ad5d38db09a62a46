"""The renumbering of the warehouse's database, if an earlier version made it with an OID that PostgreSQL reserves.

A database made without a running server gets an OID below 16384 unless the statement names one, and pgAdmin hides such
databases. The OID is in the shared catalogs and in the names of the database's folders; no file inside contains it. So
this module changes the catalog rows and renames the folders while no server runs. Owner, grants, settings and comment
stay. It needs no disk space and deletes nothing. If it is killed halfway, the next start does the rest: the old name of
the folder shows that work is left, and the new name follows from the old one.
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
"""Added to the old OID; no other database is in that range."""

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
    """Change the OID of each database that has one from PostgreSQL's reserved range; no server may be running.

    Nothing is changed if something outside the catalogs uses the OID, such as a standby or an archive.

    Raises:
        ConfigurationError: PostgreSQL reported an error; the next start tries again.
    """
    folders = [folder for folder in sorted((home.data / "base").iterdir()) if _is_of_single_user(folder.name)]
    if not folders or _is_known_elsewhere(home, programs):
        return
    for folder in folders:
        new = int(folder.name) + _FURTHER
        run_sql(home, programs, home.data, " ".join(MOVE.format(old=folder.name, new=new).split()))
        elsewhere = home.data.glob(f"pg_tblspc/*/*/{folder.name}")
        for each in (*elsewhere, folder):  # this one last: its old name shows that work is left
            _rename(each, str(new))


def _is_of_single_user(name: str) -> bool:
    return name.isdigit() and _FIRST_OF_SINGLE_USER <= int(name) < NUMBER


def _is_known_elsewhere(home: Home, programs: Installation) -> bool:
    """Return whether a standby, an archive, a slot or a prepared transaction uses the OID; then it has to stay."""
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
