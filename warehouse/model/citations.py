"""Citations: where a document says so."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Final, Self

from pydantic import Field, model_validator

from warehouse.model.fields import Check, Column, Form, NamedField, Reference, Sha256, Text, TextType, problem
from warehouse.model.shape import Shape, Stored

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CITATION = re.compile(r"(?P<document>[^#\s]+)#(?P<locator>\S.*)")
_PARAGRAPH = re.compile("[1-9][0-9]{0,5}")
MOST_BYTES: Final = 2000
"""Most bytes of a place in a document: it is part of a key, whose length PostgreSQL limits."""


class LocatorType(TextType):
    """A paragraph number, or the section of a reference work."""

    def read(self, text: str) -> str:
        """Return the text, or raise an error if it is longer than an index can hold."""
        if len(text.encode()) > MOST_BYTES:
            hint = "name the section, not its words"
            raise problem("E-citation", f"a place in a document of more than {MOST_BYTES} bytes", hint)
        return super().read(text)

    def columns(self, field: NamedField) -> tuple[Column, ...]:
        """Return the columns: the place as text, and the number of the paragraph."""
        locator = "Paragraph and span as text, or the section of a reference work"
        paragraph = "Number of the non-empty line, from 1; NULL for a reference work"
        path = (field.name,)
        return (
            Column(field.name, "text", locator, is_required=True, field=path),
            Column("paragraph", "integer", paragraph, field=path),
        )

    def checks(self, field: NamedField) -> tuple[Check, ...]:  # noqa: ARG002 - the same for every field
        """Return the constraint that paragraphs are counted from 1."""
        return (Check("paragraph_positive", "paragraph > 0"),)


class SpanType(Form):
    """The first code point of a quote in its paragraph and the one after it."""

    def columns(self, field: NamedField) -> tuple[Column, ...]:
        """Return the columns: start and end."""
        start = "First code point of the quote in its paragraph, from 0; NULL: all of it"
        end = "Code point after the quote; NULL: all of the paragraph"
        path = (field.name,)
        return Column("span_start", "integer", start, field=path), Column("span_end", "integer", end, field=path)

    def checks(self, field: NamedField) -> tuple[Check, ...]:  # noqa: ARG002 - the same for every field
        """Return the constraint that the span has two ends, and runs forwards."""
        return (Check("span_order", "num_nonnulls(span_start, span_end) IN (0, 2) AND span_start < span_end"),)


class Citation(Stored):
    """Where a document says so. Short form: ``document-key#paragraph``."""

    table = "citations"
    grain = "One row per fact and place in a document that says so"

    document: Annotated[str, Reference("documents")] = Field(
        description="The document that says so", examples=["korean-firms-us-rare-earth-push"]
    )
    locator: Annotated[str, LocatorType()] = Field(
        description="Paragraph number, or the section of a reference work", examples=["18"]
    )
    span: Annotated[str, SpanType("[0-9]{1,9}-[0-9]{1,9}", "10-42")] | None = Field(
        None, description="First code point of the quote in its paragraph and the one after it", examples=["10-42"]
    )
    quote_sha256: Sha256 | None = Field(
        None, description="SHA-256 of the quoted text; left out: not recorded", examples=["9f86d0…"]
    )

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        if isinstance(value, str):
            match = _CITATION.fullmatch(value)
            if match is None:
                hint = "write document-key#paragraph, such as korean-firms-us-rare-earth-push#18"
                raise problem("E-citation", f'"{value}" is not a citation', hint)
            return match.groupdict()
        return value

    @model_validator(mode="after")
    def _span_forwards(self) -> Self:
        start, _, end = self.span.partition("-") if self.span else ("0", "-", "1")
        if int(start) >= int(end):
            hint = "write the first code point and the one after the last"
            raise problem("E-span", f'the span "{self.span}" does not run forwards', hint, field="span")
        return self

    @property
    def paragraph(self) -> int | None:
        """The paragraph number; None if the locator names a section of a reference work."""
        return int(self.locator) if _PARAGRAPH.fullmatch(self.locator) else None

    # Span and locator together make up the column of the place, which the plan of the fields cannot say.
    def columns(self) -> dict[str, Any]:
        """Return the columns of ``core.citations``, without the fact; cached, since many facts can share a citation."""
        return self._columns

    @cached_property
    def _columns(self) -> dict[str, Any]:
        start, end = map(int, self.span.split("-")) if self.span else (None, None)
        return {
            "document_key": self.document,
            "locator": f"{self.locator}:{self.span}" if self.span else self.locator,
            "paragraph": self.paragraph,
            "span_start": start,
            "span_end": end,
            "quote_sha256": self.quote_sha256,
        }

    @classmethod
    def fields(cls, row: Mapping[str, Any], first_cited: str = "") -> dict[str, Any]:  # noqa: ARG003 - of all shapes
        """Return the fields from the columns of ``row``; the inverse of ``columns``."""
        locator, span = row["locator"], None
        if row["span_start"] is not None:
            locator, _, span = locator.rpartition(":")
        return {
            "document": row["document_key"],
            "locator": locator,
            "span": span,
            "quote_sha256": row["quote_sha256"],
        }

    @classmethod
    def written(cls, row: Mapping[str, Any]) -> str | dict[str, Any]:
        """Return the citation as a seed file states it: in the short form if that is complete."""
        fields = cls.fields(row)
        short = f"{fields['document']}#{fields['locator']}"
        is_short = fields["span"] is None and fields["quote_sha256"] is None and _CITATION.fullmatch(short)
        return short if is_short else fields


