"""The base classes of all records: attribution, rank, dates, and paths."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator

from warehouse import vocabulary
from warehouse.model import dates
from warehouse.model.citations import Citation, Shape
from warehouse.model.fields import Edtf, Key, Text, known, pattern, problem

if TYPE_CHECKING:
    from collections.abc import Mapping


class When(Shape):
    """A date as printed, and what it means."""

    words: Text = Field(description="The date as printed", examples=["last September"])
    edtf: Edtf = Field(description="Year, month or day it means, no finer than the words", examples=["2025-09"])
    qualifier: Annotated[str, AfterValidator(known(vocabulary.DATE_QUALIFIER))] = Field(
        "on", description="On, by, before, after or about that value", examples=["by"]
    )
    rule: Annotated[str, AfterValidator(known(vocabulary.DATE_RULE))] = Field(
        "as printed", description="How the words lead to the value", examples=["latest past"]
    )
    document: Key | None = Field(None, description="Document the words hang on; else the first one cited")

    def columns(self, prefix: str, first_cited: str) -> dict[str, Any]:
        """Return the seven date columns, whose names start with ``prefix``.

        Args:
            prefix: Prefix of the columns.
            first_cited: The document whose page date resolves relative words, unless the date names another one.
        """
        earliest, latest = dates.bounds(self.edtf, self.qualifier)
        return {
            f"{prefix}words": self.words,
            f"{prefix}edtf": self.edtf,
            f"{prefix}earliest": earliest,
            f"{prefix}latest": latest,
            f"{prefix}qualifier": self.qualifier,
            f"{prefix}rule": self.rule,
            f"{prefix}document_key": None if self.rule == "as printed" else self.document or first_cited,
        }

    @classmethod
    def fields(cls, row: Mapping[str, Any], prefix: str, first_cited: str) -> dict[str, Any] | None:
        """Return the fields from the columns of ``row`` that start with ``prefix``; None: the row has no date.

        This is the inverse of ``columns``.
        """
        if row[f"{prefix}words"] is None:
            return None
        fields = {name: row[f"{prefix}{name}"] for name in ("words", "edtf", "qualifier", "rule")}
        document = row[f"{prefix}document_key"]
        return {**fields, "document": None if document == first_cited else document}


@lru_cache(maxsize=4096)
def _citation(written: str) -> Citation | str:
    """Parse a short citation, and cache it; return an invalid one as it is, so that it is reported in its place."""
    with suppress(ValidationError):
        return Citation.model_validate(written)
    return written


def _one_or_many(value: object) -> object:
    each = value if isinstance(value, list) else [value]
    return [_citation(item) if isinstance(item, str) else item for item in each]


class Cited(Shape):
    """Something a document says."""

    cite: Annotated[tuple[Citation, ...], BeforeValidator(_one_or_many)] = Field(
        description="Where a document says so: one citation or a list", examples=["korean-firms-us-rare-earth-push#18"]
    )
    attributed_to: Key | None = Field(None, description="Entity the document names as the one who says so")
    attributed_words: Text | None = Field(
        None, description="Who says so, where it is no registered entity", examples=["industry sources"]
    )
    basis: Annotated[str, AfterValidator(known(vocabulary.BASIS))] = Field(
        "stated", description="Whether the source states it, it is inferred, or a reference work says so"
    )
    rank: Annotated[str, AfterValidator(known(vocabulary.RANK))] = Field(
        "normal", description="Which of several differing facts to show"
    )
    rank_reason: Text | None = Field(None, description="Why the rank is not normal")
    note: Text | None = Field(None, description="What a reader must know to use the fact")

    @model_validator(mode="after")
    def _reasons_given(self) -> Self:
        if not self.cite:
            raise problem("E-no-citation", "a fact without a citation", "name the document and paragraph that says so")
        if (self.rank == "normal") != (self.rank_reason is None):
            raise problem("E-rank", "rank_reason belongs to a rank other than normal, and only there", "give both")
        if self.basis == "inferred" and self.note is None:
            raise problem("E-inferred", "an inferred fact without a note", "say in note how it follows")
        return self

    @property
    def first_cited(self) -> str:
        """The key of the document in the first citation."""
        return self.cite[0].document

    def provenance(self) -> dict[str, Any]:
        """Return the columns of ``core.facts`` that every fact fills."""
        return {
            "modality": self.__dict__.get("modality"),  # pydantic is slow to report a missing attribute
            "attributed_to_key": self.attributed_to,
            "attributed_words": self.attributed_words,
            "basis": self.basis,
            "rank": self.rank,
            "rank_reason": self.rank_reason,
            "note": self.note,
        }

    @classmethod
    def provenance_fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields from a row of ``core.facts``; the inverse of ``provenance``."""
        names = ("attributed_words", "basis", "rank", "rank_reason", "note")
        modality = {"modality": row["modality"]} if "modality" in cls.model_fields else {}
        return {**modality, "attributed_to": row["attributed_to_key"], **{name: row[name] for name in names}}


