"""The tables of facts about strategies, mineral lists, and the classes of minerals."""

from __future__ import annotations

from typing import Final

from sqlalchemy import CheckConstraint, Column, Integer, Table

from warehouse import vocabulary as words
from warehouse.schema.base import fact, one_of, reference, text

strategy_measures = fact(
    "strategy_measures",
    "One row per measure a strategy contains",
    text("kind", "Funding, list change, diversification …; closed vocabulary", required=True),
    text("description", "What is to be done, in our own words", required=True),
    one_of("kind", words.MEASURE_KIND),
    about=("strategies",),
)

mineral_list_versions = fact(
    "mineral_list_versions",
    "One row per version of a mineral list that a document speaks of",
    text("label", "Tells the versions of a list apart", required=True),
    Column("stated_count", Integer, comment="Number of entries the document states; NULL: none stated"),
    text("counted", "What is counted; closed vocabulary; NULL: no count stated"),
    one_of("counted", words.COUNT_SUBJECT),
    CheckConstraint("stated_count > 0", name="stated_count_positive"),
    CheckConstraint("num_nonnulls(stated_count, counted) IN (0, 2)", name="count_whole"),
    about=("mineral_lists",),
)

mineral_list_members = fact(
    "mineral_list_members",
    "One row per mineral a document names as an entry of a list; entries nobody names are not filled in",
    text("version_label", "Label of the version, as in mineral_list_versions", required=True),
    reference("member_key", "minerals.key", "The mineral, or the group of minerals", required=True),
    about=("mineral_lists",),
)

mineral_classifications = fact(
    "mineral_classifications",
    "One row per mineral, class and authority that puts it there",
    text("classification", "Critical, strategic …; closed vocabulary", required=True),
    reference("authority_key", "entities.key", "Who classifies it; NULL: the document itself calls it so"),
    text("words", "The class as printed", required=True),
    one_of("classification", words.CLASSIFICATION),
    about=("minerals",),
)

TABLES: Final[tuple[Table, ...]] = (
    strategy_measures,
    mineral_list_versions,
    mineral_list_members,
    mineral_classifications,
)
