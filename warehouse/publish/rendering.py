"""Set pages: templates with every text escaped, links relative to the page, the same bytes for the same records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from warehouse.reports.formats.visible import NOT_IN_HTML

if TYPE_CHECKING:
    from warehouse.publish.views import Page, Site

TEMPLATES: Final = Path(__file__).with_name("templates")


class Setter:
    """Sets the pages of one site."""

    def __init__(self, site: Site) -> None:
        """Make the templates ready for the pages of ``site``."""
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            finalize=_finalised,
        )
        self._environment.globals["site"] = site

    def page(self, template: str, page: Page, **records: Any) -> str:  # noqa: ANN401 - each template has its own
        """Set a page.

        Args:
            template: Name of the template, without its suffix.
            page: What the page says of itself.
            records: What the template shows, by the name it uses.
        """
        up = "../" * page.path.count("/")
        text = self._environment.get_template(f"{template}.html").render(page=page, up=up, **records)
        return text.rstrip("\n") + "\n"


def _finalised(value: object) -> object:
    """Show what a template prints: no value as nothing, characters that HTML forbids by their number."""
    if value is None:
        return ""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return NOT_IN_HTML.sub(lambda found: f"[U+{ord(found[0]):04X}]", value)
