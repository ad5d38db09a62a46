"""``warehouse db check``, ``revision`` and ``lint``: is the schema what it should be, is a new migration in order."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.cli.session import print_data, session_of
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from warehouse.database.fingerprint import Difference
    from warehouse.database.schema_check import Verdict


class CheckFormat(StrEnum):
    """How differences are written."""

    TEXT = "text"
    JSON = "json"


def check(
    context: typer.Context,
    *,
    form: Annotated[CheckFormat, typer.Option("--format", "-f", help="How to print them.")] = CheckFormat.TEXT,
) -> None:
    """Compare the schema with what its migrations make; prints each difference, and exits with 1 if there is any."""
    from warehouse.database.schema_check import check_schema

    session = session_of(context)
    with session.dsn() as dsn, session.phases() as phases:
        phases("making a database to compare with")
        found = check_schema(dsn, session.settings.migrations, session.settings.shipped_sql)
    if form is CheckFormat.JSON:
        print_data(json.dumps({**asdict(found), "is_sound": found.is_sound}, ensure_ascii=False, indent=2))
    elif found.differences:
        print_data("\n".join(described(one) for one in found.differences))
    for remark in _remarks(found):
        session.say(remark)
    if not found.is_sound:
        raise typer.Exit(ExitCode.FAILED)


def described(one: Difference) -> str:
    """Say a difference in one line."""
    if one.sign == "+":
        return f"+ {one.kind} {one.name}: is there, should not be"
    if one.sign == "-":
        return f"- {one.kind} {one.name}: is missing"
    if one.kind == "migration":
        return f"~ {one.kind} {one.name}: its file is not what was applied"
    found, expected = _first_difference(one.found, one.expected)
    return f"~ {one.kind} {one.name}: {one.attribute.replace('_', ' ')} is {found}, should be {expected}"


def _first_difference(found: str | None, expected: str | None) -> tuple[str, str]:
    """Give two values on one line; of long ones the first line that differs."""
    if found is None or expected is None or "\n" not in found + expected:
        return _on_a_line(found), _on_a_line(expected)
    here, there = found.splitlines(), expected.splitlines()
    at = next((n for n, pair in enumerate(zip(here, there, strict=False)) if pair[0] != pair[1]), None)
    place = min(len(here), len(there)) if at is None else at
    one, other = ("" if place >= len(lines) else lines[place] for lines in (here, there))
    return f"in line {place + 1} {_on_a_line(one)}", _on_a_line(other)


def _on_a_line(value: str | None) -> str:
    return "nothing" if value is None or not value.strip() else " ".join(value.split())


def _remarks(found: Verdict) -> list[str]:
    remarks = [found.fault] if found.fault else []
    if found.pending:
        remarks.append(f"Compared at revision {found.revision}; {len(found.pending)} pending: warehouse db upgrade.")
    if not found.is_derived:
        remarks.append("Another version of the warehouse made the mart and what else follows: warehouse db upgrade.")
    if found.is_across_versions:
        remarks.append(
            f"The server is PostgreSQL {found.server_version}, compared with one of {found.scratch_version}: "
            "they may spell a definition differently. An account that may create databases compares on the server."
        )
    count = len(found.differences)
    if count:
        remarks.append(f"{count} difference{'s' if count > 1 else ''} from what revision {found.revision} is.")
    else:
        remarks.append(f"The schema is what revision {found.revision} makes.")
    return remarks


def revision(
    context: typer.Context,
    message: Annotated[str, typer.Argument(metavar="MESSAGE", help='What it does, verb first: "add unit of price".')],
) -> None:
    """Begin a new migration that leads to the tables of warehouse/schema (for work on the warehouse itself)."""
    from warehouse.database.drafting import draft

    session = session_of(context)
    with session.phases() as phases:
        phases("comparing the migrations with the tables")
        path = draft(session.settings.migrations, message, compares=True)
    print_data(str(path))
    session.say("Read both directions and complete them, then: warehouse db lint, make docs.")


def lint(context: typer.Context) -> None:
    """Have squawk look for locks and losses in the SQL of new migrations (for work on the warehouse itself)."""
    from warehouse.database.drafting import lint

    session = session_of(context)
    warned = lint(session.settings.migrations)
    for one in warned:
        hint = f" {one.hint}" if one.hint else ""
        print_data(f"{one.revision}: {one.rule}: {one.message}{hint}\n    {one.statement}")
    if warned:
        session.say(f"{len(warned)} to mend, or to excuse above the statement: -- squawk-ignore RULE")
        raise typer.Exit(ExitCode.FAILED)
    session.say("Nothing to say about the migrations.")
