"""What is counted is what is dumped, and a restore that breaks off leaves nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.conftest import ROOT
from warehouse.database.migrate import head
from warehouse.database.recovery.dump import dump
from warehouse.database.recovery.restore import restore
from warehouse.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

NEWEST = head(ROOT / "migrations")
REFUSE_INDEXES = """
CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no index here'; END $$;
CREATE EVENT TRIGGER refuse ON ddl_command_end WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION refuse();
"""


@pytest.mark.holds("curated")
def test_rows_that_are_committed_after_the_count_are_not_in_the_dump(
    database_url: str, blank: str, tmp_path: Path
) -> None:
    def change(phase: str) -> None:
        if phase == "dumping":
            with psycopg.connect(database_url) as connection:
                connection.execute("DELETE FROM core.statements")

    made = dump(database_url, tmp_path / "a.dump", change)
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM core.statements").fetchone() == (0,)
    restored = restore(blank, made.path, NEWEST)  # holds the rows against those that were counted
    assert restored.is_proven
    assert restored.contents.rows["core.statements"] > 0


def test_restore_that_breaks_off_leaves_nothing(database_url: str, blank: str, tmp_path: Path) -> None:
    made = dump(database_url, tmp_path / "a.dump")
    with psycopg.connect(blank) as connection:
        connection.execute(REFUSE_INDEXES)
    with pytest.raises(ConfigurationError, match=r"the restore failed, nothing was changed: .*no index here"):
        restore(blank, made.path, NEWEST)
    with psycopg.connect(blank) as connection:
        connection.execute("DROP EVENT TRIGGER refuse")
        connection.commit()
    assert restore(blank, made.path, NEWEST).contents.facts == 0
