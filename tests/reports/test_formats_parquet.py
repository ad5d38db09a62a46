"""The Parquet file: types, what is said about columns, and a clear word where pyarrow is missing."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import tomllib
from io import BytesIO
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.reports.answers import answer, written
from warehouse.reports.result import Row

pytestmark = pytest.mark.slow


def table(*cells: str | None, type_name: str) -> Any:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    import pyarrow.parquet as pq

    rows = (Row((cell,), ((),)) for cell in cells)
    return pq.read_table(BytesIO(written(answer(*rows, types={"amount": type_name}), "parquet")))


@pytest.mark.parametrize(
    ("type_name", "cells", "parquet"),
    [
        ("integer", ("1", "-2147483648"), "int32"),
        ("bigint", ("9223372036854775807", None), "int64"),
        ("numeric", ("1.10", "-2.125", "100"), "decimal128(38, 3)"),
        ("numeric", ("0." + "9" * 38,), "decimal128(38, 38)"),
        ("numeric", (None,), "decimal128(38, 0)"),
        ("double precision", ("0.1", "NaN", "Infinity", "-Infinity"), "double"),
        ("date", ("0001-01-01", "9999-12-31"), "date32[day]"),
        ("timestamptz", ("2026-02-18T00:30:00Z", "2026-02-18T00:30:00.123456Z"), "timestamp[us, tz=UTC]"),
        ("boolean", ("true", "false"), "bool"),
        ("uuid", ("00000000-0000-0000-0000-000000000001",), "string"),
        ("text", ("\x00\x1b\u202e", ""), "string"),
    ],
)
def test_column_has_its_type(type_name: str, cells: tuple[str | None, ...], parquet: str) -> None:
    found = table(*cells, type_name=type_name)
    assert str(found.schema.field("amount").type) == parquet
    assert b"kept_as_text" not in found.schema.field("amount").metadata
    assert [value is None for value in found["amount"].to_pylist()] == [cell is None for cell in cells]


@pytest.mark.parametrize(
    ("type_name", "cell"),
    [("numeric", "NaN"), ("numeric", "1" * 39), ("date", "infinity"), ("timestamptz", "12000-01-01T00:00:00Z")],
)
def test_column_with_a_cell_that_does_not_fit_is_text_and_says_so(type_name: str, cell: str) -> None:
    found = table(None, cell, type_name=type_name)
    assert found["amount"].to_pylist() == [None, cell]
    field = found.schema.field("amount")
    assert str(field.type) == "string"
    assert field.metadata[b"kept_as_text"].decode() == f"the Parquet type for {type_name} cannot hold one of the cells"


def test_decimals_that_fit_one_by_one_but_not_together_are_text() -> None:
    found = table("1" * 30, "0." + "1" * 30, type_name="numeric")
    assert found["amount"].to_pylist() == ["1" * 30, "0." + "1" * 30]


def test_columns_and_file_say_what_they_are() -> None:
    found = table("1", type_name="integer")
    about = {name: text.decode() for name, text in found.schema.field("amount").metadata.items()}
    assert (about[b"meaning"], about[b"empty"]) == ("the amount", "not said")
    assert b"unit" not in about
    assert found.schema.metadata[b"title"].decode() == "Contract <values>"
    assert json.loads(found.schema.metadata[b"run"])["load_run"] == 7


def test_large_answers_are_written_in_pieces() -> None:
    cells = [str(number) for number in range(45_000)]
    assert table(*cells, type_name="bigint")["amount"].to_pylist() == list(range(45_000))


def test_large_texts_are_whole() -> None:
    cells = ["한" * 1_000_000] * 40
    are_whole = table(*cells, type_name="text")["amount"].to_pylist() == cells
    assert are_whole


def test_without_pyarrow_the_error_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from tests.reports.answers import answer, written\n"
        "from warehouse.errors import UsageError\n"
        "try:\n    written(answer(), 'parquet')\n"
        "except UsageError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    what, install, otherwise = done.stdout.splitlines()
    assert (what, otherwise) == ("parquet needs pyarrow, which is not installed", "  Or choose csv.")
    command = shlex.split(install.removeprefix("  Install it: "))
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert extras["parquet"] == [command[-1]]
    found = subprocess.run([*command, "--no-index"], capture_output=True, text=True, check=True)
    assert "Requirement already satisfied: pyarrow" in found.stdout
