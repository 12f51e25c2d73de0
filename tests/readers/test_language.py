"""Languages: English is English or unsaid, others are told where there is enough of them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kptimeline.readers.article import Defaults, make_article
from kptimeline.readers.language import language_of
from tests.readers.test_encodings import TEXTS

ENGLISH = [name for name in TEXTS if name.startswith("English")]
OTHERS = {
    "French": "fr", "German": "de", "Spanish": "es", "Portuguese": "pt", "Swedish": "sv", "Polish": "pl", "Hungarian": "hu",
    "Turkish": "tr", "Lithuanian": "lt", "Russian": "ru", "Greek": "el", "Hebrew": "he", "Korean": "ko",
    "Japanese": "ja", "Chinese": "zh", "Chinese of Taiwan": "zh",
}  # fmt: skip
NAMES = [
    "Kim Jong Un, Choe Son Hui and Kim Yo Jong met Ahn Gyu-back in Panmunjom",
    "Choe Ryong Hae, Pak Pong Ju, Kim Tok Hun, Jo Yong Won, Ri Pyong Chol, Pak Jong Chon, Kim Yong Chol, Ri Son Gwon",
    "Shr 31 cts vs 27 cts Profit 8,250,000 vs 7,910,000 Revenue 2.6 billion vs 2.5 billion Avg shrs 26.6 mln vs 26.4 mln",
    "대통령",
    "12 34 56 78",
    "",
]


@pytest.mark.parametrize("name", ENGLISH)
def test_english_is_english_or_unsaid(name):
    assert language_of(TEXTS[name]) in {"en", None}


@pytest.mark.parametrize("name", OTHERS)
def test_others_are_told_where_there_is_enough_of_them(name):
    assert language_of(TEXTS[name] * 3) == OTHERS[name]


@pytest.mark.parametrize("text", NAMES)
def test_names_figures_and_scraps_are_no_language(text):
    assert language_of(text) in {"en", None}


def test_what_is_stated_goes_before_what_is_detected():
    def made(**stated):
        return make_article(
            TEXTS["Korean"], b"", Defaults(as_of="2026-11-21"), path=None, title=None, **stated
        )

    assert (made().language, made().extra) == ("ko", {"language_from": "detected"})
    assert (made(language="en").language, made(language="en").extra) == ("en", {})


def test_plain_english_loads_no_model():
    line = json.dumps({"text": TEXTS["English with names"] + " The talks of the two sides go on."})
    code = (
        "import io, sys; from kptimeline.readers import read_stream\n"
        f"(made,) = read_stream(io.BytesIO({line.encode()!r}), as_of='2026-11-21')\n"
        "print(made.language, *sorted({'py3langid', 'numpy', 'pypdf', 'csv'} & set(sys.modules)))\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=root)
    assert done.stdout.split()[:1] == ["en"], done.stderr
    assert not {"py3langid", "numpy", "pypdf", "csv"} & set(done.stdout.split())
