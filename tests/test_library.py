"""What `import kptimeline` promises: its doctests, an extraction, an open timeline."""

import doctest

import pytest

import kptimeline
from kptimeline import library
from kptimeline.errors import DatabaseError, NotFoundError
from kptimeline.records import DatedBy
from kptimeline.store.migrate import upgrade


def test_doctests():
    failed, tried = doctest.testmod(library)
    assert (failed, tried > 3) == (0, True)


def test_extract():
    text = "Envoy flies home\n\nSEOUL, Nov. 18, 2025 (Example) -- North Korea tested a missile on Monday."
    found = kptimeline.extract(text, as_of="2025-12-01")
    (mention,) = found.mentions
    assert [ref.actor for ref in mention.by] == ["north-korea"]
    assert (mention.edtf, mention.dated_by) == ("2025-11-17", DatedBy.PHRASE)


def test_open_timeline(tmp_path):
    with pytest.raises(DatabaseError), kptimeline.open_timeline(tmp_path / "none.db"):
        pass
    upgrade(tmp_path / "new.db")
    with kptimeline.open_timeline(tmp_path / "new.db") as timeline:
        assert timeline.chronology().events == ()
        with pytest.raises(NotFoundError):
            timeline.chronology(actor="Atlantis")
