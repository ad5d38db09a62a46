"""``warehouse seeds cite --fill``: what is written into the files, and what is asked or listed."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import TONS
from warehouse.errors import ExitCode
from warehouse.seeds.reader import check
from warehouse.texts import quote_digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Desk

REGISTERS = """\
places:
  - {key: freedonia, kind: country, name: Freedonia, cite: handbook#F}
currencies:
  - {key: krw, code: KRW, name: won, minor_units: 0, cite: handbook#K}
units:
  - {key: tonne, name: tonne, symbol: t, cite: handbook#t}
indicators:
  - {key: output, name: Output, definition: Tonnes a year, unit: tonne, cite: handbook#O}
"""
FACT = "observations:\n  - about: places/freedonia\n    {}\n    indicator: output\n    value: 80\n    words: {}\n"
STATED = "    modality: occurred\n"


@pytest.fixture
def curator(desk: Desk) -> Desk:
    (desk.seeds / "places.yaml").unlink()
    desk.write(REGISTERS, "registers.yaml")
    return desk


def write(desk: Desk, cite: str, words: str = "80 tons") -> str:
    text = FACT.format(cite, words) + STATED
    desk.write(text, "facts.yaml")
    return text


def content(desk: Desk) -> str:
    return (desk.seeds / "facts.yaml").read_text()


FORMS = {
    "short": ("cite: tin-news#3", f"cite: {TONS}"),
    "with a comment": ("cite: tin-news#3   # seen", f"cite: {TONS}   # seen"),
    "in quotes": ("cite:   'tin-news#3'", f"cite:   {TONS}"),
    "in a list": ("cite: [handbook#T, tin-news#3]", f"cite: [handbook#T, {TONS}]"),
    "in full": (
        'cite: {document: tin-news, locator: "3" }',
        f"cite: {TONS.removesuffix('}')} }}",
    ),
    "with a span": ("cite: {locator: 3, span: 10-17, document: tin-news}", None),
    "on lines": ("cite:\n        locator: 3  # the third\n        document: tin-news", None),
    "of several places": ("cite: [tin-news#1, tin-news#3]", f"cite: [tin-news#1, {TONS}]"),
}


@pytest.mark.parametrize(("cite", "filled"), FORMS.values(), ids=FORMS)
def test_citation_is_filled_where_it_stands(curator: Desk, cite: str, filled: str | None) -> None:
    before = write(curator, cite)
    assert curator("cite", "--fill") == (ExitCode.DONE, "seeds/facts.yaml\n", "1 citation filled, 0 left open.\n")
    if filled:
        assert content(curator) == before.replace(cite, filled)
    assert f"quote_sha256: {quote_digest('80 tons')}" in content(curator)
    assert re.findall("  # .*", content(curator)) == re.findall("  # .*", before)
    (row,) = [row.values for row in check(curator.seeds, curator.seeds).rows["citations"] if row.values["span_start"]]
    assert (row["paragraph"], row["span_start"], row["span_end"]) == (3, 10, 17)
    assert curator("verify")[0] == ExitCode.DONE
    again = content(curator)
    assert curator("cite", "--fill")[:2] == (ExitCode.DONE, "")
    assert content(curator) == again


def test_file_in_the_common_layout_stays_in_it(curator: Desk) -> None:
    write(curator, "cite: tin-news#3")
    curator.run("seeds", "format")
    assert curator("cite", "--fill", "tin-news")[0] == ExitCode.DONE
    assert curator.run("seeds", "format", "--check")[0] == ExitCode.DONE
    assert "    cite:\n      document: tin-news\n      locator: 3\n      span: 10-17\n" in content(curator)


MAY = "date: {words: May, edtf: 2030-05, rule: document year}"
MILESTONES = {
    "on lines": f"      - kind: founded\n        {MAY}\n        modality: occurred\n",
    "in braces": f"      - {{kind: founded, modality: occurred, {MAY}}}\n",
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("fact", MILESTONES.values(), ids=MILESTONES)
def test_fact_that_takes_its_citation_from_the_record_gets_its_own(curator: Desk, fact: str, end: str) -> None:
    head = "entities:\n  - key: tinworks\n    name: T\n    kind: company\n    cite: [tin-news#2, handbook#T]\n"
    before = f"{head}    milestones:\n{fact}".replace("\n", end)
    curator.write(before, "facts.yaml")
    assert curator("cite", "--fill")[0] == ExitCode.DONE
    may = f'{{document: tin-news, locator: "2", span: 23-26, quote_sha256: {quote_digest("May")}}}'
    after = (curator.seeds / "facts.yaml").read_bytes().decode()
    assert after.replace(f"cite: [{may}, handbook#T], ", "") == before or after.count(end) == before.count(end) + 1
    assert f"cite: [{may}, handbook#T]" in after
    assert curator("verify")[0] == ExitCode.DONE


def test_each_citation_that_the_record_hands_down_is_filled(curator: Desk) -> None:
    curator.describe("tin-times", text="It opens in May.\n")
    curator.write(
        "entities:\n  - {key: tinworks, name: T, kind: company, cite: [tin-times#1, tin-news#2], milestones: [\n"
        f"       {{kind: founded, modality: occurred, {MAY}}}]}}\n",
        "facts.yaml",
    )
    assert curator("cite", "--fill")[2] == "2 citations filled, 0 left open.\n"
    assert content(curator).count(quote_digest("May")) == 2
    assert curator("verify")[0] == ExitCode.DONE


def test_words_that_are_not_there_or_there_twice_are_listed(curator: Desk) -> None:
    curator.describe(text="tin\n\ntin\n80 tons, then 80 tons\n")
    before = write(curator, "cite: tin-news#3") + write(curator, "cite: tin-news#1").partition("\n")[2]
    curator.write(before, "facts.yaml")
    assert curator("cite", "--fill") == (
        ExitCode.FAILED,
        (
            'seeds/facts.yaml:3:11  "80 tons" stands in 2 places of tin-news#3\n'
            "  1: paragraph 3, span 0-7: …[80 tons], then 80 tons…\n"
            "  2: paragraph 3, span 14-21: …80 tons, then [80 tons]…\n"
            'seeds/facts.yaml:9:11  "80 tons" is not in tin-news#1\n'
        ),
        "0 citations filled, 2 left open.\n",
    )
    assert content(curator) == before


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def answer(*lines: str) -> None:
        class Terminal:
            isatty = staticmethod(lambda: True)

        given = iter(lines)
        monkeypatch.setattr(sys, "stdin", Terminal())
        monkeypatch.setattr("typer.prompt", lambda *_, **__: next(given))

    return answer


@pytest.mark.parametrize(
    ("answers", "span"),
    [(("2",), "14-21"), (("3", "then 80 tons"), "9-21"), (("nowhere", "tons", "1"), "3-7"), (("",), None)],
)
def test_place_is_asked_for_on_a_terminal(
    curator: Desk, answer: Callable[..., None], answers: tuple[str, ...], span: str | None
) -> None:
    curator.describe(text="tin\n\ntin\n80 tons, then 80 tons\n")
    before = write(curator, "cite: tin-news#3")
    answer(*answers)
    code, _, said = curator("cite", "--fill")
    assert '"80 tons" stands in 2 places' in said
    assert code == (ExitCode.DONE if span else ExitCode.FAILED)
    assert f"span: {span}" in content(curator) if span else content(curator) == before


ODD = ['cite: "tin-news\\x233"', "cite: >-\n      tin-news#3", 'cite: {document: tin-news, locator: "\\x33"}']


@pytest.mark.parametrize("cite", ODD)
def test_citation_of_an_odd_form_is_left_to_the_curator(curator: Desk, cite: str) -> None:
    before = write(curator, cite)
    code, out, said = curator("cite", "--fill")
    assert (code, said) == (ExitCode.FAILED, "0 citations filled, 1 left open.\n")
    assert "written in a form that cannot be filled in; write it by hand: tin-news#3\n  1: paragraph 3" in out
    assert content(curator) == before


def test_programs_files_and_documents_without_a_copy_are_left_alone(curator: Desk) -> None:
    (curator.copies / "tin-news.txt").unlink()
    before = write(curator, "cite: tin-news#3")
    said = "tin-news: no unchanged copy\n0 citations filled, 0 left open.\n"
    assert curator("cite", "--fill") == (ExitCode.DONE, "", said)
    assert curator("cite", "--fill", "tin-news")[0] == ExitCode.CONFIGURATION
    assert content(curator) == before
    curator.describe()
    (curator.seeds / "facts.yaml").unlink()
    line = '{"observations": {"about": "places/freedonia", "indicator": "output", "value": 80, "words": "80 tons", '
    curator.write(line + '"modality": "occurred", "cite": "tin-news#3"}}\n', "facts.jsonl")
    assert curator("cite", "--fill")[:2] == (ExitCode.DONE, "")


@pytest.mark.parametrize(
    "arguments", [(), ("tin-news",), ("tin-news", "tin", "--fill"), ("--fill", "--occurrence", "1")]
)
def test_words_and_fill_exclude_each_other(desk: Desk, arguments: tuple[str, ...]) -> None:
    code, _, said = desk("cite", *arguments)
    assert code == ExitCode.USAGE
    assert "cite --fill [DOC]" in said
