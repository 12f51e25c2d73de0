"""Ctrl-C: heard between pieces of work, so that what is said to be saved is what was saved."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def held_back() -> Iterator[None]:
    """Lets a piece of work come to its end before Ctrl-C is obeyed: a transaction and what is counted of it.

    A second Ctrl-C is obeyed at once; the transaction is then undone as a whole.
    """
    if threading.current_thread() is not threading.main_thread():  # only that one is told of signals
        yield
        return
    heard = 0

    def hear(_number: int, _frame: FrameType | None) -> None:
        nonlocal heard
        heard += 1
        if heard > 1:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if heard:
        raise KeyboardInterrupt
