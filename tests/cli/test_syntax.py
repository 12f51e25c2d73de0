"""`tag --syntax`: the parse says which way a bare weekday points, where nearby words do not."""

import json

import pytest

from tests.cli.run import run

LINE = {
    "text": "The ministers will, as aides said after talks held in Seoul, sign the pact on Friday.",
    "dateline": "2025-12-29",
}


@pytest.mark.parametrize(("options", "day"), [((), "2025-12-26"), (("--syntax",), "2026-01-02")])
def test_tense_by_the_parse(tmp_path, options, day):
    outcome = run(
        "tag", *options, "-", "--as-of", "2026-11-21", folder=tmp_path, stdin=json.dumps(LINE).encode()
    )
    assert (outcome.code, outcome.err) == (0, "")
    assert [timex["edtf"] for timex in json.loads(outcome.out)["timexes"]] == [day]
