"""Passwords of accounts beside the server's own user, kept in the home as its password is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.database.embedded.home import file_errors, settle
from warehouse.database.embedded.record import new_secret, read_secret

if TYPE_CHECKING:
    from pathlib import Path


def password_of(home: Path, login: str) -> str | None:
    """Give the password that is kept for an account; None if there is none."""
    place = settle(home)
    with file_errors(place):
        return read_secret(place, login)


def new_password(home: Path, login: str) -> str:
    """Make a random password for an account and keep it; the account itself is the caller's business."""
    place = settle(home)
    with file_errors(place):
        return new_secret(place, login)
