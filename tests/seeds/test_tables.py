"""Facts from tables: what each kind of cell becomes, and what is refused because nothing explains it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from tests.conftest import ROOT
from tests.tables import HEAD, TableFolder, simple
from warehouse.seeds.tables.schema import mapping_schema
from warehouse.texts import quote_digest

if TYPE_CHECKING:
    from pathlib import Path

WIDE = f"""\
{HEAD}columns: [Country, "2019", "2020e", Note]
rows: 2
markers: usgs
make:
  - observations:
      about: {{column: Country, find: places}}
      indicator: output
      each:
        "2019": {{period: "2019"}}
        2020e: {{period: "2020", status: estimated}}
      value: {{column: each}}
      note: {{column: Note, optional: true}}
      modality: assessed
"""

(GUIDE,) = [
    block
    for block in re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "curation.md").read_text(), re.DOTALL)
    if "table: nir.csv" in block
]


@pytest.fixture
def folder(tmp_path: Path) -> TableFolder:
    return TableFolder(tmp_path)


def figures(records: list[dict[str, Any]]) -> list[tuple[str | None, str | None, str]]:
    return [(record.get("value"), record.get("status"), record["words"]) for record in records]


def test_columns_of_years_become_one_fact_per_cell_with_its_citation(folder: TableFolder) -> None:
    made = folder.made('Country,2019,2020e,Note\nSylvania,"1,200",W,\nArcady,,—,old\n', WIDE)
    assert [(one["about"], one["period"], one.get("note")) for one in made] == [
        ("places/sylvania", "2019", None),
        ("places/sylvania", "2020", None),
        ("places/arcadia", "2020", "old"),
    ]
    assert figures(made) == [("1200", None, "1,200"), (None, "withheld", "W"), ("0", "estimated", "—")]
    assert made[0]["cite"] == {
        "document": "handbook", "locator": "row 2, 2019", "quote_sha256": quote_digest("1,200"),
    }  # fmt: skip


def test_what_was_made_is_valid_as_seeds(folder: TableFolder) -> None:
    from warehouse.seeds.tables.made import write
    from warehouse.seeds.tables.mapping import read_mapping

    folder.lay('Country,2019,2020e,Note\nSylvania,"1,200",W,\nArcady,,—,old\n', WIDE)
    for name in ("made.jsonl", "made.yaml"):
        path = folder.seeds / name
        write(path, folder.convert(), read_mapping(folder.mapping, "t.table.yaml"))
        assert len(folder.check().rows["observations"]) == 3
        path.unlink()


def test_a_mapping_among_the_seeds_is_no_seed_file(folder: TableFolder) -> None:
    folder.write(simple(), "tables/t.table.yaml")
    assert [file.path for file in folder.check().files] == ["base.yaml", "registers.yaml"]


@pytest.mark.parametrize(
    ("cell", "lines", "wanted"),
    [
        ("1200", (), ("1200", None)),
        ('"1,200.50"', (), ("1200.50", None)),
        ("<0.5", (), ("<0.5", None)),
        ("80-90", (), ("80-90", None)),
        ("-3", (), ("-3", None)),
        ("1.2e3", (), ("1.2e3", None)),
        ('"1.234,5"', ('numbers: "1.234,5"',), ("1234.5", None)),
        ("1.234", ('numbers: "1.234,5"',), ("1234", None)),
        ('"1 234,5"', ('numbers: "1 234,5"',), ("1234.5", None)),
        ("1\u202f234", ('numbers: "1 234,5"',), ("1234", None)),
        ('"12,5"', ('numbers: "1234,5"',), ("12.5", None)),
        ("1'234.5", ("numbers: 1'234.5",), ("1234.5", None)),
        ("(12)", ("parentheses: negative",), ("-12", None)),
        ("W", ("markers: usgs",), (None, "withheld")),
        ("E", ("markers: usgs",), (None, "net exporter")),
        ("E", ("markers: {cells: {E: estimated}, beside: {E: estimated}}",), None),
        ("12 E", ("markers: {beside: {E: estimated}}",), ("12", "estimated")),
        ("12e", ("markers: usgs",), ("12", "estimated")),
        ("e12", ("markers: usgs",), ("12", "estimated")),
        ("12ᵉ", ("markers: usgs",), ("12", "estimated")),
        ("NA", ("markers: sheets",), (None, "not available")),
        (":", ("markers: eurostat",), (None, "not available")),
        ("12¹", ('markers: {footnotes: "1"}',), ("12", None)),
        ("¹²16", ('markers: {footnotes: ["12"]}',), ("16", None)),
        ("W¹", ('markers: {like: usgs, footnotes: ["1"]}',), (None, "withheld")),
        ('"12ʳ,¹"', ('markers: {like: usgs, footnotes: ["1"]}',), ("12", "revised")),
        ("—", ('markers: {cells: {"—": "0"}}',), ("0", None)),
        ("—", ('markers: {cells: {"—": not available}}',), (None, "not available")),
        ('" 1\n200"', ('numbers: "1 234,5"',), ("1200", None)),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_its_mapping_says(
    folder: TableFolder, cell: str, lines: tuple[str, ...], wanted: tuple[str | None, str | None] | None
) -> None:
    table = f"Country,Output\nSylvania,{cell}\n"
    if wanted is None:
        assert folder.told(table, simple(*lines)) != []
        return
    (made,) = folder.made(table, simple(*lines))
    assert (made.get("value"), made.get("status")) == wanted


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        ("W", ()),
        ("—", ()),
        ("(12)", ()),
        ("12e", ()),
        ("12¹", ("markers: usgs",)),
        ("12rp", ("markers: usgs",)),
        ('"12,5"', ()),
        ('"1216,000"', ()),
        ("1.234.5", ('numbers: "1.234,5"',)),
        ("1 234", ()),
        ("43%", ()),
        ("10⁻³", ('markers: {footnotes: ["3"]}',)),
        ("about half", ()),
    ],
)
def test_a_cell_that_nothing_explains_is_a_problem_with_its_place(
    folder: TableFolder, cell: str, lines: tuple[str, ...]
) -> None:
    (told,) = folder.told(f"Country,Output\nSylvania,{cell}\n", simple(*lines))
    assert told.startswith("t.csv:2:2 E-table-cell ")
    assert told.endswith("(Output)")


FLAG = "status: {column: Flag, map: {A: '', E: estimated, Q: confidential}}\n      modality"


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ("12,A", ("12", None, "12")),
        ("12,E", ("12", "estimated", "12")),
        (",Q", (None, "confidential", "Q")),
        (",A", None),
        ("12,Q", "E-table-cell"),
        ("12,X", "E-unknown-word"),
    ],
)
def test_a_status_in_a_column_of_its_own(
    folder: TableFolder, cells: str, wanted: tuple[str | None, str | None, str] | str | None
) -> None:
    mapping = simple(columns="Country, Output, Flag").replace("modality", FLAG)
    table = f"Country,Output,Flag\nSylvania,{cells}\n"
    if isinstance(wanted, str):
        assert [one.code for one in folder.problems_with(table, mapping)] == [wanted]
    else:
        assert figures(folder.made(table, mapping)) == ([wanted] if wanted else [])


def test_a_mark_in_many_rows_is_told_a_few_times(folder: TableFolder) -> None:
    problems = folder.told("Country,Output\n" + "Sylvania,W\n" * 100, simple())
    assert len(problems) == 5
    assert problems[-1].endswith("(Output), and in 95 further rows")


def test_one_letter_means_two_things_in_two_sources(folder: TableFolder) -> None:
    table = "Country,Output\nSylvania,E\nArcady,12\n"
    assert figures(folder.made(table, simple("markers: usgs")))[0] == (None, "net exporter", "E")
    own = simple("markers: {cells: {E: included elsewhere}}")
    assert figures(folder.made(table, own))[0] == (None, "included elsewhere", "E")


def test_scale_currency_and_percent(folder: TableFolder) -> None:
    mapping = simple().replace("{column: Output}", "{column: Output, scale: thousand}")
    assert figures(folder.made("Country,Output\nSylvania,1.5\n", mapping)) == [("1.5 thousand", None, "1.5")]
    percent = simple().replace("output", "tin-share").replace("      period", "      unit: percent\n      period")
    assert figures(folder.made("Country,Output\nSylvania,43 %\n", percent)) == [("43", None, "43 %")]
    money = (
        simple()
        .replace("observations", "monetary_values")
        .replace("indicator: output", "kind: budget")
        .replace("value: {column: Output}", "amount: {column: Output, scale: million, currency: USD}")
    )
    (made,) = folder.made("Country,Output\nSylvania,$ 5\n".replace("$ ", ""), money)
    assert (made["amount"], made["words"]) == ("5 million USD", "5")


@pytest.mark.parametrize(
    ("printed", "source", "key"),
    [
        ("Sylvania", "find: places", "sylvania"),
        ("sylvania", "find: places", "sylvania"),
        ("ARCADY", "find: places", "arcadia"),
        ("SY", "find: places, by: iso_code", "sylvania"),
        ("Rep. Arcadia", "find: places, map: {Rep. Arcadia: arcadia}", "arcadia"),
    ],
)
def test_names_are_looked_up_in_the_seeds(folder: TableFolder, printed: str, source: str, key: str) -> None:
    mapping = simple().replace("find: places", source)
    assert folder.made(f"Country,Output\n{printed},1\n", mapping)[0]["about"] == f"places/{key}"


def test_a_footnote_is_no_part_of_a_name_or_key(folder: TableFolder) -> None:
    mapping = simple('markers: {footnotes: ["3"]}').replace(
        "modality", "aspect: {column: Country, as: key}\n      modality"
    )
    (made,) = folder.made("Country,Output\nSylvania³,1\n", mapping)
    assert (made["about"], made["aspect"]) == ("places/sylvania", "sylvania")
    (told,) = folder.told("Country,Output\nSylvania⁴,1\n", mapping)
    assert told.startswith("t.csv:2:1 E-table-name ")


def test_an_entity_is_found_by_an_identifier(folder: TableFolder) -> None:
    mapping = simple().replace("find: places", "find: entities, by: ticker")
    assert folder.made("Country,Output\nFSE:TIN,1\n", mapping)[0]["about"] == "entities/tinworks"


def test_names_that_nobody_or_two_have_are_problems(folder: TableFolder) -> None:
    nobody, two = folder.problems_with("Country,Output\nSilvania,1\nThe Twins,2\n", simple())
    assert (str(nobody.position), nobody.code) == ("t.csv:2:1", "E-table-name")
    assert 'did you mean "Sylvania"?' in nobody.hint
    assert (str(two.position), two.code) == ("t.csv:3:1", "E-table-name")
    assert "north, south" in two.hint


def test_an_empty_cell_can_be_looked_up_elsewhere(folder: TableFolder) -> None:
    source = "{column: Code, find: places, by: iso_code, if_empty: {column: Country, find: places}}"
    mapping = simple(columns="Country, Code, Output").replace("{column: Country, find: places}", source)
    made = folder.made("Country,Code,Output\nx,SY,1\nArcady,,2\n", mapping)
    assert [one["about"] for one in made] == ["places/sylvania", "places/arcadia"]


def test_several_values_of_a_cell_make_a_record_each(folder: TableFolder) -> None:
    mapping = simple(columns="Country, Output, Metal").replace(
        "      period", "      mineral: {column: Metal, find: minerals, split: ;}\n      period"
    )
    made = folder.made("Country,Output,Metal\nSylvania,1,tin; lead\n", mapping)
    assert [one["mineral"] for one in made] == ["tin", "lead"]


def test_json_in_a_cell_makes_nested_facts(folder: TableFolder) -> None:
    mapping = f"""{HEAD}columns: [Title, Who]
