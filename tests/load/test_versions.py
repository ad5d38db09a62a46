"""Every earlier state can be asked again: versions are kept, renames followed, loads taken back."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from warehouse.load.parts import all_parts

if TYPE_CHECKING:
    from tests.load.conftest import Small

pytestmark = pytest.mark.slow


def state(small: Small, instant: str | None = None) -> dict[str, list[tuple[object, ...]]]:
    """Give every row of core, now or as history tells it for an instant."""
    found = {}
    for parts in all_parts():
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
        small.write("deals.yaml", f"# {step}\nagreements:\n{''.join(agreements)}")
        small.load("--max-retire", "100%")
        states.append(state(small))
    instants = loaded_at(small)
    assert len(instants) == len(states) == 6
    for instant, expected in zip(instants, states, strict=True):
        assert state(small, instant) == expected
    assert small.rows("SELECT count(*) FROM history.agreements") > [(5,)]


def test_version_that_ends_is_kept_with_the_loads_that_wrote_and_ended_it(small: Small) -> None:
    small.load()
    small.edit("pact.yaml", "5 million USD", "6 million USD")
    small.load()
    versions = small.rows(
        "SELECT amount, opened_by, closed_by, seed_file, seed_line, lower(system_during) = system_from,"
        " upper(system_during) = (SELECT system_from FROM core.monetary_values) FROM history.monetary_values"
    )
    assert versions == [(5_000_000, 1, 2, "pact.yaml", 8, True, True)]
    changes = small.rows(
        "SELECT run_id, table_name, operation, seed_file, seed_line FROM ops.row_changes WHERE run_id > 1"
    )
    assert changes == [(2, "monetary_values", "changed", "pact.yaml", 8)]
    assert small.rows("SELECT count(*) FROM ops.row_changes WHERE run_id = 1 AND operation <> 'added'") == [(0,)]


def test_clock_that_goes_backwards_does_not_mix_up_the_loads(small: Small) -> None:
    small.load()
    small.run_sql("UPDATE ops.loads SET loaded_at = loaded_at + interval '1 hour'")
    small.edit("pact.yaml", "5 million USD", "6 million USD")
    small.load()
    first, second = loaded_at(small)
    assert small.rows(f"SELECT '{second}'::timestamptz - '{first}'::timestamptz = interval '1 microsecond'") == [
        (True,)
    ]


def test_rename_is_shown_as_one_and_carries_what_hangs_on_it(small: Small) -> None:
    small.load()
    small.edit("base.yaml", "key: tinworks,", "key: tin-works, moved_from: tinworks,")
    small.edit("club.yaml", "entity: tinworks", "entity: tin-works")
    assert small.plan().splitlines() == [
        (
            "» agreements/club-deal/parties/signatory/tinworks → agreements/club-deal/parties/signatory/tin-works"
            "  seeds/club.yaml:11"
        ),
        "    entity_key: tinworks → tin-works",
        "» entities/tinworks → entities/tin-works  seeds/base.yaml:24",
        "",
        "2 facts: 0 rows to add, 0 to change, 0 to retire, 6 to rename.",
    ]
    small.load()
    assert small.rows("SELECT old_path, new_path FROM ops.fact_renames ORDER BY old_path") == [
        ("agreements/club-deal/parties/signatory/tinworks", "agreements/club-deal/parties/signatory/tin-works"),
        ("entities/tinworks", "entities/tin-works"),
    ]
    assert small.plan().startswith("Nothing to change"), "the line may stay"
    small.edit("base.yaml", "moved_from: tinworks, ", "")
    assert small.plan().startswith("Nothing to change"), "and may go"
    code, story, _ = small("history", "tin-works")
    assert code == 0
    assert story.splitlines()[0] == "entities/tin-works"
    assert "entities/tinworks" in story.splitlines()[1]
    assert "  » entities/tinworks → entities/tin-works  seeds/base.yaml:24" in story
    assert "  + entities/tinworks  seeds/base.yaml:24" in story
    code, changes, _ = small("diff", "1..2")
    assert code == 0
    assert "» entities/tinworks → entities/tin-works" in changes
    assert "0 retired, 6 renamed" in small("undo", "2")[2]
    story = small("history", "tinworks")[1]
    assert "  » entities/tin-works → entities/tinworks" in story
    assert "  + entities/tinworks  seeds/base.yaml:24" in story


def test_rename_counts_as_no_retirement(small: Small) -> None:
    deals = [
        f"  - {{key: deal-{n}, kind: partnership, name: Deal, modality: planned, cite: tin-news#1}}\n" for n in range(9)
    ]
    small.write("deals.yaml", f"agreements:\n{''.join(deals)}")
    small.load()
    for number in range(9):
        small.edit("deals.yaml", f"{{key: deal-{number},", f"{{key: pact-{number}, moved_from: deal-{number},")
    assert "9 facts: 0 rows to add, 0 to change, 0 to retire, 27 to rename." in small.plan()
    small.load()


RENAMED = "{{key: {key}, moved_from: {earlier}, kind: company, name: A, cite: tin-news#1}}\n"


@pytest.mark.parametrize("key", ["new", "tin-club"])
def test_rename_of_what_still_stands_is_refused(small: Small, key: str) -> None:
    small.load()
    if key == "tin-club":
        small.edit("club.yaml", "tin-club, kind", "tin-club, moved_from: tin-club, kind")
    else:
        small.write("more.yaml", f"entities:\n  - {RENAMED.format(key=key, earlier='tin-club')}")
    (problem,) = small.refused("plan")
    assert problem.endswith('E-moved  "tin-club" still stands in entities; remove the record, or this line')


def test_rename_that_two_records_claim_is_refused(small: Small) -> None:
    small.load()
    records = "".join(f"  - {RENAMED.format(key=key, earlier='gone')}" for key in ("one", "two"))
    small.write("more.yaml", f"entities:\n{records}")
    what = 'E-moved  several records say that they were "gone"; keep it in one of them'
    assert small.refused("plan") == [f"seeds/more.yaml:2:28  {what}", f"seeds/more.yaml:3:28  {what}"]


def test_load_can_be_taken_back_and_the_plan_shows_what_the_seeds_still_say(small: Small) -> None:
    small.load()
    before = state(small)
    small.edit("pact.yaml", "5 million USD", "6 million USD")
    small.edit("club.yaml", "      - {entity: tinworks, role: signatory, cite: tin-news#8}\n", "")
    small.write("more.yaml", "entities:\n  - {key: new, kind: company, name: New, cite: tin-news#1}\n")
    small.load()
    after = state(small)
    code, _, said = small("undo", "2")
    assert code == 0
    assert "Took back run 2: " in said
    assert state(small) == before
    assert small.rows("SELECT status, undoes FROM ops.load_runs ORDER BY run_id DESC LIMIT 1") == [("loaded", 2)]
    plan = small.plan()
    assert "amount: 5000000 → 6000000" in plan
    assert "+ entities/new" in plan
    assert "- agreements/club-deal/parties/signatory/tinworks" in plan
    small.load()
    assert state(small) == after
    instants = loaded_at(small)
    assert state(small, instants[1]) == after
    assert state(small, instants[2]) == before


def test_load_on_which_others_built_is_not_taken_back(small: Small) -> None:
    small.load()
    for amount in (6, 7):
        small.edit("pact.yaml", f"{amount - 1} million USD", f"{amount} million USD")
        small.load()
    kept = state(small)
    code, _, said = small("undo", "2")
    assert code == 1
    assert "later loads built on what run 2 wrote in monetary_values" in said
    assert state(small) == kept
    assert small("undo", "3")[0] == small("undo", "2")[0] == 0
    assert small.rows("SELECT amount FROM core.monetary_values") == [(5_000_000,)]
    assert small("undo", "2")[0] == 1, "what it wrote does not stand any more"


def test_record_that_a_later_load_refers_to_is_not_taken_back(small: Small) -> None:
    small.load()
    small.write("more.yaml", "entities:\n  - {key: new, kind: company, name: New, cite: tin-news#1}\n")
    small.load()
    small.edit("club.yaml", "entity: tinworks", "entity: new")
    small.load()
    assert small("undo", "2")[0] == 1
    assert small.rows("SELECT count(*) FROM core.entities WHERE key = 'new'") == [(1,)]


def test_first_load_is_not_taken_back_by_mistake(small: Small) -> None:
    small.load()
    code, _, said = small("undo", "1")
    assert (code, "would retire many rows" in said) == (1, True)
    assert small.rows("SELECT count(*) FROM core.facts") == [(16,)]
    assert small("undo", "1", "--max-retire", "100%")[0] == 0
    assert small.rows("SELECT count(*) FROM core.facts") == [(0,)]


@pytest.mark.parametrize("run", ["1", "77"])
def test_run_that_changed_nothing_cannot_be_taken_back(small: Small, run: str) -> None:
    small.write("base.yaml", "nonsense")
    assert small("load")[0] == 65
    code, _, said = small("undo", run)
    assert (code, "warehouse runs list" in said) == (64, True)
