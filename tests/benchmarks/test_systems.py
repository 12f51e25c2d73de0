"""Programs run as they are: kptimeline, and peers where they are dependencies of the project anyway."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from _peer_heideltime import JAR, SETTINGS, TREETAGGER, answer, question
from _peer_io import value_of_days
from _peer_recognizers import days, likeliest, plain
from _timex_corpora import load_corpora, load_output, trimmed
from _timex_systems import System, SystemFailedError, missing, ours, peers, run

DAY = datetime.fromisoformat("2025-12-29")
ARTICLES = [
    {"id": "a", "text": "The two met last week.", "dateline": "2025-12-29", "genre": "news"},
    {"id": "b", "text": "Nothing is told here.", "dateline": None, "genre": "news"},
]


def test_kptimeline_is_run_as_a_command():
    done = run(ours("2026-12-31"), ARTICLES)
    assert [(t["start"], t["end"], t["value"]) for t in done.timexes["a"]] == [(12, 21, "2025-W52")]
    assert done.timexes["b"] == []
    assert done.seconds > 0.05


def test_dateparser_is_run_as_a_command():
    system = next(system for system in peers(Path()) if system.name == "dateparser.search")
    assert missing(system) is None
    assert [(t["start"], t["end"], t["value"]) for t in run(system, ARTICLES).timexes["a"]] == [
        (12, 21, "2025-W52")
    ]


def test_cpu_seconds_are_those_of_the_process():
    burn = "import sys, time\nwhile time.process_time() < 0.3: pass"
    assert 0.3 <= run(System("busy", (sys.executable, "-c", burn)), []).seconds < 1
    assert run(System("idle", (sys.executable, "-c", "import time; time.sleep(0.3)")), []).seconds < 0.3


def test_a_program_that_fails_is_named_with_what_it_said():
    broken = System("broken", (sys.executable, "-c", "raise SystemExit('no rules')"))
    with pytest.raises(SystemFailedError, match=r"^broken ended with 1:\nno rules$"):
        run(broken, [])


@pytest.mark.parametrize(
    ("probe", "reason"),
    [
        (
            (sys.executable, "-c", "import no_such_peer"),
            "ModuleNotFoundError: No module named 'no_such_peer'",
        ),
        ((sys.executable, "-c", "raise SystemExit(3)"), "the probe ended with 3"),
        (("no-such-program",), "[Errno 2] No such file or directory: 'no-such-program'"),
    ],
)
def test_why_a_peer_is_skipped(probe, reason):
    assert missing(System("peer", ("x",), probe=probe)) == reason


def test_chrono_is_skipped_where_npm_put_nothing(tmp_path):
    chrono = next(system for system in peers(tmp_path) if system.name == "chrono")
    assert missing(chrono)


def heideltime(folder):
    return next(system for system in peers(Path(), heideltime=folder) if system.name == "HeidelTime")


def test_heideltime_is_skipped_until_every_part_is_there(tmp_path):
    for part in (JAR, SETTINGS, f"{TREETAGGER}/bin/tree-tagger"):
        assert missing(heideltime(tmp_path)) == f"{tmp_path / part} is not there"
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / part).touch()
    assert (
        missing(heideltime(tmp_path))
        == f"{tmp_path / TREETAGGER / 'bin/tree-tagger'} may not be run: chmod +x"
    )


@pytest.mark.parametrize(
    ("article", "line"),
    [
        ({"text": "é\t\n", "dateline": "2025-12-29T06:00", "genre": "news"}, "news\t2025-12-29\tw6kJCg=="),
        ({"text": "a", "dateline": None, "genre": "narrative"}, "narrative\t\tYQ=="),
    ],
)
def test_heideltime_is_asked_in_a_line(article, line):
    assert question(article) == line


def test_heideltime_answers_in_a_line():
    assert answer("") == []
    assert answer("0\t4\tDATE\t2025\t9\t14\tSET\t") == [
        {"start": 0, "end": 4, "type": "DATE", "value": "2025"},
        {"start": 9, "end": 14, "type": "SET", "value": ""},
    ]
    with pytest.raises(ValueError, match="shorter"):
        answer("0\t4\tDATE")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("on Friday, ", "Friday"),
        ("in the 1990s", "the 1990s"),
        ("at least two days", "at least two days"),
        ("Since 2014;", "2014"),
        ("on", "on"),
        (" Monday", "Monday"),
    ],
)
def test_spans_of_peers_are_trimmed(text, words):
    timex = trimmed(f"x{text}x", {"start": 1, "end": 1 + len(text)})
    assert f"x{text}x"[timex["start"] : timex["end"]] == words


@pytest.mark.parametrize(
    ("first", "after", "value"),
    [
        ("2025-12-29", "2025-12-30", "2025-12-29"),
        ("2025-12-29", "2026-01-05", "2026-W01"),
        ("2025-12-30", "2026-01-06", None),
        ("2025-12-01", "2026-01-01", "2025-12"),
        ("2025-10-01", "2026-01-01", "2025-Q4"),
        ("2025-02-01", "2025-05-01", None),
        ("2025-07-01", "2026-01-01", "2025-H2"),
        ("2025-01-01", "2026-01-01", "2025"),
        ("1990-01-01", "2000-01-01", "199"),
    ],
)
def test_the_name_of_a_span_of_days(first, after, value):
    assert value_of_days(date.fromisoformat(first), date.fromisoformat(after)) == value


@pytest.mark.parametrize(
    ("kind", "reading", "expected"),
    [
        ("date", {"timex": "XXXX-05-03", "value": "2025-05-03"}, ("DATE", "2025-05-03")),
        ("date", {"timex": "XXXX-02-29", "value": "not resolved"}, ("DATE", "XXXX-02-29")),
        ("datetime", {"timex": "PRESENT_REF", "value": "2025-12-29 00:00:00"}, ("DATE", "PRESENT_REF")),
        ("datetime", {"timex": "x", "value": "2025-12-29 15:00:00"}, ("TIME", "2025-12-29T15:00")),
        ("time", {"timex": "T15", "value": "15:00:00"}, ("TIME", "2025-12-29T15")),
        ("duration", {"timex": "P3D"}, ("DURATION", "P3D")),
        ("daterange", {"timex": "2025-W52"}, ("DATE", "2025-W52")),
        (
            "daterange",
            {"timex": "(a,b,P3M)", "start": "2024-04-01", "end": "2024-07-01"},
            ("DATE", "2024-Q2"),
        ),
    ],
)
def test_recognizers_in_timex3(kind, reading, expected):
    assert plain(kind, reading, DAY) == expected


def test_of_recognizers_readings_the_latest_that_is_not_ahead():
    readings = [{"value": "2025-12-22"}, {"value": "2025-12-29"}, {"value": "2026-01-05"}]
    assert likeliest(readings, DAY) == {"value": "2025-12-29"}
    assert likeliest(readings[2:], DAY) == {"value": "2026-01-05"}
    assert days({"start": "2024-04-01", "end": "2024-07-01"}) == {
        "first_day": "2024-04-01",
        "last_day": "2024-06-30",
    }


def test_corpora_are_found_in_files_and_folders(tmp_path):
    line = json.dumps({"doc_id": "a", "dct": "2025-12-29", "text": "é", "timexes": []}) + "\n"
    (tmp_path / "temporal").mkdir()
    for name in ("news", "wikiwars_part"):
        (tmp_path / "temporal" / f"{name}.jsonl").write_text(line)
    news, wars = load_corpora([tmp_path])
    assert [(c.name, c.genre, c.size) for c in (news, wars)] == [
        ("news", "news", 2),
        ("wikiwars_part", "narrative", 2),
    ]
    assert load_corpora([tmp_path / "temporal" / "news.jsonl"]) == [news]
    assert list(news.articles()) == [{"id": "a", "text": "é", "dateline": "2025-12-29", "genre": "news"}]
    assert load_output(tmp_path / "temporal" / "news.jsonl") == {"a": []}

    (tmp_path / "twice.jsonl").write_text(line * 2)
    with pytest.raises(ValueError, match="a doc_id occurs twice"):
        load_corpora([tmp_path / "twice.jsonl"])
