"""Reports: saved queries that run in one snapshot and return an answer with its sources.

Input: report files (``sql/reports/*.sql``) and an open connection. Output: a ``Result`` whose rows stream and which
``formats`` writes as table, csv, json, Markdown and other formats; a description of a report; the outcome of its cases.
This package never writes to the database, never commits a caller's transaction, and never shows a number without its
sources. It shortens a text only if a terminal or a spreadsheet cell has no room for it, and then says so.

``definition`` reads report files, ``execute`` runs them, ``formats`` writes one answer, ``books`` several in a file,
``describe`` describes them.
"""
