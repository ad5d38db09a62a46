"""The check of figures against their indicators: a unit of the same kind, and a value that can be right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from warehouse.model.figures import RELATIVE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

PERCENT: Final = "percent"
CHANGE: Final = "change"
"""The comparison that is measured in percent; here it also stands for the indicator of such a number."""
WHOLE: Final = 100


class Unit(NamedTuple):
    """A unit, as the check needs it: its base unit, which is itself if it has none, and how many of those it is."""

    base: str
    factor: Decimal | None


class Indicator(NamedTuple):
    """An indicator, as the check needs it."""

    unit: str
    value_range: str | None


class Misfit(NamedTuple):
    """What is wrong with a figure: the field at fault, the kind of problem, the problem, and advice."""

    field: str
    code: str
    what: str
    hint: str


@dataclass(slots=True)
class Registered:
    """The units and indicators that the files describe, by key."""

    units: dict[str, Unit] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)

    def note(self, register: str, values: Mapping[str, Any]) -> None:
        """Add a row of a register, if it is a unit or an indicator."""
        if register == "units":
            self.units[values["key"]] = Unit(values["base_key"] or values["key"], values["factor"])
        elif register == "indicators":
            self.indicators[values["key"]] = Indicator(values["unit_key"], values["value_range"])

    def merge(self, other: Registered) -> None:
        """Add those of other files."""
        self.units |= other.units
        self.indicators |= other.indicators

    def misfit(self, values: Mapping[str, Any]) -> Misfit | None:
        """Return what is wrong with a figure; None: nothing, or a key is unknown."""
        if values["indicator_key"] == CHANGE:
            return self._no_share(values["unit_key"])
        indicator = self.indicators.get(values["indicator_key"])
        unit = self.units.get(values["unit_key"] or (indicator.unit if indicator else ""))
        meant = self.units.get(indicator.unit) if indicator else None
        if indicator is None or unit is None or meant is None:
            return None
        if unit.base != meant.base:
            what = (
                f"{values['unit_key']} is no unit of {values['indicator_key']}, which is measured in {indicator.unit}"
            )
            hint = f"choose a unit of the same kind; one with base: {meant.base} is"
            return Misfit("unit", "E-unit-kind", what, hint)
        return _out_of_range(values, indicator, unit)

    def _no_share(self, unit_key: str) -> Misfit | None:
        unit = self.units.get(unit_key)
        if unit is None or unit.base == PERCENT:
            return None
        hint = "leave it out for percent, or compare by how: difference"
        return Misfit("unit", "E-unit-kind", f"a change is measured in percent, not in {unit_key}", hint)


def _out_of_range(values: Mapping[str, Any], indicator: Indicator, unit: Unit) -> Misfit | None:
    lowest, highest = _bounds(values)
    meant = indicator.value_range or ("share" if unit.base == PERCENT else "not negative")
    hint = f"compare it with the document; value_range of {values['indicator_key']} says which values can be right"
    if lowest is not None and lowest < 0 and meant != "any":
        return Misfit("value", "E-value-range", f"{lowest:f} is below zero", hint)
    if highest is not None and meant == "share" and highest * (unit.factor or 1) > WHOLE:
        return Misfit("value", "E-value-range", f"{highest:f} {unit.base} is more than the whole", hint)
    return None


def _bounds(values: Mapping[str, Any]) -> tuple[Decimal | None, Decimal | None]:
    """Return the lower and the upper number of a figure; a row without a number has no such columns."""
    value = values.get("value")
    return value, values.get("upper_value") or value


class Extremes(NamedTuple):
    """The lowest and the highest number that facts state for an indicator in one unit."""

    value: Decimal | None
    upper_value: Decimal | None


Measured = dict[tuple[str, str | None], Extremes]
"""By indicator and unit, the extremes of the figures."""


def figure_in(table: str, values: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the figure of an indicator that a row states; None: it states none.

    What a comparison states in the unit of an indicator can be a difference, so only its unit is a part of the figure.
    """
    if table == "observations":
        return values
    if table != "comparisons":
        return None
    if values["how"] == CHANGE and values["unit_key"] is not None:
        return {"indicator_key": CHANGE, "unit_key": values["unit_key"]}
    if values.get("indicator_key") is None or values["how"] in RELATIVE:
        return None
    return {name: values.get(name) for name in ("indicator_key", "unit_key")}


def note_figure(measured: Measured, figure: Mapping[str, Any]) -> None:
    """Add a figure to the extremes."""
    widen(measured, (figure["indicator_key"], figure["unit_key"]), Extremes(*_bounds(figure)))


def widen(measured: Measured, key: tuple[str, str | None], by: Extremes) -> None:
    """Add extremes to those of an indicator and unit."""
    known = measured.get(key)
    if known is None:
        measured[key] = by
        return
    lowest = [number for number in (known.value, by.value) if number is not None]
    highest = [number for number in (known.upper_value, by.upper_value) if number is not None]
    measured[key] = Extremes(min(lowest, default=None), max(highest, default=None))


def wrong(measured: Measured, registered: Registered) -> Iterable[tuple[str, str | None]]:
    """Yield each indicator and unit of which at least one figure does not fit."""
    for key, extremes in measured.items():
        indicator, unit = key
        if registered.misfit({"indicator_key": indicator, "unit_key": unit, **extremes._asdict()}):
            yield key
