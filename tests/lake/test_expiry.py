"""Old states go with the files that nothing refers to, and with nothing else; an inspection finds what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lake.conftest import Lake, past_rows
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.slow


@pytest.fixture
def three(lake: Lake) -> Lake:
    """Give a lake with three states."""
    lake.push()
    lake.load("name: Tin deal", "name: Tin deal of May")
    lake.push()
    lake.load("name: Tin deal of May", "name: Tin deal of June")
    lake.push()
    return lake


def data_of(files: Mapping[str, bytes], table: str) -> set[str]:
    return {name for name in files if name.startswith(f"mart/{table}/data/")}


def test_states_that_are_kept_stay_as_they_were(three: Lake, database_url: str) -> None:
    before = three.files()
    (three.folder / "mart" / "notes.parquet").write_text("not ours")
    (three.folder / "mart" / "dim_unit" / "data" / "notes.parquet").write_text("not ours")
    code, _, err = three("expire", "--keep", "2")
    assert (code, "Forgot 1 state, and deleted " in err) == (0, True), err
    assert (three.loads(), three.seen()) == ([2, 3], [{"load-2", "load-3"}])
    after = three.files()
    assert len(data_of(before, "dim_agreement")) == 3
    assert len(data_of(after, "dim_agreement")) == 2
    assert data_of(after, "dim_currency") == data_of(before, "dim_currency")
    assert {"mart/notes.parquet", "mart/dim_unit/data/notes.parquet"} <= after.keys()
    for name in ("dim_agreement", "fact_row_change", "wide_agreements", "dim_currency"):
        for load_id in (2, 3):
            assert three.rows(name, f"load-{load_id}") == past_rows(database_url, name, load_id), (name, load_id)
    assert three("check")[0] == 0
    three.load("name: Tin deal of June", "name: Tin deal of July")
    three.push()
    assert three.loads() == [2, 3, 4]


def test_without_a_number_no_state_goes(three: Lake) -> None:
    code, _, err = three("expire")
    assert (code, "Forgot no state" in err) == (0, True), err
    assert three.loads() == [1, 2, 3]
    assert three("expire", "--keep", "7")[0] == 0
    assert three.loads() == [1, 2, 3]
    assert three("expire", "--keep", "0")[0] == ExitCode.USAGE


def test_inspection_names_a_file_that_is_missing(three: Lake) -> None:
    assert three("check")[:2] == (0, "")
    lost = min(data_of(three.files(), "dim_agreement"))
    (three.folder / lost).unlink()
    code, out, err = three("check", "--alone")
    assert (code, out.count("\n"), lost in out, "1 problem" in err) == (1, 1, True, True)


def test_inspection_tells_how_far_the_lake_is_behind(three: Lake) -> None:
    three.load("name: Tin deal of June", "name: Tin deal of July")
    code, _, err = three("check")
    assert (code, "1 load behind the database" in err) == (0, True), err


def test_lists_tell_what_is_there(three: Lake) -> None:
    code, out, _ = three("tags")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[2:]] == ["load-3", "load-2", "load-1"]
    code, out, _ = three("tables")
    assert code == 0
    (line,) = [line for line in out.splitlines() if line.startswith("dim_agreement ")]
    assert line.split()[1:3] == ["1", "1"]
    assert line.split()[4] == "3"
