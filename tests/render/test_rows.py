import csv
import io
import json

from kptimeline.render import rows

COLUMNS = ["event_type", "events", "note"]
ROWS = [("AID", 12, "북한"), (None, 3, 'tab\t "quote",\nline\x1b[2J')]


def test_a_table_aligns_names_words_and_numbers():
    assert rows.table(COLUMNS, ROWS, width=80, color=False).splitlines() == [
        "event_type  events  note",
        "AID             12  북한",
        '                 3  tab "quote", line',
    ]


def test_plain_rows_are_one_a_line():
    assert rows.plain(COLUMNS, ROWS).splitlines() == [
        "event_type\tevents\tnote",
        "AID\t12\t북한",
        '\t3\ttab\\t "quote",\\nline\\x1b[2J',
    ]


def test_csv_reads_back():
    told = list(csv.reader(io.StringIO(rows.comma_separated(COLUMNS, ROWS))))
    assert told == [COLUMNS, ["AID", "12", "북한"], ["", "3", ROWS[1][2]]]


def test_json_reads_back():
    told = json.loads(rows.json(COLUMNS, ROWS))
    assert told == [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]


def test_long_cells_are_cut_in_tables_only():
    long = "a" * 5_000
    told = rows.table(["n"], [(long,)], width=80, color=False)
    assert told.count("a") == rows.LONGEST_CELL
    assert "…" in told
    assert long in rows.plain(["n"], [(long,)])


def test_no_rows():
    assert rows.plain(["n"], []) == "n\n"
    assert json.loads(rows.json(["n"], [])) == []
    assert rows.table(["n"], [], width=80, color=False) == "n\n"
