"""The draft of seeds from a text: candidates as records that a person completes, in commented YAML and a reading view.

A record is a proposal. What only a person can say, such as what a figure is about, is left open in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from warehouse.errors import CheckFailed, UsageError
from warehouse.model import dates
from warehouse.model.registers import Document
from warehouse.model.registers import Unit as UnitRecord
from warehouse.seeds.candidates import Candidate, Figure, Finder, FoundDate, Kind, Mention, names_of, words_of
from warehouse.seeds.references import valid_rows
from warehouse.seeds.rows import rows_of
from warehouse.seeds.templates import text_of
from warehouse.texts import read_text
from warehouse.vocabulary import KEY_MAX_LENGTH
from warehouse.yamlfiles import visible
from warehouse.yamlfiles.formatting import on_one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from warehouse.seeds.reader import Folder
    from warehouse.texts import Copies, DocumentText
    from warehouse.vocabulary import Vocabulary

FAMILIES: Final = (
    "entities",
    "agreements",
    "monetary_values",
    "observations",
    "milestones",
    "entity_relations",
    "statuses",
    "clauses",
)
"""The families of the records that a draft proposes, in the order of its file."""

_OF_SCHEME: Final = {
    "agreement-kind": "agreements",
    "milestone-kind": "milestones",
    "status": "statuses",
    "clause-kind": "clauses",
    "relation": "entity_relations",
}
"""By scheme of a word, the family of the record that is proposed for it."""

SUBJECT: Final = "register and key"
_PDF: Final = b"%PDF-"
_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a proposed record.

    Attributes:
        name: Its name.
        value: Its value as YAML; empty: only a person can fill it in.
        hint: What a person should know to fill it in.
    """

    name: str
    value: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record that a candidate may stand for.

    Attributes:
        candidate: The candidate.
        family: The family of the record.
        fields: Its fields, in the order in which they are written.
    """

    candidate: Candidate
    family: str
    fields: tuple[Field, ...]

    @property
    def open_fields(self) -> list[Field]:
        """The fields that only a person can fill in."""
        return [field for field in self.fields if not field.value]

    def filled(self, values: Mapping[str, str]) -> Proposal:
        """Return the proposal with other values of some fields, as YAML; a field without a value stays open."""
        fields = tuple(replace(field, value=values.get(field.name, field.value)) for field in self.fields)
        return replace(self, fields=fields)

    def yaml(self) -> str:
        """Write the record as an item of the list of its family."""
        lines = [
            f"  {' ' if number else '-'} {field.name}: {field.value}".rstrip()
            + (f"  # {field.hint}" if field.hint else "")
            for number, field in enumerate(self.fields)
        ]
        return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of the document in the seeds.

    Attributes:
        paragraph: Number of the paragraph.
        start: First code point of the quote; None: the whole paragraph is cited.
        end: The code point after the quote.
        path: Path of the fact.
    """

    paragraph: int
    start: int | None
    end: int | None
    path: str

    def covers(self, candidate: Candidate) -> bool:
        """Return whether it quotes words of a candidate."""
        quote = candidate.quote
        if self.start is None or self.end is None or self.paragraph != quote.paragraph:
            return False
        return self.start < quote.end and quote.start < self.end


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with what was found in it.

    Attributes:
        number: Its number, from 1.
        text: The printed text.
        candidates: The candidates, in text order.
        proposals: The records that they may stand for; known names stand for none.
        cited: The citations of the paragraph in the seeds.
    """

    number: int
    text: str
    candidates: tuple[Candidate, ...]
    proposals: tuple[Proposal, ...]
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft of the seeds of a document.

    Attributes:
        document: The record of the document.
        text: Its text.
        finder: What is looked for.
        units: By name or symbol of a unit, the key of its record.
        cited: The citations of the document in the seeds, by paragraph.
    """

    document: Document
    text: DocumentText
    finder: Finder
    units: Mapping[str, str]
    cited: Mapping[int, tuple[Cited, ...]]

    @classmethod
    def of(cls, folder: Folder, document: Document, text: DocumentText, vocabulary: Vocabulary) -> Draft:
        """Prepare a draft.

        Args:
            folder: The content of the seed files.
            document: The record of the document.
            text: Its text.
            vocabulary: The vocabulary with the terms of all files.
        """
        page = dates.span(document.page_date) if document.page_date else None
        finder = Finder(page, names_of(folder.entries), words_of(vocabulary))
        units = {
            name: entry.record.key
            for entry in folder.entries
            if isinstance(entry.record, UnitRecord)
            for name in (entry.record.symbol, entry.record.name, entry.record.key)
        }
        return cls(document, text, finder, units, _cited_in(folder, document.key, vocabulary))

    def paragraphs(self) -> Iterator[Paragraph]:
        """Yield the paragraphs; a name that no register knows is proposed once."""
        named: set[str] = set()
        found = self.finder.paragraphs(self.text.paragraphs)
        for number, (text, candidates) in enumerate(zip(self.text.paragraphs, found, strict=True), start=1):
            proposals = tuple(_Proposing(self, candidates, named).all())
            yield Paragraph(number, text, candidates, proposals, self.cited.get(number, ()))


