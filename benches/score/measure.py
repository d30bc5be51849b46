"""Runs a command and says what it took.

In: the command. Out: its own output on stderr, and one line on stdout, `wall-seconds processor-seconds
peak-resident-bytes`. Ends with the command's exit status. Small on purpose: the system never counts a child below what
its parent held when it was started.
"""

import os
import sys
import time

start = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - start
# Linux counts kibibytes, macOS bytes.
peak_bytes = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(f"{seconds:.3f} {usage.ru_utime + usage.ru_stime:.3f} {peak_bytes}")
sys.exit(os.waitstatus_to_exitcode(status))
