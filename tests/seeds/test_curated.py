"""The curated seeds hold each figure and date that the articles print, cited where it stands, and no other.

``push`` and ``shift`` are the two articles. The lists below were read from the articles by hand.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from warehouse.seeds.reader import check
from warehouse.seeds.rows import fact_id
from warehouse.yamlfiles import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from warehouse.seeds.reader import Seeds

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = {"korean-firms-us-rare-earth-push": "push", "korea-derisks-rare-earth-imports": "shift"}

# article, paragraph, subject: amount (weight of its last digit) exactness = the equivalent, likewise
MONEY = """
push 12 korea-rare-earth-supply-chain-strategy pledge: 1000e9 (1000e9) exact KRW = 691e6 (1e6) about USD
push 26 korea-rare-earth-supply-chain-strategy pledge: 1000e9 (1000e9) exact KRW = 691e6 (1e6) about USD
shift 14 korea-rare-earth-supply-chain-strategy pledge: 1000e9 (1000e9) about KRW = 690e6 (1e6) about USD
push 18 posco-magnets-north-america contract value: 900e9 (1e9) exact KRW = 622e6 (1e6) about USD
push 18 posco-magnets-europe contract value: 260e9 (1e9) exact KRW = 179e6 (1e6) about USD
push 18 posco-motor-cores-north-america contract value: 600e9 (1e9) exact KRW = 414e6 (1e6) about USD
push 18 posco-contract-portfolio portfolio total: 1760e9 (10e9) exact KRW = 1210e6 (10e6) about USD
"""

# article, paragraph, subject, indicator, mineral: number (weight of its last digit) exactness
QUANTITIES = """
push 14 posco-international partner-count -: 30 (1) exact
push 15 south-korea import-dependence rare-earth-permanent-magnets: 99.3 (0.1) exact
push 15 south-korea import-dependence rare-earth-metals: 80 (1) about
push 18 posco-magnets-north-america contract-term -: 6 (1) exact
push 18 posco-magnets-europe contract-term -: 9 (1) exact
push 25 korea-zinc-alta-oxide-plant annual-capacity rare-earth-oxides: 100 (1) exact
push 28 korea-rare-earth-industry-association institution-count -: 20 (1) over
"""

# article, paragraph, list, version: number of entries, what is counted
COUNTS = """
push 27 korea-key-minerals before-expansion: 7 minerals
push 27 korea-key-minerals expanded: 17 minerals
shift 15 korea-critical-minerals with-rare-earths: 17 rare earth elements
"""

# article, paragraph, subject, step: first day to last day
DATES = """
push 13 posco-reelement-complex reported: 2026-02-14 to 2026-02-14
push 13 posco-reelement-complex production start: 2027-01-01 to 2027-12-31
push 13 posco-reelement-mou signed: 2025-09-01 to 2025-09-30
push 18 posco-motor-cores-north-america awarded: 2025-09-01 to 2025-09-30
push 20 australian-core-resources-research-institute-inauguration inaugurated: 2025-01-01 to 2025-12-31
push 21 economic-ministers-meeting-february-2026 held: 2026-02-04 to 2026-02-04
push 22 economic-ministers-meeting-february-2026 held: 2026-02-04 to 2026-02-04
push 25 korea-zinc-alta-partnership announced: 2026-01-13 to 2026-01-13
push 25 korea-zinc-alta-oxide-plant commercial operation: None to 2027-12-31
push 26 korea-rare-earth-supply-chain-strategy unveiled: 2026-02-05 to 2026-02-05
push 28 korea-rare-earth-industry-association-launch launched: 2025-09-01 to 2025-09-30
shift 10 blue-house-rare-earth-recycling-meeting confirmed: 2026-02-20 to 2026-02-20
shift 11 blue-house-rare-earth-recycling-meeting held: 2026-02-13 to 2026-02-13
shift 14 korea-rare-earth-supply-chain-strategy unveiled: 2026-02-05 to 2026-02-05
"""

# article, paragraph, agreement: party, role
PARTIES = """
push 13 posco-reelement-mou: posco-international signatory
push 13 posco-reelement-mou: reelement-technologies signatory
push 13 posco-reelement-joint-venture: posco-international partner
push 13 posco-reelement-joint-venture: reelement-technologies partner
push 14 posco-international-partnerships-north-america: posco-international partner
push 14 posco-international-partnerships-north-america: unnamed-partners-north-america partner
push 14 posco-international-partnerships-australia: posco-international partner
push 14 posco-international-partnerships-australia: unnamed-partners-australia partner
push 14 posco-international-partnerships-asia: posco-international partner
push 14 posco-international-partnerships-asia: unnamed-partners-asia partner
push 18 posco-contract-portfolio: posco-international supplier
push 18 posco-magnets-north-america: posco-international supplier
push 18 posco-magnets-north-america: unnamed-north-american-automaker buyer
push 18 posco-magnets-europe: posco-international supplier
push 18 posco-magnets-europe: unnamed-european-automaker buyer
push 18 posco-motor-cores-north-america: posco-international supplier
push 18 posco-motor-cores-north-america: unnamed-north-american-ev-maker buyer
push 19 korea-australia-resource-partnerships: jang-in-hwa party
push 25 korea-zinc-alta-partnership: alta-resource-technologies partner
push 25 korea-zinc-alta-partnership: korea-zinc partner
push 25 korea-zinc-alta-joint-venture: alta-resource-technologies partner
push 25 korea-zinc-alta-joint-venture: korea-zinc partner
"""

# facility: the place the article prints
FACILITIES = """
posco-international-songdo-headquarters: songdo
posco-reelement-complex: indiana
ls-cable-chesapeake-magnet-plant: chesapeake
ls-cable-chesapeake-submarine-cable-plant: chesapeake
korea-zinc-alta-oxide-plant: united-states
"""


@pytest.fixture(scope="module")
def seeds() -> Seeds:
    return check(ROOT / "seeds", ROOT)


def lines(text: str) -> list[str]:
    return sorted(text.strip().splitlines())


def cited(seeds: Seeds, table: str) -> Iterable[tuple[str, dict[str, Any]]]:
    """Give each row once per citation, with article, paragraph and subject before it."""
    for row in seeds.rows[table]:
        subject = row.path.split("/")[1]
        for citation in seeds.rows["citations"]:
            values = citation.values
            if values["fact_id"] == row.values["fact_id"]:
                yield f"{DOCUMENTS[values['document_key']]} {values['paragraph']} {subject}", row.values


def rounded(number: int) -> str:
    """Write a sum as so many thousands of millions, or millions."""
    return f"{number // 10**9}e9" if number % 10**9 == 0 else f"{number // 10**6}e6"


def sums(row: dict[str, Any], prefix: str = "") -> str:
    amount, weight = (row[f"{prefix}{name}"] for name in ("amount", "quantum"))
    return f"{rounded(amount)} ({rounded(weight)}) {row[f'{prefix}approximation']} {row[f'{prefix}currency_code']}"


def test_sums_of_money(seeds: Seeds) -> None:
    rows = cited(seeds, "monetary_values")
    assert sorted(f"{at} {row['kind']}: {sums(row)} = {sums(row, 'equivalent_')}" for at, row in rows) == lines(MONEY)


def test_only_the_total_is_marked_as_one(seeds: Seeds) -> None:
    totals = [row.path for row in seeds.rows["monetary_values"] if row.values["is_total"]]
    path = "agreements/posco-contract-portfolio/values/portfolio_total/KRW;total=yes@korean-firms-us-rare-earth-push"
    assert totals == [path]


def test_quantities(seeds: Seeds) -> None:
    assert sorted(
        f"{at} {row['indicator_key']} {row['mineral_key'] or '-'}:"
        f" {row['value']} ({row['quantum']}) {row['approximation']}"
        for at, row in cited(seeds, "observations")
    ) == lines(QUANTITIES)


def test_counts_of_lists(seeds: Seeds) -> None:
    rows = cited(seeds, "mineral_list_versions")
    found = sorted(f"{at} {row['label']}: {row['stated_count']} {row['counted']}" for at, row in rows)
    assert found == lines(COUNTS)


def test_dates(seeds: Seeds) -> None:
    rows = cited(seeds, "milestones")
    found = sorted(f"{at} {row['kind']}: {row['date_earliest']} to {row['date_latest']}" for at, row in rows)
    assert found == lines(DATES)


def test_parties_of_agreements(seeds: Seeds) -> None:
    rows = cited(seeds, "agreement_parties")
    assert sorted(f"{at}: {row['entity_key']} {row['role']}" for at, row in rows) == lines(PARTIES)


def test_places_of_facilities(seeds: Seeds) -> None:
    rows = [row.values for row in seeds.rows["facilities"]]
    assert sorted(f"{row['key']}: {row['place_key']}" for row in rows) == lines(FACILITIES)


def test_pledged_and_intended_money_are_told_apart(seeds: Seeds) -> None:
    pledges = {row.values["fact_id"] for row in seeds.rows["monetary_values"] if row.values["kind"] == "pledge"}
    modality = {row.values["modality"] for row in seeds.rows["facts"] if row.values["fact_id"] in pledges}
    assert modality == {"pledged", "intended"}


def test_every_fact_but_a_document_cites(seeds: Seeds) -> None:
    citing = {row.values["fact_id"] for row in seeds.rows["citations"]}
    silent = {row.values["family"] for row in seeds.rows["facts"] if row.values["fact_id"] not in citing}
    assert silent == {"documents"}


def test_rare_earths_are_seventeen_elements(seeds: Seeds) -> None:
    members = [row.values for row in seeds.rows["minerals"] if row.values["parent_key"] == "rare-earths"]
    numbers = sorted(row["atomic_number"] for row in members if row["kind"] == "element")
    assert numbers == [21, 39, *range(57, 72)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("agreements/posco-reelement-mou", "84a6d77f-5ebd-54d1-9248-fa6898671c86"),
        ("documents/korean-firms-us-rare-earth-push", "2d050941-461b-5b40-9bde-54e9ff47e4fc"),
        (
            "agreements/posco-magnets-europe/values/contract_value/KRW@korean-firms-us-rare-earth-push",
            "129456ac-c43c-5f59-ab6f-a47d9f103ae9",
        ),
    ],
)
def test_ids_of_facts_never_change(seeds: Seeds, path: str, expected: str) -> None:
    assert str(fact_id(path)) == expected
    assert [row.path for row in seeds.rows["facts"] if str(row.values["fact_id"]) == expected] == [path]


def rows_of(seeds: Seeds) -> dict[str, list[str]]:
    return {name: sorted(repr(sorted(row.values.items())) for row in rows) for name, rows in seeds.rows.items()}


def test_order_and_files_of_the_records_change_no_row(seeds: Seeds, tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    folder.mkdir()
    for number, path in enumerate(sorted((ROOT / "seeds").rglob("*.yaml"), reverse=True)):
        root, _ = parse(path.read_bytes(), path.name)
        families = root.plain() if root else {}
        for family, records in families.items():
            for place, record in enumerate(reversed(records)):
                nested = {name: list(reversed(value)) for name, value in record.items() if isinstance(value, list)}
                mixed = {**record, **nested, **{name: record[name] for name in ("cite",) if name in record}}
                (folder / f"{number}-{family}-{place}.yaml").write_text(json.dumps({family: [mixed]}))
    again = check(folder, tmp_path)
    assert len(again.files) > 10 * len(seeds.files)
    assert rows_of(again) == rows_of(seeds)
