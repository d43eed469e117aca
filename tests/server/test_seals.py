"""Seals: the worked example of the paper, and that nothing else gets in, once."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import seal as tablets
from server import seals
from server.seals import GOOD, REPLAYED, STALE, WINDOW_MS, Asked, Nonces, Seal

TOKEN = "094aada1860a90b308b47a6c97b926c4a09f079fa8a7209382c406ad3f93d140"
KEY = hashlib.sha256(TOKEN.encode()).digest()
ID, EPOCH, TICK = "0011223344556677", "00112233aabbccdd", 81234
BODY = b'{"ticket": 17, "score": 5}'
ASKED = Asked("POST", "/api/v1/ratings", BODY, "6f1d2c3b4a5968778695a4b3c2d1e0ff")
MAC = "7c8c2f864f93a5c2532c81a0b17c0fd382ea1816275078e4d8a8c29683010c40"
SEAL = Seal(ID, EPOCH, TICK, "03" * 16, MAC)
HEADER = f'Motcua id="{ID}", epoch="{EPOCH}", tick="{TICK}", nonce="{"03" * 16}", mac="{MAC}"'
ANSWER = b'{"id":"6f1d2c3b4a5968778695a4b3c2d1e0ff","ticket":17}'
PROOF = "712a61a3aaf4d00fe34610bf3a12ca680fc2158299df65999ffaab59007d8b77"
STALE_PROOF = "1b52a4e57fc4c04bb74359fe138bf9df46376f88c1b1805004c519b35d066299"


def tablet(tick: int = TICK) -> tablets.Seal:
    """The paper's tablet, which reckons that it is *tick*; its random bytes are all 03."""
    found = tablets.Seal(ID, TOKEN, lambda: 1000.0, lambda n: b"\x03" * n)
    found.learn(seals.stale(EPOCH, tick), 1000.0)
    return found


def test_the_worked_example_on_both_sides() -> None:
    sealed = tablet().seal(tablets.Asked(ASKED.method, ASKED.target, ASKED.body, ASKED.key))
    assert sealed.header == HEADER
    seal = seals.read_seal(HEADER)
    assert seal == SEAL and seals.is_right(KEY, SEAL, ASKED)
    assert seals.answer_mac(KEY, SEAL.nonce, 201, ANSWER) == PROOF
    assert tablet().is_proven(SEAL.nonce, tablets.Answered(201, ANSWER, "", PROOF))
    late = seals.stale(EPOCH, TICK)
    assert seals.answer_mac(KEY, SEAL.nonce, 401, b"{}", late) == STALE_PROOF
    assert seals.staff_pin(KEY) == tablets.staff_pin(tablets.key_of(TOKEN)) == "583781"


def test_the_paper_says_these_bytes() -> None:
    paper = Path("docs/reference/seals.md").read_text(encoding="utf-8")
    words = (TOKEN, KEY.hex(), HEADER, BODY.decode(), ANSWER.decode(), PROOF, STALE_PROOF)
    hashes = (hashlib.sha256(data).hexdigest() for data in (BODY, ANSWER, b"{}"))
    for each in (*words, *hashes, seals.stale(EPOCH, TICK), seals.UNPAIRED, "583781"):
        assert each in paper


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Motcua",
        HEADER + " ",
        HEADER.replace("Motcua", "motcua"),
        HEADER.replace(", ", ","),
        HEADER.replace('"81234"', '"-1"'),
        HEADER.replace('"81234"', '"٣"'),
        HEADER.replace('"81234"', '"1' + "0" * 15 + '"'),
        HEADER.replace(MAC, MAC.upper()),
        HEADER.replace(EPOCH, EPOCH[1:]),
        HEADER.replace(ID, "x" * 41),
        HEADER.replace(ID, 'x", epoch="'),
        HEADER + "," + HEADER,
        HEADER + "\n",
    ],
)
def test_what_is_not_written_as_a_seal_is_none(header: str) -> None:
    assert seals.read_seal(header) is None


@given(st.text(max_size=300))
def test_rubbish_is_no_seal(text: str) -> None:
    found = seals.read_seal(text)
    assert found is None or not seals.is_right(KEY, found, ASKED)


TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)
CHANGES = st.one_of(
    st.builds(lambda v: ("asked", {"method": v}), TEXT),
    st.builds(lambda v: ("asked", {"target": v}), TEXT),
    st.builds(lambda v: ("asked", {"body": v}), st.binary(max_size=40)),
    st.builds(lambda v: ("asked", {"key": v}), TEXT),
    st.builds(lambda v: ("seal", {"tablet": v}), TEXT),
    st.builds(lambda v: ("seal", {"epoch": v}), TEXT),
    st.builds(lambda v: ("seal", {"tick": v}), st.integers(0, 10**15)),
    st.builds(lambda v: ("seal", {"nonce": v}), TEXT),
    st.builds(lambda v: ("seal", {"mac": v}), TEXT),
    st.builds(lambda v: ("key", {"key": v}), st.binary(min_size=32, max_size=32)),
)


