"""Articles into the database, a batch in one transaction: known ones cost a look, new ones are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from msgspec.structs import replace

from kptimeline.cli import options
from kptimeline.cli.interrupts import held_back
from kptimeline.dateline.disagree import APART, disagreement
from kptimeline.errors import InputRejectedError
from kptimeline.interval import iso, parse_iso
from kptimeline.pipeline import BATCH, Kit, load_kit, resolve
from kptimeline.pipeline.batches import Executor
from kptimeline.pipeline.work import Outcome, Unreadable, Work
from kptimeline.readers import Reject
from kptimeline.records import Article, Basis, Extraction

if TYPE_CHECKING:
    from kptimeline.actors.additions import Addition
    from kptimeline.store.load import StoredArticle
    from kptimeline.store.save import SaveOutcome

_Job: TypeAlias = tuple[list[Article], list[Article]]  # a batch, and what of it is to be read
Connection = Any  # SQLAlchemy's, as store.engine opens it; only the store knows more of it
SHOWN = 5  # articles named because nothing dates them, or because their evidence contradicts itself


class Undated(NamedTuple):
    """An article without an anchor, and how many of its times that leaves unresolved."""

    path: str | None
    key: str
    reason: str
    times: int
    file_name_day: str | None  # what its file name or url says, ISO


class _Read(NamedTuple):
    """What an article that came in says, as it is to be saved, and what it states and did not state before."""

    extraction: Extraction
    news: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """What came of a run."""

    kinds: Counter[str] = field(default_factory=Counter)
    paths: Counter[str | None] = field(default_factory=Counter)
    undated: list[Undated] = field(default_factory=list)
    odd: list[tuple[str | None, str, str]] = field(default_factory=list)  # path, key, what contradicts
    notes: Counter[str] = field(default_factory=Counter)

    @property
    def articles(self) -> int:
        """How many were read, new or known."""
        return self.kinds.total()

    def add(self, extraction: Extraction, outcome: SaveOutcome, *news: str) -> None:
        """Counts an article, and remembers it when it has times that nothing resolves, or when evidence contradicts.

        `news`: what it states now and did not state when it was stored, in words.
        """
        article, choice = extraction.article, extraction.choice
        self.kinds[outcome.kind] += 1
        self.paths[article.path] += 1
        if extraction.reading.note:
            self.notes[extraction.reading.note] += 1
        unresolved = sum(time.interval is None and time.reason is not None for time in extraction.times)
        if choice.anchor is None and unresolved:
            named = next((one.day for one in choice.candidates if one.basis is Basis.FILE_NAME), None)
            key, reason = outcome.article_key, choice.reason or ""
            self.undated.append(Undated(article.path, key, reason, unresolved, iso(named)))
        given = choice.anchor is not None and choice.anchor.basis is Basis.GIVEN
        if given and outcome.kind == "unchanged":
            return  # a person has decided, and was told what contradicts it
        if odd := "; ".join(filter(None, [disagreement(article, extraction.reading, choice.anchor), *news])):
            self.odd.append((article.path, outcome.article_key, odd))

    def counts(self, rejects: Sequence[Reject]) -> dict[str, int]:
        """Articles by what came of them, and what was rejected."""
        return {**self.kinds, "rejected": len(rejects)}

    def name(self, path: str | None, key: str) -> str:
        """What a person may call an article of this run: its path where that is its own, else its key."""
        return path if path and self.paths[path] == 1 else key

    def told(self, path: str | None, key: str) -> str:
        """An article in a message: its path, and its key where the path holds more articles than one."""
        name = self.name(path, key)
        return f"{path}, article {key}" if path and name == key else name

    def summary(self) -> str:
        """*16 articles (14 new, 1 known, 1 redated)*."""
        words = {"new": "new", "unchanged": "known", "redated": "redated", "updated": "updated"}
        parts = [f"{self.kinds[kind]} {word}" for kind, word in words.items() if self.kinds[kind]]
        told = f" ({', '.join(parts)})" if parts else ""
        return f"{plural(self.articles, 'article')}{told}"


class Intake:
    """Takes articles in, through the same `resolve` and `save` as every other way.

    `reject` is told of those that cannot be saved.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        now: str,
        assume_dateline: str | None = None,
        dateline: str | None = None,
        rule_dirs: Sequence[Path] = (),
        executor: Callable[[Work], Executor],
        arguments: Mapping[str, Any],
        reject: Callable[[Reject], None],
    ) -> None:
        self._connection = connection
        self._reject = reject
        self._now = now
        self._make_executor = executor
        self._arguments = dict(arguments) | (
            {"rules": [str(each) for each in rule_dirs]} if rule_dirs else {}
        )
        self._trust = assume_dateline == "file-name"
        self._dateline = dateline
        self._rule_dirs = rule_dirs
        self._run: int | None = None
        self._model: str | None = None

    @cached_property
    def _kit(self) -> Kit:
        return load_kit(model=False, rule_dirs=self._rule_dirs, additions=self._additions)

    @cached_property
    def _executor(self) -> Executor:
        """What reads new articles; the language model is loaded there, with the first of them."""
        rule_dirs = tuple(folder.absolute() for folder in self._rule_dirs)
        return self._make_executor(Work(self._kit.fingerprint, rule_dirs, self._additions, self._trust))

    @cached_property
    def _additions(self) -> tuple[Addition, ...]:
        """What people added to the actors, and what everything from here on goes by."""
        from kptimeline.store.additions import load_additions

        return load_additions(self._connection)

    def take(self, articles: Iterable[Article], tally: Tally) -> Iterator[None]:
        """Saves article by article, and yields after each batch; those of it that are known come first.

        A batch is as many articles as are parsed together, and is saved in the order it came, wherever it was read:
        whoever stops the run loses parses and nothing else.
        """
        for (batch, new), outcomes in self._executor.run(self._jobs(articles)):
            read = {id(article): outcome for article, outcome in zip(new, outcomes, strict=True)}
            first: list[_Read] = []
            for part in self._apart(batch):
                known = [self._known(article, stored) for article, stored in part if stored is not None]
                left = [article for article, stored in part if stored is None]
                first += self._told(left, [read.get(id(article)) for article in left])
                self._save(known, tally)
            self._save(first, tally)
            yield

    def _jobs(self, articles: Iterable[Article]) -> Iterator[tuple[_Job, Sequence[Article]]]:
        """Batches as they come, each with those of its articles that are to be read."""
        from kptimeline.store.find import is_known

        todo = iter(articles)
        while batch := list(islice(todo, BATCH)):
            known = is_known(self._connection, batch)
            new = [article for article, stored in zip(batch, known, strict=True) if not stored]
            yield (batch, new), new

    def _told(self, articles: Sequence[Article], outcomes: Sequence[Outcome | None]) -> Iterator[_Read]:
        """What was read of new articles; those that cannot be read are rejected.

        None: it was known when its batch set out, and was removed since.
        """
        for article, outcome in zip(articles, outcomes, strict=True):
            told = outcome or next(found for _, (found,) in self._executor.run([(None, [article])]))
            if isinstance(told, Unreadable):
                self._reject(Reject(article.path or article.key, None, told.reason, told.hint))
            else:
                yield _Read(told)

    def _apart(self, batch: Sequence[Article]) -> Iterator[list[tuple[Article, StoredArticle | None]]]:
        """A batch with what is stored of it; what comes once more is looked up once more, after the first is saved."""
        from kptimeline.store.load import known_articles

        again: list[Article] = []
        part: list[tuple[Article, StoredArticle | None]] = []
        seen: set[int] = set()
        for article, stored in zip(batch, known_articles(self._connection, batch), strict=True):
            if stored is not None and stored.id in seen:
                again.append(article)
                continue
            part.append((article, stored))
            seen |= {stored.id} if stored is not None else set()
        yield part
        for article in again:
            yield list(zip([article], known_articles(self._connection, [article]), strict=True))

    def _known(self, article: Article, found: StoredArticle) -> _Read:
        """The stored article and its Reading, with what the article that came in states of its date."""
        stored = found.article
        if article.given and self._is_news(article.given, found.given_before):
            stored = replace(stored, given=article.given)
        if article.published and not stored.published:
            stored = replace(stored, published=article.published, published_from=article.published_from)
        extraction = resolve(stored, found.reading, self._kit, trust_file_name=self._trust)
        return _Read(extraction, tuple(_news(article, stored)))

    def _is_news(self, given: str, before: Collection[str]) -> bool:
        """Whether a given day counts: one of the article's own fields counts once, or it would undo a redate."""
        return given == self._dateline or given not in before

    def _save(self, read: Sequence[_Read], tally: Tally) -> None:
        """All of them in one transaction, and with the first the run."""
        from kptimeline.store.engine import writing
        from kptimeline.store.save import save_all

        if not read:
            return
        todo = [each.extraction for each in read]
        self._model = next((each.reading.model for each in todo if each.reading.model), self._model)
        with held_back():
            with writing(self._connection):
                outcomes = save_all(self._connection, todo, self._kit.registry, now=self._now)
                self._started()
            for each, outcome in zip(read, outcomes, strict=True):
                article = each.extraction.article
                if isinstance(outcome, InputRejectedError):
                    self._reject(Reject.of(article.path or article.key, outcome))
                else:
                    tally.add(each.extraction, outcome, *each.news)

    def _started(self) -> int:
        """The run that is noted in the database: with the first articles that come in, known or not."""
        from kptimeline.store.runs import start_run

        if self._run is None:
            self._run = start_run(
                self._connection,
                "ingest",
                started_at=self._now,
                version=options.program_version(),
                rules=self._kit.fingerprint,
                model=self._model,
                actors=self._kit.registry.fingerprint,
                arguments=self._arguments,
            )
        return self._run

    def finish(
        self, tally: Tally, rejects: Sequence[Reject], *, seconds: float, stopped: bool = False
    ) -> None:
        """Notes what the run could not read, what it counted, and how long it took; a `stopped` one has no end."""
        from kptimeline.store.runs import add_reject, finish_run

        run = self._started()
        for reject in rejects:
            add_reject(
                self._connection,
                run,
                path=reject.path,
                line=reject.line,
                reason=reject.reason,
                hint=reject.hint,
            )
        counts = tally.counts(rejects) | {"seconds": round(seconds)}
        ended = None if stopped else self._now
        finish_run(self._connection, run, finished_at=ended, counts=counts, model=self._model)

    def close(self) -> None:
        """Ends what reads; what is not saved by now is dropped."""
        if "_executor" in self.__dict__:
            self._executor.close()

    def totals(self) -> tuple[int, int]:
        """Events that are not hidden, and mentions of events that have no date, in the whole database."""
        events = self._connection.exec_driver_sql("SELECT count(*) FROM chronology").scalar_one()
        undated = self._connection.exec_driver_sql(
            "SELECT count(*) FROM undated WHERE event_id IS NOT NULL"
        ).scalar_one()
        return events, undated


def _news(article: Article, known: Article) -> Iterator[str]:
    """A day of publication other than the stored one: it is not stronger, so nothing changes but this word."""
    if article.published and known.published and article.published != known.published:
        days = [parse_iso(each.published[:10]) for each in (article, known) if each.published]
        if abs(days[0] - days[1]) > APART:
            yield f"published now says {article.published[:10]}, and said {known.published[:10]} when it was stored"


def plural(count: int, noun: str) -> str:
    """*1 article*, *2 articles*."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
