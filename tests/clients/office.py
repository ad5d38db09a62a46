"""Run by a Python that has LibreOffice's own module uno: reads the mart by the PostgreSQL driver, prints it as JSON.

Arguments: the pipe at which LibreOffice listens, then the address of the database in the driver's words, the account
and its password.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from typing import Any


def office(pipe: str) -> Any:
    """Give the context of a LibreOffice that has just been started, as soon as it answers."""
    uno = import_module("uno")
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    no_connection = uno.getClass("com.sun.star.connection.NoConnectException")
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except no_connection:
            time.sleep(0.2)


def rows_of(found: Any, *places: int) -> list[list[str]]:
    """Give the texts at some places of each row of an answer."""
    rows = []
    while found.next():
        rows.append([found.getString(place) for place in places])
    return rows


def main(pipe: str, address: str, account: str, password: str) -> None:
    """Connect as a reader, and print the comments on a view and on its columns, and the sums of money."""
    uno = import_module("uno")
    context = office(pipe)
    manager = context.ServiceManager.createInstanceWithContext("com.sun.star.sdbc.DriverManager", context)
    login = []
    for name, text in (("user", account), ("password", password)):
        given = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        given.Name, given.Value = name, text
        login.append(given)
    connection = manager.getConnectionWithInfo(f"sdbc:postgresql:{address}", tuple(login))
    about = connection.getMetaData()
    query = 'SELECT agreement, contract FROM mart.money_krw WHERE agreement IS NOT NULL ORDER BY agreement COLLATE "C"'
    told = {
        "objects": rows_of(about.getTables(None, "mart", "money_krw", ()), 3, 5),
        "columns": rows_of(about.getColumns(None, "mart", "money_krw", "%"), 4, 12),
        "sums": rows_of(connection.createStatement().executeQuery(query), 1, 2),
    }
    connection.close()
    print(json.dumps(told))  # noqa: T201 - the test reads it
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    desktop.terminate()


if __name__ == "__main__":
    main(*sys.argv[1:])
