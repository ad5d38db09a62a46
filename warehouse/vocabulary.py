"""The vocabulary: schemes of words, the words that the program ships, and the words that a project adds to them.

Input: ``base/vocabulary.yaml``, and the terms of seed files. Output: ``Vocabulary``, which finds a term by its key, its
label or an alias. Code depends on the words of closed schemes; seeds can add words to the open ones.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BASE_FILE: Final = Path(__file__).with_name("base") / "vocabulary.yaml"
"""The file of the shipped words."""

BASE_NAME: Final = "base:vocabulary.yaml"
"""The name of that file in the database and in messages; no seed file can have it."""

KEY_PATTERN: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
TERM_PATTERN: Final = r"^[a-z0-9]+([ -][a-z0-9]+)*$"
KEY_MAX_LENGTH: Final = 80

BOOKKEEPING: Final = ("seed_file", "seed_line", "loaded_digest", "system_from")
"""Columns of every table of ``core`` that record the source of a row and since when it holds; no seed fills them."""

SUBJECT_COLUMNS: Final[Mapping[str, str]] = {
    "agreements": "agreement_key",
    "entities": "entity_key",
    "events": "event_key",
    "facilities": "facility_key",
    "mineral_lists": "mineral_list_key",
    "minerals": "mineral_key",
    "places": "place_key",
    "strategies": "strategy_key",
    "supply_chain_stages": "stage_key",
}
"""The families that a fact can be about, each with the column that refers to it."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A set of words for one purpose.

    Attributes:
        key: Its name, such as ``agreement-kind``.
        label: Its name for readers.
        definition: What its words say of a thing.
        is_open: Whether seeds can add words.
        needs_broader: Whether an added word must stand below a shipped one, because reports count by those.
    """

    key: str
    label: str
    definition: str
    is_open: bool = False
    needs_broader: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a scheme.

    Attributes:
        scheme: The key of its scheme.
        key: The word, as the database and the seeds hold it.
        label: The word for readers.
        definition: What it means.
        broader: The next broader word of the scheme; None: there is none.
        aliases: Other words that mean the same.
        flags: What code and reports may ask about it; inherited from the broader word unless it lists its own.
        pattern: The form of the values in its scheme, a regular expression; inherited like flags; None: any.
        broadest: The word at the end of the broader words; the word itself if there is none.
        inverse: The same seen from the other side, such as "parent of" for "subsidiary of"; None: nobody says it so.
    """

    scheme: str
    key: str
    label: str
    definition: str
    broader: str | None = None
    aliases: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    broadest: str = ""
    inverse: str | None = None
    pattern: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The key, the label and the aliases."""
        return (self.key, self.label, *self.aliases)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of all schemes.

    Attributes:
        schemes: The schemes by key.
        terms: By scheme, the terms by key.
    """

    schemes: Mapping[str, Scheme]
    terms: Mapping[str, Mapping[str, Term]]
    _keys: Mapping[str, Mapping[str, str]] = field(repr=False)

    @classmethod
    def of(cls, schemes: Iterable[Scheme], terms: Iterable[Term]) -> Vocabulary:
        """Build the vocabulary of these schemes and terms; of two terms with a common name the first one stays."""
        by_key = {scheme.key: scheme for scheme in schemes}
        return cls(by_key, {key: {} for key in by_key}, {key: {} for key in by_key}).extended(terms)

    def extended(self, terms: Iterable[Term]) -> Vocabulary:
        """Return the vocabulary with further terms.

        A term is left out if its scheme or its broader word is unknown, if another term has one of its names, or if it
        is its own broader word.

        Args:
            terms: The terms, in any order.
        """
        known = {scheme: dict(words) for scheme, words in self.terms.items()}
        keys = {scheme: dict(found) for scheme, found in self._keys.items()}
        waiting = [term for term in terms if term.scheme in known]
        while waiting:
            held_back = []
            for term in waiting:
                names = {folded(name) for name in term.names}
                if names & keys[term.scheme].keys():
                    continue
                if term.broader is None:
                    added = replace(term, broadest=term.key)
                elif (broader_key := keys[term.scheme].get(folded(term.broader))) is not None:
                    broader = known[term.scheme][broader_key]
                    flags = term.flags or broader.flags
                    pattern = term.pattern or broader.pattern
                    added = replace(term, broader=broader.key, broadest=broader.broadest, flags=flags, pattern=pattern)
                else:
                    held_back.append(term)
                    continue
                known[term.scheme][term.key] = added
                keys[term.scheme] |= dict.fromkeys(names, term.key)
            if len(held_back) == len(waiting):
                break
            waiting = held_back
        return Vocabulary(self.schemes, known, keys)

    def find(self, scheme: str, word: str) -> Term | None:
        """Return the term with this key, label or alias; upper case and hyphens for blanks make no difference."""
        key = self._keys[scheme].get(folded(word))
        return None if key is None else self.terms[scheme][key]

    def names(self, scheme: str) -> list[str]:
        """Return the keys, labels and aliases of the terms of a scheme."""
        return list(dict.fromkeys(name for term in self.terms[scheme].values() for name in term.names))

    def meanings(self, scheme: str) -> dict[str, str]:
        """Return the definition of each term of a scheme, by key."""
        return {term.key: term.definition for term in self.terms[scheme].values()}


def folded(word: str) -> str:
    """Return a word in the form in which words are compared: composed, in lower case, with blanks for hyphens."""
    composed = word if word.isascii() else unicodedata.normalize("NFC", word)
    return " ".join(composed.replace("-", " ").split()).casefold()


def term_of(fields: Mapping[str, Any]) -> Term:
    """Build a term from the fields of a record, as a file states them."""
    lists = {name: tuple(fields.get(name, ())) for name in ("aliases", "flags")}
    return Term(**{"label": fields["key"], **fields, **lists})


def _scheme_of(fields: Mapping[str, str]) -> Scheme:
    flags = {name: fields.get(name) == "true" for name in ("is_open", "needs_broader")}
    return Scheme(fields["key"], fields["label"], fields["definition"], **flags)


@cache
def base() -> Vocabulary:
    """Return the shipped vocabulary."""
    from warehouse.yamlfiles import ProblemsFound, parse

    root, problems = parse(BASE_FILE.read_bytes(), BASE_NAME)
    if root is None:
        raise ProblemsFound(problems)
    content = root.plain()
    return Vocabulary.of(map(_scheme_of, content["schemes"]), map(term_of, content["terms"]))


def is_key(text: str) -> bool:
    """Return whether ``text`` is a well-formed register key: lower-case words joined by hyphens, not too long."""
    return len(text) <= KEY_MAX_LENGTH and re.fullmatch(KEY_PATTERN, text) is not None
