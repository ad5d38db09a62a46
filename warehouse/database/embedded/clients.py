"""Clients of a running server: those connected to it, and PostgreSQL's own command line programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.database.embedded.binaries import choose
from warehouse.database.embedded.process import wait_until
from warehouse.database.embedded.server import uri
from warehouse.errors import ConfigurationError, WarehouseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.database.embedded.home import Home
    from warehouse.database.embedded.process import Postmaster
    from warehouse.database.embedded.server import Server
