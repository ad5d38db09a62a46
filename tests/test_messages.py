"""The catalogue of problems: every code of the program stands in it, and every example provokes its code."""

from __future__ import annotations

import ast
import hashlib
import re
from typing import TYPE_CHECKING, Any, Final

import pytest

from scripts.write_docs import Message, read_messages
from tests.builders import BASE, ProjectFolder
from tests.conftest import ROOT
from tests.tables import TableFolder, simple
from warehouse.checks import run as checks
from warehouse.load.ledger import rehearsed
from warehouse.load.pipeline import Options, apply_changes
from warehouse.load.work import WorkList
from warehouse.reports import definition as reports
from warehouse.reports.execute import run as run_report
from warehouse.seeds.citations import prove
from warehouse.seeds.format import formatted
from warehouse.seeds.inventory import take_inventory
from warehouse.seeds.reader import read_folder
from warehouse.seeds.reviews import reviewables
from warehouse.seeds.tables.made import differences, find_made, write
from warehouse.seeds.tables.mapping import read_mapping
from warehouse.sqlfiles import find_file
from warehouse.texts import list_copies
from warehouse.yamlfiles import Problem, ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from psycopg import Connection

CODE: Final = re.compile("E-[a-z]+(?:-[a-z]+)*")
KINDS: Final = ("report", "check")
VARIABLES: Final = {"kind": KINDS, "self.kind": KINDS, "source.kind": KINDS, "field": ("characters", "paragraphs")}
"""What the parts of a code that are put together can be; a new variable needs a line here."""

MESSAGES: Final = read_messages()
REST: Final = {
    "report": "title: T\nquestion: Which?\ngrain: [a]\ncolumns: {a: {meaning: something}}",
    "check": "title: T\ndescription: D\nseverity: error\nhint: H",
}


def put_together(node: ast.JoinedStr) -> Iterator[str]:
    """Give the codes an f-string can make; where it takes the code from a call, the call is looked at."""
    parts = node.values
    if not (isinstance(parts[0], ast.Constant) and parts[0].value == "E-" and isinstance(parts[1], ast.FormattedValue)):
        return
    tails = [part.value for part in parts[2:] if isinstance(part, ast.Constant)]
    if len(parts) == 4:
        return
    for word in VARIABLES[ast.unparse(parts[1].value)]:
        yield f"E-{word}{''.join(map(str, tails))}"


def handed_over(node: ast.Call, room: str) -> Iterator[str]:
    """Give the codes of SQL files, which are handed over without their kind."""
    is_method = isinstance(node.func, ast.Attribute) and node.func.attr == "problem"
    place = 1 if is_method else 2 if isinstance(node.func, ast.Name) and node.func.id == "_at" else None
    if place is None or len(node.args) <= place or room == "seeds":
        return
    code = node.args[place]
    kinds = {"reports": ("report",), "checks": ("check",), "mart": ()}.get(room, KINDS)
    if isinstance(code, ast.Constant) and isinstance(code.value, str):
        yield from (f"E-{kind}-{code.value}" for kind in kinds)


