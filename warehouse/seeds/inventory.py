"""The inventory of a seeds folder: its files, their digests, and whether they changed."""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from warehouse.errors import InvalidSource, SourceBusy
from warehouse.vocabulary import BASE_FILE, BASE_NAME
from warehouse.yamlfiles.problems import Position, Problem, ProblemsFound

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping

    from warehouse.yamlfiles import Node

SUFFIXES: Final = (".yaml", ".jsonl")
MISSPELT: Final = {".yml": ".yaml", ".yaml": ".yaml", ".jsonl": ".jsonl", ".ndjson": ".jsonl"}
MAPPING_SUFFIX: Final = ".table.yaml"
"""The end of the name of a mapping of a table, which is no seed file."""
FRESH_NANOSECONDS: Final = 2_000_000_000
"""A file changed this recently could change again with the same time stamp; its digest is not cached."""

Signature = tuple[int, int, int, int]
"""Size, mtime and ctime in nanoseconds, inode. While the signature is the same, so is the content."""


@dataclass(frozen=True, slots=True)
class SeedFile:
    """A file as it was read: its path below the seeds folder, and the SHA-256 of its bytes."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SeedFileEntry:
    """A seed file in the listing of a folder.

    Attributes:
        path: Path of the file.
        name: Its path below the seeds folder.
        shown: Its name in messages.
        signature: Its signature when it was listed.
    """

    path: Path
    name: str
    shown: str
    signature: Signature


@dataclass(slots=True)
class SeedInventory:
    """The files of a seeds folder.

    Attributes:
        seeds: The folder.
        project: The project folder; messages show paths relative to it.
        files: The seed files, sorted by path.
        problems: The problems with files that should not be there.
    """

    seeds: Path
    project: Path
    files: tuple[SeedFileEntry, ...]
    problems: list[Problem]
    _digests: dict[str, str] = field(default_factory=dict)
    _remembered: dict[str, tuple[Signature, str]] = field(default_factory=dict)

    @property
    def with_base(self) -> tuple[SeedFileEntry, ...]:
        """The seed files, after the file of the words that the program ships."""
        return (base_entry(), *self.files)

    @property
    def sha256(self) -> str:
        """The digest over the names and bytes of all files."""
        listing = "".join(f"{self.digest(file)}  {file.name}\n" for file in self.files)
        return hashlib.sha256(listing.encode()).hexdigest()

    @property
    def seed_files(self) -> tuple[SeedFile, ...]:
        """The files with their digests."""
        return tuple(SeedFile(file.name, self.digest(file)) for file in self.files)

    def digest(self, file: SeedFileEntry) -> str:
        """Return the SHA-256 of a file's bytes, from the cache if the file's signature is the same.

        Raises:
            SourceBusy: The file can no longer be read.
        """
        if file.name not in self._digests:
            signature, remembered = self._remembered.get(file.name, (None, ""))
            is_known = signature is not None and tuple(signature) == file.signature
            self._digests[file.name] = remembered if is_known else hashlib.sha256(self._content(file)).hexdigest()
        return self._digests[file.name]

    def only(self, file: SeedFileEntry) -> SeedInventory:
        """Return an inventory with this file alone; its digest is not known yet."""
        return SeedInventory(self.seeds, self.project, (file,), [])

    def read(self, file: SeedFileEntry) -> bytes:
        """Return the bytes of a file.

        Raises:
            SourceBusy: The bytes do not match the digest that is already known.
            OSError: The file cannot be read.
        """
        content = file.path.read_bytes()
        self.take_digest(file, hashlib.sha256(content).hexdigest())
        return content

    def records(self, file: SeedFileEntry, family: str, *, holding: re.Pattern[bytes]) -> Iterator[Node]:
        """Yield the nodes of the records of one family; problems are left to the reader of the file.

        Args:
            file: The file.
            family: Name of the family.
            holding: A pattern that the bytes of a file with such records match; other files are not parsed.

        Raises:
            SourceBusy: The bytes do not match the digest that is already known.
        """
        from warehouse.yamlfiles import parse, parse_lines

        try:
            content = self.read(file)
        except OSError:
            return
        if not holding.search(content):
            return
        if file.path.suffix == ".jsonl":
            lines = (line for line, _ in parse_lines(content, file.shown) if line is not None)
            yield from (line.child((family,)) for line in lines if isinstance(line.plain().get(family), dict))
            return
        root, _ = parse(content, file.shown)
        listed = root.value.get(family) if root is not None and isinstance(root.value, dict) else None
        if listed is not None and isinstance(listed.value, list):
            yield from (node for node in listed.value if isinstance(node.value, dict))

    def take_digest(self, file: SeedFileEntry, digest: str) -> None:
        """Store the digest of a file that the caller has read.

        Raises:
            SourceBusy: The digest differs from the one that is already known.
        """
        if self._digests.setdefault(file.name, digest) != digest:
            raise _changed(file.shown)

    def changed_since(self, known: Mapping[str, str | None]) -> list[SeedFileEntry]:
        """Return the files that are new or have another digest, the shipped words among them.

        Args:
            known: The earlier digest by file name; None: read the file again.
        """
        return [file for file in self.with_base if self.digest(file) != known.get(file.name)]

    def refuse_problems(self) -> None:
        """Check that the folder holds nothing that it should not.

        Raises:
            ProblemsFound: It does.
        """
        if self.problems:
            raise ProblemsFound(self.problems)

    def refuse_if_changed(self) -> None:
        """Check that the folder still holds the same files, unchanged.

        Raises:
            SourceBusy: It does not.
        """
        now = take_inventory(self.seeds, self.project).files
        before = {file.name: file for file in self.files}
        if differing := next((file for file in now if before.pop(file.name, None) != file), None):
            raise _changed(differing.shown)
        if before:
            raise _changed(next(iter(before.values())).shown)

    def recall(self, cache: Path | None) -> None:
        """Read the digests that an earlier run left in the cache folder; ignore a broken cache file."""
        try:
            found = json.loads(self._place(cache).read_bytes()) if cache else {}
            self._remembered = {name: (tuple(signature), digest) for name, (signature, digest) in found.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            self._remembered = {}

    def remember(self, cache: Path | None) -> None:
        """Write the digests to the cache folder if possible; files that changed very recently are left out."""
        settled = time.time_ns() - FRESH_NANOSECONDS
        kept = {
            file.name: (file.signature, self._digests[file.name])
            for file in self.files
            if file.name in self._digests and max(file.signature[1:3]) < settled
        }
        if kept == self._remembered or cache is None:
            return
        place = self._place(cache)
        beside = place.with_name(f"{place.name}.{os.getpid()}")
        try:
            cache.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside.write_text(json.dumps(kept))
            beside.replace(place)
        except OSError:
            with suppress(OSError):
                beside.unlink(missing_ok=True)

    def _place(self, cache: Path) -> Path:
        """Return the path of this seeds folder's file in the cache."""
        return cache / f"digests-{hashlib.sha256(os.fsencode(self.seeds)).hexdigest()[:16]}.json"

    def _content(self, file: SeedFileEntry) -> bytes:
        try:
            return file.path.read_bytes()
        except OSError as error:
            raise _changed(file.shown) from error


