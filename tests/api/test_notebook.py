"""The page on notebooks: its blocks run, one after the other, and a notebook shows tables, a chart and sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import nbclient
import nbformat
import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.holds("curated")]

PAGE = (ROOT / "docs" / "notebook.md").read_text()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_the_page_runs_as_a_notebook(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WAREHOUSE_PROJECT", str(ROOT))
    monkeypatch.setenv("WAREHOUSE_DATABASE_URL", database_url)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    v4: Any = nbformat.v4  # it has no types
    cells = [v4.new_code_cell(code) for code in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)]
    notebook = v4.new_notebook(cells=cells)
    nbclient.NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [output.get("data", {}) for cell in notebook.cells for output in cell.outputs]
    printed = "".join(output.get("text", "") for cell in notebook.cells for output in cell.outputs)
    tables = [data["text/html"] for data in shown if "text/html" in data]
    assert len(tables) == 3
    assert '<a href="#answer-1-source-1" id="answer-1-mark-1">[1]</a>' in tables[0]
    assert "term_years<br><small>years</small>" in tables[0]
    assert 'id="answer-2-source-1"' in tables[1], "links of two tables on one page do not mix"
    (chart,) = [data["image/svg+xml"] for data in shown if "image/svg+xml" in data]
    assert chart.startswith("<svg ")
    assert "Decimal('150000000000')" in "".join(data.get("text/plain", "") for data in shown)
    assert "@misc{korean-firms-us-rare-earth-push," in printed
