"""Homes in awkward places, and as root in places that the server's account cannot enter."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import psycopg
import pytest

import warehouse
from tests.homes import copy_home
from warehouse.database.embedded import Server, hold, start_service, status, stop
from warehouse.database.embedded.account import first_account
from warehouse.database.embedded.binaries import choose
from warehouse.database.embedded.home import RELOCATED, settle
from warehouse.errors import ConfigurationError, DatabaseBusy, PermissionRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.database.embedded.conftest import Holders

pytestmark = pytest.mark.slow
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can set this up")


def assert_works(home: Path) -> Server:
    with hold(home, durable=False) as server:
        with psycopg.connect(server.dsn) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(server.socket_directory / f".s.PGSQL.{server.port}"))
    assert not status(home).running
    return server


@pytest.fixture
def strict_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.fixture
def oddly_named(folder: Path) -> Iterator[Path]:
    """A home that does not exist yet, in a folder whose name is hard on shells, addresses and settings."""
    wanted = folder / 'it\'s "so", $HOME back\\slash `광물` %2F?#@:' / "home"
    yield wanted
    shutil.rmtree(settle(wanted).binaries, ignore_errors=True)


@pytest.mark.usefixtures("strict_umask")
def test_any_name_will_do_and_any_umask(oddly_named: Path) -> None:
    assert assert_works(oddly_named).home == oddly_named


def test_a_path_too_long_for_a_socket_gets_a_short_private_folder_for_it(folder: Path) -> None:
    home = folder / ("x" * 120) / "home"
    first = assert_works(home)
    assert first.home == home
    assert not first.socket_directory.exists()
    with hold(home) as server:
        assert server.socket_directory.stat().st_mode & 0o777 == 0o700
        assert server.socket_directory.stat().st_uid == home.stat().st_uid


def test_a_taken_port_is_avoided_and_the_new_one_remembered(cluster: Path) -> None:
    taken = status(cluster).port
    assert taken is not None
    with socket.create_server(("127.0.0.1", taken)), hold(cluster) as moved, psycopg.connect(moved.dsn) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    assert moved.port != taken
    with hold(cluster) as again:
        assert again.port == moved.port


def test_a_folder_of_somebody_else_is_refused(folder: Path) -> None:
    home = folder / "home"
    home.mkdir()
    if os.geteuid() == 0:
        os.chown(home, 54321, 54321)
    else:
        home = Path("/usr")
    for verb in (start_service, stop, status):
        with pytest.raises(PermissionRefused, match="belongs to account"):
            verb(home)


def test_a_folder_with_other_things_in_it_is_refused_and_left_as_it_is(folder: Path) -> None:
    (folder / "data").mkdir()
    before = folder.stat()
    with pytest.raises(ConfigurationError, match="not the embedded server's"):
        start_service(folder)
    assert [path.name for path in folder.iterdir()] == ["data"]
    assert (folder.stat().st_uid, folder.stat().st_mode) == (before.st_uid, before.st_mode)


def test_a_home_that_cannot_be_made_is_refused(folder: Path) -> None:
    (folder / "file").touch()
    with pytest.raises(ConfigurationError, match="WAREHOUSE_HOME"):
        start_service(folder / "file" / "home")


def test_a_home_that_only_root_can_enter_moves(closed_home: Path) -> None:
    closed = closed_home.parent.stat()
    server = assert_works(closed_home)
    assert server.home.parent == RELOCATED
    assert not closed_home.exists()
    assert closed_home.parent.stat().st_mode == closed.st_mode
    start_service(closed_home)
    assert status(closed_home).home == server.home
    assert stop(closed_home)


@only_root
def test_a_home_that_moved_stays_where_it_is_when_the_way_is_opened(folder: Path, made_home: Path) -> None:
    home = folder / "home"
    folder.chmod(0o700)
    moved = status(home).home
    assert moved.parent == RELOCATED
    moved.parent.mkdir(exist_ok=True)
    moved.parent.chmod(0o755)
    copy_home(made_home, moved)
    try:
        assert_works(home)
        folder.chmod(0o755)
        assert assert_works(home).home == moved
    finally:
        shutil.rmtree(moved)


@only_root
def test_data_that_the_account_can_no_longer_reach_is_not_silently_replaced(cluster: Path) -> None:
    above = cluster.parent
    above.chmod(0o700)
    with pytest.raises(PermissionRefused, match=f"account .* cannot enter {above}"):
        start_service(cluster)
    above.chmod(0o755)
    assert_works(cluster)


class Site(Protocol):
    """Makes the programs of the wheel appear in another folder, and has them taken."""

    def __call__(self, above: Path) -> None: ...


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    package = choose().programs.parents[1]
    libraries = package.with_name(f"{package.name}.libs")
    if not libraries.is_dir():
        pytest.skip("PostgreSQL does not come from a wheel here")

    def make(above: Path) -> None:
        above.mkdir()
        for part in (package, libraries):
            (above / part.name).symlink_to(part)
        monkeypatch.setenv("WAREHOUSE_PG_BIN", str(above / choose().programs.relative_to(package.parent)))

    return make


def assert_copied_once(home: Path, binaries: Path) -> None:
    assert_works(home)
    copies = list(binaries.iterdir())
    assert_works(home)
    assert list(binaries.iterdir()) == copies
    assert len(copies) == 1


def test_programs_that_only_root_can_reach_are_copied(closed_home: Path, site: Site) -> None:
    site(closed_home.parent / "site-packages")
    assert_copied_once(closed_home, settle(closed_home).binaries)


def test_programs_are_copied_to_where_initdb_can_name_them_to_a_shell(
    oddly_named: Path, closed_home: Path, site: Site
) -> None:
    site(closed_home.parent / "site-packages")
    assert_copied_once(oddly_named, settle(oddly_named).binaries)


def test_programs_that_initdb_cannot_name_to_a_shell_are_copied(home: Path, folder: Path, site: Site) -> None:
    site(folder / "site$packages")
    assert_copied_once(home, home / "binaries")


@only_root
def test_programs_of_no_wheel_that_only_root_can_reach_are_refused(
    closed_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = closed_home.parent / "bin"
    programs.symlink_to(choose().programs)
    monkeypatch.setenv("WAREHOUSE_PG_BIN", str(programs))
    with pytest.raises(ConfigurationError, match="cannot run the programs"):
        start_service(closed_home)


@only_root
def test_root_without_the_right_to_trace_still_sees_its_server(cluster: Path, holder: Holders) -> None:
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("setpriv is not installed")
    prefix = [setpriv, "--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace"]
    first = holder(cluster, prefix=prefix)
    pid = status(cluster).pid
    second = holder(cluster, prefix=prefix)
    assert status(cluster).pid == pid
    first.communicate()
    second.communicate()
    assert (first.returncode, second.returncode) == (0, 0)
    assert not status(cluster).running


@only_root
def test_a_server_in_another_container_is_not_doubled(cluster: Path, holder: Holders) -> None:
    apart = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"]
    if shutil.which("unshare") is None or subprocess.run([*apart, "true"], check=False).returncode:
        pytest.skip("this account cannot make process namespaces")
    holder(cluster, prefix=apart)
    with pytest.raises(DatabaseBusy, match="another container"), hold(cluster):
        pass


@pytest.fixture
def small_disk(folder: Path) -> Iterator[Path]:
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m,mode=755", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this account cannot mount a small disk")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def test_a_full_disk_says_so_and_leaves_no_half_made_data(small_disk: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"No space left on device(.|\n)*Make room"):
        start_service(small_disk / "home")
    assert [path for path in (small_disk / "home").rglob("*") if path.name.startswith(("data", "postgres"))] == []


@only_root
def test_a_plain_user_needs_no_other_account(folder: Path) -> None:
    account = first_account(["postgres", "nobody"])
    minor = f"python{sys.version_info.major}.{sys.version_info.minor}"
    spec = importlib.util.find_spec("psycopg")
    assert spec is not None
    assert spec.origin is not None
    places = [Path(warehouse.__file__).parents[1], Path(spec.origin).parents[1]]
    environment = {"PYTHONPATH": os.pathsep.join(map(str, places)), "PATH": os.defpath}

    def run(python: str, code: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, "-c", code, folder / "own" / "home"],
            user=account.uid,
            group=account.gid,
            extra_groups=[],
            cwd="/",
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    candidates = [sys.executable, f"/usr/bin/{minor}", f"/usr/local/bin/{minor}"]
    usable = [python for python in candidates if _runs(account.uid, python)]
    usable = [python for python in usable if run(python, "import psycopg, warehouse.errors").returncode == 0]
    if not usable:
        pytest.skip(f"account {account.name} can reach no Python with psycopg and this package")
    (folder / "own").mkdir()
    os.chown(folder / "own", account.uid, account.gid)
    ran = run(usable[0], PLAIN_USER)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "(1,)\nFalse\n", "")


def _runs(uid: int, python: str) -> bool:
    try:
        return subprocess.run([python, "-c", ""], user=uid, extra_groups=[], cwd="/", check=False).returncode == 0
    except OSError:
        return False


PLAIN_USER = """
import sys
from pathlib import Path
import psycopg
from warehouse.database.embedded import hold, status
home = Path(sys.argv[1])
with hold(home, durable=False) as server, psycopg.connect(server.dsn) as connection:
    print(connection.execute("select 1").fetchone())
    assert server.home == home and home.stat().st_uid != 0
print(status(home).running)
"""
