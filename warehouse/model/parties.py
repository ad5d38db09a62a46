"""The shapes of facts about entities: their names, relations, roles, and identity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final

from pydantic import AfterValidator, Field

from warehouse import vocabulary
from warehouse.model.base import Fact
from warehouse.model.fields import MODALITY_HELP, Key, Language, Modality, Text, known

if TYPE_CHECKING:
    from collections.abc import Mapping


class EntityName(Fact):
    """A further name an entity goes by."""

    table: ClassVar[str] = "entity_names"
    section: ClassVar[str] = "names"

    name: Text = Field(description="The name as printed", examples=["KITA"])
    kind: Annotated[str, AfterValidator(known(vocabulary.NAME_KIND))] = Field(description="Alias, short or native")
    language: Language | None = Field(None, description="BCP 47 tag, where it is not the document's", examples=["ko"])

    def discriminator(self) -> str:
        """Return kind and name."""
        return f"{self.kind}/{self.name}"

    def columns(self) -> dict[str, Any]:
        """Return name, kind and language."""
        return {"name": self.name, "kind": self.kind, "language": self.language}

    @classmethod
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return name, kind and language."""
        return {name: row[name] for name in ("name", "kind", "language")}


class EntityRelation(Fact):
    """What an entity is to another one."""

    table: ClassVar[str] = "entity_relations"
    section: ClassVar[str] = "relations"

    relation: Annotated[str, AfterValidator(known(vocabulary.RELATION))] = Field(
        description="What the entity is to the object", examples=["chair of"]
    )
    object: Key = Field(description="Key of the other entity", examples=["posco-group"])
    title: Text | None = Field(None, description="Title as printed", examples=["Korean co-chair"])
    modality: Modality = Field(description=MODALITY_HELP, examples=["in force"])

    def discriminator(self) -> str:
        """Return relation and object."""
        return f"{self.relation}/{self.object}"

    def columns(self) -> dict[str, Any]:
        """Return relation, object and title."""
        return {"relation": self.relation, "object_key": self.object, "title": self.title}

    @classmethod
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return relation, object and title."""
        return {"relation": row["relation"], "object": row["object_key"], "title": row["title"]}


class _Role(Fact):
    """An entity in a role; the vocabulary of roles is the subclass's."""

    entity: Key = Field(description="Key of the entity", examples=["posco-international"])
    role: str

    def discriminator(self) -> str:
        """Return role and entity."""
        return f"{self.role}/{self.entity}"

    def columns(self) -> dict[str, Any]:
        """Return entity and role."""
        return {"entity_key": self.entity, "role": self.role}

    @classmethod
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return entity and role."""
        return {"entity": row["entity_key"], "role": row["role"]}


class AgreementParty(_Role):
    """A party of an agreement."""

    table: ClassVar[str] = "agreement_parties"
    section: ClassVar[str] = "parties"

    role: Annotated[str, AfterValidator(known(vocabulary.PARTY_ROLE))] = Field(description="Supplier, buyer, partner …")


class EventParticipant(_Role):
    """Somebody at an event."""

    table: ClassVar[str] = "event_participants"
    section: ClassVar[str] = "participants"

    role: Annotated[str, AfterValidator(known(vocabulary.PARTICIPANT_ROLE))] = Field(description="Convener, speaker …")


class FacilityParty(_Role):
    """Who plans, builds or runs a facility."""

    table: ClassVar[str] = "facility_parties"
    section: ClassVar[str] = "parties"

    role: Annotated[str, AfterValidator(known(vocabulary.FACILITY_ROLE))] = Field(description="Operator, planner …")


class IdentityJudgement(Fact):
    """Whether two entities are the same."""

    table: ClassVar[str] = "identity_judgements"
    section: ClassVar[str] = "judgements"

    other: Key = Field(description="Key of the other entity, the later one in the alphabet", examples=["posco-group"])
    verdict: Annotated[str, AfterValidator(known(vocabulary.VERDICT))] = Field(description="Same, different or unsure")
    reason: Text = Field(description="Why, in our own words")

    def discriminator(self) -> str:
        """Return the other entity."""
        return self.other

    def columns(self) -> dict[str, Any]:
        """Return the other entity, verdict and reason."""
        return {"other_key": self.other, "verdict": self.verdict, "reason": self.reason}

    @classmethod
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the other entity, verdict and reason."""
        return {"other": row["other_key"], "verdict": row["verdict"], "reason": row["reason"]}


FACTS: Final[tuple[type[Fact], ...]] = (
    EntityName,
    EntityRelation,
    AgreementParty,
    EventParticipant,
    FacilityParty,
    IdentityJudgement,
)
