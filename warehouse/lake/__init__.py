"""The lake: the mart as Apache Iceberg tables, in which each load is a state that keeps its name.

Input: a connection, the objects of the mart, and where the lake is. Output: data files, metadata, and a catalog that
points to them. This package never writes to the database, never shows a reader half of a load, and deletes only files
that nothing refers to.

``place`` names the lake and opens its catalog, ``together`` moves all tables at once, ``locks`` keeps two writers
apart, ``shapes`` describes an object of the mart to Iceberg, ``rows`` writes its rows, ``changes`` says which objects a
load changed, ``contents`` reads and writes the list of loads, ``push`` adds a load, ``expiry`` takes old ones away,
``inspection`` compares lake and database, ``refusals`` explains what went wrong, and ``answers`` runs saved reports.
"""
