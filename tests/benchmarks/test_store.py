"""The benchmark of the store on a few events: both sides give the same answers."""

import store as benchmark


def test_answers_of_the_program_are_those_of_the_sql_by_hand(tmp_path, capsys):
    asked = ["--data", str(tmp_path), "--events", "600", "--questions", "8", "--repeat", "1",
             "--articles", "20"]  # fmt: skip
    assert benchmark.main(asked) == 0
    assert "DIFFER" not in capsys.readouterr().out
    assert benchmark.main([*asked, "--only", "first 100 of 31"]) == 0  # with the database made before
