"""The rating page's pairing and seals against the server's: the papers' examples, and others."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spake2 import SPAKE2_A

from server import pairing, seals
from server.accounts import token_hash
from server.pairing import Offer, PairingFailed, TooManyTries, WrongCode
from tests.programs import NODE
from tests.server.page_side import PageSide, page_side
from tests.server.test_pairing import ID, OFFER, SERVER_ID
from tests.server.test_seals import (
    ANSWER,
    ASKED,
    BODY,
    EPOCH,
    HEADER,
    PROOF,
    STALE_PROOF,
    TICK,
    TOKEN,
)

pytestmark = pytest.mark.skipif(NODE.found() is None, reason=f"no node; {NODE.install}")

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MESSAGE = "4184e9372ffa14b4c3a5d8b1dbb86da69dbd72888b7c39dac0f69d5bc7042cba67"
FEW = settings(max_examples=15, deadline=None)
"""Each is one exchange and more: two of them take the page 20 ms."""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageSide]:
    with page_side(tmp_path_factory.mktemp("page")) as found:
        yield found


class Reached:
    """The page as the server reaches it; *alter* is somebody on the wire."""

    def __init__(self, page: PageSide, alter: Any = lambda path, body: body) -> None:
        self.id, self._page, self._alter = ID, page, alter
        self.said: list[tuple[str, dict[str, Any], int, dict[str, Any]]] = []
        self.token = ""

    def post(self, path: str, body: dict[str, object]) -> tuple[int, dict[str, Any]]:
        asked = self._alter(path, body)
        if path == "/pair/start":
            answer = self._page("start", message=asked["message"])
        else:
            answer = self._page("finish", body=asked)
            self.token = answer.pop("token", "")
        status = answer.pop("status")
        self.said.append((path, dict(body), status, answer))
        return status, self._alter(path + " answered", answer)


def asks(page: PageSide, code: str | None = None, ms: float = 0.0, byte: int | None = None) -> str:
    """The page asks with *code*, or with one that it draws; which."""
    page("world", ms=ms, byte=byte)
    page("asks", id=ID, code=code)
    return str(page("code"))


def test_the_worked_example_of_pairing(page: PageSide) -> None:
    asks(page, "123456", byte=2)
    answer = page("start", message=MESSAGE)
    assert answer == {
        "status": 200,
        "message": "4201ec92963795d4563e7a5e071185fb20b1b8b3e855d5c79cf0518e40797a80a3",
        "confirm": "ceac229342a5b240c8472682e9c6c916ba289a1cb5ac10b679a5e43f69a0fded",
    }
    offer = Offer("http", 8080, "3", "Giao Thủy", SERVER_ID)
    confirm = "958c499c370549305b28fd3072c68ce42c651439ec2af1d7fa56d72546a4cf87"
    body = {"confirm": confirm, **json.loads(offer.as_bytes())}
    agreed = page("finish", body=body)
    assert (agreed["status"], agreed["token"]) == (200, TOKEN)
    assert page("finish", body=body)["status"] == 403, "the same bytes again"


def test_the_worked_example_of_seals(page: PageSide) -> None:
    page("world", ms=1000, byte=3)
    page("paired", id=ID, token=TOKEN)
    assert page("learn", challenge=seals.stale(EPOCH, TICK), asked=1000)
    asked = {
        "method": ASKED.method,
        "target": ASKED.target,
        "body": BODY.hex(),
        "idempotency": ASKED.key,
    }
    assert page("seal", asked=asked)["header"] == HEADER
    right = {"status": 201, "body": ANSWER.hex(), "challenge": "", "proof": PROOF}
    late = {"status": 401, "body": b"{}".hex(), "challenge": seals.stale(EPOCH, TICK)}
    assert page("proven", nonce="03" * 16, answer=right)
    assert page("proven", nonce="03" * 16, answer={**late, "proof": STALE_PROOF})
    assert page("pin", token=TOKEN) == "583781"
    assert page("unpaired", challenge=seals.UNPAIRED)
    assert not page("unpaired", challenge=seals.stale(EPOCH, TICK))


@FEW
@given(
    st.integers(0, 10**6 - 1),
    st.builds(
        Offer,
        st.just("http"),
        st.integers(1, 65535),
        st.none() | WORDS,
        WORDS,
        st.just(SERVER_ID),
    ),
)
def test_the_right_code_gives_both_the_same_token(
    page: PageSide, number: int, offer: Offer
) -> None:
    code = asks(page, f"{number:06d}")
    reached = Reached(page)
    assert pairing.pair(reached, code, offer) == reached.token != ""
    assert page("offer", offer=json.loads(offer.as_bytes())).encode() == offer.as_bytes()


def test_five_wrong_codes_bring_a_new_code_and_a_pause(page: PageSide) -> None:
    code = asks(page)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        with pytest.raises(WrongCode):
            pairing.pair(Reached(page), wrong, OFFER)
    with pytest.raises(TooManyTries):
        pairing.pair(Reached(page), code, OFFER)
    assert page("code") != code
    page("world", ms=59_999, byte=None)
    with pytest.raises(TooManyTries):
        pairing.pair(Reached(page), page("code"), OFFER)
    page("world", ms=60_001, byte=None)
    assert pairing.pair(Reached(page), page("code"), OFFER)


def test_a_finish_that_comes_too_late_finds_nothing_open(page: PageSide) -> None:
    code = asks(page)

    def late(path: str, body: dict[str, Any]) -> dict[str, Any]:
        page("world", ms=10_001 if path == "/pair/finish" else 0, byte=None)
        return body

    with pytest.raises(PairingFailed):
        pairing.pair(Reached(page, late), code, OFFER)


def test_a_recorded_pairing_is_worth_nothing_again(page: PageSide) -> None:
    code = asks(page)
    reached = Reached(page)
    token = pairing.pair(reached, code, OFFER)
    (_, start, _, first), (_, finish, _, _) = reached.said
    asks(page, code)
    again = page("start", message=start["message"])
    assert again["message"] != first["message"], "new numbers each time"
    assert page("finish", body=finish)["status"] == 403
    spoken = json.dumps(reached.said)
    assert token not in spoken and token_hash(token) not in spoken and code not in spoken


@FEW
@given(st.sampled_from(["start", "start answered", "finish"]), st.data())
def test_whatever_is_altered_pairs_nobody(page: PageSide, where: str, data: st.DataObject) -> None:
    code = asks(page)

    def alter(path: str, body: dict[str, Any]) -> dict[str, Any]:
        if path != f"/pair/{where}":
            return body
        name = data.draw(st.sampled_from(sorted(set(body) - {"spki", "scheme"})))
        if not isinstance(body[name], str):
            return {**body, name: body[name] + 1}
        at = data.draw(st.integers(0, len(body[name]) - 1))
        other = data.draw(st.sampled_from("0123456789abcdef").filter(lambda x: x != body[name][at]))
        return {**body, name: body[name][:at] + other + body[name][at + 1 :]}

    reached = Reached(page, alter)
    with pytest.raises(PairingFailed):
        pairing.pair(reached, code, OFFER)
    assert reached.token == ""


SMALL = (
    *("01" + "00" * 31, "ec" + "ff" * 30 + "7f", "00" * 32, "00" * 31 + "80"),
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
)
"""The points of order 1, 2, 4, 4, 8 and 8: a key from one of them anybody could guess."""


@pytest.mark.parametrize(
    "message",
    [
        *("41" + each for each in SMALL),
        MESSAGE[2:],
        "42" + MESSAGE[2:],
        MESSAGE[:-2],
        MESSAGE + "00",
        MESSAGE.upper(),
        *("41" + "ff" * 32, "41" + "02" + "00" * 31, "", None, 5, "zz" * 33),
    ],
)
def test_what_is_no_message_of_the_server_is_refused(page: PageSide, message: object) -> None:
    asks(page)
    assert page("start", message=message) == {"status": 400}


@FEW
@given(st.binary(min_size=32, max_size=32))
def test_the_page_takes_the_points_that_python_takes(page: PageSide, point: bytes) -> None:
    asks(page, "123456")
    side = SPAKE2_A(b"123456", idA=b"motcua-server", idB=ID.encode())
    side.start()
    try:
        side.finish(b"B" + point)
        expected = 200
    except Exception:  # what the package raises for a point that is none has several names
        expected = 400
    assert page("start", message="41" + point.hex())["status"] == expected


@FEW
@given(WORDS, st.binary(max_size=40), st.sampled_from(["", "k-1"]), st.integers(0, 10**9))
def test_the_server_knows_what_the_page_seals_and_the_page_the_answer(
    page: PageSide, path: str, body: bytes, key: str, tick: int
) -> None:
    page("world", ms=500, byte=None)
    page("paired", id=ID, token=TOKEN)
    assert page("learn", challenge=seals.stale(EPOCH, tick), asked=500)
    target = f"/api/v1/{path}"
    asked = {"method": "POST", "target": target, "body": body.hex(), "idempotency": key}
    made = page("seal", asked=asked)
    seal = seals.read_seal(made["header"])
    owner = bytes.fromhex(token_hash(TOKEN))
    assert seal is not None and (seal.nonce, seal.tick, seal.epoch) == (made["nonce"], tick, EPOCH)
    assert seals.is_right(owner, seal, seals.Asked("POST", target, body, key))
    assert not seals.is_right(owner, seal, seals.Asked("PUT", target, body, key))
    proof = seals.answer_mac(owner, seal.nonce, 200, body, "x")
    answer = {"status": 200, "body": body.hex(), "challenge": "x", "proof": proof}
    assert page("proven", nonce=seal.nonce, answer=answer)
    for altered in (
        {**answer, "status": 201},
        {**answer, "body": body.hex() + "00"},
        {**answer, "challenge": ""},
        {**answer, "proof": None},
        {**answer, "proof": proof[:-1] + ("0" if proof[-1] != "0" else "1")},
    ):
        assert not page("proven", nonce=seal.nonce, answer=altered)
    assert not page("proven", nonce="00" * 16, answer=answer)
