"""The search index: words and entries in small files, which the search page loads when it needs them.

A browser that opens a page from the file system may load scripts but not data. So each file is a script that calls
``warehouseSearch`` with its content. ``assets/search.js`` reads the index and splits texts into words in the same way.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from itertools import groupby
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from warehouse.publish.output import Files

BLOCK: Final = 200
"""Entries per file."""
WORDS: Final = 20_000
"""Words per word file on average, counting a word once for each entry that holds it."""
MOST_BUCKETS: Final = 256
LONGEST: Final = 8
"""The most characters of an end of a word."""
JOINED: Final = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0x20000, 0x323AF))
"""The code points of kana, Chinese characters and Korean syllables."""
EXACT: Final = "="
"""What stands before a whole name in the index."""
FOLDER: Final = "assets/search"
_PLAIN_RUNS: Final = re.compile("[a-z0-9]+")
_BASIS, _PRIME = 2_166_136_261, 16_777_619


def words_of(text: str) -> list[str]:
    """Return the distinct words of a text: runs of letters and digits, in lower case.

    Single ASCII characters are left out.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    if plain.isascii():
        return list(dict.fromkeys(run for run in _PLAIN_RUNS.findall(plain) if len(run) > 1))
    runs = ("".join(run) for is_word, run in groupby(plain, key=_belongs) if is_word)
    return list(dict.fromkeys(run for run in runs if len(run) > 1 or not run.isascii()))


def inside_of(word: str) -> list[str]:
    """Return the ends of a word in a script that sets no spaces or joins words, so that what is inside is found.

    Each end is cut to ``LONGEST`` characters: enough to find a longer text, piece by piece.
    """
    if word.isascii() or not any(_is_joined(character) for character in word):
        return []
    return [word[start : start + LONGEST] for start in range(1, len(word))]


def _is_joined(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in JOINED)


def bucket_of(word: str, buckets: int) -> int:
    """Return the number of the file that holds a word: the 32-bit FNV-1a hash of its first two characters.

    Args:
        word: The word.
        buckets: Number of word files.
    """
    digest = _BASIS
    for byte in word[:2].encode():
        digest = ((digest ^ byte) * _PRIME) & 0xFFFF_FFFF
    return digest % buckets


def _belongs(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


class Search:
    """The builder of the search index. Entries added first come first among equally good results."""

    def __init__(self, files: Files, scratch: Path, facts: int) -> None:
        """Prepare the index. Words are kept in ``scratch`` until ``finish`` writes them to ``files``.

        Args:
            files: The files of the site.
            scratch: An empty folder.
            facts: Number of facts, which determines the number of word files.
        """
        self._files = files
        self._scratch = scratch
        self._buckets = min(MOST_BUCKETS, 1 << (facts * 20 // WORDS).bit_length())
        self._spools: dict[int, IO[str]] = {}
        self._block: list[tuple[str, str, str]] = []
        self._count = 0

    def add(self, title: str, detail: str, path: str, *, also: str = "", names: Iterable[str] = ()) -> None:
        """Add an entry for a page, or for a place on a page.

        Args:
            title: The title shown; its words are indexed.
            detail: The kind of thing, which is shown with the title and not indexed.
            path: The path of the page, with the fragment of a place on it.
            also: More words to index that are not shown.
            names: The names under which the entry is found first.
        """
        words = words_of(" ".join([title, also, *names]))
        inside = (part for word in words for part in inside_of(word))
        for word in dict.fromkeys([*words, *inside]):
            self._put(word, word)
        for name in dict.fromkeys(" ".join(words_of(name)) for name in names):
            if name:
                self._put(f"{EXACT}{name}", name)
        self._block.append((title, detail, path))
        self._count += 1
        if len(self._block) == BLOCK:
            self._write_block()

    def finish(self) -> None:
        """Write the files of the index."""
        if self._block:
            self._write_block()
        for bucket in range(self._buckets):
            self._write_words(bucket)
        about = {"buckets": self._buckets, "block": BLOCK, "count": self._count}
        self._files.write(f"{FOLDER}/meta.js", f"warehouseSearch.meta({json.dumps(about)});\n")

    def close(self) -> None:
        """Close the scratch files, whether the index was written or not."""
        for spool in self._spools.values():
            spool.close()

    def _put(self, word: str, hashed: str) -> None:
        self._spool(bucket_of(hashed, self._buckets)).write(f"{word}\t{self._count}\n")

    def _spool(self, bucket: int) -> IO[str]:
        if bucket not in self._spools:
            self._spools[bucket] = (self._scratch / str(bucket)).open("w+", encoding="utf-8", newline="\n")
        return self._spools[bucket]

    def _write_block(self) -> None:
        number = (self._count - 1) // BLOCK
        lines = _listed(_script(entry) for entry in self._block)
        self._files.write(f"{FOLDER}/e{number}.js", f"warehouseSearch.entries({number}, [\n{lines}\n]);\n")
        self._block = []

    def _write_words(self, bucket: int) -> None:
        numbers: dict[str, list[int]] = defaultdict(list)
        for word, number in self._spooled(bucket):
            numbers[word].append(number)
        lines = _listed(
            f"{_script(word)}: {json.dumps(numbers[word], separators=(',', ':'))}" for word in sorted(numbers)
        )
        self._files.write(f"{FOLDER}/w{bucket}.js", f"warehouseSearch.words({bucket}, {{\n{lines}\n}});\n")

    def _spooled(self, bucket: int) -> Iterator[tuple[str, int]]:
        if bucket in self._spools:
            with self._spools[bucket] as spool:
                spool.seek(0)
                for line in spool:
                    word, _, number = line.rstrip("\n").partition("\t")
                    yield word, int(number)


def _script(value: object) -> str:
    """Return a value as JSON that is safe inside a script: no text in it can end the script element or a line."""
    text = json.dumps(value, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _listed(items: Iterable[str]) -> str:
    return ",\n".join(items)
