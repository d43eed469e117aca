"""The voice over a real office: store, journal, follower and announcer on a clock set by hand."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.announcements import TRIAL, Call
from server.announcer import GAP_S, KEPT, RUSH, Announcer, Spoken, Surroundings
from server.errors import OfficeError, Refused, Unknown
from server.follow_voice import VoiceFollower
from server.plan import Zone
from server.queries import hall_counter, language_of
from tests.server.desk import Desk, asked, open_desk

SENTENCE_S = 5.0
CHIME_S = 1.0


class Voice:
    """Sentences of five seconds, and a second of chime."""

    languages = ("vi", "en")

    def speak(self, call: Call, language: str, linh: str, *, has_chime: bool) -> Spoken | None:
        if call.ticket == TRIAL:
            return Spoken(wav=b"trial", duration_s=SENTENCE_S, text="trial")
        text = (
            f"{'*' if has_chime else ''}{language}{call.times} {call.label} {call.counter} {linh}"
        )
        seconds = SENTENCE_S + CHIME_S * has_chime
        return Spoken(wav=text.encode(), duration_s=seconds, text=text)


@dataclass(kw_only=True)
class Hall:
    """An office whose calls are followed and spoken; every sentence with when it began."""

    desk: Desk
    zones: dict[str, Zone]
    now_s: float = 0.0
    told: list[tuple[float, dict[str, Any]]] = field(default_factory=list)
    played: list[tuple[float, bytes]] = field(default_factory=list)
    seq: int = 0

    def __post_init__(self) -> None:
        self.announcer = Announcer(
            Surroundings(
                zones=lambda: self.zones,
                is_called=self._is_called,
                language_of=self._language_of,
                voice=Voice(),
                sound=self,
                tell=self._tell,
                monotonic=lambda: self.now_s,
            )
        )
        self._follower = VoiceFollower(self.announcer)
        self.seq = self.desk.journal.newest

    def play(self, wav: bytes) -> None:
        """The sound card."""
        self.played.append((self.now_s, wav))

    def follow(self) -> None:
        """Let the follower read what is new, and the announcer begin what it may."""
        for entry in self.desk.journal.after(self.seq):
            self._follower.handle(entry)
            self.seq = entry.seq
        self.announcer.step()

    def pass_s(self, seconds: float) -> None:
        """Let time pass, a quarter of a second at a time."""
        until = self.now_s + seconds
        while self.now_s < until:
            self.now_s = min(self.now_s + 0.25, until)
            self.desk.clock.pass_s(0.25)
            self.follow()

    def said(self, zone: str = "hall") -> list[str]:
        """What was said, without the times."""
        return [each["text"] for _, each in self.told if each["zone"] == zone]

    def _tell(self, name: str, data: Mapping[str, object]) -> None:
        assert name == "announce"
        with self.desk.store.reading() as connection:
            row = connection.execute(
                "SELECT state, counter FROM tickets WHERE id = ?", (data["ticket"],)
            ).fetchone() or ("", "")
        self.told.append((self.now_s, {**data, "was": tuple(row)}))

    def _language_of(self, ticket: int) -> str:
        with self.desk.store.reading() as connection:
            return language_of(connection, ticket)

    def _is_called(self, ticket: int, counter: str) -> bool:
        with self.desk.store.reading() as connection:
            found = hall_counter(connection, self.desk.office.plan(connection), counter)
        held = None if found is None else found.ticket
        return held is not None and (held.id, held.state) == (ticket, "called")


@pytest.fixture
def hall(desk: Desk) -> Hall:
    for counter in "123":
        desk.counters.open(counter, asked(None))
    for service in "AAAABB":
        desk.issue(service)
    return Hall(desk=desk, zones={"hall": Zone(name="hall")})


def test_a_call_is_chimed_and_said_in_both_languages_one_after_the_other(hall: Hall) -> None:
    hall.desk.call()
    hall.pass_s(20)
    assert hall.said() == ["*vi1 A001 1 linh", "en1 A001 1 linh"]
    (first_at, first), (second_at, second) = hall.told
    assert second_at == pytest.approx(first_at + SENTENCE_S + CHIME_S + GAP_S, abs=0.3)
    assert first == {
        **{"id": 1, "zone": "hall", "ticket": 1, "label": "A001", "counter": "1"},
        **{"languages": ["vi"], "duration_s": 6.0, "text": "*vi1 A001 1 linh"},
        **{"url": "/api/v1/announcements/1.wav", "is_for_screens": True},
        "was": ("called", "1"),
    }
    assert second["languages"] == ["en"]
    assert hall.announcer.wav(1) == b"*vi1 A001 1 linh"
    assert hall.announcer.wav(99) is None
    assert hall.played == []


def test_what_was_called_before_a_restart_is_not_said(hall: Hall) -> None:
    hall.desk.call()
    again = Hall(desk=hall.desk, zones=hall.zones)
    again.pass_s(5)
    assert again.told == []
    hall.desk.counters.recall("1", asked(None))
    again.pass_s(5)
    assert again.said() == ["*vi2 A001 1 linh"]


def test_the_second_language_is_not_said_of_somebody_who_has_come(hall: Hall) -> None:
    hall.desk.call()
    hall.pass_s(2)
    hall.desk.counters.start("1", asked(None))
    hall.pass_s(30)
    assert hall.said() == ["*vi1 A001 1 linh"]


@pytest.mark.parametrize("verb", ["start", "finish", "no_show"])
def test_who_has_come_or_is_gone_is_not_called(hall: Hall, verb: str) -> None:
    hall.desk.call("1")
    hall.desk.call("2")
    hall.follow()
    getattr(hall.desk.counters, verb)("2", asked(None))
    hall.pass_s(40)
    assert hall.said() == ["*vi1 A001 1 linh", "en1 A001 1 linh"]
    assert hall.announcer.unspoken() == {"gone": 1}


def test_an_end_that_the_follower_has_not_read_yet_is_seen_all_the_same(hall: Hall) -> None:
    hall.desk.call("1")
    hall.follow()
    hall.desk.call("2")
    hall.pass_s(1)
    hall.desk.counters.finish("2", asked(None))
    for _ in range(100):  # time passes for the announcer alone
        hall.now_s += 0.25
        hall.announcer.step()
    assert hall.said() == ["*vi1 A001 1 linh", "en1 A001 1 linh"]


def test_a_recall_is_said_with_its_time_and_an_undone_call_not_at_all(hall: Hall) -> None:
    hall.desk.call("1")
    hall.pass_s(20)
    hall.desk.counters.recall("1", asked(None))
    hall.desk.call("2")
    hall.desk.counters.undo("2", asked(None))
    hall.pass_s(30)
    assert hall.said()[2:] == ["*vi2 A001 1 linh", "en2 A001 1 linh"]


def test_a_call_is_repeated_as_often_as_the_zone_wants_unless_others_wait(hall: Hall) -> None:
    hall.zones["hall"] = Zone(name="hall", languages=("vi",), times=2, linh="lẻ")
    hall.desk.call("1")
    hall.pass_s(20)
    assert hall.said() == ["*vi1 A001 1 lẻ", "vi1 A001 1 lẻ"]
    hall.desk.call("2")
    hall.desk.call("3")
    hall.pass_s(40)
    assert hall.said()[2:] == ["*vi1 A002 2 lẻ", "*vi1 B001 3 lẻ", "vi1 B001 3 lẻ"]


def test_in_a_rush_a_call_is_said_in_the_first_language_and_in_the_tickets_own(
    desk: Desk,
) -> None:
    for number in COUNTERS:
        desk.change("counter", number, {"number": number, "services": ["A"]})
    hall = Hall(desk=desk, zones={"hall": Zone(name="hall")})
    for n, number in enumerate(COUNTERS[: RUSH + 3]):
        desk.counters.open(number, asked(None))
        desk.issue(language="en" if n == 2 else "vi")
        desk.call(number)
    hall.pass_s(80)
    assert [text[:10] for text in hall.said()] == [
        *("*vi1 A001 ", "*vi1 A002 ", "*vi1 A003 ", "en1 A003 3", "*vi1 A004 ", "en1 A004 4"),
        *("*vi1 A005 ", "en1 A005 5", "*vi1 A006 ", "en1 A006 6"),
    ]


def test_zones_speak_side_by_side_and_each_only_its_counters(hall: Hall) -> None:
    hall.zones |= {
        "hall": Zone(name="hall", voice="none"),
        "west": Zone(name="west", counters=("1",), languages=("vi",)),
        "east": Zone(name="east", counters=("2", "3"), languages=("km", "en")),
    }
    hall.desk.call("1")
    hall.desk.call("2")
    hall.pass_s(10)
    assert hall.said() == []
    assert hall.said("west") == ["*vi1 A001 1 linh"]
    assert hall.said("east") == ["*en1 A002 2 linh"]
    assert abs(hall.told[0][0] - hall.told[1][0]) < 0.3


def test_one_sound_card_says_a_call_once_and_one_at_a_time_for_all_zones(hall: Hall) -> None:
    hall.zones = {
        "west": Zone(name="west", voice="both", counters=("1",), languages=("vi",)),
        "hall": Zone(name="hall", voice="server", languages=("vi",)),
        "east": Zone(name="east", voice="server", counters=("2",), languages=("vi",)),
    }
    hall.desk.call("1")
    hall.desk.call("2")
    hall.desk.call("3")
    hall.pass_s(60)
    assert sorted(wav for _, wav in hall.played) == [
        *(b"*vi1 A001 1 linh", b"*vi1 A002 2 linh", b"*vi1 B001 3 linh")
    ]
    begins = [at for at, _ in hall.played]
    assert all(b - a >= SENTENCE_S + CHIME_S for a, b in pairwise(begins))
    assert [(each["zone"], each["is_for_screens"]) for _, each in hall.told] == [
        *(("west", True), ("hall", False), ("hall", False))
    ]


def test_a_language_that_cannot_be_spoken_is_passed_over(hall: Hall) -> None:
    hall.zones["hall"] = Zone(name="hall", languages=("km",))
    hall.desk.call("1")
    hall.pass_s(20)
    assert hall.said() == ["*vi1 A001 1 linh"]


def test_a_loudspeaker_is_tried_out_when_its_turn_comes(hall: Hall) -> None:
    hall.zones |= {
        "hall": Zone(name="hall", languages=("vi",)),
        "west": Zone(name="west", voice="none"),
    }
    hall.desk.call("1")
    hall.follow()
    hall.announcer.try_out("hall")
    hall.announcer.try_out("hall")
    hall.pass_s(40)
    assert hall.said() == ["*vi1 A001 1 linh", "trial"]
    with pytest.raises(Unknown, match="no_such_zone"):
        hall.announcer.try_out("east")
    with pytest.raises(Refused, match="zone_silent"):
        hall.announcer.try_out("west")


def test_a_zone_that_is_made_silent_says_nothing_more(hall: Hall) -> None:
    for counter in "123":
        hall.desk.call(counter)
    hall.pass_s(2)
    hall.zones["hall"] = Zone(name="hall", voice="none")
    hall.pass_s(60)
    assert hall.said() == ["*vi1 A001 1 linh"]


def test_the_set_up_is_not_read_while_nothing_is_to_be_said(hall: Hall) -> None:
    hall.desk.call()
    hall.pass_s(20)
    del hall.zones  # who reads it now stumbles
    hall.pass_s(1)


def test_only_the_last_sentences_are_kept(hall: Hall) -> None:
    for _ in range(KEPT // 2 + 1):
        hall.desk.issue()
        hall.desk.call("1")
        hall.pass_s(14)
        hall.desk.counters.finish("1", asked(None))
    last = hall.told[-1][1]["id"]
    assert last == KEPT + 2
    assert hall.announcer.wav(last) is not None
    assert hall.announcer.wav(3) is not None
    assert hall.announcer.wav(2) is None


# Forty calls in two minutes


@dataclass(kw_only=True)
class Rush:
    """A hall of ten counters in a rush, and when each ticket stopped being called."""

    hall: Hall
    ended_at_s: dict[int, list[float]] = field(default_factory=dict)
    asks: dict[tuple[int, str], int] = field(default_factory=dict)
    calls: int = 0

    def act(self, verb: str, counter: str) -> None:
        """What a clerk presses; what cannot be now is refused by the office."""
        counters = self.hall.desk.counters
        held = self.hall.desk.counter(counter).ticket
        try:
            if verb == "call":
                if (called := counters.call_next(counter, asked(None))) is None:
                    return
                self.calls += 1
                self._asked(called.id, counter)
            elif verb == "recall":
                self._asked(counters.recall(counter, asked(None)).id, counter)
            else:
                getattr(counters, verb)(counter, asked(None))
                if held is not None:
                    self.ended_at_s.setdefault(held.id, []).append(self.hall.now_s)
        except OfficeError:
            return

    def check(self) -> None:
        """The promise: once, not over another, not after the end."""
        self.check_once()
        for at, each in self.hall.told:
            assert all(at < end for end in self.ended_at_s.get(each["ticket"], ())), each

    def check_once(self) -> None:
        """Nothing over another, and nothing more often than it was asked for."""
        told = self.hall.told
        for (at, one), (after, _) in pairwise(told):
            assert after >= at + one["duration_s"]
        said: dict[tuple[int, str, str], int] = {}
        for _, each in told:
            key = (each["ticket"], each["counter"], each["languages"][0])
            said[key] = said.get(key, 0) + 1
        for (ticket, counter, _), count in said.items():
            assert count <= self.asks[ticket, counter]

    def _asked(self, ticket: int, counter: str) -> None:
        self.asks[ticket, counter] = self.asks.get((ticket, counter), 0) + 1


COUNTERS = [str(n) for n in range(1, 11)]


@pytest.fixture(scope="module")
def rush_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path: Path = tmp_path_factory.mktemp("rush") / "office.db"
    with open_desk(path) as desk:
        for number in COUNTERS:
            desk.change("counter", number, {"number": number, "services": ["A"]})
        yield desk


def rush(desk: Desk, waiting: int) -> Rush:
    """An empty hall with so many people in line."""
    for number in COUNTERS:
        for verb in ("open", "finish"):
            try:
                getattr(desk.counters, verb)(number, asked(None))
            except OfficeError:
                continue
    for _ in range(waiting):
        desk.issue()
    return Rush(hall=Hall(desk=desk, zones={"hall": Zone(name="hall")}))


@pytest.mark.parametrize("seed", range(8))
def test_forty_calls_in_two_minutes(rush_desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    scene = rush(rush_desk, 45)
    busy: dict[str, float] = {}
    while scene.calls < 40:
        counter = COUNTERS[scene.calls % 10]
        if counter in busy:
            scene.act("start" if chance.random() < 0.5 else "recall", counter)
            scene.act(chance.choice(["finish", "finish", "finish", "no_show"]), counter)
            scene.act("finish", counter)
        scene.act("call", counter)
        busy[counter] = scene.hall.now_s
        if chance.random() < 0.3:
            scene.act("recall", chance.choice(sorted(busy)))
        if chance.random() < 0.3:
            scene.act(chance.choice(["start", "finish", "no_show"]), chance.choice(sorted(busy)))
        scene.hall.pass_s(3)
    assert scene.hall.now_s == pytest.approx(120, abs=3)
    scene.hall.pass_s(60)
    scene.check()
    assert scene.calls == 40
    assert len({each["label"] for _, each in scene.hall.told}) >= 18


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["call", "call", "recall", "start", "finish", "no_show", "park", "undo"]),
        st.sampled_from(COUNTERS[:4]),
        st.sampled_from([0.0, 0.25, 1.0, 4.0, 9.0]),
    ),
    min_size=4,
    max_size=40,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_whatever_is_pressed_nothing_is_said_twice_over_another_or_too_late(
    rush_desk: Desk, steps: list[tuple[str, str, float]]
) -> None:
    scene = rush(rush_desk, 6)
    for verb, counter, pause_s in steps:
        scene.act(verb, counter)
        scene.hall.pass_s(pause_s)
    scene.hall.pass_s(20)
    scene.check_once()
    assert [each for _, each in scene.hall.told if each["was"] != ("called", each["counter"])] == []
