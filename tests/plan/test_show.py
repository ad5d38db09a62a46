"""A plan reads fact by fact, and says the same to programs."""

from __future__ import annotations

import json

import pytest

from warehouse.plan import Cell, Change, Operation, Plan, as_json, as_text, summary

PLACE = "seeds/x.yaml:7:5"
CHANGES = (
    Change(
        Operation.ADD,
        "facts",
        ("1",),
        "places/new",
        (Cell("path", None, "places/new"), Cell("rank", None, "normal"), Cell("note", None, "A new one")),
        PLACE,
    ),
    Change(
        Operation.ADD, "places", ("new",), "places/new", (Cell("name", None, "New"), Cell("iso", None, None)), PLACE
    ),
    Change(Operation.ADD, "citations", ("1", "doc", "3"), "places/new", (), PLACE),
    Change(
        Operation.CHANGE, "places", ("old",), "places/old", (Cell("name", "Olt", "Old"), Cell("iso", "OL", None)), PLACE
    ),
    Change(Operation.RETIRE, "citations", ("2", "doc", "9"), "places/old"),
    Change(Operation.RETIRE, "places", ("gone",), "places/gone"),
    Change(Operation.RETIRE, "facts", ("3",), "places/gone"),
)


@pytest.fixture
def plan() -> Plan:
    return Plan(CHANGES, {"places": 10, "facts": 10, "citations": 12, "units": 3}, fact_count=10, seeds_sha256="ab")


def test_facts_stand_once_with_their_cells_and_place(plan: Plan) -> None:
    assert as_text(plan) == (
        "- places/gone\n"
        "+ places/new  seeds/x.yaml:7:5\n"
        "    name: New\n"
        "    note: A new one\n"
        "    + cited: doc#3\n"
        "~ places/old  seeds/x.yaml:7:5\n"
        "    name: Olt → Old\n"
        "    iso: OL → ∅\n"
        "    - cited: doc#9\n"
        "\n"
        "3 facts: 3 rows to add, 1 to change, 3 to retire."
    )


def test_stat_counts_rows_of_tables_that_change(plan: Plan) -> None:
    assert as_text(plan, stat=True).splitlines() == [
        "places     +1 ~1 -1",
        "facts      +1 ~0 -1",
        "citations  +1 ~0 -1",
        "",
        "3 facts: 3 rows to add, 1 to change, 3 to retire.",
    ]


def test_json_holds_every_row(plan: Plan) -> None:
    document = json.loads(as_json(plan))
    assert document["summary"] == {"added": 3, "changed": 1, "retired": 3}
    assert document["tables"]["citations"] == {"added": 1, "changed": 0, "retired": 1}
    assert [change["operation"] for change in document["changes"]] == ["add"] * 3 + ["change"] + ["retire"] * 3
    assert document["changes"][3]["cells"][0] == {"column": "name", "old": "Olt", "new": "Old"}


def test_empty_plan_says_so() -> None:
    empty = Plan((), {}, fact_count=173, seeds_sha256="ab")
    assert empty.is_empty
    assert as_text(empty) == summary(empty) == "Nothing to change: the database holds all 173 facts as the seeds say."
