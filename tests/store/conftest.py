"""A small registry, and Extractions built by hand, so that the store is tested alone."""

import pytest

from kptimeline.actors.registry import load_registry
from kptimeline.store.actors import sync_registry
from kptimeline.store.engine import open_database, writing
from kptimeline.store.migrate import upgrade


@pytest.fixture(scope="session")
def registry():
    return load_registry()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory, registry):
    """The bytes of a database at HEAD with nothing but actors: copied, since a migration takes a second."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    upgrade(path)
    with open_database(path, "write") as opened, writing(opened):
        sync_registry(opened, registry)
    return path.read_bytes()


@pytest.fixture
def make_database(tmp_path, empty_database):
    def make(name="kptimeline.db"):
        path = tmp_path / name
        path.write_bytes(empty_database)
        return path

    return make


@pytest.fixture
def database(make_database):
    return make_database()


@pytest.fixture
def connection(database):
    with open_database(database, "write") as opened:
        yield opened
