"""The star schema that BI tools and reports read: what its tables are, and how they are kept in step with ``core``.

Comes in: ``sql/mart/*.sql``, one SELECT per object with its grain, key and columns in the header, and a connection in
the middle of a load. Goes out: the objects in the order in which each can be made, the DDL that makes them in ``mart``
and ``as_of``, and tables of ``mart`` in which only changed rows were written. Never commits, never writes to any schema
but ``mart`` and its own account in ``ops``, never runs DDL.

``library`` finds the objects, ``definitions`` says them in SQL, ``refresh`` keeps the tables in step.
"""
