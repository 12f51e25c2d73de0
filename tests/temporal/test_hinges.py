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


@pytest.mark.parametrize(
    ("text", "phrase", "edtf", "reason"),
    [
        ("The war began on June 25, 1950. A month after it had started on the coast he left.",
         "A month", None, "it hangs from 'it had started', whose date is not known"),
        ("They lost on Nov. 3, 2020. A day after they lost he resigned.", "A day", "2020-11-04", None),
        ("It stood for years. Two days after a stormy vote on March 3, 2020 it fell.", "Two days", "2020-03-05", None),
        ("They signed on May 3, 2018. It was the 5th anniversary of the signing.",
         "the 5th anniversary of the signing", "2023-05-03", None),
        ("On May 3, 2023 they held the anniversary of the signing. It was the 5th anniversary of the signing.",
         "the 5th anniversary of the signing", None, "it hangs from 'signing', whose date is not known"),
        ("The war began in June 1950. Two hours after the war began he left.",
         "Two hours", None, "the date that it is counted from is coarser than a day, and hours are counted"),
        ("One day in May 1974 he came. That day it rained.", "That day", "1974-05", None),
    ],
)  # fmt: skip
def test_event_told_otherwise(text, phrase, edtf, reason):
    found = {time.text: resolution for time, resolution in kptimeline.find(text, dateline="2025-12-29")}
    assert (found[phrase].edtf, found[phrase].reason) == (edtf, reason)


@pytest.mark.parametrize(
    "unit",
    ["The summit was on May 3, 2018. Two days after the summit it rained. ", "Envoys voted on May 3, 2018. Two days after the vote it rained. "],
)  # fmt: skip
def test_what_may_date_events_grows_linearly(unit):
    def size(count):
        return sum(len(time.hangs_from) for time, _ in kptimeline.find(unit * count))

    assert size(400) <= 2.2 * size(200)
