"""Registered things are used, told apart where their names are alike, and lists fit their members."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from warehouse.model.tables import LOAD_ORDER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.builders import Rows
    from warehouse.checks.run import CheckResult

    ResultOf = Callable[[str], CheckResult]

HELD = ("entities", "places", "minerals", "indicators", "units", "currencies", "events", "documents")


def company(rows: Rows, key: str, name: str, kind: str = "company") -> None:
    descriptor = "somebody" if kind == "unnamed party" else None
    rows.register("entities", key, kind=kind, name=name, is_named=descriptor is None, descriptor=descriptor)


def judge(rows: Rows, key: str, other: str, verdict: str) -> None:
    pair: dict[str, Any] = {"entity_key": key, "other_key": other, "verdict": verdict, "reason": "because"}
    rows.add("identity_judgements", f"{key}-{other}", **pair)


def alike(result: CheckResult) -> list[str]:
    return [f"{row['name']} ~ {row['other_name']}" for row in result.rows]


def test_what_nothing_refers_to_is_an_orphan(rows: Rows, result_of: ResultOf) -> None:
    company(rows, "maker", "Maker")
    rows.register("places", "kr", kind="country", name="Korea")
    rows.register("units", "percent", name="percent", symbol="%")
    rows.register("indicators", "share", name="Share", definition="x", unit_key="percent")
    rows.register("events", "fair", kind="meeting", name="Fair")
    rows.register("minerals", "rare", kind="group", name="rare earths")
    rows.register("minerals", "cerium", kind="element", name="cerium", symbol="Ce", atomic_number=58, parent_key="rare")
    rows.register("minerals", "tin", kind="element", name="tin", symbol="Sn", atomic_number=50)
    assert [row["fact"] for row in result_of("orphans").rows] == [
        *("currencies/krw", "currencies/usd", "documents/other", "entities/maker", "events/fair", "indicators/share"),
        *("minerals/tin", "places/kr"),
    ]


def test_what_is_used_is_no_orphan(rows: Rows, result_of: ResultOf) -> None:
    before = result_of("orphans").found
    company(rows, "maker", "Maker")
    company(rows, "twin", "Twin")
    judge(rows, "maker", "twin", "different")
    rows.register("events", "fair", kind="meeting", name="Fair")
    assert result_of("orphans").found == before + 3, "being told apart is no use"
    rows.add("event_participants", "maker", event_key="fair", entity_key="maker", role="host")
    rows.add("names", "twin", entity_key="twin", name="T", kind="short")
    assert result_of("orphans").found == before


@pytest.mark.parametrize(
    ("check", "registers", "left_out"),
    [
        ("orphans", HELD, {"identity_judgements"}),
        ("judged-same", ("entities",), {"identity_judgements", "names", "identifiers"}),
    ],
)
def test_uses_are_looked_for_in_every_column_that_refers(
    sql_dir: Path, check: str, registers: tuple[str, ...], left_out: set[str]
) -> None:
    statement = (sql_dir / "checks" / f"{check}.sql").read_text()
    wrong = []
    for table in LOAD_ORDER:
        looked_at = statement.partition(f"FROM core.{table.name} AS r\n")[2].partition(") AS v")[0]
        for column in table.columns:
            for key in column.foreign_keys:
                referred = key.column.table.name
                value = f"lower(r.{column.name})" if key.column.name == "code" else f"r.{column.name}"
                is_asked = referred in registers and table.name not in left_out
                if (f"('{referred}/' || {value})" in looked_at) != is_asked:
                    wrong.append(f"{table.name}.{column.name}")
    assert wrong == []


def test_a_thing_in_a_link_a_clause_or_a_holding_is_used(rows: Rows, result_of: ResultOf) -> None:
    before = result_of("orphans").found
    for key in ("owner", "held"):
        company(rows, key, key)
    rows.register("places", "kr", kind="country", name="Korea")
    assert result_of("orphans").found == before + 3
    rows.add("holdings", "of", entity_key="owner", of_entity_key="held", words="a stake")
    rows.add("links", "in", entity_key="held", to_place_key="kr", relation="located in")
    assert result_of("orphans").found == before


@pytest.mark.parametrize(
    ("name", "other_name", "is_found"),
    [
        ("Tinworks", "Tinworks Trading", True),
        ("Tinworks Trading", "Tinworks Mining", True),
        ("Tinworks", "Tin-works", True),
        ("Tinworks", "TINWORKS", True),
        ("Tinworks", "Tinwork", True),
        ("Tinworks", "Tinwarks", True),
        ("Old Tinworks", "Tinworks", True),
        ("포스코 그룹", "포스코 인터내셔널", True),
        ("Tinworks", "Tunwarks", False),
        ("Korea Zinc", "Korea Tin", False),
        ("Government of Freedonia", "Government of Sylvania", False),
        ("LG", "LS", False),
        ("A & B", "C & D", False),
        ("L-G", "LG", True),
        ("Tin-Works-Hold-Co", "TinWorksHoldCo", True),
        ("Tin\u00a0works", "Tin works", True),
        ("Tin\u200cworks", "Tinworks", True),
        ("ＴＩＮＷＯＲＫＳ", "Tinworks", True),  # noqa: RUF001 - letters of full width
        ("Ｌ\u3000Ｇ", "L G", True),  # noqa: RUF001
        ("고려아연", unicodedata.normalize("NFD", "고려아연"), True),
        ("Societé", "Socie\u0301te\u0301", True),
    ],
)
def test_names_that_look_alike(rows: Rows, result_of: ResultOf, name: str, other_name: str, is_found: bool) -> None:  # noqa: FBT001
    rows.register("places", "kr", kind="country", name="South Korea")
    company(rows, "one", name)
    company(rows, "two", other_name)
    result = result_of("similar-names")
    assert alike(result) == ([f"{name} ~ {other_name}"] if is_found else [])
    assert not result.blocks


def test_a_pair_is_told_once_and_not_when_judged(rows: Rows, result_of: ResultOf) -> None:
    company(rows, "group", "Tinworks Group")
    company(rows, "trading", "Tinworks Trading")
    rows.add("names", "short", entity_key="group", name="Tinworks", kind="short")
    (row,) = result_of("similar-names").rows
    assert (row["fact"], row["other_fact"]) == ("entities/group", "entities/trading")
    assert "hold the same words, start with the same word" in str(row["problem"])
    judge(rows, "group", "trading", "unsure")
    assert result_of("similar-names").found == 0


@pytest.mark.parametrize("kind", ["native", "former", "misspelt"])
def test_a_name_of_any_kind_that_two_have_in_common(rows: Rows, result_of: ResultOf, kind: str) -> None:
    company(rows, "zinc", "Korea Zinc")
    company(rows, "koreazn", "Onsan Smelters")
    for key in ("zinc", "koreazn"):
        rows.add("names", key, entity_key=key, name="고려아연", kind=kind)
    (row,) = result_of("similar-names").rows
    assert str(row["problem"]).startswith('"고려아연" and "고려아연" are written alike, hold the same words')


def plant(rows: Rows, key: str, name: str, place: str | None = None, kind: str = "mine") -> None:
    rows.register("facilities", key, kind=kind, name=name, place_key=place)


SAME_PLANT = (("Tin Hill", "kr", "mine"), ("ＴＩＮ－Hill", "kr", "mine"), ("tinhill", None, "deposit"))  # noqa: RUF001
OTHER_PLANT = (("Tin Hill", "us", "mine"), ("Tin Hill", "kr", "smelter"), ("Tin Hills", "kr", "mine"))


@pytest.mark.parametrize(("name", "place", "kind"), [*SAME_PLANT, *OTHER_PLANT])
def test_plants_of_one_name_and_place(rows: Rows, result_of: ResultOf, name: str, place: str | None, kind: str) -> None:
    for key in ("kr", "us"):
        rows.register("places", key, kind="country", name=key)
    plant(rows, "one", "Tin Hill", "kr")
    plant(rows, "two", name, place, kind)
    result = result_of("same-names")
    assert alike(result) == ([f"Tin Hill ~ {name}"] if (name, place, kind) in SAME_PLANT else [])
    assert not result.blocks


def test_things_of_one_name_within_a_register(rows: Rows, result_of: ResultOf) -> None:
    for key in ("kr", "us"):
        rows.register("places", key, kind="country", name=key)
    rows.register("places", "ulsan", kind="city", name="Ulsan", parent_key="kr")
    rows.register("places", "ulsan-us", kind="city", name="Ulsan", parent_key="us")
    rows.register("minerals", "tin", kind="element", name="tin", symbol="Sn", atomic_number=50)
    rows.register("minerals", "tin-metal", kind="metal", name="Tin")
    rows.register("events", "tin", kind="meeting", name="Tin")
    rows.register("mineral_lists", "list", name="List", jurisdiction_key="kr", entry_term="minerals")
    rows.register("mineral_lists", "us-list", name="List", jurisdiction_key="us", entry_term="minerals")
    assert result_of("same-names").found == 0
    rows.register("places", "ulsan-city", kind="city", name="Ulsan City")
    rows.add("names", "ulsan", place_key="ulsan-city", name="Ulsan", kind="misspelt")
    rows.register("minerals", "tin-ingot", kind="metal", name="T-in")
    rows.register("mineral_lists", "old-list", name="LIST", jurisdiction_key="us", entry_term="minerals")
    rows.register("agreements", "another", kind="supply contract", name="One", parent_key="all")
    assert [(row["fact"], row["other_fact"]) for row in result_of("same-names").rows] == [
        ("agreements/another", "agreements/one"),
        ("mineral_lists/old-list", "mineral_lists/us-list"),
        ("minerals/tin-ingot", "minerals/tin-metal"),
        ("places/ulsan", "places/ulsan-city"),
        ("places/ulsan-city", "places/ulsan-us"),
    ]


def test_family_names_and_labels_of_unnamed_parties_say_nothing(rows: Rows, result_of: ResultOf) -> None:
    company(rows, "kim-one", "Kim One", kind="person")
    company(rows, "kim-two", "Kim Two", kind="person")
    company(rows, "maker-one", "Maker of cars (unnamed)", kind="unnamed party")
    company(rows, "maker-two", "Maker of cars (unnamed)", kind="unnamed party")
    assert result_of("similar-names").found == 0
    company(rows, "kim-three", "Kim One", kind="person")
    assert alike(result_of("similar-names")) == ["Kim One ~ Kim One"]


def test_entities_judged_the_same_are_found_while_both_are_used(rows: Rows, result_of: ResultOf) -> None:
    for key in ("one", "two", "three"):
        company(rows, key, key)
        rows.add("agreement_parties", key, agreement_key="all", entity_key=key, role="partner")
    judge(rows, "one", "two", "same")
    judge(rows, "one", "three", "different")
    result = result_of("judged-same")
    assert [(row["fact"], row["other_entity"]) for row in result.rows] == [("identity_judgements/one-two", "two")]
    rows.connection.execute("UPDATE core.agreement_parties SET entity_key = 'one'")
    assert result_of("judged-same").found == 0


def listed(rows: Rows, counted: str, count: int) -> None:
    rows.register("places", "kr", kind="country", name="Korea")
    rows.register("mineral_lists", "list", name="List", jurisdiction_key="kr", entry_term="minerals")
    version: dict[str, Any] = {"label": "new", "stated_count": count, "counted": counted}
    rows.add("mineral_list_versions", "new", mineral_list_key="list", **version)
    rows.register("minerals", "rare", kind="group", name="rare earths")
    for number, (key, symbol) in enumerate((("lanthanum", "La"), ("cerium", "Ce"), ("praseodymium", "Pr")), start=57):
        element: dict[str, Any] = {"kind": "element", "symbol": symbol, "atomic_number": number, "parent_key": "rare"}
        rows.register("minerals", key, name=key, **element)


def member(rows: Rows, key: str, version: str = "new", **columns: Any) -> None:
    about: dict[str, Any] = {"mineral_list_key": "list", "version_label": version, "member_key": key}
    rows.add("mineral_list_members", f"{version}-{key}{columns.get('rank', '')}", **about, **columns)


@pytest.mark.parametrize(
    ("counted", "count", "found"),
    [("minerals", 2, 0), ("minerals", 1, 1), ("rare earth elements", 3, 0), ("rare earth elements", 2, 1)],
)
def test_members_are_counted_as_the_version_counts(
    rows: Rows, result_of: ResultOf, counted: str, count: int, found: int
) -> None:
    listed(rows, counted, count)
    member(rows, "rare")
    member(rows, "cerium")
    member(rows, "lanthanum", rank="deprecated")
    result = result_of("list-members-fit")
    assert [row["fact"] for row in result.rows] == ["mineral_list_versions/new"] * found
    assert [row["named_count"] for row in result.rows] == [str(count + 1)] * found


def test_member_of_a_version_that_is_not_there(rows: Rows, result_of: ResultOf) -> None:
    listed(rows, "minerals", 1)
    member(rows, "cerium")
    assert result_of("list-versions-exist").found == 0
    member(rows, "cerium", version="old")
    result = result_of("list-versions-exist")
    assert [row["problem"] for row in result.rows] == ['list has no version "old"']
    assert result.blocks
