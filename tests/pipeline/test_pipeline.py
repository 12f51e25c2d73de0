"""Reading and resolving: pure, chained, and the same however the anchor came."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kptimeline.interval import parse_iso
from kptimeline.pipeline import BATCH, has_rules, load_kit, read, read_all, resolve
from kptimeline.readers.article import Defaults, make_article
from kptimeline.readers.text import title_span
from kptimeline.records import Basis, Reading

WIRE = (
    "Envoys agree on talks next week\n"
    "SEOUL, Dec 29 (Yonhap) -- The envoys of both sides met on Monday.\n"
    "They had met last week, and will meet again on Friday.\n"
    "The treaty was signed on March 3, 1998."
)


@pytest.fixture(scope="module")
def kit():
    return load_kit(model=False)


def article(text=WIRE, **fields):
    fields = {"path": None, "title": title_span(text), **fields}
    return make_article(text, b"", Defaults(as_of="2026-11-21"), **fields)


def dated(extraction):
    return {
        time.text: resolution.edtf
        for time, resolution in zip(extraction.reading.times, extraction.times, strict=True)
    }


def test_times_are_resolved_against_the_inferred_anchor(kit):
    made = article()
    extraction = resolve(made, read(made, kit), kit)
    assert extraction.choice.anchor.basis is Basis.DATELINE
    found = dated(extraction)
    assert found["Monday"] == "2025-12-29"
    assert found["Friday"] == "2026-01-02"
    assert found["March 3, 1998"] == "1998-03-03"


def test_times_of_title_and_dateline_are_found_too(kit):
    made = article()
    found = dated(resolve(made, read(made, kit), kit))
    assert found["Dec 29"] == "2025-12-29"
    assert "next week" in found


def test_sentences_are_those_of_the_body(kit):
    made = article()
    reading = read(made, kit)
    assert [made.text[s.start : s.end] for s in reading.sentences] == [
        "The envoys of both sides met on Monday.",
        "They had met last week, and will meet again on Friday.",
        "The treaty was signed on March 3, 1998.",
    ]
    assert reading.body == (reading.sentences[0].start, reading.sentences[-1].end)


def test_undated_article_keeps_its_relative_times_unresolved(kit):
    made = article("The envoys met yesterday.\nThe treaty was signed on March 3, 1998.")
    extraction = resolve(made, read(made, kit), kit)
    assert extraction.choice.anchor is None
    assert dated(extraction) == {"yesterday": None, "March 3, 1998": "1998-03-03"}
    assert extraction.times[0].reason


@given(st.dates())
def test_a_reading_serves_every_anchor(kit, anchor):
    """Resolving a stored Reading again equals a fresh run with that dateline."""
    made = article()
    stored = msgspec.json.decode(msgspec.json.encode(read(made, kit)), type=Reading)
    again = resolve(made, stored, kit, given=anchor.toordinal())
    told = article(given=anchor.isoformat())
    fresh = resolve(told, read(told, kit), kit)
    assert again.times == fresh.times
    assert again.choice == fresh.choice


def test_absolute_dates_do_not_move_with_the_anchor(kit):
    made = article()
    reading = read(made, kit)
    moved = resolve(made, reading, kit, given=parse_iso("2014-12-29"))
    assert dated(moved)["March 3, 1998"] == "1998-03-03"
    assert dated(moved)["Monday"] == "2014-12-29"


def test_an_anchor_that_was_chosen_before_is_kept(kit):
    made = article()
    reading = read(made, kit)
    choice = resolve(made, reading, kit, given=parse_iso("2014-12-29")).choice
    assert resolve(made, reading, kit, anchor=choice).choice == choice


def test_language_without_rules_is_stored_and_says_so(kit):
    made = article("제목\n북한은 2025년 12월 29일 발표했다.", language="ko")
    reading = read(made, kit)
    assert reading.note == "no rules for ko"
    assert (reading.times, reading.mentions, reading.dateline) == ((), (), None)
    assert reading.sentences
    assert resolve(made, reading, kit).times == ()


@pytest.mark.parametrize(
    ("language", "expected"), [(None, True), ("en", True), ("en-GB", True), ("EN_us", True), ("ko", False)]
)
def test_languages_with_rules(language, expected):
    assert has_rules(language) is expected


def test_a_file_name_serves_only_when_asked(kit):
    made = article("The envoys met yesterday.\nNo more.", path="in/2025-11-18.txt")
    reading = read(made, kit)
    assert resolve(made, reading, kit).choice.anchor is None
    assert resolve(made, reading, kit, trust_file_name=True).choice.anchor.basis is Basis.FILE_NAME


def test_read_all_keeps_the_order_and_equals_read(kit):
    made = [article(f"Envoy {number} came on Monday.\nNo more.") for number in range(2 * BATCH + 1)]
    pairs = list(read_all(made, kit))
    assert [one.key for one, _ in pairs] == [one.key for one in made]
    assert [reading for _, reading in pairs] == [read(one, kit) for one in made]


def test_read_all_reads_no_further_than_it_must(kit):
    taken = []

    def articles():
        for number in range(5):
            taken.append(number)
            yield article(f"Envoy {number} came.\nNo more.")

    next(read_all(articles(), kit))
    assert taken == [0]


def test_fingerprint_changes_with_the_names(kit, tmp_path):
    extra = tmp_path / "actors.toml"
    extra.write_text('[actor.hotline-office]\nname = "Hotline Office"\nkind = "organisation"\n')
    assert load_kit(model=False, actor_files=[extra]).fingerprint != kit.fingerprint
    assert load_kit(model=False).fingerprint == kit.fingerprint
