import pytest

from kptimeline.actors.registry import load_registry
from kptimeline.interval import parse_iso
from kptimeline.records import ActorReading

REGISTRY = load_registry()


def reading(name: str, office: str | None = None, hint: str | None = None) -> ActorReading:
    return ActorReading(text=name, name=name, start=0, end=len(name), office=office, country_hint=hint)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("North Korea", "north-korea"),
        ("north Korea", "north-korea"),
        ("the North", "north-korea"),
        ("Pyongyang", "north-korea"),
        ("DPRK", "north-korea"),
        ("seoul", "south-korea"),
        ("the United States", "united-states"),
        ("U.S.", "united-states"),
        ("KCNA", "kcna"),
        ("Kim Jong Un", "kim-jong-un"),
        ("Putin", "vladimir-putin"),
        ("kim-jong-il", "kim-jong-il"),
        ("Kim", None),  # several bear it
        ("Atlantis", None),
    ],
)
def test_a_name_leads_to_one_actor(name, slug):
    assert REGISTRY.find(name) == slug


@pytest.mark.parametrize(
    ("name", "office", "day", "slug", "country"),
    [
        ("President Lee", None, "2009-05-05", "lee-myung-bak", "KOR"),
        ("President Lee", None, "2025-11-18", "lee-jae-myung", "KOR"),
        ("President Lee", None, "2015-11-18", None, None),
        ("President Lee", "South Korean President", "2015-11-18", None, "KOR"),
        (
            "President Carter",
            None,
            "2009-05-05",
            "jimmy-carter",
            "USA",
        ),  # no longer in office, and still who he is
        ("President Bush", None, "1990-05-05", "george-h-w-bush", "USA"),
        ("President Bush", None, "2015-05-05", None, None),
        ("Yasser Arafat", None, "1999-05-05", "yasser-arafat", "PSE"),
        ("Kampuchean rebels", None, "1985-05-05", None, "KHM"),
        ("Lee", "South Korean President", "2009-05-05", "lee-myung-bak", "KOR"),
        ("South Korea's Defence Minister", None, "2025-12-29", "ahn-gyu-back", "KOR"),
        ("the Foreign Minister of South Korea", None, "2025-12-29", "cho-hyun", "KOR"),
        ("the US president", None, "2021-01-19", "donald-trump", "USA"),
        ("the US president", None, "2021-01-20", "joe-biden", "USA"),
        ("the US president", None, "1950-01-01", None, "USA"),
        ("China's ambassador", None, "2025-11-18", None, "CHN"),  # it has many
        ("South Korea's intelligence agency", None, "2025-12-29", "national-intelligence-service", "KOR"),
        ("the North Korean state news agency", None, "2025-12-29", "kcna", "PRK"),
        ("North Korean troops", None, "2025-12-29", "north-korea", "PRK"),
        ("UN peacekeepers", None, "2025-12-29", "united-nations", None),
        ("North Koreans", None, "2025-12-29", None, "PRK"),
        ("Egyptian farmers", None, "2025-12-29", None, "EGY"),
        ("Someone Unheard-of", "professor", "2025-12-29", None, None),
    ],
)
def test_who_a_reading_means_on_a_day(name, office, day, slug, country):
    found = REGISTRY.resolve(reading(name, office), parse_iso(day))
    assert (found.actor, found.country) == (slug, country)


def test_an_office_needs_a_day():
    assert REGISTRY.resolve(reading("President Lee"), None).actor is None
    assert REGISTRY.resolve(reading("South Korea's Defence Minister"), None).country == "KOR"


def test_a_group_takes_the_country_that_its_clause_gave():
    found = REGISTRY.resolve(reading("police", hint="Egypt"), None)
    assert (found.actor, found.country) == (None, "EGY")


def test_near_names_for_a_slip():
    assert REGISTRY.near("Nort Korea")[0] == "North Korea"
    assert REGISTRY.near("qqqqqq") == []


@pytest.mark.parametrize(
    ("slug", "day", "above"),
    [
        ("kcna", "2025-01-01", (("north-korea", 1),)),
        ("donald-trump", "2025-02-01", (("united-states", 1),)),
        ("donald-trump", "2023-02-01", ()),  # an ex-president's acts are not his country's
        ("un-security-council", "2025-01-01", (("united-nations", 1),)),
        ("rafael-grossi", "2025-01-01", (("iaea", 1), ("united-nations", 2))),
        ("north-korea", "2025-01-01", ()),
    ],
)
def test_ancestors_hold_on_their_days(slug, day, above):
    assert REGISTRY.ancestors(slug, parse_iso(day)) == above


def test_ancestors_on_an_unknown_day_are_those_that_always_hold():
    assert REGISTRY.ancestors("kcna", None) == (("north-korea", 1),)
    assert REGISTRY.ancestors("donald-trump", None) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Talks between seoul and Washington", ["south-korea", "united-states"]),
        ("He told us about turkey and polish", []),
        ("The North Koreans left Korea", ["north-korea"]),
        ("Moscow's envoy met U.S. officials", ["russia", "united-states"]),
        ("Chinatown is full", []),
        ("KCNA and kcna", ["kcna"]),
    ],
)
def test_spots_in_a_text(text, found):
    spots = list(REGISTRY.spots(text))
    assert [spot.slug for spot in spots] == found
    assert all(text[spot.start : spot.end].strip() for spot in spots)


def test_every_office_of_the_registry_has_a_reference():
    offices = [office for actor in REGISTRY.actors.values() for office in actor.offices]
    assert len(offices) > 30
    assert all(office.reference and office.reference.startswith("https://") for office in offices)


def test_a_users_file_adds_and_replaces(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[actor.atlantis]\nname = "Atlantis"\nkind = "country"\n', encoding="utf-8")
    mine = load_registry([path])
    assert mine.find("atlantis") == "atlantis"
    assert mine.fingerprint != REGISTRY.fingerprint
    assert load_registry().fingerprint == REGISTRY.fingerprint


@pytest.mark.parametrize(
    ("city", "slug"),
    [("Mosul", "iraq"), ("mosul", "iraq"), ("Marseille", "france"), ("Richmond", None), ("Nowhere", None)],
)
def test_a_large_city_has_a_country(city, slug):
    assert REGISTRY.country_of_city(city) == slug
