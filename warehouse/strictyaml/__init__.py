"""Read YAML that people write, and say exactly where it is wrong.

Comes in: the bytes of a file and its name, then a pydantic shape. Goes out: nodes that keep every scalar as written
with its line and column, instances of the shape, and all problems of the file, sorted. Never guesses a type from a
scalar's look, never lets the last of two equal keys win, never raises for what a person wrote.
"""

from warehouse.strictyaml.collector import collector_paused
from warehouse.strictyaml.jsonlines import parse_lines
from warehouse.strictyaml.nodes import parse
from warehouse.strictyaml.problems import Position, Problem, ProblemsFound, as_github, as_json, as_text, nearest
from warehouse.strictyaml.tree import Node
from warehouse.strictyaml.validate import validate
from warehouse.strictyaml.visible import visible

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
