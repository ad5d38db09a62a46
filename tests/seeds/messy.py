"""Seed files as nobody would write them: the same records in every style YAML has, comments wherever one may stand."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import strategies as st

from warehouse.seeds.json_schema import in_order, shapes_below
from warehouse.seeds.reader import FAMILIES

if TYPE_CHECKING:
    from random import Random

    from pydantic import BaseModel

TRICKY = "ab1- .,:#?&*!|>%@`'\"\\{}[]~=°한\n"
TEXTS = st.one_of(
    st.sampled_from(
        ["KRW", "2026-02-18", "99.3", "tin-news#4", "no", "true", "a: b", "- a", "x #y", "#", "", "---", " a"]
    ),
    st.text(alphabet=TRICKY, max_size=12),
    st.lists(st.text(alphabet="ab.,'", min_size=1, max_size=5), min_size=1, max_size=40).map(" ".join),
)


def records(shape: type[BaseModel], depth: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    """Give mappings of some of the fields of a shape, whatever the texts in them; in the order of the layout."""

    def value(name: str) -> st.SearchStrategy[Any]:
        below = shapes_below(shape, name)
        if not below or depth > 1:
            return TEXTS
        inner = st.one_of(*(records(one, depth + 1) for one in below))
        return st.one_of(TEXTS, inner, st.lists(st.one_of(TEXTS, inner), max_size=3))

    known = st.fixed_dictionaries({}, optional={name: value(name) for name in in_order(shape)})
    return known.filter(bool).map(lambda made: {name: made[name] for name in in_order(shape) if name in made})


FILES = st.lists(st.sampled_from(sorted(FAMILIES)), unique=True, max_size=3).flatmap(
    lambda families: st.fixed_dictionaries({name: st.lists(records(FAMILIES[name]), max_size=3) for name in families})
)


def is_plain(form: str, text: str) -> bool:
    """Tell whether a text may stand in a form of YAML without quotes."""
    if text == "~":
        return False
    try:
        events = list(yaml.parse(form.format(text), Loader=yaml.CSafeLoader))
    except yaml.YAMLError:
        return False
    return [event.value for event in events if isinstance(event, yaml.ScalarEvent)] == [text]


@dataclass
class Scribe:
    """Writes values down, at random wherever YAML leaves a choice."""

    random: Random
    shuffles: bool
    comments: list[str] = field(default_factory=list)

    def choose(self, *choices: Any) -> Any:
        return self.random.choice(choices)

    def once_in(self, times: int) -> bool:
        return self.random.randrange(times) == 0

    def comment(self) -> str:
        self.comments.append(f"#{self.choose('', ' ', '# ')}<{len(self.comments)}>{self.choose('', ' a: [b', ' ')}")
        return self.comments[-1]

    def beside(self) -> str:
        return f" {self.comment()}" if self.once_in(3) else ""

    def above(self, indentation: int) -> list[str]:
        """Comments and empty lines; a comment is not indented deeper than what follows, or it might be text."""
        lines = []
        for _ in range(self.choose(0, 0, 0, 1, 2)):
            column = self.choose(indentation, 0, max(indentation - 2, 0))
            lines.append(self.choose("", " " * column + self.comment()))
        return lines

    def file(self, families: dict[str, Any]) -> str:
        """Write a whole file."""
        start = self.choose([], ["---"])
        if not families:
            return "\n".join([*self.above(0), ""])
        body = [self.flow(families, inside=1)] if self.once_in(10) else self.mapping(families, 0)
        text = "\n".join([*self.above(0), *start, *body, *self.above(0)])
        # A block of lines loses its last line break where the file ends without one.
        ends = ("\n", "\n\n", "\n...\n") if "|" in text else ("", "\n", "\n\n", "\n...\n")
        return text + str(self.choose(*ends))

    def mapping(self, entries: dict[str, Any], indentation: int) -> list[str]:
        lines = []
        items = list(entries.items())
        if self.shuffles and indentation:
            self.random.shuffle(items)
        for key, value in items:
            lines += self.above(indentation)
            written = self.choose(key, json.dumps(key))
            lines += self.unit(f"{' ' * indentation}{written}:", value, indentation, is_entry=True)
        return lines

    def items(self, values: list[Any], indentation: int) -> list[str]:
        lines = []
        for value in values:
            lines += self.above(indentation)
            lines += self.unit(" " * indentation + "-", value, indentation, is_entry=False)
        return lines

    def unit(self, lead: str, value: Any, indentation: int, *, is_entry: bool) -> list[str]:
        if isinstance(value, str):
            return self.text(lead, value, indentation)
        if not value or self.once_in(3):
            gap = self.beside() + "\n" + " " * (indentation + 1) if self.once_in(3) else ""
            return [f"{lead}{gap} {self.flow(value, indentation + 1)}{self.beside()}"]
        if isinstance(value, dict) and not is_entry:
            return self.item(lead, value, indentation)
        shift = self.choose(2, 4, 1) if not is_entry or isinstance(value, dict) else self.choose(2, 0, 3)
        inner = (self.mapping if isinstance(value, dict) else self.items)(value, indentation + shift)
        return [lead + self.beside(), *inner]

    def item(self, lead: str, value: dict[str, Any], indentation: int) -> list[str]:
        """Write a mapping that may start behind its dash."""
        lines = self.mapping(value, indentation + 2)
        first = next(number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#"))
        if first or self.once_in(3):
            return [lead + self.beside(), *lines]
        return [f"{lead} {lines[0].lstrip()}", *lines[1:]]

    def text(self, lead: str, text: str, indentation: int) -> list[str]:
        words = text.split(" ")
        if "\n" in text and text.strip() and not self.once_in(3):
            return self.block(lead, text, indentation)
        if all(words) and len(words) > 2 and "\n" not in text and self.once_in(2):
            return self.folded(lead, words, indentation)
        below = self.beside() + "\n" + " " * (indentation + 2) if self.once_in(6) else " "
        return [f"{lead}{below}{self.scalar(text, '- {}')}{self.beside()}"]

    def block(self, lead: str, text: str, indentation: int) -> list[str]:
        """Write a text line by line."""
        shift = self.choose(1, 2, 5)
        indicator = shift if text.startswith((" ", "\n")) or self.once_in(2) else ""
        chomping = "-" if not text.endswith("\n") else "+" if text.endswith("\n\n") else ""
        lines = text.removesuffix("\n").split("\n")
        # Empty lines that follow would belong to a text that keeps its last ones, but for a comment between.
        ends = [" " * indentation + self.comment()] if chomping == "+" else []
        return [
            f"{lead} |{indicator}{chomping}{self.beside()}",
            *(" " * (indentation + shift) + line if line else "" for line in lines),
            *ends,
        ]

    def folded(self, lead: str, words: list[str], indentation: int) -> list[str]:
        """Write a text on two lines that are read as one."""
        cut = self.random.randint(1, len(words) - 1)
        pair = [" ".join(words[:cut]), " ".join(words[cut:])]
        below = "\n" + " " * (indentation + 3)
        if self.once_in(3):
            return [f"{lead} >-{self.beside()}{below}{below.join(pair)}"]
        if is_plain("[{} ]", " ".join(words)) and not pair[1].startswith("#"):
            return [f"{lead} {below.join(pair)}{self.beside()}"]
        return [f"{lead}{below if self.once_in(2) else ' '}{below.join(self.quoted(pair))}{self.beside()}"]

    def quoted(self, lines: list[str]) -> list[str]:
        if self.once_in(2):
            return ("'" + "\n".join(lines).replace("'", "''") + "'").split("\n")
        escaped = ("\n".join(lines)).replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'.split("\n")

    def scalar(self, text: str, form: str) -> str:
        if is_plain(form, text) and not self.once_in(3):
            return text
        if "\n" not in text and self.once_in(2):
            return "'" + text.replace("'", "''") + "'"
        return json.dumps(text, ensure_ascii=self.once_in(2))

    def flow(self, value: Any, inside: int) -> str:
        """Write between brackets; a break may stand between any two parts, with a comment before it."""
        if isinstance(value, str):
            return self.scalar(value, "[{} ]")
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        parts = (
            [f"{json.dumps(key)}: {self.flow(item, inside)}" for key, item in value.items()]
            if isinstance(value, dict)
            else [self.flow(item, inside) for item in value]
        )
        text = opening + self.gap(inside)
        for number, part in enumerate(parts):
            text += part + self.gap(inside) + ("," + self.gap(inside) if number + 1 < len(parts) else "")
        return text + closing

    def gap(self, inside: int) -> str:
        if self.once_in(7):
            return self.beside() + "\n" + "".join(f"{line}\n" for line in self.above(inside)) + " " * inside
        return " " * self.random.randrange(2)
