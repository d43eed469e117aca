"""``office.toml``: what this machine needs to know.  An unknown key is an error, not a shrug.

Devices are URLs in pyserial's style; ``virtual:`` is a device made of software.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from server import board_protocols, board_words, tables
from server.board_protocols import Described
from server.errors import SetupError

FILE = "office.toml"
SCHEMES = ("socket", "rfc2217", "loop", "spy", "hwgrep", "alt")
"""What pyserial opens besides a port's name."""
MOVED = {
    "rating": "what citizens are asked is part of the set-up now: take the table out here and put "
    "[rating] into a set-up file for 'motcua setup DIR import', or change it on /manage/setup"
}
"""Tables that were here once, and where they went."""
FORM = re.compile(r"[5-8][NEOMS](1|1\.5|2)")
"""Data bits, parity and stop bits of a line."""


@dataclass(frozen=True, kw_only=True)
class OfficeTable:
    """``[office]``"""

    code: str
    name: str
    timezone: str = "Asia/Ho_Chi_Minh"
    hotline: str = ""
    #: The address phones reach this server at, printed in the slip's QR: ``http://10.0.0.5:8080``.
    address: str = ""
    #: A picture beside this file, for the top of slips whose layout has a logo.
    logo: str = ""


@dataclass(frozen=True, kw_only=True)
class PrinterTable:
    """``[printer.NAME]``: *kiosks* names the kiosks whose slips come out here, *counters* the
    counters whose result-date slips do.

    *place* is where people find it, by default its name; *stand_in* names the printer that prints
    when this one cannot.  A roll has *roll_m* metres (0: not counted), and the staff are told when
    less than *warn_m* are left.
    """

    url: str
    baud: int = 38400
    profile: str = "generic-80"
    vietnamese: str = "picture"
    kiosks: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    place: str = ""
    stand_in: str = ""
    roll_m: int = 0
    warn_m: int = 3


@dataclass(frozen=True, kw_only=True)
class BoardTable:
    """``[[board_bus.NAME.board]]``: a board of one *counter*, or a list of who is called at
    *counters*; one that *shows* the time needs neither.

    *idle* is what a board of calls says when nobody is called; *width* of 0 is its cable's.
    """

    address: int
    counter: str = ""
    counters: tuple[str, ...] = ()
    width: int = 0
    shows: str = board_words.CALL
    idle: str = ""

    @property
    def at(self) -> tuple[str, ...]:
        """The counters it is about."""
        return self.counters or ((self.counter,) if self.counter else ())


@dataclass(frozen=True, kw_only=True)
class KeypadTable:
    """A clerk's keypad, on a cable of boards or on one of its own; *redirect* is the service (else
    the counter) that its third key sends to."""

    counter: str
    address: int
    redirect: str = ""


