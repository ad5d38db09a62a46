"""The metrics file of a command, for the textfile collector of the Prometheus node exporter."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import warehouse
from warehouse.errors import PermissionRefused, UsageError
from warehouse.integrations.monitoring.notify import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from warehouse.integrations.monitoring.notify import Outcome

SUFFIX: Final = ".prom"
"""The suffix of the files that the collector reads. A file that is being written has another suffix."""

FAMILIES: Final = {
    "warehouse_build_info": "Version of the warehouse software that ran; always 1.",
    "warehouse_last_run_timestamp_seconds": "When the last run ended, successful or not.",
    "warehouse_last_run_duration_seconds": "How long the last run took.",
    "warehouse_last_run_exit_code": "Exit code of the last run.",
    "warehouse_last_run_outcome": "Outcome of the last run: 1 for its outcome, 0 for all others.",
    "warehouse_last_run_id": "Number in the ledger of the last run of load, or of the load that was published.",
    "warehouse_last_success_timestamp_seconds": "When the last successful run ended.",
    "warehouse_last_success_rows": "Rows that the last successful load wrote, by operation.",
    "warehouse_facts": "Facts in the database after the last successful load.",
    "warehouse_check_findings": "Rows that break a rule, by check.",
    "warehouse_newest_load_timestamp_seconds": "When the newest successful load ended, from the ledger.",
    "warehouse_newest_document_timestamp_seconds": "Date of the newest document, by topic.",
}
"""The help text of each metric, in the order of the file."""

KEPT: Final = ("warehouse_last_success_timestamp_seconds", "warehouse_last_success_rows", "warehouse_facts")
"""The metrics that keep the values of the last success when a command fails."""

_FIRST: Final = "# HELP warehouse_build_info "


class MetricsFile:
    """The metrics file of one command of one project."""

    def __init__(self, path: Path) -> None:
        """Check, before the command starts, that the file can be read and written.

        Args:
            path: The path of the file.

        Raises:
            UsageError: The name does not end in .prom, or the file exists and is not a metrics file of the warehouse.
            PermissionRefused: The folder does not exist or cannot be written, or the file cannot be read.
        """
        self.path = path.resolve()
        if path.suffix != SUFFIX:
            what = f"the collector would not read {path}"
            raise UsageError(what, hint=f"Name a file that ends in {SUFFIX}.")
        folder = self.path.parent
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            what = f"cannot write {path}: its folder does not exist, or this account may not write to it"
            raise PermissionRefused(what, hint="Make the folder, and let this account write to it.")
        if self.path.exists() and not self._read().startswith(_FIRST):
            what = f"{path} exists, and is not a metrics file of the warehouse"
            raise UsageError(what, hint="Name another file, a different one for each command.")

    def write(self, outcome: Outcome) -> str | None:
        """Replace the file atomically with a new one that everybody can read.

        Args:
            outcome: The outcome of the command. If it failed, the metrics of ``KEPT`` keep their values.

        Returns:
            None if the file was written, else the reason as a sentence.
        """
        try:
            repeated = () if outcome.is_success else tuple(self._repeated())
            text = as_text(outcome, repeated)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=self.path.parent, prefix=f".{self.path.stem[:40]}-", delete=False
            ) as made:
                try:
                    made.write(text)
                    made.close()
                    Path(made.name).chmod(0o644)
                    Path(made.name).replace(self.path)
                except BaseException:
                    Path(made.name).unlink(missing_ok=True)
                    raise
        except OSError as error:
            return f"the metrics could not be written to {self.path}: {error.strerror or error}"
        return None

    def _read(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            what = f"cannot read {self.path}: {error.strerror or error}"
            raise PermissionRefused(what, hint="Let this account read it, or remove it.") from error

    def _repeated(self) -> Iterator[str]:
        if self.path.exists():
            yield from (line for line in self._read().split("\n") if line.startswith(KEPT))


def as_text(outcome: Outcome, repeated: tuple[str, ...] = ()) -> str:
    """Return an outcome in the text format of Prometheus.

    Args:
        outcome: The outcome of the command.
        repeated: Lines of the last success to repeat.
    """
    lines: dict[str, list[str]] = {name: [] for name in FAMILIES}
    common = {"command": outcome.command, "project": outcome.project}
    for name, value, labels in _samples(outcome):
        lines[name].append(_sample(name, value, {**common, **labels}))
    for line in repeated:
        lines[line.partition("{")[0]].append(line)
    return "".join(
        f"# HELP {name} {FAMILIES[name]}\n# TYPE {name} gauge\n" + "".join(f"{line}\n" for line in samples)
        for name, samples in lines.items()
        if samples
    )


def _samples(outcome: Outcome) -> Iterator[tuple[str, float, Mapping[str, str]]]:
    yield "warehouse_build_info", 1, {"version": warehouse.__version__}
    yield "warehouse_last_run_timestamp_seconds", outcome.ended, {}
    yield "warehouse_last_run_duration_seconds", outcome.seconds, {}
    yield "warehouse_last_run_exit_code", outcome.exit_code, {}
    for word in OUTCOMES:
        yield "warehouse_last_run_outcome", float(word == outcome.word), {"outcome": word}
    if outcome.run_id is not None:
        yield "warehouse_last_run_id", outcome.run_id, {}
    if outcome.is_success:
        yield "warehouse_last_success_timestamp_seconds", outcome.ended, {}
        for operation, count in outcome.rows.items():
            yield "warehouse_last_success_rows", count, {"operation": operation}
        if outcome.facts is not None:
            yield "warehouse_facts", outcome.facts, {}
    for gauge in outcome.gauges:
        yield gauge.name, gauge.value, gauge.labels


def _sample(name: str, value: float, labels: Mapping[str, str]) -> str:
    listed = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return f"{name}{{{listed}}} {int(value) if value == int(value) else round(value, 3)}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
