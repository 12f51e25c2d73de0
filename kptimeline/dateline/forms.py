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
    """Each name, or its first three, four or five letters: *Dec.*, *Sept*, *Thurs*; case does not matter."""
    forms = {name[:length] for name in names for length in (3, 4, 5, len(name))}
    return f"(?i:{'|'.join(sorted(forms, key=lambda form: (-len(form), form)))})"


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
_KNOWN = "|".join(re.escape(agency) for agency in words("agencies"))
# *Benghazi (Libya)*; capitals alone are an agency's: *(VOA)*.
_COUNTRY = rf"{_SPACE}*\((?=[^()]*[{_LOW}])(?!(?:{_KNOWN})\))[{_UP}][{_UP}{_LOW} '.&-]{{2,40}}\)"
_REGION = rf"(?:{_SPACE}*,{_SPACE}*(?!{WEEKDAY}[, ]){_NAME}){{0,2}}(?:{_COUNTRY})?"
_TITLED = rf"[{_UP}][{_LOW}][{_LOW}'-]*"
_CAPS_PLACE = (
    rf"{_CAPS}(?:{_SPACE}+{_TITLED}(?:{_SPACE}+{_TITLED})?)?{_REGION}(?:{_SPACE}*/{_SPACE}*{_CAPS}{_REGION})?"
)
_KNOWN_AGENCY = rf"(?:\((?:{_KNOWN})(?:[/,-]{_SPACE}?(?:{_KNOWN}|{_WORD}))*\)|/(?:{_KNOWN})/)"
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
    """A dateline inside a line: offsets in the line, and which form it has."""

    form: str
    start: int
    end: int
    place: str | None
    date: str | None
    agency: str | None


class _Form(Struct, frozen=True):
    name: str
    pattern: re.Pattern[str]


def _form(name: str, pattern: str) -> _Form:
    return _Form(name, re.compile(pattern))


@cache
def _forms() -> tuple[_Form, ...]:
    place = rf"(?P<place>{_CAPS_PLACE}|{_NAME}{_REGION})"
    capitals = rf"(?P<place>{_CAPS_PLACE})"
    comma = rf"{_SPACE}*,?{_SPACE}*"
    date = rf"(?P<date>{DATE})"
    odd = rf"(?P<date>[{_UP}{_LOW}.]{{3,9}}{_SPACE}+[a-z]?[0-9]{{1,2}})"
    loose = rf"(?P<loose>\([{_UP}{_LOW}0-9 .&/'-]{{2,40}}\))"
    some, known = rf"(?P<agency>{_ANY_AGENCY})", rf"(?P<agency>{_KNOWN_AGENCY})"
    return (
        # One pattern for four forms, as compiling a place costs most: with an agency, with a loosely written
        # one, with a dash alone, or at the end of the line.
        _form(
            "place-date",
            rf"{place}{comma}{date}(?:{comma}{some}(?:{_DASH}|{_STARTS})"
            rf"|{comma}{loose}{_DASH}|{_SPACED_DASH}|{_DASH}(?={_SPACE})|{_SPACE}*$)",
        ),
        # *SEOUL (Yonhap) Dec. 29 --* too.
        _form("place-agency", rf"{place}{_SPACE}*,?{_SPACE}*{known}(?:{comma}{date})?{_DASH}"),
        _form("place-agency", rf"{capitals}{_SPACE}+{some}{_DASH}{_STARTS}"),
        _form("date-agency", rf"{date}{_SPACE}*{some}(?:{_DASH}|{_STARTS})"),
        _form("agency", rf"{known}{_DASH}"),
        _form("capitals", rf"{capitals}{_SPACED_DASH}{_STARTS}"),
        _form("odd-date", rf"{capitals},{_SPACE}*{odd}{_SPACED_DASH}{_STARTS}"),
        _form("known-place", rf"(?P<place>{_NAME}{_REGION})(?:{_SPACED_DASH}|:(?={_SPACE})){_STARTS}"),
    )


def match_head(line: str, position: int = 0, *, capitals: bool = False) -> Head | None:
    """The dateline that begins exactly at `position` of one line, or None.

    With `capitals` a place counts only in capitals: after a byline nothing else tells it from a name.
    """
    shown = plain(line)
    if not _POSSIBLE.match(shown, position):
        return None
    for form in _forms():
        match = form.pattern.match(shown, position)
        if match is None:
            continue
        found = _Found(line, match)
        if _is_sound(form.name, found) and not (capitals and _in_ordinary_spelling(found)):
            agency = found.group("agency") or found.group("loose")
            return Head(
                form.name,
                match.start(),
                match.end(),
                place=_trimmed(found.group("place")),
                date=found.group("date"),
                agency=agency.strip("()/ ") if agency else None,
            )
    return None


class _Found(Struct, frozen=True):
    """A match in the plain line; its groups are read from the line itself."""

    line: str
    match: re.Match[str]

    def group(self, name: str) -> str | None:
        start, end = self.match.span(name) if name in self.match.re.groupindex else (-1, -1)
        return self.line[start:end] if start >= 0 else None


def starts_with_dateline(line: str) -> bool:
    """Whether a line begins with a dateline of any form."""
    return match_head(line) is not None


def _is_sound(form: str, found: _Found) -> bool:
    place = found.group("place")
    if place is None:
        return True
    if form == "known-place":
        return is_known(place)
    if form == "capitals":
        return _names_a_place(place, found)
    return not place.startswith("By ") and place.rstrip(".,").upper() not in words("not_places")


def _in_ordinary_spelling(found: _Found) -> bool:
    place = found.group("place")
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
