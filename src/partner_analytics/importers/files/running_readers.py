"""The child processes that read files at the moment, and where they leave what they read."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import IO

from partner_analytics.importers.files.source_settings import DEFAULT_LIMITS, Limits


class Readers:
    """The children reading for one import; `end` kills them, and none is started after it.

    They read within `limits`; `folder` is where their temporary folders are made, by default the
    system's.
    """

    def __init__(self, limits: Limits = DEFAULT_LIMITS, folder: Path | None = None) -> None:
        self.limits, self.folder = limits, folder
        self._lock = Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._are_ended = False

    @contextmanager
    def started(
        self, command: Sequence[str], stderr: IO[bytes]
    ) -> Iterator[subprocess.Popen[bytes]]:
        """A running child, killed on leaving; should this process die, it ends as well.

        Its standard input says so: nothing is written there, and it closes with this process.
        """
        with self._lock:
            if self._are_ended:
                raise InterruptedError("no more files are read")
            child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=stderr
            )
            self._running.add(child)
        try:
            with child:
                try:
                    yield child
                finally:
                    child.kill()
        finally:
            with self._lock:
                self._running.discard(child)

    def end(self) -> None:
        """Kill the children that run, and let no other start."""
        with self._lock:
            self._are_ended = True
            for child in self._running:
                child.kill()
