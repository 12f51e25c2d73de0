"""Shards: copied once however often they come, saved as if read just now, one article at a time out of them."""

import os
import signal
import threading
import time

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from kptimeline.errors import InputRejectedError
from kptimeline.store.engine import open_database, writing
from kptimeline.store.save import save_all
from kptimeline.store.shards import copied, copy_shard, save_shards, shard_key
from tests.cli.contents import contents
from tests.store.builder import LAUNCH, MEETING, PLAN, TROOPS, WARNING, Told, extraction

pytestmark = pytest.mark.both
NOW = "2026-01-05"


@pytest.fixture
def slices(registry):
    """Three slices of three articles; some tell of the same event, one comes twice."""
    told = [
        extraction(
            *each, registry=registry, anchor="2025-12-29", outlet=f"Wire {number}", path=f"{number}\t\\.txt"
        )
        for number, each in enumerate(
            [
                (LAUNCH, MEETING),
                (LAUNCH,),
                (TROOPS,),
                (PLAN,),
                (MEETING, WARNING),
                (LAUNCH, TROOPS),
                (WARNING,),
                (PLAN, LAUNCH),
            ]
        )
    ]
    odd = extraction(Told('"\\N" \\. \t\r\n\x0b \u2028 \U0001f680.'), registry=registry, title="Odd\\n")
    return [told[:3], [*told[3:5], odd], [*told[5:], told[0]]]


def keyed(slices):
    return {shard_key([one.article.raw_sha256 for one in each], "rules"): each for each in slices}


def drain(connection, registry, **options):
    return [one for some in save_shards(connection, registry, now=NOW, **options) for one in some]


def left(connection):
    return [
        connection.execute(text(f"SELECT count(*) FROM {name}")).scalar()
        for name in ("shard", "shard_article")
    ]


def test_saved_from_shards_it_is_what_it_is_saved_at_once(make_database, place, connection, registry, slices):
    with open_database(whole := make_database("whole.db"), "write") as other:
        save_all(other, [one for each in slices for one in each], registry, now=NOW)
    for key, each in keyed(slices).items():
        assert copy_shard(connection, key, each, now=NOW)
    assert left(connection) == [3, 10]
    saved = drain(connection, registry, size=4)
    assert sorted(one.outcome.kind for one in saved) == ["new"] * 9 + ["unchanged"]
    assert {one.extraction.article.key for one in saved} == {
        one.article.key for each in slices for one in each
    }
    assert left(connection) == [0, 0]
    assert contents(place) == contents(whole)


def test_a_shard_that_is_in_is_not_copied_again(connection, registry, slices):
    (key, one), (other, _), _ = keyed(slices).items()
    assert copied(connection, [key, other]) == set()
    assert copy_shard(connection, key, one, now=NOW)
    assert not copy_shard(connection, key, one, now="2027-01-01")
    assert copied(connection, [key, other]) == {key}
    assert connection.execute(text("SELECT key, copied_at, articles FROM shard")).all() == [(key, NOW, 3)]
    assert len(drain(connection, registry)) == 3
    assert copied(connection, [key]) == set()  # its articles are known from now on


def test_a_key_is_that_of_bytes_rules_and_order():
    keys = {
        shard_key(*each) for each in ((["a", "b"], "x"), (["b", "a"], "x"), (["a", "b"], "y"), (["ab"], "x"))
    }
    assert len(keys) == 4
    assert shard_key(["a", "b"], "x") in keys


def test_workers_that_copy_the_same_at_once_copy_it_once(place, slices):
    (key, one), *_ = keyed(slices).items()
    done = []

    def work():
        with open_database(place, "write") as connection:
            done.append(copy_shard(connection, key, one, now=NOW))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False, False, False, True]
    with open_database(place) as connection:
        assert left(connection) == [1, 3]


def test_a_worker_killed_in_the_midst_leaves_all_or_nothing_and_another_one_does_it(place, slices, registry):
    (key, one), *_ = keyed(slices).items()
    many = [
        replace(one[0], article=replace(one[0].article, key=f"a{number}", raw_sha256=f"{number}"))
        for number in range(600)
    ]
    for moment in (0.0, 0.01, 0.03):
        pid = os.fork()
        if not pid:
            with open_database(place, "write") as connection:
                copy_shard(connection, f"{key}{moment}", many, now=NOW)
            os._exit(0)
        time.sleep(moment)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        with open_database(place, "write") as connection:
            was = copied(connection, [f"{key}{moment}"])
            assert left(connection) in ([0, 0], [1, 600])
            assert copy_shard(connection, f"{key}{moment}", many, now=NOW) is not bool(was)
            assert left(connection) == [1, 600]
            with writing(connection):
                connection.execute(text("DELETE FROM shard"))


def test_a_writer_killed_between_batches_loses_and_doubles_nothing(place, connection, registry, slices):
    for key, each in keyed(slices).items():
        copy_shard(connection, key, each, now=NOW)
    first = next(iter(save_shards(connection, registry, now=NOW, size=2)))
    assert len(first) == 2
    with open_database(place, "write") as other:
        assert left(other)[1] == 8
        rest = drain(other, registry, size=2)
        assert len(rest) == 8
        assert left(other) == [0, 0]
        assert other.execute(text("SELECT count(*) FROM article")).scalar() == 9


def test_what_another_version_has_read_is_told_and_taken_out(connection, registry, slices):
    (key, one), *_ = keyed(slices).items()
    old = replace(one[0], reading=replace(one[0].reading, version="0"))
    copy_shard(connection, key, [old, one[1]], now=NOW)
    told, fine = drain(connection, registry)
    assert (told.name, told.extraction, fine.outcome.kind) == ("0\t\\.txt", None, "new")
    assert told.outcome.message == "was read by another version of kptimeline"
    assert left(connection) == [0, 0]


def test_what_is_no_text_is_refused_before_anything_is_written(connection, registry, slices):
    broken = replace(slices[0][1], article=replace(slices[0][1].article, outlet="\ud800"))
    with pytest.raises(InputRejectedError, match="cannot be stored"):
        copy_shard(connection, "k", [slices[0][0], broken], now=NOW)
    assert left(connection) == [0, 0]
