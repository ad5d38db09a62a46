"""The parser of SQL files that people write: a strict YAML header in a comment, and one statement below it.

Input: one or several folders of SQL files, of which the first takes precedence, and the types of a file's parameters.
Output: ``SqlFile`` (name, header as nodes, statement as tokens); the statement with ``:name`` rewritten for the server;
the functions that convert the server's values to text; and the server's errors as problems with file, line and column.
This package never runs a statement, never opens a connection, and never puts a value into SQL text by itself.
"""

from typing import TYPE_CHECKING, Any

from warehouse.sqlfiles.source import (
    Folders,
    SqlFile,
    find_file,
    find_paths,
    names_in,
    read_all,
    read_files,
    read_instead,
    read_one,
    read_sql,
)
from warehouse.sqlfiles.statement import Kind, Query, Token, bind, fill, scan

if TYPE_CHECKING:
    from warehouse.sqlfiles.values import SETTINGS, TYPE_BY_OID, plain, read_as_text, server_errors

__all__ = [
    "SETTINGS",
    "TYPE_BY_OID",
    "Folders",
    "Kind",
    "Query",
    "SqlFile",
    "Token",
    "bind",
    "fill",
    "find_file",
    "find_paths",
    "names_in",
    "plain",
    "read_all",
    "read_as_text",
    "read_files",
    "read_instead",
    "read_one",
    "read_sql",
    "scan",
    "server_errors",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - functions and values
    """Import what reads the answers of a server, and with it psycopg, when somebody asks for it."""
    if name in __all__:
        from warehouse.sqlfiles import values

        return getattr(values, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
