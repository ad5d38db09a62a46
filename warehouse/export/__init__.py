"""The export of the mart, in its current or a past state, as a folder of files: a Data Package of csv and Parquet.

Input: a connection, the objects of the mart and the path of a folder. Output: that folder, from one snapshot, replaced
as a whole. The same snapshot gives the same bytes. This package never holds more than a batch of rows in memory, never
replaces a folder that is not an export, never writes to the database, and never commits.

``run`` writes the export: it copies the rows to csv and adds the descriptor and the README. ``parquet`` converts the
csv files to Parquet.
"""
