"""Read the curated seed files and say everything that is wrong with them, without a database.

Comes in: a folder of YAML files. Goes out: ``Seeds``, the rows they stand for, table by table, each with its place in
its file; or ``ProblemsFound`` with all problems of all files. Never touches a connection, never fills in what is not
written.

``shapes`` says what a record may hold; ``amounts`` and ``dates`` read the words of documents; ``read`` walks the
folder; ``rows`` turns records into rows; ``resolve`` holds them against each other; ``export`` goes the other way. For
curators: ``texts``, ``quotes``, ``proofs`` and ``coverage`` hold citations against the curator's copies of the
documents, ``skeletons`` writes new records, ``format`` lays files out, ``schema`` helps editors.
"""
