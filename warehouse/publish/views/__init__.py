"""What the pages show: frozen records of texts and links, made by the rooms' readers and set by the templates.

Every ``path`` is that of a file from the root of the site, such as ``entities/posco-international.html#sources``; a
page makes it relative to itself.
"""

from warehouse.publish.views.answers import Cell, Column, Download, Lineage, Parameter, Picture, Report, ReportEntry
from warehouse.publish.views.frame import Count, Link, Page, Part, Site, Source
from warehouse.publish.views.news import Change, Front, Headline, Load
from warehouse.publish.views.said import Detail, Document, Entry, Fact, Index, Paragraph, Question, Section, Thing
from warehouse.publish.views.tables import Dictionary, Table, TableColumn, TableGroup

__all__ = [
    "Cell",
    "Change",
    "Column",
    "Count",
    "Detail",
    "Dictionary",
    "Document",
    "Download",
    "Entry",
    "Fact",
    "Front",
    "Headline",
    "Index",
    "Lineage",
    "Link",
    "Load",
    "Page",
    "Paragraph",
    "Parameter",
    "Part",
    "Picture",
    "Question",
    "Report",
    "ReportEntry",
    "Section",
    "Site",
    "Source",
    "Table",
    "TableColumn",
    "TableGroup",
    "Thing",
]
