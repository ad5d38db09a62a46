"""The charts of the dashboard, section by section."""

from __future__ import annotations

from typing import Final

from warehouse.integrations.superset.kinds import (
    SHARES,
    Chart,
    bars,
    counts,
    expression,
    instant,
    money,
    number,
    pivot,
    table,
    where,
    which,
)

CHOSEN: Final = which("is_chosen")
ASKED_ONCE: Final = "If documents differ, only the chosen answer is shown."
AS_PRINTED: Final = (
    "Sums are as printed, never converted. No bar means that no document prints the sum in this currency."
)
SOURCES: Final = "The last column names the sources."
NO_REFERENCE: Final = where("document_kind_group", "!=", "reference")

COUNTS: Final = (
    number(
        "Agreements",
        "wide_agreements",
        "agreements",
        "Agreements, contracts, ventures and portfolios. A portfolio counts, and so does each contract in it.",
    ),
    number(
        "Facts",
        "wide_facts",
        "facts",
        "Current statements of any kind, including entries of the registers, without deprecated ones.",
    ),
    number(
        "Documents cited",
        "wide_citations",
        "documents",
        "Articles and policies that state at least one of the facts, without reference works. The chart of facts by"
        " document has a bar for each.",
        NO_REFERENCE,
    ),
    number(
        "Open disagreements",
        "dim_disagreement",
        "questions",
        "Questions that sources answer differently and nobody has settled.",
        where("status", "==", "open"),
        width=3,
    ),
    instant("Last load", "dim_load", "last_load", "When the facts were last brought up to date, in UTC."),
)

MONEY: Final = (
    bars(
        "Contract values in won",
        "money_krw",
        "agreement",
        "contract_sum",
        f"A bar for each contract, in won. The colour shows whether it is agreed or planned. {AS_PRINTED} Totals of"
        " portfolios are left out, so you may add up the bars. Do not add them to the dollars below.",
        where("contract", "IS NOT NULL"),
        scale=money("KRW", "won"),
        parts=["modality"],
    ),
    bars(
        "Contract values in US dollars",
        "money_usd",
        "agreement",
        "contract_sum",
        f"The same contracts, in US dollars. {AS_PRINTED} The dollars are often the equivalent that a document prints"
        " beside the won. They are the same money, so never add up the two charts.",
        where("contract", "IS NOT NULL"),
        scale=money("USD", "US dollars"),
        parts=["modality"],
    ),
    table(
        "Sums of money as printed",
        "wide_money",
        [
            "subject",
            "money_kind",
            "as_printed",
            "equivalent_as_printed",
            "modality",
            "is_total",
            "parties",
            "is_disputed",
            "citation_text",
        ],
        "Every sum, including pledges and investments, in the words of the document. A row that is a total is the sum"
        f" of other rows. {ASKED_ONCE} {SOURCES}",
        CHOSEN,
        order="subject",
        height=72,
    ),
)

AGREEMENTS: Final = (
    table(
        "Agreements with sources",
        "wide_agreements",
        [
            "agreement",
            "kind",
            "modality",
            "suppliers",
            "buyers",
            "other_parties",
            "signed",
            "announced",
            "minerals",
            "money_as_printed",
            "citation_text",
        ],
        "A row for each agreement, with its parties, dates, scope and money as printed. An empty cell means that no"
        f" document states it. {SOURCES}",
        order="agreement",
        height=132,
    ),
)

TIME: Final = (
    bars(
        "Steps by month",
        "wide_milestones",
        "earliest_date",
        "facts",
        "The number of steps in each month. A step counts in January if only its year is known: the table below shows"
        " how exact each date is. It also has the steps without an earliest date. " + ASKED_ONCE,
        CHOSEN,
        where("earliest_date", "IS NOT NULL"),
        scale=counts("steps"),
        parts=["modality"],
        grain="P1M",
    ),
    table(
        "Steps with sources",
        "wide_milestones",
        [
            "earliest_date",
            "latest_date",
            "date_precision",
            "subject",
            "step",
            "modality",
            "date_words",
            "is_disputed",
            "citation_text",
        ],
        "Every dated step. It happened, or will happen, between the dates in the first two columns. Expected and"
        f" intended steps may never happen. {ASKED_ONCE} {SOURCES}",
        CHOSEN,
        order="earliest_date",
        height=104,
    ),
)

