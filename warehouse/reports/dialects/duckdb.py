"""The rules for DuckDB: the statement becomes the body of a table macro, in which a parameter is a bare name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlglot import exp

from warehouse.reports.dialects.translation import NotPortable, applied, has_type, is_day, is_infinity, is_moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warehouse.reports.definition import Parameter
    from warehouse.reports.dialects.translation import Rule

NAME: Final = "duckdb"

GIVEN: Final = "given"
"""The first part of each statement, which holds the parameters. Elsewhere a column of the same name would be meant."""


def rewritten(tree: exp.Expr, parameters: Mapping[str, Parameter], at: str) -> exp.Expr:
    """Return the tree in DuckDB's SQL. See ``Dialect.rewritten``."""
    rules: Mapping[type[exp.Expr], Rule] = {
        exp.ArrayAgg: _in_order,
        exp.Cast: _cast,
        exp.Column: lambda node: _alias(node, parameters),
        exp.DPipe: _joined,
        exp.Dot: lambda node: f"CAST('{at or 'infinity'}' AS TIMESTAMPTZ)" if is_moment(node) else None,
        exp.Format: _format,
        exp.Literal: _literal,
    }
    tree = applied(rules, tree, NAME)
    if not parameters:
        return tree
    values = [exp.cast(exp.column(name), each.type, dialect="postgres").as_(name) for name, each in parameters.items()]
    others = tree.args.get("with_") or exp.With(expressions=[])
    first = exp.CTE(this=exp.select(*values), alias=exp.TableAlias(this=exp.to_identifier(GIVEN)))
    others.set("expressions", [first, *others.expressions])
    tree.set("with_", others)
    return tree


def _in_order(node: exp.ArrayAgg) -> str | None:
    """Sort a list of distinct values, which PostgreSQL does anyway: sources are numbered in this order."""
    if not isinstance(node.this, exp.Distinct) or len(node.this.expressions) != 1:
        return None
    value = node.this.expressions[0].sql(NAME)
    return f"array_agg(DISTINCT {value} ORDER BY {value})"


def _cast(node: exp.Cast) -> str | None:
    """Read a parameter."""
    if isinstance(node.this, exp.Placeholder):
        return f"(SELECT {GIVEN}.{node.this.name} FROM {GIVEN})"
    return None


def _alias(node: exp.Column, parameters: Mapping[str, Parameter]) -> exp.Expr | None:
    """Put the expression in the place of its alias in ORDER BY, if a parameter has the same name."""
    if node.table or node.name not in parameters:
        return None
    select = node.find_ancestor(exp.Select)
    for each in select.expressions if select else ():
        if isinstance(each, exp.Alias) and each.alias == node.name:
            return exp.paren(each.this)
    raise NotPortable(f'"{node.name}" is both a parameter and a column')


def _joined(node: exp.DPipe) -> str | None:
    """Join lists so that a missing one counts as empty, as in PostgreSQL, where ``||`` gives NULL here."""
    left, right = node.left.sql(NAME), node.right.sql(NAME)
    if has_type(node.left, "ARRAY") and has_type(node.right, "ARRAY"):
        return f"nullif(list_concat({left}, {right}), [])"
    if has_type(node.left, "ARRAY"):
        return f"list_append({left}, {right})"
    return None


def _format(node: exp.Format) -> str:
    """Write the places for values as DuckDB does, which would print ``%s`` as it stands."""
    pattern = node.this.name.replace("%s", "{}")
    return f"format('{pattern}', {', '.join(each.sql(NAME) for each in node.expressions)})"


def _literal(node: exp.Literal) -> exp.Expr | None:
    """Make an infinite number a double, since decimals end; days have an infinity there."""
    if not is_infinity(node):
        return None
    return exp.cast(exp.Literal.string(node.name.lower()), "date" if is_day(node) else "double")
