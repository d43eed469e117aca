"""How a device is attached: its address and the settings of its line."""

import re
from dataclasses import dataclass, replace

DIRECTIONS = ("", "kernel", "rts")
"""Who turns an RS-485 line from sending to listening: docs/reference/ports.md, "Direction"."""

_FORM = re.compile(r"([5-8])([NEOMS])(1|1\.5|2)")


@dataclass(frozen=True)
class Line:
    """How a device is attached. parity is one of N E O M S; stopbits 1, 1.5 or 2; rs485 is one of
    DIRECTIONS.
    """

    url: str
    baud: int = 9600
    bytesize: int = 8
    parity: str = "N"
    stopbits: float = 1
    is_xonxoff: bool = False
    is_rtscts: bool = False
    rs485: str = ""

    @property
    def byte_s(self) -> float:
        """Seconds that a byte takes, with its start bit, parity and stop bits."""
        return (1 + self.bytesize + (self.parity != "N") + self.stopbits) / self.baud

    def formed(self, form: str) -> "Line":
        """The same line with a form such as ``7E1``: data bits, parity, stop bits; "" changes
        nothing. ValueError on one that does not exist.
        """
        if not form:
            return self
        found = _FORM.fullmatch(form.upper())
        if found is None:
            raise ValueError(
                f"{form!r} is no form of a line; write data bits, parity, stop bits as 8N1 or 7E1"
            )
        return replace(self, bytesize=int(found[1]), parity=found[2], stopbits=float(found[3]))
