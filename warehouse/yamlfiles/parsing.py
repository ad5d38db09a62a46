"""The parser of YAML: the quick reader for the layout of the formatter, and the events of PyYAML for any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.yamlfiles import plain_layout
from warehouse.yamlfiles.nodes import INVISIBLE, MAX_BYTES, FileNode, invisible
from warehouse.yamlfiles.problems import Position, Problem, collector_paused

if TYPE_CHECKING:
    from warehouse.yamlfiles.nodes import Parsed


def parse(content: bytes, file: str) -> Parsed:
    """Parse one YAML document.

    Args:
        content: Bytes of the file.
        file: Name of the file in positions.

    Returns:
        The root node, or None if the file is empty or cannot be read; and the problems found.
    """
    text, problems = _decode(content, file)
    if problems:
        return None, problems
    with collector_paused():
        found = plain_layout.scan(text)
        if found is not None:
            return FileNode(file, *found), []

        from warehouse.yamlfiles.events import read_events

        return read_events(text, file)


def _decode(content: bytes, file: str) -> tuple[str, list[Problem]]:
    def problem(offset: int, what: str, hint: str) -> tuple[str, list[Problem]]:
        line = content.count(b"\n", 0, offset) + 1
        start = content.rfind(b"\n", 0, offset) + 1
        column = len(content[start:offset].decode("utf-8", "replace")) + 1
        return "", [Problem(Position(file, line, column), "E-text", what, hint)]

    if len(content) > MAX_BYTES:
        return problem(0, f"the file has {len(content):,} bytes, more than {MAX_BYTES:,}", "split it into several")
    if content.startswith(b"\xef\xbb\xbf"):
        return problem(0, "the file starts with a byte order mark", "save it as UTF-8 without one")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        return problem(error.start, f"byte 0x{content[error.start]:02x} is not UTF-8", "save the file as UTF-8")
    if unseen := INVISIBLE.search(text):
        return problem(len(text[: unseen.start()].encode()), f"there is {invisible(unseen[0])}", "remove it")
    return text, _tabs(text, file) if "\t" in text else []


def _tabs(text: str, file: str) -> list[Problem]:
    return [
        Problem(Position(file, number, line.index("\t") + 1), "E-tab", "there is a tab", "use spaces")
        for number, line in enumerate(text.split("\n"), start=1)
        if "\t" in line
    ]
