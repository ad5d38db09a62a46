"""``warehouse seeds diff``: what differs between two revisions, without a database, for people and for forges."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.builders import BASE
from tests.conftest import Warehouse
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path


class Repository(Warehouse):
    """A project in a git repository."""

    def git(self, *words: str) -> str:
        name = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        done = subprocess.run(["git", "-C", self.project, *name, *words], capture_output=True, text=True, check=True)
        return done.stdout

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "facts")

    def diff(self, *arguments: str) -> str:
        code, out, said = self("seeds", "diff", *arguments)
        assert (code, said) == (ExitCode.DONE, "")
        return out


@pytest.fixture
def repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Repository:
    made = Repository(tmp_path, None, capsys)
    made.write(BASE, "base.yaml")
    made.git("init", "--quiet", "--initial-branch=main")
    made.commit()
    return made


CLUB = "entities:\n  - {key: tin-club, kind: association, name: Club, cite: tin-news#7}\n"


def test_facts_added_changed_and_retired_beside_the_files_as_they_are(repository: Repository) -> None:
    assert repository.diff("HEAD") == "Nothing changed.\n"
    repository.write(CLUB)
    repository.edit("base.yaml", "name: Tinworks", "name: Tin Works")
    repository.edit("base.yaml", "agreements:\n", "")
    repository.edit("base.yaml", BASE.splitlines(keepends=True)[-1], "")
    assert repository.diff("HEAD").splitlines() == [
        "- agreements/tin-deal",
        "+ entities/tin-club  seeds/extra.yaml:2",
        "    kind: association",
        "    name: Club",
        "    is_named: true",
        "    + cited: tin-news#7",
        "~ entities/tinworks  seeds/base.yaml:24",
        "    name: Tinworks → Tin Works",
        "",
        "3 facts: 3 rows added, 1 changed, 3 retired.",
    ]
    assert repository("seeds", "diff", "HEAD", "--exit-code")[0] == ExitCode.CHANGES_PENDING
    assert repository.diff("HEAD..HEAD", "--exit-code") == "Nothing changed.\n"


def test_new_key_is_a_rename_of_the_record_and_of_what_refers_to_it(repository: Repository) -> None:
    party = "parties: [{entity: tinworks, role: buyer, cite: tin-news#3}], cite: tin-news#3}"
    repository.edit("base.yaml", "cite: tin-news#3}", party)
    repository.commit()
    repository.edit("base.yaml", "key: tinworks,", "key: tin-works, moved_from: tinworks,")
    repository.edit("base.yaml", "entity: tinworks", "entity: tin-works")
    assert repository.diff("HEAD").splitlines() == [
        (
            "» agreements/tin-deal/parties/buyer/tinworks → agreements/tin-deal/parties/buyer/tin-works"
            "  seeds/base.yaml:26"
        ),
        "    entity_key: tinworks → tin-works",
        "» entities/tinworks → entities/tin-works  seeds/base.yaml:24",
        "",
        "2 facts: 0 rows added, 0 changed, 0 retired, 6 renamed.",
    ]


def test_two_revisions_and_the_branch_since_it_began(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "club")
    repository.write(CLUB)
    repository.commit()
    repository.git("switch", "--quiet", "main")
    repository.edit("base.yaml", "name: Tinworks", "name: Tin Works")
    repository.commit()
    assert [line for line in repository.diff("main..club").splitlines() if line[:1] in "+~-"] != []
    assert "entities/tinworks" in repository.diff("main..club")
    assert "entities/tinworks" not in repository.diff("main...club")
    assert repository.diff("club...").startswith("~ entities/tinworks")
    assert repository.diff("main..") == "Nothing changed.\n"


def test_json_holds_the_changes_of_a_plan(repository: Repository) -> None:
    repository.write(CLUB)
    answer = json.loads(repository.diff("HEAD", "--format", "json"))
    assert answer["facts"] == 1
    assert answer["tables"]["entities"]["added"] == 1
    assert [(change["table"], change["file"], change["line"]) for change in answer["changes"]] == [
        ("entities", "extra.yaml", 2),
        ("facts", "extra.yaml", 2),
        ("citations", "extra.yaml", 2),
    ]
    assert "changes" not in json.loads(repository.diff("HEAD", "--format", "json", "--stat"))


def test_comment_for_a_pull_request(repository: Repository) -> None:
    repository.write(CLUB.replace("Club", "'```'"))
    comment = repository.diff("HEAD", "--format", "markdown")
    assert comment.startswith("**1 fact: 3 rows added, 0 changed, 0 retired.**\n\n<details>")
    assert "```diff\n+ entities/tin-club  seeds/extra.yaml:2\n" in comment
    assert "    name: ```\n" in comment
    repository.write(CLUB.replace("Club", "x" * 70_000))
    assert "\n… and " in repository.diff("HEAD", "--format", "markdown")
    repository.write("")
    assert repository.diff("HEAD", "--format", "markdown") == "**Nothing changed.**\n"


def test_annotations_beside_the_lines(repository: Repository) -> None:
    repository.write(CLUB)
    repository.edit("base.yaml", "agreements:\n", "")
    repository.edit("base.yaml", BASE.splitlines(keepends=True)[-1], "")
    assert repository.diff("HEAD", "--format", "github").splitlines() == [
        "::notice title=Retired agreements/tin-deal::agreements/tin-deal",
        (
            "::notice file=seeds/extra.yaml,line=2,col=1,title=Added entities/tin-club::"
            "kind: association%0Aname: Club%0Ais_named: true%0A+ cited: tin-news#7"
        ),
    ]


def test_revision_without_seeds_has_no_facts(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--orphan", "empty")
    repository.git("commit", "--quiet", "--allow-empty", "--message", "none")
    repository.git("switch", "--quiet", "main")
    assert repository.diff("empty..main").splitlines()[-1].startswith("9 facts: ")
    assert "0 rows added" in repository.diff("main..empty")


def test_problems_of_a_revision_name_it(repository: Repository) -> None:
    repository.write("places: {}\n")
    repository.commit()
    code, _, said = repository("seeds", "diff", "HEAD~1..HEAD")
    assert code == ExitCode.INVALID_SOURCE
    assert "HEAD:seeds/extra.yaml:1:9  E-type" in said


@pytest.mark.parametrize("revision", ["gone", "HEAD..gone", "--upload-pack=x", "HEAD:seeds"])
def test_unknown_revision(repository: Repository, revision: str) -> None:
    code, out, said = repository("seeds", "diff", "--", revision)
    assert (code, out) == (ExitCode.USAGE, "")
    assert "there is no revision" in said


def test_folder_outside_of_git(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone = Warehouse(tmp_path, None, capsys)
    alone.write(BASE, "base.yaml")
    code, _, said = alone("seeds", "diff", "HEAD")
    assert code == ExitCode.CONFIGURATION
    assert "is in no git repository" in said
    assert alone("--seeds", "gone", "seeds", "diff", "HEAD")[0] == ExitCode.INVALID_SOURCE
