import pytest

from kptimeline.events.read import read_mentions
from kptimeline.records import Article, DatedBy, Span, Standing

LEAD = "Rebels shelled Goma on Monday."


def last(reader, text, trigger):
    """The last mention with a trigger that starts with these words, whatever its standing, and its reading."""
    _, reading = reader.read(text)
    return next(m for m in reversed(reading.mentions) if text[m.trigger.start :].startswith(trigger))


@pytest.mark.parametrize(
    ("sentence", "trigger", "dated_by"),
    [
        ("Norway praised Chad.", "praised", DatedBy.LEAD),
        ("The mayor said that peace is precious.", "said", DatedBy.LEAD),
        ("Police say that peace is precious.", "say", DatedBy.LEAD),
        ("Norway has praised Chad.", "praised", None),
        ("Norway had praised Chad.", "praised", None),
        ("Norway will praise Chad.", "praise", None),
        ("Norway did not praise Chad.", "praise", None),
        ("If Norway praised Chad, Sudan would leave.", "praised", None),
        ("The mayor, who praised Chad, sings.", "praised", None),
        ('"We praised Chad," the mayor explained.', "praised", None),
        ("Norway praised Chad in 2014.", "praised", DatedBy.PHRASE),
        ("The mayor spoke of peace, praising Chad.", "praising", DatedBy.LEAD),
        ("The mayor praised Chad in an interview.", "interview", DatedBy.LEAD),
    ],
)
def test_what_is_said_is_of_the_day_of_the_report(reader, sentence, trigger, dated_by):
    assert last(reader, f"{LEAD} {sentence}", trigger).dated_by is dated_by


def test_what_is_said_has_no_day_in_a_narrative(reader):
    _, reading = reader.read(f"{LEAD} Norway praised Chad.", "narrative")
    assert [m.dated_by for m in reading.mentions] == [DatedBy.PHRASE, None]


@pytest.mark.parametrize(
    ("text", "dated_by"),
    [
        (f"{LEAD} The villagers fled.", DatedBy.LEAD),
        (f"{LEAD} The bridge was bombed. The villagers fled.", DatedBy.LEAD),
        ("Rebels shelled Goma. The villagers fled.", DatedBy.LEAD),
        ("Rebels have shelled Goma. The villagers fled.", None),
        ("Rebels hold Goma. The villagers fled.", None),
        (f"{LEAD} Chad promised to vote next year. The villagers fled.", DatedBy.LEAD),
        (f"{LEAD} In 2014 the rebels bombed Beni. The villagers fled.", None),
        (f"{LEAD} The rebels had bombed Beni. The villagers fled.", None),
    ],
)
def test_a_dated_lead_goes_on_until_something_leads_away(reader, text, dated_by):
    assert last(reader, text, "fled").dated_by is dated_by


PRAISE = "The mill thrives. Peru praised the miller."


@pytest.mark.parametrize(("agency", "founder"), [("KCNA", "see"), ("AFP", None)])
def test_an_agency_that_lends_no_day_is_asked_for_that_of_its_story_in_every_sentence(
    reader, agency, founder
):
    text = f"{PRAISE} On Monday Putin saw Modi. Peru thanked Chad."
    _, reading = reader.read(text, agency=agency)
    found = next(m for m in reading.mentions if text[m.trigger.start :].startswith("thanked"))
    chain = reading.mentions[found.chain].lemma if found.chain is not None else None
    assert (found.dated_by, chain) == (DatedBy.LEAD, founder)


NAMED = "Chad hosted talks. In 2014 Sudan bombed Beni."


@pytest.mark.parametrize(
    ("text", "dated_by"),
    [
        (f"{LEAD} {NAMED} On Sunday Putin met Modi. Putin hired a cook.", None),  # two who did it, then one
        (f"{LEAD} {NAMED} On Sunday Putin saw Modi. Putin hired a cook.", DatedBy.CHAIN),
        (f"{LEAD} {NAMED} On Sunday Putin saw Modi. He hired a cook and left.", DatedBy.CHAIN),
        (f"{LEAD} {NAMED} On Sunday Putin saw Modi. After the race Putin hired a cook.", None),
        (f"{LEAD} {NAMED} On Sunday Putin saw Modi. Putin had hired a cook.", None),
        (f"{LEAD} {NAMED} In May Putin saw Modi. Putin hired a cook.", None),
        (f"{LEAD} {NAMED} On Sunday Putin saw Modi. Chad hired a cook.", None),
        (f"{LEAD} {NAMED} On Sunday Putin saw Modi. {'Peace is precious. ' * 4}Putin hired a cook.", None),
    ],
)
def test_an_actor_goes_on_on_the_day_that_he_was_told_of(reader, text, dated_by):
    mention = last(reader, text, "hired")
    assert mention.dated_by is dated_by


