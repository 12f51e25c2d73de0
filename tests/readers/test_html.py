"""Web pages: encodings, evidence of the day, what is never seen, and pages that would do harm."""

import pytest

from kptimeline.errors import InputRejectedError
from kptimeline.readers.article import Defaults
from kptimeline.readers.html import read_html
from kptimeline.readers.html_refuse import PROSE
from kptimeline.readers.html_tree import MAX_DEPTH, MAX_ELEMENTS
from kptimeline.readers.keys import sha256

LEAD = "The envoys of both sides met on Tuesday in the old town hall, as they had said they would last week."
MORE = "They will meet again in the spring, when the ice on the river is gone and the ferry sails once more."
STORY = f"<p>{LEAD}</p><p>{MORE}</p>"
TITLE = "Envoys meet in the town hall"


def page(head="", top="", story=STORY, title=TITLE, language="en"):
    return (
        f"<!DOCTYPE html><html lang='{language}'><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{TITLE}</h1>{top}{story}</article></body></html>"
    )


def article(markup, as_of="2026-11-21"):
    raw = markup if isinstance(markup, bytes) else markup.encode()
    (made,) = read_html(raw, Defaults(as_of=as_of), "page.html")
    return made


def test_the_text_is_what_was_extracted_and_the_hash_is_of_the_bytes():
    raw = page().encode()
    made = article(raw)
    assert made.text == f"{TITLE}\n\n{LEAD}\n\n{MORE}"
    assert made.raw_sha256 == sha256(raw)
    assert made.path == "page.html"


# --- the day of publication ------------------------------------------------------------------------

JSONLD = "<script type='application/ld+json'>{}</script>"
NEWS = '{"@type": "NewsArticle", "datePublished": "2025-03-11T18:42:00+09:00"}'
META = "<meta property='article:published_time' content='2025-03-12'>"
ITEMPROP = "<time itemprop='datePublished' datetime='2025-03-13'>13 March</time>"
TIME = "<p><time datetime='2025-03-14'>yesterday</time></p>"

PUBLISHED = [
    # JSON-LD, metadata, microdata, <time>: in this order
    (JSONLD.format(NEWS) + META, ITEMPROP + TIME, "2025-03-11T18:42:00+09:00", "JSON-LD datePublished"),
    (META, ITEMPROP + TIME, "2025-03-12", "meta article:published_time"),
    ("", ITEMPROP + TIME, "2025-03-13", "itemprop datePublished"),
    ("", TIME, "2025-03-14", "time"),
    ("", "<time pubdate datetime='2025-03-14T08:00Z'>today</time>", "2025-03-14T08:00:00+00:00", "time pubdate"),
    ("<meta name='DC.Date.Issued' content='11 March 2025'>", "", "2025-03-11", "meta dc.date.issued"),
    # a change is no publication
    ("<meta property='article:modified_time' content='2025-03-12'>", "", None, None),
    (JSONLD.format('{"@type": "NewsArticle", "dateModified": "2025-03-12"}'), "", None, None),
    ("", "<p>Updated <time datetime='2025-03-14'>now</time></p>", None, None),
    ("", "<p><time class='entry-date updated' datetime='2025-03-14'>now</time></p>", None, None),
    # other nodes, other stories, comments
    (JSONLD.format('{"@type": "WebSite", "datePublished": "2025-03-12"}'), "", None, None),
    (JSONLD.format('{"@type": "NewsArticle", "comment": {"datePublished": "2025-03-12"}}'), "", None, None),
    (
        JSONLD.format(f'[{NEWS}, {{"@type": "NewsArticle", "datePublished": "2024-01-01"}}]'),
        "",
        None,
        None,
    ),
    ("", "<div class='related-stories'>" + ITEMPROP + "</div>", None, None),
    ("", "<div itemtype='https://schema.org/Comment'>" + ITEMPROP + "</div>", None, None),
    # what is no day, or lies after the day of ingest
    ("<meta name='date' content='today'>", "", None, None),
    ("<meta name='date' content='1970-01-01T00:00:00Z'>", "", None, None),
    ("<meta name='date' content='11/12/2025'>", "", None, None),
    ("<meta name='date' content='2026-12-24'>", "", None, None),
    # broken data leaves the others
    (JSONLD.format('{"@type": "NewsArticle", "datePublished": ') + META, "", "2025-03-12", "meta article:published_time"),
    (JSONLD.format("[" * 100_000) + META, "", "2025-03-12", "meta article:published_time"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "top", "published", "field"), PUBLISHED)
