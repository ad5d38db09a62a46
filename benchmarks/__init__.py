"""The benchmark of loads and reports: synthetic seeds, timed runs of the command line, and a table with targets.

Input: the numbers of facts to try. Output: seconds, memory, and ratios to psql's copy of the same rows. The benchmark
uses only the command line and SQL, as users do, so it stays valid when the loader changes.
"""
