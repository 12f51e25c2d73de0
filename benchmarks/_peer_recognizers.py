"""Microsoft Recognizers-Text (recognizers-text-date-time) over each line; of several readings the latest that is not ahead."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from _peer_io import Timex, lines, serve, timex, value_of_days

REFERENCES = {"PRESENT_REF", "PAST_REF", "FUTURE_REF"}


@cache
def model() -> Any:
    """Its English model of dates and times."""
    from recognizers_date_time import Culture, DateTimeRecognizer

    return DateTimeRecognizer(Culture.English).get_datetime_model()


def tag(text: str, day: datetime) -> list[Timex]:
    """Its answers, with days where it gives a range."""
    found = []
    for offset, line in lines(text):
        for answer in model().parse(line, day):
            start, end = answer.start, answer.end + 1
            kind = answer.type_name.removeprefix("datetimeV2.")
            reading = likeliest((answer.resolution or {}).get("values") or [{}], day)
            found.append({**timex(offset + start, offset + end, *plain(kind, reading, day)), **days(reading)})
    return found


def likeliest(readings: list[dict[str, str]], day: datetime) -> dict[str, str]:
    """Of a bare weekday or a date without a year it gives the one before and the one after."""
    past = [reading for reading in readings if reading.get("value", reading.get("start", "")) <= f"{day}"]
    return past[-1] if past else readings[0]


def plain(kind: str, reading: dict[str, str], day: datetime) -> tuple[str, str]:
    """TIMEX3 type and value of one of its readings; the value is empty where it has none."""
    code, moment = reading.get("timex", ""), reading.get("value", "")
    known = moment if moment[:4].isdigit() else ""
    match kind:
        case "duration":
            return "DURATION", code
        case "set":
            return "SET", code
        case "time" | "timerange":
            return "TIME", f"{day:%Y-%m-%d}{code}" if code.startswith("T") else ""
        case "datetime" | "datetimerange":
            if code in REFERENCES:
                return "DATE", code
            return "TIME", known.replace(" ", "T")[:16] or code
        case "date":
            return "DATE", known or code
    if not code.startswith(("(", "XXXX")):
        return "DATE", code
    if span := days(reading):
        first = date.fromisoformat(span["first_day"])
        return "DATE", value_of_days(first, date.fromisoformat(reading["end"][:10])) or ""
    return "DATE", code


def days(reading: dict[str, str]) -> dict[str, str]:
    """First and last day of a range; its end is the first day after it where it tells whole days."""
    try:
        first, after = date.fromisoformat(reading["start"]), date.fromisoformat(reading["end"])
    except (KeyError, ValueError):
        return {}
    last = date.fromordinal(max(first.toordinal(), after.toordinal() - 1))
    return {"first_day": first.isoformat(), "last_day": last.isoformat()}


if __name__ == "__main__":
    serve(tag, model)
