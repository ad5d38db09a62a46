"""The base classes of all records: attribution, rank, and paths."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Self, get_args

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from warehouse.model.citations import Citation
from warehouse.model.fields import FUTURE, Form, Key, PathKey, Reference, TextType, Word, problem
from warehouse.model.review import Review
from warehouse.model.shape import Stored
from warehouse.vocabulary import SUBJECT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping


@lru_cache(maxsize=4096)
def _citation(written: str) -> Citation | str:
    """Parse a short citation, and cache it; return an invalid one as it is, so that it is reported in its place."""
    with suppress(ValidationError):
        return Citation.model_validate(written)
    return written


def one_or_many(value: object) -> object:
    """Return a list of what a field holds: one thing, or a list."""
    return value if isinstance(value, list) else [value]


def _citations(value: object) -> object:
    if value in ([], ()):
        raise problem("E-no-citation", "a fact without a citation", "name the document and paragraph that says so")
    each = value if isinstance(value, list) else [value]
    return [_citation(item) if isinstance(item, str) else item for item in each]


LABEL: Final = ";label="
"""Precedes, in a path, the label of an answer."""

Note = Annotated[str, TextType(held_in="facts")]

REVIEWED: Final = "Who reviewed it as it stands; left out: nobody"


OUTLOOK: Final = ";outlook=future"
"""Stands, in a path, behind what tells questions apart, where the fact is about what is still to come."""


def _token(value: object) -> str:
    """Return the text that stands for a word, a period or True in a path."""
    if isinstance(value, str):
        return value.replace(" ", "_")
    token: str = getattr(value, "token", "yes")
    return token


class Cited(Stored):
    """Something a document says."""

    cite: Annotated[tuple[Citation, ...], BeforeValidator(_citations)] = Field(
        description="Where a document says so: one citation or a list", examples=["korean-firms-us-rare-earth-push#18"]
    )
    attributed_to: Annotated[str, Reference("entities", held_in="facts")] | None = Field(
        None, description="Entity the document names as the one who says so; left out: the document itself"
    )
    attributed_words: Note | None = Field(
        None,
        description="Who says so, where it is no registered entity; left out: none",
        examples=["industry sources"],
    )
    basis: Annotated[str, Word("basis", held_in="facts")] = Field(
        "stated", description="Whether the source states it, it is inferred, or a reference work says so"
    )
    rank: Annotated[str, Word("rank", held_in="facts")] = Field(
        "normal", description="Which of several differing facts to show"
    )
    rank_reason: Note | None = Field(None, description="Why the rank is not normal; left out: it is normal")
    note: Note | None = Field(None, description="What a reader must know to use the fact; left out: nothing")

    @model_validator(mode="after")
    def _reasons_given(self) -> Self:
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
        """Return the columns of ``core.facts`` that the fields fill."""
        return self.shared.to_row(self.__dict__, "")


class Fact(Cited):
    """A fact about one registered thing, nested in its record or written at the top level with ``about``.

    Attributes:
        section: Name of the field of a record that lists these facts; it is a part of their paths.
        subjects: Registers that the facts can be about; each fact is about exactly one record.
        identity: Fields that tell a fact from others about the same record; they end its path.
        by_document: Whether facts of different documents are different facts; then the document ends the path. Of
            several documents that one fact cites it is the first in the alphabet, so that their order does not matter.
        answers: Whether a fact answers a question that others may answer too. Its label then tells answers apart, not
            questions; what tells questions apart are ``identity`` and ``qualifiers``.
        qualifiers: Optional fields that tell questions apart, each with its name in the path.
        has_outlook: Whether what is still to come is another fact than what is.
        later_subjects: Those of the subjects whose columns were added later than the family; see ``Column``.
        subject_columns: The columns of registers that have another name here than elsewhere; see ``subject_column``.
    """

    section: ClassVar[str]
    subjects: ClassVar[tuple[str, ...]]
    identity: ClassVar[tuple[str, ...]] = ()
    by_document: ClassVar[bool] = False
    answers: ClassVar[bool] = False
    qualifiers: ClassVar[tuple[tuple[str, str], ...]] = ()
    has_outlook: ClassVar[bool] = False
    later_subjects: ClassVar[tuple[str, ...]] = ()
    subject_columns: ClassVar[dict[str, str]] = {}

    about: Annotated[str, Form("[a-z_]+/[a-z0-9-]+", "places/south-korea", held_in="path")] | None = Field(
        None, description="Family and key of the thing, where the fact stands at the top level"
    )
    label: PathKey | None = Field(None, description="Tells facts apart that would have the same path")

    def discriminator(self) -> str:
        """Return the part of the path that tells this fact from others of the same section."""
        values = self.__dict__
        return "/".join([values[name] for name in self.identity if values[name]])

    def path(self, subject: str) -> str:
        """Return the path below ``subject`` (``family/key``); the fact's id is computed from it."""
        below = self.told_apart()
        if self.qualifiers:
            below += self._qualified()
        if self.has_outlook and self.__dict__["modality"] in FUTURE:
            below += OUTLOOK
        label = f"{LABEL if self.answers else '/'}{self.label}" if self.label else ""
        document = f"@{min(citation.document for citation in self.cite)}" if self.by_document else ""
        return f"{subject}/{self.section}{below}{label}{document}"

    def told_apart(self) -> str:
        """Return the part of the path behind the section, without qualifiers, label and document."""
        discriminator = self.discriminator().replace(" ", "_")
        return f"/{discriminator}" if discriminator else ""

    def _qualified(self) -> str:
        values = [(name, self.__dict__[field]) for field, name in self.qualifiers]
        return "".join(f";{name}={_token(value)}" for name, value in values if value)

    @classmethod
    def subject_column(cls, register: str) -> str:
        """Return the column that refers to the subject of a fact, if it stands in this register."""
        return cls.subject_columns.get(register) or SUBJECT_COLUMNS[register]

    @classmethod
    def document_in(cls, path: str) -> str:
        """Return the document at the end of a path; empty if paths of this kind of fact name none."""
        return path.rpartition("@")[2] if cls.by_document else ""

    @classmethod
    def label_in(cls, path: str, fields: Mapping[str, Any]) -> str | None:
        """Return the label of a fact: the part of its path that its fields do not explain; None: no label."""
        document = cls.document_in(path)
        stem = path.removesuffix(f"@{document}") if document else path
        if cls.answers:
            return stem.partition(LABEL)[2] or None
        subject = "/".join(path.split("/")[:2])
        bare = cls.model_construct(**fields)
        qualifiers_and_label = stem.removeprefix(f"{subject}/{cls.section}{bare.told_apart()}")
        return qualifiers_and_label.partition("/")[2] or None