@dataclass(frozen=True, kw_only=True)
class KeypadBusTable:
    """``[keypad_bus.NAME]``: one cable of keypads and nothing else; *rs485* and *has_echo* as on a
    cable of boards."""

    url: str
    baud: int = 57600
    rs485: str = ""
    has_echo: bool = False
    keypad: tuple[KeypadTable, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ScannerTable:
    """``[scanner.NAME]``: a reader of QR and bar codes, for one *kiosk* or one *counter*."""

    url: str
    baud: int = 9600
    kiosk: str = ""
    counter: str = ""


@dataclass(frozen=True, kw_only=True)
class BusTable:
    """``[board_bus.NAME]``: one cable of boards; *width* is how many characters a board has.

    *form* is 8N1, 7E1 … (empty: the protocol's), *rs485* who turns a two-wire line, *has_echo* that
    the adapter hands our own bytes back.  Unless 0, *gap_ms*, *answer_ms* and *refresh_s* stand
    instead of the protocol's silence, its answer time-out and the cable's own refresh round.
    """

    url: str
    protocol: str
    baud: int = 9600
    form: str = ""
    rs485: str = ""
    has_echo: bool = False
    gap_ms: int = 0
    answer_ms: int = 0
    refresh_s: int = 0
    width: int = 4
    board: tuple[BoardTable, ...] = ()
    keypad: tuple[KeypadTable, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NetworkTable:
    """``[network]``: the addresses of this machine on which tablets are looked for; empty: all."""

    interfaces: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SoundTable:
    """``[sound]``: the loudspeaker of this machine, for zones whose calls the server speaks.

    *device* is ``default``, a sound card's name, ``none``, or ``file:PATH`` to record instead.
    """

    device: str = "default"


@dataclass(frozen=True, kw_only=True)
class Config:
    """The whole file."""

    office: OfficeTable
    network: NetworkTable = field(default_factory=NetworkTable)
    sound: SoundTable = field(default_factory=SoundTable)
    printer: Mapping[str, PrinterTable] = field(default_factory=dict)
    board_bus: Mapping[str, BusTable] = field(default_factory=dict)
    board_protocol: Mapping[str, Described] = field(default_factory=dict)
    keypad_bus: Mapping[str, KeypadBusTable] = field(default_factory=dict)
    scanner: Mapping[str, ScannerTable] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.office.timezone)


def load(folder: Path) -> Config:
    """The configuration of the data folder *folder*.

    :raises SetupError: naming the file, the key and what would be right.
    """
    path = folder / FILE
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SetupError(
            f"{path} is not there: make a data folder with 'motcua init {folder}'"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SetupError(f"{path}: {error}") from error
    try:
        if moved := MOVED.keys() & document.keys():
            raise ValueError(f"[{min(moved)}]: {MOVED[min(moved)]}")
        return check(tables.read(Config, document))
    except ValueError as error:
        raise SetupError(f"{path}: {error}") from error


def check(config: Config) -> Config:
    """Refuse values that no machine could work with.

    :raises ValueError: naming the key and what would be right.
    """
    try:
        ZoneInfo(config.office.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of the zone files
        raise ValueError(
            f"office.timezone = {config.office.timezone!r} is not a time zone; "
            'write one like "Asia/Ho_Chi_Minh"'
        ) from None
    if config.sound.device.strip() in ("", "file:"):
        raise ValueError(
            f"sound.device = {config.sound.device!r}: write default, none, file:call.wav, or the "
            "name of a sound card"
        )
    for interface in config.network.interfaces:
        _check_interface(interface)
    for name, printer in config.printer.items():
        _check_line(f"printer.{name}", printer.url, printer.baud)
        _check_paper(name, printer, config.printer)
    board_protocols.check(config.board_protocol)
    for name, bus in config.board_bus.items():
        _check_line(f"board_bus.{name}", bus.url, bus.baud)
        _check_no_printer(f"board_bus.{name}", bus.url)
        _check_cable(name, bus)
        _check_addresses(name, bus)
        for each in bus.board:
            _check_board(f"board_bus.{name}, board {each.address}", each, each.width or bus.width)
    _check_inputs(config)
    return config


def _check_inputs(config: Config) -> None:
    for name, line in config.keypad_bus.items():
        _check_line(f"keypad_bus.{name}", line.url, line.baud)
        _check_no_printer(f"keypad_bus.{name}", line.url)
        _check_keypads(f"keypad_bus.{name}", line.keypad, set())
        if name in config.board_bus:
            raise ValueError(f"keypad_bus.{name}: a board_bus has this name too; choose another")
    for name, bus in config.board_bus.items():
        _check_keypads(f"board_bus.{name}", bus.keypad, {each.address for each in bus.board})
        if bus.keypad and bus.protocol != "qsystem":
            raise ValueError(
                f"board_bus.{name}.keypad: keypads share a cable with qsystem boards only; "
                "give them a keypad_bus of their own"
            )
    for name, scanner in config.scanner.items():
        _check_line(f"scanner.{name}", scanner.url, scanner.baud)
        _check_no_printer(f"scanner.{name}", scanner.url)
        if bool(scanner.kiosk) == bool(scanner.counter):
            raise ValueError(f'scanner.{name}: write either kiosk or counter, as kiosk = "hall"')


def _check_no_printer(where: str, url: str) -> None:
    if url.startswith(("usblp:", "queue:")):
        raise ValueError(f"{where}.url = {url!r} is a printer's, not a cable's")


def _check_line(where: str, url: str, baud: int) -> None:
    if baud <= 0:
        raise ValueError(f"{where}.baud = {baud}: write the speed of the line, as 9600")
    scheme, mark, _ = url.partition("://")
    if not url.strip() or (mark and scheme not in SCHEMES):
        raise ValueError(
            f"{where}.url = {url!r} is no device: write a port as /dev/… or COM3, 'virtual:', "
            "for a printer also usblp:/dev/usb/lp0 or queue:NAME, or "
            f"one of {', '.join(f'{each}://' for each in SCHEMES)}"
        )


def _check_paper(name: str, printer: PrinterTable, all: Mapping[str, PrinterTable]) -> None:
    others = sorted(each for each in all if each != name)
    if printer.stand_in and printer.stand_in not in others:
        raise ValueError(
            f"printer.{name}.stand_in = {printer.stand_in!r}: write the name of another printer; "
            f"known: {', '.join(others) or 'none'}"
        )
    for key in ("roll_m", "warn_m"):
        if getattr(printer, key) < 0:
            raise ValueError(f"printer.{name}.{key} is below 0: write metres of paper")


def _check_interface(address: str) -> None:
    try:
        ip_address(address)
    except ValueError:
        raise ValueError(
            f"network.interfaces: {address!r} is no address; write this machine's, as 10.0.0.5"
        ) from None


def _check_cable(name: str, bus: BusTable) -> None:
    if bus.form and not FORM.fullmatch(bus.form):
        raise ValueError(
            f"board_bus.{name}.form = {bus.form!r} is no form of a line; write data bits, parity, "
            "stop bits as 8N1 or 7E1, or leave it out"
        )
    if bus.rs485 not in ("", "kernel", "rts"):
        raise ValueError(
            f'board_bus.{name}.rs485 = {bus.rs485!r}: write "kernel" or "rts", or leave it out '
            "for an adapter that turns the line itself"
        )
    if bus.rs485 and (bus.url == "virtual:" or "://" in bus.url):
        raise ValueError(
            f"board_bus.{name}.rs485 is for a port of this machine, not for {bus.url!r}"
        )
    for key in ("gap_ms", "answer_ms", "refresh_s"):
        if getattr(bus, key) < 0:
            raise ValueError(f"board_bus.{name}.{key} is below 0: leave it out for the usual")


def _check_addresses(name: str, bus: BusTable) -> None:
    seen: set[int] = set()
    for board in bus.board:
        if board.address in seen:
            raise ValueError(
                f"board_bus.{name}: two boards have address {board.address}; "
                "give each board on a cable its own"
            )
        seen.add(board.address)


def _check_board(where: str, board: BoardTable, width: int) -> None:
    _check_word(f"{where}: shows", board.shows, board_words.SHOWS)
    _check_word(f"{where}: idle", board.idle, board_words.IDLES)
    if board.width < 0:
        raise ValueError(f"{where}: width = {board.width}: write how many signs it has")
    if bool(board.counter) == bool(board.counters) and not (
        board.shows == board_words.TIME and not board.counters
    ):
        raise ValueError(f"{where}: write either counter or counters, one of the two")
    if board.shows != board_words.CALL and (board.counters or board.idle):
        raise ValueError(f"{where}: counters and idle go with shows = 'call' only")
    if board.counters and board.idle not in ("", board_words.TIME):
        raise ValueError(f"{where}: a list of counters can be idle with 'time' only, or be dark")
    least = board_words.LEAST_PLACES.get(board.idle, 1)
    if board.shows == board_words.TIME:
        least = board_words.LEAST_PLACES[board_words.TIME]
    if width < max(least, board_words.LEAST_LIST if board.counters else 1):
        raise ValueError(f"{where}: {width} places are too few for what it is to show")


def _check_word(where: str, word: str, known: tuple[str, ...]) -> None:
    if word not in known:
        raise ValueError(f"{where} = {word!r}: write one of {', '.join(map(repr, known))}")


def _check_keypads(where: str, keypads: Sequence[KeypadTable], seen: set[int]) -> None:
    for keypad in keypads:
        if keypad.address in seen:
            raise ValueError(
                f"{where}: two devices have address {keypad.address}; "
                "give each board and keypad on a cable its own"
            )
        seen.add(keypad.address)
