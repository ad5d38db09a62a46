"""What the mart shows of the facts around the figures of two deals: owners, comparisons, ties, states, clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    import psycopg

pytestmark = pytest.mark.slow

HELD: Final = {
    "a stake is no sum over instruments, and what is to be held is still to come": (
        (
            "SELECT owner, held, instrument, share::float, lowest_share::float, highest_share::float, position, outlook"
            " FROM mart.wide_holdings ORDER BY instrument"
        ),
        [
            ("US Department of Defense", "MP Materials", "all claims", 15, 15, 15, None, "future"),
            ("US Department of Defense", "MP Materials", "convertible preferred shares", 15, 15, 15, None, "future"),
            ("US Department of Defense", "MP Materials", "shares", None, None, None, 1, "future"),
            ("US Department of Defense", "MP Materials", "warrants", None, None, None, None, "future"),
        ],
    ),
    "two documents that compare alike agree, and one is chosen": (
        (
            "SELECT how, value::float, unit, agreeing_source_count, differing_source_count, count(*)::int,"
            " count(*) FILTER (WHERE is_chosen)::int FROM mart.fact_comparison"
            " WHERE entity_key = 'lynas' AND money_kind = 'revenue' GROUP BY 1, 2, 3, 4, 5"
        ),
        [("change", 25, "%", 2, 0, 2, 1)],
    ),
    "two bases are two questions": (
        (
            "SELECT count(DISTINCT question_key)::int FROM mart.fact_comparison"
            " WHERE entity_key = 'lynas' AND measure = 'average selling price'"
        ),
        [(2,)],
    ),
    "the days of the base stand beside those of the figure": (
        (
            "SELECT DISTINCT period_earliest_date_key::text, period_latest_date_key::text,"
            " base_period_earliest_date_key::text, base_period_latest_date_key::text"
            " FROM mart.fact_comparison WHERE money_kind = 'revenue'"
        ),
        [("2025-04-01", "2025-06-30", "2024-04-01", "2024-06-30")],
    ),
    "the only one outside a country names the world and the country": (
        (
            "SELECT base_place_key, base_without_place_key FROM mart.fact_comparison"
            " WHERE how = 'sole' AND entity_key = 'lynas'"
        ),
        [("world", "china")],
    ),
    "a multiple has no unit but itself, and a comparison without a number none": (
        "SELECT DISTINCT how, unit FROM mart.fact_comparison WHERE how IN ('multiple', 'highest') ORDER BY 1",
        [("highest", None), ("multiple", "times")],
    ),
    "a memorandum does not bind, also where only its kind says so": (
        "SELECT agreement, binding FROM mart.wide_agreements WHERE binding IS NOT NULL",
        [("Lynas and JS Link on magnets in Malaysia", "non-binding")],
    ),
    "a plant names its agreements, also those that pay for it": (
        "SELECT agreements FROM mart.wide_facilities WHERE facility = '10X Facility'",
        [
            (
                (
                    "All magnets of the 10X Facility; Bank financing of MP Materials;"
                    " Partnership of MP Materials and the US Department of Defense"
                ),
            )
        ],
    ),
    "a plant shows its state, that of the document where no day is told": (
        (
            "SELECT facility, status, status_group, status_on::text FROM mart.wide_facilities"
            " WHERE status IS NOT NULL ORDER BY 1"
        ),
        [
            ("Lynas 2025 capital project", "commissioning", "under construction", "2025-07-25"),
            ("Magnet factory of JS Link in Korea", "under construction", "under construction", "2025-07-28"),
            ("Processing plant in Kalgoorlie", "expanding", "active", "2025-07-24"),
        ],
    ),
    "a tie reads from both sides": (
        "SELECT subject, relation, other_subject, inverse FROM mart.wide_links WHERE relation = 'expansion of'",
        [("Heavy separation at Mountain Pass", "expansion of", "Mountain Pass", "expanded by")],
    ),
    "several issuers stand among the parties, and one too that the record names": (
        (
            "SELECT g.name, p.role, string_agg(e.name, '; ' ORDER BY e.name) FROM mart.bridge_strategy_party AS p"
            " JOIN mart.dim_strategy AS g USING (strategy_key) JOIN mart.dim_entity AS e USING (entity_key)"
            " WHERE g.strategy_key IN ('china-export-limits-april-2025', 'sustainable-critical-minerals-alliance')"
            " GROUP BY 1, 2 ORDER BY 1"
        ),
        [
            ("Export limits of China of April 2025", "issuer", "Government of China"),
            ("Sustainable Critical Minerals Alliance", "issuer", "Government of Australia; Government of Japan"),
        ],
    ),
    "a dimension names all issuers, places and targets": (
        (
            "SELECT issuer_name, jurisdiction_name, target_name FROM mart.dim_strategy"
            " WHERE strategy_key IN ('gta-12758', 'sustainable-critical-minerals-alliance') ORDER BY 1 NULLS LAST"
        ),
        [
            ("Government of Australia; Government of Japan", "Australia; Japan", None),
            (None, "Uzbekistan", "China; Kazakhstan; Kyrgyzstan"),
        ],
    ),
    "a company shows its identifiers, a mine where it lies": (
        (
            "SELECT name, identifiers FROM mart.dim_entity WHERE identifiers IS NOT NULL"
            " UNION ALL SELECT facility, concat_ws(' ', latitude, longitude) FROM mart.wide_facilities"
            " WHERE latitude IS NOT NULL ORDER BY 1"
        ),
        [
            ("Campanilla", "-4.048000 -78.791000"),
            ("Lynas Rare Earths", "ticker ASX:LYC"),
            ("MP Materials", "ticker NYSE:MP"),
            ("Purgatorio", "7.189000 -60.691000"),
        ],
    ),
    "a part that is to be played is told apart": (
        (
            "SELECT party, role, modality FROM mart.wide_parties WHERE modality IS NOT NULL"
            " AND subject = 'Lynas and JS Link on magnets in Malaysia' ORDER BY 2"
        ),
        [("JS Link", "buyer", "planned"), ("Lynas Rare Earths", "supplier", "planned")],
    ),
}


@pytest.mark.parametrize("question", HELD)
def test_mart_answers(trade_connection: psycopg.Connection, question: str) -> None:
    query, expected = HELD[question]
    assert trade_connection.execute(query.encode()).fetchall() == expected


@pytest.mark.parametrize("schema", ["mart", "as_of"])
def test_every_fact_is_told_in_words(trade_connection: psycopg.Connection, schema: str) -> None:
    silent = f"""
    SELECT f.path FROM core.facts AS f LEFT JOIN {schema}.wide_facts AS w ON w.fact_key = f.fact_id::text
    WHERE coalesce(w.says, '') = ''
    """
    assert trade_connection.execute(silent.encode()).fetchall() == []
