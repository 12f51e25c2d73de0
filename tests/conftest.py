"""For all tests: no test is a measurement of time, so Hypothesis has no deadline."""

import pytest
from hypothesis import settings

from tests.postgres import serving

settings.register_profile("kptimeline", deadline=None)
settings.load_profile("kptimeline")


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden", action="store_true", help="write what is generated anew: sessions, pages"
    )


KINDS = {
    "both": (["sqlite", "postgresql"], "what takes a connection or a place runs on SQLite and on PostgreSQL"),
    "postgresql": (["postgresql"], "what takes a connection or a place runs on PostgreSQL"),
}


def pytest_configure(config):
    for name, (_, told) in KINDS.items():
        config.addinivalue_line("markers", f"{name}: {told}")


def pytest_generate_tests(metafunc):
    for name, (kinds, _) in KINDS.items():
        if "dialect" in metafunc.fixturenames and metafunc.definition.get_closest_marker(name):
            metafunc.parametrize("dialect", kinds, indirect=True)


@pytest.fixture
def dialect(request):
    """The kind of database that a test is about."""
    return getattr(request, "param", "sqlite")


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL server."""
    with serving() as started:
        yield started
