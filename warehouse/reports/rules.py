"""What the parts of a report file owe each other: parameters, columns, citations, chart and cases must fit together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from warehouse.reports.arguments import type_refusal, value_refusal
from warehouse.reports.header import REGISTERS
from warehouse.sqlfiles import Kind, scan
from warehouse.strictyaml import Problem, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from warehouse.reports.header import Header, Parameter
    from warehouse.sqlfiles import SqlFile, Token

_BEFORE_ALL_COLUMNS: Final = frozenset({"SELECT", "DISTINCT", "ALL", ",", "."})
_BEGIN_READING: Final = frozenset({"SELECT", "WITH", "VALUES", "TABLE"})
_WRITE: Final = frozenset({"INSERT", "UPDATE", "DELETE", "MERGE"})
_NOTHING_EXPECTED: Final = "a case without an expectation"


def problems(source: SqlFile, header: Header) -> Iterator[Problem]:
    """Find everything in a readable report that does not fit together."""
    yield from _statement(source)
    yield from _parameter_uses(source, header)
    for name, parameter in header.params.items():
        yield from _parameter(source, name, parameter)
    yield from _columns(source, header)
    yield from _citations(source, header)
    yield from _cases(source, header)


def _at(source: SqlFile, path: tuple[int | str, ...], code: str, what: str, hint: str, *, key: bool = False) -> Problem:
    return Problem(source.header.at(path, key=key), f"E-report-{code}", what, hint)


def _statement(source: SqlFile) -> Iterator[Problem]:
    """Ask for an order, which makes runs comparable, and for named columns, which outlive a change of the tables."""
    solid = [token for token in source.tokens if token.kind not in (Kind.BLANK, Kind.COMMENT)]
    if writing := next(_writing(solid), None):
        hint = "write one SELECT; facts are changed in the seeds"
        yield source.problem(writing.offset, "write", f"{writing.text.upper()}, and a report only reads", hint)
        return
    depth, is_ordered, before = 0, False, ""
    for token in solid:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        is_ordered = is_ordered or (depth == 0 and token.kind is Kind.WORD and token.text.upper() == "ORDER")
        if token.text == "*" and before.upper() in _BEFORE_ALL_COLUMNS:
            yield source.problem(token.offset, "star", "all columns of a table, *", "name the columns")
        before = token.text
    if not is_ordered:
        hint = "end it with ORDER BY columns that are different in every row"
        yield source.problem(solid[0].offset, "order", "the rows come in no order", hint)


def _writing(solid: Sequence[Token]) -> Iterator[Token]:
    """Find what makes a statement more than a question; the server refuses it too, but says so in words of its own."""
    words = ["", "", *(token.text.upper() for token in solid)]
    for outer, before, token in zip(words, words[1:], solid, strict=False):
        word = token.text.upper() if token.kind is Kind.WORD else ""
        begins_otherwise = not before and word not in _BEGIN_READING and token.text != "("
        writes_in_part = word in _WRITE and before == "(" and outer in {"AS", "MATERIALIZED"}
        if begins_otherwise or writes_in_part or word == "INTO":
            yield token


def _parameter_uses(source: SqlFile, header: Header) -> Iterator[Problem]:
    used = set()
    for token in source.tokens:
        if token.kind is Kind.PARAMETER:
            name = token.text[1:]
            used.add(name)
            if name not in header.params:
                hint = nearest(name, header.params) or "declare it under params"
                yield source.problem(token.offset, "parameter-undeclared", f"undeclared parameter {token.text}", hint)
    for name in header.params:
        if name not in used:
            hint = f"use :{name} in the statement or remove it here"
            yield _at(source, ("params", name), "parameter-unused", f'unused parameter "{name}"', hint, key=True)


def _parameter(source: SqlFile, name: str, parameter: Parameter) -> Iterator[Problem]:
    path: tuple[int | str, ...] = ("params", name)
    if parameter.choices_from is not None:
        yield from _choices_query(source, (*path, "choices_from"), parameter)
    for number, choice in enumerate(parameter.choices):
        if refusal := type_refusal(choice, parameter.type.removesuffix("[]")):
            what = f'"{choice}" is no {parameter.type.removesuffix("[]")}'
            yield _at(source, (*path, "choices", number), "choice", what, refusal)
    if parameter.default is None:
        return
    if parameter.required:
        what = "a required parameter has no default"
        yield _at(source, (*path, "default"), "default", what, "remove one of the two")
    elif refusal := value_refusal(parameter.default, parameter):
        what = f'"{parameter.default}" cannot be the default'
        yield _at(source, (*path, "default"), "default", what, refusal)


def _choices_query(source: SqlFile, path: tuple[int | str, ...], parameter: Parameter) -> Iterator[Problem]:
    tokens = [token for token in scan(parameter.choices_from or "") if token.kind not in (Kind.BLANK, Kind.COMMENT)]
    if parameter.choices:
        yield _at(source, path, "choices", "choices twice", "remove choices or choices_from", key=True)
    if not tokens or tokens[0].text.upper() not in {"SELECT", "WITH", "VALUES"}:
        yield _at(source, path, "choices", "no query for choices", "write a SELECT whose first column can be chosen")
    for token in tokens:
        if token.kind in (Kind.PARAMETER, Kind.POSITIONAL, Kind.UNTERMINATED, Kind.END):
            what = f"{token.text[:12]!r} in a query for choices"
            yield _at(source, path, "choices", what, "write one SELECT without parameters and semicolon")


def _columns(source: SqlFile, header: Header) -> Iterator[Problem]:
    mentions: list[tuple[tuple[int | str, ...], str]] = [
        (("grain", number), name) for number, name in enumerate(header.grain) if name not in header.cite.values()
    ]
    if header.chart:
        drawn = header.chart
        parts = ("x", "y", "series", "lower", "upper", "end", "value")
        mentions += [(("chart", part), name) for part in parts if (name := getattr(drawn, part))]
    for case_number, case in enumerate(header.cases):
        for row_number, row in enumerate(case.expect.contains):
            mentions += [(("cases", case_number, "expect", "contains", row_number, name), name) for name in row]
    for path, name in mentions:
        if name not in header.columns:
            hint = nearest(name, header.columns)
            yield _at(source, path, "column-unknown", f'"{name}" is not among the columns', hint)
    for name, doc in header.columns.items():
        if doc.key_of and doc.key_of not in header.columns and doc.key_of not in REGISTERS:
            what = f'"{doc.key_of}" is neither a register nor a column'
            hint = nearest(doc.key_of, [*REGISTERS, *header.columns])
            yield _at(source, ("columns", name, "key_of"), "column-unknown", what, hint)


def _citations(source: SqlFile, header: Header) -> Iterator[Problem]:
    for shown, facts in header.cite.items():
        if shown not in header.columns:
            what = f'cited column "{shown}" is not among the columns'
            yield _at(source, ("cite", shown), "cite", what, nearest(shown, header.columns), key=True)
        if facts in header.columns:
            what = f'"{facts}" holds fact ids and is shown too'
            yield _at(source, ("cite", shown), "cite", what, "leave it out of the columns")


def _cases(source: SqlFile, header: Header) -> Iterator[Problem]:
    for number, case in enumerate(header.cases):
        path: tuple[int | str, ...] = ("cases", number)
        expect = case.expect
        if expect.rows is None and expect.at_least is None and not expect.contains:
            yield _at(source, (*path, "expect"), "case", _NOTHING_EXPECTED, "say rows, at_least or contains")
        for name, given in case.params.items():
            parameter = header.params.get(name)
            if parameter is None:
                hint = nearest(name, header.params)
                yield _at(source, (*path, "params", name), "case", f'unknown parameter "{name}"', hint, key=True)
            elif refusal := value_refusal(given, parameter):
                what = f'"{given}" cannot be {name}'
                yield _at(source, (*path, "params", name), "case", what, refusal)
        for name, parameter in header.params.items():
            if parameter.required and name not in case.params:
                what = f'required parameter "{name}" is missing'
                yield _at(source, path, "case", what, f"give it under params: {parameter.help}")
