"""What a run was told: one frozen object, built once by the command line and handed down."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_PACKAGE = Path(__file__).resolve().parent


def _shipped() -> Path:
    """Find the migrations, SQL and example seeds of this very version: in the wheel, or in the checkout."""
    inside_wheel = _PACKAGE / "shipped"
    return inside_wheel if inside_wheel.is_dir() else _PACKAGE.parent


def _find_project(start: Path) -> Path:
    """The nearest folder, upwards from ``start``, that holds seeds; else ``start`` itself."""
    for folder in (start, *start.parents):
        if (folder / "seeds").is_dir():
            return folder
    return start


def _cache(environ: Mapping[str, str]) -> Path | None:
    """The user's folder for caches; accounts without a home have none."""
    given = environ.get("XDG_CACHE_HOME", "")
    home = environ.get("HOME", "")
    base = Path(given) if Path(given).is_absolute() else Path(home) / ".cache"
    return base / "critical-minerals-warehouse" if base.is_absolute() else None


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are.

    Attributes:
        project: The project folder; relative paths in messages are relative to it.
        seeds: The folder of curated seed files.
        example_seeds: The seeds that come with this version, for a first look.
        home: The folder of the embedded server (created when first needed).
        cache: Where what can be found out again is remembered; None: nowhere.
        database_url: A libpq URI or key=value string, or None for the embedded server.
        migrations: The folder of the migrations that belong to this version of the software.
        sql: The folder that holds ``reports/`` and ``checks/``.
        shipped_sql: The folder that holds ``mart/`` and ``site/``, which belong to this version as the migrations do.
        site: The folder that a site is published to where none is named.
    """

    project: Path
    seeds: Path
    example_seeds: Path
    home: Path
    cache: Path | None
    database_url: str | None
    migrations: Path
    sql: Path
    shipped_sql: Path
    site: Path

    @classmethod
    def resolve(
        cls,
        *,
        project: Path | None = None,
        seeds: Path | None = None,
        database_url: str | None = None,
        environ: Mapping[str, str] = os.environ,
    ) -> Settings:
        """Settle each value: option, environment, project folder; for SQL at last what the package ships."""
        given = project or (Path(environ["WAREHOUSE_PROJECT"]) if environ.get("WAREHOUSE_PROJECT") else None)
        root = given.absolute() if given else _find_project(Path.cwd())
        shipped = _shipped()
        home = environ.get("WAREHOUSE_HOME")
        return cls(
            project=root,
            seeds=seeds.absolute() if seeds else root / "seeds",
            example_seeds=shipped / "seeds",
            home=Path(home).absolute() if home else root / ".warehouse",
            cache=_cache(environ),
            database_url=database_url or environ.get("WAREHOUSE_DATABASE_URL") or None,
            migrations=shipped / "migrations",
            sql=root / "sql" if (root / "sql").is_dir() else shipped / "sql",
            shipped_sql=shipped / "sql",
            site=root / "site",
        )
