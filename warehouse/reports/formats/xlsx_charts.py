"""The charts of a workbook, which the spreadsheet itself draws from cells of the sheet "Chart data".

It draws bars, stacks, lines and steps; the dots of a dot plot become bars. An axis never mixes units. The data lie in a
sheet of their own, so that programs that read the sheet of an answer find its rows and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from warehouse.reports.charts import lines, steps
from warehouse.reports.charts.bars import groups_of
from warehouse.reports.charts.canvas import LIGHT, SERIES, fit
from warehouse.reports.figures import GROUPED, PERCENT, SCALES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart

    from warehouse.reports.charts.data import Amount, Table
    from warehouse.reports.formats.xlsx import Sheet

    Point = lines.Point | steps.Point

DATA: Final = "Chart data"
"""The name of the sheet of the data."""
DRAWN: Final = frozenset({"bar", "grouped bar", "stacked bar", "dot", "line", "step"})
"""The kinds of charts that a spreadsheet can draw."""
_MOST_SERIES: Final = 40
_STORED: Final = Context(prec=15)
_LARGEST: Final = 29
_MOST_PLACES: Final = 4
_TENTHS: Final = 10
_FIRST_DAY: Final = date(1900, 3, 1).toordinal()
_FIRST_NUMBER: Final = 61
"""The first day that all spreadsheets count alike, and its number."""
_NAME_ROOM, _TITLE_ROOM = 26.0, 60.0
_WIDTH, _ROW = 900, 20
_FRAME, _BAR, _TIME = 150, 24, 360
_ROOM: Final = Decimal("0.06")
"""The smallest share of the longest stack that has room for a label."""
_GREY: Final = "#d0d0d0"
_PLAIN: Final = {"bold": False, "size": 9}
_FORMS: Final = {"line": ("scatter", "straight"), "step": ("scatter", "straight"), "stacked bar": ("bar", "stacked")}


class _Range(NamedTuple):
    """Cells of a column of the data."""

    first: int
    last: int
    column: int


class _Value(NamedTuple):
    """A number to draw, and how far its interval reaches below and above it."""

    number: Decimal
    below: Decimal = Decimal(0)
    above: Decimal = Decimal(0)


@dataclass(slots=True)
class _Series:
    """A series: its name, where its values stand, and its values; None leaves a gap."""

    name: str
    places: list[str | None] = field(default_factory=list)
    values: list[_Value | None] = field(default_factory=list)

    @property
    def has_interval(self) -> bool:
        """Whether a value has an interval around it."""
        return any(value.below or value.above for value in self.values if value)

    def cells(self, part: int) -> list[str | None]:
        """Return one part of each value as a cell."""
        return [None if value is None else f"{value[part]:f}" for value in self.values]

    def add(self, place: str | None, value: _Value | None) -> None:
        """Add a value."""
        self.places.append(place)
        self.values.append(value)


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart with one axis of values.

    Attributes:
        kind: The kind that the header of the report names.
        title: The title.
        place: What the places are.
        measure: What is measured.
        unit: Its unit; None if it has none.
        series: The series. Those of bars have the same places.
    """

    kind: str
    title: str
    place: str
    measure: str
    unit: str | None
    series: Sequence[_Series]

    @property
    def is_of_time(self) -> bool:
        """Whether the places are days."""
        return self.kind in {"line", "step"}

    @property
    def numbers(self) -> list[Decimal]:
        """All numbers."""
        return [value.number for series in self.series for value in series.values if value]

    @property
    def is_alone(self) -> bool:
        """Whether bars need not stand beside each other, since no place has two."""
        rows = zip(*(series.values for series in self.series), strict=True)
        return not self.is_of_time and all(sum(value is not None for value in row) <= 1 for row in rows)

    @property
    def height(self) -> int:
        """The height in pixels."""
        beside = 1 if self.kind == "stacked bar" or self.is_alone else len(self.series)
        return _TIME if self.is_of_time else _FRAME + _BAR * len(self.series[0].places) * min(beside, 3)


