"""The configuration of scheduled loads: units for systemd, a crontab line, or a CronJob for Kubernetes.

Input: a job, which states its commands, their place and time, and the folders that it may write to. Output: one
complete text with comments, in which every path and argument is quoted for the scheduler. This package never uses a
connection or a file, never prints a secret, and never inspects the machine.

``unit_files`` has the quoting rules of each scheduler, the times, the exit codes to retry, the job, and the renderer of
the templates.
"""
