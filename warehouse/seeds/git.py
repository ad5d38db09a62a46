"""Calls of git on the repository that holds the seeds."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Final

from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

_UNLESS_SET: Final = {"GIT_SSH_COMMAND": "ssh -o BatchMode=yes", "LC_ALL": "C"}
_ALWAYS: Final = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}


def run_git(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder; it never asks for a password.

    Args:
        folder: The folder.
        words: The command and its arguments.

    Returns:
        The exit code, and what git printed and said.

    Raises:
        ConfigurationError: git cannot be run.
    """
    command = ["git", "-C", str(folder), *words]
    environment = {**_UNLESS_SET, **os.environ, **_ALWAYS}
    try:
        return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False, env=environment)  # noqa: S603
    except OSError as error:
        raise ConfigurationError(f"git cannot be run: {error.strerror}", hint="Install git.") from error
