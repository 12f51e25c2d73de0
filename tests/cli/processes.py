"""Commands as processes of their own, made by fork: they start warm, and die like any other."""

import contextlib
import ctypes
import os
import signal
import sqlite3
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kptimeline.cli import main
from kptimeline.errors import DatabaseError
from kptimeline.store.status import status

_PATIENCE = 120.0  # seconds until a test gives up on a process that should have ended long ago


@dataclass(frozen=True)
class Ended:
    """Exit code (negative: the signal that ended it), and what it wrote."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Running:
    """A command that was started in `folder`."""

    pid: int
    folder: Path

    def alive(self) -> bool:
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None

    def kill(self, number: int = signal.SIGKILL) -> None:
        os.kill(self.pid, number)

    def workers(self) -> list[int]:
        """The processes that read for it."""
        try:
            children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text("ascii").split()
            return [
                int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
            ]
        except FileNotFoundError:  # gone meanwhile
            return []

    def end(self) -> Ended:
        """Waits for its end."""
        deadline = time.monotonic() + _PATIENCE
        while self.alive():
            if time.monotonic() > deadline:
                self.kill()
            time.sleep(0.002)
        _, status = os.waitpid(self.pid, 0)
        out, err = ((self.folder / f".{name}-{self.pid}") for name in ("out", "err"))
        told = [path.read_text("utf-8") if path.exists() else "" for path in (out, err)]
        for path in (out, err):
            path.unlink(missing_ok=True)
        return Ended(os.waitstatus_to_exitcode(status), *told)


def start(*arguments: str, folder: Path, before: Callable[[], None] = lambda: None) -> Running:
    """Starts `kptimeline ARGUMENTS` in a folder; `before` is called in the new process first."""
    pid = os.fork()
    if pid:
        return Running(pid, folder)
    code = 70
    try:
        os.chdir(folder)
        out, err = (Path(f".{name}-{os.getpid()}").open("w", encoding="utf-8") for name in ("out", "err"))  # noqa: SIM115
        os.environ["COLUMNS"] = "80"
        os.environ.pop("KPTIMELINE_DATABASE", None)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                before()
                code = main(arguments)
            except BaseException:  # noqa: BLE001 - told to the test
                traceback.print_exc()
        out.close()
        err.close()
    finally:
        os._exit(code)


def ran(*arguments: str, folder: Path, before: Callable[[], None] = lambda: None) -> Ended:
    """Runs a command to its end."""
    return start(*arguments, folder=folder, before=before).end()


def articles(path: Path | str) -> int:
    """How many are saved, 0 where there is no database yet; a URL is that of one on a server."""
    if isinstance(path, str):
        with contextlib.suppress(DatabaseError):
            return status(path).articles
        return 0
    with (
        contextlib.suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as c,
    ):
        return c.execute("SELECT count(*) FROM article").fetchone()[0]
    return 0


def wait_for(running: Running, path: Path | str, count: int) -> None:
    """Waits until so many articles are saved, or the command has ended."""
    while running.alive() and articles(path) < count:
        time.sleep(0.001)


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Data(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def obey_permissions() -> None:
    """Makes root heed permissions of files as everybody does; for others nothing changes."""
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header, data = _Header(0x20080522, 0), (_Data * 2)()
    assert libc.capget(ctypes.byref(header), data) == 0
    data[0].effective &= ~0b110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    assert libc.capset(ctypes.byref(header), data) == 0


def made_articles(folder: Path, count: int, name: str = "made.jsonl", first: int = 0) -> Path:
    """A file of many small articles that all differ; some tell of the same event."""
    import json

    path = folder / name
    pairs = [("Russia", "China"), ("Japan", "South Korea"), ("North Korea", "Russia"), ("China", "Japan")]
    with path.open("w", encoding="utf-8") as file:
        for number in range(first, first + count):
            one, other = pairs[number // 2 % len(pairs)]
            day = 1 + number // 2 % 28
            text = f"{one} sent aid to {other} on May {day}. {other} thanked {one}, said a report with number {number}."
            told = {
                "id": str(number),
                "text": text,
                "published": "2025-06-02",
                "outlet": f"Wire {number % 2}",
            }
            file.write(json.dumps(told) + "\n")
    return path


def names(folder: Path) -> Sequence[str]:
    """What lies in a folder."""
    return sorted(each.name for each in folder.iterdir())
