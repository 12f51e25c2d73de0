"""`serve`: where it listens, what it refuses; what it shows is tested in tests/web."""

import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kptimeline.web.server import is_loopback
from tests.cli.run import run

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = Path(__file__).parent / "articles"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("serve")
    assert run("ingest", str(ARTICLES / "fleet.txt"), folder=folder).code == 0
    return folder


def test_without_its_extra_it_says_how_to_get_it(folder):
    code = (
        "import sys; sys.modules['datasette'] = None\n"
        "from kptimeline.cli import main; sys.exit(main(['serve', '--port', '0']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error: serve needs Datasette, which is not installed\n"
        'hint:  pip install "kptimeline[web]"\n'
    )  # fmt: skip


def test_a_port_that_is_taken_is_told(folder):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port), folder=folder)
    assert done.code == 2
    assert f"error: port {port} of 127.0.0.1 cannot be had: address already in use" in done.err
    assert "hint:  --port 0 takes any that is free" in done.err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--host", "no such host"], 2, "--host no such host is no address of this computer"),
        (["--port", "70000"], 2, "70000 is not in the range"),
        (["--database", "none.db", "--port", "0"], 3, "there is no database none.db"),
        (["--as-of", "soon"], 2, "'soon' is not a day"),
    ],
)
def test_what_cannot_be_served_is_told(folder, arguments, code, told):
    done = run("serve", *arguments, folder=folder)
    assert done.code == code
    assert told in done.err


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False),
     ("192.168.0.2", False), ("example.org", False), ("localhost.example.org", False)],
)  # fmt: skip
def test_only_this_computer_is_loopback(host, loopback):
    assert is_loopback(host) == loopback
