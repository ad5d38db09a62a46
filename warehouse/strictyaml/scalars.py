"""Write a text as a YAML scalar that is read back as the same text: with quotes only where it needs them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import yaml

from warehouse.strictyaml.nodes import NULLS
from warehouse.strictyaml.written import BLOCKS, Scalar

_EASY: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 _./()%-]*[A-Za-z0-9_./()%-])?")
"""Texts that need no quotes anywhere; the parser is asked about all others."""
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


INDENT: Final = "  "


@lru_cache(maxsize=8192)
def on_one_line(text: str, *, in_flow: bool = False) -> str:
    """Write a value on a single line.

    Args:
        text: The value.
        in_flow: Whether it stands between brackets or braces, where commas and braces need quotes too.
    """
    is_plain = _is_read(f"[{text}]", [text]) if in_flow else _is_read(f"k: {text}", ["k", text])
    return text if is_plain else _quoted(text)


@lru_cache(maxsize=8192)
def as_key(text: str) -> str:
    """Write the key of a mapping."""
    is_plain = not text.startswith(("---", "...")) and _is_read(f"{{{text}: v}}", [text, "v"])
    return text if is_plain else _quoted(text)


def on_lines(scalar: Scalar, indentation: str) -> list[str]:
    """Write a value on as many lines as it was written on; a text on one line stays there however long it is.

    Args:
        scalar: The value as it is written.
        indentation: What every line but the first starts with.
    """
    if scalar.style in BLOCKS:
        return _block(scalar, indentation)
    if len(scalar.lines) == 1:
        return [on_one_line(scalar.text)]
    first, *others = scalar.lines
    return [first, *(_indented(line, indentation) for line in others)]


def _block(scalar: Scalar, indentation: str) -> list[str]:
    """Write a block of lines; its header follows from the text."""
    if not scalar.text.strip() or scalar.text.endswith("\n\n"):
        return [on_one_line(scalar.text)]
    start = next(number for number, line in enumerate(scalar.lines) if line.strip())
    indicator = len(INDENT) if any(line.startswith(" ") for line in scalar.lines[: start + 1]) else ""
    chomping = "" if scalar.text.endswith("\n") else "-"
    return [f"{scalar.style}{indicator}{chomping}", *(_indented(line, indentation) for line in scalar.lines)]


def _indented(line: str, indentation: str) -> str:
    return f"{indentation}{line}" if line else ""


def _is_read(source: str, expected: list[str]) -> bool:
    """Tell whether a piece of YAML holds these scalars; what is easily seen is not asked."""
    if not NULLS.isdisjoint(expected):
        return False
    if all(_EASY.fullmatch(text) for text in expected):
        return True
    if "" in expected or "\n" in source or "\t" in source:
        return False
    try:
        events = list(yaml.parse(source, Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        return False
    return [event.value for event in events if isinstance(event, yaml.ScalarEvent)] == expected


def _quoted(text: str) -> str:
    if ('"' in text or "\\" in text) and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'
