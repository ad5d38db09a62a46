"""The path of a fact: what tells questions apart stands in it, what tells answers apart does not split a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from warehouse.model import Fact

if TYPE_CHECKING:
    import pytest

    from tests.load.conftest import Small

SERIES: Final = """\
observations:
  - about: places/freedonia
    indicator: tin-share
    value: 20
    words: 20%
    period: {words: "2028", edtf: "2028"}
    modality: assessed
    cite: tin-news#7
  - about: places/freedonia
    indicator: tin-share
    value: 30
    words: 30%
    period: {words: "2029", edtf: "2029"}
    modality: assessed
    cite: tin-news#7
"""
OTHER: Final = """\
documents:
  - {key: almanac, kind: reference, title: Almanac, language: en}
observations:
  - about: places/freedonia
    label: table-2
    indicator: tin-share
    value: 30.0
    words: 30.0%
    period: {words: "2029", edtf: "2029"}
    modality: assessed
    cite: almanac#T2
"""
ANSWERS: Final = """
SELECT period_edtf, count(*), count(*) FILTER (WHERE is_chosen), max(agreeing_source_count)
FROM mart.fact_observation GROUP BY period_edtf ORDER BY period_edtf
"""


def earlier_path(fact: Fact, subject: str) -> str:
    """Return the path as it was before it knew periods: labels are parts, the first citation names the document."""
    below = "".join(f"/{part}" for part in (fact.discriminator().replace(" ", "_"), fact.label) if part)
    return f"{subject}/{fact.section}{below}" + (f"@{fact.first_cited}" if fact.by_document else "")


def test_series_by_year_needs_no_labels(loaded: Small) -> None:
    loaded.write(SERIES, "series.yaml")
    loaded.load()
    assert loaded.rows(ANSWERS) == [("2028", 1, 1, 1), ("2029", 1, 1, 1)]


def test_label_tells_answers_apart_and_not_questions(loaded: Small) -> None:
    loaded.write(SERIES, "series.yaml")
    loaded.write(OTHER, "almanac.yaml")
    loaded.load()
    assert loaded.rows(ANSWERS) == [("2028", 1, 1, 1), ("2029", 2, 1, 2)]


def test_two_figures_of_one_question_in_one_document_need_a_label(loaded: Small) -> None:
    loaded.write(SERIES + SERIES.partition("\n")[2], "series.yaml")
    assert [problem.split("  ")[1] for problem in loaded.refused("load")] == ["E-duplicate-fact"] * 2


def test_aspect_tells_questions_apart(loaded: Small) -> None:
    second = SERIES.partition("\n")[2].replace("    value", "    aspect: by-weight\n    value").replace("20", "40", 1)
    loaded.write(SERIES + second, "series.yaml")
    loaded.load()
    assert loaded.rows(ANSWERS) == [("2028", 2, 2, 1), ("2029", 2, 2, 1)]
    assert loaded.rows("SELECT DISTINCT aspect FROM mart.wide_figures ORDER BY 1") == [("by-weight",), (None,)]


def test_order_of_citations_changes_nothing(loaded: Small) -> None:
    loaded.write(OTHER.partition("observations")[0], "almanac.yaml")
    loaded.edit("pact.yaml", "cite: tin-news#5", "cite: [tin-news#5, almanac#T2]")
    loaded.load()
    loaded.edit("pact.yaml", "cite: [tin-news#5, almanac#T2]", "cite: [almanac#T2, tin-news#5]")
    assert "Nothing to change" in loaded.load() or loaded.rows("SELECT max(run_id) FROM ops.fact_renames") == [(None,)]
    assert loaded.rows("SELECT count(*) FROM ops.load_run_tables WHERE run_id = 3") == [(0,)]


def test_facts_of_an_earlier_version_go_on_under_their_new_paths(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    small.write(SERIES.replace("    value: 30", "    label: later\n    value: 30"), "series.yaml")
    small.write(OTHER, "almanac.yaml")
    small.edit("pact.yaml", "cite: tin-news#5", "cite: [tin-news#5, almanac#T2]")
    with monkeypatch.context() as patch:
        patch.setattr(Fact, "path", earlier_path)
        small.load()
    assert small.rows("SELECT count(*) FROM core.facts WHERE strpos(path, ';') > 0") == [(0,)]
    said = small.load("--reread")
    assert "0 rows added, 0 changed, 0 retired, " in said
    assert small.rows("SELECT count(*) FROM ops.fact_renames") == [(4,)]
    assert small.rows(ANSWERS) == [("2028", 1, 1, 1), ("2029", 2, 1, 2)]
    code, told, _ = small("history", "places/freedonia")
    assert code == 0
    assert "observations/tin-share/later@tin-news → " in told
