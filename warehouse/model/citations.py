"""The base class of shapes, which refuses unknown keys; and citations."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from warehouse.model.fields import Key, Sha256, Text, pattern, problem

if TYPE_CHECKING:
    from collections.abc import Mapping

_CITATION = re.compile(r"(?P<document>[^#\s]+)#(?P<locator>\S.*)")
_PARAGRAPH = re.compile("[1-9][0-9]{0,5}")


class Shape(BaseModel):
    """A mapping in a seed file; keys it does not name are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Citation(Shape):
    """Where a document says so. Short form: ``document-key#paragraph``."""

    document: Key = Field(description="Key of the document", examples=["korean-firms-us-rare-earth-push"])
    locator: Text = Field(description="Paragraph number, or the section of a reference work", examples=["18"])
    span: Annotated[str, AfterValidator(pattern("[0-9]{1,9}-[0-9]{1,9}", "10-42"))] | None = Field(
        None, description="First code point of the quote in its paragraph and the one after it", examples=["10-42"]
    )
    quote_sha256: Sha256 | None = Field(None, description="SHA-256 of the quoted text", examples=["9f86d0…"])

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

    def columns(self) -> Mapping[str, Any]:
        """Return the columns of ``core.citations``, without the fact; cached, since many facts can share a citation."""
        return self._columns

    @cached_property
    def _columns(self) -> Mapping[str, Any]:
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
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
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
