"""Who has no country by name takes the one that the clause gives, and only where it gives one."""

import pytest

from kptimeline.events.typing import intended
from kptimeline.records import Status


def countries(reader, text, trigger, side):
    mention = next(m for m in reader.mentions(text) if text[m.trigger.start :].startswith(trigger))
    return [
        (one.name, reader.registry.resolve(one, None).country, one.inferred) for one in getattr(mention, side)
    ]


@pytest.mark.parametrize(
    ("text", "trigger", "side", "expected"),
    [
        (
            "The Albanians of southern Italy demanded schools from Italian officials.",
            "demanded",
            "by",
            [("Albanians", "ITA", False)],
        ),
        (
            "The Turks in Germany demanded schools.",
            "demanded",
            "by",
            [("Turks", "DEU", False)],
        ),
        ("King Hassan of Morocco met Xi Jinping.", "met", "by", [("King Hassan", "MAR", False), ("Xi Jinping", "CHN", False)]),
        (
            "A member of the Syrian parliament, Adnan Khoury, criticized Iran.",
            "criticized",
            "by",
            [("Adnan Khoury", "SYR", False)],
        ),
        ("Kenyan police arrested students.", "arrested", "to", [("students", "KEN", True)]),
        ("President Okoth banned Kenyan newspapers.", "banned", "by", [("President Okoth", "KEN", True)]),
        ("President Okoth criticized Kenyan and Ugandan newspapers.", "criticized", "by", [("President Okoth", None, False)]),
        ("Rebels attacked a convoy in Basra.", "attacked", "to", [("convoy", "IRQ", True)]),
        ("Gunmen in Karachi killed two Chinese engineers.", "killed", "by", [("Gunmen", "PAK", True)]),
        ("The troops shelled Kharkiv.", "shelled", "by", [("troops", None, False)]),
        ("The troops shelled Kharkiv.", "shelled", "to", [("Kharkiv", "UKR", True)]),
        ("Israel bombed Rafah, killing civilians.", "killing", "to", [("civilians", None, False)]),
        ("Japan urged residents of Okinawa to leave.", "urged", "to", [("residents of Okinawa", "JPN", False)]),
        ("The Liberal Party rejected the plan of the Danish premier.", "rejected", "by", [("Liberal Party", "DNK", True)]),
        ("The World Food Party rejected the plan of the Danish premier.", "rejected", "by", [("World Food Party", None, False)]),
    ],
)  # fmt: skip
def test_country(reader, text, trigger, side, expected):
    assert countries(reader, text, trigger, side) == expected


@pytest.mark.parametrize(
    ("text", "trigger", "to"),
    [
        ("Gunmen of Chad bombed a market in Sudan.", "bombed", ["Sudan"]),
        ("North Korea trained pilots capable of a raid on Japan.", "trained", ["Japan"]),
        ("Serbia eased its curfew on Monday, as Croatian police beat Bosnian workers.", "eased", []),
        ("Rebels captured hundreds of weapons, according to the Chadian army.", "captured", []),
        (
            "Putin and Kim Jong-un signed a treaty on the trade of Iran and Iraq.",
            "signed",
            ["Putin", "Kim Jong-un"],
        ),
    ],
)
def test_whom_the_clause_names(reader, text, trigger, to):
    mention = next(m for m in reader.mentions(text) if text[m.trigger.start :].startswith(trigger))
    assert [one.name for one in mention.to] == to


@pytest.mark.parametrize(
    ("type_", "status", "future", "expected"),
    [
        ("CONSULT", Status.PLANNED, True, "AGREE"),
        ("AID", Status.PLANNED, False, "AGREE"),
        ("ASSAULT", Status.PLANNED, True, "THREATEN"),
        ("PROTEST", Status.PLANNED, False, "THREATEN"),
        ("REQUEST", Status.PLANNED, True, "REQUEST"),
        ("STATEMENT", Status.PLANNED, True, "STATEMENT"),
        ("CONSULT", Status.NEGATED, True, "REJECT"),
        ("CONSULT", Status.NEGATED, False, "CONSULT"),
        ("ASSAULT", Status.NEGATED, True, "ASSAULT"),
        ("AID", Status.OCCURRED, False, "AID"),
        ("AID", Status.HYPOTHETICAL, True, "AID"),
    ],
)
def test_intended(type_, status, future, expected):
    assert intended(type_, status, future=future) == expected


def test_an_intention_is_typed_in_a_mention(reader):
    mentions = reader.mentions("Putin will visit India. Iran will not meet France.")
    assert [one.event_type for one in mentions] == ["AGREE", "REJECT"]


@pytest.mark.parametrize(
    ("text", "trigger", "by", "to"),
    [
        ("Oman hosted talks between Iran and Iraq.", "hosted", ["Oman"], ["Iran", "Iraq"]),
        ("Russia agreed to open a plant in Iran.", "agreed", ["Russia"], ["Iran"]),
        ("China held talks with Japan in Geneva.", "held", ["China", "Japan"], ["China", "Japan"]),
        ("Xi Jinping and Vladimir Putin met.", "met", ["Xi Jinping", "Vladimir Putin"], ["Xi Jinping", "Vladimir Putin"]),
        ("Seoul said that Tokyo must pay the workers.", "said", ["Seoul"], ["Tokyo"]),
    ],
)  # fmt: skip
def test_third_parties_and_places(reader, text, trigger, by, to):
    mention = next(m for m in reader.mentions(text) if text[m.trigger.start :].startswith(trigger))
    assert ([one.name for one in mention.by], [one.name for one in mention.to]) == (by, to)


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Seoul said that Tokyo must pay the workers.", "REQUEST"),
        ("Seoul said that it must pay the workers.", "STATEMENT"),
        ("Seoul said that South Korea should pay the workers.", "STATEMENT"),
        ("Seoul said that Tokyo paid the workers.", "STATEMENT"),
        ("Seoul said that Tokyo must be helped.", "STATEMENT"),
    ],
)
def test_what_others_should_do_is_asked_of_them(reader, text, type_):
    said = [m for m in reader.mentions(text) if m.lemma == "say"]
    assert [one.event_type for one in said] in ([type_], [])
    assert type_ == "STATEMENT" or said
