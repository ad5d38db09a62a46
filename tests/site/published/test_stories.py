"""What the page of a thing begins with: sums, related things with what is told of them, ties drawn, open questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.site.published.conftest import Published
    from tests.site.reading import Element, Page

pytestmark = pytest.mark.slow
POSCO = "entities/posco-international.html"


def part(page: Page, heading: str) -> Element:
    return next(each for each in page.all("section") if each["aria-labelledby"] == heading)


def items(page: Page, heading: str) -> dict[str, str]:
    """Give what stands under a heading, by the name of each thing."""
    found = [each for each in part(page, heading).walk("li") if any(line["class"] == "name" for line in each.walk("p"))]
    return {next(each.walk("a")).text: each.text for each in found}


def test_agreements_stand_with_their_part_sum_and_parties(published: Published) -> None:
    told = items(published.site.pages[POSCO], "tied-agreements")
    owed = published.rows("SELECT subject FROM mart.wide_parties WHERE entity_key = 'posco-international'"
                          " AND subject_family = 'agreements'")  # fmt: skip
    assert told.keys() == {row.subject for row in owed}
    europe = told["Permanent magnets for a European automaker"]
    for words in (
        "supplier",
        "supply contract",
        "in force",
        "European automaker (unnamed)",
        "260 bn KRW",
        "nine years",
    ):
        assert words in europe


def test_sums_are_added_only_where_they_may_be(published: Published) -> None:
    totals = part(published.site.pages[POSCO], "short")
    added = {each["value"]: each["title"] for each in totals.walk("data")}
    owed = published.rows("""
        SELECT v.currency_code, trim_scale(sum(v.amount))::text AS amount FROM mart.fact_money AS v
        JOIN mart.bridge_agreement_party AS p ON p.agreement_key = v.agreement_key
        WHERE v.is_counted AND p.entity_key = 'posco-international' GROUP BY v.currency_code""")
    assert {row.currency_code for row in owed} == {"KRW", "USD"}
    assert {row.amount for row in owed} <= added.keys()
    assert added["1760000000000"] == "1,760,000,000,000 KRW", "the portfolio is not added to its contracts"


def test_figures_of_stories_are_marked_and_disputed_ones_say_so(published: Published) -> None:
    checked = 0
    for name, page in published.site.pages.items():
        for item in [each for told in page.all("ul") if told["class"].startswith("told") for each in told.walk("li")]:
            assert any(link["class"] == "mark" for link in item.walk("a")), (name, item.text)
            checked += 1
    assert checked > 50
    pledge = next(text for text in items(published.site.pages["places/south-korea.html"], "tied-strategies").values())
    assert "1 tn KRW" in pledge
    assert "sources differ" in pledge
    start = [each.text for each in published.site.pages["index.html"].all("li") if "1 tn KRW" in each.text]
    assert start
    assert all("sources differ" in text for text in start)
    cells = [each.text for each in published.site.pages["reports/strategies-and-pledges.html"].all("td")]
    cited = [text for text in cells if text.startswith("1 tn") and "Source" in text]
    assert len(cited) == 2
    assert all("sources differ" in text for text in cited)


def test_drawing_leads_to_the_things_it_names(published: Published) -> None:
    drawn = {
        name: [link["href"].removeprefix("../") for drawing in page.all("svg") if "ties" in drawing["class"].split()
               for link in drawing.walk("a")]
        for name, page in published.site.pages.items()
    }  # fmt: skip
    assert {"entities/reelement-technologies.html", "entities/posco-group.html"} <= set(drawn[POSCO])
    assert all(link in published.site.pages for links in drawn.values() for link in links)
    assert max(map(len, drawn.values())) <= 2 * 20


def test_open_questions_stand_on_the_pages_of_what_they_involve(published: Published) -> None:
    strategy = published.site.pages["strategies/korea-rare-earth-supply-chain-strategy.html"]
    assert "How much is the government's trillion won in dollars" in part(strategy, "open").text
    assert "open" not in published.site.pages[POSCO].ids


def test_newest_facts_are_of_every_family_that_tells_what_happens(published: Published) -> None:
    families = published.rows("SELECT DISTINCT family FROM mart.dim_fact WHERE modality IS NOT NULL")
    assert {"links", "holdings", "entity_relations"} <= {row.family for row in families}
    newest = part(published.site.pages["strategies/korea-rare-earth-supply-chain-strategy.html"], "newest")
    assert len(list(newest.walk("li"))) == 5
