"""``warehouse check --fresh``: how old the last load and the documents are, as far as each account may know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.database.accounts import Site, own_prefix
from warehouse.checks.freshness import parse_duration, shown_duration
from warehouse.database.roles import Group
from warehouse.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Warehouse

pytestmark = pytest.mark.holds("curated")


@pytest.mark.parametrize(
    ("text", "seconds"), [("90m", 5400), ("26h", 93600), ("2d", 172800), ("1w", 604800), ("45s", 45)]
)
def test_durations(text: str, seconds: int) -> None:
    assert parse_duration(text, "--max-age") == seconds


@pytest.mark.parametrize(
    "text", ["", "26", "h", "0h", "-1h", "1.5h", "26 h", "26H", "1d12h", "1234567h", "٣h", "26h\n"]
)
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(UsageError, match="--max-age"):
        parse_duration(text, "--max-age")


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.4, "0 s"),
        (59, "59 s"),
        (3600, "1 h"),
        (93784, "1 d 2 h"),
        (-61, "1 m 1 s"),
        (2e6, "23 d 3 h"),
        (86403, "1 d"),
    ],
)
def test_durations_are_shown_roughly(seconds: float, shown: str) -> None:
    assert shown_duration(seconds) == shown


def test_limits_without_the_question_are_refused(offline: Warehouse) -> None:
    for option in ("--max-age", "--max-document-age"):
        code, _, said = offline("check", option, "2d")
        assert (code, "--fresh" in said) == (ExitCode.USAGE, True)


@pytest.mark.slow
@pytest.mark.holds("empty")
def test_nothing_loaded_is_not_fresh(warehouse: Warehouse) -> None:
    code, out, _ = warehouse("check", "--fresh")
    assert (code, out) == (ExitCode.FAILED, "old     load: nothing has been loaded yet\n")


def age(connection: psycopg.Connection, interval: str, where: str = "true") -> None:
    """Move runs and loads into the past, or back."""
    with connection.transaction():
        shift = f"- interval '{interval}'"
        connection.execute(
            f"UPDATE ops.load_runs SET started_at = started_at {shift}, finished_at = finished_at {shift}"
            f" WHERE {where}".encode()
        )
        connection.execute(f"UPDATE ops.loads SET loaded_at = loaded_at {shift} WHERE {where}".encode())


@pytest.mark.slow
def test_load_that_had_nothing_to_change_counts(warehouse: Warehouse, postgresql: psycopg.Connection) -> None:
    assert warehouse("check", "--fresh")[0] == ExitCode.DONE
    age(postgresql, "27 hours")
    code, out, _ = warehouse("check", "--fresh")
    assert code == ExitCode.FAILED
    assert out.startswith("old     load: run 1 is 1 d 3 h old; the limit is 1 d 2 h\n")
    assert warehouse("check", "--fresh", "--max-age", "2d")[0] == ExitCode.DONE
    assert "Nothing to change" in warehouse("load")[2]
    code, out, _ = warehouse("check", "--fresh", "--max-age", "30m")
    assert (code, out.startswith("ok      load: run 2 is ")) == (ExitCode.DONE, True)


@pytest.mark.slow
def test_load_that_failed_or_took_another_back_does_not_count(
    warehouse: Warehouse, postgresql: psycopg.Connection
) -> None:
    seed = warehouse.seeds / "korean-firms-us-rare-earth-push.yaml"
    right = seed.read_text()
    seed.write_text(right.replace("260 billion KRW", "261 billion KRW"))
    assert warehouse("load")[0] == ExitCode.DONE
    age(postgresql, "2 days")
    assert warehouse("undo", "2")[0] == ExitCode.DONE
    other = warehouse.seeds / "korea-derisks-rare-earth-imports.yaml"
    other.write_text(other.read_text().replace("version: with-rare-earths", "version: longer"))
    assert warehouse("load")[0] == ExitCode.FAILED
    code, out, _ = warehouse("check", "--fresh")
    assert (code, out.startswith("old     load: run 2 is 2 d old")) == (ExitCode.FAILED, True)


@pytest.mark.slow
def test_clock_that_was_ahead_does_not_hide_that_nothing_is_loaded(
    warehouse: Warehouse, postgresql: psycopg.Connection
) -> None:
    age(postgresql, "-3 days")
    code, out, _ = warehouse("check", "--fresh")
    assert code == ExitCode.FAILED
    assert re.match(r"old     load: run 1 is 2 d 23 h in the future: was a clock or a date wrong\?\n", out)
    assert "Nothing to change" in warehouse("load")[2]
    assert warehouse("check", "--fresh")[0] == ExitCode.DONE, "the newest run counts, not the latest time"


@pytest.mark.slow
def test_documents_of_each_topic(warehouse: Warehouse) -> None:
    code, out, _ = warehouse("check", "--fresh")
    assert code == ExitCode.DONE
    assert re.findall(r"(?m)^info    (\w+): \S+ of 2026-02-\d\d is .* old$", out) == [
        "agreements",
        "events",
        "facilities",
        "mineral_lists",
        "strategies",
    ]
    assert warehouse("check", "--fresh", "--max-document-age", "9999w")[0] == ExitCode.DONE
    code, out, _ = warehouse("check", "--fresh", "--max-document-age", "1d")
    assert code == ExitCode.FAILED
    assert "old     agreements: korean-firms-us-rare-earth-push of 2026-02-18 is " in out


@pytest.fixture
def site(server_dsn: str, database_url: str) -> Iterator[Site]:
    with own_prefix(server_dsn) as prefix:
        site = Site(database_url, prefix)
        site.furnish()
        yield site
        with psycopg.connect(database_url) as admin:  # what they own and may do goes before them
            for name in (made(group) for group in Group for made in (site.role, site.login)):
                admin.execute(f"REASSIGN OWNED BY {name} TO CURRENT_USER; DROP OWNED BY {name}".encode())


@pytest.mark.slow
def test_each_account_is_told_what_it_may_know(
    warehouse: Warehouse, site: Site, postgresql: psycopg.Connection
) -> None:
    age(postgresql, "27 hours")

    def told(group: Group, *arguments: str) -> tuple[int, str, str]:
        warehouse.database_url = site.address(group)
        return warehouse("check", "--fresh", *arguments)

    code, out, _ = told(Group.LOADER)
    assert (code, "old     load: run 1" in out, "agreements" in out) == (ExitCode.FAILED, True, True)
    code, out, _ = told(Group.MONITOR)
    assert (code, "old     load: run 1" in out, "agreements" in out) == (ExitCode.FAILED, True, False)
    code, _, said = told(Group.MONITOR, "--max-document-age", "1d")
    assert (code, "reader or a loader" in said) == (ExitCode.PERMISSION, True)
    code, out, _ = told(Group.READER)
    assert code == ExitCode.DONE, "it does not see loads that had nothing to change, so the usual limit says nothing"
    assert out.startswith("info    load: run 1, the last run that wrote something, is 1 d 3 h old\n")
    assert told(Group.READER, "--max-age", "1d")[0] == ExitCode.FAILED
    assert told(Group.READER, "--max-document-age", "1d")[0] == ExitCode.FAILED