def test_the_story_hangs_from_the_phrase_of_its_lead(reader):
    text = f"{LEAD} Norway praised Chad."
    _, reading = reader.read(text)
    assert [(m.time, m.chain) for m in reading.mentions] == [(0, None), (None, 0)]


@pytest.mark.parametrize(
    ("text", "trigger", "standing"),
    [
        ("Japan said that China arrested a bishop.", "said", Standing.ATTRIBUTION),
        ("Japan said that China arrested a bishop.", "arrested", Standing.EVENT),
        ("Japan said that peace is precious.", "said", Standing.EVENT),
        ("Prices rose.", "rose", Standing.ASIDE),
        ("The mayor sang at a conference.", "conference", Standing.ASIDE),
        ("Japan began to arrest bishops.", "began", Standing.ASIDE),
        ("Japan began to arrest bishops.", "arrest", Standing.EVENT),
    ],
)
def test_standing(reader, text, trigger, standing):
    assert last(reader, text, trigger).standing is standing


@pytest.mark.parametrize(
    ("text", "trigger", "phrase"),
    [
        ("Norway mourned the November attack on Oslo.", "attack", "November"),
        ("At a Monday briefing the mayor praised Chad.", "praised", "Monday"),
        ("The mayor spoke for two hours Friday.", "spoke", "Friday"),
        ("On Monday the mayor began to arrest bishops.", "began", "Monday"),
        ("Rebels shelled Goma on Monday as Norway praised Chad.", "praised", "Monday"),
    ],
)
def test_a_phrase_dates_what_founds_no_event_too(reader, text, trigger, phrase):
    _, reading = reader.read(text)
    mention = next(m for m in reading.mentions if text[m.trigger.start :].startswith(trigger))
    assert reading.times[mention.time].text == phrase


@pytest.mark.parametrize(
    ("text", "trigger", "dated_by"),
    [
        # The day may be that of the charge or of the sale.
        ("Norway accused Peru of selling arms to Chad on Wednesday.", "accused", None),
        ("Norway accused Peru of selling arms to Chad.", "accused", DatedBy.LEAD),
        # What somebody says has a day of its own, and so has what is still to be done.
        ("Norway said that Peru arrested a bishop on Wednesday.", "said", DatedBy.LEAD),
        ("Norway told Peru of a plan to sell ships by Friday.", "told", DatedBy.LEAD),
    ],
)
def test_a_day_at_the_end_that_may_be_another_verbs(reader, text, trigger, dated_by):
    assert last(reader, text, trigger).dated_by is dated_by


DOCUMENT = "The foreign ministry of Peru issued the following statement on Monday:"


def test_a_document_is_its_issuers_words_and_of_no_day(reader):
    said = last(reader, f"{DOCUMENT}\nChile accused Peru of theft.", "accused")
    assert [one.name for one in said.claimed_by] == ["foreign ministry of Peru"]
    assert said.dated_by is None


def test_what_somebody_says_in_a_document_has_both_for_speakers(reader):
    said = last(reader, f"{DOCUMENT}\nChile said that Bolivia arrested a bishop.", "arrested")
    assert [one.name for one in said.claimed_by] == ["Chile", "foreign ministry of Peru"]


def test_a_colon_alone_introduces_no_document(reader):
    text = "The foreign ministry of Peru said on Monday: peace is precious. Chile accused Peru of theft."
    assert last(reader, text, "accused").claimed_by == ()


