"""The generated files: pages on seeds, problems and settings, the JSON Schema, outlines, and so on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from warehouse.dictionary import files
from warehouse.mart import contract
from warehouse.mart.objects import list_objects
from warehouse.model import Citation, Cited, Fact, Record, When, amounts
from warehouse.model.citations import Ignored
from warehouse.model.core import CORE, DATES, REFERRED_KEYS, tables_text
from warehouse.model.date_steps import STEPS
from warehouse.model.fields import Form, Reference, Word
from warehouse.model.shape import field_type
from warehouse.seeds.json_schema import in_order, schema_text, sentence, shapes_below
from warehouse.seeds.reader import FAMILIES
from warehouse.seeds.tables.schema import mapping_schema_text
from warehouse.settings.definitions import page as settings_tables
from warehouse.vocabulary import base
from warehouse.yamlfiles import ProblemsFound, parse, validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from warehouse.vocabulary import Scheme

ROOT: Final = Path(__file__).resolve().parent.parent
MESSAGES: Final = "docs/messages.yaml"
SETTINGS: Final = "docs/configuration.md"
BEGINS: Final = "<!-- Written by make docs from warehouse/settings; changes until the next such mark are lost. -->\n"
PART_BEGINS: Final = "-- Written by make docs from {}; changes until the next such line are lost.\n"
PART_ENDS: Final = "-- End of what make docs writes.\n"
TABLES: Final = "the classes in warehouse/model"
NAMING: Final = frozenset({"identifiers", "identity_judgements", "names"})
"""The families that only say what a thing is called, which is no use of it by facts."""
FACT_INTRO: Final = (
    "A fact has these fields, and those of every record from `cite` on. A fact that is nested in a record takes `cite`"
    " from it unless it has its own, and `modality` where it needs one and the record has one."
)
ENDS: Final = "<!-- End of what make docs writes. -->\n"
GENERATED: Final = "<!-- Written by make docs from {}; changes here are lost. -->\n\n"


class Message(BaseModel):
    """The documentation of one kind of problem."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, StringConstraints(pattern="^E-[a-z-]+$")] = Field(description="its stable name")
    also: str | None = Field(None, description="the same problem in the other kind of SQL file")
    title: str = Field(description="what it is, in a few words")
    why: str = Field(description="why it is a problem")
    example: str = Field(description="a file that has it")
    file: str | None = Field(None, description="name of that file, where the name is the problem")
    copy_: str | None = Field(None, alias="copy", description="the curator's copy of the text it describes")
    found_by: str = Field("seeds check", description="the command that finds it")
    beside: str | None = Field(None, description="a problem that always comes with it")
    mend: str = Field(description="what to do")

    @property
    def is_about_sql(self) -> bool:
        """Whether the problem is in a file of a report or check."""
        return self.code.startswith(("E-report-", "E-check-"))

    @property
    def is_about_tables(self) -> bool:
        """Whether the problem is in a table or its mapping."""
        return self.code.startswith("E-table-")


