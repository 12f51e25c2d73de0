"""The forms of datelines, as patterns over one line of text.

PLACE = CITY [, REGION] | CITY (COUNTRY) | CITY/CITY | capitals followed by a country (*DONETSK Ukraine*)
DATE = [weekday] month day [year] | [weekday] day month [year] | year-month-day
AGENCY = (Reuters) | /PRNewswire/
DASH = -- | — | – | - | _ | :

place-date-agency   SEOUL, Dec. 29 (Yonhap) --      the dash may be missing
place-date          SALVADOR, Feb 26 -              or the end of the line
place-agency        MANCHESTER, England (AP) —
date-agency         Dec. 29 (Yonhap) --
agency              (Reuters) -                     known agencies only
odd-date            NEW YORK, Narch 2 -             a date that cannot be read; it stays text
capitals            SEOUL —                         no words like EXCLUSIVE
known-place         Seoul — , NEW DELHI:            places of the data file only
"""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from kptimeline.dateline.letters import DASH, plain
from kptimeline.dateline.place import is_known
from kptimeline.dateline.words import MONTHS, WEEKDAYS, words

# Patterns are written over plain letters and marks, see kptimeline.dateline.letters.
_UP, _LOW = "A-Z", "a-z"
_SPACE = r"[ \t\u00a0]"


def _prefixes(names: tuple[str, ...]) -> str:
    """Each name, or its first three, four or five letters: *Dec.*, *Sept*, *Thurs*; case does not matter.

    Nested, as a list of all of them takes three times as long to compile wherever a pattern has it.
    """
    return f"(?i:{'|'.join(map(_shortened, names))})"


def _shortened(name: str) -> str:
    """A pattern of the name or its beginning, longest first: `nov(?:e(?:m(?:ber)?)?)?`."""
    rest = ""
    for tail in (name[5:], name[4:5], name[3:4]):
        rest = f"(?:{tail}{rest})?" if tail else rest
    return name[:3] + rest


MONTH = rf"{_prefixes(MONTHS)}\b\.?"
WEEKDAY = rf"{_prefixes(WEEKDAYS)}\b\.?"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?\b"
_YEAR = r"(?:1[5-9]|20)[0-9]{2}\b"
DATE = (
    rf"(?:{WEEKDAY},?{_SPACE}+)?(?:"
    rf"{MONTH}{_SPACE}*{_DAY}(?:{_SPACE}*,?{_SPACE}+{_YEAR})?"
    rf"|{_DAY}{_SPACE}+(?:of{_SPACE}+)?{MONTH}(?:,?{_SPACE}+{_YEAR})?"
    rf"|{_YEAR}-[01][0-9]-[0-3][0-9])"
)

