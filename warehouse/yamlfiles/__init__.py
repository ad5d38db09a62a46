"""The parser and validator of YAML that people write; it reports each problem with its exact position.

Input: the bytes of a file and its name, then a pydantic shape. Output: nodes that keep every scalar as written, with
its line and column; instances of the shape; and all problems of the file. This package never guesses the type of a
scalar, never accepts the same key twice, and never raises an error because of the content of a file.
"""

from warehouse.yamlfiles.jsonlines import parse_lines
from warehouse.yamlfiles.nodes import Node
from warehouse.yamlfiles.parsing import parse
from warehouse.yamlfiles.problems import (
    Position,
    Problem,
    ProblemsFound,
    annotation,
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
    "annotation",
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
