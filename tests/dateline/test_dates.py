"""Lines above a story that hold its date, and lines that only mention one."""

import pytest

from kptimeline.dateline.dates import match_line
from kptimeline.dateline.find import find_dateline
from tests.dateline.articles import article


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("December 29, 2025", "December 29, 2025"),
        ("Published 18 Nov 2025, 3:15 p.m. KST", "18 Nov 2025"),
        ("2025-12-29 10:02", "2025-12-29"),
        ("By Lee Jae-yoon | December 29, 2025", "December 29, 2025"),
        ("By Lee Jae-yoon, December 29, 2025", "December 29, 2025"),
        ("By Lee Jae-yoon and Kim Ha — Dec 29, 2025", "Dec 29, 2025"),
        ("By Lee, Seoul correspondent | 29 December 2025", "29 December 2025"),
        ("Opinion | Dec 29, 2025", "Dec 29, 2025"),
        ("December 29, 2025 | By Lee Jae-yoon", "December 29, 2025"),
        ("Dec 29, 2025 · 3 min read", "Dec 29, 2025"),
        ("Published 18 Nov 2025, 3:15 p.m. KST | Updated 20 Nov 2025, 9 a.m. KST", "18 Nov 2025"),
        ("Updated 20 Nov 2025, 9 a.m. KST | Published 18 Nov 2025", "18 Nov 2025"),
        ("By Ann Lee | Posted: Nov. 18, 2025", "Nov. 18, 2025"),
        ("By Ann Lee | Updated Nov 20, 2025 | World", "Nov 20, 2025"),
        ("Updated 20 Nov 2025, 9 a.m. KST", "20 Nov 2025"),
        # a part of a date beside words may be anything, and prose is no line above a story
        ("Opinion | Dec 29", None),
        ("By 2025, exports had risen.", None),
        ("By December 29, 2025 the troops had left", None),
        ("Kim met Lee on December 29, 2025", None),
        ("Nobody met. | Published Nov 18, 2025", None),
        ("The talks of December 29, 2025. A chronology", None),
    ],
)
def test_the_date_of_a_line(line, expected):
    assert match_line(line) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "By Lee Jae-yoon | December 29, 2025\nSEOUL — The South proposed talks.",
            ("SEOUL", None, 2025, 12, 29),
        ),
        ("SEOUL (Yonhap) Dec. 29, 2025 -- The South proposed talks.", ("SEOUL", "Yonhap", 2025, 12, 29)),
        ("Seoul, Korea (VOA) 29 Dec 2025 — They met.", ("Seoul, Korea", "VOA", 2025, 12, 29)),
        ("Benghazi (Libya) (AFP) - They met.", ("Benghazi (Libya)", "AFP", None, None, None)),
    ],
)
def test_a_date_above_or_behind_the_agency(text, expected):
    found, _ = find_dateline(article(text + "\nMore was said."))
    assert (found.place, found.agency, found.year, found.month, found.day) == expected
