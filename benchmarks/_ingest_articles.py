"""Made news for benchmarks/ingest.py: our own sentences with names, acts and days drawn from a seed.

Every article differs from every other, and names nobody ever heard of come again and again, as in a news archive: what a
program remembers of every word that it ever read would grow with them.
"""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path

STATES = (
    "North Korea", "South Korea", "Japan", "China", "Russia", "the United States", "Iran", "India", "Pakistan", "Vietnam",
    "Mongolia", "Australia", "Canada", "France", "Germany", "Poland", "Ukraine", "Turkey", "Egypt", "Brazil",
)  # fmt: skip
TOLD = (
    "{a} sent {n} tons of rice to {b} on {day}, the ministry said.",
    "Foreign Minister {person} of {a} met officials of {b} in {town} on {day}.",
    "{a} condemned {b} over the exercise near {town}, saying it would not be the last.",
    "{person}, who leads the delegation of {a}, said {b} had rejected the offer last week.",
    "Soldiers of {a} crossed the river at {town} on {day}, according to a report by {b}.",
    "{a} and {b} plan to sign an agreement on {goods} next month, {person} told reporters.",
    "{a} imposed sanctions on {n} companies of {b} in {month}.",
    "Protesters in {town} demanded that {a} withdraw its troops from {b}.",
    "{a} fired two missiles off its coast on {day}, which {b} called a threat.",
    "{b} accused {a} of having attacked a ship that carried {goods} two days ago.",
)
SAID_NOTHING = (
    "The price of {goods} rose by {n} percent.",
    "It was the coldest winter in {town} since records began, and the river froze.",
    "The town of {town}, where {n} people live, is known for its {goods}.",
    "Nobody was hurt.",
)
GOODS = ("coal", "rice", "steel", "oil", "fertilizer", "timber", "fish", "wheat", "copper", "ships")
MONTHS = ("January", "March", "May", "July", "September", "November")
SYLLABLES = (
    "ka",
    "ro",
    "mi",
    "len",
    "dor",
    "ash",
    "vi",
    "tun",
    "bel",
    "gra",
    "so",
    "neth",
    "qui",
    "zar",
    "pel",
    "om",
)
FIRST, DAYS = date(2015, 1, 1), 4000


def articles(count: int, letters: int, seed: int = 1) -> list[dict[str, str]]:
    """So many articles of about so many characters, as JSON lines have them."""
    return [_article(random.Random(f"{seed}-{number}"), number, letters) for number in range(count)]


def write(path: Path, count: int, letters: int) -> int:
    """A file of them; returns how many characters they have."""
    made = articles(count, letters)
    path.write_text("".join(json.dumps(each) + "\n" for each in made), "utf-8")
    return sum(len(each["text"]) for each in made)


def _name(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))).capitalize()


def _article(chance: random.Random, number: int, letters: int) -> dict[str, str]:
    published = FIRST + timedelta(days=chance.randrange(DAYS))
    people, towns = [[_name(chance) for _ in range(4)] for _ in range(2)]
    sentences: list[str] = []
    while sum(map(len, sentences)) < letters:
        a, b = chance.sample(STATES, 2)
        day = published - timedelta(days=chance.randint(0, 20))
        form = chance.choice(SAID_NOTHING if chance.random() < 0.3 else TOLD)
        told = form.format(
            a=a,
            b=b,
            person=f"{chance.choice(people)} {chance.choice(people)}",
            town=chance.choice(towns),
            day=chance.choice((f"{day:%A}", f"{day:%B} {day.day}", f"{day:%B} {day.day}, {day.year}")),
            month=chance.choice(MONTHS),
            goods=chance.choice(GOODS),
            n=chance.randint(2, 90_000),
        )
        sentences.append(told[0].upper() + told[1:])
    body = "\n\n".join(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))
    return {
        "id": str(number),
        "text": body,
        "published": published.isoformat(),
        "outlet": f"Wire {number % 50}",
    }
