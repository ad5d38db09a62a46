"""Say how a machine is told to load on its own: units for systemd, a line for cron, a CronJob for Kubernetes.

Comes in: a job, which is what to run, where, when and what it may write. Goes out: one text, complete and commented,
in which every path and argument is quoted as its reader wants it. Never touches a connection or a file, never prints a
secret, never asks the machine what it has.

``job`` is the record, ``retries`` says which exit codes are worth another try, ``times`` reads and makes times,
``quoting`` knows the rules of each reader, ``printing`` fills the templates.
"""
