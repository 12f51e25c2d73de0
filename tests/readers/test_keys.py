"""Keys of articles: what they hang on and what not."""

import re

from hypothesis import given
from hypothesis import strategies as st

from kptimeline.readers.article import Defaults, make_article
from kptimeline.readers.keys import article_key, sha256

BASE = {"outlet": "Wire", "url": "https://example.org/a", "given_id": "1", "text": "It rang."}


def test_key_has_its_form_and_never_changes():
    assert article_key(**BASE) == "acqiuau2lftea"
    assert re.fullmatch(r"a[a-z2-7]{12}", article_key(**BASE))


def test_outlet_url_and_text_count_and_the_id_only_without_a_url():
    key = article_key(**BASE)
    assert all(article_key(**{**BASE, name: "other"}) != key for name in ("outlet", "url", "text"))
    assert article_key(**{**BASE, "given_id": "2"}) == key
    plain = {**BASE, "url": None}
    assert article_key(**{**plain, "given_id": "2"}) != article_key(**plain)


@given(st.text(), st.text())
def test_parts_do_not_run_into_each_other(outlet, text):
    assert article_key(outlet=outlet + "x", url=None, given_id=None, text=text) != article_key(
        outlet=outlet, url=None, given_id=None, text="x" + text
    )


def test_evidence_and_path_are_no_part_of_the_key():
    plain = make_article("It rang.", b"1", Defaults(as_of="2026-11-21"), path=None, title=None)
    dated = make_article(
        "It rang.",
        b"2",
        Defaults(as_of="2025-01-01"),
        path="b.txt",
        title=None,
        given="2025-12-29",
        published="2025-12-29",
    )
    assert plain.key == dated.key
    assert plain.text_sha256 == dated.text_sha256 == sha256(b"It rang.")
    assert plain.raw_sha256 != dated.raw_sha256
