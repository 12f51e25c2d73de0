"""The pages in a real Chromium, on 5,000 events: what people do with them, and what must never happen."""

import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web import store
from tests.web.browser import CONTRAST
from tests.web.conftest import ROOT, THIS_DAY

PAGES = {
    "front": "/",
    "chronology": "/chronology?actor=north-korea",
    "search": "/chronology?words=missile&since=2024",
    "event": "/event/{event}",
    "actor": "/actor/kim-jong-un",
    "hostile": f"/chronology?type=ASSAULT&since={store.DAY}&reverse=1",
    "hostile event": "/event/{hostile}",
    "data": "/kptimeline",
    "view": "/kptimeline/chronology?_size=20",
    "sql": "/kptimeline?sql=select+by_actors,+summary,+outlet,+url,+sentence+from+chronology+order+by+sort_day+desc+limit+20",
    "wrong": "/chronology?actor=nort+korea",
    "nothing": "/nothing",
}
ENTER, TAB, SPACE, ESCAPE = "\ue007", "\ue004", "\ue00d", "\ue00c"


@pytest.fixture(scope="module")
def keys(large):
    from kptimeline.store.engine import open_database
    from kptimeline.store.query import Question, chronology

    with open_database(large) as connection:
        several = connection.exec_driver_sql(
            "SELECT key FROM event WHERE articles > 1 AND NOT hidden LIMIT 1"
        ).scalar()
        (last,) = chronology(
            connection, Question(types=("ASSAULT",), statuses=("occurred",), reverse=True, limit=1)
        ).events
    return {"event": several, "hostile": last.event_id}


@pytest.fixture(scope="module")
def file(large, tmp_path_factory):
    """The page that `--format html` writes, the hostile article in it."""
    path = tmp_path_factory.mktemp("file") / "chronology.html"
    asked = [
        "--actor",
        "Japan",
        "--since",
        "2024",
        "--format",
        "html",
        "--output",
        str(path),
        "--as-of",
        THIS_DAY,
    ]
    command = [sys.executable, "-m", "kptimeline", "show", "--database", str(large), *asked]
    subprocess.run(command, cwd=ROOT, check=True)
    return path.as_uri()


def quiet(browser, address):
    """Nothing complains, nothing is asked of anybody else, nothing of an article has run."""
    told = [each for each in browser.complaints() if "the server responded with a status of 404" not in each]
    assert told == []
    others = [url for url in browser.asked() if not url.startswith(address)]
    assert others == []
    assert browser.run("return window.harmed === undefined")
    assert browser.all("main img, iframe, object, a[href^='javascript' i]") == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_quiet_readable_and_fits_a_phone(browser, served, keys, name):
    address = served + PAGES[name].format(**keys)
    browser.asked()
    for scheme, width in (("light", 1280), ("dark", 390)):
        browser.open(address, scheme=scheme, width=width)
        assert browser.run(CONTRAST) == []
        assert browser.run("return document.documentElement.scrollWidth") <= width
        assert len(browser.all("h1")) == 1
    quiet(browser, served)


def test_the_written_page_is_quiet_readable_and_fits_a_phone(browser, file):
    browser.asked()
    for scheme, width in (("light", 1280), ("dark", 390)):
        browser.open(file, scheme=scheme, width=width)
        assert browser.run(CONTRAST) == []
        assert browser.run("return document.documentElement.scrollWidth") <= width
    assert "window.harmed = 1" in browser.one("main").text
    quiet(browser, file)


def test_the_written_page_filters_its_events(browser, file):
    browser.open(file)
    before = browser.run("return document.querySelectorAll('tr[data-status]:not([hidden])').length")
    browser.one("input[name=words]").send_keys("onerror")
    shown = browser.run(
        "return [...document.querySelectorAll('tr[data-status]')].filter((row) => row.checkVisibility()).length"
    )
    assert (shown, browser.one("output").text) == (1, f"1 of {before} events")


