"""When a schedule runs: of its own at an odd minute, else as the user says, if that is a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.errors import UsageError
from warehouse.integrations.schedule import calendar, cron, minute_of

HERE = Path("/srv/minerals")


def test_projects_are_spread_over_the_hour_and_leave_its_beginning_free() -> None:
    minutes = [minute_of(Path(f"/srv/project-{number}")) for number in range(300)]
    assert set(minutes) <= set(range(1, 60))
    assert len(set(minutes)) > 50
    assert minute_of(HERE) == minute_of(Path("/srv/minerals"))


def test_both_run_hourly_at_the_same_minute() -> None:
    minute = minute_of(HERE)
    assert (cron(None, HERE), calendar(None, HERE)) == (f"{minute} * * * *", f"*-*-* *:{minute:02}:00")


@pytest.mark.parametrize(
    "at", ["30 6 * * 1-5", "*/15 * * * *", "0 0,12 1-7/2 JAN-mar Sun", "5 4 31 12 7", "@daily", "0 0 * * fri-sat"]
)
def test_cron_times(at: str) -> None:
    assert cron(at, HERE) == at


@pytest.mark.parametrize(
    "at",
    [
        "hourly",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * foo *",
        "5-1 * * * *",
        "*-3 * * * *",
        "",
        "*/0 * * * *",
        "5/2 * * * *",
        "1, * * * *",
        "* * * *",
        "* * * * * *",
        "@reboot",
        "* * * * *\n* * * * * rm",
    ],
)
def test_what_cron_would_refuse_or_read_otherwise(at: str) -> None:
    with pytest.raises(UsageError) as refused:
        cron(at, HERE)
    assert "30 6 * * 1-5" in refused.value.hint


@pytest.mark.parametrize("at", ["hourly", "Mon..Fri 7:30", "*-*-* 06:30:00 Europe/Berlin", "*:0/15"])
def test_calendar_times(at: str) -> None:
    assert calendar(at, HERE) == at


@pytest.mark.parametrize("at", ["", " ", "daily\nExecStart=/bin/true", "30 6 * * 1-5", "50%", "@daily"])
def test_what_is_no_calendar_time(at: str) -> None:
    with pytest.raises(UsageError) as refused:
        calendar(at, HERE)
    assert "systemd-analyze calendar" in refused.value.hint
