"""First and last days of EDTF and TIMEX3 values."""

from __future__ import annotations

import pytest
from _days import NOWHERE, edtf_days, timex_days


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2025-12-29", (2025, 12, 29), (2025, 12, 29)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2025", (2025, 1, 1), (2025, 12, 31)),
        ("2009~", (2009, 1, 1), (2009, 12, 31)),
        ("202X", (2020, 1, 1), (2029, 12, 31)),
        ("06XX", (600, 1, 1), (699, 12, 31)),
        ("-0498", (-498, 1, 1), (-498, 12, 31)),
        ("2025-21", (2025, 3, 1), (2025, 5, 31)),
        ("2023-24", (2023, 12, 1), (2024, 2, 29)),
        ("2025-36", (2025, 10, 1), (2025, 12, 31)),
        ("2025-41", (2025, 7, 1), (2025, 12, 31)),
        ("2025-01~/2025-04~", (2025, 1, 1), (2025, 4, 30)),
        ("2024-10/..", (2024, 10, 1), None),
        ("../2026-22", None, (2026, 8, 31)),
        (None, None, None),
    ],
)
def test_edtf(edtf, first, last):
    assert edtf_days(edtf) == (first, last)


@pytest.mark.parametrize("edtf", ["2025-13", "2025-W52", "soon", ""])
def test_other_edtf_is_refused(edtf):
    with pytest.raises(ValueError, match=r"not an? (EDTF|month)"):
        edtf_days(edtf)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2025-12-29T15:00", (2025, 12, 29), (2025, 12, 29)),
        ("2026-W01", (2025, 12, 29), (2026, 1, 4)),
        ("2025-W47-WE", (2025, 11, 22), (2025, 11, 23)),
        ("2025-Q3", (2025, 7, 1), (2025, 9, 30)),
        ("2025-WI", (2025, 12, 1), (2026, 2, 28)),
        ("199", (1990, 1, 1), (1999, 12, 31)),
        ("19", (1900, 1, 1), (1999, 12, 31)),
    ],
)
def test_timex_values(value, first, last):
    assert timex_days(value) == (first, last)


@pytest.mark.parametrize("value", ["", "PRESENT_REF", "P3D", "XXXX-WXX-1", "T15", "2025-W99"])
def test_values_without_days(value):
    assert timex_days(value) == NOWHERE