def _cited_in(folder: Folder, document: str, vocabulary: Vocabulary) -> dict[int, tuple[Cited, ...]]:
    by_paragraph: dict[int, list[Cited]] = defaultdict(list)
    for row in valid_rows(rows_of(folder.entries, [], vocabulary), []):
        values = row.values
        if row.table == "citations" and values["document_key"] == document and values["paragraph"] is not None:
            cited = Cited(values["paragraph"], values["span_start"], values["span_end"], row.path)
            by_paragraph[cited.paragraph].append(cited)
    return {number: tuple(dict.fromkeys(cited)) for number, cited in by_paragraph.items()}


@dataclass(frozen=True, slots=True)
class _Proposing:
    """Makes the proposals of one paragraph.

    Attributes:
        draft: The draft.
        candidates: The candidates of the paragraph.
        named: The new names that were proposed before.
    """

    draft: Draft
    candidates: tuple[Candidate, ...]
    named: set[str]

    def all(self) -> Iterator[Proposal]:
        """Yield the proposals, in text order; a word that stands there twice is proposed once."""
        words: set[str] = set()
        for candidate in self.candidates:
            found = candidate.found
            if isinstance(found, Figure):
                yield self._of_figure(candidate, found)
            elif isinstance(found, FoundDate):
                yield self._proposal(candidate, "milestones", Field("kind"), _date_field(found))
            elif candidate.kind is Kind.NEW and candidate.words not in self.named:
                self.named.add(candidate.words)
                yield self._of_name(candidate)
            elif candidate.kind is Kind.WORD and found.known[0].key not in words:
                words.add(found.known[0].key)
                yield from self._of_word(candidate, found)

    def _proposal(self, candidate: Candidate, family: str, *fields: Field) -> Proposal:
        """Return a record about something, with the modality, which only a person can tell."""
        near = self._near(candidate)
        subject = Field("about", hint=f"such as {near}" if near else SUBJECT)
        return Proposal(candidate, family, (subject, *fields, Field("modality"), self._cite(candidate)))

    def _cite(self, candidate: Candidate) -> Field:
        return Field("cite", candidate.citation(self.draft.document.key))

    def _near(self, candidate: Candidate) -> str:
        """Return the known names of the paragraph, the nearest first."""
        known = [each for each in self.candidates if each.kind is Kind.KNOWN]
        known.sort(key=lambda each: abs(each.quote.start - candidate.quote.start))
        keys = [f"{one.family}/{one.key}" for each in known for one in getattr(each.found, "known", ())]
        return ", ".join(list(dict.fromkeys(key for key in keys if not key.startswith("minerals/")))[:_MOST_NAMED])

    def _of_figure(self, candidate: Candidate, figure: Figure) -> Proposal:
        if figure.currency is None:
            unit = self.draft.units.get(_SYMBOLS.get(figure.unit or "", ""), self.draft.units.get(figure.unit or ""))
            fields = [
                Field("indicator", hint="what is measured"),
                Field("value", on_one_line(figure.value)),
                Field("words", on_one_line(candidate.words)),
                *([Field("unit", unit)] if unit else []),
            ]
            return self._proposal(candidate, "observations", *fields)
        hint = "the sign leaves open which country's" if figure.is_assumed else ""
        if " or " in figure.currency:
            hint = f"write the currency behind it: {figure.currency}"
        fields = [Field("kind"), Field("amount", on_one_line(figure.value), hint)]
        if figure.equivalent:
            fields.append(Field("equivalent", on_one_line(figure.equivalent)))
        elif figure.value != candidate.words:
            fields.append(Field("words", on_one_line(candidate.words)))
        return self._proposal(candidate, "monetary_values", *fields)

    def _of_name(self, candidate: Candidate) -> Proposal:
        fields = (
            Field("key", _key_of(candidate.words)),
            Field("kind", hint="or a place, facility, event …"),
            Field("name", on_one_line(candidate.words)),
            self._cite(candidate),
        )
        return Proposal(candidate, "entities", fields)

    def _of_word(self, candidate: Candidate, mention: Mention) -> Iterator[Proposal]:
        scheme, key = mention.known[0]
        word, printed = on_one_line(key), Field("words", on_one_line(candidate.words))
        also = ", ".join(f"{other.key} ({other.family})" for other in mention.known[1:])
        hint = f"also: {also}" if also else ""
        family = _OF_SCHEME.get(scheme)
        if family == "agreements":
            names = (Field("key", hint="lower-case words joined by hyphens"), Field("kind", word, hint))
            title = Field("name", hint="a short title of yours")
            yield Proposal(candidate, family, (*names, title, Field("modality"), self._cite(candidate)))
        elif family == "milestones":
            yield self._proposal(candidate, family, Field("kind", word, hint))
        elif family == "statuses":
            yield self._proposal(candidate, family, Field("status", word, hint), printed)
        elif family == "clauses":
            yield self._proposal(candidate, family, Field("kind", word, hint), printed)
        elif family == "entity_relations":
            yield self._proposal(candidate, family, Field("relation", word, hint), Field("object", hint="key"))


