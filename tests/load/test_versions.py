"""Every earlier state can be asked again: versions are kept, renames followed, loads taken back."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from warehouse.load.table_sql import all_table_sql

if TYPE_CHECKING:
    from tests.load.conftest import Small

pytestmark = pytest.mark.slow


def state(small: Small, instant: str | None = None) -> dict[str, list[tuple[object, ...]]]:
    """Give every row of core, now or as history tells it for an instant."""
    found = {}
    for parts in all_table_sql():
        names = ", ".join(parts.stated)
        query = f"SELECT {names} FROM core.{parts.name}"
        if instant is not None:
            query += f" WHERE system_from <= '{instant}' UNION ALL SELECT {names} FROM history.{parts.name}"
            query += f" WHERE system_during @> '{instant}'::timestamptz"
        found[parts.name] = sorted(small.rows(query), key=repr)
    return found


def loaded_at(small: Small) -> list[str]:
    return [text for (text,) in small.rows("SELECT loaded_at::text FROM ops.loads ORDER BY loaded_at")]


def test_every_state_after_many_loads_is_told_exactly(small: Small) -> None:
    chance = random.Random(7)  # noqa: S311 - the same edits each time
    states = []
    for step in range(6):
        agreements = [
            f"  - key: deal-{number}\n    kind: partnership\n    name: Deal {chance.randrange(3)}\n"
            "    modality: planned\n"
            f"    cite: [tin-news#{chance.randrange(1, 4)}, tin-news#{chance.randrange(4, 8)}]\n"
            for number in chance.sample(range(6), 4)
        ]
        small.write(f"# {step}\nagreements:\n{''.join(agreements)}", "deals.yaml")
        small.load("--max-retire", "100%")
        states.append(state(small))
    instants = loaded_at(small)
    assert len(instants) == len(states) == 6
    for instant, expected in zip(instants, states, strict=True):
        assert state(small, instant) == expected
    assert small.rows("SELECT count(*) FROM history.agreements") > [(5,)]


def test_version_that_ends_is_kept_with_the_loads_that_wrote_and_ended_it(loaded: Small) -> None:
    loaded.edit("pact.yaml", "5 million USD", "6 million USD")
    loaded.load()
    versions = loaded.rows(
        "SELECT amount, opened_by, closed_by, seed_file, seed_line, lower(system_during) = system_from,"
        " upper(system_during) = (SELECT system_from FROM core.monetary_values) FROM history.monetary_values"
    )
    assert versions == [(5_000_000, 1, 2, "pact.yaml", 8, True, True)]
    changes = loaded.rows(
        "SELECT run_id, table_name, operation, seed_file, seed_line FROM ops.row_changes WHERE run_id > 1"
    )
    assert changes == [(2, "monetary_values", "changed", "pact.yaml", 8)]
    assert loaded.rows("SELECT count(*) FROM ops.row_changes WHERE run_id = 1 AND operation <> 'added'") == [(0,)]


def test_clock_that_goes_backwards_does_not_mix_up_the_loads(loaded: Small) -> None:
    loaded.run_sql("UPDATE ops.loads SET loaded_at = loaded_at + interval '1 hour'")
    loaded.edit("pact.yaml", "5 million USD", "6 million USD")
    loaded.load()
    first, second = loaded_at(loaded)
    assert loaded.rows(f"SELECT '{second}'::timestamptz - '{first}'::timestamptz = interval '1 microsecond'") == [
        (True,)
    ]


def test_rename_is_shown_as_one_and_carries_what_hangs_on_it(loaded: Small) -> None:
    loaded.edit("base.yaml", "key: tinworks,", "key: tin-works, moved_from: tinworks,")
    loaded.edit("club.yaml", "entity: tinworks", "entity: tin-works")
    assert loaded.plan().splitlines() == [
        (
            "» agreements/club-deal/parties/signatory/tinworks → agreements/club-deal/parties/signatory/tin-works"
            "  seeds/club.yaml:11"
        ),
        "    entity_key: tinworks → tin-works",
        "» entities/tinworks → entities/tin-works  seeds/base.yaml:24",
        "",
        "2 facts: 0 rows to add, 0 to change, 0 to retire, 6 to rename.",
    ]
    loaded.load()
    assert loaded.rows("SELECT old_path, new_path FROM ops.fact_renames ORDER BY old_path") == [
        ("agreements/club-deal/parties/signatory/tinworks", "agreements/club-deal/parties/signatory/tin-works"),
        ("entities/tinworks", "entities/tin-works"),
    ]
    assert loaded.plan().startswith("Nothing to change"), "the line may stay"
    loaded.edit("base.yaml", "moved_from: tinworks, ", "")
    assert loaded.plan().startswith("Nothing to change"), "and may go"
    code, story, _ = loaded("history", "tin-works")
    assert code == 0
    assert story.splitlines()[0] == "entities/tin-works"
    assert "entities/tinworks" in story.splitlines()[1]
    assert "  » entities/tinworks → entities/tin-works  seeds/base.yaml:24" in story
    assert "  + entities/tinworks  seeds/base.yaml:24" in story
    code, changes, _ = loaded("diff", "1..2")
    assert code == 0
    assert "» entities/tinworks → entities/tin-works" in changes
    assert "0 retired, 6 renamed" in loaded("undo", "2")[2]
    story = loaded("history", "tinworks")[1]
    assert "  » entities/tin-works → entities/tinworks" in story
    assert "  + entities/tinworks  seeds/base.yaml:24" in story


def test_rename_counts_as_no_retirement(small: Small) -> None:
    deals = [
        f"  - {{key: deal-{n}, kind: partnership, name: Deal, modality: planned, cite: tin-news#1}}\n" for n in range(9)
    ]
    small.write(f"agreements:\n{''.join(deals)}", "deals.yaml")
    small.load()
    for number in range(9):
        small.edit("deals.yaml", f"{{key: deal-{number},", f"{{key: pact-{number}, moved_from: deal-{number},")
    assert "9 facts: 0 rows to add, 0 to change, 0 to retire, 27 to rename." in small.plan()
    small.load()


RENAMED = "{{key: {key}, moved_from: {earlier}, kind: company, name: A, cite: tin-news#1}}\n"


@pytest.mark.parametrize("key", ["new", "tin-club"])
def test_rename_of_what_still_stands_is_refused(loaded: Small, key: str) -> None:
    if key == "tin-club":
        loaded.edit("club.yaml", "tin-club, kind", "tin-club, moved_from: tin-club, kind")
    else:
        loaded.write(f"entities:\n  - {RENAMED.format(key=key, earlier='tin-club')}", "more.yaml")
    (problem,) = loaded.refused("plan")
    assert problem.endswith('E-moved  "tin-club" still stands in entities; remove the record, or this line')


def test_rename_that_two_records_claim_is_refused(loaded: Small) -> None:
    records = "".join(f"  - {RENAMED.format(key=key, earlier='gone')}" for key in ("one", "two"))
    loaded.write(f"entities:\n{records}", "more.yaml")
    what = 'E-moved  several records say that they were "gone"; keep it in one of them'
    assert loaded.refused("plan") == [f"seeds/more.yaml:2:28  {what}", f"seeds/more.yaml:3:28  {what}"]


def test_load_can_be_taken_back_and_the_plan_shows_what_the_seeds_still_say(loaded: Small) -> None:
    before = state(loaded)
    loaded.edit("pact.yaml", "5 million USD", "6 million USD")
    loaded.edit("club.yaml", "      - {entity: tinworks, role: signatory, cite: tin-news#8}\n", "")
    loaded.write("entities:\n  - {key: new, kind: company, name: New, cite: tin-news#1}\n", "more.yaml")
    loaded.load()
    after = state(loaded)
    code, _, said = loaded("undo", "2")
    assert code == 0
    assert "Took back run 2: " in said
    assert state(loaded) == before
    assert loaded.rows("SELECT status, undoes FROM ops.load_runs ORDER BY run_id DESC LIMIT 1") == [("loaded", 2)]
    plan = loaded.plan()
    assert "amount: 5000000 → 6000000" in plan
    assert "+ entities/new" in plan
    assert "- agreements/club-deal/parties/signatory/tinworks" in plan
    loaded.load()
    assert state(loaded) == after
    instants = loaded_at(loaded)
    assert state(loaded, instants[1]) == after
    assert state(loaded, instants[2]) == before


def test_load_on_which_others_built_is_not_taken_back(loaded: Small) -> None:
    for amount in (6, 7):
        loaded.edit("pact.yaml", f"{amount - 1} million USD", f"{amount} million USD")
        loaded.load()
    kept = state(loaded)
    code, _, said = loaded("undo", "2")
    assert code == 1
    assert "later loads built on what run 2 wrote in monetary_values" in said
    assert state(loaded) == kept
    assert loaded("undo", "3")[0] == loaded("undo", "2")[0] == 0
    assert loaded.rows("SELECT amount FROM core.monetary_values") == [(5_000_000,)]
    assert loaded("undo", "2")[0] == 1, "what it wrote does not stand any more"


def test_record_that_a_later_load_refers_to_is_not_taken_back(loaded: Small) -> None:
    loaded.write("entities:\n  - {key: new, kind: company, name: New, cite: tin-news#1}\n", "more.yaml")
    loaded.load()
    loaded.edit("club.yaml", "entity: tinworks", "entity: new")
    loaded.load()
    assert loaded("undo", "2")[0] == 1
    assert loaded.rows("SELECT count(*) FROM core.entities WHERE key = 'new'") == [(1,)]


def test_first_load_is_not_taken_back_by_mistake(loaded: Small) -> None:
    code, _, said = loaded("undo", "1")
    assert (code, "would retire many rows" in said) == (1, True)
    assert loaded.rows("SELECT count(*) FROM core.facts") == [(16,)]
    assert loaded("undo", "1", "--max-retire", "100%")[0] == 0
    assert loaded.rows("SELECT count(*) FROM core.facts") == [(0,)]


@pytest.mark.parametrize("run", ["1", "77"])
def test_run_that_changed_nothing_cannot_be_taken_back(small: Small, run: str) -> None:
    small.write("nonsense", "base.yaml")
    assert small("load")[0] == 65
    code, _, said = small("undo", run)
    assert (code, "warehouse runs list" in said) == (64, True)