def take_inventory(seeds: Path, project: Path) -> SeedInventory:
    """List the seed files below ``seeds``.

    Args:
        seeds: The folder.
        project: The project folder; messages show paths relative to it where possible.

    Returns:
        The files, and the problems with files that should not be there.

    Raises:
        InvalidSource: The folder is missing or holds no seed file.
    """
    if not seeds.is_dir():
        raise InvalidSource(f"no seeds folder at {seeds}", hint="Name one with --seeds.")
    problems: list[Problem] = []
    files = sorted(_listed(seeds, seeds, project, problems), key=lambda file: file.path)
    if not files and not problems:
        hint = "Nothing was changed: an empty folder would retire every fact. Seed files end in .yaml or .jsonl."
        raise InvalidSource(f"the seeds folder {seeds} holds no seed file", hint=hint)
    return SeedInventory(seeds, project, tuple(files), problems)


def base_entry() -> SeedFileEntry:
    """Return the entry of the file of the words that the program ships."""
    return SeedFileEntry(BASE_FILE, BASE_NAME, BASE_NAME, _signature(BASE_FILE.stat()))


def _signature(status: os.stat_result) -> Signature:
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def shown_name(path: Path, project: Path) -> str:
    """Return the name of a file for messages: relative to the project if the file lies in it."""
    return path.relative_to(project).as_posix() if path.is_relative_to(project) else path.as_posix()


def _listed(folder: Path, seeds: Path, project: Path, problems: list[Problem]) -> Iterator[SeedFileEntry]:
    for entry in _entries(folder, project, problems):
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False) and path.suffix not in SUFFIXES:
            yield from _listed(path, seeds, project, problems)
        elif path.name.endswith(MAPPING_SUFFIX):
            continue
        elif fault := _fault(entry, path, seeds):
            problems.append(Problem(Position(shown_name(path, project)), "E-file", *fault))
        elif path.suffix in SUFFIXES:
            name = path.relative_to(seeds).as_posix()
            yield SeedFileEntry(path, name, shown_name(path, project), _signature(entry.stat()))


def _entries(folder: Path, project: Path, problems: list[Problem]) -> Iterable[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        problems.append(Problem(Position(shown_name(folder, project)), "E-file", what, "check its permissions"))
        return []


def _fault(entry: os.DirEntry[str], path: Path, seeds: Path) -> tuple[str, str] | None:
    """Return the problem with something that is or looks like a seed file, and the advice; None: no problem."""
    suffix = MISSPELT.get(path.suffix.lower())
    if suffix and path.suffix != suffix:
        return f"a seed file must end in {suffix}", f"rename it to {path.stem}{suffix}"
    if entry.is_symlink() and path.is_dir():
        return "a link to a folder, which is not followed", "put the seed files themselves here"
    if path == seeds / BASE_NAME:
        return "this name belongs to the words that the program ships", "rename it"
    if path.suffix in SUFFIXES and not path.is_file():
        return "not a file, or a link that leads nowhere", "rename or remove it"
    return None


def _changed(shown: str) -> SourceBusy:
    return SourceBusy(
        f"{shown} changed while the seeds were read", hint="Nothing was changed in the database; run it again."
    )
