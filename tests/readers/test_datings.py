"""Rows of article and date: CSV and JSON lines; a bad row spoils only itself."""

import io
from pathlib import Path

import pytest

from kptimeline.errors import InputRejectedError
from kptimeline.readers import Reject
from kptimeline.readers.datings import Dating, read_datings
from kptimeline.readers.table import MAX_BYTES

GOOD = [
    (b"article,date\na.txt,2025-03-04\n", [Dating(2, "a.txt", "2025-03-04")]),
    (b"\xef\xbb\xbfarticle,date\r\na.txt,2025-03-04\r\n", [Dating(2, "a.txt", "2025-03-04")]),
    (b'date,note,article\n"4 March, 2025",x,"a, b.txt"\n', [Dating(2, "a, b.txt", "4 March, 2025")]),
    (b"article\tdate\na.txt\t auto \n", [Dating(2, "a.txt", "auto")]),
    (b"article,date\na.txt,\nb.txt\n", []),
    (b"article,date\n", []),
    (b'{"article": "a", "date": "2025"}\n\n{"article": "b", "date": null}\n', [Dating(1, "a", "2025")]),
]


@pytest.mark.parametrize(("raw", "rows"), GOOD)
def test_rows_with_a_date_are_read(raw, rows):
    assert list(read_datings(Path("-"), io.BytesIO(raw))) == rows


BAD_ROWS = [
    (b"article,date\n,2025-03-04\na,2025\n", (2, "names no article")),
    (b'{"article": 7, "date": "2025"}\n{"article": "a", "date": "2025"}\n', (1, "names no article")),
    (b'{"article": "a", "date": 2025}\n{"article": "a", "date": "2025"}\n', (1, "has a date that is no text: 2025")),
    (b'{"article": "a"\n{"article": "a", "date": "2025"}\n', (1, "is not JSON: Input data was truncated")),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "reject"), BAD_ROWS)
def test_a_bad_row_is_named_and_the_next_is_read(raw, reject):
    first, second = read_datings(Path("-"), io.BytesIO(raw))
    assert isinstance(first, Reject)
    assert (first.line, first.reason) == reject
    assert isinstance(second, Dating)


@pytest.mark.parametrize("size", [10, 200_000])
def test_a_cell_without_end_ends_the_table(size):
    raw = b"article,date\na,2025\n" + b'"' + b"x" * size
    first, second = read_datings(Path("-"), io.BytesIO(raw))
    assert isinstance(first, Dating)
    assert second.reason.endswith("nothing after it is read")


REFUSED = [
    (b"", "standard input: its first line names no column article and date"),
    (b"article,day\na,2025\n", "standard input: its first line names no column date"),
    (b"caf\xe9", "standard input: is not valid UTF-8 (at byte 3)"),
    (b" " * (MAX_BYTES + 1), "standard input: is larger than 64,000,000 bytes"),
]


@pytest.mark.parametrize(("raw", "message"), REFUSED, ids=lambda value: str(value[:20]))
def test_what_is_no_table_is_refused(raw, message):
    with pytest.raises(InputRejectedError) as caught:
        list(read_datings(Path("-"), io.BytesIO(raw)))
    assert caught.value.message == message
    assert caught.value.hint


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputRejectedError, match="cannot be read: no such file"):
        list(read_datings(tmp_path / "none.csv"))
