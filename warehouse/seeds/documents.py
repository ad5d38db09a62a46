"""The documents that the seeds describe, found by key without checking anything else, and their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.errors import CheckFailed, ConfigurationError, UsageError
from warehouse.seeds.shapes.registers import Document
from warehouse.strictyaml import ProblemsFound, nearest

if TYPE_CHECKING:
    from warehouse.seeds.read import Folder
    from warehouse.seeds.texts import Copies, DocumentText


def find_document(folder: Folder, key: str) -> Document:
    """Find the record of the document with this key; problems of other records do not matter.

    Raises:
        UsageError: No file describes it.
        ProblemsFound: It holds problems, or may stand in a file that cannot be read.
    """
    documents = {entry.record.key: entry.record for entry in folder.entries if isinstance(entry.record, Document)}
    if key in documents:
        return documents[key]
    if key in folder.found.refused["documents"] or not folder.found.is_whole:
        raise ProblemsFound(folder.found.problems)
    raise UsageError(f'no document "{key}" in the seeds', hint=nearest(key, documents))


def text_of(document: Document, copies: Copies) -> DocumentText:
    """Read the very text that the record describes.

    Raises:
        UsageError: The record describes no text.
        ConfigurationError: The folder holds no copy of it.
        CheckFailed: The copy is not the text described.
        UnreadableTextError: The copy is not UTF-8.
    """
    key = document.key
    if document.sha256 is None:
        hint = f"Cite a section of it, such as {key}#IR-3.5."
        raise UsageError(f'the seeds describe no text of "{key}"', hint=hint)
    copy = copies.find(key, document.sha256)
    if copy is None:
        hint = f"Put it there; its SHA-256 is {document.sha256}."
        raise ConfigurationError(f'{copies.folder} holds no copy of "{key}"', hint=hint)
    if copy.is_changed:
        hint = "See what moved with: warehouse seeds verify"
        raise CheckFailed(f'{copy.path.name} is not the text of "{key}" that the seeds describe', hint=hint)
    return copy.text()
