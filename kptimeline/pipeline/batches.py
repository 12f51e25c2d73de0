"""Batches on their way through workers: what is tried again, what is taken apart, and in which order they end.

A worker that dies is chance the first time, so its batch is tried again as it was. Dying twice is the batch's
own doing: it is halved until the one article is found that no worker survives, which is given up by name.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from kptimeline.pipeline import Kit
from kptimeline.pipeline.work import Outcome, Unreadable, Work
from kptimeline.records import Article

T = TypeVar("T")

TRIES = 2  # of a whole batch, and of an article by itself; parts between are halved at once


@dataclass(slots=True, eq=False)
class Piece:
    """Some articles of a batch that one worker reads in one go; `outcomes` are those of the whole batch."""

    articles: Sequence[Article]
    outcomes: list[Outcome | None]
    start: int = 0
    part: bool = False
    deaths: int = 0

    def done(self, outcomes: Sequence[Outcome]) -> None:
        """A worker has read them."""
        self.outcomes[self.start : self.start + len(self.articles)] = outcomes

    def lost(self, why: Unreadable, *, again: bool = True) -> list[Piece]:
        """The worker that had them is gone, `why` is what that would mean for one of them: what to try next.

        `again`: not before it was tried as often as it is due; else it was.
        """
        self.deaths += 1
        if again and self.deaths < TRIES and (len(self.articles) == 1 or not self.part):
            return [self]
        if len(self.articles) == 1:
            self.done([why])
            return []
        half = len(self.articles) // 2
        return [
            Piece(some, self.outcomes, self.start + at, part=True)
            for at, some in ((0, self.articles[:half]), (half, self.articles[half:]))
        ]


@dataclass(slots=True, eq=False)
class Batch(Generic[T]):
    """Articles that came in together, under a mark of whoever sent them."""

    mark: T
    articles: Sequence[Article]
    outcomes: list[Outcome | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.outcomes = [None] * len(self.articles)

    def whole(self) -> list[Piece]:
        """All of it as one piece; none where there is nothing to read."""
        return [Piece(self.articles, self.outcomes)] if self.articles else []

    def read(self) -> list[Outcome] | None:
        """The outcomes when all are there."""
        found = [each for each in self.outcomes if each is not None]
        return found if len(found) == len(self.outcomes) else None


class Executor(ABC):
    """Reads batches somewhere, at most `window` of them at once, and gives them back in the order they came."""

    window: int

    def run(self, jobs: Iterable[tuple[T, Sequence[Article]]]) -> Iterator[tuple[T, list[Outcome]]]:
        """(mark, articles) in, (mark, an outcome for each) out; takes no more of `jobs` than it has room for."""
        todo, held = iter(jobs), deque[Batch[T]]()
        more = True
        while True:
            while more and len(held) < self.window:
                job = next(todo, None)
                if job is None:
                    more = False
                    break
                batch = Batch(*job)
                held.append(batch)
                self._send(batch.whole())
            if not held:
                return
            found = held[0].read()
            if found is not None:
                yield held.popleft().mark, found
            else:
                self._wait()

    @abstractmethod
    def _send(self, pieces: Sequence[Piece]) -> None:
        """Takes pieces in; returns at once."""

    @abstractmethod
    def _wait(self) -> None:
        """Returns when something has come of a piece."""

    @abstractmethod
    def close(self) -> None:
        """Ends what it started; what is not read by now is dropped."""


class Inline(Executor):
    """Reads in this process, one batch at a time."""

    window = 1

    def __init__(self, work: Work) -> None:
        self._work = work

    @cached_property
    def _kit(self) -> Kit:
        """Only a new article needs it."""
        return self._work.prepare()

    def _send(self, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            piece.done(self._work(piece.articles, self._kit))

    def _wait(self) -> None:
        raise AssertionError  # what is sent is read at once

    def close(self) -> None:
        """Nothing was started."""
