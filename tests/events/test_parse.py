import pytest

from kptimeline.events.parse import LETTERS, SENTENCES, at_once, wrong_files
from kptimeline.records import Span


def test_sentences_come_back_article_by_article(reader):
    texts = ["Japan won. China lost.", "", "Iran left."]
    spans = [[Span(0, 10), Span(11, 22)], [], [Span(0, 10)]]
    parsed = list(reader.parser.pipe(zip(texts, spans, strict=True)))
    assert [[one.doc.text for one in docs] for docs in parsed] == [
        ["Japan won.", "China lost."],
        [],
        ["Iran left."],
    ]


def test_more_articles_than_a_batch(reader):
    articles = [(f"Japan won {n}.", [Span(0, len(f"Japan won {n}."))]) for n in range(40)]
    assert [docs[0].doc.text for docs in reader.parser.pipe(articles)] == [text for text, _ in articles]


def test_the_model_is_named_with_its_version(reader):
    assert reader.parser.name == "en_core_web_sm 3.8.0"


def test_files_of_a_model_that_differ_are_named(tmp_path):
    (tmp_path / "parser").mkdir()
    (tmp_path / "parser" / "model").write_bytes(b"x")
    known = {"parser/model": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", "cfg": "0"}
    assert wrong_files(tmp_path, known) == ["cfg"]
    (tmp_path / "parser" / "model").write_bytes(b"y")
    (tmp_path / "more").write_bytes(b"")
    assert wrong_files(tmp_path, known) == ["cfg", "more", "parser/model"]


def test_known_slips_of_the_lemmatizer_are_mended(reader):
    (docs,) = reader.parser.pipe([("Iran staged a drill.", [Span(0, 20)])])
    assert docs[0].doc[1].lemma_ == "stage"


@pytest.mark.parametrize(
    ("lengths", "count"),
    [([], SENTENCES), ([100, 200], SENTENCES), ([100, 2_000], LETTERS // 2_000), ([2 * LETTERS], 1)],
)
def test_long_sentences_are_parsed_few_at_once(lengths, count):
    """The memory of a parse grows with its letters: a megabyte of long sentences took four gigabytes."""
    assert at_once(Span(7, 7 + length) for length in lengths) == count
