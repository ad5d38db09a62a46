"""The reader of curated seed files; it reports every problem in them, and needs no database.

Input: a folder of YAML or JSON Lines files. Output: ``Seeds``, the rows of each table with their positions in the
files; or ``ProblemsFound`` with all problems of all files. This package never opens a connection and never fills in a
value that a file does not state.

``warehouse.model`` describes the records. Here ``inventory`` lists the files of a folder, ``reader`` reads them,
``rows`` turns records into rows, and ``references`` checks that the rows fit together. ``export`` writes rows back as
seed files. For curators: ``citations`` checks citations against the curator's copies of the documents, ``templates``
writes a skeleton for a new record, ``format`` formats seed files, and ``json_schema`` describes them for editors.
"""
