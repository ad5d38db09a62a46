"""A real PostgreSQL for every test that asks for one: the embedded server, or the one WAREHOUSE_TEST_DSN names."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from pytest_postgresql import factories

from tests import families
from tests.builders import ProjectFolder
from tests.database.scratch import scratch
from tests.homes import open_folder
from warehouse.cli.app import run
from warehouse.database import embedded
from warehouse.database.migrate import upgrade
from warehouse.mart import definitions
from warehouse.mart.objects import list_objects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    AsLoaded = Callable[[str, Path], AbstractContextManager[str]]


ROOT = Path(__file__).resolve().parent.parent

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each worker, and each process it starts, compiles all code anew

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # in the background of a script; children would inherit it
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples on every run, so that a run says something about the change and not about luck; look for new
# counterexamples with: pytest --hypothesis-profile=search
settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    max_examples=60,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],  # a machine that is busy is no fault
)
settings.register_profile("quick", settings.get_profile("steady"), max_examples=10)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("steady")


def _memory() -> Path | None:
    """Return a folder in memory from which programs run, if there is one with room for what the tests write."""
    shm = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a private folder in it
    if not (shm.is_dir() and os.access(shm, os.W_OK)) or os.statvfs(shm).f_flag & os.ST_NOEXEC:
        return None
    return shm if shutil.disk_usage(shm).free > 2 * 1024**3 else None


def pytest_configure(config: pytest.Config) -> None:
    """Keep temporary files and databases in memory, unless TMPDIR says where: they are not worth a disk."""
    memory = _memory()
    if memory and "TMPDIR" not in os.environ:
        folder = tempfile.mkdtemp(prefix="tests-", dir=memory)  # sockets lie below it, whose paths must be short
        Path(folder).chmod(0o755)  # for the account that runs servers
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        config.add_cleanup(partial(shutil.rmtree, folder, ignore_errors=True))


@pytest.fixture(scope="session")
def sql_dir() -> Path:
    """Name the folder of the shipped SQL files."""
    return ROOT / "sql"


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests, and the processes they start, out of the user's caches."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def server_dsn() -> Iterator[str]:
    """Give the address of a server on which databases can be made."""
    given = os.environ.get("WAREHOUSE_TEST_DSN")
    if given:
        yield given
        return
    with open_folder() as folder, embedded.hold(folder / "home", durable=False) as server:
        yield server.dsn


@pytest.fixture(scope="session")
def made_home() -> Iterator[Path]:
    """Make a home of the embedded server once, for many tests to copy; its server does not run."""
    with open_folder() as folder:
        with embedded.hold(folder / "home", durable=False):
            pass
        yield folder / "home"


def migrate(*, host: str, port: int, user: str, password: str | None, dbname: str, **_: Any) -> None:
    """Bring the template database, which every test's own is a copy of, to the newest revision."""
    dsn = make_conninfo(host=host, port=port, user=user, password=password, dbname=dbname)
    upgrade(dsn, ROOT / "migrations")


postgresql_of_settings = factories.postgresql_noproc(load=[migrate])


@pytest.fixture(scope="session")
def postgresql_proc(server_dsn: str, pytestconfig: pytest.Config, request: pytest.FixtureRequest) -> Any:
    """Tell pytest-postgresql about the server, when the first test needs it."""
    parts = conninfo_to_dict(server_dsn)
    pytestconfig.option.postgresql_host = parts["host"]
    pytestconfig.option.postgresql_port = str(parts.get("port") or 5432)
    pytestconfig.option.postgresql_user = parts["user"]
    pytestconfig.option.postgresql_password = parts.get("password")
    return request.getfixturevalue("postgresql_of_settings")


@pytest.fixture
def blank(server_dsn: str) -> Iterator[str]:
    """Give the address of an empty database."""
    with scratch(server_dsn) as dsn:
        yield dsn


class Databases:
    """Makes databases on the tests' server, each a copy of another one."""

    def __init__(self, server: dict[str, Any], admin: psycopg.Connection) -> None:
        self._server = server
        self._admin = admin

    def dsn(self, name: str) -> str:
        return make_conninfo(dbname=name, **self._server)

    @contextmanager
    def copy(self, pattern: str, name: str) -> Iterator[str]:
        """Copy a database that nobody is connected to; give the address of the copy, which goes with the block."""
        made, found = sql.Identifier(name), sql.Identifier(pattern)
        self._admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(made, found))
        try:
            yield self.dsn(name)
        finally:
            self._admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(made))


@pytest.fixture(scope="session")
def databases(postgresql_proc: Any) -> Iterator[Databases]:
    """Give a maker of databases."""
    server = {name: getattr(postgresql_proc, name) for name in ("user", "host", "port", "password")}
    with psycopg.connect(dbname=postgresql_proc.maintenance_dbname, autocommit=True, **server) as admin:
        yield Databases(server, admin)


@pytest.fixture(scope="session")
def empty(postgresql_proc: Any) -> str:
    """Name the migrated database, to copy."""
    return str(postgresql_proc.template_dbname)


