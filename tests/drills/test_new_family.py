"""A developer adds a small family of facts as CONTRIBUTING says; a database that holds loads gets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.drills.checkout import Checkout, this_version
from tests.later import NEWEST

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

SHAPE = '''class EntityMotto(Fact):
    """A motto of an entity."""

    table = "entity_mottoes"
    section = "mottoes"
    grain = "One row per motto of an entity"
    subjects = ("entities",)
    identity = ("words",)

    words: Text = Field(description="The motto as printed", examples=["Tin for all"])


'''

MART = """/* mart
grain: One row per motto of an entity
follows: facts
key: [fact_key]
columns:
  fact_key: {type: text, meaning: the fact, refers: dim_fact}
  entity_key: {type: text, meaning: the entity it is about, refers: dim_entity}
  motto: {type: text, meaning: the motto as printed}
*/
SELECT
  f.fact_key,
  m.entity_key,
  m.words AS motto
FROM entity_mottoes AS m
JOIN dim_fact AS f ON f.fact_key = m.fact_id::text
WHERE f.rank <> 'deprecated';
"""

BRANCH = """  UNION ALL
  SELECT t.fact_key, 'motto', 'goes by the motto ' || t.motto
  FROM fact_entity_motto AS t
"""

MOTTO = "    mottoes: [{words: Tin for all, cite: tin-news#3}]\n"
"""Of the made-up world by which tests hold every way out against the families of the model."""

REPORT = """/* report
title: Mottoes
question: Which mottoes are there?
grain: [motto]
columns:
  motto: {meaning: the motto as printed}
cite: {motto: fact}
cases:
  - expect: {rows: 0}
*/
SELECT
  m.motto,
  m.fact_key AS fact
FROM mart.fact_entity_motto AS m
ORDER BY m.motto, fact;
"""


BY_HAND = {
    "warehouse/model/facts.py",
    "warehouse/model/registers.py",
    "sql/mart/fact_entity_motto.sql",
    "sql/mart/wide_facts.sql",
    "sql/reports/mottoes.sql",
    "tests/families.py",
    "CHANGELOG.md",
}
"""What is edited or written by hand, besides a test; nothing is to be completed in what ``db revision`` writes."""
GENERATED = {
    "docs/data-dictionary.md",
    "docs/datapackage.json",
    "docs/er-diagram.svg",
    "docs/seed-format.md",
    "docs/seed.schema.json",
    "docs/semantic-model.yaml",
    "docs/table.schema.json",
    "sql/checks/judged-same.sql",
    "sql/checks/orphans.sql",
    "sql/mart/contract.json",
    "warehouse/tables.json",
}
"""What ``make docs`` writes anew."""


def add_the_family(version: Checkout) -> str:
    """Do what CONTRIBUTING says; return the text of the migration."""
    version.edit(
        "warehouse/model/facts.py",
        ("class EntityRelation(Fact):", f"{SHAPE}class EntityRelation(Fact):"),
        ("        Name,\n        EntityRelation,", "        Name,\n        EntityMotto,\n        EntityRelation,"),
    )
    version.edit(
        "warehouse/model/registers.py",
        ("    Clause,\n    EntityRelation,", "    Clause,\n    EntityMotto,\n    EntityRelation,"),
        (
            "    relations: tuple[EntityRelation, ...] = ()\n",
            "    mottoes: tuple[EntityMotto, ...] = ()\n    relations: tuple[EntityRelation, ...] = ()\n",
        ),
    )
    (told,) = version.succeed("db revision Create_entity_mottoes")
    (version.folder / "sql" / "mart" / "fact_entity_motto.sql").write_text(MART)
    version.edit(
        "sql/mart/wide_facts.sql",
        ("  FROM fact_name AS n\n", f"  FROM fact_name AS n\n{BRANCH}"),
    )
    (version.folder / "sql" / "reports" / "mottoes.sql").write_text(REPORT)
    version.edit(
        "tests/families.py", ("    names:\n      - {name: Zinnwerke", f"{MOTTO}    names:\n      - {{name: Zinnwerke")
    )
    version.edit("CHANGELOG.md", ("### Software\n\n", "### Software\n\n- Mottoes of entities.\n"))
    version.write_docs()
    return (version.folder / told.out.strip()).read_text()


@pytest.fixture
def old(tmp_path: Path, database_url: str) -> Checkout:
    return this_version(tmp_path / "project", database_url)


def test_family_is_loaded_told_shown_and_taken_back(old: Checkout, tmp_path: Path) -> None:
    old.succeed("load")
    new = old.copy(tmp_path / "new")
    migration = add_the_family(new)
    assert "CREATE TABLE core.entity_mottoes" in migration
    assert "DROP TABLE core.entity_mottoes" in migration
    hold_the_count(new, old)
    new.succeed("db lint", "db upgrade", "db check", "report check mottoes")
    assert new.succeed("plan")[0].out.startswith("Nothing to change")
    motto = "mottoes: [{words: Tin for all, cite: tin-news#1}]"
    new.say("country: tinland, cite", f"country: tinland, {motto}, cite")
    plan, _, report, as_of, diff, drift, *_ = new.succeed(
        "plan",
        "load",
        "report run mottoes -f json",
        "report run mottoes -f json --as-of 1",
        "diff 2",
        "check --drift",
        "db check",
        f"export {new.project}/mart",
        f"publish {new.project}/site",
        f"docs --superset {new.project}/bundle",
        f"seeds export {new.project}/exported",
    )
    assert "+ entities/tinworks/mottoes/Tin_for_all" in plan.out
    assert diff.out.startswith("+ entities/tinworks/mottoes/Tin_for_all")
    assert drift.out + drift.err == "No row was edited by hand since the last load.\n"
    assert [row["motto"] for row in json.loads(report.out)["rows"]] == ["Tin for all"]
    assert json.loads(as_of.out)["rows"] == []
    look_at_the_ways_out(new)
    undone, report = new.succeed("undo 2", "report run mottoes -f json")
    assert "0 rows added, 0 changed, 3 retired" in undone.err
    assert json.loads(report.out)["rows"] == []
    new.succeed(f"db downgrade {NEWEST} --yes")
    old.succeed("db check", "check --drift")


def look_at_the_ways_out(new: Checkout) -> None:
    """Find the motto in the export, on the site, in the dictionary, in the bundle, and in the seeds written anew."""
    assert "Tin for all" in (new.project / "mart" / "data" / "fact_entity_motto.csv").read_text()
    page = (new.project / "site" / "entities" / "tinworks.html").read_text()
    assert page.index(">Mottoes</h3>") < page.index("goes by the motto Tin for all")
    assert all(
        "entity_motto" in (new.folder / "docs" / name).read_text() for name in ("data-dictionary.md", "er-diagram.svg")
    )
    assert list((new.project / "bundle").rglob("datasets/*/fact_entity_motto.yaml"))
    assert any("words: Tin for all" in path.read_text() for path in (new.project / "exported").rglob("*.yaml"))


def hold_the_count(new: Checkout, old: Checkout) -> None:
    """Count the files: those written by hand, those of ``db revision``, and those of ``make docs``."""
    changed = new.changes_by_hand(old)
    migration = {name for name in changed if name.startswith("migrations/")}
    assert changed.keys() - migration == BY_HAND
    assert len([*BY_HAND, "a test"]) <= 8
    assert sum(changed[name] for name in BY_HAND if (old.folder / name).is_file()) <= 25
    assert len(migration) == 1
    assert new.generated_changes(old) == GENERATED
