"""Waits beside the processes that serve, in next to no memory: run as a file by itself, it imports
nothing of ours. Told to end, it tells them. When one dies it becomes the server's command again,
which puts another in its place (`supervising.py`).
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from typing import Any

STATE = "BIHUAN_SERVING"
"""The variable in which the processes are handed on, as JSON."""
ENDS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
"""What ends the server; blocked whenever nobody could act on it."""


class Watch:
    """The processes that are waited for; `command` is what replaces one that dies."""

    def __init__(self, state: dict[str, Any], command: list[str]) -> None:
        self._state, self._command = state, command
        self._living = {int(pid) for pid in state["living"]}
        self._stopping = False

    def run(self) -> None:
        """Return when the last has ended because all were told to."""
        for each in ENDS:
            signal.signal(each, self._end)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)
        while self._living:
            pid, status = os.wait()
            self._living.discard(pid)
            signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
            if not self._stopping:
                self._replace(pid, status)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)

    def _end(self, number: int, _frame: Any) -> None:
        """Let what is under way end in peace; at a second signal, end it at once."""
        signal.signal(number, lambda *_: self._tell(signal.SIGKILL))
        if not self._stopping:
            self._stopping = True
            os.close(self._state["heard"])
        self._tell(signal.SIGTERM)

    def _tell(self, number: int) -> None:
        for pid in list(self._living):
            with suppress(ProcessLookupError):  # it ended while the signal came
                os.kill(pid, number)

    def _replace(self, pid: int, status: int) -> None:
        handed_on = json.dumps({**self._state, "dead": [[pid, status]]})
        os.execve(self._command[0], self._command, {**os.environ, STATE: handed_on})


if __name__ == "__main__":
    Watch(json.loads(os.environ.pop(STATE)), sys.argv[1:]).run()
