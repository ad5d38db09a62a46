"""Run by the Python of a Superset: imports a bundle by its API, asks for the data of each chart, writes them as JSON.

Asks as the browser does: what a kind of chart asks for is the least that its plugin would.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

FILTERS = {"IS NOT NULL", "IS TRUE"}


def query(params: dict[str, Any]) -> dict[str, Any]:
    """Give what a chart asks of its dataset."""
    asked = [
        {"col": each["subject"], "op": each["operator"]}
        | ({} if each["operator"] in FILTERS else {"val": each["comparator"]})
        for each in params["adhoc_filters"]
    ]
    kind = params["viz_type"]
    columns: list[Any] = []
    rest: dict[str, Any] = {"metrics": params.get("metrics")}
    if kind == "table":
        columns = params["all_columns"]
        rest["orderby"] = [json.loads(each) for each in params["order_by_cols"]]
    elif kind == "big_number_total":
        rest["metrics"] = [params["metric"]]
    elif kind == "pivot_table_v2":
        columns = params["groupbyRows"] + params["groupbyColumns"]
    else:
        axis, grain = params["x_axis"], params.get("time_grain_sqla")
        if isinstance(axis, str):
            axis = {"sqlExpression": axis, "label": axis, "expressionType": "SQL"}
        axis |= {"columnType": "BASE_AXIS"}
        columns = [axis | {"timeGrain": grain} if grain else axis, *params["groupby"]]
    return {"filters": asked, "row_limit": 1000, "columns": columns, **rest}


def drawn(client: Any, headers: dict[str, str], chart: dict[str, Any]) -> dict[str, Any]:
    """Give what a chart has to draw."""
    found = client.get(f"/api/v1/chart/{chart['id']}", headers=headers).json["result"]
    source = {"id": chart["datasource_id"], "type": "table"}
    asked = {"datasource": source, "queries": [query(json.loads(found["params"]))], "force": True}
    answer = client.post("/api/v1/chart/data", headers=headers, json=asked)
    result = (answer.json.get("result") or [{}])[0]
    return {
        "status": answer.status_code,
        "error": answer.json.get("message") or result.get("error"),
        "rows": result.get("data"),
        "rejected": result.get("rejected_filters"),
    }


def columns_of(app: Any) -> dict[str, Any]:
    """Give the columns of each dataset, as it holds them and as Superset reads them from the database."""
    tables, db = import_module("superset.connectors.sqla.models").SqlaTable, import_module("superset.extensions").db
    with app.app_context():
        return {
            table.table_name: {
                "held": {column.column_name: [column.type, column.is_dttm] for column in table.columns},
                "seen": {
                    column["column_name"]: [str(column["type"]), column["is_dttm"]]
                    for column in table.external_metadata()
                },
            }
            for table in db.session.query(tables)
        }


def main(archive: str, account: str, password: str, goal: str) -> None:
    """Import the bundle and write what came of it.

    Args:
        archive: The bundle, a zip.
        account: An administrator of Superset.
        password: Its password.
        goal: The JSON file to write.
    """
    app = import_module("superset.app").create_app()
    client = app.test_client()
    login = {"username": account, "password": password, "provider": "db"}
    token = client.post("/api/v1/security/login", json=login).json["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    with Path(archive).open("rb") as bundle:
        answer = client.post("/api/v1/assets/import/", headers=headers, data={"bundle": (bundle, "bundle.zip")})
    charts = client.get("/api/v1/chart/?q=(page_size:100)", headers=headers).json["result"]
    boards = client.get("/api/v1/dashboard/", headers=headers).json["result"]
    answers = {
        "import": answer.json,
        "charts": {chart["slice_name"]: drawn(client, headers, chart) for chart in charts},
        "datasets": columns_of(app),
        "dashboards": {
            board["dashboard_title"]: [
                chart["slice_name"]
                for chart in client.get(f"/api/v1/dashboard/{board['id']}/charts", headers=headers).json["result"]
            ]
            for board in boards
        },
    }
    Path(goal).write_text(json.dumps(answers, default=str))


if __name__ == "__main__":
    main(*sys.argv[1:])
