import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kptimeline.records import DatedBy, Status

NIS = "National Intelligence Service"


def one(reader, text, trigger):
    """The mention with a trigger that starts with these words."""
    return next(m for m in reader.mentions(text) if text[m.trigger.start :].startswith(trigger))


def names(readings):
    return [reading.name for reading in readings]


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("Japan fined a Chinese bank.", "fined", "occurred"),
        ("Japan has arrested a Russian spy.", "arrested", "occurred"),
        ("Russia has bombed Ukraine since 2022.", "bombed", "ongoing"),
        (
            "Iran has sent 900 soldiers to Syria to assist in its war with Turkey since May.",
            "sent",
            "ongoing",
        ),
        ("China is building a base in Cambodia.", "building", "ongoing"),
        ("China supports Pakistan.", "supports", "ongoing"),
        ("Putin will visit India.", "visit", "planned"),
        ("Putin plans to visit India.", "visit", "planned"),
        ("Sweden is ready to help Ukraine.", "help", "planned"),
        ("Japan should help Nepal.", "help", "proposed"),
        ("Japan must criticize China.", "criticize", "proposed"),
        ("Japan should not criticize China.", "criticize", "proposed"),
        ("Iran may attack Israel.", "attack", "hypothetical"),
        ("If Iran attacks Israel, oil will cost more.", "attacks", "hypothetical"),
        ("Iran did not attack Israel.", "attack", "negated"),
        ("Iran never attacked Israel.", "attacked", "negated"),
        ("Iran failed to release the French hostages.", "release", "negated"),
        ("Iran denied that its army attacked Israel.", "attacked", "denied"),
        ("Putin said he would visit India.", "visit", "planned"),
        ("Putin said Iran had not attacked Israel.", "attacked", "denied"),
        ("Iran denied attacking Israel.", "attacking", "denied"),
        ("If Iran attacks Israel, Japan will help Nepal.", "help", "hypothetical"),
        ("Had Iran attacked Israel, Japan would mourn.", "attacked", "hypothetical"),
        ("Iran could not have attacked Israel.", "attacked", "hypothetical"),
        ("Iran has yet to release the French hostages.", "release", "negated"),
        ("Japan has fined a bank, and Norway has helped Chad since May.", "fined", "occurred"),
        ("Having shelled Chad, Japan is bombing Niger.", "shelled", "occurred"),
        ("Japan did not relent, shelling Chad.", "shelling", "occurred"),
        ("Japan tried to shell Chad.", "shell", "occurred"),
        ("Japan tried to shell Chad but failed.", "shell", "negated"),
        ("Japan is trying to shell Chad.", "shell", "proposed"),
        ("Russia insisted that Ukraine withdraw its troops.", "withdraw", "proposed"),
        ("Russia insisted that Ukraine withdrew its troops.", "withdrew", "occurred"),
        ("Peru said that Chile was to blame for the war.", "blame", "occurred"),
    ],
)
def test_status(reader, text, trigger, status):
    assert one(reader, text, trigger).status == Status(status)


@pytest.mark.parametrize(
    ("text", "trigger", "by", "to"),
    [
        ("Iran attacked Iraq.", "attacked", ["Iran"], ["Iraq"]),
        ("Iraq was attacked by Iran.", "attacked", ["Iran"], ["Iraq"]),
        ("Seoul held talks with Tokyo.", "held", ["Seoul", "Tokyo"], ["Seoul", "Tokyo"]),
        ("Iran rejected Japan's offer.", "rejected", ["Iran"], ["Japan"]),
        ("Norway pledged to support Ukraine.", "pledged", ["Norway"], ["Ukraine"]),
        ("Cuba sent doctors to Haiti.", "sent", ["Cuba"], ["Haiti"]),
        ("Turkey and Egypt condemned Israel.", "condemned", ["Turkey", "Egypt"], ["Israel"]),
        ("Putin flew to China and met Xi Jinping.", "met", ["Putin", "Xi Jinping"], ["Putin", "Xi Jinping"]),
        ("The envoy said in Seoul that Japan criticized China.", "criticized", ["Japan"], ["China"]),
        ("Peru said that Chile was to blame for the war.", "blame", [], ["Chile"]),
        ("Peru is to blame Chile for the war.", "blame", ["Peru"], ["Chile"]),
        ("Authorities in Peru seized gold south of the U.S. islands.", "seized", ["Authorities"], []),
        ("A Peruvian court has suspended a ban on shows.", "suspended", ["Peruvian court"], []),
        ("Putin secured a new two-thirds majority.", "secured", ["Putin"], []),
        ("Putin returned to Russia.", "returned", ["Putin"], []),
        ("Putin visited the Lantern Machine Complex.", "visited", ["Putin"], []),
        ("Putin received a message of greeting from Modi.", "received", ["Modi"], ["Putin"]),
        ("The Chinese met Putin.", "met", ["Chinese", "Putin"], ["Chinese", "Putin"]),
        ("A summit of the European Union was held in Peru.", "held", ["European Union"], []),
    ],
)
def test_roles(reader, text, trigger, by, to):
    mention = one(reader, text, trigger)
    assert (names(mention.by), names(mention.to)) == (by, to)