def test_published(head, top, published, field):
    made = article(page(head, top))
    assert (made.published, made.published_from) == (published, field)


def test_of_several_articles_in_json_ld_the_page_s_own_counts():
    other = '{"@type": "Article", "url": "https://a.example/2", "datePublished": "2024-01-01"}'
    own = '{"@type": "Article", "url": "http://www.a.example/1/", "datePublished": "2025-03-11"}'
    named = f'{{"@type": "Article", "headline": "{TITLE}!", "datePublished": "2025-03-11"}}'
    link = "<link rel='canonical' href='https://a.example/1'>"
    assert article(page(link + JSONLD.format(f"[{other}, {own}]"))).published == "2025-03-11"
    assert article(page(JSONLD.format(f"[{other}, {named}]"))).published == "2025-03-11"


def test_statements_that_disagree_are_kept():
    made = article(page("<meta name='pubdate' content='2024-03-12'><meta name='date' content='2025-03-12'>"))
    assert made.published == "2024-03-12"
    assert made.extra["published_elsewhere"] == {"meta date": "2025-03-12"}


GUESSES = [
    # (what stands around the story, htmldate's guess that is kept)
    ("<div class='post-meta'><span class='date'>2015-05-21</span></div>", "2015-05-21"),
    ("<div class='comments'><span class='date'>2015-05-21</span></div>", None),
    ("<ol class='reader-comments'><li><time itemprop='datePublished' datetime='2015-05-21'>21 May</time></li></ol>", None),
    ("<div class='comments'><b>Bo</b> 21 May 2015: <p>So it was.</p> 21 May 2015</div>", None),
    ("<div class='related'><span class='date'>2015-05-21</span></div>", None),
    ("<footer>Copyright 2015 The Post</footer>", None),
    ("<img src='/2015/05/21/hall.jpg'>", None),
    ("<div class='post-meta'><span class='date'>2027-05-21</span></div>", None),
    ("<p>On 21 May 2015 they had met for the first time, in the very same hall, and had drunk to peace.</p>", None),
]  # fmt: skip


@pytest.mark.parametrize(("around", "guess"), GUESSES)
def test_htmldate_is_asked_about_what_surrounds_the_story_only(around, guess):
    made = article(page(story=STORY + "</article>" + around))
    assert (made.published, made.extra.get("htmldate")) == (None, guess)


def test_htmldate_is_not_asked_where_the_page_states_the_day():
    assert "htmldate" not in article(page(META, story=STORY + "</article>" + GUESSES[0][0])).extra


# --- what stands above the story --------------------------------------------------------------------

LINES = [
    ("<p class='meta'>Published 18 Nov 2025, 3:15 p.m. KST</p>", ["Published 18 Nov 2025, 3:15 p.m. KST"]),
    ("<div class='byline'>By Ann Lee | Nov 18, 2025</div>", ["Nov 18, 2025"]),
    ("<div class='timestamp'>Updated: 2025-11-19</div><div>Posted: 2025-11-18</div>",
     ["Posted: 2025-11-18", "Updated: 2025-11-19"]),
    ("<div><span>Published on</span> <b>18 Nov 2025</b> <i>by Ann</i></div>", ["Published on 18 Nov 2025"]),
    ("<div class='dateline'>SEOUL, Nov. 18 (River Post)</div>", ["SEOUL, Nov. 18 (River Post)"]),
    ("<div class='share'>Share this 25 times</div>", []),
    ("<div class='related'>18 Nov 2025: they met before</div>", []),
]  # fmt: skip


@pytest.mark.parametrize(("top", "lines"), LINES)
def test_lines_that_date_the_article_stay_in_its_text(top, lines):
    assert article(page(top=top)).text.split("\n\n") == [TITLE, *lines, LEAD, MORE]


def test_a_dateline_in_an_element_of_its_own_stays_in_its_paragraph():
    story = f"<p><span class='timestamp'>SEOUL, Nov. 18</span> — {LEAD}</p><p>{MORE}</p>"
    assert article(page(story=story)).text.split("\n\n")[1] == f"SEOUL, Nov. 18 — {LEAD}"


