"""What stands in the cell of a figure: a number, a mark in its place or beside it, or something else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from warehouse.model import amounts
from warehouse.model.figures import NO_NUMBER
from warehouse.seeds.tables.workbooks import RAISED
from warehouse.vocabulary import base
from warehouse.yamlfiles import nearest, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warehouse.seeds.tables.mapping import OwnMarks

NOTHING: Final = "nothing"
"""The meaning of a mark that stands for no fact at all."""

_NO_NUMBER: Final = "no number"
"""Words that are read as no number, whatever digits stand beside them."""

_LOWERED: Final = {raised: plain for plain, raised in RAISED.items()}
_DROPPED: Final = dict.fromkeys(_LOWERED)
_ONE: Final = f"[{re.escape(''.join(map(chr, _LOWERED)))}]"
_SHOWN_RAISED: Final = f"{_ONE}(?:(?:, ?)?{_ONE})*"
_AROUND: Final = re.compile(rf"(?P<before>{_SHOWN_RAISED})?\s*(?P<core>.*?)\s*(?P<behind>{_SHOWN_RAISED})?")
_EACH_MARK: Final = re.compile("[0-9]+|[a-z]|[-+]")
_DIGITS: Final = re.compile(r"[0-9](?:[0-9.,' \u2019]*[0-9])?")
_IN_PARENTHESES: Final = re.compile(r"\((?P<number>[0-9][^()]*)\)")


class UnexplainedError(ValueError):
    """The mapping does not explain the text of a cell.

    Attributes:
        what: What is wrong.
        hint: What to do.
    """

    def __init__(self, what: str, hint: str) -> None:
        """Store what is wrong and what to do."""
        super().__init__(what)
        self.what = what
        self.hint = hint


class Figure(NamedTuple):
    """A number, as the field of a record takes it, and what the source says of it or why there is none."""

    number: str | None
    status: str | None


@dataclass(frozen=True, slots=True)
class Marks:
    """What each mark of a table means."""

    cells: Mapping[str, str]
    beside: Mapping[str, str]
    footnotes: frozenset[str] = frozenset()
    behind: re.Pattern[str] = field(default=re.compile("(?!)"))
    before: re.Pattern[str] = field(default=re.compile("(?!)"))

    @classmethod
    def of(cls, chosen: str | OwnMarks) -> Marks:
        """Return the marks of a mapping.

        Raises:
            UnexplainedError: There is no such set, or a mark means something else than a word, 0 or nothing.
        """
        own = None if isinstance(chosen, str) else chosen
        name = chosen if isinstance(chosen, str) else chosen.like
        shipped: Mapping[str, Mapping[str, str]] = marker_sets().get(name, {}) if name else {}
        if name and not shipped:
            raise UnexplainedError(f'there is no set of marks "{name}"', nearest(name, marker_sets()))
        cells = {**shipped.get("cells", {}), **(own.cells if own else {})}
        beside = {**shipped.get("beside", {}), **(own.beside if own else {})}
        return cls(
            {mark: _meaning(mark, meant, alone=True) for mark, meant in cells.items()},
            {mark: _meaning(mark, meant, alone=False) for mark, meant in beside.items()},
            frozenset(own.footnotes if own else ()),
            re.compile(rf"(?P<core>.*[0-9]) ?(?P<mark>{_one_of(beside)})"),
            re.compile(rf"(?P<mark>{_one_of(beside)}) ?(?P<core>[0-9].*)"),
        )


def _one_of(marks: Mapping[str, str]) -> str:
    return "|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True)) or "(?!)"


@cache
def marker_sets() -> dict[str, dict[str, dict[str, str]]]:
    """Return the shipped sets of marks by name."""
    from importlib.resources import files

    node, problems = parse(files("warehouse.seeds.tables").joinpath("markers.yaml").read_bytes(), "markers.yaml")
    if node is None:
        raise ValueError(problems)
    sets: dict[str, dict[str, dict[str, str]]] = node.plain()
    return sets


def _meaning(mark: str, meant: str, *, alone: bool) -> str:
    if alone and (meant == NOTHING or meant.isdigit()):
        return meant
    term = base().find("figure-status", meant)
    if term is None:
        known = base().terms["figure-status"]
        hint = nearest(meant, known) or 'write 0, nothing, or a word of "warehouse seeds terms figure-status"'
        raise UnexplainedError(f'the mark "{mark}" cannot mean "{meant}"', hint)
    return term.key


@dataclass(frozen=True, slots=True)
class FigureReader:
    """Reads the figures of a table.

    Attributes:
        marks: What each mark means.
        form: How the table writes 1234.5.
        parentheses: Whether (12) is -12.
    """

    marks: Marks
    form: str = "1,234.5"
    parentheses: bool = False

    def read(self, text: str, *, scale: str = "", is_percent: bool = False) -> Figure | None:
        """Read the text of a cell.

        Args:
            text: The text.
            scale: What numbers are counted in, such as thousand.
            is_percent: Whether the unit is percent, so that the sign may stand in the cell.

        Returns:
            The figure; None: there is no fact in the cell.

        Raises:
            UnexplainedError: It is neither a number nor a mark that the mapping explains.
        """
        core, said = self._apart(text)
        meant = self.marks.cells.get(core)
        if meant is None and core:
            core, plain_mark = self._unmarked(core)
            said += plain_mark
        if len(set(said)) > 1:
            hint = "map the cell to one of them, and keep the other in a note"
            raise UnexplainedError(f'"{text}" has several marks: {", ".join(said)}', hint)
        status = said[0] if said else None
        if meant == NOTHING:
            return None
        if meant is not None and not meant.isdigit():
            if status is not None and status != meant:
                raise UnexplainedError(f'"{text}" has several marks: {meant}, {status}', "map the cell to one of them")
            return Figure(None, meant)
        return Figure(self._number(text, meant or core, scale, is_percent=is_percent), status)

    def named(self, text: str) -> str:
        """Return a name without the raised marks that lead to a footnote; others stay."""
        match = _AROUND.fullmatch(text)
        marks = "".join((match["before"] or "", match["behind"] or "")).translate(_LOWERED) if match else ""
        return match["core"] if match and self.marks.footnotes.issuperset(_EACH_MARK.findall(marks)) else text

    def _apart(self, text: str) -> tuple[str, list[str]]:
        """Return the text without its raised marks, and what these mean."""
        match = _AROUND.fullmatch(text)
        if match is None or not (match["before"] or match["behind"]):
            return text, []
        said = []
        for raised in (match["before"] or "", match["behind"] or ""):
            for mark in _EACH_MARK.findall(raised.translate(_LOWERED)):
                if mark in self.marks.footnotes:
                    continue
                if mark not in self.marks.beside:
                    hint = f'say in the mapping what it is: markers: {{footnotes: ["{mark}"]}}, or a mark in beside'
                    raise UnexplainedError(f'the raised "{mark}" of "{text}" is not explained', hint)
                said.append(self.marks.beside[mark])
        return match["core"], said

    def _unmarked(self, text: str) -> tuple[str, list[str]]:
        """Return a number without the mark behind or before it, and what that means."""
        if not text[0].isalpha() and not text[-1].isalpha() and not self.marks.beside:
            return text, []
        match = self.marks.behind.fullmatch(text) or self.marks.before.fullmatch(text)
        return (match["core"], [self.marks.beside[match["mark"]]]) if match else (text, [])

    def _number(self, text: str, core: str, scale: str, *, is_percent: bool) -> str:
        plain = core.removesuffix("%").rstrip() if is_percent else core
        if self.parentheses and (match := _IN_PARENTHESES.fullmatch(plain)):
            plain = f"-{match['number']}"
        if "(" in plain:  # what parentheses mean is for the mapping to say
            plain = _NO_NUMBER
        written = f"{_DIGITS.sub(self._digits, plain)} {scale}".rstrip()
        try:
            amounts.quantity(written)
        except amounts.UnreadableAmountError:
            hint = "explain it: a mark in markers, a reading in map, or a row in skip"
            if "%" in core and not is_percent:
                hint = "say unit: percent, or explain the cell"
            shown = f'"{text}"' if text else "an empty cell"
            raise UnexplainedError(f"{shown} is neither a number like {self.form} nor a known mark", hint) from None
        return written

    def _digits(self, match: re.Match[str]) -> str:
        """Return digits with a point and without separators; no number, if they have another form than the table's."""
        text = match[0].replace("\u2019", "'")
        form = _number_form(self.form)
        if form.fullmatch(text) is None:
            return _NO_NUMBER
        group, point = self.form[1].replace("2", ""), self.form[-2]
        return (text.replace(group, "") if group else text).replace(point, ".")


@cache
def _number_form(form: str) -> re.Pattern[str]:
    group, point = re.escape(form[1].replace("2", "")), re.escape(form[-2])
    grouped = rf"|[0-9]{{1,3}}(?:{group}[0-9]{{3}})+" if group else ""
    return re.compile(rf"(?:[0-9]+{grouped})(?:{point}[0-9]+)?")


def unraised(text: str) -> str:
    """Return a text without raised marks."""
    return text.translate(_DROPPED)


def has_no_number(status: str | None) -> bool:
    """Return whether a status says why there is no number."""
    return status in NO_NUMBER
