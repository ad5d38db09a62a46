"""The terms of seed files: the vocabulary that they make with the shipped words, and what can be wrong with a term."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from warehouse.model.fields import word_advice
from warehouse.model.terms import Term as TermRecord
from warehouse.vocabulary import Term, base, folded
from warehouse.yamlfiles import Problem, nearest, validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from warehouse.seeds.inventory import SeedFileEntry, SeedInventory
    from warehouse.vocabulary import Scheme, Vocabulary
    from warehouse.yamlfiles import Node

TABLE: Final = "terms"
_MAY_HOLD_TERMS: Final = re.compile(rb"""terms["']?\s*:""")


def with_terms_of(inventory: SeedInventory, files: Iterable[SeedFileEntry], others: Iterable[Term] = ()) -> Vocabulary:
    """Return the shipped vocabulary with the terms of some files.

    Problems are left to the reader of the files.

    Args:
        inventory: The inventory of the folder.
        files: The files.
        others: Terms of further files, such as those that the database holds.
    """
    return base().extended([*others, *(term for file in files for term in terms_of(inventory, file))])


def terms_of(inventory: SeedInventory, file: SeedFileEntry) -> Iterator[Term]:
    """Yield the well-formed terms of a seed file.

    Raises:
        SourceBusy: The file has changed since its digest was computed.
    """
    for node in inventory.records(file, TABLE, holding=_MAY_HOLD_TERMS):
        record, _ = validate(TermRecord, node)
        if record is not None:
            yield term_of(record)


def term_of(record: TermRecord) -> Term:
    """Return the term that a record states; the vocabulary adds what follows from its broader word."""
    fields = record.model_dump(exclude={"label"})
    return Term(**fields, label=record.label or record.key)


def problem_of(record: TermRecord, node: Node, vocabulary: Vocabulary) -> Problem | None:
    """Return what is wrong with a term of a seed file; None: nothing.

    Args:
        record: The term.
        node: Its node in the file.
        vocabulary: The vocabulary with the terms of all files.
    """
    scheme = vocabulary.schemes.get(record.scheme)
    if scheme is None:
        hint = nearest(record.scheme, vocabulary.schemes) or '"warehouse seeds terms" lists the schemes'
        return Problem(node.at(("scheme",)), "E-unknown-scheme", f'unknown scheme "{record.scheme}"', hint)
    if not scheme.is_open:
        hint = "code depends on its words; see the open schemes with: warehouse seeds terms"
        return Problem(node.at(("scheme",)), "E-closed-scheme", f"{scheme.key} takes no further words", hint)
    if record.broader is None and scheme.needs_broader:
        broadest = [term.key for term in base().terms[scheme.key].values() if term.broader is None]
        hint = f"name one in broader, or a word below it: {', '.join(broadest)}"
        what = f"a word of {scheme.key} must stand below a shipped one"
        return Problem(node.position, "E-no-broader", what, hint)
    return _taken(record, node, vocabulary) or _broader(record, node, vocabulary) or _flags(record, node)


def _taken(record: TermRecord, node: Node, vocabulary: Vocabulary) -> Problem | None:
    for field, name in _names(record):
        owner = vocabulary.find(record.scheme, name)
        shipped = base().find(record.scheme, name)
        if shipped is not None or (owner is not None and owner.key != record.key):
            what = f'"{name}" is a name of the word "{(shipped or owner or record).key}" already'
            return Problem(node.at(field), "E-term-taken", what, "add a narrower word under another name")
    return None


def _names(record: TermRecord) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("key",), record.key
    if record.label is not None:
        yield ("label",), record.label
    for index, alias in enumerate(record.aliases):
        yield ("aliases", index), alias


def _broader(record: TermRecord, node: Node, vocabulary: Vocabulary) -> Problem | None:
    if record.broader is None or record.key in vocabulary.terms[record.scheme]:
        return None
    if folded(record.broader) in {folded(name) for _, name in _names(record)}:
        what, hint = f'"{record.key}" is its own broader word', "name another"
    else:
        what = f'"{record.broader}" is no word of {record.scheme}, or leads back to "{record.key}"'
        hint = word_advice(record.broader, record.scheme, vocabulary)
    return Problem(node.at(("broader",)), "E-unknown-word", what, hint)


def _flags(record: TermRecord, node: Node) -> Problem | None:
    known = sorted({flag for term in base().terms[record.scheme].values() for flag in term.flags})
    for index, flag in enumerate(record.flags):
        if flag not in known:
            what = f'no code asks for the flag "{flag}" in {record.scheme}'
            return Problem(node.at(("flags", index)), "E-unknown-word", what, nearest(flag, known) or "remove it")
    return None


def columns_of(term: Term) -> dict[str, Any]:
    """Return the columns of ``core.terms``; a list is the text of a PostgreSQL array."""
    return {
        "scheme": term.scheme,
        "key": term.key,
        "label": term.label,
        "definition": term.definition,
        "broader": term.broader,
        "broadest": term.broadest,
        "aliases": array(term.aliases),
        "flags": array(term.flags),
        "inverse": term.inverse,
        "pattern": term.pattern,
    }


def array(texts: Iterable[str]) -> str:
    """Return the text of a PostgreSQL array."""
    escaped = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "{" + ",".join(f'"{text}"' for text in escaped) + "}"


def listing_as_text(vocabulary: Vocabulary, schemes: Iterable[Scheme]) -> str:
    """Return the words of some schemes as lines, each below its broader word; a ``+`` marks the words of seeds."""
    return "\n\n".join("\n".join(_lines(vocabulary, scheme)) for scheme in schemes)


def _lines(vocabulary: Vocabulary, scheme: Scheme) -> Iterator[str]:
    kind = "open" if scheme.is_open else "closed"
    below = ", each further word below one of these" if scheme.needs_broader else ""
    yield f"{scheme.key} ({kind}{below}): {scheme.definition}"
    tree = list(_tree(vocabulary, scheme.key, None, 0))
    width = max(len(term.key) + 2 * depth for term, depth in tree)
    for term, depth in tree:
        mark = " " if term.key in base().terms[scheme.key] else "+"
        also = f" (also: {', '.join(term.aliases)})" if term.aliases else ""
        shown = f", shown as {term.label}" if term.label != term.key else ""
        back = f", from the other side: {term.inverse}" if term.inverse else ""
        form = f", written {term.pattern}" if term.pattern else ""
        yield f"{mark} {'  ' * depth}{term.key:<{width - 2 * depth}}  {term.definition}{shown}{form}{back}{also}"


def _tree(vocabulary: Vocabulary, scheme: str, broader: str | None, depth: int) -> Iterator[tuple[Term, int]]:
    """Yield the terms below a word, each with its depth, and the narrower ones after it."""
    for term in vocabulary.terms[scheme].values():
        if term.broader == broader:
            yield term, depth
            yield from _tree(vocabulary, scheme, term.key, depth + 1)


def listing_as_json(vocabulary: Vocabulary, schemes: Iterable[Scheme]) -> str:
    """Return the words of some schemes as JSON: a list of schemes, each with its terms."""
    listed = [
        {
            **asdict(scheme),
            "terms": [
                asdict(term) | {"is_shipped": term.key in base().terms[scheme.key]}
                for term in vocabulary.terms[scheme.key].values()
            ],
        }
        for scheme in schemes
    ]
    return json.dumps(listed, ensure_ascii=False, indent=2)
