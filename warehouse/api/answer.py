"""An answer in memory: its rows as Python objects, its columns with their units, and its sources."""

from __future__ import annotations

import itertools
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from warehouse import extras
from warehouse.files import replaced_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from warehouse.reports.definition import Report
    from warehouse.reports.parameters import Value
    from warehouse.reports.result import Citation, Column, Document, Result, Row, RunInfo

SHOWN_ROWS: Final = 50
"""The rows that a notebook shows."""

_NUMBERS = itertools.count(1)
"""Numbers of the tables shown so far, so that the links of two tables on one page do not mix."""

_AS_OBJECTS: Final[dict[str, Callable[[str], Any]]] = {
    "integer": int,
    "bigint": int,
    "numeric": Decimal,
    "double precision": float,
    "date": date.fromisoformat,
    "timestamptz": datetime.fromisoformat,
    "boolean": lambda text: text == "true",
}


class Chart(str):
    """A chart as the text of an SVG, which a notebook draws."""

    __slots__ = ()

    def _repr_svg_(self) -> str:
        return str(self)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a report, a question or a query. It does not change, and needs no connection.

    Attributes:
        columns: The columns, each with its name, PostgreSQL type, meaning and unit; ``doc.empty`` says what it means if
            there is no value.
        citations: The sources of the cells, by their numbers.
        documents: The documents that these sources are places in.
        run: When it was asked, and of which load.
        is_cut: Whether there are more rows than these, because a limit was reached.
        params: The value of each parameter.
        marked_rows: The cells as text, as all formats show them, with the sources of each cell.
    """

    columns: Sequence[Column]
    citations: Sequence[Citation]
    documents: Sequence[Document]
    run: RunInfo
    is_cut: bool
    params: Mapping[str, Value]
    marked_rows: Sequence[Row] = field(repr=False)
    _report: Report = field(repr=False)

    @classmethod
    def read(cls, result: Result, most: int | None = None) -> Answer:
        """Read an answer that is being sent.

        Args:
            result: The answer, of which no row has been read.
            most: Rows to read at most; None: all.
        """
        rows = tuple(itertools.islice(result.rows, most))
        is_cut = most is not None and len(rows) == most and next(result.rows, None) is not None
        used = {citation.number for row in rows for marks in row.marks for citation in marks}
        citations = tuple(each for each in result.citations if each.number in used)
        documents = tuple(result.documents()) if citations else ()
        return cls(tuple(result.columns), citations, documents, result.run, is_cut, result.values, rows, result.report)

    @property
    def name(self) -> str:
        """The name of the report."""
        return self._report.name

    @property
    def title(self) -> str:
        """Its title."""
        return self._report.header.title

    @property
    def question(self) -> str:
        """The question that it answers."""
        return self._report.header.question

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows by column: Decimal, int, float, date, datetime, bool, str, or None for no value.

        Dates that Python does not have, such as infinity, stay text.
        """
        names = [column.name for column in self.columns]
        kinds = [_AS_OBJECTS.get(column.type, str) for column in self.columns]
        return [
            {name: _object(kind, cell) for name, kind, cell in zip(names, kinds, row.cells, strict=True)}
            for row in self.marked_rows
        ]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.marked_rows)

    def to_arrow(self) -> pa.Table:
        """Return a table with exact types: decimal128, date32, timestamp in UTC.

        The metadata of a field holds the type, meaning and unit of its column. That of the schema holds the question,
        the parameters, the run, and as ``citations`` the sources with the cells they support, as JSON.

        Raises:
            UsageError: pyarrow is not installed.
        """
        from warehouse.reports.formats.parquet import require

        require("to_arrow")
        from warehouse.reports.formats import arrow

        return arrow.table(self._result())

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Hand the table to a library that reads the Arrow C stream interface, such as polars, pandas or DuckDB."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def to_pandas(self) -> pd.DataFrame:
        """Return a data frame with Arrow's exact types; ``attrs`` holds the metadata of the table.

        Raises:
            UsageError: pandas or pyarrow is not installed.
        """
        table = self.to_arrow()
        try:
            import pandas as pd
        except ImportError as error:
            raise extras.missing("to_pandas", "pandas", "use to_arrow") from error
        frame = table.to_pandas(types_mapper=pd.ArrowDtype)
        units = {column.name: column.unit for column in self.columns if column.unit}
        frame.attrs = {"units": units, **{key.decode(): text.decode() for key, text in table.schema.metadata.items()}}
        return frame

    def to_polars(self) -> pl.DataFrame:
        """Return a polars data frame with exact types; polars keeps no metadata.

        Raises:
            UsageError: polars or pyarrow is not installed.
        """
        try:
            import polars as pl
        except ImportError as error:
            raise extras.missing("to_polars", "polars", "use to_arrow") from error
        return pl.DataFrame(self.to_arrow())

    def to_svg(self) -> Chart:
        """Return the chart of the report; a notebook draws it.

        Raises:
            UsageError: The report has no chart, or its columns cannot be drawn.
        """
        return Chart(self._written("svg"))

    def to_csl_json(self) -> str:
        """Return the cited documents as CSL-JSON.

        Raises:
            UsageError: The report names no sources.
        """
        return self._written("csl-json")

    def to_bibtex(self) -> str:
        """Return the cited documents as BibTeX.

        Raises:
            UsageError: The report names no sources.
        """
        return self._written("bibtex")

    def write(self, path: Path | str, form: str | None = None) -> None:
        """Write the answer to a file, which is replaced as a whole or not at all.

        Args:
            path: The file.
            form: Name of the format, as ``-f`` takes it; None: by the suffix of the file.

        Raises:
            UsageError: There is no such format, or the answer cannot be written in it.
            PermissionRefused: The file cannot be written.
        """
        from warehouse.reports import formats

        chosen = formats.choose(form, str(path))
        with replaced_file(Path(path), is_binary=chosen.is_binary) as stream:
            formats.write(self._result(), chosen.name, stream)

    def _repr_html_(self) -> str:
        from warehouse.reports.formats.html import write_fragment

        stream = StringIO()
        write_fragment(self._result(SHOWN_ROWS), stream, f"answer-{next(_NUMBERS)}-", len(self))
        return stream.getvalue()

    def _written(self, form: str) -> str:
        from warehouse.reports import formats

        stream = StringIO(newline="")
        formats.write(self._result(), form, stream)
        return stream.getvalue()

    def _result(self, most: int | None = None) -> Result:
        """Return the answer as the formats read it."""
        from warehouse.reports.result import Result

        rows = self.marked_rows[:most]
        used = {citation.number for row in rows for marks in row.marks for citation in marks}
        citations = [citation for citation in self.citations if citation.number in used]
        return Result(
            self._report, self.params, self.columns, self.run, iter(rows), citations, documents=lambda: self.documents
        )


def _object(kind: Callable[[str], Any], cell: str | None) -> Any:  # noqa: ANN401 - as the column's type asks
    if cell is None:
        return None
    with suppress(ValueError):
        return kind(cell)
    return cell
