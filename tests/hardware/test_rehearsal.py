"""The rehearsal ports, for the drivers' tests here and elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.ports import Port, PortAway
from hardware.rehearsal import RecordingPort, ScriptedPort

SCRIPT = [(b"\x10\x04\x01", b"\x16"), (b"A042\n", b""), (b"", b"\x11"), (b"\x1dr\x01", b"\x00")]


def follow(port: Port) -> bytes:
    port.write(b"\x10\x04\x01")
    heard = port.read(8, 1.0)
    port.write(b"A042\n")
    heard += port.read(1, 1.0)
    port.write(b"\x1dr\x01")
    return heard + port.read(8, 1.0)


def test_a_recording_remembers_what_was_written_and_gives_its_answers() -> None:
    port = RecordingPort(b"\x16\x11\x00")
    assert follow(port) == b"\x16\x11\x00"
    assert port.frames == [b"\x10\x04\x01", b"A042\n", b"\x1dr\x01"]
    assert port.written == b"\x10\x04\x01A042\n\x1dr\x01"
    assert port.read(8, 1.0) == b""


def test_a_recording_can_forget_its_answers_and_be_closed() -> None:
    port = RecordingPort(b"old")
    port.discard_input()
    port.close()
    assert (port.read(8, 0.0), port.is_closed) == (b"", True)


def test_a_recording_can_be_unplugged() -> None:
    port = RecordingPort(url="COM3")
    port.unplug()
    for verb in (lambda: port.write(b"x"), lambda: port.read(1, 0.0), port.discard_input):
        with pytest.raises(PortAway, match="COM3: it was unplugged"):
            verb()
    port.plug()
    port.write(b"y")
    assert port.written == b"y"


def test_a_followed_script_is_content() -> None:
    with ScriptedPort(SCRIPT) as port:
        assert follow(port) == b"\x16\x11\x00"
        port.close()
    assert port.is_closed


@given(st.lists(st.tuples(st.binary(max_size=5), st.binary(max_size=5))), st.integers(1, 7))
def test_a_script_may_be_said_in_pieces_of_any_size(
    script: list[tuple[bytes, bytes]], size: int
) -> None:
    said = b"".join(sent for sent, _ in script)
    with ScriptedPort(script) as port:
        for start in range(0, len(said), size):
            port.write(said[start : start + size])
        assert port.read(1000, 0.0) == b"".join(answered for _, answered in script)


def test_the_first_wrong_byte_fails() -> None:
    port = ScriptedPort(SCRIPT)
    with pytest.raises(AssertionError, match="step 1, byte 2: sent 02, wanted 01"):
        port.write(b"\x10\x04\x02")


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        (b"\x10\x04", "step 1: unsaid: 01"),
        (b"\x10\x04\x01", "step 2: unsaid: 41 30 34 32 0a"),
        (b"\x10\x04\x01A042\n\x1dr\x01", "unread: 16 11 00"),
    ],
)
def test_leaving_early_fails(said: bytes, complaint: str) -> None:
    with pytest.raises(AssertionError, match=complaint), ScriptedPort(SCRIPT) as port:
        port.write(said)


def test_saying_more_than_the_script_fails() -> None:
    with pytest.raises(AssertionError, match="after the end of the script: 78"):
        ScriptedPort([]).write(b"x")


def test_a_fault_inside_is_not_hidden_and_discarding_counts_as_reading() -> None:
    with pytest.raises(ValueError, match="inside"), ScriptedPort(SCRIPT):
        raise ValueError("inside")
    with ScriptedPort([(b"?", b"!")]) as port:
        port.write(b"?")
        port.discard_input()
