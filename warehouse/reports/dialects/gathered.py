"""Ordered aggregates for SQLite, whose older versions cannot sort within one.

``string_agg(DISTINCT x, '; ' ORDER BY x)`` becomes two steps: the grouped select gathers the values as a JSON list, and
a select around it takes each list apart, sorts it and puts it together. All other parts of the grouped select move with
them, so that the outer select has the same columns in the same order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlglot import exp

from warehouse.reports.dialects.translation import NotPortable

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUPED: Final = "grouped"
"""The name of the inner select."""


def gathered(tree: exp.Expr) -> exp.Expr:
    """Return the tree with each select that has ordered aggregates as two selects."""
    for select in reversed(list(tree.find_all(exp.Select))):
        if any(isinstance(node, (exp.GroupConcat, exp.ArrayAgg)) for node in _own(select)):
            _divide(select)
    return tree


def _own(select: exp.Select) -> Iterator[exp.Expr]:
    """Yield the nodes of a select's columns and order, without those of selects inside."""
    for part in (*select.expressions, *(order.expressions if (order := select.args.get("order")) else ())):
        yield from part.walk(prune=lambda node: isinstance(node, (exp.Select, exp.Subquery)))


def _divide(select: exp.Select) -> None:
    """Change a grouped select into one that reads from a grouped select."""
    if any(isinstance(node, exp.Window) for node in _own(select)):
        raise NotPortable("an ordered aggregate and a window function stand in one select")
    inner = exp.Select()
    for part in ("from_", "joins", "where", "group", "having"):
        inner.set(part, select.args.get(part))
        select.set(part, None)
    pieces = _Pieces(inner)
    select.set("expressions", [_alias(each, pieces.replaced(each.unalias())) for each in select.expressions])
    for ordered in order.expressions if (order := select.args.get("order")) else ():
        ordered.set("this", pieces.replaced(ordered.this))
    select.set("from_", exp.From(this=inner.subquery(GROUPED)))


def _alias(named: exp.Expr, made: exp.Expr) -> exp.Expr:
    made = exp.alias_(made, named.output_name, copy=False)
    made.type = named.type
    return made


class _Pieces:
    """The columns of the inner select, each made once."""

    def __init__(self, inner: exp.Select) -> None:
        """Begin with none."""
        self._inner = inner
        self._made: dict[str, str] = {}

    def replaced(self, node: exp.Expr) -> exp.Expr:
        """Return an expression of the outer select, with what must be computed in the inner one as columns of it."""
        core = node.this if isinstance(node, exp.Filter) else node
        if isinstance(core, (exp.GroupConcat, exp.ArrayAgg)):
            return self._sorted(core, node.expression if isinstance(node, exp.Filter) else None)
        if isinstance(core, exp.AggFunc) or (isinstance(node, exp.Column) and node.table):
            return self._piece(node)
        for child in list(node.iter_expressions()):
            child.replace(self.replaced(child.copy()) if not isinstance(child, exp.Subquery) else child)
        return node

    def _piece(self, node: exp.Expr) -> exp.Expr:
        name = self._made.setdefault(node.sql(), f"_{len(self._made) + 1}")
        if len(self._inner.expressions) < len(self._made):
            self._inner.append("expressions", exp.alias_(node.copy(), name))
        column = exp.column(name, GROUPED)
        column.type = node.type
        return column

    def _sorted(self, core: exp.Expr, condition: exp.Expr | None) -> exp.Expr:
        """Gather the values of an aggregate, and return SQL that sorts them and puts them together."""
        value, is_distinct, keys = _taken_apart(core.this)
        is_alone = all(key.this == value for key in keys)
        gathered_values: exp.Expr = (
            value if is_alone else exp.func("json_array", value, *(key.this for key in keys), dialect="sqlite")
        )
        if is_distinct:
            gathered_values = exp.Distinct(expressions=[gathered_values])
        call: exp.Expr = exp.Anonymous(this="json_group_array", expressions=[gathered_values])
        if condition is not None:
            call = exp.Filter(this=call, expression=condition)
        lists = self._piece(call).sql("sqlite")
        if is_alone:
            values, order = f"SELECT e.value FROM json_each({lists}) AS e", [_direction("e.value", key) for key in keys]
        else:
            values = f"SELECT e.value ->> 0 AS value FROM json_each({lists}) AS e"
            order = [_direction(f"e.value ->> {number}", key) for number, key in enumerate(keys, 1)]
        made = _put_together(core, values + (f" ORDER BY {', '.join(order)}" if order else ""))
        made.type = core.type
        return made


def _taken_apart(argument: exp.Expr) -> tuple[exp.Expr, bool, list[Any]]:
    """Return the value of an aggregate, whether only different ones count, and the keys of its order."""
    keys = argument.expressions if isinstance(argument, exp.Order) else []
    value = argument.this if isinstance(argument, exp.Order) else argument
    if isinstance(value, exp.Distinct):
        return value.expressions[0], True, keys or [exp.Ordered(this=value.expressions[0], nulls_first=False)]
    return value, False, keys


def _direction(value: str, key: exp.Ordered) -> str:
    nulls = "FIRST" if key.args.get("nulls_first") else "LAST"
    return f"{value} {'DESC' if key.args.get('desc') else 'ASC'} NULLS {nulls}"


def _put_together(core: exp.Expr, values: str) -> exp.Expr:
    if isinstance(core, exp.GroupConcat):
        call = f"group_concat(v.value, {core.args['separator'].sql('sqlite')})"
    else:
        call = "nullif(json_group_array(v.value), '[]')"
    return exp.maybe_parse(f"(SELECT {call} FROM ({values}) AS v)", dialect="sqlite")