@pytest.fixture(scope="session")
def as_loaded(databases: Databases, empty: str) -> AsLoaded:
    """Give what loads a project folder once and names the database that holds it, for many tests to copy."""

    @contextmanager
    def load(name: str, project: Path) -> Iterator[str]:
        with databases.copy(empty, f"{empty}_{name}") as dsn:
            assert run(["--quiet", "--project", str(project), "--database", dsn, "load"]) == 0
            yield f"{empty}_{name}"

    return load


@pytest.fixture(scope="session")
def curated(as_loaded: AsLoaded) -> Iterator[str]:
    """Name a database into which the curated seeds were loaded, to copy."""
    with as_loaded("curated", ROOT) as made:
        yield made


@pytest.fixture(scope="session")
def each_family(as_loaded: AsLoaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Name a database into which a small world with a fact of each family was loaded, to copy."""
    folder = ProjectFolder(tmp_path_factory.mktemp("families"))
    folder.write(families.SEEDS)
    with as_loaded("families", folder.project) as made:
        yield made


@pytest.fixture(scope="session")
def curated_connection(databases: Databases, curated: str) -> Iterator[psycopg.Connection]:
    """Give a connection to one more copy of the curated seeds, on which nothing is ever committed."""
    with databases.copy(curated, f"{curated}_shared") as dsn, closing(psycopg.connect(dsn)) as connection:
        yield connection


@pytest.fixture
def loaded_mart(curated_connection: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """Give the curated seeds, loaded, in a transaction that is rolled back at the end."""
    yield curated_connection
    curated_connection.rollback()


@pytest.fixture
def pattern(request: pytest.FixtureRequest, empty: str) -> str:
    """Name what the test's own database is a copy of: what the fixture gives that ``pytest.mark.holds`` names."""
    marker = request.node.get_closest_marker("holds")
    return str(request.getfixturevalue(marker.args[0])) if marker else empty


@pytest.fixture
def database_url(databases: Databases, pattern: str, postgresql_proc: Any) -> Iterator[str]:
    """Give the address of a database for one test alone, which may commit."""
    with databases.copy(pattern, postgresql_proc.dbname) as dsn:
        yield dsn


@pytest.fixture
def own_database(database_url: str) -> Iterator[psycopg.Connection]:
    """Give a connection to the test's own database."""
    with closing(psycopg.connect(database_url)) as connection:
        yield connection


@pytest.fixture
def postgresql(own_database: psycopg.Connection) -> psycopg.Connection:
    """Give a migrated database; folders whose tests commit nothing let them share one instead."""
    return own_database


@pytest.fixture(scope="session")
def shared_connection(databases: Databases, empty: str) -> Iterator[psycopg.Connection]:
    """Give a connection to one more copy of the migrated database, on which nothing is ever committed."""
    with databases.copy(empty, f"{empty}_shared") as dsn, closing(psycopg.connect(dsn)) as connection:
        yield connection


@pytest.fixture(scope="session")
def live(databases: Databases, empty: str, sql_dir: Path) -> Iterator[str]:
    """Name a migrated database whose mart and past show what stands in ``core``, at once: they are views there."""
    with databases.copy(empty, f"{empty}_live") as dsn:
        with psycopg.connect(dsn) as connection:
            connection.execute("DROP SCHEMA mart CASCADE; CREATE SCHEMA mart")
            for schema, path in (("mart", definitions.NOW), ("as_of", definitions.THEN)):
                connection.execute(f"SET LOCAL search_path = {path}".encode())
                for found in list_objects(sql_dir):
                    view = f"CREATE OR REPLACE VIEW {schema}.{found.name} AS {definitions.selected(found)}"
                    connection.execute(view.encode())
        yield f"{empty}_live"


@pytest.fixture(scope="session")
def shared_live_connection(databases: Databases, live: str) -> Iterator[psycopg.Connection]:
    """Give a connection to a copy of the database with a live mart, on which nothing is ever committed."""
    with databases.copy(live, f"{live}_shared") as dsn, closing(psycopg.connect(dsn)) as connection:
        yield connection


@pytest.fixture
def rolled_back(shared_connection: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """Give a migrated database in a transaction that is open and rolled back at the end; costs next to nothing."""
    shared_connection.execute("SELECT")
    yield shared_connection
    shared_connection.rollback()


class Warehouse(ProjectFolder):
    """The command line, run in this process on the test's own database and project folder."""

    def __init__(self, project: Path, database_url: str | None, capsys: pytest.CaptureFixture[str]) -> None:
        super().__init__(project)
        self.database_url = database_url
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Run one command; give its exit code and what it printed on stdout and stderr."""
        with pytest.MonkeyPatch.context() as patch:
            if self.database_url:
                patch.setenv("WAREHOUSE_DATABASE_URL", self.database_url)  # it holds a password
            code = run(["--project", str(self.project), *arguments])
        printed = self._capsys.readouterr()
        return code, printed.out, printed.err


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a project folder with a copy of the curated seeds."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    return tmp_path


@pytest.fixture
def warehouse(project: Path, database_url: str, capsys: pytest.CaptureFixture[str]) -> Warehouse:
    """Give the command line on a fresh migrated database and a copy of the curated seeds."""
    return Warehouse(project, database_url, capsys)


@pytest.fixture
def offline(project: Path, capsys: pytest.CaptureFixture[str]) -> Warehouse:
    """Give the command line on a copy of the curated seeds, for commands that need no database."""
    return Warehouse(project, None, capsys)
