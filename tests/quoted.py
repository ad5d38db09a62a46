"""A made-up company with a name in each of several documents, whose words may be printed or not."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from tests.builders import ProjectFolder
from warehouse.seeds.templates import text_fields
from warehouse.texts import quote_digest, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

HOSTILE: Final = "=1+1 of <b>Tinny</b> & \u202egnp\u202c \u05e9\u05dc\u05d5\u05dd | 주석 # free \x1b[31mwords"
"""What a text may hold: formulas, markup, marks of direction, letters from right to left, control characters."""

WHOLE: Final = "The whole paragraph of the open document."
TEXTS: Final = {
    "open-news": f"{WHOLE}\nBefore {HOSTILE} and behind.\nTin Makers, once known as Tinsmiths, is old.\n",
    "short-news": "The paragraph with the Tinette that some call the Tintoy.\nThe Tincan is a secret paragraph.\n",
    "closed-news": "Nobody may read of the Tinware.\n",
    "changed-news": "Nobody described the Tinder.\n",
    "lost-news": "Nobody kept the Tinfoil.\n",
}
ALLOWED: Final = {"open-news": "full", "short-news": "quote", "changed-news": "full", "lost-news": "full"}
DOCUMENT: Final = """\
  - key: {key}
    kind: article
    title: News {key}
    language: ko
    page_date: 2030-05-15
    licence: {licence}
    archive_url: https://archive.example.org/{key}
    texts: {texts}
    sha256: {sha256}
    characters: {characters}
    paragraphs: {paragraphs}
"""


def described(copies: Path) -> str:
    """Write the copies, and return the records of the documents."""
    records = []
    for key, text in TEXTS.items():
        copy = copies / f"{key}.txt"
        copy.write_text(text, "utf-8")
        fields = text_fields(read_text(copy))
        texts = ALLOWED.get(key, "none")
        records.append(DOCUMENT.format(key=key, texts=texts, licence="CC BY 4.0", **fields))
    (copies / "lost-news.txt").unlink()
    (copies / "changed-news.txt").write_text(TEXTS["changed-news"].upper(), "utf-8")
    return "".join(["documents:\n", *records])


def cited(document: str, paragraph: int, words: str, *, sha256: str | None = None) -> str:
    """Return the citation of words with their span and digest, or another digest."""
    start = TEXTS[document].split("\n")[paragraph - 1].index(words)
    digest = quote_digest(words) if sha256 is None else sha256
    span = f"{start}-{start + len(words)}"
    return f'{{document: {document}, locator: "{paragraph}", span: {span}, quote_sha256: {digest}}}'


CITATIONS: Final = {
    "first": "open-news#1",
    "second": cited("open-news", 2, HOSTILE),
    "third": cited("open-news", 3, "Tin Makers, once"),
    "fourth": cited("open-news", 3, "once known as Tinsmiths"),
    "fifth": cited("open-news", 3, "is old", sha256=hashlib.sha256(b"other words").hexdigest()),
    "sixth": cited("short-news", 1, "Tinette"),
    "seventh": "short-news#2",
    "eighth": cited("closed-news", 1, "Tinware"),
    "ninth": cited("changed-news", 1, "Tinder"),
    "tenth": cited("lost-news", 1, "Tinfoil"),
}
LEFT_OUT: Final = [
    "Left out 1 quote of closed-news: the project does not allow it.",
    "Left out 1 quote of lost-news: no copy.",
    "Left out 1 quote of changed-news: the copy is another text.",
    "Left out 1 quote of short-news: no span.",
    "Left out 1 quote of open-news: the digest of the quote does not fit.",
]
UNPRINTED: Final = ("secret", "Tinware", "Tinder", "TINDER", "Tinfoil")
"""Words that stand only where nothing may be printed."""
REPORT: Final = """\
/* report
title: Names
question: What is it called?
grain: [name]
columns:
  name: {meaning: the name}
cite: {name: facts}
*/
SELECT
  n.name,
  array_agg(n.fact_key) AS facts
FROM mart.fact_name AS n
GROUP BY n.name
ORDER BY n.name;
"""


def write_world(project: Path, copies: Path) -> ProjectFolder:
    """Write the copies and a project with their seeds and a report."""
    folder = ProjectFolder(project)
    copies.mkdir()
    folder.write(described(copies), "documents.yaml")
    folder.write(
        f"entities:\n  - key: tin\n    kind: company\n    name: Tin Makers\n    cite: {CITATIONS['first']}\n"
        f"    names:\n{''.join(_names(CITATIONS))}",
        "tin.yaml",
    )
    folder.add_report("names", REPORT)
    return folder


def _names(names: Iterable[str]) -> Iterable[str]:
    return (
        f"      - {{name: Tin the {name}, kind: alias, cite: {CITATIONS[name]}}}\n" for name in names if name != "first"
    )
