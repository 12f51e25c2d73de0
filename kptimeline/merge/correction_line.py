"""A correction as teams share it: one JSON object a line, which names mentions by their keys and their words.

What comes from elsewhere is anything: `checked` refuses whatever `fix`, `merge` and `split` could not have said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kptimeline.errors import InputRejectedError
from kptimeline.merge.corrections import FIELDS, LONGEST, When, Who, is_line, problem
from kptimeline.temporal.standards import edtf_of

KINDS = {"must": "merge", "cannot": "split"}  # of links, and the commands that make them
MOST_PAIRS = 10_000
HINT = "give a file that kptimeline corrections export wrote"
_AHEAD = timedelta(days=1)  # what the clocks of two machines may differ by
_MENTION = re.compile(r"a[a-z2-7]{12}:(\d{1,9})-(\d{1,9})")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")
_OFFSET = re.compile(r"[+-]\d\d:\d\d")


class QuotedMention(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mention by its key (docs/corrections.md), the SHA-256 of its article's text where that is known, and its words."""

    key: str
    text_sha256: str | None = None
    sentence: str
    trigger: str


class CorrectionLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody said at one time of some mentions.

    `field` is one of FIELDS, or `merge` or `split`, whose `pairs` count in `mentions` from 0. `value` is an object
    for a date, an array of objects for a side, else a text; None empties the field.
    """

    field: str
    value: Any = None
    mentions: tuple[QuotedMention, ...]
    pairs: tuple[tuple[int, int], ...] = ()
    who: str
    made_at: str
    why: str | None = None
    undone_at: str | None = None
    undone_by: str | None = None


def decoded(line: bytes | str) -> CorrectionLine:
    """A line of a file as it stands there. Raises InputRejectedError."""
    try:
        return msgspec.json.decode(line, type=CorrectionLine)
    except RecursionError as error:
        raise InputRejectedError("is JSON that nests too deep", HINT) from error
    except UnicodeDecodeError as error:
        raise InputRejectedError("is not valid UTF-8", HINT) from error
    except msgspec.ValidationError as error:
        raise InputRejectedError(f"is no correction: {error}"[:300], HINT) from error
    except msgspec.DecodeError as error:
        raise InputRejectedError(f"is not JSON: {error}"[:300], HINT) from error


def checked(line: CorrectionLine, now: str) -> CorrectionLine:
    """The line, its value as the database holds it: a text. `now` is UTC, ISO with microseconds.

    Raises InputRejectedError with the first thing that is wrong.
    """
    value = line.value
    try:
        if line.field in FIELDS:
            value = _value(line.field, value)
            wrong = problem(line.field, value)
        elif line.field in KINDS.values():
            wrong = None if value is None else f"a {line.field} has no value"
        else:
            wrong = f"there is no field {line.field[:40]!r}"
    except msgspec.ValidationError as error:
        raise InputRejectedError(f"has a {line.field} that is none: {error}"[:300], HINT) from error
    if wrong := wrong or next(_problems(line, now), None):
        raise InputRejectedError(f"is no correction: {wrong}"[:300], HINT)
    return replace(line, value=value)


def _value(field: str, value: Any) -> str | None:
    """A value as the database holds it. Raises msgspec.ValidationError."""
    if value is None:
        return None
    if field == "date":
        when = msgspec.convert(value, When)
        try:
            told = replace(when, edtf=edtf_of(when.interval))  # what it says follows from its days
        except ValueError as error:
            raise msgspec.ValidationError(str(error)) from error
        for text, form in (
            (told.first_time, _CLOCK),
            (told.last_time, _CLOCK),
            (told.utc_offset, _OFFSET),
        ):
            if text is not None and form.fullmatch(text) is None:
                raise msgspec.ValidationError(f"{text[:40]!r} is no time")
        return msgspec.json.encode(told).decode()
    if field in ("by", "to"):
        return msgspec.json.encode(msgspec.convert(value, tuple[Who, ...])).decode()
    return msgspec.convert(value, str)


def shared_value(field: str, value: str | None) -> Any:
    """A value of the database as a line has it."""
    return msgspec.json.decode(value) if value is not None and field in ("date", "by", "to") else value


def _problems(line: CorrectionLine, now: str) -> Iterator[str]:
    yield from _problems_of_mentions(line)
    yield from _problems_of_pairs(line)
    for name, text in (("who", line.who), ("undone_by", line.undone_by), ("why", line.why)):
        if text is not None and not is_line(text):
            yield f"{name} takes up to {LONGEST} visible characters on one line"
    if (line.undone_at is None) != (line.undone_by is None):
        yield "what is taken back needs undone_at and undone_by"
    latest = datetime.fromisoformat(now) + _AHEAD
    for name, text in (("made_at", line.made_at), ("undone_at", line.undone_at)):
        if text is None:
            continue
        try:
            moment = datetime.fromisoformat(text) if _TIME.fullmatch(text) else None
        except ValueError:
            moment = None
        if moment is None:
            yield f"{name} is no UTC time like 2025-12-29T07:30:00.000000Z: {text[:40]!r}"
        elif moment > latest:
            yield f"{name} is in the future: {text}"
    if line.undone_at is not None and line.undone_at < line.made_at:
        yield "it was taken back before it was said"


def _problems_of_mentions(line: CorrectionLine) -> Iterator[str]:
    if not line.mentions:
        yield "it names no mention"
    if len({each.key for each in line.mentions}) < len(line.mentions):
        yield "it names a mention twice"
    for each in line.mentions:
        place = _MENTION.fullmatch(each.key)
        if place is None or int(place[1]) >= int(place[2]):
            yield f"{each.key[:40]!r} is no key of a mention"
        elif each.text_sha256 is not None and _SHA256.fullmatch(each.text_sha256) is None:
            yield "text_sha256 is no hash"
        elif not each.trigger or each.trigger not in each.sentence:
            yield "a mention needs its sentence, and the trigger in it"
        elif any(unicodedata.category(one) == "Cs" or one == "\0" for one in each.sentence):
            yield "a sentence holds what no article does"


def _problems_of_pairs(line: CorrectionLine) -> Iterator[str]:
    if line.field in FIELDS:
        if line.pairs:
            yield f"a {line.field} has no pairs"
        return
    if not line.pairs:
        yield f"a {line.field} needs pairs"
    if len(line.pairs) > MOST_PAIRS:
        yield f"it has more than {MOST_PAIRS:,} pairs"
    count = len(line.mentions)
    if any(not (0 <= one < count and 0 <= two < count) or one == two for one, two in line.pairs):
        yield f"its pairs are not two of its {count} mentions"
    elif {number for pair in line.pairs for number in pair} != set(range(count)):
        yield "it names mentions that no pair has"