class Fact(Cited):
    """A fact about one registered thing, nested in its record or written at the top level with ``about``."""

    table: ClassVar[str]
    section: ClassVar[str]
    by_document: ClassVar[bool] = False

    about: Annotated[str, AfterValidator(pattern("[a-z_]+/[a-z0-9-]+", "places/south-korea"))] | None = Field(
        None, description="Family and key of the thing, where the fact stands at the top level"
    )
    label: Key | None = Field(None, description="Tells facts apart that would have the same path")

    def discriminator(self) -> str:
        """Return the part of the path that tells this fact from others of the same section."""
        raise NotImplementedError

    def columns(self) -> dict[str, Any]:
        """Return the table's own columns, without the fact's id and its subject."""
        raise NotImplementedError

    @classmethod
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields from the columns of ``row``, which also holds the path; the inverse of ``columns``."""
        raise NotImplementedError

    def path(self, subject: str) -> str:
        """Return the path below ``subject`` (``family/key``); the fact's id is computed from it."""
        discriminator = self.discriminator().replace(" ", "_")
        below = f"/{discriminator}" if discriminator else ""
        label = f"/{self.label}" if self.label else ""
        return f"{subject}/{self.section}{below}{label}" + (f"@{self.first_cited}" if self.by_document else "")

    @classmethod
    def first_cited_in(cls, path: str) -> str:
        """Return the document at the end of a path; empty if paths of this kind of fact name none."""
        return path.rpartition("@")[2] if cls.by_document else ""

    @classmethod
    def label_in(cls, path: str, fields: Mapping[str, Any]) -> str | None:
        """Return the label of a fact: the part of its path that its fields do not explain; None: no label."""
        document = cls.first_cited_in(path)
        cited = Citation.model_construct(document=document, locator="")
        bare = cls.model_construct(**{**fields, "label": None, "cite": (cited,)})
        ending = f"@{document}" if document else ""
        explained = bare.path("/".join(path.split("/")[:2])).removesuffix(ending)
        return path.removesuffix(ending).removeprefix(explained).removeprefix("/") or None


class Record(Cited):
    """A row of a register, with facts about it nested below."""

    key: Key = Field(description="Stable, human-made name", examples=["posco-international"])
    moved_from: Key | None = Field(None, description="The key it had before, so that a rename is taken for one")

    def columns(self) -> dict[str, Any]:
        """Return the register's own columns, without key and fact."""
        raise NotImplementedError

    @classmethod
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields from the columns of a register's row; the inverse of ``columns``."""
        raise NotImplementedError

    def facts(self) -> list[tuple[tuple[str | int, ...], Fact]]:
        """Return the nested facts, each with its path in the record."""
        return [
            ((name, index), item)
            for name, value in self.__dict__.items()
            if isinstance(value, tuple) and value and isinstance(value[0], Fact)
            for index, item in enumerate(value)
        ]


class Register(Record):
    """A register whose columns are its fields, references with ``_key`` behind them."""

    references: ClassVar[frozenset[str]] = frozenset()
    own: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="after")
    def _not_its_own_parent(self) -> Self:
        if getattr(self, "parent", None) == self.key:
            raise problem("E-parent", f"{self.key} is its own parent", "remove it, or name another", field="parent")
        return self

    def columns(self) -> dict[str, Any]:
        """Return the columns of the fields in ``own``."""
        return {self.column(name): getattr(self, name) for name in self.own}

    @classmethod
    def fields(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields in ``own`` from a row."""
        return {name: row[cls.column(name)] for name in cls.own}

    @classmethod
    def column(cls, name: str) -> str:
        """Return the column of one of the register's own fields."""
        return f"{name}_key" if name in cls.references else name
