"""The live stream as screens read it."""

from contextlib import closing
from pathlib import Path

from tests.acceptance.town import Stream, Town, make_tokens
from tests.server_process import ServerProcess


def test_a_stream_begins_now_and_says_what_happens(town: Town) -> None:
    stream = Stream(town.server)
    assert stream.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert stream.headers["Cache-Control"] == "no-cache"
    ticket = town.issue()
    event = stream.next()
    assert (event["event"], event["ticket"], event["label"]) == ("issued", ticket["id"], "A001")
    assert event.keys() >= {"seq", "at", "ticket", "label"}
    stream.close()


def test_the_address_may_say_where_to_resume_and_rubbish_means_now(town: Town) -> None:
    town.issue()
    newest = town.get("/hall")["seq"]
    with closing(Stream(town.server, 0)) as all_of_it:
        assert (all_of_it.seq, len(all_of_it.until(newest))) == (0, newest)
    with closing(Stream(town.server, 10**12)) as future:
        assert future.seq >= newest


def test_it_resumes_without_a_gap_across_a_restart(folder: Path) -> None:
    server = ServerProcess(folder)
    town = Town(server, make_tokens(folder))
    with server:
        stream = Stream(server, 0)
        for _ in range(5):
            town.issue()
        seen = stream.until(3)
        server.kill()
        stream.close()
        server.start()
        for _ in range(5):
            town.issue()
        again = Stream(server, stream.seq)
        newest = town.get("/hall")["seq"]
        seen += again.until(newest)
        again.close()
    seqs = [event["seq"] for event in seen]
    assert seqs == list(range(1, seqs[-1] + 1))
    assert [e["label"] for e in seen if e["event"] == "issued"] == [
        f"A{n:03d}" for n in range(1, 11)
    ]


def test_two_hundred_streams_hear_the_same(town: Town) -> None:
    newest = town.get("/hall")["seq"]
    streams = [Stream(town.server, newest) for _ in range(200)]
    for _ in range(3):
        town.issue()
    last = town.get("/hall")["seq"]
    heard = [[event["seq"] for event in stream.until(last)] for stream in streams]
    assert heard == [list(range(newest + 1, last + 1))] * 200
    for stream in streams:
        stream.close()
