"""The sample articles: the same ones however they are named, and they say themselves whose they are."""

import shutil
from pathlib import Path

from kptimeline.readers import read_path, walk
from tests.cli.run import run

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds" / "articles"


def test_every_way_to_the_samples_gives_the_same_articles(tmp_path):
    shutil.copytree(SEEDS, tmp_path / "seeds" / "articles")
    keys = []
    for arguments in ([], ["--sample"], ["seeds/articles"], [str(SEEDS)]):
        outcome = run("ingest", *arguments, "--dry-run", folder=tmp_path)
        assert (outcome.code, outcome.err) == (0, "")
        keys.append([line.split()[0] for line in outcome.out.splitlines()[:-1]])
    assert keys[0] == keys[1] == keys[2] == keys[3]
    assert len(set(keys[0])) >= 6


def test_every_sample_names_its_outlet_and_keeps_its_dateline_in_the_text():
    articles = [article for path in walk([SEEDS]) for article in read_path(path, as_of="2026-11-21")]
    assert {article.outlet for article in articles} == {"kptimeline sample"}
    assert [article for article in articles if article.given] == []
