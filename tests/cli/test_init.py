"""``warehouse init``: a project of one's own, all of it or nothing, in which everything works."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import psycopg
import pytest
import yaml

from tests.conftest import ROOT, Warehouse
from warehouse import starting
from warehouse.cli.app import run
from warehouse.errors import ExitCode, PermissionRefused
from warehouse.settings import SETTINGS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

TOP = {".gitignore", ".vscode", "README.md", "example", "seed.schema.json", "seeds", "sql", "warehouse.toml"}


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    folder = tmp_path / "new" / "project"
    assert run(["init", str(folder)]) == ExitCode.DONE
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_everything_is_there_and_in_order(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = Warehouse(begun, None, capsys)
    assert {path.name for path in begun.iterdir()} == TOP
    assert own("seeds", "check")[0] == ExitCode.DONE
    assert own("seeds", "format", "--check")[0] == ExitCode.DONE
    assert json.loads((begun / "seed.schema.json").read_text()) == json.loads(own("seeds", "schema", "--project")[1])
    for seed in (begun / "seeds").rglob("*.yaml"):
        first = seed.read_text().partition("\n")[0]
        assert (
            seed.parent / first.removeprefix("# yaml-language-server: $schema=")
        ).resolve() == begun / "seed.schema.json"


def test_the_file_explains_every_setting_and_sets_none(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (begun / "warehouse.toml").read_text()
    assert tomllib.loads(text) == {}
    examples = [f"{setting.name} = " for setting in SETTINGS if setting.in_file]
    (begun / "warehouse.toml").write_text(
        "\n".join(
            line.removeprefix("# ") if any(line.startswith(f"# {start}") for start in examples) else line
            for line in text.splitlines()
        )
    )
    _, out, _ = Warehouse(begun, None, capsys)("config", "show", "-f", "json")
    sources = {row["name"]: row["source"] for row in json.loads(out)["settings"]}
    assert sources == dict.fromkeys(sources, "file") | {"project": "option"}


def test_with_examples_the_seeds_are_those_of_this_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "--with-examples", str(tmp_path / "new")]) == ExitCode.DONE
    assert files(tmp_path / "new" / "seeds") == files(ROOT / "seeds")
    assert Warehouse(tmp_path / "new", None, capsys)("seeds", "check")[0] == ExitCode.DONE


def test_a_folder_in_use_keeps_its_files(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text("ours")
    (tmp_path / ".git").mkdir()
    assert run(["init", str(tmp_path)]) == ExitCode.DONE
    assert {path.name for path in tmp_path.iterdir()} == TOP | {"LICENSE", ".git"}
    assert (tmp_path / "LICENSE").read_text() == "ours"


@pytest.mark.parametrize("name", sorted(TOP))
def test_nothing_is_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (tmp_path / name).symlink_to("/nowhere")
    assert run(["init", str(tmp_path)]) == ExitCode.USAGE
    assert f"already holds {name}; nothing was changed" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("is_there", [True, False])
def test_nothing_half_done_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_there: bool) -> None:  # noqa: FBT001
    folder = tmp_path / "deep" / "new"
    if is_there:
        folder.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    move = type(tmp_path).rename

    def full(path: Path, goal: Path) -> Path:
        if path.name == "sql" and goal.parent == folder:
            raise OSError(28, "No space left on device")
        return move(path, goal)

    monkeypatch.setattr(type(tmp_path), "rename", full)
    with pytest.raises(PermissionRefused, match="No space left on device"):
        starting.begin(folder, None)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "new").write_text("")
    assert run(["init", str(tmp_path / "new")]) == ExitCode.USAGE


@pytest.mark.slow
def test_a_new_project_loads_reports_and_publishes(
    begun: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    own = Warehouse(begun, database_url, capsys)
    for command in (["load"], ["check"], ["report", "check"], ["report", "test"]):
        code, out, said = own(*command)
        assert code == ExitCode.DONE, (command, out, said)
    code, out, _ = own("report", "run", "facts-per-document", "-f", "csv")
    assert code == ExitCode.DONE
    assert "iso-3166" in {line.partition(",")[0] for line in out.splitlines()}
    assert "warning" not in own("check")[1]
    assert own("publish", str(begun / "site"))[0] == ExitCode.DONE
    assert (begun / "site" / "reports" / "facts-per-document.html").is_file()
    assert (begun / "site" / "reports" / "import-dependence.html").is_file()


MEMBERS = """
SELECT v.mineral_list_key, v.stated_count::int, count(m.member_key)::int
FROM core.mineral_list_versions AS v
LEFT JOIN core.mineral_list_members AS m ON m.mineral_list_key = v.mineral_list_key AND m.version_label = v.label
GROUP BY v.mineral_list_key, v.label, v.stated_count ORDER BY v.mineral_list_key
"""
ONLY_STRATEGIC = """
WITH members AS (
  SELECT l.mineral_list_key, l.member_key, ARRAY[m.key, m.parent_key] AS kin
  FROM core.mineral_list_members AS l JOIN core.minerals AS m ON m.key = l.member_key
)
SELECT s.member_key FROM members AS s
WHERE s.mineral_list_key = 'eu-strategic-2024' AND NOT EXISTS (
  SELECT FROM members AS c WHERE c.mineral_list_key = 'eu-critical-2024' AND c.kin && array_remove(s.kin, NULL)
)
"""
BASES = """
SELECT u.key FROM core.units AS u JOIN core.units AS b ON b.key = u.base_key
WHERE b.base_key IS NOT NULL OR u.factor <= 0
"""
FACTORS = """
SELECT u.key FROM (VALUES
  ('short-ton', 'pound', 2000), ('long-ton', 'pound', 2240), ('kilogram', 'gram', 1000), ('tonne', 'carat', 5000000),
  ('megatonne', 'kilotonne', 1000), ('gigawatt-hour', 'megawatt-hour', 1000), ('percent', 'basis-point', 100),
  ('percent', 'part-per-million', 10000), ('square-kilometre', 'hectare', 100), ('cubic-metre', 'litre', 1000)
) AS u (key, of_key, times)
JOIN mart.dim_unit AS one ON one.unit_key = u.key
JOIN mart.dim_unit AS other ON other.unit_key = u.of_key AND other.base_unit_key = one.base_unit_key
JOIN core.units AS larger ON larger.key = u.key JOIN core.units AS smaller ON smaller.key = u.of_key
WHERE coalesce(larger.factor, 1) = coalesce(smaller.factor, 1) * u.times
"""
FAMILIES = """
SELECT parent_key, count(*)::int FROM core.minerals WHERE kind = 'element' AND parent_key IS NOT NULL
GROUP BY parent_key ORDER BY parent_key
"""
SUBLIST = "SELECT subject_key, other_subject_key FROM mart.fact_link WHERE relation = 'sublist of'"
SPELT = "SELECT n.mineral_key, n.name FROM mart.fact_name AS n WHERE n.mineral_key IS NOT NULL ORDER BY 1"
ADDED = "SELECT key, adds_over FROM core.indicators WHERE unit_key = ANY (%s)"


@pytest.mark.slow
def test_registers_of_a_new_project_agree_with_each_other(
    begun: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    own = Warehouse(begun, database_url, capsys)
    assert own("load")[0] == ExitCode.DONE
    code, out, _ = own("check")
    assert (code, "warning" in out) == (ExitCode.DONE, False), out
    with psycopg.connect(database_url) as connection:

        def rows(statement: str, *values: object) -> list[tuple[object, ...]]:
            return connection.execute(statement, values or None).fetchall()

        assert rows(MEMBERS) == [
            ("eu-critical-2024", 34, 34), ("eu-strategic-2024", 17, 17), ("us-critical-2025", 60, 60)
        ]  # fmt: skip
        assert rows(ONLY_STRATEGIC) == []
        assert rows(SUBLIST) == [("mineral_lists/eu-strategic-2024", "mineral_lists/eu-critical-2024")]
        assert rows(SPELT) == [
            ("aluminum", "aluminium"),
            ("barite", "baryte"),
            ("cesium", "caesium"),
            ("metallurgical-coal", "coking coal"),
        ]  # fmt: skip
        assert rows(BASES) == []
        assert len(rows(FACTORS)) == 10
        assert rows(FAMILIES) == [("platinum-group-metals", 6), ("rare-earths", 17)]
        assert {adds_over for _, adds_over in rows(ADDED, ["percent", "year", "score"])} == {None}
        made = set(rows(ADDED, ["tonne"]))
        assert {("mine-production", "parts and time"), ("stocks", "parts"), ("volume-committed", "parts")} <= made


def test_registers_say_what_they_rest_on(begun: Path) -> None:
    documents = yaml.safe_load((begun / "seeds" / "documents" / "references.yaml").read_text())["documents"]
    reprinted = {one["key"] for one in documents if "reprint" in one.get("note", "")}
    assert reprinted == {"us-critical-minerals-2025", "eu-regulation-2024-1252"}
    assert all("as reprinted" in one["title"] for one in documents if one["key"] in reprinted)
    for path in (begun / "seeds" / "registers").glob("*.yaml"):
        for records in yaml.safe_load(path.read_text()).values():
            assert [one["key"] for one in records if one["basis"] != "reference"] == [], path.name


BLOCKING = """\
/* check
title: No euro
description: Proves that a check of the project holds a load.
severity: error
hint: take it out
*/
SELECT 'currencies/eur' AS fact, 'there is a euro' AS problem FROM core.currencies AS c WHERE c.code = 'EUR';
"""


@pytest.mark.slow
def test_own_reports_and_checks_stand_beside_the_shipped_ones(
    begun: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    own = Warehouse(begun, database_url, capsys)
    shipped = {path.stem for path in (ROOT / "sql" / "reports").glob("*.sql")}
    (begun / "sql" / "reports" / "import-dependence.sql").write_text(
        (begun / "sql" / "reports" / "facts-per-document.sql").read_text().replace("title: Facts", "title: Our facts")
    )
    origins = {row["name"]: row["origin"] for row in json.loads(own("report", "list", "-f", "json")[1])}
    assert origins == dict.fromkeys(shipped, "shipped") | {
        "facts-per-document": "project",
        "import-dependence": "project, instead of the shipped one",
    }
    assert "on how many of its paragraphs?  (project, instead of the shipped one)" in own("report", "list")[1]
    assert own("report", "show", "import-dependence")[1].startswith("Our facts per document")
    (begun / "sql" / "checks").mkdir()
    (begun / "sql" / "checks" / "no-euro.sql").write_text(BLOCKING)
    code, _, said = own("load")
    assert code == ExitCode.FAILED
    assert "no-euro: there is a euro" in said
    (begun / "sql" / "checks" / "no-euro.sql").unlink()
    assert own("load")[0] == ExitCode.DONE
    (begun / "sql" / "checks" / "no-euro.sql").write_text(BLOCKING)
    code, out, _ = own("check")
    assert code == ExitCode.FAILED
    assert "no-euro" in out
    assert "facts-without-citation" in out
