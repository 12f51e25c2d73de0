"""Web archives: each page by its record, the day of capture as a bound, and archives that would do harm."""

import gzip
import io
import sys
import tracemalloc
import zlib

import brotli
import pytest
import zstandard

from kptimeline.pipeline import load_kit, read, resolve
from kptimeline.readers import Reject, read_path, read_stream
from kptimeline.readers.http_response import parse_response
from kptimeline.readers.warc import MAX_PAGE
from kptimeline.records import Article, Basis
from tests.readers.test_html import JSONLD, LEAD, META, MORE, TITLE, page

AS_OF = "2026-11-21"
ADDRESS = "https://river-post.example/2025/envoys"
PAGE = page(META).encode()
HTML = "Content-Type: text/html; charset=utf-8"


def record(
    block, kind="response", address=ADDRESS, date="2025-03-20T23:30:00Z", length=None, extra="", version="1.0"
):
    head = (
        f"WARC/{version}\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Target-URI: {address}\r\n"
        f"WARC-Date: {date}\r\nContent-Type: application/http; msgtype={kind}\r\n{extra}"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def http(body=PAGE, fields=HTML, status="200 OK", version="1.1"):
    return f"HTTP/{version} {status}\r\n{fields}\r\nServer: s\r\n\r\n".encode() + body


def articles(raw, **stated):
    return list(read_stream(io.BytesIO(raw), as_of=stated.pop("as_of", AS_OF), **stated))


GOOD = record(http())


def test_a_page_is_read_by_the_reader_of_pages_under_its_own_address(tmp_path):
    for name, raw in (("crawl.warc", GOOD), ("crawl.warc.gz", gzip.compress(GOOD)), ("crawl", GOOD)):
        (tmp_path / name).write_bytes(raw)
        (made,) = read_path(tmp_path / name, as_of=AS_OF)
        assert made.text == f"{TITLE}\n\n{LEAD}\n\n{MORE}"
        assert (made.url, made.published, made.path) == (ADDRESS, "2025-03-12", str(tmp_path / name))


def test_the_address_that_the_page_gives_goes_before_where_it_was_captured():
    canonical = f"<link rel='canonical' href='{ADDRESS}'>"
    (made,) = articles(record(http(page(canonical).encode()), address=f"{ADDRESS}?from=feed"))
    assert (made.url, made.extra["captured_from"]) == (ADDRESS, f"{ADDRESS}?from=feed")


@pytest.mark.parametrize("address", ["<https://a.example/1>", "https://a.example/1"])
def test_addresses_in_brackets_are_addresses(address):
    assert articles(record(http(), address=address))[0].url == "https://a.example/1"


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "javascript:alert(1)", "https://a/" + "x" * 3_000, ""]
)
def test_what_is_no_address_of_a_page_is_none(address):
    assert articles(record(http(), address=address))[0].url is None


