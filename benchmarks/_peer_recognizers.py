"""Microsoft Recognizers-Text (recognizers-text-date-time) over each line; of several readings the latest that is not ahead."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from _peer_io import Timex, lines, serve, timex, value_of_days

Reading = dict[str, str | None]

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


def likeliest(readings: list[Reading], day: datetime) -> Reading:
    """Of a bare weekday or a date without a year it gives the one before and the one after."""
    past = [
        reading for reading in readings if (reading.get("value") or reading.get("start") or "") <= f"{day}"
    ]
    return past[-1] if past else readings[0]


def plain(kind: str, reading: Reading, day: datetime) -> tuple[str, str]:
    """TIMEX3 type and value of one of its readings; the value is empty where it has none."""
    code, moment = reading.get("timex") or "", reading.get("value") or ""
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
        first, last = (date.fromisoformat(span[side]) for side in ("first_day", "last_day"))
        return "DATE", value_of_days(first, last + timedelta(days=1)) or ""
    return "DATE", code


def days(reading: Reading) -> dict[str, str]:
    """First and last day of a range; its end is the first day after it where it tells whole days."""
    try:
        first, after = (date.fromisoformat(reading[side] or "") for side in ("start", "end"))
    except (KeyError, TypeError, ValueError):
        return {}
    last = date.fromordinal(max(first.toordinal(), after.toordinal() - 1))
    return {"first_day": first.isoformat(), "last_day": last.isoformat()}


if __name__ == "__main__":
    serve(tag, model)
