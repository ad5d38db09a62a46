"""The bundle for Superset: whole, linked, and of the mart's own columns; its metrics are right on the curated seeds."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import closing
from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zipfile import ZipFile

import psycopg
import pytest
import yaml

from tests.conftest import ROOT
from warehouse.cli.export import write_bundle
from warehouse.errors import PermissionRefused, UsageError
from warehouse.integrations.superset.bundle import ADDRESS, FURTHER, WIDTH, bundle, metrics, title, uuid_of, zipped
from warehouse.integrations.superset.charts import CHARTS
from warehouse.mart.objects import MartObject, list_objects

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Databases

    Properties = dict[str, Any]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def objects() -> list[MartObject]:
    return list_objects(ROOT / "sql")


@pytest.fixture(scope="module")
def files(objects: list[MartObject]) -> dict[str, str]:
    return bundle(objects)


@pytest.fixture(scope="module")
def read(files: dict[str, str]) -> dict[str, Properties]:
    return {path: yaml.safe_load(text) for path, text in files.items()}


@pytest.fixture(scope="module")
def made_up(databases: Databases, each_family: str) -> Iterator[psycopg.Connection]:
    """Give a database with a fact of each family, for charts of what the curated seeds do not hold."""
    with closing(psycopg.connect(databases.dsn(each_family), autocommit=True)) as connection:
        yield connection


def below(read: dict[str, Properties], folder: str) -> list[Properties]:
    return [content for path, content in read.items() if path.startswith(f"{folder}/")]


def by_uuid(read: dict[str, Properties], folder: str) -> dict[str, Properties]:
    return {content["uuid"]: content for content in below(read, folder)}


def used(params: Properties) -> tuple[set[str], set[str]]:
    """Give the columns and expressions, and the metrics, that a chart asks for."""
    names = [*params.get("groupby", []), *params.get("all_columns", [])]
    names += [*params.get("groupbyRows", []), *params.get("groupbyColumns", [])]
    names += [each["subject"] for each in params["adhoc_filters"]]
    names += [params["x_axis"]] if "x_axis" in params else []
    names += [yaml.safe_load(each)[0] for each in params.get("order_by_cols", [])]
    asked = {name if isinstance(name, str) else name["sqlExpression"] for name in names}
    return asked, {*params.get("metrics", []), *([params["metric"]] if "metric" in params else [])}


def columns_in(expression: str) -> set[str]:
    """Give the columns that an expression names."""
    return set(re.findall(r"[a-z_]+", re.sub(r"'[^']*'", "", expression)))


def test_every_file_says_its_version_and_has_its_own_uuid(read: dict[str, Properties]) -> None:
    assert {content["version"] for content in read.values()} == {"1.0.0"}
    uuids = [content["uuid"] for path, content in read.items() if path != "metadata.yaml"]
    assert len({UUID(each) for each in uuids}) == len(uuids) == len(read) - 1
    assert "type" not in read["metadata.yaml"]  # so that each of Superset's ways to import takes it


def test_uuids_stay_what_they_are() -> None:
    assert uuid_of("dataset", "wide_money") == "278c8e51-fd1a-5794-894f-7adab78cc18c"
    assert uuid_of("dashboard", "Critical minerals") == "fd0f43c5-a6ec-5159-902d-d2a934e8efad"


def test_files_are_linked(read: dict[str, Properties]) -> None:
    [database] = below(read, "databases")
    datasets, charts = by_uuid(read, "datasets"), by_uuid(read, "charts")
    [board] = below(read, "dashboards")
    assert {content["database_uuid"] for content in datasets.values()} == {database["uuid"]}
    assert {content["dataset_uuid"] for content in charts.values()} <= datasets.keys()
    placed = [box["meta"] for box in board["position"].values() if isinstance(box, dict) and box["type"] == "CHART"]
    assert sorted(meta["uuid"] for meta in placed) == sorted(charts)
    assert sorted(meta["chartId"] for meta in placed) == list(range(1, len(charts) + 1))


def test_database_has_neither_password_nor_catalog(read: dict[str, Properties]) -> None:
    [database] = below(read, "databases")
    assert database["sqlalchemy_uri"] == ADDRESS == "postgresql+psycopg2://reader@HOST:5432/warehouse"
    assert database["allow_dml"] is False
    assert not any("catalog" in content or "password" in content for content in read.values())


def test_address_that_is_given_stands_there(objects: list[MartObject]) -> None:
    given = bundle(objects, "postgresql+psycopg2://ana@db.example.org/minerals")
    [text] = [text for path, text in given.items() if path.startswith("databases/")]
    assert yaml.safe_load(text)["sqlalchemy_uri"] == "postgresql+psycopg2://ana@db.example.org/minerals"


def test_datasets_are_the_mart(read: dict[str, Properties], objects: list[MartObject]) -> None:
    mart = {found.name: found.header for found in objects}
    datasets = {content["table_name"]: content for content in below(read, "datasets")}
    wide = {name for name in mart if name.startswith(("wide_", "money_"))}
    assert datasets.keys() >= {*FURTHER, *wide}
    assert datasets.keys() - {*FURTHER, *wide} == {
        "bridge_mineral_list_member", "bridge_strategy_place", "fact_identifier", "fact_identity_judgement",
        "fact_mineral_classification", "fact_mineral_list_version", "fact_name", "fact_position", "fact_stage_synonym",
        "fact_strategy_measure",
    }  # fmt: skip
    for name, content in datasets.items():
        held = {column["column_name"]: column for column in content["columns"]}
        assert list(held) == list(mart[name].columns)
        assert (content["schema"], content["description"]) == ("mart", mart[name].grain)
        for column, header in mart[name].columns.items():
            assert held[column]["description"] == header.comment
            assert held[column]["is_dttm"] == (header.type in {"date", "timestamptz"})
        assert len({column["verbose_name"] for column in held.values()}) == len(held)


def test_columns_of_datasets_are_those_of_the_database(
    read: dict[str, Properties], rolled_back: psycopg.Connection
) -> None:
    found = rolled_back.execute(
        """SELECT c.table_name, array_agg(c.column_name || ' ' || upper(CASE c.data_type WHEN 'numeric'
          THEN format('numeric(%s, %s)', c.numeric_precision, c.numeric_scale) ELSE c.data_type END)
          ORDER BY c.ordinal_position) FROM information_schema.columns AS c
        WHERE c.table_schema = 'mart' AND c.column_name <> 'system_from' GROUP BY c.table_name"""
    ).fetchall()
    columns: dict[str, list[str]] = dict(found)
    for content in below(read, "datasets"):
        held = [f"{column['column_name']} {column['type']}" for column in content["columns"]]
        assert held == columns[content["table_name"]]


def test_charts_ask_for_what_their_datasets_have(read: dict[str, Properties]) -> None:
    datasets = by_uuid(read, "datasets")
    for content in below(read, "charts"):
        dataset = datasets[content["dataset_uuid"]]
        columns, asked = used(content["params"])
        named = {name for expression in columns for name in columns_in(expression)}
        assert named <= {column["column_name"] for column in dataset["columns"]}, content["slice_name"]
        assert asked <= {metric["metric_name"] for metric in dataset["metrics"]}, content["slice_name"]
        assert content["params"]["viz_type"] == content["viz_type"]
        assert len(content["description"]) > 40  # it says how to read the chart


def test_bars_stand_by_length_on_an_axis_that_says_what_it_measures(read: dict[str, Properties]) -> None:
    bars = [content["params"] for content in below(read, "charts") if content["viz_type"] == "echarts_timeseries_bar"]
    for params in bars:
        assert params["y_axis_title"]
        assert params["show_value"]
        if params["orientation"] == "horizontal":
            assert params["x_axis_sort"] == ("sum" if params["groupby"] else params["metrics"][0])
            assert params["x_axis_sort_asc"]
        if params["y_axis_format"] == ",d":
            axis = "xAxis" if params["orientation"] == "horizontal" else "yAxis"
            assert yaml.safe_load(params["echart_options"])[axis] == {"minInterval": 1}
    [share] = [params for params in bars if params["metrics"] == ["largest_share"]]
    assert (share["y_axis_bounds"], share["y_axis_format"]) == ([0, 1], ".1~%")
    assert {params["currency_format"]["symbol"] for params in bars if "currency_format" in params} == {"KRW", "USD"}


def test_what_the_filters_do_and_the_last_load_stand_on_the_page(read: dict[str, Properties]) -> None:
    [board] = below(read, "dashboards")
    [note] = [
        box["meta"]["code"] for box in board["position"].values() if isinstance(box, dict) and box["type"] == "MARKDOWN"
    ]
    filters = board["metadata"]["native_filter_configuration"]
    assert all(each["description"] in note for each in filters)
    assert "Last load" in {content["slice_name"] for content in below(read, "charts")}


def test_metrics_never_add_up_what_must_not_be(objects: list[MartObject]) -> None:
    for found in objects:
        given = list(metrics(found))
        assert not {metric.name for metric in given} & found.header.columns.keys()
        for metric in given:
            summed = re.findall(r"\b(?:SUM|AVG)\(([^)]*)\)", metric.expression)
            assert all(found.name.startswith("money_") for _ in summed)
            assert {found.header.columns[name].unit for name in summed} <= {found.currency}
            assert "COUNT(*)" not in metric.expression


def test_filters_reach_charts_that_have_their_column_and_no_other(read: dict[str, Properties]) -> None:
    datasets = by_uuid(read, "datasets")
    [board] = below(read, "dashboards")
    columns = {
        content["table_name"]: {each["column_name"] for each in content["columns"]} for content in datasets.values()
    }
    filters = board["metadata"]["native_filter_configuration"]
    assert [each["name"] for each in filters] == ["Country", "Modality", "Mineral"]
    for each in filters:
        [target] = each["targets"]
        name = target["column"]["name"]
        assert name in columns[datasets[target["datasetUuid"]]["table_name"]]
        reached = {chart.dataset for at, chart in enumerate(CHARTS, 1) if at not in each["scope"]["excluded"]}
        assert reached
        assert all(name in columns[dataset] for dataset in reached)


def test_dashboard_fits_its_width(read: dict[str, Properties]) -> None:
    [board] = below(read, "dashboards")
    boxes = {name: box for name, box in board["position"].items() if isinstance(box, dict)}
    for box in boxes.values():
        assert all(child in boxes for child in box.get("children", []))
        if box["type"] == "ROW":
            assert 0 < sum(boxes[child]["meta"]["width"] for child in box["children"]) <= WIDTH
    named = Counter(child for box in boxes.values() for child in box.get("children", []))
    assert set(named.values()) == {1}


def condition(each: Properties) -> str:
    compared = f" '{each['comparator']}'" if each["operator"] in {"==", "!="} else ""
    return f"{each['subject']} {each['operator'].replace('==', '=')}{compared}"


@pytest.mark.parametrize("name", [chart.name for chart in CHARTS])
def test_chart_has_something_to_draw(
    name: str, read: dict[str, Properties], loaded_mart: psycopg.Connection, made_up: psycopg.Connection
) -> None:
    [content] = [content for content in below(read, "charts") if content["slice_name"] == name]
    dataset = by_uuid(read, "datasets")[content["dataset_uuid"]]
    columns, asked = used(content["params"])
    by = sorted(columns)
    aggregates = [metric["expression"] for metric in dataset["metrics"] if metric["metric_name"] in asked]
    wheres = [condition(each) for each in content["params"]["adhoc_filters"]] or ["true"]
    query = f"SELECT {', '.join(by + aggregates)} FROM mart.{dataset['table_name']} WHERE {' AND '.join(wheres)}"
    if aggregates and by:
        query += f" GROUP BY {', '.join(by)}"
    rows = loaded_mart.execute(query.encode()).fetchall() or made_up.execute(query.encode()).fetchall()
    assert rows
    assert not aggregates or all(row[-1] is not None for row in rows)


@pytest.mark.parametrize(
    ("dataset", "metric", "value"),
    [
        ("money_krw", "contract_sum", 1_760_000_000_000),
        ("money_usd", "contract_sum", 1_215_000_000),
        ("wide_figures", "largest_value", None),
    ],
)
def test_metric_is_right_over_all_rows(
    dataset: str, metric: str, value: int | None, objects: list[MartObject], loaded_mart: psycopg.Connection
) -> None:
    [found] = [each for each in objects if each.name == dataset]
    [asked] = [each for each in metrics(found) if each.name == metric]
    assert loaded_mart.execute(f"SELECT {asked.expression} FROM mart.{dataset}".encode()).fetchone() == (value,)


def test_fact_that_several_places_say_counts_once(loaded_mart: psycopg.Connection) -> None:
    counted = "SELECT COUNT(DISTINCT fact_key), COUNT(*) FROM mart.wide_citations"
    facts, places = loaded_mart.execute(counted).fetchone() or (0, 0)
    expected = "SELECT COUNT(*) FROM mart.wide_facts WHERE citation_text IS NOT NULL"
    assert loaded_mart.execute(expected).fetchone() == (facts,)
    assert places > facts


def test_names_are_told_to_readers() -> None:
    assert title("output_value") == "Output value"
    assert title("country_iso_code") == "Country ISO code"
    assert title("citation_text") == "Sources"


def test_zip_is_the_same_each_time_and_has_one_root(objects: list[MartObject], files: dict[str, str]) -> None:
    packed = zipped(files)
    assert packed == zipped(bundle(list(reversed(objects))))
    with ZipFile(BytesIO(packed)) as archive:
        held = {name: archive.read(name).decode() for name in archive.namelist()}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert held == {f"critical-minerals/{path}": text for path, text in files.items()}


def test_bundle_is_written_as_folder_or_zip(objects: list[MartObject], files: dict[str, str], tmp_path: Path) -> None:
    folder, archive = tmp_path / "new" / "folder", tmp_path / "other" / "bundle.zip"
    for _ in range(2):
        assert write_bundle(objects, folder) == write_bundle(objects, archive) == len(files)
    written = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}
    assert written == files
    assert archive.read_bytes() == zipped(files)


def test_folder_with_other_files_is_left_alone(objects: list[MartObject], tmp_path: Path) -> None:
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts" / "mine.yaml").write_text("slice_name: mine\n")
    with pytest.raises(UsageError, match=r"charts/mine\.yaml is not a file of this bundle"):
        write_bundle(objects, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["charts"]


@pytest.mark.parametrize("name", ["bundle.zip", "folder"])
def test_place_that_cannot_be_written_is_told(name: str, objects: list[MartObject], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PermissionRefused, match="cannot write"):
        write_bundle(objects, tmp_path / "file" / name)
