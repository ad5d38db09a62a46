"""Records of the seeds by key, name, alias or code, for the names that stand in tables."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from warehouse.model import REGISTERS, Document, Record
from warehouse.model.facts import Identifier, Name
from warehouse.seeds.inventory import take_inventory
from warehouse.seeds.reader import ReadResult, read_file
from warehouse.seeds.tables.figures import UnexplainedError
from warehouse.seeds.terms import with_terms_of
from warehouse.vocabulary import base
from warehouse.yamlfiles import ProblemsFound, nearest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from warehouse.seeds.reader import Entry
    from warehouse.vocabulary import Vocabulary

BY_NAME = ""


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


@dataclass(slots=True)
class Names:
    """The keys of the records by register and name.

    Attributes:
        vocabulary: The words of the seeds.
        keys: By register, its keys.
        found: By register and what they are called by (nothing for names), the keys of each text.
        printed: By register, names as written, for advice.
    """

    vocabulary: Vocabulary = field(default_factory=base)
    keys: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    found: dict[tuple[str, str], dict[str, set[str]]] = field(default_factory=lambda: defaultdict(dict))
    printed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def is_known_way(self, register: str, by: str) -> bool:
        """Return whether records of the register can be looked up by this field or identifier scheme."""
        return by in REGISTERS[register].model_fields or self._scheme(by) is not None

    def find(self, register: str, text: str, by: str = BY_NAME) -> str:
        """Return the key of the record that is called so.

        Raises:
            UnexplainedError: No record is called so, or several are.
        """
        if not by and text in self.keys[register]:
            return text
        called = _folded(text) if not by else text
        keys = self.found[register, self._scheme(by) or by].get(called, set())
        if len(keys) == 1:
            return next(iter(keys))
        if keys:
            hint = f"say in map which one it is: {', '.join(sorted(keys))}"
            raise UnexplainedError(f'several records of {register} are called "{text}"', hint)
        near = "" if by else nearest(text, self.printed[register])
        hint = f"{near + ' ' if near.startswith('did') else ''}map it to a key, or add the record or a name of it"
        how = f" by {by}" if by else ""
        raise UnexplainedError(f'no record of {register} is called "{text}"{how}', hint)

    def _scheme(self, by: str) -> str | None:
        term = self.vocabulary.find("identifier-scheme", by) if by else None
        return f"scheme:{term.key}" if term else None

    def note(self, entry: Entry) -> None:
        """Add a record and its names, or a name that stands alone."""
        record = entry.record
        if isinstance(record, Document):
            self.keys[entry.family].add(record.key)
        elif isinstance(record, Record):
            self.keys[entry.family].add(record.key)
            for name, value in record.__dict__.items():
                if isinstance(value, (str, int)) and not isinstance(value, bool):
                    self._add(entry.family, BY_NAME if name == "name" else name, str(value), record.key)
            for _, fact in record.facts():
                self._note_fact(entry.family, record.key, fact)
        elif (about := getattr(record, "about", None)) is not None:
            register, _, key = about.partition("/")
            self._note_fact(register, key, record)

    def _note_fact(self, register: str, key: str, fact: Any) -> None:  # noqa: ANN401 - any fact
        if isinstance(fact, Name):
            self._add(register, BY_NAME, fact.name, key)
        elif isinstance(fact, Identifier):
            self._add(register, f"scheme:{fact.scheme}", fact.value, key)

    def _add(self, register: str, by: str, text: str, key: str) -> None:
        called = text if by else _folded(text)
        self.found[register, by].setdefault(called, set()).add(key)
        if not by:
            self.printed[register].add(text)


def read_names(
    seeds: Path, project: Path, without: Path | None, on_file: Callable[[int, int], None] = lambda _done, _total: None
) -> Names:
    """Read the names of all records of a seeds folder.

    Args:
        seeds: The folder.
        project: The project folder; messages show paths relative to it where possible.
        without: A file that is passed over, since it is to be written anew.
        on_file: Called after each file with the number of files read and the total.

    Raises:
        ProblemsFound: A file has problems.
        InvalidSource: The folder is missing or holds no seed file.
    """
    inventory = take_inventory(seeds, project)
    found = ReadResult(list(inventory.problems))
    names = Names(with_terms_of(inventory, inventory.files))
    files = [file for file in inventory.files if without is None or file.path.resolve() != without.resolve()]
    for number, file in enumerate(files, start=1):
        for entry in read_file(inventory, file, found, names.vocabulary):
            names.note(entry)
        on_file(number, len(files))
    if found.problems:
        raise ProblemsFound(found.problems)
    return names
