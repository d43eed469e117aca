import pytest

from display.kanban import Kanban
from display.protocol import Heard

FRAME = bytes.fromhex("05 03 E7 EF")  # 5 shows 999, as its seller's page has it; sum by hand


def test_worked_example() -> None:
    assert Kanban(9600).frame(5, "A999", 4) == FRAME
    assert Kanban(9600).decoder().feed(FRAME) == [Heard(5, "999")]


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("A042", "05 00 2A 2F"),
        ("B9999", "05 27 0F 3B"),
        ("12345", "05 09 29 37"),  # 2345: the last four digits
        ("", "05 00 00 05"),
        ("----", "05 00 00 05"),
    ],
)
def test_labels_as_numbers(text: str, frame: str) -> None:
    assert Kanban(9600).frame(5, text, 5) == bytes.fromhex(frame)


@pytest.mark.parametrize("rubbish", ["", "05", "05 03", "05 03 E7", "05 03 E7 F0", "ff" * 50])
def test_the_next_frame_is_heard_behind_anything(rubbish: str) -> None:
    heard = Kanban(9600).decoder().feed(bytes.fromhex(rubbish) + FRAME)
    assert heard[-1] == Heard(5, "999")


def test_it_holds_three_bytes() -> None:
    decoder = Kanban(9600).decoder()
    decoder.feed(bytes(range(256)) * 4)
    assert decoder.held == 3
