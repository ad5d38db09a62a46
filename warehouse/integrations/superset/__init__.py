"""The Apache Superset bundle of the mart: one database, its datasets, charts and one dashboard, ready to import.

Input: the objects of the mart, as their files describe them, and the address at which Superset reaches the database.
Output: the files of the bundle as texts. The same objects give the same texts. This package never uses a connection,
and never holds a password.

``kinds`` defines the kinds of charts, and ``charts`` the charts. ``bundle`` describes the datasets, with metrics that
are correct over any selection of rows, and the layout and filters of the dashboard, and puts the files together. Each
name has a UUID that never changes, so that the bundle of a later release replaces an earlier one.
"""
