"""docs/input.md says what is so: its fields are the fields, its examples are read."""

import io
import re
from pathlib import Path

import pytest

from kptimeline.readers import read_stream
from kptimeline.readers.archives import MAX_HELD, MAX_NAME
from kptimeline.readers.compression import FREE, MAX_RATIO
from kptimeline.readers.decode import MAX_FILE, MAX_TEXT
from kptimeline.readers.fields import ArticleFields
from kptimeline.readers.files import MOST_REJECTS
from kptimeline.readers.formats import FORMATS
from kptimeline.readers.front_matter import MAX_BLOCK, MAX_DEPTH
from kptimeline.readers.jsonl import MAX_LINE
from kptimeline.readers.parquet import MAX_GROUP
from kptimeline.readers.pdf import MAX_PAGES
from kptimeline.readers.warc import FIRST_YEAR
from kptimeline.readers.zip_file import MAX_CONTENTS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "input.md").read_text("utf-8")
TEXT, FRONT_MATTER, LINE = re.findall(r"^```\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def read(example):
    (article,) = read_stream(io.BytesIO(example.encode()), as_of="2026-11-21")
    return article


def test_the_fields_are_the_fields():
    fields = re.findall(r"^\| `(\w+)` \|", PAGE.partition("## The fields")[2], re.MULTILINE)
    assert sorted(fields) == sorted(ArticleFields.__struct_fields__)


def test_the_formats_are_the_formats():
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", PAGE.partition("## Plain text")[0], re.MULTILINE)
    told = {name: tuple(re.findall(r"`([^`]+)`", suffixes)) for name, suffixes in rows}
    assert told == {format_.name: format_.suffixes for format_ in FORMATS}


def test_the_examples_are_read():
    plain = read(TEXT)
    assert plain.text[slice(*plain.title)] == "Envoys meet in Geneva"
    for example in (FRONT_MATTER, LINE):
        article = read(example)
        assert (article.outlet, article.published) == ("River Post", "2024-12-03")
        assert article.text.startswith("GENEVA -- ")


@pytest.mark.parametrize(
    "bound",
    [
        f"{MAX_TEXT:,} characters",
        f"{MAX_FILE:,} bytes",
        f"{MAX_BLOCK:,} bytes",
        f"{MAX_DEPTH} levels",
        f"{MAX_PAGES} pages",
        f"{FREE:,} bytes",
        f"{MAX_RATIO} times its size",
        f"{MOST_REJECTS:,}, and ten more",
        f"table of contents of {MAX_CONTENTS:,} bytes",
        f"in a pipe or compressed {MAX_HELD:,} bytes",
        f"more than {MAX_NAME:,} characters",
        f"before {FIRST_YEAR} is",
        f"row groups of more than {MAX_GROUP:,} bytes",
    ],
)
def test_the_bounds_are_the_bounds(bound):
    assert bound in PAGE
    assert MAX_LINE == MAX_FILE  # *or a line of as many*
