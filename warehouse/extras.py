"""The packages that only some commands need, and that are installed only if you want these commands."""

from __future__ import annotations

import shlex
import sys
from importlib.util import find_spec
from typing import Final

from warehouse.errors import ConfigurationError, UsageError

REQUIREMENTS: Final = {
    "datasette": "datasette>=0.65,<1",
    "duckdb": "duckdb>=2.0,<3",
    "mcp": "mcp>=2.3,<3",
    "pandas": "pandas>=3.1",
    "polars": "polars>=2.1",
    "pyarrow": "pyarrow>=23",
    "pyiceberg": "pyiceberg>=0.12,<0.13",
    "sqlglot": "sqlglot>=30.31,<31",
}
"""The requirement of each package, as the extras or the development group of the distribution have it."""


def command(*packages: str) -> str:
    """Return the command that installs packages beside this program."""
    return shlex.join([sys.executable, "-m", "pip", "install", *(REQUIREMENTS[name] for name in packages)])


def require(purpose: str, *packages: str) -> None:
    """Check that packages are installed.

    Args:
        purpose: What needs them, as the subject of a message.
        packages: The packages, from ``REQUIREMENTS``.

    Raises:
        ConfigurationError: One is missing; the hint is the command that installs it.
    """
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        what = f"{purpose} needs {' and '.join(missing)}, which {'is' if len(missing) == 1 else 'are'} not installed"
        raise ConfigurationError(what, hint=f"Install it: {command(*missing)}")


def missing(purpose: str, package: str, otherwise: str) -> UsageError:
    """Return the error that a package is not installed.

    Args:
        purpose: What needs it, as the subject of a message.
        package: The package, from ``REQUIREMENTS``.
        otherwise: What to do without it.
    """
    hint = f"Install it: {command(package)}\n  Or {otherwise}."
    return UsageError(f"{purpose} needs {package}, which is not installed", hint=hint)
