"""Write the mart, or the mart as it stood, as a folder of files: a Data Package of csv and Parquet.

Comes in: a connection, the objects of the mart, the name of a folder. Goes out: that folder, from one snapshot, put in
its place as a whole; the same snapshot gives the same bytes. Never holds more than a batch of rows in memory, never
replaces a folder that is not an export, never writes to the database, never commits.

``run`` is the order of things, ``rows`` copies from the server, ``parquet`` makes Parquet of what was copied,
``readme`` tells how it is opened, ``placing`` puts the folder in its place.
"""
