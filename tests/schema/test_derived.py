"""What follows from the tables is brought in step, keeps what is others', and goes back."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tests.conftest import ROOT
from tests.database.scratch import scratch
from tests.later import HEADER, LATER, NEWEST, add_column, later_version, put_column_in_front, replace_in
from tests.past import states_that_differ
from warehouse.cli.app import run
from warehouse.database.migrate import MigrationOptions, downgrade, upgrade
from warehouse.database.roles import Group
from warehouse.database.schema_check import Fingerprint, compare, read_fingerprint
from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Warehouse
    from warehouse.database.derived import Change

pytestmark = pytest.mark.slow

MIGRATIONS, SQL = ROOT / "migrations", ROOT / "sql"
MONEY = "mart/fact_money.sql"
EARLIER = ROOT / "tests" / "schema" / "earlier"


def fingerprint(dsn: str) -> Fingerprint:
    with psycopg.connect(dsn) as connection:
        return read_fingerprint(connection, SQL)


def ask(dsn: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(dsn) as connection:
        return connection.execute(query.encode()).fetchall()


def change(dsn: str, *statements: str) -> None:
    with psycopg.connect(dsn) as connection:
        for statement in statements:
            connection.execute(statement.encode())


FILLED = ("core", "history", "ops")
OF_MIGRATIONS = ("ops.alembic_version", "ops.migration_log", "ops.mart_tables")


def rows(dsn: str, *schemas: str) -> dict[str, list[str]]:
    """Return every row of the tables of these schemas as text, by column, but for the account of what is derived."""
    held = {}
    with psycopg.connect(dsn) as connection:
        tables = connection.execute(
            "SELECT relnamespace::regnamespace::text, relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = ANY (%s::regnamespace[]) AND relname <> 'derived' ORDER BY 1, 2",
            [list(schemas)],
        ).fetchall()
        for schema, table in tables:
            query = sql.SQL('SELECT to_jsonb(t)::text COLLATE "C" FROM {} AS t ORDER BY 1')
            held[f"{schema}.{table}"] = [
                row for (row,) in connection.execute(query.format(sql.Identifier(schema, table)))
            ]
    return held


@pytest.fixture(scope="module")
def fresh(server_dsn: str) -> Iterator[Fingerprint]:
    """Give the schema that this version makes in an empty database."""
    with scratch(server_dsn) as dsn:
        upgrade(dsn, MIGRATIONS)
        yield fingerprint(dsn)


@pytest.fixture
def earlier(server_dsn: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Give a database as earlier code left it (see earlier/make_dump.sh); without a parameter, the oldest."""
    dump = EARLIER / f"{getattr(request, 'param', 'news')}.sql.gz"
    groups = [sql.Identifier(f"carried_{group}") for group in Group]
    with scratch(server_dsn) as dsn, psycopg.connect(server_dsn, autocommit=True) as admin:
        for group in groups:
            admin.execute(sql.SQL("CREATE ROLE {}").format(group))
        try:
            with psycopg.connect(dsn) as connection:
                name, owner = sql.Identifier(str(conninfo_to_dict(dsn)["dbname"])), sql.Identifier("carried_owner")
                connection.execute(sql.SQL("GRANT ALL ON DATABASE {} TO {}").format(name, owner))
                connection.execute(gzip.decompress(dump.read_bytes()))
            yield dsn
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
            for group in groups:
                admin.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(group))
            admin.execute(sql.SQL("CREATE DATABASE {}").format(name))


def without_grants(found: Fingerprint) -> Fingerprint:
    return {key: thing for key, thing in found.items() if key[0] != "grant"}