HANDED_DOWN: Final = ("cite", "modality")
"""The fields of a record that hold for the facts nested in it."""


class Record(Cited):
    """A row of a register, with facts about it nested below.

    Attributes:
        hands_down: By field that holds facts, the fields that each of them takes from the record unless it has its own:
            ``cite``, and ``modality`` where such a fact needs one.
    """

    hands_down: ClassVar[dict[str, tuple[str, ...]]] = {}

    key: Key = Field(
        description="Human-made, stable name of the record; other records refer to it", examples=["posco-international"]
    )
    moved_from: PathKey | None = Field(None, description="The key it had before, so that a rename is taken for one")
    reviewed: Review | None = Field(None, description=REVIEWED)

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Find out once what is handed down."""
        super().__pydantic_init_subclass__()
        below = {name: get_args(field.annotation) for name, field in cls.model_fields.items()}
        cls.hands_down = {
            name: tuple(taken for taken in HANDED_DOWN if taken in cls.model_fields and shapes[0].needs(taken))
            for name, shapes in below.items()
            if shapes and isinstance(shapes[0], type) and issubclass(shapes[0], Fact)
        }

    @classmethod
    def written_out(cls, written: dict[str, Any]) -> dict[str, Any]:
        """Return a record as a seed file states it, with what is handed down written out in its facts."""
        full = {}
        for name, taken in cls.hands_down.items():
            facts = written.get(name)
            each_taken = {*taken}
            if isinstance(facts, list) and not all(
                fact.keys() >= each_taken for fact in facts if isinstance(fact, dict)
            ):
                given = {each: written[each] for each in taken if each in written}
                full[name] = [{**given, **fact} if isinstance(fact, dict) else fact for fact in facts]
        return {**written, **full} if full else written

    @classmethod
    def is_handed_down(cls, path: tuple[int | str, ...], written: dict[str, Any]) -> bool:
        """Return whether a value, or its absence, is that of the record and not written in the fact itself."""
        name, place, taken, *_ = (*path, "", "", "")
        return taken in cls.hands_down.get(str(name), ()) and taken not in written[str(name)][place]

    @model_validator(mode="before")
    @classmethod
    def _hand_down(cls, value: object) -> object:
        return cls.written_out(value) if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _not_its_own_parent(self) -> Self:
        if getattr(self, "parent", None) == self.key:
            raise problem("E-parent", f"{self.key} is its own parent", "remove it, or name another", field="parent")
        return self

    def facts(self) -> list[tuple[tuple[str | int, ...], Fact]]:
        """Return the nested facts, each with its path in the record."""
        return [
            ((name, index), item)
            for name, value in self.__dict__.items()
            if isinstance(value, tuple) and value and isinstance(value[0], Fact)
            for index, item in enumerate(value)
        ]