@pytest.mark.parametrize(
    ("text", "trigger", "by", "to", "summary"),
    [
        ("In her speech Laura Fields thanked Japan.", "speech", ["Laura Fields"], [], "Laura Fields' speech"),
        ("Putin thanked Japan in his keynote.", "keynote", ["Putin"], [], "Putin's keynote"),
        ("Putin thanked Xi Jinping in his keynote.", "keynote", [], [], "His keynote"),
        ("Putin left. His arrest shocked Japan.", "arrest", [], ["Putin"], "Putin's arrest"),
        ("Putin's keynote shocked Japan.", "keynote", ["Putin"], [], "Putin's keynote"),
        ("A keynote shocked Japan.", "keynote", [], [], "A keynote"),
    ],
)
def test_an_event_noun_is_whose_it_is_said_to_be(reader, text, trigger, by, to, summary):
    mention = last(reader, text, trigger)
    names = [one.name for one in mention.by], [one.name for one in mention.to]
    assert (*names, mention.summary) == (by, to, summary)


@pytest.mark.parametrize(
    ("text", "trigger", "status", "dated_by"),
    [
        ("On Monday Norway began by thanking Chad.", "thanking", "occurred", DatedBy.SENTENCE),
        ("While landing in Oslo on Monday, Putin saw Japan.", "landing", "occurred", DatedBy.SENTENCE),
        ("On Monday Putin saw Japan while landing.", "landing", "occurred", DatedBy.SENTENCE),
        ("On Monday Putin will begin by thanking Chad.", "thanking", "planned", DatedBy.SENTENCE),
        ("On Monday Norway did not begin by thanking Chad.", "thanking", "negated", DatedBy.SENTENCE),
        ("Norway came to Oslo on Monday to sign a law.", "sign", "planned", None),
        ("Norway promised to help Chad next year.", "help", "planned", DatedBy.PHRASE),
        ("Norway urged Japan to help Chad next year.", "help", "proposed", DatedBy.PHRASE),
        ("Norway agreed to give it to Chad next year after Sudan fled.", "give", "planned", DatedBy.PHRASE),
        ("Norway agreed to give it to Chad next year after Sudan fled.", "fled", "occurred", None),
        ("Norway is expected to help Chad on Monday.", "expected", "ongoing", None),
        ("Norway is expected to help Chad on Monday.", "help", "planned", DatedBy.PHRASE),
        ("Norway said it would punish the raid of three years ago.", "punish", "planned", None),
        ("Norway praised Chad for more than an hour on Monday.", "praised", "occurred", DatedBy.PHRASE),
        ("Norway did not offer to help Chad.", "help", "negated", None),
        ("Norway did not promise to help Chad.", "help", "negated", None),
        ("Japan said that Norway had not promised to help Chad.", "help", "denied", None),
    ],
)
def test_gerunds_and_infinitives(reader, text, trigger, status, dated_by):
    mention = last(reader, text, trigger)
    assert (mention.status.value, mention.dated_by) == (status, dated_by)


def test_whoever_does_one_thing_by_another_does_both(reader):
    mention = last(reader, "On Monday Norway began by thanking Chad.", "thanking")
    assert [one.name for one in (*mention.by, *mention.to)] == ["Norway", "Chad"]
    assert mention.summary == "Norway thanking Chad"


@pytest.mark.parametrize(
    ("title", "dated_by"),
    [("KCNA Commentary on Ferries", None), ("Editorial: Ferries", None), ("Ferries Return", "lead")],
)
def test_an_opinion_lends_no_day(reader, title, dated_by):
    body = "\nPeru accused Chile of theft."
    text = title + body
    article = Article(
        key="k", text=text, text_sha256="", raw_sha256="", as_of="2026-01-01", title=Span(0, len(title))
    )
    span = Span(len(title) + 1, len(text))
    docs = next(reader.parser.pipe([(text, [span])], reader.registry))
    (mention,) = read_mentions(article, span, [span], (), docs, reader.registry)
    assert mention.dated_by == dated_by


def test_a_document_needs_no_issuer(reader):
    text = 'The circle issued the following letter titled "We will go on" on Monday:\nChile accused Peru of theft.'
    assert last(reader, text, "accused").dated_by is None


def test_news_that_begins_later_has_the_day_it_tells(reader):
    text = "Peru is a land of ferries. Its boats are old. On Monday President Boluarte visited a mill. She praised Chile."
    assert last(reader, text, "praised").chain == 0


def test_a_day_that_may_be_another_verbs_is_the_storys_in_doubt(reader):
    text = "Peru received a delegation led by Ivan Petrov on Monday. The premier thanked Chile."
    _, reading = reader.read(text)
    thanked = reading.mentions[-1]
    assert (thanked.dated_by, reading.mentions[thanked.chain].dated_by) == ("lead", None)
