"""A request repeated with its key is done once and answered the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.asking import Asker, Request, recall_answer
from server.errors import Malformed, Refused
from tests.server.desk import CLERK, KIOSK, Desk, asked

WORDS = st.lists(st.text() | st.integers() | st.booleans() | st.none(), max_size=4).map(tuple)


def test_the_same_key_gives_the_same_answer_and_does_it_once(desk: Desk) -> None:
    first = desk.issue(key="k")
    desk.issue()
    desk.call()
    assert desk.issue(key="k") == first
    assert desk.count("tickets") == 2


def test_that_nobody_waits_is_remembered_too(desk: Desk) -> None:
    request = asked("k", "call_next", "1")
    assert desk.counters.call_next("1", request) is None
    desk.issue()
    assert desk.counters.call_next("1", request) is None
    assert desk.ticket(1).state == "waiting"


def test_the_same_key_with_other_words_is_a_mistake(desk: Desk) -> None:
    desk.issue("A", key="k")
    with pytest.raises(Malformed, match="key_reused"):
        desk.issue("B", key="k")
    assert desk.count("tickets") == 1


def test_a_refusal_is_not_remembered(desk: Desk) -> None:
    request = asked("k", "finish", "1")
    with pytest.raises(Refused):
        desk.counters.finish("1", request)
    desk.issue()
    desk.call()
    assert desk.counters.finish("1", request).state == "finished"


def test_keys_of_two_askers_never_meet(desk: Desk) -> None:
    desk.issue(key="k")
    assert desk.counters.call_next("1", asked("k", "issue", "A", by=CLERK)) is not None


def test_a_pause_repeated_after_the_counter_opened_does_not_pause_it_again(desk: Desk) -> None:
    desk.counters.pause("1", "Nghỉ", asked("p", "pause"))
    desk.counters.open("1", asked("o", "open"))
    desk.counters.pause("1", "Nghỉ", asked("p", "pause"))
    assert desk.counter("1").state == "open"


def test_a_request_without_a_key_is_never_a_repeat(desk: Desk) -> None:
    with desk.store.reading() as connection:
        recall_answer(connection, asked(None))
    assert desk.issue().label != desk.issue().label


@given(WORDS, WORDS)
def test_a_fingerprint_tells_requests_apart(
    one: tuple[object, ...], two: tuple[object, ...]
) -> None:
    prints = [Request(KIOSK, "k", words).fingerprint for words in (one, two)]
    assert (prints[0] == prints[1]) is (repr(one) == repr(two))


def test_an_owner_is_role_and_name() -> None:
    owners = {Request(Asker(n, r), "k", ()).owner for n in ("a", "b") for r in ("kiosk", "admin")}
    assert len(owners) == 4
