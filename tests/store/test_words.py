"""What people write to search: read as told, and no text is ever an error of the database."""

import re
import sqlite3
from contextlib import closing, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptimeline.errors import UsageError
from kptimeline.store.words import MOST_LETTERS, MOST_TERMS, Words, fts5, hits, read_words, tsquery


@pytest.fixture(scope="module")
def searching(server, empty_on_server):
    """Whether a text holds what a tsquery asks for, on PostgreSQL."""
    with server.admin(empty_on_server) as connection:
        yield lambda text, query: connection.execute(
            "SELECT kptimeline_words(%s) @@ to_tsquery('pg_catalog.simple', %s)", (text, query)
        ).fetchone()[0]


READ = [
    ("missile", '("missile")', "('missile')"),
    ("missile launch", '("missile") AND ("launch")', "('missile') & ('launch')"),
    ('"missile launch"', '("missile launch")', "(('missile' <-> 'launch'))"),
    ("“missile launch”", '("missile launch")', "(('missile' <-> 'launch'))"),
    ('"missile launch', '("missile launch")', "(('missile' <-> 'launch'))"),
    ("launch*", '("launch" *)', "('launch':*)"),
    ('"missile launch"*', '("missile launch" *)', "(('missile' <-> 'launch':*))"),
    ("launch OR test sea", '("launch" OR "test") AND ("sea")', "('launch' | 'test') & ('sea')"),
    ("a OR b OR c", '("a" OR "b" OR "c")', "('a' | 'b' | 'c')"),
    ("launch AND test", '("launch") AND ("test")', "('launch') & ('test')"),
    ("launch -test", '(("launch")) NOT ("test")', "(('launch')) & !('test')"),
    ('-"a b" c -d*', '(("c")) NOT ("a b" OR "d" *)', "(('c')) & !(('a' <-> 'b') | 'd':*)"),
    ("Jong-un", '("Jong-un")', "(('Jong' <-> 'un'))"),
    ("OR", '("OR")', "('OR')"),
    ("OR launch", '("OR") AND ("launch")', "('OR') & ('launch')"),
    ("launch OR -test", '(("launch") AND ("OR")) NOT ("test")', "(('launch') & ('OR')) & !('test')"),
    ("or and", '("or") AND ("and")', "('or') & ('and')"),
    ('"OR"', '("OR")', "('OR')"),
    ("NOT NEAR(a b)", '("NOT") AND ("NEAR(a") AND ("b)")', "('NOT') & (('NEAR' <-> 'a')) & ('b')"),
    (
        "text:launch ^a {b}",
        '("text:launch") AND ("^a") AND ("{b}")',
        "(('text' <-> 'launch')) & ('a') & ('b')",
    ),
    ("don't c:\\x", '("don t") AND ("c: x")', "(('don' <-> 't')) & (('c' <-> 'x'))"),
    ("!!! launch ***", '("launch")', "('launch')"),
    ("북한* 2025", '("북한" *) AND ("2025")', "('북한':*) & ('2025')"),
    ("a\x00b \ud800c", '("a b") AND ("c")', "(('a' <-> 'b')) & ('c')"),
]


@pytest.mark.parametrize(("text", "sqlite", "postgresql"), READ)
def test_words_are_read_and_quoted(text, sqlite, postgresql):
    words = read_words(text)
    assert (fts5(words), tsquery(words)) == (sqlite, postgresql)


REFUSED = [
    ("", "there is no word to search for"),
    ("  ", "there is no word to search for"),
    ('"" * -', "there is no word to search for"),
    ("-launch", "there are only words to leave out"),
    ("a " * (MOST_TERMS + 1), f"more than {MOST_TERMS} words to search for"),
    ("a" * (MOST_LETTERS + 1), f"more than {MOST_LETTERS} characters to search for"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_finds_nothing_is_refused(text, message):
    with pytest.raises(UsageError) as caught:
        read_words(text)
    assert caught.value.message == message
    assert caught.value.hint


PIECES = st.sampled_from(
    [*"\"*-()^:{}+\\'\x00,", " ", "OR", "AND", "NOT", "NEAR", "a", "launch", "é", "한", "\ud800", "²", "́"]
)


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
def test_no_text_is_an_error_of_fts5(text):
    try:
        query = fts5(read_words(text))
    except UsageError:
        return
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5 (text)")
        connection.execute("INSERT INTO t VALUES ('a launch')")
        connection.execute("SELECT rowid FROM t WHERE t MATCH ?", (query,)).fetchall()


@given(st.lists(PIECES, max_size=40).map("".join))
def test_quotes_in_a_tsquery_are_only_those_around_terms(text):
    try:
        query = tsquery(read_words(text))
    except UsageError:
        return
    outside = "".join(query.split("'")[::2])
    assert query.count("'") % 2 == 0
    assert "\\" not in query
    assert set(outside) <= set("()&|!:*<-> ")


HITS = [
    ("two rockets", "Rockets flew; rockets, ROCKETS-X", ["Rockets", "rockets", "ROCKETS"]),
    ("rocket*", "a rocket and rocketry", ["rocket", "rocketry"]),
    ('"jong un"', "Kim Jong-un and Jong Un, Jongun", ["Jong-un", "Jong Un"]),
    ('"kim jong" "jong un"', "Kim Jong-un", ["Kim Jong-un"]),
    ("São OR cafe\u0301", "Sao São CAFÉ cafe\u0301", ["Sao", "São", "CAFÉ", "cafe\u0301"]),
    ("한* -b", "한국 b", ["한국"]),
    ("sea", "seas", []),
    ('"a b c"', "a b", []),
]


@pytest.mark.parametrize(("asked", "text", "found"), HITS)
def test_hits_are_where_fts5_marks_them(asked, text, found):
    words = read_words(asked)
    assert [text[slice(*span)] for span in hits(text, words)] == found
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5 (text)")
        connection.execute("INSERT INTO t VALUES (?)", (text,))
        loose = Words((tuple(term for group in words.wanted for term in group),))
        query = "SELECT highlight(t, 0, '[', ']') FROM t WHERE t MATCH ?"
        marked = [line for (line,) in connection.execute(query, (fts5(loose),))]
        assert re.findall(r"\[(.*?)\]", "".join(marked)) == found


TEXTS = [
    ("KN-23", "a KN-23 flew", True), ("23", "a KN-23 flew", True), ("flew", "he/she flew.", True),
    ("she", "he/she flew.", True), ("example", "see http://example.org/a/b.html", True),
    ('"org a"', "see http://example.org/a/b.html", True), ("b_c", "a b_c d", True), ("cafe", "CAFÉ", True),
    ("CAFÉ", "cafe\u0301", True), ("rocket", "rockets", False), ("the", "the", True), ("1.5", "1,5 km", True),
    ("5", "-5 C", True), ("한국", "한국은", False), ("한국*", "한국은", True), ('"a b"', "a, “b”", True),
    ('"a b"*', "a bcd", True), ('"a b"*', "ax bcd", False), ("x", "a★x", True), ("user", "user@host.org", True),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "text", "found"), TEXTS)
def test_both_databases_find_the_same_words(asked, text, found, searching):
    words = read_words(asked)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5 (text)")
        connection.execute("INSERT INTO t VALUES (?)", (text,))
        assert bool(connection.execute("SELECT 1 FROM t WHERE t MATCH ?", (fts5(words),)).fetchall()) is found
    assert searching(text, tsquery(words)) is found


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
def test_no_text_is_an_error_of_a_tsquery(searching, text):
    with suppress(UsageError):
        searching("a launch", tsquery(read_words(text)))
