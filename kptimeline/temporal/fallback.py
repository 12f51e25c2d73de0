"""The one importer of dateparser: dates in the languages and formats that the rules do not have.

For date options and metadata strings only, never for the text of articles. dateparser gives points; the
interval here is as long as what was written (*March 2015* is the month).
"""

from __future__ import annotations

import warnings

from kptimeline.interval import Interval, from_day
from kptimeline.temporal.times import cell


def parse_date(text: str, *, base_day: int) -> Interval | None:
    """The interval that a date string means, relative words counted from `base_day`; None if it is no date."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dateparser's own use of deprecated calls
        from datetime import datetime

        from dateparser.date import DateDataParser

        parser = DateDataParser(
            settings={
                "RELATIVE_BASE": datetime(*from_day(base_day)),  # noqa: DTZ001 - days have no zone here
                "PREFER_DAY_OF_MONTH": "first",
                "PREFER_MONTH_OF_YEAR": "first",
                "RETURN_TIME_AS_PERIOD": False,
            }
        )
        found = parser.get_date_data(text)
    if found is None or found.date_obj is None:
        return None
    date = found.date_obj.date()
    match found.period:
        case "year":
            return cell("year", date.year).interval()
        case "month":
            return cell("month", date.year * 12 + date.month - 1).interval()
        case "week":
            return cell("week", (date.toordinal() - 1) // 7).interval()
    return cell("day", date.toordinal()).interval()
