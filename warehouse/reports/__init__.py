"""Saved questions: read a report file, run it in one snapshot, write the answer with its sources.

Comes in: ``sql/reports/*.sql`` and an open connection. Goes out: a ``Result`` whose rows stream, written as table, csv,
json or Markdown; a description of the report; the outcome of its cases. Never writes to the database, never commits for
others, never shows a number without the sources it was read from, never shortens what it writes.

``library`` finds reports, ``run`` answers them, ``formats`` writes the answer, ``describe`` tells what a report is.
"""
