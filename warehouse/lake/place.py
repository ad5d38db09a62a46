"""The place of a lake: where its files are, and the catalog that points to them."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from warehouse import extras
from warehouse.errors import ConfigurationError, PermissionRefused, UsageError
from warehouse.settings import masked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyiceberg.catalog import Catalog

NAME: Final = "lake"
"""The name of the catalog. Catalogs in SQL keep it in each row, so all readers must use it."""

FILE: Final = "catalog.db"
LOCK: Final = "catalog.lock"
OWN: Final = frozenset({FILE, LOCK, f"{FILE}-journal", "mart", "ops"})
"""What a folder may hold to be taken for a lake."""

DRIVERS: Final = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg", "sqlite": "sqlite"}
"""The driver by which SQLAlchemy reaches a catalog, by the scheme of its address."""

TOGETHER: Final = "warehouse.lake.together.TogetherCatalog"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a lake is.

    Attributes:
        location: A folder, or the address of one in an object store, such as ``s3://bucket/lake``.
        catalog: Address of a PostgreSQL or SQLite database, or the name of a catalog in the configuration of pyiceberg;
            None: a SQLite file in the folder.
    """

    location: str
    catalog: str | None = None

    @property
    def folder(self) -> Path | None:
        """The folder on this machine; None: the files are elsewhere."""
        if "://" not in self.location:
            return Path(self.location).absolute()
        return Path(self.location.removeprefix("file://")) if self.location.startswith("file://") else None

    @property
    def uri(self) -> str:
        """The address of the folder."""
        return self.location.rstrip("/") if self.folder is None else f"file://{self.folder}"

    @property
    def shown(self) -> str:
        """The lake in messages, without a password."""
        where = self.location if self.catalog is None else f"{self.location} (catalog {self.catalog})"
        return masked(where)

    @property
    def file(self) -> Path | None:
        """The SQLite file of the catalog; None: it is kept elsewhere."""
        if self.catalog is None:
            return None if self.folder is None else self.folder / FILE
        return Path(self.catalog.removeprefix("sqlite:///")) if self.catalog.startswith("sqlite:///") else None


def require() -> None:
    """Check that the packages of the lake are installed.

    Raises:
        ConfigurationError: One is missing; the hint says how to install it.
    """
    extras.require("the lake", "pyiceberg", "pyarrow")


def open_catalog(place: Place, *, makes: bool) -> Catalog:
    """Return the catalog of a lake.

    Args:
        place: The lake.
        makes: Whether to make a lake where there is none.

    Raises:
        UsageError: There is no lake, or the folder holds something else.
        ConfigurationError: The catalog is no catalog, or its name is not known.
        PermissionRefused: The folder cannot be made.
    """
    from pyiceberg.catalog import load_catalog

    if place.catalog is not None and "://" not in place.catalog:
        return _configured(place.catalog)
    if place.file is not None:
        _check_file(place, place.file, makes=makes)
    properties = {"py-catalog-impl": TOGETHER, "uri": _address(place), "warehouse": place.uri, **_of_configuration()}
    return load_catalog(NAME, **properties, init_catalog_tables=str(makes).lower())


def _address(place: Place) -> str:
    if place.file is not None:
        return f"sqlite:///{place.file.absolute()}"
    if place.catalog is None:
        what = f"a lake at {place.location} needs a catalog that its readers reach"
        hint = "Name one with --catalog or lake-catalog: postgresql://…, or a name in the configuration of pyiceberg."
        raise ConfigurationError(what, hint=hint)
    scheme, _, rest = place.catalog.partition("://")
    if scheme not in DRIVERS:
        what = f"a catalog cannot be kept at an address that begins with {scheme}://"
        raise ConfigurationError(what, hint="Write postgresql://…, sqlite:///FILE, or the name of a catalog.")
    return f"{DRIVERS[scheme]}://{rest}"


def _of_configuration() -> dict[str, str]:
    """Return what the configuration of pyiceberg says of the catalog ``lake``, such as the keys of an object store."""
    from pyiceberg.utils.config import Config

    known = Config().get_catalog_config(NAME) or {}
    return {name: str(value) for name, value in known.items() if name not in {"type", "uri", "warehouse"}}


def _configured(name: str) -> Catalog:
    from pyiceberg.catalog import load_catalog
    from pyiceberg.catalog.sql import SqlCatalog
    from pyiceberg.utils.config import Config

    from warehouse.lake.together import TogetherCatalog

    if Config().get_catalog_config(name) is None:
        what = f'the configuration of pyiceberg has no catalog "{name}"'
        hint = f"Add it to .pyiceberg.yaml, set PYICEBERG_CATALOG__{name.upper()}__URI, or name an address."
        raise ConfigurationError(what, hint=hint)
    catalog = load_catalog(name)
    return TogetherCatalog(name, **catalog.properties) if type(catalog) is SqlCatalog else catalog


def _check_file(place: Place, file: Path, *, makes: bool) -> None:
    """Check that the file of the catalog is one, or can be made."""
    if file.is_file():
        _require_catalog(file)
        return
    if not makes:
        raise UsageError(f"there is no lake at {place.shown}", hint='"warehouse lake push" makes it.')
    folder = place.folder
    try:
        if folder is not None:
            _require_empty(folder)
            folder.mkdir(parents=True, exist_ok=True)
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"cannot write the lake to {place.shown}: {error.strerror}"
        raise PermissionRefused(what, hint="Choose another folder, or get the right to write there.") from error


def _require_empty(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is not a folder", hint="Name a folder.")
    strange = sorted(path.name for path in folder.iterdir() if path.name not in OWN) if folder.is_dir() else []
    if strange:
        what = f"{folder} is not empty, and holds no lake: it has {strange[0]}"
        raise UsageError(what, hint="Name a folder that does not exist, is empty, or holds a lake.")


def _require_catalog(file: Path) -> None:
    """Check that a SQLite file holds a catalog or nothing; pyiceberg would make its tables in any database."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.OperationalError as error:
        what = f"the catalog {file} cannot be read: {error}"
        raise PermissionRefused(what, hint="Check its permissions.") from error
    except sqlite3.DatabaseError as error:
        what = f"{file} is no catalog of Iceberg: {error}"
        raise ConfigurationError(what, hint="Name the folder of a lake, or another catalog.") from error
    if tables and "iceberg_tables" not in tables:
        what = f"{file} is a database of something else, and no catalog of Iceberg"
        raise ConfigurationError(what, hint="Name the folder of a lake, or another catalog.")


@contextmanager
def reached(place: Place, *, makes: bool = False) -> Iterator[Catalog]:
    """Open the catalog of a lake until the end of the block.

    What object stores, file systems and catalogs say in the block becomes an error that tells what to do.

    Args:
        place: The lake.
        makes: Whether to make a lake where there is none.

    Raises:
        UsageError: There is no lake, or the folder holds something else.
        WarehouseError: The lake cannot be used; the class says why.
    """
    from warehouse.lake.refusals import as_error

    try:
        catalog = open_catalog(place, makes=makes)
        try:
            yield catalog
        finally:
            catalog.close()
    except Exception as error:
        told = as_error(error, place.shown)
        if told is None:
            raise
        raise told from error
