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


@pytest.fixture(scope="session")
def empty_on_server(server, registry):
    """The name of such a database on PostgreSQL; tests make it so again after themselves."""
    name = server.create()
    upgrade(server.url(name))
    with open_database(server.url(name), "write") as opened, writing(opened):
        sync_registry(opened, registry)
    server.keep(name)
    return name


@pytest.fixture
def place(request, dialect):
    """Where an empty database is, of the kind that the test is about: a path, or the URL of one on a server."""
    if dialect == "sqlite":
        yield request.getfixturevalue("database")
        return
    server, name = (request.getfixturevalue(each) for each in ("server", "empty_on_server"))
    yield server.url(name)
    server.back(name)


@pytest.fixture
def connection(place):
    with open_database(place, "write") as opened:
        yield opened
