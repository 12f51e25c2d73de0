"""Lines of corrections from elsewhere: what no command could have said is refused, with the reason."""

import msgspec
import pytest

from kptimeline.errors import InputRejectedError
from kptimeline.merge.correction_line import MOST_PAIRS, checked, decoded, shared_value

NOW = "2026-01-06T09:00:00.000000Z"
AT = "2026-01-05T09:00:00.000000Z"
FIRED = {"key": "aaaaaaaaaaaaa:10-15", "sentence": "It fired rockets.", "trigger": "fired"}
MET = {"key": "aaaaaaaaaaaaa:40-43", "sentence": "They met.", "trigger": "met"}
PLACE = {"field": "place", "value": "Wonsan", "mentions": [FIRED], "who": "ana", "made_at": AT}
MERGE = {"field": "merge", "mentions": [FIRED, MET], "pairs": [[0, 1]], "who": "ana", "made_at": AT}
CLOCK = {"first_day": "2025-11-18", "last_day": "2025-11-18", "granularity": "minute",
         "first_time": "07:30", "last_time": "07:30", "utc_offset": "+09:00"}  # fmt: skip


def line(base, **changed):
    return msgspec.json.encode({**base, **changed})


def field(name, value):
    return line(PLACE, field=name, value=value)


GOOD = [
    (line(PLACE), "Wonsan"),
    (line(PLACE, value=None), None),
    (line(PLACE, undone_at=AT, undone_by="ben", why="a log"), "Wonsan"),
    (line(MERGE), None),
    (line(MERGE, field="split"), None),
    (field("hidden", "1"), "1"),
    (field("by", [{"actor": "china", "name": "China"}]), '[{"actor":"china","name":"China"}]'),
    # What EDTF says follows from the days, whatever the line says.
    (
        field("date", {"first_day": "2025-11-18", "last_day": "2025-11-18", "edtf": "\x1b[2J"}),
        '{"first_day":"2025-11-18","last_day":"2025-11-18","edtf":"2025-11-18"}',
    ),
]


@pytest.mark.parametrize(("text", "value"), GOOD)
def test_what_a_command_could_have_said(text, value):
    read = checked(decoded(text), NOW)
    assert read.value == value
    assert (
        checked(
            decoded(
                msgspec.json.encode({**msgspec.to_builtins(read), "value": shared_value(read.field, value)})
            ),
            NOW,
        )
        == read
    )


def test_a_clock_time_goes_over():
    assert msgspec.json.decode(checked(decoded(field("date", CLOCK)), NOW).value)["first_time"] == "07:30"


BAD = [
    (b"", "is not JSON"),
    (b'{"field":"place","value":' + b"[" * 100_000, "nests too deep"),
    (b"\xff", "is not JSON"),
    (b'{"field":"\xff"}', "is not valid UTF-8"),
    (b"[]", "is no correction: Expected `object`"),
    (b"{}", "missing required field `field`"),
    (line(PLACE, colour="red"), "unknown field `colour`"),
    (field("colour", "red"), "there is no field 'colour'"),
    (field("place", "  "), "visible characters"),
    (field("place", "a\u202eb"), "visible characters"),
    (field("summary", "x" * 1001), "visible characters"),
    (field("place", {"a": 1}), "has a place that is none"),
    (field("status", None), "an event always has a status"),
    (field("status", "maybe"), "is no status"),
    (field("type", "aid"), "is no type"),
    (field("hidden", "no"), "hidden is '1'"),
    (field("by", []), "names nobody"),
    (field("by", [{"actor": "No Slug", "name": "N"}]), "without a slug and a name"),
    (field("by", [{"actor": "china", "name": "\x1b[31m"}]), "without a slug and a name"),
    (field("date", "2025-11-18"), "has a date that is none"),
    (field("date", {}), "a date needs a first or a last day"),
    (field("date", {"first_day": "2025-02-30"}), "has a date that is none"),
    (field("date", {"first_day": "2025-02-03", "last_day": "2025-02-01"}), "its first day is after its last"),
    (field("date", CLOCK | {"first_time": "25:00"}), "is no time"),
    (field("date", CLOCK | {"utc_offset": "\x1b[31m"}), "is no time"),
    (line(PLACE, who=""), "who takes up to"),
    (line(PLACE, who="a\nb"), "who takes up to"),
    (line(PLACE, why="\x1b[31m"), "why takes up to"),
    (line(PLACE, made_at="2026-01-05"), "made_at is no UTC time"),
    (line(PLACE, made_at="2026-13-05T09:00:00.000000Z"), "made_at is no UTC time"),
    (line(PLACE, made_at="2026-01-07T09:00:00.000001Z"), "made_at is in the future"),
    (line(PLACE, undone_at=AT), "needs undone_at and undone_by"),
    (line(PLACE, undone_at="2026-01-04T09:00:00.000000Z", undone_by="b"), "before it was said"),
    (line(PLACE, mentions=[]), "names no mention"),
    (line(PLACE, mentions=[FIRED, FIRED]), "names a mention twice"),
    (line(PLACE, mentions=[FIRED | {"key": "aaa:1-2"}]), "is no key of a mention"),
    (line(PLACE, mentions=[FIRED | {"key": "aaaaaaaaaaaaa:5-5"}]), "is no key of a mention"),
    (line(PLACE, mentions=[FIRED | {"text_sha256": "0"}]), "text_sha256 is no hash"),
    (line(PLACE, mentions=[FIRED | {"trigger": "met"}]), "needs its sentence, and the trigger in it"),
    (line(PLACE, mentions=[FIRED | {"sentence": "It fired\0"}]), "a sentence holds what no article does"),
    (line(PLACE, pairs=[[0, 0]]), "a place has no pairs"),
    (line(MERGE, value="1"), "a merge has no value"),
    (line(MERGE, pairs=[]), "a merge needs pairs"),
    (line(MERGE, pairs=[[0, 2]]), "its pairs are not two of its 2 mentions"),
    (line(MERGE, pairs=[[-1, 0]]), "its pairs are not two of its 2 mentions"),
    (line(MERGE, pairs=[[1, 1]]), "its pairs are not two of its 2 mentions"),
    (line(MERGE, pairs=[[0, 1]] * (MOST_PAIRS + 1)), "more than 10,000 pairs"),
    (line(MERGE, mentions=[FIRED, MET, FIRED | {"key": "aaaaaaaaaaaaa:1-2"}]), "that no pair has"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), BAD)
def test_what_none_could_have_said(text, words):
    with pytest.raises(InputRejectedError, match=words.replace("[", r"\[")) as raised:
        checked(decoded(text), NOW)
    assert raised.value.hint