def test_a_news_archive_gives_its_pages_alone():
    """The records around each page of CC-NEWS: the request, and what the crawler says of itself."""
    warcinfo = record(b"software: crawler\r\n", kind="warcinfo")
    request = record(b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", kind="request")
    revisit = record(http(b""), kind="revisit")
    image = record(http(b"\x89PNG", "Content-Type: image/png"))
    gone = record(http(status="404 Not Found"))
    moved = record(http(b"", "Location: https://b.example/", status="301 Moved Permanently"))
    dns = record(b"20250320 a.example 1.2.3.4").replace(b"application/http; msgtype=response", b"text/dns")
    other = record(http(page(story=f"<p>{MORE}</p><p>{LEAD}</p>").encode()), address="https://b.example/2")
    records = (warcinfo, request, GOOD, revisit, image, gone, moved, dns, request, other)
    found = articles(b"".join(map(gzip.compress, records)))
    assert [one.url for one in found] == [ADDRESS, "https://b.example/2"]


def test_without_pages_there_is_nothing_to_read():
    (found,) = articles(record(b"software: crawler\r\n", kind="warcinfo"))
    assert found.reason == "holds no pages: no response of type text/html with status 200"


# --- the day of capture: a bound, and never the anchor ------------------------------------------------


def anchored(markup, **stated):
    (made,) = articles(record(http(markup.encode()), **stated))
    kit = load_kit(model=False)
    return made, resolve(made, read(made, kit), kit).choice


def test_a_page_that_states_no_day_has_no_anchor():
    made, choice = anchored(page(), address="https://a.example/")
    assert (made.published, made.as_of, choice.anchor) == (None, "2025-03-20", None)
    assert made.extra["captured"] == "2025-03-20T23:30:00Z"


def test_the_year_of_a_dateline_is_one_before_the_capture():
    """In November 2026 the nearest 18 November that is a Tuesday is that of 2025, which the capture excludes."""
    story = f"<p>GENEVA, Nov 18 (River Post) -- {LEAD}</p><p>{MORE} They met again in 2008.</p>"
    _, choice = anchored(page(story=story), date="2009-01-05T00:00:00Z", address="https://a.example/")
    assert choice.anchor is not None
    assert (choice.anchor.basis, choice.anchor.day) == (Basis.DATELINE, 733364)  # Tuesday, 18 November 2008
    assert all(each.day <= 733413 for each in choice.candidates)


def test_a_day_after_the_capture_is_no_anchor_and_is_told():
    story = f"<p>GENEVA, March 25, 2025 (River Post) -- {LEAD}</p><p>{MORE}</p>"
    _, choice = anchored(page(story=story), address="https://a.example/")
    assert choice.anchor is None
    assert "which lies after 2025-03-20, the day that it was captured" in choice.reason
    made, _ = anchored(page(META.replace("03-12", "03-25")), address="https://a.example/")
    assert made.published is None
    assert made.extra["published_ahead"] == {"meta article:published_time": "2025-03-25"}


def test_the_day_after_may_be_the_same_moment_elsewhere():
    made, choice = anchored(page(META.replace("03-12", "03-21")))
    assert made.published == "2025-03-21"
    assert choice.anchor is not None


@pytest.mark.parametrize(
    ("date", "as_of"),
    [
        ("2031-01-01T00:00:00Z", AS_OF),  # a clock that went wrong
        ("1970-01-01T00:00:00Z", AS_OF),
        ("0001-01-01T00:00:00Z", AS_OF),
        ("yesterday", AS_OF),
        ("2025-03-20T23:30:00.123456Z", "2025-03-20"),
        ("2025-03-20", "2025-03-20"),
    ],
)
def test_only_a_capture_that_can_be_is_a_bound(date, as_of):
    (made,) = articles(record(http(), date=date))
    assert made.as_of == as_of


def test_a_dateline_after_the_capture_is_refused():
    (found,) = articles(GOOD, given="2025-04-01")
    assert "later than 2025-03-20, the day that it was captured" in found.reason


# --- bodies ---------------------------------------------------------------------------------------

CHUNKS = b"".join(b"%x;a=b\r\n%s\r\n" % (len(part), part) for part in (PAGE[:40], PAGE[40:])) + b"0\r\n\r\n"
RAW_DEFLATE = zlib.compressobj(wbits=-15)
ZIPPED = gzip.compress(PAGE)
BODIES = [
    (PAGE, ""),
    (CHUNKS, "Transfer-Encoding: chunked"),
    (
        b"%x\r\n%s\r\n0\r\n\r\n" % (len(ZIPPED), ZIPPED),
        "Transfer-Encoding: chunked\r\nContent-Encoding: gzip",
    ),
    (ZIPPED, "Content-Encoding: gzip"),
    (ZIPPED, "Content-Encoding: X-GZIP"),
    (zlib.compress(PAGE), "Content-Encoding: deflate"),
    (RAW_DEFLATE.compress(PAGE) + RAW_DEFLATE.flush(), "Content-Encoding: deflate"),
    (brotli.compress(PAGE), "Content-Encoding: br"),
    (zstandard.compress(PAGE), "Content-Encoding: zstd"),
    (brotli.compress(ZIPPED), "Content-Encoding: gzip, br"),
    # crawlers undo them, and leave what the server said
    (PAGE, "Content-Encoding: gzip"),
    (PAGE, "Transfer-Encoding: chunked\r\nContent-Encoding: br"),
    (PAGE, "X-Crawl-Content-Encoding: gzip\r\nContent-Encoding: identity"),
    (PAGE, "Content-Encoding: unheard-of"),
]


@pytest.mark.parametrize(("body", "fields"), BODIES, ids=[fields for _, fields in BODIES])
def test_bodies_are_what_a_browser_gets(body, fields):
    (made,) = articles(record(http(body, f"{HTML}\r\n{fields}" if fields else HTML)))
    assert made.text == f"{TITLE}\n\n{LEAD}\n\n{MORE}"


def test_the_encoding_that_the_server_stated_goes_before_that_of_the_page():
    raw = page(head="<meta charset='latin-1'>", story=f"<p>{LEAD}</p><p>{MORE} 서울</p>").encode("cp949")
    (made,) = articles(record(http(raw, "Content-Type: text/html; charset=EUC-KR")))
    assert made.text.endswith("서울")


# --- what spoils a record, and what the archive -------------------------------------------------------

BAD = [
    (record(b"no answer at all"), "holds no HTTP response"),
    (record(http(), length=9), "holds no HTTP response"),
    (record(http(b"<p>Hi</p>")), ""),  # a page without an article
    (record(http(ZIPPED[:20] + b"x" * 30, f"{HTML}\r\nContent-Encoding: gzip")), "holds a body that cannot be unpacked"),
    (record(http(b"\x8b\x05", f"{HTML}\r\nContent-Encoding: sdch")), "is compressed in a way that is not read (sdch)"),
    (record(http(fields=HTML + "\r\nA: b" * 500)), "holds an HTTP response whose header is too long"),
    (record(http(b"<p>" + b" " * MAX_PAGE)), f"is larger than {MAX_PAGE:,} bytes"),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "reason"), BAD, ids=range(len(BAD)))
