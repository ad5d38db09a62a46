"""A developer adds a column to a fact table as CONTRIBUTING says; the database that holds loads lives through it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.drills.checkout import Checkout, this_version
from tests.later import NEWEST

if TYPE_CHECKING:
    from pathlib import Path

    from tests.drills.checkout import Told

pytestmark = pytest.mark.slow

MEANING = '{type: text, meaning: "terms of a price as printed, such as FOB", empty: none is printed}'
COMMENT = "Terms of a price as printed, such as FOB; NULL: none printed"
FIELD_AFTER = """    modality: Modality = Field(description=MODALITY_HELP, examples=["pledged"])
"""
NEW_FIELD = """    delivery_terms: Annotated[str, TextType()] | None = Field(
        None, description="Terms of a price as printed, such as FOB; left out: none printed", examples=["FOB"]
    )
"""
REPORT_HEADER = "  agreement_key:\n    meaning: key of the agreement\n"
NEW_IN_REPORT = "  delivery_terms:\n    meaning: terms of the price as printed\n    empty: none is printed\n"
EDITED = {
    "warehouse/model/figures.py",
    "sql/mart/fact_money.sql",
    "sql/mart/wide_money.sql",
    "sql/reports/contract-values.sql",
}
"""What is edited by hand, besides the migration, a test and the changelog."""
TOLD_OF_THE_PAST = ("diff 2", "diff 3", "diff 1..4", "runs list", "history agreements/tin-deal", "check --drift")


def live_a_while(version: Checkout) -> list[Told]:
    """Load, change, undo, and change again; return what is told of it."""
    version.succeed("load")
    version.say("5 million", "6 million")
    version.succeed("load", "undo 2")
    version.say("6 million", "7 million")
    version.succeed("load")
    return version.succeed(*TOLD_OF_THE_PAST)


def add_the_column(version: Checkout) -> str:
    """Do what CONTRIBUTING says; return the text of the migration."""
    version.edit("warehouse/model/figures.py", (FIELD_AFTER, NEW_FIELD + FIELD_AFTER))
    (told,) = version.succeed("db revision Add_delivery_terms")
    version.edit(
        "sql/mart/fact_money.sql",
        ("\n*/\n", f"\n  delivery_terms: {MEANING}\n*/\n"),
        ("  sn.label AS scenario\nFROM", "  sn.label AS scenario,\n  v.delivery_terms\nFROM"),
    )
    version.edit(
        "sql/mart/wide_money.sql",
        ("\n  is_chosen: ", f"\n  delivery_terms: {MEANING}\n  is_chosen: "),
        ("  v.is_chosen,\n", "  v.delivery_terms,\n  v.is_chosen,\n"),
    )
    version.edit(
        "sql/reports/contract-values.sql",
        (REPORT_HEADER, REPORT_HEADER + NEW_IN_REPORT),
        (
            "    e.as_printed AS equivalent_as_printed,\n    rank()",
            "    e.as_printed AS equivalent_as_printed,\n    v.delivery_terms,\n    rank()",
        ),
        ("  v.agreement_key,\n  v.fact_key AS", "  v.agreement_key,\n  v.delivery_terms,\n  v.fact_key AS"),
    )
    version.write_docs()
    return (version.folder / told.out.strip()).read_text()


@pytest.fixture
def old(tmp_path: Path, database_url: str) -> Checkout:
    return this_version(tmp_path / "project", database_url)


def test_column_costs_little_and_the_database_keeps_everything(old: Checkout, tmp_path: Path) -> None:
    told = live_a_while(old)
    new = old.copy(tmp_path / "new")
    migration = add_the_column(new)
    changed = new.changes_by_hand(old)
    written = {name: lines for name, lines in changed.items() if not name.startswith("migrations/")}
    assert (len(changed), set(written)) == (len(EDITED) + 1, EDITED)
    assert sum(written.values()) <= 20
    assert migration.count("ALTER TABLE core.monetary_values ADD COLUMN delivery_terms TEXT;") == 1
    assert migration.count(f"COMMENT ON COLUMN core.monetary_values.delivery_terms IS '{COMMENT}';") == 1
    assert migration.count("ALTER TABLE core.monetary_values DROP COLUMN delivery_terms;") == 1
    assert "NotImplementedError" not in migration
    new.succeed("db lint", "db upgrade", "db check", "report check contract-values")
    assert new.succeed(*TOLD_OF_THE_PAST) == told
    assert new.succeed("plan")[0].out.startswith("Nothing to change")
    fill_and_undo(new)
    assert new.succeed("db check", "check --drift")[1] == told[-1]
    new.succeed(f"db downgrade {NEWEST} --yes")
    assert old.succeed(*TOLD_OF_THE_PAST[:3]) == told[:3]
    checked, drift = old.succeed("db check", "check --drift")
    assert checked.out == ""
    assert drift == told[-1]
    assert old.run("plan --exit-code")[0].code == 0


def fill_and_undo(new: Checkout) -> None:
    """Say a value, look for it everywhere, and take it back."""
    new.say("modality: occurred, cite: tin-news#3}", "modality: occurred, delivery_terms: FOB, cite: tin-news#3}")
    plan, _, report, as_of, *_ = new.succeed(
        "plan",
        "load",
        "report run contract-values -f json",
        "report run contract-values -f json --as-of 4",
        f"export {new.project}/mart",
        f"publish {new.project}/site",
        f"seeds export {new.project}/exported",
    )
    assert "    delivery_terms: ∅ → FOB\n" in plan.out
    assert "1 to change" in plan.out
    assert [row["delivery_terms"] for row in json.loads(report.out)["rows"]] == ["FOB"]
    assert [row["delivery_terms"] for row in json.loads(as_of.out)["rows"]] == [None]
    assert ",FOB" in (new.project / "mart" / "data" / "fact_money.csv").read_text()
    assert "FOB" in (new.project / "site" / "reports" / "contract-values.html").read_text()
    exported = (path.read_text() for path in (new.project / "exported").rglob("*.yaml"))
    assert any("delivery_terms: FOB" in text for text in exported)
    undone, report = new.succeed("undo 5", "report run contract-values -f json")
    assert "1 changed" in undone.err
    assert [row["delivery_terms"] for row in json.loads(report.out)["rows"]] == [None]
    new.say("delivery_terms: FOB, ", "")
    new.succeed("load")
