"""The template renderer: the HTML of each page, with its citation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.compiler import CodeGenerator

from warehouse.dictionary import rules
from warehouse.publish.facets import FACTS, choices
from warehouse.publish.pieces import FILTERS, printed
from warehouse.reports.formats.bibliography import dated, entry

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.compiler import Frame

    from warehouse.publish.records import Page, Site


class PageCitation(NamedTuple):
    """The citation of a page, as text and as a BibTeX entry."""

    text: str
    bibtex: str


def citation_of(site: Site, page: Page) -> PageCitation:
    """Return the citation of a page.

    Its date is that of the load, not of the build. It has the path of the page, because a site does not know its own
    address.
    """
    day = site.loaded_at[:10]
    place = f"load {site.load}, page {page.path}"
    titles = ", ".join(dict.fromkeys((page.title, site.title)))
    key = "-".join(re.findall("[a-z0-9]+", f"{rules.NAME} {page.path.removesuffix('.html').lower()} load {site.load}"))
    fields = {"title": page.title, "howpublished": site.title, **dated(day), "note": place[0].upper() + place[1:]}
    return PageCitation(f"{titles}, {day}, {place}.", entry("misc", key, fields))


class _Generator(CodeGenerator):
    """Makes templates print values by ``printed`` alone: the escape of Jinja makes an object of each piece of text."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        del node, frame
        self.write(finalize.src or "")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        del node, frame, finalize
        self.write(")")


TEMPLATES: Final = Path(__file__).with_name("templates")


class PageRenderer:
    """The template renderer of one site."""

    def __init__(self, site: Site) -> None:
        """Load the templates for the pages of ``site``."""
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            finalize=printed,
        )
        self._environment.code_generator_class = _Generator
        self._environment.globals["site"] = site
        self._environment.globals["facet_names"] = FACTS
        self._environment.filters.update(FILTERS, choices=choices)
        self._templates = {
            name: self._environment.get_template(name) for name in self._environment.list_templates(["html"])
        }
        self.site = site

    def page(self, template: str, page: Page, **records: Any) -> str:  # noqa: ANN401 - each template has its own
        """Return the HTML of a page.

        Args:
            template: Name of the template, without its suffix.
            page: The description of the page.
            records: The records that the template shows, by their name in the template.
        """
        up = "../" * page.path.count("/")
        text = self._templates[f"{template}.html"].render(
            page=page, up=up, citation=citation_of(self.site, page), **records
        )
        return text.rstrip("\n") + "\n"
