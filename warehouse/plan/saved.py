"""A plan in a file: what was reviewed, so that a load can make sure that it does just that."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.errors import CheckFailed, InvalidSource
from warehouse.plan.show import FORMAT_VERSION, change_as_dict, digest_of

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.plan.definition import Plan

AGAIN = 'Make and review a new one: "warehouse plan --out FILE".'


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """What a file of ``plan --out`` promises.

    Attributes:
        seeds_sha256: Digest of the seed files it was made from.
        changes_sha256: Digest of its changes.
        restores: Whether rows edited by hand were looked for everywhere.
    """

    seeds_sha256: str
    changes_sha256: str
    restores: bool

    @classmethod
    def read(cls, file: Path) -> SavedPlan:
        """Read the file.

        Raises:
            InvalidSource: It cannot be read, is no plan, or was altered.
        """
        try:
            document: Any = json.loads(file.read_bytes())
            saved = cls(document["seeds_sha256"], document["changes_sha256"], document["restores"])
            is_known = document["format"] == FORMAT_VERSION
            is_whole = digest_of(document["changes"]) == saved.changes_sha256
        except OSError as error:
            raise InvalidSource(f"{file} cannot be read: {error.strerror}", hint=AGAIN) from error
        except (ValueError, TypeError, KeyError) as error:
            raise InvalidSource(f"{file} is no plan", hint=AGAIN) from error
        if not is_known:
            raise InvalidSource(f"{file} is a plan of another version of the warehouse", hint=AGAIN)
        if not is_whole:
            raise InvalidSource(f"{file} was altered after it was made", hint=AGAIN)
        return saved

    def refuse_other_seeds(self, seeds_sha256: str) -> None:
        """Make sure that the seeds are those of the plan.

        Raises:
            CheckFailed: They have changed since.
        """
        if seeds_sha256 != self.seeds_sha256:
            raise CheckFailed("the plan is stale: the seeds have changed since it was made", hint=AGAIN)

    def refuse_other_changes(self, plan: Plan) -> None:
        """Make sure that a load is about to do what the plan says, no more and no less.

        Raises:
            CheckFailed: The database has changed since.
        """
        if digest_of(map(change_as_dict, plan.changes)) != self.changes_sha256:
            raise CheckFailed("the plan is stale: the database has changed since it was made", hint=AGAIN)
