"""A database of 5,000 events from a seed, and an article whose every text would do harm if it were let."""

import sys
from pathlib import Path

from kptimeline.actors.registry import load_registry
from kptimeline.store.actors import sync_registry
from kptimeline.store.engine import open_database, writing
from kptimeline.store.save import save
from tests.store.builder import Told, extraction

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

import _store_data

EVENTS = 5_000
SCRIPT = "<script>window.harmed = 1</script>"
IMAGE = '"><img src=x onerror="window.harmed = 1">'
TURNED = "\u202egnp.exe\u2066 hid\u200bden"
ACTOR = f"Minister {IMAGE}{SCRIPT}"
URL = "javascript:window.harmed=1"
DAY = "2025-12-31"  # the last of all


def hostile(registry):
    """An article that tells of one event, the last in the database."""
    text = f"Minister {SCRIPT} and {IMAGE} {TURNED} fired at Japan on {DAY}."
    told = Told(text, trigger="fired", lemma=f"fire {IMAGE}", type="ASSAULT", by=(ACTOR,), to=("Japan",),
                claimed_by=(ACTOR,), when=DAY, place=f"Port {IMAGE}")  # fmt: skip
    return extraction(
        told, registry=registry, anchor=DAY, path=f"{IMAGE}.txt", url=URL,
        title=f"</title></style>{SCRIPT}{IMAGE} {TURNED}", outlet=f"Wire {SCRIPT}{IMAGE}{TURNED}",
    )  # fmt: skip


def fill(folder):
    """The path of the database, made there."""
    path, registry = _store_data.database(folder, EVENTS), load_registry()
    with open_database(path, "write") as connection, writing(connection):
        sync_registry(connection, registry, events=False)
        save(connection, hostile(registry), registry)
    return path
