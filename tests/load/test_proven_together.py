"""Loads of many rows prove foreign keys once per key: the same rows, the same problems, and no gap for anybody else."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import psycopg
import pytest

from warehouse.database import constraints
from warehouse.database.constraints import BrokenConstraintsError, broken_constraints, proven_together

if TYPE_CHECKING:
    from tests.load.conftest import Small

pytestmark = pytest.mark.slow

STATED = "SELECT path, family, rank FROM core.facts ORDER BY path"
SHOWN = "SELECT fact_key, subject_key FROM mart.dim_fact ORDER BY fact_key"
STAGE = "supply_chain_stages:\n  - {key: KEY, position: 1, name: KEY, definition: work, cite: tin-news#1}\n"


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let even a load of one row prove its keys together."""
    monkeypatch.setattr(constraints, "MANY", 0)


@pytest.fixture
def replicas(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Collect the constraints that each proof finds broken."""
    proofs: list[list[str]] = []
    prove = constraints.broken_constraints

    def note(*given: object) -> list[str]:
        proofs.append(prove(*given))  # type: ignore[arg-type]
        return proofs[-1]

    monkeypatch.setattr(constraints, "broken_constraints", note)
    return proofs


@pytest.mark.usefixtures("together")
def test_the_rows_are_the_same(small: Small, loaded: Small, replicas: list[list[str]]) -> None:
    small.load()
    assert replicas == [[], []], "core and mart"
    assert (small.rows(STATED), small.rows(SHOWN)) == (loaded.rows(STATED), loaded.rows(SHOWN))
    small.edit("club.yaml", "name: Club deal", "name: Club pact")
    (small.seeds / "pact.yaml").unlink()
    small.load("--max-retire", "100%")
    assert small("check", "--drift")[:2] == (0, "")
    small.load("--reread")
    assert small("undo", "2")[0] == 0
    assert small.rows(STATED) == loaded.rows(STATED)


@pytest.mark.parametrize("many", [0, 5000])
def test_a_broken_key_is_told_at_its_place(loaded: Small, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr(constraints, "MANY", many)
    loaded.edit("base.yaml", "key: tinworks", "key: tinwork")
    assert loaded.refused("load") == [
        (
            "seeds/club.yaml:11:18  E-unknown-reference  agreements/club-deal/parties/signatory/tinworks: what"
            " entity_key names is not, or no longer, in entities; keep it in entities, or correct this"
        )
    ]
    assert loaded.rows("SELECT key FROM core.entities ORDER BY key") == [("tin-club",), ("tinworks",)]


@pytest.mark.parametrize("many", [0, 5000])
def test_a_value_that_may_stand_once_is_proven_too(
    loaded: Small, monkeypatch: pytest.MonkeyPatch, many: int, replicas: list[list[str]]
) -> None:
    monkeypatch.setattr(constraints, "MANY", many)
    loaded.write(STAGE.replace("KEY", "mining"), "mining.yaml")
    loaded.load()
    loaded.write(STAGE.replace("KEY", "smelting"), "smelting.yaml")
    (problem,) = loaded.refused("load")
    assert problem.startswith("seeds/smelting.yaml:2:")
    assert "position" in problem
    assert replicas == ([[], [], ["core.supply_chain_stages.supply_chain_stages_position_key"]] if many == 0 else [])


@pytest.mark.usefixtures("together")
def test_others_read_and_cannot_write_meanwhile(loaded: Small) -> None:
    with closing(psycopg.connect(loaded.database_url or "")) as writer:
        with proven_together(loaded.connection, "core", ["entities"], 1):
            assert writer.execute("SELECT count(*) FROM core.entities").fetchone() == (2,)
            writer.execute("SET lock_timeout = 1")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                writer.execute("DELETE FROM core.documents")
        loaded.connection.rollback()


@pytest.mark.usefixtures("together")
def test_rows_that_break_a_key_are_refused_at_the_end(loaded: Small) -> None:
    connection = loaded.connection
    with (
        pytest.raises(BrokenConstraintsError, match=r"^core\.agreement_parties\.\w*entity_key\w*"),
        connection.transaction(),
        proven_together(connection, "core", ["entities"], 1),
    ):
        connection.execute("DELETE FROM core.entities WHERE key = 'tinworks'")
    assert loaded.rows("SHOW session_replication_role") == [("origin",)]
    assert loaded.rows("SELECT count(*) FROM core.entities") == [(2,)]


@pytest.mark.usefixtures("together")
def test_an_account_that_may_not_switch_triggers_off_proves_row_by_row(loaded: Small) -> None:
    connection = loaded.connection
    connection.execute("CREATE ROLE plain; GRANT USAGE ON SCHEMA core TO plain; GRANT ALL ON core.entities TO plain")
    connection.execute("SET LOCAL ROLE plain")
    with proven_together(connection, "core", ["entities"], 1):
        assert connection.execute("SHOW session_replication_role").fetchone() == ("origin",)
    connection.rollback()


@pytest.mark.usefixtures("together")
def test_a_trigger_of_somebody_else_goes_on(loaded: Small) -> None:
    loaded.run_sql(
        "CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'not today'; END$$;"
        "CREATE TRIGGER refuse BEFORE UPDATE ON core.agreements EXECUTE FUNCTION public.refuse()"
    )
    loaded.edit("club.yaml", "name: Club deal", "name: Club pact")
    code, _, said = loaded("load")
    assert code != 0
    assert "not today" in said


def test_drift_names_a_broken_key(loaded: Small) -> None:
    loaded.run_sql("SET LOCAL session_replication_role = replica; DELETE FROM mart.dim_entity")
    with loaded.connection.transaction():
        assert broken_constraints(loaded.connection, "core") == []
    code, printed, _ = loaded("check", "--drift")
    assert code == 1
    assert "broken key      mart.bridge_agreement_party.bridge_agreement_party_entity_key_fkey\n" in printed
