"""The entry point: it runs one command, and turns every error into a message and an exit code."""

from __future__ import annotations

import os
import traceback
from functools import cache
from typing import TYPE_CHECKING, cast

import typer.core
import typer.main

from warehouse.cli.app import app
from warehouse.cli.log import Log, asked_format, ending_of
from warehouse.errors import ExitCode

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
    except Exception as error:  # noqa: BLE001 - the outermost frame
        return _fail(log, error)
    if code == ExitCode.INTERRUPTED:  # typer returns this code after Ctrl+C
        return _fail(log, KeyboardInterrupt())
    log.end(int(code or ExitCode.DONE))
    return int(code or ExitCode.DONE)


@cache
def _command() -> typer.core.TyperGroup:
    return cast("typer.core.TyperGroup", typer.main.get_command(app))


def _fail(log: Log, error: BaseException) -> int:
    from warehouse.yamlfiles import ProblemsFound

    if isinstance(error, ProblemsFound):
        log.tell(error.problems)
    ending = ending_of(error)
    is_traced = ending.exit_code == ExitCode.BUG and os.environ.get("WAREHOUSE_TRACEBACK")
    log.fail(ending, "".join(traceback.format_exception(error)) if is_traced else "")
    return ending.exit_code
