"""Run one command and turn whatever happens into a message and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from functools import cache
from typing import TYPE_CHECKING

import typer.core
import typer.main
from typer.exceptions import TyperException

from warehouse.cli.app import app
from warehouse.errors import ExitCode, WarehouseError

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Run ``warehouse`` with these arguments.

    Returns:
        The exit code, documented in ``errors.ExitCode``.
    """
    try:
        code = _command().main(args=list(arguments), prog_name="warehouse", standalone_mode=False)
    except TyperException as error:
        return _fail(error.format_message().replace("Value error, ", ""), 'See "warehouse --help".', ExitCode.USAGE)
    except WarehouseError as error:
        return _show(error)
    except Exception as error:  # noqa: BLE001 - the outermost frame: anything here is a bug
        if os.environ.get("WAREHOUSE_TRACEBACK"):
            traceback.print_exc()
        what = f"this is a bug: {type(error).__name__}: {error}"
        return _fail(what, "Set WAREHOUSE_TRACEBACK=1, run it again and report what it prints.", ExitCode.BUG)
    if code == ExitCode.INTERRUPTED:  # what typer makes of an interruption
        return _fail("interrupted", "What was not committed was rolled back.", ExitCode.INTERRUPTED)
    return int(code or ExitCode.DONE)


@cache
def _command() -> typer.core.TyperGroup:
    return typer.main.get_group(app)


def _show(error: WarehouseError) -> int:
    from warehouse.strictyaml import ProblemsFound, as_text

    if isinstance(error, ProblemsFound):
        print(as_text(error.problems), file=sys.stderr)  # noqa: T201
    return _fail(error.what, error.hint, error.exit_code)


def _fail(what: str, hint: str, code: ExitCode) -> int:
    print(f"warehouse: {what}", file=sys.stderr)  # noqa: T201
    if hint:
        print(f"  {hint}", file=sys.stderr)  # noqa: T201
    return code
