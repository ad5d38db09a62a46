"""The parser of a SQL file: it splits header and statement, and rejects statements that cannot run as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from warehouse.errors import ConfigurationError, PermissionRefused, UsageError
from warehouse.sqlfiles.statement import Kind, Token, scan
from warehouse.vocabulary import is_key
from warehouse.yamlfiles import Node, Position, Problem, ProblemsFound, nearest, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff]")


@dataclass(frozen=True, slots=True)
class SqlFile:
    """A SQL file without problems.

    Attributes:
        kind: Kind of file that its header states, such as report or check.
        name: File name without the suffix.
        file: Path as shown in messages.
        header: YAML of the header, with positions in the file.
        statement: Text below the header.
        first_line: Line of the file on which the statement starts.
        tokens: Tokens of the statement.
    """

    kind: str
    name: str
    file: str
    header: Node
    statement: str
    first_line: int
    tokens: tuple[Token, ...]

    def position(self, offset: int) -> Position:
        """Return the position in the file of an offset in the statement."""
        before = self.statement[:offset]
        return Position(self.file, self.first_line + before.count("\n"), offset - before.rfind("\n"))

    def problem(self, offset: int, code: str, what: str, hint: str) -> Problem:
        """Build a problem at an offset in the statement; the code starts with the kind of file."""
        return Problem(self.position(offset), f"E-{self.kind}-{code}", what, hint)


def read_sql(content: bytes, *, kind: str, name: str, file: str) -> tuple[SqlFile | None, list[Problem]]:
    """Parse one file.

    Args:
        content: Bytes of the file.
        kind: Word that the header must start with.
        name: File name without the suffix.
        file: Path as shown in messages.

    Returns:
        The file, or None if there are problems; and the problems.
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
        return problem(text[: control.start()], f"there is a control character, U+{ord(control[0]):04X}", "remove it")
    return text, []


def _header(text: str, kind: str, file: str) -> tuple[Node | None, int, list[Problem]]:
    """Parse the YAML between ``/* kind`` and ``*/``; a blank line in place of the first keeps lines numbered right."""

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
            hint = "remove it: SQL would begin or end a comment there"
            return problem(number, edge.start() + 1, f'"{edge[0]}" stands inside the header', hint)
    node, problems = parse("\n".join(["", *lines[1:last]]).encode(), file)
    if node is None and not problems:
        return problem(1, 1, "the header is empty", "describe the file in it, beginning with a title")
    return node, last + 2, problems


def _statement_problems(source: SqlFile) -> Iterator[Problem]:
    for token in source.tokens:
        if token.kind is Kind.UNTERMINATED:
            what = f"the string or comment that starts with {token.text[:12]!r} has no end"
            yield source.problem(token.offset, "unterminated", what, "close it")
        elif token.kind is Kind.POSITIONAL:
            what = f"the parameter {token.text} has a number, not a name"
            yield source.problem(token.offset, "positional", what, "give it a name, such as :mineral")
    solid = [token for token in source.tokens if token.kind not in (Kind.BLANK, Kind.COMMENT)]
    if not solid or solid[0].kind is Kind.END:
        yield source.problem(0, "empty", "there is no statement below the header", "write one SELECT")
        return
    end = next((number for number, token in enumerate(solid) if token.kind is Kind.END), len(solid))
    if end + 1 < len(solid):
        what = "a second statement begins here"
        yield source.problem(solid[end + 1].offset, "statements", what, "keep one statement per file")


Made = TypeVar("Made")

Folders = Path | tuple[Path, ...]
"""A folder that holds ``reports``, ``checks``, ``mart`` and ``site``; or several, in order of precedence."""

_FOLDERS: Final = {
    "report": "reports",
    "check": "checks",
    "mart": "mart",
    "site": "site",
    "freshness": "freshness",
    "question": "questions",
}
_TABLE: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def read_files(sql_dir: Folders, kind: str) -> tuple[list[SqlFile], list[Problem]]:
    """Parse every file of one kind.

    Args:
        sql_dir: The folder, or several; the first folder that has a file of some name wins.
        kind: ``report``, ``check``, ``mart``, ``site``, ``freshness`` or ``question``.

    Returns:
        The files without problems, sorted by name, and the problems of the others.

    Raises:
        ConfigurationError: None of the folders has files of this kind.
        PermissionRefused: A file cannot be read.
    """
    files: list[SqlFile] = []
    problems: list[Problem] = []
    for paths in find_paths(sql_dir, kind).values():
        source, its_problems = _read(paths[0], kind)
        problems += its_problems
        if source is not None:
            files.append(source)
    return files, problems


