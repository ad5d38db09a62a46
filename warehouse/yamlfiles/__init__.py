"""The parser and validator of YAML that people write; it reports each problem with its exact position.

Input: the bytes of a file and its name, then a pydantic shape. Output: nodes that keep every scalar as written, with
its line and column; instances of the shape; and all problems of the file, sorted. It never guesses a type from the look
of a scalar, never lets the last of two equal keys win, and never raises an error for the content of a file.
"""

from warehouse.yamlfiles.jsonlines import parse_lines
from warehouse.yamlfiles.nodes import Node, parse
from warehouse.yamlfiles.problems import (
    Position,
    Problem,
    ProblemsFound,
    as_github,
    as_json,
    as_text,
    collector_paused,
    nearest,
    visible,
)
from warehouse.yamlfiles.validate import validate

__all__ = [
    "Node",
    "Position",
    "Problem",
    "ProblemsFound",
    "as_github",
    "as_json",
    "as_text",
    "collector_paused",
    "nearest",
    "parse",
    "parse_lines",
    "validate",
    "visible",
]
