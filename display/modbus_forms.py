"""Modbus boards without the text register: by raw segments, or by a number alone.

Which board needs which: docs/reference/boards/modbus.md.
"""

from display import lettering
from display.modbus import Modbus, number_frame, segment_frame
from display.protocol import checked_address


class ModbusSegments(Modbus):
    """Lights the segments of each place itself; draws what ``modbus`` draws."""

    def __init__(self, baud: int) -> None:
        super().__init__(baud)
        self.name = "modbus-segments"

    def frame(self, address: int, text: str, width: int) -> bytes:
        checked_address(self.name, self.addresses, address)
        return segment_frame(address, self.fit(text, width))


class ModbusNumber(Modbus):
    """Writes the number of a label; a text without digits is 0, which no label is."""

    def __init__(self, baud: int) -> None:
        super().__init__(baud)
        self.name = "modbus-number"

    def fit(self, text: str, width: int) -> str:
        return lettering.fit_number(text, width)

    def frame(self, address: int, text: str, width: int) -> bytes:
        checked_address(self.name, self.addresses, address)
        return number_frame(address, int(self.fit(text, width)))
