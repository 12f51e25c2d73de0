"""The frozen records that pass between stages; they know no database, no model and no clock.

`Article` -> (read) -> `Reading` -> (choose the anchor, resolve) -> `Extraction` -> (save) -> rows.
Offsets are code points of `Article.text`, days are day numbers except where a field says ISO. A Reading is JSON.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal, NamedTuple

from msgspec import Struct, field

from kptimeline.interval import Extent, Interval

READING_VERSION = "1"


class Span(NamedTuple):
    """Start and end offset in the article's text, end exclusive."""

    start: int
    end: int


class Basis(StrEnum):
    """Where an anchor comes from, strongest first."""

    GIVEN = "given"
    METADATA = "metadata"
    DATELINE = "dateline"
    FILE_NAME = "file-name"
    EVENTS = "events"


class Status(StrEnum):
    """How far what is told is a fact."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    PLANNED = "planned"
    PROPOSED = "proposed"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"
    DENIED = "denied"


class DatedBy(StrEnum):
    """Which text gave a mention its date."""

    PHRASE = "phrase"
    SENTENCE = "sentence"
    CHAIN = "chain"
    LEAD = "lead"
    CORRECTION = "correction"


class Certainty(StrEnum):
    """How sure a date is."""

    STATED = "stated"
    INFERRED = "inferred"
    AMBIGUOUS = "ambiguous"
    CORRECTED = "corrected"


class Tense(StrEnum):
    """Tense of the clause around a time expression, as far as nearby verb forms tell."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"


Genre = Literal["news", "narrative"]


# --- what a reader makes ----------------------------------------------------------------------------


class Article(Struct, frozen=True, kw_only=True):
    """One document as published. `key` is made by kptimeline.readers from outlet, url (or id) and text."""

    key: str
    text: str
    text_sha256: str
    raw_sha256: str
    title: Span | None = None
    given_id: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    genre: Genre = "news"
    authors: tuple[str, ...] = ()
    published: str | None = None  # ISO date or date-time with offset, as the metadata states it
    published_from: str | None = None  # which field stated it
    given: str | None = None  # ISO day that the user states to be the dateline's
    as_of: str  # ISO day of the first ingest; nothing was published later
    path: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


# --- what reading finds, before any anchor is known --------------------------------------------------


class DatelineReading(Struct, frozen=True, kw_only=True):
    """The head of an article: *SEOUL, Dec 29 (Yonhap) --*. Fields are None where it does not say."""

    span: Span
    place: str | None = None
    date_text: str | None = None
    agency: str | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    zone: str | None = None  # IANA zone of the place


class EvidenceKind(StrEnum):
    """What in the article itself speaks for an anchor."""

    WEEKDAY = "weekday"  # a bare weekday in the lead
    YEAR = "year"  # a year named in the text
    DATE = "date"  # a full date named in the text
    NAMED_DAY = "named-day"  # a weekday with its month and day, and no year
    PATH = "path"  # a date in the file name or url


class AnchorEvidence(Struct, frozen=True, kw_only=True):
    """One observation about the anchor; what it means is decided when the anchor is chosen."""

    kind: EvidenceKind
    text: str
    span: Span | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # ISO, Monday 1
    tense: Tense | None = None


class Alternative(Struct, frozen=True, kw_only=True):
    """One meaning of a phrase, as an Expression's text, with its weight (the best has 1.0)."""

    expression: str
    weight: float
    rule: str


class Standing(StrEnum):
    """Whether a mention founds an Event (docs/schema.md)."""

    EVENT = "event"
    ATTRIBUTION = "attribution"  # a saying whose content is told: it says who claims that
    ASIDE = "aside"  # it tells of nobody known or named, and of no type


class TimeExpression(Struct, frozen=True, kw_only=True):
    """A phrase that says when, with every meaning that the rules give it, best first."""

    start: int
    end: int
    text: str
    alternatives: tuple[Alternative, ...]
    tense: Tense | None = None
    plan: bool = False
    hangs_from: tuple[int, ...] = ()  # indices of the times that may date the event it hangs from
    scene: int = 0  # number of its paragraph: chains prefer the same one
    quoted: bool = False  # it stands between quotation marks
    # index of the time that says when a quotation was spoken, which it counts from
    spoken_on: int | None = None
    bracketed: bool = False  # it stands between round brackets


class ActorReading(Struct, frozen=True, kw_only=True):
    """A name as written, and the fuller form that the article itself gives it."""

    text: str
    name: str  # *Ahn Gyu-back* for *Ahn*; the text itself where nothing fuller is known
    start: int
    end: int
    office: str | None = None  # the office beside the name: *South Korea's Defence Minister*
    country_hint: str | None = None  # name of the country that the clause gives a group (*Egyptian police*)
    inferred: bool = False  # a pronoun or a lone surname that was led back


class MentionReading(Struct, frozen=True, kw_only=True):
    """One statement that something happened; offsets only, no date yet."""

    start: int  # clause
    end: int
    sentence: Span
    trigger: Span
    lemma: str
    event_type: str | None
    status: Status
    by: tuple[ActorReading, ...] = ()
    to: tuple[ActorReading, ...] = ()
    place: str | None = None
    quantities: tuple[str, ...] = ()
    claimed_by: tuple[ActorReading, ...] = ()
    claim_verb: str | None = None
    time: int | None = None  # index into Reading.times: the phrase that governs it
    dated_by: DatedBy | None = None  # phrase or sentence with `time`; chain with `chain`; lead with neither
    chain: int | None = None  # index into Reading.mentions of the dated one before it; of a lead: the story's
    summary: str = ""
    standing: Standing = Standing.EVENT