class Ignored(Shape):
    """Paragraphs of a document that no fact needs to cite, or words of one. Short form: ``9`` or ``1-9``."""

    paragraph: Annotated[str, Form("[1-9][0-9]{0,5}(-[1-9][0-9]{0,5})?", "9 or 1-9")] = Field(
        description="Number of the paragraph, or of the first and the last one", examples=["1-9"]
    )
    words: Text | None = Field(
        None, description="The words of the paragraph that are ignored; left out: all of it", examples=["2.4"]
    )
    why: Text | None = Field(
        None, description="Why no fact states them; left out: the paragraphs are no part of the document"
    )

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {"paragraph": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.first > self.last:
            hint = "write the first paragraph and the last one, such as 1-9"
            raise problem("E-ignore", f'"{self.paragraph}" does not run forwards', hint, field="paragraph")
        if self.words is not None and (self.why is None or self.first != self.last):
            hint = "name one paragraph, and say in why no fact states them"
            raise problem("E-ignore", "ignored words without a paragraph or a reason", hint, field="words")
        return self

    def __str__(self) -> str:
        return f"{self.paragraph}: {self.words}" if self.words else self.paragraph

    @property
    def first(self) -> int:
        """The number of the first paragraph."""
        return int(self.paragraph.partition("-")[0])

    @property
    def last(self) -> int:
        """The number of the last paragraph."""
        return int(self.paragraph.rpartition("-")[2])

    def overlaps(self, other: Ignored) -> bool:
        """Return whether both name the same words."""
        if self.last < other.first or other.last < self.first:
            return False
        return self.words is None or other.words is None or self.words in other.words or other.words in self.words


def refuse_overlap(ignored: Sequence[Ignored], paragraphs: int | None) -> None:
    """Raise an error if two parts of a document overlap, or one lies behind its last paragraph."""
    in_order = sorted(ignored, key=lambda part: (part.first, part.last, part.words or ""))
    for number, part in enumerate(in_order):
        if paragraphs is None or part.last > paragraphs:
            what = f"there is no paragraph {part.last}"
            raise problem("E-ignore", what, f"the document has {paragraphs or 'none'}", field="ignore")
        for other in in_order[number + 1 :]:
            if other.first > part.last:
                break
            if part.overlaps(other):
                what = f'paragraph {other.first} is ignored twice: by "{part}" and by "{other}"'
                raise problem("E-ignore", what, "keep one of them", field="ignore")
