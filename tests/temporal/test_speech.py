"""Quotations count from the day on which their own sentence says they were spoken."""

import pytest

import kptimeline


@pytest.mark.parametrize(
    ("text", "phrase", "edtf"),
    [
        ('"We open the bridge tomorrow," the mayor said on Saturday.', "tomorrow", "2025-11-23"),
        ('The mayor said on Saturday: "We open the bridge tomorrow."', "tomorrow", "2025-11-23"),
        ('"We will know on Wednesday," she told the press last Tuesday.', "Wednesday", "2025-11-19"),
        # No verb of saying, no day of speech, two days, or no quotation: the article's day counts.
        ('"Tomorrow we sail" was sung on Saturday.', "Tomorrow", "2025-11-26"),
        ('"We open the bridge tomorrow," the mayor said.', "tomorrow", "2025-11-26"),
        ('"We open it tomorrow," he said on Friday and said on Saturday.', "tomorrow", "2025-11-26"),
        ("The bridge will open tomorrow, the mayor said on Saturday.", "tomorrow", "2025-11-26"),
        # The day of another clause is not that of the speech.
        ('"We open it tomorrow," he said, recalling his first try on Saturday.', "tomorrow", "2025-11-26"),
    ],
)
def test_day_of_speech(text, phrase, edtf):
    found = {time.text: resolution for time, resolution in kptimeline.find(text, dateline="2025-11-25")}
    assert found[phrase].edtf == edtf


def test_the_articles_day_is_kept_as_a_rival():
    text = '"We open the bridge tomorrow," the mayor said on Saturday.'
    tomorrow = kptimeline.find(text, dateline="2025-11-25")[0][1]
    assert "day-of-speech" in tomorrow.inferred
    assert [rival.edtf for rival in tomorrow.alternatives] == ["2025-11-26"]
