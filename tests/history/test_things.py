"""What a user means by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from warehouse.errors import UsageError
from warehouse.history import find_thing

if TYPE_CHECKING:
    from tests.history.loads import Ledger


def hint(ledger: Ledger, name: str) -> str:
    with pytest.raises(UsageError) as told:
        find_thing(ledger.connection, name)
    return told.value.hint


@pytest.mark.parametrize("name", ["deal", "agreements/deal", "agreements/deal/", " deal "])
def test_thing_is_found_by_key_and_by_family_and_key(ledger: Ledger, first: int, name: str) -> None:
    del first
    thing = find_thing(ledger.connection, name)
    assert (thing.path, thing.is_standing, len(thing.only.facts)) == ("agreements/deal", True, 2)


def test_fact_is_found_by_its_path(ledger: Ledger, first: int) -> None:
    del first
    assert find_thing(ledger.connection, "agreements/deal/pledge").path == "agreements/deal/pledge"


def test_key_of_several_things_is_refused_with_their_paths(ledger: Ledger, first: int) -> None:
    del first
    with ledger.load() as load:
        load.register("facilities", "deal", kind="plant", name="Deal")
    assert hint(ledger, "deal") == "Write one of: agreements/deal, facilities/deal."


def test_thing_that_stands_goes_before_one_that_went(ledger: Ledger, first: int) -> None:
    del first
    with ledger.load() as load:
        load.register("facilities", "deal", kind="plant", name="Deal")
    with ledger.load() as load:
        load.retire("facilities/deal", "facilities", "facts")
    assert find_thing(ledger.connection, "deal").path == "agreements/deal"
    gone = find_thing(ledger.connection, "facilities/deal")
    assert (gone.path, gone.is_standing) == ("facilities/deal", False)


def test_earlier_names_lead_to_the_present_one(ledger: Ledger, first: int) -> None:
    del first
    for old, new in (("deal", "pact"), ("pact", "accord")):
        with ledger.load() as load:
            load.rename(f"agreements/{old}", f"agreements/{new}")
    for name in ("deal", "agreements/deal", "pact", "agreements/pact", "accord"):
        thing = find_thing(ledger.connection, name)
        assert thing.path == "agreements/accord"
        assert [life.path for life in thing.lives] == ["agreements/accord", "agreements/pact", "agreements/deal"]
    assert find_thing(ledger.connection, "agreements/deal/pledge").path == "agreements/accord/pledge"


def test_reused_name_means_what_stands_under_it(ledger: Ledger, first: int) -> None:
    del first
    with ledger.load() as load:
        load.rename("agreements/deal", "agreements/pact")
    with ledger.load() as load:
        load.register("agreements", "deal", kind="supply contract", name="Another")
    thing = find_thing(ledger.connection, "deal")
    assert (thing.path, [life.came_from for life in thing.lives]) == ("agreements/deal", [None])


def test_unknown_names_are_told_with_the_nearest(ledger: Ledger, first: int) -> None:
    del first
    assert hint(ledger, "dael") == 'did you mean "deal"?'
    assert hint(ledger, "agreement/deal") == 'did you mean "agreements/deal"?'
    assert hint(ledger, "agreements/deal/plegde") == 'did you mean "agreements/deal/pledge"?'
    assert hint(ledger, "/") == "known are: deal, news, usd"


def test_empty_warehouse_knows_nothing(ledger: Ledger) -> None:
    assert "family/key" in hint(ledger, "deal")
