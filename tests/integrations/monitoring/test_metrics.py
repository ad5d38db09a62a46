"""The file that Prometheus' node exporter reads: well-formed, readable, whole, and never somebody else's."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import PermissionRefused, UsageError
from warehouse.integrations.monitoring import FAMILIES, OUTCOMES, Gauge, MetricsFile, Outcome, as_text

if TYPE_CHECKING:
    from pathlib import Path

DONE = Outcome("load", "/srv/minerals", 0, 1000.0, 2.5, run_id=7, rows={"added": 3, "changed": 0}, facts=318)
FAILED = Outcome("load", "/srv/minerals", 65, 2000.0, 0.5, message="no", run_id=8)
SAMPLE = re.compile(r'([a-z_]+)\{((?:[a-z]+="(?:[^"\\\n]|\\[\\n"])*",?)+)\} (-?[0-9.]+)')


def samples(text: str) -> dict[tuple[str, str], float]:
    """Read the text format strictly: HELP, TYPE, then the samples of that name; no sample twice."""
    found: dict[tuple[str, str], float] = {}
    for block in re.split("(?m)^(?=# HELP )", text)[1:]:
        about, kind, *lines = block.splitlines()
        name = about.split()[2]
        assert kind == f"# TYPE {name} gauge"
        assert re.fullmatch("warehouse_[a-z_]+", name)
        for line in lines:
            sample = SAMPLE.fullmatch(line)
            assert sample, line
            assert sample[1] == name
            assert (name, sample[2]) not in found
            found[name, sample[2]] = float(sample[3])
    assert text.endswith("\n")
    return found


def by_name(text: str) -> dict[str, list[float]]:
    told: dict[str, list[float]] = {}
    for (name, _), value in samples(text).items():
        told.setdefault(name, []).append(value)
    return told


def test_success_tells_all() -> None:
    told = by_name(as_text(DONE))
    assert told["warehouse_last_success_timestamp_seconds"] == [1000.0]
    assert (told["warehouse_last_run_duration_seconds"], told["warehouse_facts"]) == ([2.5], [318])
    assert told["warehouse_last_success_rows"] == [3, 0]
    assert told["warehouse_last_run_id"] == [7]
    assert (sum(told["warehouse_last_run_outcome"]), len(told["warehouse_last_run_outcome"])) == (1, len(OUTCOMES))


def test_durations_and_instants_carry_their_unit() -> None:
    assert [
        name for name in FAMILIES if ("timestamp" in name or "duration" in name) and not name.endswith("_seconds")
    ] == []


def test_failure_keeps_what_the_last_success_said(tmp_path: Path) -> None:
    file = MetricsFile(tmp_path / "load.prom")
    assert file.write(DONE) is None
    for failure in (FAILED, replace(FAILED, ended=3000.0)):
        assert file.write(failure) is None
        told = by_name(file.path.read_text())
        assert told["warehouse_last_success_timestamp_seconds"] == [1000.0]
        assert (told["warehouse_facts"], told["warehouse_last_success_rows"]) == ([318], [3, 0])
        assert told["warehouse_last_run_timestamp_seconds"] == [failure.ended]
        assert told["warehouse_last_run_exit_code"] == [65]
    assert (
        samples(file.path.read_text())[
            "warehouse_last_run_outcome", 'command="load",project="/srv/minerals",outcome="invalid_source"'
        ]
        == 1
    )
    assert file.write(replace(DONE, ended=4000.0)) is None
    assert by_name(file.path.read_text())["warehouse_last_success_timestamp_seconds"] == [4000.0]


def test_failure_before_any_success_tells_none() -> None:
    assert "warehouse_last_success_timestamp_seconds" not in as_text(FAILED)


def test_labels_are_escaped() -> None:
    odd = 'a "b" \\ c\nd'
    told = samples(as_text(replace(DONE, project=odd, gauges=(Gauge("warehouse_check_findings", 2, {"check": odd}),))))
    assert 'command="load",project="a \\"b\\" \\\\ c\\nd"' in {labels for _, labels in told}


def test_file_is_readable_by_everybody_whatever_the_mask_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    mask = os.umask(0o077)
    try:
        assert MetricsFile(tmp_path / "load.prom").write(DONE) is None
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "load.prom").stat().st_mode) == 0o644
    assert [path.name for path in tmp_path.iterdir()] == ["load.prom"]


def test_what_cannot_be_written_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"the collector would not read"):
        MetricsFile(tmp_path / "load.txt")
    with pytest.raises(PermissionRefused):
        MetricsFile(tmp_path / "gone" / "load.prom")
    (tmp_path / "other.prom").write_text("# HELP node_load1 Load.\n")
    with pytest.raises(UsageError, match="is not a metrics file"):
        MetricsFile(tmp_path / "other.prom")
    assert (tmp_path / "other.prom").read_text().startswith("# HELP node_load1")


def test_folder_that_went_away_is_told_and_nothing_raised(tmp_path: Path) -> None:
    (tmp_path / "metrics").mkdir()
    file = MetricsFile(tmp_path / "metrics" / "load.prom")
    (tmp_path / "metrics").rmdir()
    assert "could not be written" in (file.write(DONE) or "")
