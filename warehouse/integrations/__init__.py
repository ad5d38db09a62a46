"""What other programs are told: Apache Superset, schedulers (systemd, cron, Kubernetes), watchers over loads.

Comes in: what the mart is, how a command ended, the settings of an installation. Goes out: bundles, unit files,
metrics and calls. ``superset`` and ``schedule`` touch neither a connection nor a file; ``monitoring`` changes nothing
of how a command ended.
"""
