"""``warehouse report diff`` and ``report run --as-of`` over two loads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from tests.conftest import Warehouse

pytestmark = [pytest.mark.slow, pytest.mark.holds("curated")]

NAME = "POSCO International and ReElement on the rare-earth supply chain"
EARLIER, LATER = f"name: {NAME}\n", "name: Another name\n"


@pytest.fixture
def loaded(warehouse: Warehouse) -> Warehouse:
    """Load a second time; it brings another name of an agreement."""
    seed = warehouse.seeds / "korean-firms-us-rare-earth-push.yaml"
    assert EARLIER in seed.read_text()
    seed.write_text(seed.read_text().replace(EARLIER, LATER))
    assert warehouse("load")[0] == ExitCode.DONE
    return warehouse


def names(warehouse: Warehouse, *arguments: str) -> set[str]:
    code, out, said = warehouse("report", "run", "agreement-register", "-f", "json", *arguments)
    assert code == ExitCode.DONE, said
    return {row["agreement"] for row in json.loads(out)["rows"]}


def test_a_report_looks_back(loaded: Warehouse) -> None:
    first, second = (
        str(run["run"])
        for run in sorted(json.loads(loaded("runs", "list", "-f", "json")[1]), key=lambda run: run["run"])
    )
    assert NAME in names(loaded, "--as-of", first)
    assert "Another name" in names(loaded, "--as-of", second) == names(loaded)
    run = json.loads(loaded("report", "run", "agreement-register", "-f", "json", "--as-of", first)[1])["run"]
    assert run["load_run"] == int(first)
    assert run["as_of"].endswith("Z")
    assert loaded("report", "run", "agreement-register", "--as-of", "soon")[0] == ExitCode.USAGE
    assert loaded("report", "run", "agreement-register", "--as-of", "99")[0] == ExitCode.USAGE


def test_what_became_of_an_answer_is_shown(loaded: Warehouse) -> None:
    diff = ["report", "diff", "agreement-register", "--from", "1"]
    code, out, said = loaded(*diff, "--to", "2")
    assert code == ExitCode.DONE, said
    assert out.splitlines() == [
        "~ agreement_key = posco-reelement-mou  memorandum of understanding",
        f"    agreement: {NAME} -> Another name",
    ]
    assert "0 added, 1 changed, 0 gone, 0 renamed." in said
    assert loaded(*diff, "--exit-code")[0] == ExitCode.CHANGES_PENDING
    code, out, said = loaded(*diff, "--to", "1", "--exit-code")
    assert (code, out) == (ExitCode.DONE, "")
    assert "No difference." in said
    found = json.loads(loaded(*diff, "-f", "json")[1])
    assert (found["added"], found["changed"], found["gone"], found["renamed"]) == (0, 1, 0, 0)
    assert found["changes"][0]["before"]["agreement"] == NAME
    nothing = json.loads(loaded(*diff, "--to", "1", "-f", "json")[1])
    assert nothing["changes"] == []


def test_renames_and_other_sources_are_differences(warehouse: Warehouse) -> None:
    seed = warehouse.seeds / "korean-firms-us-rare-earth-push.yaml"
    text = seed.read_text()
    seed.write_text(text.replace("posco-reelement-mou", "posco-reelement-pact"))
    old = "  - key: posco-reelement-pact\n"
    assert old in seed.read_text()
    seed.write_text(seed.read_text().replace(old, f"{old}    moved_from: posco-reelement-mou\n"))
    assert warehouse("load")[0] == ExitCode.DONE
    diff = ["report", "diff", "agreement-register", "--from", "1"]
    code, out, said = warehouse(*diff, "--exit-code")
    assert code == ExitCode.CHANGES_PENDING, said
    assert [line for line in out.splitlines() if line[0] != "~"] == [
        "    parent_key: posco-reelement-mou -> posco-reelement-pact",
        f"» agreement_key = posco-reelement-mou -> posco-reelement-pact  {NAME}",
    ]
    assert "0 added, 1 changed, 0 gone, 1 renamed." in said
    _, found = json.loads(warehouse(*diff, "-f", "json")[1])["changes"]
    assert (found["change"], found["old_key"], found["key"]) == (
        "renamed",
        {"agreement_key": "posco-reelement-mou"},
        {"agreement_key": "posco-reelement-pact"},
    )
    assert found["sources_before"] == found["sources_after"] == ["korean-firms-us-rare-earth-push#13"]


def test_a_value_that_names_something_at_that_moment_can_be_chosen(warehouse: Warehouse) -> None:
    seed = warehouse.seeds / "korean-firms-us-rare-earth-push.yaml"
    text, old, new = seed.read_text(), "posco-magnets-europe", "magnets-europe"
    seed.write_text(text.replace(old, new).replace(f"key: {new}\n", f"key: {new}\n    moved_from: {old}\n"))
    (warehouse.seeds / "disagreements.yaml").unlink()
    code, _, said = warehouse("load", "--max-retire", "10")
    assert code == ExitCode.DONE, said
    run, diff = ["report", "run", "single-source-facts"], ["report", "diff", "single-source-facts", "--from", "1"]

    def codes(*command: str) -> list[int]:
        return [warehouse(*command, "-p", f"subject={key}")[0] for key in (old, new)]

    assert codes(*run) == [ExitCode.USAGE, ExitCode.DONE]
    assert codes(*run, "--as-of", "1") == [ExitCode.DONE, ExitCode.USAGE]
    assert codes(*diff) == [ExitCode.DONE, ExitCode.DONE]
    code, out, said = warehouse(*diff, "-p", "subject=magnets")
    assert (code, out) == (ExitCode.USAGE, "")
    assert "choose from: magnets-europe (Permanent magnets for a European automaker)" in said


def test_other_sources_of_the_same_cells_are_a_difference(warehouse: Warehouse) -> None:
    seed = warehouse.seeds / "korean-firms-us-rare-earth-push.yaml"
    cited = f"{EARLIER}    modality: in force\n    cite: korean-firms-us-rare-earth-push#13\n"
    assert cited in seed.read_text()
    seed.write_text(seed.read_text().replace(cited, cited.replace("#13", "#14")))
    assert warehouse("load")[0] == ExitCode.DONE
    code, out, said = warehouse("report", "diff", "agreement-register", "--from", "1", "--exit-code")
    assert code == ExitCode.CHANGES_PENDING, said
    push = "korean-firms-us-rare-earth-push"
    assert out.splitlines() == [
        f"~ agreement_key = posco-reelement-mou  {NAME}",
        f"    sources: {push}#13 -> {push}#13; {push}#14",
    ]
    (found,) = json.loads(warehouse("report", "diff", "agreement-register", "--from", "1", "-f", "json")[1])["changes"]
    assert found["before"] == found["after"]
    assert (found["sources_before"], found["sources_after"]) == ([f"{push}#13"], [f"{push}#13", f"{push}#14"])
