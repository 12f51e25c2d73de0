"""For all tests: no test is a measurement of time, so Hypothesis has no deadline."""

from hypothesis import settings

settings.register_profile("kptimeline", deadline=None)
settings.load_profile("kptimeline")


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden", action="store_true", help="write what is generated anew: sessions, pages"
    )
