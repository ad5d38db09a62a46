"""The clients that the tests of this folder run, and what becomes of a test whose client is missing.

Such a test is skipped. With ``WAREHOUSE_TEST_CLIENTS=required`` it fails instead, so that CI and ``make check-clients``
cannot leave it out unseen.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Skip or fail the running test, as its client is missing."""
    if os.environ.get("WAREHOUSE_TEST_CLIENTS") == "required":
        pytest.fail(f"WAREHOUSE_TEST_CLIENTS=required, but {reason}")
    pytest.skip(reason)


def command(name: str) -> Path:
    """Give the path of a client's command: the one that WAREHOUSE_<NAME> names, or else the one on the PATH."""
    variable = f"WAREHOUSE_{name.upper()}"
    found = shutil.which(os.environ.get(variable) or name)
    if found is None:
        missing(f'there is no {name}: run "make check-clients", or name its command in {variable}')
    return Path(found).absolute()
