"""The shapes of facts in words: synonyms of stages, scopes, and statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Self

from pydantic import AfterValidator, Field, model_validator

from warehouse import vocabulary
from warehouse.model.base import Fact
from warehouse.model.fields import MODALITY_HELP, Key, Modality, Text, known, problem

if TYPE_CHECKING:
    from collections.abc import Mapping


class StageSynonym(Fact):
    """Words that documents use for a stage."""

    table: ClassVar[str] = "stage_synonyms"
    section: ClassVar[str] = "synonyms"

    words: Text = Field(description="The words as printed", examples=["refining"])

    def discriminator(self) -> str:
        """Return the words."""
        return self.words

    def columns(self) -> dict[str, Any]:
        """Return the words."""
        return {"words": self.words}

    @classmethod
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the words."""
        return {name: row[name] for name in ("words",)}


class Scope(Fact):
    """A mineral, stage or end use that something covers."""

    table: ClassVar[str] = "scopes"
    section: ClassVar[str] = "scopes"
    by_document: ClassVar[bool] = True

    mineral: Key | None = Field(None, description="Mineral or product it covers", examples=["rare-earths"])
    stage: Key | None = Field(None, description="Stage of the supply chain it covers", examples=["recycling"])
    end_use: Text | None = Field(None, description="End use it covers, as printed", examples=["semiconductors"])
    words: Text = Field(description="The scope as printed", examples=["waste recycling"])
    completeness: Annotated[str, AfterValidator(known(vocabulary.COMPLETENESS))] = Field(
        description="Whether the document names all there are", examples=["by example"]
    )

    @model_validator(mode="after")
    def _covers_something(self) -> Self:
        if self.mineral is None and self.stage is None and self.end_use is None:
            raise problem("E-scope", "the scope covers nothing", "give at least one of mineral, stage and end_use")
        return self

    def discriminator(self) -> str:
        """Return mineral, stage and end use."""
        return "/".join(part for part in (self.mineral, self.stage, self.end_use) if part)

    def columns(self) -> dict[str, Any]:
        """Return what is covered, the words, and the completeness."""
        return {
            "covered_mineral_key": self.mineral,
            "covered_stage_key": self.stage,
            "covered_end_use": self.end_use,
            "words": self.words,
            "completeness": self.completeness,
        }

    @classmethod
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is covered, the words, and the completeness."""
        return {
            "mineral": row["covered_mineral_key"],
            "stage": row["covered_stage_key"],
            "end_use": row["covered_end_use"],
            "words": row["words"],
            "completeness": row["completeness"],
        }


class Statement(Fact):
    """A view, assessment, aim or description that somebody voices; who does stands in attributed_to."""

    table: ClassVar[str] = "statements"
    section: ClassVar[str] = "statements"
    by_document: ClassVar[bool] = True

    label: Key = Field(description="Short name that tells the statements apart", examples=["depends-on-imports"])
    kind: Annotated[str, AfterValidator(known(vocabulary.STATEMENT_KIND))] = Field(description="View, assessment …")
    statement: Text = Field(description="What is said, in our own words")
    modality: Modality = Field(description=MODALITY_HELP, examples=["assessed"])

    def discriminator(self) -> str:
        """Return the kind; the label follows it in the path."""
        return self.kind

    def columns(self) -> dict[str, Any]:
        """Return kind and statement."""
        return {"kind": self.kind, "statement": self.statement}

    @classmethod
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return kind and statement."""
        return {name: row[name] for name in ("kind", "statement")}


FACTS: Final[tuple[type[Fact], ...]] = (StageSynonym, Scope, Statement)
