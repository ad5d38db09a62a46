"""What the formats of bytes owe the stream they write to."""

from __future__ import annotations

from io import BytesIO, RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.reports.answers import ROWS, answer, written
from warehouse.errors import CheckFailed, UsageError
from warehouse.reports import formats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.reports.result import Row


class Pipe(RawIOBase):
    """A stream of bytes that knows no position."""

    def __init__(self) -> None:
        self.taken = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override] # bytes are what comes
        self.taken += bytes(data)
        return len(data)


def failing() -> Iterator[Row]:
    yield ROWS[0]
    raise CheckFailed("two rows are equal")


@pytest.fixture(params=["xlsx", "parquet"])
def name(request: pytest.FixtureRequest) -> str:
    if request.param == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    return str(request.param)


def test_same_answer_gives_the_same_bytes(name: str) -> None:
    assert written(answer(), name) == written(answer(), name)


def test_a_pipe_is_good_enough(name: str) -> None:
    pipe = Pipe()
    formats.write(answer(), name, pipe)  # type: ignore[arg-type] # a raw stream has all that is needed
    assert pipe.taken == written(answer(), name)


def test_bytes_go_below_a_stream_of_text(name: str, tmp_path: Path) -> None:
    target = tmp_path / "answer"
    with target.open("w", encoding="utf-8", newline="") as stream:
        formats.write(answer(), name, stream)
    assert target.read_bytes() == written(answer(), name)


def test_a_report_that_fails_on_the_way_writes_nothing_and_leaves_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    result, stream = answer(), BytesIO()
    result.rows = failing()
    with pytest.raises(CheckFailed):
        formats.write(result, name, stream)
    assert stream.getvalue() == b""
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_an_error_of_the_system(name: str) -> None:
    with pytest.raises(OSError, match="No space left"), Path("/dev/full").open("wb") as stream:
        formats.write(answer(), name, stream)


def test_a_terminal_is_given_no_bytes(name: str) -> None:
    with pytest.raises(UsageError, match="a binary format, which a terminal cannot show") as raised:
        written(answer(), name, 80)
    assert raised.value.hint == f"Write it to a file: -o answer.{name}"
