"""What a power cut or a kill may do: nothing acknowledged lost, nothing shown or sent twice.

`python -m tests.faults.kills --kills 1000` and `python -m tests.faults.syscalls` are the long
runs; the suite runs both short, and always with a build that must fail.
"""
