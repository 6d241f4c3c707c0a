"""A server that was started by another one ends with it."""

from __future__ import annotations

import signal
import subprocess
import sys

_WAITS = "import time; from tableside.console.serve import end_with_input; end_with_input(); time.sleep(60)"


def test_a_process_ends_when_its_input_closes_however_that_came_about() -> None:
    process = subprocess.Popen([sys.executable, "-c", _WAITS], stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(b"what is written does not matter\n")
    process.stdin.flush()
    try:
        assert process.poll() is None

        process.stdin.close()

        assert process.wait(timeout=20) == -signal.SIGTERM
    finally:
        process.kill()
