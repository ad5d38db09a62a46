"""The finder of names and words in running text: those of the registers and of the vocabulary, and new names."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.model.facts import Name
from warehouse.seeds.candidates.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from warehouse.seeds.reader import Entry
    from warehouse.vocabulary import Vocabulary

NAMED: Final = ("entities", "places", "minerals")
"""The registers whose names are looked for."""

SCHEMES: Final = ("agreement-kind", "milestone-kind", "status", "clause-kind", "relation", "money-kind")
"""The schemes whose words are looked for; of a word of several schemes, the first one is proposed."""

_SAYINGS: Final = frozenset({"milestone-kind", "status", "relation"})
"""The schemes whose words are no things, so that they have no plural."""

_EVERYDAY: Final = frozenset({"over"})
"""Words that stand in every text and mean something else there."""

_ASIAN: Final = "\u1100-\u11ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3"
_HANGUL: Final = re.compile("[가-힣]")
_TOKEN: Final = re.compile(rf"[^\W_{_ASIAN}]+|[{_ASIAN}]")
_LATIN: Final = re.compile(rf"[^\W_{_ASIAN}]")
_PARTICLES: Final = re.compile(
    "(?:(?:으로|에서|에게|까지|부터|이나|보다|처럼|이라는|라는|이다|와의|과의)[는도의]?|에[는도]?|[은는이가을를의와과도로만등및측산])?(?![가-힣])"
)
_SAME: Final = str.maketrans({"-": " ", "\u2019": "'", "\u2018": "'", "\u2013": " "})
_MIN_PLURAL: Final = 4
_MAX_ACRONYM: Final = 5


class Known(NamedTuple):
    """A record or word that a name stands for: the register and key, or the scheme and word."""

    family: str
    key: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the plain form of a paragraph.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        known: What it stands for; several if the name is theirs alike; none if no register knows it.
    """

    start: int
    end: int
    known: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """Names to look for, with what they stand for.

    Attributes:
        known: By name in the form that is compared, what it stands for; and the name as it was given.
        begins: By the first word or East Asian character of a name, the names that begin so, the longest first.
    """

    known: Mapping[str, tuple[str, tuple[Known, ...]]]
    begins: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, given: Iterable[tuple[str, Known]]) -> Names:
        """Build the names from pairs of a name and what it stands for."""
        known: dict[str, tuple[str, tuple[Known, ...]]] = {}
        for printed, what in given:
            name = plain(printed).text.strip()
            _, before = known.get(folded(name), (name, ()))
            if name and what not in before:
                known[folded(name)] = (name, (*before, what))
        begins: dict[str, list[str]] = defaultdict(list)
        for name in known:
            if first := _TOKEN.search(name):
                begins[first[0]].append(name[first.start() :])
        longest = {first: tuple(sorted(names, key=lambda name: (-len(name), name))) for first, names in begins.items()}
        return cls({_after_signs(name): what for name, what in known.items()}, longest)

    def find(self, text: str) -> Iterator[Mention]:
        """Yield the names in a paragraph in plain form: the longest at each place, and none within another."""
        lower, end = folded(text), 0
        for token in _TOKEN.finditer(lower):
            start = token.start()
            if start < end:
                continue
            for name in self.begins.get(token[0], ()):
                if lower.startswith(name, start) and self._stands(text, name, start):
                    end = start + len(name)
                    yield Mention(start, end, self.known[name][1])
                    break

    def _stands(self, text: str, name: str, start: int) -> bool:
        printed, end = text[start : start + len(name)], start + len(name)
        return _fits(self.known[name][0], printed) and _is_apart(text, start, end)

    @property
    def words(self) -> frozenset[str]:
        """Every word of the names, in the form that is compared."""
        return frozenset(word for name in self.known for word in name.split())


