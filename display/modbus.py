"""Seven-segment boards on Modbus RTU: text by function 16, number by function 06.

Papers: MODBUS over Serial Line V1.02 §2.5, MODBUS Application Protocol V1.1b3 §6.6 §6.12 §7.
Worked frames and the register map: docs/reference/board-protocols.md.
"""

from display import lettering
from display.protocol import Answer, Heard, checked_address, checked_baud, wire_s

WRITE_ONE, WRITE_MANY = 0x06, 0x10
NUMBER_REGISTER, LAST_SINGLE_REGISTER, TEXT_REGISTER = 0x00, 0x04, 0x70
UNITS = range(1, 248)
EVERYBODY = 0
MAX_REGISTERS = lettering.MAX_WIDTH // 2
MAX_FRAME = 9 + 2 * MAX_REGISTERS
MAX_HELD = MAX_FRAME - 1
# A slave may take as long as it likes by the paper; the usual masters give up after 50 to 1000 ms.
# 100 ms is an order above what a small controller needs and still ten silent boards a second.
ANSWER_TIMEOUT_S = 0.1

_ILLEGAL_ADDRESS = 0x02
_EXCEPTIONS = {
    0x01: "it does not know the function",
    0x02: "it has no such register",
    0x03: "it does not take the value",
    0x04: "it has failed inside",
    0x06: "it is busy",
}


def crc16(data: bytes) -> bytes:
    """CRC-16/Modbus as on the wire, low byte first (Serial Line V1.02 §2.5.1.2)."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ 0xA001 if crc & 1 else crc >> 1
    return crc.to_bytes(2, "little")


def sealed(body: bytes) -> bytes:
    """``body`` with its CRC behind."""
    return body + crc16(body)


def is_sealed(frame: bytes) -> bool:
    """Whether the last two bytes are the CRC of those before."""
    return len(frame) >= 4 and crc16(frame[:-2]) == frame[-2:]


def text_frame(unit: int, text: str) -> bytes:
    """Function 16 with an ASCII text, two letters a register; one blank behind an odd one."""
    letters = text.encode("ascii")
    letters += b" " * (len(letters) % 2)
    count = len(letters) // 2
    head = bytes([unit, WRITE_MANY, 0, TEXT_REGISTER, 0, count, len(letters)])
    return sealed(head + letters)


def number_frame(unit: int, number: int) -> bytes:
    """Function 06 with -32768 to 32767 (else OverflowError); unit 0 is everybody."""
    head = bytes([unit, WRITE_ONE, 0, NUMBER_REGISTER])
    return sealed(head + number.to_bytes(2, "big", signed=True))


def good_answer(request: bytes) -> bytes:
    """What a board sends back when all is well: all of function 06, six bytes of 16."""
    return request if request[1] == WRITE_ONE else sealed(request[:6])


def gap_s(baud: int) -> float:
    """t3.5, the silence between frames; 1.75 ms above 19200 (Serial Line §2.5.1.1)."""
    return wire_s(1, baud) * 3.5 if baud <= 19200 else 0.00175


class Modbus:
    """The protocol at one speed, showing texts."""

    def __init__(self, baud: int) -> None:
        self.name, self.form = "modbus", "8N1"
        self._baud = checked_baud(baud)
        self.gap_s = gap_s(baud)
        self.answer_timeout_s = ANSWER_TIMEOUT_S + wire_s(8, baud)
        self.addresses = UNITS

    def fit(self, text: str, width: int) -> str:
        return lettering.fit(text, width, lettering.SEVEN_SEGMENT)

    def frame(self, address: int, text: str, width: int) -> bytes:
        checked_address(self.name, self.addresses, address)
        return text_frame(address, self.fit(text, width))

    def wire_s(self, count: int) -> float:
        return wire_s(count, self._baud)

    def judge(self, sent: bytes, got: bytes) -> Answer:
        """Skips noise in front, and our own frame where the adapter echoes."""
        expected = good_answer(sent)
        heard = got if sent == expected else got.removeprefix(sent)
        if expected in heard:
            return Answer(is_whole=True)
        if refusal := _refusal(sent, heard):
            return Answer(is_whole=True, why=refusal)
        if heard:
            return Answer(
                is_whole=False, why=f"no right answer in what came: {heard[:16].hex(' ')}"
            )
        return Answer(is_whole=False, why="no answer")

    def decoder(self) -> "RequestDecoder":
        return RequestDecoder()


def _refusal(sent: bytes, heard: bytes) -> str:
    """The exception answer to ``sent`` in ``heard`` as a sentence, or ""."""
    at = heard.find(bytes([sent[0], sent[1] | 0x80]))
    frame = heard[at : at + 5]
    if at < 0 or len(frame) < 5 or not is_sealed(frame):
        return ""
    reason = _EXCEPTIONS.get(frame[2], "it does not say why")
    return f"the board refused: {reason} (exception {frame[2]})"


class RequestDecoder:
    """The board's side. It has no clock, so it cannot see the silence between frames; it looks
    instead for a whole frame with a right CRC anywhere in the newest bytes, so rubbish in front
    delays nothing. Holds at most MAX_HELD bytes.
    """

    def __init__(self) -> None:
        self._held = b""

    @property
    def held(self) -> int:
        return len(self._held)

    def feed(self, data: bytes) -> list[Heard]:
        heard = []
        for at in range(0, len(data), MAX_FRAME):
            self._held += data[at : at + MAX_FRAME]
            while request := self._next_request():
                heard.append(_heard(request))
            self._held = self._held[-MAX_HELD:]
        return heard

    def _next_request(self) -> bytes:
        """Takes out the first whole request and all before it; b"" when there is none."""
        for at in range(len(self._held) - 7):
            size = _request_size(self._held[at : at + 8])
            request = self._held[at : at + size]
            if 0 < size == len(request) and is_sealed(request):
                self._held = self._held[at + size :]
                return request
        return b""


def _request_size(head: bytes) -> int:
    """Bytes of the request that begins with these eight; 0: no known one does."""
    unit, function, register = head[0], head[1], int.from_bytes(head[2:4], "big")
    count, size = int.from_bytes(head[4:6], "big"), head[6]
    if unit not in UNITS and unit != EVERYBODY:
        return 0
    if function == WRITE_ONE and register <= LAST_SINGLE_REGISTER:
        return 8
    if function == WRITE_MANY and 1 <= count <= MAX_REGISTERS and size == 2 * count:
        return 9 + size
    return 0


def _heard(request: bytes) -> Heard:
    unit, function, register = request[0], request[1], int.from_bytes(request[2:4], "big")
    text, answer = None, good_answer(request)
    if function == WRITE_MANY and register == TEXT_REGISTER:
        text = request[7:-2].decode("ascii", "replace")
    elif function == WRITE_ONE and register == NUMBER_REGISTER:
        text = str(int.from_bytes(request[4:6], "big", signed=True))
    elif function == WRITE_MANY:
        answer = sealed(bytes([unit, WRITE_MANY | 0x80, _ILLEGAL_ADDRESS]))
    is_for_all = unit == EVERYBODY
    return Heard(unit, text, b"" if is_for_all else answer, is_for_all)
