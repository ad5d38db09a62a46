"""The packages that only some commands need."""

from __future__ import annotations

import tomllib

from tests.conftest import ROOT
from warehouse.extras import REQUIREMENTS


def test_requirements_are_those_of_the_distribution() -> None:
    described = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = {one for extra in described["project"]["optional-dependencies"].values() for one in extra}
    assert extras <= set(REQUIREMENTS.values()) <= extras | set(described["dependency-groups"]["dev"])
