"""Extractions from a few lines: sentences with one mention each, dated by phrases that this module resolves."""

import hashlib
import re
from dataclasses import dataclass

from kptimeline.interval import Extent, Granularity, Interval, days_in_month, iso, parse_iso, to_day, weekday
from kptimeline.readers.keys import article_key, sha256
from kptimeline.records import (
    READING_VERSION,
    ActorReading,
    Alternative,
    Anchor,
    AnchorCandidate,
    AnchorChoice,
    Article,
    Basis,
    Certainty,
    DatedBy,
    Extraction,
    Mention,
    MentionReading,
    Reading,
    Resolution,
    Rival,
    Span,
    Status,
    TimeExpression,
)


@dataclass(frozen=True)
class Told:
    """A sentence and its mention; `trigger` None: the sentence has none."""

    text: str
    trigger: str | None = None
    lemma: str = ""
    type: str | None = None
    status: str = "occurred"
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    claimed_by: tuple[str, ...] = ()
    when: str | None = None
    place: str | None = None


def meaning(phrase, anchor):
    """(expression, Interval or None, reason) of a phrase; relative ones need the anchor."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", phrase):
        day = parse_iso(phrase)
        return f"day({phrase})", Interval(day, day, Granularity.DAY), None
    if year := re.fullmatch(r"in (-?\d+)", phrase):
        n = int(year[1])
        return f"year({n})", Interval(to_day(n), to_day(n, 12, 31), Granularity.YEAR), None
    if month := re.fullmatch(r"since (\d{4})-(\d\d)", phrase):
        first = to_day(int(month[1]), int(month[2]))
        return f"since({month[0]})", Interval(first, None, Granularity.MONTH, Extent.THROUGHOUT), None
    if month := re.fullmatch(r"in (\d{4})-(\d\d)", phrase):
        year, n = int(month[1]), int(month[2])
        last = to_day(year, n, days_in_month(year, n))
        return f"month({phrase})", Interval(to_day(year, n), last, Granularity.MONTH), None
    if hangs := HANGS.fullmatch(phrase):
        reason = f"it hangs from {hangs[1]!r}, whose date is not known"
        return f'shift(event("{hangs[1]}"), 2, day)', None, reason
    expression = {"today": "present", "yesterday": "shift(present, -1, day)"}.get(
        phrase, f"meaning({phrase})"
    )
    if anchor is None:
        return expression, None, "no anchor"
    day = {
        "today": anchor,
        "yesterday": anchor - 1,
        "on Monday": anchor - (weekday(anchor) - 1),
    }.get(phrase)
    if day is not None:
        return expression, Interval(day, day, Granularity.DAY), None
    if phrase == "recently":
        return expression, Interval(None, anchor, Granularity.VAGUE), None
    return expression, None, f"cannot be resolved: {phrase}"


HANGS = re.compile(r"(?:Two|two) days after the (\w+)")


def extraction(
    *told,
    registry,
    anchor=None,
    basis="dateline",
    inferred=(),
    outlet="Harbour Wire",
    url=None,
    title="What happened",
    published=None,
    as_of="2026-01-05",
    path="wire.txt",
    given_id=None,
    raw=None,
    rules="rules-1",
):
    """An Extraction of an article made of a title line and sentences; `anchor` is an ISO day or None."""
    day = None if anchor is None else parse_iso(anchor)
    text = title + "\n\n" + " ".join(each.text for each in told)
    key = article_key(outlet=outlet, url=url, given_id=given_id, text=text)
    article = Article(
        key=key,
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        raw_sha256=sha256((raw or text).encode()),
        title=Span(0, len(title)),
        outlet=outlet,
        url=url,
        given_id=given_id,
        published=published,
        published_from="published" if published else None,
        given=anchor if basis == "given" else None,
        as_of=as_of,
        path=path,
    )
    at = len(title) + 2
    sentences, times, resolutions, readings, mentions = [], [], [], [], []
    for each in told:
        sentence = Span(at, at + len(each.text))
        sentences.append(sentence)
        at = sentence.end + 1
        index, interval, reason = None, None, "no time phrase"
        if each.when is not None:
            start = text.index(each.when, sentence.start) if each.when in each.text else sentence.start
            expression, interval, reason = meaning(each.when, day)
            index = len(times)
            best = Alternative(expression=expression, weight=1.0, rule="by hand")
            times.append(
                TimeExpression(
                    start=start,
                    end=start + len(each.when),
                    text=each.when,
                    alternatives=(best, Alternative(expression="rival", weight=0.4, rule="by hand")),
                )
            )
            resolutions.append(
                Resolution(
                    expression=expression,
                    rule="by hand",
                    timex_type="DATE",
                    timex_value=(interval and interval.first_day) or "",
                    interval=interval,
                    edtf=edtf(interval),
                    alternatives=(Rival(expression="rival", weight=0.4, value="2001", edtf="2001"),),
                    reason=reason,
                    event=hangs[1] if (hangs := HANGS.fullmatch(each.when)) else None,
                )
            )
        if each.trigger is None:
            continue
        trigger = text.index(each.trigger, sentence.start)
        reading = MentionReading(
            start=sentence.start,
            end=sentence.end,
            sentence=sentence,
            trigger=Span(trigger, trigger + len(each.trigger)),
            lemma=each.lemma or each.trigger,
            event_type=each.type,
            status=Status(each.status),
            by=names(each.by, sentence.start),
            to=names(each.to, sentence.start),
            claimed_by=names(each.claimed_by, sentence.start),
            place=each.place,
            quantities=("two",) if " two " in each.text else (),
            time=index,
            dated_by=DatedBy.PHRASE if index is not None else None,
            summary=f"{each.lemma or each.trigger} {'; '.join(each.to)}".strip(),
        )
        known = interval.sort_day and parse_iso(interval.sort_day) if interval else None
        readings.append(reading)
        mentions.append(
            Mention(
                key=f"{key}:{reading.trigger.start}-{reading.trigger.end}",
                reading=reading,
                by=tuple(registry.resolve(name, known) for name in reading.by),
                to=tuple(registry.resolve(name, known) for name in reading.to),
                claimed_by=tuple(registry.resolve(name, known) for name in reading.claimed_by),
                interval=interval,
                edtf=edtf(interval),
                dated_by=reading.dated_by if interval else None,
                certainty=Certainty.STATED if interval else None,
                reason=reason,
            )
        )
    chosen = (
        None if day is None else Anchor(day=day, basis=Basis(basis), inferred=tuple(inferred), certain=True)
    )
    candidates = (
        ()
        if day is None
        else (
            AnchorCandidate(day=day, score=0.9, basis=Basis(basis), reason="as written"),
            AnchorCandidate(day=day - 365, score=0.1, basis=Basis(basis), reason="a year before"),
        )
    )
    reading = Reading(
        version=READING_VERSION,
        rules=rules,
        model=None,
        body=Span(len(title) + 2, len(text)),
        sentences=tuple(sentences),
        times=tuple(times),
        mentions=tuple(readings),
    )
    return Extraction(
        article=article,
        reading=reading,
        choice=AnchorChoice(anchor=chosen, candidates=candidates, reason=None if chosen else "no date found"),
        times=tuple(resolutions),
        mentions=tuple(mentions),
    )


def names(given, start):
    return tuple(ActorReading(text=name, name=name, start=start, end=start + len(name)) for name in given)


def edtf(interval):
    if interval is None:
        return None
    return f"{iso(interval.first) or '..'}/{iso(interval.last) or '..'}"


LAUNCH = Told(
    "North Korea fired two rockets into the sea on Monday.",
    trigger="fired", lemma="fire", type="ASSAULT", by=("North Korea",), when="on Monday", place="the sea",
)  # fmt: skip
MEETING = Told(
    "Envoys of Seoul met their Japanese colleagues yesterday.",
    trigger="met", lemma="meet", type="CONSULT", by=("South Korea",), to=("Japan",), when="yesterday",
)  # fmt: skip
TROOPS = Told(
    "Pyongyang has kept soldiers in Russia since 2024-10.",
    trigger="kept", lemma="keep", type="AID", status="ongoing", by=("Pyongyang",), to=("Russia",),
    claimed_by=("Kwon Mirae",), when="since 2024-10",
)  # fmt: skip
WARNING = Told(
    "Harlan Voss warned the guild about storms.",
    trigger="warned", lemma="warn", type="THREATEN", by=("Harlan Voss",), to=("the guild",),
)  # fmt: skip
PLAN = Told(
    "Minjun plans to visit the port in 2027.",
    trigger="visit", lemma="visit", type="CONSULT", status="planned", by=("Minjun",), when="in 2027",
)  # fmt: skip
