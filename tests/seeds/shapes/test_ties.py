"""Comparisons, holdings, ties, states, clauses, identifiers, positions: what each needs, and what it is refused for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.builders import ProjectFolder

CITED = "    cite: tin-news#4\n"
COMPARED = f"comparisons:\n  - about: places/freedonia\n    modality: occurred\n    words: w\n{CITED}"
OF = "    of: indicators/tin-share\n"
BASED = f"{COMPARED}{OF}    base: a year earlier\n"
HELD = (
    "holdings:\n  - about: entities/tinworks\n    of: agreements/tin-deal\n    words: w\n    modality: in force\n"
    + CITED
)
LINK = f"links:\n  - about: agreements/tin-deal\n    relation: follows\n    modality: in force\n{CITED}"
CLAUSE = f"clauses:\n  - about: agreements/tin-deal\n    kind: price floor\n    modality: in force\n{CITED}"
NAMED = f"identifiers:\n  - about: entities/tinworks\n{CITED}    scheme: "
LIES = f"positions:\n  - about: places/freedonia\n{CITED}"
STATE = f"statuses:\n  - about: agreements/tin-deal\n    modality: in force\n{CITED}"
VERSION = "  - {about: mineral_lists/tins, label: new, supersedes: %s, modality: planned, cite: tin-news#1}\n"
LIST = "mineral_lists:\n  - {key: tins, name: T, jurisdiction: freedonia, entry_term: tins, cite: tin-news#1}\n"

BAD = {
    "nothing to compare with": (f"{COMPARED}{OF}    how: higher\n", "7:10 E-comparison"),
    "change without a number": (f"{BASED}    how: change\n", "8:10 E-comparison"),
    "multiple without a number": (f"{BASED}    how: times\n", "8:10 E-comparison"),
    "rank without a position": (f"{BASED}    how: rank\n", "8:10 E-comparison"),
    "position that is no rank": (f"{BASED}    how: sole\n    position: 1\n", "8:10 E-comparison"),
    "rank of 0": (f"{BASED}    how: rank\n    position: 0\n", "9:15 E-value"),
    "all but one of nothing": (f"{BASED}    how: higher\n    base_without: freedonia\n", "9:19 E-comparison"),
    "unit and currency": (
        f"{BASED}    how: difference\n    value: 5\n    unit: percent\n    currency: USD\n",
        "11:15 E-comparison",
    ),
    "comparison of neither": (f"{COMPARED}    base: x\n    how: lower\n    of: output\n", "8:9 E-measure"),
    "comparison of an unknown indicator": (
        f"{COMPARED}    base: x\n    how: lower\n    of: indicators/tin-shares\n",
        "8:9 E-unknown-reference",
    ),
    "comparison of an unknown kind of money": (
        f"{COMPARED}    base: x\n    how: lower\n    of: money/revenues\n",
        "8:9 E-unknown-word",
    ),
    "unknown comparison": (f"{BASED}    how: heigher\n", "8:10 E-unknown-word"),
    "share below nothing": (f"{HELD}    share: -3\n", "7:12 E-share"),
    "share above the whole": (f"{HELD}    share: 120\n", "7:12 E-share"),
    "range above the whole": (f"{HELD}    share: 90 to 110\n", "7:12 E-share"),
    "share with its sign": (f"{HELD}    share: 50 %\n", "7:12 E-amount"),
    "holding of a place": (HELD.replace("agreements/tin-deal", "places/freedonia"), "3:9 E-target"),
    "holding of itself": (HELD.replace("agreements/tin-deal", "entities/tinworks"), "3:9 E-relation"),
    "link to nothing": (f"{LINK}    to: agreements/tin-pact\n", "6:9 E-unknown-reference"),
    "link to itself": (f"{LINK}    to: agreements/tin-deal\n", "6:9 E-relation"),
    "link to a document": (f"{LINK}    to: documents/tin-news\n", "6:9 E-target"),
    "link to a key alone": (f"{LINK}    to: tinworks\n", "6:9 E-target"),
    "link to what is no key": (f"{LINK}    to: entities/Tinworks\n", "6:9 E-key-form"),
    "link to nothing said": (LINK, "2:5 E-missing-key"),
    "unknown tie": (f"{LINK}    to: places/freedonia\n".replace("follows", "folows"), "3:15 E-unknown-word"),
    "clause that says nothing": (CLAUSE, "2:5 E-clause"),
    "clause about an entity": (
        f"{CLAUSE}    words: w\n".replace("agreements/tin-deal", "entities/tinworks"),
        "2:12 E-about",
    ),
    "LEI with a wrong check digit": (f"{NAMED}lei\n    value: 529900T8BM49AURSDO56\n", "5:12 E-identifier"),
    "LEI that is too short": (f"{NAMED}lei\n    value: 529900T8BM49AURSDO5\n", "5:12 E-identifier"),
    "ISIN with a wrong check digit": (f"{NAMED}ISIN\n    value: US5533681013\n", "5:12 E-identifier"),
    "ticker without its exchange": (f"{NAMED}ticker\n    value: MP\n", "5:12 E-identifier"),
    "CAS number with a wrong check digit": (f"{NAMED}CAS number\n    value: 7440-31-6\n", "5:12 E-identifier"),
    "unknown register": (f"{NAMED}lie\n    value: x\n", "4:13 E-unknown-word"),
    "latitude of 91": (f"{LIES}    latitude: 91\n    longitude: 10\n", "4:15 E-coordinate"),
    "longitude of -181": (f"{LIES}    latitude: -90\n    longitude: -181\n", "5:16 E-coordinate"),
    "latitude in degrees and minutes": (f"{LIES}    latitude: 35°28'N\n    longitude: 10\n", "4:15 E-coordinate"),
    "latitude without longitude": (f"{LIES}    latitude: 35.4\n", "2:5 E-missing-key"),
    "position of a company": (
        f"{LIES}    latitude: 1\n    longitude: 1\n".replace("places/freedonia", "entities/tinworks"),
        "2:12 E-about",
    ),
    "unknown state": (f"{STATE}    status: operatin\n", "5:13 E-unknown-word"),
    "version that takes the place of what is no label": (
        f"{LIST}mineral_list_versions:\n{VERSION % 'Old One'}",
        "4:57 E-key-form",
    ),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD)
def test_misfit_is_told_at_its_place_with_advice(folder: ProjectFolder, text: str, expected: str) -> None:
    folder.write(text)
    assert folder.places() == [f"extra.yaml:{expected}"]
    (problem,) = folder.problems()
    says_it_in_one = expected.endswith(("E-amount", "E-value", "E-missing-key"))
    assert problem.what
    assert problem.hint or says_it_in_one


GOOD = {
    "comparison with what is not said": f"{COMPARED}{OF}    base: not said\n    how: highest\n",
    "change": f"{BASED}    how: rose by\n    value: about 43\n",
    "rank": f"{BASED}    how: rank\n    position: 2\n",
    "comparison of money": f"{COMPARED}    base: x\n    how: lower\n    of: money/sales\n",
    "share": f"{HELD}    share: over 15\n",
    "whole": f"{HELD}    share: 100\n",
    "holding without a number": HELD,
    "link": f"{LINK}    to: places/freedonia\n",
    "clause in its words": f"{CLAUSE}    words: w\n",
    "clause in our words": f"{CLAUSE}    statement: s\n",
    "LEI": f"{NAMED}lei\n    value: 529900T8BM49AURSDO55\n",
    "ISIN": f"{NAMED}ISIN\n    value: US5533681012\n",
    "ticker": f"{NAMED}ticker\n    value: NYSE:MP\n",
    "CAS number": f"{NAMED}CAS number\n    value: 7440-31-5\n",
    "pole": f"{LIES}    latitude: -90\n    longitude: 180\n",
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_what_fits_is_taken(folder: ProjectFolder, text: str) -> None:
    folder.write(text)
    assert folder.check().fact_count > 0


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        (f"{NAMED}ticker\n    value: MP\n", '"MP" is no ticker', "its form is [A-Z]+:[A-Z0-9.-]+"),
        (f"{NAMED}ISIN\n    value: US5533681013\n", '"US5533681013" is no ISIN', "its check digit is wrong"),
        (f"{HELD}    share: 120\n", "120 percent cannot be a share", "between 0 and 100 percent"),
        (f"{LIES}    latitude: 91\n    longitude: 1\n", '"91" is not a number from -90 to 90', "decimal degrees"),
        (f"{BASED}    how: change\n", "change without a number", "give value, or choose higher, lower"),
        (f"{LINK}    to: units/percent\n", '"units/percent" does not begin with a register', "known are: agreements"),
    ],
    ids=["ticker", "ISIN", "share", "latitude", "change", "link"],
)
def test_message_says_what_is_wrong_and_what_to_do(folder: ProjectFolder, text: str, what: str, hint: str) -> None:
    folder.write(text)
    (problem,) = folder.problems()
    assert problem.what.startswith(what)
    assert hint in problem.hint
