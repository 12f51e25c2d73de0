"""The event page: every mention with its sentence marked in its paragraph, and how each got its date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kptimeline.records import ChronologyEvent, Span
from kptimeline.render import corrections, explain, safe, words
from kptimeline.render.html_rows import source, who
from kptimeline.render.markup import Markup, element, joined
from kptimeline.store.explain import Explanation, MentionAccount
from kptimeline.store.paragraphs import Paragraph
from kptimeline.web import addresses, layout

LEGEND = "The sentence is marked; in it the word that tells the event is bold, the words that date it are underlined."
Fact = tuple[str, str]


def render(found: Explanation, around: Sequence[Paragraph], name: str) -> str:
    """The whole page; `around` are the paragraphs of the mentions, in their order."""
    event = found.event
    body = [
        element("p", words.date(event), class_="date"),
        *(element("p", mark, class_="doubt") for mark in (*words.marks(event), words.reason(event)) if mark),
        _facts(_deeds(event)),
        _corrections(found),
        element("p", LEGEND, class_="quiet"),
        *(
            _mention(mention, paragraph, number, len(found.mentions))
            for number, (mention, paragraph) in enumerate(zip(found.mentions, around, strict=True), 1)
        ),
        _programs(found),
    ]
    return layout.page(words.what(event), "", name, body)


def _deeds(event: ChronologyEvent) -> Iterator[Fact]:
    for parties in who(event, addresses.LINKS):
        yield "who", parties
    kind = (
        element("a", event.event_type, href=addresses.chronology(("type", event.event_type)))
        if event.event_type
        else "none told"
    )
    yield "type", kind
    yield "status", element("a", event.status, href=addresses.chronology(("status", event.status)))
    if event.claimed_by:
        yield "says", safe.line(event.claimed_by)
    if event.place:
        yield "place", safe.line(event.place)
    if event.edtf:
        yield "EDTF", event.edtf
    yield "told by", f"{event.articles} article{'' if event.articles == 1 else 's'}"
    if event.first_day and event.last_day:
        span = addresses.chronology(("since", event.first_day), ("until", event.last_day))
        yield "beside it", element("a", "what else happened then", href=span)


def _facts(facts: Iterator[Fact]) -> Markup:
    """Names with facts; a name that comes again is not repeated."""
    told: list[Markup] = []
    before = ""
    for name, fact in facts:
        if name != before:
            told.append(element("dt", name))
        told.append(element("dd", fact, dir="auto"))
        before = name
    return element("dl", *told, class_="facts")


def _corrections(found: Explanation) -> Markup | None:
    said = [
        element(
            "li",
            element("b", field),
            f": {told} ",
            element("span", f"({by})", class_="quiet"),
        )
        for field, told, by in corrections.holding(found.history)
    ]
    keys = found.history.keys
    if not said and not keys:
        return None
    return element(
        "section",
        element("h2", "Corrected by hand", id="corrections") if said else None,
        element("ul", *said) if said else None,
        element("p", f"Also found by: {', '.join(keys)}", class_="quiet") if keys else None,
        aria_labelledby="corrections" if said else None,
    )


def _mention(mention: MentionAccount, paragraph: Paragraph, number: int, count: int) -> Markup:
    heading = f"Mention {number} of {count}" if count > 1 else "Where it is told"
    title = safe.line(mention.title or "")
    return element(
        "section",
        element("h2", heading, id=f"m{number}"),
        element(
            "p",
            joined(element("cite", title, dir="auto"), ", ") if title else None,
            source(mention.url, mention.outlet, mention.article_key, addresses.LINKS),
        ),
        element("blockquote", *marked(mention, paragraph), dir="auto", class_="paragraph"),
        _facts(explain.facts(mention)),
        aria_labelledby=f"m{number}",
        class_="mention",
    )


def marked(mention: MentionAccount, paragraph: Paragraph) -> Iterator[str]:
    """The paragraph in pieces; where the trigger and the time phrase overlap, a piece is both."""
    sentence, trigger = mention.sentence_span, mention.trigger_span
    time = mention.time.span if mention.time else Span(-1, -1)
    start, end = paragraph.start, paragraph.start + len(paragraph.text)
    edges = {start, end, *(at for span in (sentence, trigger, time) for at in span if start < at < end)}
    if paragraph.cut_before:
        yield "… "
    at = start
    for stop in sorted(edges - {start}):
        piece: str = paragraph.text[at - start : stop - start]
        if trigger.start <= at < trigger.end:
            piece = element("strong", piece)
        if time.start <= at < time.end:
            piece = element("u", piece)
        if sentence.start <= at < sentence.end:
            piece = element("mark", piece)
        yield piece
        at = stop
    if paragraph.cut_after:
        yield " …"


def _programs(found: Explanation) -> Markup:
    key = found.event.event_id
    views = []
    for view in ("chronology", "mentions", "event_actors"):
        forms = [
            element("a", told, href=addresses.rows(view, ("event_id", key), form=form))
            for told, form in (("table", ""), ("JSON", ".json"), ("CSV", ".csv"))
        ]
        views.append(element("li", f"{view}: ", forms[0], ", ", forms[1], ", ", forms[2]))
    return element(
        "section",
        element("h2", "The same for programs", id="programs"),
        element("ul", *views),
        element("p", "In a terminal: ", element("code", f"kptimeline explain {key}")),
        aria_labelledby="programs",
        class_="programs",
    )