TITLES = [
    (f"{TITLE} | River Post", "", TITLE),
    (f"River Post: {TITLE}", "", TITLE),
    ("Something else", "", "Something else"),
    ("", "", TITLE),
]


@pytest.mark.parametrize(("title", "head", "expected"), TITLES)
def test_title(title, head, expected):
    made = article(page(head, title=title))
    assert made.text[slice(*made.title)] == expected


# --- where it stands, who wrote it ------------------------------------------------------------------

ADDRESSES = [
    ("<link rel='canonical' href='https://a.example/1'><meta property='og:url' content='https://b.example/2'>",
     "https://a.example/1"),
    ("<link rel='canonical' href='https://a.example/'><meta property='og:url' content='https://a.example/2'>",
     "https://a.example/2"),
    ("<base href='https://a.example/x/'><link rel='canonical' href='1'>", "https://a.example/x/1"),
    ("<link rel='canonical' href='/1'>", None),
    ("<link rel='canonical' href='javascript:alert(1)'>", None),
    ("<link rel='canonical' href='file:///etc/passwd'>", None),
    ("<link rel='canonical' href='http://[bad/1'>", None),
    ("<!-- saved from url=(0023)https://a.example/saved -->", "https://a.example/saved"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "url"), ADDRESSES)
def test_address(head, url):
    assert article(page(head)).url == url


ABOUT = [
    ("<meta property='og:site_name' content='River Post'>", "outlet", "River Post"),
    (JSONLD.format('{"@type": "Article", "publisher": {"name": "River Post"}}'), "outlet", "River Post"),
    ("<link rel='canonical' href='https://riverpost.example/1'>", "outlet", None),  # a host is no outlet
    (
        JSONLD.format('{"@type": ["Article", 5], "publisher": {"@id": {"a": []}, "name": ["River Post"]}}'),
        "outlet",
        "River Post",
    ),
    (
        JSONLD.format(
            '{"@type": "Article", "url": [{}], "mainEntityOfPage": [1], "isAccessibleForFree": []}'
        ),
        "url",
        None,
    ),
    ("<meta name='author' content='By Ann Lee'>", "authors", ("Ann Lee",)),
    ("<meta property='article:author' content='https://social.example/ann'>", "authors", ()),
    (JSONLD.format('{"@type": "Article", "author": ["Ann", {"name": "Bo"}, 5]}'), "authors", ("Ann", "Bo")),
]


@pytest.mark.parametrize(("head", "field", "value"), ABOUT)
def test_who_made_it(head, field, value):
    assert getattr(article(page(head)), field) == value


# --- encodings, and what is never seen --------------------------------------------------------------

ENCODED = [
    ("<meta charset='windows-1252'>", "cp1252", "café – 5 €"),
    ("<meta charset='iso-8859-1'>", "cp1252", "“café”"),  # as browsers read it
    ("<meta http-equiv='Content-Type' content='text/html; charset=euc-kr'>", "cp949", "서울 똠방각하"),
    ("<meta charset=shift_jis>", "cp932", "東京①"),
    ("<meta charset='no-such-thing'>", "utf-8", "café"),
    ("<meta charset='iso-8859-1'>", "utf-8", "café"),  # a wrong declaration
    ("", "utf-16", "café"),
]


@pytest.mark.parametrize(("head", "encoding", "words"), ENCODED)
def test_encoding(head, encoding, words):
    raw = page(head, story=f"<p>{words} {LEAD}</p><p>{MORE}</p>").encode(encoding)
    assert f"{words} {LEAD}" in article(raw).text


SEEN = [
    (f"<p>{LEAD}<script>alert('no')</script><style>p {{ no: 1 }}</style></p>", "no"),
    (f"<p>{LEAD}</p><div hidden><p>no {MORE}</p></div>", "no "),
    (f"<p>{LEAD}</p><p style='display: none'>no {MORE}</p>", "no "),
    (f"<p>{LEAD}<!-- no --></p><template><p>no {MORE}</p></template>", "no "),
    (f"<p>{LEAD}</p><noscript><p>no {MORE}</p></noscript>", "no "),
]


@pytest.mark.parametrize(("story", "unseen"), SEEN)
def test_what_no_reader_sees_is_no_text(story, unseen):
    text = article(page(story=story)).text
    assert LEAD in text
    assert unseen not in text