def test_database_of_the_squashed_migrations_is_carried_over_with_all_it_holds(
    earlier: str, fresh: Fingerprint, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    held = {name: kept for name, kept in rows(earlier, *FILLED).items() if name not in OF_MIGRATIONS}
    assert [len(held[f"ops.{table}"]) for table in ("load_runs", "loads", "fact_renames")] == [5, 4, 2]
    assert len(held["history.monetary_values"]) == 2
    with pytest.raises(ConfigurationError, match=r"analysis\.sums"):
        upgrade(earlier, MIGRATIONS)
    change(earlier, "DROP VIEW analysis.sums")
    upgrade(earlier, MIGRATIONS)
    carried_over = rows(earlier, *FILLED)
    for earlier_name, earlier_rows in held.items():
        name = earlier_name.replace("entity_names", "names")
        kept = [text.replace('"entity_names"', '"names"') for text in earlier_rows]
        columns = (json.loads(kept[0]) if kept else {}).keys() - {"loaded_digest", "digest_sum"}
        before, after = (
            [{column: row[column] for column in columns} for row in map(json.loads, texts)]
            for texts in (kept, carried_over[name])
        )
        assert [row for row in before if row not in after] == [], name
        assert len(after) == len(before) or name == "ops.table_totals"
    assert compare(without_grants(fingerprint(earlier)), without_grants(fresh)) == []
    assert (states_that_differ(earlier), ask(earlier, "SELECT count(*) > 0 FROM history.fact_money")) == ([], [(True,)])
    with psycopg.connect(earlier) as connection:
        connection.execute("SET ROLE carried_reader")
        assert connection.execute("SELECT as_printed FROM mart.money_usd").fetchall() == [("5 million USD",)]
        granted = "SELECT has_table_privilege('carried_reader', 'core_as_of.places', 'SELECT')"
        assert connection.execute("RESET ROLE").execute(granted).fetchone() == (True,)
        connection.execute("REVOKE SELECT ON core_as_of.places FROM carried_reader")
    (tmp_path / "seeds").mkdir()
    warehouse = ["--project", str(tmp_path), "--database", earlier]
    assert run([*warehouse, "db", "check"]) == 0
    assert run([*warehouse, "diff", "2"]) == 0
    assert "\n    amount: 5000000 → 6000000\n" in capsys.readouterr().out
    assert run([*warehouse, "diff", "4"]) == 0
    assert "» entities/orehouse → entities/oreworks" in capsys.readouterr().out
    assert run([*warehouse, "check", "--drift"]) == 1
    assert "rows of entities: 1 changed, 0 added\n" in capsys.readouterr().out


PAST = """
SELECT f.path, m.amount::bigint FROM as_of.fact_money AS m JOIN as_of.dim_fact AS f ON f.fact_key = m.fact_key
WHERE f.path LIKE 'agreements/%' ORDER BY f.path"""


@pytest.mark.parametrize("earlier", ["plans"], indirect=True)
def test_facts_about_what_is_to_come_go_on_under_their_new_paths(
    earlier: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    change(earlier, "DROP VIEW analysis.sums")
    upgrade(earlier, MIGRATIONS)
    (tmp_path / "seeds").mkdir()
    text = (EARLIER / "plans.yaml").read_text().replace("entity: orehouse", "entity: oreworks")
    text = text.replace("key: orehouse", "key: oreworks, moved_from: orehouse")
    (tmp_path / "seeds" / "news.yaml").write_text(text)

    def told(*words: str) -> str:
        assert run(["--project", str(tmp_path), "--database", earlier, *words]) == 0
        return capsys.readouterr().out

    def past(run_id: int) -> list[tuple[object, ...]]:
        with psycopg.connect(earlier) as connection:
            instant = "SELECT set_config('warehouse.as_of', loaded_at::text, true) FROM ops.loads WHERE run_id = %s"
            connection.execute(instant, [run_id])
            return connection.execute(PAST.encode()).fetchall()

    looks = ("diff 1", "diff 2", "diff 3", "diff 4", "diff 1..4", "runs list")
    before, stood = [told(*look.split()) for look in looks], {run_id: past(run_id) for run_id in (1, 2, 3, 4)}
    assert "    amount: 5000000 → 6000000\n" in before[1]
    assert [amount for _, amount in stood[2]] == [6_000_000, 7_000_000, 12_000_000]
    assert not any(";" in str(path) for path, _ in stood[4])
    told("load", "--restore")
    renamed = "SELECT count(*), count(*) FILTER (WHERE new_path LIKE '%;outlook=future%') FROM ops.fact_renames"
    assert ask(earlier, f"{renamed} WHERE run_id > 5") == [(5, 5)]
    assert ask(earlier, "SELECT count(*) FROM core.facts") == [(18,)]
    assert [told(*look.split()) for look in looks[:-1]] == before[:-1]
    assert {run_id: past(run_id) for run_id in (1, 2, 3, 4)} == stood
    assert states_that_differ(earlier) == []
    assert "values/pledge/USD@tin-news → " in told("history", "agreements/tin-deal")


NAMED = """
SELECT f.path FROM as_of.fact_name AS n JOIN as_of.dim_fact AS f ON f.fact_key = n.fact_key ORDER BY f.path COLLATE "C"
"""
TOLD = """
- entities/tinworks/names/alias/Works_of_5_million
+ entities/tinworks/names/alias/Works_of_6_million  seeds/news.yaml:22
    entity_key: tinworks
    name: Works of 6 million
"""


@pytest.mark.parametrize("earlier", ["names"], indirect=True)
def test_names_go_on_with_their_history_in_the_table_of_names(
    earlier: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    held = rows(earlier, "core", "history")
    change(earlier, "DROP VIEW analysis.sums")
    upgrade(earlier, MIGRATIONS)
    carried_over = rows(earlier, "core", "history")
    for schema, count in (("core", 4), ("history", 3)):
        before, after = held[f"{schema}.entity_names"], carried_over[f"{schema}.names"]
        assert len(before) == len(after) == count
        assert [json.loads(row)["fact_id"] for row in before] == [json.loads(row)["fact_id"] for row in after]
    assert ask(earlier, "SELECT count(*) FROM history.facts WHERE family = 'entity_names'") == [(0,)]
    (tmp_path / "seeds").mkdir()
    text = (EARLIER / "names.yaml").read_text().replace("entities/orehouse", "entities/oreworks")
    text = text.replace("key: orehouse", "key: oreworks, moved_from: orehouse")
    (tmp_path / "seeds" / "news.yaml").write_text(text.replace("entity: orehouse", "entity: oreworks"))

    def told(*words: str) -> str:
        assert run(["--project", str(tmp_path), "--database", earlier, *words]) == 0
        return capsys.readouterr().out

    assert TOLD in told("diff", "2")
    assert "/names/" not in told("plan")
    told("load", "--restore")
    with psycopg.connect(earlier) as connection:
        then = "SELECT set_config('warehouse.as_of', loaded_at::text, true) FROM ops.loads WHERE run_id = %s"
        for run_id, amount, key in ((1, 5, "orehouse"), (2, 6, "orehouse"), (6, 5, "oreworks")):
            connection.execute(then, [run_id])
            assert [path for (path,) in connection.execute(NAMED.encode())] == [
                f"entities/{key}/names/alias/Ore_House",
                "entities/tinworks/names/alias/The_Works",
                f"entities/tinworks/names/alias/Works_of_{amount}_million",
                "entities/tinworks/names/short/TW",
            ]
    change(earlier, "REVOKE SELECT ON core_as_of.places FROM carried_reader")
    told("db", "check")
    told("check", "--drift")


def test_up_and_down_and_up_again_ends_where_it_began(blank: str, fresh: Fingerprint, tmp_path: Path) -> None:
    later = later_version(tmp_path)
    upgrade(blank, MIGRATIONS)
    upgrade(blank, later)
    newest = fingerprint(blank)
    assert ("column", "as_of.fact_money.delivery_terms") in newest
    downgrade(blank, later, NEWEST)
    assert fingerprint(blank) == fresh
    upgrade(blank, later)
    assert fingerprint(blank) == newest
    downgrade(blank, later, "base")
    assert {key for key in fingerprint(blank) if key[0] == "table"} == {("table", "ops.alembic_version")}
    upgrade(blank, later)
    assert fingerprint(blank) == newest


STATED = (
    "fact_id, agreement_key, strategy_key, facility_key, entity_key, kind, amount, words, approximation, quantum,"
    " upper_amount, currency_code, per_unit_key, equivalent_amount, equivalent_words, equivalent_approximation,"
    " equivalent_quantum, equivalent_currency_code, is_total, aspect,"
    " period_words, period_edtf, period_earliest, period_latest, period_qualifier, period_rule, period_document_key,"
    " period_fiscal, period_note, place_key, about_mineral_key, event_key, status, payer_key, payee_key, price_basis,"
    " mineral_key, market_key, counterpart_key, stage_key, end_use, measured_as, statistic, scenario"
)
EDITED = """
SELECT (
    SELECT array_agg(words ORDER BY words) FROM core.monetary_values
    WHERE loaded_digest IS DISTINCT FROM hash_record_extended(ROW({stated}), 0)
), (
    SELECT array_agg(words ORDER BY words) FROM history.monetary_values
    WHERE loaded_digest IS DISTINCT FROM hash_record_extended(ROW({stated}), 0)
), (
    SELECT digest_sum - (SELECT sum(loaded_digest) FROM core.monetary_values) <> 0 FROM ops.table_totals
    WHERE table_name = 'monetary_values'
)
"""


@pytest.mark.holds("curated")
@pytest.mark.parametrize("is_short", [False, True])
def test_digests_are_in_step_everywhere_but_of_what_somebody_edited(
    warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory, *, is_short: bool
) -> None:
    assert warehouse.database_url
    seeds = next(warehouse.seeds.glob("korean-*.yaml"))
    seeds.write_text(seeds.read_text().replace("260 billion KRW", "261 billion KRW"))
    change(warehouse.database_url, "UPDATE core.monetary_values SET words = 'mine' WHERE words = '260 billion KRW'")
    assert warehouse("load")[0] == 0
    change(warehouse.database_url, "UPDATE core.monetary_values SET words = 'mine too' WHERE words = '261 billion KRW'")
    if is_short:
        change(warehouse.database_url, "DELETE FROM core.monetary_values WHERE words LIKE '1.76%'")
    before = ask(warehouse.database_url, EDITED.format(stated=STATED))
    assert before == [(["mine too"], ["mine"], is_short)]
    later = later_version(tmp_path_factory.mktemp("later"))
    changes: list[Change] = []
    upgrade(warehouse.database_url, later, conduct=MigrationOptions(on_derived=changes.extend))
    assert [name for action, name in changes if action == "digests"] == ["core.monetary_values"]
    assert ask(warehouse.database_url, EDITED.format(stated=f"{STATED}, delivery_terms")) == before
    downgrade(warehouse.database_url, later, NEWEST)
    assert ask(warehouse.database_url, EDITED.format(stated=STATED)) == before


def test_only_what_changed_is_made_anew(database_url: str, tmp_path: Path) -> None:
    changes: list[Change] = []
    upgrade(database_url, later_version(tmp_path), conduct=MigrationOptions(on_derived=changes.extend))
    assert {str(name) for action, name in changes if action != "digests"} == {
        "mart.fact_money.delivery_terms",
        "history.fact_money.delivery_terms",
        "as_of.fact_money",
        "core_as_of.monetary_values",
    }


NOT_NULL = "COMMENT ON COLUMN core.currencies.minor_units IS 'Number of decimals of the smallest unit'"
CHECKED = "ADD CONSTRAINT currencies_minor_units_range_check CHECK (minor_units >= 0 AND minor_units <= 4)"
CHANGES = {
    "retyped": (
        "ALTER TABLE core.currencies ALTER COLUMN minor_units TYPE bigint",
        "ALTER TABLE core.currencies ALTER COLUMN minor_units TYPE integer",
        "c.minor_units",
    ),
    "renamed": (
        "ALTER TABLE core.currencies RENAME COLUMN minor_units TO decimals",
        "ALTER TABLE core.currencies RENAME COLUMN decimals TO minor_units",
        "c.decimals AS minor_units",
    ),
    "dropped": (
        "ALTER TABLE core.currencies DROP COLUMN minor_units",
        f"""ALTER TABLE core.currencies ADD COLUMN minor_units integer NOT NULL DEFAULT 2;
        ALTER TABLE core.currencies ALTER COLUMN minor_units DROP DEFAULT, {CHECKED}; {NOT_NULL}""",
        "2 AS minor_units",
    ),
}


@pytest.mark.holds("curated")
@pytest.mark.parametrize("name", CHANGES)
def test_column_that_views_read_can_be_changed(database_url: str, tmp_path: Path, name: str) -> None:
    forth, back, selected = CHANGES[name]
    before = fingerprint(database_url)
    money = ask(database_url, "SELECT currency_code, name FROM mart.dim_currency ORDER BY 1")
    later = later_version(tmp_path, upgrade=forth, downgrade=back, in_mart=False)
    replace_in(tmp_path / "sql" / "mart" / "dim_currency.sql", "c.minor_units", selected)
    upgrade(database_url, later)
    for schema in ("mart", "as_of"):
        assert ask(database_url, f"SELECT currency_code, name FROM {schema}.dim_currency ORDER BY 1") == money
    history = {key[1] for key in fingerprint(database_url) if key[1].startswith("history.currencies.")}
    assert ("history.currencies.minor_units" in history) == (name == "retyped")
    downgrade(database_url, later, NEWEST)
    differing = {one.name for one in compare(fingerprint(database_url), before)}
    # A column that came back stands behind the others.
    assert differing <= ({"core.currencies", "core_as_of.currencies"} if name == "dropped" else set())


COPIES = """
CREATE TABLE core.alphas (LIKE core.currencies INCLUDING ALL);
CREATE TABLE core.betas (LIKE core.currencies INCLUDING ALL);
CREATE TABLE core.gammas (LIKE core.citations INCLUDING ALL);
INSERT INTO core.alphas SELECT * FROM core.currencies;
INSERT INTO core.betas SELECT * FROM core.currencies WHERE code = 'KRW';
"""
EARLIER_ROWS = """
INSERT INTO history.{table} (key, fact_id, code, name, system_from, system_to, closed_by)
SELECT key, fact_id, code, name, system_from, now(), 1 FROM core.{table}
"""
SWAPS = """
ALTER TABLE core.alphas RENAME TO between;
ALTER TABLE core.betas RENAME TO alphas;
ALTER TABLE core.between RENAME TO betas;
ALTER TABLE core.betas RENAME COLUMN code TO between;
ALTER TABLE core.betas RENAME COLUMN name TO code;
ALTER TABLE core.betas RENAME COLUMN between TO name;
"""


@pytest.mark.holds("curated")
def test_tables_and_columns_that_swap_names_keep_their_earlier_versions(database_url: str, tmp_path: Path) -> None:
    later = later_version(tmp_path, upgrade=COPIES, downgrade=SWAPS, in_mart=False)
    upgrade(database_url, later)
    change(database_url, *(EARLIER_ROWS.format(table=table) for table in ("alphas", "betas")))
    downgrade(database_url, later, NEWEST)
    one, all_of_them = (
        [("KRW", "South Korean won")],
        ask(database_url, "SELECT name, code FROM core.currencies ORDER BY 1"),
    )
    for schema in ("core", "history", "core_as_of"):
        assert ask(database_url, f"SELECT code, name FROM {schema}.alphas") == one
        assert ask(database_url, f"SELECT code, name FROM {schema}.betas ORDER BY name") == all_of_them
    totals = "SELECT table_name, row_count FROM ops.table_totals WHERE table_name IN ('alphas', 'betas') ORDER BY 1"
    assert ask(database_url, totals) == [("alphas", 1), ("betas", len(all_of_them))]


@pytest.mark.holds("curated")
def test_mart_shows_what_columns_hold_after_they_swapped_names(database_url: str, tmp_path: Path) -> None:
    swapped = """
    ALTER TABLE core.units RENAME COLUMN name TO between;
    ALTER TABLE core.units RENAME COLUMN symbol TO name;
    ALTER TABLE core.units RENAME COLUMN between TO symbol
    """
    before = ask(database_url, "SELECT unit_key, symbol, name FROM mart.dim_unit ORDER BY 1")
    upgrade(database_url, later_version(tmp_path, upgrade=swapped, in_mart=False))
    for schema in ("mart", "as_of"):
        assert ask(database_url, f"SELECT unit_key, name, symbol FROM {schema}.dim_unit ORDER BY 1") == before


KEY_OF_HISTORY = """
SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'history.gammas'::regclass AND contype = 'p'
"""


def test_history_keeps_a_primary_key_when_a_column_of_the_key_is_dropped(database_url: str, tmp_path: Path) -> None:
    dropped = """
    ALTER TABLE core.gammas DROP COLUMN locator;
    ALTER TABLE core.gammas RENAME COLUMN document_key TO locator;
    ALTER TABLE core.gammas ADD CONSTRAINT gammas_key PRIMARY KEY (fact_id, locator)
    """
    later = later_version(tmp_path, upgrade=COPIES, downgrade=dropped, in_mart=False)
    upgrade(database_url, later)
    assert ask(database_url, KEY_OF_HISTORY) == [("PRIMARY KEY (fact_id, document_key, locator, system_from)",)]
    downgrade(database_url, later, NEWEST)
    assert ask(database_url, KEY_OF_HISTORY) == [("PRIMARY KEY (fact_id, locator, system_from)",)]
    required = (
        "SELECT attname FROM pg_attribute WHERE attrelid = 'history.gammas'::regclass AND attnum > 0 AND attnotnull"
    )
    assert {name for (name,) in ask(database_url, required)} == {
        "fact_id",
        "locator",
        "system_from",
        "system_to",
        "closed_by",
    }


@pytest.mark.holds("curated")
def test_table_of_the_mart_that_somebody_dropped_is_made_and_filled(database_url: str, tmp_path: Path) -> None:
    later = later_version(tmp_path)
    upgrade(database_url, later)
    before, made = ask(database_url, "SELECT count(*) FROM mart.fact_money"), fingerprint(database_url)
    change(database_url, "DROP TABLE mart.fact_money CASCADE")
    upgrade(database_url, later)
    assert before != [(0,)]
    assert ask(database_url, "SELECT count(*) FROM mart.fact_money") == before
    assert fingerprint(database_url) == made


@pytest.mark.holds("curated")
def test_required_column_of_the_mart_is_filled_before_the_upgrade_ends(database_url: str, tmp_path: Path) -> None:
    later = later_version(tmp_path, upgrade="SELECT 1", in_mart=False)
    add_column(tmp_path / "sql" / MONEY, "  digits: {type: integer, meaning: digits}\n", "  length(v.words) AS digits")
    upgrade(database_url, later)
    assert ask(database_url, "SELECT count(*) > 0, count(digits) = count(*) FROM mart.fact_money") == [(True, True)]
    assert ("column", "mart.fact_money.digits") in fingerprint(database_url)
    assert fingerprint(database_url)["column", "mart.fact_money.digits"].attributes["not_null"] == "yes"


@pytest.mark.holds("curated")
def test_backfilled_column_is_in_the_mart_at_once(database_url: str, tmp_path: Path) -> None:
    later = later_version(tmp_path, upgrade="UPDATE core.entities SET name = upper(name)", in_mart=False)
    upgrade(database_url, later)
    assert ask(database_url, "SELECT count(*) FROM mart.dim_entity WHERE name <> upper(name)") == [(0,)]
    assert states_that_differ(database_url) == []


BACKFILL = """
UPDATE core.monetary_values SET words = {words};
UPDATE history.monetary_values SET words = {words}
"""


@pytest.mark.holds("curated")
def test_rows_that_a_migration_wrote_do_not_look_edited_by_hand(
    warehouse: Warehouse, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert warehouse.database_url
    seeds = next(warehouse.seeds.glob("korean-*.yaml"))
    seeds.write_text(seeds.read_text().replace("260 billion KRW", "261 billion KRW"))
    assert warehouse("load")[0] == 0
    (run_id,) = ask(warehouse.database_url, "SELECT max(run_id) FROM ops.loads")[0]
    later = later_version(
        tmp_path_factory.mktemp("later"),
        upgrade=BACKFILL.format(words="upper(words)") + "; DELETE FROM core.monetary_values WHERE words LIKE '1.76%'",
        downgrade=BACKFILL.format(words="'KRW ' || words"),
        in_mart=False,
    )
    upgrade(warehouse.database_url, later)
    assert ask(warehouse.database_url, EDITED.format(stated=STATED)) == [(None, None, False)]
    downgrade(warehouse.database_url, later, NEWEST)
    assert ask(warehouse.database_url, EDITED.format(stated=STATED)) == [(None, None, False)]
    assert ask(warehouse.database_url, "SELECT count(*) FROM core.monetary_values WHERE words LIKE '%1.76%'") == [(0,)]
    assert warehouse("check", "--drift")[0] == 0
    code, printed, _ = warehouse("diff", str(run_id))
    assert code == 0
    assert "words: KRW 260 BILLION KRW → KRW 261 BILLION KRW" in printed
    assert "put back" not in printed


VIEWS = (
    "CREATE SCHEMA ours",
    "CREATE VIEW ours.money AS SELECT * FROM mart.fact_money",
    "CREATE VIEW ours.above AS SELECT count(*) AS number FROM ours.money",
    "CREATE VIEW ours.earlier WITH (security_barrier) AS SELECT * FROM as_of.fact_money",
    "COMMENT ON VIEW ours.earlier IS 'Ours'",
    "COMMENT ON COLUMN ours.money.amount IS 'Ours too'",
    "ALTER VIEW ours.above OWNER TO pg_monitor",
    "GRANT SELECT ON ours.money, ours.earlier TO pg_read_all_stats",
    "GRANT SELECT (amount) ON mart.fact_money TO pg_read_all_stats WITH GRANT OPTION",
    "GRANT SELECT ON mart.wide_money, as_of.fact_money TO pg_read_all_stats",
)
THEIRS = """
SELECT c.oid::regclass::text, c.relowner::regrole::text, c.reloptions, obj_description(c.oid), pg_get_viewdef(c.oid),
    (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(c.relacl) AS a),
    (SELECT array_agg((attname, col_description(c.oid, attnum), attacl)::text ORDER BY attnum) FROM pg_attribute
     WHERE attrelid = c.oid AND attnum > 0 AND (attacl IS NOT NULL OR col_description(c.oid, attnum) LIKE 'Ours%'))
FROM pg_class AS c
WHERE c.relnamespace = 'ours'::regnamespace OR c.relname IN ('fact_money', 'wide_money') ORDER BY 1
"""


@pytest.mark.parametrize("is_remade", [False, True], ids=["grown", "made anew"])
def test_views_and_grants_of_others_survive(database_url: str, tmp_path: Path, *, is_remade: bool) -> None:
    change(database_url, *VIEWS)
    before = ask(database_url, THEIRS)
    later = later_version(tmp_path, in_mart=False)
    if is_remade:
        put_column_in_front(tmp_path / "sql")
    else:
        add_column(tmp_path / "sql" / MONEY, HEADER, "  v.delivery_terms")
    upgrade(database_url, later)
    without_text = [[row[:4], row[5:]] for row in ask(database_url, THEIRS)]
    assert without_text == [[row[:4], row[5:]] for row in before]
    assert ask(database_url, "SELECT count(*) FROM ours.money, ours.earlier") == [(0,)]
    downgrade(database_url, later, NEWEST)
    assert ask(database_url, THEIRS) == before


IN_THE_WAY = {
    "CREATE MATERIALIZED VIEW public.kept AS SELECT zero FROM as_of.fact_money": "kept",
    "CREATE VIEW public.seen AS SELECT amount FROM mart.fact_money;"
    "CREATE FUNCTION public.no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
    "CREATE TRIGGER no INSTEAD OF INSERT ON public.seen FOR EACH ROW EXECUTE FUNCTION public.no()": "public.seen",
    "CREATE VIEW public.basis AS SELECT zero FROM mart.fact_money": "public.basis",
    "CREATE TABLE public.notes (fact_key text, leg text, FOREIGN KEY (fact_key, leg) REFERENCES mart.fact_money)": (
        "notes"
    ),
}


@pytest.mark.parametrize("statement", IN_THE_WAY, ids=["materialized", "trigger", "column", "reference"])
def test_what_truly_stands_in_the_way_is_named_and_nothing_is_changed(
    database_url: str, tmp_path: Path, statement: str
) -> None:
    later = later_version(tmp_path, upgrade="SELECT 1", downgrade="SELECT 1", in_mart=False)
    put_column_in_front(tmp_path / "sql")
    upgrade(database_url, later)
    change(database_url, statement)
    before = fingerprint(database_url)
    with pytest.raises(ConfigurationError, match=IN_THE_WAY[statement]) as caught:
        downgrade(database_url, later, NEWEST)
    assert "nothing was changed" in str(caught.value)
    assert fingerprint(database_url) == before
    assert ask(database_url, "SELECT version_num FROM ops.alembic_version") == [(LATER,)]


OF_THEIRS = {
    "table": "CREATE TABLE mart.dim_measure (ours integer)",
    "view": "CREATE VIEW mart.dim_measure AS SELECT 1 AS ours",
    "view on a table that changes": "CREATE VIEW as_of.dim_measure AS SELECT name, symbol FROM core.units",
}


@pytest.mark.parametrize("name", OF_THEIRS)
def test_table_or_view_of_somebody_else_is_not_replaced_by_a_derived_one(
    database_url: str, tmp_path: Path, name: str
) -> None:
    changed = "ALTER TABLE core.units ALTER COLUMN symbol TYPE varchar(80)"
    later = later_version(tmp_path, upgrade=changed, downgrade="SELECT 1", in_mart=False)
    mart = tmp_path / "sql" / "mart"
    (mart / "dim_measure.sql").write_text((mart / "dim_unit.sql").read_text())
    change(database_url, OF_THEIRS[name])
    before = fingerprint(database_url)
    with pytest.raises(ConfigurationError, match=r"dim_measure exists, and the upgrade creates a \w+ of that name"):
        upgrade(database_url, later)
    assert fingerprint(database_url) == before


def test_grant_on_a_column_that_goes_away_is_not_in_the_way(database_url: str, tmp_path: Path) -> None:
    later = later_version(tmp_path, upgrade="SELECT 1", downgrade="SELECT 1", in_mart=False)
    put_column_in_front(tmp_path / "sql")
    upgrade(database_url, later)
    change(database_url, "GRANT SELECT (zero, amount) ON mart.fact_money TO pg_read_all_stats")
    downgrade(database_url, later, NEWEST)
    granted = "SELECT attname FROM pg_attribute WHERE attrelid = 'mart.fact_money'::regclass AND attacl IS NOT NULL"
    assert ask(database_url, granted) == [("amount",)]


def test_view_on_the_record_of_what_was_derived_is_named_before_all_is_taken_back(database_url: str) -> None:
    change(database_url, "CREATE VIEW public.noted AS SELECT revision FROM ops.derived")
    with pytest.raises(ConfigurationError, match=r"public\.noted"):
        downgrade(database_url, MIGRATIONS, "base")
    assert ask(database_url, "SELECT count(DISTINCT revision) FROM public.noted") == [(1,)]
