"""The integrations with other programs: Apache Superset, schedulers (systemd, cron, Kubernetes) and monitoring.

Input: the objects of the mart, the outcome of a command, the settings of an installation. Output: bundles, unit files,
metrics and HTTP calls. ``superset`` and ``schedule`` never use a connection or a file. ``monitoring`` never changes
the outcome of a command.
"""
