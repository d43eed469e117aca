"""The papers say what the code sends: every worked frame stands in its paper, byte for byte."""

import re
import tomllib
from pathlib import Path
from textwrap import dedent

import pytest

from display.catalogue import PROTOCOLS, protocol_named
from display.cpower import TO_CARD, Packet, text_data
from display.table import Described, checked

DOCS = Path(__file__).parents[2] / "docs"
PAPERS = DOCS / "reference" / "boards"
EXAMPLES = {
    "alpha": (3, "A042", 4),
    "cpower": (1, "A042", 4),
    "kanban": (5, "A999", 4),
    "modbus": (3, "A042", 6),
    "modbus-number": (3, "A042", 4),
    "modbus-segments": (3, "A042", 4),
    "qsystem": (0x22, "A42", 3),
    "stx": (3, "A042", 4),
}


def paper(name: str) -> str:
    file = {"stx": "described"}.get(name, name.partition("-")[0])
    return (PAPERS / f"{file}.md").read_text(encoding="utf-8")


def hexed(data: bytes) -> str:
    return data.hex(" ").upper()


@pytest.mark.parametrize("name", PROTOCOLS)
def test_the_worked_frame_stands_in_the_paper(name: str) -> None:
    address, text, width = EXAMPLES[name]
    protocol = protocol_named(name, 9600)
    assert hexed(protocol.frame(address, text, width)) in paper(name)


@pytest.mark.parametrize(("name", "address"), [("alpha", 3), ("modbus", 3), ("cpower", 7)])
def test_the_question_stands_in_the_paper(name: str, address: int) -> None:
    question = protocol_named(name, 9600).probe(address)
    assert question is not None
    assert hexed(question) in paper(name)


@pytest.mark.parametrize("name", ["alpha", "cpower"])
def test_the_answer_stands_in_the_paper(name: str) -> None:
    address, text, width = EXAMPLES[name]
    protocol = protocol_named(name, 9600)
    asked = protocol.probe(3) if name == "alpha" else protocol.frame(address, text, width)
    assert asked is not None
    [heard] = protocol.decoder().feed(asked)
    assert hexed(heard.answer) in paper(name)


def test_the_makers_text_stands_in_the_paper() -> None:
    packet = Packet(TO_CARD, 1, 0x7B, 1, text_data("abc\rcba"))
    assert hexed(packet.to_bytes()) in paper("cpower")


@pytest.mark.parametrize("name", PROTOCOLS)
def test_the_table_of_protocols_is_true(name: str) -> None:
    page = (DOCS / "reference" / "board-protocols.md").read_text(encoding="utf-8")
    [row] = [line for line in page.splitlines() if line.startswith(f"| `{name}` |")]
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    protocol = protocol_named(name, 9600)
    frame = protocol.frame(protocol.addresses[0], "A042", 4)
    assert cells[2] == protocol.form
    assert cells[3] == f"{protocol.addresses[0]}–{protocol.addresses[-1]}"
    assert cells[5] == ("yes" if protocol.answer_timeout_s else "no")
    assert cells[6] == ("yes" if protocol.probe(protocol.addresses[0]) else "no")
    [heard] = protocol.decoder().feed(frame)
    answer = f", answer {len(heard.answer)}" if heard.answer else ""
    assert cells[8] == f"{len(frame)} bytes{answer}"


def blocks(page: Path) -> list[dict[str, object]]:
    found = re.findall(
        r"^ *```toml\n(.*?)^ *```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    return [tomllib.loads(dedent(each)) for each in found]


def test_the_description_of_the_how_to_makes_its_own_example() -> None:
    [described] = [
        each["board_protocol"]
        for each in blocks(DOCS / "how-to" / "describe-a-board.md")
        if "board_protocol" in each
    ]
    assert isinstance(described, dict)
    acme = Described(**described["acme"])
    assert acme.example_frame
    assert checked(acme) is acme


def test_the_sums_of_the_reference_are_those_of_the_code() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \|[^|]*\| `([^`]*)` \| `([^`]*)` \|$", paper("stx"), re.M)
    assert [name for name, _, _ in rows] == ["sum8", "xor8", "sum16", "crc16-modbus", "crc16-arc"]
    for name, plain, digits in rows:
        for form, wanted in (("byte", plain), ("hex", digits)):
            described = Described(
                frame="02 | text | 03 sum",
                checksum=name,
                checksum_form=form,
                example_text="123456789",
                example_frame=f"02 31 32 33 34 35 36 37 38 39 03 {wanted}",
            )
            assert checked(described) is described
