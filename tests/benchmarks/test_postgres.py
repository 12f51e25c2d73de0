"""The benchmark of PostgreSQL on little: both sides give the same answers, shards come in."""

import json

import postgres as benchmark
import pytest


@pytest.fixture(autouse=True)
def _there_is_a_server(server):
    assert server


def test_answers_of_the_program_are_those_of_the_sql_by_hand(capsys):
    benchmark.main(["--only", "query", "--events", "600", "--questions", "8", "--repeat", "1"])
    found = json.loads(capsys.readouterr().out)
    assert (found["same"], found["questions"]) == (8, 8)


def test_shards_are_copied_as_often_as_psql_copies_them(capsys):
    benchmark.main(["--only", "shard", "--articles", "20", "--rounds", "2"])
    assert json.loads(capsys.readouterr().out)["articles"] == 20
