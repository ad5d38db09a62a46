"""Notifications of how a command ended: a metrics file, an HTTP call, and a command on failure."""

from __future__ import annotations

import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.cli.log import SUCCESS, Ending, ending_of
from warehouse.settings import masked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from warehouse.cli.session import Session
    from warehouse.integrations.monitoring import Alarm, Gauge, MetricsFile, Outcome, Ping

MetricsOption = Annotated[
    Path | None,
    typer.Option("--metrics-file", metavar="FILE", help="Write the outcome for Prometheus to a .prom file."),
]
PingOption = Annotated[
    str | None,
    typer.Option(
        "--ping-url",
        metavar="URL",
        envvar="WAREHOUSE_PING_URL",
        show_envvar=True,
        help="POST the outcome to this URL; after a failure, to URL/fail.",
    ),
]
AlarmOption = Annotated[
    str | None,
    typer.Option(
        "--on-failure",
        metavar="CMD",
        help="Run this command, without a shell, after a failure. WAREHOUSE_MESSAGE holds the message.",
    ),
]


@dataclass(slots=True)
class RunReport:
    """The results that a command records while it runs, for its notifications.

    Attributes:
        message: Reason for a non-zero exit code without an error.
        run_id: Run of a load that the command shows; None: the run it performed itself, if any.
        is_unchanged: Whether there was nothing to do.
        rows: Rows written, by operation.
        facts: Facts in the database afterwards.
        gauges: Further metrics.
    """

    message: str = ""
    run_id: int | None = None
    is_unchanged: bool = False
    rows: Mapping[str, int] = field(default_factory=dict)
    facts: int | None = None
    gauges: tuple[Gauge, ...] = ()


@contextmanager
def watched(
    session: Session,
    command: str,
    *,
    metrics_file: Path | None = None,
    ping_url: str | None = None,
    on_failure: str | None = None,
) -> Iterator[RunReport]:
    """Send the notifications when the block ends; a failed notification prints a warning and changes nothing.

    Args:
        session: Session of the command.
        command: Name of the command.
        metrics_file: Metrics file to write.
        ping_url: Address to call.
        on_failure: Command to run after a failure.

    Yields:
        The report, for the command to fill in.

    Raises:
        UsageError: An option is not valid; nothing was done.
        PermissionRefused: The metrics file cannot be written; nothing was done.
    """
    if metrics_file is None and ping_url is None and on_failure is None:
        yield RunReport()
        return
    watchers = Notifiers.of(session, metrics_file, ping_url, on_failure)
    report, began = RunReport(), time.monotonic()
    try:
        yield report
    except BaseException as error:
        watchers.tell(_outcome(session, command, report, began, ending_of(error)))
        raise
    watchers.tell(_outcome(session, command, report, began))


@dataclass(frozen=True, slots=True)
class Notifiers:
    """The notifications of one command."""

    session: Session
    metrics: MetricsFile | None
    ping: Ping | None
    alarm: Alarm | None

    @classmethod
    def of(cls, session: Session, metrics_file: Path | None, ping_url: str | None, on_failure: str | None) -> Notifiers:
        """Build the notifications from the options; warn if the command of ``--on-failure`` does not exist."""
        from warehouse.integrations.monitoring import Alarm, MetricsFile, Ping

        ping = Ping.parse(ping_url) if ping_url else None
        alarm = Alarm.parse(on_failure) if on_failure is not None else None
        if alarm and shutil.which(alarm.words[0]) is None:
            session.log.caution(f'"{alarm.words[0]}" of --on-failure does not exist, so no failure would be reported')
        return cls(session, MetricsFile(metrics_file) if metrics_file else None, ping, alarm)

    def tell(self, outcome: Outcome) -> None:
        """Send all notifications; print a warning for each that fails."""
        reasons = [
            self.metrics.write(outcome) if self.metrics else None,
            self.alarm.sound(outcome) if self.alarm and not outcome.is_success else None,
            self.ping.send(outcome) if self.ping else None,
        ]
        for reason in filter(None, reasons):
            self.session.log.caution(reason)


def _outcome(session: Session, command: str, report: RunReport, began: float, ending: Ending = SUCCESS) -> Outcome:
    from warehouse.integrations.monitoring import Outcome

    return Outcome(
        command=command,
        project=str(session.settings.project),
        exit_code=ending.exit_code,
        ended=time.time(),
        seconds=time.monotonic() - began,
        message=masked(report.message or ending.message),
        hint=masked(ending.hint),
        run_id=report.run_id or session.log.run_id,
        is_unchanged=report.is_unchanged,
        rows=report.rows,
        facts=report.facts,
        gauges=report.gauges,
    )
