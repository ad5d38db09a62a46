"""Split a SQL file into its YAML header and its statement, and refuse what could not run as it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warehouse.sqlfiles.lexer import Kind, Token, scan
from warehouse.strictyaml import Node, Position, Problem, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff]")


@dataclass(frozen=True, slots=True)
class SqlFile:
    """A file that could be read.

    Attributes:
        kind: What its header says it is: report or check.
        name: Its name without the suffix.
        file: Its path as shown in messages.
        header: The YAML of the header; its positions are those of the file.
        statement: Everything below the header.
        first_line: The line of the file on which the statement starts.
        tokens: The statement, cut up.
    """

    kind: str
    name: str
    file: str
    header: Node
    statement: str
    first_line: int
    tokens: tuple[Token, ...]

    def position(self, offset: int) -> Position:
        """Find the line and column of a place in the statement."""
        before = self.statement[:offset]
        return Position(self.file, self.first_line + before.count("\n"), offset - before.rfind("\n"))

    def problem(self, offset: int, code: str, what: str, hint: str) -> Problem:
        """Make a problem of this kind of file at a place in the statement."""
        return Problem(self.position(offset), f"E-{self.kind}-{code}", what, hint)


def read_sql(content: bytes, *, kind: str, name: str, file: str) -> tuple[SqlFile | None, list[Problem]]:
    """Read one file.

    Args:
        content: Its bytes.
        kind: The word its header must start with.
        name: Its name without the suffix.
        file: Its path as shown in messages.

    Returns:
        The file, or None when there are problems; and the problems.
    """
    text, problems = _decode(content, kind, file)
    if problems:
        return None, problems
    header, first_line, problems = _header(text, kind, file)
    if header is None:
        return None, problems
    statement = "\n".join(text.split("\n")[first_line - 1 :])
    source = SqlFile(kind, name, file, header, statement, first_line, tuple(scan(statement)))
    problems = list(_statement_problems(source))
    return (None if problems else source), problems


def _decode(content: bytes, kind: str, file: str) -> tuple[str, list[Problem]]:
    def problem(before: str, what: str, hint: str) -> tuple[str, list[Problem]]:
        position = Position(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        return "", [Problem(position, f"E-{kind}-text", what, hint)]

    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        return problem(before, f"byte 0x{content[error.start]:02x} is not UTF-8", "save the file as UTF-8")
    text = text.replace("\r\n", "\n")
    if control := _CONTROL.search(text):
        return problem(text[: control.start()], f"control character U+{ord(control[0]):04X}", "remove it")
    return text, []


def _header(text: str, kind: str, file: str) -> tuple[Node | None, int, list[Problem]]:
    """Read the YAML between ``/* kind`` and ``*/``; blank lines before it keep its positions those of the file."""

    def problem(line: int, column: int, what: str, hint: str) -> tuple[None, int, list[Problem]]:
        return None, 0, [Problem(Position(file, line, column), f"E-{kind}-header", what, hint)]

    lines = text.split("\n")
    if lines[0].rstrip() != f"/* {kind}":
        hint = f"let the first line be: /* {kind}"
        return problem(1, 1, f"the file does not start with the header of a {kind}", hint)
    last = next((number for number, line in enumerate(lines) if line.strip() == "*/"), None)
    if last is None:
        return problem(1, 1, "the header has no end", "close it with a line that holds only */")
    for number, line in enumerate(lines[1:last], start=2):
        if edge := re.search(r"/\*|\*/", line):
            return problem(
                number, edge.start() + 1, f'"{edge[0]}" inside the header', "SQL would end the comment there"
            )
    node, problems = parse("\n".join(["", *lines[1:last]]).encode(), file)
    if node is None and not problems:
        return problem(1, 1, "the header is empty", "describe the file in it: title, …")
    return node, last + 2, problems


def _statement_problems(source: SqlFile) -> Iterator[Problem]:
    for token in source.tokens:
        if token.kind is Kind.UNTERMINATED:
            what = f"no end of what starts with {token.text[:12]!r}"
            yield source.problem(token.offset, "unterminated", what, "close the string or comment")
        elif token.kind is Kind.POSITIONAL:
            what = f"a numbered parameter, {token.text}"
            yield source.problem(token.offset, "positional", what, "name it, as in :mineral")
    solid = [token for token in source.tokens if token.kind not in (Kind.BLANK, Kind.COMMENT)]
    if not solid or solid[0].kind is Kind.END:
        yield source.problem(0, "empty", "no statement below the header", "write one SELECT")
        return
    end = next((number for number, token in enumerate(solid) if token.kind is Kind.END), len(solid))
    if end + 1 < len(solid):
        what = "a second statement"
        yield source.problem(solid[end + 1].offset, "statements", what, "keep one statement per file")