rows: 1
make:
  - agreements:
      key: {{text: "{{Title}} 2020", as: key}}
      kind: supply contract
      name: {{column: Title}}
      modality: in force
      parties:
        - {{entity: {{column: Who, json: name, find: entities}}, role: buyer}}
"""
    (made,) = folder.made('Title,Who\nTin Deal,"[{""name"": ""Tinworks""}]"\n', mapping)
    cite = "handbook#row 2"
    assert made["key"] == "tin-deal-2020"
    assert made["parties"] == [{"entity": "tinworks", "role": "buyer", "cite": cite}]
    (told,) = folder.told('Title,Who\nTin Deal,"[1]"\n', mapping)
    assert told.startswith("t.csv:2:2 E-table-cell ")


def test_totals_notes_and_blank_rows_are_no_data(folder: TableFolder) -> None:
    table = "Table 1\n\nCountry,Output\nSylvania,1\n\nTotal,3\nArcady,2\nSource: us\n"
    lines = ("head: 3", "to: 7", "skip:", "  - {Country: [Total, World]}")
    made = folder.made(table, simple(*lines, rows=2))
    assert [one["cite"]["locator"] for one in made] == ["row 4, Output", "row 7, Output"]


def test_a_name_is_carried_to_the_rows_below(folder: TableFolder) -> None:
    mapping = simple("carry: Country", columns="Country, Year, Output").replace('"2020"', "{column: Year}")
    made = folder.made("Country,Year,Output\nSylvania,2019,1\n,2020,2\n", mapping)
    assert [(one["about"], one["period"]) for one in made] == [("places/sylvania", "2019"), ("places/sylvania", "2020")]


def test_a_heading_among_the_rows_is_a_column_of_the_rows_below_it(folder: TableFolder) -> None:
    item = simple().partition("make:\n")[2]
    output = simple("headings: Group", rows=2).replace("      about", "      when: {Group: 'Production:'}\n      about")
    reserves = item.replace("      about", "      when: {Group: 'Reserves:'}\n      about").replace(
        ": output", ": reserves"
    )
    table = "Country,Output\nProduction:,\nSylvania,1\nReserves:\nSylvania,2\n"
    assert [one["indicator"] for one in folder.made(table, output + reserves)] == ["output", "reserves"]
    (told,) = folder.told(table, simple("headings: Output"))
    assert told == 't.table.yaml:5:11 E-table-mapping the table has a column "Output" of its own'


def test_merged_heads_name_the_columns_below_them(folder: TableFolder) -> None:
    mapping = simple("head: [1, 2]", columns="Country, 2020 / Output, 2020 / Reserves").replace(
        "{column: Output}", "{column: 2020 / Output}"
    )
    (made,) = folder.made("Country,2020,\n,Output,Reserves\nSylvania,1,2\n", mapping)
    assert made["cite"]["locator"] == "row 3, 2020 / Output"


def test_rows_of_several_kinds(folder: TableFolder) -> None:
    item = simple().partition("make:\n")[2]
    mapping = simple(columns="Country, What, Output").replace("      about", "      when: {What: Output}\n      about")
    mapping += item.replace("      about", "      when: {What: Reserves}\n      about").replace(
        ": output", ": reserves"
    )
    table = "Country,What,Output\nSylvania,Output,1\nSylvania,Reserves,2\n"
    assert [one["indicator"] for one in folder.made(table, mapping)] == ["output", "reserves"]
    (told,) = folder.told(f"{table}Sylvania,Trade,3\n", mapping)
    assert told == "t.csv:4:1 E-table-row no part of make takes this row"


def test_bytes_before_the_text_and_breaks_in_cells(folder: TableFolder) -> None:
    table = '\ufeffCountry,"Out\nput"\r\n"Syl\u200bvania ","1"\r\n'
    mapping = simple(columns="Country, Out put").replace("column: Output", "column: Out put")
    assert folder.made(table, mapping)[0]["about"] == "places/sylvania"


def test_an_encoding_that_the_mapping_names(folder: TableFolder) -> None:
    table = "Country;Förderung\nSylvania;1\n".encode("cp1252")
    mapping = simple("delimiter: ;", columns="Country, Förderung").replace("column: Output", "column: Förderung")
    (told,) = folder.told(table, mapping)
    assert told == "t.csv:1:1 E-table-file byte 0xf6 is not utf-8"
    assert len(folder.made(table, f"encoding: cp1252\n{mapping}")) == 1


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("", "t.csv:1:1 E-table-file the file is empty"),
        ("\n\n", "t.csv:1:1 E-table-file the file is empty"),
        ("\ufeff,\n", "t.csv:1:1 E-table-file the file is empty"),
        ("Land,Output\n", 't.csv:1:1 E-table-head column 1 is "Land", not "Country"'),
        ("Country,Output,More\nSylvania,1,2\n", "t.csv:1:3 E-table-head 3 columns, not 2"),
        ("Country\nSylvania\n", "t.csv:1:2 E-table-head 1 columns, not 2"),
        ("Country,Output\n", "t.csv:1:1 E-table-rows 0 rows of data, not 1"),
        ("Country,Output\nSylvania,1,2\n", "t.csv:2:1 E-table-row the row has 3 cells, and the head 2"),
        ("Country,Output\nSylvania\n", "t.csv:2:1 E-table-row the row has 1 cells, and the head 2"),
        ('Country,Output\nSylvania,"1"2\n', "t.csv:2:1 E-table-file not valid CSV: ',' expected after '\"'"),
        ("Country,Output\n,1\n", "t.csv:2:1 E-table-cell an empty cell (Country)"),
        ("Country,Output\nSylvania,1\nsylvania,2\n", "t.csv:3:2 E-table-twice"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(folder: TableFolder, table: str, told: str) -> None:
    problems = folder.told(table, simple())
    assert any(problem.startswith(told) for problem in problems), problems


def test_rows_that_are_skipped_do_not_count(folder: TableFolder) -> None:
    (told,) = folder.told("Country,Output\nSylvania,1\nWorld,1\n", simple("skip: [{Country: World}]", rows=2))
    assert told.startswith("t.csv:3:1 E-table-rows 1 rows of data, not 2, besides 1 that skip leaves out")


def test_a_table_that_is_not_there(folder: TableFolder) -> None:
    folder.lay("x", simple()).unlink()
    from warehouse.yamlfiles import ProblemsFound

    with pytest.raises(ProblemsFound) as caught:
        folder.convert()
    assert [one.code for one in caught.value.problems] == ["E-table-file"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{column: Output}", "{column: Outptu}", 't.table.yaml:10:23 E-table-column there is no column "Outptu"'),
        ("{column: Output}", "{column: each}", "t.table.yaml:10:14 E-table-column each stands for no column here"),
        ("find: places", "find: place", 't.table.yaml:7:38 E-table-mapping there is no register "place"'),
        ("find: places", "find: places, by: iso", 't.table.yaml:7:50 E-table-mapping places have no "iso"'),
        ("observations", "observation", 't.table.yaml:6:5 E-unknown-family unknown family "observation"'),
        ("modality: assessed", "modality: guessed", 't.table.yaml:11:17 E-unknown-word unknown word "guessed"'),
        ("modality", "modalty", 't.table.yaml:11:7 E-unknown-key unknown key "modalty"'),
        ("indicator: output", 'indicator: "?"', 't.table.yaml:8:18 E-table-mapping "indicator" is not filled in'),
        ("rows: 1", "rows: 1\nskip: [{Land: x}]", 't.table.yaml:5:9 E-table-column there is no column "Land"'),
        ("rows: 1", "rows: 1\nhead: []", "t.table.yaml:5:7 E-table-mapping head names no row"),
        ("modality", "status: [a]\n      modality", "t.table.yaml:11:15 E-type this must be a single text"),
        ("rows: 1", "rows: 1\nmarkers: usgss", 't.table.yaml:5:10 E-table-mapping there is no set of marks "usgss"'),
        ("rows: 1", "rows: 1\nmarkers: {cells: {W: gone}}", "t.table.yaml:5:10 E-table-mapping the mark"),
        ("document: handbook", "document: hand", 't.table.yaml:2:11 E-unknown-reference unknown document "hand"'),
        ("{column: Output}", "{column: Output, find: places}", "t.table.yaml:10:14 E-table-mapping a figure is read"),
        ("find: places}", "scale: thousand}", "t.table.yaml:7:39 E-table-mapping scale of something that is no figure"),
        ("about:", "about_:", 't.table.yaml:6:5 E-missing-key "about" is missing'),
    ],
)  # fmt: skip
def test_a_mapping_that_cannot_be_right_is_told_at_its_line(folder: TableFolder, old: str, new: str, told: str) -> None:
    mapping = simple()
    assert old in mapping
    problems = folder.told("Country,Output\nSylvania,1\n", mapping.replace(old, new))
    assert any(problem.startswith(told) for problem in problems), problems


def test_mappings_fit_the_schema_of_editors() -> None:
    schema = jsonschema.Draft202012Validator(mapping_schema())
    for text in (GUIDE, WIDE, simple("markers: {like: usgs, footnotes: [12]}")):
        assert list(schema.iter_errors(yaml.safe_load(text))) == []
    for wrong in (simple("marker: usgs"), simple().replace("find:", "fnd:"), simple().replace("modality", "modalty")):
        assert list(schema.iter_errors(yaml.safe_load(wrong))) != []


def test_example_of_the_guide_makes_facts(folder: TableFolder) -> None:
    here = {"document: usgs-mcs-2024": "document: handbook", "nir.csv": "t.csv", "31": "1", "mine-production": "output"}
    mapping = GUIDE
    for there, ours in here.items():
        assert there in mapping
        mapping = mapping.replace(there, ours)
    table = 'Title\n\nCountry,Metal,2022,2023e,Note\nSylvania,Tin metal,"1,200",W,\nWorld total,,1,2,\n'
    made = folder.made(table, mapping)
    assert [(one.get("value"), one.get("status")) for one in made] == [("1200 thousand", None), (None, "withheld")]


def test_what_is_wrong_with_a_value_is_told_at_its_cell(folder: TableFolder) -> None:
    mapping = simple(columns="Country, Year, Output").replace('"2020"', "{column: Year}")
    (told,) = folder.told("Country,Year,Output\nSylvania,20x0,1\n", mapping)
    assert told.startswith("t.csv:2:2 E-date ")