def codes_in(source: str, room: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            found.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            found.update(put_together(node))
        elif isinstance(node, ast.Call):
            found.update(handed_over(node, room))
    return found


def test_codes_are_found_however_they_are_written() -> None:
    source = 'Problem(at, "E-one", w, h)\nf"E-{self.kind}-two"\nsource.problem(0, "three", w, h)\nf"E-{kind}-{code}"\n'
    assert codes_in(source, "sqlfiles") == {
        "E-one", "E-report-two", "E-check-two", "E-report-three", "E-check-three",
    }  # fmt: skip
    assert codes_in('_at(source, path, "four", w, h)', "reports") == {"E-report-four"}


def test_catalogue_holds_every_code_of_the_program_and_no_other() -> None:
    used: set[str] = set()
    for path in (ROOT / "warehouse").rglob("*.py"):
        used |= codes_in(path.read_text(), path.relative_to(ROOT / "warehouse").parts[0])
    used = {code for code in used if not code.startswith("E-mart-")}  # only who changes the software meets those
    listed = [code for message in MESSAGES for code in (message.code, message.also) if code]
    assert sorted(listed) == sorted(used)


def seed_codes(message: Message, project: Path) -> set[str]:
    """Add the example to a small folder of valid seeds and give the codes that are found."""
    copy = f"{message.copy_}\n".encode()
    filling = f"sha256: {hashlib.sha256(copy).hexdigest()}"
    example = message.example.replace("sha256: …", filling).replace("…", "x" * 1100)
    if message.found_by == "seeds format":
        return {problem.code for problem in formatted(example.encode(), "extra.yaml")[1]}
    folder = ProjectFolder(project)
    folder.write(BASE, "base.yaml")
    folder.write(f"{example}\n", message.file or "extra.yaml")
    if message.found_by == "seeds check --reviewed":
        return {one.problem().code for one in reviewables(read_folder(folder.seeds, project)) if not one.is_reviewed}
    if message.found_by == "seeds check":
        return {problem.code for problem in folder.problems()}
    assert message.found_by == "seeds verify"
    (project / "copies").mkdir()
    (project / "copies" / "tin-notes.txt").write_bytes(copy)
    proofs = prove(folder.check(), list_copies(project / "copies"))
    return {problem.code for proof in proofs for problem in proof.problems}


def code_of(message: Message) -> str:
    return message.code


def table_codes(message: Message, project: Path) -> set[str]:
    """Make seeds from the example, a table or the first lines of a mapping; change what the command compares."""
    folder = TableFolder(project)
    table = message.example if message.file else "Country,Output\nSylvania,12\n"
    mapping = simple() if message.file else message.example.replace("…", simple())
    if message.found_by == "seeds table":
        return {problem.code for problem in folder.problems_with(table, mapping)}
    path = folder.lay(table, mapping)
    made, file = folder.seeds / "made.jsonl", read_mapping(folder.mapping, "t.table.yaml")
    write(made, folder.convert(), file)
    if message.found_by == "seeds table --verify":
        made.write_text(made.read_text().replace('"12"', '"13"'))
        return {problem.code for problem in differences(made, "made.jsonl", folder.convert())}
    assert message.found_by == "seeds table --check"
    path.write_text(f"{table}\n")
    (read,) = find_made(folder.seeds, project)
    stale = read.stale(folder.mapping, [])
    return {stale.code} if stale else set()


OF_SEEDS: Final = [
    message
    for message in MESSAGES
    if not message.is_about_sql and not message.is_about_tables and message.found_by != "load"
]
OF_TABLES: Final = [message for message in MESSAGES if message.is_about_tables]
OF_LOADS: Final = [message for message in MESSAGES if message.found_by == "load"]


@pytest.mark.parametrize("message", OF_SEEDS, ids=code_of)
def test_example_of_a_seed_file_provokes_its_code_and_no_other(message: Message, tmp_path: Path) -> None:
    beside = {message.beside} if message.beside else set()
    assert seed_codes(message, tmp_path) == {message.code} | beside


@pytest.mark.parametrize("message", OF_TABLES, ids=code_of)
def test_example_of_a_table_provokes_its_code_and_no_other(message: Message, tmp_path: Path) -> None:
    assert table_codes(message, tmp_path) == {message.code}


@pytest.mark.parametrize("message", OF_LOADS, ids=code_of)
def test_example_that_the_database_refuses_provokes_its_code(
    message: Message, tmp_path: Path, postgresql: Connection[Any]
) -> None:
    folder = ProjectFolder(tmp_path)
    folder.write(BASE, "base.yaml")
    folder.write(message.example)
    folder.check()
    inventory = take_inventory(folder.seeds, tmp_path)
    postgresql.execute("ALTER TABLE core.places ADD CONSTRAINT short CHECK (length(name) < 40)")
    with pytest.raises(ProblemsFound) as caught:
        apply_changes(
            postgresql, inventory, WorkList(list(inventory.files)), rehearsed(postgresql, "20260101_0000"), Options()
        )
    assert {problem.code for problem in caught.value.problems} == {message.code}


def sql_problems(message: Message, kind: str, project: Path, connection: Connection[Any] | None) -> list[Problem]:
    """Make the example a file of ``kind``, read it and, with a connection, run it."""
    example = message.example.replace("/* report", f"/* {kind}") if message.also else message.example
    name = message.file or f"example-{kind}.sql"
    folder = project / "sql" / f"{kind}s"
    folder.mkdir(parents=True)
    (folder / name).write_text(f"{example}\n".replace("…", REST[kind]), newline="")
    try:
        source = find_file(project / "sql", kind, name.removesuffix(".sql"))
        if kind == "check":
            made, problems = checks.read(source)
            if made and connection:
                checks.run(connection, [made])
            return problems
        report, problems = reports.read(source)
        if report and connection:
            with run_report(connection, report, {}) as result:
                list(result.rows)
    except ProblemsFound as found:
        return list(found.problems)
    return problems


SQL: Final = [
    (message, kind)
    for message in MESSAGES
    if message.is_about_sql
    for kind in KINDS
    if message.also or message.code.startswith(f"E-{kind}-")
]
ALONE: Final = [(message, kind) for message, kind in SQL if message.found_by != "server"]
ASKED: Final = [(message, kind) for message, kind in SQL if message.found_by == "server"]


def expected(message: Message, kind: str) -> str:
    return str(message.also) if message.also and kind == "check" else message.code


@pytest.mark.parametrize(("message", "kind"), ALONE, ids=[expected(*case) for case in ALONE])
def test_example_of_a_sql_file_provokes_its_code_and_no_other(message: Message, kind: str, tmp_path: Path) -> None:
    assert {problem.code for problem in sql_problems(message, kind, tmp_path, None)} == {expected(message, kind)}


@pytest.mark.parametrize(("message", "kind"), ASKED, ids=[expected(*case) for case in ASKED])
def test_example_that_the_server_refuses_provokes_its_code(
    message: Message, kind: str, tmp_path: Path, postgresql: Connection[Any]
) -> None:
    assert {problem.code for problem in sql_problems(message, kind, tmp_path, postgresql)} == {expected(message, kind)}
