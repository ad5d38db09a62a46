"""The bundle that Superset imports, as files of a folder or as a zip archive."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import yaml

from warehouse.integrations.superset.charts import CHARTS
from warehouse.integrations.superset.dashboard import TITLE, dashboard
from warehouse.integrations.superset.datasets import DATABASE, VERSION, chosen, dataset, uuid_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from warehouse.integrations.superset.charts import Chart
    from warehouse.mart.objects import MartObject

    Properties = dict[str, Any]

ADDRESS: Final = "postgresql+psycopg2://reader@HOST:5432/warehouse"
"""The address if the user gives none. Replace its user, host and database name, in Superset or in the file."""
ROOT: Final = "critical-minerals"
"""The top folder of the zip archive. Superset requires one, with any name."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def bundle(objects: Sequence[MartObject], address: str = ADDRESS) -> dict[str, str]:
    """Return the text of each file of the bundle, by its path.

    Args:
        objects: All objects of the mart.
        address: SQLAlchemy URI, without a password, with which Superset connects to the database as a reader.
    """
    datasets = chosen(objects)
    columns = {mart_object.name: frozenset(mart_object.header.columns) for mart_object in datasets}
    files = {
        "metadata.yaml": {"version": VERSION},
        f"databases/{_file(DATABASE)}": _database(address),
        **{
            f"datasets/{_file(DATABASE, '')}/{_file(mart_object.name)}": dataset(mart_object)
            for mart_object in datasets
        },
        **{f"charts/{_file(chart.name)}": _chart(chart) for chart in CHARTS},
        f"dashboards/{_file(TITLE)}": dashboard(columns),
    }
    return {path: _yaml(content) for path, content in files.items()}


def zipped(files: Mapping[str, str]) -> bytes:
    """Return the files as a zip archive. The same files give the same bytes.

    Args:
        files: The text of each file, by its path.
    """
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for path, text in files.items():
            entry = ZipInfo(f"{ROOT}/{path}", _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, text)
    return written.getvalue()


def _file(name: str, ending: str = ".yaml") -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", name) + ending


def _yaml(content: Properties) -> str:
    return str(yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120))


def _database(address: str) -> Properties:
    """Return the description of the database. It forbids all writes, even if Superset's account would allow them."""
    return {
        "database_name": DATABASE,
        "sqlalchemy_uri": address,
        "expose_in_sqllab": True,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_file_upload": False,
        "extra": {"allows_virtual_table_explore": True, "engine_params": {}, "metadata_params": {}},
        "uuid": uuid_of("database", DATABASE),
        "version": VERSION,
    }


def _chart(chart: Chart) -> Properties:
    return {
        "slice_name": chart.name,
        "description": chart.about,
        "viz_type": chart.kind,
        "params": {"viz_type": chart.kind, **chart.params},
        "uuid": uuid_of("chart", chart.name),
        "version": VERSION,
        "dataset_uuid": uuid_of("dataset", chart.dataset),
    }
