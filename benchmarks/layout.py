"""The writer of seed files: YAML in the project's layout, or JSON Lines with one record per line."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from benchmarks.registers import Record

Form = Literal["yaml", "jsonl"]
FORMS: Final[tuple[Form, ...]] = ("yaml", "jsonl")
_IN_BRACES: Final = frozenset({"parties", "names", "synonyms", "date"})
"""Fields whose mappings curators write on one line."""
_WIDTH: Final = 120
_PLAIN: Final = re.compile(r"\w(?:[\w .,;/()#%-]*[\w./()%-])?")


def lines(families: Iterable[tuple[str, Iterable[Record]]], form: Form) -> Iterator[str]:
    """Yield the lines of a seed file, each with its line end.

    Args:
        families: Each family with its records.
        form: The kind of file.
    """
    for number, (family, records) in enumerate(families):
        if form == "jsonl":
            yield from (json.dumps({family: record}, ensure_ascii=False) + "\n" for record in records)
            continue
        yield f"\n{family}:\n" if number else f"{family}:\n"
        for index, record in enumerate(records):
            yield "\n" if index else ""
            yield from _item(record, "  ", in_braces=False)


def _item(record: Mapping[str, Any], indent: str, *, in_braces: bool) -> Iterator[str]:
    """Yield the lines of a list item; its first field follows the dash."""
    if in_braces and len(line := f"{indent}- {_braces(record)}") <= _WIDTH:
        yield f"{line}\n"
        return
    lead = f"{indent}- "
    for name, value in record.items():
        yield from _field(name, value, lead, f"{indent}  ")
        lead = f"{indent}  "


def _field(name: str, value: object, lead: str, indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        if name in _IN_BRACES:
            yield f"{lead}{name}: {_braces(value)}\n"
            return
        yield f"{lead}{name}:\n"
        for inner, text in value.items():
            yield from _field(inner, text, f"{indent}  ", f"{indent}  ")
    elif isinstance(value, list):
        if isinstance(value[0], str):
            yield f"{lead}{name}: [{', '.join(_scalar(text, in_flow=True) for text in value)}]\n"
            return
        yield f"{lead}{name}:\n"
        for item in value:
            yield from _item(item, f"{indent}  ", in_braces=name in _IN_BRACES)
    else:
        yield f"{lead}{name}: {_scalar(str(value))}\n"


def _braces(record: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{name}: {_scalar(str(value), in_flow=True)}" for name, value in record.items()) + "}"


@lru_cache(maxsize=8192)
def _scalar(text: str, *, in_flow: bool = False) -> str:
    is_plain = _PLAIN.fullmatch(text) and " #" not in text and not (in_flow and "," in text)
    return text if is_plain else json.dumps(text, ensure_ascii=False)