KEPT = [
    ("R&amp;D &lt;b&gt; caf&eacute; &#8212; &#x2014; &nbsp;x", "R&D <b> café — — x"),
    ("a\u202eb\u200bc\u2066d", "a\u202eb\u200bc\u2066d"),  # bidi and zero-width characters
    ("e\u0301", "e\u0301"),  # not composed
    ("a\x07b\x0cc", "ab c"),  # HTML knows no such characters
    ("one<br>two", "one\ntwo"),
]


@pytest.mark.parametrize(("written", "shown"), KEPT)
def test_characters(written, shown):
    assert f"{shown} {LEAD}" in article(page(story=f"<p>{written} {LEAD}</p><p>{MORE}</p>")).text


# --- harm -------------------------------------------------------------------------------------------

LONG = f"<p>{LEAD}</p>" * 3
HARM = [
    ("", "is empty"),
    ("<html></html>", "is HTML without an article in it"),
    ("<html><body>" + "<div>" * 100_000 + "x", f"is HTML that nests deeper than {MAX_DEPTH} elements"),
    ("<html><body>" + "<i>a</i>" * MAX_ELEMENTS, f"is HTML of more than {MAX_ELEMENTS:,} elements"),
    ("<p " + " ".join(f"a{n}='>'" for n in range(200_000)) + ">x", "is HTML with more than 500 attributes in one tag"),
    ("<a>" * 2_000_000, f"is HTML of more than {MAX_ELEMENTS:,} elements"),
    ("<html><body><p>Just a few words.</p>", "is HTML without an article in it"),
    ("<html><body>" + "<li><a href=x>A link to somewhere</a></li>" * 50, "is HTML without an article in it"),
    ("<html><body><h1>404</h1><p>Page not found. The page that you are looking for has moved to another place.</p>",
     "holds no article: the page is an error page"),
    ("<html><body><p>Please enable JavaScript in your browser to go on reading what is written on this site.</p>",
     "holds no article: the page asks to prove that a person reads it"),
    (b"<html>\0\0\0" + page().encode(), "looks binary"),
    (page(story=f"<p>{'word and ' * 120_000}</p>"), "more than the 1,000,000 of the longest article"),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "reason"), HARM, ids=range(len(HARM)))
def test_refused_with_reason_and_hint(markup, reason):
    with pytest.raises(InputRejectedError) as caught:
        article(markup)
    assert reason in caught.value.message
    assert caught.value.hint


BROKEN = [
    f"<p>{LEAD}<b><i>{MORE}</p></b></i></div></article>",
    f"<p>{LEAD}<p>{MORE}<td></table></p>",
    f"<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><h1>{TITLE}</h1><p>&x; {LEAD}</p><p>{MORE}",
    f"<h1>{TITLE}</h1><p>{LEAD}<p>{MORE}" + "<" * 1000,
    f"<h1 class={'x' * 100_000}>{TITLE}</h1><p>{LEAD}<p>{MORE}",
    "<h1>Other</h1>" * 2_000 + f"<p>{LEAD}<p>{MORE}",
]


@pytest.mark.parametrize("markup", BROKEN, ids=range(len(BROKEN)))
def test_broken_markup_is_read_all_the_same(markup):
    text = article("<html><body>" + markup).text
    assert LEAD in text
    assert MORE in text
    assert "root:" not in text


def test_a_story_about_cookies_is_no_wall():
    assert (
        "cookies"
        in article(page(story=f"<p>They said that cookies were served, and accepted. {LEAD}</p>{LONG}")).text
    )


def test_of_two_stories_the_first_is_read():
    other = f"<article><h1>Another</h1><p>{'x' * PROSE}</p><p>{'y' * PROSE}</p></article>"
    made = article(page().replace("</body>", other + "</body>"))
    assert "Another" not in made.text
    assert made.extra == {"stories_left_out": 1}


def test_the_text_in_json_ld_serves_where_the_page_shows_less():
    data = f'{{"@type": "NewsArticle", "articleBody": "{LEAD}\\n\\n{MORE}", "isAccessibleForFree": false}}'
    made = article(page(JSONLD.format(data), story="<p>They met.</p>"))
    assert made.text == f"{TITLE}\n\n{LEAD}\n\n{MORE}"
    assert made.extra == {"for_subscribers": True}
