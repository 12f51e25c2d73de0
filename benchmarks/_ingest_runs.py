"""The real command as processes for benchmarks/ingest.py: its time, its memory, a cluster to give it to, and kills."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "TZ": "UTC", "OMP_NUM_THREADS": "1"}
INGEST = (sys.executable, "-m", "kptimeline", "ingest", "--as-of", "2026-11-21", "--json-log", "log.jsonl")


@dataclass(frozen=True)
class Spent:
    """What a process and its workers cost: seconds of the clock and of CPU, and megabytes at their highest.

    `steady`: articles a second from the first batch that was saved to the last, which leaves out all start-up.
    """

    wall: float
    cpu: float
    peak: float
    steady: float = 0.0


def run(command: Sequence[str], folder: Path) -> Spent:
    """Runs it to its end, which must be a good one."""
    began = time.monotonic()
    running = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    assert running.returncode == 0, f"{command} ended with {running.returncode}"
    return Spent(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000)


def ingest(
    given: Path, *options: str, disturb: Callable[[int], None] = lambda _pid: None
) -> tuple[Spent, Path]:
    """Ingests a file into a new database beside it; `disturb` gets the process id of the client while it runs."""
    folder = Path(tempfile.mkdtemp(dir=given.parent))
    before = os.times()
    began = time.monotonic()
    running = subprocess.Popen(
        [*INGEST, str(given), *options],
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    watcher = threading.Thread(target=disturb, args=(running.pid,), daemon=True)
    watcher.start()
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    assert running.returncode == 0, f"ingest {options} ended with {running.returncode}"
    wall, after = time.monotonic() - began, os.times()
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    return Spent(wall, cpu, used.ru_maxrss / 1000, _steady(folder / "log.jsonl")), folder / "kptimeline.db"


def _steady(log: Path) -> float:
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    saved = [(one["seconds"], one["counts"].get("new", 0)) for one in lines if one["event"] == "batch"]
    (first, some), (last, all_) = saved[0], saved[-1]
    return (all_ - some) / (last - first) if last > first else 0.0


def workers(client: int) -> list[int]:
    """The processes that a client, or a thread of it, started to read."""
    found = []
    with suppress(OSError):
        for told in Path(f"/proc/{client}/task").glob("*/children"):
            children = told.read_text("ascii").split()
            found += [
                int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
            ]
    return found


def killer(
    count: int, seed: int, pids: Callable[[int], list[int]], killed: list[int]
) -> Callable[[int], None]:
    """Something that kills so many of the processes, at random moments, while the client lives."""
    chance = random.Random(seed)

    def disturb(client: int) -> None:
        while len(killed) < count and Path(f"/proc/{client}").exists():
            time.sleep(chance.uniform(0.5, 4))
            if (alive := pids(client)) and Path(f"/proc/{client}").exists():
                with suppress(ProcessLookupError):
                    os.kill(pid := chance.choice(alive), signal.SIGKILL)
                    killed.append(pid)

    return disturb


class Cluster:
    """A scheduler and workers of this machine, one thread each, with nannies."""

    def __init__(self, address: str, nannies: int) -> None:
        self.address = address
        self._nannies = nannies

    def pids(self, _client: int) -> list[int]:
        """The workers that read: those that live for some seconds, as a nanny gives up one that dies at birth."""
        return [pid for pid in workers(self._nannies) if _age(pid) > 8]


def _age(pid: int) -> float:
    """Seconds since a process began."""
    with suppress(OSError):
        began = int(Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[19])
        return float(Path("/proc/uptime").read_text("ascii").split()[0]) - began / os.sysconf("SC_CLK_TCK")
    return 0.0


@contextmanager
def cluster(folder: Path, count: int) -> Iterator[Cluster]:
    """While it runs."""
    file = folder / "scheduler.json"
    log = (folder / "dask.log").open("wb")
    place = ("--host", "127.0.0.1", "--scheduler-file", str(file))
    many = ("--nworkers", str(count), "--nthreads", "1", "--no-dashboard", "--memory-limit", "0")
    running = []

    def start(module: str, *words: str) -> int:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *place, *words]
        one = subprocess.Popen(
            command, cwd=folder, env=ENVIRONMENT, stdout=log, stderr=log, start_new_session=True
        )
        running.append(one)
        return one.pid

    try:
        start("dask_scheduler", "--port", "0", "--no-dashboard")
        while not file.exists() or not file.stat().st_size:
            time.sleep(0.1)
        yield Cluster(json.loads(file.read_text())["address"], start("dask_worker", *many))
    finally:
        for one in running:
            with suppress(ProcessLookupError):
                os.killpg(one.pid, signal.SIGKILL)
            one.wait()
        log.close()
