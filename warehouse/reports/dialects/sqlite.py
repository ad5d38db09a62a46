"""The rules for SQLite 3.38 and newer: lists are JSON, days and instants are ISO texts, truth is 0 or 1.

A parameter is ``:name``. Datasette gives an empty text for one that is left out, so that means no value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlglot import exp

from warehouse.reports.dialects.gathered import gathered
from warehouse.reports.dialects.translation import NotPortable, applied, has_type, is_day, is_infinity, is_moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warehouse.reports.definition import Parameter
    from warehouse.reports.dialects.translation import Rule

NAME: Final = "sqlite"

_DAYS: Final = {"infinity": "'9999-12-31'", "-infinity": "'0001-01-01'"}
_NUMBERS: Final = {"infinity": "9e999", "-infinity": "-9e999"}


def rewritten(tree: exp.Expr, parameters: Mapping[str, Parameter], at: str) -> exp.Expr:
    """Return the tree in SQLite's SQL. See ``Dialect.rewritten``."""
    return applied(_rules(parameters, at), gathered(tree), NAME)


def _rules(parameters: Mapping[str, Parameter], at: str) -> Mapping[type[exp.Expr], Rule]:
    return {
        exp.Array: lambda node: f"json_array({_listed(node.expressions)})",
        exp.ArrayAppend: lambda node: _appended(node.this, node.expression),
        exp.ArrayPosition: _position,
        exp.Bracket: _element,
        exp.Cast: lambda node: _cast(node, parameters),
        exp.Concat: lambda node: " || ".join(f"coalesce({_(each)}, '')" for each in node.expressions),
        exp.ConcatWs: _concat_ws,
        exp.CurrentTimestamp: lambda _node: "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
        exp.Div: _quotient,
        exp.Dot: lambda node: f"'{at or '9999-12-31T23:59:59Z'}'" if is_moment(node) else None,
        exp.DPipe: _joined,
        exp.EQ: _any,
        exp.Extract: _extract,
        exp.Format: _format,
        exp.Literal: _literal,
        exp.RegexpReplace: _refused("regexp_replace"),
        exp.RegexpLike: _refused("~"),
        exp.Like: _refused("LIKE"),
        exp.ILike: _refused("ILIKE"),
        exp.Lower: _refused("lower"),
        exp.Upper: _refused("upper"),
        exp.SplitPart: lambda node: f"coalesce({_split(node.this, node.args['delimiter'])} ->> {_index(node)}, '')",
        exp.StringToArray: lambda node: _split(node.this, node.expression),
        exp.Sub: _days_between,
        exp.TimestampTrunc: _truncated,
        exp.Unnest: _unnested,
        exp.Values: _values,
    }


def _(node: exp.Expr) -> str:
    return node.sql(NAME)


def _listed(nodes: list[exp.Expr]) -> str:
    return ", ".join(map(_, nodes))


def _refused(what: str) -> Rule:
    def refuse(_node: exp.Expr) -> None:
        raise NotPortable(f"SQLite has nothing that does what {what} does")

    return refuse


def _cast(node: exp.Cast, parameters: Mapping[str, Parameter]) -> str | None:
    """Read a parameter as its type; convert other values as PostgreSQL prints them."""
    if isinstance(node.this, exp.Placeholder):
        return _parameter(node.this.name, parameters[node.this.name])
    if has_type(node, "ARRAY"):
        return _(node.this)
    if node.to.this.name == "DATE":
        return f"date({_(node.this)})"
    if node.to.this.name == "TEXT" and has_type(node.this, "BOOLEAN"):
        return f"iif({_(node.this)}, 'true', 'false')"
    return None


def _parameter(name: str, parameter: Parameter) -> str:
    text = f"nullif(:{name}, '')"
    if parameter.default is not None:
        default = parameter.default.replace("'", "''")
        text = f"coalesce({text}, '{default}')"
    if parameter.type.endswith("[]"):
        return _split_text(text, "','")
    readings = {
        "boolean": f"CASE {text} WHEN 'true' THEN 1 WHEN '1' THEN 1 WHEN 'false' THEN 0 WHEN '0' THEN 0 END",
        "integer": f"CAST({text} AS INTEGER)",
        "numeric": f"CAST({text} AS NUMERIC)",
        "timestamptz": f"strftime('%Y-%m-%dT%H:%M:%fZ', {text})",
    }
    return readings.get(parameter.type, text)


def _split(text: exp.Expr, separator: exp.Expr) -> str:
    return _split_text(_(text), _(separator))