def folded(text: str) -> str:
    """Return a text in the form in which names are compared; each character stays in its place."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(each.lower() if len(each.lower()) == 1 else each for each in text)
    return lower.translate(_SAME)


def _after_signs(name: str) -> str:
    first = _TOKEN.search(name)
    return name[first.start() :] if first else name


def _fits(name: str, printed: str) -> bool:
    """Return whether capitals allow a name: an acronym has them all, and a proper name begins with one."""
    letters = [each for each in name if each.isalpha()]
    if len(letters) <= _MAX_ACRONYM and sum(each.isupper() for each in letters) > 1:
        return printed.upper() == printed
    return not name[:1].isupper() or printed[:1].isupper()


def _is_apart(text: str, start: int, end: int) -> bool:
    """Return whether a name is a word or words of its own; Chinese and Japanese do not part words."""
    before, first, last, behind = text[start - 1 : start], text[start], text[end - 1], text[end : end + 1]
    if _LATIN.match(first) and before and _LATIN.match(before):
        return False
    if _LATIN.match(last) and behind and _LATIN.match(behind):
        return False
    if _HANGUL.match(first) and before and _HANGUL.match(before):
        return False
    return not _HANGUL.match(last) or _PARTICLES.match(text, end) is not None


def names_of(entries: Iterable[Entry]) -> Names:
    """Return the names of entities, places and minerals in the records of seed files, with their further names."""
    return Names.of(_names(entries))


def _names(entries: Iterable[Entry]) -> Iterator[tuple[str, Known]]:
    for entry in entries:
        record = entry.record
        if isinstance(record, Name):
            family, _, key = (record.about or "").partition("/")
            if family in NAMED:
                yield record.name, Known(family, key)
        elif entry.family in NAMED:
            known = Known(entry.family, record.key)  # type: ignore[union-attr]
            further: tuple[Name, ...] = record.names  # type: ignore[union-attr]
            for name in (record.name, *(each.name for each in further)):  # type: ignore[union-attr]
                for form in (name, *_other_numbers(name)) if entry.family == "minerals" else (name,):
                    yield form, known


def words_of(vocabulary: Vocabulary) -> Names:
    """Return the words of the vocabulary that tell of deals, steps, states, clauses, ties and sums."""
    pairs = []
    for scheme in SCHEMES:
        for term in vocabulary.terms[scheme].values():
            for name in dict.fromkeys(term.names):
                forms = (name, *_other_numbers(name)) if scheme not in _SAYINGS else (name,)
                pairs += [(form, Known(scheme, term.key)) for form in forms if form not in _EVERYDAY]
    return Names.of(pairs)


def _other_numbers(name: str) -> list[str]:
    """Return the plural of a name, and the singular if it is a plural."""
    if not name.isascii() or len(name) < _MIN_PLURAL or not name[-1].isalpha():
        return []
    if name.endswith("s"):
        return [name[:-1]] if not name.endswith("ss") else []
    return [f"{name[:-1]}ies" if name.endswith("y") and name[-2] not in "aeiou" else f"{name}s"]


_RUN: Final = re.compile(
    r"(?<![\w@/.#])(?:[A-Z][\w'\u2019.&-]*)(?: (?:of(?: the)?|for|and|&|de|du|van|von|al|bin) (?=[A-Z])(?!The\b)"
    r"[A-Z][\w'\u2019.&-]*| [A-Z][\w'\u2019.&-]*){0,11}"
)
_SENTENCE: Final = re.compile(r"(?:^|[.!?:;\u201c\"(\u2014-]) ?$")
_POSSESSIVE: Final = re.compile("['\u2019]s?$")
_COMMON: Final = frozenset(
    re.split(
        " ",
        "a about according additionally after all also although amid among an and another any are as at because "
        "before both but by can check concurrently despite due during each earlier even every few for from given "
        "had has have he her here his how however i if in including industry instead is it its last later many "
        "meanwhile more most much my new next no not notably now of off on once one only or other our out over "
        "rare several she should since so some still such than that the their then there these they this those "
        "though through to today two under unless until up was we were what when where whether which while who why "
        "will with within without yet you your",
    )
)
_TITLES: Final = frozenset(
    re.split(
        " ",
        "chairman chairwoman chair minister president ceo cfo coo mr mrs ms dr prof professor secretary director "
        "chief officer vice deputy senior executive managing general governor senator representative prime "
        "spokesperson spokesman head korean chinese japanese american australian european canadian german french "
        "british indian russian vietnamese indonesian african asian western eastern northern southern south north "
        "east west major mou ev evs january february march april may june july august september october november "
        "december monday tuesday wednesday thursday friday saturday sunday",
    )
)
_INSTITUTIONS: Final = frozenset(
    re.split(
        " ",
        "university institute association ministry corporation corp company co inc ltd group bank agency committee "
        "council commission department fund laboratory center centre federation society authority office holdings "
        "mining metals resources technologies energy exchange foundation alliance",
    )
)
_HEADING_SHARE: Final = 0.6


def is_heading(text: str) -> bool:
    """Return whether most words of a paragraph have capitals and no sentence ends it, so that capitals tell nothing."""
    words = [word for word in text.split() if word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    return bool(words) and not text.rstrip().endswith(".") and capitals > _HEADING_SHARE * len(words)


def find_new(text: str, taken: Iterable[tuple[int, int]], known_words: frozenset[str]) -> Iterator[Mention]:
    """Yield the capitalised names in a paragraph in plain form that no register knows.

    Args:
        text: The paragraph.
        taken: Spans of what is known there, such as known names and dates, in text order.
        known_words: The words of known names; a part of a known name is no new one.
    """
    if is_heading(text):
        return
    spans = sorted(taken)
    first = 0
    for run in _RUN.finditer(text):
        while first < len(spans) and spans[first][1] <= run.start():
            first += 1
        for start, end in _free(text, run.start(), run.end(), spans, first):
            if (trimmed := _trimmed(text, start, end)) and not _is_known(text[slice(*trimmed)], known_words):
                yield Mention(*trimmed)


def _free(text: str, start: int, end: int, spans: list[tuple[int, int]], first: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a run that nothing known covers; a known place within a longer institution stays in it."""
    within = list(takewhile(lambda span: span[0] < end, (spans[at] for at in range(first, len(spans)))))
    tail = text[within[0][1] : end].split() if len(within) == 1 and within[0][0] <= start else []
    if len(tail) > 1 and folded(tail[-1].rstrip(".")) in _INSTITUTIONS:
        within = []
    at = start
    for known_start, known_end in within:
        if known_start > at:
            yield at, known_start
        at = max(at, known_end)
    if at < end:
        yield at, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a run without common words and titles at its ends; None: nothing is left that can be a name."""
    words = [(start + found.start(), start + found.end()) for found in re.finditer(r"\S+", text[start:end])]
    is_first = _SENTENCE.search(text, max(0, start - 3), start) is not None or start == 0
    while words and (not _can_begin(text[slice(*words[0])]) or _is_owner(text, words)):
        words, is_first = words[1:], False
    while words and not _can_begin(text[slice(*words[-1])]):
        words = words[:-1]
    if not words or (is_first and len(words) == 1 and not text[slice(*words[0])].isupper()):
        return None
    begin, last = words[0][0], words[-1][1]
    printed = text[begin:last]
    cut = _POSSESSIVE.sub("", printed)
    cut = cut.rstrip(",;:-") if re.search(r"(?:Co|Inc|Ltd|Corp|[A-Z]\.[A-Z])\.$", cut) else cut.rstrip(".,;:-")
    return (begin, begin + len(cut)) if sum(map(str.isalpha, cut)) > 1 else None


def _is_owner(text: str, words: list[tuple[int, int]]) -> bool:
    """Return whether the first of several words owns the others, as in "Korea's Rodong Sinmun"."""
    return len(words) > 1 and text[slice(*words[0])].endswith(("'s", "\u2019s"))


def _can_begin(word: str) -> bool:
    plainly = folded(_POSSESSIVE.sub("", word).strip(".,;:-"))
    return word[0].isupper() and plainly not in _COMMON and not all(part in _TITLES for part in plainly.split())


def _is_known(name: str, known_words: frozenset[str]) -> bool:
    return all(word in known_words or word in _TITLES or word in _COMMON for word in folded(name).split())
