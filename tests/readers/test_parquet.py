"""Parquet: rows by the fields of articles, times with and without zones, and files that would do harm."""

import io
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from pyarrow import parquet

from kptimeline.readers import read_path, read_stream
from kptimeline.records import Article

AS_OF = "2026-11-21"
TEXT = "The envoys of both sides met on Tuesday, and will meet again in a week."


def packed(columns, **options):
    out = io.BytesIO()
    parquet.write_table(pa.table(columns), out, **options)
    return out.getvalue()


def articles(raw, **stated):
    return list(read_stream(io.BytesIO(raw), as_of=AS_OF, **stated))


def test_a_row_is_an_article(tmp_path):
    raw = packed(
        {"text": [TEXT, "It rang."], "outlet": ["River Post", None], "authors": [["A. Kim", "B. Lee"], None], "n": [1, 2]},
        row_group_size=1,
    )  # fmt: skip
    for name in ("wire.parquet", "wire", "wire.txt"):
        (tmp_path / name).write_bytes(raw)
        one, two = read_path(tmp_path / name, as_of=AS_OF)
        assert (one.text, one.outlet, one.authors, one.extra["n"]) == (
            TEXT,
            "River Post",
            ("A. Kim", "B. Lee"),
            1,
        )
        assert (two.text, two.outlet, two.path) == ("It rang.", None, str(tmp_path / name))


def test_names_of_others_are_mapped_and_capitals_do_not_matter():
    raw = packed({"Body": [TEXT], "meta": [{"when": date(2025, 3, 11)}], "Outlet": ["River Post"]})
    (made,) = articles(raw, map={"text": "Body", "published": "meta.when"})
    assert (made.text, made.published, made.outlet) == (TEXT, "2025-03-11", "River Post")


MOMENT = datetime(2025, 3, 11, 16, 30, tzinfo=UTC)
TIMES = [
    (pa.array([MOMENT], pa.timestamp("us", "Asia/Seoul")), "2025-03-12T01:30:00+09:00"),
    (pa.array([MOMENT], pa.timestamp("ns", "UTC")), "2025-03-11T16:30:00+00:00"),
    (pa.array([MOMENT], pa.timestamp("s", "-05:00")), "2025-03-11T11:30:00-05:00"),
    (pa.array([MOMENT.replace(tzinfo=None)], pa.timestamp("ms")), "2025-03-11T16:30:00"),
    (pa.array([1741710600123456789], pa.timestamp("ns")), "2025-03-11T16:30:00.123456"),
    (pa.array([date(2025, 3, 11)], pa.date32()), "2025-03-11"),
    (pa.array(["11 March 2025"]), "2025-03-11"),
    (pa.array([1741710600]), "2025-03-11T16:30:00+00:00"),
    (pa.array([None], pa.timestamp("us")), None),
    (pa.array([""]), None),
]


@pytest.mark.parametrize(("column", "published"), TIMES, ids=range(len(TIMES)))
def test_times_keep_the_zone_that_they_state(column, published):
    (made,) = articles(packed({"text": [TEXT], "published": column}))
    assert made.published == published


KEPT = [
    ([Decimal("1.50")], "1.50"),
    ([b"bytes that are text"], "bytes that are text"),
    ([[{"a": date(2025, 3, 11)}]], [{"a": "2025-03-11"}]),
    (pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64())), [["k", 1]]),
    (pa.array(["x"]).dictionary_encode(), "x"),
]


@pytest.mark.parametrize(("column", "value"), KEPT, ids=range(len(KEPT)))
def test_other_columns_are_kept_as_json_has_them(column, value):
    (made,) = articles(packed({"text": [TEXT], "other": column}))
    assert made.extra["other"] == value


def test_text_that_older_writers_declare_as_bytes_is_text():
    (made,) = articles(packed({"text": pa.array([TEXT.encode()], pa.binary())}))
    assert made.text == TEXT


def test_a_bad_row_spoils_only_itself():
    published = ["2025-03-11", "11/12/2025", None, None]
    found = articles(packed({"text": [TEXT, TEXT, None, "It rang."], "published": published}))
    assert [isinstance(one, Article) for one in found] == [True, False, False, True]
    assert found[1].reason.startswith("row 2: published may be two days")
    assert found[2].reason.startswith("row 3: ")
    far = pa.array([2**62, 0], pa.timestamp("us"))  # beyond the years that there are
    found = articles(packed({"text": [TEXT, "It rang."], "other": far}))
    assert [isinstance(one, Article) for one in found] == [False, True]
    assert found[0].reason.startswith("row 1: holds a value that cannot be read")


GOOD = packed({"text": [TEXT]})
BROKEN = [
    (GOOD[:-20], "is a damaged Parquet table: "),
    (b"PAR1" + b"\0" * 100, "is a damaged Parquet table: "),
    (GOOD[:8] + b"\xff" * 20 + GOOD[28:], "is a damaged Parquet table: "),
    (packed({"body": [TEXT]}), "has no column text: body"),
    (packed({"text": pa.array([], pa.string())}), "holds no rows"),
    (packed({"text": pa.array([None] * 100_000, pa.string())}), "states more rows than it has bytes"),
]


@pytest.mark.parametrize(("raw", "reason"), BROKEN, ids=range(len(BROKEN)))
def test_what_is_no_table_of_articles_is_refused(raw, reason):
    (found,) = articles(raw)
    assert found.reason.startswith(reason)
    assert found.hint


def test_rows_come_while_the_file_is_read():
    class Watched(io.BytesIO):
        given = 0

        def read(self, size=-1):
            part = super().read(size)
            self.given += len(part)
            return part

    rows = [f"{at} {TEXT} " * 500 for at in range(400)]
    raw = packed({"text": rows}, row_group_size=10, compression="none", use_dictionary=False)
    watched = Watched(raw)
    found = read_stream(io.BufferedReader(watched), as_of=AS_OF, language="en")
    for _ in range(20):
        assert isinstance(next(found), Article)
    assert watched.given < len(raw) / 4


def test_reading_again_knows_the_rows():
    one, again = articles(GOOD), articles(GOOD)
    assert [(each.key, each.raw_sha256) for each in one] == [(each.key, each.raw_sha256) for each in again]


def test_without_the_extra_the_way_to_it_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (found,) = articles(GOOD)
    assert found.reason == "is a Parquet table, and pyarrow is not installed"
    assert found.hint == "pip install 'kptimeline[archives]'"
