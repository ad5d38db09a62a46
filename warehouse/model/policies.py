"""The shapes of facts about strategies, mineral lists, and the classes of minerals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Self

from pydantic import AfterValidator, Field, model_validator

from warehouse import vocabulary
from warehouse.model.base import Fact
from warehouse.model.fields import MODALITY_HELP, Integer, Key, Modality, Text, known, problem

if TYPE_CHECKING:
    from collections.abc import Mapping


class StrategyMeasure(Fact):
    """A measure a strategy contains."""

    table: ClassVar[str] = "strategy_measures"
    section: ClassVar[str] = "measures"
    by_document: ClassVar[bool] = True

    label: Key = Field(description="Short name that tells the measures apart", examples=["widen-list"])
    kind: Annotated[str, AfterValidator(known(vocabulary.MEASURE_KIND))] = Field(description="Funding, monitoring …")
    description: Text = Field(description="What is to be done, in our own words")
    modality: Modality = Field(description=MODALITY_HELP, examples=["planned"])

    def discriminator(self) -> str:
        """Return the kind; the label follows it in the path."""
        return self.kind

    def columns(self) -> dict[str, Any]:
        """Return kind and description."""
        return {"kind": self.kind, "description": self.description}

    @classmethod
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return kind and description."""
        return {name: row[name] for name in ("kind", "description")}


class MineralListVersion(Fact):
    """A version of a mineral list."""

    table: ClassVar[str] = "mineral_list_versions"
    section: ClassVar[str] = "versions"
    by_document: ClassVar[bool] = True

    label: Key = Field(description="Short name that tells the versions apart", examples=["expanded"])
    stated_count: Annotated[Integer, Field(ge=1)] | None = Field(
        None, description="Number of entries the document states", examples=["17"]
    )
    counted: Annotated[str, AfterValidator(known(vocabulary.COUNT_SUBJECT))] | None = Field(
        None, description="What is counted", examples=["minerals"]
    )
    modality: Modality = Field(description=MODALITY_HELP, examples=["planned"])

    @model_validator(mode="after")
    def _count_whole(self) -> Self:
        if (self.stated_count is None) != (self.counted is None):
            raise problem("E-count", "a count needs both stated_count and counted", "give both or none")
        return self

    def discriminator(self) -> str:
        """Return an empty text: the label alone tells versions apart."""
        return ""

    def columns(self) -> dict[str, Any]:
        """Return label, count and what is counted."""
        return {"label": self.label, "stated_count": self.stated_count, "counted": self.counted}

    @classmethod
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return label, count and what is counted."""
        return {name: row[name] for name in ("label", "stated_count", "counted")}


class MineralListMember(Fact):
    """A mineral a document names as an entry of a list."""

    table: ClassVar[str] = "mineral_list_members"
    section: ClassVar[str] = "members"
    by_document: ClassVar[bool] = True

    version: Key = Field(description="Label of the version of the list", examples=["expanded"])
    member: Key = Field(description="Key of the mineral or group", examples=["rare-earths"])

    def discriminator(self) -> str:
        """Return version and mineral."""
        return f"{self.version}/{self.member}"

    def columns(self) -> dict[str, Any]:
        """Return version and mineral."""
        return {"version_label": self.version, "member_key": self.member}

    @classmethod
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return version and mineral."""
        return {"version": row["version_label"], "member": row["member_key"]}


class MineralClassification(Fact):
    """A class that somebody puts a mineral in."""

    table: ClassVar[str] = "mineral_classifications"
    section: ClassVar[str] = "classifications"
    by_document: ClassVar[bool] = True

    classification: Annotated[str, AfterValidator(known(vocabulary.CLASSIFICATION))] = Field(
        description="Critical, strategic or key", examples=["critical"]
    )
    authority: Key | None = Field(None, description="Entity that classifies it; left out: the document itself")
    words: Text = Field(description="The class as printed", examples=["critical minerals"])
    modality: Modality = Field(description=MODALITY_HELP, examples=["occurred"])

    def discriminator(self) -> str:
        """Return the class."""
        return self.classification

    def columns(self) -> dict[str, Any]:
        """Return class, authority and words."""
        return {"classification": self.classification, "authority_key": self.authority, "words": self.words}

    @classmethod
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return class, authority and words."""
        return {"classification": row["classification"], "authority": row["authority_key"], "words": row["words"]}


FACTS: Final[tuple[type[Fact], ...]] = (StrategyMeasure, MineralListVersion, MineralListMember, MineralClassification)