def plots_of(table: Table) -> tuple[list[Plot], list[str]]:
    """Return the charts to draw, and sentences about what they leave out."""
    kind = table.chart.kind
    if kind not in DRAWN:
        return [], [f"none, because a spreadsheet draws no {kind}; html and svg have it"]
    notes: list[str] = []
    made = {"line": _lines, "step": _steps}.get(kind, _bars)(table, notes)
    plots = [plot for plot in made if plot.numbers]
    drawn = [plot for plot in plots if len(plot.series) <= _MOST_SERIES]
    if len(drawn) < len(plots):
        notes.append(f"what has more than {_MOST_SERIES} series is left out")
    return drawn, [*([] if drawn else ["none, because there is nothing to draw"]), *dict.fromkeys(notes)]


def _bars(table: Table, notes: list[str]) -> Iterator[Plot]:
    for unit, rows in table.by_unit():
        groups, left_out = groups_of(table, rows)
        series = {part.series: _Series(part.series) for group in groups for part in group.parts}
        without = 0
        for group in groups:
            values = {name: [_value(part.amount) for part in group.parts if part.series == name] for name in series}
            size = max(map(len, values.values()))
            for name, found in values.items():
                without += found.count(None)
                for value in [*found, *[None] * (size - len(found))]:
                    series[name].add(fit(group.name, _NAME_ROOM).lines[0], value)
        notes += [*left_out, *_without(without)]
        yield _plot(table, "", unit, list(series.values()))


def _lines(table: Table, notes: list[str]) -> Iterator[Plot]:
    panels = [panel for panel in lines.panels_of(table) if panel.points]
    notes += lines.notes_of(len(panels), len(table.rows) - sum(len(panel.points) for panel in panels))
    for panel in panels[: lines.MOST]:
        series = [_course(name, lines.runs(points), notes) for name, points in panel.series.items()]
        yield _plot(table, panel.title, panel.unit, series)


def _steps(table: Table, notes: list[str]) -> Iterator[Plot]:
    for unit, rows in table.by_unit():
        points = steps.points_of(table, rows)
        notes += _without(len(rows) - len(points))
        named: dict[str, list[Point]] = {}
        for point in points:
            named.setdefault(point.series, []).append(point)
        series = [_course(name, [found], notes, is_step=True) for name, found in named.items()]
        yield _plot(table, "", unit, series)


def _course(name: str, runs: Iterable[Sequence[Point]], notes: list[str], *, is_step: bool = False) -> _Series:
    """Return the series of points in time, with a gap between two runs."""
    series = _Series(name)
    for run in runs:
        last: _Value | None = None
        if series.values:
            series.add(None, None)
        for point in run:
            day, value = int(point.span.first or point.span.after or 0), _value(point.amount, point.value)
            if value is None or not _FIRST_DAY <= day <= date.max.toordinal():
                notes += ["a number or a day that a spreadsheet cannot draw is left out"]
                continue
            shown = date.fromordinal(day).isoformat()
            if is_step and last:
                series.add(shown, _Value(last.number))
            series.add(shown, value)
            last = value
    return series


def _value(amount: Amount, instead: Decimal | None = None) -> _Value | None:
    """Return the value of an amount as a spreadsheet stores it; None if there is none, or one of too many digits."""
    number = amount.value if amount.value is not None else instead
    if number is None or (number and abs(number.adjusted()) > _LARGEST):
        return None
    lower, upper = (number if end is None else end for end in (amount.lower, amount.upper))
    nothing = Decimal(0)
    return _Value(
        _STORED.create_decimal(number),
        *(_STORED.create_decimal(max(size, nothing)) for size in (number - lower, upper - number)),
    )


def _without(count: int) -> list[str]:
    return [f"{count} row{'' if count == 1 else 's'} without a number to draw"] if count else []


def _plot(table: Table, panel: str, unit: str | None, series: Sequence[_Series]) -> Plot:
    parts = (table.title, panel, unit if table.unit_column else "")
    title = fit(": ".join(filter(None, parts)), _TITLE_ROOM).lines[0]
    return Plot(table.chart.kind, title, table.name(table.chart.x), table.name(table.chart.y), unit, series)


def label_form(numbers: Iterable[Decimal]) -> tuple[str, str]:
    """Return the number format of labels, and the word that it counts in.

    It counts in mn, bn or tn if that writes every number whole; else it shows all digits.
    """
    sizes = [abs(number) for number in numbers]
    power, word = _scale(max(sizes, default=Decimal(0)))
    places = _places(sizes, power)
    if places > _MOST_PLACES:
        power, word, places = 0, "", _places(sizes, 0)
    return _digits(places, power), word


