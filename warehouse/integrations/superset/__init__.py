"""Give Apache Superset the mart as a bundle to import: one database, datasets, charts, one dashboard.

Comes in: the objects of the mart, as their files describe them, and the address under which Superset reaches the
database. Goes out: the files of the bundle as texts, the same for the same objects. Never touches a connection, never
holds a password.

``datasets`` says what the mart says, with metrics that are right whichever rows they are asked of; ``drawing`` knows
the kinds of chart, ``charts`` the charts, ``dashboard`` where they stand and what filters them; ``bundle`` puts the
files together. Names lead to UUIDs that never change, so that the bundle of a later release replaces an earlier one.
"""
