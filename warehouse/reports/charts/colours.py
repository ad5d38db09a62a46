"""The colours, for light and dark, and the style that every chart carries in itself.

Text has a contrast of at least 4.5 to the paper; so have marks, because values are written on bars in the colour of
the paper. Neighbours in the palette differ in blue against yellow or in lightness, which nearly all eyes tell apart,
and each has a shape of its own where marks are shapes. Tests compute the contrasts.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Theme(NamedTuple):
    """The colours of one theme, as ``#rrggbb``.

    Attributes:
        paper: Behind everything.
        ink: Titles, labels and values.
        quiet: Axes, notes and what explains.
        grid: Lines that only guide the eye.
        marks: Of the series, in order; the last one is that of all further series.
    """

    paper: str
    ink: str
    quiet: str
    grid: str
    marks: tuple[str, ...]


LIGHT: Final = Theme(
    "#ffffff", "#1a1f26", "#566070", "#dde1e7", ("#0b6bb0", "#b34d06", "#08785a", "#a63d85", "#7d6000", "#626a77")
)
DARK: Final = Theme(
    "#12161c", "#eef1f5", "#a6b0be", "#2f3742", ("#58b4f0", "#f2994a", "#38c79c", "#e58ac6", "#e3cf4a", "#9aa4b2")
)
SERIES: Final = len(LIGHT.marks) - 1
"""How many series have a colour of their own."""

_FONTS: Final = 'system-ui, "Noto Sans", "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif'
TITLE, BODY, SMALL = 16.0, 13.0, 12.0
"""Font sizes in units of the drawing."""
_TEXT: Final = f"font-family:{_FONTS};font-size:{BODY:g}px;font-variant-numeric:tabular-nums"


PAGE_CLASS: Final = "chart"
"""The class of a chart that is styled by the page it stands on."""


def style(prefix: str) -> str:
    """Give the style sheet of the chart whose root has the id ``prefix``; it touches nothing else on a page."""
    within = f"#{prefix}"
    dark = f"@media (prefers-color-scheme: dark){{{within}{{{_properties(DARK)}}}}}"
    return "\n".join([f"{within}{{{_properties(LIGHT)};{_TEXT}}}", dark, *_rules(within)])


def page_style() -> str:
    """Give the style sheet for all charts of a page that carry none; they follow the colour scheme of the page."""
    within = f".{PAGE_CLASS}"
    light, dark = _named(LIGHT), _named(DARK)
    both = ";".join(f"--{name}:light-dark({light[name]},{dark[name]})" for name in light)
    following = f"@supports (color:light-dark(#000,#fff)){{{within}{{{both}}}}}"
    return "\n".join([f"{within}{{{_properties(LIGHT)};{_TEXT}}}", following, *_rules(within)])


def _rules(within: str) -> list[str]:
    rules = [
        f"{within}{{max-width:100%;height:auto}}",
        f"{within} text{{fill:var(--ink)}}",
        f"{within} .paper{{fill:var(--paper)}}",
        f"{within} .title{{font-size:{TITLE:g}px;font-weight:600}}",
        f"{within} .strong{{font-weight:600}}",
        f"{within} .small{{font-size:{SMALL:g}px}}",
        f"{within} .quiet{{font-size:{SMALL:g}px;fill:var(--quiet)}}",
        f"{within} .within{{font-size:{SMALL:g}px;fill:var(--paper)}}",
        f"{within} .over{{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}}",
        f"{within} .grid{{stroke:var(--grid);stroke-width:1}}",
        f"{within} .axis{{stroke:var(--quiet);stroke-width:1}}",
        f"{within} .whisker{{stroke:var(--ink);stroke-width:1.5;fill:none}}",
        f"{within} .halo{{stroke:var(--paper);stroke-width:4;fill:none}}",
    ]
    for place in range(1, len(LIGHT.marks) + 1):
        rules += [
            f"{within} .m{place}{{fill:var(--m{place})}}",
            f"{within} .l{place}{{stroke:var(--m{place});stroke-width:2;fill:none}}",
            f"{within} .t{place}{{fill:var(--m{place});fill-opacity:.25}}",
            f"{within} .e{place}{{stroke:var(--m{place});stroke-width:1.5}}",
        ]
    return rules


def _properties(theme: Theme) -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in _named(theme).items())


def _named(theme: Theme) -> dict[str, str]:
    named = {"paper": theme.paper, "ink": theme.ink, "quiet": theme.quiet, "grid": theme.grid}
    return named | {f"m{place}": colour for place, colour in enumerate(theme.marks, start=1)}
