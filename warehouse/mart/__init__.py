"""The star schema that BI tools and reports read: its definition, and its refresh after a load.

Input: ``sql/mart/*.sql``, one SELECT per object with its grain, key and columns in the header, and a connection in the
middle of a load. Output: the objects, each after those it depends on; the DDL that creates them in ``mart`` and
``as_of``; and refreshed tables of ``mart``, in which only changed rows were written. Never commits, never writes to any
schema but ``mart`` and its own records in ``ops``, never runs DDL.

``objects`` reads the files, ``definitions`` turns them into SQL, ``refresh`` updates the tables, and ``contract`` holds
the published shapes.
"""