def test_filters_by_mouse(browser, served):
    browser.asked()
    browser.open(f"{served}/chronology")
    before = browser.driver.current_url
    browser.one("#f-actor").send_keys("North Korea")
    browser.one("#f-since").send_keys("2020")
    kinds, statuses, _ = browser.all("details.choice")
    kinds.click()
    browser.one("input[value=AID]").click()
    statuses.click()
    assert not kinds.get_attribute("open")  # the list that was left has closed
    browser.one("input[value=planned]").click()
    browser.one("form.asking button").click()
    assert asked(browser, before) == {
        "actor": ["north-korea"],
        "type": ["AID"],
        "status": ["planned"],
        "since": ["2020"],
    }
    rows = browser.run(
        "return [...document.querySelectorAll('tr[data-status]')].map((row) => ({...row.dataset}))"
    )
    assert rows
    assert {(row["type"], row["status"]) for row in rows} == {("AID", "planned")}
    assert all("North Korea" in row["actors"] for row in rows)
    assert browser.one("#f-actor").get_attribute("value") == "North Korea"
    quiet(browser, served)


def test_filters_without_scripts(browser, served):
    browser.open(f"{served}/chronology", scripts=False)
    before = browser.driver.current_url
    browser.one("#f-words").send_keys("missile")
    browser.one("#f-with").send_keys("Japan" + ENTER)
    assert asked(browser, before) == {"words": ["missile"], "with": ["japan"]}
    assert browser.all("tr[data-status] mark")


def test_all_of_it_by_keyboard(browser, served):
    browser.open(f"{served}/chronology")
    browser.press(TAB)
    assert focused(browser) == "Skip to the content"
    assert browser.run("return document.activeElement.getBoundingClientRect().left >= 0")
    browser.press(ENTER, TAB)  # into the content: the first field
    assert browser.run("return document.activeElement.id") == "f-words"
    browser.press(*[TAB] * 5)
    assert focused(browser) == "Type: any"
    assert browser.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    browser.press(ENTER, TAB, SPACE, ESCAPE)
    assert focused(browser) == "Type: any"
    assert browser.all("details.choice[open]") == []
    before = browser.driver.current_url
    browser.press(TAB, TAB, TAB, ENTER)
    assert asked(browser, before) == {"type": ["AGREE"]}
    assert {row.get_attribute("data-type") for row in browser.all("tr[data-status]")} == {"AGREE"}


def test_a_column_of_the_strip_leads_into_its_time(browser, served):
    browser.open(f"{served}/chronology?actor=north-korea")
    before = browser.driver.current_url
    bars = browser.all(".strip a")
    middle = bars[len(bars) // 2]
    browser.run(
        "arguments[0].dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))", middle
    )
    told = asked(browser, before)
    assert told.keys() == {"actor", "since", "until", "after"}
    assert len(browser.all(".strip a")) > 1
    assert (
        browser.one("h1").text
        == f"Chronology: North Korea, since {told['since'][0]}, until {told['until'][0]}"
    )


def test_from_the_list_to_the_sentence_and_the_actor(browser, served):
    browser.asked()
    browser.open(f"{served}/chronology?actor=north-korea")
    what = browser.one(".what a")
    summary = what.text
    what.click()
    browser.until(lambda: "/event/" in browser.driver.current_url)
    assert browser.one("h1").text == summary
    assert browser.all("blockquote mark strong")
    browser.one("dl.facts dd a[href^='/actor/']").click()
    browser.until(lambda: "/actor/" in browser.driver.current_url)
    assert browser.all("#activity")
    quiet(browser, served)


@pytest.mark.parametrize("name", ["chronology", "event", "view"])
def test_print_leaves_out_what_paper_cannot_do(browser, served, keys, name):
    browser.open(served + PAGES[name].format(**keys), media="print", scheme="dark")
    hidden = "nav.site, .asking, .pager, .programs, .skip"
    assert (
        browser.run(
            f"return [...document.querySelectorAll('{hidden}')].filter((e) => e.checkVisibility()).length"
        )
        == 0
    )
    assert browser.run("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.run(CONTRAST) == []


def asked(browser, page):
    """The filters of the page that a browser comes to from `page`."""
    browser.until(lambda: browser.driver.current_url != page)
    return parse_qs(urlsplit(browser.driver.current_url).query)


def focused(browser):
    return browser.run("return document.activeElement.textContent.trim()")