def _split_text(text: str, separator: str) -> str:
    """Return SQL for the parts of a text as JSON; the quotes around the text are those of the first and last part."""
    return f"""('[' || replace(json_quote({text}), {separator}, '","') || ']')"""


def _index(node: exp.SplitPart) -> str:
    return f"{int(node.args['part_index'].name) - 1}"


def _element(node: exp.Bracket) -> str:
    """Return the element of a list; sqlglot counts from 0, as JSON does."""
    return f"{_(node.this)} ->> {_(node.expressions[0])}"


def _position(node: exp.ArrayPosition) -> str:
    return f"(SELECT e.key + 1 FROM json_each({_(node.this)}) AS e WHERE e.value = {_(node.expression)} LIMIT 1)"


def _concat_ws(node: exp.ConcatWs) -> str:
    """Put the separator before each text that is there, and cut off the first one."""
    separator, *texts = node.expressions
    parts = " || ".join(f"coalesce({_(separator)} || {_(text)}, '')" for text in texts)
    return f"substr({parts}, length({_(separator)}) + 1)"


def _quotient(node: exp.Div) -> str | None:
    """Divide numbers that are not integers as such, though whole ones are stored as integers."""
    if has_type(node.left, "INT", "BIGINT") and has_type(node.right, "INT", "BIGINT"):
        return None
    return f"CAST({_(node.left)} AS REAL) / {_(node.right)}"


def _joined(node: exp.DPipe) -> str | None:
    if not has_type(node.left, "ARRAY"):
        return None
    if not has_type(node.right, "ARRAY"):
        return _appended(node.left, node.right)
    return (
        f"(SELECT nullif(json_group_array(e.value), '[]') FROM (SELECT a.value FROM json_each({_(node.left)}) AS a"
        f" UNION ALL SELECT b.value FROM json_each({_(node.right)}) AS b) AS e)"
    )


def _appended(values: exp.Expr, value: exp.Expr) -> str:
    return f"json_insert(coalesce({_(values)}, '[]'), '$[#]', {_(value)})"


def _any(node: exp.EQ) -> str | None:
    """Look for a value in a list."""
    if not isinstance(node.expression, exp.Any):
        return None
    return f"{_(node.this)} IN (SELECT e.value FROM json_each({_(node.expression.this)}) AS e)"


def _extract(node: exp.Extract) -> str:
    if node.this.name.upper() != "YEAR":
        raise NotPortable(f"SQLite has no rule for extract({node.this.name})")
    return f"CAST(strftime('%Y', {_(node.expression)}) AS INTEGER)"


def _format(node: exp.Format) -> str:
    return f"printf({_(node.this)}, {_listed(node.expressions)})"


def _literal(node: exp.Literal) -> str | None:
    if not is_infinity(node):
        return None
    return (_DAYS if is_day(node) else _NUMBERS)[node.name.lower()]


def _days_between(node: exp.Sub) -> str | None:
    if has_type(node.left, "DATE") and has_type(node.right, "DATE"):
        return f"CAST(julianday({_(node.left)}) - julianday({_(node.right)}) AS INTEGER)"
    return None


def _truncated(node: exp.TimestampTrunc) -> str:
    unit = node.text("unit").lower()
    if unit != "second":
        raise NotPortable(f"SQLite has no rule for date_trunc('{unit}')")
    return f"substr({_(node.this)}, 1, 19) || 'Z'"


def _unnested(node: exp.Unnest) -> exp.Expr:
    """Read a list as rows of the function ``json_each``, which calls its column ``value``."""
    alias = node.args["alias"]
    select = node.find_ancestor(exp.Select)
    for column in select.find_all(exp.Column) if select else ():
        if column.table == alias.name:
            column.set("this", exp.to_identifier("value"))
    each = exp.Anonymous(this="json_each", expressions=[node.expressions[0].copy()])
    return exp.Table(this=each, alias=exp.TableAlias(this=alias.this.copy()))


def _values(node: exp.Values) -> str | None:
    """Name the columns of a list of rows, which cannot be named behind it."""
    names = [column.name for column in node.args["alias"].columns] if node.args.get("alias") else []
    if not names:
        return None
    rows = (zip(row.expressions, names, strict=True) for row in node.expressions)
    selects = ("SELECT " + ", ".join(f"{_(value)} AS {name}" for value, name in row) for row in rows)
    return f"({' UNION ALL '.join(selects)}) AS {node.alias}"