# A full stop ends a word inside a place only where it is an abbreviation: *ST. LOUIS*, not *Sudan. ADDIS ABABA*.
_SAINT = r"(?i:St|Ste|Sta|Sto|Mt|Ft|Pt)\."
_CAPITALS = rf"(?:St{_SPACE}|Mc|Mac)?(?=[{_UP}]['.&-]?[{_UP}])[{_UP}]+(?:['&.-][{_UP}]+)*"
_BETWEEN = rf"(?:{_SPACE}+|{_SPACE}*/{_SPACE}*)"
_CAPS = rf"(?:{_SAINT}{_SPACE}+)?{_CAPITALS}(?:{_BETWEEN}(?:{_SAINT}{_SPACE}+)?{_CAPITALS}){{0,5}}\.?"
_WORD = rf"(?:{_SAINT}|(?:[{_UP}]\.)+|[{_UP}][{_UP}{_LOW}'.-]*[{_UP}{_LOW}])"
_NAME = rf"{_WORD}(?:(?:{_SPACE}+|{_SPACE}*/{_SPACE}*)(?:(?:{'|'.join(words('particles'))}){_SPACE}+){{0,2}}{_WORD}){{0,4}}\.?"
# *Benghazi (Libya)*; capitals alone are an agency's: *(VOA)*. A known agency is told from it by `_is_sound`.
_COUNTRY = rf"{_SPACE}*\((?=[^()]*[{_LOW}])[{_UP}][{_UP}{_LOW} '.&-]{{2,40}}\)"
_REGION = rf"(?:{_SPACE}*,{_SPACE}*(?!{WEEKDAY}[, ]){_NAME}){{0,2}}(?:{_COUNTRY})?"
_TITLED = rf"[{_UP}][{_LOW}][{_LOW}'-]*"
_CAPS_PLACE = (
    rf"{_CAPS}(?:{_SPACE}+{_TITLED}(?:{_SPACE}+{_TITLED})?)?{_REGION}(?:{_SPACE}*/{_SPACE}*{_CAPS}{_REGION})?"
)
_ANY_AGENCY = rf"(?:\([{_UP}][{_UP}{_LOW}0-9 .&/'-]{{1,40}}\)|/[{_UP}][{_UP}{_LOW} ]{{1,30}}/)"
_DASH = rf"{_SPACE}*(?:-{{1,3}}|{DASH}|_+|:)"
_SPACED_DASH = rf"(?:{_SPACE}*(?:--+|{DASH})|{_SPACE}+(?:-|_){_SPACE}|{_SPACE}+(?:-|_)$)"
_STARTS = rf"(?={_SPACE}*(?:[{_UP}0-9\"'`$£(]|$))"


# A head is capitals, figures and brackets with a few small words between, up to a mark; prose is not.
_SMALL = rf"(?:{'|'.join(words('particles'))}|of|and|[a-z][0-9]{{1,2}})"
_POSSIBLE = re.compile(
    rf"(?:(?:[A-Z0-9(/,\-{DASH}_|·][^ \t\u00a0]*|{_SMALL}){_SPACE}+){{0,16}}?"
    rf"[^ \t\u00a0]*(?:[(/{DASH}_]|--|-(?={_SPACE}|$)|:(?={_SPACE}|$)|[0-9.](?={_SPACE}*$))"
)


class Head(Struct, frozen=True):
    """A dateline inside a line: offsets in the line, and what it says."""

    start: int
    end: int
    place: str | None
    date: str | None
    agency: str | None


@cache
def _known_agency() -> re.Pattern[str]:
    known = "|".join(re.escape(agency) for agency in words("agencies"))
    return re.compile(rf"(?:{known})(?:[/,-]{_SPACE}?(?:{known}|{_WORD}))*")


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    place = rf"(?P<place>{_CAPS_PLACE}|{_NAME}{_REGION})"
    capitals = rf"(?P<place>{_CAPS_PLACE})"
    comma = rf"{_SPACE}*,?{_SPACE}*"
    date = rf"(?P<date>{DATE})"
    later = rf"(?P<later>{DATE})"  # *SEOUL (Yonhap) Dec. 29 --*
    odd = rf"(?P<date>[{_UP}{_LOW}.]{{3,9}}{_SPACE}+[a-z]?[0-9]{{1,2}})"
    loose = rf"(?P<loose>\([{_UP}{_LOW}0-9 .&/'-]{{2,40}}\))"
    some = rf"(?P<agency>{_ANY_AGENCY})"
    # What stands where a known agency may: a list of them inside the pattern would be compiled with each place.
    known = rf"(?P<known>\([{_UP}{_LOW}][{_UP}{_LOW}0-9 \u00a0.,&/'-]{{1,80}}\)|/[{_UP}{_LOW}][{_UP}{_LOW}0-9 -]{{1,40}}/)"
    # After a date: an agency, a loosely written one, a dash alone, or the end of the line.
    end = rf"{comma}{some}(?:{_DASH}|{_STARTS})|{comma}{loose}{_DASH}|{_SPACED_DASH}|{_DASH}(?={_SPACE})|{_SPACE}*$"
    # One pattern for forms that begin alike, as compiling a place costs most (6 ms less than one for each).
    patterns = (
        rf"{place}{comma}(?:{date}(?:{end})|{known}(?:{comma}{later})?{_DASH})",
        rf"{capitals}{_SPACE}+{some}{_DASH}{_STARTS}",
        rf"{date}{_SPACE}*{some}(?:{_DASH}|{_STARTS})",
        rf"{known}{_DASH}",
        rf"{capitals}(?:{_SPACED_DASH}|,{_SPACE}*{odd}{_SPACED_DASH}){_STARTS}",
        rf"(?P<ordinary>{_NAME}{_REGION})(?:{_SPACED_DASH}|:(?={_SPACE})){_STARTS}",
    )
    return tuple(re.compile(pattern) for pattern in patterns)


