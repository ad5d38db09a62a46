"""The index of the search: words and entries in small files, which the page of the search loads as it needs them.

A browser that opens a page from the file system may load scripts but no data, so each file calls ``warehouseSearch``
with what it holds. ``assets/search.js`` reads it and cuts texts into words the same way.
"""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from itertools import groupby
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from warehouse.publish.output import Files

BLOCK: Final = 200
"""Entries in one file."""
WORDS: Final = 20_000
"""Words of entries, repeated ones counted, that one file of words holds on average."""
MOST_BUCKETS: Final = 256
FOLDER: Final = "assets/search"
_BASIS, _PRIME = 2_166_136_261, 16_777_619


def words_of(text: str) -> list[str]:
    """Cut a text into words: runs of letters and digits in small letters, each once; single letters are left out."""
    plain = unicodedata.normalize("NFKC", text).lower()
    runs = ("".join(run) for is_word, run in groupby(plain, key=_belongs) if is_word)
    return list(dict.fromkeys(run for run in runs if len(run) > 1 or not run.isascii()))


def bucket_of(word: str, buckets: int) -> int:
    """Say which file holds a word: FNV-1a of its first two characters."""
    digest = _BASIS
    for byte in word[:2].encode():
        digest = ((digest ^ byte) * _PRIME) & 0xFFFF_FFFF
    return digest % buckets


def _belongs(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


class Search:
    """Gathers what can be found; what was found first stands first where all else is equal."""

    def __init__(self, files: Files, scratch: Path, facts: int) -> None:
        """Write to ``files`` at the end; until then words lie in ``scratch``.

        Args:
            files: The files of the site.
            scratch: An empty folder.
            facts: How many facts there are, from which the number of files follows.
        """
        self._files = files
        self._scratch = scratch
        self._buckets = min(MOST_BUCKETS, 1 << (facts * 20 // WORDS).bit_length())
        self._spools: dict[int, IO[str]] = {}
        self._block: list[tuple[str, str, str]] = []
        self._count = 0

    def add(self, title: str, detail: str, path: str, *, also: str = "") -> None:
        """Let a page, or a place on it, be found.

        Args:
            title: What it is called; its words are found.
            detail: What kind of thing it is.
            path: Where it stands.
            also: Further words that are found and not shown.
        """
        for word in words_of(f"{title} {also}"):
            self._spool(bucket_of(word, self._buckets)).write(f"{word}\t{self._count}\n")
        self._block.append((title, detail, path))
        self._count += 1
        if len(self._block) == BLOCK:
            self._write_block()

    def finish(self) -> None:
        """Write the files."""
        if self._block:
            self._write_block()
        for bucket in range(self._buckets):
            self._write_words(bucket)
        about = {"buckets": self._buckets, "block": BLOCK, "count": self._count}
        self._files.write(f"{FOLDER}/meta.js", f"warehouseSearch.meta({json.dumps(about)});\n")

    def close(self) -> None:
        """Let go of the scratch, whether all was written or not."""
        for spool in self._spools.values():
            spool.close()

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
        found: dict[str, list[int]] = defaultdict(list)
        for word, number in self._spooled(bucket):
            found[word].append(number)
        lines = _listed(f"{_script(word)}: {json.dumps(found[word], separators=(',', ':'))}" for word in sorted(found))
        self._files.write(f"{FOLDER}/w{bucket}.js", f"warehouseSearch.words({bucket}, {{\n{lines}\n}});\n")

    def _spooled(self, bucket: int) -> Iterator[tuple[str, int]]:
        if bucket in self._spools:
            with self._spools[bucket] as spool:
                spool.seek(0)
                for line in spool:
                    word, _, number = line.rstrip("\n").partition("\t")
                    yield word, int(number)


def _script(value: object) -> str:
    """Write a value so that a script can hold it; within quotes nothing ends the script or a line."""
    text = json.dumps(value, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _listed(items: Iterable[str]) -> str:
    return ",\n".join(items)