FINE = "for the second time in a year, as envoys of both countries meet in Peru"


@pytest.mark.parametrize(
    ("text", "trigger", "claimed_by", "verb"),
    [
        ("Japan said that China fined a bank.", "fined", ["Japan"], "say"),
        ("China fined a Japanese bank, Tokyo said.", "fined", ["Tokyo"], "say"),
        ("According to Japan, China fined a bank.", "fined", ["Japan"], "according to"),
        ("China fined a Japanese bank, as reported by Reuters.", "fined", ["Reuters"], "as reported by"),
        ("China fined a Japanese bank.", "fined", [], None),
        ("China fined a bank; Tokyo said it was angry.", "fined", [], None),
        (
            "China fined a bank, a port official said on condition of anonymity.",
            "fined",
            ["port official"],
            "say",
        ),
        (
            "China fined a bank, according to the Politiken daily.",
            "fined",
            ["Politiken daily"],
            "according to",
        ),
        ("China denied fining a bank.", "fining", ["China"], "deny"),
        ("China fined a bank, the website Daily Frontier said.", "fined", ["Daily Frontier"], "say"),
        # A headline ends with its source.
        (f"China fined a Japanese bank {FINE}: KCNA", "fined", ["KCNA"], "say"),
        (f"China fined a Japanese bank {FINE}: South Korea", "fined", ["South Korea"], "say"),
        (f"China fined a Japanese bank {FINE}: 4.2 million", "fined", [], None),
        (f"China fined three Japanese banks {FINE}: Osaka, Kobe and Nara.", "fined", [], None),
    ],
)
def test_attribution(reader, text, trigger, claimed_by, verb):
    mention = one(reader, text, trigger)
    assert (names(mention.claimed_by), mention.claim_verb) == (claimed_by, verb)


def test_saying_that_carries_an_event_is_no_event(reader):
    assert [m.lemma for m in reader.mentions("Japan said that China arrested a bishop.")] == ["arrest"]


def test_saying_that_carries_none_is_a_statement(reader):
    (mention,) = reader.mentions("Japan said that peace is precious.")
    assert (mention.event_type, names(mention.by)) == ("STATEMENT", ["Japan"])


def test_surname_and_title_lead_back_to_the_full_name(reader):
    text = "South Korea's Defence Minister Ahn Gyu-back met Vladimir Putin. Ahn thanked Russia."
    second = reader.mentions(text)[-1]
    assert (second.by[0].text, second.by[0].name, second.by[0].inferred) == ("Ahn", "Ahn Gyu-back", True)


def test_he_is_the_person_who_spoke_before(reader):
    text = "Cho Hyun praised Japan. He criticized China."
    assert names(reader.mentions(text)[-1].by) == ["Cho Hyun"]


def test_the_north_is_korean_only_in_an_article_that_names_north_korea(reader):
    with_it = reader.mentions("Japan criticized North Korea. The North attacked Japan.")[-1]
    assert [(actor.text, actor.name) for actor in with_it.by] == [("The North", "North Korea")]
    without = reader.mentions("Japan criticized Sudan. The North attacked Japan.")
    assert "North Korea" not in [actor.name for mention in without for actor in mention.by]


