"""Commands that start at the same moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from warehouse.database.embedded import status

if TYPE_CHECKING:
    from pathlib import Path

    from tests.database.embedded.conftest import Holders

pytestmark = pytest.mark.slow


def test_commands_that_start_from_nothing_share_one_server(home: Path, holder: Holders) -> None:
    processes = [holder(home, ready=False) for _ in range(4)]
    said = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert len(set(said)) == 1
    assert not status(home).running


def test_commands_that_come_and_go_never_meet_a_stopped_server(cluster: Path, holder: Holders) -> None:
    for _ in range(3):
        processes = [holder(cluster, ready=False) for _ in range(3)]
        for process in processes:
            process.communicate()
        assert [process.returncode for process in processes] == [0, 0, 0]
    assert not status(cluster).running
