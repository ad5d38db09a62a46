"""The benchmark of loads and reports: synthetic seeds, timed runs of the command line, and a table with targets.

Comes in: the numbers of facts to try. Goes out: seconds, memory, and ratios to psql's own copy of the same rows. It
knows the warehouse as its users do, by its command line and by SQL, so that a faster loader needs no other benchmark.
"""
