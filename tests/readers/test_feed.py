"""Feeds: entries with their own words, times with their offsets, and nothing fetched or blown up."""

import pytest

from kptimeline.errors import InputRejectedError
from kptimeline.readers import Reject
from kptimeline.readers.article import Defaults
from kptimeline.readers.feed import MAX_DEPTH, read_feed

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>River Post</title>
<link>https://riverpost.example/</link><language>en-us</language>{}</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Hill Post</title><id>f</id>
<updated>2025-11-19T00:00:00Z</updated>{}</feed>"""
RDF = """<?xml version="1.0" encoding="iso-8859-1"?><rdf:RDF xmlns="http://purl.org/rss/1.0/"
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="u"><title>Café Wire</title></channel>{}</rdf:RDF>"""
ITEM = """<item><title>Envoys meet &amp; part</title><link>https://riverpost.example/1</link>
<guid isPermaLink="false">rp-1</guid><pubDate>Tue, 18 Nov 2025 23:30:00 -0500</pubDate>
<dc:creator>Ann Lee</dc:creator><description>In short.</description>
<content:encoded><![CDATA[<p>SEOUL -- They met on <b>Tuesday</b>.</p><script>no</script><p>They part today.</p>]]></content:encoded>
</item>"""


def entries(text, encoding="utf-8", **defaults):
    raw = text if isinstance(text, bytes) else text.encode(encoding)
    return list(read_feed(raw, Defaults(**{"as_of": "2026-11-21", **defaults}), "feed.xml"))


def entry(inner, frame=RSS):
    (made,) = entries(frame.format(inner))
    return made


def test_an_entry_of_rss():
    made = entry(ITEM)
    assert made.text == "Envoys meet & part\n\nSEOUL -- They met on Tuesday.\n\nThey part today."
    assert made.text[slice(*made.title)] == "Envoys meet & part"
    assert (made.given_id, made.url, made.outlet) == ("rp-1", "https://riverpost.example/1", "River Post")
    assert (made.authors, made.language) == (("Ann Lee",), "en-us")
    assert (made.published, made.published_from) == ("2025-11-18T23:30:00-05:00", "feed published")
    assert (made.path, made.extra) == ("feed.xml", {})


def test_an_entry_of_atom():
    made = entry(
        '<entry><title type="html">One &lt;i&gt;two&lt;/i&gt;</title><id>tag:1</id><link href="https://h.example/1"/>'
        "<published>2025-11-18T23:30:00-05:00</published><updated>2025-11-20T08:00:00Z</updated>"
        '<author><name>Bo Kim</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        "<p>First.</p><p>Second.</p></div></content></entry>",
        ATOM,
    )
    assert made.text == "One two\n\nFirst.\n\nSecond."
    assert (made.outlet, made.url, made.language) == ("Hill Post", "https://h.example/1", "en")
    assert (made.published, made.extra) == (
        "2025-11-18T23:30:00-05:00",
        {"updated": "2025-11-20T08:00:00+00:00"},
    )


def test_an_entry_of_rdf_in_the_encoding_that_it_declares():
    inner = '<item rdf:about="https://c.example/1"><title>Été</title><dc:date>2004-05-01T10:00+02:00</dc:date></item>'
    (made,) = entries(RDF.format(inner), "iso-8859-1")
    assert (made.text, made.outlet) == ("Été", "Café Wire")
    assert (made.published, made.published_from) == ("2004-05-01T10:00:00+02:00", "feed dc:date")


PARTS = [
    # (entry, frame, text, published)
    ("<item><title>Missile fired</title></item>", RSS, "Missile fired", None),
    ("<item><description>Only &lt;i&gt;this&lt;/i&gt; &lt;br&gt;here.</description></item>", RSS, "Only this\nhere.", None),
    ("<item><title>A</title><description>5 &lt; 6, and more.</description></item>", RSS, "A\n\n5 < 6, and more.", None),
    ("<item><title>A</title><pubDate>Tue, 18 Nov 2025 09:00:00 EST</pubDate></item>", RSS, "A", "2025-11-18T09:00:00-05:00"),
    ("<item><title>A</title><pubDate>soon</pubDate></item>", RSS, "A", None),
    ("<item><title>A</title><pubDate>2027-01-01</pubDate></item>", RSS, "A", None),  # after the day of ingest
    ("<entry><title>A</title><updated>2025-11-20T08:00:00Z</updated></entry>", ATOM, "A", None),  # a change
    ("<item><title>A</title><link>javascript:alert(1)</link></item>", RSS, "A", None),
]  # fmt: skip


@pytest.mark.parametrize(("inner", "frame", "text", "published"), PARTS)
def test_what_an_entry_may_leave_out(inner, frame, text, published):
    made = entry(inner, frame)
    assert (made.text, made.published, made.url) == (text, published, None)


def test_a_headline_alone_is_an_article_and_says_so():
    made = entry("<item><title>Missile fired</title></item>")
    assert (made.title, made.extra["headline_only"]) == (None, True)


def test_an_empty_entry_spoils_only_itself():
    first, second = entries(RSS.format("<item></item>" + ITEM))
    assert isinstance(first, Reject)
    assert (first.place, first.reason) == ("feed.xml:1", "is empty")
    assert second.given_id == "rp-1"


def test_an_entry_is_known_again_in_a_feed_that_has_grown():
    (alone,) = entries(RSS.format(ITEM))
    grown = entries(RSS.format("<item><title>New</title></item>" + ITEM))
    assert (grown[1].raw_sha256, grown[1].key) == (alone.raw_sha256, alone.key)
    assert grown[0].raw_sha256 != alone.raw_sha256


def test_a_feed_that_was_cut_off_gives_what_it_holds():
    text = RSS.format(ITEM + ITEM)
    assert entries(text[: text.rindex("<content")])[0].given_id == "rp-1"


BOMB = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>"
FILE = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
DTD = "<!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/rss.dtd' [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/'> %p;]>"
REFUSED = [
    (BOMB + RSS.format("<item><title>&b;</title></item>")[38:], "document type"),
    (FILE + RSS.format("<item><title>&a;</title></item>")[38:], "document type"),
    (DTD + RSS.format(ITEM)[38:], "document type"),
    ("<?xml version='1.0' encoding='utf-7'?>" + BOMB + RSS.format(ITEM)[38:], "document type"),
    (BOMB.encode("utf-16") + RSS.format(ITEM)[38:].encode("utf-16-le"), "document type"),
    (RSS.format("<item>" * (MAX_DEPTH + 1)), "inside each other"),
    (RSS.format("<a/>" * 600_000), "elements"),
    (RSS.format("<" * 1_000_000), "a tag that has no end"),
    ("<note><to>Ann</to></note>", "no feed"),
    (RSS.format(""), "no feed with entries"),
    ("https://riverpost.example/feed", "no feed"),
    ("/etc/passwd", "no feed"),
    (RSS.format("<item><title>&#xD800; & </title></item>"), "cannot be taken apart"),
    ("", "is empty"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=range(len(REFUSED)))
def test_refused_with_reason_and_hint(text, reason):
    with pytest.raises(InputRejectedError) as caught:
        entries(text)
    assert reason in caught.value.message
    assert caught.value.hint


def test_words_about_markup_are_no_markup():
    made = entry(
        "<item><title>A</title><description><![CDATA[<p>Write <!DOCTYPE html> first.</p>]]></description></item>"
    )
    assert made.text == "A\n\nWrite first."


def test_the_old_definition_of_rss_0_91_is_looked_past():
    text = RSS.format(ITEM).replace(
        "<rss", '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd"><rss', 1
    )
    assert entries(text)[0].given_id == "rp-1"