def test_a_bad_record_spoils_only_itself(bad, reason):
    first, last, good = articles(GOOD + bad + b"what is no record\r\n\r\n" + GOOD)
    assert isinstance(first, Article)
    assert last.reason.startswith(f"record 2: {reason}")
    assert last.hint
    assert good == first


ENDS = [
    (GOOD[:-60], "record 1: is cut off: it states"),
    (record(http(), length=10**18) + GOOD, "record 1: is cut off: it states"),
    (GOOD + b"WARC/1.0\r\nX: " + b"x" * 100_000, "record 2: cannot be read; nothing after it is read"),
]


@pytest.mark.parametrize(("raw", "reason"), ENDS, ids=range(len(ENDS)))
def test_an_archive_that_breaks_off_says_so(raw, reason):
    assert articles(raw)[-1].reason.startswith(reason)


def test_what_stands_before_damaged_gzip_is_read():
    long = gzip.compress(record(http(page(f"<!-- {'-' * 20_000} -->").encode())))
    *found, last = articles(long * 6 + long[:-9])
    assert [one.url for one in found] == [ADDRESS] * 7  # the checksum comes after the last
    assert last.reason == "is damaged gzip: it ends early, or its checksum is wrong"


@pytest.mark.parametrize(
    ("encoding", "packed"), [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstandard.compress)]
)
def test_a_bomb_in_a_body_is_undone_no_further_than_a_page_may_be(encoding, packed):
    bomb = packed(b" " * 50_000_000)
    response = parse_response(http(bomb, f"{HTML}\r\nContent-Encoding: {encoding}"))
    tracemalloc.start()
    assert len(response.body(MAX_PAGE)) == MAX_PAGE + 1
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * MAX_PAGE


class Endless(io.RawIOBase):
    """An archive without end, and how much of it was read."""

    given = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        part = (GOOD * (len(buffer) // len(GOOD) + 1))[: len(buffer)]
        part = part[: len(part) // len(GOOD) * len(GOOD)] or GOOD[: len(buffer)]
        buffer[: len(part)] = part
        self.given += len(part)
        return len(part)


def test_articles_come_while_the_archive_is_read():
    endless = Endless()
    found = read_stream(endless, as_of=AS_OF)
    assert all(isinstance(next(found), Article) for _ in range(5))
    assert endless.given < 1_000_000


def test_without_the_extra_the_way_to_it_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "fastwarc", None)
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    (found,) = articles(GOOD)
    assert isinstance(found, Reject)
    assert found.reason == "is a web archive, and fastwarc is not installed"
    assert found.hint == "pip install 'kptimeline[archives]'"


def test_a_date_of_the_page_itself_is_the_anchor():
    markup = page(JSONLD.format('{"@type": "NewsArticle", "datePublished": "2025-03-11"}'))
    _, choice = anchored(markup)
    assert (choice.anchor.basis, choice.anchor.day) == (Basis.METADATA, 739321)
