"""Signals that stop a command: it tidies up, says so, and ends with 128 and the signal's number."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
_FIRST_CODE = 128


class Stopped(BaseException):
    """A signal came; no Exception, so that nothing on the way takes it for a failure."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(signal.Signals(number).name)


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Leave with SystemExit (128 + number) after the first signal; later ones change nothing.

    Signals that were ignored from the start (nohup, jobs in the background) stay so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    numbers = [signal.Signals[name] for name in _NAMES if hasattr(signal, name)]
    usual = {number: signal.getsignal(number) for number in numbers}
    heeded = [number for number in numbers if usual[number] not in (signal.SIG_IGN, None)]

    def stop(number: int, _: object) -> None:
        if not came:
            came.append(number)
            raise Stopped(number)

    for number in heeded:
        signal.signal(number, stop)
    try:
        yield
    # What is interrupted from below (DuckDB, Arrow) may raise an error of its own instead.
    except BaseException as error:
        if not came:
            raise
        name = signal.Signals(came[0]).name
        sys.stderr.write(f"error stopped by {name}; what was published stays whole\n")
        raise SystemExit(_FIRST_CODE + came[0]) from error
    finally:
        for number in heeded:
            signal.signal(number, usual[number])
