"""Read YAML that people write, and say exactly where it is wrong.

Comes in: the bytes of a file and its name, then a pydantic shape. Goes out: nodes that keep every scalar as written
with its line and column, instances of the shape, and all problems of the file, sorted. Never guesses a type from a
scalar's look, never lets the last of two equal keys win, never raises for what a person wrote.
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
