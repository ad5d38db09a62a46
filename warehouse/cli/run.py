"""The entry point: it runs one command, and turns every error into a message and an exit code."""

from __future__ import annotations

import os
import traceback
from functools import cache
from typing import TYPE_CHECKING, cast

import typer.core
import typer.main
from typer.exceptions import TyperException

from warehouse.cli.app import app
from warehouse.cli.log import Log, asked_format
from warehouse.errors import ExitCode, WarehouseError
from warehouse.settings import masked

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Run ``warehouse`` with these arguments.

    Returns:
        The exit code; see ``errors.ExitCode``.
    """
    log = Log(asked_format(arguments))
    with log.in_charge_of_stderr():
        return _run(arguments, log)


def _run(arguments: Sequence[str], log: Log) -> int:
    try:
        code = _command().main(args=list(arguments), prog_name="warehouse", standalone_mode=False, obj=log)
    except TyperException as error:
        what = error.format_message().replace("Value error, ", "")
        return _fail(log, what, f'See "{_place(error)} --help".', ExitCode.USAGE)
    except WarehouseError as error:
        return _show(log, error)
    except Exception as error:  # noqa: BLE001 - the outermost frame: anything here is a bug
        trace = traceback.format_exc() if os.environ.get("WAREHOUSE_TRACEBACK") else ""
        hint = "Set WAREHOUSE_TRACEBACK=1, run it again and report what it prints."
        return _fail(log, f"this is a bug: {type(error).__name__}: {error}", hint, ExitCode.BUG, trace)
    if code == ExitCode.INTERRUPTED:  # typer returns this code after Ctrl+C
        return _fail(log, "interrupted", "What was not committed was rolled back.", ExitCode.INTERRUPTED)
    log.end(int(code or ExitCode.DONE))
    return int(code or ExitCode.DONE)


@cache
def _command() -> typer.core.TyperGroup:
    return cast("typer.core.TyperGroup", typer.main.get_command(app))


def _place(error: TyperException) -> str:
    """Return the command whose arguments are wrong, such as ``warehouse db``."""
    context = getattr(error, "ctx", None)  # typer sets it, but it is not in its public types
    return str(context.command_path) if context else "warehouse"


def _show(log: Log, error: WarehouseError) -> int:
    from warehouse.yamlfiles import ProblemsFound

    if isinstance(error, ProblemsFound):
        log.tell(error.problems)
    return _fail(log, error.what, error.hint, error.exit_code)


def _fail(log: Log, what: str, hint: str, code: ExitCode, trace: str = "") -> int:
    log.fail(_safe(what), _safe(hint), code, masked(trace))
    return code


def _safe(text: str) -> str:
    """Mask passwords and escape control characters; even a file name can hold both."""
    from warehouse.yamlfiles import visible

    return "\n".join(visible(line) for line in masked(text).split("\n"))
