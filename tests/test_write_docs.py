"""The generated pages in ``docs`` say what the code says today."""

from __future__ import annotations

import pytest

from scripts.write_docs import pages
from tests.conftest import ROOT
from warehouse import vocabulary
from warehouse.seeds.reader import FAMILIES

PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_page_is_fresh(name: str) -> None:
    assert (ROOT / name).read_text() == PAGES[name], "write it anew with: make docs"


def test_every_field_and_word_stands_on_the_page_of_seed_files() -> None:
    sections = {part.partition("\n")[0]: part for part in PAGES["docs/seed-format.md"].split("\n## ")}
    shared = sections["Every record"] + sections["Every fact"]
    for family, shape in FAMILIES.items():
        missing = {name for name in shape.model_fields if f"| `{name}` |" not in sections[family] + shared}
        assert missing == set(), family
    for word, meaning in vocabulary.base().meanings("modality").items():
        assert f"| {word} | {meaning} |" in sections["Words"]
