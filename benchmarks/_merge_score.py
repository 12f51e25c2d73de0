"""Event coreference: B-cubed and pairs over the mentions that gold and system both have."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from contextlib import closing
from itertools import combinations
from pathlib import Path
from typing import Any

from _dateline_corpora import ROOT, Json

Mention = tuple[str, int, int]  # id of the article, start and end of the trigger

QUERY = """
SELECT a.given_id, m.trigger_start, m.trigger_end, m.event_id, m.event_type, m.lemma, m.status, m.first_day, m.last_day,
       (SELECT group_concat(x) FROM (SELECT ac.slug || ma.role AS x FROM mention_actor ma
        JOIN actor ac ON ac.id = ma.actor_id WHERE ma.mention_id = m.id AND ma.role IN ('by', 'to') ORDER BY 1))
FROM event_mention m JOIN article a ON a.id = m.article_id WHERE m.event_id IS NOT NULL
ORDER BY a.given_id, m.trigger_start
"""


def ingested(articles: Sequence[Json]) -> tuple[dict[Mention, int], dict[Mention, Hashable]]:
    """The event of each mention after `kptimeline ingest` of all articles; and what exact agreement would make of it.

    Exact agreement: the same actors on both sides, type (else the lemma), status and single day.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, given = Path(folder) / "merge.db", Path(folder) / "articles.jsonl"
        given.write_text("".join(json.dumps(row) + "\n" for row in articles), encoding="utf-8")
        subprocess.run(
            (sys.executable, "-m", "kptimeline", "ingest", str(given), "--as-of", "2026-11-21", "--database", str(path)),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, check=True,
            env=os.environ | {"PYTHONPATH": str(ROOT), "TZ": "UTC"},
        )  # fmt: skip
        with closing(sqlite3.connect(path)) as connection:
            rows = connection.execute(QUERY).fetchall()
    events: dict[Mention, int] = {}
    exact: dict[Mention, Hashable] = {}
    for article, start, end, event, kind, lemma, status, first, last, actors in rows:
        mention = (article, start, end)
        events[mention] = event
        known = actors and first and first == last
        exact[mention] = (kind or lemma, status, first, actors) if known else mention
    return events, exact


def aligned(gold: Mapping[Mention, str], events: Mapping[Mention, Hashable]) -> dict[Mention, str]:
    """Mentions of the system that overlap one of the gold, each with the gold's event; the first in the text wins."""
    by_article: dict[str, list[Mention]] = defaultdict(list)
    for mention in events:
        by_article[mention[0]].append(mention)
    found: dict[Mention, str] = {}
    for (article, start, end), event in sorted(gold.items()):
        for mention in by_article[article]:
            if mention[1] < end and start < mention[2]:
                found.setdefault(mention, event)
                break
    return found


def figures(gold: Mapping[Mention, str], system: Mapping[Mention, Hashable], total: int) -> Json:
    """B-cubed, pairs as [right, of], and coverage, over the mentions of `gold` (see `aligned`)."""
    ours: dict[Any, set[Mention]] = defaultdict(set)
    theirs: dict[str, set[Mention]] = defaultdict(set)
    for mention, event in gold.items():
        ours[system[mention]].add(mention)
        theirs[event].add(mention)
    count = max(1, len(gold))
    p = sum(len(ours[system[m]] & theirs[gold[m]]) / len(ours[system[m]]) for m in gold) / count
    r = sum(len(ours[system[m]] & theirs[gold[m]]) / len(theirs[gold[m]]) for m in gold) / count
    joined = [pair for cluster in ours.values() for pair in combinations(sorted(cluster), 2)]
    right = sum(gold[one] == gold[two] for one, two in joined)
    wanted = sum(len(cluster) * (len(cluster) - 1) // 2 for cluster in theirs.values())
    return {
        "mentions": [len(gold), total],
        "B3 P": round(100 * p, 1),
        "B3 R": round(100 * r, 1),
        "B3 F1": round(100 * 2 * p * r / (p + r), 1) if p + r else 0.0,
        "pairs P": [right, len(joined)],
        "pairs R": [right, wanted],
    }