@given(CHANGES)
def test_whatever_is_changed_the_mac_does_not_fit(change: tuple[str, dict[str, object]]) -> None:
    what, fields = change
    asked = replace(ASKED, **fields) if what == "asked" else ASKED  # type: ignore[arg-type]
    seal = replace(SEAL, **fields) if what == "seal" else SEAL  # type: ignore[arg-type]
    key = fields["key"] if what == "key" else KEY
    assert isinstance(key, bytes)
    assert seals.is_right(key, seal, asked) is ((asked, seal, key) == (ASKED, SEAL, KEY))


@given(st.binary(max_size=60), TEXT, TEXT, TEXT)
def test_the_end_of_one_part_is_not_the_beginning_of_the_next(
    body: bytes, method: str, target: str, key: str
) -> None:
    """What is under the mac can be read in one way only: no part has a line end in it."""
    asked = Asked(method, target, body, key)
    moved = Asked(method + target[:1], target[1:], body, key)
    same = seals.request_mac(KEY, SEAL, asked) == seals.request_mac(KEY, SEAL, moved)
    assert same is (asked == moved)


@given(
    st.integers(100, 599),
    st.binary(max_size=40),
    TEXT,
    st.sampled_from(["status", "body", "challenge"]),
)
def test_an_altered_answer_is_not_believed(
    status: int, body: bytes, challenge: str, part: str
) -> None:
    proof = seals.answer_mac(KEY, SEAL.nonce, status, body, challenge)
    answer = tablets.Answered(status, body, challenge, proof)
    assert tablet().is_proven(SEAL.nonce, answer)
    other = {"status": status + 1, "body": body + b"x", "challenge": challenge + "x"}[part]
    assert not tablet().is_proven(SEAL.nonce, replace(answer, **{part: other}))  # type: ignore[arg-type]
    assert not tablet().is_proven("04" * 16, answer)


def at(tick: int, nonce: str = "a", epoch: str = EPOCH) -> Seal:
    return Seal(ID, epoch, tick, nonce, "")


@pytest.mark.parametrize("tick", [TICK - WINDOW_MS, TICK, TICK + WINDOW_MS])
def test_a_seal_counts_for_two_minutes_each_way(tick: int) -> None:
    assert Nonces().judge(at(tick), EPOCH, TICK) == GOOD


@pytest.mark.parametrize("tick", [TICK - WINDOW_MS - 1, TICK + WINDOW_MS + 1])
def test_earlier_and_later_it_does_not(tick: int) -> None:
    assert Nonces().judge(at(tick), EPOCH, TICK) == STALE


@pytest.mark.parametrize("epoch", ["", "f" * 16])
def test_a_seal_of_another_run_of_the_server_does_not(epoch: str) -> None:
    assert Nonces().judge(at(TICK, epoch=epoch), EPOCH, TICK) == STALE


SENT = st.tuples(st.integers(0, 600_000), st.integers(0, 5), st.integers(0, 60_000))


@given(st.lists(SENT, max_size=60))
def test_no_seal_is_good_twice_however_late_it_is_sent_again(
    sent: list[tuple[int, int, int]],
) -> None:
    """Ticks as anybody writes them, few nonces, and a clock that goes on."""
    nonces, now = Nonces(), 0
    good: list[Seal] = []
    for tick, nonce, waited in sent:
        now += waited
        seal = at(tick, str(nonce))
        if nonces.judge(seal, EPOCH, now) == GOOD:
            assert seal not in good
            good.append(seal)
    assert len(nonces) <= len(good)


def test_nonces_are_forgotten_when_they_can_count_no_more() -> None:
    nonces = Nonces()
    for number in range(100):
        assert nonces.judge(at(TICK, str(number)), EPOCH, TICK) == GOOD
    assert nonces.judge(at(TICK, "7"), EPOCH, TICK + WINDOW_MS) == REPLAYED
    assert nonces.judge(at(TICK, "7"), EPOCH, TICK + WINDOW_MS + 1) == STALE
    assert len(nonces) == 0


def test_there_is_an_end_to_what_is_remembered() -> None:
    nonces = Nonces(most=3)
    verdicts = [nonces.judge(at(TICK, str(number)), EPOCH, TICK) for number in range(5)]
    assert verdicts == [GOOD] * 3 + [seals.CROWDED] * 2


@given(st.integers(0, 10**9), st.floats(0, 5), st.floats(0, 100))
def test_a_tablet_that_was_told_the_time_is_right_to_half_of_the_way(
    tick: int, way_s: float, later_s: float
) -> None:
    now = [5000.0]
    found = tablets.Seal(ID, TOKEN, lambda: now[0])
    now[0] += way_s
    assert found.learn(seals.stale(EPOCH, tick), 5000.0)
    now[0] += later_s
    seal = seals.read_seal(found.seal(tablets.Asked("GET", "/", b"", "")).header)
    assert seal is not None and seal.epoch == EPOCH
    assert abs(seal.tick - tick - later_s * 1000) <= way_s * 500 + 1


@given(st.binary(min_size=32, max_size=32))
def test_both_sides_reckon_the_same_pin(key: bytes) -> None:
    pin = seals.staff_pin(key)
    assert len(pin) == 6 and pin.isdigit() and pin == tablets.staff_pin(key)
