"""``warehouse mcp``: the warehouse for assistants."""

from __future__ import annotations

import sys

import typer  # noqa: TC002 - typer reads the annotations

from warehouse import extras
from warehouse.cli.session import session_of
from warehouse.errors import UsageError


def mcp(context: typer.Context) -> None:
    """Let an assistant read reports, facts and the mart over stdin and stdout, by the Model Context Protocol."""
    from warehouse.api import Listener

    try:
        from warehouse.assistants.server import serve
    except ModuleNotFoundError as error:
        if error.name not in {"mcp", "mcp_types"}:
            raise
        raise extras.missing("warehouse mcp", "mcp", "read with another client: docs/bi.md") from error
    from warehouse.assistants.reading import Reading

    session = session_of(context)
    if None in (sys.__stdin__, sys.__stdout__):
        hint = "An assistant starts this command itself, with both open: docs/assistants.md."
        raise UsageError("stdin or stdout is closed", hint=hint)
    if sys.stdin.isatty():
        session.say("An assistant starts this command itself (docs/assistants.md). It reads stdin; Ctrl+D ends it.")
    with Reading(session.settings, Listener(session.say, session.say_waiting)) as project:
        serve(project)
