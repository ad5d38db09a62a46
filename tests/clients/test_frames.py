"""pandas, polars and ADBC, as a reader: which types they make of the mart's."""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sqlalchemy import create_engine

from tests.clients.programs import missing
from tests.clients.questions import DATES, DAYS, INSTANT, MONEY, SUMS, Sum, addresses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

pytestmark = pytest.mark.slow

WON = [each.contract for each in SUMS]


def needed(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError as error:
        return missing(f"{module} cannot be imported: {error}")


@pytest.fixture(scope="module", params=["mart", "as_of"])
def when(request: pytest.FixtureRequest) -> int:
    """Say which of two addresses is meant: today's or that of the past."""
    return ["mart", "as_of"].index(request.param)


@pytest.fixture(scope="module")
def engine(reader: str, when: int) -> Iterator[Engine]:
    made = create_engine(addresses(reader, "SQLAlchemy:")[when])
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def address(reader: str, when: int) -> str:
    return addresses(reader, "libpq")[when]


def test_pandas_makes_floats_of_sums_unless_told_otherwise(engine: Engine) -> None:
    pandas = needed("pandas")
    frame = pandas.read_sql(MONEY, engine)
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "agreement": "str",
        "contract": "float64",
        "source_count": "int64",
        "is_chosen": "bool",
    }
    assert frame["contract"].sum() == float(1_760_000_000_000)
    exact = pandas.read_sql(MONEY, engine, coerce_float=False)
    assert exact["contract"].tolist() == WON


def test_pandas_leaves_dates_as_objects(engine: Engine) -> None:
    pandas = needed("pandas")
    assert pandas.read_sql(DATES, engine)["earliest_date"].tolist() == DAYS
    parsed = pandas.read_sql(DATES, engine, parse_dates=["earliest_date"])
    assert str(parsed["earliest_date"].dtype).startswith("datetime64")
    assert str(pandas.read_sql(INSTANT, engine)["known_since"].dtype) == "datetime64[us, UTC]"


def test_polars_reads_exactly_over_sqlalchemy(engine: Engine) -> None:
    polars = needed("polars")
    with engine.connect() as connection:
        frame = polars.read_database(MONEY, connection)
        days = polars.read_database(DATES, connection)
    assert [Sum(*row) for row in frame.rows()] == SUMS
    assert frame.schema["contract"] == polars.Decimal(38, 12)
    assert (days.schema["earliest_date"], days["earliest_date"].to_list()) == (polars.Date, DAYS)


def test_polars_reads_exactly_over_psycopg(address: str) -> None:
    polars = needed("polars")
    with psycopg.connect(address) as connection:
        assert [Sum(*row) for row in polars.read_database(MONEY, connection).rows()] == SUMS


def test_adbc_gives_numeric_as_text_of_its_own_type(address: str) -> None:
    adbc = needed("adbc_driver_postgresql.dbapi")
    with adbc.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(MONEY)
        table = cursor.fetch_arrow_table()
        cursor.execute(DATES)
        days = cursor.fetch_arrow_table()
    kinds = [str(field.type) for field in table.schema]
    assert kinds[0::2] == ["string", "int32"]
    assert kinds[3] == "bool"
    assert "opaque" in kinds[1]
    assert [each and Decimal(each) for each in table.column(1).to_pylist()] == WON
    assert (str(days.schema.field(1).type), days.column(1).to_pylist()) == ("date32[day]", DAYS)


def test_cast_makes_numbers_of_what_adbc_gives(address: str) -> None:
    adbc, polars = needed("adbc_driver_postgresql.dbapi"), needed("polars")
    cast = MONEY.replace("contract", "contract::double precision AS contract", 1)
    with adbc.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(cast)
        frame = polars.from_arrow(cursor.fetch_arrow_table())
    assert frame.schema["contract"] == polars.Float64
    assert frame["contract"].sum() == float(1_760_000_000_000)
