"""The packages that only some commands need."""

from __future__ import annotations

import tomllib

from tests.conftest import ROOT
from warehouse.extras import REQUIREMENTS


def test_requirements_are_those_of_the_extras() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {requirement for extra in project["optional-dependencies"].values() for requirement in extra}
    assert needed == set(REQUIREMENTS.values())
