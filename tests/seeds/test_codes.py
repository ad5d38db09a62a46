"""Codes that two things have, and versions of lists that do not exist: found before any load."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from warehouse.seeds.watching import Recheck
from warehouse.yamlfiles import ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.builders import ProjectFolder

MP = "scheme: ticker, value: 'NYSE:MP', cite: tin-news#1"
MORE = """\
entities:
  - {key: ministry, kind: government body, name: Ministry, cite: tin-news#1}
minerals:
  - {key: tin, kind: element, name: Tin, symbol: Sn, atomic_number: 50, cite: tin-news#1}
"""
SHARED = {
    "a code of places": (
        (
            "places:\n"
            "  - {key: a-land, kind: country, name: A Land, iso_code: AQ, cite: tin-news#1}\n"
            "  - {key: b-land, kind: country, name: B Land, iso_code: AQ, cite: tin-news#1}\n"
        ),
        ["2:58 E-not-unique iso_code AQ is that of places/b-land too", "3:58 E-not-unique iso_code AQ is that of pl"],
    ),
    "an identifier": (
        f"identifiers:\n  - {{about: entities/tinworks, {MP}}}\n  - {{about: entities/ministry, {MP}}}\n",
        ["2:55 E-not-unique ticker NYSE:MP is that of entities/ministry too", "3:55 E-not-unique ticker NYSE:MP is"],
    ),
    "a version that a member names": (
        (
            "mineral_lists:\n"
            "  - key: list\n    name: List\n"
            "    jurisdiction: freedonia\n    entry_term: mineral\n    cite: tin-news#1\n"
            "    versions: [{label: first, modality: in force}]\n"
            "    members: [{member: tin, version: frist}]\n"
        ),
        ['8:38 E-version list has no version "frist"; did you mean "first"?'],
    ),
    "a version that another takes the place of": (
        (
            "mineral_list_versions:\n"
            "  - {about: mineral_lists/tin-list, label: 2, supersedes: zeroth, modality: in force, cite: tin-news#1}\n"
            "mineral_lists:\n"
            "  - {key: tin-list, name: List, jurisdiction: freedonia, entry_term: mineral, cite: tin-news#1}\n"
        ),
        ['2:59 E-version tin-list has no version "zeroth"; known are: 2'],
    ),
}


@pytest.fixture
def folder(folder: ProjectFolder) -> ProjectFolder:
    """Give the project a second entity and a mineral."""
    folder.write(MORE, "more.yaml")
    return folder


def told(folder: ProjectFolder) -> list[str]:
    """Return the problems of the file that a test adds, after each kind of check found the same."""
    recheck = Recheck(folder.seeds, folder.project)
    first, second, third = (_problems(check) for check in (folder.check, recheck.check, recheck.check))
    assert first == second == third
    return first


def _problems(check: Callable[[], object]) -> list[str]:
    try:
        check()
    except ProblemsFound as error:
        lines = [f"{one.position} {one.code} {one.what}; {one.hint}" for one in error.problems]
        return [line.removeprefix("seeds/extra.yaml:") for line in lines]
    return []


@pytest.mark.parametrize(("text", "expected"), SHARED.values(), ids=SHARED)
def test_code_of_two_things_or_version_of_none(folder: ProjectFolder, text: str, expected: list[str]) -> None:
    folder.write(text)
    found = told(folder)
    assert len(found) == len(expected), found
    for problem, start in zip(found, expected, strict=True):
        assert problem.startswith(start)


def test_two_companies_are_told_the_judgement_that_would_say_that_they_are_one(folder: ProjectFolder) -> None:
    both = f"identifiers:\n  - {{about: entities/tinworks, {MP}}}\n  - {{about: entities/ministry, {MP}}}\n"
    folder.write(both)
    assert all("a judgement at ministry says so: {other: tinworks, verdict: same}" in one for one in told(folder))
    judged = (
        "identity_judgements:\n"
        "  - {about: entities/ministry, other: tinworks, verdict: same, reason: one house, cite: tin-news#1}\n"
    )
    folder.write(both + judged)
    assert told(folder) == []
    folder.write(both + judged.replace("verdict: same", "verdict: different"))
    assert len(told(folder)) == 2


def test_codes_that_can_both_be_right(folder: ProjectFolder) -> None:
    until = "period: {words: until 2021, edtf: ../2021}"
    since = "period: {words: since 2022, edtf: 2022/..}"
    written = (
        "identifiers:\n"
        f"  - {{about: entities/tinworks, {MP}, {until}}}\n"
        f"  - {{about: entities/ministry, {MP}, {since}}}\n"
        "  - {about: minerals/tin, scheme: hs, value: '280530', cite: tin-news#1}\n"
        "  - {about: minerals/lead, scheme: hs, value: '280530', cite: tin-news#1}\n"
        "  - {about: minerals/lead, scheme: wikidata, value: Q42, cite: tin-news#1, rank: deprecated, rank_reason: x}\n"
        "  - {about: minerals/tin, scheme: wikidata, value: Q42, cite: tin-news#1}\n"
        "  - {about: places/freedonia, scheme: wikidata, value: Q42, cite: tin-news#1}\n"
        "minerals:\n"
        "  - {key: lead, kind: element, name: Lead, symbol: Pb, atomic_number: 82, cite: tin-news#1}\n"
    )
    folder.write(written)
    assert told(folder) == []
    folder.write(written.replace("since 2022, edtf: 2022/..", "since 2021, edtf: 2021/.."))
    assert len(told(folder)) == 2


def test_version_is_not_missing_while_a_file_cannot_be_read(folder: ProjectFolder) -> None:
    folder.write(SHARED["a version that a member names"][0])
    folder.write("mineral_list_versions:\n\t- {}\n", "unreadable.yaml")
    (problem,) = told(folder)
    assert "E-tab" in problem
