"""The embedded PostgreSQL server: the database for whoever brings none.

Comes in: the folder the server shall live in (its home), and PostgreSQL's programs from an installed wheel or the
system. Goes out: the address of a running server, its state, and command lines for PostgreSQL's client programs. A
command holds the server while it works; the last one out stops it, unless it was started as a service or another
client is connected. Whatever was killed, however it was killed, the next command recovers.

It never creates accounts, never changes folders above the home, never runs PostgreSQL as root, never puts the password
on a command line, and knows nothing of schemas, migrations or what the databases hold.
"""

from warehouse.database.embedded.binaries import with_program
from warehouse.database.embedded.home import new_password, password_of
from warehouse.database.embedded.replacement import Replacement, replaced
from warehouse.database.embedded.server import (
    Command,
    Server,
    Status,
    client_command,
    dsn,
    hold,
    start_service,
    status,
    stop,
)

__all__ = [
    "Command",
    "Replacement",
    "Server",
    "Status",
    "client_command",
    "dsn",
    "hold",
    "new_password",
    "password_of",
    "replaced",
    "start_service",
    "status",
    "stop",
    "with_program",
]
