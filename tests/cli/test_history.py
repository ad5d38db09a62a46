"""``warehouse runs``, ``diff``, ``history`` and ``blame`` as a user meets them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from wcwidth import wcswidth

from tests.history.loads import Ledger, begun
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from psycopg import Connection

    from tests.conftest import Warehouse

pytestmark = pytest.mark.slow

PLEDGE = "agreements/deal/pledge"


@pytest.fixture
def loaded(own_database: Connection[Any], warehouse: Warehouse) -> Warehouse:
    """Give a warehouse after four runs: a load, a failure, a change in Korean, a rename."""
    ledger = Ledger(own_database)
    begun(ledger)
    ledger.run(
        "failed", error="the seeds are wrong\nin two lines", git_revision=None, is_git_dirty=None, seeds_sha256=None
    )
    with ledger.load(is_git_dirty=True) as load:
        load.change("monetary_values", PLEDGE, amount=6, words="여섯 달러")
    with ledger.load() as load:
        load.rename("agreements/deal", "agreements/pact")
    own_database.commit()
    return warehouse


def test_list_shows_the_newest_first_with_their_outcome(loaded: Warehouse) -> None:
    code, out, err = loaded("runs", "list")
    assert (code, err) == (ExitCode.DONE, "")
    heads, _, *lines = out.splitlines()
    assert heads.split()[:3] == ["run", "status", "started"]
    assert [line.split()[:2] for line in lines] == [["4", "loaded"], ["3", "loaded"], ["2", "failed"], ["1", "loaded"]]
    assert "+9 ~0 -0" in lines[3]
    assert "0123456789*" in lines[1]
    assert lines[2].endswith("the seeds are wrong")
    assert len(loaded("runs", "list", "--limit", "2")[1].splitlines()) == 4


def test_list_as_json_is_a_list_of_what_show_gives(loaded: Warehouse) -> None:
    runs = json.loads(loaded("runs", "list", "-f", "json")[1])
    assert [run["run"] for run in runs] == [4, 3, 2, 1]
    assert json.loads(loaded("runs", "show", "2", "-f", "json")[1]) == runs[2]
    assert runs[2]["error"] == "the seeds are wrong\nin two lines"


def test_list_of_an_empty_warehouse_says_what_to_do(warehouse: Warehouse) -> None:
    code, out, err = warehouse("runs", "list")
    assert (code, out) == (ExitCode.DONE, "")
    assert "warehouse load" in err
    assert json.loads(warehouse("runs", "list", "-f", "json")[1]) == []


def test_show_describes_a_run(loaded: Warehouse) -> None:
    out = loaded("runs", "show", "1")[1]
    assert out.startswith("Run 1: loaded\n")
    assert "monetary_values  +1 ~0 -0\n" in out
    assert "           in two lines\n" in loaded("runs", "show", "2")[1]


def test_diff_shows_cells_and_numbers(loaded: Warehouse) -> None:
    code, out, _ = loaded("diff", "1..3")
    assert code == ExitCode.DONE
    assert out.splitlines() == [
        f"~ {PLEDGE}  seeds/deal.yaml:1",
        "    amount: 5 → 6",
        "    words: 5 USD → 여섯 달러",
        "",
        "1 fact: 0 rows added, 1 changed, 0 retired.",
    ]
    assert loaded("diff", "3")[1] == out
    assert loaded("diff", "1..3", "--stat")[1] == (
        "monetary_values  +0 ~1 -0\n\n1 fact: 0 rows added, 1 changed, 0 retired.\n"
    )
    assert loaded("diff", "3..3")[1] == "Nothing changed.\n"


def test_diff_as_json(loaded: Warehouse) -> None:
    document = json.loads(loaded("diff", "1..", "-f", "json")[1])
    assert list(document) == ["format", "after", "until", "run", "changes", "facts", "summary", "tables"]
    assert (document["after"], document["run"], document["facts"]) == ("2026-11-01T09:00:00+00:00", None, 2)
    assert document["summary"] == {"added": 0, "changed": 0, "retired": 0, "renamed": 5, "restored": 0}
    assert {change["old_path"] for change in document["changes"]} == {"agreements/deal", PLEDGE}
    stat = json.loads(loaded("diff", "1..", "--stat", "-f", "json")[1])
    assert stat == {name: value for name, value in document.items() if name != "changes"} | {"until": stat["until"]}
    assert json.loads(loaded("diff", "4..4", "-f", "json")[1])["changes"] == []


def test_history_tells_every_load_under_every_name(loaded: Warehouse) -> None:
    code, out, _ = loaded("history", "deal")
    assert code == ExitCode.DONE
    lines = out.splitlines()
    assert lines[:2] == ["agreements/pact", "until 2026-11-01 12:00 UTC: agreements/deal"]
    assert [line.split()[1] for line in lines if line.startswith("run ")] == ["4", "3", "1"]
    assert f"  ~ {PLEDGE}  seeds/deal.yaml:1" in lines
    assert json.loads(loaded("history", "deal", "-f", "json")[1])["path"] == "agreements/pact"


def test_blame_stands_below_the_load_and_the_line(loaded: Warehouse) -> None:
    code, out, _ = loaded("blame", "pact")
    assert code == ExitCode.DONE
    assert out.splitlines()[:6] == [
        "agreements/pact",
        "  run 4  2026-11-01 12:00 UTC  kim  0123456789  seeds/deal.yaml:1",
        "      key       pact",
        "  run 1  2026-11-01 09:00 UTC  kim  0123456789  seeds/deal.yaml:6",
        "      kind      partnership",
        "      name      Deal",
    ]
    assert (
        "  run 3  2026-11-01 11:00 UTC  kim  0123456789*  seeds/deal.yaml:1\n"
        "      amount         6\n      words          여섯 달러\n"
    ) in out
    assert json.loads(loaded("blame", "pact", "-f", "json")[1])["rows"][0]["table"] == "agreements"


def test_list_stands_in_columns_whatever_the_language(loaded: Warehouse, own_database: Connection[Any]) -> None:
    own_database.execute("UPDATE ops.load_runs SET run_by = '김' WHERE run_id = 3")
    own_database.commit()
    lines = loaded("runs", "list")[1].splitlines()
    (line,) = [line for line in lines if "김" in line]
    assert wcswidth(line.partition("01234")[0]) == lines[0].index("git")


def test_colour_goes_by_what_happened(loaded: Warehouse) -> None:
    assert "\x1b[33m~ agreements" in loaded("--color", "always", "diff", "3")[1]
    assert "  \x1b[36m» agreements" in loaded("--color", "always", "history", "pact")[1]
    assert "\x1b" not in loaded("--color", "never", "diff", "3")[1]


def test_values_cannot_act_on_the_terminal(loaded: Warehouse, own_database: Connection[Any]) -> None:
    own_database.execute("UPDATE core.agreements SET name = E'a\\x1b[2Jb\\nc' WHERE key = 'pact'")
    own_database.commit()
    for command in (("diff", ".."), ("history", "pact"), ("blame", "pact")):
        out = loaded(*command)[1]
        assert "a\\x1b[2Jb\\nc" in out
        assert "\x1b" not in out


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("diff", "2.."), "run 2 committed nothing: it failed"),
        (("diff", "3..1"), "ends before it begins"),
        (("runs", "show", "9"), "there is no run 9"),
        (("runs", "show", "nine"), "valid int"),
        (("history", "dael"), 'did you mean "deal"?'),
        (("blame", "agreements/none"), 'nothing is or was called "agreements/none"'),
    ],
)
def test_wrong_words_end_in_64_with_advice(loaded: Warehouse, command: tuple[str, ...], told: str) -> None:
    code, out, err = loaded(*command)
    assert (code, out) == (ExitCode.USAGE, "")
    assert told in err
    assert len(err.splitlines()) == 2


@pytest.mark.slow
@pytest.mark.holds("curated")
def test_a_thing_is_found_by_what_it_is_called(warehouse: Warehouse) -> None:
    for command in ("history", "blame"):
        code, out, err = warehouse(command, "(unnamed)")
        assert (code, out) == (ExitCode.USAGE, "")
        assert "did you mean one of: entities/unnamed-" in err
        assert "(European automaker (unnamed))" in err


def test_database_at_another_revision_is_refused(loaded: Warehouse, own_database: Connection[Any]) -> None:
    own_database.execute("UPDATE ops.alembic_version SET version_num = '20200101_0000'")
    own_database.commit()
    for command in (("runs", "list"), ("diff", "1.."), ("history", "deal"), ("blame", "deal")):
        code, _, err = loaded(*command)
        assert code == ExitCode.CONFIGURATION
        assert "warehouse db upgrade" in err
