"""The shapes of documents, and of registers that need no article: places, currencies, units, minerals, stages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from warehouse import vocabulary
from warehouse.model.base import Register
from warehouse.model.citations import Shape
from warehouse.model.fields import (
    Day,
    Integer,
    IsoPlace,
    Key,
    Language,
    Sha256,
    Text,
    known,
    pattern,
    problem,
)
from warehouse.model.policies import MineralClassification
from warehouse.model.quantities import Observation
from warehouse.model.statements import Scope, StageSynonym, Statement

if TYPE_CHECKING:
    from collections.abc import Mapping

_Count = Annotated[Integer, Field(ge=1)]


class Document(Shape):
    """A source document; it is what others cite, so it cites nothing."""

    key: Key = Field(description="Stable, human-made name", examples=["korean-firms-us-rare-earth-push"])
    moved_from: Key | None = Field(None, description="The key it had before, so that a rename is taken for one")
    kind: Annotated[str, AfterValidator(known(vocabulary.DOCUMENT_KIND))] = Field(description="Article, policy …")
    title: Text = Field(description="Title as printed")
    section: Text | None = Field(None, description="Section of the publication", examples=["Politics"])
    publisher: Key | None = Field(None, description="Entity that published it, where the text says so")
    language: Language = Field(description="BCP 47 language tag", examples=["en"])
    page_date: Day | None = Field(None, description="Date the page shows", examples=["2026-02-18"])
    published_on: Day | None = Field(None, description="Day of publication, where known")
    url: Text | None = Field(None, description="Where it can be read")
    sha256: Sha256 | None = Field(None, description="SHA-256 of the curator's copy of the text")
    characters: _Count | None = Field(None, description="Code points of the curator's copy", examples=["6501"])
    paragraphs: _Count | None = Field(None, description="Non-empty lines of the curator's copy", examples=["32"])
    note: Text | None = Field(None, description="What a reader must know to use the document")

    @model_validator(mode="after")
    def _text_described(self) -> Self:
        described = (self.page_date, self.sha256, self.characters, self.paragraphs)
        if self.kind != "reference" and None in described:
            hint = "give page_date, sha256, characters and paragraphs"
            raise problem("E-document", f"the text of {self.key} is not described", hint)
        return self

    def columns(self) -> dict[str, Any]:
        """Return the register's own columns, without key and fact."""
        return {
            "kind": self.kind,
            "title": self.title,
            "section": self.section,
            "publisher_key": self.publisher,
            "language": self.language,
            "page_date": self.page_date,
            "published_on": self.published_on,
            "url": self.url,
            "sha256": self.sha256,
            "character_count": self.characters,
            "paragraph_count": self.paragraphs,
        }

    @classmethod
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields from the columns of a register's row; the inverse of ``columns``."""
        same = ("kind", "title", "section", "language", "page_date", "published_on", "url", "sha256")
        odd = {"publisher": "publisher_key", "characters": "character_count", "paragraphs": "paragraph_count"}
        return {**{name: row[name] for name in same}, **{name: row[column] for name, column in odd.items()}}


class Place(Register):
    """A place."""

    references = frozenset({"parent"})
    own = ("kind", "name", "iso_code", "parent")

    kind: Annotated[str, AfterValidator(known(vocabulary.PLACE_KIND))] = Field(description="Country, city, site …")
    name: Text = Field(description="Name in English", examples=["South Korea"])
    iso_code: IsoPlace | None = Field(None, description="ISO 3166 code", examples=["KR"])
    parent: Key | None = Field(None, description="Key of the place it lies in", examples=["united-states"])
    observations: tuple[Observation, ...] = ()
    statements: tuple[Statement, ...] = ()


class Currency(Register):
    """A currency."""

    own = ("code", "name", "minor_units")

    code: Annotated[str, AfterValidator(pattern("[A-Z]{3}", "KRW"))] = Field(description="ISO 4217 code")
    name: Text = Field(description="Name in English")
    minor_units: Annotated[Integer, Field(le=4)] = Field(description="Decimals of the smallest unit", examples=["2"])

    @model_validator(mode="after")
    def _named_by_code(self) -> Self:
        if self.key != self.code.lower():
            raise problem("E-currency", f"the key of {self.code} is {self.code.lower()}", "rename it", field="key")
        return self


class Unit(Register):
    """A unit of measurement."""

    own = ("name", "symbol", "ucum_code")

    name: Text = Field(description="Name in English, singular", examples=["percent"])
    symbol: Text = Field(description="What is printed after a number", examples=["%"])
    ucum_code: Text | None = Field(None, description="UCUM code", examples=["%"])


class Mineral(Register):
    """An element, group, compound, metal, ore or product."""

    references = frozenset({"parent"})
    own = ("kind", "name", "symbol", "atomic_number", "parent")

    kind: Annotated[str, AfterValidator(known(vocabulary.MINERAL_KIND))] = Field(description="Element, product …")
    name: Text = Field(description="Name in English", examples=["neodymium"])
    symbol: Annotated[str, AfterValidator(pattern("[A-Z][a-z]?", "Nd"))] | None = Field(
        None, description="Chemical symbol of an element"
    )
    atomic_number: Annotated[Integer, Field(ge=1, le=118)] | None = Field(
        None, description="Protons of an element", examples=["60"]
    )
    parent: Key | None = Field(None, description="Group it belongs to, or what it is made of")
    classifications: tuple[MineralClassification, ...] = ()
    scopes: tuple[Scope, ...] = ()
    statements: tuple[Statement, ...] = ()

    @model_validator(mode="after")
    def _element_complete(self) -> Self:
        complete = self.symbol is not None and self.atomic_number is not None
        if (self.kind == "element") != complete:
            hint = "an element has both, anything else has neither"
            raise problem("E-element", "symbol and atomic_number do not fit the kind", hint)
        return self


class Indicator(Register):
    """A quantity that documents state."""

    references = frozenset({"unit"})
    own = ("name", "definition", "unit")

    name: Text = Field(description="Name in English", examples=["Import dependence"])
    definition: Text = Field(description="What is measured, against what")
    unit: Key = Field(description="Key of the unit", examples=["percent"])


class SupplyChainStage(Register):
    """A stage of the supply chain."""

    own = ("name", "definition", "position")

    name: Text = Field(description="Name in English", examples=["Purification"])
    definition: Text = Field(description="What is done at this stage, in our own words")
    position: _Count = Field(description="Order along the chain; 1 is the resource", examples=["4"])
    synonyms: tuple[StageSynonym, ...] = ()