def match_head(line: str, position: int = 0, *, capitals: bool = False) -> Head | None:
    """The dateline that begins exactly at `position` of one line, or None.

    With `capitals` a place counts only in capitals: after a byline nothing else tells it from a name.
    """
    shown = plain(line)
    if not _POSSIBLE.match(shown, position):
        return None
    for form in _forms():
        match = form.match(shown, position)
        if match is None:
            continue
        found = _Found(line, match)
        if _is_sound(found) and not (capitals and _in_ordinary_spelling(found)):
            place = found.group("place", "ordinary")
            agency = found.group("agency", "known", "loose")
            if place is not None and (bracket := _agency_after(place)) is not None:
                place, agency = place[: -len(bracket)], bracket  # *SEOUL (Yonhap) Dec. 29 --*
            return Head(
                match.start(),
                match.end(),
                place=_trimmed(place),
                date=found.group("date", "later"),
                agency=agency.strip("()/ ") if agency else None,
            )
    return None


class _Found(Struct, frozen=True):
    """A match in the plain line; its groups are read from the line itself."""

    line: str
    match: re.Match[str]

    def group(self, *names: str) -> str | None:
        """The first of these groups that its pattern has and that took something."""
        for name in names:
            start, end = self.match.span(name) if name in self.match.re.groupindex else (-1, -1)
            if start >= 0:
                return self.line[start:end]
        return None


def starts_with_dateline(line: str) -> bool:
    """Whether a line begins with a dateline of any form."""
    return match_head(line) is not None


def _is_sound(found: _Found) -> bool:
    known, ordinary, place = found.group("known"), found.group("ordinary"), found.group("place")
    if known is not None and not _known_agency().fullmatch(plain(known[1:-1])):
        return False
    if _agency_after(ordinary or place or "") is not None and (
        found.group("date") is None or found.group("agency", "loose", "known", "odd") is not None
    ):
        return False
    if ordinary is not None:
        return is_known(ordinary)
    if place is None:
        return True
    if known is None and found.group("agency", "loose", "date", "odd") is None:
        return _names_a_place(place, found)
    return not place.startswith("By ") and place.rstrip(".,").upper() not in words("not_places")


def _agency_after(place: str) -> str | None:
    """The bracket at the end of a place where it is an agency's and no country's: *(Yonhap)*."""
    start = place.rfind("(")
    named = start >= 0 and place.endswith(")") and _known_agency().fullmatch(plain(place[start + 1 : -1]))
    return place[start:] if named else None


def _in_ordinary_spelling(found: _Found) -> bool:
    place = found.group("place", "ordinary")
    return place is not None and not re.fullmatch(_CAPS_PLACE, plain(place))


def _names_a_place(place: str, found: _Found) -> bool:
    """Capitals alone are a place unless they are a label (*EXCLUSIVE -*) or part of a headline in capitals."""
    if is_known(place):
        return True
    if any(place.upper().startswith(label) for label in words("not_places")) or re.search(r"\d", place):
        return False
    following = found.line[found.match.end() :].split()
    return not (len(following) > 2 and all(word.isupper() for word in following[:3]))


def _trimmed(place: str | None) -> str | None:
    return place.strip(" \t\u00a0\u202f,") if place else None
