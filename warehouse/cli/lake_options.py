"""The options that name a lake, and the lake that they name; other verbs than ``lake`` have them too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Final

import typer

from warehouse.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from warehouse.cli.session import Session
    from warehouse.lake.place import Place
    from warehouse.reports.result import Result

LakeOption = Annotated[
    str | None,
    typer.Option("--lake", metavar="DIR|URI", help="Folder of the lake, or s3://… Default: lake/ of the project."),
]
CatalogOption = Annotated[
    str | None,
    typer.Option(
        "--catalog",
        metavar="URI|NAME",
        help="Catalog: postgresql://…, or a name in pyiceberg's configuration. Default: a file in the lake.",
    ),
]
OnOption = Annotated[
    str | None,
    typer.Option("--on", metavar="ENGINE", help="Where to run: lake, or lake:duckdb. Default: the database."),
]
ENGINES: Final = ("lake", "lake:duckdb")


def place_of(session: Session, lake: str | None = None, catalog: str | None = None) -> Place:
    """Return where the lake is, by the options or the settings; the packages of the lake are there.

    Raises:
        ConfigurationError: A package is missing.
        UsageError: An option is empty.
    """
    from warehouse.lake.place import Place, require
    from warehouse.settings import holds_secret

    if lake == "" or catalog == "":
        raise UsageError("the lake or its catalog has no name", hint="Name it, or leave the option out.")
    require()
    settings = session.settings
    place = Place(lake or settings.lake, catalog or settings.lake_catalog)
    if catalog and holds_secret(catalog):
        session.log.caution(
            "the password in --catalog can be seen by every account of this machine, in the list of processes\n"
            "  Keep it in PGPASSFILE or WAREHOUSE_LAKE_CATALOG."
        )
    # A catalog that is named by an option does not belong to the lake of the settings, unless that is named too.
    return replace(place, catalog=None) if lake and not catalog else place


def lake_named(session: Session, engine: str | None, lake: str | None, catalog: str | None) -> Place | None:
    """Return the lake that a report is to run on; None: it runs on the database.

    Raises:
        ConfigurationError: A package is missing.
        UsageError: There is no such engine, or a lake is named for nothing.
    """
    if engine is None:
        if lake or catalog:
            raise UsageError("--lake and --catalog are about a lake", hint="Add --on lake, or leave them out.")
        return None
    if engine not in ENGINES:
        raise UsageError(f'reports do not run on "{engine}"', hint=f"Write one of: {', '.join(ENGINES)}.")
    from warehouse import extras

    extras.require("--on lake", "pyiceberg", "pyarrow", "duckdb", "sqlglot")
    return place_of(session, lake, catalog)


def on_lake(
    session: Session, place: Place, name: str, values: Mapping[str, str], when: str | None
) -> AbstractContextManager[Result]:
    """Run a report on a lake; no database is needed."""
    from warehouse.lake.answers import answering
    from warehouse.mart.objects import list_objects
    from warehouse.reports.definition import find

    report = find(session.settings.sql, name)
    return answering(place, report, values, list_objects(session.settings.shipped_sql), when)
