"""The page of a draft: the text with its candidates marked, and beside each paragraph what they are and what is cited.

The page stands alone: it needs no script, no network and no other file.
"""

from __future__ import annotations

import html
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from warehouse.reports.formats.html import NOT_IN_HTML, STYLE
from warehouse.seeds.candidates import Kind
from warehouse.seeds.draft import meaning_of
from warehouse.yamlfiles import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from warehouse.seeds.candidates import Candidate
    from warehouse.seeds.draft import Cited, Draft, Paragraph

_CLASSES: Final = {
    Kind.SUM: "sum",
    Kind.QUANTITY: "quantity",
    Kind.DATE: "date",
    Kind.KNOWN: "known",
    Kind.NEW: "new",
    Kind.WORD: "word",
}
_STYLE: Final = """\
:root { --sum: #ffe08a; --quantity: #c9e7ff; --date: #d3f4c9; --known: #e6dcff; --new: #ffd9d0; --word: #e3e7ec; }
@media (prefers-color-scheme: dark) { :root { --sum: #5b4600; --quantity: #0f3d5e; --date: #1f4a1c; --known: #3b2f66;
  --new: #5f2a1c; --word: #343b45; } }
main { max-width: 84rem; margin: auto; }
.paragraph { display: grid; grid-template-columns: 2.5rem minmax(0, 3fr) minmax(0, 2fr); gap: 0 1.25rem;
  border-top: 1px solid var(--line); padding: 0.75rem 0; }
.paragraph > p { margin: 0; line-height: 1.75; overflow-wrap: anywhere; unicode-bidi: plaintext; }
.paragraph > a { color: var(--soft); text-decoration: none; font-variant-numeric: tabular-nums; text-align: right; }
.beside { font-size: 0.875rem; min-width: 0; }
.beside ul { list-style: none; margin: 0 0 0.5rem; padding: 0; }
.beside li { padding: 0.1rem 0; overflow-wrap: anywhere; }
.beside code { display: block; font-size: 0.75rem; color: var(--soft); user-select: all; white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis; }
mark { color: inherit; border-radius: 3px; padding: 0.05em 0.15em; }
.cited { text-decoration: underline 2px; text-underline-offset: 0.2em; }
summary { color: var(--soft); cursor: pointer; }
.key mark { margin-right: 0.4rem; }
""" + "".join(f"mark.{name} {{ background: var(--{name}); }}\n" for name in _CLASSES.values())
_NARROW: Final = """\
@media (max-width: 46rem) { main { padding: 0.5rem 1rem 2rem; }
  .paragraph { grid-template-columns: 1.75rem minmax(0, 1fr); gap: 0.4rem 0.6rem; } .beside { grid-column: 2; } }
"""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def page(draft: Draft) -> Iterator[str]:
    """Yield the HTML of the page, paragraph by paragraph."""
    title, language = _text(visible(draft.document.title)), _text(draft.document.language)
    yield (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<style>\n{STYLE}{_STYLE}{_NARROW}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n<p><small>{_text(draft.document.key)}. Candidates are no facts; what the seeds cite already"
        f' is <span class="cited">underlined</span>.</small></p>\n<p class="key">{_key()}</p>\n'
    )
    for paragraph in draft.paragraphs():
        yield _paragraph(paragraph, draft.document.key, language)
    yield "</main>\n</body>\n</html>\n"


def _key() -> str:
    return "".join(f'<mark class="{name}">{kind}</mark>' for kind, name in _CLASSES.items())


def _paragraph(paragraph: Paragraph, document: str, language: str) -> str:
    number = paragraph.number
    return (
        f'<section class="paragraph" id="p{number}" aria-label="paragraph {number}">\n'
        f'<a href="#p{number}">{number}</a>\n<p lang="{language}">{_marked(paragraph)}</p>\n<div class="beside">\n'
        f"{_candidates(paragraph.candidates, document)}{_cited(paragraph.cited)}</div>\n</section>\n"
    )


def _marked(paragraph: Paragraph) -> str:
    """Return the text with its candidates marked and what the seeds quote underlined."""
    text = paragraph.text
    quoted = [(each.start, each.end) for each in paragraph.cited if each.start is not None and each.end is not None]
    marks = [(each.quote.start, each.quote.end) for each in paragraph.candidates]
    edges = sorted({0, len(text), *(edge for span in (*quoted, *marks) for edge in span if edge <= len(text))})
    kinds = {each.quote.start: each for each in paragraph.candidates}
    parts, inside = [], 0
    for start, end in pairwise(edges):
        if candidate := kinds.get(start):
            parts.append(f'<mark class="{_CLASSES[candidate.kind]}" title="{_text(_title(candidate))}">')
            inside = candidate.quote.end
        is_cited = any(first <= start and end <= last for first, last in quoted)
        piece = _text(text[start:end])
        parts.append(f'<span class="cited">{piece}</span>' if is_cited else piece)
        if inside == end:
            parts.append("</mark>")
            inside = 0
    return "".join(parts)


def _title(candidate: Candidate) -> str:
    meaning = meaning_of(candidate)
    return f"{candidate.kind}: {meaning}" if meaning else str(candidate.kind)


def _candidates(candidates: Iterable[Candidate], document: str) -> str:
    items = "".join(
        f'<li><mark class="{_CLASSES[each.kind]}">{_text(each.words)}</mark> {_text(meaning_of(each))}'
        f"<code>{_text(each.citation(document))}</code></li>\n"
        for each in candidates
    )
    return f"<ul>\n{items}</ul>\n" if items else ""


def _cited(cited: tuple[Cited, ...]) -> str:
    """Return the facts that cite a paragraph; those that quote it come first."""
    if not cited:
        return ""
    in_order = sorted(cited, key=lambda each: (each.start is None, each.start or 0, each.path))
    facts = "".join(f"<li>{_text(each.path)}</li>\n" for each in in_order)
    return f"<details>\n<summary>cited by {len(cited)} in the seeds</summary>\n<ul>\n{facts}</ul>\n</details>\n"


def _text(text: str) -> str:
    """Return a text as HTML: special characters escaped, and those that act on the text left visible."""
    return NOT_IN_HTML.sub(lambda match: f'<span class="sign">U+{ord(match[0]):04X}</span>', html.escape(text))
