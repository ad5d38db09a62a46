"""The checks: rules for the data, each a SELECT that returns the rows that break the rule.

Input: ``sql/checks/*.sql`` and a connection, possibly in the middle of a load. Output: for each check the rows that
break its rule, each with a sentence that says what is wrong. This package never changes data, never ends the caller's
transaction, and never decides what follows from a finding: a load stops at blocking findings, the command line shows
all of them.

``run`` reads and runs the checks; ``freshness`` finds how old the newest load and the newest documents are.
"""
