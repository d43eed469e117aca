"""``office.toml``: what is wrong is said with file, key and what would be right."""

from pathlib import Path

import pytest

from server.config import load
from server.errors import SetupError

OFFICE = '[office]\ncode = "x"\nname = "Một cửa"\n'
CABLE = OFFICE + "[board_bus.west]\nurl = 'x'\nprotocol = 'modbus'\n"


def loaded(folder: Path, text: str) -> object:
    (folder / "office.toml").write_text(text, encoding="utf-8")
    return load(folder)


def complaint(folder: Path, text: str) -> str:
    """What is said of *text*, without the file's path, which always comes first."""
    with pytest.raises(SetupError) as refused:
        loaded(folder, text)
    path, _, said = str(refused.value).partition(": ")
    assert path == str(folder / "office.toml")
    return said


def test_the_least_that_is_needed(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text(OFFICE, encoding="utf-8")
    config = load(tmp_path)
    assert (config.office.name, config.zone.key) == ("Một cửa", "Asia/Ho_Chi_Minh")
    assert (config.sound.device, config.printer, config.board_bus) == ("default", {}, {})


def test_every_table_of_the_contract(tmp_path: Path) -> None:
    text = OFFICE + (
        '[printer.hall]\nurl = "virtual:"\nkiosks = ["k1", "k2"]\n'
        '[board_bus.west]\nurl = "rfc2217://10.0.0.8:4001"\nprotocol = "qsystem"\n'
        '[[board_bus.west.board]]\ncounter = "3"\naddress = 3\n'
        '[network]\ninterfaces = ["10.0.0.5"]\n'
    )
    (tmp_path / "office.toml").write_text(text, encoding="utf-8")
    config = load(tmp_path)
    assert config.printer["hall"].kiosks == ("k1", "k2")
    assert (config.board_bus["west"].board[0].address, config.board_bus["west"].baud) == (3, 9600)
    assert config.network.interfaces == ("10.0.0.5",)


def test_texts_are_in_normal_form_c(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text(
        '[office]\ncode = "x"\nname = "Giao Thu\u0309y"\n', encoding="utf-8"
    )
    assert load(tmp_path).office.name == "Giao Thủy"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OFFICE + "hotlin = 'x'\n", "unknown key 'office.hotlin'; did you mean 'hotline'?"),
        (OFFICE + "[networks]\n", "unknown key 'networks'; did you mean 'network'?"),
        (
            OFFICE + "[sound]\nzzz = 1\n",
            "unknown key 'sound.zzz'; known here: device",
        ),
        (
            OFFICE + '[printer.hall]\nurl = "virtual:"\nbuad = 1\n',
            "unknown key 'printer.hall.buad'; did you mean 'baud'?",
        ),
        ("[office]\ncode = 'x'\n", "office.name is missing"),
        ("", "office is missing"),
        ("[office]\ncode = 1\nname = 'x'\n", "office.code = 1: text is wanted here"),
        (
            OFFICE + "[printer.hall]\nurl = 'virtual:'\nbaud = '9600'\n",
            "printer.hall.baud = '9600': a whole number is wanted here",
        ),
        (
            OFFICE + "[printer.hall]\nurl = 'virtual:'\nbaud = true\n",
            "printer.hall.baud = True: a whole number is wanted here",
        ),
        (
            OFFICE + "[rating]\nwindow_s = 60\n",
            "[rating]: what citizens are asked is part of the set-up now: take the table out here",
        ),
        (
            OFFICE + "[printer.hall]\nurl = 'virtual:'\nbaud = 0\n",
            "printer.hall.baud = 0: write the speed of the line, as 9600",
        ),
        (
            OFFICE + "[board_bus.west]\nurl = 'x'\nprotocol = 'modbus'\nbaud = -1\n",
            "board_bus.west.baud = -1: write the speed of the line, as 9600",
        ),
        (
            OFFICE + "[board_bus.west]\nurl = 'queue:hall'\nprotocol = 'modbus'\n",
            "board_bus.west.url = 'queue:hall' is a printer",
        ),
        (CABLE + "rs485 = 'cts'\n", 'board_bus.west.rs485 = \'cts\': write "kernel" or "rts"'),
        (
            CABLE.replace("'x'", "'socket://a:1'") + "rs485 = 'rts'\n",
            "board_bus.west.rs485 is for a port of this machine, not for 'socket://a:1'",
        ),
        (CABLE + "form = '7X1'\n", "board_bus.west.form = '7X1' is no form of a line; write"),
        (CABLE + "gap_ms = -1\n", "board_bus.west.gap_ms is below 0"),
        (CABLE + "has_echo = 1\n", "board_bus.west.has_echo = 1: true or false is wanted here"),
        (
            OFFICE + "[board_protocol.acme]\n",
            "board_protocol.acme.frame is missing",
        ),
        (
            OFFICE + "[board_protocol.acme]\nframe = '02 text 03'\nchecksun = 'xor8'\n",
            "unknown key 'board_protocol.acme.checksun'; did you mean 'checksum'?",
        ),
        (
            OFFICE + "[board_protocol.acme]\nframe = '02 text 03'\ngap_ms = '5'\n",
            "board_protocol.acme.gap_ms = '5': a whole number is wanted here",
        ),
        (
            OFFICE + "[board_protocol.acme]\nframe = '02 adress text 03'\n",
            "board_protocol.acme.frame = '02 adress text 03': 'adress' is neither a byte nor",
        ),
        (
            OFFICE + "[board_protocol.acme]\nframe = '02 text 03 sum'\nchecksum = 'xor'\n",
            "board_protocol.acme.checksum = 'xor': write one of 'none', 'sum8', 'xor8'",
        ),
        (
            OFFICE + "[board_protocol.acme]\nframe = '02 text 03'\nexample_text = 'A42'\n"
            "example_frame = '02 41 34 32 0D'\n",
            "board_protocol.acme.example_frame = '02 41 34 32 0D': the description makes "
            "02 41 34 32 03 of 'A42'",
        ),
        (
            OFFICE + "[board_protocol.modbus]\nframe = '02 text 03'\n",
            "board_protocol.modbus: the program has a protocol 'modbus' of its own",
        ),
        (OFFICE + "[printer.hall]\nurl = ''\n", "printer.hall.url = '' is no device"),
        (
            OFFICE + "[printer.hall]\nurl = 'foo://bar'\n",
            "printer.hall.url = 'foo://bar' is no device",
        ),
        (
            OFFICE + "[network]\ninterfaces = ['999.1.1.1']\n",
            "network.interfaces: '999.1.1.1' is no address",
        ),
        ("office = 3\n", "office = 3: a table is wanted here"),
        (OFFICE + "[printer]\nhall = 5\n", "printer.hall = 5: a table is wanted here"),
        (OFFICE + "[[printer]]\n", "printer = [{}]: a table is wanted here"),
        (
            OFFICE + "[printer.hall]\nurl = 'virtual:'\nkiosks = 'k1'\n",
            "printer.hall.kiosks = 'k1': a list is wanted here",
        ),
        (
            OFFICE + "[printer.hall]\nurl = 'virtual:'\nkiosks = [1]\n",
            "printer.hall.kiosks[0] = 1: text is wanted here",
        ),
        (
            OFFICE + "[board_bus.west]\nurl = 'x'\nprotocol = 'modbus'\nboard = [{counter='1'}]\n",
            "board_bus.west.board[0].address is missing",
        ),
        (
            OFFICE
            + "[board_bus.west]\nurl = 'x'\nprotocol = 'modbus'\n"
            + "board = [{counter='1', address=2}, {counter='2', address=2}]\n",
            "board_bus.west: two boards have address 2; give each board on a cable its own",
        ),
        (
            OFFICE
            + "[keypad_bus.west]\nurl = 'x'\n"
            + "keypad = [{counter='1', address=35}, {counter='2', address=35}]\n",
            "keypad_bus.west: two devices have address 35; give each board and keypad",
        ),
        (
            OFFICE
            + "[board_bus.west]\nurl = 'x'\nprotocol = 'qsystem'\n"
            + "board = [{counter='1', address=35}]\nkeypad = [{counter='1', address=35}]\n",
            "board_bus.west: two devices have address 35; give each board and keypad",
        ),
        (
            OFFICE
            + "[board_bus.west]\nurl = 'x'\nprotocol = 'modbus'\n"
            + "keypad = [{counter='1', address=35}]\n",
            "board_bus.west.keypad: keypads share a cable with qsystem boards only",
        ),
        (
            OFFICE
            + "[board_bus.west]\nurl = 'x'\nprotocol = 'qsystem'\n"
            + "[keypad_bus.west]\nurl = 'x'\n",
            "keypad_bus.west: a board_bus has this name too; choose another",
        ),
        (
            OFFICE + "[scanner.hall]\nurl = '/dev/ttyACM0'\n",
            "scanner.hall: write either kiosk or counter, as kiosk =",
        ),
        (
            OFFICE + "[scanner.hall]\nurl = 'queue:x'\nkiosk = 'hall'\n",
            "scanner.hall.url = 'queue:x' is a printer's",
        ),
        (
            OFFICE + "timezone = 'Asia/Hanoi'\n",
            "office.timezone = 'Asia/Hanoi' is not a time zone; "
            'write one like "Asia/Ho_Chi_Minh"',
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    assert complaint(tmp_path, text).startswith(said)


@pytest.mark.parametrize("zone", ["", "Asia", "../zone", "/etc/passwd", "x" * 300])
def test_what_is_no_zone_is_never_a_traceback(tmp_path: Path, zone: str) -> None:
    said = complaint(tmp_path, OFFICE + f"timezone = '{zone}'\n")
    assert said.startswith(f"office.timezone = {zone!r} is not a time zone")


BUS = OFFICE + (
    "[board_bus.west]\nurl = 'x'\nprotocol = 'modbus'\nwidth = {width}\nboard = [{{{board}}}]\n"
)


@pytest.mark.parametrize(
    "board",
    [
        "counter='1', address=2",
        "counter='1', address=2, shows='next'",
        "counter='1', address=2, width=9, idle='next'",
        "counters=['1', '2'], address=2, width=16, idle='time'",
        "address=2, shows='time'",
        "counter='1', address=2, shows='time'",
    ],
)
def test_what_a_board_may_show(tmp_path: Path, board: str) -> None:
    (tmp_path / "office.toml").write_text(BUS.format(width=4, board=board), encoding="utf-8")
    assert load(tmp_path).board_bus["west"].board[0].address == 2


@pytest.mark.parametrize(
    ("board", "said"),
    [
        ("address=2", "write either counter or counters, one of the two"),
        ("address=2, shows='next'", "write either counter or counters, one of the two"),
        ("counter='1', counters=['2'], address=2", "write either counter or counters"),
        ("counter='1', address=2, shows='call next'", "shows = 'call next': write one of 'call', "),
        ("counter='1', address=2, idle='x'", "idle = 'x': write one of '', 'next', 'name', 'time'"),
        ("counter='1', address=2, width=-1", "width = -1: write how many signs it has"),
        ("counter='1', address=2, shows='name', idle='time'", "counters and idle go with shows = "),
        ("counters=['1'], address=2, width=9, shows='next'", "counters and idle go with shows = "),
        ("counters=['1'], address=2, width=9, idle='name'", "a list of counters can be idle with "),
        ("counters=['1'], address=2", "4 places are too few for what it is to show"),
        ("counter='1', address=2, idle='next'", "4 places are too few for what it is to show"),
        ("counter='1', address=2, width=3, idle='time'", "3 places are too few for what it is "),
        ("shows='time', address=2, width=3", "3 places are too few for what it is to show"),
    ],
)
def test_what_a_board_cannot_show(tmp_path: Path, board: str, said: str) -> None:
    found = complaint(tmp_path, BUS.format(width=4, board=board))
    where = "board_bus.west, board 2: "
    assert found.startswith(where + said)


def test_what_is_not_toml_is_said_with_its_line(tmp_path: Path) -> None:
    assert "at line 2" in complaint(tmp_path, "[office]\ncode = \n")
    (tmp_path / "office.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SetupError, match=r"office\.toml: 'utf-8' codec"):
        load(tmp_path)


def test_a_folder_without_the_file(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="is not there: make a data folder with 'motcua init"):
        load(tmp_path)
