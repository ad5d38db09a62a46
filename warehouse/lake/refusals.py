"""What object stores, file systems and catalogs say when they refuse, as errors that tell what to do."""

from __future__ import annotations

import errno
import re
from typing import TYPE_CHECKING, Final

from pyiceberg import exceptions as iceberg
from sqlalchemy import exc

from warehouse.errors import (
    ConfigurationError,
    LakeBusy,
    LakeUnreachable,
    PermissionRefused,
    WarehouseError,
)
from warehouse.settings import masked

if TYPE_CHECKING:
    from collections.abc import Iterator

Meaning = tuple[type[WarehouseError], str, str]
"""The error to raise, what happened, what to do."""

_MEANINGS: Final[tuple[tuple[str, Meaning], ...]] = (
    (
        r"No space left|disk is full|Disk quota",
        (PermissionRefused, "there is no room left for {lake}", "Make room, then push again: the lake is as it was."),
    ),
    (
        r"NO_SUCH_BUCKET|NoSuchBucket|bucket (does not exist|not found)|PATH_NOT_FOUND.*container",
        (
            ConfigurationError,
            "the bucket of {lake} is not there",
            "Make it again, or correct --lake; the catalog still names its files.",
        ),
    ),
    (
        (
            "ACCESS_DENIED|Access Denied|Forbidden|Unauthorized|InvalidAccessKey|SignatureDoesNotMatch|redential"
            "|authentic|no password supplied|pg_hba|ermission denied|readonly database|read-only"
        ),
        (
            PermissionRefused,
            "{lake} refuses this account",
            "Check the keys of the store (such as AWS_ACCESS_KEY_ID), the password of the catalog, and the rights.",
        ),
    ),
    (
        (
            "NETWORK_CONNECTION|ould not ?(connect|resolve)|onnection (refused|timed out|failed)|curlCode"
            "|Name or service|failed to resolve|timed out|SLOW_DOWN|Service ?Unavailable|Max retries"
        ),
        (
            LakeUnreachable,
            "{lake} does not answer",
            "Try again later; if it never answers, correct --lake or --catalog.",
        ),
    ),
    (r"database is locked", (LakeBusy, "the catalog of {lake} is busy", "Try again later.")),
    (
        r"unable to open database|does not exist|No such file|not found|cannot find|Path does not",
        (
            ConfigurationError,
            "{lake} lacks something that its catalog names",
            '"warehouse lake check" lists what is missing; name a new lake if it cannot be restored.',
        ),
    ),
)
"""Pattern of what was said, the error to raise, what happened, what to do; the first pattern that fits counts."""

_KINDS: Final[tuple[tuple[type[Exception], Meaning], ...]] = (
    (
        iceberg.CommitFailedException,
        (LakeBusy, "somebody else wrote to {lake} at the same time", "Push again; nothing of this push is seen."),
    ),
    (
        iceberg.UnauthorizedError,
        (
            PermissionRefused,
            "the catalog of {lake} refuses this account",
            "Check the credentials in the configuration of pyiceberg.",
        ),
    ),
    (
        iceberg.ForbiddenError,
        (PermissionRefused, "the catalog of {lake} refuses this account", "Get the right to write there."),
    ),
    (iceberg.ServiceUnavailableError, (LakeUnreachable, "the catalog of {lake} does not answer", "Try again later.")),
)


def as_error(error: BaseException, lake: str) -> WarehouseError | None:
    """Return what a failure means to a user; None: it is a bug, or tells that itself.

    Args:
        error: The failure.
        lake: The lake, as messages show it.
    """
    where = f"the lake at {lake}"
    for raised, what, hint in _meanings(error):
        return raised(f"{what.format(lake=where)}: {_said(error)}", hint=hint)
    return None


def _meanings(error: BaseException) -> Iterator[Meaning]:
    """Yield what a failure can mean, the most telling meaning first; nothing for a bug."""
    yield from (meaning for kind, meaning in _KINDS if isinstance(error, kind))
    if not isinstance(error, OSError | exc.SQLAlchemyError | iceberg.RESTError | ValueError | iceberg.NoSuchTableError):
        return
    words = " ".join(str(each) for each in _chain(error))
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        words = f"No space left {words}"
    yield from (meaning for pattern, meaning in _MEANINGS if re.search(pattern, words))
    if isinstance(error, OSError):
        yield PermissionRefused, "{lake} cannot be used", "Check the account and its rights, or name another lake."
    if isinstance(error, exc.SQLAlchemyError):
        yield ConfigurationError, "the catalog of {lake} cannot be used", "Correct --catalog."


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _said(error: BaseException) -> str:
    """Return the first line of what was said, without a password."""
    cause = getattr(error, "orig", None) or error
    return masked(str(cause).strip().partition("\n")[0])[:300]
