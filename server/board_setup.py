"""What ``office.toml`` says of boards and their cables, as the machines and commands need it."""

from display import lettering
from display.protocol import Protocol
from hardware.ports import Line
from server.board_words import Sign
from server.config import BoardTable, BusTable


def line_of(table: BusTable, url: str, protocol: Protocol) -> Line:
    """The cable's line, opened at *url*: its own, or that of boards made of software.

    :raises ValueError: for a form that does not exist.
    """
    line = Line(table.url, baud=table.baud, rs485=table.rs485).formed(table.form or protocol.form)
    # A pseudo-terminal carries bytes as they are and refuses every form but 8N1.
    return line if url == table.url else Line(url, baud=table.baud)


def sign_of(board: BoardTable, width: int, protocol: Protocol) -> Sign:
    """What *board* is set to show, and what its protocol can draw of a text.

    :raises ValueError: for a list on a board that has no letters.
    """

    def draws(text: str) -> bool:
        return lettering.fold(text) in protocol.fit(text, width)

    if board.counters and not draws("A1-1"):
        raise ValueError(f"a board of {protocol.name} has no letters to list counters with")
    return Sign(
        counters=board.at,
        is_list=bool(board.counters),
        shows=board.shows,
        idle=board.idle,
        width=width,
        draws=draws,
    )
