import json

from kptimeline.records import Chronology, EventActor
from kptimeline.render.json import render
from tests.render.events import event

COLUMNS = """event_id first_day last_day from_day to_day sort_day first_time last_time utc_offset granularity extent
edtf certainty dated_by by_actors to_actors event_type status disputed place summary claimed_by articles outlet url
article_key sentence actors mentions"""


def test_an_event_has_the_columns_of_the_view_in_their_order():
    actor = EventActor(actor="north-korea", name="North Korea", role="by")
    shown = event(day="2025-12-29", actors=(actor,), mentions=({"start": 3, "end": 9, "outlet": "북한"},))
    text = render(Chronology(query={"actor": "DPRK"}, events=(shown,), left_out={"undated": 1, "hidden": 0}))
    told = json.loads(text)
    assert list(told) == ["query", "left_out", "events"]
    assert told["query"] == {"actor": "DPRK"}
    assert told["left_out"] == {"undated": 1, "hidden": 0}
    assert list(told["events"][0]) == COLUMNS.split()
    assert told["events"][0]["actors"] == [{"actor": "north-korea", "name": "North Korea", "role": "by"}]
    assert told["events"][0]["mentions"] == [{"start": 3, "end": 9, "outlet": "북한"}]
    assert told["events"][0]["disputed"] in (False, 0)
    assert "북한" in text