def test_headings_and_bullets_give_no_mentions(reader):
    text = "Key points\n- China attacked Japan.\nChina Attacks Japan\nJapan thanked Norway."
    assert [m.lemma for m in reader.mentions(text)] == ["thank"]


def test_quantities_are_kept(reader):
    mention = one(reader, "Cuba sent about 300 doctors to Haiti.", "sent")
    assert mention.quantities == ("about 300 doctors",)


@pytest.mark.parametrize(
    ("text", "trigger", "phrase", "dated_by"),
    [
        ("Japan fined China on Monday.", "fined", "Monday", "phrase"),
        ("On Monday, Japan fined a bank and thanked Norway.", "thanked", "Monday", "sentence"),
        ("Rebels fired on Chad on Monday, killing two Chadian soldiers.", "killing", "Monday", "sentence"),
        ("Japan fined a bank.", "fined", None, "lead"),
        ("Japan will fine a bank.", "fine", None, None),
        ("Iran, which attacked Iraq last week, fined Israel on Monday.", "attacked", "last week", "phrase"),
        ("Iran, which attacked Iraq last week, fined Israel on Monday.", "fined", "Monday", "phrase"),
        ("Japan fined a bank in the first such case in seven years.", "fined", None, "lead"),
        (
            "Kim met Moon at the border, the first visit by a leader to the South since the war in 1953.",
            "met",
            None,
            "lead",
        ),
        ("Japan and China ended a summit on Thursday without a deal.", "ended", "Thursday", "phrase"),
        ("Japan ended a summit with China on Thursday and fined a bank.", "fined", "Thursday", "sentence"),
        ("Japan fined China on Monday and will thank Norway.", "thank", None, None),
        ("Japan fined a bank at 3 p.m. and thanked Norway.", "thanked", None, "lead"),
        ("Japan suspended part of its 2018 treaty with China on Monday.", "suspended", "Monday", "phrase"),
        ("Japan ordered the army to stop the drills yesterday.", "ordered", "yesterday", "phrase"),
        ("Japan told China of a plan to launch a rocket by Dec. 1.", "told", None, "lead"),
        ("Japan fined a bank after talks with China on Monday.", "fined", None, "lead"),
        ("Japan held summits with China in 2000 and in October 2007.", "held", "2000", None),
        ("On Monday Japan thanked Norway, when it arrested a bishop.", "arrested", "Monday", "sentence"),
        ("Japan thanked Norway two days after it arrested a bishop.", "thanked", "two days", "phrase"),
        ("Japan thanked Norway two days after it arrested a bishop.", "arrested", None, None),
        ("Japan has arrested a bishop, a day after Chad left.", "arrested", None, "lead"),
        ("On Monday, a day after Japan arrested a bishop, Chad left.", "left", "Monday", "phrase"),
        ("On Monday, a day after Japan arrested a bishop, Chad left.", "arrested", None, None),
        ("Japan praised the victory of July 27 in Chad.", "praised", None, "lead"),
        ("Putin praised Chad in a speech of last Friday.", "praised", "last Friday", "phrase"),
        ("Japan is arming itself for the future.", "arming", None, None),
        ("Japan won a prize for its fifth film, its first since 2010.", "won", None, "lead"),
    ],
)
def test_the_phrase_that_dates_a_mention(reader, text, trigger, phrase, dated_by):
    _, reading = reader.read(text)
    mention = next(m for m in reading.mentions if text[m.trigger.start :].startswith(trigger))
    found = reading.times[mention.time].text if mention.time is not None else None
    assert (found, mention.dated_by) == (phrase, DatedBy(dated_by) if dated_by else None)


def test_only_news_has_a_lead(reader):
    text = "Japan fined a bank. Norway shelled Nepal."
    assert [m.dated_by for m in reader.mentions(text)] == [DatedBy.LEAD, DatedBy.LEAD]
    assert [m.dated_by for m in reader.mentions(text, genre="narrative")] == [None, None]


def test_a_speech_goes_on_by_chain(reader):
    text = "Lavrov criticized Japan on Monday. Putin spoke on Tuesday. Putin noted that peace is precious."
    mentions = reader.mentions(text)
    assert mentions[-1].dated_by is DatedBy.CHAIN
    assert mentions[mentions[-1].chain].lemma == "speak"


