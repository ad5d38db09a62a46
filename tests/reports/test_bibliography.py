"""Documents for reference managers: CSL-JSON as its schema asks, BibTeX that gives any text back."""

from __future__ import annotations

import json
import re
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from tests.reports.answers import answer, written
from warehouse import vocabulary
from warehouse.errors import UsageError
from warehouse.reports.execute import documents
from warehouse.reports.formats.bibliography import csl_item, entry, write_entries, write_items
from warehouse.reports.result import Document
from warehouse.yamlfiles import visible

if TYPE_CHECKING:
    from psycopg import Connection

CSL_TYPES = {"article-newspaper", "dataset", "document", "legislation", "report", "speech", "webpage"}
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": sorted(CSL_TYPES)},
            "id": {"type": ["string", "number"]},
            **{
                name: {"type": "string"}
                for name in (
                    "genre",
                    "title",
                    "container-title",
                    "publisher",
                    "section",
                    "URL",
                    "language",
                    "archive_location",
                    "note",
                )
            },
            "issued": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 2,
                        "items": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": 3,
                            "items": {"type": ["string", "number"]},
                        },
                    }
                },
            },
        },
    },
}
"""What the schema of CSL-JSON 1.0 says of the members that are written; of the types, those that are used."""

SIGNS = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{f"\\{sign}": sign for sign in "&%$#_"},
}


def read(written: str) -> str:
    """Give the text that LaTeX prints."""
    return re.sub("|".join(map(re.escape, SIGNS)), lambda match: SIGNS[match[0]], written)


def document(**fields: Any) -> Document:
    known: dict[str, Any] = dict.fromkeys(Document._fields)
    return Document(**{**known, "document_key": "d", "title": "T", "kind": "filing", "language": "en", **fields})


@pytest.mark.parametrize(
    ("issued", "parts"), [("2026-02-18", [2026, 2, 18]), ("2026-02", [2026, 2]), ("2026", [2026]), (None, None)]
)
def test_date_is_as_exact_as_the_page_prints_it(issued: str | None, parts: list[int] | None) -> None:
    assert csl_item(document(issued=issued)).get("issued") == (parts and {"date-parts": [parts]})
    stream = StringIO()
    write_entries([document(issued=issued)], stream)
    assert re.findall("year|month|date = {.*}", stream.getvalue()) == [
        *["year", "month"][: len(parts or [])],
        *([f"date = {{{issued}}}"] if issued else []),
    ]


def test_only_what_is_known_is_written() -> None:
    assert csl_item(document()) == {"id": "d", "type": "document", "genre": "filing", "title": "T", "language": "en"}
    news = csl_item(document(citation_type="article-newspaper", publisher_name="Daily"))
    assert (news["container-title"], "genre" in news) == ("Daily", False)


def test_licence_stands_where_zotero_reads_it() -> None:
    """Its import of CSL-JSON makes Extra of ``note``, that of BibTeX makes Rights of ``copyright``."""
    found = document(licence="CC BY 4.0", url="https://x.example/a", archive_url="https://archive.example/a")
    item = csl_item(found)
    Draft7Validator(SCHEMA).validate([item])
    assert (item["note"], item["archive_location"]) == ("Licence: CC BY 4.0", "https://archive.example/a")
    stream = StringIO()
    write_entries([found, document(licence="{all} rights & more")], stream)
    assert "  copyright = {CC BY 4.0},\n" in stream.getvalue()
    assert r"  copyright = {\textbraceleft{}all\textbraceright{} rights \& more}," in stream.getvalue()
    assert "note" not in csl_item(document())


@given(st.text())
def test_any_text_comes_back_from_bibtex_and_braces_match(text: str) -> None:
    found = entry("misc", "key", {"note": text, "title": text})
    depths = [found[:at].count("{") - found[:at].count("}") for at in range(6, len(found) - 1)]
    assert min(depths) > 0
    assert found.count("{") == found.count("}")
    plain = visible(" ".join(text.split()))
    expected = [f"  note = {{{plain}}},", f"  title = {{{{{plain}}}}},"] if text else []
    assert [read(line) for line in found.splitlines()[1:-1]] == expected


def test_address_stays_an_address_and_opens_no_group() -> None:
    found = entry("misc", "k", {"url": "https://x.example/a_b?c=%20&d={e} f\\"})
    assert "url = {https://x.example/a_b?c=%20&d=%7Be%7D%20f%5C}" in found


def test_json_holds_what_the_schema_asks_for_and_nothing_that_acts_in_a_terminal() -> None:
    stream = StringIO()
    write_items([document(title="a\x1b[31m\u202e\x9b"), document(issued="2026")], stream)
    assert re.search("[\x1b\x9b\u202e]", stream.getvalue()) is None
    items = json.loads(stream.getvalue())
    Draft7Validator(SCHEMA).validate(items)
    assert items[0]["title"] == "a\x1b[31m\u202e\x9b"


def test_no_document_is_an_empty_list() -> None:
    stream = StringIO()
    write_items([], stream)
    write_entries([], stream)
    assert stream.getvalue() == "[]\n"


@pytest.mark.parametrize("form", ["csl-json", "bibtex"])
def test_report_without_sources_is_refused(form: str) -> None:
    result = answer()
    result.report.header.cite.clear()
    with pytest.raises(UsageError, match="names no sources"):
        written(result, form)


def test_every_document_of_the_warehouse_fits_the_schema(loaded_mart: Connection[Any]) -> None:
    found = documents(loaded_mart)
    assert len(found) == loaded_mart.execute("SELECT count(*) FROM core.documents").fetchone()[0]  # type: ignore[index]
    Draft7Validator(SCHEMA).validate([csl_item(each) for each in found])
    assert {each.citation_type for each in found if each.kind == "article"} == {"article-newspaper"}
    assert documents(loaded_mart, []) == []


def test_every_type_that_a_kind_of_document_is_cited_as_is_one_of_csl() -> None:
    terms = vocabulary.base().terms["document-kind"].values()
    flags = {flag for term in terms for flag in term.flags if flag.startswith("csl_")}
    assert {flag.removeprefix("csl_").replace("_", "-") for flag in flags} == CSL_TYPES - {"document"}
