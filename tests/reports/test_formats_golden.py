"""One answer in every format, as it was when somebody last looked at it.

After a change that is meant: WAREHOUSE_TEST_WRITE_GOLDEN=1 writes the files anew; read the difference.
"""

from __future__ import annotations

import json
import os
from io import BytesIO
from pathlib import Path

import pytest

from tests.reports import workbook
from tests.reports.answers import answer, written
from warehouse.reports import formats

GOLDEN = Path(__file__).parent / "golden"
TEXTS = [form.name for form in formats.FORMATS.values() if not form.is_binary and form.name != "svg"]


def same(path: Path, data: bytes) -> None:
    if os.environ.get("WAREHOUSE_TEST_WRITE_GOLDEN"):
        path.write_bytes(data)
    assert path.read_bytes() == data


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_as_it_was(name: str) -> None:
    same(GOLDEN / f"answer.{name}", written(answer(currency="KRW", kinds=["a"]), name))


def test_table_on_a_terminal_is_as_it_was() -> None:
    same(GOLDEN / "answer.terminal", written(answer(), "table", 100))


def test_workbook_is_as_it_was() -> None:
    lines = []
    for name, sheet in workbook.read(written(answer(currency="KRW", kinds=["a"]), "xlsx")).items():
        lines.append(f"{name}: {sheet.frozen_rows} in view, filter {sheet.filtered}, widths {sheet.widths}")
        for place, cell in sheet.cells.items():
            quoted = " quoted" if cell.is_quoted else ""
            lines.append(f"{name}!{place} {cell.kind} {json.dumps(cell.stored)} {cell.form}{quoted}")
    same(GOLDEN / "answer.xlsx.lines", "".join(f"{line}\n" for line in lines).encode())


def test_parquet_is_as_it_was() -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    import pyarrow.parquet as pq

    table = pq.read_table(BytesIO(written(answer(currency="KRW", kinds=["a"]), "parquet")))
    lines = [f"{name.decode()}: {text.decode()}" for name, text in sorted(table.schema.metadata.items())]
    for field in table.schema:
        about = {name.decode(): text.decode() for name, text in sorted(field.metadata.items()) if b":" not in name}
        lines.append(f"{field.name}: {field.type} {about}")
    lines += [json.dumps(row, default=str) for row in table.to_pylist()]
    same(GOLDEN / "answer.parquet.lines", "".join(f"{line}\n" for line in lines).encode())
