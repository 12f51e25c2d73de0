"""What people write to search: read as told, and no text is ever an error of the database."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptimeline.errors import UsageError
from kptimeline.store.words import MOST_LETTERS, MOST_TERMS, fts5, read_words, tsquery

READ = [
    ("missile", '("missile")', "('missile')"),
    ("missile launch", '("missile") AND ("launch")', "('missile') & ('launch')"),
    ('"missile launch"', '("missile launch")', "('missile launch')"),
    ("“missile launch”", '("missile launch")', "('missile launch')"),
    ('"missile launch', '("missile launch")', "('missile launch')"),
    ("launch*", '("launch" *)', "('launch':*)"),
    ('"missile launch"*', '("missile launch" *)', "('missile launch':*)"),
    ("launch OR test sea", '("launch" OR "test") AND ("sea")', "('launch' | 'test') & ('sea')"),
    ("a OR b OR c", '("a" OR "b" OR "c")', "('a' | 'b' | 'c')"),
    ("launch AND test", '("launch") AND ("test")', "('launch') & ('test')"),
    ("launch -test", '(("launch")) NOT ("test")', "(('launch')) & !('test')"),
    ('-"a b" c -d*', '(("c")) NOT ("a b" OR "d" *)', "(('c')) & !('a b' | 'd':*)"),
    ("Jong-un", '("Jong-un")', "('Jong-un')"),
    ("OR", '("OR")', "('OR')"),
    ("OR launch", '("OR") AND ("launch")', "('OR') & ('launch')"),
    ("launch OR -test", '(("launch") AND ("OR")) NOT ("test")', "(('launch') & ('OR')) & !('test')"),
    ("or and", '("or") AND ("and")', "('or') & ('and')"),
    ('"OR"', '("OR")', "('OR')"),
    ("NOT NEAR(a b)", '("NOT") AND ("NEAR(a") AND ("b)")', "('NOT') & ('NEAR(a') & ('b)')"),
    ("text:launch ^a {b}", '("text:launch") AND ("^a") AND ("{b}")', "('text:launch') & ('^a') & ('{b}')"),
    ("don't c:\\x", '("don t") AND ("c: x")', "('don t') & ('c: x')"),
    ("!!! launch ***", '("launch")', "('launch')"),
    ("북한* 2025", '("북한" *) AND ("2025")', "('북한':*) & ('2025')"),
    ("a\x00b \ud800c", '("a b") AND ("c")', "('a b') & ('c')"),
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
    assert set(outside) <= set("()&|!:* ")