def axis_form(numbers: Iterable[Decimal]) -> tuple[str, str]:
    """Return the number format of an axis, and the word that it counts in, which is that of its labels."""
    largest = max(map(abs, numbers), default=Decimal(0))
    power, word = _scale(largest)
    if not power and largest < GROUPED:
        return "", ""
    return _digits(int(bool(power) and largest.scaleb(-power) < _TENTHS), power), word


def _scale(largest: Decimal) -> tuple[int, str]:
    return next(((power, word) for power, word in SCALES if largest >= Decimal(10) ** power), (0, ""))


def _places(sizes: Iterable[Decimal], power: int) -> int:
    """Return how many decimals the numbers need when they are divided by this power of ten."""
    exponents = (size.normalize().as_tuple().exponent for size in sizes if size)
    return max((power - exponent for exponent in exponents if isinstance(exponent, int)), default=0)


def _digits(places: int, power: int) -> str:
    places = min(max(places, 0), _LARGEST)
    return f"0{'.' if places else ''}{'0' * places}{',' * (power // 3)}"


class Drawer:
    """Draws charts below the answers of a workbook, and collects their data in one sheet."""

    def __init__(self, book: Workbook, add_data: Callable[[], Sheet], measured: Callable[[str, str], str]) -> None:
        """Keep what is needed to draw.

        Args:
            book: The workbook.
            add_data: Adds the sheet of the data; called for the first chart.
            measured: Returns the number format of a quantity, from that of the bare number and the unit.
        """
        self._book, self._add_data, self._measured = book, add_data, measured
        self._data: Sheet | None = None

    def draw(self, table: Table, sheet: Sheet) -> list[str]:
        """Draw the chart of an answer below its rows, and return sentences about it.

        Args:
            table: The answer.
            sheet: Its sheet, which has all rows.
        """
        plots, notes = plots_of(table)
        row = sheet.row + 2
        for plot in plots:
            sheet.insert(row, self._chart(plot))
            row += plot.height // _ROW + 2
        return [f"chart: {note}" for note in (*(["below the rows"] if plots else []), *notes)]

    def finish(self) -> None:
        """Set the widths of the sheet of the data, if there is one."""
        if self._data is not None:
            self._data.finish(is_list=False)

    def _chart(self, plot: Plot) -> Chart:
        kind, subtype = _FORMS.get(plot.kind, ("bar", None))
        chart: Chart = self._book.add_chart({"type": kind, "subtype": subtype} if subtype else {"type": kind})
        form, word = label_form(plot.numbers)
        label = self._measured(form, plot.unit or "" if plot.unit in PERCENT else word)
        for at, (series, ranges) in enumerate(zip(plot.series, self._written(plot), strict=True)):
            chart.add_series(_options(plot, at, series, ranges, label))
        form, word = axis_form(plot.numbers)
        _set_axes(chart, plot, self._measured(form, word) if form else "General")
        title = f" {plot.title}" if plot.title.startswith("=") else plot.title  # a formula otherwise
        chart.set_title({"name": title, "name_font": {"size": 12}})
        chart.set_legend({"none": True} if len(plot.series) == 1 else {"position": "bottom"})
        chart.set_size({"width": _WIDTH, "height": plot.height})
        chart.show_blanks_as("gap")
        return chart

    def _written(self, plot: Plot) -> list[list[_Range]]:
        """Write the data of a chart; return where the places, the values and the intervals of each series stand."""
        if self._data is None:
            self._data = self._add_data()
        data = self._data
        columns = list[tuple[str, list[str | None], str, str | None]]()
        spots = list[list[int]]()
        for series in plot.series:
            if plot.is_of_time or not columns:
                place = len(columns)
                columns.append((plot.place, series.places, "text", None))
            parts = [(series.name or plot.measure, 0), *([("below", 1), ("above", 2)] if series.has_interval else [])]
            spots.append([place, *range(len(columns), len(columns) + len(parts))])
            columns += [(head, series.cells(part), "numeric", plot.unit or "") for head, part in parts]
        data.heads([plot.title])
        data.heads([head for head, *_ in columns])
        data.next_row()
        rows = [(data.row, data.row + len(series.values) - 1) for series in plot.series]
        _fill(data, columns)
        return [[_Range(*at, column) for column in spot] for spot, at in zip(spots, rows, strict=True)]


