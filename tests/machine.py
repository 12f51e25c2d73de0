"""What a machine must have for some tests: without it they are skipped, and never in CI (`.ci/run`)."""

import os

import pytest

IN_CI = "KPTIMELINE_CI"


def missing(what, way_out):
    """Skips the test that asked for `what`; in CI it fails instead, for there nothing may be left untested."""
    told = f"{what} is not here: {way_out}"
    if os.environ.get(IN_CI):
        pytest.fail(told, pytrace=False)
    pytest.skip(told)
