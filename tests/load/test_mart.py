"""What loads do to the mart: it follows ``core``, only changed rows are written, and the past can be asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.conftest import ROOT
from tests.load.conftest import CLUB, PACT
from tests.load.test_by_hand import EDITS
from tests.past import states_that_differ
from warehouse.database.derived import FILLING, preparation
from warehouse.mart.objects import list_objects
from warehouse.mart.refresh import RECOMPUTE, refresh
from warehouse.plan import Counts

if TYPE_CHECKING:
    from tests.load.conftest import Small

pytestmark = pytest.mark.slow

OBJECTS = list_objects(ROOT / "sql")
COLUMNS = {found.name: ", ".join(found.header.columns) for found in OBJECTS if found.is_table}
TABLES = list(COLUMNS)
Contents = dict[str, list[str]]


def contents(small: Small, schema: str, at: str | None = None) -> Contents:
    """Give the rows of every table of mart, or of its view on the past, as sorted text."""
    found = {}
    with small.connection.transaction():
        if at is not None:
            small.connection.execute("SELECT set_config('warehouse.as_of', %s, true)", [at])
        for name in TABLES:
            query = f"SELECT ROW({COLUMNS[name]})::text FROM {schema}.{name} ORDER BY 1"
            found[name] = [text for (text,) in small.connection.execute(query.encode())]
    return found


def versions(small: Small) -> dict[tuple[str, str], Any]:
    """Give where each row of the mart stands, which changes when it is written."""
    return {
        (name, text): place
        for name in TABLES
        for text, place in small.rows(f"SELECT answer::text, (ctid, xmin) FROM mart.{name} AS answer")
    }


def instant(small: Small) -> str:
    return str(small.rows("SELECT max(loaded_at) FROM ops.loads")[0][0])


def test_each_state_of_the_past_is_reproduced_after_five_loads(loaded: Small) -> None:
    states = {instant(loaded): contents(loaded, "mart")}

    def step(*words: str) -> None:
        code, _, said = loaded(*(words or ("load", "--max-retire", "100%")))
        assert code == 0, said
        states[instant(loaded)] = contents(loaded, "mart")

    loaded.edit("pact.yaml", "5 million USD", "7 million USD")
    step()
    loaded.edit("pact.yaml", "key: tin-pact", "key: tin-treaty\n    moved_from: tin-pact")
    step()
    (loaded.seeds / "club.yaml").unlink()
    step()
    loaded.edit("base.yaml", "page_date: 2030-05-15", "page_date: 2030-06-15")
    loaded.edit("base.yaml", "name: Freedonia", "name: Sylvania")
    step()
    step("undo", "3")
    assert len(states) == 6
    assert len({str(state) for state in states.values()}) == 6
    for at, state in states.items():
        assert contents(loaded, "as_of", at) == state
    assert contents(loaded, "as_of") == contents(loaded, "mart")
    assert loaded.database_url is not None
    assert states_that_differ(loaded.database_url) == []
    with psycopg.connect(loaded.database_url) as connection:
        for name in TABLES:  # as after an upgrade that changes the SELECT of this table alone
            for statement in preparation(ROOT / "sql", FILLING):
                connection.execute(statement.encode())
            connection.execute("UPDATE ops.mart_tables SET sql_sha256 = '' WHERE table_name = %s", [name])
            connection.execute(RECOMPUTE.replace("true", "false").encode())
            connection.commit()
    assert states_that_differ(loaded.database_url) == []
    step("load", "--restore")
    for at, state in states.items():
        assert contents(loaded, "as_of", at) == state


def test_before_the_first_load_everything_is_empty(loaded: Small) -> None:
    assert not any(contents(loaded, "as_of", "1999-12-31").values())


def test_the_future_is_now_and_a_day_is_its_end(loaded: Small) -> None:
    now = contents(loaded, "mart")
    assert contents(loaded, "as_of", "2999-01-01") == now
    [(today, yesterday)] = loaded.rows(
        "SELECT (max(loaded_at) AT TIME ZONE 'UTC')::date::text, (max(loaded_at) AT TIME ZONE 'UTC')::date - 1"
        " FROM ops.loads"
    )
    assert contents(loaded, "as_of", today) == now
    assert contents(loaded, "as_of", str(yesterday))["dim_fact"] == []


@pytest.mark.parametrize("given", ["soon", "2026-02-30", "3"])
def test_what_is_no_instant_is_refused(loaded: Small, given: str) -> None:
    with pytest.raises(psycopg.DataError):
        contents(loaded, "as_of", given)


def test_load_writes_only_rows_that_differ(loaded: Small) -> None:
    before = versions(loaded)
    loaded.edit("pact.yaml", "5 million USD", "7 million USD")
    loaded.load()
    after = versions(loaded)
    written = after.items() - before.items()
    assert sorted(name for (name, _), _ in written) == ["dim_fact", "fact_answer", "fact_money"]
    assert len(before.items() - after.items()) == 3


SHOWN = (
    "SELECT m.as_printed, f.known_since::text FROM {0}.dim_fact AS f"
    " JOIN {0}.fact_money AS m ON m.fact_key = f.fact_key WHERE f.path LIKE 'agreements/tin-pact/values/%'"
)


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Seoul"])
def test_as_of_what_known_since_shows_is_the_same_in_every_time_zone(loaded: Small, zone: str) -> None:
    connection = loaded.connection
    loaded.edit("pact.yaml", "5 million USD", "7 million USD")
    loaded.load()
    with connection.transaction():
        connection.execute(f"SET LOCAL TimeZone = '{zone}'".encode())
        shown = connection.execute(SHOWN.format("mart").encode()).fetchone()
        assert shown
        assert "7 million USD" in shown[0]
        without_offset = re.sub(r"[+-]\d\d(:\d\d)?$", "", shown[1])
        for given in (shown[1], without_offset, without_offset[:10]):
            connection.execute("SELECT set_config('warehouse.as_of', %s, true)", [given])
            assert connection.execute(SHOWN.format("as_of").encode()).fetchone() == shown
        [(just_before, day)] = connection.execute(
            "SELECT (%(at)s::timestamptz - interval '1 microsecond')::timestamp::text, (%(at)s::timestamptz)::date - 1",
            {"at": shown[1]},
        ).fetchall()
        connection.execute("SELECT set_config('warehouse.as_of', %s, true)", [just_before])
        [(earlier, _)] = connection.execute(SHOWN.format("as_of").encode()).fetchall()
        assert "5 million USD" in earlier
        connection.execute("SELECT set_config('warehouse.as_of', %s, true)", [str(day)])
        assert connection.execute(SHOWN.format("as_of").encode()).fetchall() == []


ONE, TWO = "cite: tin-news#5", "cite: [tin-news#5, tin-news#9]"
CITED = (
    "SELECT f.citation_text, f.known_since FROM {}.dim_fact AS f"
    " WHERE f.path LIKE 'agreements/tin-pact/values/%' ORDER BY f.path"
)


def test_known_since_moves_when_only_a_citation_is_taken_back(loaded: Small) -> None:
    connection = loaded.connection
    [(only, first)] = loaded.rows(CITED.format("mart"))
    loaded.edit("pact.yaml", ONE, TWO)
    loaded.load()
    [(both, second)] = loaded.rows(CITED.format("mart"))
    assert (both != only, second > first) == (True, True)
    loaded.edit("pact.yaml", TWO, ONE)
    loaded.load()
    [(text, third)] = loaded.rows(CITED.format("mart"))
    assert (text, third > second) == (only, True)
    others = loaded.rows(
        "SELECT count(*) FROM mart.dim_fact WHERE known_since = (SELECT max(loaded_at) FROM ops.loads)"
    )
    assert others == [(1,)]
    for at, owed in ((first, (only, first)), (second, (both, second)), (third, (only, third))):
        with connection.transaction():
            connection.execute("SELECT set_config('warehouse.as_of', %s, true)", [at.isoformat()])
            assert connection.execute(CITED.format("as_of").encode()).fetchall() == [owed]
    with connection.transaction():
        just_before = "SELECT set_config('warehouse.as_of', (%s::timestamptz - interval '1 microsecond')::text, true)"
        connection.execute(just_before, [third])
        assert connection.execute(CITED.format("as_of").encode()).fetchall() == [(both, second)], "not just before"


def test_the_instant_that_was_taken_is_told(loaded: Small) -> None:
    with loaded.connection.transaction():
        loaded.connection.execute("SET LOCAL TimeZone = 'Asia/Seoul'; SET LOCAL warehouse.as_of = '2026-02-19 10:00'")
        told = {
            schema: loaded.connection.execute(f"SELECT shown_at::text FROM {schema}.dim_schema".encode()).fetchall()
            for schema in ("as_of", "mart")
        }
    assert told == {"as_of": [("2026-02-19 10:00:00+09",)], "mart": [(None,)]}
    assert loaded.rows("SELECT shown_at FROM as_of.dim_schema") == [(None,)]


def test_load_of_the_same_seeds_leaves_the_mart_alone(loaded: Small) -> None:
    before = versions(loaded)
    loaded.load("--reread")
    assert versions(loaded) == before


def test_plan_and_refused_load_leave_the_mart_alone(loaded: Small) -> None:
    before = contents(loaded, "mart")
    (loaded.seeds / "club.yaml").unlink()
    (loaded.seeds / "pact.yaml").unlink()
    loaded.plan()
    assert loaded("load")[0] == 1
    assert contents(loaded, "mart") == before


def test_retired_rows_go_and_come_back(loaded: Small) -> None:
    before = contents(loaded, "mart")
    (loaded.seeds / "club.yaml").unlink()
    loaded.load("--max-retire", "100%")
    assert loaded.rows("SELECT count(*) FROM mart.dim_entity WHERE entity_key = 'tin-club'") == [(0,)]
    loaded.write(CLUB, "club.yaml")
    loaded.load()
    after = contents(loaded, "mart")
    assert {name for name in TABLES if before[name] != after[name]} == {"dim_fact"}  # since when it is known


def test_hand_made_view_on_the_mart_outlives_a_load(loaded: Small) -> None:
    loaded.run_sql("CREATE VIEW public.mine AS SELECT name FROM mart.dim_agreement WHERE kind = 'partnership'")
    (loaded.seeds / "club.yaml").unlink()
    loaded.load("--max-retire", "100%")
    assert loaded.rows("SELECT name FROM public.mine") == [("Pact",)]


def test_restore_puts_back_what_was_edited_by_hand_in_the_mart(loaded: Small) -> None:
    before = contents(loaded, "mart")
    loaded.run_sql("UPDATE mart.dim_agreement SET name = 'wrong'; DELETE FROM mart.fact_milestone")
    loaded.load()
    assert contents(loaded, "mart") != before
    loaded.load("--restore")
    assert contents(loaded, "mart") == before


def test_only_rows_of_facts_that_changed_are_looked_at(loaded: Small) -> None:
    loaded.run_sql("UPDATE mart.fact_money SET as_printed = 'by hand' WHERE as_printed <> '5 million USD'")
    edited = loaded.rows("SELECT count(*) FROM mart.fact_money WHERE as_printed = 'by hand'")
    loaded.edit("pact.yaml", "5 million USD", "7 million USD")
    loaded.load()
    assert loaded.rows("SELECT count(*) FROM mart.fact_money WHERE as_printed = 'by hand'") == edited
    assert loaded.rows("SELECT amount FROM mart.fact_money WHERE as_printed = '7 million USD'") != []


def test_table_that_is_not_as_its_file_says_is_told(loaded: Small) -> None:
    loaded.run_sql("ALTER TABLE mart.fact_milestone DROP COLUMN kind CASCADE")
    loaded.edit("pact.yaml", "last September", "last August")
    loaded.edit("pact.yaml", "2029-09", "2029-08")
    code, _, said = loaded("load")
    assert code == 78
    assert "sql/mart/fact_milestone.sql does not fit the database" in said
    assert "kind does not exist" in said
    assert loaded.rows("SELECT date_words FROM core.milestones") == [("last September",)]


def test_another_select_fills_a_table_anew(loaded: Small) -> None:
    loaded.run_sql("DELETE FROM mart.fact_milestone; UPDATE mart.dim_agreement SET name = 'wrong'")
    with loaded.connection.transaction():
        assert refresh(loaded.connection, OBJECTS, {}, 1) == {}
    loaded.run_sql("UPDATE ops.mart_tables SET sql_sha256 = 'another' WHERE table_name = 'fact_milestone'")
    with loaded.connection.transaction():
        loaded.connection.execute(
            "CREATE TEMPORARY TABLE changed_agreements ON COMMIT DROP"
            " AS SELECT key, '~' AS operation FROM core.agreements"
        )
        written = refresh(loaded.connection, OBJECTS, {"agreements": Counts(changed=1)}, 1)
    assert written["fact_milestone"] == PACT.count("date:")
    assert written["dim_agreement"] == 3
    assert contents(loaded, "mart") == contents(loaded, "as_of")


def test_rows_removed_by_hand_go_with_the_fact_that_is_retired(loaded: Small) -> None:
    loaded.run_sql(EDITS["removed altogether"])
    loaded.edit("club.yaml", "      - {entity: tin-club, role: signatory, cite: tin-news#8}\n", "")
    loaded.load()
    assert loaded.rows("SELECT entity_key FROM mart.bridge_agreement_party") == [("tinworks",)]
    assert loaded.rows("SELECT count(*) FROM mart.bridge_fact_document WHERE paragraph = 8") == [(2,)]


AGREEMENTS_BY_NAME = """\
/* check
title: No agreement is called a draft
description: Proves that a check sees the mart of the planned rows.
severity: error
hint: name it
*/
SELECT name || ' is a draft' AS problem FROM mart.dim_agreement WHERE name LIKE 'Draft%';
"""


@pytest.mark.parametrize("verb", ["plan", "load"])
def test_check_on_the_mart_sees_it_as_the_load_leaves_it(loaded: Small, verb: str) -> None:
    checks = loaded.project / "sql" / "checks"
    checks.mkdir(parents=True)
    (checks / "no-drafts.sql").write_text(AGREEMENTS_BY_NAME)
    loaded.edit("pact.yaml", "name: Pact", "name: Draft pact")
    code, _, said = loaded(verb)
    assert (code, "no-drafts: Draft pact is a draft" in said) == (1, True)
    assert loaded.rows("SELECT name FROM mart.dim_agreement WHERE name LIKE '%act'") == [("Pact",)]


@pytest.mark.parametrize("verb", ["plan", "load"])
def test_checks_run_only_if_something_changes(loaded: Small, verb: str) -> None:
    checks = loaded.project / "sql" / "checks"
    checks.mkdir(parents=True)
    (checks / "no-drafts.sql").write_text(AGREEMENTS_BY_NAME.replace("Draft", "Pact"))
    assert loaded(verb)[0] == 0
    loaded.edit("club.yaml", "name: Club deal", "name: Club pact")
    assert loaded(verb)[0] == 1