def _zero(numbers: Sequence[Decimal]) -> dict[str, bool]:
    """Return at which edge of its axis a bar begins: a bar that begins elsewhere shows no proportions."""
    return {"min": min(numbers) >= 0, "max": max(numbers) < 0}


def _set_axes(chart: Chart, plot: Plot, form: str) -> None:
    """Name the axes. The first bar is the topmost one; numbers stand at the edge even if some are negative."""
    name = fit(f"{plot.measure} ({plot.unit})" if plot.unit else plot.measure, _TITLE_ROOM).lines[0]
    lines_at = {"major_gridlines": {"visible": True, "line": {"color": _GREY}}}
    values: dict[str, Any] = {"name": name, "name_font": _PLAIN, "num_format": form, **lines_at}
    if not plot.is_of_time:
        values |= {edge: 0 for edge, is_edge in _zero(plot.numbers).items() if is_edge}
    places = {"name": plot.place, "name_font": _PLAIN, "label_position": "low", "major_gridlines": {"visible": False}}
    if plot.is_of_time:
        chart.set_x_axis({**places, "num_format": "yyyy-mm-dd"})
        chart.set_y_axis({**values, "label_position": "low"})
    else:
        chart.set_y_axis({**places, "reverse": True, "text_axis": True})
        chart.set_x_axis({**values, "label_position": "high"})


def _inside(plot: Plot, series: _Series) -> dict[str, Any]:
    """Return how labels stand on the parts of a stack, where small parts have none; nothing for other bars."""
    if plot.kind != "stacked bar":
        return {}
    rows = zip(*(each.values for each in plot.series), strict=True)
    sums = [sum(abs(value.number) for value in row if value) for row in rows]
    least = max(sums) * _ROOM
    small = [{"delete": True} if value and abs(value.number) < least else None for value in series.values]
    return {"position": "center", "font": {"color": "#ffffff"}, "custom": small}


def _reference(at: _Range) -> str:
    from xlsxwriter.utility import xl_range_abs

    return f"='{DATA}'!{xl_range_abs(at.first, at.column, at.last, at.column)}"


def _fill(data: Sheet, columns: Sequence[tuple[str, list[str | None], str, str | None]]) -> None:
    """Write columns side by side, from the current row on, and leave a row free below them."""
    for at in range(max(len(cells) for _, cells, _, _ in columns)):
        for column, (_, cells, type_name, unit) in enumerate(columns):
            data.cell(column, cells[at] if at < len(cells) else None, type_name, unit)
        data.next_row()


def _number(day: str | None) -> int | None:
    """Return the number by which a spreadsheet counts a day."""
    return None if day is None else date.fromisoformat(day).toordinal() - _FIRST_DAY + _FIRST_NUMBER


def _options(plot: Plot, at: int, series: _Series, ranges: Sequence[_Range], label: str) -> dict[str, Any]:
    """Return how a series is drawn: in the colour that it has in other charts, with its intervals and labels."""
    options: dict[str, Any] = {
        # A name as text could be a formula, even one that leads to another file. A head is not.
        "name": [DATA, ranges[1].first - 1, ranges[1].column],
        "categories": _reference(ranges[0]),
        "values": _reference(ranges[1]),
        # Cells that are written are not kept in memory, so the library cannot look up what they hold.
        "name_data": [series.name or plot.measure],
        "categories_data": [_number(place) for place in series.places] if plot.is_of_time else series.places,
        "values_data": [float(value.number) if value else None for value in series.values],
    }
    colour = {"color": LIGHT.marks[min(at, SERIES)]}
    if plot.is_of_time:
        mark = {"type": "circle", "size": 5, "fill": colour, "border": colour}
        options |= {"line": {**colour, "width": 1.5}, "marker": mark}
    else:
        options |= {"fill": colour, "gap": 40, "overlap": 100 if plot.kind == "stacked bar" or plot.is_alone else 0}
        options["data_labels"] = {"value": True, "num_format": label, **_inside(plot, series)}
    if series.has_interval:
        below, above = ([float(end or 0) for end in series.cells(part)] for part in (1, 2))
        minus, plus = map(_reference, ranges[2:])
        options["y_error_bars"] = {"type": "custom", "minus_values": minus, "plus_values": plus}
        options["y_error_bars"] |= {"minus_data": below, "plus_data": above}
    return options
