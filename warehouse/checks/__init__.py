"""The checks: rules for the data, each a SELECT that returns the rows that break the rule.

Input: ``sql/checks/*.sql`` and a connection, possibly in the middle of a load. Output: for each check the rows that
break its rule, each with a sentence that says what is wrong. Never changes data, never ends the caller's transaction,
never decides what a finding means for the caller: a load stops at blocking findings, the command line shows them all.

``run`` reads and runs the checks; ``freshness`` finds how old the newest load and the newest documents are.
"""
