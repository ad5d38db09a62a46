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
    " each with the documents and paragraphs that state it."
)

GROUPS: Final = (
    Group(
        "Wide views", "wide_", "begin here: each is made for one chart, with names instead of keys, and with sources"
    ),
    Group(
        "Sums by currency",
        "money_",
        "the sums printed in one currency, with a column for each kind of money that may be added up",
    ),
    Group("Facts", "fact_", "the statements of documents at the finest grain, with a table for each kind of statement"),
    Group("Dimensions", "dim_", "the subjects of facts, and properties that facts have in common; join them by key"),
    Group(
        "Bridges",
        "bridge_",
        "the parties of agreements, plants, events and strategies, the places of strategies, the members of lists, and"
        " the documents that state a fact",
    ),
    Group("About the mart", "", "the columns and references of the mart, as rows that any client can read"),
)

RULES: Final = (
    Rule(
        "Filter on `is_chosen`",
        "If several documents answer the same question, each answer is a row. `is_chosen` marks the row to show, and"
        " `chosen_by` gives the reason. Without this filter, a sum that two articles state counts twice.",
    ),
    Rule(
        "Never add a total to its parts",
        "A row with `is_total` is the sum of other rows. The columns of `money_usd`, `money_krw` and so on leave such"
        " rows out, and `why_not_counted` tells why a sum is in none of them.",
    ),
    Rule(
        "Never add up two currencies, or two kinds of money",
        "`amount` of `fact_money` means nothing without `currency_code`. Nothing is converted: a sum has a row for each"
        " currency that a document prints it in. Contracts, pledges and spending are different things. There is a view"
        " for each currency, with a column for each kind that you can add up. Never add up the columns of two views.",
    ),
    Rule(
        "Keep plans and results apart",
        "`modality` tells whether something occurred or is in force, or is only planned, intended, expected or pledged."
        " Group or filter by it, or by `outlook`, whenever you add up.",
    ),
    Rule(
        "Figures have bounds",
        "`approximation` tells how exact a figure is. The columns `lowest_` and `highest_` hold the smallest and the"
        " largest value that would be printed in this way. Two figures whose intervals overlap do not contradict each"
        " other.",
    ),
    Rule(
        "A comparison is no figure",
        "`fact_comparison` holds what a document says of two figures, such as 43 percent more than a year earlier. Its"
        " `value` is a change, a multiple or the figure of a record. Never add it up, and never put it in a series with"
        " `fact_observation` or `fact_money`.",
    ),
    Rule(
        "Never add up the shares of two instruments, days or documents",
        "`fact_holding` has a row for each stake and instrument that a document names. Shares, warrants and all claims"
        " together overlap, a stake grows and shrinks with time, and a planned one is not held yet. Add up only chosen"
        " rows with the same `held_subject_key`, `instrument`, period and `outlook`; what is missing to 100 percent is"
        " not known.",
    ),
    Rule(
        "A state is that of a day",
        "`fact_status` tells in which state a thing is on the day `holds_on`. `is_latest` marks the latest day that"
        " documents speak of, which may be long ago. States still to come have their own `outlook`.",
    ),
    Rule(
        "Read a tie or an office from either side",
        "`fact_entity_relation` and `fact_link` have one row for both sides. `relation` leads from the subject to the"
        " other thing, `inverse` leads back: chair of, chaired by. Do not count a row twice.",
    ),
    Rule(
        "Count facts, not rows of a join",
        "A join to a bridge, such as the parties of an agreement, repeats the row for each party. Count distinct keys,"
        " or add up before you join.",
    ),
    Rule(
        "Every row has its sources",
        "`citation_text` names them for readers. `bridge_fact_document` and `wide_citations` lead from a `fact_key` to"
        " its documents and paragraphs. `is_disputed` marks facts about which a question is still open.",
    ),
    Rule(
        "An empty cell has a meaning",
        "Each column states the meaning of an empty cell. It never means zero, and it means unknown only if the column"
        " says so.",
    ),
)


def grouped(objects: Iterable[MartObject]) -> dict[Group, list[MartObject]]:
    """Return the objects of each group, sorted by name. Empty groups are included."""
    groups: dict[Group, list[MartObject]] = {group: [] for group in GROUPS}
    for each in sorted(objects, key=lambda groups: groups.name):
        groups[next(group for group in GROUPS if each.name.startswith(group.prefix))].append(each)
    return groups
