"""The embedded PostgreSQL server: the database for users who have no server.

Input: the folder that the server lives in (its home), and PostgreSQL's programs from an installed wheel or the system.
Output: the address of a running server, its state, and psql's command line. A command holds
the server while it works. The last command to leave stops the server, unless it was started as a service or another
client is connected. After any process was killed, the next command recovers.

This package never creates accounts, never changes folders above the home, never runs PostgreSQL as root, and never puts
the password on a command line. It knows nothing of schemas, migrations or the contents of the databases.
"""

from warehouse.database.embedded.binaries import with_program
from warehouse.database.embedded.home import new_password, password_of
from warehouse.database.embedded.server import (
    Command,
    Replacement,
    Server,
    Status,
    dsn,
    hold,
    psql_command,
    replaced,
    start_service,
    status,
    stop,
    temporary,
)

__all__ = [
    "Command",
    "Replacement",
    "Server",
    "Status",
    "dsn",
    "hold",
    "new_password",
    "password_of",
    "psql_command",
    "replaced",
    "start_service",
    "status",
    "stop",
    "temporary",
    "with_program",
]
