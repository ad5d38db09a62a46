"""The checks between records: references, duplicates, paragraph numbers and relative dates.

``ReferenceIndex`` collects the keys, references and facts of all rows in one pass. Only if something does not fit are
the files read a second time, to find the positions of the problems.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from warehouse.model import date_words
from warehouse.model.core import DATES, REFERRED_KEYS, UNIQUE
from warehouse.model.dates import NoFiscalYearError, UnreadableDateError, page_span
from warehouse.seeds import figures, fiscal
from warehouse.seeds.codes import NOTED, CodeIndex, codes_of, problem_of_code, problem_of_version, version_named
from warehouse.seeds.rows import fact_id
from warehouse.tables import LOAD_ORDER
from warehouse.yamlfiles import Position, Problem, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date
    from uuid import UUID

    from warehouse.model.dates import Span
    from warehouse.seeds.codes import Code, Version
    from warehouse.seeds.reader import ReadResult
    from warehouse.seeds.rows import Row

ABOUT = {table.name: table.about for table in LOAD_ORDER}
"""By table, the registers that its facts can be about."""

NAMED = {"citations": ("document_key", "locator"), "disagreement_facts": ("fact_id",)}
"""By table of rows that a fact lists, the columns that tell these rows apart."""


def valid_rows(rows: Iterable[Row], problems: list[Problem]) -> Iterator[Row]:
    """Yield the rows that are valid by themselves.

    A fact must be about a register that its table allows. It must list each citation and each
    fact involved only once.

    Args:
        rows: The rows of a file; those of one fact follow each other.
        problems: Collects the problems of the rows that are not valid.
    """
    path = ""
    named: dict[object, Row] = {}
    for row in rows:
        subjects = ABOUT[row.table]
        if subjects is not None and (family := row.path.partition("/")[0]) not in subjects:
            what, hint = f"{row.table} cannot be about {family}", f"they can be about: {', '.join(subjects)}"
            problems.append(Problem(row.node.at(("about",)), "E-about", what, hint))
            continue
        if row.table == "facts" or row.path != path:
            path, named = row.path, {}
        if (other := NAMED.get(row.table)) is not None:
            key = (row.table, *(row.values[name] for name in other))
            first = named.setdefault(key, row)
            if first is not row:
                problems.append(_named_twice(row, first))
                continue
        yield row


def _named_twice(row: Row, first: Row) -> Problem:
    where = f"first at {first.node.position}"
    if row.table == "citations":
        return Problem(row.node.position, "E-duplicate-citation", f"the same citation twice, {where}", "remove one")
    what = f'the fact "{row.node.plain()}" is named twice, {where}'
    return Problem(row.node.position, "E-duplicate-fact", what, "remove one")


@dataclass(slots=True)
class ReferenceCheck:
    """The result of checking all rows of an index against each other.

    Attributes:
        index: The index.
        elsewhere: The keys, documents and facts of files that were not read.
        unknown: By register, the keys that are referred to but do not exist.
        documents: All documents that are cited.
        violations: Keys of documents that are cited by paragraphs or sections they do not have.
        wrong_dates: Dates that do not follow from their words, each with its problem.
        registered: All units and indicators that figures name.
        wrong_figures: Indicator and unit of figures that do not fit.
        unknown_facts: Facts that disagreements name but that do not exist.
        unmoved: Register and earlier key of renamed records whose earlier key still exists.
        shared: Register, column and value of what two records share although no two can.
        shared_codes: By code and fact, the other things that have the code too; empty unless all files were read.
        unknown_versions: The versions of lists that do not exist; empty unless all files were read.
    """

    index: ReferenceIndex
    elsewhere: ExistingKeys
    unknown: dict[str, set[str]]
    documents: dict[str, Described]
    violations: set[str]
    wrong_dates: dict[Resolved, WrongDate]
    registered: figures.Registered
    wrong_figures: set[tuple[str, str | None]]
    unknown_facts: set[UUID]
    unmoved: set[tuple[str, str]]
    shared: set[Value]
    shared_codes: dict[tuple[Code, str], set[str]]
    unknown_versions: set[Version]

    @classmethod
    def of(cls, index: ReferenceIndex, elsewhere: ExistingKeys, found: ReadResult) -> ReferenceCheck:
        """Check the index.

        If a file could not be read, no reference counts as unknown, since that file may hold the key.

        Args:
            index: The index of all rows read.
            elsewhere: The keys, documents and facts of files that were not read.
            found: The result of reading, with the keys of records that have problems.
        """
        unknown = {}
        for register in list(index.wanted) if found.is_whole else ():
            missing = index.missing(register) - found.refused[register]
            if missing and (missing := missing - elsewhere.keys(register, missing)):
                unknown[register] = missing
        other = (index.cited.keys() | {date.document for date in index.dates}) - index.documents.keys()
        cited = {document for document in other if document is not None}
        documents = {**elsewhere.documents(cited), **index.documents} if cited else index.documents
        registered = elsewhere.registered() if index.measured else figures.Registered()
        registered.merge(index.registered)
        is_all, codes = isinstance(elsewhere, NoExistingKeys), index.codes
        asked = {one for one in index.involved if short_id(one) not in index.facts}
        return cls(
            index=index,
            elsewhere=elsewhere,
            unknown=unknown,
            documents=documents,
            violations={name for name, document in documents.items() if _misfits(index, name, document)},
            wrong_dates=dict(_wrong_dates(index, documents)),
            registered=registered,
            wrong_figures=set(figures.wrong(index.measured, registered)),
            unknown_facts=asked - elsewhere.facts(asked) if asked else set(),
            unmoved={move for move in index.moves if _still_stands(move, index, elsewhere)},
            shared={value for value, paths in index.owners.items() if len(paths) > 1},
            shared_codes=codes.shared() if is_all else {},
            unknown_versions=codes.named - codes.versions if is_all and found.is_whole else set(),
        )

    @property
    def is_good(self) -> bool:
        """Whether everything fits."""
        doubtful = (self.index.doubles, self.index.contested, self.unmoved, self.shared, self.shared_codes)
        wrong = (self.unknown, self.violations, self.wrong_dates, self.wrong_figures)
        named = (self.unknown_facts, self.unknown_versions)
        return not (any(wrong) or any(doubtful) or any(named))

    def problems(self, rows: Iterable[Row]) -> Iterator[Problem]:
        """Yield a problem, with its position, for everything that does not fit.

        Args:
            rows: The rows of the index again, in the same order.
        """
        firsts: dict[object, Position] = {}
        paths: set[str] = set()
        involved: list[Row] = []
        for row in rows:
            yield from self._references(row)
            if row.table == "citations":
                yield from self._citation(row)
            elif row.table == "disagreement_facts":
                involved += [row] if row.values["fact_id"] in self.unknown_facts else []
            elif row.table == "facts":
                paths.update([row.path] if self.unknown_facts else [])
            elif short_id(row.values.get("fact_id") or fact_id(row.path)) in self.index.doubles:
                yield from _double(row, firsts.setdefault(row.path, row.node.position))
            if row.table in KEYED:
                yield from self._move(row)
                yield from self._shared(row)
            yield from self._code(row)
            for name in DATES.get(row.table, ()):
                yield from self._date(row, name)
            if (figure := figures.figure_in(row.table, row.values)) is not None:
                yield from self._figure(row, figure)
        paths |= self.elsewhere.paths() if involved else set()
        for row in involved:
            path = str(row.node.plain())
            yield Problem(row.node.position, "E-unknown-fact", f'unknown fact "{path}"', nearest(path, paths))

    def _references(self, row: Row) -> Iterator[Problem]:
        for column, register in REFERENCES[row.table]:
            value = row.values.get(column)
            if value in self.unknown.get(register, ()):
                known = self.index.keys[register] | self.elsewhere.keys(register, None)
                hint = nearest(str(value), known) or f"add it to {register}"
                what = f'unknown {singular(register)} "{value}"'
                yield Problem(row.position(column), "E-unknown-reference", what, hint)

    def _move(self, row: Row) -> Iterator[Problem]:
        earlier = earlier_key(row)
        if earlier is None:
            return
        if (row.table, earlier) in self.unmoved:
            what, hint = f'"{earlier}" still stands in {row.table}', "remove the record, or this line"
        elif (row.table, earlier) in self.index.contested:
            what, hint = f'several records say that they were "{earlier}"', "keep it in one of them"
        else:
            return
        yield Problem(row.node.at(("moved_from",)), "E-moved", what, hint)

    def _shared(self, row: Row) -> Iterator[Problem]:
        for column in UNIQUE[row.table]:
            value = (row.table, column, row.values[column])
            if value in self.shared:
                others = ", ".join(sorted(self.index.owners[value] - {row.path}))
                what, hint = f"{column} {value[2]} is that of {others} too", "give each a value of its own"
                yield Problem(row.position(column), "E-not-unique", what, hint)

    def _code(self, row: Row) -> Iterator[Problem]:
        for code in codes_of(row):
            if others := self.shared_codes.get((code, row.path)):
                yield problem_of_code(row, code, others)
        version = version_named(row)
        if version in self.unknown_versions:
            yield problem_of_version(row, version, self.index.codes.versions)

    def _citation(self, row: Row) -> Iterator[Problem]:
        key, locator, paragraph = (row.values[name] for name in ("document_key", "locator", "paragraph"))
        if key not in self.violations:
            return
        count = self.documents[key].paragraph_count
        if count is None and paragraph is not None:
            what, hint = f'"{key}" has no numbered paragraphs', "name the section, such as #IR-3.5"
        elif count is not None and paragraph is None:
            what, hint = f'"{locator}" is not a paragraph number', f"1 to {count}"
        elif count is not None and paragraph is not None and paragraph > count:
            what, hint = f"there is no paragraph {paragraph}", f"the document has {count}"
        else:
            return
        yield Problem(row.node.position, "E-paragraph", what, hint)

    def _date(self, row: Row, date: str) -> Iterator[Problem]:
        resolved = resolved_date(row, date)
        wrong = resolved and self.wrong_dates.get(resolved)
        if wrong:
            yield Problem(row.node.at((date, wrong.field)), wrong.code, wrong.what, wrong.hint)

    def _figure(self, row: Row, figure: Mapping[str, Any]) -> Iterator[Problem]:
        if (figure["indicator_key"], figure["unit_key"]) not in self.wrong_figures:
            return
        wrong = self.registered.misfit(figure)
        if wrong:
            yield Problem(row.node.at((wrong.field,)), wrong.code, wrong.what, wrong.hint)


def _double(row: Row, first: Position) -> Iterator[Problem]:
    if row.node.position == first:
        return
    where = f"first at {first}"
    if "key" in row.values:
        yield Problem(row.position("key"), "E-duplicate-record", f'"{row.path}" stands twice, {where}', "merge the two")
    else:
        hint = "merge the two, or tell them apart with label: some-word"
        yield Problem(row.node.position, "E-duplicate-fact", f'the fact "{row.path}" stands twice, {where}', hint)


def _still_stands(move: tuple[str, str], index: ReferenceIndex, elsewhere: ExistingKeys) -> bool:
    register, key = move
    return key in index.keys[register] or bool(elsewhere.keys(register, {key}))


def _misfits(index: ReferenceIndex, name: str, document: Described) -> bool:
    cited = index.cited.get(name)
    if cited is None:
        return False
    count = document.paragraph_count
    return cited.highest > 0 if count is None else cited.by_section or cited.highest > count


class WrongDate(NamedTuple):
    """What is wrong with a date: the field at fault, the kind of problem, the problem, and advice."""

    field: str
    code: str
    what: str
    hint: str


def _wrong_dates(index: ReferenceIndex, documents: Mapping[str, Described]) -> Iterator[tuple[Resolved, WrongDate]]:
    for date in index.dates:
        document = documents.get(date.document or "")
        if document is None and date.rule not in date_words.PRINTED_RULES:
            continue
        wrong = _wrong_date(date, document.page_days if document else None)
        if wrong is not None:
            yield date, wrong


def _wrong_date(date: Resolved, page: Span | None) -> WrongDate | None:
    try:
        date_words.refuse_misfit(date.words, date.edtf, date.rule, page, fiscal=date.fiscal, covers=date.covers)
    except UnreadableDateError as error:
        if date_words.is_trap(date.words, date.edtf):
            return WrongDate("edtf", "E-period-words", f'"{date.words}" is not {date.edtf}: {error}', TRAP_HINT)
        if isinstance(error, NoFiscalYearError):
            return WrongDate("edtf" if "FY" in date.edtf else "words", "E-fiscal-year", str(error), fiscal.HINT)
        if isinstance(error, date_words.MisreadError):
            return WrongDate("edtf", "E-date-rule", str(error), "correct the value, or choose another rule")
        return WrongDate("words", "E-date-rule", str(error), "")
    return None


TRAP_HINT: Final = "write the range or fiscal year that the words mean: 2019/2022, FY2011, 199X"


def singular(family: str, space: str = " ") -> str:
    """Return the name of one record of a family, with ``space`` between its words."""
    return (f"{family[:-3]}y" if family.endswith("ies") else family.removesuffix("s")).replace("_", space)


REFERENCES: Final = {
    table.name: tuple((column, register) for column, register in table.references.items() if column != "fact_id")
    for table in LOAD_ORDER
}
"""By table, each column that refers to a row of a register, with that register."""

VOCABULARY: Final = frozenset({"schemes", "terms"})
"""The tables of the vocabulary, whose rows are no facts."""

KEYED: Final = frozenset(table.name for table in LOAD_ORDER if table.key == ("key",)) - VOCABULARY
"""The registers."""


Value = tuple[str, str, object]
"""A register, one of its columns and a value of that."""


class Described(NamedTuple):
    """The properties of a document that facts depend on."""

    page_date: date | None
    page_date_precision: str | None
    paragraph_count: int | None

    @property
    def page_days(self) -> Span | None:
        """The first and the last day that the page date can be; None: the document shows no date."""
        return page_span(self.page_date, self.page_date_precision)


class Resolved(NamedTuple):
    """A date or period, and how it was resolved."""

    words: str
    edtf: str
    rule: str
    document: str | None
    fiscal: str | None
    covers: bool


def resolved_date(row: Row, name: str) -> Resolved | None:
    """Return the date in the field ``name`` of a row; None: it holds none."""
    values = row.values
    words = values.get(f"{name}_words")
    if words is None:
        return None
    edtf, rule = values[f"{name}_edtf"], values[f"{name}_rule"]
    document, fiscal = values[f"{name}_document_key"], values[f"{name}_fiscal"]
    return Resolved(words, edtf, rule, document, fiscal, DATES[row.table][name])


class ExistingKeys(Protocol):
    """The keys, documents and facts of files that are not read this time."""

    def keys(self, register: str, wanted: AbstractSet[str] | None) -> AbstractSet[str]:
        """Return the wanted keys that exist in the register, or all its keys if ``wanted`` is None."""
        ...

    def documents(self, keys: AbstractSet[str]) -> Mapping[str, Described]:
        """Return the properties of those of these documents that exist."""
        ...

    def registered(self) -> figures.Registered:
        """Return the units and indicators that exist."""
        ...

    def facts(self, fact_ids: AbstractSet[UUID]) -> AbstractSet[UUID]:
        """Return those of these facts that exist."""
        ...

    def paths(self) -> AbstractSet[str]:
        """Return the paths of all facts that exist."""
        ...


class NoExistingKeys:
    """The case in which all files are read, so that nothing exists elsewhere."""

    def keys(self, register: str, wanted: AbstractSet[str] | None) -> AbstractSet[str]:  # noqa: ARG002 - a protocol
        """Return an empty set."""
        return frozenset()

    def documents(self, keys: AbstractSet[str]) -> Mapping[str, Described]:  # noqa: ARG002 - a protocol
        """Return an empty mapping."""
        return {}

    def registered(self) -> figures.Registered:
        """Return an empty register."""
        return figures.Registered()

    def facts(self, fact_ids: AbstractSet[UUID]) -> AbstractSet[UUID]:  # noqa: ARG002 - a protocol
        """Return an empty set."""
        return frozenset()

    def paths(self) -> AbstractSet[str]:
        """Return an empty set."""
        return frozenset()


@dataclass(slots=True)
class Cited:
    """How a document is cited: the highest paragraph number, and whether any citation names a section."""

    highest: int = 0
    by_section: bool = False


@dataclass(slots=True)
class ReferenceIndex:
    """The keys and facts of the rows read so far, and their references.

    Attributes:
        keys: By register, the keys that exist.
        wanted: By register, the keys that are referred to and did not exist when they were read.
        documents: By key, the properties of the documents.
        cited: By document, how it is cited.
        dates: The dates that were resolved, without duplicates.
        measured: The extremes of the figures, by indicator and unit.
        registered: The units and indicators.
        involved: The facts that disagreements name.
        facts: The facts that exist, by their short id.
        words: The schemes and terms that exist, by the short id of their path.
        doubles: Short ids of facts and terms that exist twice.
        moves: By register and earlier key, the present key of a renamed record.
        contested: Register and earlier key that several records claim.
        owners: By register, column and value, the records that have a value of which there can be one only.
        codes: The codes of things, and the versions of lists.
    """

    keys: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    wanted: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    documents: dict[str, Described] = field(default_factory=dict)
    cited: dict[str, Cited] = field(default_factory=lambda: defaultdict(Cited))
    dates: set[Resolved] = field(default_factory=set)
    measured: figures.Measured = field(default_factory=dict)
    registered: figures.Registered = field(default_factory=figures.Registered)
    involved: set[UUID] = field(default_factory=set)
    facts: set[int] = field(default_factory=set)
    words: set[int] = field(default_factory=set)
    doubles: set[int] = field(default_factory=set)
    moves: dict[tuple[str, str], str] = field(default_factory=dict)
    contested: set[tuple[str, str]] = field(default_factory=set)
    owners: dict[Value, set[str]] = field(default_factory=lambda: defaultdict(set))
    codes: CodeIndex = field(default_factory=CodeIndex)

    def note(self, row: Row) -> None:
        """Add a row to the index."""
        values = row.values
        if row.table in NOTED:
            self.codes.note(row)
        if row.table in VOCABULARY:
            self._note_word(row)
            return
        for column, register in REFERENCES[row.table]:
            value = values.get(column)
            if value is not None and value not in self.keys[register]:
                self.wanted[register].add(value)
        if row.table == "citations":
            self._note_citation(values)
        elif row.table == "facts":
            self._note_fact(row)
        elif "key" in values:
            self._note_record(row)
        elif row.table == "disagreement_facts":
            self.involved.add(values["fact_id"])
        else:
            self.dates.update(date for name in DATES[row.table] if (date := resolved_date(row, name)) is not None)
            if (figure := figures.figure_in(row.table, values)) is not None:
                figures.note_figure(self.measured, figure)

    def merge(self, other: ReferenceIndex) -> None:
        """Add the index of other files."""
        for register, keys in other.keys.items():
            self.keys[register] |= keys
        for register, keys in other.wanted.items():
            self.wanted[register] |= keys
        for document, cited in other.cited.items():
            mine = self.cited[document]
            mine.highest, mine.by_section = max(mine.highest, cited.highest), mine.by_section or cited.by_section
        for measure, extremes in other.measured.items():
            figures.widen(self.measured, measure, extremes)
        self.registered.merge(other.registered)
        self.codes.merge(other.codes)
        self.documents |= other.documents
        self.dates |= other.dates
        self.involved |= other.involved
        self.doubles |= other.doubles | (self.facts & other.facts) | (self.words & other.words)
        self.words |= other.words
        self.facts |= other.facts
        self.contested |= other.contested
        for value, paths in other.owners.items():
            self.owners[value] |= paths
        for earlier, key in other.moves.items():
            self._note_move(earlier, key)

    def missing(self, register: str) -> set[str]:
        """Return the keys that are referred to but do not exist."""
        return self.wanted[register] - self.keys[register]

    def _note_record(self, row: Row) -> None:
        register, values = row.table, row.values
        if (earlier := earlier_key(row)) is not None:
            self._note_move((register, earlier), values["key"])
        for column in UNIQUE[register]:
            self.owners[register, column, values[column]].add(row.path)
        self.keys[register].add(values[REFERRED_KEYS.get(register, "key")])
        self.registered.note(register, values)
        if register == "documents":
            self.documents[values["key"]] = Described(*(values[name] for name in Described._fields))

    def _note_word(self, row: Row) -> None:
        word = short_id(fact_id(row.path))
        if word in self.words:
            self.doubles.add(word)
        self.words.add(word)

    def _note_move(self, earlier: tuple[str, str], key: str) -> None:
        if self.moves.setdefault(earlier, key) != key:
            self.contested.add(earlier)

    def _note_fact(self, row: Row) -> None:
        half = short_id(row.values["fact_id"])
        if row.values["rank"] == "deprecated":
            self.codes.deprecated.add(row.path)
        if half in self.facts:
            self.doubles.add(half)
        self.facts.add(half)

    def _note_citation(self, values: dict[str, Any]) -> None:
        cited = self.cited[values["document_key"]]
        paragraph = values["paragraph"]
        if paragraph is None:
            cited.by_section = True
        elif paragraph > cited.highest:
            cited.highest = paragraph


def earlier_key(row: Row) -> str | None:
    """Return the earlier key of a register's row, from ``moved_from``; None: the record was not renamed."""
    earlier: str | None = row.record.plain().get("moved_from")
    return earlier


def short_id(fact_id: UUID) -> int:
    """Return the upper half of a fact's id, which saves memory.

    Two facts share it with a chance of about 1 in 2**60.
    """
    return fact_id.int >> 64