_SYMBOLS: Final = {"percent": "%"}


def _date_field(found: FoundDate) -> Field:
    """Return the date of a step: the words, the value and the rule; open where only a person can tell."""
    covering = f"as a period: {found.covering.edtf}" if found.covering else ""
    if len(found.readings) != 1:
        hint = " or ".join(f"{reading.edtf} by the rule {reading.rule}" for reading in found.readings)
        shown = hint or "no rule reads these words; by hand needs a note"
        return Field("date", hint=f'the words are "{found.words}": {shown}')
    (reading,) = found.readings
    if reading.edtf == found.words:
        return Field("date", on_one_line(found.words), covering)
    parts = {"words": found.words, "edtf": reading.edtf}
    if reading.rule != "as printed":
        parts["rule"] = reading.rule
    if found.qualifier != "on":
        parts["qualifier"] = found.qualifier
    written = ", ".join(f"{name}: {on_one_line(value, in_flow=True)}" for name, value in parts.items())
    return Field("date", f"{{{written}}}", covering)


def _key_of(name: str) -> str:
    """Return a key for a name; empty if it has no letters that a key can have."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    return "-".join(re.findall("[a-z0-9]+", ascii_only))[:KEY_MAX_LENGTH].strip("-")


def read_draft_text(document: Document, copies: Copies | None, file: Path | None) -> DocumentText:
    """Read the text of a document: a file, or the curator's copy.

    Raises:
        UsageError: The record describes no text, or the file is a PDF.
        CheckFailed: The text is not the one that the record describes.
        ConfigurationError: No copies are given, or they hold no text of the document.
        UnreadableTextError: The text is not UTF-8.
    """
    path = file
    if path is None and copies is not None and document.sha256 is not None:
        copy = copies.find(document.key, document.sha256)
        path = copy.path if copy else None
    if path is not None:
        _refuse_pdf(path)
    if file is None and copies is not None:
        return text_of(document, copies)
    text = read_text(file) if file else None
    if document.sha256 is None or text is None:
        raise UsageError(f'the seeds describe no text of "{document.key}"', hint="A draft needs numbered paragraphs.")
    if text.sha256 != document.sha256:
        hint = f"It has {text.sha256}, the record {document.sha256}. Describe this text, or take the one described."
        raise CheckFailed(f'{path.name if path else ""} is not the text of "{document.key}" in the seeds', hint=hint)
    return text


def _refuse_pdf(path: Path) -> None:
    try:
        with path.open("rb") as stream:
            is_pdf = stream.read(len(_PDF)) == _PDF
    except OSError:
        return
    if is_pdf:
        text = path.with_suffix(".txt").name
        hint = f"Get its text with: pdftotext -layout {path.name} {text}; read it through, then describe {text}."
        raise UsageError(f"{path.name} is a PDF, and citations count the paragraphs of a text", hint=hint)


_INTRODUCTION: Final = """\
## Candidates from {document}, no facts. Where the document says it, take away the "# " before a record
## and before its family, and fill in what is open. Delete the rest.
"""


def skeleton(draft: Draft) -> str:
    """Write the draft as a seed file in which everything is commented out.

    Without ``# `` at the beginning of its lines a record is valid, up to the fields that are open.
    """
    by_family: dict[str, list[str]] = {family: [] for family in FAMILIES}
    known: list[str] = []
    for paragraph in draft.paragraphs():
        for proposal in paragraph.proposals:
            record = "".join(f"# {line}\n" for line in proposal.yaml().splitlines())
            by_family[proposal.family].append(f"{_heading(proposal.candidate, paragraph)}{record}#\n")
        known += [_known_line(each, draft) for each in paragraph.candidates if each.kind is Kind.KNOWN]
    parts = [_INTRODUCTION.format(document=draft.document.key)]
    parts += [f"\n# {family}:\n{''.join(records)}" for family, records in by_family.items() if records]
    return "".join(parts) + ("\n## Names that the registers know\n" + "".join(known) if known else "")


def _heading(candidate: Candidate, paragraph: Paragraph) -> str:
    cited = [each.path for each in paragraph.cited if each.covers(candidate)]
    by = f"; cited already by {cited[0]}" if cited else ""
    return f"## {candidate.quote.paragraph}: {visible(candidate.words)}{by}\n"


def _known_line(candidate: Candidate, draft: Draft) -> str:
    meant = " or ".join(f"{one.family}/{one.key}" for one in getattr(candidate.found, "known", ()))
    citation = candidate.citation(draft.document.key)
    return f"## {candidate.quote.paragraph}: {visible(candidate.words)} is {meant} {citation}\n"


def reading_view(draft: Draft) -> Iterator[str]:
    """Yield the paragraphs with their numbers, each with its candidates, what was read, and the citation."""
    for paragraph in draft.paragraphs():
        yield f"{paragraph.number:>4}  {visible(paragraph.text)}"
        for candidate in paragraph.candidates:
            sign = "*" if any(each.covers(candidate) for each in paragraph.cited) else " "
            yield f"    {sign} {candidate.kind:<10}  {visible(candidate.words)}{_meant(candidate)}"
            yield f"                  {candidate.citation(draft.document.key)}"
        yield ""


def _meant(candidate: Candidate) -> str:
    meaning = meaning_of(candidate)
    return f"  =  {meaning}" if meaning else ""


def meaning_of(candidate: Candidate) -> str:
    """Return in one line what was read from the words of a candidate; empty: nothing."""
    found = candidate.found
    if isinstance(found, Figure):
        unit = f" {found.unit}" if found.unit and found.unit != "count" else ""
        return f"{found.value}{unit}{f' ({found.equivalent})' if found.equivalent else ''}"
    if isinstance(found, FoundDate):
        which = " or ".join(f"{reading.edtf} ({reading.rule})" for reading in found.readings) or "by hand"
        return f"{'' if found.qualifier == 'on' else f'{found.qualifier} '}{which}"
    return ", ".join(f"{one.family}{'/' if candidate.kind is Kind.KNOWN else ' '}{one.key}" for one in found.known)
