"""What one worker does with some articles: the same `read` and `resolve`, in this process or in another."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from kptimeline.errors import KptimelineError
from kptimeline.pipeline import Kit, load_kit, read_all, resolve
from kptimeline.records import Article, Extraction

if TYPE_CHECKING:
    from kptimeline.actors.additions import Addition


class Unreadable(Struct, frozen=True):
    """An article that could not be read, and why; the others of its batch are read all the same."""

    reason: str
    hint: str


Outcome: TypeAlias = Extraction | Unreadable

REPORT = "this is a defect of kptimeline: please report it with the article"


class Work(Struct, frozen=True):
    """All that reading depends on beside the articles, small enough to be sent anywhere.

    `fingerprint`: of the Kit that the client has; `trust_file_name`: a date in file name or url may serve as anchor.
    """

    fingerprint: str
    rule_dirs: tuple[Path, ...] = ()
    additions: tuple[Addition, ...] = ()
    trust_file_name: bool = False

    def prepare(self) -> Kit:
        """Rules, names and model, for all that is read here.

        Raises RuleError and KptimelineError as load_kit does, and where they are not those of the client.
        """
        kit = load_kit(model=True, rule_dirs=self.rule_dirs, additions=self.additions)
        if kit.fingerprint != self.fingerprint:
            raise KptimelineError(
                "a worker has other rules or names than this command",
                "install the same kptimeline there, with the folders of --rules at the same place",
            )
        gc.freeze()  # they stay: the collector need not walk them again and again
        return kit

    def __call__(self, articles: Sequence[Article], kit: Kit) -> list[Outcome]:
        """What each article says; one on which reading fails gives the reason, and costs the others nothing."""
        try:
            return list(self.read(articles, kit))
        except Exception as error:  # noqa: BLE001 - a defect that one article meets must not end the run
            if len(articles) == 1:
                told = " ".join(f"{type(error).__name__}: {error}".split())
                return [Unreadable(f"reading it failed: {told}", REPORT)]
        return [outcome for article in articles for outcome in self([article], kit)]

    def read(self, articles: Sequence[Article], kit: Kit) -> list[Extraction]:
        """Read and resolved under the best anchor, in order."""
        return [
            resolve(article, reading, kit, trust_file_name=self.trust_file_name)
            for article, reading in read_all(articles, kit)
        ]