def test_summary_has_names_for_pronouns_and_no_time_phrase(reader):
    text = "Cho Hyun praised Japan on Monday. He criticized China yesterday."
    assert [m.summary for m in reader.mentions(text)] == [
        "Cho Hyun praised Japan",
        "Cho Hyun criticized China",
    ]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Japan",
                "said",
                "that",
                "on",
                "Monday",
                "attacked",
                "the North",
                ",",
                "it",
                "was",
                "“",
                "”",
                "and",
                ".",
                "he",
                "Kim",
                "\n",
                "to",
                "send",
            ]
        ),
        max_size=25,
    )
)
def test_reading_is_total_and_its_offsets_lie_in_the_sentence(reader, words):
    text = " ".join(words)
    for mention in reader.mentions(text):
        assert mention.sentence.start <= mention.trigger.start < mention.trigger.end <= mention.sentence.end
        assert mention.start <= mention.trigger.start
        assert mention.trigger.end <= mention.end
        assert mention.by or mention.to
        for actor in (*mention.by, *mention.to, *mention.claimed_by):
            assert text[actor.start : actor.end] == actor.text


@pytest.mark.parametrize(
    ("text", "trigger", "by"),
    [
        (
            "South Korean President Yoon Suk-yeol lifted martial law early on Wednesday.",
            "lifted",
            ["Yoon Suk-yeol"],
        ),
        (
            "President Donald Trump and North Korean leader Kim Jong-un met.",
            "met",
            ["Donald Trump", "Kim Jong-un"],
        ),
        ("Pro-Russian rebels attacked Poland.", "attacked", ["Pro-Russian rebels"]),
        ("The Korea-based workers sued Japan.", "sued", ["Korea-based workers"]),
        ("China's ambassador to Seoul, Dai Bing, criticized Japan.", "criticized", ["Dai Bing"]),
    ],
)
def test_who_acts_however_the_name_is_written(reader, text, trigger, by):
    assert names(one(reader, text, trigger).by) == by


def test_a_surname_of_two_people_names_nobody(reader):
    text = "Kim Jong-un met Kim Yong-hyun. Kim thanked Japan."
    assert names(reader.mentions(text)[-1].by) == ["Kim"]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Laura Fields met Putin. Fields thanked Japan.", ["Laura Fields"]),
        ("Laura Fields met Putin. The new fields helped Japan.", []),
        ("Laura Fields met Putin. Laura thanked Japan.", ["Laura Fields"]),
        ("Laura Fields met Laura Brook. Laura thanked Japan.", ["Laura"]),
    ],
)
def test_part_of_a_name_is_whom_the_article_named_so(reader, text, by):
    assert names(reader.mentions(text)[-1].by if len(reader.mentions(text)) > 1 else ()) == by


def test_a_name_run_into_the_next_word_is_the_persons(reader):
    (mention,) = reader.mentions("Kim Jong Unalso thanked Japan.")
    assert names(mention.by) == ["Kim Jong Un"]


def test_the_south_korean_office_is_not_the_south(reader):
    text = "The South Korean presidential office thanked South Korea."
    (mention,) = reader.mentions(text)
    assert names(mention.by) == ["South Korean presidential office"]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("The two Koreas thanked Japan.", ["North Korea", "South Korea"]),
        ("Putin met Xi Jinping. They thanked Japan.", ["Putin", "Xi Jinping"]),
        ("Putin met Xi Jinping. Both sides thanked Japan.", ["Putin", "Xi Jinping"]),
        ("Putin met Xi Jinping. The two leaders thanked Japan.", ["Putin", "Xi Jinping"]),
        ("Trump praised Japan. He thanked Norway.", ["Trump"]),
        ("The National Intelligence Service praised Japan. The agency thanked Norway.", [NIS]),
        ("After the talks Putin and Xi Jinping thanked Japan.", ["Putin", "Xi Jinping"]),
        ("Russian navy ships left Norway.", ["Russian navy ships"]),
    ],
)
def test_whom_a_word_leads_back_to(reader, text, by):
    assert names(reader.mentions(text)[-1].by) == by


def test_he_is_not_the_one_whom_he_thanked(reader):
    text = "Trump met Putin. He thanked Xi Jinping. He praised Japan."
    assert "praise" not in [m.lemma for m in reader.mentions(text)]


