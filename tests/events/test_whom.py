"""To whom something is done, whom pronouns and titles mean, and names that stand run into other words."""

import pytest


def sides(reader, text, trigger):
    mention = next(m for m in reader.mentions(text) if text[m.trigger.start :].startswith(trigger))
    return [one.name for one in mention.by], [one.name for one in mention.to]


@pytest.mark.parametrize(
    ("text", "trigger", "to"),
    [
        # A verdict on an act is one on whose act it is.
        ("Peru condemned Chile's raids against Bolivia.", "condemned", ["Chile"]),
        ("The bishop condemned the Peruvian acts against Chile and Bolivia.", "condemned", ["Peruvian"]),
        # Who is asked does it to others.
        ("Peru asked its people to shun Chile.", "asked", []),
        ("Peru urged Chile to arm Bolivia.", "urged", ["Chile"]),
        # Company, occasions and those on whose behalf it is done are nobody that it is done to.
        ("The Chadian envoy visited the mill together with members of the Peruvian party.", "visited", []),
        ("Poland's premier sent condolences on behalf of the Polish people to Peru.", "sent", ["Peru"]),
        ("Peru congratulated the bishop on the anniversary of the founding of Chile.", "congratulated", ["bishop"]),
        ("Peru expressed sorrow over the death of Ivan Petrov.", "expressed", []),
        # Places and things.
        ("Kenya held a meeting in Lima, Peru.", "held", []),
        ("The Chadian envoy visited the Lantern Factory.", "visited", []),
        ("The envoys toured the Arch of Peace.", "toured", []),
        ("The Peruvian army made an air raid on a school.", "made", []),
    ],
)  # fmt: skip
def test_to_whom(reader, text, trigger, to):
    assert sides(reader, text, trigger)[1] == to


@pytest.mark.parametrize(
    ("text", "trigger", "by"),
    [
        ("ComradeKim Jong Unthanked Japan.", "thanked", ["Kim Jong Un"]),
        ("The respected PresidentKim Il Sungvisited Russia.", "visited", ["Kim Il Sung"]),
        ("Statistics Canada said that prices rose.", "said", ["Statistics Canada"]),
        ("Peru told Chile that it would close the border on Monday.", "close", ["Peru"]),
        # Behind *as* and *because* it may be anybody named before.
        ("Police scorned the rebels because they burned two villages on Monday.", "burned", None),
        # A clause does not call one person by pronoun and name.
        ("Ivan Petrov spoke. He wished Ivan Petrov well on Monday.", "wished", None),
    ],
)
def test_by_whom(reader, text, trigger, by):
    if by is None:
        assert all(not text[m.trigger.start :].startswith(trigger) for m in reader.mentions(text))
    else:
        assert sides(reader, text, trigger)[0] == by


def test_a_title_is_its_only_holders(reader):
    text = "Ivan Petrov, foreign minister of the Republic of Belarus, came on Monday.\nPeru's envoy greeted the foreign minister."
    assert sides(reader, text, "greeted")[1] == ["Ivan Petrov"]


def test_a_body_with_a_countrys_name_is_of_that_country(reader):
    (mention,) = reader.mentions("Statistics Canada said that prices rose.")
    assert reader.registry.resolve(mention.by[0], None).country == "CAN"


@pytest.mark.parametrize(
    ("text", "cuts"),
    [
        ("ComradeKim Jong Unvisited", (7, 18)),
        ("ofKim Il SungUniversity", (2, 13)),
        ("Kim Jong Uns plan", ()),  # one letter is an ending
        ("Kim Jong Un visited", ()),
        ("McDonald", ()),
        ("On May 15,Anna left 1,000 men.", (10,)),
    ],
)
def test_lost_spaces(reader, text, cuts):
    assert reader.registry.lost_spaces(text) == cuts


def test_a_lost_space_moves_no_offset(reader):
    text = "ComradeKim Jong Unthanked Japan."
    (mention,) = reader.mentions(text)
    assert text[mention.trigger.start : mention.trigger.end] == "thanked"
    assert text[mention.by[0].start : mention.by[0].end] == "Kim Jong Un"
    assert mention.summary == "Kim Jong Un thanked Japan"


@pytest.mark.parametrize(
    ("text", "trigger", "by", "to"),
    [
        # Who stands behind the thing, the fight or the statement by which it is done.
        ("A mine laid by rebels in Chad killed two French nurses.", "killed", ["rebels"], ["French nurses"]),
        ("Two French nurses were killed in a raid by Chadian rebels.", "killed", ["Chadian rebels"], ["French nurses"]),
        ("Two French nurses were hurt when Chadian rebels attacked a bus.", "attacked", ["Chadian rebels"], []),
        ("Peru issued a statement condemning Chile.", "condemning", ["Peru"], ["Chile"]),
        # What is got is done by who gives it.
        ("Nepal received rice from India.", "received", ["India"], ["Nepal"]),
        ("Two French soldiers died in an ambush by Chadian rebels.", "died", ["Chadian rebels"], ["French soldiers"]),
        # What is handed over goes to somebody, whoever may be named in it.
        ("Norway handed Sweden back to Denmark.", "handed", ["Norway"], ["Denmark"]),
        # A second act of the subject says nothing of the first.
        ("The premier of Peru stepped down and left for Panama.", "stepped", ["premier of Peru"], []),
        # States of mind are one's own.
        ("Norway is committed to the defence of Finland.", "committed", ["Norway"], ["Finland"]),
        # *he* is the one person that was named.
        ("Peru's president said that he praised Chile.", "praised", ["Peru's president"], ["Chile"]),
        ("Peru's president told the envoy of Chile that he praised Japan.", "praised", None, None),
    ],
)  # fmt: skip
def test_who_did_it_to_whom(reader, text, trigger, by, to):
    if by is None:
        assert all(not text[m.trigger.start :].startswith(trigger) for m in reader.mentions(text))
    else:
        assert sides(reader, text, trigger) == (by, to)


@pytest.mark.parametrize(
    ("text", "trigger", "type_", "status"),
    [
        ("Peru denied having bombed Chile.", "bombed", "ASSAULT", "denied"),
        ("Peru will no longer attend the talks with Chile.", "attend", "REJECT", "negated"),
        ("Peru said that it would attack Chile if it lost its port.", "attack", "THREATEN", "hypothetical"),
        ("Chile's attack on Peru on Monday failed.", "attack", "ASSAULT", "occurred"),
        ("Lavrov's visit to Peru began on Monday.", "visit", "CONSULT", "occurred"),
        ("The shelling of Lebanon last week hit a school.", "shelling", "ASSAULT", "occurred"),
        ("The pact that Seoul suspended on Monday is gone.", "suspended", None, "occurred"),
        ("The man is in jail for the murder of Ivan Petrov by Chadian rebels in May 2019.", "murder", "ASSAULT", "occurred"),
    ],
)  # fmt: skip
def test_what_was_done(reader, text, trigger, type_, status):
    mention = next(m for m in reader.mentions(text) if text[m.trigger.start :].startswith(trigger))
    assert (mention.event_type, mention.status) == (type_, status)
