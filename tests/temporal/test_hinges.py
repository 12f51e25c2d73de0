"""Times that hang from an event which the text itself dates, and those that must stay unresolved."""

import pytest

import kptimeline


@pytest.mark.parametrize(
    ("text", "phrase", "edtf", "reason"),
    [
        ("The summit was held on April 27, 2018. Four days after the summit work began.",
         "Four days", "2018-05-01", None),
        ("It launched a rocket on Feb. 7, 2016. Two days after the launch envoys met.",
         "Two days", "2016-02-09", None),
        ("Envoys met. Four days after the summit work began.",
         "Four days", None, "it hangs from 'summit', whose date is not known"),
        ("A summit was held on April 27, 2018. Another followed, a summit of May 26, 2018. Two days after the summit he wrote.",
         "Two days", None, "it hangs from 'summit', and several dates fit: 2018-04-27, 2018-05-26"),
    ],
)  # fmt: skip
def test_event_of_the_text(text, phrase, edtf, reason):
    found = {time.text: resolution for time, resolution in kptimeline.find(text)}
    assert (found[phrase].edtf, found[phrase].reason) == (edtf, reason)


def test_what_hangs_is_inferred_and_named():
    text = "The summit was held on April 27, 2018. Four days after the summit work began."
    resolution = kptimeline.find(text)[1][1]
    assert (resolution.inferred, resolution.event) == (("event",), "summit")
