"""``warehouse seeds table``: makes seeds from a table, tells when they are stale, proves them, begins a mapping."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.tables import TableFolder, simple
from warehouse.cli.app import run
from warehouse.errors import ExitCode
from warehouse.seeds.format import formatted

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "Country,Output\nSylvania,12\nArcady,W\n"
MAPPING = simple("markers: usgs", rows=2)


@pytest.fixture
def folder(tmp_path: Path) -> TableFolder:
    made = TableFolder(tmp_path)
    made.lay(TABLE, MAPPING)
    return made


class Command:
    """Runs the command in a project, and returns exit code, stdout and stderr."""

    def __init__(self, folder: TableFolder, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys

    def __call__(self, *arguments: str | Path) -> tuple[int, str, str]:
        return self.seeds("table", *arguments)

    def seeds(self, *arguments: str | Path) -> tuple[int, str, str]:
        """Run a command of ``warehouse seeds``."""
        code = run(["--project", str(self.folder.project), "seeds", *map(str, arguments)])
        printed, said = self.capsys.readouterr()
        return code, printed, said


@pytest.fixture
def table(folder: TableFolder, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(folder, capsys)


@pytest.fixture
def made(folder: TableFolder, table: Command) -> Path:
    assert table(folder.mapping)[0] == ExitCode.DONE
    return folder.seeds / "tables" / "t.jsonl"


def test_the_seed_file_lies_among_the_seeds_and_is_valid(folder: TableFolder, table: Command) -> None:
    code, printed, said = table(folder.mapping)
    assert (code, printed) == (ExitCode.DONE, "seeds/tables/t.jsonl\n")
    assert said == "2 rows, 2 records. Now run: warehouse seeds check\n"
    assert len(folder.check().rows["observations"]) == 2


def test_the_seed_file_remembers_table_and_mapping(made: Path) -> None:
    origin = json.loads(made.read_text().splitlines()[0])["made_from"]
    assert (origin["mapping"], origin["table"], origin["records"]) == ("tables/t.table.yaml", "t.csv", "2")


def test_unchanged_table_and_mapping_are_told_as_such(table: Command, made: Path) -> None:
    assert made.exists()
    assert table("--check") == (
        ExitCode.DONE,
        "unchanged      seeds/tables/t.jsonl: 2 records\n",
        "1 files made from tables, no problem.\n",
    )


@pytest.mark.parametrize("changed", ["t.csv", "t.table.yaml"])
def test_a_stale_seed_file_is_told(folder: TableFolder, table: Command, made: Path, changed: str) -> None:
    path = folder.project / "tables" / changed
    path.write_text(path.read_text() + "\n")
    code, printed, _ = table("--check")
    assert code == ExitCode.FAILED
    assert printed.startswith(f"seeds/tables/t.jsonl:1:1  E-table-stale  {changed} changed since it was made; make it")
    assert table(folder.mapping)[0] == ExitCode.DONE
    assert table("--check", folder.mapping)[0] == ExitCode.DONE
    assert made.exists()


@pytest.mark.parametrize("suffix", ["jsonl", "yaml"])
def test_every_cell_is_proven_against_the_table(folder: TableFolder, table: Command, suffix: str) -> None:
    path = folder.seeds / f"made.{suffix}"
    assert table(folder.mapping, "-o", path)[0] == ExitCode.DONE
    assert table("--verify")[:2] == (ExitCode.DONE, f"proven         seeds/made.{suffix}: 2 records\n")
    text = path.read_text()
    path.write_text(text.replace('"value": "12"', '"value": "13"').replace("value: 12\n", "value: 13\n"))
    assert path.read_text() != text
    code, printed, _ = table("--verify")
    assert code == ExitCode.FAILED
    assert 'E-table-differs  value is "13", and by the table "12"' in printed
    last = text.rindex('\n{"observations"' if suffix == "jsonl" else "\n  - about")
    path.write_text(text[: last + 1])
    assert "the file has 1 records, and the table makes 2" in table("--verify")[1]


def test_a_table_that_is_not_here_is_no_failure_of_a_check(folder: TableFolder, table: Command, made: Path) -> None:
    (folder.project / "tables" / "t.csv").unlink()
    assert table("--verify")[:2] == (ExitCode.DONE, "no table       seeds/tables/t.jsonl: 2 records\n")
    folder.mapping.write_text(f"{MAPPING}\n")
    assert "t.table.yaml changed since" in table("--check")[1]
    assert made.exists()


def test_a_check_of_all_seeds_tells_of_stale_files(folder: TableFolder, table: Command, made: Path) -> None:
    assert table.seeds("check")[0] == ExitCode.DONE
    folder.mapping.write_text(f"{MAPPING}\n")
    code, printed, said = table.seeds("check")
    assert code == ExitCode.FAILED
    assert printed == (
        "seeds/tables/t.jsonl:1:1  E-table-stale  t.table.yaml changed since it was made; make it anew: warehouse seeds"
        " table tables/t.table.yaml\n"
    )
    assert said == "warehouse: 1 files made from tables are stale\n"
    folder.mapping.unlink()
    assert "tables/t.table.yaml, from which it was made, is not here" in table.seeds("check")[1]
    made.write_text("".join(made.read_text().splitlines(keepends=True)[1:]))
    assert table.seeds("check")[0] == ExitCode.DONE


def test_a_proof_of_all_citations_proves_tables_too(folder: TableFolder, table: Command, made: Path) -> None:
    copies = folder.project / "tables"
    code, printed, said = table.seeds("verify", "--documents", copies)
    assert code == ExitCode.DONE
    assert printed.splitlines()[-1] == "proven         seeds/tables/t.jsonl: 2 records"
    assert said.endswith("1 of 1 tables proven; no problem.\n")
    made.write_text(made.read_text().replace('"value": "12"', '"value": "13"'))
    code, printed, _ = table.seeds("verify", "--documents", copies, "--format", "json")
    answer = json.loads(printed)
    assert code == ExitCode.FAILED
    assert answer["tables"] == [{"file": "seeds/tables/t.jsonl", "outcome": "differs", "records": 2}]
    assert [problem["code"] for problem in answer["problems"]] == ["E-table-differs"]


def test_a_seed_file_of_yaml_is_in_the_common_layout(folder: TableFolder, table: Command) -> None:
    path = folder.seeds / "made.yaml"
    assert table(folder.mapping, "-o", path)[0] == ExitCode.DONE
    assert formatted(path.read_bytes(), "made.yaml") == (path.read_bytes(), [])


def test_a_file_that_the_mapping_did_not_make_is_not_replaced(folder: TableFolder, table: Command, made: Path) -> None:
    curated = folder.seeds / "base.yaml"
    before = curated.read_bytes()
    code, _, said = table(folder.mapping, "-o", curated)
    assert (code, curated.read_bytes()) == (ExitCode.USAGE, before)
    assert "was not made from a table" in said
    other = folder.project / "t.table.yaml"
    other.write_text(MAPPING)
    code, _, said = table(other, "-o", made)
    assert code == ExitCode.USAGE
    assert "was made by another mapping, tables/t.table.yaml" in said
    assert table(folder.mapping, "-o", folder.seeds / "made.csv")[0] == ExitCode.USAGE


def test_nothing_is_written_where_a_cell_is_unexplained(folder: TableFolder, table: Command) -> None:
    folder.lay(TABLE.replace("12", "twelve"), MAPPING)
    code, printed, said = table(folder.mapping)
    assert (code, printed) == (ExitCode.INVALID_SOURCE, "")
    assert said.startswith('tables/t.csv:2:2  E-table-cell  "twelve" is neither')
    assert not (folder.seeds / "tables").exists()


def test_a_table_among_the_documents(folder: TableFolder, table: Command, tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    (folder.project / "tables" / "t.csv").rename(tmp_path / "copies" / "t.csv")
    assert table(folder.mapping)[0] == ExitCode.INVALID_SOURCE
    assert table(folder.mapping, "--documents", tmp_path / "copies")[0] == ExitCode.DONE


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "no mapping is named"),
        (["--check", "--verify"], "are three questions"),
        (["--check", "-o", "seeds/base.yaml"], "is no seed file made from a table"),
    ],
)
def test_what_cannot_be_asked(table: Command, arguments: list[str], says: str) -> None:
    code, _, said = table(*arguments)
    assert code == ExitCode.USAGE
    assert says in said


def test_a_mapping_is_begun_and_says_what_is_open(folder: TableFolder, table: Command) -> None:
    wide = 'Country,Metal,2019,2020,Note\nSylvania,tin,"1,200",W,x\nArcady,lead,3,4,\n'
    path = folder.lay(wide, MAPPING)
    begun = folder.project / "tables" / "begun.table.yaml"
    assert table("--propose", path, "-o", begun)[0] == ExitCode.DONE
    text = begun.read_text()
    assert 'columns: [Country, Metal, "2019", "2020", Note]\nrows: 2\n' in text
    assert "about: {column: Country, find: places}\n" in text
    assert "mineral: {column: Metal, find: minerals}\n" in text
    assert '"2020": {period: "2020"}\n' in text
    assert 'W: "?"  # 1 times; in the set usgs: withheld\n' in text
    code, _, said = table(begun)
    assert code == ExitCode.INVALID_SOURCE
    assert "begun.table.yaml:3:11" in said
    filled = text.replace('"?"  # 1 times', "withheld  #").replace('document: "?"', "document: handbook")
    filled = filled.replace('indicator: "?"', "indicator: output").replace('unit: "?"', "unit: tonne")
    begun.write_text(filled)
    assert table(begun)[2] == "2 rows, 4 records. Now run: warehouse seeds check\n"
    assert table("--propose", path, "-o", begun)[0] == ExitCode.USAGE


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"Land;Menge\nSylvania;1,5\n", ['delimiter: ";"', 'numbers: "1234,5"']),
        ("Country\tFörderung\nSylvania\t1\n".encode("cp1252"), ["delimiter: tab", "encoding: cp1252  # "]),
        (b"Title\n\nCountry,Output\nSylvania,1\nSource: us\n", ["head: 3", "rows: 1", "to: 4"]),
    ],
)
def test_a_proposal_says_how_the_file_is_read(
    folder: TableFolder, table: Command, content: bytes, lines: list[str]
) -> None:
    code, printed, _ = table("--propose", folder.lay(content, MAPPING))
    assert code == ExitCode.DONE
    assert [line for line in lines if f"\n{line}" not in printed] == []


def test_a_file_that_cannot_be_read_is_no_proposal(folder: TableFolder, table: Command) -> None:
    assert table("--propose", folder.lay(b"", MAPPING))[0] == ExitCode.INVALID_SOURCE