def find_file(sql_dir: Folders, kind: str, name: str) -> SqlFile:
    """Parse the file called ``name``, even if other files have problems.

    Raises:
        UsageError: The file does not exist.
        ProblemsFound: The file has problems.
    """
    by_name = find_paths(sql_dir, kind)
    if name not in by_name:
        hint = nearest(name, by_name) or f"known are: {', '.join(by_name)}"
        raise UsageError(f'there is no {kind} called "{name}"', hint=hint)
    source, problems = _read(by_name[name][0], kind)
    if source is None:
        raise ProblemsFound(problems)
    return source


def read_all(sql_dir: Folders, kind: str, make: Callable[[SqlFile], tuple[Made | None, list[Problem]]]) -> list[Made]:
    """Parse every file of one kind, and build an object from each with ``make``, sorted by name.

    Raises:
        ProblemsFound: One or more files have problems; the error holds all of them.
    """
    files, problems = read_files(sql_dir, kind)
    all_made = []
    for source in files:
        made, its_problems = make(source)
        problems += its_problems
        if made is not None:
            all_made.append(made)
    if problems:
        raise ProblemsFound(problems)
    return all_made


def read_one(
    sql_dir: Folders, kind: str, name: str, make: Callable[[SqlFile], tuple[Made | None, list[Problem]]]
) -> Made:
    """Parse the file called ``name``, even if other files have problems, and build an object from it with ``make``.

    Raises:
        UsageError: The file does not exist.
        ProblemsFound: The file has problems.
    """
    made, problems = make(find_file(sql_dir, kind, name))
    if made is None:
        raise ProblemsFound(problems)
    return made


def find_paths(sql_dir: Folders, kind: str) -> dict[str, Sequence[Path]]:
    """List the files of one kind, without reading them.

    Returns:
        The paths by name, sorted. The first path of a name is the one in use; the others are hidden by it.

    Raises:
        ConfigurationError: None of the folders has files of this kind.
    """
    folders = [each / _FOLDERS[kind] for each in ((sql_dir,) if isinstance(sql_dir, Path) else sql_dir)]
    if not any(folder.is_dir() for folder in folders):
        raise ConfigurationError(f"there is no folder {folders[0]}", hint="name the project folder with --project")
    by_name: dict[str, list[Path]] = {}
    for folder in folders:
        for path in folder.glob("*.sql"):
            by_name.setdefault(path.stem, []).append(path)
    return {name: by_name[name] for name in sorted(by_name)}


def _read(path: Path, kind: str) -> tuple[SqlFile | None, list[Problem]]:
    file = "/".join(path.parts[-3:])  # sql/reports/NAME.sql
    is_table = kind == "mart"
    if not (_TABLE.fullmatch(path.stem) if is_table else is_key(path.stem)):
        hint = f"rename the file: use lower-case words joined by {'underscores' if is_table else 'hyphens'}"
        return None, [Problem(Position(file), f"E-{kind}-name", f'"{path.stem}" cannot be a name', hint)]
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PermissionRefused(f"{file} cannot be read: {error.strerror}", hint="check its permissions") from error
    return read_sql(content, kind=kind, name=path.stem, file=file)


_NAMES = (Kind.WORD, Kind.IDENTIFIER)


def names_in(tokens: Sequence[Token], schema: str) -> set[str]:
    """Return the names that follow ``schema`` and a dot; some may be columns of a table with the schema's name."""
    return {_name(tokens[at]) for _, at in _qualified(tokens, schema)}


def read_instead(tokens: Sequence[Token], schema: str, others: Mapping[str, str]) -> list[Token]:
    """Return the tokens with other tables in place of those of ``schema``; their offsets stay the same.

    Args:
        tokens: Tokens of the statement.
        schema: Schema whose tables are replaced.
        others: By table name, the replacement as SQL: schema and name.
    """
    changed = list(tokens)
    for first, last in _qualified(tokens, schema):
        other = others.get(_name(tokens[last]))
        if other is not None:
            changed[first] = Token(Kind.OTHER, other, tokens[first].offset)
            for at in range(first + 1, last + 1):
                changed[at] = Token(Kind.BLANK, "", tokens[at].offset)
    return changed


def _qualified(tokens: Sequence[Token], schema: str) -> Iterator[tuple[int, int]]:
    """Yield the indexes of the first and the last token of each qualified name: schema, dot and name."""
    solid = [at for at, token in enumerate(tokens) if token.kind not in (Kind.BLANK, Kind.COMMENT)]
    for before, first, dot, last in zip([-1, *solid], solid, solid[1:], solid[2:], strict=False):
        is_start = before < 0 or tokens[before].text != "."
        is_named = tokens[first].kind in _NAMES and _name(tokens[first]) == schema
        if is_start and is_named and tokens[dot].text == "." and tokens[last].kind in _NAMES:
            yield first, last


def _name(token: Token) -> str:
    """Return a name as the server understands it: quoted names as written, others in lower case."""
    if token.kind is Kind.IDENTIFIER:
        return token.text[1:-1].replace('""', '"')
    return token.text.lower()