def test_he_is_nobody_where_two_could_be_meant(reader):
    mentions = reader.mentions("Putin met Xi Jinping in China. He thanked Japan.")
    assert [one.lemma for one in mentions] == ["meet"]  # who thanked cannot be told, so nobody did


def test_an_unknown_place_is_nobody_it_is_done_to(reader):
    assert one(reader, "Russia carried soldiers to Vladivostok.", "carried").to == ()


def test_what_is_sent_is_nobody_it_is_done_to(reader):
    assert one(reader, "Russia moved 3,000 soldiers.", "moved").to == ()
    assert names(one(reader, "Cuba sent workers to Russia.", "sent").to) == ["Russia"]


@pytest.mark.parametrize(
    ("text", "trigger", "event_type"),
    [
        ("North Korea launched a satellite.", "launched", None),
        ("North Korea launched a missile.", "launched", "MOBILIZE"),
        ("North Korea demolished its test site.", "demolished", None),
        ("Israel demolished a Palestinian house.", "demolished", "COERCE"),
        ("Japan cancelled a ceremony with China.", "cancelled", None),
        ("Putin invited Kim Jong-un to Moscow.", "invited", None),
        ("Boris Johnson offered to sing.", "offered", None),
        ("Russia shipped containers of shells to Syria.", "shipped", "AID"),
        ("Japan told residents to take shelter.", "told", "REQUEST"),
        ("Yoon Suk-yeol declared victory in a speech.", "declared", None),
    ],
)
def test_type(reader, text, trigger, event_type):
    assert one(reader, text, trigger).event_type == event_type


def test_the_one_who_says_so_is_not_the_one_it_is_done_to(reader):
    mention = one(reader, "Iran blew up a bridge, according to Japan.", "blew")
    assert (names(mention.to), names(mention.claimed_by)) == ([], ["Japan"])


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("Japan held summits with China in 2000 and in October 2007.", "Japan held summits with China"),
        ("Japan will launch a rocket between May 2 and May 9.", "Japan will launch a rocket"),
        ("Japan will suspend a drill planned for August.", "Japan will suspend a drill"),
        ("Norway thanked the doctors that Japan had sent to Chad.", "Japan had sent the doctors to Chad"),
        ("Norway demanded that Japan stop the drill.", "Japan should stop the drill"),
        ("Putin declared war, and China praised him on Monday.", "China praised Putin"),
    ],
)
def test_summary_is_no_stump(reader, text, summary):
    assert reader.mentions(text)[-1].summary == summary


def test_a_visit_is_not_of_those_who_seized_where_it_went(reader):
    text = "Putin thanked Japan during a visit to Crimea, seized by Russia in March."
    visit = one(reader, text, "visit")
    assert (visit.by, visit.time) == ((), None)


def test_the_killed_need_not_be_of_the_country_that_killed_them(reader):
    (killed,) = one(
        reader, "Israel dropped a bomb on a camp in Zelmora, killing forty civilians.", "killing"
    ).to
    assert killed.country_hint is None


def test_nested_pronouns_take_no_more_than_their_number(reader):
    text = "North Korea tested a missile on Monday" + " and then it said that more words follow" * 40 + "."
    assert [mention.lemma for mention in reader.mentions(text)][:1] == ["test"]


@pytest.mark.parametrize(
    ("text", "trigger", "told"),
    [
        ("Japan vowed to send arms to Vietnam.", "send", ("AGREE", Status.PLANNED, ["Japan"])),
        ("Norway threatened to bomb Chad.", "bomb", ("THREATEN", Status.PLANNED, ["Norway"])),
        ("Norway refused to attack Chad.", "attack", ("ASSAULT", Status.NEGATED, [])),
        ("Norway accused Chad of bombing Sudan.", "bombing", ("ASSAULT", Status.OCCURRED, ["Norway"])),
        ("Norway offered to host talks with Chad.", "host", ("CONSULT", Status.PROPOSED, [])),
        ("Norway is going to bomb Chad.", "bomb", ("THREATEN", Status.PLANNED, [])),
        ("Two soldiers were killed on Monday.", "killed", ("ASSAULT", Status.OCCURRED, [])),
    ],
)
def test_what_is_vowed_refused_or_charged_is_a_mention(reader, text, trigger, told):
    found = one(reader, text, trigger)
    assert (found.event_type, found.status, names(found.claimed_by)) == told


