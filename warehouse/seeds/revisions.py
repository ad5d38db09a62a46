"""The seed files of a git revision, taken out of the repository into a folder of their own."""

from __future__ import annotations

import io
import re
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from warehouse.errors import ConfigurationError, UsageError
from warehouse.seeds.git import run_git
from warehouse.seeds.inventory import shown_name

if TYPE_CHECKING:
    from pathlib import Path

_RANGE: Final = re.compile(r"(?P<old>.*?)(?P<dots>\.\.\.?)(?P<new>.*)")


@dataclass(frozen=True, slots=True)
class Interval:
    """Two states of a seeds folder.

    Attributes:
        old: Name of the earlier revision, as messages show it.
        new: Name of the later one; None: the files as they are now.
    """

    old: str
    new: str | None


@dataclass(frozen=True, slots=True)
class Checkout:
    """A seeds folder within a git repository.

    Attributes:
        seeds: The folder.
        project: The project folder; messages show paths relative to it where possible.
    """

    seeds: Path
    project: Path

    def interval(self, text: str) -> Interval:
        """Return the two states that a range names.

        ``A..B`` are two revisions, and ``A...B`` is B and the last revision that it shares with A, as in git. ``A``
        alone stands before the files as they are now, and so does ``A...``.

        Raises:
            ConfigurationError: The folder is in no git repository.
            UsageError: There is no such revision.
        """
        match = _RANGE.fullmatch(text)
        if match is None:
            return Interval(self._known(text), None)
        old, new = self._known(match["old"] or "HEAD"), match["new"] and self._known(match["new"])
        if match["dots"] == "...":
            shared = self._git("merge-base", old, new or "HEAD")
            if not shared:
                hint = "Fetch more of the history: a shallow checkout holds few revisions."
                raise UsageError(f"{old} and {new or 'HEAD'} share no revision", hint=hint)
            old = shared.decode().strip()[:12]
        return Interval(old, new or (None if match["dots"] == "..." else self._known("HEAD")))

    def take_out(self, revision: str, folder: Path) -> Path | None:
        """Write the seed files of a revision below a folder, so that messages name them as git does: ``REV:path``.

        Args:
            revision: The revision, which exists.
            folder: An empty folder.

        Returns:
            The folder of the seed files; None: the revision has none.
        """
        target = folder / f"{revision}:{shown_name(self.seeds, self.project).lstrip('/')}"
        prefix = (self._git("rev-parse", "--show-prefix") or b"").decode().strip()
        if self._git("cat-file", "-e", f"{revision}:{prefix}") is None:
            return None
        packed = self._git("archive", "--format=tar", revision, "--", ".") or b""
        target.mkdir(parents=True)
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            if hasattr(tarfile, "data_filter"):
                archive.extractall(target, filter="data")
            else:  # Python before 3.11.4
                archive.extractall(target, [one for one in archive if _stays_below(one)])  # noqa: S202 - looked at
        return target

    def _known(self, revision: str) -> str:
        if self._git("rev-parse", "--git-dir") is None:
            hint = "Work in a clone, where two states can be compared."
            raise ConfigurationError(f"{self.seeds} is in no git repository", hint=hint)
        if self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}") is None:
            hint = "Fetch it first, such as with: git fetch origin main"
            raise UsageError(f'there is no revision "{revision}"', hint=hint)
        return revision

    def _git(self, *words: str) -> bytes | None:
        """Return what git prints; None if it fails."""
        done = run_git(self.seeds, *words)
        return done.stdout if done.returncode == 0 else None


def _stays_below(member: tarfile.TarInfo) -> bool:
    """Return whether it is a file or folder that is written below the folder it is taken out to."""
    parts = member.name.split("/")
    return (member.isfile() or member.isdir()) and parts[0] != "" and ".." not in parts
