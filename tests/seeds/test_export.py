"""Rows become files, and the files the same rows again, whatever stands in them."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from warehouse.errors import CheckFailed, UsageError
from warehouse.model import amounts
from warehouse.model.figures import Observation
from warehouse.model.tables import LOAD_ORDER
from warehouse.seeds.export import differences, export, seed_files
from warehouse.seeds.format import formatted
from warehouse.seeds.reader import check
from warehouse.yamlfiles import parse

if TYPE_CHECKING:
    from tests.builders import ProjectFolder
    from warehouse.seeds.reader import Seeds

pytestmark = pytest.mark.slow

NASTY = [
    *("007", "NO", "yes", "null", "Null", "NULL", "~", "99.3", "1e3", "12:30", "2026-02-18", "0x1F", ".5", "=", "<<"),
    *(
        "# a",
        "a #b",
        "a: b",
        "a:",
        "- a",
        "-",
        "? a",
        "! a",
        "&a",
        "*a",
        "%a",
        "@a",
        "`a`",
        "| a",
        "> a",
        "[a",
        "{a}",
        "a, b",
    ),
    *(
        "'a'",
        '"a"',
        "it's",
        'say "a"',
        "a\\n",
        "a\\",
        "two\nlines",
        "a\n\nb",
        "a\n  b",
        "---",
        "...",
        "a/b",
        "a@b",
        "a_b",
        "a b",
    ),
    *("한국 희토류", "稀土", "é", "😀", "a\u00a0b", "a\u2019s", "x" * 300, "word " * 60 + "end"),
]
LETTERS = "ab1 \n-.,:#?&*!|>%@`'\"\\{}[]~=_/°한é😀"
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(LETTERS, min_size=1, max_size=30)).map(str.strip).filter(bool)
QUANTITIES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "-", "about ", "at least ", "at most ", "over ", "under ", "under -", "nearly "]),
    st.decimals(0, 10**8, places=3).map(lambda number: f"{number:f}") | st.integers(0, 10**8).map(str),
    st.sampled_from(["", " thousand", " million", " trillion"]),
) | st.sampled_from(
    [
        "between 2 and 3 million",
        "between 2.50 and 3",
        "between 1,000 and 20,000.5 thousand",
        "900 million to 1.2 billion",
        "-140.1205961959985",
        "26476.818000000003",
        "1e-05",
        "100 \u00b1 5",
        "-1.5 \u00b1 0.25 million",
        "dozens",
        "multibillion",
    ]
)
DATES = st.sampled_from(
    [
        {"words": "last March", "edtf": "2030-03", "rule": "latest past", "document": "tin-news"},
        {"words": "last March", "edtf": "2029-03", "rule": "latest past", "document": "tin-times"},
        {"words": "by 2031", "edtf": "2031", "qualifier": "by"},
        {"words": "next year", "edtf": "2031", "rule": "next year", "qualifier": "about", "document": "tin-news"},
        {"words": "2030-05-01", "edtf": "2030-05-01", "qualifier": "after"},
        {"words": "2019 to 2022", "edtf": "2019/2022"},
        {"words": "FY2029", "edtf": "FY2029", "fiscal": {"starts": "07-01", "named": "end"}},
        {"words": "2028-29", "edtf": "FY2028", "fiscal": {"starts": "04-01", "named": "start"}},
        {"words": "at harvest time", "edtf": "2029-09", "rule": "by hand", "note": "the harvest is in September"},
    ]
)
CITATIONS = st.one_of(
    st.just("tin-news#1"),
    st.sampled_from(["tin-times#2", "handbook#IR-3.5", "handbook#Table I", "handbook#12:3-4", "handbook#a#b"]),
    st.fixed_dictionaries({"document": st.just("tin-news"), "locator": st.just("4"), "span": st.just("007-12")}),
    st.fixed_dictionaries(
        {"document": st.just("handbook"), "locator": TEXTS.filter(lambda text: not text.isdigit())},
        optional={"quote_sha256": st.just("ab" * 32), "span": st.sampled_from(["0-7", "10-42"])},
    ),
)
KEYS = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,5})?", fullmatch=True)


def place(citation: str | dict[str, str]) -> str:
    """Give what no two citations of a fact may have in common."""
    if isinstance(citation, str):
        return citation
    span = f":{citation['span']}" if "span" in citation else ""
    return f"{citation['document']}#{citation['locator']}{span}"


def cited(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    said = {"cite": st.lists(CITATIONS, min_size=1, max_size=3, unique_by=place), "note": TEXTS}
    optional = {"attributed_words": TEXTS, "rank_reason": TEXTS}

    def whole(record: dict[str, Any]) -> dict[str, Any]:
        return {**record, "rank": "deprecated"} if "rank_reason" in record else record

    return st.fixed_dictionaries({**said, **fields}, optional=optional).map(whole)


def many(strategy: st.SearchStrategy[dict[str, Any]], by: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(strategy, max_size=3, unique_by=lambda record: str(record[by]).lower().replace(" ", "_"))


planned = st.just("planned")
deals = cited(
    kind=st.just("supply contract"),
    name=TEXTS,
    modality=planned,
    milestones=many(
        cited(kind=st.sampled_from(["signed", "held"]), label=KEYS, date=DATES, modality=planned), by="label"
    ),
    observations=many(
        cited(indicator=st.just("tin-gap"), label=KEYS, value=QUANTITIES, words=TEXTS, modality=planned), by="label"
    ),
    scopes=many(cited(end_use=TEXTS, words=TEXTS, completeness=st.just("not said")), by="end_use"),
    statements=many(cited(label=KEYS, kind=st.just("aim"), statement=TEXTS, modality=planned), by="label"),
)
entities = cited(kind=st.just("company"), name=TEXTS, names=many(cited(name=TEXTS, kind=st.just("alias")), by="name"))
BASE = {
    "documents": [
        {"key": key, "kind": "article", "title": "News", "language": "en", "page_date": day, "sha256": "0" * 64}
        | {"characters": "900", "paragraphs": "12"}
        for key, day in (("tin-news", "2030-05-15"), ("tin-times", "2029-06-01"))
    ]
    + [{"key": "handbook", "kind": "reference", "title": "Handbook", "language": "en"}],
    "units": [{"key": "percent", "name": "percent", "symbol": "%", "cite": "handbook#P"}],
    "indicators": [
        {
            "key": "tin-gap",
            "name": "Tin gap",
            "definition": "x",
            "unit": "percent",
            "value_range": "any",
            "cite": "tin-news#2",
        }
    ],
}


def rows_of(seeds: Seeds) -> dict[str, list[dict[str, Any]]]:
    """Give the rows as a database would hold them: with every column."""
    columns = {table.name: [column.name for column in table.columns] for table in LOAD_ORDER}
    return {name: [{**dict.fromkeys(columns[name]), **row.values} for row in rows] for name, rows in seeds.rows.items()}


@settings(max_examples=50, deadline=None)
@given(deal=deals, entity=entities)
def test_whatever_is_said_comes_back(deal: dict[str, Any], entity: dict[str, Any]) -> None:
    family = {"agreements": [{"key": "deal", **deal}], "entities": [{"key": "maker", **entity}]}
    with tempfile.TemporaryDirectory() as name:
        first, second = Path(name, "first"), Path(name, "second")
        first.mkdir()
        (first / "seeds.yaml").write_text(json.dumps({**BASE, **family}, ensure_ascii=False, indent=1))
        rows = rows_of(check(first, first))
        export(rows, second, replace=False)
        back = check(second, second)
        assert list(differences(back, rows)) == []
        assert rows_of(back).keys() == rows.keys()


@pytest.mark.parametrize("text", NASTY)
def test_texts_are_read_back_as_they_were(folder: ProjectFolder, text: str) -> None:
    quoted = json.dumps(text, ensure_ascii=False)
    folder.write(f"places:\n  - {{key: sylvania, kind: city, name: {quoted}, note: {quoted}, cite: tin-news#1}}\n")
    (written,) = [text for name, text in seed_files(rows_of(folder.check())).items() if name == "registers/places.yaml"]
    root, problems = parse(written.encode(), "places.yaml")
    assert problems == []
    assert root
    sylvania = root.plain()["places"][1]
    assert (sylvania["name"], sylvania["note"]) == (text, text)


@settings(deadline=None)
@given(words=QUANTITIES)
def test_quantities_are_written_so_that_they_are_read_the_same(words: str) -> None:
    read = amounts.quantity(words)
    unsaid = {**dict.fromkeys(column.name for table in LOAD_ORDER for column in table.columns), "path": "x@y"}
    parts = {"value": read.value, "upper_value": read.upper, "quantum": read.quantum}
    written = Observation.fields({**unsaid, **parts, "approximation": read.approximation})["value"]
    back = amounts.quantity(written)
    assert (back.value, back.upper, back.quantum, back.approximation) == (
        *(read.value, read.upper, read.quantum, read.approximation),
    )


@pytest.mark.parametrize("words", ["99.3", "about 80", "over 20", "1.76 trillion", "between 2 and 3 million", "0.50"])
def test_quantities_are_written_as_people_do(folder: ProjectFolder, words: str) -> None:
    folder.write(
        "indicators:\n"
        "  - {key: tin-gap, name: Tin gap, definition: x, unit: percent, value_range: any, cite: tin-news#2}\n"
        "observations:\n  - {about: agreements/tin-deal, indicator: tin-gap, modality: planned,"
        f' value: "{words}", words: w, cite: tin-news#1}}\n'
    )
    assert f"        value: {words}\n" in seed_files(rows_of(folder.check()))["agreements.yaml"]


@pytest.mark.parametrize(
    "words", ["$110", "about A$1.2bn", "3,000억원", "US$85-95 million", "-2 million USD", "(5) USD"]
)
def test_sums_are_written_as_they_were_printed(folder: ProjectFolder, words: str) -> None:
    folder.write(
        "currencies:\n  - {key: aud, code: AUD, name: dollar, minor_units: 2, cite: handbook#A, basis: reference}\n"
        f"monetary_values:\n  - {{about: agreements/tin-deal, kind: net profit, modality: planned, amount: '{words}',"
        " cite: tin-news#1}\n"
    )
    rows = rows_of(folder.check())
    assert rows["monetary_values"][0]["words"] == words
    assert f"        amount: {words}\n" in seed_files(rows)["agreements.yaml"]


def test_what_a_record_hands_down_is_left_out(folder: ProjectFolder) -> None:
    values = "values: [{kind: pledge, amount: 5 USD, modality: pledged, cite: tin-news#1}]"
    parties = "parties: [{entity: tinworks, role: buyer, modality: in force, cite: [tin-news#1]}]"
    statuses = "statuses: [{status: active, modality: in force, cite: tin-news#2}]"
    folder.write(
        "agreements:\n  - {key: pact, kind: partnership, name: Pact, modality: in force, cite: tin-news#1,\n"
        f"     {values},\n     {parties},\n     {statuses}}}\n"
    )
    text = seed_files(rows_of(folder.check()))["agreements.yaml"]
    root, _ = parse(text.encode(), "agreements.yaml")
    assert root
    pact = root.plain()["agreements"][0]
    assert pact["values"] == [{"kind": "pledge", "amount": "5 USD", "modality": "pledged"}]
    assert pact["parties"] == [{"entity": "tinworks", "role": "buyer", "modality": "in force"}]
    assert pact["statuses"] == [{"status": "active", "cite": "tin-news#2"}]


def test_labels_come_back_from_behind_what_tells_facts_apart(folder: ProjectFolder) -> None:
    folder.write(
        "agreements:\n"
        "  - key: pact\n    kind: partnership\n    name: Pact\n    modality: planned\n    cite: tin-news#1\n"
        "    parties:\n"
        "      - {entity: tinworks, role: buyer, modality: planned, label: twice, cite: tin-news#1}\n"
        "    statuses:\n"
        "      - {status: active, as_of: {words: last March, edtf: 2030-03, rule: latest past}, label: again,\n"
        "         modality: in force, cite: tin-news#1}\n"
        "      - {status: paused, as_of: 2030-04, modality: expected, cite: tin-news#1}\n"
        "entity_relations:\n"
        "  - {about: entities/tinworks, relation: owns, object: tin-club, period: FY2029, label: once,\n"
        "     modality: in force, cite: tin-news#1}\n"
        "entities:\n"
        "  - {key: tin-club, kind: company, name: Club, cite: tin-news#1}\n"
    )
    folder.edit("base.yaml", "name: Tinworks,", "name: Tinworks, fiscal_year_ends: 06-30,")
    seeds = folder.check()
    files = "".join(seed_files(rows_of(seeds)).values())
    assert files.count("label: ") == 3
    for label in ("twice", "again", "once"):
        assert f"label: {label}\n" in files


def test_curated_seeds_come_back(tmp_path: Path) -> None:
    rows = rows_of(check(ROOT / "seeds", ROOT))
    assert export(rows, tmp_path / "new", replace=False) == len(list((tmp_path / "new").rglob("*.yaml"))) > 10
    back = check(tmp_path / "new", tmp_path)
    assert list(differences(back, rows)) == []
    assert {name: len(found) for name, found in rows_of(back).items()} == {name: len(was) for name, was in rows.items()}
    export(rows_of(back), tmp_path / "again", replace=False)
    for path in (tmp_path / "new").rglob("*.yaml"):
        assert (tmp_path / "again" / path.relative_to(tmp_path / "new")).read_text() == path.read_text()
        assert formatted(path.read_bytes(), path.name) == (path.read_bytes(), []), "laid out as all seed files are"


def test_each_difference_is_named(folder: ProjectFolder) -> None:
    seeds = folder.check()
    rows = rows_of(seeds)
    rows["places"][0]["name"] = "Sylvania"
    rows["units"].clear()
    rows["currencies"].append({**rows["currencies"][0], "key": "eur"})
    assert list(differences(seeds, rows)) == [
        "places freedonia: name",
        "currencies eur: only in the database",
        "units percent: only in the seeds",
    ]


def test_large_families_are_split(folder: ProjectFolder) -> None:
    cities = "".join(f"  - {{key: city-{number}, kind: city, name: C, cite: tin-news#1}}\n" for number in range(10, 30))
    folder.write(f"places:\n{cities}")
    rows = rows_of(folder.check())
    files = seed_files(rows, most_bytes=500)
    places = [text for name, text in files.items() if name.startswith("registers/places")]
    assert [name for name in files if "places" in name][:2] == ["registers/places.yaml", "registers/places-2.yaml"]
    assert len(places) > 2
    assert all(len(text.encode()) <= 500 for text in places)
    assert sum(text.count("key: ") for text in places) == 21


def test_what_no_seed_can_say_is_refused(folder: ProjectFolder, tmp_path: Path) -> None:
    for table, column, value in (
        ("places", "name", " blank "),
        ("places", "key", "sylvania"),
        ("facts", "path", "agreements/tin-deal/elsewhere"),
        ("facts", "modality", "planned"),
        ("entities", "is_named", False),
        ("places", "fact_id", None),
    ):
        rows = rows_of(folder.check())
        rows[table][0][column] = value
        with pytest.raises(CheckFailed):
            export(rows, tmp_path / "new", replace=False)
        assert not (tmp_path / "new").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"seeds"}


def test_nothing_to_export_is_refused(folder: ProjectFolder, tmp_path: Path) -> None:
    rows = {name: list[dict[str, Any]]() for name in folder.check().rows}
    with pytest.raises(CheckFailed, match="no facts"):
        export(rows, tmp_path / "new", replace=False)


def test_only_seed_files_are_replaced_and_only_when_asked(folder: ProjectFolder, tmp_path: Path) -> None:
    rows = rows_of(folder.check())
    goal = tmp_path / "goal"
    (goal / "old").mkdir(parents=True)
    assert export(rows, goal, replace=False) > 1, "a folder without files is empty"
    assert not (goal / "old").exists()
    stale = goal / "stale.yaml"
    stale.write_text("places: []\n")
    with pytest.raises(UsageError, match="is not empty"):
        export(rows, goal, replace=False)
    assert stale.exists()
    export(rows, goal, replace=True)
    assert not stale.exists()
    precious = goal / "letters.txt"
    precious.write_text("mine")
    with pytest.raises(UsageError, match=r"letters\.txt"):
        export(rows, goal, replace=True)
    assert precious.read_text() == "mine"
    with pytest.raises(UsageError, match="not a folder"):
        export(rows, precious, replace=True)
