"""The connections of an assistant, which only read."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from warehouse.api import Listener, Project
from warehouse.database.roles import become_reader, embedded_reader
from warehouse.errors import PermissionRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

    from warehouse.settings import Settings

_MAKE_READER: Final = (
    'Start the assistant with the account of a reader: "warehouse db roles --login NAME --group reader" makes one. The '
    "other tools work with this account."
)


class Reading(Project):
    """A project whose connections only read.

    Of the embedded server it uses the reader's account. Of another server it uses the account that it is given, as the
    group of readers where the account may become that.
    """

    def __init__(self, settings: Settings, listener: Listener | None = None) -> None:
        """Prepare the project; nothing is started yet."""
        super().__init__(settings, listener)
        self._roles = settings.shipped_sql / "roles"
        self._reader: str | None = None

    def address(self) -> str:
        """Return the address of the database for the account that reads."""
        address = super().address()
        if self.settings.database_url is not None:
            return address
        if self._reader is None:
            self._reader = embedded_reader(self.settings.home, self._roles, self.settings.migrations)
        return self._reader

    @contextmanager
    def connection(self, patience: float | None = None) -> Iterator[psycopg.Connection]:
        """Open a connection that only reads."""
        with super().connection(patience) as connection:
            become_reader(connection, self._roles, self.settings.role_prefix)
            yield connection

    @contextmanager
    def free_connection(self) -> Iterator[psycopg.Connection]:
        """Open a connection for SQL that somebody else wrote.

        Raises:
            PermissionRefused: The account can do more than read, and the SQL could take that right back.
        """
        with super().connection() as connection:
            if not become_reader(connection, self._roles, self.settings.role_prefix):
                what = "query needs an account that can only read, and this one can do more"
                raise PermissionRefused(what, hint=_MAKE_READER)
            yield connection
