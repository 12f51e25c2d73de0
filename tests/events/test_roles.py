"""Who is named by a noun phrase, and which side of an act it stands on."""

import pytest


def sides(reader, text, trigger):
    mention = next(m for m in reader.mentions(text) if text[m.trigger.start :].startswith(trigger))

    def told(group):
        return [(one.name, reader.registry.resolve(one, None).country) for one in group]

    return told(mention.by), told(mention.to)


@pytest.mark.parametrize(
    ("text", "trigger", "by", "to"),
    [
        (
            "Indian and Pakistani troops attacked rebels.",
            "attacked",
            [("Indian troops", "IND"), ("Pakistani troops", "PAK")],
            [("rebels", None)],
        ),
        (
            "The presidents of Chad and Niger condemned Mali.",
            "condemned",
            [("presidents of Chad", "TCD"), ("presidents of Niger", "NER")],
            [("Mali", "MLI")],
        ),
        (
            "The Polish premier met his Czech counterpart.",
            "met",
            [("Polish premier", "POL"), ("Czech counterpart", "CZE")],
            [("Polish premier", "POL"), ("Czech counterpart", "CZE")],
        ),
        ("The minister praised his guards.", "praised", [("minister", None)], []),
        ("Serb forces were engaged in battles against Croatia.", "engaged", [("Serb forces", "SRB")], [("Croatia", "HRV")]),
        ("Gunmen killed two militiamen near Basra.", "killed", [("Gunmen", "IRQ")], [("militiamen", "IRQ")]),
        ("Serbia lifted its curfew as police in Croatia cracked down on Bosnian students.", "lifted", [("Serbia", "SRB")], []),
        (
            "The murder of a Turkish consul by Armenian gunmen was condemned in Paris.",
            "murder",
            [("Armenian gunmen", "ARM")],
            [("Turkish consul", "TUR")],
        ),
        ("Chinese shells hit a camp in Vietnam.", "hit", [("Chinese", "CHN")], [("camp", "VNM")]),
        ("An ambush by Chadian rebels killed six soldiers.", "killed", [("Chadian rebels", "TCD")], [("soldiers", "TCD")]),
        ("Peru granted asylum to a dissident.", "granted", [("Peru", "PER")], [("dissident", "PER")]),
        ("Russia sold fighter jets to India.", "sold", [("Russia", "RUS")], [("India", "IND")]),
        ("Thousands of Bangladeshis protested in Dhaka.", "protested", [("Thousands of Bangladeshis", "BGD")], [("Dhaka", "BGD")]),
        ("Thai monks flocked to the square to protest against China.", "flocked", [("Thai monks", "THA")], [("China", "CHN")]),
        ("Chad apologized after its soldiers shot a herder.", "shot", [("Chad's soldiers", "TCD")], [("herder", "TCD")]),
        ("Peru recalled its envoy from Chile.", "recalled", [("Peru", "PER")], [("Chile", "CHL")]),
        ("Burmese troops captured a rebel stronghold on the Thai border.", "captured", [("Burmese troops", "MMR")], [("rebel", "MMR")]),
        ("Rebels shelled part of an army base near Bogota.", "shelled", [("Rebels", "COL")], [("army", "COL")]),
        ("The Israeli raid on Lebanon angered the Vatican.", "raid", [("Israeli", "ISR")], [("Lebanon", "LBN")]),
    ],
)  # fmt: skip
def test_sides(reader, text, trigger, by, to):
    assert sides(reader, text, trigger) == (by, to)


@pytest.mark.parametrize(
    ("text", "trigger", "side", "name", "country"),
    [
        # Where a clause is of one country, what others say of it or do meanwhile changes nothing.
        ("Burmese soldiers killed six villagers, Thai police said.", "killed", 1, "villagers", "MMR"),
        ("Rebels freed a mayor in Peru, a Spanish newspaper reported.", "freed", 0, "Rebels", "PER"),
        # What happens in a place happens to those who are there.
        ("Sweden donated tents to refugees in Mozambique.", "donated", 1, "refugees", "MOZ"),
        ("A South American leader criticized the prisoners.", "criticized", 0, "South American leader", None),
    ],
)
def test_country_of_a_group(reader, text, trigger, side, name, country):
    assert (name, country) in sides(reader, text, trigger)[side]


@pytest.mark.parametrize(
    "text",
    [
        "The planned Israeli raid on Lebanon angered the Vatican.",  # it need not have taken place
        "Russia opposed an Israeli raid on Lebanon.",
        "The Israeli raid was criticized.",  # on whom is not told
    ],
)
def test_nouns_that_are_no_event(reader, text):
    assert not [
        m for m in reader.mentions(text) if text[m.trigger.start :].startswith("raid") and m.by and m.to
    ]


@pytest.mark.parametrize(
    ("text", "trigger", "by"),
    [
        (
            "Chad's president, Idris Deby, and Niger's leader, Omar Tiani, signed a pact.",
            "signed",
            ["Idris Deby", "Omar Tiani"],
        ),
        (
            "Two officials, Kim Yong-chol and Ri Son-gwon, visited China.",
            "visited",
            ["Kim Yong-chol", "Ri Son-gwon"],
        ),
        (
            "Russia's president, Vladimir Putin, and China condemned Iran.",
            "condemned",
            ["Vladimir Putin", "China"],
        ),
    ],
)
def test_all_who_are_joined_take_part(reader, text, trigger, by):
    assert [name for name, _ in sides(reader, text, trigger)[0]] == by


def test_a_clause_that_the_parser_joins_without_a_conjunction_has_its_own_subject(reader):
    text = "Japan and Chad opened talks on safety on Tuesday, a year after the sinking of the Sea Lark killed 14 Norwegian sailors."
    killed = next(m for m in reader.mentions(text) if text[m.trigger.start :].startswith("killed"))
    assert (killed.by, killed.dated_by) == ((), None)
