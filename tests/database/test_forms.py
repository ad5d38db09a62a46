"""An address says the same in each driver's form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url

from warehouse.database.connect import forms, past, readdressed, with_options

MOMENT = datetime(2026, 2, 19, 12, tzinfo=timezone(timedelta(hours=9)))
ADDRESSES = [
    "postgresql://ana:s%40fe%3B%7B%7D%25+%20x@db.example.org:6543/minerals?sslmode=verify-full&sslrootcert=/a%20b/ca.pem",
    "host=db.example.org dbname='min erals' user=ana@example.org password='a b'",
    "postgresql://ana@[::1]:6543/minerals",
    "dbname=minerals user=ana options='-c geqo=off'",
    "host=/run/my\\ socket dbname=minerals",
    "postgresql://a.example.org:1,b.example.org:2/minerals?target_session_attrs=any",
]


def texts(dsn: str) -> list[str]:
    return [form.text for form in forms(dsn)]


@pytest.mark.parametrize("dsn", ADDRESSES)
def test_uri_says_what_was_given(dsn: str) -> None:
    assert conninfo_to_dict(texts(dsn)[0]) == conninfo_to_dict(dsn)


@pytest.mark.parametrize("dsn", ADDRESSES[:3])
def test_sqlalchemy_reads_its_form_as_libpq_does(dsn: str) -> None:
    url, wanted = make_url(texts(dsn)[1]), conninfo_to_dict(dsn)
    assert url.drivername == "postgresql+psycopg"
    assert (url.username, url.password, url.host) == (wanted["user"], wanted.get("password"), wanted["host"])
    assert (str(url.port), url.database) == (wanted.get("port", "5432"), wanted["dbname"])
    assert url.query.get("sslmode") == wanted.get("sslmode")
    assert texts(dsn)[2] == texts(dsn)[1].replace("+psycopg:", "+psycopg2:"), "Superset has an older SQLAlchemy"


def test_jdbc_takes_account_and_options_as_parameters() -> None:
    dsn = with_options(ADDRESSES[0], past(MOMENT))
    url = urlsplit(texts(dsn)[3].removeprefix("jdbc:"))
    assert (url.scheme, url.netloc, url.path) == ("postgresql", "db.example.org:6543", "/minerals")
    assert parse_qs(url.query.replace("+", "%2B")) == {
        "user": ["ana"],
        "password": ["s@fe;{}%+ x"],
        "sslmode": ["verify-full"],
        "sslrootcert": ["/a b/ca.pem"],
        "options": ["-c warehouse.as_of=2026-02-19T03:00:00Z -c search_path=as_of"],
    }


def test_odbc_puts_odd_values_in_braces_and_the_rest_into_pqopt() -> None:
    dsn = with_options(ADDRESSES[0], past(MOMENT))
    assert texts(dsn)[4] == (
        "Driver={PostgreSQL Unicode};Server=db.example.org;Port=6543;Database=minerals;Uid=ana;"
        "Pwd={s@fe;{}}%+ x};SSLmode=verify-full;"
        "pqopt={sslrootcert='/a b/ca.pem' options='-c warehouse.as_of=2026-02-19T03:00:00Z -c search_path=as_of'};"
        "BoolsAsChar=0;"
    )


def test_drivers_without_sockets_and_several_hosts_get_the_nearest() -> None:
    assert "//localhost:5432/" in texts(ADDRESSES[4])[3]
    assert "Server=a.example.org;Port=1;" in texts(ADDRESSES[5])[4]


def test_another_account_does_not_get_the_password() -> None:
    assert conninfo_to_dict(readdressed(ADDRESSES[1], login="ben")) == {
        "host": "db.example.org",
        "dbname": "min erals",
        "user": "ben",
    }


def test_options_stand_behind_those_that_are_there() -> None:
    found = conninfo_to_dict(with_options(ADDRESSES[3], past(datetime(2026, 2, 19, 10, tzinfo=UTC))))
    assert found["options"] == "-c geqo=off -c warehouse.as_of=2026-02-19T10:00:00Z -c search_path=as_of"
