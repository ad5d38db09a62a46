"""Read one line of JSON with care: every value with its column, everything odd refused where it stands."""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined] # of public name, unknown to the stubs
from typing import TYPE_CHECKING, Final

from warehouse.strictyaml.nodes import INVISIBLE, MAX_DEPTH, invisible
from warehouse.strictyaml.problems import Problem
from warehouse.strictyaml.tree import place, position_of

if TYPE_CHECKING:
    from warehouse.strictyaml.problems import Position
    from warehouse.strictyaml.tree import Places, Plain

_BLANK: Final = re.compile(r"[ \t\r\n]*")
_WORD: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def scan(text: str, start: Position, problems: list[Problem]) -> tuple[Plain, Places]:
    """Read a line.

    Args:
        text: The line.
        start: Where it stands.
        problems: Gets what is found.

    Returns:
        The value, numbers and truth values as the texts they are, and the places of all that it holds.
    """
    scanner = _Scanner(text, start, problems)
    try:
        return scanner.whole()
    except json.JSONDecodeError as error:
        what = f"not readable as JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        scanner.refuse(error.pos, "E-json", what, "write one object per line, as a JSON library does")
    except _TooDeepError:
        pass
    return "", place(start.line - 1, start.column - 1)


class _TooDeepError(Exception):
    """It is pointless to go on."""


class _Scanner:
    """Goes through a line; calls itself no deeper than ``MAX_DEPTH``."""

    def __init__(self, text: str, start: Position, problems: list[Problem]) -> None:
        self.index = 0
        self._text = text
        self._start = start
        self._problems = problems
        self._skip_blanks()

    def whole(self) -> tuple[Plain, Places]:
        """Read the value that the line holds, and nothing behind it."""
        plain, places = self.value(1)
        if self.index < len(self._text):
            raise json.JSONDecodeError("something follows the value", self._text, self.index)
        return plain, places

    def refuse(self, index: int, code: str, what: str, hint: str) -> None:
        position = position_of(self._place(index), self._start.file)
        self._problems.append(Problem(position, code, what, hint))

    def value(self, depth: int) -> tuple[Plain, Places]:
        """Read the value that starts here, and the blanks behind it."""
        start = self.index
        opening = self._text[start : start + 1]
        if opening in {"{", "["}:
            if depth > MAX_DEPTH:
                self.refuse(start, "E-depth", f"nested more than {MAX_DEPTH} levels deep", "no shape needs that")
                raise _TooDeepError
            self._step()
            return self._mapping(start, depth) if opening == "{" else self._list(start, depth)
        if opening == '"':
            return self._string()
        word = _WORD.match(self._text, start)
        if word is None:
            raise json.JSONDecodeError("a value is missing here", self._text, start)
        if word[0] == "null":
            self.refuse(start, "E-empty", "null says nothing", "leave the key out where nothing is known")
        self.index = word.end()
        self._skip_blanks()
        return word[0], self._place(start)

    def _list(self, start: int, depth: int) -> tuple[Plain, Places]:
        plain: list[Plain] = []
        places: list[Places] = [self._place(start)]
        while not self._ends("]", is_first=not plain):
            item, at = self.value(depth + 1)
            plain.append(item)
            places.append(at)
        return plain, places

    def _mapping(self, start: int, depth: int) -> tuple[Plain, Places]:
        plain: dict[str, Plain] = {}
        places: list[Places] = [self._place(start)]
        is_first = True
        while not self._ends("}", is_first=is_first):
            is_first = False
            if self._text[self.index : self.index + 1] != '"':
                raise json.JSONDecodeError("a key in quotes is missing here", self._text, self.index)
            begin = self.index
            key, at = self._string()
            if self._text[self.index : self.index + 1] != ":":
                raise json.JSONDecodeError("a colon is missing here", self._text, self.index)
            self._step()
            value, its_places = self.value(depth + 1)
            if key in plain:
                self.refuse(begin, "E-duplicate-key", f'key "{key}" stands twice', "keep one of them")
                continue
            plain[key] = value
            places += [at, its_places]
        return plain, places

    def _string(self) -> tuple[str, Places]:
        start = self.index
        text, self.index = scanstring(self._text, start + 1, True)  # noqa: FBT003 - takes no keywords
        if found := INVISIBLE.search(text) or _SURROGATE.search(text):
            self.refuse(start, "E-text", f"{invisible(found[0])}, written as an escape", "remove it")
        self._skip_blanks()
        return text, self._place(start)

    def _ends(self, closing: str, *, is_first: bool) -> bool:
        """Tell whether a collection ends here; if not, step over the comma between two of its parts."""
        if self._text[self.index : self.index + 1] == closing:
            self._step()
            return True
        if not is_first:
            if self._text[self.index : self.index + 1] != ",":
                what = f"a comma or {closing} is missing here"
                raise json.JSONDecodeError(what, self._text, self.index)
            self._step()
        return False

    def _step(self) -> None:
        self.index += 1
        self._skip_blanks()

    def _skip_blanks(self) -> None:
        blanks = _BLANK.match(self._text, self.index)
        self.index = blanks.end() if blanks else self.index

    def _place(self, index: int) -> int:
        return place(self._start.line - 1, index)
