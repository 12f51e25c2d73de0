"""Tables: their field names and marks, and every way a row can be bad."""

import hashlib
import io

import pytest

from kptimeline.readers import Reject, read_path, read_stream
from kptimeline.readers.csv_file import MAX_ROW

AS_OF = "2026-11-21"


def read(raw, **stated):
    return list(read_stream(io.BytesIO(raw), name="wire.csv", as_of=AS_OF, **stated))


def told(found):
    return [(one.line, one.reason) if isinstance(one, Reject) else one.text for one in found]


TABLES = [
    ("id,text,outlet\n7,It rang.,Wire\n", "comma"),
    ("id\ttext\toutlet\n7\tIt rang.\tWire\n", "tab"),
    ("id;text;outlet\n7;It rang.;Wire\n", "semicolon"),
    ("id|text|outlet\n7|It rang.|Wire\n", "bar"),
    ("ID,Text,Outlet\r\n7,It rang.,Wire\r\n", "capitals and CR LF"),
    (",id,text,outlet\n0,7,It rang.,Wire\n", "an index without a name"),
    ('"id","text","outlet"\n"7","It rang.","Wire"', "quotes, and no end of line"),
    ("id,text,outlet\n\n7,It rang.,Wire\n", "empty lines"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(("table", "why"), TABLES)
def test_a_table_is_read(table, why, encoding):
    (made,) = read(table.encode(encoding))
    assert (made.text, made.outlet, made.given_id, made.extra) == ("It rang.", "Wire", "7", {}), why


def test_cells_hold_lines_quotes_and_long_texts_and_others_are_kept():
    long = "The envoys met. " * 20_000
    (made,) = read(f'text,topic,shelf\n"He said ""no"".\n{long}",border,\n'.encode())
    assert made.text == f'He said "no".\n{long}'
    assert made.extra == {"topic": "border", "language_from": "detected"}


def test_a_table_is_known_by_its_first_line_wherever_it_comes_from(tmp_path):
    (tmp_path / "noname").write_text("text,id\nIt rang.,7\n")
    (made,) = read_path(tmp_path / "noname", as_of=AS_OF)
    assert (made.text, made.given_id) == ("It rang.", "7")


def test_bad_rows_are_named_by_the_line_that_they_begin_on_and_the_others_are_read():
    table = (
        b'text,published\n"one\nmor\xc3\xa9",2025-12-29\nshort\nlong,2025-12-29,x\n'
        b'"tw"o,2025-12-29\ncaf\xe9,2025-12-29\nthree,03/04/2025\n,2025-12-29\nfour,2025-12-29\n'
    )
    assert told(read(table)) == [
        "one\nmoré",
        (4, "has 1 fields, and the first line names 2"),
        (5, "has 3 fields, and the first line names 2"),
        (6, "is no row of a table: ',' expected after '\"'"),
        (7, "the field text is not valid UTF-8"),
        (8, "published may be two days, or is none: '03/04/2025'"),
        (9, "object missing required field `text`"),
        "four",
    ]


REFUSED = [
    (b"\n", "is empty, or has no first line of field names"),
    (b"id,body\n1,x\n", "has no field text in its first line: id, body"),
    (b"text,text\na,b\n", "names the field text twice"),
    (b"x" * 20_000, "has no first line of field names"),
]


@pytest.mark.parametrize(("raw", "reason"), REFUSED)
def test_what_is_no_table_is_refused(raw, reason):
    (found,) = read(raw)
    assert (found.reason, bool(found.hint)) == (reason, True)


def test_names_of_others_are_led_to_ours_and_must_be_there():
    raw = b"body,date_publish,Source\nIt rang.,2025-12-29 08:00:00,Wire\n"
    names = {"text": "body", "published": "date_publish", "outlet": "Source"}
    (made,) = read(raw, map=names)
    assert (made.text, made.published, made.published_from, made.outlet) == (
        "It rang.", "2025-12-29 08:00:00", "date_publish", "Wire",
    )  # fmt: skip
    assert made.extra == {}
    (found,) = read(raw, map=names | {"url": "link"})
    assert found.reason == "has no field link in its first line"


@pytest.mark.parametrize("row", [b'"' + b"x\n" * MAX_ROW, b"," * (MAX_ROW + 2), b'"x\n",' * (MAX_ROW // 2)])
def test_a_row_without_end_is_refused_within_bounds(row):
    found = read(b"text,id\n" + row)
    assert len(found) < 3_000
    assert all(isinstance(one, Reject) for one in found)


ENCODED = [
    ("cp1252", "Un café à la frontière, où l’on s’est réuni"),
    ("cp1252", "The ministry’s “hotline” – it rang"),
    ("cp949", "남북이 화요일에 국경에서 회담을 열고 직통 전화를 다시 열기로 합의했다고 밝혔다"),
]


@pytest.mark.parametrize(("codec", "text"), ENCODED)
def test_a_table_in_an_encoding_that_can_be_told_is_read_as_text_files_are(codec, text):
    raw = f'text,id\nIt rang.,1\n"{text}",2\nIt rang twice.,3\n"{text} |",4\n'.encode(codec)
    made = list(read(raw))
    assert [one.text for one in made] == ["It rang.", text, "It rang twice.", f"{text} |"]
    assert made[1].extra["encoding"]
    assert made[1].raw_sha256 == hashlib.sha256(raw.split(b"\n")[2] + b"\n").hexdigest()


def test_a_row_that_is_broken_among_utf_8_spoils_only_itself():
    raw = "text,id\nLe café,1\n".encode() + b"caf\xe9,2\n" + "Où ?,3\n".encode()
    assert told(read(raw)) == ["Le café", (3, "the field text is not valid UTF-8"), "Où ?"]
