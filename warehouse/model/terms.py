"""The vocabulary: schemes, and the terms whose keys, labels and aliases the words of other records are."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from warehouse.model.fields import Boolean, Form, Key, Pattern, TermKey, Text
from warehouse.model.shape import Shape


class Scheme(Shape):
    """A set of words for one purpose; the program ships all of them."""

    key: Key = Field(description="Name of the scheme", examples=["agreement-kind"])
    label: Text = Field(description="Name for readers", examples=["Agreement kind"])
    definition: Text = Field(description="What its words say of a thing")
    is_open: Boolean = Field(default=False, description="Whether seeds can add words")
    needs_broader: Boolean = Field(default=False, description="Whether an added word must stand below a shipped one")


class Term(Shape):
    """A word of an open scheme, added to those that the program ships. It cites nothing."""

    scheme: Key = Field(description="Scheme of the word", examples=["agreement-kind"])
    key: TermKey = Field(description="The word, in lower case", examples=["streaming agreement"])
    label: Text | None = Field(None, description="The word for readers, if it differs from the key")
    definition: Text = Field(description="What the word means", examples=["a buyer pays ahead for a share"])
    broader: Text | None = Field(None, description="The next broader word of the scheme", examples=["supply contract"])
    aliases: tuple[Text, ...] = Field((), description="Other words that mean the same", examples=["stream"])
    flags: tuple[Annotated[str, Form("[a-z]+(_[a-z]+)*", "is_element")], ...] = Field(
        (), description="What code asks about the word; else those of the broader word", examples=["is_element"]
    )
    inverse: Text | None = Field(
        None, description="The same seen from the other side, for readers; left out: none", examples=["parent of"]
    )
    pattern: Annotated[str, Pattern()] | None = Field(
        None, description="The form of the values, as a regular expression; left out: any", examples=["[0-9]{8}"]
    )


WORDS: Final[dict[str, type[Scheme | Term]]] = {"schemes": Scheme, "terms": Term}
"""The shapes of the vocabulary, by the name of their table."""
