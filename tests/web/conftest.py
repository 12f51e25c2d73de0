"""One database for all tests of the pages: they only read. What writes makes its own."""

import asyncio
import json
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import httpx
import lxml.html
import pytest

from kptimeline.web.server import Site
from tests.store.conftest import database, empty_database, make_database, registry  # noqa: F401 - fixtures
from tests.web import store
from tests.web.browser import Browser

ROOT = Path(__file__).resolve().parents[2]
THIS_DAY = "2026-01-05"


class Answer:
    """What came back, as text and as a tree."""

    def __init__(self, response):
        self.status, self.headers, self.text = response.status_code, response.headers, response.text

    @property
    def tree(self):
        return lxml.html.fromstring(self.text)

    @property
    def json(self):
        return json.loads(self.text)

    @property
    def events(self):
        return [row.get("id") for row in self.tree.xpath("//tr[@data-status]")]

    def links(self, told):
        return [a.get("href") for a in self.tree.iter("a") if a.text_content().strip() == told]


class Asking:
    """Requests to a site in this process."""

    def __init__(self, site):
        self.site = site

    def __call__(self, path, method="GET", host="127.0.0.1:8001", **params):
        async def ask():
            transport = httpx.ASGITransport(app=self.site.app)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
                return await client.request(method, path, params=params or None)

        return Answer(asyncio.run(ask()))


@pytest.fixture(scope="session")
def large(tmp_path_factory):
    return store.fill(tmp_path_factory.mktemp("large"))


@pytest.fixture(scope="module")
def ask(large):
    site = Site(large, lambda: THIS_DAY, frozenset({"127.0.0.1", "localhost"}))
    yield Asking(site)
    site.close()


@pytest.fixture(scope="session")
def browser():
    window = Browser()
    yield window
    window.driver.quit()


@pytest.fixture(scope="session")
def served(large):
    """The address at which the command serves the large database."""
    with serving(large) as address:
        yield address


@contextmanager
def serving(path):
    """Runs the command, and ends it as Ctrl-C does."""
    command = [
        sys.executable,
        "-m",
        "kptimeline",
        "serve",
        "--port",
        "0",
        "--as-of",
        THIS_DAY,
        "--database",
        str(path),
    ]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        yield running.stdout.readline().split()[0].rstrip("/")
    finally:
        running.send_signal(signal.SIGINT)
        code = running.wait(timeout=30)
        running.stdout.close()
    assert code == 0