PROJECTS: Final = (
    bars(
        "Latest states",
        "wide_statuses",
        "status_group",
        "subjects",
        "The number of plants, agreements, strategies and parties by the state they are in on the latest day that a"
        " document speaks of. States still to come are left out. A thing whose documents tell two states of the same"
        " day counts in both bars.",
        which("is_latest"),
        where("outlook", "==", "present"),
        scale=counts("things"),
        parts=["subject_family"],
    ),
    table(
        "Plants with sources",
        "wide_facilities",
        [
            "facility",
            "kind",
            "country",
            "status",
            "status_on",
            "owners",
            "parties",
            "agreements",
            "figures",
            "money_as_printed",
            "citation_text",
        ],
        "A row for each mine, plant or other facility. Its status is that of the day beside it, not a plan for later."
        f" An empty cell means that no document states it. {SOURCES}",
        order="facility",
        height=96,
    ),
    table(
        "Who owns what",
        "wide_holdings",
        [
            "held",
            "owner",
            "owner_country",
            "instrument",
            "share",
            "as_printed",
            "period_words",
            "modality",
            "is_disputed",
            "citation_text",
        ],
        "Stakes in companies, plants and ventures, in percent. Never add up the shares of two instruments of the same"
        f" company: shares and warrants overlap. {ASKED_ONCE} {SOURCES}",
        CHOSEN,
        order="held",
        height=76,
    ),
)

CHAIN: Final = (
    pivot(
        "Who covers which stage",
        "wide_scopes",
        "subjects",
        "The columns are the stages along the chain, the rows the parties. A 1 means that a document names the stage"
        " for that agreement, plant, strategy, event or organisation. An empty cell only means that no document does.",
        where("stage", "IS NOT NULL"),
        rows=[expression("parties", "Parties"), expression("subject", "Subject")],
        columns=[expression("stage_position || '. ' || stage", "Stage")],
    ),
    bars(
        "Import dependence",
        "wide_figures",
        expression("mineral || ': ' || as_printed", "Mineral, with the share as printed"),
        "largest_share",
        "The share of a country's imports of a mineral that comes from the counterpart, in percent. Beside each bar"
        " stands the share in the words of the document, such as about 80%. The bars are not parts of a whole, so never"
        f" add them up. {ASKED_ONCE}",
        where("indicator", "==", "Import dependence"),
        scale=SHARES,
        parts=["country", "counterpart"],
    ),
    bars(
        "Minerals by number of subjects",
        "wide_scopes",
        "mineral",
        "subjects",
        "The number of agreements, plants, strategies, events and organisations that cover a mineral or product, by"
        " kind. A mineral and its group have separate bars: do not add them up.",
        where("mineral", "IS NOT NULL"),
        scale=counts("things"),
        parts=["subject_family"],
    ),
    table(
        "Figures with sources",
        "wide_figures",
        [
            "indicator",
            "subject",
            "country",
            "counterpart",
            "mineral",
            "as_printed",
            "approximation",
            "period_words",
            "modality",
            "citation_text",
        ],
        "Shares, capacities, terms and counts in the words of the document. Figures of two indicators have different"
        f" units. {ASKED_ONCE} {SOURCES}",
        CHOSEN,
        order="indicator",
        height=84,
    ),
)

POLICY: Final = (
    bars(
        "Policy measures by kind",
        "fact_strategy_measure",
        "kind_group",
        "facts",
        "The number of measures that strategies contain, by kind. The colour shows whether a measure is in force or"
        " still to come. A measure that two documents state counts for each of them.",
        scale=counts("measures"),
        parts=["modality"],
    ),
)

LISTS: Final = (
    table(
        "Mineral lists",
        "wide_facts",
        ["subject", "country", "says", "modality", "said_by", "is_disputed", "citation_text"],
        "The official lists, their versions, the number of entries that a document states, and the entries that it"
        f" names. Entries that no document names are left out. {SOURCES}",
        where("topic", "==", "list"),
        order="subject",
    ),
)

TRUST: Final = (
    table(
        "Source disagreements",
        "dim_disagreement",
        ["question", "status", "resolution", "fact_count"],
        "Questions that documents, or parts of one document, answer differently, with the number of facts involved.",
        order="question",
        height=40,
    ),
    table(
        "Disputed facts",
        "wide_citations",
        ["subject", "says", "document_title", "page_date", "paragraph", "said_by", "modality"],
        "The facts about which a question is open, with each paragraph that states them.",
        which("is_disputed"),
        order="subject",
        height=80,
    ),
    bars(
        "Facts by document",
        "wide_citations",
        "document_title",
        "facts",
        "The number of facts that each document states, without reference works. A fact that two documents state counts"
        " for both, so the sum of the bars is larger than the number of facts.",
        NO_REFERENCE,
        scale=counts("facts"),
    ),
    bars(
        "Statements by who says so",
        "wide_statements",
        "said_by",
        "facts",
        "Views, assessments, aims and reasons, by the speaker that a document names. Statements of the documents"
        " themselves are left out.",
        where("said_by", "IS NOT NULL"),
        scale=counts("statements"),
        parts=["statement_kind"],
    ),
)

CHARTS: Final[tuple[Chart, ...]] = (
    *COUNTS,
    *MONEY,
    *AGREEMENTS,
    *TIME,
    *PROJECTS,
    *CHAIN,
    *POLICY,
    *LISTS,
    *TRUST,
)
