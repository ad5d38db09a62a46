"""The groups of mart objects, and the rules for using the mart that no header of an object can express."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from warehouse.mart.objects import MartObject


class Group(NamedTuple):
    """A group of mart objects.

    Attributes:
        title: Its name.
        prefix: The prefix of the names of its objects; empty means all other objects.
        about: The purpose of its objects.
    """

    title: str
    prefix: str
    about: str


class Rule(NamedTuple):
    """A rule for using the mart: a title, and a text that explains it."""

    title: str
    text: str


NAME: Final = "critical-minerals-warehouse"
TITLE: Final = "Critical-minerals warehouse"
ABOUT: Final = (
    "Facts on critical-mineral supply chains: agreements, money, dependence, milestones, strategies and mineral lists,"
    " each with the documents and paragraphs that say it."
)

GROUPS: Final = (
    Group("Wide views", "wide_", "one table for one chart: names instead of keys, sources beside each row; begin here"),
    Group("Facts", "fact_", "what documents say, one table for each kind of statement; the finest grain there is"),
    Group("Dimensions", "dim_", "the things that facts are about, and what facts have in common; join them by key"),
    Group("Bridges", "bridge_", "who takes part in what, what a list holds, which document says which fact"),
    Group("About the mart", "", "the columns and references of the mart itself, as rows that any client can read"),
)

RULES: Final = (
    Rule(
        "Filter on `is_chosen`",
        "Where several documents answer the same question, each answer is a row; `is_chosen` marks the one to show, and"
        " `chosen_by` says why it is that one. Without the filter a sum that two articles state is counted twice.",
    ),
    Rule(
        "Never add a total to its parts",
        "Rows with `is_total` sum up rows that stand by themselves. The money columns of `wide_money` leave them out.",
    ),
    Rule(
        "Never add up two currencies, or two kinds of money",
        "`amount` means nothing without `currency_code`. Nothing is converted: `amount_krw` and `amount_usd` hold what"
        " is printed. Contract values, pledges and investments are different things; `wide_money` has a column for each"
        " kind and currency, made to be added up.",
    ),
    Rule(
        "Keep what is planned apart from what is done",
        "`modality` tells what occurred or is in force from what is planned, intended, expected or pledged. Group or"
        " filter by it wherever you add up.",
    ),
    Rule(
        "Figures have bounds",
        "`approximation` says how exactly a figure is stated, the columns `lowest_` and `highest_` which interval would"
        " be printed so. Two figures whose intervals overlap do not contradict each other.",
    ),
    Rule(
        "Count facts, not rows of a join",
        "A join to a bridge, such as the parties of an agreement, repeats the row for each party. Count distinct keys,"
        " or add up before you join.",
    ),
    Rule(
        "Every row has its sources",
        "`citation_text` names them to read; `bridge_fact_document` and `wide_citations` lead from any `fact_key` to"
        " document and paragraph. `is_disputed` tells that a question about the fact is still open.",
    ),
    Rule(
        "No value means something",
        "Each column says what it means when it is empty. It is never zero, and never unknown without saying so.",
    ),
)


def grouped(objects: Iterable[MartObject]) -> dict[Group, list[MartObject]]:
    """Return the objects of each group, sorted by name. Empty groups are included."""
    found: dict[Group, list[MartObject]] = {group: [] for group in GROUPS}
    for each in sorted(objects, key=lambda found: found.name):
        found[next(group for group in GROUPS if each.name.startswith(group.prefix))].append(each)
    return found
