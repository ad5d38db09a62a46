"""What a person answers to the proposals of a draft: kept in a journal after every answer, and written as a seed file.

The journal is ``FILE.answers`` beside the seed file: one line of JSON per answer, on disk before the next question. A
line that was not written whole, because the program was killed, counts as not given.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from warehouse.errors import PermissionRefused, UsageError
from warehouse.files import replaced_file
from warehouse.seeds.draft import FAMILIES

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.seeds.draft import Draft, Proposal

_INTRODUCTION: Final = "# Taken from {document}. What is open is still to be filled in.\n"


def name_of(proposal: Proposal) -> str:
    """Return the name of a proposal in the journal: its family and where it stands."""
    quote = proposal.candidate.quote
    return f"{proposal.family} {quote.paragraph}:{quote.span}"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a proposal.

    Attributes:
        to: Name of the proposal.
        family: Its family.
        record: The record as YAML; None: it is left out.
    """

    to: str
    family: str
    record: str | None


@dataclass(slots=True)
class Answers:
    """The answers to the proposals of a draft.

    Attributes:
        path: The seed file.
        document: Key of the document.
        sha256: Digest of its text.
        given: The answers, in the order in which they were given.
    """

    path: Path
    document: str
    sha256: str
    given: list[Answer] = field(default_factory=list)

    @classmethod
    def open(cls, path: Path, draft: Draft) -> Answers:
        """Begin, or go on where the journal ends.

        Raises:
            UsageError: The seed file holds something else than the answers, or they are those to another text.
            PermissionRefused: The journal cannot be read or written.
        """
        answers = cls(path, draft.document.key, draft.text.sha256)
        try:
            lines = answers._lines()
            held = path.read_text("utf-8") if path.exists() else None
        except (OSError, UnicodeDecodeError) as error:
            raise PermissionRefused(f"cannot read {path}: {error}", hint="Choose another name with -o.") from error
        states = [answers._content()]
        for line in lines:
            answers._replay(line)
            states.append(answers._content())
        if held is not None and (not lines or held not in states[-2:]):
            hint = "Choose another name with -o; what is there was left as it is."
            raise UsageError(f"{path} holds what somebody else wrote", hint=hint)
        if not lines:
            answers._append({"document": answers.document, "sha256": answers.sha256})
        answers._write()
        return answers

    @property
    def journal(self) -> Path:
        """The path of the journal."""
        return self.path.with_name(f"{self.path.name}.answers")

    def give(self, proposal: Proposal, *, is_taken: bool) -> None:
        """Keep an answer."""
        answer = Answer(name_of(proposal), proposal.family, proposal.yaml() if is_taken else None)
        self._append({"to": answer.to, "family": answer.family, "record": answer.record})
        self.given.append(answer)
        self._write()

    def undo(self) -> str | None:
        """Take the last answer back and return the name of its proposal; None: there is none."""
        if not self.given:
            return None
        self._append({"undo": self.given[-1].to})
        name = self.given.pop().to
        self._write()
        return name

    def _lines(self) -> list[dict[str, Any]]:
        """Return the lines of the journal, and cut off one that was not written whole."""
        if not self.journal.exists():
            return []
        content = self.journal.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            with self.journal.open("r+b") as stream:
                stream.truncate(len(whole))
        try:
            return [json.loads(line) for line in whole.splitlines()]
        except ValueError as error:
            hint = "Move it away to begin anew, or choose another name with -o."
            raise UsageError(f"{self.journal} is no journal of answers", hint=hint) from error

    def _replay(self, line: dict[str, Any]) -> None:
        if "undo" in line and self.given:
            self.given.pop()
        elif "to" in line:
            self.given.append(Answer(line["to"], line["family"], line["record"]))
        elif (line.get("document"), line.get("sha256")) != (self.document, self.sha256):
            hint = "Choose another name with -o."
            raise UsageError(f"{self.journal} holds answers to another text than that of {self.document}", hint=hint)

    def _append(self, line: dict[str, Any]) -> None:
        try:
            with self.journal.open("a", encoding="utf-8", newline="\n") as stream:
                stream.write(json.dumps(line, ensure_ascii=False) + "\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            what = f"cannot write {self.journal}: {error.strerror}"
            raise PermissionRefused(what, hint="Make room, or choose another place with -o.") from error

    def _write(self) -> None:
        with replaced_file(self.path, is_binary=False) as stream:
            stream.write(self._content())  # type: ignore[call-overload]

    def _content(self) -> str:
        """Return the seed file: the records that were taken, by family."""
        parts = [_INTRODUCTION.format(document=self.document)]
        for family in FAMILIES:
            taken = [answer.record for answer in self.given if answer.family == family and answer.record]
            parts += [f"\n{family}:\n", "\n".join(taken)] if taken else []
        return "".join(parts)
