"""Rows that people write for a command: a bad one is named by its number, the others are read."""

import io
from pathlib import Path

from kptimeline.readers.reject import Reject
from kptimeline.readers.table import read_rows


def test_a_bad_line_spoils_only_itself():
    lines = [b'{"actor": "a"}', b'{"actor": ' + b"[" * 100_000, b"{", b"", b'{"actor": "b"}']
    rows = list(read_rows(Path("-"), ("actor",), "a hint", io.BytesIO(b"\n".join(lines))))
    assert [row for row in rows if not isinstance(row, Reject)] == [(1, {"actor": "a"}), (5, {"actor": "b"})]
    rejects = [(row.line, row.reason) for row in rows if isinstance(row, Reject)]
    assert rejects == [
        (2, "is JSON that nests too deep"),
        (3, "is not JSON: Input data was truncated"),
    ]
