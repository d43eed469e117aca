"""Who is let in by a seal, over a real store; ticks and seconds are moved by hand."""

from dataclasses import replace

import pytest

from kiosk import seal as tablets
from server import seals
from server.accounts import token_hash
from server.asking import Asker
from server.seal_desk import TRIES, Judged, SealDesk
from server.seals import Asked
from tests.server.desk import Desk

HERE, THERE = "10.0.0.7", "10.0.0.66"
RATE = Asked("POST", "/api/v1/ratings", b'{"score":5}', "k1")


class Gate:
    """A seal desk and a tablet ``t-1`` at counter 2; both read the clock *s*."""

    def __init__(self, desk: Desk) -> None:
        self.s = 5.0
        self.lines: list[str] = []
        self.store = desk.store
        self._keep("tablets", "'t-1', 'rate', 'Máy', '2', ?, ''", "secret")
        self.restart()
        self.tablet = tablets.Seal("t-1", "secret", lambda: self.s)

    def _keep(self, table: str, values: str, token: str) -> None:
        self.store.change(
            lambda tx: tx.execute(f"INSERT INTO {table} VALUES ({values})", (token_hash(token),))
        )

    def restart(self) -> None:
        self.desk = SealDesk(self.store, lambda: self.s, say=self.lines.append)

    def unpair(self) -> None:
        self.store.change(lambda tx: tx.execute("DELETE FROM tablets"))
        self._keep("unpaired_tablets", "'t-1', ?, ''", "secret")

    def header(self, asked: Asked = RATE, tablet: tablets.Seal | None = None) -> str:
        words = tablets.Asked(asked.method, asked.target, asked.body, asked.key)
        return (tablet or self.tablet).seal(words).header

    def judge(self, header: str, asked: Asked = RATE, address: str = HERE) -> Judged:
        return self.desk.judge(header, asked, address)

    def learn(self) -> None:
        assert self.tablet.learn(self.judge(self.header()).challenge, self.s)


@pytest.fixture
def gate(desk: Desk) -> Gate:
    return Gate(desk)


def test_a_tablet_that_knows_no_time_is_told_and_let_in(gate: Gate) -> None:
    told = gate.judge(gate.header())
    assert (told.asker, told.status, told.code) == (None, 401, "stale_seal")
    assert told.witness is not None
    assert gate.tablet.learn(told.challenge, gate.s)
    asker = gate.judge(gate.header()).asker
    assert asker == Asker("t-1", "tablet", "2")
    assert asker is not None and asker.key_space == token_hash("secret")[:16]
    assert gate.lines == []


def test_a_kiosk_is_a_kiosk(gate: Gate) -> None:
    gate.store.change(lambda tx: tx.execute("UPDATE tablets SET kind = 'take', counter = NULL"))
    gate.learn()
    assert gate.judge(gate.header()).asker == Asker("t-1", "kiosk", None)


def test_what_was_sent_before_is_refused_and_proven_to_nobody(gate: Gate) -> None:
    """A proof would tell the tablet that is waiting for its answer a thing that is not so."""
    gate.learn()
    header = gate.header()
    assert gate.judge(header).asker is not None
    for _ in range(3):
        again = gate.judge(header, address=THERE)
        assert (again.status, again.code, again.witness) == (401, "bad_seal", None)
    assert gate.lines == [
        "refused: a request sent before, in the name of tablet t-1, from 10.0.0.66"
    ]


@pytest.mark.parametrize(
    "other",
    [
        replace(RATE, method="PUT"),
        replace(RATE, target="/api/v1/ratings?x"),
        replace(RATE, body=b'{"score":1}'),
        replace(RATE, key="k2"),
    ],
)
def test_what_was_altered_is_refused_once_and_the_right_one_still_counts(
    gate: Gate, other: Asked
) -> None:
    gate.learn()
    header = gate.header()
    judged = gate.judge(header, other)
    assert (judged.status, judged.code, judged.witness) == (401, "bad_seal", None)
    assert judged.challenge == "Motcua"  # not our time either
    assert gate.judge(header).asker is not None
    assert len(gate.lines) == 1 and "invented or altered" in gate.lines[0]


def test_who_does_not_know_the_key_learns_nothing(gate: Gate) -> None:
    stranger = tablets.Seal("t-1", "guess", lambda: gate.s)
    judged = gate.judge(gate.header(tablet=stranger))
    assert judged == Judged(code="bad_seal")


def test_a_name_that_a_stranger_writes_does_not_get_into_the_log(gate: Gate) -> None:
    for name in ("nobody", "root-logged-in"):
        gate.judge(gate.header(tablet=tablets.Seal(name, "x", lambda: gate.s)), address=THERE)
    gate.judge('Motcua id="forged\nline"', address=THERE)
    assert gate.lines == [
        "refused: a request, in the name of no tablet of ours, from 10.0.0.66",
        "refused: a seal that is none, in the name of no tablet of ours, from 10.0.0.66",
    ]


def test_wrong_ones_are_counted_and_shut_nobody_out(gate: Gate) -> None:
    """Even from the tablet's own address: that is easily taken on."""
    gate.learn()
    header = gate.header()
    altered = replace(RATE, key="other")
    statuses = [gate.judge(header, altered).status for _ in range(TRIES + 5)]
    assert statuses == [401] * TRIES + [429] * 5
    assert gate.judge(header).asker is not None
    gate.s += 61
    assert gate.judge(gate.header(), altered).status == 401


def test_a_recording_is_worth_nothing_after_a_restart(gate: Gate) -> None:
    gate.learn()
    header = gate.header()
    gate.restart()
    assert gate.judge(header).code == "stale_seal"
    assert gate.lines == []  # all tablets come with an old time then
    gate.s += 121
    gate.judge(header, address=THERE)
    assert gate.lines == [
        "refused: a request with an old seal, in the name of tablet t-1, from 10.0.0.66"
    ]


def test_a_tablet_whose_clock_drifted_is_told_the_time_again(gate: Gate) -> None:
    gate.learn()
    gate.s += 1
    slow = gate.header()
    gate.s += 120.1
    told = gate.judge(slow)
    assert told.code == "stale_seal" and gate.tablet.learn(told.challenge, gate.s)
    assert gate.judge(gate.header()).asker is not None


def test_an_unpaired_tablet_is_told_so_by_us_and_only_itself(gate: Gate) -> None:
    gate.learn()
    gate.unpair()
    told = gate.judge(gate.header())
    assert (told.asker, told.code, told.challenge) == (None, "unpaired", seals.UNPAIRED)
    assert told.witness is not None and gate.lines == []
    stranger = tablets.Seal("t-1", "guess", lambda: gate.s)
    assert gate.judge(gate.header(tablet=stranger)) == Judged(code="bad_seal")


def test_the_token_itself_is_refused_but_does_not_unpair_an_older_program(gate: Gate) -> None:
    for _ in range(2):
        judged = gate.desk.refuse_bearer("secret", THERE)
        assert judged is not None and (judged.status, judged.code) == (403, "seal_needed")
    assert gate.desk.refuse_bearer("else", THERE) is None
    assert gate.lines == [
        "refused: a bearer token instead of a seal, in the name of tablet t-1, from 10.0.0.66"
    ]
