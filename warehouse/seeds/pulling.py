"""The newest seeds of a git remote: only a step forwards, or the files stay as they are."""

from __future__ import annotations

from pathlib import Path

from warehouse.errors import ConfigurationError, SourceBusy
from warehouse.seeds.git import run_git

STAYS = "Files and database are as they were."


def pull(seeds: Path) -> str:
    """Bring the branch of a seeds folder to where its upstream is, if that only adds to it.

    Args:
        seeds: The folder.

    Returns:
        The revision of the branch afterwards; if seed files differ from it, the text says so.

    Raises:
        ConfigurationError: git cannot be run, the folder is in no repository, or its branch has no upstream.
        SourceBusy: The remote cannot be reached, the branches have diverged, or changed files are in the way.
    """
    told, _ = _git(seeds, "rev-parse", "--abbrev-ref", "@{upstream}")
    if told is None:
        hint = "Work in a clone, on a branch that follows one of its remote: git branch --set-upstream-to origin/main"
        raise ConfigurationError(f"the branch of {seeds} follows no other, so nothing can be pulled", hint=hint)
    done, reason = _git(seeds, "fetch", "--quiet")
    if done is None:
        raise SourceBusy(f"cannot fetch {told}: {reason}", hint=STAYS)
    done, reason = _git(seeds, "merge", "--ff-only", "--quiet", "@{upstream}")
    if done is None:
        hint = f"{STAYS} Bring the branch in step with {told} by hand."
        raise SourceBusy(f"{told} is no step forwards from here: {reason}", hint=hint)
    revision, _ = _git(seeds, "rev-parse", "--short", "HEAD")
    changes, _ = _git(seeds, "status", "--porcelain", "--", ".")
    return f"{revision} with uncommitted changes" if changes else f"{revision}"


def repository_of(seeds: Path) -> list[Path]:
    """Return the folders that a pull writes to: the checkout, and that of git's own files."""
    found = (_git(seeds, "rev-parse", *words)[0] for words in (["--show-toplevel"], ["--absolute-git-dir"]))
    top, own = (Path(each) if each else seeds for each in found)
    return [top] if own.is_relative_to(top) else [top, own]


def _git(seeds: Path, *words: str) -> tuple[str | None, str]:
    """Return what git prints, None if it fails, and the first line that says why."""
    done = run_git(seeds, *words)
    if done.returncode == 0:
        return done.stdout.decode(errors="replace").strip(), ""
    lines = done.stderr.decode(errors="replace").splitlines()
    reasons = [line.strip() for line in lines if line.startswith(("fatal:", "error:"))]
    return None, (reasons or [f"exit code {done.returncode}"])[0]