class Reading(Struct, frozen=True, kw_only=True):
    """What an article says before its anchor is known. A pure function of article, rules, names and model."""

    version: str
    rules: str  # fingerprint of the rules, lexicons and names
    model: str | None  # name and version of the language model; None for `tag`
    body: Span
    sentences: tuple[Span, ...]
    dateline: DatelineReading | None = None
    evidence: tuple[AnchorEvidence, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    mentions: tuple[MentionReading, ...] = ()
    note: str | None = None  # for example `no rules for ko`


# --- what resolving gives ----------------------------------------------------------------------------


class AnchorCandidate(Struct, frozen=True, kw_only=True):
    """One possible day of publication; scores of an article's candidates add up to 1."""

    day: int
    score: float
    basis: Basis
    reason: str
    inferred: tuple[str, ...] = ()


class Anchor(Struct, frozen=True, kw_only=True):
    """The day that relative expressions are resolved against."""

    day: int
    basis: Basis
    inferred: tuple[str, ...] = ()  # parts of the day that were not stated: `year`, `month`, `day`
    zone: str | None = None
    certain: bool = True  # no rival scores above 1/20


class AnchorChoice(Struct, frozen=True, kw_only=True):
    """The anchor, or None, with every candidate kept, best first; `reason` says why there is none."""

    anchor: Anchor | None
    candidates: tuple[AnchorCandidate, ...] = ()
    reason: str | None = None


class Rival(Struct, frozen=True, kw_only=True):
    """Another meaning that was weighed and not chosen."""

    expression: str
    weight: float
    value: str | None
    edtf: str | None


class Resolution(Struct, frozen=True, kw_only=True):
    """What an Expression means in a Context: an interval, or the reason why there is none."""

    expression: str
    rule: str
    timex_type: str  # DATE TIME DURATION SET
    timex_value: str
    mod: str | None = None
    interval: Interval | None = None
    edtf: str | None = None
    inferred: tuple[str, ...] = ()  # what the text does not state: `year`, `week`, `anchor-year` …
    ambiguous: bool = False  # a rival is nearly as good
    alternatives: tuple[Rival, ...] = ()
    reason: str | None = None
    previous: int | None = None  # index of the time expression it refers back to
    event: str | None = None  # the event's name, for *two days after the summit*


class ActorRef(Struct, frozen=True, kw_only=True):
    """A name led to the registry on the day of the event; `actor` is a slug or None."""

    name: str
    actor: str | None
    country: str | None  # ISO 3166 alpha-3
    inferred: bool = False


class Mention(Struct, frozen=True, kw_only=True):
    """A MentionReading with its actors and its date resolved."""

    key: str
    reading: MentionReading
    by: tuple[ActorRef, ...]
    to: tuple[ActorRef, ...]
    claimed_by: tuple[ActorRef, ...]
    interval: Interval | None
    edtf: str | None
    dated_by: DatedBy | None
    certainty: Certainty | None
    reason: str | None  # why it has no date

    @property
    def founds_event(self) -> bool:
        """Whether an Event is made of it."""
        return self.reading.standing is Standing.EVENT


class Extraction(Struct, frozen=True, kw_only=True):
    """An article with everything resolved against its anchor: what the store saves."""

    article: Article
    reading: Reading
    choice: AnchorChoice
    times: tuple[Resolution, ...]  # one for each of reading.times
    mentions: tuple[Mention, ...]  # one for each of reading.mentions, in the same order


# --- what a question gets back -----------------------------------------------------------------------


class EventActor(Struct, frozen=True, kw_only=True):
    """An actor of an event as `show --format json` prints it."""

    actor: str | None
    name: str
    role: Literal["by", "to"]


class OtherDate(Struct, frozen=True, kw_only=True):
    """A date that excludes the event's, and how many independent reports give it; days are ISO."""

    first_day: str | None
    last_day: str | None
    granularity: str | None
    extent: Extent | None
    articles: int


class ChronologyEvent(Struct, frozen=True, kw_only=True):
    """One row of the view `chronology`, with its actors; days are ISO here."""

    event_id: str
    first_day: str | None
    last_day: str | None
    from_day: str | None
    to_day: str | None
    sort_day: str | None
    first_time: str | None
    last_time: str | None
    utc_offset: str | None
    granularity: str | None
    extent: Extent | None
    edtf: str | None
    certainty: str | None
    dated_by: str | None
    by_actors: str
    to_actors: str
    event_type: str | None
    status: str
    disputed: bool
    place: str | None
    summary: str
    claimed_by: str
    articles: int
    outlet: str | None
    url: str | None
    article_key: str
    sentence: str
    actors: tuple[EventActor, ...] = ()
    time_text: str | None = None  # the phrase of the representative mention
    reason: str | None = None  # why it is undated
    other_dates: tuple[OtherDate, ...] = ()
    mentions: tuple[dict[str, Any], ...] = ()
    corrected: tuple[str, ...] = ()  # fields that people corrected, `hidden` among them


class Match(Struct, frozen=True, kw_only=True):
    """A sentence or title that holds the words searched for; `hits` are offsets in `text`, the others the article's."""

    field: Literal["sentence", "title"]
    article_key: str
    outlet: str | None
    url: str | None
    anchor: str | None
    start_char: int
    end_char: int
    text: str
    hits: tuple[Span, ...]


class Chronology(Struct, frozen=True, kw_only=True):
    """Events in time order for a question; `left_out` counts what the question hid."""

    query: dict[str, Any]
    events: tuple[ChronologyEvent, ...]
    left_out: dict[str, int]