class Catalogue(BaseModel):
    """The documentation of all kinds of problems."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    messages: list[Message] = Field(description="the kinds of problems")


def read_messages() -> list[Message]:
    """Read the catalogue of problems.

    Raises:
        ProblemsFound: The catalogue is invalid.
    """
    node, problems = parse((ROOT / MESSAGES).read_bytes(), MESSAGES)
    if node is None:
        raise ProblemsFound(problems)
    catalogue, problems = validate(Catalogue, node)
    if catalogue is None:
        raise ProblemsFound(problems)
    return catalogue.messages


def messages_page() -> str:
    """Return the page on all problems, as Markdown."""
    messages = read_messages()
    tables = [message for message in messages if message.is_about_tables]
    seeds = [message for message in messages if not message.is_about_sql and not message.is_about_tables]
    sql = [message for message in messages if message.is_about_sql]
    page = GENERATED.format(f"[{Path(MESSAGES).name}]({Path(MESSAGES).name})") + (
        "# Messages\n\nLook up a message by its code, to learn why it is a problem and what to do. Each has a small"
        " example. A message shows the place (`file:line:column`), the code, the problem, and some advice. Codes never"
        " change.\n\n"
    )
    page += "## In seed files\n\nProblems of YAML itself can also occur in the headers of reports and checks.\n\n"
    page += "".join(_message(message, "yaml") for message in seeds)
    page += (
        "## In tables and their mappings\n\nThe place of a problem in a table is its row and the number of its column."
        " In the examples, … stands for the rest of a valid mapping, and the mapping of `t.csv` has `columns: [Country,"
        " Output]` and `rows: 1`. [curation.md](curation.md#facts-from-a-table) explains mappings.\n\n"
    )
    page += "".join(_message(message, "csv" if message.file else "yaml") for message in tables)
    page += "## In reports and checks\n\nIn the examples, … stands for the rest of a valid header.\n\n"
    page += "".join(_message(message, "sql") for message in sql)
    return page.rstrip("\n") + "\n"


def _message(message: Message, language: str) -> str:
    codes = f"{message.code}, {message.also}" if message.also else message.code
    finder = f" Found by `warehouse {message.found_by}`." if message.found_by != "server" else ""
    finder = " Found when it is run." if message.found_by == "server" else finder
    finder = "" if message.found_by == "seeds check" else finder
    file_name = f" In a file `{message.file}`:" if message.file else ""
    copy = f"while the copy of the text reads: {message.copy_}\n\n" if message.copy_ else ""
    example = message.example.replace("\t", "→").replace("\r", "␍")
    return (
        f"### {codes}\n\n**{message.title}.** {message.why}{finder}{file_name}\n\n"
        f"```{language}\n{example}\n```\n\n{copy}{message.mend}\n\n"
    )


def seed_page() -> str:
    """Return the page on the fields of every family, as Markdown."""
    page = GENERATED.format("the classes in `warehouse/model`") + (
        "# Seed files\n\n"
        "Look up the fields of a seed file here. The page lists every family with its fields, in the order of"
        " `warehouse seeds format`. [curation.md](curation.md) explains how to write facts, [messages.md](messages.md)"
        " every problem.\n\n"
        f"{_section('Every record', Record)}\nDocuments cite nothing. They have only the fields of their own table.\n\n"
    )
    own = [name for name in in_order(Fact) if name not in Cited.model_fields]
    page += _section("Every fact", Fact, own, FACT_INTRO)
    for part in (Citation, When, Ignored):
        page += "\n" + _section(part.__name__, part, intro=sentence(part))
    page += _amounts()
    for family, shape in FAMILIES.items():
        page += "\n" + _section(family, shape, _own(shape), sentence(shape))
    page += (
        "\n## Words\n\nA field that takes a word takes its key, its label or an alias. Seeds can add words to an open"
        " scheme with `terms:`; code depends on the words of the others. `warehouse seeds terms` lists them all.\n"
    )
    return page + "".join(map(_scheme, base().schemes.values()))


def _amounts() -> str:
    """Return the section on sums of money and quantities: what can stand before, in and behind a figure."""
    shared = "; ".join(f"`{sign}` beside {', '.join(codes)}" for sign, codes in amounts.SHARED_SIGNS.items())
    qualifiers: dict[str, list[str]] = {}
    for word, approximation in amounts.QUALIFIERS.items():
        qualifiers.setdefault(approximation, []).append(f"`{word}`")
    rows = {
        "a currency before the figure": f"a code of ISO 4217, or {_listed(amounts.SIGNS)}",
        "a currency behind it": f"a code of ISO 4217, or {_listed(amounts.SIGNS_BEHIND)}",
        "a sign of several currencies": f"{shared}; `$` alone is the US dollar, `¥` alone is refused",
        "a scale": f"{_listed([scale for scale in amounts.SCALES if scale])}; {_listed(amounts.SHORT_SCALES)}; "
        f"{_listed(amounts.EASTERN_SCALES)}; of sums only: {_listed(amounts.LETTERS)}",
        "below zero": "`-5`, `-$5`, and as accounts print it `(5)`; an equivalent has no parentheses",
        "a range": "`85\u201395`, `85-95`, `85~95`, `2 to 3`, `between 2 and 3`; `900 million to 1.2 billion`",
        "a margin": "`100 ± 5`, `100 +/- 5`",
        **{f"{approximation}: the figure comes after": ", ".join(words) for approximation, words in qualifiers.items()},
        "a size in words": f"{_listed([*amounts.MAGNITUDES, *amounts.SAME_MAGNITUDES])}; the `of` can be left out",
    }
    table = "".join(f"| {part} | {forms} |\n" for part, forms in rows.items())
    intro = "A sum of money or a quantity as printed, such as `about US$2.5bn`, `3,000억원` or `85\u201395`."
    return f"\n## Amount\n\n{intro}\n\n| part | forms |\n|---|---|\n{table}"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _scheme(scheme: Scheme) -> str:
    rows = "".join(
        f"| {term.key} | {term.definition} | {term.broader or ''} |\n" for term in base().terms[scheme.key].values()
    )
    broader = ", each below a shipped word" if scheme.needs_broader else ""
    kind = f"open: seeds can add words{broader}" if scheme.is_open else "closed"
    table = f"| word | meaning | broader word |\n|---|---|---|\n{rows}"
    return f"\n### {scheme.key}\n\n{scheme.definition} ({kind}).\n\n{table}"


def settings_page() -> str:
    """Return the page on settings: its text is written by hand, its tables are generated."""
    before, _, rest = (ROOT / SETTINGS).read_text(encoding="utf-8").partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    return f"{before}{BEGINS}\n{settings_tables()}\n{ENDS}{after}"


def checks() -> dict[str, str]:
    """Return the checks of which a part follows from the model, by their paths: the rest is written by hand."""
    held = ("entities", "places", "minerals", "indicators", "units", "currencies", "events", "documents")
    parts = {
        "dates-follow-from-their-document": {"warehouse/model/date_steps.py": _steps(), TABLES: _dates()},
        "orphans": {TABLES: _uses(held, without={"identity_judgements"})},
        "judged-same": {TABLES: _uses(("entities",), without=NAMING)},
    }
    return {(path := f"sql/checks/{name}.sql"): _with_parts(path, of_check) for name, of_check in parts.items()}


def _with_parts(path: str, parts: Mapping[str, str]) -> str:
    text = (ROOT / path).read_text(encoding="utf-8")
    for source, part in parts.items():
        begins = PART_BEGINS.format(source)
        before, _, rest = text.partition(begins)
        _, _, after = rest.partition(PART_ENDS)
        text = f"{before}{begins}{part}{PART_ENDS}{after}"
    return text


def _steps() -> str:
    rows = ",\n".join(
        f"  ({number}, {_quoted(pattern)}, {_quoted(replacement)})"
        for number, (pattern, replacement) in enumerate(STEPS, start=1)
    )
    return f"steps (step, pattern, replacement) AS (VALUES\n{rows}\n),\n"


def _dates() -> str:
    """Return the query of all dates and periods of facts, each with whether it covers its days."""
    fields = ("words", "edtf", "earliest", "latest", "qualifier", "rule", "document_key", "fiscal")
    selects = []
    for table, dates in DATES.items():
        for position, (name, covers) in enumerate(dates.items()):
            # A second date of a fact needs an id of its own.
            date_id = f"md5(concat(r.fact_id, '/{name}'))::uuid" if position else "r.fact_id"
            taken = [date_id, "r.fact_id", *(f"r.{name}_{field}" for field in fields), str(covers).upper()]
            columns = ",\n    ".join(taken)
            where = f"  FROM core.{table} AS r\n  WHERE r.{name}_words IS NOT NULL\n"
            selects.append(f"  SELECT\n    {columns}\n{where}")
    return _query(f"dates (date_id, fact_id, {', '.join(fields)}, covers)", "UNION ALL", selects)


def _uses(registers: Sequence[str], *, without: AbstractSet[str]) -> str:
    """Return the query of what is referred to in some registers, as register and key, by all tables but some."""
    selects = []
    for table in CORE:
        referring = [
            f"('{register}/' || {_key(register, column.name)})"
            for column in table.columns
            for register in [column.refers.partition(".")[0]]
            if register in registers and table.name not in without
        ]
        if referring:
            listed = ",\n    ".join(referring)
            values = f"CROSS JOIN LATERAL (VALUES\n    {listed}\n  ) AS v (path)"
            selects.append("\n".join(("  SELECT v.path", f"  FROM core.{table.name} AS r", f"  {values}", "")))
    return _query("used", "UNION", selects)


def _key(register: str, column: str) -> str:
    """Return the key that a column refers to; a column that holds a code refers to the key in small letters."""
    return f"r.{column}" if REFERRED_KEYS[register] == "key" else f"lower(r.{column})"


def _query(name: str, operator: str, selects: Iterable[str]) -> str:
    return f"{name} AS (\n" + f"  {operator}\n".join(selects) + "),\n"


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _own(shape: type[BaseModel]) -> list[str]:
    """Return the fields that not every record or fact has, or that this shape describes differently."""
    shared = Fact if issubclass(shape, Fact) else Record if issubclass(shape, Record) else BaseModel
    common = shared.model_fields
    return [
        name
        for name in in_order(shape)
        if name not in common or shape.model_fields[name].description != common[name].description
    ]


def _section(title: str, shape: type[BaseModel], names: Sequence[str] = (), intro: str = "") -> str:
    rows = "".join(f"| {' | '.join(_row(shape, name))} |\n" for name in names or in_order(shape))
    return (
        f"## {title}\n\n{intro}{chr(10) * 2 if intro else ''}| field | | meaning | example |\n|---|---|---|---|\n{rows}"
    )


def _row(shape: type[BaseModel], name: str) -> tuple[str, ...]:
    field = shape.model_fields[name]
    facts = [below for below in shapes_below(shape, name) if issubclass(below, Fact)]
    if facts:
        return f"`{name}`", "", f"facts: {', '.join(f'[{fact.table}](#{fact.table})' for fact in facts)}", ""
    meaning = str(field.description)
    examples = list(field.examples or ())
    kind = field_type(field)
    if isinstance(kind, Word):
        meaning += f" ([{kind.scheme}](#{kind.scheme}))"
    elif isinstance(kind, Reference):
        meaning += f" (key of [{kind.register}](#{kind.register}))"
    elif isinstance(kind, Form):
        examples = examples or [kind.example]
    default = str(field.default).lower() if isinstance(field.default, bool) else field.default
    need = "needed" if field.is_required() else f"else `{default}`" if default else ""
    return f"`{name}`", need, meaning.replace("|", "\\|"), f"`{examples[0]}`" if examples else ""


def pages() -> dict[str, str]:
    """Return the text of every generated file, by its path below the project folder."""
    mart = list_objects(ROOT / "sql")
    return {
        "docs/messages.md": messages_page(),
        "docs/seed-format.md": seed_page(),
        SETTINGS: settings_page(),
        "docs/seed.schema.json": schema_text(),
        "docs/table.schema.json": mapping_schema_text(),
        **checks(),
        "warehouse/tables.json": tables_text(),
        "sql/mart/contract.json": contract.text(contract.read(ROOT / "sql" / "mart"), contract.shapes(mart)),
        **{f"docs/{name}": text for name, text in files(mart).items()},
    }


def main() -> None:
    """Write all generated files."""
    for name, text in pages().items():
        (ROOT / name).write_text(text, encoding="utf-8", newline="\n")
        print(name)


if __name__ == "__main__":
    main()
