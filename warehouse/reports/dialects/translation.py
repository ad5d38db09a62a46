"""The translation of a report's statement: parsed, names and types resolved, rewritten by the rules of a dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify
from sqlglot.schema import MappingSchema

from warehouse.sqlfiles import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from warehouse.mart.objects import MartObject
    from warehouse.reports.definition import Parameter, Report

    Rule = Callable[[Any], exp.Expr | str | None]


class NotPortable(ValueError):
    """The error for a statement that has no equal in a dialect; its message names what is in the way."""


class Dialect(Protocol):
    """The rules of a dialect, as the module of its name holds them."""

    NAME: str

    def rewritten(self, tree: exp.Expr, parameters: Mapping[str, Parameter], at: str) -> exp.Expr:
        """Return the tree of a statement in the dialect.

        Args:
            tree: The tree, with resolved names and types. It may be changed.
            parameters: The parameters of the report.
            at: The instant whose state the file holds, as text; empty means the time of the query.
        """


class Translator:
    """The translator of reports to a dialect."""

    def __init__(self, dialect: Dialect, objects: Iterable[MartObject], at: datetime | None = None) -> None:
        """Note the columns of the mart.

        Args:
            dialect: The dialect.
            objects: All objects of the mart.
            at: The instant whose state the file holds; None means the state after the last load.
        """
        self._dialect = dialect
        self._at = at.isoformat() if at else ""
        columns = {found.name: {name: each.type for name, each in found.header.columns.items()} for found in objects}
        self._tables = set(columns)
        self._schema = MappingSchema({"mart": columns}, dialect="postgres")

    def translated(self, report: Report) -> str:
        """Return the statement of a report in the dialect.

        Raises:
            NotPortable: It uses something that has no equal there.
        """
        parameters = report.header.params
        casts = {name: f"CAST(:{name} AS {parameter.type})" for name, parameter in parameters.items()}
        try:
            tree = sqlglot.parse_one(fill(report.source.tokens, casts).text, read="postgres")
            tree = self._dialect.rewritten(self._resolved(_prepared(tree)), parameters, self._at)
            return tree.sql(self._dialect.NAME, pretty=True, unsupported_level=sqlglot.ErrorLevel.RAISE)
        except SqlglotError as error:
            raise NotPortable(str(error).partition("\n")[0]) from error

    def _resolved(self, tree: exp.Expr) -> exp.Expr:
        """Return the tree with the table of each column and the type of each expression, reading from the file."""
        tree = qualify(
            tree, schema=self._schema, dialect="postgres", quote_identifiers=False, validate_qualify_columns=False
        )
        tree = annotate_types(tree, schema=self._schema, dialect="postgres")
        for table in tree.find_all(exp.Table):
            if table.db not in {"", "mart"} or (table.db and table.name not in self._tables):
                raise NotPortable(f"it reads {table.db}.{table.name}, which is not in the file")
            table.set("db", None)
        return tree


def _prepared(tree: exp.Expr) -> exp.Expr:
    """Return the tree as sqlglot understands it; refuse functions that it does not know.

    ``trim_scale`` and ``COLLATE "C"`` change no value in the files: numbers there have no trailing zeros, and texts are
    in the order of code points in any case. A cast tells the type of ``array_append``.
    """
    for node in list(tree.find_all(exp.Collate, exp.Anonymous, exp.ArrayAppend, exp.Select)):
        if isinstance(node, exp.Collate) and node.expression.name == "C":
            node.replace(node.this)
        elif isinstance(node, exp.ArrayAppend):
            node.replace(exp.cast(node.copy(), "text[]", dialect="postgres"))
        elif isinstance(node, exp.Select) and not node.expressions:
            node.select("1", copy=False)
        elif isinstance(node, exp.Anonymous) and node.name.lower() == "trim_scale":
            node.replace(node.expressions[0])
        elif isinstance(node, exp.Anonymous) and not isinstance(node.parent, exp.Dot):
            raise NotPortable(f"it uses the function {node.name.lower()}")
    return tree


def applied(rules: Mapping[type[exp.Expr], Rule], tree: exp.Expr, dialect: str) -> exp.Expr:
    """Return the tree with each node replaced as its rule says, children before parents; types are kept.

    Args:
        rules: The rule of each kind of node. It takes a node whose children are replaced already, and returns a node,
            text in the dialect, or None to leave the node as it is.
        tree: The tree, which is changed.
        dialect: The name of the dialect in sqlglot.
    """
    for node in reversed(list(tree.walk())):
        rule = rules.get(type(node))
        made = rule(node) if rule else None
        if made is None:
            continue
        new = sqlglot.parse_one(made, read=dialect) if isinstance(made, str) else made
        new.type = new.type or node.type
        node.replace(new)
    return tree


def has_type(node: exp.Expr | None, *kinds: str) -> bool:
    """Return whether a node is known to have one of the types, by their names in sqlglot."""
    return node is not None and node.type is not None and node.type.this.name in kinds


def is_infinity(node: exp.Literal) -> bool:
    """Return whether a literal stands for a day or number beyond all others."""
    return bool(node.is_string) and node.name.lower() in {"infinity", "-infinity"}


def is_day(node: exp.Literal) -> bool:
    """Return whether a literal stands beside a day, as an argument of the same function or comparison."""
    beside = node.parent.iter_expressions() if node.parent else ()
    return any(has_type(other, "DATE") for other in beside)


def is_moment(node: exp.Dot) -> bool:
    """Return whether a node is ``as_of.moment()``."""
    return str(node.this.name) == "as_of" and str(node.expression.name).lower() == "moment"