@pytest.mark.parametrize(
    "text",
    [
        "Chad is accused of bombing villages.",  # nobody says that it did
        "It accused Japan of theft.",
        "Japan called it a triumph.",
        "Japan denied this.",
        "The Russian won the title.",  # one of them, whoever it is
        "The teams began work.",
    ],
)
def test_what_nobody_does_is_no_event(reader, text):
    found = [m.lemma for m in reader.mentions(text)]
    assert found == (["accuse"] if text.startswith("Chad") else [])


@pytest.mark.parametrize(
    ("text", "trigger", "by", "to"),
    [
        ("Putin visited the Naval Museum in Peru.", "visited", ["Putin"], []),
        ("The militant group Hamas bombed Chad.", "bombed", ["Hamas"], ["Chad"]),
        ("A 67-year-old woman attacked Japan.", "attacked", ["67-year-old woman"], ["Japan"]),
        ("Peruvian ministers agreed to arm Chad.", "agreed", ["Peruvian ministers"], ["Chad"]),
        (
            "The Israeli government approved a plan for Israel.",
            "approved",
            ["Israeli government"],
            ["Israel"],
        ),
    ],
)
def test_who_takes_part(reader, text, trigger, by, to):
    found = one(reader, text, trigger)
    assert (names(found.by), names(found.to)) == (by, to)


def test_a_full_name_is_not_of_the_country_of_those_it_harms(reader):
    found = one(reader, "The Lantern Union jailed a Japanese bishop.", "jailed")
    assert [(who.name, who.country_hint) for who in found.by] in ([], [("Lantern Union", None)])


@pytest.mark.parametrize(
    ("text", "claimed_by"),
    [
        ("Norway will bomb Chad, the declaration says.", []),
        ("Norway will bomb Chad, according to a Kenyan report.", ["Kenyan report"]),
        ("Norway will bomb Chad, a source said.", ["source"]),
    ],
)
def test_a_bare_noun_claims_nothing(reader, text, claimed_by):
    assert names(one(reader, text, "bomb").claimed_by) == claimed_by


@pytest.mark.parametrize(
    ("text", "trigger", "summary"),
    [
        ("Norway threatened to bomb Chad.", "bomb", "Norway to bomb Chad"),
        ("Norway refused to bomb Chad.", "bomb", "Norway refused to bomb Chad"),
        ("Norway then bombed Chad.", "bombed", "Norway bombed Chad"),
        (
            "Putin received a message of greeting from Modi.",
            "received",
            "Putin received a message of greeting from Modi",
        ),
        ("Norway accused Chad of bombing Sudan.", "bombing", "Chad accused of bombing Sudan"),
        ("A Kenyan bishop died last year of cancer.", "died", "Kenyan bishop died of cancer"),
        ("At least five Kenyan soldiers died in Peru.", "died", "At least five Kenyan soldiers died in Peru"),
        (
            "Thirteen bodies have been found in a camp, a Kenyan prosecutor told AFP.",
            "told",
            "Kenyan prosecutor told AFP: Thirteen bodies have been found in a camp",
        ),
    ],
)
def test_summaries_stand_alone(reader, text, trigger, summary):
    assert one(reader, text, trigger).summary == summary


@pytest.mark.parametrize(
    ("text", "trigger", "by"),
    [
        ("Yesterday, Maxim Petrovich Ivanov praised Chad.", "praised", ["Maxim Petrovich Ivanov"]),
    ],
)
def test_who_does_it(reader, text, trigger, by):
    assert names(one(reader, text, trigger).by) == by


@pytest.mark.parametrize("end", [" ", "\n", "\r\n", "  "])
def test_a_wrapped_sentence_is_read_as_one(reader, end):
    text = f"South Korea said on Monday that the navy of Japan and the coast guard will meet in{end}June, for a drill."
    mention = one(reader, text, "meet")
    assert (names(mention.by)[0], mention.summary) == (
        "navy of Japan",
        "Navy of Japan will meet for a drill",
    )
