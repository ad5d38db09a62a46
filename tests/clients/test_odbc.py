"""ODBC, as a reader: what Excel and Power BI see through psqlodbc."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.clients.programs import missing
from tests.clients.questions import DATES, DAYS, MONEY, SUMS, Sum, addresses

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

DRIVER = "PostgreSQL Unicode"


@pytest.fixture(scope="module")
def pyodbc() -> Any:
    try:
        import pyodbc as found
    except ImportError as error:  # its wheel is there, and the library it loads may not be
        return missing(f"pyodbc cannot be imported, which needs unixODBC: {error}")
    if DRIVER not in found.drivers():
        missing(f"there is no ODBC driver {DRIVER}: it comes with Debian's odbc-postgresql")
    return found


@pytest.fixture(scope="module", params=["mart", "as_of"])
def opened(request: pytest.FixtureRequest, pyodbc: Any, reader: str) -> Iterator[Any]:
    """Connect to today and to the past."""
    address = addresses(reader, "ODBC")[["mart", "as_of"].index(request.param)]
    connection = pyodbc.connect(address)
    yield connection
    connection.close()


def test_values_are_as_they_are(opened: Any) -> None:
    assert [Sum(*row) for row in opened.execute(MONEY)] == SUMS
    assert [day for _, day in opened.execute(DATES)] == DAYS


def test_booleans_are_text_unless_the_address_says_otherwise(pyodbc: Any, reader: str) -> None:
    plain = addresses(reader, "ODBC")[0].replace("BoolsAsChar=0;", "")
    connection = pyodbc.connect(plain)
    assert {row.is_chosen for row in connection.execute(MONEY)} == {"1"}
    connection.close()


def test_tables_and_references_are_found_and_comments_are_not(pyodbc: Any, reader: str) -> None:
    connection = pyodbc.connect(addresses(reader, "ODBC")[0])
    columns = list(connection.cursor().columns(table="money_krw", schema="mart"))
    assert {row.remarks for row in columns} == {""}
    named = {row.column_name: row.type_name for row in columns}
    assert (named["agreement"], named["contract"]) == ("text", "numeric")
    keys = list(connection.cursor().foreignKeys(foreignTable="fact_money", foreignSchema="mart"))
    listed = connection.execute("SELECT count(*) FROM relationships WHERE table_name = 'fact_money'")
    assert len(keys) == listed.fetchone()[0]
    connection.close()


def test_dictionary_tells_what_the_driver_hides(opened: Any) -> None:
    told = opened.execute(
        "SELECT comment FROM dictionary WHERE object = 'money_krw' AND column_name = 'contract'"
    ).fetchone()
    assert told[0].startswith("what agreements are worth, in KRW as printed")
