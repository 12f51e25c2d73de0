"""Datelines: the forms that agencies use, where they stand, and where there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptimeline.dateline.find import find_dateline
from kptimeline.dateline.place import zone_of
from tests.dateline.articles import article

# head, place, date, agency, zone
FORMS = [
    ("Seoul, Dec 29 (NationPress) ", "Seoul", "Dec 29", "NationPress", "Asia/Seoul"),
    ("SEOUL, Dec. 29 (Yonhap) -- ", "SEOUL", "Dec. 29", "Yonhap", "Asia/Seoul"),
    ("Pyongyang, December 24 (KCNA) -- ", "Pyongyang", "December 24", "KCNA", "Asia/Pyongyang"),
    ("Pyongyang, December 24 (KCNA) --", "Pyongyang", "December 24", "KCNA", "Asia/Pyongyang"),
    ("MANCHESTER, England (AP) — ", "MANCHESTER, England", None, "AP", "Europe/London"),
    ("MANCHESTER, N.H. (AP) — ", "MANCHESTER, N.H.", None, "AP", "America/New_York"),
    ("(Reuters) - ", None, None, "Reuters", None),
    ("SALVADOR, Feb 26 - ", "SALVADOR", "Feb 26", None, None),
    ("London, March 9 - ", "London", "March 9", None, "Europe/London"),
    ("SEOUL — ", "SEOUL", None, None, "Asia/Seoul"),
    ("Seoul — ", "Seoul", None, None, "Asia/Seoul"),
    ("OTTAWA - ", "OTTAWA", None, None, "America/Toronto"),
    ("LOS ANGELES, Calif. - ", "LOS ANGELES, Calif.", None, None, "America/Los_Angeles"),
    ("NEWARK, N.J. _ ", "NEWARK, N.J.", None, None, "America/New_York"),
    ("KHARTOUM, Sudan (AP)_ ", "KHARTOUM, Sudan", None, "AP", "Africa/Khartoum"),
    (
        "Jenin (Palestinian Territories) (AFP) - ",
        "Jenin (Palestinian Territories)",
        None,
        "AFP",
        "Asia/Hebron",
    ),
    ("DONETSK Ukraine (Reuters) - ", "DONETSK Ukraine", None, "Reuters", "Europe/Kyiv"),
    ("BEIRUT/ABU DHABI (Reuters) - ", "BEIRUT/ABU DHABI", None, "Reuters", "Asia/Beirut"),
    ("L'ISLE-VERTE, Quebec (Reuters) - ", "L'ISLE-VERTE, Quebec", None, "Reuters", "America/Toronto"),
    ("SÃO PAULO, 3 May 2024 (AFP) – ", "SÃO PAULO", "3 May 2024", "AFP", "America/Sao_Paulo"),
    ("WASHINGTON, Nov 3 /PRNewswire/ -- ", "WASHINGTON", "Nov 3", "PRNewswire", "America/New_York"),
    ("New Delhi, Dec 29 (PTI): ", "New Delhi", "Dec 29", "PTI", "Asia/Kolkata"),
    ("NEW DELHI: ", "NEW DELHI", None, None, "Asia/Kolkata"),
    ("SEOUL, Monday, Dec. 29 (Yonhap) -- ", "SEOUL", "Monday, Dec. 29", "Yonhap", "Asia/Seoul"),
    (
        "By Ann Lee and Bo Kim KABUL, Afghanistan (Reuters) - ",
        "KABUL, Afghanistan",
        None,
        "Reuters",
        "Asia/Kabul",
    ),
    ("By P.J. Lee SEOUL (Reuters) - ", "SEOUL", None, "Reuters", "Asia/Seoul"),
    (
        "Lee wins open. MELBOURNE, Jan 25 (Reuters) - ",
        "MELBOURNE",
        "Jan 25",
        "Reuters",
        "Australia/Melbourne",
    ),
    ("Will it hold? Kano (Nigeria) (AFP) - ", "Kano (Nigeria)", None, "AFP", "Africa/Lagos"),
    ("(adds quotes) HARARE, Aug 31 (Reuters) - ", "HARARE", "Aug 31", "Reuters", "Africa/Harare"),
    ("(Reuters) - BEIRUT, Aug 27 (Reuters) - ", "BEIRUT", "Aug 27", "Reuters", "Asia/Beirut"),
    ("NEW YORK, Narch 2 - ", "NEW YORK", "Narch 2", None, "America/New_York"),
]
LEAD = "The hotline between the two sides rang again on Monday."


@pytest.mark.parametrize(("head", "place", "date", "agency", "zone"), FORMS)
@pytest.mark.parametrize(
    "before",
    ["", "Hotline is back\n\n", "Hotline is back\nSynopsis\nKey Takeaways\n- It rings.\n- Both sides.\n"],
)
def test_form_is_found_wherever_it_stands(before, head, place, date, agency, zone):
    made = article(f"{before}{head}{LEAD}\nMore was said.")
    dateline, body = find_dateline(made)
    assert (dateline.place, dateline.date_text, dateline.agency, dateline.zone) == (place, date, agency, zone)
    assert made.text[body.start : body.end] == f"{LEAD}\nMore was said."
    span = made.text[dateline.span.start : dateline.span.end]
    assert span in head
    assert span == span.strip()
    assert not span.startswith(("By ", "Lee wins", "(adds"))


DATES = [
    ("Dec 29", None, 12, 29),
    ("Sept. 3, 2025", 2025, 9, 3),
    ("3rd of September 2025", 2025, 9, 3),
    ("14 August, 1945", 1945, 8, 14),
    ("2025-12-29", 2025, 12, 29),
    ("Feb. 29", None, 2, 29),
    ("Feb. 30", None, None, None),
    ("Feb. 29, 2025", 2025, None, None),
]


@pytest.mark.parametrize(("date", "year", "month", "day"), DATES)
def test_parts_of_the_date(date, year, month, day):
    dateline, _ = find_dateline(article(f"SEOUL, {date} (Yonhap) -- {LEAD}"))
    assert (dateline.year, dateline.month, dateline.day) == (year, month, day)


NONE = [
    "Pyongyang has expressed doubts about the plan, and Seoul has not answered.",
    "North Korea (DPRK) - or its state media - said so.",
    "Samsung (Korea) said it would build a plant.",
    "EXCLUSIVE - The hotline rang again.",
    "UPDATE 1-Hotline rings again",
    "HOTLINE BACK - TWO KOREAS TALK AGAIN",
    "One day in May Juche 106 (2017), officials met him.",
    "On May 5 (local time) the hotline rang.",
    "In March, 15 officials (AP) - no, 16 - met.",
    "“Seoul, Dec 29 (Yonhap)” was how the report began.",
    "Kim, 41 (pictured) - the leader - was there.",
    "The hotline (AP) - as it is known - rang.",
    "May 5 was the day on which the hotline rang.",
]


@pytest.mark.parametrize("text", NONE)
def test_no_dateline_where_there_is_none(text):
    made = article(f"{text}\nMore was said by both sides.")
    dateline, body = find_dateline(made)
    assert dateline is None
    assert body == ((made.title.end + 1) if made.title else 0, len(made.text))


def test_dateline_far_down_is_not_the_articles():
    text = "The hotline rang. " * 40 + "\nSEOUL — Another story.\n"
    assert find_dateline(article(text))[0] is None


DATE_LINES = [
    ("March 06, 2008", (2008, 3, 6)),
    ("Published 18 Nov 2025, 3:15 p.m. KST", (2025, 11, 18)),
    ("Updated: Nov. 18, 2025", (2025, 11, 18)),
    ("2025-11-18 15:15 (KST)", (2025, 11, 18)),
]


@pytest.mark.parametrize(("line", "date"), DATE_LINES)
def test_line_that_is_a_date(line, date):
    made = article(f"Hotline is back\n{line}\n{LEAD}")
    dateline, body = find_dateline(made)
    assert (dateline.year, dateline.month, dateline.day) == date
    assert made.text[dateline.span.start : dateline.span.end] == line
    assert made.text[body.start : body.end] == LEAD


def test_dateline_goes_before_a_line_that_is_a_date():
    dateline, _ = find_dateline(
        article(f"Hotline is back\nUpdated: Nov. 19, 2025\nSEOUL, Nov. 18 (Yonhap) -- {LEAD}")
    )
    assert (dateline.place, dateline.date_text) == ("SEOUL", "Nov. 18")


def test_byline_alone_is_no_part_of_the_body():
    made = article(f"Hotline is back\nBy Ann Lee and Bo Kim\n{LEAD}")
    dateline, body = find_dateline(made)
    assert dateline is None
    assert made.text[body.start : body.end] == LEAD


OWN = "We heard much about the talks this week, and want to note it.\n\n"
QUOTED = [
    # what stands above the other text's dateline, and whether that is the article's
    (OWN + "On Dec 3, 2024, Bob wrote:\n\n", False),
    (OWN + "---------- Forwarded message ---------\nFrom: Bob\n\n", False),
    (OWN + "-----Original Message-----\n\n", False),
    ("---------- Forwarded message ---------\nFrom: Bob\n\n", True),
    (OWN, True),  # a synopsis
]


@pytest.mark.parametrize(("above", "own"), QUOTED)
def test_the_dateline_of_a_quoted_text_is_not_the_articles(above, own):
    dateline, _ = find_dateline(article(f"Memo\n\n{above}SEOUL, Dec 3, 2024 (Reuters) - {LEAD}"))
    assert (dateline is not None) is own


@given(st.text(st.characters(codec="utf-8")), st.sampled_from([form[0] for form in FORMS]))
def test_spans_are_always_spans_of_the_text(text, head):
    made = article(head + text + "\n" + text + head)
    dateline, body = find_dateline(made)
    assert 0 <= body.start <= body.end <= len(made.text)
    if dateline:
        assert 0 <= dateline.span.start < dateline.span.end <= max(body.start, dateline.span.end)
        for part in (dateline.place, dateline.date_text, dateline.agency):
            assert part is None or part in made.text


ZONES = [
    ("Panmunjom", "Asia/Seoul"),
    ("CHARLESTON, W. Va.", "America/New_York"),
    ("CHARLESTON, W.Va.", "America/New_York"),
    ("EINDHOVEN, The Netherlands", "Europe/Amsterdam"),
    ("DUBAI (Undefined)", "Asia/Dubai"),
    ("ATLANTA, Georgia", "America/New_York"),
    ("Nowhere", None),
]


@pytest.mark.parametrize(("place", "zone"), ZONES)
def test_zone_of_a_place(place, zone):
    assert zone_of(place) == zone


ABOVE = [
    # lines above the story, place, the date that counts
    ("September 27, 2003\n\nBEIJING (River Post) -- ", "BEIJING", "September 27, 2003"),
    ("September 27, 2003\n\nBEIJING, Sept. 26 (River Post) -- ", "BEIJING", "Sept. 26"),
    ("Updated 20 Aug 2025, 9:00 a.m. KST\nPublished 18 Aug 2025\n\n", None, "18 Aug 2025"),
    ("Published 18 Aug 2025\nUpdated 20 Aug 2025\n\n", None, "18 Aug 2025"),
    ("Updated 20 Aug 2025\n\n", None, "20 Aug 2025"),
]


@pytest.mark.parametrize(("head", "place", "date"), ABOVE)
def test_a_line_above_dates_a_dateline_without_a_date(head, place, date):
    dateline, _ = find_dateline(article("Talks go into a third round\n\n" + head + LEAD))
    assert (dateline.place, dateline.date_text) == (place, date)
